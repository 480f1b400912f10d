"""A real OpenSSL in an app's process: what it is given is told, the audit's authority alone answered for."""

from __future__ import annotations

import contextlib
import importlib.util
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from native_network import HOST, Networked

from privaudit.model.event import AgentProblem
from privaudit.model.network import PlainSeen, TrustAnswered
from privaudit.model.wire import NetworkPlan

NAME = "api.example.com"
REFUSED = "-1 0 19 "
"""The chain holds a root that nobody trusts (openssl/x509_vfy.h)."""


def openssl() -> Path:
    """Return the OpenSSL that the wheel of psycopg carries."""
    spec = importlib.util.find_spec("psycopg_binary")
    assert spec is not None
    assert spec.origin is not None
    (found,) = Path(spec.origin).parent.with_name("psycopg_binary.libs").glob("libssl-*.so*")
    return found


class Authority(NamedTuple):
    """Signs certificates."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def make(cls, name: str = "audit") -> Authority:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        builder = _builder(subject, subject, key.public_key())
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        return cls(key, builder.sign(key, hashes.SHA256()))

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")

    def issue(self, name: str, folder: Path) -> Path:
        """Return a file with a key, a certificate for a host and this authority's own."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        builder = _builder(subject, self.certificate.subject, key.public_key())
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        made = builder.sign(self.key, hashes.SHA256())
        file = folder / "server.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + made.public_bytes(serialization.Encoding.PEM)
            + self.pem.encode("ascii")
        )
        return file


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return x509.CertificateBuilder(
        issuer, subject, key, x509.random_serial_number(), now - timedelta(1), now + timedelta(9)
    )


class Server:
    """Answers each line of TLS with the same line."""

    def __init__(self, file: Path) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(file)
        self._socket = socket.create_server((HOST, 0))
        self.port: int = self._socket.getsockname()[1]
        self.received: list[bytes] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                plain, _ = self._socket.accept()
                with contextlib.suppress(OSError), self._context.wrap_socket(plain, server_side=True) as one:
                    while data := one.recv(4096):
                        self.received.append(data)
                        one.sendall(data)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@pytest.fixture
def audit() -> Authority:
    return Authority.make()


@pytest.fixture
def watched(tmp_path: Path, audit: Authority) -> Iterator[Networked]:
    one = Networked(tmp_path, NetworkPlan(watch=True, plain=65536, authority=audit.pem))
    yield one
    one.close()


def steps(port: int) -> list[str]:
    return [f"load {openssl()}", "open tcp", f"connect 0 {HOST} {port}", f"secure 0 {NAME} secret", "close 0"]


@pytest.mark.parametrize("loaded", [True, False], ids=["before", "after"])
def test_a_connection_that_the_app_refused_is_opened_and_read(
    watched: Networked, audit: Authority, tmp_path: Path, loaded: bool
) -> None:
    server = Server(audit.issue(NAME, tmp_path))
    if loaded:
        assert watched.run(*steps(server.port))[3] == REFUSED
    watched.start()
    assert watched.run(*steps(server.port))[3] == "1 0 0 secret"
    watched.stop()
    assert watched.run(*steps(server.port))[3] == REFUSED
    server.close()
    assert server.received == [b"secret"]
    (answered,) = watched.log.of(TrustAnswered)
    assert (answered.decision, answered.host, answered.reason) == (
        "opened",
        NAME,
        "self-signed certificate in certificate chain",
    )
    assert answered.api.endswith("!X509_verify_cert")
    (opened,) = watched.opened(server.port)
    totals = watched.totals(opened.socket)
    hello, out, back = watched.of(PlainSeen)
    # The name of the host stands in it (RFC 6066), for which it is told.
    assert (hello.layer, hello.offset) == ("tcp", 0)
    assert NAME.encode("ascii") in watched.data(hello)
    assert (out.layer, out.host, out.socket, out.port) == ("tls", NAME, opened.socket, server.port)
    assert watched.data(out) == b"secret"
    assert (back.from_client, back.data.size) == (False, 6)
    # The handshake and the records themselves.
    assert totals.up > 300
    assert totals.down > 600
    assert watched.log.of(AgentProblem) == []


@pytest.mark.parametrize("name", ["audit", "stranger"])
def test_another_authority_even_of_the_same_name_opens_nothing(
    watched: Networked, tmp_path: Path, name: str
) -> None:
    server = Server(Authority.make(name).issue(NAME, tmp_path))
    watched.start()
    answer = watched.run(*steps(server.port))[3]
    watched.stop()
    server.close()
    assert answer.startswith("-1 0 ")
    assert answer != "-1 0 0 "
    assert {event.decision for event in watched.log.of(TrustAnswered)} == {"kept"}
    assert server.received == []
    assert [event.layer for event in watched.of(PlainSeen)] == ["tcp"]


def test_a_certificate_of_the_audit_for_another_host_opens_nothing(
    watched: Networked, audit: Authority, tmp_path: Path
) -> None:
    server = Server(audit.issue("www.example.org", tmp_path))
    watched.start()
    assert watched.run(*steps(server.port))[3] == REFUSED
    watched.stop()
    server.close()
    (answered,) = watched.log.of(TrustAnswered)
    assert (answered.decision, answered.host) == ("kept", NAME)
