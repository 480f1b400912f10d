"""`screenOff`: switch the screen off for a time."""

from __future__ import annotations

from typing import ClassVar

from privaudit.scenario.context import Context
from privaudit.scenario.step import Duration, Step


class ScreenOff(Step, frozen=True, kw_only=True):
    """Switch the screen off, wait, and switch it on again."""

    SHORTHAND: ClassVar[str] = "duration"

    duration: Duration = 5_000

    def describe(self) -> str:
        """Return how long."""
        return f"{self.duration} ms"


def run(step: ScreenOff, context: Context) -> None:
    """Do it; the screen is switched on again even when the run is stopped meanwhile."""
    context.stage.screen(on=False)
    try:
        context.stage.sleep(step.duration)
    finally:
        context.stage.screen(on=True)
    context.settle()
