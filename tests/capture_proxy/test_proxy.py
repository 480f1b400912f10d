from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import ssl
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import h2.connection
import h2.events
import pytest
import wsproto
import wsproto.events
from mitmproxy.http import HTTPFlow
from mitmproxy.io import FlowReader

import privaudit
from privaudit.capture.proxy import ProxySensor
from privaudit.errors import SensorError
from privaudit.model.event import Event, SensorLost, SensorStarted, SensorStopped
from privaudit.model.network import FrameSeen, RequestSeen, ResponseSeen, TunnelFailed
from privaudit.model.octets import to_bytes


def post(host: str, path: str, body: bytes, *headers: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def saved(sensor: ProxySensor) -> list[Any]:
    with sensor.flows.open("rb") as file:
        return list(FlowReader(file).stream())


def test_plain_http_is_told_before_its_answer(recording: Any, make: Any, plain: Any, app: Any) -> None:
    sensor = make()
    to_proxy = app.connect(sensor.port)
    host = f"127.0.0.1:{plain.server_port}"
    to_proxy.sendall(
        post(host, f"http://{host}/hang?imei=35&x=%20", b"a=1&b=2", "Content-Type: text/x-a; q=1")
    )
    request = recording.wait(RequestSeen)[0]
    assert not recording.of(ResponseSeen)
    plain.release.set()
    assert app.answer(to_proxy)[1] == b"a=1&b=2"
    response = recording.wait(ResponseSeen)[0]
    assert (request.method, request.scheme, request.host) == ("POST", "http", "127.0.0.1")
    assert (request.port, request.path) == (plain.server_port, "/hang?imei=35&x=%20")
    assert (request.http_version, request.tls_version, request.cut) == ("HTTP/1.1", "", False)
    assert (request.headers[0].name, request.headers[0].value) == ("Host", host)
    assert request.client_port == to_proxy.getsockname()[1]
    assert recording.kept[request.body] == b"a=1&b=2"
    assert request.body_bytes == 7
    assert recording.first_media_type == "text/x-a"
    assert response.flow == request.flow
    assert (response.status, response.error) == (200, "")
    assert response.server_address == f"127.0.0.1:{plain.server_port}"
    assert request.at <= request.seen <= response.seen
    assert abs(time.time_ns() - request.at) < 30e9


def test_the_request_reaches_the_server_unchanged(make: Any, serve: Any, app: Any, recording: Any) -> None:
    got: list[bytes] = []

    def handler(connection: socket.socket) -> None:
        got.append(connection.recv(65536))
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-ODD:  a\xffb \r\n\r\nok")

    server = serve(handler)
    sensor = make()
    head = (
        b"GET /a?b=%%zz&c=\xe4\xb8\xad HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nX-UPPER-lower: \xc3\xa9 \xff\xfe\r\n"
        b"x-twice: 1\r\nX-Twice: 2\r\nCookie: a=b; c=d\r\nConnection: keep-alive\r\n\r\n" % server.port
    )
    tunnel = app.tunnel(sensor.port, "127.0.0.1", server.port)
    tunnel.sendall(head)
    assert app.answer(tunnel) == (
        # Blanks around a value carry no meaning (RFC 9110, 5.5); all else is as the server wrote it.
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-ODD: a\xffb",
        b"ok",
    )
    request = recording.wait(RequestSeen)[0]
    assert to_bytes(request.path) == b"/a?b=%zz&c=\xe4\xb8\xad"
    values = {h.name: to_bytes(h.value) for h in request.headers}
    assert values["X-UPPER-lower"] == b"\xc3\xa9 \xff\xfe"
    assert (values["x-twice"], values["X-Twice"]) == (b"1", b"2")


def test_https_is_read_and_the_upstream_verified(
    recording: Any, make: Any, secure: Any, app: Any, authority: Any
) -> None:
    sensor = make(upstream_ca=authority.ca)
    tls = app.secure(sensor.port, "127.0.0.1", secure.server_port, sensor.ca_cert, alpn=("http/1.1",))
    tls.sendall(post("127.0.0.1", "/x", bytes(range(256))))
    assert app.answer(tls)[1] == bytes(range(256))
    request = recording.wait(RequestSeen)[0]
    assert (request.scheme, request.tls_version) == ("https", tls.version())
    assert recording.kept[request.body] == bytes(range(256))
    recording.wait(ResponseSeen)


def test_an_upstream_nobody_vouches_for_is_an_error_of_the_flow(
    recording: Any, make: Any, secure: Any, app: Any
) -> None:
    sensor = make()
    tls = app.secure(sensor.port, "127.0.0.1", secure.server_port, sensor.ca_cert)
    tls.sendall(post("127.0.0.1", "/x", b"1"))
    assert b" 502 " in app.answer(tls)[0]
    response = recording.wait(ResponseSeen)[0]
    assert "ertificate verify failed" in response.error
    assert recording.of(RequestSeen)[0].flow == response.flow


def test_http2(recording: Any, make: Any, http2: Any, app: Any, authority: Any) -> None:
    sensor = make(upstream_ca=authority.ca)
    tls = app.secure(
        sensor.port, "127.0.0.1", http2.port, sensor.ca_cert, name="api.bank.example", alpn=("h2",)
    )
    assert tls.selected_alpn_protocol() == "h2"
    client = h2.connection.H2Connection()
    client.initiate_connection()
    for number in (1, 3):
        fields = [(":method", "POST"), (":scheme", "https"), (":authority", "api.bank.example")]
        client.send_headers(number, [*fields, (":path", f"/h2?n={number}"), ("x-imei", "35")])
        client.send_data(number, b"body %d" % number, end_stream=True)
    tls.sendall(client.data_to_send())
    bodies: dict[int, bytes] = {}
    ended = 0
    while ended < 2:
        for event in client.receive_data(tls.recv(65536)):
            if isinstance(event, h2.events.DataReceived):
                bodies[event.stream_id] = bodies.get(event.stream_id, b"") + event.data
            ended += isinstance(event, h2.events.StreamEnded)
        tls.sendall(client.data_to_send())
    assert bodies == {1: b"h2:body 1", 3: b"h2:body 3"}
    requests = recording.wait(RequestSeen, 2)
    assert {r.path for r in requests} == {"/h2?n=1", "/h2?n=3"}
    assert {recording.kept[r.body] for r in requests} == {b"body 1", b"body 3"}
    assert {r.http_version for r in requests} == {"HTTP/2.0"}
    named = {h.name: h.value for h in requests[0].headers}
    assert (named[":authority"], named["x-imei"]) == ("api.bank.example", "35")
    answers = recording.wait(ResponseSeen, 2)
    assert {recording.kept[a.body] for a in answers} == {b"h2:body 1", b"h2:body 3"}


def test_websocket_messages_both_ways(recording: Any, make: Any, websocket: Any, app: Any) -> None:
    sensor = make()
    tunnel = app.tunnel(sensor.port, "127.0.0.1", websocket.port)
    client = wsproto.WSConnection(wsproto.ConnectionType.CLIENT)
    tunnel.sendall(client.send(wsproto.events.Request(host=f"127.0.0.1:{websocket.port}", target="/ws")))
    got: list[object] = []

    def read(count: int) -> None:
        while len(got) < count:
            client.receive_data(tunnel.recv(65536))
            got.extend(client.events())

    read(1)
    tunnel.sendall(client.send(wsproto.events.TextMessage(data="imei=张三")))
    read(2)
    tunnel.sendall(client.send(wsproto.events.BytesMessage(data=b"\x00\x01\xff")))
    read(3)
    frames = recording.wait(FrameSeen, 4)
    assert [(f.from_client, f.text, recording.kept[f.body]) for f in frames] == [
        (True, True, "imei=张三".encode()),
        (False, True, "IMEI=张三".encode()),
        (True, False, b"\x00\x01\xff"),
        (False, False, b"\xff\x01\x00"),
    ]
    assert {f.flow for f in frames} == {recording.of(RequestSeen)[0].flow}
    assert recording.of(ResponseSeen)[0].status == 101
    tunnel.sendall(client.send(wsproto.events.CloseConnection(code=1000)))
    tunnel.recv(1000)
    sensor.stop()
    (flow,) = saved(sensor)
    assert isinstance(flow, HTTPFlow)
    assert flow.websocket is not None
    assert len(flow.websocket.messages) == 4


def test_an_app_that_does_not_trust_the_ca(recording: Any, make: Any, secure: Any, app: Any) -> None:
    sensor = make()
    with pytest.raises(ssl.SSLError):
        app.secure(sensor.port, "127.0.0.1", secure.server_port, None, name="api.bank.example")
    (failed,) = recording.wait(TunnelFailed)
    assert (failed.host, failed.port) == ("api.bank.example", secure.server_port)
    assert "unknown ca" in failed.reason
    assert failed.client_port > 0
    assert not recording.of(RequestSeen)


@pytest.mark.parametrize("politely", [False, True])
def test_an_app_that_pins_and_leaves_after_the_handshake(
    recording: Any, make: Any, secure: Any, app: Any, *, politely: bool
) -> None:
    sensor = make()
    tls = app.secure(sensor.port, "127.0.0.1", secure.server_port, sensor.ca_cert)
    if politely:  # with TLS's own farewell, as Java does
        tls.settimeout(2)
        with contextlib.suppress(OSError):
            tls.unwrap()
    tls.close()
    (failed,) = recording.wait(TunnelFailed)
    assert "pins" in failed.reason
    assert failed.port == secure.server_port


def test_a_large_body_is_cut_and_passes_whole(recording: Any, make: Any, plain: Any, app: Any) -> None:
    sensor = make(body_limit=100_000)
    host = f"127.0.0.1:{plain.server_port}"
    body = os.urandom(250_000)
    to_proxy = app.connect(sensor.port)
    to_proxy.sendall(post(host, f"http://{host}/big", body))
    assert len(app.answer(to_proxy)[1]) == 300_000
    request = recording.wait(RequestSeen)[0]
    assert plain.seen[0][2] == body
    assert (request.cut, request.body_bytes) == (True, 250_000)
    assert recording.kept[request.body] == body[:100_000]
    response = recording.wait(ResponseSeen)[0]
    assert (response.cut, response.body_bytes) == (True, 300_000)
    assert recording.kept[response.body] == b"z" * 100_000
    assert response.flow == request.flow


def test_chunked_bodies_are_kept_and_saved(recording: Any, make: Any, plain: Any, app: Any) -> None:
    sensor = make()
    host = f"127.0.0.1:{plain.server_port}"
    to_proxy = app.connect(sensor.port)
    to_proxy.sendall(
        f"POST http://{host}/c HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        + b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
    )
    assert app.answer(to_proxy)[1] == b"hello world"
    request = recording.wait(RequestSeen)[0]
    assert recording.kept[request.body] == b"hello world"
    assert not request.cut
    recording.wait(ResponseSeen)
    sensor.stop()
    (flow,) = saved(sensor)
    assert flow.request.content == b"hello world"
    assert flow.response.content == b"hello world"


def test_an_event_stream_is_not_held_back(recording: Any, make: Any, plain: Any, app: Any) -> None:
    sensor = make()
    host = f"127.0.0.1:{plain.server_port}"
    to_proxy = app.connect(sensor.port)
    to_proxy.sendall(f"GET http://{host}/stream HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    data = b""
    while b"data: 0" not in data:
        data += to_proxy.recv(1000)
    plain.release.set()
    while not data.endswith(b"0\r\n\r\n"):
        data += to_proxy.recv(1000)
    response = recording.wait(ResponseSeen)[0]
    assert recording.kept[response.body] == b"data: 0\n\ndata: 1\n\n"


def test_a_client_that_leaves_in_the_middle_of_its_request(
    recording: Any, make: Any, plain: Any, app: Any
) -> None:
    sensor = make()
    host = f"127.0.0.1:{plain.server_port}"
    to_proxy = app.connect(sensor.port)
    to_proxy.sendall(
        f"POST http://{host}/c HTTP/1.1\r\nHost: {host}\r\nContent-Length: 50\r\n\r\nhal".encode()
    )
    time.sleep(0.2)
    to_proxy.close()
    request = recording.wait(RequestSeen)[0]
    assert request.cut
    assert recording.wait(ResponseSeen)[0].error


def test_stop_ends_what_is_open_in_order(recording: Any, make: Any, plain: Any, app: Any) -> None:
    sensor = make()
    host = f"127.0.0.1:{plain.server_port}"
    to_proxy = app.connect(sensor.port)
    to_proxy.sendall(post(host, f"http://{host}/hang", b"secret"))
    assert plain.hung.wait(10)
    pid, ca = sensor.pid, sensor.ca_cert
    assert ca.read_text().startswith("-----BEGIN CERTIFICATE")
    assert stat.S_IMODE(ca.parent.stat().st_mode) == 0o700
    sensor.stop()
    sensor.stop()
    assert "stopped" in recording.of(ResponseSeen)[0].error
    assert isinstance(recording.events[0], SensorStarted)
    assert [type(e) for e in recording.events[-2:]] == [ResponseSeen, SensorStopped]
    assert not ca.exists()
    assert not Path(f"/proc/{pid}").exists()
    assert stat.S_IMODE(sensor.flows.stat().st_mode) == 0o600
    assert [flow.request.content for flow in saved(sensor)] == [b"secret"]


def test_killed_in_the_middle(recording: Any, make: Any, plain: Any, app: Any) -> None:
    sensor = make()
    host = f"127.0.0.1:{plain.server_port}"
    done = app.connect(sensor.port)
    done.sendall(post(host, f"http://{host}/a", b"whole"))
    app.answer(done)
    open_one = app.connect(sensor.port)
    open_one.sendall(post(host, f"http://{host}/hang", b"in flight"))
    assert plain.hung.wait(10)
    os.kill(sensor.pid, signal.SIGKILL)
    killed = time.monotonic()
    (lost,) = recording.wait(SensorLost)
    assert time.monotonic() - killed < 1.0
    assert (lost.sensor, "SIGKILL" in lost.reason) == ("proxy", True)
    assert "1 request(s) had no answer yet" in lost.reason
    assert {recording.kept[r.body] for r in recording.of(RequestSeen)} == {b"whole", b"in flight"}
    sensor.stop()
    assert not recording.of(SensorStopped)
    assert [flow.request.content for flow in saved(sensor)] == [b"whole"]


def test_a_burst_before_the_kill_is_kept_whole(recording: Any, make: Any, plain: Any, app: Any) -> None:
    slow = threading.Event()

    def emit(event: Event) -> None:
        if isinstance(event, RequestSeen):
            slow.wait(10)
        recording.emit(event)

    sensor = make(emit=emit)
    host = f"127.0.0.1:{plain.server_port}"
    to_proxy = app.connect(sensor.port)
    for number in range(30):
        to_proxy.sendall(post(host, f"http://{host}/{number}", b"x" * 1000))
        app.answer(to_proxy)
    os.kill(sensor.pid, signal.SIGKILL)
    slow.set()
    recording.wait(SensorLost)
    assert len(recording.of(RequestSeen)) == 30
    assert len(recording.of(ResponseSeen)) == 30


def test_a_slow_host_holds_the_app_back_and_loses_nothing(
    recording: Any, make: Any, plain: Any, app: Any
) -> None:
    gate = threading.Event()

    def emit(event: Event) -> None:
        if isinstance(event, RequestSeen):
            gate.wait(30)
        recording.emit(event)

    sensor = make(emit=emit)
    host = f"127.0.0.1:{plain.server_port}"
    body = os.urandom(400_000)
    to_proxy = app.connect(sensor.port)
    to_proxy.settimeout(1.0)
    answered = 0
    try:
        for _ in range(20):
            to_proxy.sendall(post(host, f"http://{host}/", body))
            app.answer(to_proxy)
            answered += 1
    except TimeoutError:
        assert answered < 20
    else:
        pytest.fail("the app was not held back")
    gate.set()
    to_proxy.settimeout(20)
    app.answer(to_proxy)
    requests = recording.wait(RequestSeen, answered + 1)
    assert all(recording.kept[r.body] == body for r in requests)
    sensor.stop()
    assert not recording.of(SensorLost)


def test_what_cannot_be_kept_ends_the_proxy_and_is_raised(
    recording: Any, make: Any, plain: Any, app: Any
) -> None:
    def emit(event: Event) -> None:
        if isinstance(event, RequestSeen):
            raise OSError(28, "No space left on device")
        recording.emit(event)

    sensor = make(emit=emit)
    host = f"127.0.0.1:{plain.server_port}"
    app.connect(sensor.port).sendall(post(host, f"http://{host}/", b"1"))
    until = time.monotonic() + 5
    while Path(f"/proc/{sensor.pid}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    with pytest.raises(SensorError, match="No space left"):
        sensor.stop()


def test_upstream_proxy(recording: Any, make: Any, plain: Any, app: Any, tmp_path: Path) -> None:
    gateway = make()
    told: list[Event] = []
    inner = ProxySensor(
        told.append, recording.keep, tmp_path / "inner", upstream=f"http://127.0.0.1:{gateway.port}"
    )
    inner.start()
    try:
        host = f"127.0.0.1:{plain.server_port}"
        to_proxy = app.connect(inner.port)
        to_proxy.sendall(post(host, f"http://{host}/up", b"via"))
        assert app.answer(to_proxy)[1] == b"via"
    finally:
        inner.stop()
    assert [e.path for e in told if isinstance(e, RequestSeen)] == ["/up"]
    assert [e.server_address for e in told if isinstance(e, ResponseSeen)] == [""]
    assert [e.path for e in recording.of(RequestSeen)] == ["/up"]


def test_a_start_that_fails_says_why(recording: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        sensor = ProxySensor(recording.emit, recording.keep, recording.directory, port=taken.getsockname()[1])
        with pytest.raises(SensorError, match="address already in use"):
            sensor.start()
    sensor.stop()
    assert recording.events == []
    with pytest.raises(SensorError, match="not a proxy's URL"):
        ProxySensor(recording.emit, recording.keep, recording.directory, upstream="file:///x").start()
    with pytest.raises(SensorError, match="has not been started"):
        _ = sensor.port


def test_the_proxy_ends_with_its_host(tmp_path: Path) -> None:
    script = (
        "import sys, time, pathlib\n"
        "from privaudit.capture.proxy import ProxySensor\n"
        "s = ProxySensor(lambda e: None, lambda d, **k: '', pathlib.Path(sys.argv[1]))\n"
        "s.start(); print(s.pid, s.port, s.ca_cert, flush=True); time.sleep(60)\n"
    )
    host = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "e")], stdout=subprocess.PIPE, text=True
    )
    assert host.stdout is not None
    words = host.stdout.readline().split()
    pid, port, ca = int(words[0]), int(words[1]), Path(words[2])
    assert ca.exists()
    host.kill()
    host.wait()
    host.stdout.close()
    until = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()
    assert not ca.parent.exists()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=2)


HOST = """
import pathlib, sys, time, urllib.request
import privaudit
from privaudit.capture.proxy import ProxySensor
package = pathlib.Path(privaudit.__file__).parent
if package != pathlib.Path(sys.argv[3]):
    sys.exit("this is not the copy that may be changed")
events = []
sensor = ProxySensor(events.append, lambda data, **about: "0" * 64, pathlib.Path(sys.argv[1]))
sensor.start()
opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": f"http://127.0.0.1:{sensor.port}"}))
opener.open(sys.argv[2], timeout=10).read()
for number, file in enumerate(sorted(package.rglob("*.py"))):
    # As an update does it: some files written anew, some replaced, some gone.
    file.unlink() if number % 3 == 0 else file.write_text("raise RuntimeError('of another version')")
print(pathlib.Path(f"/proc/{sensor.pid}/cmdline").read_bytes().split(b"\\0"))
time.sleep(2.5)  # mitmproxy looks at the files of its scripts every second
opener.open(sys.argv[2], timeout=10).read()
sensor.stop()
print(package, [type(event).__name__ for event in events])
"""


def test_an_update_of_the_package_during_a_run_changes_nothing(tmp_path: Path, plain: Any) -> None:
    package = Path(privaudit.__file__).parent
    copy = tmp_path / "installed" / "privaudit"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__", "*.jar", "*.apk"))
    url = f"http://127.0.0.1:{plain.server_port}/"
    host = subprocess.run(
        [sys.executable, "-c", HOST, str(tmp_path / "evidence"), url, str(copy)],
        env={**os.environ, "PYTHONPATH": str(copy.parent)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert host.returncode == 0, host.stderr
    command, told = host.stdout.splitlines()
    assert "b'-s'" not in command
    assert told == f"{copy} {['SensorStarted', *['RequestSeen', 'ResponseSeen'] * 2, 'SensorStopped']}"
    assert (package / "capture" / "addon.py").exists()


def test_an_old_tls_is_seen_and_not_turned_away(
    recording: Any, make: Any, secure: Any, app: Any, authority: Any
) -> None:
    sensor = make(upstream_ca=authority.ca)
    tunnel = app.tunnel(sensor.port, "127.0.0.1", secure.server_port)
    context = ssl.create_default_context(cafile=str(sensor.ca_cert))
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with context.wrap_socket(tunnel, server_hostname="127.0.0.1") as tls:
        tls.sendall(post("127.0.0.1", "/", b"1"))
        app.answer(tls)
    assert recording.wait(RequestSeen)[0].tls_version == "TLSv1.2"
