"""Messages of the agent as events; the agent sits in a hostile app, so anything may come."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privaudit.capture.agent.convert import Converter
from privaudit.model.event import (
    AgentProblem,
    ApiCalled,
    ApiCounted,
    Frame,
    HookState,
    Lifecycle,
    SiteSeen,
)
from privaudit.model.happening import Happening

SEEN = 1_700_000_000_000_000_000
T = 1_700_000_000_000.25

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


def convert(*messages: Any, seq: Any = 0, offset: int = 0) -> list[Any]:
    converter = Converter(7, "com.example:push", offset)
    return list(converter.events({"seq": seq, "messages": list(messages)}, SEEN))


CALL = {
    "k": "call", "t": T, "api": "telephony.imei", "overload": "(int)", "site": "ab", "thread": "main",
    "tid": 9, "n": 1, "args": ["0"], "result": None, "result_length": 0, "items": None, "error": "boom",
}  # fmt: skip


HALVES = [
    ("a\ud83db", "a\ufffdb"), ("\ude00\ud83d", "\ufffd\ufffd"), ("\ud83d\ude00", "\U0001f600"),
    ("银\ud83d", "银\ufffd"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kept"), HALVES, ids=["middle", "swapped", "whole", "end"])
def test_half_characters_do_not_reach_the_journal(text: str, kept: str) -> None:
    site = {"k": "site", "t": T, "site": "ab", "frames": [{"cls": text, "method": text}]}
    spoken = {"args": [text], "result": text, "error": text, "thread": text}
    called, seen, problem = convert(
        {**CALL, **spoken}, site, {"k": "problem", "t": T, "where": text, "message": text}
    )
    assert (called.args, called.result, called.error, called.thread) == ((kept,), kept, kept, kept)
    assert (seen.frames[0].cls, problem.message) == (kept, kept)
    assert all(msgspec.json.encode(event) for event in (called, seen, problem))


@pytest.mark.parametrize("field", ["tid", "n", "result_length", "items"])
def test_a_number_no_count_can_be_is_refused(field: str) -> None:
    (event,) = convert({**CALL, field: 2**64})
    assert isinstance(event, AgentProblem)
    assert "beyond" in event.message


def test_a_batch_with_an_endless_number_is_a_problem() -> None:
    events = convert(CALL, seq=10**30)
    assert [type(event) for event in events] == [AgentProblem, ApiCalled]
    assert all(msgspec.json.encode(event) for event in events)


def test_each_kind_of_message_becomes_its_event() -> None:
    frames = [{"cls": "a.B", "method": "c", "file": "B.java", "line": 3}]
    count = {"k": "count", "t": T, "api": "x", "overload": "()", "site": "s", "n": 3, "errors": 1}
    events = convert(
        CALL,
        {**count, "first": T - 1, "last": T},
        {"k": "site", "t": T, "site": "ab", "frames": frames},
        {"k": "hook", "t": T, "api": "x", "state": "absent", "reason": "no such class"},
        {"k": "life", "t": T, "activity": "a.Main", "state": "resumed"},
        {"k": "problem", "t": T, "where": "queue", "message": "details dropped", "dropped": 4},
        offset=1_000_000,
    )
    assert [type(event) for event in events] == [
        ApiCalled, ApiCounted, SiteSeen, HookState, Lifecycle, AgentProblem,
    ]  # fmt: skip
    assert {(event.pid, event.at, event.seen) for event in events} == {(7, SEEN + 250_000 - 1_000_000, SEEN)}
    assert (events[0].process, events[0].args, events[0].error) == ("com.example:push", ("0",), "boom")
    assert events[1].last - events[1].first == 1_000_000
    assert events[2].frames == (Frame(cls="a.B", method="c", file="B.java", line=3),)
    assert events[5].dropped == 4


def test_one_malformed_message_does_not_cost_its_neighbours() -> None:
    events = convert(CALL, {"k": "call", "t": T}, {"k": "unheard"}, 5, CALL)
    assert [type(event) for event in events] == [ApiCalled, *[AgentProblem] * 3, ApiCalled]
    assert all(event.dropped == 1 for event in events[1:4])


def test_impossible_values_are_problems() -> None:
    for bad in (float("inf"), float("nan"), -1.0, 1e300):
        assert isinstance(convert({**CALL, "t": bad})[0], AgentProblem)
    assert isinstance(convert({**CALL, "result": "x" * 100_000})[0], AgentProblem)
    assert isinstance(convert({**CALL, "n": "1"})[0], AgentProblem)


def test_a_gap_in_the_sequence_says_how_many_batches_are_missing() -> None:
    converter = Converter(7, "p", 0)
    assert list(converter.events({"seq": 0, "messages": []}, SEEN)) == []
    (gap,) = converter.events({"seq": 3, "messages": []}, SEEN)
    assert isinstance(gap, AgentProblem)
    assert (gap.where, gap.message, gap.dropped) == ("sequence", "2 batches lost before batch 3", 2)
    assert list(converter.events({"seq": 4, "messages": []}, SEEN)) == []
    (again,) = converter.events({"seq": 4, "messages": []}, SEEN)
    assert isinstance(again, AgentProblem)
    assert again.dropped == 0


@given(json_values)
def test_whatever_comes_becomes_events(payload: Any) -> None:
    for event in Converter(1, "p", 0).events(payload, SEEN):
        assert isinstance(event, Happening)


@given(st.integers(-2, 5) | st.booleans() | st.none(), st.lists(json_values, max_size=5))
def test_whatever_a_batch_holds_becomes_as_many_events(seq: Any, messages: list[Any]) -> None:
    events = list(Converter(1, "p", 0).events({"seq": seq, "messages": messages}, SEEN))
    assert len(events) >= len(messages)
    assert all(isinstance(event, Happening) for event in events)
