"""`toggleAirplaneMode`: switch airplane mode over."""

from __future__ import annotations

from privaudit.scenario.context import Context
from privaudit.scenario.step import Step


class ToggleAirplaneMode(Step, frozen=True, kw_only=True):
    """Switch airplane mode to what it is not."""


def run(step: ToggleAirplaneMode, context: Context) -> None:  # noqa: ARG001 - it has no keys
    """Switch it."""
    context.stage.set_airplane_mode(on=not context.stage.airplane_mode())
