"""What was under way when a recording broke off, by what the proxy had told until then."""

from __future__ import annotations

from privaudit.capture.proxy_pipe import Seen, StreamOver
from privaudit.model.network import BodyPart, RequestSeen, ResponseSeen, StreamSeen


class InFlight:
    """Requests without an answer, long messages and connections that had not ended, by flow."""

    def __init__(self) -> None:
        self._requests: dict[str, str] = {}
        self._parts: dict[tuple[str, bool], str] = {}
        self._streams: dict[str, str] = {}

    def take(self, event: Seen) -> None:
        """Take note of what began or ended."""
        if isinstance(event, RequestSeen):
            self._requests[event.flow] = event.host
            self._parts.pop((event.flow, True), None)
        elif isinstance(event, ResponseSeen):
            self._requests.pop(event.flow, None)
            self._parts.pop((event.flow, False), None)
        elif isinstance(event, BodyPart):
            self._parts[event.flow, event.from_client] = event.host
        elif isinstance(event, StreamSeen):
            self._streams[event.flow] = event.host

    def over(self, message: StreamOver) -> None:
        """Take note that a connection ended."""
        self._streams.pop(message.flow, None)

    def told(self) -> str:
        """Return the words for a reason, beginning with a semicolon; empty when nothing was under way."""
        counts = (
            (len(self._requests), "request(s) had no answer yet"),
            (sum(up for _, up in self._parts), "request(s) were not sent to their end"),
            (sum(not up for _, up in self._parts), "answer(s) had begun and not ended"),
            (len(self._streams), "connection(s) without HTTP were open"),
        )
        return "".join(f"; {count} {words}" for count, words in counts if count)
