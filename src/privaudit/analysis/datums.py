"""The shifted coordinates of Chinese maps: what GCJ-02 and BD-09 make of a position of WGS 84.

Maps published in mainland China show positions shifted by a fixed function of the place (GCJ-02); Baidu's
shift them once more (BD-09). The functions are not published by an authority; the figures here are those that
all open converters share (ellipsoid of Krassovsky 1940: semi-major axis 6,378,245 m, eccentricity squared
0.00669342162296594323), known to agree with the maps to about a metre.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

_AXIS: Final = 6_378_245.0
_ECCENTRICITY: Final = 0.00669342162296594323
_SOUTH, _NORTH, _WEST, _EAST = 0.8293, 55.8271, 72.004, 137.8347
"""Degrees; outside of them the converters shift nothing."""
_BAIDU_NORTH, _BAIDU_EAST = 0.006, 0.0065


DATUMS: Final = ("GCJ-02", "BD-09")


class Place(NamedTuple):
    """Degrees north and east."""

    latitude: float
    longitude: float


def shifts(place: Place) -> dict[str, Place]:
    """Return the shifted positions of a WGS 84 place by the name of the datum; none outside China's box."""
    if not (_SOUTH <= place.latitude <= _NORTH and _WEST <= place.longitude <= _EAST):
        return {}
    gcj = _gcj02(place)
    return {"GCJ-02": gcj, "BD-09": _bd09(gcj)}


def _gcj02(place: Place) -> Place:
    y, x = place.latitude - 35.0, place.longitude - 105.0
    root = math.sqrt(abs(x))
    waves = 20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (waves + _series(y, 20.0, 40.0) + _long(y, 160.0, 320.0, 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (waves + _series(x, 20.0, 40.0) + 150.0 * math.sin(x / 12.0 * math.pi)) * 2.0 / 3.0
    east += 300.0 * math.sin(x / 30.0 * math.pi) * 2.0 / 3.0
    angle = math.radians(place.latitude)
    magic = 1.0 - _ECCENTRICITY * math.sin(angle) ** 2
    across = _AXIS * (1.0 - _ECCENTRICITY) / (magic * math.sqrt(magic))
    along = _AXIS / math.sqrt(magic) * math.cos(angle)
    return Place(place.latitude + math.degrees(north / across), place.longitude + math.degrees(east / along))


def _series(value: float, first: float, second: float) -> float:
    return first * math.sin(value * math.pi) + second * math.sin(value / 3.0 * math.pi)


def _long(value: float, first: float, second: float, slowest: float) -> float:
    return first * math.sin(value / 12.0 * math.pi) + second * math.sin(value * math.pi / slowest)


def _bd09(place: Place) -> Place:
    turn = math.pi * 3000.0 / 180.0
    y, x = place.latitude, place.longitude
    reach = math.hypot(x, y) + 0.00002 * math.sin(y * turn)
    angle = math.atan2(y, x) + 0.000003 * math.cos(x * turn)
    return Place(reach * math.sin(angle) + _BAIDU_NORTH, reach * math.cos(angle) + _BAIDU_EAST)
