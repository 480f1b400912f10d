"""`background`: send the app to the background."""

from __future__ import annotations

from typing import ClassVar

from privaudit.scenario.context import Context, StepError
from privaudit.scenario.step import Duration, Step


class Background(Step, frozen=True, kw_only=True):
    """Press the home key and leave the app in the background for a time."""

    SHORTHAND: ClassVar[str] = "duration"

    duration: Duration = 0

    def describe(self) -> str:
        """Return how long."""
        return f"{self.duration} ms" if self.duration else ""


def run(step: Background, context: Context) -> None:
    """Press home, see that the app has left the screen, and wait; `foreground` brings it back."""
    stage = context.stage
    stage.key("home")
    left = context.until(
        lambda _: True if stage.foreground_package() != stage.package else None, context.patience_ms
    )
    if left is None:
        raise StepError(f"{stage.package} is still in front {context.patience_ms} ms after the home key")
    context.keep_screen()
    stage.sleep(step.duration)
