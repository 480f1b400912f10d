"""`runFlow`: run another flow, or commands under a condition."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import msgspec

from privaudit.scenario.blocks import holds
from privaudit.scenario.context import Context
from privaudit.scenario.step import Commands, Condition, Env, FlowFile, Problem, Step

KEEPS_SCREEN = False


class RunFlow(Step, frozen=True, kw_only=True):
    """Run another flow file, or the commands given, when a condition holds."""

    SHORTHAND: ClassVar[str] = "file"

    file: FlowFile = ""
    commands: Commands = ()
    when: Condition | None = None
    env: Env = msgspec.field(default_factory=dict)

    def describe(self) -> str:
        """Return what is run and when."""
        what = Path(self.file).name if self.file else f"{len(self.commands)} commands"
        return f"{what} when {self.when.describe()}" if self.when else what

    def problems(self) -> Iterator[Problem]:
        """Yield what is missing or too much."""
        if self.file and self.commands:
            yield Problem("commands", "a file and commands together", "keep one of the two")
        elif not self.file and not self.commands:
            yield Problem(
                "", "neither a file nor commands are given", "add a line `file: other.yaml` or `commands:`"
            )


def run(step: RunFlow, context: Context) -> None:
    """Run the commands if the condition holds."""
    if holds(step.when, context):
        context.run(step.commands)
    else:
        context.message = "left out: its condition does not hold"
