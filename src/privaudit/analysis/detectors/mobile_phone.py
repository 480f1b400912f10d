"""Mobile number of mainland China: 11 digits from 13 to 19, country code 86 (MIIT, plan of 2017)."""

from __future__ import annotations

from typing import Final

from privaudit.analysis.detector import Detector, Reading, bare, monotonous

_DIGITS: Final = 11


def read(text: str) -> Reading | None:
    """Take a number with or without 86 before it; the value has none."""
    number = bare(text)
    with_code = number.startswith(("+", "00")) or len(number) > _DIGITS
    number = number.removeprefix("+").removeprefix("00")
    if with_code:
        if not number.startswith("86"):
            return None
        number = number[2:]
    return Reading(number) if len(number) == _DIGITS and not monotonous(number[3:]) else None


DETECTOR = Detector(
    name="mobile-phone",
    data_types=("contact.phone",),
    pattern=rb"(?:(?:\+|00)?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}",
    read=read,
    chance=0.07,
)
