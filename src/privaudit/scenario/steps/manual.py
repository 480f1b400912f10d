"""`manual`: ask the tester."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from privaudit.model.event import ManualAnswer
from privaudit.scenario.context import Context, StepError
from privaudit.scenario.step import Step


class Manual(Step, frozen=True, kw_only=True):
    """Ask the tester something, or to do something, and record the answer."""

    SHORTHAND: ClassVar[str] = "question"

    question: Annotated[str, msgspec.Meta(min_length=1, description="What to ask.")]
    choices: tuple[str, ...] = ()

    def describe(self) -> str:
        """Return the question."""
        return self.question


def run(step: Manual, context: Context) -> None:
    """Ask; without an answer the step fails, because what follows may rest on it."""
    answer = context.stage.ask(step.question, step.choices)
    now = context.stage.now_ns()
    context.stage.emit(ManualAnswer(at=now, seen=now, question=step.question, answer=answer))
    if not answer:
        raise StepError("nobody answered: run it with a tester, or mark the step `optional: true`")
