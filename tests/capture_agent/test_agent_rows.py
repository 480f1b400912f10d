"""Rows of every kind: fields, constructors, reads by name, several rows of one method."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from privaudit.model.event import AgentProblem, ApiCalled, ApiCounted, HookState, SiteSeen
from privaudit.model.wire import HookPlan

Make = Callable[..., Any]


def plan(api: str, cls: str, method: str, **fields: Any) -> HookPlan:
    fields.setdefault("kept_args", [0])
    return HookPlan(api=api, cls=cls, method=method, overloads=fields.pop("overloads", []), **fields)


def calls(one: Any, api: str) -> list[ApiCalled]:
    return [event for event in one.log.of(ApiCalled) if event.api == api]


def total(one: Any, api: str) -> int:
    return sum({(e.overload, e.site): e.n for e in one.log.of(ApiCounted) if e.api == api}.values())


def test_fields_are_there_or_not_and_never_seen_read(bench: Make) -> None:
    one = bench(
        plan("token", "probe.Api", "TOKEN", kind="field"),
        plan("count", "probe.Made", "COUNT", kind="field"),
        plan("name", "probe.Made", "name", kind="field"),
        plan("method", "probe.Made", "ask", kind="field"),
        plan("missing", "probe.Missing", "COUNT", kind="field"),
    )
    one.sensor.stop()
    states = {event.api: (event.state, event.reason) for event in one.log.of(HookState)}
    there = ("unobservable", "a field: reading it is no call")
    assert states == {
        "token": there, "count": there, "name": there,
        "method": ("absent", "no such field"), "missing": ("absent", "no such class"),
    }  # fmt: skip


@pytest.mark.parametrize("stacks", ["auto", "trace"])
def test_constructors_are_calls_of_whoever_makes_the_object(bench: Make, stacks: str) -> None:
    one = bench(plan("made", "probe.Made", "$init"), started=False, stacks=stacks)
    before = one.probe.run("made")
    one.start()
    assert one.probe.run("made") == before
    one.sensor.stop()
    assert one.log.of(AgentProblem) == []
    assert [(call.overload, call.args, call.result) for call in calls(one, "made")] == [
        ("()", (), None),
        ("(java.lang.String)", ("own",), None),
        ("(java.lang.String)", ("finer",), None),
        ("(java.lang.String)", ("",), None),
    ]
    assert calls(one, "made")[-1].error == "java.lang.IllegalArgumentException: no name"
    assert total(one, "made") == 4
    sites = {event.site: event.frames[0].method for event in one.log.of(SiteSeen)}
    assert [sites[call.site] for call in calls(one, "made")] == ["made", "made", "<init>", "lambda$made$3"]


def test_only_the_names_of_a_row_are_events(bench: Make) -> None:
    one = bench(
        plan("echo", "probe.Api", "echo", names=["one", "three"], name_arg=0),
        plan("ask", "probe.Made", "ask", names=["two"], name_arg=0),
        plan("beyond", "probe.Api", "tick", names=["x"], name_arg=3),
    )
    one.probe.run("made")
    one.probe.run("tick 3")
    one.sensor.stop()
    assert [call.args for call in calls(one, "echo")] == [("one",), ("three",)]
    assert [call.args for call in calls(one, "ask")] == [("one,null,two",)]
    assert (total(one, "echo"), total(one, "ask"), total(one, "beyond")) == (2, 1, 0)
    assert one.log.of(AgentProblem) == []


def test_a_method_may_be_of_several_rows(bench: Make) -> None:
    one = bench(
        plan("first", "probe.Api", "echo", names=["one"], name_arg=0),
        plan("second", "probe.Api", "echo", names=["two", "three"], name_arg=0),
        plan("all", "probe.Api", "echo"),
    )
    one.probe.run("made")
    one.sensor.stop()
    assert [call.args[0] for call in calls(one, "first")] == ["one"]
    assert [call.args[0] for call in calls(one, "second")] == ["two", "three"]
    assert [call.args[0] for call in calls(one, "all")] == ["one", "two", "three", "null", ""]
    assert {event.state for event in one.log.of(HookState)} == {"resolved"}
    assert one.probe.run("made")
