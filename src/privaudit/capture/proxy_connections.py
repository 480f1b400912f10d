"""What becomes of each of the app's connections before it speaks: TLS opened, refused, left unused.

Runs in mitmproxy's process, on its event loop.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable

from mitmproxy import connection, ctx, tls

from privaudit.capture.proxy_ends import client_port, destination
from privaudit.capture.proxy_pipe import Message, Outlet
from privaudit.capture.proxy_probe import Probe
from privaudit.capture.proxy_tls import Handshakes
from privaudit.model.network import TunnelFailed

MAX_REASON = 600
"""Characters of a reason kept; mitmproxy quotes what it could not read."""

_WORDLESS = "closed after the TLS handshake without a request, as an app does that pins certificates"

_OLD = {"SSLv3": "TLS1", "TLSv1": "TLS1", "TLSv1.1": "TLS1_1"}
"""Versions below what mitmproxy asks of servers, and its names for them."""


class Connections:
    """The handshakes of the app with the proxy and of the proxy with servers, and the probes of trust."""

    def __init__(self) -> None:
        self._handshakes = Handshakes()
        self._probe: Probe | None = None
        self._outlet: Outlet | None = None
        self._silent: dict[str, tuple[connection.Connection, tuple[str, int]]] = {}
        """Client connections with TLS that have not asked anything yet, and their destination."""

    def connect(self, outlet: Outlet) -> None:
        """Tell what is seen to `outlet` from now on."""
        self._outlet = outlet

    def probe(self) -> None:
        """Show each destination's first connection a wrong certificate from now on."""
        self._probe = Probe()
        self._probe.prepare()

    def spoke(self, client: connection.Client) -> Awaitable[None] | None:
        """Take note that the app sent something over a connection that was opened."""
        if self._silent:
            self._silent.pop(client.id, None)
        if self._probe is None or not self._probe.pending:
            return None
        event = self._probe.accepted(client)
        return self._tell(event) if event is not None else None

    def finish(self) -> None:
        """Tell what the end of the recording leaves open."""
        for client, wanted in self._silent.values():
            # The app is gone; the server's side may be waited for until the end.
            if not client.state & connection.ConnectionState.CAN_READ:
                self._tell_unread(*wanted, client, _WORDLESS)
        self._silent.clear()
        if self._probe is not None:
            reason = "the recording ended before it sent anything over the connection it left open"
            for event in self._probe.unsettled(reason):
                self._tell(event)

    # -- hooks of mitmproxy ------------------------------------------------------------------

    def tls_clienthello(self, data: tls.ClientHelloData) -> None:
        """Remember what the app offers."""
        self._handshakes.offer(data)
        if data.context.server.connected:
            # As after `proxy_greeting`: mitmproxy would take the bare connection for one with TLS.
            data.establish_server_tls_first = data.context.server.tls

    def tls_start_client(self, data: tls.TlsData) -> None:
        """Show the wrong certificate where that was asked for."""
        if self._probe is not None:
            self._probe.present(data)

    def tls_established_client(self, data: tls.TlsData) -> Awaitable[None] | None:
        """Tell the handshake; remember a connection that could now be read, until it asks something."""
        self._silent[data.conn.id] = (data.conn, destination(data.conn, data.context.server))
        return self._tell(self._handshakes.of_app(data, time.time_ns()))

    def tls_failed_client(self, data: tls.TlsData) -> Awaitable[None] | None:
        """Tell that a connection stays closed to us, and why."""
        reason = data.conn.error or "the TLS handshake failed"
        offered = self._handshakes.offered(data.conn)
        if offered and not reason.startswith("connection closed"):
            reason += f"; the app offered {', '.join(offered)}"
        return self._tell_unread(*destination(data.conn, data.context.server), data.conn, reason)

    def tls_start_server(self, data: tls.TlsData) -> None:
        """Speak an old TLS to the server where the app itself offers that, and nowhere else."""
        offered = self._handshakes.offered(data.context.client)
        oldest = next((name for version, name in _OLD.items() if version in offered), None)
        config = ctx.master.addons.get("tlsconfig")  # type: ignore[no-untyped-call]
        if oldest is None or config is None:
            return
        usual = ctx.options.tls_version_server_min
        data.ssl_conn = None
        ctx.options.update(tls_version_server_min=oldest)  # type: ignore[no-untyped-call]
        try:
            config.tls_start_server(data)
        finally:
            ctx.options.update(tls_version_server_min=usual)  # type: ignore[no-untyped-call]

    def tls_established_server(self, data: tls.TlsData) -> Awaitable[None] | None:
        """Tell a handshake with a server."""
        return self._tell_server(data, failed=False)

    def tls_failed_server(self, data: tls.TlsData) -> Awaitable[None] | None:
        """Tell a handshake with a server that was given up."""
        return self._tell_server(data, failed=True)

    def client_disconnected(self, client: connection.Client) -> Awaitable[None] | None:
        """Tell what a connection left unsaid."""
        self._handshakes.forget(client)
        _, wanted = self._silent.pop(client.id, (None, None))
        return self._tell_unread(*wanted, client, _WORDLESS) if wanted is not None else None

    # -- out ---------------------------------------------------------------------------------

    def _tell_server(self, data: tls.TlsData, *, failed: bool) -> Awaitable[None] | None:
        if data.conn is not data.context.server:
            return None  # a proxy of ours on the way, not who the app talks to
        return self._tell(self._handshakes.of_server(data, time.time_ns(), failed=failed))

    def _tell_unread(
        self, host: str, port: int, client: connection.Connection, reason: str
    ) -> Awaitable[None] | None:
        if self._probe is not None:
            probed = self._probe.refused(client, reason)
            if probed is not None:
                return self._tell(probed)
        now = time.time_ns()
        event = TunnelFailed(
            at=now,
            seen=now,
            host=host,
            port=port,
            client_port=client_port(client),
            reason=reason[:MAX_REASON],
        )
        return self._tell(event)

    def _tell(self, message: Message) -> Awaitable[None] | None:
        return self._outlet.send(message) if self._outlet is not None else None
