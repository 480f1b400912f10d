"""`setAirplaneMode`: switch airplane mode."""

from __future__ import annotations

from typing import ClassVar, Literal

from privaudit.scenario.context import Context
from privaudit.scenario.step import Step


class SetAirplaneMode(Step, frozen=True, kw_only=True):
    """Switch airplane mode on (`enabled`) or off (`disabled`)."""

    SHORTHAND: ClassVar[str] = "value"

    value: Literal["enabled", "disabled"]

    def describe(self) -> str:
        """Return the state wanted."""
        return self.value


def run(step: SetAirplaneMode, context: Context) -> None:
    """Switch it."""
    context.stage.set_airplane_mode(on=step.value == "enabled")
