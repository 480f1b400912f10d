"""`setLocation`: set where the phone believes to be."""

from __future__ import annotations

from typing import Annotated

import msgspec

from privaudit.scenario.context import Context
from privaudit.scenario.step import Step

KEEPS_SCREEN = False


class SetLocation(Step, frozen=True, kw_only=True):
    """Set a mock location, in degrees (WGS-84)."""

    latitude: Annotated[float, msgspec.Meta(ge=-90, le=90)]
    longitude: Annotated[float, msgspec.Meta(ge=-180, le=180)]

    def describe(self) -> str:
        """Return the place."""
        return f"{self.latitude}, {self.longitude}"


def run(step: SetLocation, context: Context) -> None:
    """Set it."""
    context.stage.set_location(step.latitude, step.longitude)
