"""How the phone writes times: its own zone, Android's durations."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Final

ZONE: Final = timezone(timedelta(hours=8), "CST")
"""persist.sys.timezone is Asia/Shanghai, which has had no summer time since 1991."""
MS: Final = 1_000_000


def local(ns: int) -> datetime:
    """Return ns of UTC as the phone's local time."""
    return datetime.fromtimestamp(ns / 1e9, ZONE)


def stamp(ns: int) -> str:
    """Return `2026-01-02 03:04:05.678`, as AppOps and dumpsys write it."""
    return local(ns // MS * MS).strftime("%Y-%m-%d %H:%M:%S.") + f"{ns // MS % 1000:03d}"


def seconds_stamp(ns: int) -> str:
    """Return `2026-01-02 03:04:05`, as dumpsys package writes it."""
    return local(ns).strftime("%Y-%m-%d %H:%M:%S")


def duration(ms: int) -> str:
    """Return a duration as TimeUtils.formatDuration writes it: `+1m2s3ms`, `-5s0ms`, `0`."""
    if ms == 0:
        return "0"
    sign, left = ("+", ms) if ms > 0 else ("-", -ms)
    days, left = divmod(left, 86_400_000)
    hours, left = divmod(left, 3_600_000)
    minutes, left = divmod(left, 60_000)
    seconds, left = divmod(left, 1_000)
    out = ""
    for value, unit in ((days, "d"), (hours, "h"), (minutes, "m"), (seconds, "s")):
        if value or out:
            out += f"{value}{unit}"
    return f"{sign}{out}{left}ms"
