"""Random input of a run: repeatable, and recorded."""

from __future__ import annotations

from privaudit.scenario.context import Context


def type_random(context: Context, verb: str, text: str) -> None:
    """Type a text that was made up, and record it with the seed it came from."""
    context.note("random-input", f"{verb} typed {text!r} (seed {context.seed})")
    context.type_text(text)
    context.settle()
