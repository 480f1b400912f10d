"""A pair of coordinates in one text, and the two halves of a pair in fields of their own.

Degrees with 3 decimals and more (111 m, see `privaudit.analysis.coordinates`); the note says where they lie.
"""

from __future__ import annotations

import re
from typing import Final

from privaudit.analysis.coordinates import MAX_DEGREES, MAX_LATITUDE
from privaudit.analysis.datums import Place, shifts
from privaudit.analysis.detector import Detector, Reading

NUMBER: Final = r"-?[0-9]{1,3}\.[0-9]{3,17}"
_PAIR = re.compile(rf"({NUMBER})\s?[,;|_ ]\s?({NUMBER})")
ABROAD: Final = "outside China"
CHINA: Final = "in China"


def place(first: str, second: str) -> Reading | None:
    """Take latitude and longitude, or the other way round where only that can be."""
    one, other = float(first), float(second)
    if not one or not other or max(abs(one), abs(other)) > MAX_DEGREES:
        return None
    swapped = abs(one) > MAX_LATITUDE or (not shifts(Place(one, other)) and bool(shifts(Place(other, one))))
    latitude, longitude = (other, one) if swapped else (one, other)
    if abs(latitude) > MAX_LATITUDE:
        return None
    inside = bool(shifts(Place(latitude, longitude)))
    return Reading(f"{first},{second}", CHINA if inside else ABROAD)


def read(text: str) -> Reading | None:
    """Take two numbers that are a place together."""
    pair = _PAIR.fullmatch(text)
    return place(pair[1], pair[2]) if pair else None


DETECTOR = Detector(
    name="coordinates",
    data_types=("location.precise",),
    pattern=rb"-?[0-9]{1,3}\.[0-9]{3,17}\s?[,;|_ ]\s?-?[0-9]{1,3}\.[0-9]{3,17}",
    read=read,
    chance=0.3,
)
