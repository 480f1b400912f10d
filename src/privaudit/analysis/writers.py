"""Which bytes that a process wrote are which request that the proxy saw: the exact join of the two.

Both saw the same method, host and path (of messages and streams: the same content), in the same order, at
about the same time. What was written and never met at the proxy did not pass it.
"""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from privaudit.analysis.hosts import recipient
from privaudit.analysis.plain import Place, Plain, Read, Situation, Written
from privaudit.model.network import FrameSeen, RequestSeen, StreamSeen

JOIN_NS = 10_000_000_000
"""How much later than its first byte was written the proxy may see a request begin; 10 s is our choice."""

SKEW_NS = 250_000_000
"""How much earlier it may seem to, because two clocks time them."""

MAX_CANDIDATES = 256
"""Writes of the same kind and time looked at for one request."""

_HEAD = 32
"""Bytes at the beginning of a stream by which it is known again."""


_LAYERS_NS = 500_000_000
"""How far apart two layers may tell the same bytes: 0.5 s is our choice."""

_LOOK_BACK = 8
"""Entries looked back at for it."""


class _Entry(NamedTuple):
    """Something written: when (ns), its number in the order of writing, from where, what its body was."""

    at: int
    number: int
    place: Place
    body: bytes
    """The first bytes of its sha256; empty where the body is not whole."""


_at = attrgetter("at")


class _Queue:
    """Entries of one kind in order of time; those before `first` are joined."""

    __slots__ = ("entries", "first")

    def __init__(self) -> None:
        self.entries: list[_Entry] = []
        self.first = 0


class Writers:
    """Knows all that was written; each of it is joined to one request at most."""

    def __init__(self, plain: Plain, read: Read, situation: Situation) -> None:
        self._plain = plain
        self._read = read
        self._situation = situation
        self._queues: dict[bytes, _Queue] = {}
        self._streams: dict[int, str] = {}
        self._places: dict[str, list[tuple[int, Place]]] = {}
        self._bases: dict[str, int] = {}
        self._joined_streams: set[str] = set()
        self._doubles: list[int] = []
        self._ends = array("Q")
        """Where the numbers of each connection end."""
        number = 0
        for connection in plain.written(read, situation):
            for one in connection:
                self._index(number, one)
                number += 1
            self._ends.append(number)
        self._joined = bytearray(number)
        for double in self._doubles:
            self._joined[double] = 1
            if double in self._streams:
                self._joined_streams.add(self._streams[double])
        for queue in self._queues.values():
            queue.entries.sort(key=_at)

    def of_request(self, event: RequestSeen) -> Place | None:
        """Return from where a request was written, which is not asked again; None when that is not known."""
        whole = b"" if event.cut else _digest_of_hex(event.body)
        entry = self._take(_key_of(event), event.at, whole)
        return entry.place if entry else None

    def of_frame(self, event: FrameSeen, url: str) -> Place | None:
        """Return from where a message of a WebSocket, opened at `url`, was written."""
        whole = b"" if event.cut else _digest_of_hex(event.body)
        entry = self._take(_key("websocket", url), event.at, whole)
        return entry.place if entry else None

    def of_stream(self, event: StreamSeen, data: bytes) -> list[tuple[int, Place]]:
        """Return from where the bytes of a stream that begins with `data` were written, by their offset."""
        entry = self._take(_key("stream", event.protocol, data[:_HEAD].hex()), event.at, b"")
        if entry is None:
            return []
        flow = self._streams[entry.number]
        self._joined_streams.add(flow)
        return self._places[flow]

    def unseen(self) -> Iterator[Written]:
        """Yield what was written and joined to nothing.

        Of a connection that the proxy saw, what could not be read as a request was seen there all the same.
        """
        number = 0
        connections = self._plain.written(self._read, self._situation)
        for connection, end in zip(connections, self._ends, strict=True):
            if all(self._joined[number:end]):
                number = end
                continue
            through_proxy = any(self._joined[number:end])
            for one in connection:
                stream = isinstance(one.event, StreamSeen)
                seen = stream and (through_proxy or one.event.flow in self._joined_streams)
                if not (seen or self._joined[number]):
                    yield one
                number += 1

    def _index(self, number: int, one: Written) -> None:
        event = one.event
        body = hashlib.sha256(one.body).digest()[:8] if one.whole else b""
        if isinstance(event, RequestSeen):
            key = _key_of(event)
        elif isinstance(event, FrameSeen):
            key = _key("websocket", one.url)
        else:
            start = event.offset + one.repeated
            base = self._bases.setdefault(event.flow, start)
            self._places.setdefault(event.flow, []).append((start - base, one.place))
            if start != base:
                return
            self._streams[number] = event.flow
            key = _key("stream", event.protocol, one.body[:_HEAD].hex())
        queue = self._queues.get(key)
        if queue is None:
            queue = self._queues[key] = _Queue()
        entry = _Entry(one.at, number, one.place, body)
        double = next((old for old in queue.entries[-_LOOK_BACK:] if _same_bytes(old, entry)), None)
        if double is None:
            queue.entries.append(entry)
        elif "!" in double.place.api:
            # Bytes that pass two watched layers are one request; Java's stack says more of who made it.
            queue.entries[queue.entries.index(double)] = entry
            self._doubles.append(double.number)
        else:
            self._doubles.append(number)

    def _take(self, key: bytes, at: int, body: bytes) -> _Entry | None:
        queue = self._queues.get(key)
        if queue is None:
            return None
        entries = queue.entries
        while queue.first < len(entries) and self._joined[entries[queue.first].number]:
            queue.first += 1
        end = bisect_right(entries, at + SKEW_NS, key=_at)
        start = max(queue.first, bisect_right(entries, at - JOIN_NS - 1, key=_at))
        free = [
            one for one in entries[start : min(end, start + MAX_CANDIDATES)] if not self._joined[one.number]
        ]
        same = [one for one in free if body and one.body == body]
        chosen = same or [one for one in free if not (body and one.body)]
        if not chosen:
            return None
        self._joined[chosen[0].number] = 1
        return chosen[0]


def _same_bytes(old: _Entry, new: _Entry) -> bool:
    """Whether the same bytes were told at two layers of one process: Java's TLS and a native library's."""
    return (
        old.place.pid == new.place.pid
        and ("!" in old.place.api) != ("!" in new.place.api)
        and bool(old.body)
        and old.body == new.body
        and abs(old.at - new.at) <= _LAYERS_NS
    )


def _key_of(event: RequestSeen) -> bytes:
    return _key(event.method, recipient(event).lower().rstrip("."), event.path)


def _key(*parts: str) -> bytes:
    raw = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(raw, digest_size=12).digest()


def _digest_of_hex(sha256: str | None) -> bytes:
    if not sha256:
        return hashlib.sha256(b"").digest()[:8]
    try:
        return bytes.fromhex(sha256)[:8]
    except ValueError:
        return b""
