"""`retry`: try commands again when they fail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec

from privaudit.scenario.context import Context, StepError
from privaudit.scenario.step import Commands, Env, FlowFile, Problem, Step

KEEPS_SCREEN = False


class Retry(Step, frozen=True, kw_only=True):
    """Run commands, and again when one of them fails, at most `maxRetries` times."""

    maxRetries: Annotated[int, msgspec.Meta(ge=0, le=10)] = 1  # noqa: N815 - Maestro's word
    file: FlowFile = ""
    commands: Commands = ()
    env: Env = msgspec.field(default_factory=dict)

    def describe(self) -> str:
        """Return how often."""
        return f"{self.maxRetries} times"

    def problems(self) -> Iterator[Problem]:
        """Yield what is missing or too much."""
        if bool(self.file) == bool(self.commands):
            yield Problem("", "a file or commands are wanted, one of the two", "add a line `commands:`")


def run(step: Retry, context: Context) -> None:
    """Run the rounds; a step that fails before the last round is recorded as a warning."""
    outer = context.forgiven
    for left in range(step.maxRetries, -1, -1):
        context.forgiven = f"{left} more tries" if left else outer
        try:
            context.run(step.commands, str(step.maxRetries - left + 1))
        except StepError:
            if not left:
                raise
        else:
            return
        finally:
            context.forgiven = outer
