"""`clearState`: delete an app's data and reset its permissions: the next start is a first start."""

from __future__ import annotations

from typing import ClassVar

from privaudit.scenario.clean import forget
from privaudit.scenario.context import Context
from privaudit.scenario.step import Step


class ClearState(Step, frozen=True, kw_only=True):
    """Delete an app's data and reset its permissions: the next start is a first start."""

    SHORTHAND: ClassVar[str] = "appId"

    appId: str = ""  # noqa: N815 - Maestro's word

    def describe(self) -> str:
        """Return the app."""
        return self.appId


def run(step: ClearState, context: Context) -> None:
    """Do it, to the audited app unless another is named."""
    forget(context, step.appId or context.stage.package)
    context.settle()
