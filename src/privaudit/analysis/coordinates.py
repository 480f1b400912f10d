"""Geographic coordinates in traffic: the same number with fewer decimals is still the place.

A coordinate of d decimals is accurate to 111 km / 10^d (one degree of latitude is about 111 km, WGS 84), so 3
decimals are a street corner. With 5 or more decimals a number is taken alone; with 3 or 4 only beside the
other coordinate in the same request.
"""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, Decimal
from functools import lru_cache

from privaudit.analysis.datums import Place, shifts

MIN_DECIMALS = 3
ALONE_DECIMALS = 5
MAX_DEGREES = 180
MAX_LATITUDE = 90

_IN_TEXT = re.compile(r"(?<![\d.])-?\d{1,3}\.\d{3,17}(?![\d.])")
_AT = re.compile(rb"\d{1,3}\.\d{3,17}")


def coordinates_in(text: str) -> tuple[str, ...]:
    """Return the numbers of a text that can be coordinates: degrees with 3 or more decimals."""
    return tuple(n for n in _IN_TEXT.findall(text) if abs(Decimal(n)) <= MAX_DEGREES)


def shifted(text: str) -> dict[str, tuple[tuple[str, str, int], ...]]:
    """Return what maps make of the place that a text names, `latitude,longitude`: by datum, its two numbers.

    Each is (shifted number, number it comes from, which of the two), to 6 decimals; nothing when the text
    holds another number of coordinates than two, or a place that no map shifts.
    """
    numbers = coordinates_in(text)
    if len(numbers) != 2 or abs(Decimal(numbers[0])) > MAX_LATITUDE:  # noqa: PLR2004 - a place
        return {}
    latitude, longitude = numbers
    return {
        datum: ((f"{place.latitude:.6f}", latitude, 0), (f"{place.longitude:.6f}", longitude, 1))
        for datum, place in shifts(Place(float(latitude), float(longitude))).items()
    }


def stems(coordinate: str) -> tuple[bytes, ...]:
    """Return the beginnings (two decimals, no sign) that every rounding of the coordinate has one of."""
    exact = abs(Decimal(coordinate))
    step = Decimal("0.001")
    shifted = [exact + shift for shift in (-step, Decimal(0), step)]
    near = {number.quantize(Decimal("0.01"), ROUND_DOWN) for number in shifted if number >= 0}
    return tuple(sorted(str(number).encode() for number in near))


def number_at(data: bytes, start: int) -> tuple[int, bytes] | None:
    """Return (start, text) of the decimal number that begins with the digits at `start`, or None.

    The number may carry a minus sign before `start`; it must not be the tail of a longer number or of a
    version.
    """
    number = _AT.match(data, start)
    if number is None or data[number.end() : number.end() + 1] in _DIGIT_OR_DOT:
        return None
    before = data[start - 1 : start] if start else b""
    if before in _DIGIT_OR_DOT:
        return None
    first = start - 1 if before == b"-" else start
    return first, data[first : number.end()]


_DIGIT_OR_DOT = frozenset(bytes([c]) for c in b"0123456789.")


def same_place(coordinate: str, number: bytes) -> int:
    """Return to how many decimals the two agree, by rounding or by cutting; 0 when they do not."""
    negative, wanted, has = _digits(coordinate.encode())
    other, given, written = _digits(number)
    agreed = min(has, written)
    if agreed < MIN_DECIMALS or (negative != other and wanted and given):
        return 0
    return agreed if _rounded(wanted, has - agreed) & _rounded(given, written - agreed) else 0


def decimals(coordinate: str) -> int:
    """Return how many decimals a coordinate is written with."""
    return len(coordinate.partition(".")[2])


@lru_cache(maxsize=1024)
def _digits(number: bytes) -> tuple[bool, int, int]:
    """Return (whether negative, all digits as one whole number, how many of them are decimals)."""
    whole, _, fraction = number.lstrip(b"-").partition(b".")
    return number.startswith(b"-"), int(whole + fraction), len(fraction)


def _rounded(digits: int, dropped: int) -> set[int]:
    if not dropped:
        return {digits}
    unit = 10**dropped
    return {digits // unit, (digits + unit // 2) // unit}
