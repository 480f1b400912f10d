"""`assertTrue`: a value must be true."""

from __future__ import annotations

from typing import ClassVar

from privaudit.scenario.context import Context, StepError
from privaudit.scenario.step import Step

KEEPS_SCREEN = False


class AssertTrue(Step, frozen=True, kw_only=True):
    """Go on only when the value is `true`; JavaScript is not run here."""

    SHORTHAND: ClassVar[str] = "condition"

    condition: bool

    def describe(self) -> str:
        """Return the value."""
        return str(self.condition).lower()


def run(step: AssertTrue, context: Context) -> None:  # noqa: ARG001 - every step is given it
    """Fail when it is false."""
    if not step.condition:
        raise StepError("the value is false")
