"""`inputText`: type a text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

import msgspec

from privaudit.catalog import load_catalog
from privaudit.scenario.context import Context
from privaudit.scenario.step import Problem, Step
from privaudit.yamldoc import nearest


class InputText(Step, frozen=True, kw_only=True):
    """Type a text into the field that has the focus."""

    SHORTHAND: ClassVar[str] = "text"

    text: str
    dataType: Annotated[  # noqa: N815 - as the other keys of flows are written
        str,
        msgspec.Meta(
            description="What it is, as `privaudit catalog data-types` lists it: sought in traffic."
        ),
    ] = ""

    def describe(self) -> str:
        """Return it for a reader."""
        return f'"{self.text}"'

    def problems(self) -> Iterator[Problem]:
        """Yield a data type that nobody knows."""
        known = load_catalog().data_types
        if self.dataType and self.dataType not in known:
            near = nearest(self.dataType, list(known))
            hint = f"did you mean {near!r}?" if near else "see `privaudit catalog data-types`"
            yield Problem("dataType", f"data type {self.dataType!r} is not in the vocabulary", hint)


def run(step: InputText, context: Context) -> None:
    """Type it; what was typed is recorded."""
    context.type_text(step.text, step.dataType)
    context.settle()
