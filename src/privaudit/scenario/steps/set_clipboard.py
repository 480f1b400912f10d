"""`setClipboard`: set the text that `pasteText` types."""

from __future__ import annotations

from typing import ClassVar

from privaudit.scenario.context import Context
from privaudit.scenario.step import Step


class SetClipboard(Step, frozen=True, kw_only=True):
    """Set what `pasteText` types."""

    SHORTHAND: ClassVar[str] = "text"

    text: str

    def describe(self) -> str:
        """Return it for a reader."""
        return f'"{self.text}"'


def run(step: SetClipboard, context: Context) -> None:
    """Remember it; the phone's clipboard, which the app could read, is left alone."""
    context.copied = step.text
