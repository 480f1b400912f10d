from __future__ import annotations

import os
import signal
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any

import pytest
import wsproto
import wsproto.events
from hypothesis import given
from hypothesis import strategies as st
from mitmproxy.http import HTTPFlow
from mitmproxy.io import FlowReader
from mitmproxy.tcp import TCPFlow
from mitmproxy.test import tflow
from mitmproxy.udp import UDPFlow, UDPMessage

from privaudit.capture.proxy_choice import is_http
from privaudit.capture.proxy_greeting import GREETING_S
from privaudit.capture.proxy_pipe import Message, StreamOver
from privaudit.capture.proxy_streams import CHUNK_BYTES, Streams
from privaudit.model.event import Note, SensorLost
from privaudit.model.network import FrameSeen, RequestSeen, StreamSeen, TlsSeen, TunnelFailed


def told(recording: Any, *, from_client: bool) -> bytes:
    """Everything told of one direction, each part where it says that it belongs."""
    whole = b""
    for event in recording.of(StreamSeen):
        if event.from_client is from_client and event.body:
            assert event.offset == len(whole)
            whole += recording.kept[event.body]
            assert event.body_bytes == len(recording.kept[event.body])
    return whole


def test_what_is_not_http_is_told_byte_by_byte(recording: Any, make: Any, greeter: Any, app: Any) -> None:
    sensor = make()
    tunnel = app.tunnel(sensor.port, "127.0.0.1", greeter.port)
    tunnel.sendall(b"\x01\x02 imei 35\r\n")
    got = b""
    while not got.endswith(b"imei 35\r\n"):
        got += tunnel.recv(100)
    tunnel.sendall(b"QUIT\r\n")
    while not got.endswith(b"QUIT\r\n"):
        got += tunnel.recv(100)
    first = recording.wait(StreamSeen)[0]
    assert (first.host, first.port, first.protocol) == ("127.0.0.1", greeter.port, "tcp")
    assert (first.encrypted, first.from_client, first.cut) == (False, True, False)
    assert first.client_port == tunnel.getsockname()[1]
    assert first.server_address == f"127.0.0.1:{greeter.port}"
    tunnel.close()
    sensor.stop()
    assert told(recording, from_client=True) == b"\x01\x02 imei 35\r\nQUIT\r\n"
    down = [event for event in recording.of(StreamSeen) if not event.from_client]
    assert sum(event.body_bytes for event in down) == len(got)
    assert not any(event.body for event in down)
    assert not recording.of(TunnelFailed)
    with sensor.flows.open("rb") as file:
        (flow,) = FlowReader(file).stream()
    assert isinstance(flow, TCPFlow)
    assert b"\x01\x02 imei 35\r\n" in [m.content for m in flow.messages]


def test_a_server_that_speaks_first_is_heard(recording: Any, make: Any, greeter: Any, app: Any) -> None:
    sensor = make()
    tunnel = app.tunnel(sensor.port, "127.0.0.1", greeter.port)
    assert tunnel.recv(100) == b"220 ready\r\n"
    tunnel.sendall(b"HELO example\r\n")
    assert tunnel.recv(100) == b"250 HELO example\r\n"
    tunnel.close()
    recording.wait(StreamSeen, 3)
    assert told(recording, from_client=True) == b"HELO example\r\n"
    assert sum(e.body_bytes for e in recording.of(StreamSeen) if not e.from_client) == 11 + 18


def test_a_client_that_is_late_is_read_all_the_same(
    recording: Any, make: Any, secure: Any, app: Any, authority: Any
) -> None:
    sensor = make(upstream_ca=authority.ca)
    tunnel = app.tunnel(sensor.port, "127.0.0.1", secure.server_port)
    time.sleep(GREETING_S + 0.5)
    context = ssl.create_default_context(cafile=str(sensor.ca_cert))
    with context.wrap_socket(tunnel, server_hostname="127.0.0.1") as tls:
        tls.sendall(b"POST /late HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")
        assert app.answer(tls)[1] == b"hi"
    assert recording.wait(RequestSeen)[0].path == "/late"
    assert not recording.of(StreamSeen)
    assert {event.side for event in recording.of(TlsSeen)} == {"app", "server"}


def test_a_silent_tunnel_to_nowhere_is_closed(recording: Any, make: Any, app: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    sensor = make()
    assert app.tunnel(sensor.port, "127.0.0.1", port).recv(100) == b""
    assert not recording.of(Note)


@pytest.mark.parametrize("said", [b"LOGIN user imei 35\r\n", b"HELLO world", b"GETDATA /x imei\n"])
def test_words_and_blanks_are_not_http(recording: Any, make: Any, serve: Any, app: Any, said: bytes) -> None:
    def echo(connection: socket.socket) -> None:
        while data := connection.recv(4096):
            connection.sendall(data)

    server = serve(echo)
    sensor = make()
    tunnel = app.tunnel(sensor.port, "127.0.0.1", server.port)
    tunnel.sendall(said)
    assert tunnel.recv(100) == said
    assert recording.kept[recording.wait(StreamSeen)[0].body] == said


def test_the_beginning_of_http() -> None:
    for begun in (
        b"GET / HTTP/1.1\r\n",
        b"\r\nPOST http://a/b c HTTP/1.0\n",
        b"POST /long",
        b"M-SEARCH * HTTP/1.1\r\n",
    ):
        assert is_http(begun)
    for begun in (b"GET /\r\n", b"LOGIN x", b"GET", b"\x16\x03\x01", b"a b HTTP/11\n", b"G\xc3 / HTTP/1.1\n"):
        assert is_http(begun) is (begun == b"GET")


def test_a_stream_inside_tls_is_encrypted_and_named(
    recording: Any, make: Any, serve: Any, app: Any, authority: Any
) -> None:
    def lines(connection: socket.socket) -> None:
        with authority.context().wrap_socket(connection, server_side=True) as secured:
            while data := secured.recv(4096):
                secured.sendall(data[::-1])

    server = serve(lines)
    sensor = make(upstream_ca=authority.ca)
    tls = app.secure(sensor.port, "127.0.0.1", server.port, sensor.ca_cert, name="mqtt.bank.example")
    tls.sendall(b"\x10\x0cMQTT")
    assert tls.recv(100) == b"TTQM\x0c\x10"
    event = recording.wait(StreamSeen)[0]
    assert (event.host, event.encrypted) == ("mqtt.bank.example", True)
    assert recording.kept[event.body] == b"\x10\x0cMQTT"


def test_much_is_told_in_chunks_and_cut_at_the_limit(recording: Any, make: Any, serve: Any, app: Any) -> None:
    got = bytearray()

    def sink(connection: socket.socket) -> None:
        while data := connection.recv(65536):
            got.extend(data)

    server = serve(sink)
    sensor = make(body_limit=200_000)
    tunnel = app.tunnel(sensor.port, "127.0.0.1", server.port)
    sent = b"\x00" + os.urandom(500_000)
    tunnel.sendall(sent)
    tunnel.close()
    until = time.monotonic() + 10
    while len(got) < len(sent) and time.monotonic() < until:
        time.sleep(0.02)
    sensor.stop()
    assert bytes(got) == sent
    events = recording.of(StreamSeen)
    assert told(recording, from_client=True) == sent[:200_000]
    assert max(event.body_bytes for event in events if event.body) <= CHUNK_BYTES
    assert sum(event.body_bytes for event in events) == len(sent)
    assert [event.cut for event in events if not event.body] == [True] * sum(not e.body for e in events)


def test_a_quiet_connection_is_told_before_it_ends_and_survives_a_killed_proxy(
    recording: Any, make: Any, greeter: Any, app: Any
) -> None:
    sensor = make()
    tunnel = app.tunnel(sensor.port, "127.0.0.1", greeter.port)
    tunnel.sendall(b"\x02 said and then silent")
    recording.wait(StreamSeen, 2, seconds=5)  # what it said, and what was answered
    os.kill(sensor.pid, signal.SIGKILL)
    (lost,) = recording.wait(SensorLost)
    assert "1 connection(s) without HTTP were open" in lost.reason
    assert told(recording, from_client=True) == b"\x02 said and then silent"


def test_a_server_that_cannot_be_reached(recording: Any, make: Any, app: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    sensor = make()
    app.tunnel(sensor.port, "127.0.0.1", port).sendall(b"\x01hello there")
    event = recording.wait(StreamSeen)[0]
    assert (event.port, event.body_bytes, event.server_address) == (port, 0, "")


def test_a_websocket_that_goes_on_is_told_whole_and_kept_bounded(
    recording: Any, make: Any, websocket: Any, app: Any
) -> None:
    sensor = make(body_limit=10_000)
    tunnel = app.tunnel(sensor.port, "127.0.0.1", websocket.port)
    client = wsproto.WSConnection(wsproto.ConnectionType.CLIENT)
    tunnel.sendall(client.send(wsproto.events.Request(host="ws.example", target="/ws")))
    client.receive_data(tunnel.recv(65536))
    assert [type(event) for event in client.events()] == [wsproto.events.AcceptConnection]
    sent = [bytes([number]) * 2_000 for number in range(20)]
    for content in sent:
        tunnel.sendall(client.send(wsproto.events.BytesMessage(data=content)))
    frames = [frame for frame in recording.wait(FrameSeen, 40) if frame.from_client]
    assert [recording.kept[frame.body] for frame in frames] == sent
    sensor.stop()
    with sensor.flows.open("rb") as file:
        (flow,) = FlowReader(file).stream()
    assert isinstance(flow, HTTPFlow)
    assert flow.websocket is not None
    assert sum(len(message.content) for message in flow.websocket.messages) == 10_000


class Told:
    """Stands where the host's socket is: takes every message, and can be slow."""

    def __init__(self) -> None:
        self.messages: list[tuple[Message, bytes]] = []
        self.congested = False

    def send(self, message: Message, body: bytes = b"") -> None:
        self.messages.append((message, body))


Pieces = list[tuple[bool, bytes]]


@given(
    pieces=st.lists(st.tuples(st.booleans(), st.binary(min_size=1, max_size=50_000)), max_size=12),
    limit=st.integers(min_value=0, max_value=150_000),
)
def test_every_byte_is_told_once_and_in_its_place(pieces: Pieces, limit: int) -> None:
    told, streams = Told(), Streams(limit)
    streams.connect(told)  # type: ignore[arg-type]
    flow = tflow.ttcpflow()
    flow.messages.clear()
    streams.begin(flow)
    for from_client, content in pieces:
        flow.messages.append(type(tflow.ttcpflow().messages[0])(from_client, content))
        streams.take(flow)
    streams.end(flow)
    assert isinstance(told.messages[-1][0], StreamOver)
    events = [(event, body) for event, body in told.messages if isinstance(event, StreamSeen)]
    for direction in (True, False):
        sent = b"".join(content for side, content in pieces if side is direction)
        at = 0
        for event, body in events:
            if event.from_client is direction:
                assert event.offset == at
                assert body in (b"", sent[at : at + event.body_bytes])
                at += event.body_bytes
        assert at == len(sent)
    kept = b"".join(body for _, body in events)
    assert kept == b"".join(content for side, content in pieces if side)[:limit]
    # What waits for the flow file is bounded, however long the connection lives.
    assert sum(len(m.content) for m in flow.messages) <= limit + 2 * 50_000


@pytest.fixture
def udp() -> Callable[[Pieces], list[StreamSeen]]:
    def run(pieces: Pieces) -> list[StreamSeen]:
        told, streams = Told(), Streams(1000)
        streams.connect(told)  # type: ignore[arg-type]
        flow: UDPFlow = tflow.tudpflow()
        flow.messages.clear()
        streams.begin(flow)
        for from_client, content in pieces:
            flow.messages.append(UDPMessage(from_client, content))  # type: ignore[no-untyped-call]
            streams.take(flow)
        streams.end(flow)
        return [event for event, _ in told.messages if isinstance(event, StreamSeen)]

    return run


def test_datagrams_stay_datagrams(udp: Callable[[Pieces], list[StreamSeen]]) -> None:
    events = udp([(True, b"one"), (True, b"two!"), (False, b"a"), (False, b"bc"), (True, b"x")])
    assert [(e.protocol, e.from_client, e.offset, e.body_bytes) for e in events] == [
        ("udp", True, 0, 3),
        ("udp", True, 3, 4),
        ("udp", False, 0, 3),
        ("udp", True, 7, 1),
    ]
