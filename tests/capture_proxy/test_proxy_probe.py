from __future__ import annotations

import socket
import ssl
from typing import Any

import h2.connection
import h2.events
import pytest

from privaudit.model.network import RequestSeen, ResponseSeen, StreamSeen, TlsSeen, TrustProbed, TunnelFailed


def post(host: str, path: str, body: bytes) -> bytes:
    return f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def careless(app: Any, sensor: Any, port: int, *protocols: str) -> ssl.SSLSocket:
    """An app that checks nothing."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    if protocols:
        context.set_alpn_protocols(list(protocols))
    tunnel = app.tunnel(sensor.port, "127.0.0.1", port)
    return context.wrap_socket(tunnel, server_hostname="api.bank.example")


def issuer(connection: ssl.SSLSocket) -> bytes:
    return connection.getpeercert(binary_form=True) or b""


def test_an_app_that_checks_nothing_is_found_and_all_it_sends_recorded(
    recording: Any, make: Any, secure: Any, app: Any, authority: Any
) -> None:
    sensor = make(upstream_ca=authority.ca, probe_trust=True)
    with careless(app, sensor, secure.server_port) as tls:
        assert b"untrusted on purpose" in issuer(tls)
        tls.sendall(post("api.bank.example", "/first", b"imei=86"))
        assert app.answer(tls)[1] == b"imei=86"
        tls.sendall(post("api.bank.example", "/second", b"more"))
        assert app.answer(tls)[1] == b"more"
    recording.wait(ResponseSeen, 2)
    (probed,) = recording.wait(TrustProbed)
    assert (probed.host, probed.port, probed.accepted) == ("api.bank.example", secure.server_port, True)
    requests = recording.of(RequestSeen)
    assert [recording.kept[r.body] for r in requests] == [b"imei=86", b"more"]
    assert probed.client_port == requests[0].client_port
    assert recording.events.index(probed) < recording.events.index(requests[0])
    with careless(app, sensor, secure.server_port) as tls:
        assert b"untrusted on purpose" not in issuer(tls)
        tls.sendall(post("api.bank.example", "/third", b""))
        app.answer(tls)
    recording.wait(RequestSeen, 3)
    assert len(recording.of(TrustProbed)) == 1


def test_an_app_that_checks_refuses_once_and_goes_on_with_the_ordinary_certificate(
    recording: Any, make: Any, secure: Any, app: Any, authority: Any
) -> None:
    sensor = make(upstream_ca=authority.ca, probe_trust=True)
    with pytest.raises(ssl.SSLCertVerificationError):
        app.secure(sensor.port, "127.0.0.1", secure.server_port, sensor.ca_cert)
    (probed,) = recording.wait(TrustProbed)
    assert (probed.accepted, probed.port) == (False, secure.server_port)
    assert "unknown ca" in probed.reason
    tls = app.secure(sensor.port, "127.0.0.1", secure.server_port, sensor.ca_cert)
    tls.sendall(post("127.0.0.1", "/", b"1"))
    assert app.answer(tls)[1] == b"1"
    recording.wait(ResponseSeen)
    assert len(recording.of(TrustProbed)) == 1
    assert not recording.of(TunnelFailed)


def test_an_app_that_leaves_after_the_handshake_did_not_accept(
    recording: Any, make: Any, secure: Any, app: Any
) -> None:
    sensor = make(probe_trust=True)
    careless(app, sensor, secure.server_port).close()
    (probed,) = recording.wait(TrustProbed)
    assert not probed.accepted
    assert "without a request" in probed.reason
    assert len(recording.wait(TlsSeen)) == 1


def test_a_silent_connection_is_told_at_the_end(recording: Any, make: Any, secure: Any, app: Any) -> None:
    sensor = make(probe_trust=True)
    with careless(app, sensor, secure.server_port):
        recording.wait(TlsSeen)
        sensor.stop()
    (probed,) = recording.of(TrustProbed)
    assert not probed.accepted
    assert "the recording ended" in probed.reason


def test_http2_counts_as_going_on(recording: Any, make: Any, http2: Any, app: Any, authority: Any) -> None:
    sensor = make(upstream_ca=authority.ca, probe_trust=True)
    with careless(app, sensor, http2.port, "h2") as tls:
        client = h2.connection.H2Connection()
        client.initiate_connection()
        fields = [(":method", "GET"), (":scheme", "https"), (":authority", "a.bank.example"), (":path", "/")]
        client.send_headers(1, fields, end_stream=True)
        tls.sendall(client.data_to_send())
        events: list[object] = []
        while not any(isinstance(event, h2.events.StreamEnded) for event in events):
            events += client.receive_data(tls.recv(65536))
    assert recording.wait(TrustProbed)[0].accepted


def test_what_is_not_http_counts_as_going_on(
    recording: Any, make: Any, app: Any, authority: Any, serve: Any
) -> None:
    sensor = make(upstream_ca=authority.ca, probe_trust=True)

    def echo(connection: socket.socket) -> None:
        with authority.context().wrap_socket(connection, server_side=True) as secured:
            secured.sendall(secured.recv(100))
            secured.recv(1)

    server = serve(echo)
    with careless(app, sensor, server.port) as tls:
        tls.sendall(b"\x10\x01raw")
        assert tls.recv(100) == b"\x10\x01raw"
    assert recording.wait(TrustProbed)[0].accepted
    assert recording.kept[recording.wait(StreamSeen)[0].body] == b"\x10\x01raw"


def test_no_probe_unless_asked(recording: Any, make: Any, secure: Any, app: Any) -> None:
    sensor = make()
    with careless(app, sensor, secure.server_port) as tls:
        assert b"untrusted on purpose" not in issuer(tls)
    recording.wait(TunnelFailed)
    assert not recording.of(TrustProbed)
