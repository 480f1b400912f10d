"""`back`: the back key."""

from __future__ import annotations

from privaudit.scenario.context import Context
from privaudit.scenario.step import Step


class Back(Step, frozen=True, kw_only=True):
    """Press the back key."""


def run(step: Back, context: Context) -> None:  # noqa: ARG001 - it has no keys
    """Press it and wait for the screen to rest."""
    context.stage.key("back")
    context.settle()
