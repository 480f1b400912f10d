"""Points of the screen as flows write them: `50%,80%` or `100,200`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from privaudit.model.ui import Bounds

_FORM = re.compile(r"\s*([0-9]{1,6})\s*(%?)\s*,\s*([0-9]{1,6})\s*(%?)\s*")
_WHOLE = 100


@dataclass(frozen=True)
class Point:
    """A point in pixels, or in percent of an area."""

    x: int
    y: int
    percent: bool

    def within(self, area: Bounds) -> tuple[int, int]:
        """Return the pixel inside `area` that is meant (percent), or relative to its corner (pixels)."""
        if not self.percent:
            return area.left + self.x, area.top + self.y
        x = area.left + area.width * self.x // _WHOLE
        y = area.top + area.height * self.y // _WHOLE
        return min(x, area.right - 1), min(y, area.bottom - 1)


def parse_point(text: str) -> Point:
    """Read a point; raise ValueError with a sentence when `text` is none."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError(f"{text[:40]!r} is not a point")
    if (found[2] == "%") != (found[4] == "%"):
        raise ValueError(f"{text[:40]!r} mixes percent and pixels")
    x, y, percent = int(found[1]), int(found[3]), found[2] == "%"
    if percent and max(x, y) > _WHOLE:
        raise ValueError(f"{text[:40]!r} lies outside the screen")
    return Point(x, y, percent)
