"""The virtual phone: everything it is and has, composed of its parts."""

from __future__ import annotations

import threading
from pathlib import Path

from privaudit.virtual.activities import Activities
from privaudit.virtual.appops import AppOps
from privaudit.virtual.clocks import Clock
from privaudit.virtual.content import Content
from privaudit.virtual.dispatch import Dispatcher
from privaudit.virtual.files import Files
from privaudit.virtual.identity import planted
from privaudit.virtual.image import system_image
from privaudit.virtual.launching import Event, Launcher, NoLauncher
from privaudit.virtual.log import Log
from privaudit.virtual.packages import Package, Packages
from privaudit.virtual.permissions import Permissions
from privaudit.virtual.ports import Ports
from privaudit.virtual.processes import Process, Processes
from privaudit.virtual.props import properties
from privaudit.virtual.services import Services
from privaudit.virtual.settings import Settings
from privaudit.virtual.ui import Ui


class VirtualPhone:
    """A phone's state; every part may be used from any thread.

    `root` is a directory of this machine for the phone's files; whoever runs app processes sets `launcher`.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lock = threading.RLock()
        self.clock = Clock()
        self.identity = planted()
        self.props = properties(self.identity)
        self.settings = Settings(self.lock, self.identity)
        self.log = Log(self.clock)
        self.files = Files(root, self.lock)
        self.packages = Packages(self.files, self.lock, self.clock)
        system_image(self.files, self.packages, self.props)
        self.permissions = Permissions(self.packages, self.lock)
        self.appops = AppOps(self.packages, self.permissions, self.lock, self.clock)
        self.content = Content(self.lock)
        self.clipboard = ""
        self.processes = Processes(self.lock, self.clock, self._uid_of)
        self.jobs = Dispatcher(self.log)
        self.activities = Activities(self.packages, self.processes, self.lock, self.jobs, self.log)
        self.services = Services(self.packages, self.processes, self.lock, self.log)
        self.ports = Ports(self.lock, self.props)
        self.ui = Ui(
            self.packages, self.permissions, self.processes, self.activities, lock=self.lock, jobs=self.jobs
        )
        self.appops.uid_state = self.uid_state
        self.packages.removed.append(self._package_gone)
        self.processes.ended.append(self._process_gone)
        self.launcher = NoLauncher()
        self.jobs.start()

    @property
    def launcher(self) -> Launcher:
        """Whoever starts, tells and ends app processes."""
        return self._launcher

    @launcher.setter
    def launcher(self, launcher: Launcher) -> None:
        self._launcher: Launcher = launcher
        self.activities.launcher = launcher
        self.services.launcher = launcher
        self.ui.launcher = launcher

    def uid_state(self, package: str) -> str:
        """Return pers, top, fgsvc, fg, bg or cch: the state of a package's processes as AppOps names it."""
        found = self.packages.get(package)
        if found is not None and found.system:
            return "pers"
        state = self.activities.uid_state(package)
        if state in ("top", "fg"):
            return state
        return self.services.uid_state(package) or state

    def force_stop(self, package: str) -> None:
        """End every process, activity and service of a package, as `am force-stop` does."""
        self.activities.remove_package(package)
        self.services.remove_package(package)
        self.ui.forget(package)
        self.launcher.killall(package)
        for process in self.processes.of(package):
            self.log.write(
                "I",
                "ActivityManager",
                577,
                f"Killing {process.pid}:{process.name}/u0a{process.uid - 10000}: stop {package} "
                "due to from pid 2000",
                uid=1000,
            )
            self.processes.gone(process.pid)
        self.packages.mark(package, stopped=True)

    def deliver(self, pid: int, event: Event) -> None:
        """Tell an app process something, in order with everything else it is told."""
        self.jobs.post(lambda: self.launcher.deliver(pid, event))

    def restart(self) -> None:
        """Restart the phone: every app ends, settings and files stay."""
        for package in self.packages.list():
            if not package.system:
                self.force_stop(package.name)
        self.activities.set_screen(on=True)
        self.ui.home()
        self.clock.restart()
        self.log.clear()

    def close(self) -> None:
        """End the phone's own thread; processes and files are the caller's."""
        self.jobs.stop()

    def _uid_of(self, package: str) -> int:
        found = self.packages.get(package)
        return found.uid if found else 10_000

    def _process_gone(self, process: Process) -> None:
        if not self.processes.of(process.package):
            self.permissions.end_one_time(process.package)

    def _package_gone(self, package: Package) -> None:
        self.force_stop(package.name)
