"""`inputText`: type a text."""

from __future__ import annotations

from typing import ClassVar

from privaudit.scenario.context import Context
from privaudit.scenario.step import Step


class InputText(Step, frozen=True, kw_only=True):
    """Type a text into the field that has the focus."""

    SHORTHAND: ClassVar[str] = "text"

    text: str

    def describe(self) -> str:
        """Return it for a reader."""
        return f'"{self.text}"'


def run(step: InputText, context: Context) -> None:
    """Type it."""
    context.stage.type_text(step.text)
    context.settle()
