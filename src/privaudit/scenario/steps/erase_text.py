"""`eraseText`: delete what stands in the field."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from privaudit.scenario.context import Context
from privaudit.scenario.step import Step


class EraseText(Step, frozen=True, kw_only=True):
    """Delete characters before the cursor, 50 unless told otherwise."""

    SHORTHAND: ClassVar[str] = "charactersToErase"

    charactersToErase: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 50  # noqa: N815 - Maestro's word

    def describe(self) -> str:
        """Return how much is deleted."""
        return f"{self.charactersToErase} characters"


def run(step: EraseText, context: Context) -> None:
    """Press backspace that often."""
    for _ in range(step.charactersToErase):
        context.stage.key("backspace")
    context.settle()
