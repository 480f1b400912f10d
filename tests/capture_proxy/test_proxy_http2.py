from __future__ import annotations

import socket
import struct
from collections.abc import Callable
from typing import Any

import h2.config
import h2.connection
import h2.events
import h2.settings
import pytest
from mitmproxy.http import HTTPFlow
from mitmproxy.io import FlowReader

from privaudit.model.network import RequestSeen, ResponseSeen, StreamSeen


def message(body: bytes) -> bytes:
    """As gRPC frames one (not compressed, length, bytes)."""
    return struct.pack(">BI", 0, len(body)) + body


def grpc(connection: socket.socket) -> None:
    """Answers each message as it comes, and says in trailers how it went."""
    state = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
    state.initiate_connection()
    connection.sendall(state.data_to_send())
    while data := connection.recv(65536):
        for event in state.receive_data(data):
            if isinstance(event, h2.events.RequestReceived):
                state.send_headers(
                    event.stream_id, [(":status", "200"), ("content-type", "application/grpc")]
                )
            elif isinstance(event, h2.events.DataReceived):
                state.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
                if event.data:
                    state.send_data(event.stream_id, event.data)
            elif isinstance(event, h2.events.StreamEnded):
                state.send_headers(event.stream_id, [("grpc-status", "0")], end_stream=True)
        connection.sendall(state.data_to_send())


class Client:
    """A gRPC client with one call, on any connection."""

    def __init__(self, connection: socket.socket, scheme: str) -> None:
        self.connection = connection
        self.state = h2.connection.H2Connection()
        self.state.initiate_connection()
        fields = [(":method", "POST"), (":scheme", scheme), (":authority", "api.bank.example")]
        self.state.send_headers(
            1, [*fields, (":path", "/bank.Chat/Talk"), ("content-type", "application/grpc")]
        )
        self.got = b""
        self.trailers: list[tuple[bytes, bytes]] = []

    def say(self, body: bytes) -> None:
        self.state.send_data(1, message(body))
        self.until(lambda: self.got.endswith(body))

    def end(self) -> None:
        self.state.end_stream(1)
        self.until(lambda: bool(self.trailers))

    def until(self, done: Callable[[], bool]) -> None:
        self.connection.sendall(self.state.data_to_send())
        while not done():
            for event in self.state.receive_data(self.connection.recv(65536)):
                if isinstance(event, h2.events.DataReceived):
                    self.got += event.data
                    self.state.acknowledge_received_data(event.flow_controlled_length, 1)
                elif isinstance(event, h2.events.TrailersReceived):
                    self.trailers = [(bytes(n), bytes(v)) for n, v in event.headers]
            self.connection.sendall(self.state.data_to_send())


@pytest.mark.parametrize("secure", [True, False])
def test_a_grpc_call_with_messages_both_ways(
    recording: Any, make: Any, grpc_server: Any, open_grpc: Any, secure: bool
) -> None:
    sensor = make(**grpc_server.options)
    client = Client(open_grpc(sensor), "https" if secure else "http")
    for number in range(3):  # each is answered before the next is sent: nothing is held back
        client.say(b"imei 86123456 %d" % number)
    client.end()
    assert client.trailers == [(b"grpc-status", b"0")]
    request, response = recording.wait(RequestSeen)[0], recording.wait(ResponseSeen)[0]
    sent = b"".join(message(b"imei 86123456 %d" % number) for number in range(3))
    assert (recording.kept[request.body], recording.kept[response.body]) == (sent, sent)
    assert (request.http_version, request.path) == ("HTTP/2.0", "/bank.Chat/Talk")
    assert (request.scheme, bool(request.tls_version)) == (("https", True) if secure else ("http", False))
    assert ("grpc-status", "0") in {(h.name, h.value) for h in response.headers}
    assert not recording.of(StreamSeen)
    sensor.stop()
    with sensor.flows.open("rb") as file:
        (flow,) = FlowReader(file).stream()
    assert isinstance(flow, HTTPFlow)
    assert flow.request.content == sent


@pytest.fixture
def grpc_server(serve: Any, authority: Any, secure: bool) -> Any:
    def secured(connection: socket.socket) -> None:
        with authority.context("h2").wrap_socket(connection, server_side=True) as inner:
            grpc(inner)

    server = serve(secured if secure else grpc)
    server.options = {"upstream_ca": authority.ca} if secure else {}
    return server


@pytest.fixture
def open_grpc(app: Any, grpc_server: Any, secure: bool) -> Callable[[Any], socket.socket]:
    def connect(sensor: Any) -> socket.socket:
        if not secure:
            opened: socket.socket = app.tunnel(sensor.port, "127.0.0.1", grpc_server.port)
            return opened
        tls: socket.socket = app.secure(
            sensor.port, "127.0.0.1", grpc_server.port, sensor.ca_cert, name="api.bank.example", alpn=("h2",)
        )
        return tls

    return connect


def test_no_websocket_over_http2_is_offered(make: Any, http2: Any, app: Any, authority: Any) -> None:
    # mitmproxy does not speak RFC 8441; what it does not announce, apps do not use, and take HTTP/1.1 for it.
    sensor = make(upstream_ca=authority.ca)
    tls = app.secure(
        sensor.port, "127.0.0.1", http2.port, sensor.ca_cert, name="api.bank.example", alpn=("h2",)
    )
    client = h2.connection.H2Connection()
    client.initiate_connection()
    tls.sendall(client.data_to_send())
    events: list[object] = []
    while not any(isinstance(event, h2.events.RemoteSettingsChanged) for event in events):
        events += client.receive_data(tls.recv(65536))
    assert client.remote_settings.enable_connect_protocol == 0


def test_an_upgrade_to_http2_is_left_to_app_and_server(
    recording: Any, make: Any, serve: Any, app: Any
) -> None:
    got: list[bytes] = []

    def upgrading(connection: socket.socket) -> None:
        got.append(connection.recv(65536))
        connection.sendall(b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n")
        got.append(connection.recv(65536))
        connection.sendall(b"frames")
        connection.recv(1)

    server = serve(upgrading)
    sensor = make()
    tunnel = app.tunnel(sensor.port, "127.0.0.1", server.port)
    tunnel.sendall(
        b"GET / HTTP/1.1\r\nHost: a.example\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
        b"HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"
    )
    assert b"101 Switching" in tunnel.recv(4096)
    tunnel.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    assert tunnel.recv(100) == b"frames"
    assert b"\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n" in got[0]
    assert got[1] == b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
    tunnel.close()
    recording.wait(StreamSeen, 2)
    assert recording.kept[recording.of(StreamSeen)[0].body] == got[1]


def test_what_a_server_says_of_http3_reaches_the_app_unchanged(
    recording: Any, make: Any, serve: Any, app: Any
) -> None:
    told = b'Alt-Svc: h3=":443"; ma=86400, h3-29=":443"'

    def offering(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + told + b"\r\n\r\n")
        connection.recv(1)

    server = serve(offering)
    sensor = make()
    tunnel = app.tunnel(sensor.port, "127.0.0.1", server.port)
    tunnel.sendall(b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n")
    assert told in app.answer(tunnel)[0].split(b"\r\n")
    assert ("Alt-Svc", told.decode()[9:]) in {
        (h.name, h.value) for h in recording.wait(ResponseSeen)[0].headers
    }
