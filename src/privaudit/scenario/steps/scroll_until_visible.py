"""`scrollUntilVisible`: scroll until an element is in view."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from privaudit.model.ui import UiNode
from privaudit.scenario.context import Context, StepError, shown
from privaudit.scenario.select import visible_part
from privaudit.scenario.step import Direction, Duration, Selector, Step

_WHOLE = 100
_CENTER = (25, 75)
_MAX_SWIPES = 200


class ScrollUntilVisible(Step, frozen=True, kw_only=True):
    """Scroll until an element is in view, at most for `timeout`."""

    SHORTHAND: ClassVar[str] = "element"

    element: Selector
    direction: Direction = "DOWN"
    """Where the element lies: DOWN moves the content up."""
    timeout: Duration = 20_000
    speed: Annotated[int, msgspec.Meta(ge=0, le=100)] = 40
    visibilityPercentage: Annotated[int, msgspec.Meta(ge=0, le=100)] = 100  # noqa: N815 - Maestro's word
    centerElement: bool = False  # noqa: N815
    waitToSettleTimeoutMs: Duration = 3_000  # noqa: N815

    def describe(self) -> str:
        """Return what is looked for."""
        return f"{self.element.describe()} {self.direction}"


def run(step: ScrollUntilVisible, context: Context) -> None:
    """Scroll until it is there."""
    end = context.stage.now_ns() + step.timeout * 1_000_000
    for _ in range(_MAX_SWIPES):
        node = context.seen(context.look(), step.element)
        if node is not None and _enough(node, step, context):
            return
        if context.stage.now_ns() >= end:
            break
        _swipe(step, context)
        context.settle(step.waitToSettleTimeoutMs)
    raise StepError(
        context.missing(f"no element {shown(step.element.describe())} came into view in {step.timeout} ms")
    )


def _enough(node: UiNode, step: ScrollUntilVisible, context: Context) -> bool:
    screen = context.screen_area()
    part = visible_part(node.bounds, context.stage.size())
    whole = node.bounds.width * node.bounds.height
    if part.width * part.height * _WHOLE < whole * step.visibilityPercentage:
        return False
    if not step.centerElement:
        return True
    down = step.direction in ("UP", "DOWN")
    place = part.center[1] * _WHOLE // screen.height if down else part.center[0] * _WHOLE // screen.width
    return _CENTER[0] <= place <= _CENTER[1]


def _swipe(step: ScrollUntilVisible, context: Context) -> None:
    # A speed of 100 moves the finger in a millisecond, 0 in a second.
    ms = 1000 * (_WHOLE - step.speed) // _WHOLE + 1
    width, height = context.stage.size()
    middle_x, middle_y = width // 2, height // 2
    near, far = 3, 7
    ways = {
        "DOWN": (middle_x, height * far // 10, middle_x, height * near // 10),
        "UP": (middle_x, height * near // 10, middle_x, height * far // 10),
        "RIGHT": (width * far // 10, middle_y, width * near // 10, middle_y),
        "LEFT": (width * near // 10, middle_y, width * far // 10, middle_y),
    }
    context.stage.swipe(*ways[step.direction], ms)
