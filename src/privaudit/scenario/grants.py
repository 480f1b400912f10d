"""Permissions set from outside, by Maestro's short names or Android's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from privaudit.scenario.context import Context
from privaudit.scenario.roles import permission_short_names, permissions_named
from privaudit.scenario.step import Problem
from privaudit.yamldoc import nearest

ANSWERS = ("allow", "deny", "unset")


def permission_problems(wanted: Mapping[str, str], field: str = "permissions") -> Iterator[Problem]:
    """Yield the names and answers of a map of permissions that are not known."""
    for name, answer in wanted.items():
        if name != "all" and not permissions_named(name):
            near = nearest(name, ["all", *permission_short_names()])
            known = ", ".join(("all", *permission_short_names()))
            hint = (
                f"did you mean {near!r}?"
                if near
                else f"write one of {known}, or a full name as in the manifest"
            )
            yield Problem(field, f"permission {name[:60]!r} is not known", hint)
        if answer not in ANSWERS:
            near = nearest(answer, ANSWERS)
            hint = f"did you mean {near!r}?" if near else f"write one of {', '.join(ANSWERS)}"
            yield Problem(field, f"{answer[:60]!r} is no answer for permission {name[:60]!r}", hint)


def apply_permissions(context: Context, package: str, wanted: Mapping[str, str]) -> None:
    """Grant and revoke what `wanted` says, `all` first.

    What the app does not request is passed over and noted. `unset` takes a permission
    away, as `deny` does, so that the app has to ask.
    """
    if not wanted:
        return
    requested = context.stage.permissions(package)
    for name, answer in sorted(wanted.items(), key=lambda item: item[0] != "all"):
        names = tuple(requested) if name == "all" else permissions_named(name)
        matching = [permission for permission in names if permission in requested]
        if not matching and name != "all":
            context.note("permissions", f"{package} does not request {name}: nothing to {answer}")
        for permission in matching:
            change(context, package, permission, grant=answer == "allow")


def change(context: Context, package: str, permission: str, *, grant: bool) -> None:
    """Grant or revoke one permission from outside and record it."""
    if grant:
        context.stage.grant(package, permission)
    else:
        context.stage.revoke(package, permission)
    context.permission_is(permission, "grant" if grant else "revoke", dialog=False)
