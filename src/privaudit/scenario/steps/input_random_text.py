"""`inputRandomText`: type random letters."""

from __future__ import annotations

from string import ascii_lowercase
from typing import Annotated, ClassVar

import msgspec

from privaudit.scenario.context import Context
from privaudit.scenario.random_input import type_random
from privaudit.scenario.step import Step


class InputRandomText(Step, frozen=True, kw_only=True):
    """Type random letters."""

    SHORTHAND: ClassVar[str] = "length"

    length: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 8

    def describe(self) -> str:
        """Return how much is typed."""
        return f"{self.length} characters"


def run(step: InputRandomText, context: Context) -> None:
    """Type it; what was typed and the seed are recorded."""
    type_random(context, "inputRandomText", "".join(context.random.choices(ascii_lowercase, k=step.length)))
