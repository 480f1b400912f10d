"""What a connection speaks, where mitmproxy's own guess would change what the app sees.

Runs in mitmproxy's process, on its event loop, once or twice a connection.
"""

from __future__ import annotations

import re

from mitmproxy import http
from mitmproxy.proxy import layer, layers, server_hooks
from mitmproxy.proxy.layers.http import HTTPMode
from mitmproxy.proxy.layers.tls import HTTP_ALPNS

from privaudit.capture.proxy_dns import is_query
from privaudit.capture.proxy_greeting import SilentTunnels

_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
"""What HTTP/2 begins with (RFC 9113, 3.4)."""

_H2 = b"h2"

_REQUEST_LINE = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+ \S.* HTTP/[0-9]\.[0-9]\r?\Z")
"""RFC 9112, 3; a blank in the target is against it and met all the same."""

_METHODS = frozenset(
    b"GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK"
    b" REPORT SEARCH".split()
)
"""Of RFC 9110, 5789, 4918, 3253 and 5323: told by the method while the line is not whole."""


def is_http(begun: bytes) -> bool:
    """Return whether the beginning of a connection is that of HTTP/1."""
    line, newline, _ = begun.lstrip(b"\r\n").partition(b"\n")
    return bool(_REQUEST_LINE.match(line)) if newline else line.partition(b" ")[0] in _METHODS


class Choice:
    """Chooses how connections are read."""

    def __init__(self) -> None:
        self.tunnels = SilentTunnels()

    def next_layer(self, data: layer.NextLayer) -> None:
        """Look at mitmproxy's choice and better it where needed."""
        client, chosen = data.context.client, data.layer
        if len(data.context.layers) == 1:
            return  # the proxy's own
        begun: bytes = data.data_client()  # type: ignore[no-untyped-call]
        if not begun:
            data.layer = self.tunnels.greeting(data.context) or chosen
            return
        self.tunnels.end(client)
        if client.transport_protocol != "tcp":
            return
        if isinstance(chosen, layers.DNSLayer):
            # It takes port 53 for DNS and closes what is something else.
            known = is_query(begun)
            data.layer = chosen if known else None if known is None else layers.TCPLayer(data.context)
        elif not client.tls and _PREFACE.startswith(begun[: len(_PREFACE)]) and begun[:3] == _PREFACE[:3]:
            # It knows HTTP/2 by the handshake of TLS alone.
            data.layer = None
            if len(begun) >= len(_PREFACE):
                client.alpn = _H2
                data.layer = layers.HttpLayer(data.context, HTTPMode.transparent)
        elif isinstance(chosen, layers.HttpLayer) and client.alpn not in HTTP_ALPNS and not is_http(begun):
            # It takes every word and blank for HTTP and answers with an error.
            data.layer = layers.TCPLayer(data.context)

    def http_connected(self, flow: http.HTTPFlow) -> None:
        """Wait for the client of a tunnel to speak, but not for ever."""
        self.tunnels.begin(flow.client_conn)

    def server_connected(self, data: server_hooks.ServerConnectionHookData) -> None:
        """Speak HTTP/2 without TLS to a server where the app does."""
        if not data.client.tls and not data.server.tls and data.client.alpn == _H2:
            data.server.alpn = _H2
