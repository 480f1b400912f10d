"""Activities: tasks, the back stack, who is in front, and the order in which apps are told of changes."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

from privaudit.virtual.dispatch import Dispatcher
from privaudit.virtual.launching import Launcher
from privaudit.virtual.log import Log
from privaudit.virtual.manifest import short_name
from privaudit.virtual.packages import LAUNCHER, Packages
from privaudit.virtual.processes import Process, Processes

State = Literal["INITIALIZING", "RESUMED", "PAUSED", "STOPPED", "DESTROYED"]
Outcome = Literal["started", "brought to front", "delivered"]
PAUSE_TIMEOUT: Final = 0.5
"""Seconds to wait for onPause of another process: PAUSE_TIMEOUT of ActivityRecord is 500 ms."""
HOME_PID: Final = 903
SYSTEM_SERVER: Final = 577
_tokens = itertools.count(0x5C1E90)


@dataclass(eq=False, kw_only=True)
class Activity:
    """An activity record; `pid` is None before its process runs, `started` is ns of the monotonic clock."""

    package: str
    name: str
    task: int
    extras: dict[str, str] = field(default_factory=dict)
    intent: str = ""
    pid: int | None = None
    state: State = "INITIALIZING"
    token: int = field(default_factory=lambda: next(_tokens) * 0x11)
    started: int = field(default_factory=time.monotonic_ns)
    drawn: int | None = None
    told: bool = False
    """True once its process was started for it or told to start it."""

    @property
    def component(self) -> str:
        """The component as Android prints it, `com.example.bank/.MainActivity`."""
        return f"{self.package}/{short_name(self.name, self.package)}"


@dataclass(eq=False)
class Task:
    """A task: its activities, the front one last."""

    number: int
    affinity: str
    activities: list[Activity] = field(default_factory=list)


class Activities:
    """The stack of tasks (the front one last); home is always there.

    Apps report `resumed`, `paused`, `stopped`, `finished`; the phone tells them through the launcher what to
    do, in Android's order: pause the old, start or resume the new, stop the old. For an activity that reports
    `finished` the one below is resumed and then `destroy` is delivered to the finished one.
    """

    def __init__(
        self, packages: Packages, processes: Processes, lock: threading.RLock, jobs: Dispatcher, log: Log
    ) -> None:
        self._packages = packages
        self._processes = processes
        self._lock = lock
        self._changed = threading.Condition(lock)
        self._jobs = jobs
        self._log = log
        self._numbers = itertools.count(2)
        home = Activity(
            package=LAUNCHER,
            name=f"{LAUNCHER}.uioverrides.QuickstepLauncher",
            task=1,
            pid=HOME_PID,
            state="RESUMED",
        )
        self.tasks = [Task(1, LAUNCHER, [home])]
        self.home = home
        self.launcher: Launcher
        self.screen_on = True
        self.overlaid = False
        """True while a dialog of another package (a permission question) covers the front activity."""
        self.changed: list[Callable[[], None]] = []
        """Called, with the lock held, after each change."""
        processes.ended.append(self._process_ended)

    # -- looking

    def front(self) -> Activity:
        """Return the activity in front (home when no app is)."""
        with self._lock:
            return self.tasks[-1].activities[-1]

    def of(self, package: str) -> list[Activity]:
        """Return the activities of a package, the front one last."""
        with self._lock:
            return [a for task in self.tasks for a in task.activities if a.package == package]

    def uid_state(self, package: str) -> str:
        """Return top, fg, bg or cch, as AppOps names a package's state (its services not counted)."""
        with self._lock:
            front = self.front()
            if front.package == package and (front.state in ("RESUMED", "INITIALIZING") or front.told):
                if not self.screen_on:
                    return "bg"
                return "fg" if self.overlaid else "top"
            visible = any(a.state in ("RESUMED", "PAUSED") for a in self.of(package))
            return "fg" if visible and self.screen_on else "cch"

    def wait_drawn(self, activity: Activity, seconds: float) -> bool:
        """Wait until an activity has shown its first screen."""
        with self._changed:
            return self._changed.wait_for(
                lambda: activity.drawn is not None or activity.state == "DESTROYED", seconds
            )

    # -- starting

    def start(
        self,
        package: str,
        name: str,
        extras: dict[str, str] | None = None,
        *,
        caller: int | None = None,
        intent: str = "",
        launch: bool = False,
    ) -> tuple[Activity, Outcome]:
        """Start an activity by its full class name, or bring its task to the front.

        `caller` is the pid of the app that asks (its task is used); `launch` marks an intent as from an icon.
        Returns before the app runs. Raises LookupError when there is no such activity.
        """
        found = self._packages.get(package)
        component = found.activity(name) if found else None
        if found is None or component is None:
            raise LookupError(f"{package}/{name}")
        self._packages.mark(package, stopped=False)
        with self._lock:
            task = self._task_for(package, caller)
            single = component.launch_mode in ("singleTop", "singleTask", "singleInstance")
            outcome: Outcome = "started"
            if task is not None and task.activities:
                was_front = self.tasks[-1] is task
                is_root = task.activities[0].name == name and launch
                top = task.activities[-1]
                if is_root or (caller is None and top.name == name) or (single and top.name == name):
                    self._raise(task)
                    outcome = "delivered" if was_front and top.name == name else "brought to front"
                    self._move(top)
                    return top, outcome
            if task is None:
                task = Task(next(self._numbers), package)
                self.tasks.append(task)
            self._raise(task)
            activity = Activity(
                package=package, name=name, task=task.number, extras=dict(extras or {}), intent=intent
            )
            task.activities.append(activity)
            self._log.write("I", "ActivityTaskManager", SYSTEM_SERVER,
                            f"START u0 {{{intent or 'cmp=' + activity.component}}} from uid "
                            f"{2000 if caller is None else found.uid}", uid=1000)  # fmt: skip
            self._move(activity)
            return activity, outcome

    def _task_for(self, package: str, caller: int | None) -> Task | None:
        if caller is not None:
            for task in reversed(self.tasks):
                if any(a.pid == caller for a in task.activities):
                    return task
        return next((t for t in self.tasks if t.affinity == package), None)

    def _raise(self, task: Task) -> None:
        self.tasks.remove(task)
        self.tasks.append(task)

    def go_home(self) -> None:
        """Show the home screen."""
        with self._lock:
            self._raise(next(t for t in self.tasks if t.number == 1))
            self._move(self.home)

    def bring_back(self, task: int) -> bool:
        """Bring a task to the front by its number; False when there is none."""
        with self._lock:
            found = next((t for t in self.tasks if t.number == task), None)
            if found is None or not found.activities:
                return False
            self._raise(found)
            self._move(found.activities[-1])
            return True

    # -- moving

    def _move(self, target: Activity) -> None:
        self._notify()
        self._jobs.post(lambda: self._transit(target))

    def _transit(self, target: Activity) -> None:
        with self._lock:
            if self.front() is not target or not self.screen_on:
                return
            olds = [a for a in self._all() if a.state == "RESUMED" and a is not target]
        for old in olds:
            self._pause(old, wait=old.pid != target.pid)
        if target is self.home:
            self.resumed(HOME_PID, LAUNCHER, target.name)
        elif target.pid is not None and target.told:
            if target.state != "RESUMED":
                self._tell(target, "resume")
        else:
            self._launch(target)

    def _launch(self, target: Activity) -> None:
        package = self._packages.get(target.package)
        component = package.activity(target.name) if package else None
        if component is None:
            return
        target.told = True
        running = self._processes.named(component.process)
        if running is not None:
            target.pid = running.pid
            event = {"event": "start", "activity": target.name, "extras": target.extras}
            self.launcher.deliver(running.pid, event)
            return
        pid = self.launcher.start(target.package, component.process, target.name, None, target.extras)
        with self._lock:
            target.pid = pid
        self._log.write(
            "I",
            "ActivityManager",
            SYSTEM_SERVER,
            f"Start proc {pid}:{component.process}/u0a{(package.uid if package else 0) % 100000 - 10000} "
            f"for next-top-activity {{{target.component}}}",
            uid=1000,
        )

    def _pause(self, activity: Activity, *, wait: bool) -> None:
        if activity is self.home or activity.pid is None:
            with self._lock:
                activity.state = "PAUSED" if activity.pid else activity.state
            return
        self._tell(activity, "pause")
        if wait:
            with self._changed:
                self._changed.wait_for(lambda: activity.state != "RESUMED", PAUSE_TIMEOUT)
        with self._lock:
            # An app that does not answer in time is taken for paused, as on a phone.
            if activity.state == "RESUMED":
                activity.state = "PAUSED"

    def _tell(self, activity: Activity, what: str) -> None:
        if activity.pid is not None and activity is not self.home:
            self.launcher.deliver(
                activity.pid, {"event": "lifecycle", "state": what, "activity": activity.name}
            )

    def _all(self) -> list[Activity]:
        return [a for task in self.tasks for a in task.activities]

    def _notify(self) -> None:
        self._changed.notify_all()
        for listener in list(self.changed):
            listener()

    # -- what apps report

    def _find(self, pid: int, package: str, name: str) -> Activity | None:
        matching = [
            a for a in self._all() if a.package == package and a.name == name and a.pid in (pid, None)
        ]
        return matching[-1] if matching else None

    def resumed(self, pid: int, package: str, activity: str) -> None:
        """Note that an activity is in front; one the phone did not start goes on top of its own task."""
        with self._lock:
            found = self._find(pid, package, activity)
            if found is None:
                task = next((t for t in self.tasks if t.affinity == package), None)
                if task is None:
                    task = Task(next(self._numbers), package)
                    self.tasks.append(task)
                self._raise(task)
                found = Activity(package=package, name=activity, task=task.number, pid=pid)
                task.activities.append(found)
            found.pid, found.told = pid, True
            for other in self._all():
                if other is not found and other.state == "RESUMED":
                    other.state = "PAUSED"
            found.state = "RESUMED"
            hidden = [a for a in self._all() if a is not found and a.state == "PAUSED"]
            self._notify()
        for other in hidden:
            self._jobs.post(lambda other=other: self._stop(other))  # type: ignore[misc]

    def _stop(self, activity: Activity) -> None:
        with self._lock:
            if activity.state != "PAUSED" or (self.front() is activity and self.screen_on):
                return
            activity.state = "STOPPED"
        self._tell(activity, "stop")

    def paused(self, pid: int, package: str, activity: str) -> None:
        """Note that an activity has paused."""
        self._set(pid, package, activity, "PAUSED", only_from=("RESUMED", "INITIALIZING"))

    def stopped(self, pid: int, package: str, activity: str) -> None:
        """Note that an activity has stopped."""
        self._set(pid, package, activity, "STOPPED", only_from=("PAUSED", "INITIALIZING"))

    def _set(
        self, pid: int, package: str, activity: str, state: State, *, only_from: tuple[State, ...]
    ) -> None:
        with self._lock:
            found = self._find(pid, package, activity)
            if found is not None and found.state in only_from:
                found.state = state
                self._notify()

    def drew(self, pid: int, package: str, activity: str) -> None:
        """Note that an activity has shown a screen."""
        with self._lock:
            found = self._find(pid, package, activity)
            if found is not None and found.drawn is None:
                found.drawn = time.monotonic_ns()
                took = (found.drawn - found.started) // 1_000_000
                self._log.write(
                    "I",
                    "ActivityTaskManager",
                    SYSTEM_SERVER,
                    f"Displayed {found.component}: +{took}ms",
                    uid=1000,
                )
                self._notify()

    def finished(self, pid: int, package: str, activity: str) -> None:
        """Note that an activity finished; what is below comes to the front, then it is destroyed."""
        with self._lock:
            found = self._find(pid, package, activity)
            if found is None:
                return
            was_front = self.front() is found
            self._drop([found])
            if was_front:
                self._move(self.front())
            self._notify()
        self._jobs.post(lambda: self._tell(found, "destroy"))

    def _drop(self, activities: list[Activity]) -> None:
        for task in list(self.tasks):
            had = bool(task.activities)
            task.activities = [a for a in task.activities if a not in activities]
            if had and not task.activities:
                was_front = task is self.tasks[-1]
                self.tasks.remove(task)
                if was_front:
                    # A task that empties in front gives way to home, not to whatever app was before it.
                    self._raise(next(t for t in self.tasks if t.number == 1))
        for activity in activities:
            activity.state = "DESTROYED"

    def _process_ended(self, process: Process) -> None:
        with self._lock:
            front = self.front()
            mine = [a for a in self._all() if a.pid == process.pid]
            lost = [a for a in mine if a is front or a.state in ("RESUMED", "INITIALIZING")]
            for activity in mine:
                activity.pid, activity.told = None, False
                if activity not in lost:
                    activity.state = "STOPPED"
            self._drop(lost)
            if lost:
                self._move(self.front())
            self._notify()

    # -- from outside

    def remove_package(self, package: str) -> None:
        """Drop every activity of a package, as force-stop does (its processes are ended by the caller)."""
        with self._lock:
            was_front = self.front().package == package
            self._drop([a for a in self._all() if a.package == package])
            if was_front:
                self._raise(next(t for t in self.tasks if t.number == 1))
                self._move(self.home)
            self._notify()

    def set_screen(self, *, on: bool) -> None:
        """Switch the screen on or off: the front activity resumes, or pauses and stops."""
        with self._lock:
            if self.screen_on == on:
                return
            self.screen_on = on
            front = self.front()
            self._notify()
        if on:
            self._jobs.post(lambda: self._transit(front))
        else:
            self._jobs.post(lambda: self._sleep(front))

    def _sleep(self, front: Activity) -> None:
        if front.state == "RESUMED":
            self._pause(front, wait=True)
        self._stop(front)

    def cover(self, *, covered: bool) -> None:
        """Pause the front activity under a dialog of the system, or resume it when the dialog goes."""
        with self._lock:
            self.overlaid = covered
            front = self.front()
            self._notify()
        if covered:
            self._jobs.post(lambda: self._pause(front, wait=False))
        else:
            self._jobs.post(lambda: self._transit(front))
