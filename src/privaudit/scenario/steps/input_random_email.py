"""`inputRandomEmail`: type a random e-mail address of a domain that nobody owns (RFC 2606)."""

from __future__ import annotations

from string import ascii_lowercase

from privaudit.scenario.context import Context
from privaudit.scenario.random_input import type_random
from privaudit.scenario.step import Step

_LENGTH = 10


class InputRandomEmail(Step, frozen=True, kw_only=True):
    """Type a random e-mail address of a domain that nobody owns (RFC 2606)."""


def run(step: InputRandomEmail, context: Context) -> None:  # noqa: ARG001 - it has no keys
    """Type it; what was typed and the seed are recorded."""
    type_random(
        context,
        "inputRandomEmail",
        "".join(context.random.choices(ascii_lowercase, k=_LENGTH)) + "@mail.example",
    )
