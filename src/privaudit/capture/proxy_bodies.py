"""Bodies that pass as they come: counted, their beginning kept, and told in parts when they take long.

Runs in mitmproxy's process, on its event loop. A body streams when its length is not known beforehand or when
it is large; holding it back until it is whole would change what the app and its server see. An ordinary one
is told once, with its request or answer. One that goes on for longer than `LONG_S` is told in parts besides,
so that what has passed is in the evidence if the proxy dies before the end.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from mitmproxy import http

from privaudit.capture.proxy_ends import client_port
from privaudit.capture.proxy_pipe import Outlet
from privaudit.model.network import BodyPart
from privaudit.model.octets import to_text

LONG_S = 1.0
"""Seconds after which a body is told in parts, and the longest that a part waits."""

PART_BYTES = 256 * 1024
"""Largest part, and the longest body of known length that does not stream."""

_LENGTH = len(b"content-length")
_CODING = len(b"transfer-encoding")


class Passing:
    """Counts a body that streams through and copies its beginning; the chunks themselves go on untouched."""

    __slots__ = ("began", "flow", "from_client", "full", "kept", "limit", "size", "told", "told_at")

    def __init__(
        self, flow: http.HTTPFlow, limit: int, full: Callable[[Passing], None], *, from_client: bool
    ) -> None:
        self.flow = flow
        self.from_client = from_client
        self.limit = limit
        self.full = full
        self.kept = bytearray()
        self.size = 0
        self.told = 0
        self.began = self.told_at = time.monotonic()

    def __call__(self, chunk: bytes) -> bytes:
        """Take note of a chunk and hand it back."""
        self.size += len(chunk)
        room = self.limit - len(self.kept)
        if room > 0:
            self.kept += chunk[:room]
            if len(self.kept) - self.told >= PART_BYTES:
                self.full(self)
        return chunk


class Bodies:
    """All bodies that stream, and the parts of the long ones.

    `limit` is how many bytes of a body are kept. What a part cannot be sent for at once, because the host is
    slow, stays in the kept beginning: nothing waits beside it.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._passing: dict[tuple[str, bool], Passing] = {}
        self._announced: set[str] = set()
        self._outlet: Outlet | None = None

    def connect(self, outlet: Outlet) -> None:
        """Tell parts to `outlet` from now on."""
        self._outlet = outlet

    def must_stream(self, message: http.Message, *, bodyless: bool) -> bool:
        """Return whether a body is to pass as it comes; `bodyless` if such messages of HTTP/1 have none."""
        length = b""
        for name, value in message.data.headers.fields:
            if len(name) == _LENGTH and name.lower() == b"content-length":
                length = value
            elif len(name) == _CODING and name.lower() == b"transfer-encoding":
                return True
        if length:
            return length.isdigit() and int(length) > min(self.limit, PART_BYTES)
        # A GET or a 204 without any sign of a body has none, except that HTTP/2 need not give a sign.
        return not bodyless or message.is_http2

    def begin(self, flow: http.HTTPFlow, *, from_client: bool) -> Passing:
        """Return what mitmproxy is to pass each chunk of this message's body through."""
        passing = Passing(flow, self.limit, self._full, from_client=from_client)
        self._passing[flow.id, from_client] = passing
        return passing

    def end(self, flow: http.HTTPFlow, *, from_client: bool) -> Passing | None:
        """Return what passed of this message's body, None if it did not stream."""
        if from_client and self._announced:
            self._announced.discard(flow.id)
        return self._passing.pop((flow.id, from_client), None)

    def beat(self, now: float) -> None:
        """Tell what has waited for long enough; `now` is of the monotonic clock."""
        for passing in list(self._passing.values()):
            if passing.size > passing.told and now - passing.told_at >= LONG_S:
                self._tell(passing, now)

    def announce(self, flow: http.HTTPFlow) -> None:
        """Tell of a request that is not whole after `LONG_S` and does not stream, once, without its bytes."""
        started = flow.request.timestamp_start
        if (
            flow.id in self._announced
            or (flow.id, True) in self._passing
            or flow.request.timestamp_end is not None
            or time.time() - started < LONG_S
            or self._outlet is None
            or self._outlet.congested
        ):
            return
        self._announced.add(flow.id)
        self._outlet.send(_part(flow, from_client=True, offset=0, size=0))

    def _full(self, passing: Passing) -> None:
        now = time.monotonic()
        if now - passing.began >= LONG_S:
            self._tell(passing, now)

    def _tell(self, passing: Passing, now: float) -> None:
        outlet = self._outlet
        if outlet is None:
            return
        while passing.told < passing.size and not outlet.congested:
            body = bytes(passing.kept[passing.told : passing.told + PART_BYTES])
            # Beyond the limit there are no bytes to tell, only how many passed.
            size = len(body) or passing.size - passing.told
            waiting: Awaitable[None] | None = outlet.send(
                _part(passing.flow, from_client=passing.from_client, offset=passing.told, size=size), body
            )
            passing.told += size
            passing.told_at = now
            if waiting is not None:
                return


def _part(flow: http.HTTPFlow, *, from_client: bool, offset: int, size: int) -> BodyPart:
    now = time.time_ns()
    request = flow.request
    message: http.Message | None = request if from_client else flow.response
    media_type = message.headers.get("content-type", "") if message is not None else ""
    return BodyPart(
        at=now,
        seen=now,
        flow=flow.id,
        from_client=from_client,
        method=to_text(request.data.method),
        scheme=to_text(request.data.scheme),
        host=request.host,
        port=request.port,
        path=to_text(request.data.path),
        media_type=media_type_of(media_type),
        offset=offset,
        body_bytes=size,
        client_port=client_port(flow.client_conn),
    )


def media_type_of(content_type: str) -> str:
    """Return the media type of a Content-Type field in lower case, without parameters; empty if none."""
    return to_text(content_type.encode("utf-8", "surrogateescape")).partition(";")[0].strip().lower()[:100]
