"""Real servers on loopback and a recorder for what the sensor tells."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import TypeVar

import h2.config
import h2.connection
import h2.events
import pytest
import wsproto
import wsproto.events
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from privaudit.capture.proxy import ProxySensor
from privaudit.model.event import Event

T = TypeVar("T", bound=Event)


@dataclass
class Recording:
    """What the sensor told and kept."""

    directory: Path
    events: list[Event] = field(default_factory=list)
    kept: dict[str, bytes] = field(default_factory=dict)
    first_media_type: str = ""

    def emit(self, event: Event) -> None:
        self.events.append(event)

    def keep(self, data: bytes, *, media_type: str, name: str) -> str:
        assert name
        sha = hashlib.sha256(data).hexdigest()
        self.kept[sha] = data
        self.first_media_type = self.first_media_type or media_type
        return sha

    def of(self, kind: type[T]) -> list[T]:
        return [event for event in list(self.events) if isinstance(event, kind)]

    def wait(self, kind: type[T], count: int = 1, seconds: float = 10.0) -> list[T]:
        until = time.monotonic() + seconds
        while len(found := self.of(kind)) < count:
            assert time.monotonic() < until, f"{count} of {kind.__name__} did not come: {self.events}"
            time.sleep(0.01)
        return found


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    return Recording(tmp_path / "evidence")


Make = Callable[..., ProxySensor]


@pytest.fixture
def make(recording: Recording) -> Iterator[Make]:
    """Makes and starts sensors that are stopped at the end, whatever happened."""
    sensors: list[ProxySensor] = []

    def start(**options: object) -> ProxySensor:
        emit = options.pop("emit", recording.emit)
        sensor = ProxySensor(emit, recording.keep, recording.directory, **options)  # type: ignore[arg-type]
        sensors.append(sensor)
        sensor.start()
        return sensor

    yield start
    for sensor in sensors:
        sensor.stop()


@dataclass
class Authority:
    """A root of our own and a certificate for 127.0.0.1 and *.bank.example."""

    ca: Path
    chain: Path

    def context(self, *protocols: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.chain)
        if protocols:
            context.set_alpn_protocols(list(protocols))
        return context


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    folder = tmp_path_factory.mktemp("authority")
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "privaudit tests")])
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "bank.example")])
    now = dt.datetime.now(dt.UTC)

    def certificate(subject: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(root_name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=2))
        )

    root = (
        certificate(root_name, root_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    names = [x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName("*.bank.example")]
    leaf = (
        certificate(name, key.public_key())
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "ca.pem").write_bytes(root.public_bytes(pem))
    (folder / "server.pem").write_bytes(leaf.public_bytes(pem) + private)
    return Authority(folder / "ca.pem", folder / "server.pem")


# -- servers --------------------------------------------------------------------------------------


class Echo(BaseHTTPRequestHandler):
    """Answers with what it got; paths choose other behaviour."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:  # the name http.server looks for
        body = self._read()
        self.server.seen.append((self.raw_requestline, self.headers.items(), body))  # type: ignore[attr-defined]
        if self.path.startswith("/hang"):
            self.server.hung.set()  # type: ignore[attr-defined]
            self.server.release.wait(20)  # type: ignore[attr-defined]
        if self.path.startswith("/stream"):
            self._stream()
            return
        if self.path.startswith("/big"):
            body = b"z" * 300_000
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST  # noqa: N815

    def _read(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for number in range(2):
            self.wfile.write(b"9\r\ndata: %d\n\n\r\n" % number)
            self.wfile.flush()
            if number == 0:
                self.server.release.wait(20)  # type: ignore[attr-defined]
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


class EchoServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Echo)
        self.seen: list[tuple[bytes, list[tuple[str, str]], bytes]] = []
        self.hung = threading.Event()
        self.release = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves is no error here."""


@contextlib.contextmanager
def _served(server: EchoServer) -> Iterator[EchoServer]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.release.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def plain() -> Iterator[EchoServer]:
    with _served(EchoServer()) as server:
        yield server


@pytest.fixture
def secure(authority: Authority) -> Iterator[EchoServer]:
    server = EchoServer()
    server.socket = authority.context("http/1.1").wrap_socket(server.socket, server_side=True)
    with _served(server) as running:
        yield running


class SocketServer:
    """One thread per connection, ended with the test."""

    def __init__(self, serve: Callable[[socket.socket], None], context: ssl.SSLContext | None = None) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._serve = serve
        self._context = context
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                thread = threading.Thread(target=self._one, args=(connection,), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _one(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            if self._context is not None:
                connection = self._context.wrap_socket(connection, server_side=True)
            self._open.append(connection)
            with connection:
                self._serve(connection)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)


def _serve_h2(connection: socket.socket) -> None:
    state = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
    state.initiate_connection()
    connection.sendall(state.data_to_send())
    bodies: dict[int, bytes] = {}
    while data := connection.recv(65536):
        for event in state.receive_data(data):
            if isinstance(event, h2.events.DataReceived) and event.stream_id is not None:
                bodies[event.stream_id] = bodies.get(event.stream_id, b"") + event.data
                state.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            elif isinstance(event, h2.events.StreamEnded) and event.stream_id is not None:
                state.send_headers(event.stream_id, [(":status", "200"), ("x-proto", "h2")])
                state.send_data(event.stream_id, b"h2:" + bodies.pop(event.stream_id, b""), end_stream=True)
        connection.sendall(state.data_to_send())


@pytest.fixture
def http2(authority: Authority) -> Iterator[SocketServer]:
    server = SocketServer(_serve_h2, authority.context("h2"))
    yield server
    server.close()


def _serve_websocket(connection: socket.socket) -> None:
    state = wsproto.WSConnection(wsproto.ConnectionType.SERVER)
    while data := connection.recv(65536):
        state.receive_data(data)
        for event in state.events():
            if isinstance(event, wsproto.events.Request):
                connection.sendall(state.send(wsproto.events.AcceptConnection()))
            elif isinstance(event, wsproto.events.TextMessage):
                connection.sendall(state.send(wsproto.events.TextMessage(data=event.data.upper())))
            elif isinstance(event, wsproto.events.BytesMessage):
                connection.sendall(state.send(wsproto.events.BytesMessage(data=bytes(event.data)[::-1])))
            elif isinstance(event, wsproto.events.CloseConnection):
                connection.sendall(state.send(event.response()))
                return


@pytest.fixture
def websocket() -> Iterator[SocketServer]:
    server = SocketServer(_serve_websocket)
    yield server
    server.close()


def _serve_lines(connection: socket.socket) -> None:
    connection.sendall(b"220 ready\r\n")
    while data := connection.recv(4096):
        connection.sendall(b"250 " + data)


@pytest.fixture
def greeter() -> Iterator[SocketServer]:
    """A protocol that is not HTTP and where the server speaks first."""
    server = SocketServer(_serve_lines)
    yield server
    server.close()


@pytest.fixture
def serve() -> Iterator[Callable[[Callable[[socket.socket], None]], SocketServer]]:
    servers: list[SocketServer] = []

    def start(handler: Callable[[socket.socket], None]) -> SocketServer:
        servers.append(SocketServer(handler))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


# -- the app's side -------------------------------------------------------------------------------


class App:
    """What an app does through its proxy, on bare sockets."""

    def __init__(self) -> None:
        self._open: list[socket.socket] = []

    def connect(self, port: int) -> socket.socket:
        opened = socket.create_connection(("127.0.0.1", port), timeout=20)
        self._open.append(opened)
        return opened

    def tunnel(self, proxy: int, host: str, port: int) -> socket.socket:
        opened = self.connect(proxy)
        opened.sendall(f"CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
        answer = b""
        while not answer.endswith(b"\r\n\r\n"):
            answer += opened.recv(1)
        assert b" 200 " in answer, answer
        return opened

    def secure(
        self, proxy: int, host: str, port: int, ca: Path | None, *, name: str = "", alpn: tuple[str, ...] = ()
    ) -> ssl.SSLSocket:
        context = ssl.create_default_context()
        if ca is not None:
            context.load_verify_locations(ca)
        if alpn:
            context.set_alpn_protocols(list(alpn))
        secured = context.wrap_socket(self.tunnel(proxy, host, port), server_hostname=name or host)
        self._open.append(secured)
        return secured

    def answer(self, connection: socket.socket) -> tuple[bytes, bytes]:
        """Head and body of one answer with a Content-Length."""
        data = b""
        while b"\r\n\r\n" not in data:
            got = connection.recv(65536)
            if not got:
                return data, b""
            data += got
        head, _, body = data.partition(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        while len(body) < length:
            body += connection.recv(65536)
        return head, body

    def close(self) -> None:
        for opened in self._open:
            opened.close()


@pytest.fixture
def app() -> Iterator[App]:
    opened = App()
    yield opened
    opened.close()
