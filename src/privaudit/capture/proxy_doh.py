"""Names looked up inside HTTP requests (RFC 8484), found by the host in what the proxy tells.

mitmproxy's reader of DNS is imported with the first such request: few recordings have one.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from privaudit.model.network import NameLookedUp, RequestSeen, ResponseSeen
from privaudit.model.octets import to_bytes

if TYPE_CHECKING:
    from mitmproxy import dns

MEDIA_TYPE = "application/dns-message"
"""RFC 8484, 6."""

_MAX_PENDING = 1024
_MAX_QUERY = 128 * 1024
_MAX_FIELDS = 64


class Conversations:
    """DNS queries inside HTTP that wait for their answers, by flow."""

    def __init__(self) -> None:
        self._pending: dict[str, tuple[dns.Message, int]] = {}

    def ask(self, event: RequestSeen, body: bytes) -> None:
        """Remember the query in a request, if there is one."""
        if event.method.upper() == "POST":
            if _media_type(event) != MEDIA_TYPE:
                return
            message = _read(body)
        elif "dns=" in event.path:
            message = _query_of_url(event.path)
        else:
            return
        if message is not None and message.query and message.questions:
            if len(self._pending) >= _MAX_PENDING:
                self._pending.pop(next(iter(self._pending)))
            self._pending[event.flow] = (message, event.at)

    def answer(self, event: ResponseSeen, body: bytes) -> tuple[NameLookedUp, ...]:
        """Return the names looked up by the request this answers."""
        asked = self._pending.pop(event.flow, None) if self._pending else None
        if asked is None:
            return ()
        query, at = asked
        if event.error:
            return _lookups(query, None, event.error, at=at)
        if event.status // 100 != 2:  # noqa: PLR2004 - RFC 9110, 15.3
            return _lookups(query, None, f"HTTP status {event.status}", at=at)
        answer = _read(body)
        if answer is None:
            return _lookups(query, None, "the answer is not a DNS message", at=at)
        return _lookups(query, answer, "", at=at)

    def unanswered(self) -> tuple[NameLookedUp, ...]:
        """Return what was asked and not answered, and forget it."""
        pending = list(self._pending.values())
        self._pending.clear()
        return tuple(event for query, at in pending for event in _lookups(query, None, "no answer", at=at))


def _media_type(event: RequestSeen) -> str:
    for header in event.headers:
        if header.name.lower() == "content-type":
            return header.value.partition(";")[0].strip().lower()
    return ""


def _query_of_url(path: str) -> dns.Message | None:
    raw = to_bytes(path)
    if len(raw) > _MAX_QUERY:
        return None
    try:
        fields = parse_qsl(urlsplit(raw).query, max_num_fields=_MAX_FIELDS)
    except ValueError:  # more fields than any such request has, or no URL
        return None
    for name, value in fields:
        if name == b"dns":
            try:
                return _read(base64.b64decode(value + b"=" * (-len(value) % 4), b"-_", validate=True))
            except binascii.Error:
                return None
    return None


def _read(message: bytes) -> dns.Message | None:
    from privaudit.capture.proxy_dns import read

    return read(message)


def _lookups(
    query: dns.Message, answer: dns.Message | None, error: str, *, at: int
) -> tuple[NameLookedUp, ...]:
    from privaudit.capture.proxy_dns import lookups

    return lookups(query, answer, error[:300], at=at)
