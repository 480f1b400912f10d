"""Running services of apps."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from privaudit.virtual.launching import Launcher
from privaudit.virtual.log import Log
from privaudit.virtual.packages import Packages
from privaudit.virtual.processes import Process, Processes


@dataclass(frozen=True, kw_only=True)
class Service:
    """A started service."""

    package: str
    name: str
    process: str
    pid: int
    foreground: bool


class Services:
    """Started services; a package with one is not cached."""

    def __init__(self, packages: Packages, processes: Processes, lock: threading.RLock, log: Log) -> None:
        self._packages = packages
        self._processes = processes
        self._lock = lock
        self._log = log
        self._running: dict[tuple[str, str], Service] = {}
        self.launcher: Launcher
        processes.ended.append(self._process_ended)

    def start(
        self, package: str, name: str, extras: dict[str, str] | None = None, *, foreground: bool = False
    ) -> Service:
        """Start a service by its class name; raises LookupError when unknown, OSError when it cannot run."""
        found = self._packages.get(package)
        component = found.service(name) if found else None
        if found is None or component is None:
            raise LookupError(f"{package}/{name}")
        self._packages.mark(package, stopped=False)
        process = self._processes.named(component.process)
        if process is not None:
            pid = process.pid
            self.launcher.deliver(pid, {"event": "service", "service": name, "extras": dict(extras or {})})
        else:
            pid = self.launcher.start(package, component.process, None, name, dict(extras or {}))
            self._log.write(
                "I",
                "ActivityManager",
                577,
                f"Start proc {pid}:{component.process}/u0a{found.uid - 10000} for service "
                f"{{{package}/{name}}}",
                uid=1000,
            )
        service = Service(
            package=package, name=name, process=component.process, pid=pid, foreground=foreground
        )
        with self._lock:
            self._running[(package, name)] = service
        return service

    def stopped(self, package: str, name: str) -> bool:
        """Note that a service stopped itself or was stopped; return whether it ran."""
        with self._lock:
            return self._running.pop((package, name), None) is not None

    def of(self, package: str) -> list[Service]:
        """Return the started services of a package."""
        with self._lock:
            return [s for s in self._running.values() if s.package == package]

    def uid_state(self, package: str) -> str:
        """Return fgsvc or bg for a package with services, else an empty string."""
        running = self.of(package)
        if not running:
            return ""
        return "fgsvc" if any(s.foreground for s in running) else "bg"

    def remove_package(self, package: str) -> None:
        """Forget the services of a package that is being stopped."""
        with self._lock:
            for key in [k for k in self._running if k[0] == package]:
                del self._running[key]

    def _process_ended(self, process: Process) -> None:
        with self._lock:
            for key in [k for k, s in self._running.items() if s.pid == process.pid]:
                del self._running[key]
