"""Classes that appear while the app runs, through class loaders of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from privaudit.model.event import AgentProblem, ApiCalled, ApiCounted, HookState
from privaudit.model.wire import HookPlan

Make = Callable[..., Any]
READ = HookPlan(
    api="read", cls="plugin.Reader", method="read", overloads=[["java.lang.String"]], kept_args=[0]
)
OTHER = HookPlan(api="other", cls="plugin.Nowhere", method="read", overloads=[])


def states(one: Any, api: str) -> list[tuple[str, int]]:
    return [(event.state, event.overloads) for event in one.log.of(HookState) if event.api == api]


def test_a_class_is_hooked_in_each_loader_that_brings_it(bench: Make) -> None:
    one = bench(READ, OTHER, started=False)
    before = one.probe.run("late 3")
    one.start()
    assert one.probe.run("late 3") == before
    one.sensor.stop()
    assert one.log.of(AgentProblem) == []
    # Four loaders, two calls each, none missed, however early.
    assert [call.args for call in one.log.of(ApiCalled)] == [("late",), ("later",)] * 4
    assert sum({(e.overload, e.site): e.n for e in one.log.of(ApiCounted)}.values()) == 8
    assert states(one, "read") == [
        ("absent", 0),
        ("resolved", 1),
        ("resolved", 2),
        ("resolved", 3),
        ("resolved", 4),
    ]
    assert states(one, "other") == [("absent", 0)]
    assert one.probe.run("late 1")[-1] == "read later true"


def test_a_loader_of_the_apps_own_making_is_asked_for_nothing(bench: Make) -> None:
    one = bench(READ, OTHER, started=False)
    before = one.probe.run("own 0")
    one.start()
    # Its classes are hooked a moment after it loaded them.
    assert one.probe.run("own 1500") == before
    one.sensor.stop()
    assert one.log.of(AgentProblem) == []
    assert states(one, "read") == [("absent", 0), ("resolved", 1)]
    assert [call.args for call in one.log.of(ApiCalled)] == [("late",), ("later",)]


def test_loaders_made_by_many_threads_at_once_are_all_looked_through(bench: Make) -> None:
    tick = HookPlan(api="tick", cls="probe.Api", method="tick", overloads=[[]])
    one = bench(READ, OTHER, tick, through=["java", "jdk", "sun"])
    assert one.probe.run("crowd 5") == ["right 20"]
    one.sensor.stop()
    assert one.probe.alive()
    assert one.probe.errors == b""
    assert one.log.of(AgentProblem) == []
    assert states(one, "read")[-1] == ("resolved", 20)
