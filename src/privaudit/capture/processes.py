"""Which processes the app has by the system's word, held against those the agent is in.

One `ps` a look finds every process of the app's uid, what those started, and isolated processes the app is
bound to (a WebView's renderer runs as a uid of its own, in the WebView's package). One the agent is not in
becomes an event with the time it began, once, and another when it is gone.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable
from typing import Final, Protocol

import msgspec

from privaudit.capture.agent.way import Standing
from privaudit.capture.device import Device, check_package, quoted
from privaudit.errors import DeviceError, PrivauditError
from privaudit.model.event import Event, Note, ProcessGone, ProcessSeen

_COLUMNS_API: Final = 26
_LIMIT_S: Final = 10.0
_PATIENCE: Final = 3
_GRACE_S: Final = 2.0
"""A process that is about to be held or instrumented shows in `ps` a moment earlier."""
_LEFT_S: Final = 5.0
"""A process that is ending may stay in `ps` after the agent's connection to it ended."""
_ASK_AGAIN_S: Final = 5.0
_ASK_SELDOM_S: Final = 60.0
_MOST_LINES: Final = 20_000
_MOST_BINDING_BYTES: Final = 4_000_000
_LONGEST: Final = 300
_PID_LIMIT: Final = 2**31
_USER: Final = 100_000
_FIRST_APP: Final = 10_000
_ISOLATED: Final = range(90_000, 100_000)
"""App ids of isolated processes (AOSP android.os.Process, FIRST_APP_ZYGOTE_ISOLATED_UID and following)."""
_HERTZ: Final = 100
"""Ticks a second of /proc/PID/stat: USER_HZ of Linux on every architecture Android runs on (proc(5))."""


class Agent(Protocol):
    """What the watch asks of the agent sensor."""

    def has(self, pid: int) -> Standing:
        """Return how the agent stands to a process."""
        ...

    def pids(self) -> frozenset[int]:
        """Return the processes the agent is in now."""
        ...


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A line of `ps`; `uid` is -1 where it could not be told, `line` the command line."""

    pid: int
    parent: int
    uid: int
    line: str
    dead: bool = False

    @property
    def name(self) -> str:
        """The process's name: for an app's the whole of it, for a program its file."""
        first = self.line.split(" ", 1)[0]
        return first.rpartition("/")[2] or first

    @property
    def isolated(self) -> bool:
        """Whether it runs as an isolated uid, apart from its app's."""
        return self.uid >= 0 and self.uid % _USER in _ISOLATED


def ps_command(api_level: int) -> str:
    """Return the command whose answer `parse_ps` reads."""
    return "ps -A -o PID,PPID,UID,S,ARGS" if api_level >= _COLUMNS_API else "ps"


def parse_ps(text: str) -> list[Row]:
    """Read `ps`: PID, PPID, UID, S, ARGS of toybox, or the columns of the older toolbox by their places."""
    lines = text.splitlines()[:_MOST_LINES]
    head = lines[0].split() if lines else []
    newer = head[:1] == ["PID"]
    rows = []
    for line in lines[1:]:
        fields = line.split(None, 4) if newer else line.split(None, 8)
        if newer and len(fields) == 5:  # noqa: PLR2004 - as asked for
            pid, parent, uid, state, args = fields
            number = _number(uid)
        elif not newer and len(fields) == 9:  # noqa: PLR2004 - USER PID PPID VSIZE RSS WCHAN PC S NAME
            user, pid, parent, *_, state, args = fields
            number = user_id(user)
        else:
            continue
        if 0 < _number(pid) < _PID_LIMIT:
            rows.append(
                Row(
                    pid=_number(pid),
                    parent=_number(parent),
                    uid=number,
                    line=args[:_LONGEST],
                    dead=state == "Z",
                )
            )
    return rows


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else -1  # noqa: PLR2004


def user_id(name: str) -> int:
    """Return the uid that `u0_a150` or `u0_i3` stands for, -1 for others (AOSP UserHandle.formatUid)."""
    found = re.fullmatch(r"u(\d{1,6})_(a|i|ai)(\d{1,6})", name)
    if not found:
        return -1
    first = {"a": _FIRST_APP, "i": 99_000, "ai": 90_000}[found[2]]
    return int(found[1]) * _USER + first + int(found[3])


def own_rows(rows: Iterable[Row], package: str, app_id: int, *, others: Iterable[str] = ()) -> dict[int, Row]:
    """Return the app's processes by pid: of its uid or its name, and all that those started.

    `others` are packages that share the uid: their processes are not the app's.
    """
    rows = [row for row in rows if not row.dead]
    strangers = tuple(others)
    found: dict[int, Row] = {}
    for row in rows:
        named = _of_package(row.line, package)
        same = app_id >= _FIRST_APP and row.uid >= 0 and row.uid % _USER == app_id
        if named or (same and not any(_of_package(row.line, other) for other in strangers)):
            found[row.pid] = row
    grown = True
    while grown:
        more = {row.pid: row for row in rows if row.parent in found and row.pid not in found}
        found.update(more)
        grown = bool(more)
    return found


def _of_package(line: str, package: str) -> bool:
    name = line.split(" ", 1)[0]
    return name == package or name.startswith(f"{package}:")


def bound_isolated(text: str, package: str) -> set[int]:
    """Return the pids of isolated processes the app is bound to, out of `dumpsys activity services`.

    A ServiceRecord tells `isolatedProc=ProcessRecord{… PID:NAME/UID}` (or `app=`) and, per binding, `Client
    AppBindRecord{… ProcessRecord{… PID:NAME/UID}}` (AOSP ServiceRecord.dump, AppBindRecord).
    """
    found: set[int] = set()
    process, ours = 0, False
    for line in text[:_MOST_BINDING_BYTES].splitlines():
        stripped = line.strip()
        if stripped.startswith("* ServiceRecord{"):
            process, ours = 0, False
        elif stripped.startswith(("isolatedProc=", "isolationHostProc=", "app=")):
            record = _RECORD.search(stripped)
            if record and (process == 0 or not stripped.startswith("app=")):
                process = int(record[1])
        elif "AppBindRecord{" in stripped or "ConnectionRecord{" in stripped:
            record = _RECORD.search(stripped)
            ours = ours or bool(record and _of_package(record[2], package))
        if process and ours:
            found.add(process)
    return found


BOUND_COMMAND: Final = "dumpsys activity services | grep -E " + quoted(
    [r"\* ServiceRecord\{|isolatedProc=|isolationHostProc=| app=|AppBindRecord\{|ConnectionRecord\{"]
)
"""The command whose answer `bound_isolated` reads, thinned on the phone."""

_RECORD: Final = re.compile(r"ProcessRecord\{\S{1,20} (\d{1,9}):([^\s/}]{1,255})/")


def parse_start(text: str, at: int) -> int | None:
    """Return when a process began (ns) by /proc/uptime and /proc/PID/stat read at `at`; None if unknown."""
    uptime, _, stat = text.partition("\n")
    up = re.match(r"(\d{1,12}(?:\.\d{1,9})?) ", uptime)
    fields = stat.rpartition(")")[2].split()
    if not up or len(fields) < 20 or not fields[19].isdigit():  # noqa: PLR2004 - starttime is the 22nd
        return None
    age = float(up[1]) - int(fields[19][:18]) / _HERTZ
    return at - round(age * 1e9) if 0 <= age <= float(up[1]) else None


class _Told(msgspec.Struct, kw_only=True):
    """A process the agent is not in: when that was first seen (monotonic s, ns), and whether it was told."""

    row: Row
    since: float
    at: int
    told: bool = False


class ProcessWatch:
    """Looks at the app's processes every `tick_s` seconds and emits ProcessSeen and ProcessGone.

    `agent` is the agent sensor; `emit` must be thread-safe. What a look cannot find out is a
    Note; the run goes on without it.
    """

    def __init__(
        self,
        device: Device,
        package: str,
        uid: int,
        emit: Callable[[Event], None],
        agent: Agent,
        *,
        tick_s: float = 1.5,
    ) -> None:
        self._device = device
        self._package = check_package(package)
        self._app_id = uid % _USER if uid > 0 else -1
        self._emit = emit
        self._agent = agent
        self._tick_s = tick_s
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._others: tuple[str, ...] = ()
        self._without: dict[int, _Told] = {}
        self._bound: dict[int, bool] = {}
        self._asked = 0.0
        self._ask_every = _ASK_AGAIN_S
        self._unseen = 0
        self._noted: set[str] = set()

    def start(self) -> None:
        """Begin to watch in a thread of its own."""
        self._thread = threading.Thread(target=self._run, name="privaudit-processes", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look a last time, then stop; safe to call twice or before `start`."""
        if self._thread is None or self._stopping.is_set():
            return
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        failures = 0
        self._others = self._sharing()
        while True:
            last = self._stopping.is_set()
            try:
                self.look(last=last)
                failures = 0
            except DeviceError as error:
                failures += 1
                if failures >= _PATIENCE or last:
                    self._note("processes.lost", error.message)
                    return
            except PrivauditError:
                # The evidence cannot be written: the session hears of it from every other writer.
                return
            if last:
                return
            self._stopping.wait(self._tick_s)

    def _sharing(self) -> tuple[str, ...]:
        """Return the other packages of the app's uid; none where the phone does not say."""
        try:
            if self._app_id < _FIRST_APP or self._device.api_level < _COLUMNS_API:
                return ()
            answer = self._device.shell(
                ["pm", "list", "packages", "--uid", str(self._app_id)], timeout=_LIMIT_S
            )
        except DeviceError:
            # The look that follows meets the same failure and tells of it.
            return ()
        names = re.findall(r"^package:(\S{1,255})", answer.out, re.MULTILINE)
        return tuple(name for name in names if name != self._package)

    # -- one look ---------------------------------------------------------------------------------

    def look(self, *, last: bool = False) -> None:
        """Look once; raises DeviceError when the phone does not answer.

        The last look of a run tells of processes that an earlier one had only noticed.
        """
        command = ps_command(self._device.api_level)
        rows = parse_ps(self._device.shell(command, timeout=_LIMIT_S).out)
        own = own_rows(rows, self._package, self._app_id, others=self._others)
        own |= self._isolated(rows, own)
        now, at = time.monotonic(), time.time_ns()
        self._check_sight(own)
        for pid, row in own.items():
            self._one(pid, row, now, at, last=last)
        for pid in [pid for pid in self._without if pid not in own]:
            self._gone(pid, at)

    def _one(self, pid: int, row: Row, now: float, at: int, *, last: bool) -> None:
        standing = self._agent.has(pid)
        if standing in {"working", "in"}:
            self._without.pop(pid, None)
            return
        known = self._without.get(pid)
        if known is None or (known.told and known.row.line != row.line and standing == "unknown"):
            # One that was told and now runs another program (exec) is told again.
            known = self._without[pid] = _Told(row=row, since=now, at=at, told=standing == "out")
        if known.told:
            return
        patience = _LEFT_S if standing == "left" else 0.0 if last else _GRACE_S
        if 0 < now - known.since >= patience:
            self._tell(known, standing)

    def _tell(self, known: _Told, standing: Standing) -> None:
        row = known.row
        known.told = True
        began = self._began(row.pid)
        self._emit(
            ProcessSeen(
                at=known.at if standing == "left" or began is None else began,
                seen=time.time_ns(),
                pid=row.pid,
                name=row.name,
                instrumented=False,
                reason=self._reason(row, standing)[:1000],
            )
        )

    def _gone(self, pid: int, at: int) -> None:
        known = self._without.pop(pid)
        standing = self._agent.has(pid)
        if not known.told and standing == "unknown":
            # It came and went between two looks: it ran without the agent all the same.
            self._tell(known, standing)
        if known.told:
            reason = "it is no longer among the phone's processes"
            self._emit(ProcessGone(at=at, seen=at, pid=pid, reason=reason))

    def _reason(self, row: Row, standing: Standing) -> str:
        if standing == "left":
            return "the agent is no longer in it"
        if row.isolated:
            return "an isolated process, which the agent cannot enter"
        if _of_package(row.line, self._package):
            return "it was not held when it started"
        return f"a program or a copy of a process, started by process {row.parent}: {row.line}"

    def _began(self, pid: int) -> int | None:
        try:
            before = time.time_ns()
            text = self._device.shell(f"cat /proc/uptime /proc/{pid}/stat", timeout=_LIMIT_S).out
        except DeviceError:
            # The time of the first look stands for it.
            return None
        return parse_start(text, (before + time.time_ns()) // 2)

    def _isolated(self, rows: list[Row], own: dict[int, Row]) -> dict[int, Row]:
        """Return isolated processes of other packages that the app is bound to; asked for when one is new."""
        there = {row.pid: row for row in rows if row.isolated and not row.dead and row.pid not in own}
        self._bound = {pid: bound for pid, bound in self._bound.items() if pid in there}
        now = time.monotonic()
        if any(pid not in self._bound for pid in there):
            self._ask_every = _ASK_AGAIN_S
        if not all(self._bound.get(pid) for pid in there) and now - self._asked >= self._ask_every:
            # Asked again, ever more seldom: a renderer started ahead is bound to the app only later.
            self._asked, self._ask_every = now, min(2 * self._ask_every, _ASK_SELDOM_S)
            answer = self._device.shell(BOUND_COMMAND, timeout=_LIMIT_S)
            bound = bound_isolated(answer.out, self._package)
            self._bound = {pid: pid in bound for pid in there}
        return {pid: row for pid, row in there.items() if self._bound.get(pid)}

    def _check_sight(self, own: dict[int, Row]) -> None:
        """Say so when the phone's list does not show the app's processes: it would show no other either."""
        self._unseen = self._unseen + 1 if self._agent.pids() - own.keys() else 0
        if self._unseen == _PATIENCE:
            self._note("processes.blind", "the phone's list of processes does not show those of the app")

    def _note(self, topic: str, text: str) -> None:
        if topic not in self._noted:
            self._noted.add(topic)
            now = time.time_ns()
            self._emit(Note(at=now, seen=now, topic=topic, text=text))
