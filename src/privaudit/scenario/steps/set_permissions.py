"""`setPermissions`: set permissions from outside."""

from __future__ import annotations

from collections.abc import Iterator

from privaudit.scenario.context import Context
from privaudit.scenario.grants import apply_permissions, permission_problems
from privaudit.scenario.step import Problem, Step


class SetPermissions(Step, frozen=True, kw_only=True):
    """Grant or revoke permissions of an app without a dialog."""

    appId: str = ""  # noqa: N815 - Maestro's word
    permissions: dict[str, str]

    def describe(self) -> str:
        """Return the permissions."""
        return ", ".join(f"{name} {answer}" for name, answer in self.permissions.items())

    def problems(self) -> Iterator[Problem]:
        """Yield permissions and answers that are not known."""
        yield from permission_problems(self.permissions)


def run(step: SetPermissions, context: Context) -> None:
    """Set them."""
    apply_permissions(context, step.appId or context.stage.package, step.permissions)
