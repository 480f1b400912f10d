"""What the app's processes wrote before encryption, put together again and read as what it is.

Each connection's outbound bytes are joined in the order of their offsets; where bytes are missing a new run
begins. A run is read as HTTP/2, HTTP/1.x, WebSocket messages after an upgrade, or as plain bytes where it is
none of them. Nothing here is held longer than one connection takes.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

from privaudit.analysis import http1, http2, ws_frames
from privaudit.analysis.http1 import HttpRequest
from privaudit.analysis.outbound import url_of
from privaudit.analysis.records import HEAD_BYTES, is_encrypted
from privaudit.analysis.spill import Spill
from privaudit.analysis.streams import Chunk, bytes_of, windows
from privaudit.model.network import FrameSeen, PlainSeen, RequestSeen, StreamSeen

MAX_RUN = 32 * 1024 * 1024
"""Bytes of a connection read together; what follows begins a new run."""

MAX_MESSAGES = 20_000
"""Requests and messages read from one run; what follows is searched as plain bytes."""

MAX_PARTS = 64
"""Events named of one request."""

_pack = msgspec.json.Encoder().encode  # numbers of any size, as a journal may have
_unpack = msgspec.json.Decoder(PlainSeen).decode
Read = Callable[[str], bytes | None]
Situation = Callable[[int], object]


Wire = RequestSeen | FrameSeen | StreamSeen


class Place(NamedTuple):
    """Where in the app something was written from."""

    pid: int
    process: str
    thread: str
    site: str
    api: str


class Written(NamedTuple):
    """What a process wrote at once: a request, a WebSocket message, or plain bytes of a connection.

    `numbers` are of the events that told its bytes; `n` and `at` (ns) of the first of them that is its own.
    """

    n: int
    at: int
    event: Wire
    body: bytes
    place: Place
    numbers: tuple[int, ...]
    encrypted: bool
    address: str
    repeated: int = 0
    whole: bool = True
    url: str = ""
    """Of the request that opened a WebSocket."""
    turns: tuple[tuple[int, int], ...] = ()
    """(how much of the body was before, when in ns) of where the situation changed while it was written."""


class _Told(NamedTuple):
    """A chunk and the event it came in."""

    chunk: Chunk
    event: PlainSeen


class _Run(NamedTuple):
    """Bytes without a gap, and what told them."""

    data: bytes
    told: list[_Told]
    starts: list[int]


class Plain:
    """Gathers what was taken before encryption; afterwards yields what each connection carried."""

    def __init__(self) -> None:
        self._spill = Spill()
        self._numbers = array("Q")
        self._connections: dict[tuple[int, str], list[array[int]]] = {}
        self._missing: set[int] = set()

    @property
    def missing(self) -> int:
        """How many events there are whose bytes are not in the evidence."""
        return len(self._missing)

    def __len__(self) -> int:
        """Return how many connections there are."""
        return sum(map(len, self._connections.values()))

    def take(self, n: int, event: PlainSeen) -> None:
        """Take bytes; `n` is their journal number. Those that came in are left aside."""
        if not event.from_client:
            return
        lives = self._connections.setdefault((event.pid, event.connection), [array("Q")])
        number = self._spill.add(_pack(event))
        self._numbers.append(n)
        if event.offset == 0 and lives[-1]:
            # A name used again is a new connection: it begins at nought once more.
            lives.append(array("Q"))
        lives[-1].append(number)

    def close(self) -> None:
        """Forget everything."""
        self._spill.close()

    def written(self, read: Read, situation: Situation) -> Iterator[Iterator[Written]]:
        """Yield for each connection what it carried, in order; the same each time it is asked."""
        for (pid, _name), lives in self._connections.items():
            for life in lives:
                yield self._of_connection(f"agent-{pid}-{life[0]}", life, read, situation)

    def _of_connection(
        self, flow: str, life: array[int], read: Read, situation: Situation
    ) -> Iterator[Written]:
        for run in self._runs(life, read):
            yield from _Reading(flow, run, situation).all()

    def _runs(self, life: array[int], read: Read) -> Iterator[_Run]:
        told: list[_Told] = []
        reach = size = 0
        # Threads may tell their parts of one connection in another order than they wrote them.
        offsets = sorted((_unpack(self._spill.get(number)).offset, number) for number in life)
        for offset, number in offsets:
            event = _unpack(self._spill.get(number))
            data = bytes_of(event.data, read)
            if data is None:
                self._missing.add(number)
                continue
            start = max(offset, reach) if told else offset
            fresh = data[start - offset :]
            if told and (offset > reach or size >= MAX_RUN):
                yield _run(told)
                told, size = [], 0
            if fresh:
                missing = max(0, event.data.size - len(data))
                chunk = Chunk(self._numbers[number], event.at, start, fresh, len(fresh) + missing)
                told.append(_Told(chunk, event))
                size += len(fresh)
                reach = start + len(fresh)
        if told:
            yield _run(told)


def _run(told: list[_Told]) -> _Run:
    base = told[0].chunk.start
    return _Run(b"".join(one.chunk.data for one in told), told, [one.chunk.start - base for one in told])


class _Reading:
    """Reads one run."""

    def __init__(self, flow: str, run: _Run, situation: Situation) -> None:
        self._flow = flow
        self._run = run
        self._situation = situation
        self._left = MAX_MESSAGES

    def all(self) -> Iterator[Written]:
        data, at = self._run.data, 0
        while at < len(data):
            if data.startswith(http2.PREFACE, at):
                found = http2.read(data, at)
                yield from map(self._request, found.requests)
                at = found.end
                if found.problem:
                    yield from self._bytes(at, len(data))
                    return
                continue
            one = http1.read(data, at) if self._left > 0 else None
            if one is None:
                end = http1.next_beginning(data, at + 1) if self._left > 0 else len(data)
                end = data.find(http2.PREFACE, at, end) if data.find(http2.PREFACE, at, end) > at else end
                yield from self._bytes(at, end)
                at = end
                continue
            request, at = one
            self._left -= 1
            if request.upgrade != "connect":
                yield self._request(request)
            if request.upgrade == "websocket" and not http1.begins(data, at):
                messages, at = ws_frames.read(data, at)
                yield from (self._message(request, message) for message in messages)

    def _told(self, spans: tuple[tuple[int, int], ...]) -> tuple[_Told, tuple[int, ...]]:
        """Return who wrote the first byte, and the events that told the bytes."""
        run = self._run
        numbers: dict[int, None] = {}
        first = self._index(spans[0][0])
        for start, end in spans:
            index = self._index(start)
            while index < len(run.told) and run.starts[index] < end and len(numbers) < MAX_PARTS:
                numbers[run.told[index].chunk.n] = None
                index += 1
        return run.told[first], tuple(numbers)

    def _index(self, at: int) -> int:
        return max(0, bisect_right(self._run.starts, at) - 1)

    def _written(
        self, event: Wire, body: bytes, told: _Told, numbers: tuple[int, ...], *, whole: bool = True
    ) -> Written:
        seen = told.event
        return Written(
            n=told.chunk.n,
            at=told.chunk.at,
            event=event,
            body=body,
            place=_place(seen.pid, seen.process, seen.thread, seen.site, seen.api),
            numbers=numbers,
            encrypted=seen.layer == "tls",
            address=_address(seen),
            whole=whole,
        )

    def _request(self, request: HttpRequest) -> Written:
        told, numbers = self._told(request.spans)
        seen = told.event
        scheme = request.scheme or ("https" if seen.layer == "tls" else "http")
        host, port = _host_port(request.authority, seen, scheme)
        event = RequestSeen(
            at=told.chunk.at, seen=seen.seen, flow=f"{self._flow}-{request.spans[0][0]}",
            method=request.method, scheme=scheme, host=host, port=port, path=request.path,
            http_version=request.version, headers=request.headers, body_bytes=request.whole,
            cut=request.whole > len(request.body),
        )  # fmt: skip
        written = self._written(event, request.body, told, numbers, whole=not event.cut)
        return written._replace(turns=self._turns(request))

    def _turns(self, request: HttpRequest) -> tuple[tuple[int, int], ...]:
        """Return where the situation changed while the body of a request was written."""
        first, last = self._index(request.spans[0][0]), self._index(request.spans[-1][1] - 1)
        turns: list[tuple[int, int]] = []
        now = self._situation(self._run.told[first].chunk.at)
        if not request.marks or now == self._situation(self._run.told[last].chunk.at):
            return ()
        for index in range(first + 1, last + 1):
            at = self._run.told[index].chunk.at
            if self._situation(at) != now:
                now = self._situation(at)
                mark = bisect_right(request.marks, (self._run.starts[index], len(request.body))) - 1
                where, before = request.marks[max(mark, 0)]
                inside = max(0, self._run.starts[index] - where)
                most = request.marks[mark + 1][1] if mark + 1 < len(request.marks) else len(request.body)
                turns.append((min(before + inside, most), at))
        return tuple(turns)

    def _message(self, request: HttpRequest, message: ws_frames.WsMessage) -> Written:
        told, numbers = self._told(((message.start, message.end),))
        seen = told.event
        opened = self._request(request).event
        url = url_of(opened) if isinstance(opened, RequestSeen) else ""
        flow = f"{self._flow}-{request.spans[0][0]}"
        event = FrameSeen(
            at=told.chunk.at, seen=seen.seen, flow=flow, host=opened.host,
            from_client=True, text=message.text, body="", body_bytes=len(message.data) + message.cut,
            cut=message.cut,
        )  # fmt: skip
        written = self._written(event, message.data, told, numbers, whole=not message.cut)
        return written._replace(url=f"ws{url.removeprefix('http')}")

    def _bytes(self, start: int, end: int) -> Iterator[Written]:
        """Yield plain bytes window by window; what is encrypted another layer told in the clear, if any."""
        run = self._run
        first = run.told[0].event
        head, datagram = run.data[start : start + HEAD_BYTES], first.layer == "udp"
        if end <= start or is_encrypted(bytes(head), datagram=datagram, port=first.port):
            return
        chunks = []
        edges = [start, *(at for at in run.starts if start < at < end), end]
        for low, high in pairwise(edges):
            chunk = run.told[self._index(low)].chunk
            data = run.data[low:high]
            chunks.append(Chunk(chunk.n, chunk.at, low, data, len(data) + chunk.size - len(chunk.data)))
        by_number = {one.chunk.n: one for one in run.told}
        for window in windows(chunks, self._situation):
            told = by_number[next(n for n in window.numbers if by_number[n].chunk.at == window.at)]
            seen = told.event
            event = StreamSeen(
                at=window.at, seen=seen.seen, flow=f"{self._flow}-{start}",
                host=seen.host or seen.address, port=seen.port,
                protocol="udp" if seen.layer == "udp" else "tcp", from_client=True,
                encrypted=seen.layer == "tls", offset=window.start, body_bytes=window.size, cut=window.cut,
            )  # fmt: skip
            written = self._written(event, window.data, told, window.numbers, whole=not window.cut)
            yield written._replace(repeated=window.repeated)


@lru_cache(maxsize=65_536)
def _place(pid: int, process: str, thread: str, site: str, api: str) -> Place:
    """Return the same object for the same place: there are few, and many requests."""
    return Place(pid, process, thread, site, api)


def _address(seen: PlainSeen) -> str:
    if not seen.address:
        return ""
    return f"[{seen.address}]:{seen.port}" if ":" in seen.address else f"{seen.address}:{seen.port}"


def _host_port(authority: str, seen: PlainSeen, scheme: str) -> tuple[str, int]:
    """Return host and port of a request: as it says itself, else as the TLS library was told."""
    try:
        parts = urlsplit(f"//{authority.strip()}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    return host or seen.host or seen.address, port or {"http": 80, "https": 443}.get(scheme, seen.port)
