"""The values to look for in traffic: read by the app, planted on the phone, typed by the scenario."""

from __future__ import annotations

from collections.abc import Iterable

from privaudit.analysis.calls import Value
from privaudit.analysis.lists import PLACES, Lists, items_in
from privaudit.analysis.needles import (
    MAX_VALUES_OF_A_READ,
    Needle,
    NeedleSet,
    planted_places,
    shifted,
    values_in,
)

PLANTED = "planted"
"""Source of values that were put on the phone before the run; others were typed."""

MAX_VALUES = 20_000
"""Values searched for in traffic; more would make it slow, and the report says how many were left out."""


def needles_of(
    reads: Iterable[Value], known: Iterable[tuple[str, str, str]], lists: Lists, package: str
) -> tuple[NeedleSet, int]:
    """Return the values to search traffic for, and how many were left out for want of room.

    `known` are (source, data type, value). The weak items of lists are told to `lists`. The app's own name,
    of its `package` or a process, stands in requests for other reasons and is no value.
    """
    needles = [
        Needle(value=value, data_type=kind, source="planted" if source == PLANTED else "typed")
        for source, kind, value in known
    ]
    needles += planted_places(needles)
    left_out = 0
    seen: set[tuple[str, str]] = set()
    for read in reads:
        if read.data_type.startswith(PLACES):
            needles += shifted(read.value, read.data_type, "read", read.event)
        values = [value for value in _values(read, lists) if not _own(value, package)]
        left_out += max(0, len(values) - MAX_VALUES_OF_A_READ)
        for value in values[:MAX_VALUES_OF_A_READ]:
            if (read.data_type, value) in seen:
                continue
            if len(seen) >= MAX_VALUES:
                left_out += 1
                continue
            seen.add((read.data_type, value))
            needles.append(Needle(value=value, data_type=read.data_type, source="read", event=read.event))
    return NeedleSet(needles), left_out


def _values(read: Value, lists: Lists) -> tuple[str, ...]:
    values = values_in(read.value)
    if not read.listed:
        lists.plain(read.data_type, values)
        return values
    items = items_in(read.value, read.data_type)
    lists.add(read.data_type, items.weak)
    return tuple(dict.fromkeys((*values, *items.strong, *items.weak)))


def _own(value: str, package: str) -> bool:
    return bool(package) and (value == package or value.startswith(f"{package}:"))
