"""Installed packages, permissions and running processes."""

from __future__ import annotations

from typing import Any, Final

from privaudit.virtual.packages import Package
from privaudit.virtual.system.registry import Args, Caller, Calls

CALLS: Final = Calls()
GRANTED: Final = 0
DENIED: Final = -1
FIRST_FILTERED: Final = 30
"""From this target API level an app sees only its own and the system's packages (Android 11)."""


def describe(package: Package) -> dict[str, Any]:
    """Return what the package manager tells of a package; times in ms of UTC."""
    return {
        "package": package.name,
        "label": package.label,
        "versionName": package.version_name,
        "versionCode": package.version_code,
        "uid": package.uid,
        "targetSdk": package.target_sdk,
        "system": package.system,
        "debuggable": package.debuggable,
        "launcher": package.launcher,
        "sourceDir": package.device_apk_path,
        "dataDir": str(package.data_dir),
        "firstInstallTime": package.first_install // 1_000_000,
        "lastUpdateTime": package.last_update // 1_000_000,
        "requestedPermissions": list(package.requested_permissions),
    }


def visible(caller: Caller) -> list[Package]:
    """Return the packages an app may see."""
    everything = caller.phone.packages.list()
    if caller.installed.target_sdk < FIRST_FILTERED or caller.holds("QUERY_ALL_PACKAGES"):
        return everything
    return [package for package in everything if package.system or package.name == caller.package]


@CALLS("package.list")
def package_list(caller: Caller, _args: Args) -> list[dict[str, Any]]:
    """List installed packages."""
    return [describe(package) for package in visible(caller)]


@CALLS("package.info")
def package_info(caller: Caller, args: Args) -> dict[str, Any] | None:
    """Describe a package; None when there is none or it may not be seen."""
    name = args.get("package")
    return next((describe(package) for package in visible(caller) if package.name == name), None)


@CALLS("package.query_intent")
def package_query_intent(caller: Caller, args: Args) -> list[dict[str, Any]]:
    """List packages with an activity that answers an action and categories."""
    action, categories, wanted = args.get("action"), set(args.get("categories") or ()), args.get("package")
    found: list[dict[str, Any]] = []
    for package in visible(caller):
        if wanted not in (None, package.name):
            continue
        found += [
            {**describe(package), "launcher": activity.name}
            for activity in package.activities
            if any(action in f.actions and categories <= set(f.categories) for f in activity.filters)
        ]
    return found


@CALLS("permission.check")
def permission_check(caller: Caller, args: Args) -> int:
    """Tell whether a package holds a permission."""
    name = str(args.get("package") or caller.package)
    return GRANTED if caller.phone.permissions.check(name, str(args["permission"])) else DENIED


@CALLS("permission.request")
def permission_request(caller: Caller, args: Args) -> None:
    """Ask the user for permissions; the answer comes as an event."""
    permissions = tuple(str(name) for name in args.get("permissions") or ())
    caller.phone.ui.ask_permissions(caller.pid, caller.package, permissions, int(args["requestCode"]))


@CALLS("permission.rationale")
def permission_rationale(caller: Caller, args: Args) -> bool:
    """Tell whether the user refused a permission once, so that the app should explain itself."""
    grant = caller.phone.permissions.grant_of(caller.package, str(args["permission"]))
    return not grant.granted and "USER_SET" in grant.flags and "USER_FIXED" not in grant.flags


@CALLS("process.list")
def process_list(caller: Caller, _args: Args) -> list[dict[str, Any]]:
    """List the caller's own processes: since Android 5.1 no others are shown."""
    return [
        {"name": process.name, "pid": process.pid, "uid": process.uid, "package": process.package}
        for process in caller.phone.processes.of(caller.package)
    ]
