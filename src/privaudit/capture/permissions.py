"""The system's own word on the app: permissions, AppOps counters, what is in front; apart from the hooks.

`SystemSensor` watches the app's state about once a second with one shell command, and asks AppOps every few
seconds; the snapshots before and after a run are the session's to call.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from typing import Final

from privaudit.capture.activity import PERMISSION_DIALOGS, AppWatch, parse_watch, watch_command
from privaudit.capture.adb_wire import DeviceGoneError
from privaudit.capture.appops import AppOp, AppOpsRead, parse_dump, parse_get
from privaudit.capture.clock import ClockOffset
from privaudit.capture.device import Device, check_package
from privaudit.capture.package import PackageDump
from privaudit.errors import DeviceError, PrivauditError
from privaudit.model.event import (
    AppOpState,
    AppSeen,
    Event,
    Moment,
    Note,
    PermissionState,
    SensorLost,
    SensorStarted,
    SensorStopped,
)

_MARK: Final = "--appops--"
_CMD_API: Final = 24
_GET_API: Final = 23
_FILTER_API: Final = 29
_NOISE_NS: Final = 250_000_000
_PATIENCE: Final = 3
_WATCH_LIMIT_S: Final = 10.0


def appops_command(package: str, *, api_level: int) -> str:
    """Return the command whose answer `parse_appops` reads: the phone's time before each of two dumps."""
    check_package(package)
    clock = "date '+%s %N %z'"
    dump = f"dumpsys appops --package {package}" if api_level >= _FILTER_API else "dumpsys appops"
    get = "cmd appops get" if api_level >= _CMD_API else "appops get"
    second = f"; echo {_MARK}; {clock}; {get} {package}" if api_level >= _GET_API else ""
    return f"{clock}; {dump}{second}"


def parse_appops(text: str, package: str, *, uid: int) -> AppOpsRead:
    """Read the answer of `appops_command`; times are ns of the phone's clock.

    `dumpsys` tells states and exact times, `cmd appops get` what is in force now: an op either of them knows
    is there, with the fuller facts.
    """
    dumped, _, got = text.partition(_MARK)
    now, zone_s, rest = _clocked(dumped)
    first = parse_dump(rest, package, uid=uid, now=now, zone_s=zone_s)
    if not got:
        return first
    now, _, rest = _clocked(got.lstrip())
    second = parse_get(rest, now=now)
    ops = {op.op: op for op in second.ops}
    for op in first.ops:
        other = ops.get(op.op)
        if other is None or op.last_access is not None or other.last_access is None:
            ops[op.op] = op
    return AppOpsRead(tuple(ops.values()), (*first.unknown, *second.unknown))


def _clocked(text: str) -> tuple[int, int | None, str]:
    """Return the phone's time (ns) and zone (s east of UTC) told in the first line, and the rest."""
    line, _, rest = text.lstrip().partition("\n")
    found = re.match(r"^(\d{9,11}) (\d{9})?\S* ?([+-])?(\d\d)?(\d\d)?", line)
    if not found:
        raise DeviceError(f"the phone's `date` answered {line[:60]!r}")
    now = int(found[1]) * 1_000_000_000 + int(found[2] or 0)
    if not (found[3] and found[4] and found[5]):
        return now, None, rest
    east = int(found[4]) * 3600 + int(found[5]) * 60
    return now, -east if found[3] == "-" else east, rest


class SystemSensor:
    """Watches one app through the system's own dumps and emits what it sees as events.

    `emit` must be thread-safe. `tick_s` is the time between looks at the app's state, `appops_s`
    between looks at AppOps. `lost` is the reason when the sensor ended by itself.
    """

    def __init__(
        self,
        device: Device,
        package: str,
        emit: Callable[[Event], None],
        clock: ClockOffset,
        *,
        tick_s: float = 1.0,
        appops_s: float = 5.0,
    ) -> None:
        self._device = device
        self._package = check_package(package)
        self._emit = emit
        self._clock = clock
        self._tick_s = tick_s
        self._appops_s = appops_s
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._snapshot_lock = threading.Lock()
        self._ops: dict[str, AppOpState] = {}
        self._permissions: dict[str, PermissionState] = {}
        self._noted: set[str] = set()
        self.lost = ""

    # -- snapshots --------------------------------------------------------------------------------

    def snapshot(self, moment: Moment) -> None:
        """Emit the app's permissions and AppOps as they are now; "during" emits only what changed.

        Raises DeviceError when the phone does not answer.
        """
        with self._snapshot_lock:
            dump = self._device.package_dump(self._package)
            at = time.time_ns()
            command = appops_command(self._package, api_level=self._device.api_level)
            read = parse_appops(self._device.shell(command).out, self._package, uid=dump.uid)
            seen = time.time_ns()
            for name, state in self._permission_states(dump, moment, at, seen).items():
                if moment != "during" or _regranted(self._permissions.get(name), state):
                    self._permissions[name] = state
                    self._emit(state)
            for op in read.ops:
                told = self._op_state(op, moment, at, seen)
                if moment != "during" or _used(self._ops.get(op.op), told):
                    self._ops[op.op] = told
                    self._emit(told)
            self._note("system.permissions", dump.unknown)
            self._note("system.appops", read.unknown)

    @staticmethod
    def _permission_states(
        dump: PackageDump, moment: Moment, at: int, seen: int
    ) -> dict[str, PermissionState]:
        states = {
            name: PermissionState(
                at=at, seen=seen, moment=moment, permission=name, granted=grant.granted, flags=grant.flags
            )
            for name, grant in dump.grants.items()
        }
        for name in dump.requested:
            states.setdefault(
                name, PermissionState(at=at, seen=seen, moment=moment, permission=name, granted=False)
            )
        return states

    def _op_state(self, op: AppOp, moment: Moment, at: int, seen: int) -> AppOpState:
        return AppOpState(
            at=at,
            seen=seen,
            moment=moment,
            op=op.op,
            mode=op.mode,
            last_access=None if op.last_access is None else self._clock.to_host(op.last_access),
            last_access_state=op.state,
            last_reject=None if op.last_reject is None else self._clock.to_host(op.last_reject),
            duration_ms=op.duration_ms,
        )

    def _note(self, topic: str, texts: tuple[str, ...]) -> None:
        for text in texts:
            if text not in self._noted:
                self._noted.add(text)
                now = time.time_ns()
                self._emit(Note(at=now, seen=now, topic=topic, text=f"not understood: {text}"))

    # -- watching ---------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to watch in a thread of its own; a second call does nothing."""
        if self._thread is not None:
            return
        now = time.time_ns()
        self._emit(SensorStarted(at=now, seen=now, sensor="system", detail=f"every {self._tick_s:g} s"))
        self._thread = threading.Thread(target=self._run, name="privaudit-system", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop watching and wait for the thread; a second call does nothing."""
        if self._thread is None or self._stopping.is_set():
            return
        self._stopping.set()
        self._thread.join()
        if not self.lost:
            now = time.time_ns()
            self._emit(SensorStopped(at=now, seen=now, sensor="system"))

    def _run(self) -> None:
        failures = 0
        last: AppSeen | None = None
        next_appops = time.monotonic() + self._appops_s
        while not self._stopping.is_set():
            try:
                last = self._look(last)
                if time.monotonic() >= next_appops:
                    self.snapshot("during")
                    next_appops = time.monotonic() + self._appops_s
                failures = 0
            except DeviceError as error:
                failures += _PATIENCE if isinstance(error, DeviceGoneError) else 1
                if failures >= _PATIENCE:
                    self._give_up(error)
                    return
            except PrivauditError as error:
                # The evidence cannot be written: there is nobody to tell but the session.
                self.lost = error.message
                return
            self._stopping.wait(self._tick_s)

    def _give_up(self, error: DeviceError) -> None:
        if self._stopping.is_set():
            return
        self.lost = error.message
        now = time.time_ns()
        self._emit(SensorLost(at=now, seen=now, sensor="system", reason=error.message))

    def _look(self, last: AppSeen | None) -> AppSeen:
        """Look once, emit when something changed, and return what was seen."""
        at = time.time_ns()
        command = watch_command(self._package, api_level=self._device.api_level)
        watch = parse_watch(self._device.shell(command, timeout=_WATCH_LIMIT_S).out, self._package)
        seen = AppSeen(
            at=at,
            seen=time.time_ns(),
            state=watch.state(self._package),
            activity=_shown(watch, self._package),
            pids=tuple(sorted(watch.processes)),
            screen_on=watch.front.screen_on,
        )
        if last is None or _facts(last) != _facts(seen):
            self._emit(seen)
        return seen


def _facts(seen: AppSeen) -> tuple[object, ...]:
    return seen.state, seen.activity, seen.pids, seen.screen_on


def _shown(watch: AppWatch, package: str) -> str:
    """Return the component in front when it is the app's or a permission dialog over it."""
    shown = watch.front.resumed
    return f"{shown[0]}/{shown[1]}" if shown and shown[0] in {package, *PERMISSION_DIALOGS} else ""


def _regranted(before: PermissionState | None, now: PermissionState) -> bool:
    return before is None or (before.granted, before.flags) != (now.granted, now.flags)


def _used(before: AppOpState | None, now: AppOpState) -> bool:
    """Return whether two readings differ by more than the reading itself: relative times waver."""
    if before is None:
        return True
    times = ((before.last_access, now.last_access), (before.last_reject, now.last_reject))
    return before.mode != now.mode or any(_moved(old, new) for old, new in times)


def _moved(before: int | None, now: int | None) -> bool:
    if before is None or now is None:
        return before is not now
    return abs(before - now) > _NOISE_NS
