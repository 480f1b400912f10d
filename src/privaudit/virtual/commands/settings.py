"""settings: get, put, delete, list, reset."""

from __future__ import annotations

from privaudit.virtual.commands.cmd import cmd_service
from privaudit.virtual.settings import NAMESPACES
from privaudit.virtual.shell.registry import Call

USAGE = (
    "Settings provider (settings) commands:\n  help\n      Print this help text.\n"
    "  get [--user <USER_ID> | current] [--verbose] NAMESPACE KEY\n      Retrieve the current value of KEY.\n"
    "  put [--user <USER_ID> | current] NAMESPACE KEY VALUE [TAG] [default] [overrideableByRestore]\n"
    "      Change the contents of KEY to VALUE.\n  delete [--user <USER_ID> | current] NAMESPACE KEY\n"
    "      Delete the entry for KEY.\n  list [--user <USER_ID> | current] NAMESPACE\n"
    "      Print all defined keys.\n      NAMESPACE is one of {system, secure, global}, case-insensitive"
)


@cmd_service("settings", "settings")
def settings(call: Call) -> int:
    """Read and change settings."""
    words = list(call.args)
    if "--user" in words:
        place = words.index("--user")
        del words[place : place + 2]
    verb, *rest = words or [""]
    if verb not in ("get", "put", "delete", "list", "reset"):
        call.usage(
            f"Invalid command: {verb}\n{USAGE}" if verb and verb != "help" else USAGE,
            0 if verb == "help" else 255,
        )
    if not rest or rest[0].lower() not in NAMESPACES:
        call.usage(f"Invalid namespace '{rest[0] if rest else 'null'}'", 255)
    store, space = call.phone.settings, rest[0].lower()
    match verb, rest[1:]:
        case "list", []:
            call.out("".join(f"{k}={v}\n" for k, v in store.list(space).items()))
        case "get", [key]:
            value = store.get(space, key)
            call.line("null" if value is None else value)
        case "put", [key, value, *_]:
            store.put(space, key, value)
        case "delete", [key]:
            call.line(f"Deleted {int(store.delete(space, key))} rows")
        case "reset", _:
            return 0
        case _:
            call.usage("Bad arguments", 255)
    return 0
