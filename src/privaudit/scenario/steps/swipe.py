"""`swipe`: move a finger over the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import msgspec

from privaudit.model.ui import Bounds
from privaudit.scenario.context import Context
from privaudit.scenario.point import parse_point
from privaudit.scenario.select import visible_part
from privaudit.scenario.step import Direction, Duration, PointText, Problem, Selector, Step

# Where a finger begins and ends, in percent of the screen, as in Maestro on Android.
_WAYS = {
    "UP": ((50, 50), (50, 10)),
    "DOWN": ((50, 20), (50, 90)),
    "LEFT": ((90, 50), (10, 50)),
    "RIGHT": ((10, 50), (90, 50)),
}
_ENDS = {"UP": (50, 10), "DOWN": (50, 90), "LEFT": (10, 50), "RIGHT": (90, 50)}


class Swipe(Step, frozen=True, kw_only=True):
    """Move a finger: in a direction, from an element, or from one point to another."""

    SHORTHAND: ClassVar[str] = "direction"
    REFUSED: ClassVar[dict[str, str]] = {}

    direction: Direction | None = None
    start: PointText | None = None
    end: PointText | None = None
    from_: Selector | None = msgspec.field(default=None, name="from")
    duration: Duration = 400
    waitToSettleTimeoutMs: Duration = 3_000  # noqa: N815 - Maestro's word

    def describe(self) -> str:
        """Return where the finger goes."""
        origin = f"from ({self.from_.describe()}) " if self.from_ else ""
        return f"{origin}{self.direction or ''}{self.start or ''}{' to ' if self.end else ''}{self.end or ''}"

    def problems(self) -> Iterator[Problem]:
        """Yield what is missing or too much."""
        if self.direction is not None and (self.start or self.end):
            yield Problem(
                "direction", "a direction and points together", "keep `direction`, or `start` and `end`"
            )
        elif self.from_ is not None and self.direction is None:
            yield Problem("from", "no direction is given", "add a line `direction: UP`")
        elif self.direction is None and not (self.start and self.end):
            yield Problem(
                "", "neither a direction nor points are given", "write `direction: UP`, or `start` and `end`"
            )


def run(step: Swipe, context: Context) -> None:
    """Move the finger and wait for the screen to rest."""
    screen = context.screen_area()
    if step.from_ is not None and step.direction is not None:
        start = visible_part(context.find(step.from_).bounds, context.stage.size()).center
        end = _percent(screen, _ENDS[step.direction])
        end = (start[0], end[1]) if step.direction in ("UP", "DOWN") else (end[0], start[1])
    elif step.direction is not None:
        start, end = (_percent(screen, point) for point in _WAYS[step.direction])
    else:
        start = parse_point(step.start or "").within(screen)
        end = parse_point(step.end or "").within(screen)
    context.stage.swipe(*start, *end, step.duration)
    context.settle(step.waitToSettleTimeoutMs)


def _percent(area: Bounds, point: tuple[int, int]) -> tuple[int, int]:
    return area.left + area.width * point[0] // 100, area.top + area.height * point[1] // 100
