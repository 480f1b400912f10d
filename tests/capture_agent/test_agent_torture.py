"""What a hook might stumble over: the app behaves the same, its JVM lives, the record can be kept."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from privaudit.model.event import AgentProblem, ApiCalled, ApiCounted, ProcessGone, SensorLost
from privaudit.model.wire import HookPlan

Make = Callable[..., Any]
COMMANDS = [
    "containers", "characters", "addresses", "numbers", "nested", "programs", "short 40",
    "overflow 256", "overflow 1024", "infinite 200", "infinite 1024",
]  # fmt: skip


def plan(api: str, cls: str, method: str, hook: str = "generic", **fields: Any) -> HookPlan:
    fields.setdefault("kept_args", [0])
    return HookPlan(api=api, cls=cls, method=method, overloads=[], hook=hook, **fields)


def probe(method: str) -> HookPlan:
    return plan(f"probe.{method}", "probe.Api", method)


SYSTEM = (
    plan("traffic.url", "java.net.URL", "openConnection", "url"),
    plan("shell.exec", "java.lang.Runtime", "exec"),
    plan("shell.process", "java.lang.ProcessBuilder", "start", "process", within=["shell.exec"]),
)
PLANS = (
    *map(probe, [
        "same", "echo", "half", "refuseBy", "narrow", "wide", "precise", "descend", "closeAll", "open",
        "shut", "tick",
    ]),
    *SYSTEM,
)  # fmt: skip


def calls(one: Any, api: str) -> list[ApiCalled]:
    return [event for event in one.log.of(ApiCalled) if event.api == api]


def total(one: Any, api: str) -> int:
    return sum(event.n for event in final(one, api))


def final(one: Any, api: str) -> list[ApiCounted]:
    return list({(e.overload, e.site): e for e in one.log.of(ApiCounted) if e.api == api}.values())


def test_the_app_prints_the_same_under_torture(bench: Make) -> None:
    one = bench(*PLANS, started=False, max_value=100)
    before = {command: one.probe.run(command) for command in COMMANDS}
    one.start()
    during = {command: one.probe.run(command) for command in COMMANDS}
    one.sensor.stop()
    for command in COMMANDS:
        assert during[command] == before[command], command
    assert before["containers"][-1] == "touched 1"
    assert before["overflow 256"] == ["java.lang.StackOverflowError null"] * 3 + ["still here"]
    assert one.log.of(AgentProblem) == []
    assert one.log.of(SensorLost) == []
    assert one.probe.errors == b""
    assert one.probe.alive()
    assert all(msgspec.json.encode(event) for event in one.log.events)


def test_containers_that_hold_themselves_are_written_out_to_a_depth(bench: Make) -> None:
    one = bench(*PLANS, max_value=2000)
    start = time.monotonic()
    one.probe.run("containers")
    assert time.monotonic() - start < 5
    one.sensor.stop()
    told = {call.args[0]: call.items for call in calls(one, "probe.same") if call.args[0]}
    assert told["…,null,end,null,end,null,end"] == 3
    assert told["00ff7f"] == 3
    assert told["null,,null"] == 3
    assert told["[I"] == 2
    (five,) = (call for call in calls(one, "probe.same") if call.result_length == 10_000_000)
    assert five.result_hash == hashlib.sha256(b"00" * 5_000_000).hexdigest()
    assert told["probe.Hostile,x"] == 2
    assert told["probe.Torture$OwnList"] is None
    assert told["java.util.Collections$UnmodifiableList"] is None
    assert max(len(text) for text in told) <= 2000


def test_texts_are_cut_between_characters(bench: Make) -> None:
    one = bench(*PLANS, max_value=100)
    one.probe.run("characters")
    one.sensor.stop()
    assert calls(one, "probe.half")[0].result == "\ufffd"
    assert calls(one, "probe.echo")[0].result == "x" * 99 + "\ufffd"
    assert calls(one, "probe.echo")[2].result_length == 10_000
    hashes = [call.result_hash for call in calls(one, "probe.echo")[:3]]
    whole = ["x" * 99 + "\U0001f600", None, "\U0001f600" * 5000]
    assert hashes == ["" if text is None else hashlib.sha256(text.encode()).hexdigest() for text in whole]
    errors = [call.error for call in calls(one, "probe.refuseBy")]
    assert errors[0] is not None
    assert errors[0].endswith("y\ufffd")
    assert errors[2] == "java.lang.IllegalStateException"
    assert [len(error) for error in errors if error][-1] == 100


def test_a_url_is_told_without_asking_its_handler(bench: Make) -> None:
    one = bench(*PLANS)
    assert one.probe.run("addresses")[-1] == "touched 0"
    one.sensor.stop()
    urls = ["own://user@host:7/path?a=b#c", "own:nothing", "http://example.invalid/x?y=z"]
    assert [call.args[0] for call in calls(one, "traffic.url")] == urls


@pytest.mark.parametrize("stacks", ["auto", "trace"])
def test_one_call_of_the_app_is_one_event_whatever_it_goes_through(bench: Make, stacks: str) -> None:
    one = bench(*SYSTEM, stacks=stacks)
    one.probe.run("programs")
    one.sensor.stop()
    # Seven by Runtime.exec, of which four fail; two by a ProcessBuilder of the app's own.
    assert total(one, "shell.exec") == 7
    assert total(one, "shell.process") == 2
    assert sum(event.errors for event in final(one, "shell.exec")) == 4
    assert [call.args for call in calls(one, "shell.process")] == [("true",), ("probe.Torture$OwnCommand",)]


def test_a_part_of_a_call_counts_where_the_whole_is_not_hooked(bench: Make) -> None:
    absent = plan("shell.exec", "java.lang.Runtime", "no_such_method")
    one = bench(
        absent, plan("shell.process", "java.lang.ProcessBuilder", "start", "process", within=["shell.exec"])
    )
    one.probe.run("programs")
    one.sensor.stop()
    assert total(one, "shell.process") > 2


@pytest.mark.parametrize("stacks", ["auto", "trace"])
def test_a_row_within_itself_counts_its_outermost_call(bench: Make, stacks: str) -> None:
    one = bench(plan("probe.descend", "probe.Api", "descend", within=["probe.descend"]), stacks=stacks)
    assert one.probe.run("descend 9") == ["9"]
    one.sensor.stop()
    assert total(one, "probe.descend") == 1
    assert [call.result for call in calls(one, "probe.descend")] == ["9"]


@pytest.mark.parametrize("end", ["exit", "halt", "return"])
def test_daemon_threads_inside_hooks_do_not_keep_or_break_the_end(bench: Make, end: str) -> None:
    one = bench(probe("tick"), probe("echo"))
    assert one.probe.run("daemons 4") == ["calling"]
    one.probe.tell(end)
    gone = one.log.wait(ProcessGone)
    assert gone.reason == "process-terminated"
    assert not one.probe.alive()
    assert one.probe.errors == b""
    assert total(one, "probe.tick") > 0


def test_one_problem_many_times_is_told_once_and_counted(bench: Make) -> None:
    wrong = plan("probe.same", "probe.Api", "same", "lifecycle")
    one = bench(wrong)
    one.probe.run("containers")
    one.sensor.stop()
    told = [problem.message for problem in one.log.of(AgentProblem)]
    assert told
    assert told[0] == "the activity's class could not be read"
    assert len(told) < 5


def test_more_call_sites_than_are_told_apart_lose_no_call(bench: Make) -> None:
    one = bench(probe("tick"), detail_per_site=1)
    one.probe.run("sites 21000")
    one.probe.run("sites 21000")
    one.sensor.stop()
    assert total(one, "probe.tick") == 42_000
    sites = {event.site: event.n for event in final(one, "probe.tick")}
    assert len(sites) == 20_001
    assert sites[""] == 2_000
    told = [problem.message for problem in one.log.of(AgentProblem)]
    assert told == ["more than 20000 call sites: further ones are not told apart"]
