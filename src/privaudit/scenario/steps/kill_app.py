"""`killApp`: stop an app, as the system may at any time."""

from __future__ import annotations

from typing import ClassVar

from privaudit.scenario.context import Context
from privaudit.scenario.step import Step


class KillApp(Step, frozen=True, kw_only=True):
    """Stop an app, as the system may at any time."""

    SHORTHAND: ClassVar[str] = "appId"

    appId: str = ""  # noqa: N815 - Maestro's word

    def describe(self) -> str:
        """Return the app."""
        return self.appId


def run(step: KillApp, context: Context) -> None:
    """Do it, to the audited app unless another is named."""
    context.stage.stop(step.appId or context.stage.package)
    context.settle()
