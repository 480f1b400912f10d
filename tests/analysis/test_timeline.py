import random

from hypothesis import given, settings
from hypothesis import strategies as st

from privaudit.analysis.timeline import CLOCK_GRAIN_NS, Timeline
from privaudit.model.event import (
    AppSeen,
    ConsentSeen,
    Event,
    Lifecycle,
    PhaseEntered,
    ProcessGone,
    ProcessSeen,
    StepEnded,
    StepStarted,
)

SECOND = 1_000_000_000


def consent(at: int, state: str) -> Event:
    return ConsentSeen(at=at * SECOND, seen=0, state=state, how="")  # type: ignore[arg-type] # its words


def life(at: float, state: str, activity: str = "A", pid: int = 1) -> Event:
    return Lifecycle(at=round(at * SECOND), seen=0, pid=pid, activity=activity, state=state)  # type: ignore[arg-type] # its words


def seen(at: float, state: str) -> Event:
    return AppSeen(at=round(at * SECOND), seen=0, state=state)  # type: ignore[arg-type] # its words


def process(at: float, pid: int = 1) -> Event:
    return ProcessSeen(at=round(at * SECOND), seen=0, pid=pid, name="p", instrumented=True)


def built(*events: Event) -> Timeline:
    timeline = Timeline()
    for event in events:
        timeline.add(event)
    timeline.finish()
    return timeline


def states(timeline: Timeline, *times: float) -> list[str]:
    return [timeline.at(round(t * SECOND)).app_state for t in times]


def test_consent_holds_from_its_own_moment_and_doubt_is_the_apps() -> None:
    timeline = built(consent(1, "shown"), consent(2, "agreed"), consent(3, "withdrawn"))

    def at(time: int) -> str:
        return timeline.at(time).consent

    assert at(0) == "not_shown"
    assert at(1 * SECOND) == "shown"
    assert at(2 * SECOND - CLOCK_GRAIN_NS - 1) == "shown"
    assert at(2 * SECOND - CLOCK_GRAIN_NS) == "agreed"
    assert at(3 * SECOND) == "agreed"
    assert at(3 * SECOND + CLOCK_GRAIN_NS) == "withdrawn"


def test_the_doubt_never_puts_decisions_in_another_order() -> None:
    close = [
        ConsentSeen(at=1000, seen=0, state="shown", how=""),
        ConsentSeen(at=1001, seen=0, state="agreed", how=""),
        ConsentSeen(at=1002, seen=0, state="withdrawn", how=""),
        ConsentSeen(at=1003, seen=0, state="agreed", how=""),
    ]
    assert built(*close).at(10 * SECOND).consent == "agreed"


def test_lifecycle_follows_activities() -> None:
    timeline = built(
        process(1), life(2, "created"), life(2.1, "started"), life(2.2, "resumed"), life(4, "paused"),
        life(5, "resumed", "B"), life(5.5, "stopped"), life(7, "paused", "B"), life(7.1, "stopped", "B"),
        life(9, "started", "B"),
    )  # fmt: skip
    assert states(timeline, 0, 1.5, 3, 4.5, 5.6, 7.05, 8, 10) == [
        "stopped", "starting", "foreground", "foreground", "foreground", "foreground", "background",
        "foreground",
    ]  # fmt: skip


def test_the_systems_slower_word_counts_only_where_lifecycle_is_silent() -> None:
    assert states(built(seen(1, "foreground"), seen(3, "background")), 2, 4) == ["foreground", "background"]
    told = built(process(1), life(2, "resumed"), life(3, "stopped"), seen(3.01, "foreground"))
    assert states(told, 3.5) == ["background"]
    assert states(built(process(1), life(2, "resumed"), seen(3, "stopped")), 3.5) == ["stopped"]


def test_the_app_is_stopped_when_its_last_process_is_gone() -> None:
    timeline = built(
        process(1, 1), process(1, 2), life(2, "resumed"),
        ProcessGone(at=3 * SECOND, seen=0, pid=2, reason=""),
        ProcessGone(at=4 * SECOND, seen=0, pid=1, reason=""), process(5, 3),
    )  # fmt: skip
    assert states(timeline, 3.5, 4.5, 5.5) == ["foreground", "stopped", "starting"]


def test_steps_that_launch_and_stop_change_the_state() -> None:
    def step(at: int, path: str, verb: str) -> list[Event]:
        return [
            StepStarted(at=at * SECOND, seen=0, path=path, verb=verb, label=""),
            StepEnded(at=at * SECOND + 1, seen=0, path=path, status="ok"),
        ]

    timeline = built(*step(1, "1", "launchApp"), life(2, "resumed"), *step(3, "2", "stopApp"))
    assert states(timeline, 0, 1.5, 2.5, 3.5) == ["stopped", "starting", "foreground", "stopped"]


def test_phase_and_innermost_step_at_a_time() -> None:
    timeline = built(
        PhaseEntered(at=1, seen=0, name="first"),
        StepStarted(at=2, seen=0, path="3", verb="repeat", label=""),
        StepStarted(at=3, seen=0, path="3.9", verb="tapOn", label=""),
        StepEnded(at=4, seen=0, path="3.9", status="ok"),
        StepStarted(at=4, seen=0, path="3.10", verb="tapOn", label=""),
        StepEnded(at=6, seen=0, path="3.10", status="ok"),
        StepEnded(at=6, seen=0, path="3", status="ok"),
    )
    assert [timeline.at(t).step for t in (1, 2, 3, 4, 5, 6)] == ["", "3", "3.9", "3.10", "3.10", ""]
    assert timeline.at(0).phase == ""
    assert timeline.at(9).phase == "first"


EVENTS = st.lists(
    st.one_of(
        st.builds(life, st.integers(0, 6),
                  st.sampled_from(["created", "started", "resumed", "paused", "stopped"]),
                  st.sampled_from(["A", "B"])),
        st.builds(seen, st.integers(0, 6), st.sampled_from(["foreground", "background", "stopped"])),
        st.builds(consent, st.integers(0, 6), st.sampled_from(["shown", "agreed", "refused", "withdrawn"])),
        st.builds(process, st.integers(0, 6), st.integers(1, 2)),
    ),
    max_size=14,
)  # fmt: skip


@given(events=EVENTS, seed=st.integers(0, 99))
@settings(deadline=None)
def test_the_order_of_writing_never_matters(events: list[Event], seed: int) -> None:
    shuffled = list(events)
    random.Random(seed).shuffle(shuffled)
    one, two = built(*events), built(*shuffled)
    assert one.segments == two.segments
    spent = one.spent("app_state", 0, 7 * SECOND)
    assert sum(spent.values()) == 7 * SECOND
    spans = one.app_spans(0, 7 * SECOND)
    assert sum(end - start for start, end, _state in spans) == 7 * SECOND
