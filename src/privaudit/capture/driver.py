"""The stage a scenario plays on: drives one phone through adb alone.

`Driver` implements `privaudit.model.stage.Stage`. What goes into the evidence, and how the audited app is
started under instrumentation, is handed in by the session.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from typing import Final, Protocol

from privaudit.capture.activity import FRONT_COMMAND, Front, parse_front, parse_watch, watch_command
from privaudit.capture.adb_wire import shorten
from privaudit.capture.device import Device, check_package
from privaudit.capture.keyboard import Keyboard, accepted
from privaudit.capture.surroundings import Surroundings
from privaudit.capture.ui import Screen
from privaudit.capture.undo import Undo
from privaudit.errors import DeviceError
from privaudit.model.event import Event, Note
from privaudit.model.stage import Key
from privaudit.model.ui import UiTree

_LAUNCHER: Final = ("-a", "android.intent.action.MAIN", "-c", "android.intent.category.LAUNCHER")
_LAUNCHER_FLAGS: Final = "0x10200000"
"""FLAG_ACTIVITY_NEW_TASK | FLAG_ACTIVITY_RESET_TASK_IF_NEEDED: what a home screen sends."""
_RESOLVE_API: Final = 24
_RUNTIME_API: Final = 23
_DISMISS_API: Final = 26
_WAKE_API: Final = 20
_START_LIMIT_S: Final = 30.0
_SETTLE_S: Final = 10.0
_KEPT_GRANTS: Final = frozenset({"SYSTEM_FIXED", "POLICY_FIXED", "GRANTED_BY_DEFAULT", "GRANTED_BY_ROLE"})


class Keep(Protocol):
    """Keeps bytes as an artefact and returns their sha256."""

    def __call__(self, data: bytes, *, media_type: str, name: str) -> str:
        """Keep the bytes."""


class Ask(Protocol):
    """Asks the tester; an empty answer when nobody is there."""

    def __call__(self, question: str, choices: tuple[str, ...] = ()) -> str:
        """Ask."""


class Launcher(Protocol):
    """Starts the audited app, instrumented, as `Stage.launch` is asked to."""

    def __call__(self, package: str, *, stop: bool, arguments: dict[str, str]) -> None:
        """Start it."""


class Driver:
    """A phone with the app under audit on it; methods raise DeviceError when it is gone or refuses.

    `launcher` starts the audited app; without one it is started plainly (`launch_plainly`). `stopping` ends a
    `sleep` at once. Changes to the phone are noted on `undo`.
    """

    def __init__(
        self,
        device: Device,
        package: str,
        *,
        emit: Callable[[Event], object],
        keep: Keep,
        ask: Ask,
        undo: Undo,
        launcher: Launcher | None = None,
        stopping: threading.Event | None = None,
    ) -> None:
        self.package = check_package(package)
        self.device = device
        self._emit = emit
        self._keep = keep
        self._ask = ask
        self._undo = undo
        self._launcher = launcher
        self._stopping = stopping or threading.Event()
        self._screen = Screen(device)
        self._keyboard = Keyboard(device, undo)
        self._surroundings = Surroundings(device, undo)
        self._noted: set[str] = set()

    # -- the run ----------------------------------------------------------------------------------

    def now_ns(self) -> int:
        """Return the host's UTC wall clock in ns."""
        return time.time_ns()

    def sleep(self, ms: int) -> None:
        """Wait; raises KeyboardInterrupt at once when the run is being stopped."""
        if self._stopping.wait(max(0, ms) / 1000):
            raise KeyboardInterrupt

    def emit(self, event: Event) -> None:
        """Record an event in the evidence."""
        self._emit(event)

    def keep(self, data: bytes, *, media_type: str, name: str) -> str:
        """Keep bytes as an artefact and return their sha256."""
        return self._keep(data, media_type=media_type, name=name)

    def ask(self, question: str, choices: tuple[str, ...] = ()) -> str:
        """Ask the tester and return the answer."""
        return self._ask(question, choices)

    # -- the screen -------------------------------------------------------------------------------

    def ui(self) -> UiTree:
        """Return what is on the screen now; what of it was not understood is noted once."""
        dump = self._screen.dump()
        for problem in dump.problems:
            if problem not in self._noted:
                self._noted.add(problem)
                now = self.now_ns()
                self._emit(Note(at=now, seen=now, topic="screen.ui", text=problem))
        return dump.tree

    def size(self) -> tuple[int, int]:
        """Return the screen's width and height in pixels, as it is turned now."""
        text = self.device.shell("dumpsys window displays | grep cur=; wm size").out
        # `wm size` knows no rotation; what the window manager lays out for does.
        found = re.search(r"\bcur=(\d{1,5})x(\d{1,5})", text)
        found = found or re.search(r"Override size: (\d{1,5})x(\d{1,5})", text)
        found = found or re.search(r"Physical size: (\d{1,5})x(\d{1,5})", text)
        if not found:
            raise DeviceError(f"the phone did not tell its screen's size: {shorten(text)!r}")
        return int(found[1]), int(found[2])

    def screenshot(self) -> bytes:
        """Return the screen as PNG."""
        return self._screen.screenshot()

    def tap(self, x: int, y: int) -> None:
        """Tap a pixel."""
        accepted(self.device, ["input", "tap", str(x), str(y)])

    def press(self, x: int, y: int, ms: int) -> None:
        """Hold a pixel down for a time."""
        self.swipe(x, y, x, y, ms)

    def swipe(self, x1: int, y1: int, x2: int, y2: int, ms: int) -> None:
        """Move a finger from one pixel to another."""
        accepted(self.device, ["input", "swipe", *(str(value) for value in (x1, y1, x2, y2, ms))])

    def type_text(self, text: str) -> None:
        """Type into the focused field."""
        self._keyboard.type(text)

    def key(self, key: Key) -> None:
        """Press a key."""
        self._keyboard.key(key)

    def screen(self, *, on: bool) -> None:
        """Switch the screen on, unlocking it where no code is needed, or off."""
        if self._front().screen_on != on:
            if self.device.api_level >= _WAKE_API:
                self.key("wakeup" if on else "sleep")
            else:
                self.key("power")
            self._until(lambda: self._front().screen_on == on, f"switch the screen {'on' if on else 'off'}")
        if on and self._front().locked:
            self._unlock()

    def _unlock(self) -> None:
        if self.device.api_level >= _DISMISS_API:
            self.device.shell(["wm", "dismiss-keyguard"])
        else:
            self.key("menu")
        if not self._front().locked:
            return
        width, height = self.size()
        self.swipe(width // 2, height * 4 // 5, width // 2, height // 5, 300)
        self._until(
            lambda: not self._front().locked,
            "unlock the screen",
            hint="A screen locked with a code must be unlocked by hand: take the code off for the audit.",
        )

    # -- apps -------------------------------------------------------------------------------------

    def launch(self, package: str, *, stop: bool, arguments: dict[str, str]) -> None:
        """Start a package's launcher activity, instrumented if it is the audited app."""
        if package == self.package and self._launcher is not None:
            self._launcher(package, stop=stop, arguments=arguments)
        else:
            self.launch_plainly(package, stop=stop, arguments=arguments)

    def launch_plainly(self, package: str, *, stop: bool, arguments: dict[str, str]) -> None:
        """Start a package's launcher activity as its icon does; `arguments` become string extras."""
        if stop:
            self.stop(package)
        component = self._launcher_activity(package)
        extras = [part for name, value in arguments.items() for part in ("--es", name, value)]
        if component:
            command = ["am", "start", "-n", component, *_LAUNCHER, "-f", _LAUNCHER_FLAGS, *extras]
            self._started(command)
        elif extras:
            raise DeviceError(f"{package} has no launcher activity that can take arguments")
        else:
            told = self.device.shell(
                ["monkey", "-p", check_package(package), *_LAUNCHER[2:], "1"], timeout=_START_LIMIT_S
            )
            if told.code or "monkey aborted" in told.text:
                raise DeviceError(
                    f"{package} has no launcher activity", hint="Is it installed for this user and enabled?"
                )

    def _launcher_activity(self, package: str) -> str:
        """Return `package/activity` of the app's icon, empty where the phone's shell cannot tell."""
        check_package(package)
        if self.device.api_level < _RESOLVE_API:
            return ""
        told = self.device.shell(["cmd", "package", "resolve-activity", "--brief", *_LAUNCHER, package])
        found = re.findall(rf"^\s*({re.escape(package)}/[\w.$]+)\s*$", told.out, re.MULTILINE)
        return found[-1] if found else ""

    def _started(self, command: list[str]) -> None:
        told = accepted(self.device, command)
        refused = re.search(r"(?:Permission Denial|Error type \d|Error:)[^\n]{0,300}", told)
        if refused:
            raise DeviceError(f"the phone did not start it: {refused[0]}")

    def stop(self, package: str) -> None:
        """Force-stop a package."""
        self.device.shell(["am", "force-stop", check_package(package)]).check()

    def clear(self, package: str) -> None:
        """Delete a package's data and reset its permissions."""
        told = self.device.shell(["pm", "clear", check_package(package)], timeout=60)
        if "Success" not in told.out:
            raise DeviceError(
                f"the data of {package} was not deleted: {shorten(told.text) or 'no reason given'}",
                hint="Is the app installed? MIUI needs USB debugging (Security settings).",
            )
        for name, grant in self.device.package_dump(package).grants.items():
            if grant.runtime and grant.granted and not _KEPT_GRANTS.intersection(grant.flags):
                self.revoke(package, name)

    def foreground(self) -> None:
        """Bring the audited app back to the front without restarting it; start it if it no longer runs."""
        command = watch_command(self.package, api_level=self.device.api_level)
        watch = parse_watch(self.device.shell(command).out, self.package)
        component = self._launcher_activity(self.package)
        if watch.processes and component:
            self._started(["am", "start", "-n", component, *_LAUNCHER, "-f", _LAUNCHER_FLAGS])
        else:
            self.launch(self.package, stop=False, arguments={})

    def foreground_package(self) -> str:
        """Return the package whose activity is in front, or an empty string."""
        return self._front().package

    def _front(self) -> Front:
        return parse_front(self.device.shell(FRONT_COMMAND).out)

    # -- permissions ------------------------------------------------------------------------------

    def grant(self, package: str, permission: str) -> None:
        """Grant a run-time permission from outside."""
        self._change("grant", package, permission)

    def revoke(self, package: str, permission: str) -> None:
        """Revoke a run-time permission from outside."""
        self._change("revoke", package, permission)

    def _change(self, verb: str, package: str, permission: str) -> None:
        if self.device.api_level < _RUNTIME_API:
            raise DeviceError(
                f"Android {self.device.info().android} has no run-time permissions",
                hint="They come with Android 6; before, installing an app grants all it asks for.",
            )
        told = self.device.shell(["pm", verb, check_package(package), permission])
        if told.code or "Exception" in told.text or told.text.startswith(("Error", "Operation not allowed")):
            raise DeviceError(
                f"the phone did not {verb} {shorten(permission)}: {shorten(told.text, 300)}",
                hint="Does the app ask for it in its manifest? MIUI needs USB debugging (Security settings).",
            )

    def permissions(self, package: str) -> dict[str, bool]:
        """Return the run-time permissions the package requests and whether each is granted."""
        grants = self.device.package_dump(package).grants
        return {name: grant.granted for name, grant in grants.items() if grant.runtime}

    # -- surroundings -----------------------------------------------------------------------------

    def open_link(self, url: str) -> None:
        """Send a VIEW intent for a URL."""
        self._started(["am", "start", "-a", "android.intent.action.VIEW", "-d", url])

    def set_location(self, latitude: float, longitude: float) -> None:
        """Set a mock location (degrees, WGS-84)."""
        self._surroundings.set_location(latitude, longitude)

    def set_airplane_mode(self, *, on: bool) -> None:
        """Switch airplane mode."""
        self._surroundings.set_airplane_mode(on=on)

    def airplane_mode(self) -> bool:
        """Return whether airplane mode is on."""
        return self._surroundings.airplane_mode()

    def add_media(self, files: tuple[str, ...]) -> None:
        """Copy files of the host into the phone's gallery."""
        self._surroundings.add_media(files)

    def _until(self, reached: Callable[[], bool], what: str, *, hint: str = "") -> None:
        end = time.monotonic() + _SETTLE_S
        while not reached():
            if time.monotonic() > end:
                raise DeviceError(f"the phone did not {what}", hint=hint)
            self.sleep(200)
