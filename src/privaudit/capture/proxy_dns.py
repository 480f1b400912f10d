"""Names looked up in DNS traffic that the proxy sees.

Messages are read by mitmproxy's own reader. Of answers the addresses are told, of other records only the type
and the name.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Awaitable

from mitmproxy import dns
from mitmproxy.net.dns import response_codes, types

from privaudit.capture.proxy_pipe import Outlet
from privaudit.model.network import NameLookedUp

ANSWER_S = 5.0
"""Seconds after which a query without an answer is told as such; resolvers ask again by then."""

MAX_MESSAGE = 65535
"""Octets of the longest DNS message (RFC 1035, 4.2.2)."""

MAX_ADDRESSES = 64
_MAX_NAME = 1024
_QUERY_HEAD = struct.Struct(">HHHHHH")
"""Length (RFC 1035, 4.2.2) and the message's header without its last count (4.1.1)."""
_NOT_A_QUERY = 0xF800
"""Bits of an answer and of any operation but a standard query."""
_MAX_ERROR = 600


def is_query(begun: bytes) -> bool | None:
    """Return whether the beginning of a TCP connection is a DNS query, None while it is too short to tell."""
    if len(begun) < _QUERY_HEAD.size:
        return None if b"\0" in begun[:1] or not begun else False
    length, _number, flags, questions, answers, authorities = _QUERY_HEAD.unpack_from(begun)
    plain = not flags & _NOT_A_QUERY and questions == 1 and not answers and not authorities
    return plain and length >= dns.Message.HEADER.size


def read(message: bytes) -> dns.Message | None:
    """Return a DNS message, None if it is none."""
    if not dns.Message.HEADER.size <= len(message) <= MAX_MESSAGE:
        return None
    try:
        return dns.Message.unpack(message)
    except (struct.error, ValueError, IndexError, RecursionError):
        return None


def lookups(
    query: dns.Message, answer: dns.Message | None, error: str, *, at: int
) -> tuple[NameLookedUp, ...]:
    """Return one event for each question of a query, with what the answer says; `at` is ns of UTC."""
    addresses: tuple[str, ...] = ()
    if answer is not None:
        if answer.response_code != response_codes.NOERROR:
            error = response_codes.to_str(answer.response_code)
        found = [_address(record) for record in answer.answers[: 4 * MAX_ADDRESSES]]
        addresses = tuple([text for text in found if text][:MAX_ADDRESSES])
    return tuple(
        NameLookedUp(
            at=at,
            seen=max(time.time_ns(), at),
            name=_bounded(question.name),
            addresses=addresses,
            error=error,
            record=types.to_str(question.type),
        )
        for question in query.questions[:16]
    )


def _bounded(name: str) -> str:
    return name[:_MAX_NAME].encode("utf-8", "replace").decode()


def _address(record: dns.ResourceRecord) -> str:
    if (record.type, len(record.data)) not in {(types.A, 4), (types.AAAA, 16)}:
        return ""
    return str(record.ipv4_address if record.type == types.A else record.ipv6_address)


class Queries:
    """DNS queries that wait for their answers, in mitmproxy's process."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[dns.DNSFlow, float]] = {}
        self._outlet: Outlet | None = None

    def connect(self, outlet: Outlet) -> None:
        """Tell names to `outlet` from now on."""
        self._outlet = outlet

    def ask(self, flow: dns.DNSFlow) -> None:
        """Remember a name that is asked for."""
        self._waiting[flow.id] = (flow, time.monotonic())

    def answer(self, flow: dns.DNSFlow, error: str = "") -> Awaitable[None] | None:
        """Tell a name and what it stands for, or why that was not learned."""
        self._waiting.pop(flow.id, None)
        waiting: Awaitable[None] | None = None
        answer = None if error else flow.response
        at = int(flow.request.timestamp * 1_000_000_000)
        for event in lookups(flow.request, answer, error[:_MAX_ERROR], at=at):
            waiting = self._outlet.send(event) if self._outlet is not None else None
        return waiting

    def beat(self, now: float) -> list[dns.DNSFlow]:
        """Tell the names that nobody answered for too long, and return their flows."""
        return self._give_up(now - ANSWER_S, f"no answer within {ANSWER_S:.0f} s") if self._waiting else []

    def finish(self) -> None:
        """Tell the names that have no answer yet."""
        self._give_up(time.monotonic(), "the proxy was stopped before the answer came")

    def _give_up(self, before: float, reason: str) -> list[dns.DNSFlow]:
        late = [flow for flow, since in self._waiting.values() if since <= before]
        for flow in late:
            self.answer(flow, reason)
        return late
