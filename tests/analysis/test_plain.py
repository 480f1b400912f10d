"""Bytes taken before encryption are put together, read as what they are, and joined to what the proxy saw."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import struct
import zlib
from itertools import pairwise

import pytest
from hpack import Encoder
from hyperframe.frame import ContinuationFrame, DataFrame, Frame, HeadersFrame, RstStreamFrame, SettingsFrame
from hypothesis import given, settings
from hypothesis import strategies as st
from journals import ANDROID_ID, IMEI, PACKAGE, PID, SECOND, Journal

from privaudit.analysis import http1, http2, ws_frames
from privaudit.analysis.plain import Plain, Written
from privaudit.model.event import Frame as StackFrame
from privaudit.model.event import SiteSeen
from privaudit.model.happening import Octets
from privaudit.model.network import FrameSeen, Header, PlainSeen, RequestSeen
from privaudit.model.observation import Sent

BODY = json.dumps({"imei": IMEI}).encode()


def post(path: str, body: bytes = BODY, host: str = "api.bank.example", more: str = "") -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\n{more}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def chunk(
    data: bytes, offset: int, *, connection: str = "c1", at: int = 0, thread: str = "io", site: str = "s",
    host: str = "api.bank.example", layer: str = "tls", size: int | None = None,
    api: str = "libssl.so!SSL_write",
) -> PlainSeen:  # fmt: skip
    return PlainSeen(
        at=at, seen=at, pid=PID, process=PACKAGE, tid=9, thread=thread, site=site,
        layer=layer, connection=connection, api=api, host=host,  # type: ignore[arg-type] # one of three
        address="203.0.113.9", port=443, offset=offset,
        data=Octets(inline=base64.b64encode(data).decode(), size=len(data) if size is None else size),
    )  # fmt: skip


def read(*events: PlainSeen) -> list[Written]:
    plain = Plain()
    for n, event in enumerate(events, 1):
        plain.take(n, event)
    found = [one for connection in plain.written(lambda _sha: None, lambda _at: 0) for one in connection]
    plain.close()
    return found


def pieces(data: bytes, cuts: list[int]) -> list[PlainSeen]:
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [chunk(data[low:high], low, at=low) for low, high in pairwise(edges)]


REQUESTS = st.lists(
    st.tuples(
        st.from_regex(r"/[a-z0-9/]{0,12}(\?[a-z]=[a-z0-9]{1,5})?", fullmatch=True),
        st.binary(max_size=80),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
)


@settings(deadline=None)
@given(REQUESTS, st.lists(st.integers(0, 10_000), max_size=8), st.randoms(use_true_random=False))
def test_requests_are_read_however_they_were_written(
    requests: list[tuple[str, bytes, bool]], cuts: list[int], shuffle: random.Random
) -> None:
    data = b""
    for path, body, chunked in requests:
        if chunked and body:
            half = len(body) // 2
            parts = [part for part in (body[:half], body[half:]) if part]
            coded = b"".join(b"%x;ext=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
            data += (
                f"PUT {path} HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
                + coded
            )
        else:
            data += post(path, body)
    events = pieces(data, cuts)
    first, rest = events[0], events[1:]
    shuffle.shuffle(rest)
    found = read(first, *rest)
    assert [(one.event.path, one.body, one.whole) for one in found if isinstance(one.event, RequestSeen)] == [
        (path, body, True) for path, body, _chunked in requests
    ]
    assert len(found) == len(requests)


@settings(deadline=None)
@given(REQUESTS, st.lists(st.integers(0, 10_000), max_size=6), st.booleans())
def test_http2_requests_are_read_however_they_were_written(
    requests: list[tuple[str, bytes, bool]], cuts: list[int], interleaved: bool
) -> None:
    data = preface() + h2(requests, interleaved=interleaved)
    found = read(*pieces(data, cuts))
    assert [(one.event.path, one.body, one.whole) for one in found if isinstance(one.event, RequestSeen)] == [
        (path, body, True) for path, body, _end in requests
    ]
    assert all(one.event.host == "api.bank.example" for one in found)
    assert len(found) == len(requests)


def preface() -> bytes:
    return http2.PREFACE + SettingsFrame(0, {1: 65_536}).serialize()


def frame(made: Frame, *flags: str) -> bytes:
    for flag in flags:
        made.flags.add(flag)
    return made.serialize()


def h2(requests: list[tuple[str, bytes, bool]], *, interleaved: bool = False) -> bytes:
    encoder = Encoder()
    heads, bodies = [], []
    for number, (path, body, split) in enumerate(requests):
        stream = 2 * number + 1
        block = encoder.encode([
            (":method", "POST"), (":scheme", "https"), (":authority", "api.bank.example"), (":path", path),
            ("content-type", "application/json"),
        ])  # fmt: skip
        half = len(block) // 2 if split else len(block)
        end = [] if body else ["END_STREAM"]
        if split:
            heads.append(frame(HeadersFrame(stream, block[:half]), *end) +
                         frame(ContinuationFrame(stream, block[half:]), "END_HEADERS"))  # fmt: skip
        else:
            heads.append(frame(HeadersFrame(stream, block), "END_HEADERS", *end))
        middle = len(body) // 2
        bodies.append(
            frame(DataFrame(stream, body[:middle])) + frame(DataFrame(stream, body[middle:]), "END_STREAM")
            if body
            else b""
        )
    if interleaved:
        return b"".join(heads) + b"".join(bodies)
    return b"".join(head + body for head, body in zip(heads, bodies, strict=True))


@settings(deadline=None, max_examples=200)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", http2.PREFACE, b"POST / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\n\r\n"]),
)
def test_hostile_bytes_are_never_lost(data: bytes, before: bytes) -> None:
    whole = before + data
    for one in read(chunk(whole, 0)):
        assert one.numbers == (1,)
        assert one.n == 1


def test_hostile_http2() -> None:
    encoder = Encoder()
    encoder.header_table_size = 4096
    # One byte of a block that stands for thousands: a bomb of headers.
    bomb = preface() + frame(HeadersFrame(1, encoder.encode([("x", "y" * 3900)])), "END_HEADERS")
    again = encoder.encode([("x", "y" * 3900)])
    assert len(again) < 4
    for number in range(100):
        block = again * 60
        bomb += frame(HeadersFrame(2 * number + 3, block), "END_HEADERS")
    found = http2.read(bomb)
    assert found.problem == "" or "headers" in found.problem
    many = http2.read(bomb + frame(HeadersFrame(1001, again * 80), "END_HEADERS"))
    assert "cannot be read" in many.problem
    for broken in (
        frame(ContinuationFrame(1, b""), "END_HEADERS"),
        frame(HeadersFrame(1, b"\x82")) + frame(DataFrame(1, b"x")),
        frame(HeadersFrame(1, b"\xff" * 40), "END_HEADERS"),
        b"\x00\x00\x05\x00\x08\x00\x00\x00\x01\xff1234",
    ):
        assert http2.read(preface() + broken).problem
    reset = preface() + h2([("/a", b"", False)]) + frame(RstStreamFrame(1, 8)) + frame(DataFrame(1, b"late"))
    (request,) = http2.read(reset).requests
    assert (request.path, request.body) == ("/a", b"")


def test_what_breaks_off_is_said_to_and_searched_as_far_as_it_goes() -> None:
    (one,) = read(chunk(post("/a")[:-3], 0))
    assert (one.whole, one.body, one.event.body_bytes) == (False, BODY[:-3], len(BODY))
    assert isinstance(one.event, RequestSeen)
    assert one.event.cut
    (two,) = read(chunk((preface() + h2([("/b", BODY, False)]))[:-5], 0))
    assert (two.whole, two.body) == (False, BODY[:-5])


def test_after_a_gap_the_next_request_is_read() -> None:
    first, second = post("/one"), post("/two")
    events = [chunk(first[:40], 0), chunk(b"lost" + second, 500), chunk(post("/three"), 2000)]
    found = read(*events)
    assert [(type(one.event).__name__, getattr(one.event, "path", ""), one.whole) for one in found] == [
        ("RequestSeen", "/one", False),
        ("StreamSeen", "", True),
        ("RequestSeen", "/two", True),
        ("RequestSeen", "/three", True),
    ]


def test_a_name_used_again_is_another_connection() -> None:
    found = read(chunk(post("/one"), 0), chunk(post("/two"), 0))
    assert [one.event.path for one in found if isinstance(one.event, RequestSeen)] == ["/one", "/two"]
    assert len({one.event.flow for one in found}) == 2


def test_connect_and_tls_within_are_left_to_their_own_layer() -> None:
    data = b"CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n\x16\x03\x01\x00\x10" + bytes(16)
    assert read(chunk(data, 0, layer="tcp")) == []


def ws_frame(payload: bytes, opcode: int = 1, *, fin: bool = True, packed: bool = False) -> bytes:
    mask = b"\x11\x22\x33\x44"
    size = len(payload)
    head = bytes([(0x80 if fin else 0) | (0x40 if packed else 0) | opcode])
    if size < 126:
        head += bytes([0x80 | size])
    elif size < 65_536:
        head += bytes([0xFE]) + struct.pack(">H", size)
    else:
        head += bytes([0xFF]) + struct.pack(">Q", size)
    return head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))


UPGRADE = (
    b"GET /push HTTP/1.1\r\nHost: push.example\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n"
)  # fmt: skip


def test_websocket_messages_are_unmasked_joined_and_inflated() -> None:
    packer = zlib.compressobj(wbits=-15)
    packed = [packer.compress(text) + packer.flush(zlib.Z_SYNC_FLUSH) for text in (BODY, BODY)]
    data = (
        UPGRADE + ws_frame(BODY[:5], fin=False) + ws_frame(b"hi", 9) + ws_frame(BODY[5:], 0)
        + ws_frame(packed[0][:-4], packed=True) + ws_frame(packed[1][:-4], packed=True)
        + ws_frame(BODY * 5000, 2) + ws_frame(b"", 8)
    )  # fmt: skip
    found = [one for one in read(chunk(data, 0)) if isinstance(one.event, FrameSeen)]
    assert [one.body for one in found] == [b"hi", BODY, BODY, BODY, BODY * 5000]
    assert {one.url for one in found} == {"wss://push.example/push"}


@given(st.binary(max_size=300))
def test_any_bytes_as_websocket(data: bytes) -> None:
    messages, end = ws_frames.read(data, 0)
    assert 0 <= end <= len(data)
    assert all(0 <= one.start < one.end <= len(data) for one in messages)


@given(st.binary(max_size=300))
def test_any_bytes_as_http1(data: bytes) -> None:
    for before in (b"", b"GET /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"):
        found = http1.read(before + data, 0)
        if found is not None:
            request, end = found
            assert 0 < end <= len(before + data)
            assert len(request.body) <= len(data)


# -- with the proxy -----------------------------------------------------------------------------------


class Both(Journal):
    """A journal whose app writes what it sends, seen by the agent."""

    offsets: dict[str, int]

    def write(
        self, data: bytes, *, by: str, connection: str = "c1", host: str = "api.bank.example",
        layer: str = "tls", origin: str = "", api: str = "libssl.so!SSL_write",
    ) -> Both:  # fmt: skip
        offsets = self.__dict__.setdefault("offsets", {})
        offset = offsets.get(connection, 0)
        offsets[connection] = offset + len(data)
        site = self.writer(by, origin)
        self.add(
            lambda at: chunk(data, offset, connection=connection, at=at, thread=f"{by}-1", site=site,
                             host=host, layer=layer, api=api),
            after=0.01,
        )  # fmt: skip
        return self

    def writer(self, by: str, origin: str = "") -> str:
        name = {"carrier": "okhttp3.internal.connection.RealCall", "stat": "cn.demostat.analytics.Core",
                "app": "com.example.bank.Net", "stranger": "org.stranger.Thing"}[by]  # fmt: skip
        site = hashlib.sha256(f"write {by} {origin}".encode()).hexdigest()[:16]
        above = self.writer(origin) if origin else ""
        frames = (StackFrame(cls=name, method="write"), StackFrame(cls="java.lang.Thread", method="run"))
        self.events.append(
            SiteSeen(at=self.now, seen=self.now, pid=PID, site=site, frames=frames, origin=above)
        )
        return site


def both(*, imei: bool = False) -> Both:
    journal = Both()
    journal.begin().consent("shown").consent("agreed")
    if imei:
        journal.imei()
    return journal


def sent(journal: Journal) -> list[Sent]:
    return list(journal.end().observe().sent)


def test_a_request_both_saw_is_one_and_led_to_who_wrote_it() -> None:
    journal = both(imei=True)
    journal.write(post("/log", host="api.bank.example"), by="stat")
    # The app called for the same host just before: what was written says more than what is likely.
    journal.request("https://api.bank.example/log", by="app", body=BODY)
    (one,) = sent(journal)
    assert (one.actor.id, one.actor.confidence, one.seen_by) == ("demo.stat", "high", "proxy")
    assert (one.thread, one.pid) == ("stat-1", PID)
    assert one.frames[0].method == "write"
    assert [match.data_type for match in one.matches] == ["device.imei"]


def test_what_only_a_carrier_wrote_is_led_to_where_its_work_was_created_else_to_who_opened_it() -> None:
    journal = both()
    journal.write(post("/a"), by="carrier", origin="stat")
    journal.request("https://api.bank.example/a", by=None, body=BODY)
    (one,) = sent(journal)
    assert (one.actor.id, one.thread) == ("demo.stat", "carrier-1")
    journal = both()
    journal.write(post("/a"), by="carrier")
    journal.request("https://api.bank.example/a", by="stat", body=BODY)
    (one,) = sent(journal)
    assert (one.actor.id, one.thread) == ("demo.stat", "carrier-1")
    assert "written by code that carries requests of others" in one.actor.rule


def test_of_code_that_nobody_is_known_for_who_opened_it_says_more() -> None:
    journal = both()
    journal.write(post("/a"), by="stranger")
    journal.request("https://api.bank.example/a", by="stat", body=BODY)
    (one,) = sent(journal)
    assert (one.actor.id, one.thread) == ("demo.stat", "stranger-1")
    assert one.actor.rule.endswith("its bytes were written by code that nobody is known for")
    journal = both()
    journal.write(post("/a"), by="stranger")
    journal.request("https://api.bank.example/a", by=None, body=BODY)
    (one,) = sent(journal)
    assert (one.actor.kind, one.actor.confidence, one.thread) == ("app", "low", "stranger-1")


def test_same_requests_are_told_apart_by_their_bodies_then_by_their_order() -> None:
    journal = both()
    journal.write(post("/log", b"one"), by="app", connection="c1")
    journal.write(post("/log", b"two"), by="stat", connection="c2")
    journal.write(post("/log", b"one"), by="stat", connection="c3")
    for body in (b"two", b"one", b"one"):
        journal.request("https://api.bank.example/log", by=None, body=body)
    assert [one.actor.id for one in sent(journal)] == ["demo.stat", PACKAGE, "demo.stat"]


def test_what_the_proxy_never_saw_is_searched_whole() -> None:
    journal = both(imei=True)
    journal.write(preface() + h2([("/hidden", BODY, False)]), by="stat", host="pinned.example")
    (one,) = sent(journal)
    assert (one.seen_by, one.url, one.method) == ("agent", "https://api.bank.example/hidden", "POST")
    assert (one.protocol, one.encrypted, one.address) == ("http", True, "203.0.113.9:443")
    assert [(match.value, match.chain[0].name) for match in one.matches] == [(IMEI, "json")]
    assert one.actor.id == "demo.stat"


def test_bytes_that_are_no_http_are_searched_across_their_writes() -> None:
    journal = both(imei=True)
    journal.write(b"\x00\x01LOGIN " + IMEI[:7].encode(), by="stat", layer="tcp", host="")
    journal.write(IMEI[7:].encode() + b"\x00", by="stat", layer="tcp", host="")
    (one,) = sent(journal)
    assert (one.protocol, one.url, one.encrypted) == ("tcp", "tcp://203.0.113.9:443", False)
    (match,) = one.matches
    assert (match.offset, match.length) == (8, 15)
    assert len(one.parts) == 2


def test_what_stays_within_the_phone_was_not_sent() -> None:
    journal = both(imei=True)
    site = journal.writer("app")
    inline = base64.b64encode(BODY).decode()
    for address in ("127.0.0.1", "203.0.113.9"):
        journal.add(
            lambda at, address=address: PlainSeen(  # type: ignore[misc] # cannot infer
                at=at, seen=at, pid=PID, process=PACKAGE, tid=9, thread="io", site=site, layer="tcp",
                connection=address, api="libc.so!write", address=address, port=9000,
                data=Octets(inline=inline, size=len(BODY)),
            )
        )  # fmt: skip
    assert [one.address for one in sent(journal)] == ["203.0.113.9:9000"]


def test_a_websocket_message_is_led_to_the_thread_that_wrote_it() -> None:
    journal = both(imei=True)
    journal.write(UPGRADE, by="app", host="push.example")
    journal.request("https://push.example/push", by=None, method="GET")
    flow = f"flow-{journal._flows}"
    journal.write(ws_frame(BODY), by="stat", host="push.example")
    sha = hashlib.sha256(BODY).hexdigest()
    journal.artefacts[sha] = BODY
    journal.add(
        lambda at: FrameSeen(at=at, seen=at, flow=flow, host="push.example", from_client=True, text=True,
                             body=sha, body_bytes=len(BODY))
    )  # fmt: skip
    first, second = sent(journal)
    assert (first.actor.id, first.thread) == (PACKAGE, "app-1")
    assert (second.actor.id, second.thread, second.protocol) == ("demo.stat", "stat-1", "websocket")


def test_a_stream_both_saw_is_one() -> None:
    journal = both(imei=True)
    data = b"\x02MQ" + IMEI.encode() + bytes(40)
    journal.write(data, by="stat", host="mq.example")
    journal.stream("mq.example:8883", data, encrypted=True)
    (one,) = sent(journal)
    assert (one.actor.id, one.seen_by, one.url) == ("demo.stat", "proxy", "tcp://mq.example:8883")
    assert [match.value for match in one.matches] == [IMEI]


def test_a_later_request_is_not_taken_for_an_older_write() -> None:
    journal = both()
    journal.write(post("/log"), by="stat")
    journal.wait(600)
    journal.request("https://api.bank.example/log", by=None, body=BODY)
    old, new = sent(journal)
    assert (old.seen_by, new.seen_by, new.actor.kind) == ("agent", "proxy", "unknown")
    assert new.when.at - old.when.at > 600 * SECOND


def test_headers_are_kept_as_bytes() -> None:
    (one,) = read(chunk(b"GET /a HTTP/1.1\r\nHost: h\r\nX-Raw: \xff\xfe\r\n\r\n", 0))
    assert isinstance(one.event, RequestSeen)
    assert one.event.headers[1] == Header("X-Raw", "\uefff\ueffe")


@pytest.mark.parametrize("target", ["http://a.example:81/x", "/x"])
def test_where_a_request_goes(target: str) -> None:
    (one,) = read(chunk(f"GET {target} HTTP/1.1\r\nHost: a.example:81\r\n\r\n".encode(), 0, layer="tcp"))
    assert isinstance(one.event, RequestSeen)
    assert (one.event.scheme, one.event.host, one.event.port, one.event.path) == (
        "http",
        "a.example",
        81,
        "/x",
    )


@pytest.mark.parametrize("java_first", [True, False])
@pytest.mark.parametrize("data", [post("/a"), b"\x00raw" + IMEI.encode()])
def test_what_passes_two_layers_of_a_process_is_one(data: bytes, *, java_first: bool) -> None:
    journal = both()
    for java in (java_first, not java_first):
        by, api = ("stat", "tls.engine_stream") if java else ("carrier", "libssl.so!SSL_write")
        journal.write(data, by=by, api=api, connection=by)
    (one,) = sent(journal)
    assert one.actor.id == "demo.stat"


def test_of_a_connection_the_proxy_saw_what_is_left_unread_is_not_told_again() -> None:
    journal = both(imei=True)
    journal.write(post("/a"), by="stat")
    journal.__dict__["offsets"]["c1"] += 100  # bytes that were not taken
    journal.write(b"the rest of a body " + IMEI.encode(), by="stat")
    journal.request("https://API.bank.example/a", by=None, body=BODY)
    (one,) = sent(journal)
    assert (one.seen_by, one.actor.id) == ("proxy", "demo.stat")


@pytest.mark.parametrize("way", ["length", "chunked", "h2"])
def test_what_is_written_while_the_state_changes_is_told_for_each_state(way: str) -> None:
    journal = Both()
    journal.begin().imei().android_id()
    early, late = b'{"id":"%s"}\n' % ANDROID_ID.encode(), b'{"imei":"%s"}\n' % IMEI.encode()
    if way == "length":
        data = post("/s", early + late)
        cut = data.index(late)
    elif way == "chunked":
        head = b"POST /s HTTP/1.1\r\nHost: api.bank.example\r\nTransfer-Encoding: chunked\r\n\r\n"
        coded = [b"%x\r\n%s\r\n" % (len(part), part) for part in (early, late)]
        data = head + b"".join(coded) + b"0\r\n\r\n"
        cut = len(head) + len(coded[0])
    else:
        block = Encoder().encode([(":method", "POST"), (":authority", "api.bank.example"), (":path", "/s")])
        first = preface() + frame(HeadersFrame(1, block), "END_HEADERS") + frame(DataFrame(1, early))
        data, cut = first + frame(DataFrame(1, late), "END_STREAM"), len(first)
    journal.write(data[:cut], by="stat")
    journal.consent("shown").consent("agreed")
    journal.write(data[cut:], by="stat")
    before, after = sent(journal)
    assert [one.when.consent for one in (before, after)] == ["not_shown", "agreed"]
    assert [[match.value for match in one.matches] for one in (before, after)] == [[ANDROID_ID], [IMEI]]
    assert {one.url for one in (before, after)} == {"https://api.bank.example/s"}
