"""Streams, names that were looked up and messages that never ended are sent like requests."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import zlib

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from journals import ANDROID_ID, IMEI, PID, Journal

from privaudit.analysis.decode import MAX_PACKED, outermost, replay
from privaudit.analysis.dns import question
from privaudit.analysis.match import explain, find, on_the_wire
from privaudit.analysis.needles import Needle, NeedleSet
from privaudit.analysis.spill import Spill
from privaudit.analysis.streams import OVERLAP, Chunk, windows
from privaudit.model.happening import Octets
from privaudit.model.network import (
    BodyPart,
    Header,
    NameLookedUp,
    PlainSeen,
    RequestSeen,
    ResponseSeen,
    StreamSeen,
    TlsSeen,
)
from privaudit.model.observation import Match, Sent

NEEDLES = NeedleSet([Needle(value=IMEI, data_type="device.imei", source="read", event=7)])
STREAM = StreamSeen(at=0, seen=0, flow="f", host="mq.example", port=1883, from_client=True, encrypted=False)


def run() -> Journal:
    return Journal().begin().consent("shown").consent("agreed").imei()


def sent(journal: Journal) -> list[Sent]:
    return list(journal.end().observe().sent)


def part(journal: Journal, data: bytes, offset: int, *, flow: str = "s1", up: bool = True) -> None:
    sha = hashlib.sha256(data).hexdigest()
    journal.artefacts[sha] = data
    journal.add(
        lambda at: StreamSeen(
            at=at, seen=at, flow=flow, host="mq.example", port=1883, from_client=up, encrypted=False,
            offset=offset, body=sha, body_bytes=len(data), server_address="203.0.113.7:1883",
        )
    )  # fmt: skip


def test_a_value_on_both_sides_of_a_cut_is_found_in_the_joined_stream() -> None:
    journal = run()
    part(journal, b"\x10\x20" + IMEI[:4].encode(), 0)
    part(journal, IMEI[4:9].encode(), 6)
    part(journal, b"nothing", 0, up=False)
    part(journal, IMEI[9:].encode() + b"\x00", 11)
    (one,) = sent(journal)
    assert (one.url, one.protocol, one.method) == ("tcp://mq.example:1883", "tcp", "TCP")
    assert (one.address, one.body_bytes, len(one.parts)) == ("203.0.113.7:1883", 18, 3)
    (match,) = one.matches
    assert (match.offset, match.length, match.where, match.chain) == (2, 15, "body", ())


def test_a_stream_is_told_anew_when_the_state_changes_and_what_straddles_is_found_once() -> None:
    journal = Journal().begin().imei()
    first = b"hello " + IMEI.encode() + b" again " + IMEI[:5].encode()
    part(journal, first, 0)
    journal.consent("shown").consent("agreed")
    part(journal, IMEI[5:].encode() + b" end", len(first))
    before, after = sent(journal)
    assert [one.when.consent for one in (before, after)] == ["not_shown", "agreed"]
    assert [match.offset for match in before.matches] == [6]
    # The one that straddles belongs to where it ended; the one before it is not told again.
    (straddling,) = after.matches
    assert (straddling.offset, straddling.length, after.body_bytes) == (7, 15, 14)
    assert len(after.parts) == 2


def test_what_is_packed_behind_a_header_is_opened() -> None:
    data = b"\x00\x00\x01\x02MAGIC" + gzip.compress(json.dumps({"a": IMEI}).encode())
    (match,) = find(STREAM, data, NEEDLES).matches
    assert [f"{step.name}:{step.detail}" for step in match.chain] == ["from:9", "gzip:", "json:a"]
    assert explain(STREAM, data, match).agrees
    # Two bytes that could begin something packed stand everywhere: only what opens is looked at.
    assert len(outermost(STREAM, b"\x78\x9c\xff\xff" * 5000)) == 1
    many = b"".join(b"#" + gzip.compress(b"x") for _ in range(500))
    assert len(outermost(STREAM, many)) == MAX_PACKED + 1


@settings(deadline=None)
@given(
    st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=12),
    st.lists(st.integers(0, 2), min_size=12, max_size=12),
    st.integers(1, 60),
)
def test_windows_hold_every_byte_once(parts: list[bytes], states: list[int], most: int) -> None:
    chunks = []
    offset = 0
    for number, data in enumerate(parts):
        chunks.append(Chunk(number, number, offset, data, len(data)))
        offset += len(data)
    made = list(windows(chunks, lambda at: states[at], most=most))
    assert b"".join(window.data[window.repeated :] for window in made) == b"".join(parts)
    assert sum(window.size for window in made) == offset
    whole = b"".join(parts)
    for window in made:
        assert whole[window.start : window.start + len(window.data)] == window.data
        assert window.before == 0 or window.repeated <= OVERLAP
        assert len({states[number] for number in window.numbers[window.before :]}) == 1


def test_a_hole_in_a_stream_is_told() -> None:
    chunks = [Chunk(1, 1, 0, b"abc", 3), Chunk(2, 2, 10, b"def", 3)]
    first, second = windows(chunks, lambda _at: 0)
    assert (first.cut, second.cut, second.repeated) == (True, True, 0)


def test_a_long_message_is_searched_once_when_it_ended_and_as_far_as_it_came_when_not() -> None:
    journal = run()
    body = json.dumps({"imei": IMEI}).encode()
    halves = body[:10], body[10:]
    for flow in ("flow-1", "unfinished"):
        for offset, data in zip((0, 10), halves, strict=True):
            sha = hashlib.sha256(data).hexdigest()
            journal.artefacts[sha] = data
            journal.add(
                lambda at, flow=flow, offset=offset, data=data, sha=sha: BodyPart(  # type: ignore[misc] # cannot infer
                    at=at, seen=at, flow=flow, from_client=True, method="PUT", scheme="https",
                    host="up.example", port=443, path="/up", media_type="application/json", offset=offset,
                    body=sha, body_bytes=len(data),
                )
            )  # fmt: skip
    journal.request("https://up.example/up", by="app", body=body, method="PUT")
    observation = journal.end().observe()
    assert [(one.flow, one.method, len(one.parts)) for one in observation.sent] == [
        ("unfinished", "PUT", 2), ("flow-1", "PUT", 0),
    ]  # fmt: skip
    assert [len(one.matches) for one in observation.sent] == [1, 1]
    assert observation.sent[0].matches[0].name == "imei"
    assert [topic for _n, topic, _text in observation.notes] == ["traffic-cut"]


@pytest.mark.parametrize("coded", [False, True])
def test_a_message_that_went_on_while_the_state_changed_is_told_for_each_state(*, coded: bool) -> None:
    journal = Journal().begin().imei().android_id()
    early = json.dumps({"id": ANDROID_ID}).encode() + b"\n"
    late = json.dumps({"imei": IMEI, "id": ANDROID_ID}).encode() + b"\n"
    body = early + late
    if coded:
        packer = zlib.compressobj(wbits=31)
        first = packer.compress(early) + packer.flush(zlib.Z_SYNC_FLUSH)
        body = first + packer.compress(late) + packer.flush()
        early = first
    began = journal.now

    def part(data: bytes, offset: int) -> None:
        sha = hashlib.sha256(data).hexdigest()
        journal.artefacts[sha] = data
        journal.add(
            lambda at: BodyPart(
                at=at, seen=at, flow="flow-1", from_client=True, method="POST", scheme="https",
                host="api.bank.example", port=443, path="/stream", offset=offset, body=sha,
                body_bytes=len(data),
            )
        )  # fmt: skip

    part(early, 0)
    journal.consent("shown").consent("agreed")
    part(body[len(early) :], len(early))
    journal.request("https://api.bank.example/stream", by=None, body=body)
    request = journal.events[-1]
    assert isinstance(request, RequestSeen)
    headers = (Header("Content-Encoding", "gzip"),) if coded else ()
    journal.events[-1] = msgspec.structs.replace(request, at=began, headers=headers)
    first_sent, last_sent = sent(journal)
    assert [one.when.consent for one in (first_sent, last_sent)] == ["not_shown", "agreed"]
    assert [match.value for match in first_sent.matches] == [ANDROID_ID]
    assert [match.value for match in last_sent.matches] == [IMEI]
    assert first_sent.body_bytes + last_sent.body_bytes == len(body)


def test_a_name_that_was_looked_up_is_sent_only_if_it_says_more_than_a_request() -> None:
    journal = run()
    journal.request("https://api.bank.example/x", by="app")
    journal.lookup("api.bank.example").lookup("other.example").lookup("other.example")
    journal.lookup("other.example", pid=0).lookup("wire.example", pid=0)
    journal.lookup("localhost").lookup("203.0.113.9").lookup("::1")
    first, *names = sent(journal)
    assert first.protocol == "http"
    assert [(one.url, one.method, one.protocol, one.seen_by, one.pid) for one in names] == [
        ("dns:other.example", "DNS", "dns", "agent", PID),
        ("dns:wire.example", "DNS", "dns", "proxy", 0),
    ]


def inmost(match: Match) -> str:
    """Return the last step on the wire."""
    step = match.chain[on_the_wire(match.chain) - 1]
    return f"{step.name}:{step.detail}"


@pytest.mark.parametrize(
    ("name", "step"),
    [
        (f"{IMEI}.t.evil.example", "label:0"),
        (f"{IMEI[:6]}.{IMEI[6:]}.evil.example", "labels:0-1"),
        (f"v1.{hashlib.md5(IMEI.encode()).hexdigest()}.evil.example", "label:1"),
    ],
)  # fmt: skip
def test_data_that_leaves_in_a_name_is_found(name: str, step: str) -> None:
    journal = run()
    journal.lookup(name)
    (one,) = sent(journal)
    assert (one.registrable, one.encrypted) == ("evil.example", False)
    assert [inmost(match) for match in one.matches] == [step]
    event = NameLookedUp(at=0, seen=0, name=name)
    for match in one.matches:
        assert explain(event, b"", match).agrees
        assert replay(event, b"", match.where, match.chain[:2])


def test_how_a_request_was_encrypted_and_where_it_went() -> None:
    journal = run()
    port = 40_001
    journal.add(
        lambda at: TlsSeen(at=at, seen=at, side="app", host="api.bank.example", port=443, client_port=port,
                           version="TLSv1.2")
    )  # fmt: skip
    journal.request("https://api.bank.example/x", tls="")
    request = journal.events[-1]
    assert isinstance(request, RequestSeen)
    journal.events[-1] = msgspec.structs.replace(request, client_port=port)
    journal.add(
        lambda at: ResponseSeen(at=at, seen=at, flow="flow-1", status=200, server_address="203.0.113.5:443")
    )
    journal.request("http://api.bank.example/y")
    first, second = sent(journal)
    assert (first.tls_version, first.address, first.status) == ("TLSv1.2", "203.0.113.5:443", 200)
    assert (second.tls_version, second.encrypted) == ("", False)


def test_what_is_put_aside_comes_back() -> None:
    with Spill(in_memory=64) as spill:
        kept = [bytes([number]) * number for number in range(100)]
        assert [spill.add(one) for one in kept] == list(range(100))
        assert [spill.get(number) for number in reversed(range(100))] == kept[::-1]
        assert spill.add(b"more") == 100
        assert (spill.get(100), spill.get(3), len(spill)) == (b"more", kept[3], 101)


def test_a_query_the_app_sends_itself_is_a_name_it_looked_up() -> None:
    labels = (hashlib.md5(IMEI.encode()).hexdigest(), "t", "evil", "example")
    query = bytes.fromhex("123401000001000000000000") + b"".join(
        bytes([len(label)]) + label.encode() for label in labels
    )
    query += bytes.fromhex("0000100001")
    assert question(query) == (".".join(labels), "TXT")
    journal = run()
    inline = base64.b64encode(query).decode()
    journal.add(
        lambda at: PlainSeen(
            at=at, seen=at, pid=PID, process="p", tid=1, thread="dns", site="s", layer="udp", connection="u",
            api="libc.so!sendto", address="8.8.8.8", port=53, data=Octets(inline=inline, size=len(query)),
        )
    )  # fmt: skip
    (one,) = sent(journal)
    assert (one.protocol, one.registrable, one.thread, one.pid) == ("dns", "evil.example", "dns", PID)
    assert {match.value for match in one.matches} == {IMEI}


@given(st.binary(max_size=300))
def test_any_bytes_as_a_query(data: bytes) -> None:
    for asked in (question(data), question(bytes.fromhex("000001000001000000000000") + data)):
        assert asked is None or 0 < len(asked.name) <= 255


def test_a_stream_through_the_proxy_is_led_to_the_only_one_who_connected_to_it() -> None:
    journal = run().note("network.proxy", "127.0.0.1:8888")
    journal.socket("127.0.0.1", 8888, by="ad").wait(5)
    journal.socket("127.0.0.1", 8888, by="stat")
    journal.stream("mq.example:1883", b"hello " + IMEI.encode())
    journal.socket("127.0.0.1", 8888, by="app")
    journal.stream("mq2.example:1883", b"hello " + IMEI.encode())
    first, second = sent(journal)
    assert (first.actor.id, first.actor.confidence, first.thread) == ("demo.stat", "medium", "main")
    assert first.actor.rule.endswith("the only one to connect to the proxy in the second before")
    assert (second.actor.kind, second.thread) == ("unknown", "")


@pytest.mark.parametrize(
    ("body", "steps"),
    [
        (gzip.compress(json.dumps({"imei": IMEI, "pad": "&a=b" * 9}).encode(), mtime=0), ["gzip", "json"]),
        (b"\x0a\x0cheader bytes\x12\x0f" + IMEI.encode() + b"\x1a\x03\x00\x01\xff", ["protobuf"]),
    ],
)
def test_what_is_no_text_is_not_taken_for_a_form_because_its_header_says_so(
    body: bytes, steps: list[str]
) -> None:
    journal = run()
    journal.request("https://api.bank.example/log", body=body)
    (one,) = sent(journal)
    assert [[step.name for step in match.chain] for match in one.matches] == [steps]
