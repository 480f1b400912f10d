"""Connections that speak no HTTP: their bytes in order, direction by direction.

Runs in mitmproxy's process, on its event loop. Bytes of one direction are put together until the direction
changes, there are `CHUNK_BYTES` of them, the connection was quiet for `QUIET_S`, they have waited for
`LONGEST_S`, or it ended. What the client sends is kept up to a limit; what the server sends is counted.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable
from typing import Literal

from mitmproxy import tcp, udp

from privaudit.capture.proxy_ends import client_port, destination, server_address
from privaudit.capture.proxy_pipe import Outlet, StreamOver
from privaudit.model.network import StreamSeen

CHUNK_BYTES = 64 * 1024
QUIET_S = 1.0
LONGEST_S = 5.0

Connection = tcp.TCPFlow | udp.UDPFlow


class _Stream:
    __slots__ = ("at", "first", "flow", "from_client", "held", "last", "protocol", "saved", "size", "totals")

    def __init__(self, flow: Connection) -> None:
        self.flow = flow
        self.protocol: Literal["tcp", "udp"] = "udp" if isinstance(flow, udp.UDPFlow) else "tcp"
        self.from_client = True
        self.held = bytearray()
        self.size = 0
        self.totals = {True: 0, False: 0}
        self.saved = 0
        self.at = 0
        self.first = self.last = 0.0


class Streams:
    """The open connections; `limit` is how many bytes of a client's are kept of each."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._open: dict[str, _Stream] = {}
        self._outlet: Outlet | None = None

    def connect(self, outlet: Outlet) -> None:
        """Tell what passes to `outlet` from now on."""
        self._outlet = outlet

    def begin(self, flow: Connection) -> None:
        """Remember a connection."""
        self._open[flow.id] = _Stream(flow)

    def take(self, flow: Connection) -> Awaitable[None] | None:
        """Take the newest message of a connection; returns what to wait for before it may go on."""
        stream = self._open[flow.id]
        message = flow.messages[-1]
        content: bytes = message.content
        if stream.saved > self.limit:
            # mitmproxy keeps all messages until the end: a connection that lives for days must not.
            flow.messages.pop()
        stream.saved += len(content)
        waits = None
        if stream.size and stream.from_client is not message.from_client:
            waits = self._tell(stream)
        now = time.monotonic()
        if not stream.size:
            stream.at = int(message.timestamp * 1_000_000_000)
            stream.first = now
        stream.from_client = message.from_client
        stream.size += len(content)
        stream.last = now
        if stream.from_client:
            room = self.limit - stream.totals[True] - len(stream.held)
            stream.held += content[: max(room, 0)]
            # A datagram is a message of its own and stays one.
            if len(stream.held) >= CHUNK_BYTES or (stream.held and stream.protocol == "udp"):
                waits = self._tell(stream) or waits
        return waits

    def end(self, flow: Connection) -> Awaitable[None] | None:
        """Tell the rest of a connection; one that ended before a byte passed is told without any."""
        stream = self._open.pop(flow.id, None)
        if stream is None or self._outlet is None:
            return None
        if stream.size or not stream.saved:
            self._tell(stream)
        return self._outlet.send(StreamOver(flow=flow.id))

    def beat(self, now: float) -> None:
        """Tell what has been quiet for long enough; `now` is of the monotonic clock."""
        if self._outlet is None:
            return
        for stream in self._open.values():
            due = now - stream.last >= QUIET_S or now - stream.first >= LONGEST_S
            if stream.size and due and not self._outlet.congested:
                self._tell(stream)

    def finish(self) -> None:
        """Tell the rest of every connection."""
        for stream in list(self._open.values()):
            self.end(stream.flow)

    def _tell(self, stream: _Stream) -> Awaitable[None] | None:
        waits: Awaitable[None] | None = None
        size, offset = stream.size, stream.totals[stream.from_client]
        body = bytes(stream.held)
        stream.held.clear()
        stream.size = 0
        stream.totals[stream.from_client] += size
        if self._outlet is None:
            return None
        rest = size - len(body) if stream.from_client else 0
        for start in range(0, len(body), CHUNK_BYTES):
            part = body[start : start + CHUNK_BYTES]
            waits = self._outlet.send(self._event(stream, offset + start, len(part), cut=False), part)
        if rest or not body:
            told = self._event(stream, offset + len(body), size - len(body), cut=rest > 0)
            waits = self._outlet.send(told)
        return waits

    @staticmethod
    def _event(stream: _Stream, offset: int, size: int, *, cut: bool) -> StreamSeen:
        flow = stream.flow
        client = flow.client_conn
        host, port = destination(client, flow.server_conn)
        return StreamSeen(
            at=stream.at or time.time_ns(),
            seen=time.time_ns(),
            flow=flow.id,
            host=host,
            port=port,
            protocol=stream.protocol,
            from_client=stream.from_client,
            encrypted=client.tls_established,
            offset=offset,
            body_bytes=size,
            cut=cut,
            client_port=client_port(client),
            server_address=server_address(flow.server_conn),
        )
