"""Traces that the app makes itself, or prints of what passed a hook, are those it has without the agent."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from privaudit.model.event import AgentProblem, ApiCalled, ApiCounted, SiteSeen
from privaudit.model.wire import HookPlan

Make = Callable[..., Any]
THROUGH = ["java", "javax", "jdk", "sun", "carrier", "android"]
FRAMEWORK = str(files("privaudit.virtual").joinpath("apps", "framework.jar"))
TICK = HookPlan(api="tick", cls="probe.Api", method="tick", overloads=[[]])


def plan(api: str, cls: str, method: str, **fields: Any) -> HookPlan:
    return HookPlan(api=api, cls=cls, method=method, overloads=[], hook="generic", **fields)


PLANS = (
    TICK,
    plan("call", "carrier.Hub", "callNow"),
    plan("arrived", "carrier.Listener", "arrived", delivered_by=["call"], value_arg=0),
    plan("supply", "carrier.Hub", "supplyNow"),
    plan("supplied", "carrier.Supplied", "supplied", delivered_by=["supply"]),
    plan("name", "carrier.Supplier", "name", delivered_by=["supplied"]),
)


@pytest.mark.parametrize("stacks", ["auto", "trace"])
def test_work_that_runs_elsewhere_has_the_traces_it_has_without_the_agent(bench: Make, stacks: str) -> None:
    one = bench(*PLANS, started=False, stacks=stacks, through=THROUGH)
    before = one.probe.run("traces")
    assert len(before) > 150
    one.start()
    assert one.probe.run("traces") == before
    assert one.probe.run("traces") == before
    one.sensor.stop()
    assert one.log.of(AgentProblem) == []
    totals = {event.site: event.n for event in one.log.of(ApiCounted) if event.api == "arrived"}
    assert sum(totals.values()) == 16


def test_work_on_a_looper_has_its_traces_and_its_creator(bench: Make) -> None:
    one = bench(*PLANS, started=False, class_path=[FRAMEWORK], through=THROUGH)
    before = one.probe.run("handlertraces")
    one.start()
    assert one.probe.run("handlertraces") == before
    assert one.probe.run("handlertraces") == before
    one.sensor.stop()
    assert one.log.of(AgentProblem) == []
    sites = {event.site: event for event in one.log.of(SiteSeen)}
    totals = {event.site: event.n for event in one.log.of(ApiCounted) if event.api == "tick"}
    (site,) = totals
    assert totals[site] == 2
    origins = [frame.method for frame in sites[sites[site].origin].frames if frame.cls == "probe.Traces"]
    assert origins[0] == "onHandler"


def test_what_an_object_answers_is_told_though_its_class_is_the_one_that_the_row_names(bench: Make) -> None:
    one = bench(*PLANS)
    assert one.probe.run("supplied") == ["supplied"]
    one.sensor.stop()
    assert one.log.of(AgentProblem) == []
    (call,) = [event for event in one.log.of(ApiCalled) if event.api == "name"]
    assert call.result == "supplied"
