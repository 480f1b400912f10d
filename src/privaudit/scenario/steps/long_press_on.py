"""`longPressOn`: hold an element down."""

from __future__ import annotations

from privaudit.scenario.context import Context
from privaudit.scenario.step import Selector
from privaudit.scenario.touch import touch

_HOLD_MS = 3_000


class LongPressOn(Selector, frozen=True, kw_only=True):
    """Hold an element or a point down for three seconds."""


def run(step: LongPressOn, context: Context) -> None:
    """Hold it down."""
    touch(context, step, lambda x, y: context.stage.press(x, y, _HOLD_MS), times=step.repeat)
