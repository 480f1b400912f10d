"""What AppOps counted for an app: `cmd appops get` and `dumpsys appops`, Android 4.4 to 16.

The shapes: 4.4 to 8 one line per op (`mode=0; time=+1m2s ago; duration=0`); 9 lines of state and time below
an op (`Access: pers = …`); 10 and newer `Access: [top-s] 2024-08-31 09:54:40.691 (-1h8m30s83ms)`, since 11
inside a block per attribution (`null=[ … ]`). `cmd appops get` prints "Uid mode:" before the first mode of
the uid only. Sources: AppOpsService.java and AppOps.md of AOSP, outputs published by others.
"""

from __future__ import annotations

import calendar
import re
import time
from collections.abc import Iterator
from typing import Final

import msgspec

_MS: Final = 1_000_000
_LINE_LIMIT: Final = 500_000
_UNKNOWN_LIMIT: Final = 20
_OPS_LIMIT: Final = 2_000
_TRUSTED_SKEW_NS: Final = 2_000 * _MS

_DURATION: Final = re.compile(
    r"^([+-]?)(?:(\d{1,6})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m(?!s))?(?:(\d{1,9})s)?(?:(\d{1,9})ms)?$"
)
_OP_NAME: Final = r"[A-Z][A-Z0-9_]{1,80}(?:\(\d{1,8}\))?"
_GET_LINE: Final = re.compile(rf"^(?:Uid mode: )?({_OP_NAME}): (.+)$")
_DUMP_OP: Final = re.compile(rf"^({_OP_NAME}) \(([a-z]+)(?: / switch ({_OP_NAME})=([a-z]+))?\):?$")
_UID_LINE: Final = re.compile(r"^Uid (\w{1,20}):$")
_UID: Final = re.compile(r"^(?:u(\d{1,6})(?:([as])(\d{1,8}))|(\d{1,9}))$")
_EVENT: Final = re.compile(
    r"^(?:(Access|Reject): ?)?(?:\[([\w-]{1,20})\] ?|(\w{1,10}) ?= ?)"
    r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{3})?)(?: \(([+-]?[\ddhms]{1,40})\))?(.*)$"
)
_MODES: Final = {"0": "allow", "1": "ignore", "2": "deny", "3": "default", "4": "foreground"}
_MODE_NAMES: Final = frozenset({*_MODES.values(), "errored", "ask"})
_IGNORED: Final = re.compile(
    r"^(?:\w{1,40}=\S*|[\w. /-]{1,255}=\[|\]|startNesting=\d+|\{|\}|Default mode: \w+"
    r"|No operations\.?|default:?|capability=.*|evalForegroundMode=.*|foregroundOps.*|pending\w+=.*)$"
)


class AppOp(msgspec.Struct, frozen=True, kw_only=True):
    """One op of one package: mode in force, last access and reject (ns, phone's clock), last duration.

    `state` is the uid's state at the last access as Android names it (top, fg, fgsvc, bg, cch, pers), with
    `-s` for the app itself and `-tp`, `-tpd`, `-up`, `-upd` through a proxy; empty where it is not told.
    """

    op: str
    mode: str
    last_access: int | None = None
    state: str = ""
    last_reject: int | None = None
    duration_ms: int | None = None
    running: bool = False


class AppOpsRead(msgspec.Struct, frozen=True):
    """The ops of a package, and the lines that were not understood."""

    ops: tuple[AppOp, ...]
    unknown: tuple[str, ...] = ()


def parse_duration(text: str) -> int | None:
    """Read Android's `+1d2h3m4s5ms` as ns; None when it is none."""
    if text == "0":
        return 0
    found = _DURATION.match(text)
    if not found or not any(found.groups()[1:]):
        return None
    days, hours, minutes, seconds, ms = (int(part or 0) for part in found.groups()[1:])
    total = ((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + ms) * _MS
    return -total if found[1] == "-" else total


def parse_uid(text: str) -> int | None:
    """Read a uid as Android prints it (`u0a103` is 10103, `u10a7` is 1010007); None when it is none."""
    found = _UID.match(text)
    if not found:
        return None
    if found[4]:
        return int(found[4])
    return int(found[1]) * 100_000 + int(found[3]) + (10_000 if found[2] == "a" else 0)


class _Op:
    """An op while its lines are being read."""

    def __init__(self, op: str, mode: str) -> None:
        self.op = op
        self.mode = mode
        self.access: int | None = None
        self.state = ""
        self.reject: int | None = None
        self.duration_ms: int | None = None
        self.running = False

    def accessed(self, at: int, state: str, duration_ms: int | None) -> None:
        if self.access is None or at > self.access:
            self.access, self.state, self.duration_ms = at, state, duration_ms

    def rejected(self, at: int) -> None:
        self.reject = at if self.reject is None else max(self.reject, at)

    def done(self) -> AppOp:
        return AppOp(
            op=self.op, mode=self.mode, last_access=self.access, state=self.state,
            last_reject=self.reject, duration_ms=self.duration_ms, running=self.running,
        )  # fmt: skip


class _Reading:
    """The ops of one package while they are read; times are relative to `now` (ns, phone's clock)."""

    def __init__(self, now: int, zone_s: int | None) -> None:
        self._now = now
        self._zone_s = zone_s
        self.ops: dict[str, _Op] = {}
        self.uid_modes: dict[str, str] = {}
        self.unknown: list[str] = []
        self._current: _Op | None = None
        self._rejects = False

    def result(self) -> AppOpsRead:
        for name, mode in self.uid_modes.items():
            # A mode of the uid is kept only where it differs from the default, and it is the one in force.
            self.ops.setdefault(name, _Op(name, mode)).mode = mode
        return AppOpsRead(tuple(op.done() for op in self.ops.values()), tuple(self.unknown))

    def not_understood(self, line: str) -> None:
        if len(self.unknown) < _UNKNOWN_LIMIT:
            self.unknown.append(line[:200])

    def inline(self, name: str, told: str) -> None:
        """Take an op whose facts stand on its own line; one seen before as the uid's keeps that mode."""
        told, running = (told[: -len(" (running)")], True) if told.endswith(" (running)") else (told, False)
        parts = [part.strip() for part in told.split(";")]
        mode = _mode(parts[0])
        if mode is None or len(self.ops) >= _OPS_LIMIT:
            self.not_understood(f"{name}: {told}")
            return
        op = self.ops.setdefault(name, _Op(name, mode))
        op.running = op.running or running
        for part in parts[1:]:
            if not self._fact(op, part):
                self.not_understood(f"{name}: {part}")

    def _fact(self, op: _Op, part: str) -> bool:
        key, _, value = part.partition("=")
        length = parse_duration(value.removesuffix(" ago").strip())
        if length is None:
            return False
        if key == "time":
            op.accessed(self._now - length, "", op.duration_ms)
        elif key == "rejectTime":
            op.rejected(self._now - length)
        elif key == "duration":
            op.duration_ms = length // _MS
        else:
            return False
        return True

    def below(self, line: str) -> bool:
        """Take a line below an op (Android 9 and newer); False when it was not understood."""
        op = self._current
        if op is None:
            return False
        if line.startswith("Running start at:"):
            op.running = True
            return parse_duration(line.rpartition(" ")[2]) is not None
        if line.startswith("duration="):
            length = parse_duration(line.partition("=")[2])
            op.duration_ms = None if length is None else length // _MS
            return length is not None
        found = _EVENT.match(line)
        return found is not None and self._event(op, found)

    def _event(self, op: _Op, found: re.Match[str]) -> bool:
        self._rejects = found[1] == "Reject" if found[1] else self._rejects
        at = self._at(found[4], found[5])
        if at is None:
            return False
        if self._rejects:
            op.rejected(at)
        else:
            told = re.search(r"duration=(\+?[\ddhms]{1,40})", found[6])
            spent = parse_duration(told[1]) if told else None
            op.accessed(at, found[2] or found[3], None if spent is None else spent // _MS)
        return True

    def _at(self, absolute: str, relative: str | None) -> int | None:
        """Return a time in ns: the printed one where the zone is known and agrees, else by distance."""
        length = parse_duration(relative) if relative else None
        distant = self._now + length if length is not None else None
        printed = _clock_time(absolute, self._zone_s)
        if printed is None or (distant is not None and abs(printed - distant) > _TRUSTED_SKEW_NS):
            # Another zone or daylight saving time held then: the distance does not depend on them.
            return distant
        return printed

    def open(self, name: str, mode: str, switch: tuple[str, str] | None) -> None:
        """Begin an op whose facts follow in lines of their own."""
        if len(self.ops) >= _OPS_LIMIT:
            self.not_understood(f"more than {_OPS_LIMIT} ops")
            self._current = None
            return
        # `X (allow / switch Y=ignore)`: Y's mode decides.
        self._current = self.ops.setdefault(name, _Op(name, switch[1] if switch else mode))
        self._rejects = False


def _mode(text: str) -> str | None:
    number = text.removeprefix("mode=")
    mode = _MODES.get(number, number)
    return mode if mode in _MODE_NAMES or re.fullmatch(r"\d{1,4}", mode) else None


def _clock_time(text: str, zone_s: int | None) -> int | None:
    if zone_s is None:
        return None
    moment, _, fraction = text.partition(".")
    try:
        seconds = calendar.timegm(time.strptime(moment, "%Y-%m-%d %H:%M:%S"))
    except (ValueError, OverflowError):
        return None
    return (seconds - zone_s) * 1000 * _MS + int(fraction or 0) * _MS


def parse_get(text: str, *, now: int) -> AppOpsRead:
    """Read `cmd appops get PKG` or `appops get PKG`; `now` is the phone's clock in ns when it answered."""
    reading = _Reading(now, None)
    for line in text.splitlines()[:_LINE_LIMIT]:
        stripped = line.strip()
        found = _GET_LINE.match(stripped[:1000])
        if found:
            reading.inline(found[1], found[2])
        elif stripped and not _IGNORED.match(stripped[:1000]):
            reading.not_understood(stripped)
    return reading.result()


def parse_dump(text: str, package: str, *, uid: int, now: int, zone_s: int | None = None) -> AppOpsRead:
    """Read `dumpsys appops` for one package of one uid.

    `now` is the phone's clock in ns when it answered, `zone_s` its zone in seconds east of UTC where known.
    """
    reading = _Reading(now, zone_s)
    inside = False
    for line in _of_uid(text, uid):
        found = re.match(r"^Package (\S{1,255}):$", line)
        if found:
            inside = found[1] == package
            continue
        op = _DUMP_OP.match(line)
        one = _GET_LINE.match(line)
        if one and one[2].startswith("mode="):
            if not inside and (mode := _mode(one[2])):
                reading.uid_modes[one[1]] = mode
            elif inside:
                reading.inline(one[1], one[2])
        elif not inside:
            continue
        elif op:
            reading.open(op[1], op[2], (op[3], op[4]) if op[3] else None)
        elif not reading.below(line) and not _IGNORED.match(line):
            reading.not_understood(line)
    return reading.result()


def _of_uid(text: str, uid: int) -> Iterator[str]:
    """Yield the stripped lines below a uid's heading."""
    ours = False
    for line in text.splitlines()[:_LINE_LIMIT]:
        stripped = line.strip()[:1000]
        heading = _UID_LINE.match(stripped)
        if heading:
            ours = parse_uid(heading[1]) == uid
        elif stripped and len(line) - len(line.lstrip(" ")) < 3:  # noqa: PLR2004 - the next section
            ours = False
        elif ours and stripped:
            yield stripped
