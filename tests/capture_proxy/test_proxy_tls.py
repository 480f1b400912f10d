from __future__ import annotations

import contextlib
import datetime as dt
import socket
import ssl
import time
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given
from hypothesis import strategies as st
from mitmproxy import certs

from privaudit.capture.proxy_tls import MAX_NAMES, certificate_seen, offered_versions
from privaudit.model.network import RequestSeen, ResponseSeen, TlsSeen, TunnelFailed


def post(host: str, path: str, body: bytes) -> bytes:
    return f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def only(context: ssl.SSLContext, version: ssl.TLSVersion) -> ssl.SSLContext:
    """As an old client or server: this version and no other."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that they are old is the point
        context.minimum_version = context.maximum_version = version
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def sides(recording: Any) -> dict[str, TlsSeen]:
    return {event.side: event for event in recording.of(TlsSeen)}


def test_both_handshakes_are_told(recording: Any, make: Any, secure: Any, app: Any, authority: Any) -> None:
    sensor = make(upstream_ca=authority.ca)
    tls = app.secure(
        sensor.port,
        "127.0.0.1",
        secure.server_port,
        sensor.ca_cert,
        name="api.bank.example",
        alpn=("http/1.1",),
    )
    tls.sendall(post("api.bank.example", "/", b"1"))
    app.answer(tls)
    recording.wait(ResponseSeen)
    mine, theirs = sides(recording)["app"], sides(recording)["server"]
    assert (mine.host, mine.port, mine.version) == ("api.bank.example", secure.server_port, "TLSv1.3")
    assert set(mine.offered) == {"TLSv1.3", "TLSv1.2"}
    assert (mine.alpn, mine.cipher, mine.certificate) == ("http/1.1", tls.cipher()[0], None)
    assert mine.client_port == theirs.client_port == recording.of(RequestSeen)[0].client_port
    assert (theirs.host, theirs.address) == ("api.bank.example", f"127.0.0.1:{secure.server_port}")
    assert (theirs.version, theirs.problem, theirs.alpn) == ("TLSv1.3", "", "http/1.1")
    shown = ssl.PEM_cert_to_DER_cert(authority.chain.read_text().partition("-----BEGIN PRIV")[0])
    certificate = theirs.certificate
    assert certificate is not None
    assert certificate.sha256 == x509.load_der_x509_certificate(shown).fingerprint(hashes.SHA256()).hex()
    assert (certificate.subject, certificate.issuer) == ("CN=bank.example", "CN=privaudit tests")
    assert set(certificate.names) == {"127.0.0.1", "*.bank.example"}
    assert certificate.not_before < time.time_ns() < certificate.not_after


@pytest.fixture(params=[ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def version(request: pytest.FixtureRequest) -> ssl.TLSVersion:
    assert isinstance(request.param, ssl.TLSVersion)
    return request.param


@pytest.fixture
def old_server(serve: Any, authority: Any, version: ssl.TLSVersion) -> Any:
    def old(connection: socket.socket) -> None:
        with only(authority.context(), version).wrap_socket(connection, server_side=True) as secured:
            secured.recv(4096)
            secured.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            secured.recv(4096)

    return serve(old)


@pytest.fixture
def old_app(app: Any, version: ssl.TLSVersion) -> Callable[[Any, int], ssl.SSLSocket]:
    def connect(sensor: Any, port: int) -> ssl.SSLSocket:
        context = only(ssl.create_default_context(cafile=str(sensor.ca_cert)), version)
        return context.wrap_socket(app.tunnel(sensor.port, "127.0.0.1", port), server_hostname="127.0.0.1")

    return connect


def test_an_app_and_a_server_of_yesterday_are_seen_as_such(
    recording: Any, make: Any, authority: Any, old_server: Any, old_app: Any
) -> None:
    sensor = make(upstream_ca=authority.ca)
    with old_app(sensor, old_server.port) as tls:
        name = tls.version()
        assert name in {"TLSv1", "TLSv1.1"}
        tls.sendall(post("127.0.0.1", "/", b"1"))
        assert tls.recv(4096).startswith(b"HTTP/1.1 200 OK")
    assert recording.wait(RequestSeen)[0].tls_version == name
    told = sides(recording)
    assert (told["app"].offered, told["app"].version) == ((name,), name)
    assert (told["server"].version, told["server"].problem) == (name, "")


def test_a_server_of_yesterday_is_not_made_acceptable_to_an_app_of_today(
    recording: Any, make: Any, serve: Any, app: Any, authority: Any
) -> None:
    def old(connection: socket.socket) -> None:
        with contextlib.suppress(ssl.SSLError):
            only(authority.context(), ssl.TLSVersion.TLSv1).wrap_socket(connection, server_side=True)

    server = serve(old)
    sensor = make(upstream_ca=authority.ca)
    tls = app.secure(sensor.port, "127.0.0.1", server.port, sensor.ca_cert)
    tls.sendall(post("127.0.0.1", "/", b"1"))
    assert b" 502 " in app.answer(tls)[0]
    recording.wait(ResponseSeen)
    assert "version" in sides(recording)["server"].problem


def test_a_certificate_nobody_vouches_for_is_told_and_not_accepted(
    recording: Any, make: Any, secure: Any, app: Any
) -> None:
    sensor = make()
    tls = app.secure(sensor.port, "127.0.0.1", secure.server_port, sensor.ca_cert)
    tls.sendall(post("127.0.0.1", "/", b"secret"))
    assert b" 502 " in app.answer(tls)[0]
    recording.wait(ResponseSeen)
    theirs = sides(recording)["server"]
    assert "ertificate verify failed" in theirs.problem
    assert theirs.certificate is not None
    assert theirs.certificate.issuer == "CN=privaudit tests"
    assert not secure.seen


def test_a_name_the_certificate_is_not_for(
    recording: Any, make: Any, secure: Any, app: Any, authority: Any
) -> None:
    sensor = make(upstream_ca=authority.ca)
    tls = app.secure(sensor.port, "127.0.0.1", secure.server_port, sensor.ca_cert, name="else.example")
    tls.sendall(post("else.example", "/", b"secret"))
    assert b" 502 " in app.answer(tls)[0]
    recording.wait(ResponseSeen)
    theirs = sides(recording)["server"]
    assert "ostname mismatch" in theirs.problem
    assert theirs.certificate is not None
    assert "*.bank.example" in theirs.certificate.names


def test_an_app_without_a_version_in_common_says_what_it_offered(recording: Any, make: Any, app: Any) -> None:
    sensor = make()
    hello = b"\x03\x00" + bytes(32) + b"\x00" + b"\x00\x02\x00\x2f" + b"\x01\x00"
    record = b"\x01" + len(hello).to_bytes(3, "big") + hello
    tunnel = app.tunnel(sensor.port, "127.0.0.1", 9)
    tunnel.sendall(b"\x16\x03\x00" + len(record).to_bytes(2, "big") + record)
    (failed,) = recording.wait(TunnelFailed)
    assert "offered SSLv3" in failed.reason


# -- what is read of hellos and certificates ------------------------------------------------------


def hello(legacy: int, *extensions: tuple[int, bytes]) -> bytes:
    listed = b"".join(
        kind.to_bytes(2, "big") + len(body).to_bytes(2, "big") + body for kind, body in extensions
    )
    head = legacy.to_bytes(2, "big") + bytes(32) + b"\x04sess" + b"\x00\x02\x13\x01" + b"\x01\x00"
    return head + (len(listed).to_bytes(2, "big") + listed if extensions else b"")


def test_versions_of_a_hello() -> None:
    versions = b"\x08\x7a\x7a\x03\x04\x03\x03\x7f\x1c"
    assert offered_versions(hello(0x0303, (0, b"x"), (43, versions))) == ("TLSv1.3", "TLSv1.2", "0x7f1c")
    assert offered_versions(hello(0x0301)) == ("TLSv1",)
    assert offered_versions(hello(0x0302, (10, b"abc"))) == ("TLSv1.1",)
    with pytest.raises(ValueError, match="not a ClientHello"):
        offered_versions(b"\x03\x03" + bytes(31))


@given(st.binary(max_size=300))
def test_a_hostile_hello_is_read_or_refused(raw: bytes) -> None:
    with contextlib.suppress(ValueError):
        assert len(offered_versions(b"\x03\x03" + bytes(32) + raw)) <= 127


def test_what_a_certificate_says_is_bounded() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.COMMON_NAME, "a\u202eb"),
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "某某银行"),
        ]
    )
    now = dt.datetime.now(dt.UTC)
    names = [x509.DNSName(f"h{number}.example") for number in range(MAX_NAMES + 50)]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(rsa.generate_private_key(65537, 2048).public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    seen = certificate_seen(certs.Cert(certificate))
    assert (seen.organisation, len(seen.names)) == ("某某银行", MAX_NAMES)
    assert seen.subject == "CN=a\u202eb, O=某某银行"
