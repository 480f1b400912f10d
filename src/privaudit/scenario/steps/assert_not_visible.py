"""`assertNotVisible`: an element must not be on the screen."""

from __future__ import annotations

from privaudit.scenario.context import OPTIONAL_SHARE, Context, StepError, shown
from privaudit.scenario.step import Selector


class AssertNotVisible(Selector, frozen=True, kw_only=True):
    """Wait for an element to go; the step fails when it stays."""


def run(step: AssertNotVisible, context: Context) -> None:
    """Wait for it to go."""
    limit = int(context.timeout_ms * OPTIONAL_SHARE)
    if not context.gone(step, limit):
        raise StepError(f"the element {shown(step.describe())} is still on the screen after {limit} ms")
