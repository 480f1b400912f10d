"""`phase`: name the part of the run that begins here."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from privaudit.model.event import PhaseEntered
from privaudit.scenario.context import Context
from privaudit.scenario.step import Step

KEEPS_SCREEN = False


class Phase(Step, frozen=True, kw_only=True):
    """Name the part of the run that begins here; reports group what was seen by it."""

    SHORTHAND: ClassVar[str] = "name"

    name: Annotated[str, msgspec.Meta(min_length=1, description="The phase's name.")]

    def describe(self) -> str:
        """Return the name."""
        return self.name


def run(step: Phase, context: Context) -> None:
    """Record it."""
    now = context.stage.now_ns()
    context.stage.emit(PhaseEntered(at=now, seen=now, name=step.name))
