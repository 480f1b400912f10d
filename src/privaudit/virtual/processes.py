"""Running processes: the system's own and the apps'."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from privaudit.virtual.children import children
from privaudit.virtual.clocks import Clock

KERNEL: Final = 2
ZYGOTE: Final = 331
_FIRST_SERVER: Final = 1432
_SYSTEM: Final = (
    (1, 0, 0, "init"),
    (2, 0, 0, "[kthreadd]"),
    (10, 2, 0, "[rcu_preempt]"),
    (161, 1, 0, "ueventd"),
    (184, 1, 1036, "logd"),
    (185, 1, 1000, "servicemanager"),
    (186, 1, 1000, "hwservicemanager"),
    (198, 1, 0, "vold"),
    (ZYGOTE, 1, 0, "zygote64"),
    (345, 1, 1000, "surfaceflinger"),
    (352, 1, 0, "netd"),
    (398, 1, 2000, "adbd"),
    (401, 1, 1041, "audioserver"),
    (402, 1, 1047, "cameraserver"),
    (409, 1, 0, "installd"),
    (577, ZYGOTE, 1000, "system_server"),
    (741, ZYGOTE, 10098, "com.android.systemui"),
    (802, ZYGOTE, 1001, "com.android.phone"),
    (841, ZYGOTE, 10061, "com.android.inputmethod.latin"),
    (903, ZYGOTE, 10085, "com.android.launcher3"),
    (1004, ZYGOTE, 10066, "com.android.providers.media.module"),
    (1097, ZYGOTE, 10071, "com.android.permissioncontroller"),
)


@dataclass(frozen=True, kw_only=True)
class Process:
    """A running process; `started` is ns of UTC, `package` is empty for the system's own.

    `line` is the command line where it is more than the name, `token` an app process's for the binder.
    """

    pid: int
    parent: int
    uid: int
    name: str
    package: str = ""
    started: int = 0
    line: str = ""
    state: str = "S"
    token: str = ""


class Processes:
    """Processes by pid. App processes have the pids of the real ones behind them."""

    def __init__(self, lock: threading.RLock, clock: Clock, uid_of: Callable[[str], int]) -> None:
        self._lock = lock
        self._clock = clock
        self._uid_of = uid_of
        self._apps: dict[int, Process] = {}
        self._servers: dict[int, tuple[Process, Callable[[], None]]] = {}
        self.ended: list[Callable[[Process], None]] = []
        """Called with each process that went, outside the phone's lock."""

    def attached(self, pid: int, package: str, name: str, token: str = "") -> None:
        """Note that a process of an app runs."""
        with self._lock:
            self._apps[pid] = Process(
                pid=pid,
                parent=ZYGOTE,
                uid=self._uid_of(package),
                name=name,
                package=package,
                started=self._clock.now(),
                token=token,
            )

    def gone(self, pid: int) -> None:
        """Note that a process ended; a pid that is not known is no error."""
        with self._lock:
            process = self._apps.pop(pid, None)
        if process is not None:
            for listener in list(self.ended):
                listener(process)

    def serving(self, name: str, uid: int, end: Callable[[], None]) -> int:
        """Note that a program was started from the shell, such as frida-server; `end` is how it is killed."""
        with self._lock:
            pid = max(self._servers, default=_FIRST_SERVER - 1) + 1
            process = Process(pid=pid, parent=1, uid=uid, name=name, started=self._clock.now())
            self._servers[pid] = (process, end)
            return pid

    def end(self, pid: int) -> bool:
        """End a program that was started from the shell; return whether there was one."""
        with self._lock:
            server = self._servers.pop(pid, None)
        if server is not None:
            server[1]()
        return server is not None

    def get(self, pid: int) -> Process | None:
        """Return an app's process by pid."""
        with self._lock:
            return self._apps.get(pid)

    def of(self, package: str) -> list[Process]:
        """Return the running processes of a package, oldest first."""
        with self._lock:
            return [p for p in self._apps.values() if p.package == package]

    def named(self, name: str) -> Process | None:
        """Return the app process with a name (`com.example.bank:push`)."""
        with self._lock:
            return next((p for p in self._apps.values() if p.name == name), None)

    def list(self) -> list[Process]:
        """Return every process, the system's first."""
        with self._lock:
            system = [Process(pid=pid, parent=parent, uid=uid, name=name, started=self._clock.booted)
                      for pid, parent, uid, name in _SYSTEM]  # fmt: skip
            servers = [process for process, _ in self._servers.values()]
            apps = tuple(self._apps.values())
        return [*system, *servers, *apps, *self._children(apps)]

    def child(self, pid: int) -> Process | None:
        """Return a program that an app started, by pid."""
        with self._lock:
            apps = tuple(self._apps.values())
        return next((child for child in self._children(apps) if child.pid == pid), None)

    def _children(self, apps: Sequence[Process]) -> tuple[Process, ...]:
        """Return what the apps started: real processes, with their app's uid."""
        owners = {process.pid: process for process in apps}
        found = children({process.token: process.pid for process in apps if process.token})
        pids = {*owners, *(child.pid for child in found)}
        return tuple(
            Process(
                pid=child.pid,
                parent=child.parent if child.parent in pids else 1,
                uid=owners[child.app].uid,
                name=child.words[0],
                package=owners[child.app].package,
                started=self._clock.now() - child.age,
                line=" ".join(child.words),
                state=child.state,
            )
            for child in found
        )
