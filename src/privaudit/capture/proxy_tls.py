"""TLS as it was negotiated: by the app with the proxy, and by the proxy with the server.

Runs in mitmproxy's process, on its event loop; all of it is done once a handshake.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from mitmproxy import certs, connection, tls

from privaudit.capture.proxy_ends import client_port, destination, server_address
from privaudit.model.network import CertificateSeen, TlsSeen
from privaudit.model.octets import to_text

T = TypeVar("T")

VERSIONS = {0x0300: "SSLv3", 0x0301: "TLSv1", 0x0302: "TLSv1.1", 0x0303: "TLSv1.2", 0x0304: "TLSv1.3"}
"""RFC 8446, 4.2.1 and appendix D; written as OpenSSL names them."""

_SUPPORTED_VERSIONS = 43  # RFC 8446, 4.2
_GREASE = 0x0A0A  # RFC 8701: values of this form are offered to be ignored
_GREASE_MASK = 0x0F0F

MAX_NAMES = 100
MAX_PROBLEM = 600
_TEXT = 300
_MAX_KNOWN = 512


def offered_versions(hello: bytes) -> tuple[str, ...]:
    """Return the TLS versions a ClientHello (its body, without record and handshake header) offers.

    Without the extension `supported_versions` only the highest is said, as RFC 5246 (7.4.1.2) has it. Raises
    ValueError when it is none.
    """
    try:
        (legacy,) = struct.unpack_from(">H", hello, 0)
        at = 2 + 32
        at += 1 + hello[at]
        at += 2 + struct.unpack_from(">H", hello, at)[0]
        at += 1 + hello[at]
        if at == len(hello):
            return (_name(legacy),)
        end = at + 2 + struct.unpack_from(">H", hello, at)[0]
        at += 2
        while at < end:
            kind, length = struct.unpack_from(">HH", hello, at)
            at += 4
            if kind == _SUPPORTED_VERSIONS:
                count = min(hello[at], length - 1) // 2
                listed = struct.unpack_from(f">{count}H", hello, at + 1)
                return tuple(_name(version) for version in listed if version & _GREASE_MASK != _GREASE)
            at += length
    except (struct.error, IndexError) as error:
        raise ValueError(f"not a ClientHello: {error}") from error
    return (_name(legacy),)


def _name(version: int) -> str:
    return VERSIONS.get(version, f"0x{version:04x}")


class Handshakes:
    """What is known of handshakes that are not over, and the events of those that are."""

    def __init__(self) -> None:
        self._offered: dict[str, tuple[str, ...]] = {}
        self._certificates: dict[bytes, CertificateSeen] = {}

    def offer(self, data: tls.ClientHelloData) -> None:
        """Remember what an app offers."""
        client = data.context.client
        if client.transport_protocol != "tcp":
            return
        try:
            offered = offered_versions(data.client_hello.raw_bytes(wrap_in_record=False))
        except ValueError:
            return
        self._offered[client.id] = offered

    def offered(self, client: connection.Connection) -> tuple[str, ...]:
        """Return the versions the app offered on its connection, empty where not known."""
        return self._offered.get(client.id, ())

    def forget(self, client: connection.Connection) -> None:
        """Forget a connection that is over."""
        self._offered.pop(client.id, None)

    def of_app(self, data: tls.TlsData, now: int) -> TlsSeen:
        """Return the event of a handshake the app completed with the proxy."""
        host, port = destination(data.conn, data.context.server)
        return TlsSeen(
            at=now,
            seen=now,
            side="app",
            host=host,
            port=port,
            client_port=client_port(data.conn),
            version=data.conn.tls_version or "",
            cipher=data.conn.cipher or "",
            offered=self.offered(data.conn),
            alpn=_alpn(data.conn),
        )

    def of_server(self, data: tls.TlsData, now: int, *, failed: bool) -> TlsSeen:
        """Return the event of a handshake with a server, completed or `failed`."""
        server = data.context.server
        address = server.address or ("", 0)
        return TlsSeen(
            at=now,
            seen=now,
            side="server",
            host=server.sni or address[0],
            port=address[1],
            client_port=client_port(data.context.client),
            address=server_address(server),
            version=server.tls_version or "",
            cipher=server.cipher or "",
            alpn=_alpn(server),
            certificate=self._certificate(data),
            problem=(server.error or "the TLS handshake failed")[:MAX_PROBLEM] if failed else "",
        )

    def _certificate(self, data: tls.TlsData) -> CertificateSeen | None:
        certificate = _shown(data)
        if certificate is None:
            return None
        digest = certificate.fingerprint()
        known = self._certificates.get(digest)
        if known is None:
            if len(self._certificates) >= _MAX_KNOWN:
                self._certificates.clear()
            known = self._certificates[digest] = certificate_seen(certificate)
        return known


def _shown(data: tls.TlsData) -> certs.Cert | None:
    if data.conn.certificate_list:
        return data.conn.certificate_list[0]
    # After a refusal mitmproxy has kept none; OpenSSL still has what it was shown.
    chain = data.ssl_conn.get_peer_cert_chain() if data.ssl_conn is not None else None
    if not chain:
        return None
    try:
        return certs.Cert.from_pyopenssl(chain[0])
    except ValueError:  # a certificate that cannot be read at all: its handshake's `problem` says so
        return None


def certificate_seen(certificate: certs.Cert) -> CertificateSeen:
    """Return what a certificate says of itself; a part that cannot be read stays empty."""
    names = _read(lambda: [_text(name.value) for name in certificate.altnames])
    return CertificateSeen(
        sha256=certificate.fingerprint().hex(),
        subject=_read_text(lambda: _distinguished(certificate.subject)),
        organisation=_read_text(lambda: certificate.organization or ""),
        issuer=_read_text(lambda: _distinguished(certificate.issuer)),
        names=tuple((names or [])[:MAX_NAMES]),
        not_before=_read(lambda: _ns(certificate.notbefore)) or 0,
        not_after=_read(lambda: _ns(certificate.notafter)) or 0,
    )


def _read(part: Callable[[], T]) -> T | None:
    # A certificate is made by whoever runs the server: cryptography reads each part only when asked for it
    # and raises ValueError (or a kind of it) for one that is not well formed.
    try:
        return part()
    except (ValueError, TypeError, OverflowError):
        return None


def _read_text(part: Callable[[], str]) -> str:
    return _text(_read(part) or "")


def _text(value: object) -> str:
    # A name of another form than host or address is an object of its own; its text names it.
    return to_text(str(value)[:_TEXT].encode("utf-8", "surrogatepass"))


def _distinguished(parts: list[tuple[str, str]]) -> str:
    return ", ".join(f"{key}={value}" for key, value in parts)


def _ns(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000_000


def _alpn(conn: connection.Connection) -> str:
    return to_text(conn.alpn[:_TEXT]) if conn.alpn else ""
