"""Whether an app checks who it talks to: its first connection to a host is shown a wrong certificate.

Runs in mitmproxy's process, on its event loop, and only when the audit asked for it. The leaf bears the right
names and is signed by an authority made for this run, whose key never leaves the memory and which nobody
trusts. An app that goes on and sends something has not checked; what it sends is recorded as ever. One that
refuses gets the ordinary certificate from its next connection on.
"""

from __future__ import annotations

import time

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from mitmproxy import certs, connection, tls
from OpenSSL import crypto

from privaudit.capture.proxy_ends import client_port, destination
from privaudit.model.network import TrustProbed

KEY_BITS = 2048
MAX_REASON = 600
_MAX_PROBED = 20_000


class Probe:
    """The probes of a run: which destinations were shown the wrong certificate, and what became of it."""

    def __init__(self) -> None:
        self._key: rsa.RSAPrivateKey | None = None
        self._authority: x509.Certificate | None = None
        self._probed: set[tuple[str, int]] = set()
        self._open: dict[str, tuple[connection.Client, tuple[str, int]]] = {}

    def prepare(self) -> None:
        """Make the authority."""
        self._key, self._authority = certs.create_ca("privaudit probe", "untrusted on purpose", KEY_BITS)

    @property
    def pending(self) -> bool:
        """Whether a connection with the wrong certificate has not shown yet what the app makes of it."""
        return bool(self._open)

    def present(self, data: tls.TlsData) -> None:
        """Give a connection the wrong certificate if it is the first to its destination."""
        client = data.conn
        if self._key is None or self._authority is None or data.ssl_conn is None or data.is_dtls:
            return
        where = destination(client, data.context.server)
        if (
            where in self._probed
            or len(self._probed) >= _MAX_PROBED
            or not isinstance(client, connection.Client)
        ):
            return
        ordinary = data.ssl_conn.get_certificate()
        if ordinary is None:
            return
        right = certs.Cert.from_pyopenssl(ordinary)
        wrong = certs.dummy_cert(self._key, self._authority, right.cn, right.altnames, right.organization)
        data.ssl_conn.use_certificate(wrong.to_pyopenssl())
        data.ssl_conn.use_privatekey(crypto.PKey.from_cryptography_key(self._key))
        self._probed.add(where)
        self._open[client.id] = (client, where)

    def accepted(self, client: connection.Client) -> TrustProbed | None:
        """Return the event of an app that sent something over a connection with the wrong certificate."""
        return self._settle(client, "sent data over a connection that showed the wrong certificate", ok=True)

    def refused(self, client: connection.Connection, reason: str) -> TrustProbed | None:
        """Return the event of an app that did not go on with the wrong certificate, None if it got none."""
        return self._settle(client, reason, ok=False)

    def unsettled(self, reason: str) -> tuple[TrustProbed, ...]:
        """Return the events of the connections that are open and silent, and forget them."""
        told = [self.refused(client, reason) for client, _ in list(self._open.values())]
        return tuple(event for event in told if event is not None)

    def _settle(self, client: connection.Connection, reason: str, *, ok: bool) -> TrustProbed | None:
        probed = self._open.pop(client.id, None)
        if probed is None:
            return None
        now = time.time_ns()
        host, port = probed[1]
        return TrustProbed(
            at=now,
            seen=now,
            host=host,
            port=port,
            client_port=client_port(client),
            accepted=ok,
            reason=reason[:MAX_REASON],
        )
