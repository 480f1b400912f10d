"""What the app sees with the agent in it is what it sees without."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import Any

import pytest

from privaudit.model.event import (
    AgentProblem,
    ApiCalled,
    ApiCounted,
    HookState,
    Lifecycle,
    ProcessGone,
    SiteSeen,
)
from privaudit.model.wire import HookPlan

COMMANDS = ["values", "identity", "throwing", "open", "descend 7", "huge 200000", "hostile", "system"]
Make = Callable[..., Any]


def plan(api: str, cls: str, method: str, hook: str = "generic", **fields: Any) -> HookPlan:
    fields.setdefault("kept_args", list(range(9)))
    return HookPlan(
        api=api, cls=cls, method=method, overloads=fields.pop("overloads", []), hook=hook, **fields
    )


def calls(one: Any, api: str) -> list[ApiCalled]:
    return [event for event in one.log.of(ApiCalled) if event.api == api]


def totals(one: Any, api: str) -> dict[tuple[str, str], ApiCounted]:
    return {(e.overload, e.site): e for e in one.log.of(ApiCounted) if e.api == api}


@pytest.mark.parametrize("through", [[], ["java", "jdk", "sun"]], ids=["alone", "origins"])
@pytest.mark.parametrize("stacks", ["auto", "trace"])
def test_the_app_prints_the_same_before_with_and_after(bench: Make, stacks: str, through: list[str]) -> None:
    one = bench(started=False, stacks=stacks, through=through)
    before = {command: one.probe.run(command) for command in COMMANDS}
    one.start()
    during = {command: one.probe.run(command) for command in COMMANDS}
    one.sensor.stop()
    after = {command: one.probe.run(command) for command in COMMANDS}
    assert before["throwing"][1].startswith("java.io.IOException: outer one")
    assert during == before
    assert after == before
    assert one.log.of(AgentProblem) == []
    assert one.probe.alive()


def test_values_arguments_and_nulls_are_recorded(bench: Make) -> None:
    one = bench()
    one.probe.run("values")
    one.sensor.stop()
    (summed,) = calls(one, "probe.sum")
    assert summed.args == ("true", "-5", "c", "-300", "70000", "1099511627776", "1.5", "2.25", "nine")
    assert summed.overload == "(boolean, byte, char, short, int, long, float, double, java.lang.String)"
    assert [call.result for call in calls(one, "probe.echo")] == ["汉字 😀 \0 end", None]
    assert [call.args for call in calls(one, "probe.echo")] == [("汉字 😀 \0 end",), ("null",)]
    assert [(c.result, c.error) for c in calls(one, "probe.nothing")] == [(None, None)]
    assert calls(one, "probe.wide")[0].result == str(-(2**63) + 1)
    assert [(c.result, c.items) for c in calls(one, "probe.names")] == [("a,null,c", 3)]
    assert calls(one, "probe.letter")[0].result == "银"
    assert calls(one, "probe.fixed")[0].thread == "main"


def test_a_throw_is_recorded_and_reaches_the_app(bench: Make) -> None:
    one = bench()
    one.probe.run("throwing")
    one.sensor.stop()
    assert calls(one, "probe.refuse")[0].error == "java.io.IOException: outer one"
    assert calls(one, "probe.refuse")[0].result is None
    assert {c.error for c in calls(one, "probe.open")} == {
        "java.lang.SecurityException: refused two",
        "java.lang.SecurityException: refused three",
    }
    assert calls(one, "probe.refuseBy")[0].error == "probe.OddException: odd"
    assert [c.errors for c in totals(one, "probe.refuse").values()] == [1]


def test_objects_of_the_app_are_named_not_run(bench: Make) -> None:
    one = bench()
    assert one.probe.run("hostile") == ["listening", "true", "0"]
    one.sensor.stop()
    assert calls(one, "probe.listen")[0].args == ("probe.Hostile",)


def test_huge_values_are_cut_with_their_length(bench: Make) -> None:
    one = bench(max_value=100)
    one.probe.run("huge 200000")
    one.sensor.stop()
    (call,) = calls(one, "probe.huge")
    assert (call.result, call.result_length) == ("x" * 100, 200_000)
    assert call.result_hash == hashlib.sha256(b"x" * 200_000).hexdigest()


@pytest.mark.parametrize("stacks", ["auto", "trace"])
def test_an_overload_that_delegates_is_one_call(bench: Make, stacks: str) -> None:
    one = bench(stacks=stacks)
    one.probe.run("open")
    one.sensor.stop()
    assert [(c.overload, c.args) for c in calls(one, "probe.open")] == [
        ("(java.lang.String)", ("a",)),
        ("(java.lang.String, int)", ("b", "2")),
    ]


@pytest.mark.parametrize("stacks", ["auto", "trace"])
def test_recursion_is_counted_call_by_call(bench: Make, stacks: str) -> None:
    one = bench(stacks=stacks)
    assert one.probe.run("descend 60") == ["60"]
    one.sensor.stop()
    assert sum(count.n for count in totals(one, "probe.descend").values()) == 61


@pytest.mark.parametrize("stacks", ["auto", "trace"])
def test_sites_name_the_caller_without_frames_of_hooks(bench: Make, stacks: str) -> None:
    one = bench(stacks=stacks)
    one.probe.run("throwing")
    one.sensor.stop()
    sites = {site.site: site for site in one.log.of(SiteSeen)}
    (through,) = (c for c in calls(one, "probe.open") if c.args[0] == "three")
    frames = [(f.cls, f.method, f.file) for f in sites[through.site].frames]
    assert frames[0] == ("probe.Api", "refuseThrough", "Api.java")
    assert [f[1] for f in frames].count("refuseThrough") == 1
    assert frames[-1] == ("probe.Main", "main", "Main.java")
    if stacks == "auto":
        assert all(frame.line > 0 for frame in sites[through.site].frames)
    order = [type(e).__name__ for e in one.log.events if getattr(e, "site", "") == through.site]
    assert order[0] == "SiteSeen"


def test_eight_threads_are_counted_exactly_and_sampled(bench: Make) -> None:
    one = bench(detail_per_site=5)
    one.probe.run("threads 10000")
    one.sensor.stop()
    counted = totals(one, "probe.tick")
    assert sum(count.n for count in counted.values()) == 80_000
    assert sorted(c.n for c in calls(one, "probe.tick")) == [1, 2, 3, 4, 5]
    assert all(count.first <= count.last for count in counted.values())


def test_every_row_ends_as_resolved_absent_or_failed(bench: Make) -> None:
    one = bench(
        plan("here", "probe.Api", "open"),
        plan("partly", "probe.Api", "echo", overloads=[["java.lang.String"], ["int"]]),
        plan("no.class", "probe.Missing", "open"),
        plan("no.method", "probe.Api", "missing"),
        plan("no.overload", "probe.Api", "echo", overloads=[["int"]]),
        plan("abstract", "java.util.List", "size"),
        plan("no.hook", "probe.Api", "tick", hook="unheard"),
    )
    one.sensor.stop()
    states = {e.api: (e.state, e.overloads, e.reason) for e in one.log.of(HookState)}
    assert states["here"] == ("resolved", 2, "")
    assert states["partly"] == ("resolved", 1, "no (int)")
    assert states["no.class"] == ("absent", 0, "no such class")
    assert states["no.method"] == ("absent", 0, "no such method")
    assert states["no.overload"] == ("absent", 0, "no such overload")
    assert states["abstract"] == ("failed", 0, "() is abstract")
    assert states["no.hook"] == ("failed", 0, "the agent has no hook unheard")


def test_hooks_of_their_own_topics(bench: Make) -> None:
    one = bench(
        plan(
            "settings.android_id",
            "android.provider.Settings$Secure",
            "getString",
            kept_args=[1],
            names=["android_id", "bluetooth_address"],
            name_arg=1,
        ),
        plan("content.query", "android.content.ContentResolver", "query", "query", kept_args=[0]),
        plan("permission.request", "android.app.Activity", "requestPermissions", "permission_request"),
        plan("lifecycle.created", "android.app.Activity", "onCreate", "lifecycle"),
        plan("lifecycle.started", "android.app.Activity", "onStart", "lifecycle"),
    )
    assert one.probe.run("system")[2] == "3 -1"
    one.sensor.stop()
    (setting,) = calls(one, "settings.android_id")
    assert (setting.args, setting.result) == (("android_id",), "android_id of this device")
    assert sum(count.n for count in totals(one, "settings.android_id").values()) == 1
    (queried,) = calls(one, "content.query")
    assert (queried.args, queried.result, queried.items) == (("content://call_log/calls",), None, 3)
    assert calls(one, "permission.request")[0].args == (
        "android.permission.CAMERA,android.permission.READ_SMS",
    )
    seen = [(life.activity, life.state) for life in one.log.of(Lifecycle)]
    assert seen == [("probe.Main$MainActivity", "created"), ("probe.Main$MainActivity", "started")]
    assert [count.n for count in totals(one, "lifecycle.created").values()] == [1]


def test_last_words_arrive_when_the_process_exits(bench: Make) -> None:
    one = bench()
    one.probe.tell("exit")
    gone = one.log.wait(ProcessGone)
    assert gone.reason.startswith("process-terminated")
    assert calls(one, "probe.echo")[0].args == ("last words",)
    assert [count.n for count in totals(one, "probe.echo").values()] == [1]


def test_times_are_corrected_by_the_clock_offset(bench: Make) -> None:
    hour = 3_600_000_000_000
    one = bench(offset_ns=hour)
    one.probe.run("values")
    one.sensor.stop()
    at = calls(one, "probe.fixed")[0].at
    assert abs(time.time_ns() - hour - at) < 60_000_000_000


def test_a_thread_blocked_in_a_hook_survives_the_end_of_the_agent(bench: Make) -> None:
    one = bench()
    one.probe.tell("block 4000")
    time.sleep(0.5)
    one.sensor.stop()
    assert one.probe.read() == []
    assert one.probe.run("values")[0] == "value"
    assert one.probe.alive()
