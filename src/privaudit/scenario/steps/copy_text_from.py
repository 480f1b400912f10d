"""`copyTextFrom`: remember the text of an element."""

from __future__ import annotations

from privaudit.scenario.context import Context, StepError, shown
from privaudit.scenario.step import Selector


class CopyTextFrom(Selector, frozen=True, kw_only=True):
    """Remember the text of an element for `pasteText` and `${maestro.copiedText}`."""


def run(step: CopyTextFrom, context: Context) -> None:
    """Read it off the screen; the phone's clipboard, which the app could read, is left alone."""
    node = context.find(step)
    text = node.text or node.hint or node.content_desc
    if not text:
        raise StepError(f"the element {shown(step.describe())} has no text")
    context.copied = text
