"""Installing packages, at once or in steps, as adb and scripts do it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from privaudit.virtual.commands.arguments import exception, split
from privaudit.virtual.manifest import InstallError
from privaudit.virtual.shell.registry import Call

LARGEST: Final = 200_000_000


@dataclass
class Session:
    """A package being installed in steps."""

    installer: str
    flags: set[str]
    parts: dict[str, bytes] = field(default_factory=dict)


_SESSIONS: dict[tuple[int, int], Session] = {}


_INSTALL_VALUED: Final = (
    "--user",
    "-i",
    "-S",
    "--originating-uri",
    "--referrer",
    "--abi",
    "-p",
    "--install-location",
    "--install-reason",
    "--pkg",
    "--package-source",
)


def _size(call: Call, text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,12}", text) or int(text) > LARGEST:
        call.usage(f"Error: invalid size: {text}", 1)
    return int(text)


def install(call: Call) -> int:
    """Install from a file or from the input."""
    found, words = split(call, _INSTALL_VALUED)
    if "-S" in found:
        data = call.stdin.read_exactly(_size(call, found["-S"]))
    elif not words:
        call.usage("Error: must either specify a package size or an APK file", 1)
    else:
        try:
            data = call.phone.files.read(call.path(words[0]), call.uid)
        except OSError as error:
            call.err(f"Error: Unable to open file: {words[0]}\nConsider using a file under /data/local/tmp/")
            raise exception("install", "java.lang.IllegalArgumentException",
                            f"Error: Can't open file: {words[0]}") from error  # fmt: skip
    return _finish(call, data, set(found), found.get("-i", ""))


def _finish(call: Call, data: bytes, flags: set[str], installer: str) -> int:
    name = ""
    try:
        from privaudit.virtual.manifest import read_apk

        name = read_apk(data).package
        if call.phone.packages.get(name) is not None:
            call.phone.force_stop(name)
        done = call.phone.packages.install(
            data, installer=installer, downgrade="-d" in flags, replace_old="-R" not in flags
        )
    except InstallError as error:
        call.line(f"Failure [{error}]")
        return 1
    if "-g" in flags:
        for permission in call.phone.permissions.runtime(done.name):
            call.phone.permissions.grant(done.name, permission)
    call.line("Success")
    return 0


def create(call: Call) -> int:
    """Open a session."""
    found, _ = split(call, _INSTALL_VALUED)
    number = 100_000_000 + len(_SESSIONS) + call.phone.clock.uptime() // 1000 % 800_000_000
    _SESSIONS[(id(call.phone), number)] = Session(found.get("-i", ""), set(found))
    call.line(f"Success: created install session [{number}]")
    return 0


def _session(call: Call, text: str) -> Session:
    session = _SESSIONS.get((id(call.phone), int(text))) if re.fullmatch(r"[0-9]{1,9}", text) else None
    if session is None:
        raise exception(call.name, "java.lang.SecurityException", f"Caller has no access to session {text}")
    return session


def write(call: Call) -> int:
    """Take one file into a session."""
    found, words = split(call, ("-S",))
    if len(words) < 2:  # noqa: PLR2004 — session and name
        call.usage("Error: must specify session and split name", 1)
    session = _session(call, words[0])
    if len(words) > 2 and words[2] != "-":  # noqa: PLR2004 — a path is given
        data = call.phone.files.read(call.path(words[2]), call.uid)
    else:
        data = call.stdin.read_exactly(_size(call, found.get("-S", "0")))
    if sum(len(part) for part in session.parts.values()) + len(data) > LARGEST:
        call.usage("Error: not enough space", 1)
    session.parts[words[1]] = data
    call.line(f"Success: streamed {len(data)} bytes")
    return 0


def commit(call: Call) -> int:
    """Install what a session holds."""
    _, words = split(call, ("--staged-ready-timeout",))
    session = _session(call, words[0] if words else "")
    del _SESSIONS[(id(call.phone), int(words[0]))]
    if len(session.parts) != 1:
        reason = "Split packages are not supported by this device" if session.parts else "No packages staged"
        call.line(f"Failure [INSTALL_FAILED_INVALID_APK: {reason}]")
        return 1
    return _finish(call, next(iter(session.parts.values())), session.flags, session.installer)


def abandon(call: Call) -> int:
    """Drop a session."""
    _session(call, call.args[0] if call.args else "")
    del _SESSIONS[(id(call.phone), int(call.args[0]))]
    call.line("Success")
    return 0
