"""Times and durations as a reader sees them.

Law and supervision are Chinese, so clock times are China Standard Time (UTC+08:00, no daylight saving), said
as such; the same report reads the same on every machine.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from privaudit.report.words import Words

ZONE = timezone(timedelta(hours=8), "UTC+08:00")

_NS = 1_000_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = 253_402_214_400 * _NS
"""The last day that datetime can name in every zone; later times are shown as plain numbers."""


def _at(ns: int) -> datetime | None:
    if not 0 <= ns < _LAST:
        return None
    return (_EPOCH + timedelta(microseconds=ns // 1000)).astimezone(ZONE)


def clock(ns: int) -> str:
    """Return date and time of day to the second, as `2026-01-31 09:30:00`; the zone is said beside it."""
    at = _at(ns)
    return at.strftime("%Y-%m-%d %H:%M:%S") if at else f"{ns} ns"


def day(ns: int) -> str:
    """Return the date alone, as `2026-01-31`."""
    at = _at(ns)
    return f"{at:%Y-%m-%d}" if at else f"{ns} ns"


def until(start: int, end: int) -> str:
    """Return the end of a span: its time of day alone when it is on the day of the start."""
    first, last = clock(start), clock(end)
    day = len("2026-01-31 ")
    return last[day:] if last[:day] == first[:day] and _at(end) else last


def precise(ns: int) -> str:
    """Return date and time of day to the millisecond, as `2026-01-31 09:30:00.123`."""
    at = _at(ns)
    return f"{at:%Y-%m-%d %H:%M:%S}.{at.microsecond // 1000:03d}" if at else f"{ns} ns"


def time_of_day(ns: int) -> str:
    """Return the time of day to the millisecond, as `09:30:00.123`."""
    at = _at(ns)
    return f"{at:%H:%M:%S}.{at.microsecond // 1000:03d}" if at else f"{ns} ns"


def utc(ns: int) -> str:
    """Return the same moment in UTC, as `2026-01-31T01:30:00Z`, for those who compare with logs."""
    at = _at(ns)
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else f"{ns} ns"


def duration(ns: int, words: Words) -> str:
    """Return a length of time in words: `850 ms`, `12.3 s`, `4 min 05 s`, `2 h 03 min`."""
    sign, rest = ("-", -ns) if ns < 0 else ("", ns)
    if rest < _NS:
        return sign + words.t("length.ms", n=rest // 1_000_000)
    if rest < 60 * _NS:
        tenths = rest // (_NS // 10)
        return sign + words.t("length.s", n=f"{tenths // 10}.{tenths % 10}")
    minutes, seconds = divmod(rest // _NS, 60)
    if minutes < 60:  # noqa: PLR2004 - minutes of an hour
        return sign + words.t("length.min", m=minutes, s=f"{seconds:02d}")
    return sign + words.t("length.h", h=minutes // 60, m=f"{minutes % 60:02d}")


def offset(ns: int) -> str:
    """Return a distance from the start of the run with its sign: `+12.345 s`."""
    sign = "-" if ns < 0 else "+"
    milliseconds = abs(ns) // 1_000_000
    return f"{sign}{milliseconds // 1000}.{milliseconds % 1000:03d} s"
