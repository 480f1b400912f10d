from __future__ import annotations

import time

import msgspec

from privaudit.model.finding import Report, Text, TimelineEntry
from privaudit.report.formats.html import render
from privaudit.report.page import arrange
from privaudit.report.timeline import BINS, MARKS, ROWS, lay_out
from privaudit.report.words import words

S = 1_000_000_000


def _many(report: Report, count: int) -> Report:
    lanes = ("api", "request", "screen", "problem")
    step = (report.end - report.start) // count
    linked = report.findings[0].id
    entries = tuple(
        TimelineEntry(
            lane=lanes[number % 4],  # type: ignore[arg-type]
            at=report.start + number * step,
            label=Text(zh=f"读取 {number % 17}", en=f"read {number % 17}"),
            detail="telephony.imei" * 5,
            event=number,
            findings=(linked,) if number % 50 == 0 else (),
        )
        for number in range(count)
    )
    return msgspec.structs.replace(report, timeline=entries)


def test_few_entries_are_drawn_one_by_one(rich_report: Report) -> None:
    page = arrange(rich_report)
    timeline = lay_out(rich_report, words("zh"), page.numbers)
    drawn = sum(len(lane.bars) + len(lane.marks) for lane in timeline.lanes)
    assert drawn == len(rich_report.timeline) == timeline.total == len(timeline.rows)
    assert not timeline.cut_words
    assert all(lane.binned == 0 for lane in timeline.lanes)


def test_many_entries_are_binned_and_none_is_lost(rich_report: Report) -> None:
    report = _many(rich_report, 8_000)
    timeline = lay_out(report, words("en"), arrange(report).numbers)
    for lane in timeline.lanes:
        assert sum(mark.count for mark in (*lane.bars, *lane.marks)) == lane.entries == 2_000
        assert lane.binned
        assert len(lane.marks) <= BINS + MARKS
    assert len(timeline.rows) == ROWS
    assert timeline.cut_words == "timeline.table_cut"
    assert sum(bool(row.findings) for row in timeline.rows) == 160
    assert [row.offset for row in timeline.rows] == sorted(
        (row.offset for row in timeline.rows), key=lambda text: float(text.removesuffix(" s"))
    )


def test_entries_outside_the_run_are_drawn_at_its_edge(empty_report: Report) -> None:
    entries = tuple(
        TimelineEntry(lane="api", at=at, end=end, label=Text(zh="x", en="x"))
        for at, end in ((-5, None), (10**30, None), (3, -(10**30)), (0, 10**30))
    )
    report = msgspec.structs.replace(empty_report, timeline=entries)
    [lane] = lay_out(report, words("zh"), {}).lanes
    assert len(lane.bars) + len(lane.marks) == 4
    for mark in (*lane.bars, *lane.marks):
        assert 0 <= float(mark.left.rstrip("%")) <= 100
        assert float(mark.left.rstrip("%")) + float(mark.width.rstrip("%")) <= 100.1


def test_a_hundred_thousand_entries_render_in_time_and_size(rich_report: Report) -> None:
    report = _many(rich_report, 100_000)
    begun = time.perf_counter()
    data = render(report, language="zh", artefact=lambda _: None)
    assert time.perf_counter() - begun < 10
    assert len(data) < 10 * 1024 * 1024
