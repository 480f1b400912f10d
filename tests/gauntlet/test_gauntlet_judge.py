"""That the comparison notices what it is there to notice: a run is recorded, and then told otherwise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

import gauntlet
import gauntlet_run
from framework_signatures import Framework
from gauntlet import Course
from gauntlet_judge import Judge
from gauntlet_run import Run
from privaudit.capture.agent import install_request
from privaudit.catalog import Catalog
from privaudit.model.catalog import ApiRow, Sdk
from privaudit.model.event import ApiCalled, ApiCounted, Event, HookState, SiteSeen
from stand_in import PHONE_LEVEL

IDS = {"telephony.imei", "settings.android_id", "location.updates", "location.delivered", "samsung.oaid",
       "samsung.vaid", "samsung.aaid", "huawei.oaid"}  # fmt: skip
MISSED = "telephony.imei"


@pytest.fixture(scope="module")
def some(rows: list[ApiRow]) -> list[ApiRow]:
    return [row for row in rows if row.id in IDS]


@pytest.fixture(scope="module")
def course(some: list[ApiRow], declarations: Framework, third_parties: list[Sdk]) -> Course:
    return gauntlet.plan(some, declarations, PHONE_LEVEL, third_parties)


@pytest.fixture(scope="module")
def class_path(course: Course, rows: list[ApiRow], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("gauntlet")
    app = folder / "gauntlet.jar"
    app.write_bytes(gauntlet.archive(course))
    return [gauntlet_run.framework(PHONE_LEVEL, rows, folder / "framework.jar"), app]


@pytest.fixture(scope="module")
def run(class_path: list[Path], some: list[ApiRow], catalog: Catalog) -> Run:
    return gauntlet_run.run(
        class_path, install_request(some, through=catalog.carriers, network=gauntlet.NETWORK)
    )


@pytest.fixture
def judged(course: Course, catalog: Catalog, run: Run) -> Callable[..., list[str]]:
    def judge(events: list[Event] | None = None, watched: bytes | None = None) -> list[str]:
        told = list(run.events) if events is None else events
        output = run.watched if watched is None else watched
        return Judge(course, catalog, told).verdict(run.plain, output).wrong

    return judge


def first(run: Run, api: str) -> ApiCalled:
    return next(event for event in run.events if isinstance(event, ApiCalled) and event.api == api)


def changed(run: Run, event: Event, **fields: object) -> list[Event]:
    other = msgspec.structs.replace(event, **fields)
    return [other if one is event else one for one in run.events]


def test_a_run_as_it_was_is_found_right(judged: Callable[..., list[str]]) -> None:
    assert judged() == []


def test_a_row_the_agent_does_not_hook_is_missed(
    class_path: list[Path], some: list[ApiRow], course: Course, catalog: Catalog, run: Run
) -> None:
    rows = [row for row in some if row.id != MISSED]
    watched, events = gauntlet_run.run_watched(
        class_path, install_request(rows, through=catalog.carriers, network=gauntlet.NETWORK)
    )
    verdict = Judge(course, catalog, events).verdict(run.plain, watched)
    assert f"{MISSED}: nothing told of its state" in verdict.wrong
    missed = [line for line in verdict.wrong if line.endswith("called 1 times, told 0 times")]
    assert len(missed) == sum(pair[0] == MISSED for step in course.steps for pair in step.expected) > 0
    assert len(verdict.wrong) == 1 + len(missed)
    assert verdict.called - verdict.fired == {MISSED}


def test_a_call_told_twice_or_not_at_all_is_noticed(run: Run, judged: Callable[..., list[str]]) -> None:
    call = first(run, MISSED)
    doubled = judged([*run.events, call])
    assert any("called 1 times, told 2 times" in line for line in doubled)
    lost = judged([event for event in run.events if event is not call])
    assert any("called 1 times, told 0 times" in line for line in lost)


def test_another_caller_is_noticed(run: Run, course: Course, judged: Callable[..., list[str]]) -> None:
    mine = next(s for s in course.steps if not s.actor and s.expected[:1] and s.expected[0][0] == MISSED)
    other = next(s for s in course.steps if s.actor and s.expected == mine.expected)
    sites = {
        f"{frame.cls}.{frame.method}": site
        for site in run.events
        if isinstance(site, SiteSeen)
        for frame in site.frames
    }
    call = next(
        event for event in run.events
        if isinstance(event, ApiCalled) and event.api == MISSED and event.site == sites[mine.method].site
    )  # fmt: skip
    wrong = judged(changed(run, call, site=sites[other.method].site))
    assert any(f"by the app in {mine.method}: called 1 times, told 0 times" in line for line in wrong)
    assert any(f"by {other.actor} in {other.method}: called 1 times, told 2 times" in line for line in wrong)


def test_another_thread_result_exception_or_overload_is_noticed(
    run: Run, judged: Callable[..., list[str]]
) -> None:
    read = next(
        event for event in run.events if isinstance(event, ApiCalled) and event.api == MISSED and event.result
    )
    refused = next(event for event in run.events if isinstance(event, ApiCalled) and event.error)
    assert any("told of thread" in line for line in judged(changed(run, read, thread="Thread-1")))
    assert any("told another" in line for line in judged(changed(run, read, result="another")))
    assert any("told an error" in line for line in judged(changed(run, read, error="an error")))
    assert any("told None" in line for line in judged(changed(run, refused, error=None)))
    assert any("told 0 times" in line for line in judged(changed(run, read, overload="(char)")))


def test_totals_and_states_are_held_to_the_calls(run: Run, judged: Callable[..., list[str]]) -> None:
    total = next(event for event in run.events if isinstance(event, ApiCounted))
    assert any("calls counted" in line for line in judged(changed(run, total, n=total.n + 1)))
    state = next(event for event in run.events if isinstance(event, HookState) and event.api == MISSED)
    wrong = judged(changed(run, state, state="failed", overloads=0, reason="why"))
    assert wrong == [f"{MISSED}: 2 overloads on this level, told as failed, 0 overloads (why)"]


def test_a_byte_of_output_is_noticed(run: Run, judged: Callable[..., list[str]]) -> None:
    assert judged(watched=run.watched + b"\n") != []
    assert judged(watched=run.watched.replace(b"returned", b"Returned", 1)) != []
