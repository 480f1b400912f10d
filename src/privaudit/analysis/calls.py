"""Calls of hooked APIs, gathered while the journal streams by and told as accesses at its end.

Every call is kept as four numbers beside its group (process, API, overload, call site); what it looked like
(thread, arguments, value) is kept once per distinct look. So a million calls need tens of megabytes, and no
count is lost: calls the agent only counted are added from its exact totals.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from privaudit.analysis.attribute import Attribution, Attributor
from privaudit.analysis.parts import without_parts
from privaudit.analysis.surface import Place, Surfaces
from privaudit.analysis.timeline import Segment, Timeline
from privaudit.analysis.typed import data_type_of
from privaudit.catalog import Catalog
from privaudit.model.catalog import ApiRow
from privaudit.model.circumstances import Actor, When
from privaudit.model.event import ApiCalled, ApiCounted, Frame, SiteSeen
from privaudit.model.observation import Access, Surface

MAX_LOOKS = 512
"""Distinct looks kept per group; a value that changes with every call would else fill the memory."""

MAX_ORIGINS = 8
"""Stacks followed from a call to where its work was created, and that work, and so on."""

NOT_READING = frozenset({"gate", "traffic", "lifecycle", "crypto", "stream"})
"""What a row may yield that is no personal information itself."""


RETURNS_NO_DATA = frozenset({"callback", "effect"})
"""Rows whose return value is not the information they open."""


class Look(NamedTuple):
    """What a call looked like, apart from its time."""

    data_type: str
    thread: str
    args: tuple[str, ...]
    value: str | None
    items: int | None
    error: str | None
    cut: int = 0
    """Characters of the whole value where only its beginning was told, else 0."""
    sha256: str = ""
    """Of the whole value in UTF-8, where it was cut and the agent read it all."""


class Value(NamedTuple):
    """A value that a call returned: its type, the value, the call's journal number and API.

    `listed` says that it is a list, its items joined by commas.
    """

    data_type: str
    value: str
    event: int
    api: str
    listed: bool = False


class _Group:
    """All calls of one API overload from one call site of one process."""

    __slots__ = ("ats", "counts", "events", "folded", "looks", "numbers", "order", "process", "which")

    def __init__(self, process: str) -> None:
        self.process = process
        self.ats = array("q")
        self.events = array("q")
        self.numbers = array("q")
        self.which = array("i")
        self.looks: dict[Look, int] = {}
        self.order: list[tuple[Look, int]] = []
        """Each look with the journal number it was first seen at."""
        self.counts: list[tuple[int, int, int, int, int]] = []
        """(total, errors, ns of the first call, ns of the last, journal number) of each count."""
        self.folded = 0


class _Bucket:
    """Calls of a group under one consent, app state, phase, data type and outcome."""

    __slots__ = ("count", "first", "last", "look")

    def __init__(self, first: tuple[int, int], look: Look | None) -> None:
        self.count = 0
        self.first = first
        self.last = first
        self.look = look

    def add(self, at: int, event: int, look: Look | None, count: int = 1) -> None:
        self.count += count
        if (at, event) < self.first:
            self.first, self.look = (at, event), look or self.look
        elif self.look is None:
            self.look = look
        self.last = max(self.last, (at, event))


_GroupKey = tuple[int, str, str, str]
_BucketKey = tuple[str, str, str, str, bool, Surface]
_Where = Callable[[str, int], Surface]
"""From a thread's name and a time (ns) to the surface a call happened on."""


class Calls:
    """Gathers `ApiCalled`, `ApiCounted` and `SiteSeen`; afterwards yields accesses and values."""

    def __init__(self, catalog: Catalog, surfaces: Surfaces) -> None:
        self._apis = catalog.apis
        self._surfaces = surfaces
        self._places: dict[tuple[int, str, str], Place | None] = {}
        self._groups: dict[_GroupKey, _Group] = {}
        self._sites: dict[tuple[int, str], SiteSeen] = {}
        self._who: dict[tuple[int, str, str], Attribution] = {}

    def site(self, event: SiteSeen) -> None:
        """Keep the stack of a call site."""
        self._sites.setdefault((event.pid, event.site), event)

    def called(self, n: int, event: ApiCalled) -> None:
        """Take a call told in detail; `n` is its journal number."""
        group = self._group((event.pid, event.api, event.overload, event.site), event.process)
        row = self._apis.get(event.api)
        data_type = "" if row is None else data_type_of(row, event.args)
        # What a method with a listener returns is a code; the information itself arrives at the listener.
        result = None if row is not None and row.yields in RETURNS_NO_DATA else event.result
        whole = event.result_length if result is not None else 0
        cut = whole if event.result_hash or whole > len(result or "") else 0
        digest = event.result_hash if cut else ""
        look = Look(data_type, event.thread, event.args, result, event.items, event.error, cut, digest)
        index = group.looks.get(look)
        if index is None:
            if len(group.order) >= MAX_LOOKS:
                group.folded += 1
                thread = self._surfaces.telling_thread(look.thread)
                look = look._replace(args=(), value=None, thread=thread, cut=0, sha256="")
                index = group.looks.get(look)
            if index is None:
                index = group.looks[look] = len(group.order)
                group.order.append((look, n))
        group.ats.append(event.at)
        group.events.append(n)
        group.numbers.append(event.n)
        group.which.append(index)

    def counted(self, n: int, event: ApiCounted) -> None:
        """Take an exact total; `n` is its journal number."""
        group = self._group((event.pid, event.api, event.overload, event.site), event.process)
        group.counts.append((event.n, event.errors, event.first, event.last, n))

    def frames(self, pid: int, site: str) -> tuple[Frame, ...]:
        """Return the stack of a call site, innermost frame first; empty when it was never told."""
        seen = self._sites.get((pid, site))
        return seen.frames if seen else ()

    def origins(self, pid: int, site: str) -> tuple[tuple[Frame, ...], ...]:
        """Return the stacks at which the work of a call site was created, nearest first.

        A chain that comes back to itself ends there, a longer one than MAX_ORIGINS is cut.
        """
        stacks: list[tuple[Frame, ...]] = []
        met = {site}
        seen = self._sites.get((pid, site))
        while seen is not None and seen.origin and seen.origin not in met and len(stacks) < MAX_ORIGINS:
            met.add(seen.origin)
            seen = self._sites.get((pid, seen.origin))
            if seen is not None:
                stacks.append(seen.frames)
        return tuple(stacks)

    def who(self, pid: int, site: str, api: str, attributor: Attributor) -> Attribution:
        """Return who calls an API from a call site; worked out once."""
        key = (pid, site, api)
        known = self._who.get(key)
        if known is None:
            row = self._apis.get(api)
            known = attributor.attribute(
                self.frames(pid, site),
                row.cls if row else "",
                self.origins(pid, site),
                delivered=bool(row and row.delivered_by),
            )
            self._who[key] = known
        return known

    def where(self, pid: int, site: str, process: str, attributor: Attributor) -> _Where:
        """Return what tells the surface of the calls from a call site by their thread and time."""
        stacks = (self.frames(pid, site), *self.origins(pid, site))

        def where(thread: str, at: int) -> Surface:
            key = (pid, site, thread)
            if key not in self._places:
                self._places[key] = self._surfaces.place(process, thread, stacks, attributor.owners)
            return self._surfaces.at(self._places[key], pid, at)

        return where

    def totals(self) -> dict[str, dict[int, int]]:
        """Return the number of calls of each API by process id."""
        totals: dict[str, dict[int, int]] = {}
        for (pid, api, _overload, _site), group in self._groups.items():
            total = max(len(group.ats), max(group.numbers, default=0), max(group.counts, default=(0,))[0])
            calls = totals.setdefault(api, {})
            calls[pid] = calls.get(pid, 0) + total
        return totals

    def folded(self) -> int:
        """Return how many calls were kept without their arguments and value for want of room."""
        return sum(group.folded for group in self._groups.values())

    def cut(self) -> int:
        """Return how many different values of personal information were told only by their beginning."""
        return sum(
            bool(look.cut and look.data_type and self._reads(api))
            for (_pid, api, _overload, _site), group in self._groups.items()
            for look, _event in group.order
        )

    def values(self) -> Iterator[Value]:
        """Yield each distinct value of personal information that was returned."""
        for (_pid, api, _overload, _site), group in self._groups.items():
            for look, event in group.order:
                if look.data_type and look.value and look.error is None and self._reads(api):
                    yield Value(look.data_type, look.value, event, api, look.items is not None)

    def actors(self, attributor: Attributor) -> Iterator[tuple[str, Actor]]:
        """Yield (API, who) for each call site."""
        for pid, api, _overload, site in self._groups:
            yield api, self.who(pid, site, api, attributor).actor

    def accesses(self, timeline: Timeline, attributor: Attributor) -> list[Access]:
        """Return the accesses to personal information, in order of time."""
        result: list[Access] = []
        for key, group in self._groups.items():
            if self._reads(key[1]):
                result.extend(self._of_group(key, group, timeline, attributor))
        result = without_parts(result, self._apis)
        result.sort(key=lambda access: (access.when.at, access.api, access.site, access.event))
        return result

    def _reads(self, api: str) -> bool:
        row = self._apis.get(api)
        return (
            row is not None
            and row.yields not in NOT_READING
            and bool(row.data_type or row.columns or row.names)
        )

    def _group(self, key: _GroupKey, process: str) -> _Group:
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = _Group(process)
        return group

    def _of_group(
        self, key: _GroupKey, group: _Group, timeline: Timeline, attributor: Attributor
    ) -> Iterator[Access]:
        pid, api, _overload, site = key
        row = self._apis[api]
        frames = self.frames(pid, site)
        origins = self.origins(pid, site)
        actor, responsible, decided_in = self.who(pid, site, api, attributor)
        where = self.where(pid, site, group.process, attributor)
        for key_, bucket in _buckets(row, group, timeline, where).items():
            data_type, consent, app_state, phase, refused, surface = key_
            if not data_type:
                continue
            look = bucket.look
            at, event = bucket.first
            here = timeline.at(at)
            yield Access(
                event=event,
                when=When(at=at, consent=consent, app_state=app_state, phase=phase, step=here.step),  # type: ignore[arg-type] # from a Segment
                api=api,
                data_type=data_type,
                actor=actor,
                pid=pid,
                process=group.process,
                thread=look.thread if look else "",
                site=site,
                frames=frames,
                responsible=responsible,
                refused=refused,
                error=(look.error or "") if look and refused else "",
                value=look.value if look and not refused else None,
                items=look.items if look else None,
                value_length=look.cut if look and not refused else 0,
                value_sha256=look.sha256 if look and not refused else "",
                args=look.args if look else (),
                count=bucket.count,
                last=bucket.last[0],
                last_event=bucket.last[1],
                origins=origins,
                decided_in=decided_in,
                surface=surface,
                delivered=bool(row.delivered_by),
            )


def _buckets(row: ApiRow, group: _Group, timeline: Timeline, where: _Where) -> dict[_BucketKey, _Bucket]:
    buckets: dict[_BucketKey, _Bucket] = {}
    segments = timeline.segments

    def put(at: int, event: int, look: Look | None, data_type: str, *, refused: bool, count: int = 1) -> None:
        here = segments[timeline.index(at)]
        surface = where(look.thread if look else "", at)
        key = (data_type, here.consent, here.app_state, here.phase, refused, surface)
        bucket = buckets.get(key)
        if bucket is None:
            bucket = buckets[key] = _Bucket((at, event), look)
        bucket.add(at, event, look, count)

    for at, event, index in zip(group.ats, group.events, group.which, strict=True):
        look = group.order[index][0]
        put(at, event, look, look.data_type, refused=look.error is not None)
    for extra in _uncounted(group):
        # The example of a call that was only counted is one seen in detail from the same place.
        example = extra.look
        data_type = example.data_type if example else data_type_of(row, ())
        shown, failed = (None, example) if example and example.error is not None else (example, None)
        errors = extra.errors
        for at, count in _place(extra, segments, timeline.index):
            refused = min(errors, count)
            errors -= refused
            if refused:
                put(at, extra.event, failed, data_type, refused=True, count=refused)
            if count > refused:
                put(at, extra.event, shown, data_type, refused=False, count=count - refused)
    return buckets


class _Extra(NamedTuple):
    """Calls that were counted and not told in detail, after `after` and the last one at `last` (ns)."""

    calls: int
    errors: int
    after: int
    last: int
    event: int
    look: Look | None


def _uncounted(group: _Group) -> Iterator[_Extra]:
    """Yield the gaps between the calls told in detail and the exact totals."""
    if not group.counts and len(group.ats) == max(group.numbers, default=0):
        return
    detailed = sorted(zip(group.numbers, group.ats, group.events, group.which, strict=True))
    numbers = [item[0] for item in detailed]
    failed = [number for number, _at, _event, index in detailed if group.order[index][0].error is not None]
    marks = [(number, -1, at, event) for number, at, event, _index in detailed]
    marks += [(total, errors, last, event) for total, errors, _first, last, event in group.counts]
    before, errors_before = 0, 0
    before_at = min((first for _n, _e, first, _l, _x in group.counts), default=min(group.ats, default=0))
    for number, errors, at, event in sorted(marks):
        told = bisect_right(numbers, number) - bisect_right(numbers, before)
        told_failed = bisect_right(failed, number) - bisect_right(failed, before)
        missing = number - before - told
        missing_failed = 0 if errors < 0 else max(0, errors - errors_before - told_failed)
        if missing > 0:
            at_or_before = bisect_right(numbers, number) - 1
            index = detailed[max(at_or_before, 0)][3] if detailed else -1
            look = group.order[index][0] if index >= 0 else None
            yield _Extra(missing, min(missing, missing_failed), before_at, at, event, look)
        if number > before:
            before, before_at = number, at
        if errors >= 0:
            errors_before = max(errors_before, errors)
        else:
            errors_before += told_failed


def _place(extra: _Extra, segments: list[Segment], index: Callable[[int], int]) -> Iterable[tuple[int, int]]:
    """Say when counted calls happened as far as is certain: (ns, how many).

    Only the last of them has an exact time. If the state changed since the call before, the others are put
    where they weigh less against the app.
    """
    early, late = segments[index(extra.after)], segments[index(extra.last)]
    if extra.calls == 1 or _weight(early) >= _weight(late):
        return ((extra.last, extra.calls),)
    return ((extra.after, extra.calls - 1), (extra.last, 1))


def _weight(segment: Segment) -> tuple[bool, bool]:
    return segment.consent != "agreed", segment.app_state != "foreground"
