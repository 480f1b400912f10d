"""`assertVisible`: an element must be on the screen."""

from __future__ import annotations

from privaudit.scenario.context import Context
from privaudit.scenario.step import Selector


class AssertVisible(Selector, frozen=True, kw_only=True):
    """Wait for an element; the step fails when it does not come."""


def run(step: AssertVisible, context: Context) -> None:
    """Wait for it."""
    context.find(step)
