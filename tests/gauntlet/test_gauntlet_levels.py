"""The gauntlet in bare JVMs, on API levels that together have every overload of every row."""

from __future__ import annotations

from pathlib import Path

import pytest

import framework_signatures
import gauntlet
import gauntlet_run
from framework_signatures import Framework
from gauntlet import Course
from gauntlet_declared import calls
from gauntlet_judge import Judge
from privaudit.capture.agent import install_request
from privaudit.catalog import Catalog
from privaudit.catalog.load import load_catalog
from privaudit.model.catalog import ApiRow

LEVELS = sorted(
    gauntlet.courses(
        [row for row in load_catalog().apis.values() if row.kind != "native"],
        framework_signatures.read(),
        gauntlet.made_up(load_catalog().sdks.values()),
    )
)


@pytest.mark.parametrize("level", LEVELS)
def test_every_call_is_told_once_and_rightly_and_the_app_prints_the_same(
    level: int, courses: dict[int, Course], rows: list[ApiRow], catalog: Catalog, tmp_path: Path
) -> None:
    course = courses[level]
    app = tmp_path / "gauntlet.jar"
    app.write_bytes(gauntlet.archive(course))
    framework = gauntlet_run.framework(level, rows, tmp_path / "framework.jar")
    request = install_request(
        gauntlet.concerned(course, rows), through=catalog.carriers, network=gauntlet.NETWORK
    )
    run = gauntlet_run.run([framework, app], request)
    verdict = Judge(course, catalog, run.events).verdict(run.plain, run.watched)
    assert verdict.wrong == []
    assert verdict.fired == course.rows == verdict.called


def test_the_courses_leave_no_row_out(
    courses: dict[int, Course], rows: list[ApiRow], declarations: Framework
) -> None:
    called = {row for course in courses.values() for row in course.rows}
    assert {row.id for row in rows if row.kind == "method"} == called
    laid = {pair for course in courses.values() for step in course.steps for pair in step.expected}
    there = {
        (row.id, one.overload)
        for row in rows
        if row.kind == "method" and not row.delivered_by
        for level in declarations.levels
        for one in calls(row, declarations, level)
    }
    assert laid == there
    assert {(row.id, types) for row in rows if row.kind == "method" and not row.delivered_by
            for types in row.overloads} == there  # fmt: skip


def test_each_overload_is_called_by_the_app_and_by_a_third_party_in_every_way(
    courses: dict[int, Course],
) -> None:
    for course in courses.values():
        actors: dict[tuple[str, str], set[bool]] = {}
        for step in course.steps:
            for pair in step.expected:
                actors.setdefault(pair, set()).add(bool(step.actor))
        assert all(both == {False, True} for both in actors.values())
    for actor in (True, False):
        ways = {step.way for step in courses[36].steps if bool(step.actor) is actor}
        assert ways == set(gauntlet.WAYS)
