"""The screen and what fingers and keys do to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any, Final

from privaudit.virtual.activities import Activities, Activity
from privaudit.virtual.dispatch import Dispatcher
from privaudit.virtual.launching import Launcher
from privaudit.virtual.packages import PERMISSION_CONTROLLER, Package, Packages
from privaudit.virtual.permission_dialog import ACTIVITY, Ask, Reply, press, questions
from privaudit.virtual.permission_dialog import window as question_tree
from privaudit.virtual.permissions import Permissions
from privaudit.virtual.processes import Process, Processes
from privaudit.virtual.views import View, build
from privaudit.virtual.windows import (
    Screen,
    Window,
    app_window,
    home_window,
    permission_window,
    recents_window,
    starting_window,
)

QUIET: Final = 0.3
"""Seconds without a change after which the screen counts as idle (uiautomator waits for a second)."""
IDLE_TIMEOUT: Final = 10.0
LONG_PRESS: Final = 500
"""ms after which a press is a long one (ViewConfiguration)."""
SLOP: Final = 24
"""Pixels a finger may move and still be tapping."""


class Ui:
    """What every activity shows, which windows follow from it, and where input goes."""

    def __init__(
        self,
        packages: Packages,
        permissions: Permissions,
        processes: Processes,
        activities: Activities,
        *,
        lock: threading.RLock,
        jobs: Dispatcher,
    ) -> None:
        self._packages = packages
        self._permissions = permissions
        self._activities = activities
        self._lock = lock
        self._jobs = jobs
        self._screens: dict[tuple[int, str], Screen] = {}
        self._ask: Ask | None = None
        self._recents = False
        self._touched = time.monotonic()
        self.launcher: Launcher
        self.restless = False
        """When true the screen never idles, as under an endless animation."""
        activities.changed.append(self._touch)
        processes.ended.append(self._process_ended)

    # -- what apps show

    def set_content(self, pid: int, package: str, activity: str, tree: Mapping[str, Any]) -> None:
        """Show a screen of an activity.

        `tree` is a nested object: id, cls, text, desc, hint, clickable, checkable, checked, enabled,
        password, scrollable, focusable, children; a container lays them out downwards, or abreast with
        `"orientation": "horizontal"`. With `"window": "dialog"` at the root it is a dialog in the middle.
        Raises ValueError when it is no such object or too large.
        """
        view = build(tree, package)
        with self._lock:
            old = self._screens.get((pid, activity))
            screen = Screen(
                pid=pid, package=package, activity=activity, view=view, dialog=tree.get("window") == "dialog"
            )
            if old is not None and _same_shape(old.view, view):
                screen.scrolled, screen.focus = old.scrolled, old.focus
            if not screen.focus:
                screen.focus = next((v.path for v in view.walk() if tree_focused(tree, v.path)), "")
            self._screens[(pid, activity)] = screen
            self._touch()
        self._activities.drew(pid, package, activity)

    def ask_permissions(
        self,
        pid: int,
        package: str,
        permissions: list[str] | tuple[str, ...],
        request_code: int,
        reply: Reply | None = None,
    ) -> None:
        """Ask the user, one window a group, and answer the app.

        `reply` gets the permissions and whether each is granted; without it the app gets an event.
        """
        found = self._packages.get(package)
        asked = tuple(permissions)
        answer = reply or self._deliver_answer(pid, request_code)
        with self._lock:
            if found is None or self._ask is not None:
                # "Can request only one set of permissions at a time": the second one is cancelled at once.
                self._jobs.post(lambda: answer((), ()))
                return
            ask = Ask(pid=pid, package=found, permissions=asked, request_code=request_code, reply=answer)
            ask.questions = questions(found, asked, self._permissions)
            ask.total = len(ask.questions)
            if ask.questions:
                self._ask = ask
            self._touch()
        if ask.questions:
            self._activities.cover(covered=True)
        else:
            self._jobs.post(lambda: self._answer(ask))

    def _deliver_answer(self, pid: int, request_code: int) -> Reply:
        def reply(permissions: tuple[str, ...], granted: tuple[bool, ...]) -> None:
            event = {"event": "permissions", "requestCode": request_code, "permissions": list(permissions),
                     "granted": list(granted)}  # fmt: skip
            self.launcher.deliver(pid, event)

        return reply

    def _answer(self, ask: Ask) -> None:
        granted = tuple(self._permissions.check(ask.package.name, p) for p in ask.permissions)
        ask.reply(ask.permissions, granted)
        self._touch()

    def _close_ask(self) -> None:
        with self._lock:
            ask, self._ask = self._ask, None
        if ask is not None:
            # Android gives the result before the activity resumes.
            self._jobs.post(lambda: self._answer(ask))
            self._activities.cover(covered=False)

    def forget(self, package: str) -> None:
        """Drop what a stopped package showed and asked."""
        with self._lock:
            for key in [k for k, s in self._screens.items() if s.package == package]:
                del self._screens[key]
            if self._ask is not None and self._ask.package.name == package:
                self._ask = None
                self._activities.overlaid = False
            self._touch()

    def _process_ended(self, process: Process) -> None:
        with self._lock:
            for key in [k for k in self._screens if k[0] == process.pid]:
                del self._screens[key]
            if self._ask is not None and self._ask.pid == process.pid:
                self._ask = None
                self._activities.overlaid = False
            self._touch()

    # -- what is seen

    def windows(self) -> list[Window]:
        """Return the windows on the screen, the front one last; none while the screen is off."""
        with self._lock:
            if not self._activities.screen_on:
                return []
            front = self._activities.front()
            if front is self._activities.home:
                return [self._home()]
            windows = self._app_windows(front)
            if self._ask is not None and self._ask.package.name == front.package:
                title = f"{PERMISSION_CONTROLLER}/{ACTIVITY}"
                windows.append(permission_window(question_tree(self._ask), PERMISSION_CONTROLLER, title))
            return windows

    def _home(self) -> Window:
        home = self._activities.home.name
        if not self._recents:
            return home_window(self._packages.list(), home)
        tasks = [
            (task.number, self._label(task.affinity))
            for task in reversed(self._activities.tasks)
            if task.number != 1
        ]
        return recents_window(tasks, home)

    def _label(self, package: str) -> str:
        found = self._packages.get(package)
        return found.label if found else package

    def _app_windows(self, front: Activity) -> list[Window]:
        screen = self._screen_of(front)
        if screen is None:
            return [starting_window(front.package, front.name)]
        if not screen.dialog:
            return [app_window(screen)]
        below = next((t for t in self._activities.tasks if t.number == front.task), None)
        others = [
            s for a in (below.activities[:-1] if below else []) if (s := self._screen_of(a)) is not None
        ]
        below_it = [app_window(s) for s in others[-1:]] or [starting_window(front.package, front.name)]
        return [*below_it, app_window(screen)]

    def _screen_of(self, activity: Activity) -> Screen | None:
        return self._screens.get((activity.pid, activity.name)) if activity.pid is not None else None

    def wait_idle(self, seconds: float = IDLE_TIMEOUT) -> bool:
        """Wait until the screen has not changed for a moment; False when it does not come to rest."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.restless:
                time.sleep(min(0.2, max(0.0, end - time.monotonic())))
                continue
            rest = self._touched + QUIET - time.monotonic()
            if rest <= 0 and self._jobs.wait_quiet(0.2) and self._drawn():
                return True
            time.sleep(max(0.02, min(rest, 0.3)))
        return False

    def _drawn(self) -> bool:
        with self._lock:
            front = self._activities.front()
            return (
                front is self._activities.home
                or not self._activities.screen_on
                or self._screen_of(front) is not None
            )

    def _touch(self) -> None:
        self._touched = time.monotonic()

    # -- fingers

    def tap(self, x: int, y: int, *, ms: int = 0) -> None:
        """Touch a pixel for a time."""
        with self._lock:
            self._touch()
            windows = self.windows()
            if not windows:
                return
            window = windows[-1]
            view = _hit(window.root, x, y)
            if view is None or not view.enabled:
                return
            if window.kind == "home":
                self._tap_home(view)
                return
            if window.kind == "permission":
                self._tap_question(view)
                return
            screen = self._screen_of(self._activities.front())
        if screen is not None:
            self._tap_app(screen, view, long=ms >= LONG_PRESS and view.long_clickable)

    def _tap_home(self, view: View) -> None:
        if view.path.startswith("task:"):
            self._recents = False
            self._activities.bring_back(int(view.path.removeprefix("task:")))
            return
        package = self._packages.get(view.path)
        if package is not None and package.launcher:
            self.launch(package)

    def launch(self, package: Package) -> tuple[Activity, str]:
        """Start a package as its icon does."""
        self._recents = False
        component = f"{package.name}/{package.launcher}"
        intent = (
            "act=android.intent.action.MAIN cat=[android.intent.category.LAUNCHER] "
            f"flg=0x10200000 cmp={component}"
        )
        return self._activities.start(package.name, package.launcher, intent=intent, launch=True)

    def _tap_question(self, view: View) -> None:
        if (
            self._ask is not None
            and press(self._ask, view.resource_id, self._permissions)
            and not self._ask.questions
        ):
            self._close_ask()

    def _tap_app(self, screen: Screen, view: View, *, long: bool) -> None:
        event: dict[str, Any] = {"event": "longclick" if long else "click", "id": view.id, "path": view.path}
        with self._lock:
            if view.editable:
                screen.focus = view.path
            if view.checkable and not long:
                view.checked = True if view.kind == "RadioButton" else not view.checked
                event.update(event="toggle", checked=view.checked)
        pid = screen.pid
        self._jobs.post(lambda: self.launcher.deliver(pid, event))

    def swipe(self, x1: int, y1: int, x2: int, y2: int, ms: int) -> None:
        """Move a finger: what scrolls under it follows; one that hardly moves is a tap, or a long press."""
        if abs(x1 - x2) <= SLOP and abs(y1 - y2) <= SLOP:
            self.tap(x1, y1, ms=ms)
            return
        with self._lock:
            self._touch()
            front = self._activities.front()
            screen = self._screen_of(front)
            windows = self.windows()
            if screen is None or not windows or windows[-1].kind not in ("app", "dialog"):
                return
            under = [v for v in windows[-1].root.walk() if v.scrollable and v.visible and _inside(v, x1, y1)]
            if under:
                target = under[-1]
                now = min(screen.scrolled.get(target.path, 0), target.overflow)
                screen.scrolled[target.path] = max(0, min(target.overflow, now + y1 - y2))

    # -- keys

    def focused(self) -> tuple[Screen, View] | None:
        """Return the text field that has the focus, with its screen."""
        with self._lock:
            screen = self._screen_of(self._activities.front())
            if screen is None or self._ask is not None or not self._activities.screen_on:
                return None
            view = next(
                (v for v in screen.view.walk() if v.path == screen.focus and v.editable and screen.focus),
                None,
            )
            return (screen, view) if view is not None else None

    def type(self, text: str) -> None:
        """Type into the focused field."""
        self._edit(lambda old: old + text)

    def erase(self) -> None:
        """Delete the last character of the focused field."""
        self._edit(lambda old: old[:-1])

    def _edit(self, change: Any) -> None:
        with self._lock:
            self._touch()
            found = self.focused()
            if found is None:
                return
            screen, view = found
            view.text = change(view.text)
            event = {"event": "text", "id": view.id, "path": view.path, "text": view.text}
            pid = screen.pid
        self._jobs.post(lambda: self.launcher.deliver(pid, event))

    def move_focus(self) -> None:
        """Give the focus to the next text field."""
        with self._lock:
            screen = self._screen_of(self._activities.front())
            if screen is not None:
                fields = [v.path for v in screen.view.walk() if v.editable]
                if fields:
                    place = fields.index(screen.focus) + 1 if screen.focus in fields else 0
                    screen.focus = fields[place % len(fields)]
            self._touch()

    def home(self) -> None:
        """Show the home screen; a permission question that is open is left unanswered and cancelled."""
        self._recents = False
        self.cancel_question()
        self._activities.go_home()

    def recents(self) -> None:
        """Show the recent apps."""
        self.home()
        self._recents = True

    def back(self) -> None:
        """Go back: cancel the permission question, or leave it to the app in front."""
        with self._lock:
            self._touch()
            self._recents = False
            front = self._activities.front()
            pid = front.pid
        if self.cancel_question() or front is self._activities.home or pid is None:
            return
        self._jobs.post(lambda: self.launcher.deliver(pid, {"event": "back"}))

    def key(self, code: int) -> None:
        """Give any other key to the app in front."""
        with self._lock:
            self._touch()
            front = self._activities.front()
            pid = front.pid
        if pid is not None and front is not self._activities.home:
            self._jobs.post(lambda: self.launcher.deliver(pid, {"event": "key", "code": code}))

    def cancel_question(self) -> bool:
        """Close the permission question without an answer; False when there is none."""
        with self._lock:
            if self._ask is None:
                return False
            self._ask.questions.clear()
        self._close_ask()
        return True


def tree_focused(tree: Mapping[str, Any], path: str) -> bool:
    """Return whether the app asked for the focus on a view of its tree."""
    node: Any = tree
    for part in path.split(".") if path else ():
        node = node["children"][int(part)]
    return bool(node.get("focused"))


def _same_shape(old: View, new: View) -> bool:
    return [(v.path, v.id, v.cls) for v in old.walk()] == [(v.path, v.id, v.cls) for v in new.walk()]


def _inside(view: View, x: int, y: int) -> bool:
    left, top, right, bottom = view.bounds
    return left <= x < right and top <= y < bottom


def _hit(root: View, x: int, y: int) -> View | None:
    """Return the clickable view that a touch reaches: the front one there, else what is around it."""
    found: View | None = None
    for child in reversed(root.children):
        if child.visible and _inside(child, x, y):
            found = _hit(child, x, y)
            if found is not None:
                break
    if found is not None:
        return found
    return root if root.clickable and _inside(root, x, y) else None
