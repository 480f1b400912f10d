"""`tapOn`: touch an element or a point."""

from __future__ import annotations

from privaudit.scenario.context import Context
from privaudit.scenario.step import Selector
from privaudit.scenario.touch import touch


class TapOn(Selector, frozen=True, kw_only=True):
    """Touch an element, or a point of the screen."""


def run(step: TapOn, context: Context) -> None:
    """Touch it, as often as `repeat` says."""
    touch(context, step, context.stage.tap, times=step.repeat)
