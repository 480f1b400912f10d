"""`pasteText`: type the copied text."""

from __future__ import annotations

from privaudit.scenario.context import Context, StepError
from privaudit.scenario.step import Step


class PasteText(Step, frozen=True, kw_only=True):
    """Type what `copyTextFrom` read last."""


def run(step: PasteText, context: Context) -> None:  # noqa: ARG001 - it has no keys
    """Type it into the field that has the focus."""
    if not context.copied:
        raise StepError("nothing was copied before: put `copyTextFrom` first")
    context.type_text(context.copied)
    context.settle()
