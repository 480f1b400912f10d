"""`travel`: move the mock location along a way."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated

import msgspec

from privaudit.scenario.context import Context
from privaudit.scenario.step import Problem, Step

KEEPS_SCREEN = False

_EARTH_M = 6_371_000.0
_TICK_MS = 1_000
_MAX_SECONDS = 3_600
_POINT = re.compile(r"\s*(-?[0-9]{1,3}(?:\.[0-9]{1,12})?)\s*,\s*(-?[0-9]{1,3}(?:\.[0-9]{1,12})?)\s*")
_MAX_LATITUDE = 90
_MAX_LONGITUDE = 180


class Travel(Step, frozen=True, kw_only=True):
    """Move the mock location from point to point at a speed in metres per second."""

    points: tuple[str, ...]
    speed: Annotated[float, msgspec.Meta(ge=0.1, le=10_000)] = 7.0

    def describe(self) -> str:
        """Return the ends of the way."""
        return f"{self.points[0]} to {self.points[-1]}"

    def problems(self) -> Iterator[Problem]:
        """Yield points that are none, and a way that takes too long."""
        if not self.points:
            yield Problem("points", "no points are given", 'write each as `- "31.2304,121.4737"`')
            return
        wrong = [point for point in self.points if _read(point) is None]
        for point in wrong:
            yield Problem("points", f"{point[:40]!r} is not a point", "write latitude,longitude in degrees")
        if not wrong and sum(_seconds(self)) > _MAX_SECONDS:
            yield Problem(
                "speed", f"the way takes longer than {_MAX_SECONDS} s", "raise `speed`, or shorten the way"
            )


def run(step: Travel, context: Context) -> None:
    """Set a location each second on the way."""
    points = [point for text in step.points if (point := _read(text)) is not None]
    context.stage.set_location(*points[0])
    for (start, end), seconds in zip(pairwise(points), _seconds(step), strict=True):
        ticks = max(1, math.ceil(seconds))
        for tick in range(1, ticks + 1):
            context.stage.sleep(min(_TICK_MS, int(seconds * 1000 / ticks)))
            share = tick / ticks
            context.stage.set_location(
                start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
            )


def _read(text: str) -> tuple[float, float] | None:
    found = _POINT.fullmatch(text)
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    inside = abs(latitude) <= _MAX_LATITUDE and abs(longitude) <= _MAX_LONGITUDE
    return (latitude, longitude) if inside else None


def _seconds(step: Travel) -> list[float]:
    points = [point for text in step.points if (point := _read(text)) is not None]
    return [_metres(a, b) / step.speed for a, b in pairwise(points)]


def _metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance (haversine formula)."""
    lat1, lat2 = math.radians(a[0]), math.radians(b[0])
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 2 * _EARTH_M * math.asin(math.sqrt(half))
