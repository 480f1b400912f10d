"""The app's callbacks checked against the system's view of the app's state."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from journals import SECOND, Journal, full_notice, whole_run

from privaudit.analysis.disputes import LAG_NS, disputes
from privaudit.analysis.engine import judge
from privaudit.catalog import load_catalog
from privaudit.model.event import AppSeen, AppState
from privaudit.model.observation import Disputed

STATES: tuple[AppState, ...] = ("starting", "foreground", "background", "stopped")


def seen(journal: Journal, state: AppState, stay: float = 5) -> Journal:
    journal.add(lambda at: AppSeen(at=at, seen=at, state=state))
    return journal.wait(stay)


def test_a_lasting_difference_is_told() -> None:
    journal = seen(seen(whole_run(), "foreground"), "background", 6).end()
    (one,) = journal.observe().coverage.disputed
    assert (one.inside, one.system) == ("foreground", "background")
    assert 6 * SECOND <= one.end - one.start < 7 * SECOND


def test_the_polls_lag_is_no_difference() -> None:
    journal = seen(whole_run(), "foreground").background()
    seen(journal, "background")
    assert journal.end().observe().coverage.disputed == ()


def test_what_a_lost_sensor_last_said_does_not_hold_for_ever() -> None:
    journal = seen(whole_run(), "background", 1).lose("system").wait(60).end()
    assert journal.observe().coverage.disputed == ()


def test_a_read_in_a_disputed_background_is_less_sure() -> None:
    def confidence(journal: Journal) -> str:
        found = judge(journal.end().observe(), full_notice(), load_catalog()).findings
        (one,) = (f for f in found if f.rule == "read-in-background")
        return one.confidence

    assert confidence(seen(whole_run().background(), "background").imei()) == "high"
    disputed = seen(whole_run().background(), "foreground").imei().wait(5)
    assert confidence(disputed) == "medium"


def test_a_dispute_stands_in_the_way_of_conformity_and_in_the_limits() -> None:
    journal = seen(whole_run().background(), "foreground", 6).end()
    outcomes = {o.rule: o for o in judge(journal.observe(), full_notice(), load_catalog()).outcomes}
    outcome = outcomes["read-in-background"]
    assert outcome.verdict == "not_observed"
    assert "did not agree" in outcome.reason.en


TIMES = st.integers(0, 60).map(lambda s: s * SECOND)


@given(
    st.lists(st.tuples(TIMES, st.sampled_from(STATES)), max_size=8),
    st.lists(st.tuples(TIMES, st.sampled_from(STATES)), max_size=8),
)
def test_disputes_lie_within_the_run_and_in_order(
    inside: list[tuple[int, AppState]], told: list[tuple[int, AppState]]
) -> None:
    end = 60 * SECOND
    marks = sorted(dict(inside).items())
    spans = [
        (at, marks[index + 1][0] if index + 1 < len(marks) else end, state)
        for index, (at, state) in enumerate(marks)
    ]
    found: tuple[Disputed, ...] = disputes(spans, told, end)
    assert all(0 <= one.start < one.end <= end and one.end - one.start > LAG_NS for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all({one.inside, one.system} == {"foreground", "background"} for one in found)
