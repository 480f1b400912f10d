"""Values that arrive in a callback: events of the object that was handed over, and of no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from privaudit.model.event import AgentProblem, ApiCalled, ApiCounted, HookState, SiteSeen
from privaudit.model.wire import HookPlan

Make = Callable[..., Any]
THROUGH = ["java", "javax", "jdk", "sun", "carrier"]


def plan(api: str, cls: str, method: str, **fields: Any) -> HookPlan:
    return HookPlan(
        api=api, cls=cls, method=method, overloads=fields.pop("overloads", []), hook="generic", **fields
    )


ARRIVED = plan("arrived", "carrier.Listener", "arrived", delivered_by=["register"], value_arg=0)
PLANS = (
    ARRIVED,
    plan("accept", "java.util.function.Consumer", "accept", delivered_by=["ask"], value_arg=0),
    plan("ended", "carrier.Listener", "ended", delivered_by=["register"], value_arg=0),
    plan("receive", "carrier.Receiver", "receive", delivered_by=["prepare"], value_arg=0),
    plan("never", "carrier.Listener", "arrived", delivered_by=["nowhere"], value_arg=0),
    plan("gone", "carrier.Listener", "no_such", delivered_by=["register"], value_arg=0),
    plan("nowhere", "carrier.Hub", "no_such"),
    plan("register", "carrier.Hub", "register"),
    plan("ask", "carrier.Hub", "ask"),
    plan("prepare", "carrier.Receiver", "prepare"),
)


def calls(one: Any, api: str) -> list[ApiCalled]:
    return [event for event in one.log.of(ApiCalled) if event.api == api]


def totals(one: Any, api: str) -> dict[str, ApiCounted]:
    return {event.site: event for event in one.log.of(ApiCounted) if event.api == api}


def origin(one: Any, site: str) -> str:
    sites = {event.site: event for event in one.log.of(SiteSeen)}
    first = sites[sites[site].origin].frames[0]
    return f"{first.cls}.{first.method}"


@pytest.mark.parametrize("stacks", ["auto", "trace"])
@pytest.mark.parametrize("through", [[], THROUGH], ids=["alone", "origins"])
def test_what_is_delivered_is_an_event_of_who_asked(bench: Make, stacks: str, through: list[str]) -> None:
    one = bench(*PLANS, started=False, stacks=stacks, through=through)
    before = one.probe.run("deliveries")
    one.start()
    assert one.probe.run("deliveries") == before
    one.sensor.stop()
    assert one.log.of(AgentProblem) == []
    arrived = calls(one, "arrived")
    assert [call.result for call in arrived] == ["one", "two", "three", "four", "five"]
    assert [origin(one, call.site) for call in arrived] == [
        f"probe.Deliveries.{name}" for name in ("named", "derived", "lambda", "reference", "throwing")
    ]
    assert {call.thread for call in arrived} == {"system"}
    assert [call.error for call in arrived][-1] == "java.lang.IllegalStateException: listener"
    assert [call.result for call in calls(one, "accept")] == ["four"]
    assert origin(one, calls(one, "accept")[0].site) == "probe.Deliveries.consumer"
    assert [call.result for call in calls(one, "receive")] == ["six"]
    assert calls(one, "ended") == []
    assert sum(count.n for count in totals(one, "arrived").values()) == 5
    assert sum(count.errors for count in totals(one, "arrived").values()) == 1
    told = [event.site for event in one.log.of(SiteSeen)]
    assert len(told) == len(set(told))


def test_the_state_of_a_delivery_is_that_of_its_class_and_of_who_hands_over(bench: Make) -> None:
    one = bench(*PLANS)
    one.sensor.stop()
    states = {event.api: (event.state, event.overloads, event.reason) for event in one.log.of(HookState)}
    assert states["arrived"] == ("resolved", 1, "")
    assert states["never"] == ("absent", 0, "no row that hands such objects over is there")
    assert states["gone"] == ("absent", 0, "no such method")


def test_listeners_that_are_gone_are_forgotten(bench: Make) -> None:
    one = bench(ARRIVED, plan("register", "carrier.Hub", "register"), max_frames=4)
    one.probe.run("listeners 20000")
    one.sensor.stop()
    assert one.log.of(AgentProblem) == []
    assert sum(count.n for count in totals(one, "register").values()) == 20_000
