"""`launchApp`: start an app."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import msgspec

from privaudit.scenario.clean import forget
from privaudit.scenario.context import Context, StepError
from privaudit.scenario.grants import apply_permissions, permission_problems
from privaudit.scenario.roles import permission_dialog
from privaudit.scenario.step import Problem, Step


class LaunchApp(Step, frozen=True, kw_only=True):
    """Start an app, after deleting its data and setting its permissions if told to.

    Maestro grants every permission when `permissions` is absent; here none is touched, because what an app
    asks for and when is what an audit is about.
    """

    SHORTHAND: ClassVar[str] = "appId"
    REFUSED: ClassVar[dict[str, str]] = {"clearKeychain": "a keychain is a thing of iOS; Android has none"}

    appId: str = ""  # noqa: N815 - Maestro's words
    clearState: bool = False  # noqa: N815
    stopApp: bool = True  # noqa: N815
    permissions: dict[str, str] = msgspec.field(default_factory=dict)
    arguments: dict[str, str] = msgspec.field(default_factory=dict)

    def describe(self) -> str:
        """Return the app and whether it starts afresh."""
        return f"{self.appId}{' afresh' if self.clearState else ''}".strip()

    def problems(self) -> Iterator[Problem]:
        """Yield permissions and answers that are not known."""
        yield from permission_problems(self.permissions)


def run(step: LaunchApp, context: Context) -> None:
    """Start it and wait until it is in front."""
    package = step.appId or context.stage.package
    if step.clearState:
        forget(context, package)
    apply_permissions(context, package, step.permissions)
    context.stage.launch(package, stop=step.stopApp, arguments=step.arguments)
    front = context.until(
        # An app that asks for a permission at once is in front behind the system's dialog.
        lambda tree: (
            True
            if package in tree.packages
            or permission_dialog(tree)
            or context.stage.foreground_package() == package
            else None
        ),
        context.patience_ms,
    )
    if front is None:
        raise StepError(f"{package} did not come to the front within {context.patience_ms} ms")
    context.settle()
