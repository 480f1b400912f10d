from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from privaudit.report import times
from privaudit.report.words import words

NS = 1_000_000_000
NOON = 1_767_576_600 * NS + 123_456_789


def test_times_are_shown_in_china_standard_time() -> None:
    assert times.clock(NOON) == "2026-01-05 09:30:00"
    assert times.precise(NOON) == "2026-01-05 09:30:00.123"
    assert times.time_of_day(NOON) == "09:30:00.123"
    assert times.utc(NOON) == "2026-01-05T01:30:00Z"
    assert times.until(NOON, NOON + 60 * NS) == "09:31:00"
    assert times.until(NOON, NOON + 86_400 * NS) == "2026-01-06 09:30:00"


def test_durations() -> None:
    en, zh = words("en"), words("zh")
    assert times.duration(850_000_000, en) == "850 ms"
    assert times.duration(12_345_000_000, en) == "12.3 s"
    assert times.duration(245 * NS, zh) == "4 分 05 秒"
    assert times.duration(7_380 * NS, en) == "2 h 03 min"
    assert times.duration(-1_500_000_000, en) == "-1.5 s"
    assert times.offset(-1_500_000) == "-0.001 s"


@given(st.integers())
def test_any_integer_is_shown(ns: int) -> None:
    for show in (times.clock, times.precise, times.time_of_day, times.utc, times.offset):
        assert show(ns)
    assert times.duration(ns, words("zh"))
    assert times.until(ns, ns)
