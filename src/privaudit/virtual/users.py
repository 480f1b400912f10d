"""Names of users and groups (AOSP android_filesystem_config.h), those of apps included."""

from __future__ import annotations

import re
from typing import Final

_NAMES: Final = {
    0: "root",
    1: "daemon",
    2: "bin",
    1000: "system",
    1001: "radio",
    1002: "bluetooth",
    1003: "graphics",
    1004: "input",
    1005: "audio",
    1006: "camera",
    1007: "log",
    1009: "mount",
    1010: "wifi",
    1011: "adb",
    1012: "install",
    1013: "media",
    1015: "sdcard_rw",
    1017: "keystore",
    1023: "media_rw",
    1028: "sdcard_r",
    1036: "logd",
    1041: "audioserver",
    1047: "cameraserver",
    1053: "webview_zygote",
    1078: "ext_data_rw",
    1079: "ext_obb_rw",
    2000: "shell",
    2001: "cache",
    3001: "net_bt_admin",
    3002: "net_bt",
    3003: "inet",
    3006: "net_bw_stats",
    3009: "readproc",
    3011: "uhid",
    3012: "readtracefs",
    9997: "everybody",
    9998: "misc",
    9999: "nobody",
}
_NUMBERS: Final = {name: number for number, name in _NAMES.items()}
FIRST_APP: Final = 10_000


def user_name(uid: int) -> str:
    """Return `u0_a123` for an app, `shell` for 2000 and so on; the number when there is no name."""
    return f"u0_a{uid - FIRST_APP}" if FIRST_APP <= uid < 20_000 else _NAMES.get(uid, str(uid))  # noqa: PLR2004 — AID_APP_END


def group_name(gid: int) -> str:
    """Return a group's name."""
    return user_name(gid)


def user_id(name: str) -> int | None:
    """Return the number of a user, None when there is none."""
    if name.isascii() and name.isdigit():
        return int(name[:9])
    app = re.fullmatch(r"u0_a([0-9]{1,5})", name)
    return FIRST_APP + int(app.group(1)) if app else _NUMBERS.get(name)


def group_id(name: str) -> int | None:
    """Return the number of a group, None when there is none."""
    return user_id(name)


def short_uid(uid: int) -> str:
    """Return a user id as dumps print it: `u0a123`."""
    return f"u0a{uid - FIRST_APP}" if FIRST_APP <= uid < 20_000 else str(uid)  # noqa: PLR2004 — AID_APP_END
