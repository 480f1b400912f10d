"""`repeat`: run commands several times."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec

from privaudit.scenario.blocks import holds
from privaudit.scenario.context import Context, StepError
from privaudit.scenario.step import Commands, Condition, Problem, Step

KEEPS_SCREEN = False

MAX_ROUNDS = 1_000
"""Rounds of a `while` without `times` after which the step fails."""


class Repeat(Step, frozen=True, kw_only=True):
    """Run commands `times` times, or while a condition holds, or both."""

    times: Annotated[int, msgspec.Meta(ge=0, le=MAX_ROUNDS)] | None = None
    while_: Condition | None = msgspec.field(default=None, name="while")
    commands: Commands

    def describe(self) -> str:
        """Return how often."""
        often = f"{self.times} times" if self.times is not None else ""
        while_ = f"while {self.while_.describe()}" if self.while_ else ""
        return f"{often} {while_}".strip()

    def problems(self) -> Iterator[Problem]:
        """Yield what is missing."""
        if self.times is None and self.while_ is None:
            yield Problem("", "neither `times` nor `while` is given", "add a line `times: 3`")


def run(step: Repeat, context: Context) -> None:
    """Run the rounds; they are numbered in the paths of the steps inside."""
    rounds = MAX_ROUNDS if step.times is None else step.times
    for number in range(1, rounds + 1):
        if not holds(step.while_, context):
            return
        context.run(step.commands, str(number))
    if step.times is None:
        raise StepError(f"the condition still held after {MAX_ROUNDS} rounds")
