"""Conditions of blocks of commands."""

from __future__ import annotations

from privaudit.scenario.context import OPTIONAL_SHARE, Context
from privaudit.scenario.step import Condition


def holds(condition: Condition | None, context: Context) -> bool:
    """Say whether every part of a condition holds; elements are waited for as by an optional step."""
    if condition is None:
        return True
    limit = int(context.timeout_ms * OPTIONAL_SHARE)
    if condition.platform not in (None, "Android") or condition.true is False:
        return False
    wanted = condition.visible
    if wanted is not None and context.until(lambda tree: context.seen(tree, wanted), limit) is None:
        return False
    return condition.notVisible is None or context.gone(condition.notVisible, limit)
