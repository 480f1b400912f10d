"""Permissions: which exist, which of them each package holds, and with which flags."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Final

from privaudit.virtual.packages import Package, Packages

P: Final = "android.permission."
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "CONTACTS": ("READ_CONTACTS", "WRITE_CONTACTS", "GET_ACCOUNTS"),
    "CALENDAR": ("READ_CALENDAR", "WRITE_CALENDAR"),
    "SMS": ("SEND_SMS", "RECEIVE_SMS", "READ_SMS", "RECEIVE_WAP_PUSH", "RECEIVE_MMS"),
    "STORAGE": ("READ_EXTERNAL_STORAGE", "WRITE_EXTERNAL_STORAGE", "ACCESS_MEDIA_LOCATION"),
    "READ_MEDIA_VISUAL": ("READ_MEDIA_IMAGES", "READ_MEDIA_VIDEO"),
    "READ_MEDIA_AURAL": ("READ_MEDIA_AUDIO",),
    "LOCATION": ("ACCESS_FINE_LOCATION", "ACCESS_COARSE_LOCATION", "ACCESS_BACKGROUND_LOCATION"),
    "CALL_LOG": ("READ_CALL_LOG", "WRITE_CALL_LOG", "PROCESS_OUTGOING_CALLS"),
    "PHONE": ("READ_PHONE_STATE", "READ_PHONE_NUMBERS", "CALL_PHONE", "ANSWER_PHONE_CALLS"),
    "MICROPHONE": ("RECORD_AUDIO",),
    "ACTIVITY_RECOGNITION": ("ACTIVITY_RECOGNITION",),
    "CAMERA": ("CAMERA",),
    "SENSORS": ("BODY_SENSORS", "BODY_SENSORS_BACKGROUND"),
    "NOTIFICATIONS": ("POST_NOTIFICATIONS",),
    "NEARBY_DEVICES": ("BLUETOOTH_SCAN", "BLUETOOTH_CONNECT", "BLUETOOTH_ADVERTISE", "NEARBY_WIFI_DEVICES"),
}
"""The run-time permissions of Android 13 by group, from the groups of its framework's manifest."""
GROUP_OF: Final = {P + name: group for group, names in GROUPS.items() for name in names}
NORMAL: Final = frozenset(
    P + name
    for name in (
        "ACCESS_NETWORK_STATE",
        "ACCESS_WIFI_STATE",
        "ACCESS_NOTIFICATION_POLICY",
        "BLUETOOTH",
        "BLUETOOTH_ADMIN",
        "BROADCAST_STICKY",
        "CHANGE_NETWORK_STATE",
        "CHANGE_WIFI_MULTICAST_STATE",
        "CHANGE_WIFI_STATE",
        "DISABLE_KEYGUARD",
        "EXPAND_STATUS_BAR",
        "FOREGROUND_SERVICE",
        "GET_PACKAGE_SIZE",
        "HIGH_SAMPLING_RATE_SENSORS",
        "INTERNET",
        "KILL_BACKGROUND_PROCESSES",
        "MODIFY_AUDIO_SETTINGS",
        "NFC",
        "QUERY_ALL_PACKAGES",
        "READ_BASIC_PHONE_STATE",
        "READ_SYNC_SETTINGS",
        "RECEIVE_BOOT_COMPLETED",
        "REORDER_TASKS",
        "REQUEST_DELETE_PACKAGES",
        "REQUEST_IGNORE_BATTERY_OPTIMIZATIONS",
        "SCHEDULE_EXACT_ALARM",
        "SET_WALLPAPER",
        "TRANSMIT_IR",
        "USE_BIOMETRIC",
        "USE_FINGERPRINT",
        "USE_FULL_SCREEN_INTENT",
        "VIBRATE",
        "WAKE_LOCK",
    )
)
"""Permissions given at install without asking."""
SPECIAL: Final = frozenset(P + name for name in (
    "READ_PRIVILEGED_PHONE_STATE", "PACKAGE_USAGE_STATS", "SYSTEM_ALERT_WINDOW", "WRITE_SETTINGS",
    "MANAGE_EXTERNAL_STORAGE", "REQUEST_INSTALL_PACKAGES", "LOCAL_MAC_ADDRESS", "READ_LOGS", "DUMP",
    "WRITE_SECURE_SETTINGS", "INSTALL_PACKAGES", "DELETE_PACKAGES", "GRANT_RUNTIME_PERMISSIONS",
))  # fmt: skip
"""Permissions an ordinary app does not get by asking."""
REVIEWED: Final = ("USER_SENSITIVE_WHEN_GRANTED", "USER_SENSITIVE_WHEN_DENIED")
OWN_PERMISSIONS: Final = frozenset({"DYNAMIC_RECEIVER_NOT_EXPORTED_PERMISSION"})


class RefusedChangeError(Exception):
    """A change of a permission that Android refuses; `exception` is the Java class it throws."""

    def __init__(self, exception: str, message: str) -> None:
        super().__init__(message)
        self.exception = exception
        self.message = message


@dataclass
class Grant:
    """Whether a run-time permission is held, and its flags (USER_SET: answered, USER_FIXED: for good)."""

    granted: bool = False
    flags: tuple[str, ...] = ()
    one_time: bool = False
    only_foreground: bool = False


class Permissions:
    """Run-time permissions by package; normal ones are held by whoever asks."""

    def __init__(self, packages: Packages, lock: threading.RLock) -> None:
        self._packages = packages
        self._lock = lock
        self._grants: dict[tuple[str, str], Grant] = {}
        packages.removed.append(self._reset)

    def _reset(self, package: Package) -> None:
        with self._lock:
            for key in [k for k in self._grants if k[0] == package.name]:
                del self._grants[key]

    def reset(self, package: str) -> None:
        """Forget every answer given for a package."""
        found = self._packages.get(package)
        if found is not None:
            self._reset(found)

    @staticmethod
    def known(permission: str) -> bool:
        """Return whether the phone knows a permission."""
        return permission in GROUP_OF or permission in NORMAL or permission in SPECIAL

    @staticmethod
    def dangerous(permission: str) -> bool:
        """Return whether a permission is asked for at run time."""
        return permission in GROUP_OF

    def check(self, package: str, permission: str) -> bool:
        """Return whether a package holds a permission now."""
        with self._lock:
            found = self._packages.get(package)
            if found is None or permission not in found.requested_permissions:
                return False
            if found.system:
                return True
            if permission in GROUP_OF:
                return self.grant_of(package, permission).granted
            return permission in NORMAL or permission.startswith(package + ".")

    def grant_of(self, package: str, permission: str) -> Grant:
        """Return the state of a run-time permission of a package."""
        with self._lock:
            return self._grants.setdefault((package, permission), Grant())

    def flags(self, package: str, permission: str) -> tuple[str, ...]:
        """Return the flags as `dumpsys package` prints them, e.g. USER_SET."""
        grant = self.grant_of(package, permission)
        flags = (*grant.flags, *REVIEWED)
        return (*flags, "ONE_TIME") if grant.one_time else flags

    def runtime(self, package: str) -> dict[str, Grant]:
        """Return the run-time permissions a package asks for, with their state."""
        found = self._packages.get(package)
        if found is None:
            return {}
        return {
            name: self.grant_of(package, name) for name in found.requested_permissions if name in GROUP_OF
        }

    def grant(self, package: str, permission: str) -> None:
        """Grant from outside, as `pm grant` does; raises RefusedChangeError in Android's words."""
        self._changeable(package, permission, "grant")
        self.answer(package, permission, granted=True)
        self.grant_of(package, permission).flags = ()

    def revoke(self, package: str, permission: str) -> None:
        """Revoke from outside, as `pm revoke` does; raises RefusedChangeError in Android's words."""
        self._changeable(package, permission, "revoke")
        self.answer(package, permission, granted=False)
        self.grant_of(package, permission).flags = ()

    def _changeable(self, package: str, permission: str, verb: str) -> None:
        found = self._packages.get(package)
        if found is None:
            raise RefusedChangeError("java.lang.IllegalArgumentException", f"Unknown package: {package}")
        if not self.known(permission):
            raise RefusedChangeError(
                "java.lang.IllegalArgumentException", f"Unknown permission: {permission}"
            )
        if permission not in found.requested_permissions:
            message = f"Package {package} has not requested permission {permission}"
            raise RefusedChangeError("java.lang.SecurityException", message)
        if permission not in GROUP_OF:
            message = f"Permission {permission} requested by {package} is not a changeable permission type"
            raise RefusedChangeError("java.lang.SecurityException", message)
        del verb

    def end_one_time(self, package: str) -> None:
        """Take back what was granted for one time only, as when the app has left the screen and ended."""
        with self._lock:
            for name, grant in self.runtime(package).items():
                if grant.one_time:
                    self._grants[(package, name)] = Grant()

    def answer(
        self,
        package: str,
        permission: str,
        *,
        granted: bool,
        fixed: bool = False,
        one_time: bool = False,
        only_foreground: bool = False,
    ) -> None:
        """Record the user's answer in the dialog: USER_SET, and USER_FIXED when the app may not ask again."""
        with self._lock:
            grant = self.grant_of(package, permission)
            grant.granted = granted
            grant.one_time = granted and one_time
            grant.only_foreground = granted and only_foreground
            if one_time:
                grant.flags = ()
            else:
                grant.flags = ("USER_SET", "USER_FIXED") if fixed else ("USER_SET",)
