"""`pressKey`: press a key of the phone."""

from __future__ import annotations

from typing import Annotated, ClassVar, get_args

import msgspec

from privaudit.model.stage import Key
from privaudit.scenario.context import Context
from privaudit.scenario.step import Step

KEYS: tuple[Key, ...] = get_args(Key)


class PressKey(Step, frozen=True, kw_only=True):
    """Press a key, by the word Maestro has for it: home, back, enter, volume up, power and others."""

    SHORTHAND: ClassVar[str] = "key"

    key: Annotated[Key, msgspec.Meta(description="The key.")]

    def describe(self) -> str:
        """Return the key."""
        return self.key


def run(step: PressKey, context: Context) -> None:
    """Press it and wait for the screen to rest."""
    context.stage.key(step.key)
    context.settle()
