"""What a typed detector is: a form, its check, and how often chance meets both."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Reading(NamedTuple):
    """A value in its normal form, and what its form says beyond its type: `local` of a MAC."""

    value: str
    note: str = ""


class Detector(NamedTuple):
    """Recognises a type of personal data by its form.

    `pattern` is a regular expression of bounded length without nested repeats; what it fits is given to
    `read`, which gives the value or None when its check does not hold.
    """

    name: str
    data_types: tuple[str, ...]
    """One of them, by what the field's name says."""
    pattern: bytes
    read: Callable[[str], Reading | None]
    chance: float
    """How often the check holds for random values of the same length and alphabet."""
    words: tuple[str, ...] = ()
    """What the field's name must have in it, plain; the data type's names alone do not say enough."""
    needs_name: bool = True
    """False when the form alone is enough for a whole field: nothing else is written like it."""


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others, ISO/IEC 7812-1 annex B."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = ord(digit) - 48
        if place % 2:
            number = number * 2 - 9 if number > 4 else number * 2  # noqa: PLR2004 - the digits of a double
        total += number
    return total % 10 == 0


def bare(text: str) -> str:
    """Return a number without the spaces and dashes that people group it by."""
    return text.replace(" ", "").replace("-", "")


def monotonous(digits: str) -> bool:
    """Whether a number is made of one or two digits only, as placeholders are."""
    return len(set(digits)) <= 2  # noqa: PLR2004
