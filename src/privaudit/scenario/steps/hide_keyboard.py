"""`hideKeyboard`: put the keyboard away."""

from __future__ import annotations

from privaudit.scenario.context import Context
from privaudit.scenario.step import Step


class HideKeyboard(Step, frozen=True, kw_only=True):
    """Put the on-screen keyboard away."""


def run(step: HideKeyboard, context: Context) -> None:  # noqa: ARG001 - it has no keys
    """Press escape, which closes a keyboard and, unlike back, leaves the screen below alone."""
    if not any(node.focused for node in context.look().walk()):
        context.message = "no field has the focus, so no keyboard is up"
        return
    context.stage.key("escape")
    context.settle()
