"""Durations as flows write them: `500ms`, `5s`, `10m`, `1h` or a number of milliseconds."""

from __future__ import annotations

import re

LONGEST_MS = 24 * 3_600_000
"""A duration above one day is a slip of the pen."""

_FORM = re.compile(r"\s*([0-9]{1,12})(?:\.([0-9]{1,6}))?\s*(ms|s|m|min|h)?\s*")
_UNIT_MS = {"ms": 1, "s": 1_000, "m": 60_000, "min": 60_000, "h": 3_600_000}


def parse_duration(text: str) -> int:
    """Return the milliseconds that `text` says; raise ValueError with a sentence when it says none."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError(f"{text[:40]!r} is not a duration")
    whole, fraction, unit = found.groups()
    scale = _UNIT_MS[unit or "ms"]
    thousandths = int((fraction or "0")[:3].ljust(3, "0"))
    milliseconds = int(whole) * scale + thousandths * scale // 1000
    if milliseconds > LONGEST_MS:
        raise ValueError(f"{text[:40]!r} is longer than a day")
    return milliseconds


def format_duration(ms: int) -> str:
    """Return milliseconds in the shortest form that `parse_duration` reads back to the same number."""
    for unit in ("h", "m", "s"):
        if ms and ms % _UNIT_MS[unit] == 0:
            return f"{ms // _UNIT_MS[unit]}{unit}"
    return f"{ms}ms"
