"""The gauntlet on the virtual phone: installed by adb, held by the phone, the agent through its portal."""

from __future__ import annotations

import pytest

import gauntlet
import gauntlet_phone
from framework_signatures import Framework
from gauntlet import Course
from gauntlet_judge import Judge
from gauntlet_run import Run
from privaudit.capture.agent import install_request
from privaudit.catalog import Catalog
from privaudit.model.catalog import ApiRow, Sdk
from privaudit.model.event import ApiCalled, ProcessSeen
from stand_in import PHONE_LEVEL


@pytest.fixture(scope="module")
def course(rows: list[ApiRow], declarations: Framework, third_parties: list[Sdk]) -> Course:
    return gauntlet.plan(rows, declarations, PHONE_LEVEL, third_parties)


@pytest.fixture(scope="module")
def run(course: Course, rows: list[ApiRow], catalog: Catalog) -> Run:
    dangerous = [one.name for one in catalog.permissions.values() if one.dangerous]
    return gauntlet_phone.run(
        course, rows, dangerous, install_request(rows, through=catalog.carriers, network=gauntlet.NETWORK)
    )


def test_on_the_phone_every_call_is_told_once_and_rightly_and_the_app_prints_the_same(
    run: Run, course: Course, catalog: Catalog
) -> None:
    verdict = Judge(course, catalog, run.events).verdict(run.plain, run.watched)
    assert verdict.wrong == []
    assert verdict.fired == course.rows == verdict.called


def test_the_phone_refuses_some_calls_and_answers_others(run: Run) -> None:
    (process,) = [event for event in run.events if isinstance(event, ProcessSeen)]
    assert (process.instrumented, process.held) == (True, True)
    calls = [event for event in run.events if isinstance(event, ApiCalled)]
    refused = [call for call in calls if (call.error or "").startswith("java.lang.SecurityException")]
    answered = [call for call in calls if call.error is None and call.result is not None]
    assert len(refused) > 100
    assert len(answered) > 500
