"""`doubleTapOn`: touch an element twice."""

from __future__ import annotations

from privaudit.scenario.context import Context
from privaudit.scenario.step import Selector
from privaudit.scenario.touch import touch


class DoubleTapOn(Selector, frozen=True, kw_only=True):
    """Touch an element or a point twice, `delay` apart."""


def run(step: DoubleTapOn, context: Context) -> None:
    """Touch it twice."""
    touch(context, step, context.stage.tap, times=2)
