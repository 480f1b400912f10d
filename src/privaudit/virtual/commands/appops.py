"""appops and `cmd appops`: get, set, reset, query-op."""

from __future__ import annotations

import re
from typing import Final

from privaudit.virtual.appops import MODES, AppOps, Mode, OpState, op_name
from privaudit.virtual.commands.cmd import cmd_service
from privaudit.virtual.shell.registry import Call
from privaudit.virtual.times import MS, duration

VALUED: Final = ("--user", "--attribution")


@cmd_service("appops", "appops")
def appops(call: Call) -> int:
    """Show and change modes of app-ops."""
    words: list[str] = []
    flags: set[str] = set()
    args = list(call.args)
    while args:
        word = args.pop(0)
        if word in VALUED and args:
            args.pop(0)
        elif word.startswith("--"):
            flags.add(word)
        else:
            words.append(word)
    verb, *rest = words or [""]
    handler = {"get": _get, "set": _set, "reset": _reset, "query-op": _query, "write-settings": _written,
               "read-settings": _written}.get(verb)  # fmt: skip
    if handler is None:
        text = (
            "AppOps service (appops) commands:\n  help\n  start [--user <USER_ID>] <PACKAGE | UID> "
            "<OP>\n  get <PACKAGE | UID> [<OP>]\n"
            "  set [--uid] <PACKAGE | UID> <OP> <MODE>\n  query-op <OP> [<MODE>]\n  reset [<PACKAGE>]"
        )
        call.usage(
            text if verb in ("", "help", "-h") else f"Unknown command: {verb}", 0 if verb == "help" else 255
        )
    return handler(call, rest, flags)


def _package(call: Call, words: list[str]) -> str:
    if not words:
        call.usage("Error: Package name or UID not specified", 255)
    if words[0].isdigit():
        packages = call.phone.packages.of_uid(int(words[0][:9]))
        if packages:
            return packages[0].name
    if call.phone.packages.get(words[0]) is None:
        call.usage(f"Error: No UID for {words[0]} in user 0", 255)
    return words[0]


def _op(call: Call, text: str) -> str:
    name = op_name(text)
    if name is None:
        call.usage(f"Error: Unknown operation string: {text}", 255)
    return name


def entry(op: str, mode: str, state: OpState | None, now: int) -> str:
    """Return a line of `appops get`."""
    text = f"{op}: {mode}"
    if state is not None:
        if state.accesses:
            text += f"; time={duration((now - max(state.accesses.values())) // MS)} ago"
        if state.rejects:
            text += f"; rejectTime={duration((now - max(state.rejects.values())) // MS)} ago"
        if state.running:
            text += " (running)"
        elif state.duration is not None:
            text += f"; duration={duration(state.duration)}"
    return text


def package_mode(ops: AppOps, op: str, state: OpState) -> Mode:
    """Return the mode kept for the package itself (the user id's mode, where there is one, overrides it)."""
    return state.mode or ops.default_mode(op)


def _get(call: Call, words: list[str], flags: set[str]) -> int:
    del flags
    package = _package(call, words)
    wanted = _op(call, words[1]) if len(words) > 1 else None
    ops = call.phone.appops
    now = call.phone.clock.now()
    uid_lines = [f"{op}: {mode}" for op, mode in ops.uid_modes(package).items() if wanted in (None, op)]
    lines = [
        entry(op, package_mode(ops, op, s), s, now)
        for op, s in ops.of(package).items()
        if wanted in (None, op)
    ]
    if not uid_lines and not lines:
        call.line("No operations.")
        if wanted:
            call.line(f"Default mode: {ops.default_mode(wanted)}")
        return 0
    if uid_lines:
        uid_lines[0] = "Uid mode: " + uid_lines[0]
    call.out("".join(line + "\n" for line in [*uid_lines, *lines]))
    return 0


def _set(call: Call, words: list[str], flags: set[str]) -> int:
    package = _package(call, words)
    if len(words) < 3:  # noqa: PLR2004 — package, op, mode
        missing = "Mode" if words[1:] else "Operation"
        call.usage(f"Error: {missing} not specified.", 255)
    op = _op(call, words[1])
    mode = next((m for m in MODES if m == words[2]), None)
    if mode is None:
        call.usage(f"Error: Mode {words[2]} is not valid,", 255)
    call.phone.appops.set_mode(
        package, op, mode, for_uid="--uid" in flags or bool(re.fullmatch("[0-9]+", words[0]))
    )
    return 0


def _reset(call: Call, words: list[str], flags: set[str]) -> int:
    del flags
    call.phone.appops.reset(words[0] if words else None)
    call.line(f"Reset all modes for: user 0{f', package {words[0]}' if words else ', all packages'}")
    return 0


def _query(call: Call, words: list[str], flags: set[str]) -> int:
    del flags
    op = _op(call, words[0] if words else "")
    mode = words[1] if len(words) > 1 else "allow"
    hits = [name for name in call.phone.appops.packages() if call.phone.appops.mode(name, op) == mode
            and (op in call.phone.appops.of(name) or op in call.phone.appops.uid_modes(name))]  # fmt: skip
    call.out("".join(name + "\n" for name in hits) or "No operations.\n")
    return 0


def _written(call: Call, words: list[str], flags: set[str]) -> int:
    del words, flags
    call.line("Current settings written." if call.uid == 0 or call.name else "")
    return 0
