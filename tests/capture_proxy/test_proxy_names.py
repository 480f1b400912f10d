from __future__ import annotations

import base64
import contextlib
import os
import signal
import socket
import struct
import time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from mitmproxy import dns
from mitmproxy.net.dns import response_codes, types

from privaudit.capture.proxy_dns import is_query, lookups, read
from privaudit.capture.proxy_doh import MEDIA_TYPE, Conversations
from privaudit.model.event import Note, SensorLost
from privaudit.model.network import Header, NameLookedUp, RequestSeen, ResponseSeen, StreamSeen


def query(name: str, kind: int = types.A, number: int = 7) -> dns.Message:
    head = struct.pack(">HHHHHH", number, 0x0100, 1, 0, 0, 0)
    labels = b"".join(bytes([len(part)]) + part.encode() for part in name.split("."))
    return dns.Message.unpack(head + labels + b"\0" + struct.pack(">HH", kind, 1))


def answer(message: dns.Message, *addresses: str) -> dns.Message:
    records = [dns.ResourceRecord.CNAME(message.questions[0].name, "edge.example")]
    for address in addresses:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        kind = types.AAAA if ":" in address else types.A
        records.append(dns.ResourceRecord("edge.example", kind, 1, 60, socket.inet_pton(family, address)))
    return message.succeed(records)


# -- DNS as such ----------------------------------------------------------------------------------


def ask(port: int, message: dns.Message) -> dns.Message:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.settimeout(20)
        asking.sendto(message.packed, ("127.0.0.1", port))
        return dns.Message.unpack(asking.recv(4096))


def test_a_name_asked_over_udp(recording: Any, make: Any, plain: Any, app: Any) -> None:
    sensor = make(dns=True)
    assert sensor.dns_port not in {0, sensor.port}
    # Of the machine's own table: no packet leaves it.
    got = ask(sensor.dns_port, query("localhost"))
    (event,) = recording.wait(NameLookedUp)
    assert [str(record.ipv4_address) for record in got.answers] == list(event.addresses) == ["127.0.0.1"]
    assert (event.name, event.record, event.error, event.pid) == ("localhost", "A", "", 0)
    # It is the same proxy as ever besides.
    host = f"127.0.0.1:{plain.server_port}"
    to_proxy = app.connect(sensor.port)
    to_proxy.sendall(f"GET http://{host}/ HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    app.answer(to_proxy)
    recording.wait(ResponseSeen)


def test_dns_over_tcp_through_the_proxy(recording: Any, make: Any, app: Any) -> None:
    # mitmproxy knows DNS in a tunnel by its port, where no test may listen: nobody answers there.
    sensor = make()
    tunnel = app.tunnel(sensor.port, "127.0.0.1", 53)
    packed = query("tracker.example", types.TXT).packed
    tunnel.sendall(struct.pack(">H", len(packed)) + packed)
    (event,) = recording.wait(NameLookedUp)
    assert (event.name, event.record, event.addresses) == ("tracker.example", "TXT", ())
    assert event.error


def test_what_is_not_dns_on_its_port_passes_as_it_is(recording: Any, make: Any, app: Any) -> None:
    sensor = make()
    app.tunnel(sensor.port, "127.0.0.1", 53).sendall(b"\x16 a protocol of our own, on port 53")
    (event,) = recording.wait(StreamSeen)
    assert (event.port, event.protocol) == (53, "tcp")
    assert not recording.of(NameLookedUp)


def test_a_fault_inside_mitmproxy_is_told(recording: Any, make: Any) -> None:
    sensor = make(dns=True)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.sendto(POINTERS, ("127.0.0.1", sensor.dns_port))  # more than its reader follows
    (event,) = recording.wait(Note)
    assert (event.topic, "RecursionError" in event.text) == ("proxy.problem", True)
    ask(sensor.dns_port, query("localhost"))
    recording.wait(NameLookedUp)


def test_no_dns_unless_asked(make: Any) -> None:
    assert make().dns_port == 0


# -- inside HTTP ----------------------------------------------------------------------------------


def asked(path: str, *, method: str = "GET", media_type: str = MEDIA_TYPE) -> RequestSeen:
    return RequestSeen(
        at=1, seen=2, flow="f", method=method, scheme="https", host="doh.example", port=443, path=path,
        http_version="HTTP/2.0", headers=(Header("Content-Type", media_type),),
    )  # fmt: skip


def answered(status: int = 200, error: str = "") -> ResponseSeen:
    return ResponseSeen(at=3, seen=3, flow="f", status=status, error=error)


def doh_path(message: dns.Message) -> str:
    return "/dns-query?dns=" + base64.urlsafe_b64encode(message.packed).decode().rstrip("=")


def test_doh_by_get_and_post() -> None:
    asking = query("tracker.example", types.AAAA)
    packed = answer(asking, "2001:db8::1").packed
    for request, body in (
        (asked(doh_path(asking), media_type=""), b""),
        (asked("/dns-query", method="POST"), asking.packed),
    ):
        conversations = Conversations()
        conversations.ask(request, body)
        (event,) = conversations.answer(answered(), packed)
        assert (event.name, event.record, event.addresses) == ("tracker.example", "AAAA", ("2001:db8::1",))
        assert (event.at, event.error, event.pid) == (1, "", 0)
        assert conversations.answer(answered(), packed) == ()


@pytest.mark.parametrize(
    ("response", "body", "error"),
    [
        (answered(error="server disconnected"), b"", "server disconnected"),
        (answered(503), b"", "HTTP status 503"),
        (answered(), b"<html>", "the answer is not a DNS message"),
        (answered(), query("a.example").fail(response_codes.NXDOMAIN).packed, "NXDOMAIN"),
    ],
)
def test_doh_that_did_not_work(response: ResponseSeen, body: bytes, error: str) -> None:
    conversations = Conversations()
    conversations.ask(asked("/", method="POST"), query("a.example").packed)
    (event,) = conversations.answer(response, body)
    assert (event.name, event.addresses, event.error) == ("a.example", (), error)


@pytest.mark.parametrize(
    "request_",
    [
        asked("/?dns=AAAA"),
        asked("/?dns=%FF%FE!!"),
        asked("/?" + "&".join(f"a{n}=1" for n in range(100)) + "&dns=AAAA"),
        asked("/?dns=" + "A" * 300_000),
        asked("/dns-query", method="POST", media_type="application/json"),
        asked("//[/?dns=AA"),
    ],
)
def test_what_is_no_query_is_left_alone(request_: RequestSeen) -> None:
    conversations = Conversations()
    conversations.ask(request_, query("a.example").packed if request_.method == "POST" else b"")
    assert conversations.answer(answered(), b"") == ()


def test_doh_through_the_proxy_and_what_a_killed_one_leaves(
    recording: Any, make: Any, serve: Any, app: Any
) -> None:
    reply = answer(query("a.example"), "192.0.2.1", "192.0.2.2").packed

    def resolver(connection: socket.socket) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {MEDIA_TYPE}\r\nContent-Length: {len(reply)}\r\n\r\n"
        connection.recv(4096)
        connection.sendall(head.encode() + reply)
        while connection.recv(4096):
            pass

    server = serve(resolver)
    sensor = make()
    host = f"127.0.0.1:{server.port}"
    to_proxy = app.connect(sensor.port)
    to_proxy.sendall(
        f"GET http://{host}{doh_path(query('a.example'))} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    )
    app.answer(to_proxy)
    (event,) = recording.wait(NameLookedUp)
    assert event.addresses == ("192.0.2.1", "192.0.2.2")
    assert recording.of(RequestSeen)[0].at == event.at
    to_proxy.sendall(
        f"GET http://{host}{doh_path(query('b.example'))} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    )
    recording.wait(RequestSeen, 2)
    time.sleep(0.05)
    with contextlib.suppress(ProcessLookupError):
        os.kill(sensor.pid, signal.SIGKILL)
    recording.wait(SensorLost)
    names = {(event.name, event.error) for event in recording.of(NameLookedUp)}
    assert names == {("a.example", ""), ("b.example", "no answer")}


POINTERS = struct.pack(">HHHHHH", 1, 0, 1, 0, 0, 0) + b"".join(
    struct.pack(">H", 0xC000 | at) for at in range(14, 16383, 2)
)


@given(st.binary(max_size=400))
@example(POINTERS)
@example(POINTERS[:12] + b"\xc0\x0c\0\1\0\1")
def test_hostile_messages_are_read_or_not(raw: bytes) -> None:
    message = read(raw)
    if message is not None:
        for event in lookups(message, message, "", at=1):
            assert len(event.name) <= 1024
            assert len(event.addresses) <= 64


def test_the_beginning_of_a_query() -> None:
    packed = query("a.example").packed
    framed = struct.pack(">H", len(packed)) + packed
    assert is_query(framed)
    assert [is_query(framed[:size]) for size in (0, 1, 11, 12)] == [None, None, None, True]
    assert is_query(b"SSH-2.0") is False
    assert is_query(b"GET / HTTP/1.1\r\n") is False
    assert is_query(struct.pack(">H", 40) + answer(query("a.example"), "192.0.2.1").packed) is False
