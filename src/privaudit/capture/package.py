"""What `dumpsys package` says of an app, in its shapes from Android 4.4 to 16: identity and permissions.

Only the sections of the named package are read; a package of a shared uid keeps its run-time permissions in
the section of that uid. Lines of these sections that were not understood are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

_MAX_LINES: Final = 500_000
_MAX_UNKNOWN: Final = 20
_MAX_LINE: Final = 20_000
_GRANT: Final = re.compile(r"^([\w.\-:/$]{1,255})(?:: |, )granted=(true|false)(.*)$")
_FLAGS: Final = re.compile(r"flags=\[?\s*([^\]]*?)\s*\]?$")
_NAME: Final = re.compile(r"^[\w.\-:/$]{1,255}$")
_REQUESTED: Final = re.compile(r"^([\w.\-:/$]{1,255})(?:: [\w= ,]*)?$")


class Grant(msgspec.Struct, frozen=True):
    """A permission of the app: held or not, the flags Android set, and whether it is a run-time one."""

    granted: bool
    flags: tuple[str, ...] = ()
    runtime: bool = False


class PackageDump(msgspec.Struct, frozen=True, kw_only=True):
    """One package as `dumpsys package` tells it; `user_id` is the app id (uid of user 0)."""

    package: str
    version_name: str = ""
    version_code: int = 0
    target_sdk: int = 0
    uid: int = 0
    debuggable: bool = False
    signature: str = ""
    code_path: str = ""
    requested: tuple[str, ...] = ()
    grants: dict[str, Grant] = {}
    unknown: tuple[str, ...] = ()


def parse_package(text: str, package: str, *, user: int = 0) -> PackageDump | None:
    """Read `dumpsys package PKG`; None when the package is not in it."""
    lines = _section(text, "Packages:", f"Package [{package}]")
    if lines is None:
        return None
    fields = _fields(lines)
    reader = _Permissions(user)
    reader.read(lines)
    shared = re.search(r"SharedUserSetting\{\w+ ([\w.]+)/", fields.get("sharedUser", ""))
    if shared:
        reader.read(_section(text, "Shared users:", f"SharedUser [{shared[1]}]") or [])
    flags = f"{fields.get('pkgFlags', '')} {fields.get('flags', '')}".split()
    return PackageDump(
        package=package,
        version_name=fields.get("versionName", ""),
        version_code=_number(fields.get("versionCode", "")),
        target_sdk=_number(fields.get("targetSdk", "")),
        uid=_number(fields.get("userId", "") or fields.get("appId", "")),
        debuggable="DEBUGGABLE" in flags,
        signature=_signature(fields.get("signatures", "")),
        code_path=fields.get("codePath", ""),
        requested=tuple(dict.fromkeys(reader.requested)),
        grants=reader.grants,
        unknown=tuple(reader.unknown),
    )


def _section(text: str, heading: str, item: str) -> list[str] | None:
    """Return the lines below the first such item of a section, with their indentation; None without it."""
    found: list[str] | None = None
    inside = False
    for number, line in enumerate(text.splitlines()):
        if number > _MAX_LINES:
            break
        if not line.startswith(" "):
            if found is not None and line:
                break
            inside = line.rstrip() == heading if line else inside
        elif inside and line.startswith("  ") and line[2:3] not in {" ", ""}:
            if found is not None:
                break
            if line.strip().startswith(item):
                found = []
        elif found is not None:
            found.append(line[:_MAX_LINE])
    return found


def _fields(lines: list[str]) -> dict[str, str]:
    """Return the `name=value` facts of a package's head; some lines hold several."""
    fields: dict[str, str] = {}
    for line in lines:
        stripped = line.strip()
        if _indent(line) != 4 or "=" not in stripped:  # noqa: PLR2004 - the head's own depth
            continue
        if stripped.startswith(("versionCode=", "userId=", "appId=")):
            pairs: Iterator[tuple[str, str]] = (p.partition("=")[::2] for p in stripped.split() if "=" in p)
        else:
            pairs = iter([stripped.partition("=")[::2]])
        for name, value in pairs:
            fields.setdefault(name, value)
    return fields


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _number(text: str) -> int:
    found = re.match(r"\d{1,18}", text)
    return int(found[0]) if found else 0


def _signature(text: str) -> str:
    """Return the hash Android prints for the signing certificate (not a digest of the certificate)."""
    found = re.search(r"signatures:\[([0-9a-f, ]{1,400})\]", text) or re.search(r"\[([0-9a-f]{1,64})\]", text)
    return found[1] if found else ""


class _Permissions:
    """Reads the permission lists of one package or shared uid, for one user."""

    def __init__(self, user: int) -> None:
        self._user = user
        self.requested: list[str] = []
        self.grants: dict[str, Grant] = {}
        self.unknown: list[str] = []

    def read(self, lines: list[str]) -> None:
        """Take in the lines of a section."""
        heading, depth, ours = "", 0, True
        for line in lines:
            indent, text = _indent(line), line.strip()
            if not text:
                continue
            user = re.match(r"User (\d{1,9}):", text)
            if user:
                ours, heading = int(user[1]) == self._user, ""
            elif heading and indent > depth:
                if ours or heading == "requested permissions:":
                    self._entry(heading, text)
            else:
                known = text if text in _HEADINGS else ""
                heading, depth = known, indent

    def _entry(self, heading: str, text: str) -> None:
        kind = _HEADINGS[heading]
        if kind == "requested" and (found := _REQUESTED.match(text)):
            self.requested.append(found[1])
        elif kind == "granted" and _NAME.match(text):
            # Android 4.4 and 5: what was declared was granted for good.
            self.grants[text] = Grant(granted=True)
            self.requested.append(text)
        elif kind in {"install", "runtime"} and (grant := _GRANT.match(text)):
            flags = _FLAGS.search(grant[3])
            names = tuple(re.split(r"[|\s]+", flags[1])) if flags and flags[1] else ()
            self.grants[grant[1]] = Grant(grant[2] == "true", names, runtime=kind == "runtime")
        elif kind != "declared" and len(self.unknown) < _MAX_UNKNOWN:
            self.unknown.append(f"{heading} {text[:200]}")


_HEADINGS: Final = {
    "requested permissions:": "requested",
    "install permissions:": "install",
    "runtime permissions:": "runtime",
    "grantedPermissions:": "granted",
    "declared permissions:": "declared",
}
