"""AppOps: the system's own count of who read what, when and from which state."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

from privaudit.virtual.clocks import Clock
from privaudit.virtual.packages import Package, Packages
from privaudit.virtual.permissions import P, Permissions

Mode = Literal["allow", "ignore", "deny", "default", "foreground"]
Answer = Literal["allow", "ignore", "deny"]
MODES: Final[tuple[Mode, ...]] = ("allow", "ignore", "deny", "default", "foreground")

OPS: Final[dict[str, str]] = {
    "COARSE_LOCATION": "ACCESS_COARSE_LOCATION",
    "FINE_LOCATION": "ACCESS_FINE_LOCATION",
    "GPS": "",
    "VIBRATE": "",
    "READ_CONTACTS": "READ_CONTACTS",
    "WRITE_CONTACTS": "WRITE_CONTACTS",
    "READ_CALL_LOG": "READ_CALL_LOG",
    "WRITE_CALL_LOG": "WRITE_CALL_LOG",
    "READ_CALENDAR": "READ_CALENDAR",
    "WRITE_CALENDAR": "WRITE_CALENDAR",
    "WIFI_SCAN": "",
    "POST_NOTIFICATION": "POST_NOTIFICATIONS",
    "NEIGHBORING_CELLS": "",
    "CALL_PHONE": "CALL_PHONE",
    "READ_SMS": "READ_SMS",
    "WRITE_SMS": "",
    "RECEIVE_SMS": "RECEIVE_SMS",
    "SEND_SMS": "SEND_SMS",
    "WRITE_SETTINGS": "",
    "SYSTEM_ALERT_WINDOW": "",
    "ACCESS_NOTIFICATIONS": "",
    "CAMERA": "CAMERA",
    "RECORD_AUDIO": "RECORD_AUDIO",
    "PLAY_AUDIO": "",
    "READ_CLIPBOARD": "",
    "WRITE_CLIPBOARD": "",
    "WAKE_LOCK": "",
    "MONITOR_LOCATION": "",
    "MONITOR_HIGH_POWER_LOCATION": "",
    "GET_USAGE_STATS": "",
    "TOAST_WINDOW": "",
    "READ_PHONE_STATE": "READ_PHONE_STATE",
    "ADD_VOICEMAIL": "",
    "USE_SIP": "",
    "BODY_SENSORS": "BODY_SENSORS",
    "READ_EXTERNAL_STORAGE": "READ_EXTERNAL_STORAGE",
    "WRITE_EXTERNAL_STORAGE": "WRITE_EXTERNAL_STORAGE",
    "GET_ACCOUNTS": "GET_ACCOUNTS",
    "READ_PHONE_NUMBERS": "READ_PHONE_NUMBERS",
    "RUN_IN_BACKGROUND": "",
    "REQUEST_INSTALL_PACKAGES": "",
    "RUN_ANY_IN_BACKGROUND": "",
    "BLUETOOTH_SCAN": "BLUETOOTH_SCAN",
    "BLUETOOTH_CONNECT": "BLUETOOTH_CONNECT",
    "ACTIVITY_RECOGNITION": "ACTIVITY_RECOGNITION",
    "READ_MEDIA_IMAGES": "READ_MEDIA_IMAGES",
    "READ_MEDIA_VIDEO": "READ_MEDIA_VIDEO",
    "READ_MEDIA_AUDIO": "READ_MEDIA_AUDIO",
    "READ_DEVICE_IDENTIFIERS": "",
    "ACCESS_MEDIA_LOCATION": "ACCESS_MEDIA_LOCATION",
    "QUERY_ALL_PACKAGES": "",
    "LEGACY_STORAGE": "",
    "START_FOREGROUND": "",
    "MANAGE_EXTERNAL_STORAGE": "",
    "FINE_LOCATION_SOURCE": "",
    "COARSE_LOCATION_SOURCE": "",
    "MOCK_LOCATION": "",
}
"""Op name to the run-time permission that governs it, as AppOpsManager of Android 13 has them."""
SPELLED: Final = {"GPS": "gps", "POST_NOTIFICATION": "post_notification"}
NOT_ALLOWED_BY_DEFAULT: Final[dict[str, Mode]] = {
    "WRITE_SETTINGS": "default", "SYSTEM_ALERT_WINDOW": "default", "GET_USAGE_STATS": "default",
    "WRITE_SMS": "ignore", "REQUEST_INSTALL_PACKAGES": "default", "READ_DEVICE_IDENTIFIERS": "deny",
    "MANAGE_EXTERNAL_STORAGE": "default", "MOCK_LOCATION": "deny",
}  # fmt: skip


def op_name(name: str) -> str | None:
    """Return the op that `android:fine_location`, `FINE_LOCATION` or a permission name means, or None."""
    short = name.removeprefix("android:").upper()
    if short in OPS:
        return short
    return next((op for op, permission in OPS.items() if permission and P + permission == name), None)


@dataclass
class OpState:
    """One op of one package: last access and reject in ns of UTC by uid state, and how often."""

    mode: Mode | None = None
    accesses: dict[str, int] = field(default_factory=dict)
    rejects: dict[str, int] = field(default_factory=dict)
    count: int = 0
    rejected: int = 0
    running: bool = False
    duration: int | None = None


class AppOps:
    """Modes and counters by package and op; `uid_state` tells top, fg, fgsvc, bg or cch of a package."""

    def __init__(
        self, packages: Packages, permissions: Permissions, lock: threading.RLock, clock: Clock
    ) -> None:
        self._packages = packages
        self._permissions = permissions
        self._lock = lock
        self._clock = clock
        self._ops: dict[str, dict[str, OpState]] = {}
        self._uid_modes: dict[tuple[str, str], Mode] = {}
        self.uid_state: Callable[[str], str] = lambda _package: "cch"
        packages.removed.append(self._forget)

    def _forget(self, package: Package) -> None:
        with self._lock:
            self._ops.pop(package.name, None)
            for key in [k for k in self._uid_modes if k[0] == package.name]:
                del self._uid_modes[key]

    def note(self, package: str, op: str) -> Answer:
        """Count that a package does something and say whether it may; raises ValueError for an unknown op."""
        name = op_name(op)
        if name is None:
            raise ValueError(f"Unknown operation string: {op}")
        with self._lock:
            state = self._state(package, name)
            now, uid_state = self._clock.now(), self.uid_state(package)
            mode = self.mode(package, name)
            if mode == "foreground":
                mode = "allow" if uid_state in ("top", "fg", "fgsvc", "pers") else "ignore"
            if mode in ("allow", "default"):
                state.accesses[uid_state] = now
                state.count += 1
                return "allow"
            state.rejects[uid_state] = now
            state.rejected += 1
            return "ignore" if mode == "ignore" else "deny"

    def _state(self, package: str, op: str) -> OpState:
        return self._ops.setdefault(package, {}).setdefault(op, OpState())

    def mode(self, package: str, op: str) -> Mode:
        """Return the mode in force: the user id's, then the package's own, then the op's default."""
        with self._lock:
            uid_mode = self.uid_mode(package, op)
            if uid_mode is not None and uid_mode != self.default_mode(op):
                return uid_mode
            own = self._ops.get(package, {}).get(op)
            if own is not None and own.mode is not None:
                return own.mode
            return uid_mode or self.default_mode(op)

    @staticmethod
    def default_mode(op: str) -> Mode:
        """Return the mode of an op nobody has set."""
        return NOT_ALLOWED_BY_DEFAULT.get(op, "allow")

    def uid_mode(self, package: str, op: str) -> Mode | None:
        """Return the mode set for the package's user id: by hand, or following its run-time permission."""
        with self._lock:
            forced = self._uid_modes.get((package, op))
            if forced is not None:
                return forced
            permission, found = P + OPS[op], self._packages.get(package)
            if not OPS[op] or found is None or permission not in found.requested_permissions or found.system:
                return None
            grant = self._permissions.grant_of(package, permission)
            if not grant.granted:
                return "ignore"
            background = P + "ACCESS_BACKGROUND_LOCATION"
            located = op in ("FINE_LOCATION", "COARSE_LOCATION")
            only_front = located and not self._permissions.check(package, background)
            return "foreground" if only_front or op in ("CAMERA", "RECORD_AUDIO") else "allow"

    def set_mode(self, package: str, op: str, mode: Mode, *, for_uid: bool = False) -> None:
        """Set a mode as `cmd appops set` does."""
        with self._lock:
            if for_uid:
                self._uid_modes[(package, op)] = mode
            else:
                self._state(package, op).mode = None if mode == "default" else mode

    def reset(self, package: str | None = None) -> None:
        """Undo modes set by hand, for one package or all; counters stay."""
        with self._lock:
            for key in [k for k in self._uid_modes if package in (None, k[0])]:
                del self._uid_modes[key]
            for name, ops in self._ops.items():
                if package in (None, name):
                    for state in ops.values():
                        state.mode = None

    def of(self, package: str) -> dict[str, OpState]:
        """Return the ops of a package that were used or set, in AppOps' own order."""
        with self._lock:
            ops = self._ops.get(package, {})
            return {op: ops[op] for op in OPS if op in ops}

    def uid_modes(self, package: str) -> dict[str, Mode]:
        """Return the modes of the package's user id that differ from the default."""
        with self._lock:
            modes = {op: self.uid_mode(package, op) for op in OPS}
            return {
                op: mode for op, mode in modes.items() if mode is not None and mode != self.default_mode(op)
            }

    def packages(self) -> list[str]:
        """Return the packages that AppOps knows something of."""
        with self._lock:
            return [p.name for p in self._packages.list() if self._ops.get(p.name) or self.uid_modes(p.name)]
