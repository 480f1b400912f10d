"""pm and `cmd package`: what is installed, and changes to it."""

from __future__ import annotations

from typing import Final

from privaudit.virtual.commands import installing
from privaudit.virtual.commands.arguments import exception, split
from privaudit.virtual.commands.cmd import cmd_service
from privaudit.virtual.commands.intents import component_text, resolve_launcher
from privaudit.virtual.packages import Package
from privaudit.virtual.permissions import GROUP_OF, GROUPS, NORMAL, SPECIAL, P, RefusedChangeError
from privaudit.virtual.shell.registry import Call


@cmd_service("package", "pm")
def package(call: Call) -> int | None:
    """Do what pm does; the first word says what."""
    verb = call.args[0] if call.args else ""
    handler = _VERBS.get(verb)
    if verb in ("", "help", "-h"):
        call.out("Package manager (package) commands:\n  help\n    Print this help text.\n\n"
                 + "".join(f"  {name}\n" for name in sorted(_VERBS)))  # fmt: skip
        return 0
    if handler is None:
        call.line(f"Unknown command: {verb}")
        return 255
    call.args = call.args[1:]
    return handler(call)


def _known(call: Call, name: str) -> Package | None:
    return call.phone.packages.get(name)


# -- list and ask


_FEATURES: Final = (
    "bluetooth", "bluetooth_le", "camera", "camera.autofocus", "location", "location.gps", "microphone",
    "telephony", "touchscreen", "wifi",
)  # fmt: skip
_LISTS: Final = {
    "permission-groups": "".join(f"permission group:android.permission-group.{group}\n" for group in GROUPS),
    "users": "Users:\n\tUserInfo{0:机主:4c13} running\n",
    "features": "feature:reqGlEsVersion=0x30002\n"
    + "".join(f"feature:android.hardware.{name}\n" for name in _FEATURES),
    "libraries": "library:android.ext.shared\nlibrary:android.test.base\nlibrary:android.test.mock\n"
    "library:org.apache.http.legacy\n",
    "instrumentation": "",
}


def _list(call: Call) -> int:
    kind = call.args[0] if call.args else ""
    call.args = call.args[1:]
    if kind in ("packages", "package"):
        return _list_packages(call)
    if kind == "permissions":
        return _list_permissions(call)
    if kind not in _LISTS:
        told = f"Error: unknown list type '{kind}'" if kind else "Error: didn't specify type of data to list"
        call.usage(told, 255)
    call.out(_LISTS[kind])
    return 0


def _list_packages(call: Call) -> int:
    found, words = split(
        call,
        ("--user", "--uid"),
        "-f -d -e -s -3 -i -l -u -U -a -q --apex-only --show-versioncode --user --uid",
    )
    for one in call.phone.packages.list():
        if ("-s" in found and not one.system) or ("-3" in found and one.system) or "-d" in found:
            continue
        if (words and words[0] not in one.name) or ("--uid" in found and found["--uid"] != str(one.uid)):
            continue
        text = f"package:{one.device_apk_path}={one.name}" if "-f" in found else f"package:{one.name}"
        text += f" versionCode:{one.version_code}" if "--show-versioncode" in found else ""
        text += f"  installer={one.installer or 'null'}" if "-i" in found else ""
        text += f" uid:{one.uid}" if "-U" in found or "--uid" in found else ""
        call.line(text)
    return 0


def _list_permissions(call: Call) -> int:
    found, words = split(call, (), "-g -f -d -u -s")
    letters = "".join(found).replace("-", "")
    dangerous = "d" in letters
    call.line("Dangerous Permissions:\n" if dangerous else "All Permissions:\n")
    if "g" in letters or words:
        for group, names in GROUPS.items():
            if words and words[0] != f"android.permission-group.{group}":
                continue
            call.line(f"group:android.permission-group.{group}")
            call.out("".join(f"  permission:{P}{name}\n" for name in names) + "\n")
        if not dangerous and not words:
            call.line("ungrouped:")
            call.out("".join(f"  permission:{name}\n" for name in sorted(NORMAL | SPECIAL)))
        return 0
    for name in sorted(GROUP_OF if dangerous else {*GROUP_OF, *NORMAL, *SPECIAL}):
        call.line(f"permission:{name}")
        if "f" in letters:
            level = (
                "dangerous" if name in GROUP_OF else "normal" if name in NORMAL else "signature|privileged"
            )
            call.out(f"  package:android\n  label:null\n  description:null\n  protectionLevel:{level}\n")
    return 0


def _path(call: Call) -> int:
    _, words = split(call, ("--user",))
    found = _known(call, words[0]) if words else None
    if found is None:
        return 1
    call.line(f"package:{found.device_apk_path}")
    return 0


def _dump(call: Call) -> int:
    from privaudit.virtual.commands.dumpsys import dump

    name = call.args[0] if call.args else call.usage("Error: no package specified", 1)
    for part in ("package", "activity", "appops"):
        call.line(f"DUMP OF SERVICE {part}:")
        dump(call, part, [name])
    return 0


def _resolve(call: Call) -> int:
    found, words = split(
        call, ("--user", "-a", "-c", "-d", "-t", "-n", "-p", "--query-flags", "-f", "--es", "--ez", "--ei")
    )
    name = words[0] if words else found.get("-p", "")
    target = resolve_launcher(call.phone, name, category=found.get("-c", ""))
    if target is None:
        call.line("No activity found")
        return 0
    if "--brief" in found:
        call.line("priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=false")
        call.line(component_text(*target))
    else:
        call.out(
            "priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=false\nActivityInfo:\n"
            f"  name={target[1]}\n  packageName={target[0]}\n  enabled=true exported=true "
            "directBootAware=false\n"
        )
    return 0


def _query(call: Call) -> int:
    found, words = split(call, ("--user", "-a", "-c", "-d", "-t", "-n", "-p", "--query-flags", "-f"))
    wanted = words[0] if words else found.get("-p", "")
    hits = [(p.name, p.launcher) for p in call.phone.packages.list() if p.launcher and wanted in ("", p.name)]
    if not hits:
        call.line("No activities found")
        return 0
    if "--components" not in found:
        call.line(f"{len(hits)} activities found:")
    for hit in hits:
        call.line(
            component_text(*hit) if "--components" in found else f"  Activity #0:\n    {component_text(*hit)}"
        )
    return 0


# -- permissions


def _grant(call: Call) -> int:
    return _change(call, "grant")


def _revoke(call: Call) -> int:
    return _change(call, "revoke")


def _change(call: Call, verb: str) -> int:
    _, words = split(call, ("--user",))
    if not words:
        call.usage("Error: no package specified", 1)
    if len(words) < 2:  # noqa: PLR2004 — package and permission
        call.usage("Error: no permission specified", 1)
    before = call.phone.permissions.check(words[0], words[1])
    try:
        getattr(call.phone.permissions, verb)(words[0], words[1])
    except RefusedChangeError as error:
        raise exception(verb, error.exception, error.message) from error
    if verb == "revoke" and before:
        # Android ends the processes of an app that loses a permission it held.
        for process in call.phone.processes.of(words[0]):
            call.phone.log.write(
                "I",
                "ActivityManager",
                577,
                f"Killing {process.pid}:{process.name}/u0a{process.uid - 10000}: permissions revoked",
                uid=1000,
            )
        call.phone.launcher.killall(words[0])
    return 0


def _reset_permissions(call: Call) -> int:
    for one in call.phone.packages.list():
        call.phone.permissions.reset(one.name)
    return 0


def _permission_flags(call: Call, *, put: bool) -> int:
    _, words = split(call, ("--user",))
    if len(words) < 3:  # noqa: PLR2004 — package, permission, flags
        call.usage("Error: no permission flags specified", 1)
    name, permission, *flags = words
    if _known(call, name) is None:
        raise exception(
            "set-permission-flags", "java.lang.IllegalArgumentException", f"Unknown package: {name}"
        )
    names = {"user-set": "USER_SET", "user-fixed": "USER_FIXED", "review-required": "REVIEW_REQUIRED"}
    grant = call.phone.permissions.grant_of(name, permission)
    for flag in flags:
        if flag not in names:
            call.usage(f"Error: invalid permission flag: {flag}", 255)
        kept = tuple(f for f in grant.flags if f != names[flag])
        grant.flags = (*kept, names[flag]) if put else kept
    return 0


def _set_flags(call: Call) -> int:
    return _permission_flags(call, put=True)


def _clear_flags(call: Call) -> int:
    return _permission_flags(call, put=False)


# -- install and remove


def _clear(call: Call) -> int:
    _, words = split(call, ("--user",))
    if not words:
        call.usage("Error: no package specified", 1)
    if not call.phone.packages.clear(words[0]):
        call.usage("Failed", 1)
    call.line("Success")
    return 0


def _uninstall(call: Call) -> int:
    found, words = split(call, ("--user", "--versionCode"))
    if not words:
        call.usage("Error: package name not specified", 1)
    if not call.phone.packages.uninstall(words[0], keep_data="-k" in found):
        call.line("Failure [DELETE_FAILED_INTERNAL_ERROR]")
        return 1
    call.line("Success")
    return 0


def _location(call: Call) -> int:
    call.line("0[auto]")
    return 0


def _users(call: Call) -> int:
    call.line("Maximum supported users: 4")
    return 0


def _has_feature(call: Call) -> int:
    call.line(
        "true"
        if call.args and call.args[0] in ("android.hardware.telephony", "android.hardware.wifi")
        else "false"
    )
    return 0


def _compile(call: Call) -> int:
    call.line("Success")
    return 0


_VERBS: Final = {
    "list": _list,
    "path": _path,
    "dump": _dump,
    "resolve-activity": _resolve,
    "query-activities": _query,
    "grant": _grant,
    "revoke": _revoke,
    "reset-permissions": _reset_permissions,
    "set-permission-flags": _set_flags,
    "clear-permission-flags": _clear_flags,
    "clear": _clear,
    "uninstall": _uninstall,
    "install": installing.install,
    "install-create": installing.create,
    "install-write": installing.write,
    "install-commit": installing.commit,
    "install-abandon": installing.abandon,
    "get-install-location": _location,
    "get-max-users": _users,
    "has-feature": _has_feature,
    "compile": _compile,
}
