"""The settings provider: three namespaces of names and values."""

from __future__ import annotations

import threading
from typing import Final

NAMESPACES: Final = ("system", "secure", "global")


class Settings:
    """Values of `settings get/put/delete/list`, kept in memory; unknown namespaces raise KeyError."""

    def __init__(self, lock: threading.RLock, identity: dict[str, str]) -> None:
        self._lock = lock
        self._values: dict[str, dict[str, str]] = {
            "system": {
                "accelerometer_rotation": "0",
                "font_scale": "1.0",
                "screen_brightness": "102",
                "screen_off_timeout": "1800000",
                "user_rotation": "0",
            },
            "secure": {
                "android_id": identity["android_id"],
                "bluetooth_address": identity["bluetooth_mac"],
                "bluetooth_name": "privaudit virtual device",
                "default_input_method": "com.android.inputmethod.latin/.LatinIME",
                "location_mode": "3",
                "user_setup_complete": "1",
            },
            "global": {
                "adb_enabled": "1",
                "airplane_mode_on": "0",
                "animator_duration_scale": "1.0",
                "auto_time": "1",
                "bluetooth_on": "1",
                "development_settings_enabled": "1",
                "device_name": "privaudit virtual device",
                "device_provisioned": "1",
                "mobile_data": "1",
                "transition_animation_scale": "1.0",
                "wifi_on": "1",
                "window_animation_scale": "1.0",
            },
        }

    def get(self, namespace: str, key: str) -> str | None:
        """Return a value, or None when there is none."""
        with self._lock:
            return self._values[namespace].get(key)

    def put(self, namespace: str, key: str, value: str) -> None:
        """Set a value."""
        with self._lock:
            self._values[namespace][key] = value

    def delete(self, namespace: str, key: str) -> bool:
        """Delete a value and return whether there was one."""
        with self._lock:
            return self._values[namespace].pop(key, None) is not None

    def list(self, namespace: str) -> dict[str, str]:
        """Return all values of a namespace, by name."""
        with self._lock:
            return dict(sorted(self._values[namespace].items()))
