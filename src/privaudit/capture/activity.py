"""Which activity is in front, which processes run, whether the screen is on and locked: Android 4.4 to 16.

One shell command asks all of it (`watch_command`), already thinned on the phone; the parsers read the lines
the versions print for it.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from privaudit.capture.device import quoted
from privaudit.model.event import AppState

_LINES: Final = (
    "ResumedActivity|mFocusedActivity|mFocusedApp=|mCurrentFocus=|mWakefulness=|Display Power: state="
    "|mScreenOn=|mShowingLockscreen=|isStatusBarKeyguard=|mDreamingLockscreen=|mKeyguardShowing="
)
FRONT_COMMAND: Final = (
    f"(dumpsys activity activities; dumpsys window; dumpsys power) | grep -E {quoted([_LINES])}"
)
"""The command whose answer `parse_front` reads."""

_MARK: Final = "--processes--"
_LINE_LIMIT: Final = 5_000
_COMPONENT: Final = r"([A-Za-z][\w.]{0,254})/([\w.$]{1,255})"
_RECORD: Final = re.compile(rf"ActivityRecord\{{\S{{1,20}} (?:u\d{{1,6}} )?{_COMPONENT}")
_WINDOW: Final = re.compile(rf"Window\{{\S{{1,20}} (?:u\d{{1,6}} )?{_COMPONENT}")
_SWITCH: Final = re.compile(r"\b(m\w{1,60}|isStatusBarKeyguard)=(true|false)\b")
_PID_LIMIT: Final = 2**31
_PROCESS_COLUMNS_API: Final = 26

PERMISSION_DIALOGS: Final = frozenset({
    "com.android.permissioncontroller", "com.google.android.permissioncontroller",
    "com.android.packageinstaller", "com.google.android.packageinstaller", "com.lbe.security.miui",
})  # fmt: skip
"""Packages that show the system's permission dialog on top of the app that asked."""


class Front(msgspec.Struct, frozen=True, kw_only=True):
    """What is in front: resumed and focused component (package, activity), screen on, lock screen showing.

    `locked` is None where the phone did not say.
    """

    resumed: tuple[str, str] | None = None
    focused: tuple[str, str] | None = None
    screen_on: bool = True
    locked: bool | None = None

    @property
    def package(self) -> str:
        """The package in front, or an empty string."""
        shown = self.resumed or self.focused
        return shown[0] if shown else ""


class AppWatch(msgspec.Struct, frozen=True, kw_only=True):
    """One look at the app: what is in front, and its processes by pid."""

    front: Front
    processes: dict[int, str]

    def state(self, package: str) -> AppState:
        """Return the app's state; a permission dialog over it leaves it in the foreground."""
        if not self.processes:
            return "stopped"
        front = self.front
        if not front.screen_on or front.locked:
            return "background"
        if front.resumed and (front.resumed[0] == package or front.resumed[0] in PERMISSION_DIALOGS):
            return "foreground"
        return "starting" if front.focused and front.focused[0] == package else "background"


def watch_command(package: str, *, api_level: int) -> str:
    """Return the shell command whose answer `parse_watch` reads: one call, thinned on the phone."""
    processes = "ps -A -o PID,NAME" if api_level >= _PROCESS_COLUMNS_API else "ps"
    return f"{FRONT_COMMAND}; echo {_MARK}; {processes} | grep -F {quoted([package])}"


def parse_watch(text: str, package: str) -> AppWatch:
    """Read the answer of `watch_command`."""
    front, _, processes = text.partition(_MARK)
    return AppWatch(front=parse_front(front), processes=parse_processes(processes, package))


def parse_front(text: str) -> Front:
    """Read the lines about focus, power and lock screen of dumpsys activity, window and power."""
    records: dict[str, list[tuple[str, str]]] = {}
    switches: dict[str, bool] = {}
    power = ""
    for line in text.splitlines()[:_LINE_LIMIT]:
        stripped = line.strip()[:1000]
        key = re.split(r"[:=]", stripped, maxsplit=1)[0]
        found = _WINDOW.search(stripped) if key == "mCurrentFocus" else _RECORD.search(stripped)
        if found and key in _FRONT_KEYS:
            records.setdefault(key, []).append((found[1], found[2]))
        elif stripped.startswith(("mWakefulness=", "Display Power: state=")):
            # Wakefulness is the later and finer word: dozing screens still report a display that is on.
            power = stripped.rpartition("=")[2] if stripped.startswith("m") or not power else power
        for name, value in _SWITCH.findall(stripped):
            switches[name] = switches.get(name, False) or value == "true"
    return Front(
        resumed=_resumed(records),
        focused=next((records[key][0] for key in _FOCUS_KEYS if key in records), None),
        screen_on=power in {"Awake", "ON", "Dreaming"} if power else switches.get("mScreenOn", True),
        locked=_locked(switches),
    )


_FOCUS_KEYS: Final = ("mFocusedApp", "mFocusedActivity", "mCurrentFocus")
_RESUMED_KEYS: Final = ("topResumedActivity", "ResumedActivity", "mResumedActivity")
_FRONT_KEYS: Final = frozenset(_FOCUS_KEYS + _RESUMED_KEYS)
_LOCK_KEYS: Final = ("mShowingLockscreen", "isStatusBarKeyguard", "mDreamingLockscreen", "mKeyguardShowing")


def _resumed(records: dict[str, list[tuple[str, str]]]) -> tuple[str, str] | None:
    """Return the resumed component: what the whole system names, else among the stacks' the focused one."""
    for key in _RESUMED_KEYS:
        found = records.get(key)
        if found:
            focused = [one for name in _FOCUS_KEYS for one in records.get(name, [])]
            return next((one for one in found if one in focused), found[0])
    return None


def _locked(switches: dict[str, bool]) -> bool | None:
    told = [switches[name] for name in _LOCK_KEYS if name in switches]
    return any(told) if told else None


def parse_processes(text: str, package: str) -> dict[int, str]:
    """Read `ps` lines: pid to process name, for the processes named after the package (`pkg`, `pkg:name`)."""
    found: dict[int, str] = {}
    for line in text.splitlines()[:_LINE_LIMIT]:
        columns = line.split()
        if len(columns) < 2 or not (columns[-1] == package or columns[-1].startswith(f"{package}:")):  # noqa: PLR2004
            continue
        number = columns[0] if columns[0].isdigit() else columns[1]
        if number.isascii() and number.isdigit() and int(number[:12]) < _PID_LIMIT:
            found[int(number)] = columns[-1]
    return found
