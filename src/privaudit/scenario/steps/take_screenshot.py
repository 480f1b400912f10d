"""`takeScreenshot`: keep a picture of the screen."""

from __future__ import annotations

from typing import ClassVar

from privaudit.scenario.context import Context
from privaudit.scenario.step import Step


class TakeScreenshot(Step, frozen=True, kw_only=True):
    """Keep a picture of the screen in the evidence under a name."""

    SHORTHAND: ClassVar[str] = "path"
    REFUSED: ClassVar[dict[str, str]] = {"cropOn": "evidence shows the whole screen"}

    path: str

    def describe(self) -> str:
        """Return the name."""
        return self.path


def run(step: TakeScreenshot, context: Context) -> None:
    """Keep it; the name is only a name, no file is written where it points."""
    name = step.path.replace("\\", "/").rpartition("/")[2] or "screenshot"
    context.stage.keep(
        context.stage.screenshot(), media_type="image/png", name=f"{name.removesuffix('.png')}.png"
    )
