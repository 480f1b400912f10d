"""The timeline of a run laid out for drawing: lanes of bars and marks, in per cent of the run's length.

A lane with more marks than can be told apart is drawn as bins, each with the number of entries in it; entries
that findings rest on stay marks of their own as long as there are few enough of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import get_args

from privaudit.model.event import AppState, ConsentState
from privaudit.model.finding import Report, TimelineEntry
from privaudit.report.times import offset, time_of_day
from privaudit.report.visible import visible
from privaudit.report.words import Words

LANES = ("consent", "app", "phase", "screen", "permission", "api", "request", "problem")

MARKS = 400
"""Marks of a lane above which it is drawn as bins."""

BINS = 400
"""Bins over the length of the run."""

ROWS = 1_000
"""Rows of the table that says the same in words."""

BAR_HEIGHT = 26
"""Height of a lane in CSS pixels."""

_TONES = frozenset((*get_args(ConsentState), *get_args(AppState)))

_LABEL = 160
_DETAIL = 300
_COMMON = 3
_FULL = 100.0


@dataclass(frozen=True)
class Mark:
    """Something drawn: `left` and `width` in per cent, `level` (0 to 1) how tall, `count` entries in it."""

    left: str
    width: str
    title: str
    label: str
    count: int
    level: str
    finding: int | None
    """Number of the first finding that rests on it."""
    binned: bool = False
    tone: str = ""
    """The consent or app state that gives a bar its colour."""


@dataclass(frozen=True)
class Lane:
    """One lane: its bars (things that last) and marks (things that happen), `entries` in all."""

    name: str
    entries: int
    bars: tuple[Mark, ...]
    marks: tuple[Mark, ...]
    binned: int
    """Entries drawn in bins and not one by one."""


@dataclass(frozen=True)
class Tick:
    """A place on the axis: per cent, words, and the zoom level (0, 1, 2) from which on it is shown."""

    left: str
    label: str
    level: int


@dataclass(frozen=True)
class Row:
    """One entry in words."""

    lane: str
    at: str
    offset: str
    label: str
    detail: str
    event: int | None
    findings: tuple[int, ...]


@dataclass(frozen=True)
class Timeline:
    """The whole timeline, ready for the template."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]
    total: int
    cut_words: str
    """Key of the words about the rows left out; empty when none were."""


@dataclass(frozen=True)
class _Scale:
    start: int
    length: int

    def percent(self, at: int) -> float:
        return min(_FULL, max(0.0, (at - self.start) / self.length * _FULL))


def lay_out(report: Report, words: Words, numbers: dict[str, int]) -> Timeline:
    """Return the timeline of a report; `numbers` maps finding ids to the numbers readers see."""
    scale = _Scale(report.start, max(1, report.end - report.start))
    drawer = _Drawer(words, numbers, scale)
    by_lane: dict[str, list[TimelineEntry]] = {name: [] for name in LANES}
    for entry in report.timeline:
        by_lane[entry.lane].append(entry)
    lanes = tuple(drawer.lane(name, sorted(by_lane[name], key=lambda item: item.at)) for name in LANES)
    return Timeline(
        lanes=tuple(lane for lane in lanes if lane.entries),
        ticks=_ticks(scale),
        rows=tuple(drawer.row(entry) for entry in _chosen(report.timeline)),
        total=len(report.timeline),
        cut_words=_cut_words(report.timeline),
    )


def _cut_words(entries: Sequence[TimelineEntry]) -> str:
    if len(entries) <= ROWS:
        return ""
    linked = sum(bool(entry.findings) for entry in entries)
    return "timeline.table_cut" if linked <= ROWS else "timeline.table_cut_linked"


def _chosen(entries: Sequence[TimelineEntry]) -> list[TimelineEntry]:
    """Return the table's entries in time order: those of findings, then of rare lanes, then early ones."""
    if len(entries) > ROWS:
        sizes = Counter(entry.lane for entry in entries)
        ranked = sorted(entries, key=lambda item: (not item.findings, sizes[item.lane], item.at))
        entries = ranked[:ROWS]
    return sorted(entries, key=lambda item: item.at)


def _ticks(scale: _Scale) -> tuple[Tick, ...]:
    parts = 160
    ticks = []
    for part in range(parts + 1):
        level = 0 if part % 40 == 0 else 1 if part % 10 == 0 else 2
        label = offset(scale.length * part // parts)
        ticks.append(Tick(_percent(part / parts * _FULL), label, level))
    return tuple(ticks)


def _percent(value: float) -> str:
    return f"{value:.3f}%"


class _Drawer:
    def __init__(self, words: Words, numbers: dict[str, int], scale: _Scale) -> None:
        self.words = words
        self.numbers = numbers
        self.scale = scale

    def lane(self, name: str, entries: list[TimelineEntry]) -> Lane:
        lasting = [entry for entry in entries if entry.end is not None and entry.end > entry.at]
        sudden = [entry for entry in entries if entry.end is None or entry.end <= entry.at]
        bars, over_bars = self._some(lasting)
        proven, over_proven = self._some([entry for entry in sudden if entry.findings])
        plain, over_plain = self._some([entry for entry in sudden if not entry.findings])
        return Lane(
            name=name,
            entries=len(entries),
            bars=bars if not over_bars else (),
            # What findings rest on is drawn last, so that it lies on top.
            marks=(*(bars if over_bars else ()), *plain, *proven),
            binned=over_bars + over_proven + over_plain,
        )

    def _some(self, entries: list[TimelineEntry]) -> tuple[tuple[Mark, ...], int]:
        """Return the entries one by one, or in bins when there are too many, and how many are in bins."""
        if len(entries) > MARKS:
            return self.bins(entries), len(entries)
        return tuple(self._one(entry) for entry in entries), 0

    def _one(self, entry: TimelineEntry) -> Mark:
        left = self.scale.percent(entry.at)
        width = 0.0
        if entry.end is not None and entry.end > entry.at:
            width = max(0.05, self.scale.percent(entry.end) - left)
        return Mark(
            left=_percent(left),
            width=_percent(width),
            title=self._title(entry),
            label=visible(self.words.pick(entry.label), _LABEL),
            count=1,
            level="1",
            finding=next(iter(self._numbers(entry)), None),
            tone=next((tone for tone in (entry.tone, entry.detail) if tone in _TONES), ""),
        )

    def bins(self, entries: Iterable[TimelineEntry]) -> tuple[Mark, ...]:
        """Return the entries gathered into equal parts of the run; the tallest bin has the level 1."""
        last = BINS - 1

        def part(entry: TimelineEntry) -> int:
            return min(last, int(self.scale.percent(entry.at) / _FULL * BINS))

        groups = [(index, list(group)) for index, group in groupby(entries, key=part)]
        tallest = max(len(group) for _, group in groups)
        return tuple(self._bin(index, group, tallest) for index, group in groups)

    def _bin(self, index: int, group: list[TimelineEntry], tallest: int) -> Mark:
        # Few must stay visible beside many: the height grows with the number of binary digits.
        level = max(0.15, len(group).bit_length() / tallest.bit_length())
        common = Counter(self.words.pick(entry.label) for entry in group).most_common(_COMMON)
        listed = "; ".join(f"{visible(label, _LABEL)} x {count:,}" for label, count in common)
        numbers = [number for entry in group for number in self._numbers(entry)]
        title = self.words.t(
            "timeline.bin",
            n=len(group),
            start=time_of_day(group[0].at),
            end=time_of_day(group[-1].at),
            common=listed,
        )
        return Mark(
            left=_percent(index / BINS * _FULL),
            width=_percent(_FULL / BINS),
            title=title,
            label="",
            count=len(group),
            level=f"{level:.3f}",
            finding=min(numbers, default=None),
            binned=True,
        )

    def _title(self, entry: TimelineEntry) -> str:
        times = time_of_day(entry.at)
        if entry.end is not None and entry.end > entry.at:
            times += f" – {time_of_day(entry.end)}"
        parts = [times, visible(self.words.pick(entry.label), _LABEL), self._detail(entry)]
        if entry.event is not None:
            parts.append(self.words.t("event", n=entry.event))
        if entry.findings:
            parts.append(self.words.t("timeline.in_findings", list=self._names(entry)))
        return " · ".join(part for part in parts if part)

    def _detail(self, entry: TimelineEntry) -> str:
        # The code of a state says what the label says already.
        detail = "" if entry.detail in _TONES else entry.detail
        note = self.words.pick(entry.note) if entry.note else ""
        return visible(" ".join(part for part in (note, detail) if part), _DETAIL)

    def _numbers(self, entry: TimelineEntry) -> tuple[int, ...]:
        known = (self.numbers.get(finding) for finding in entry.findings)
        return tuple(sorted(number for number in known if number is not None))

    def _names(self, entry: TimelineEntry) -> str:
        return ", ".join(f"#{number}" for number in self._numbers(entry)[:20])

    def row(self, entry: TimelineEntry) -> Row:
        return Row(
            lane=entry.lane,
            at=time_of_day(entry.at),
            offset=offset(entry.at - self.scale.start),
            label=visible(self.words.pick(entry.label), _LABEL),
            detail=self._detail(entry),
            event=entry.event,
            findings=self._numbers(entry)[:20],
        )
