"""Citizen identity number of mainland China: GB 11643-1999, check character by ISO 7064 MOD 11-2."""

from __future__ import annotations

import datetime as dt
from typing import Final

from privaudit.analysis.detector import Detector, Reading

PROVINCES: Final = frozenset(
    {
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37",
        "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65",
        "71", "81", "82", "83",
    }
)  # fmt: skip
"""GB/T 2260-2007, first two digits; 83 is Taiwan in residence permits (国办发〔2018〕81号)."""

_WHOLE: Final = frozenset({"81", "82", "83"})
"""Residence permits have no digits below the first two: 810000, 820000, 830000."""
_CITIES: Final = frozenset({*(f"{n:02}" for n in range(1, 71)), "90"})
"""GB/T 2260-2007, clause 4: 01-20 and 51-70 cities, 21-50 prefectures and leagues, 90 counties right below
the province. Codes withdrawn since stand in numbers given before, so that only the structure is held."""
_WEIGHTS: Final = tuple(pow(2, 17 - place, 11) for place in range(17))
_CHECKS: Final = "10X98765432"
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2099


def read(text: str) -> Reading | None:
    """Take 18 characters with a region, a day and a check character that hold."""
    number = text.upper()
    if len(number) != 18 or not number[:17].isdigit():  # noqa: PLR2004 - GB 11643-1999, 17 digits and a check
        return None
    if not _region(number[:6]) or not _day(number[6:14]):
        return None
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return Reading(number) if _CHECKS[total % 11] == number[17] else None


def _region(code: str) -> bool:
    province, city, county = code[:2], code[2:4], code[4:]
    if province not in PROVINCES:
        return False
    if province in _WHOLE:
        return city == county == "00"
    return city in _CITIES or (province == "71" and city == "00")


def _day(text: str) -> bool:
    try:
        day = dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return _FIRST_YEAR <= day.year <= _LAST_YEAR


DETECTOR = Detector(
    name="id-number",
    data_types=("identity.id_number",),
    pattern=rb"[1-8][0-9]{16}[0-9Xx]",
    read=read,
    chance=1.6e-5,
)
