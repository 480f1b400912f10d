"""`observe`: wait and watch."""

from __future__ import annotations

from typing import ClassVar

from privaudit.scenario.context import Context
from privaudit.scenario.step import Duration, Step


class Observe(Step, frozen=True, kw_only=True):
    """Wait and watch for a time, touching nothing: what the app does then, it does by itself."""

    SHORTHAND: ClassVar[str] = "duration"

    duration: Duration

    def describe(self) -> str:
        """Return how long."""
        return f"{self.duration} ms"


def run(step: Observe, context: Context) -> None:
    """Keep the screen, and wait; the screen after it is kept as after every step."""
    context.keep_screen(context.look())
    context.stage.sleep(step.duration)
