"""`scroll`: bring what is below into view."""

from __future__ import annotations

from privaudit.scenario.context import Context
from privaudit.scenario.step import Step


class Scroll(Step, frozen=True, kw_only=True):
    """Scroll down by half a screen."""


def run(step: Scroll, context: Context) -> None:  # noqa: ARG001 - it has no keys
    """Move a finger up over the middle of the screen."""
    context.swipe_up(context.screen_area())
    context.settle()
