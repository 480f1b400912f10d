"""`inputRandomPersonName`: type a random name of a person."""

from __future__ import annotations

from privaudit.scenario.context import Context
from privaudit.scenario.random_input import type_random
from privaudit.scenario.step import Step

_FIRST = ("Alex", "Chris", "Dana", "Jamie", "Kim", "Lee", "Morgan", "Robin", "Sam", "Taylor")
_LAST = ("Chen", "Fischer", "Garcia", "Huang", "Lin", "Moreau", "Novak", "Okafor", "Sato", "Wang")


class InputRandomPersonName(Step, frozen=True, kw_only=True):
    """Type a random name of a person."""


def run(step: InputRandomPersonName, context: Context) -> None:  # noqa: ARG001 - it has no keys
    """Type it; what was typed and the seed are recorded."""
    type_random(
        context, "inputRandomPersonName", f"{context.random.choice(_FIRST)} {context.random.choice(_LAST)}"
    )
