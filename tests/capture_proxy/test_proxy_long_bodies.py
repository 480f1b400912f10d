from __future__ import annotations

import os
import signal
import time
from typing import Any

from mitmproxy.test import tflow

from privaudit.capture.proxy_bodies import LONG_S, PART_BYTES, Bodies
from privaudit.model.event import SensorLost
from privaudit.model.network import BodyPart, RequestSeen, ResponseSeen


def parts(recording: Any, *, from_client: bool) -> bytes:
    """What was told of a message while it went on."""
    whole = b""
    for part in recording.of(BodyPart):
        if part.from_client is from_client and part.body:
            assert part.offset == len(whole)
            assert part.body_bytes == len(recording.kept[part.body]) <= PART_BYTES
            whole += recording.kept[part.body]
    return whole


def wait_for(recording: Any, wanted: bytes, *, from_client: bool) -> None:
    until = time.monotonic() + 10
    while parts(recording, from_client=from_client) != wanted:
        assert time.monotonic() < until, recording.events
        time.sleep(0.05)


def test_an_event_stream_is_told_while_it_goes_on_and_survives_a_killed_proxy(
    recording: Any, make: Any, plain: Any, app: Any
) -> None:
    sensor = make()
    host = f"127.0.0.1:{plain.server_port}"
    to_proxy = app.connect(sensor.port)
    to_proxy.sendall(f"GET http://{host}/stream?q=1 HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    wait_for(recording, b"data: 0\n\n", from_client=False)
    part = recording.of(BodyPart)[0]
    request = recording.of(RequestSeen)[0]
    assert (part.flow, part.method, part.scheme, part.path) == (request.flow, "GET", "http", "/stream?q=1")
    assert (part.host, part.port, part.media_type) == ("127.0.0.1", plain.server_port, "text/event-stream")
    assert part.client_port == request.client_port
    assert not recording.of(ResponseSeen)
    os.kill(sensor.pid, signal.SIGKILL)
    (lost,) = recording.wait(SensorLost)
    assert "1 request(s) had no answer yet" in lost.reason
    assert "1 answer(s) had begun and not ended" in lost.reason


def test_the_whole_is_told_at_the_end_besides(recording: Any, make: Any, plain: Any, app: Any) -> None:
    sensor = make()
    host = f"127.0.0.1:{plain.server_port}"
    to_proxy = app.connect(sensor.port)
    to_proxy.sendall(f"GET http://{host}/stream HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    wait_for(recording, b"data: 0\n\n", from_client=False)
    plain.release.set()
    response = recording.wait(ResponseSeen)[0]
    assert recording.kept[response.body] == b"data: 0\n\ndata: 1\n\n"
    assert response.body_bytes == 18


def test_an_upload_that_takes_long_is_told_in_parts(recording: Any, make: Any, plain: Any, app: Any) -> None:
    sensor = make(body_limit=700_000)
    host = f"127.0.0.1:{plain.server_port}"
    body = os.urandom(900_000)
    to_proxy = app.connect(sensor.port)
    to_proxy.sendall(
        f"POST http://{host}/up HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    )
    to_proxy.sendall(body[:400_000])
    wait_for(recording, body[:400_000], from_client=True)
    assert not recording.of(RequestSeen)
    to_proxy.sendall(body[400_000:800_000])
    wait_for(recording, body[:700_000], from_client=True)
    until = time.monotonic() + 10
    while sum(part.body_bytes for part in recording.of(BodyPart)) < 800_000:
        assert time.monotonic() < until
        time.sleep(0.05)
    to_proxy.sendall(body[800_000:])
    app.answer(to_proxy)
    request = recording.wait(RequestSeen)[0]
    assert (request.body_bytes, request.cut) == (900_000, True)
    assert recording.kept[request.body] == body[:700_000]
    assert plain.seen[0][2] == body


def test_an_upload_that_breaks_off_with_the_proxy_is_in_the_evidence(
    recording: Any, make: Any, plain: Any, app: Any
) -> None:
    sensor = make()
    host = f"127.0.0.1:{plain.server_port}"
    to_proxy = app.connect(sensor.port)
    to_proxy.sendall(
        f"POST http://{host}/up HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        + b"e\r\nimei=861234567\r\n"
    )
    wait_for(recording, b"imei=861234567", from_client=True)
    os.kill(sensor.pid, signal.SIGKILL)
    (lost,) = recording.wait(SensorLost)
    assert "1 request(s) were not sent to their end" in lost.reason


def test_a_short_request_that_is_slow_to_come_is_announced(
    recording: Any, make: Any, plain: Any, app: Any
) -> None:
    sensor = make()
    host = f"127.0.0.1:{plain.server_port}"
    to_proxy = app.connect(sensor.port)
    to_proxy.sendall(
        f"POST http://{host}/slow HTTP/1.1\r\nHost: {host}\r\nContent-Length: 10\r\n\r\nabc".encode()
    )
    (part,) = recording.wait(BodyPart)
    assert (part.path, part.body, part.body_bytes, part.from_client) == ("/slow", "", 0, True)
    to_proxy.sendall(b"defghij")
    app.answer(to_proxy)
    assert recording.kept[recording.wait(RequestSeen)[0].body] == b"abcdefghij"
    assert len(recording.of(BodyPart)) == 1


class Told:
    """Stands where the host's socket is: takes every message, and can be slow."""

    def __init__(self) -> None:
        self.parts: list[tuple[BodyPart, bytes]] = []
        self.congested = False

    def send(self, message: BodyPart, body: bytes = b"") -> None:
        self.parts.append((message, body))


def test_what_is_quick_has_no_parts_and_what_is_long_waits_for_a_slow_host() -> None:
    told, bodies = Told(), Bodies(1_000_000)
    bodies.connect(told)  # type: ignore[arg-type]
    flow = tflow.tflow(resp=True)
    passing = bodies.begin(flow, from_client=False)
    content = os.urandom(1_200_000)
    for at in range(0, 600_000, 60_000):
        assert passing(content[at : at + 60_000]) == content[at : at + 60_000]
    bodies.beat(passing.began + LONG_S * 0.9)
    assert not told.parts
    told.congested = True
    bodies.beat(passing.began + LONG_S)
    assert not told.parts
    told.congested = False
    bodies.beat(passing.began + LONG_S)
    assert [part.body_bytes for part, _ in told.parts] == [PART_BYTES, PART_BYTES, 600_000 - 2 * PART_BYTES]
    passing(content[600_000:])
    bodies.beat(passing.began + 3 * LONG_S)
    assert b"".join(body for _, body in told.parts) == content[:1_000_000]
    assert sum(part.body_bytes for part, _ in told.parts) == 1_200_000
    assert bodies.end(flow, from_client=False) is passing
    bodies.beat(passing.began + 9 * LONG_S)
    assert (passing.size, bytes(passing.kept)) == (1_200_000, content[:1_000_000])
