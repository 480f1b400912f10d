"""Work that runs elsewhere is followed to where it was created."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from privaudit.model.event import AgentProblem, ApiCounted, SiteSeen
from privaudit.model.wire import HookPlan

Make = Callable[..., Any]
THROUGH = ["java", "javax", "jdk", "sun", "carrier", "android"]
FRAMEWORK = str(files("privaudit.virtual").joinpath("apps", "framework.jar"))
TICK = HookPlan(api="tick", cls="probe.Api", method="tick", overloads=[[]])


def counted(one: Any) -> dict[str, int]:
    """Calls by the method that created the work, or that made the call itself (`direct`)."""
    sites = {event.site: event for event in one.log.of(SiteSeen)}
    totals = {event.site: event.n for event in one.log.of(ApiCounted)}
    found: dict[str, int] = {}
    for site, n in totals.items():
        own = [frame for frame in sites[site].frames if frame.cls.startswith("probe.")]
        if own:
            name = f"direct {own[0].method}"
            assert sites[site].origin == ""
        else:
            origin = sites[sites[site].origin] if sites[site].origin else None
            theirs = [frame for frame in origin.frames if frame.cls.startswith("probe.")] if origin else []
            name = theirs[0].method if theirs else "nobody"
        found[name] = found.get(name, 0) + n
    return found


@pytest.mark.parametrize("stacks", ["auto", "trace"])
def test_a_call_without_frames_of_the_app_tells_where_its_work_was_created(bench: Make, stacks: str) -> None:
    one = bench(TICK, started=False, stacks=stacks, through=THROUGH)
    before = one.probe.run("origins")
    one.start()
    assert one.probe.run("origins") == before
    assert one.probe.run("origins") == before
    one.sensor.stop()
    assert one.log.of(AgentProblem) == []
    names = [
        "byThread", "byExecutor", "bySubmit", "bySchedule", "byFork", "byFuture", "byStages", "byTimer",
        "direct byReflection", "byOwnPool", "nested", "direct own",
    ]  # fmt: skip
    assert counted(one) == dict.fromkeys(names, 2)
    assert one.probe.errors == b""
    told = [event.site for event in one.log.of(SiteSeen)]
    assert len(told) == len(set(told))


def test_messages_of_a_looper_are_followed(bench: Make) -> None:
    one = bench(TICK, class_path=[FRAMEWORK], through=THROUGH)
    assert one.probe.run("handler") == ["ended"]
    one.sensor.stop()
    assert counted(one) == {"byHandler": 1}
    assert one.log.of(AgentProblem) == []


def test_coroutines_are_followed_from_thread_to_thread(bench: Make) -> None:
    one = bench(TICK, started=False, through=[*THROUGH, "kotlinx"])
    before = one.probe.run("coroutines")
    one.start()
    assert one.probe.run("coroutines") == before
    one.sensor.stop()
    assert one.log.of(AgentProblem) == []
    assert counted(one) == {"resumed": 2, "byCoroutines": 1}
    assert one.probe.errors == b""


def test_without_carriers_nothing_is_followed(bench: Make) -> None:
    one = bench(TICK)
    one.probe.run("origins")
    one.sensor.stop()
    assert {event.origin for event in one.log.of(SiteSeen)} == {""}


def test_a_hundred_thousand_tasks_are_counted_by_creator(bench: Make) -> None:
    one = bench(TICK, through=THROUGH, detail_per_site=2)
    assert one.probe.run("tasks 50000") == ["ended"]
    one.probe.run("gc")
    assert one.probe.run("tasks 50000") == ["ended"]
    one.sensor.stop()
    assert counted(one) == {"many": 100_000}
    assert len({event.origin for event in one.log.of(SiteSeen)} - {""}) == 2
    assert one.log.of(AgentProblem) == []
