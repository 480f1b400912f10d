"""What left the app at once, in one form whatever told it: a request, a message, part of a stream, a name."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

import msgspec

from privaudit.analysis.connections import Facts
from privaudit.analysis.hosts import recipient
from privaudit.analysis.outbound import Outbound, url_of
from privaudit.analysis.plain import Place, Read, Situation, Written
from privaudit.analysis.spill import Spill
from privaudit.analysis.streams import Chunk, Window, windows
from privaudit.analysis.writers import Writers
from privaudit.model.network import (
    BodyPart,
    FrameSeen,
    Header,
    NameLookedUp,
    RequestSeen,
    ResponseSeen,
    StreamSeen,
)

MAX_JOINED = 32 * 1024 * 1024
"""Bytes of a message that never ended which are searched together."""

_Kept = RequestSeen | FrameSeen | StreamSeen | BodyPart
_pack = msgspec.json.Encoder().encode  # numbers of any size, as a journal may have
_unpack = msgspec.json.Decoder(_Kept).decode


class Passage(NamedTuple):
    """Something that left, with its bytes and what is known of its way."""

    n: int
    at: int
    flow: str
    event: Outbound
    body: bytes
    method: str
    url: str
    host: str
    protocol: Literal["http", "websocket", "tcp", "udp", "dns"]
    encrypted: bool
    size: int
    place: Place | None = None
    opened: int = 0
    """When (ns) the connection was opened, where that is not when this was sent."""
    parts: tuple[int, ...] = ()
    """Journal numbers of all the events that told it, where there are several."""
    repeated: int = 0
    """Bytes at its beginning that another passage has told."""
    seen_by: Literal["proxy", "agent"] = "proxy"
    address: str = ""
    tls_version: str = ""
    status: int = 0
    error: str = ""
    missing: str = ""
    """What of its bytes the evidence has not."""
    told: bytes | None = None
    """Of a message that went on while the situation changed: its body as far as another passage told it."""
    goes_on: bool = False
    """True where a later passage tells the rest of it."""


class Passages:
    """Gathers what the proxy saw leave, packed; afterwards yields it as passages."""

    def __init__(self) -> None:
        self._spill = Spill()
        self._numbers = array("Q")
        self._offsets = array("q")
        self._messages = array("Q")
        self._streams: dict[str, array[int]] = {}
        self._parts: dict[str, array[int]] = {}
        self._ended: dict[str, array[int]] = {}
        self._answers: dict[str, tuple[int, str, str]] = {}
        self._sockets: set[str] = set()
        self.facts = Facts()
        self.requests = 0

    def request(self, n: int, event: RequestSeen) -> None:
        """Take a request; `n` is its journal number."""
        self.requests += 1
        parts = self._parts.pop(event.flow, None)
        if parts is not None:
            self._ended[event.flow] = parts
        self._messages.append(self._keep(n, event))

    def message(self, n: int, event: FrameSeen) -> None:
        """Take a WebSocket message if the app sent it."""
        if event.from_client:
            self._sockets.add(event.flow)
            self._messages.append(self._keep(n, event))

    def stream(self, n: int, event: StreamSeen) -> None:
        """Take bytes of a connection if the app sent them."""
        if event.from_client:
            self._streams.setdefault(event.flow, array("Q")).append(self._keep(n, event, event.offset))

    def part(self, n: int, event: BodyPart) -> None:
        """Take a part of a message that still goes on if the app sent it."""
        if event.from_client:
            self._parts.setdefault(event.flow, array("Q")).append(self._keep(n, event))

    def answer(self, event: ResponseSeen) -> None:
        """Take the answer to a request."""
        self._answers[event.flow] = (event.status, event.error, event.server_address)

    def close(self) -> None:
        """Forget everything."""
        self._spill.close()

    def all(self, read: Read, situation: Situation, writers: Writers) -> Iterator[Passage]:
        """Yield what left; what the agent saw written is joined to it through `writers`."""
        handshakes = self._handshakes()
        places: dict[str, Place] = {}
        for number in self._messages:
            event = _unpack(self._spill.get(number))
            n = self._numbers[number]
            if isinstance(event, RequestSeen):
                place = writers.of_request(event)
                if place is not None and event.flow in self._sockets:
                    places[event.flow] = place
                yield from self._in_time(self._of_request(n, event, read, place), event, situation)
            elif isinstance(event, FrameSeen):
                opened = handshakes.get(event.flow)
                place = writers.of_frame(event, _socket_url(opened)) if opened else None
                yield self._of_frame(n, event, read, opened, place or places.get(event.flow))
        for numbers in self._parts.values():
            yield from self._of_parts(numbers, read, writers)
        for numbers in self._streams.values():
            yield from self._of_stream(numbers, read, situation, writers)

    def _keep(self, n: int, event: _Kept, offset: int = 0) -> int:
        self._numbers.append(n)
        self._offsets.append(max(offset, -1))  # an offset before the beginning is none
        return self._spill.add(_pack(event))

    def _handshakes(self) -> dict[str, RequestSeen]:
        found: dict[str, RequestSeen] = {}
        for number in self._messages if self._sockets else ():
            event = _unpack(self._spill.get(number))
            if isinstance(event, RequestSeen) and event.flow in self._sockets:
                found[event.flow] = event
        return found

    def _of_request(self, n: int, event: RequestSeen, read: Read, place: Place | None) -> Passage:
        body = (read(event.body) if event.body else b"") or b""
        missing = "its body is missing from the evidence"
        status, error, answered_by = self._answers.get(event.flow, (0, "", ""))
        address, tls_version = self.facts.of_request(event, answered_by)
        url = url_of(event)
        return Passage(
            n=n,
            at=event.at,
            flow=event.flow,
            event=event,
            body=body,
            method=event.method,
            url=url,
            host=_plain(recipient(event)),
            protocol="http",
            encrypted=not url.startswith(("http:", "ws:")),
            size=event.body_bytes,
            place=place,
            address=address,
            tls_version=tls_version,
            status=status,
            error=error,
            missing=missing if event.body and not body and event.body_bytes else "",
        )

    def _in_time(self, passage: Passage, event: RequestSeen, situation: Situation) -> Iterator[Passage]:
        """Yield a request once, or once for each situation that its body was sent in, as its parts tell."""
        turns = [(0, event.at)]
        reach = 0
        for number in self._ended.get(event.flow, ()):
            part = _unpack(self._spill.get(number))
            if isinstance(part, BodyPart) and part.body_bytes:
                if situation(part.at) != situation(turns[-1][1]):
                    turns.append((part.offset, part.at))
                reach = max(reach, part.offset + part.body_bytes)
        if reach and reach < passage.size and situation(event.seen) != situation(turns[-1][1]):
            turns.append((reach, event.seen))
        yield from _in_turns(passage, turns)

    def _of_frame(
        self, n: int, event: FrameSeen, read: Read, opened: RequestSeen | None, place: Place | None
    ) -> Passage:
        body = (read(event.body) if event.body else b"") or b""
        url = url_of(opened) if opened else f"wss://{event.host}/"
        status, error, answered_by = self._answers.get(event.flow, (0, "", ""))
        address, tls_version = self.facts.of_request(opened, answered_by) if opened else ("", "")
        return Passage(
            n=n,
            at=event.at,
            flow=event.flow,
            event=event,
            body=body,
            method="WEBSOCKET",
            url=url,
            host=_plain(event.host),
            protocol="websocket",
            encrypted=not url.startswith(("http:", "ws:")),
            size=event.body_bytes,
            place=place,
            opened=opened.at if opened else event.at,
            address=address,
            tls_version=tls_version,
            status=status,
            error=error,
            missing="its body is missing from the evidence" if event.body_bytes and not body else "",
        )

    def _of_parts(self, numbers: array[int], read: Read, writers: Writers) -> Iterator[Passage]:
        """Yield the request whose parts these are, as far as it came: its end was never told."""
        told = [(self._numbers[number], _unpack(self._spill.get(number))) for number in numbers]
        parts = sorted(
            ((n, event) for n, event in told if isinstance(event, BodyPart)), key=lambda one: one[1].offset
        )
        joined: list[bytes] = []
        reach = parts[0][1].offset
        used: list[int] = []
        for n, event in parts:
            data = read(event.body) if event.body else b""
            if data is None or event.offset != reach or reach >= MAX_JOINED:
                break
            joined.append(data)
            used.append(n)
            reach += len(data)
        n, first = parts[0]
        whole = max(event.offset + event.body_bytes for _n, event in parts)
        headers = (Header("content-type", first.media_type),) if first.media_type else ()
        request = RequestSeen(
            at=first.at, seen=first.seen, flow=first.flow, method=first.method, scheme=first.scheme,
            host=first.host, port=first.port, path=first.path, http_version="", headers=headers,
            body_bytes=whole, cut=True, client_port=first.client_port,
        )  # fmt: skip
        passage = self._of_request(n, request, read, writers.of_request(request))
        yield passage._replace(body=b"".join(joined), parts=tuple(used))

    def _of_stream(
        self, numbers: array[int], read: Read, situation: Situation, writers: Writers
    ) -> Iterator[Passage]:
        order = sorted(numbers, key=self._offsets.__getitem__)
        places: list[tuple[int, Place]] | None = None
        began = 0
        for window in windows(self._chunks(order, read), situation):
            first = self._stream_of(bisect_left(self._numbers, _first_fresh(window)))
            if places is None:
                places, began = writers.of_stream(first, window.data), window.at
            yield self._of_window(window, first, places)._replace(opened=began)

    def _chunks(self, order: list[int], read: Read) -> Iterator[Chunk]:
        for number in order:
            event = self._stream_of(number)
            data = (read(event.body) if event.body else b"") or b""
            yield Chunk(self._numbers[number], event.at, event.offset, data, event.body_bytes)

    def _stream_of(self, number: int) -> StreamSeen:
        event = _unpack(self._spill.get(number))
        assert isinstance(event, StreamSeen)  # noqa: S101 - what `stream` kept under this number
        return event

    def _of_window(self, window: Window, first: StreamSeen, places: list[tuple[int, Place]]) -> Passage:
        event = msgspec.structs.replace(
            first, offset=window.start, body_bytes=window.size, cut=window.cut or first.cut
        )
        version = self.facts.version(first.client_port, first.host, first.at) if first.encrypted else ""
        start = window.start + window.repeated
        place = next((place for at, place in reversed(places) if at <= start), None)
        return Passage(
            n=_first_fresh(window),
            at=window.at,
            flow=first.flow,
            event=event,
            body=window.data,
            method=first.protocol.upper(),
            url=stream_url(first),
            host=_plain(first.host),
            protocol=first.protocol,
            encrypted=first.encrypted,
            size=window.size,
            place=place,
            parts=window.numbers if len(window.numbers) > 1 else (),
            repeated=window.repeated,
            address=first.server_address or self.facts.address(first.host, first.port, first.at),
            tls_version=version,
        )


def _in_turns(passage: Passage, turns: list[tuple[int, int]]) -> Iterator[Passage]:
    """Yield a passage cut where the situation changed: turns are (bytes of its body before, when in ns)."""
    kept = [turn for turn in turns if turn[0] < len(passage.body)] or turns[:1]
    for (start, at), (end, _at) in pairwise((*kept, (len(passage.body), 0))):
        last = end == len(passage.body)
        yield passage._replace(
            at=at,
            opened=passage.at,
            body=passage.body[:end],
            size=(passage.size if last else end) - start,
            told=passage.body[:start] if start else None,
            goes_on=not last,
        )


def _socket_url(opened: RequestSeen) -> str:
    return f"ws{url_of(opened).removeprefix('http')}"


def _first_fresh(window: Window) -> int:
    return window.numbers[window.before]


def stream_url(event: StreamSeen) -> str:
    """Return what names the other end of a stream: `tcp://host:port`."""
    host = f"[{event.host}]" if ":" in event.host else event.host
    return f"{event.protocol}://{host}:{event.port}"


def of_written(one: Written, proxy: str) -> Iterator[Passage]:
    """Yield what a process wrote and the proxy did not see; `proxy` is the address that is the proxy's."""
    event = one.event
    if isinstance(event, RequestSeen):
        method, url, protocol = event.method, url_of(event), "http"
    elif isinstance(event, FrameSeen):
        method, url, protocol = "WEBSOCKET", one.url, "websocket"
    else:
        method, url, protocol = event.protocol.upper(), stream_url(event), event.protocol
    passage = Passage(
        n=one.n,
        at=one.at,
        flow=event.flow,
        event=event,
        body=one.body,
        method=method,
        url=url,
        host=_plain(recipient(event) if isinstance(event, RequestSeen) else event.host),
        protocol=protocol,  # type: ignore[arg-type] # one of the three
        encrypted=one.encrypted,
        size=event.body_bytes,
        place=one.place,
        parts=one.numbers if len(one.numbers) > 1 else (),
        repeated=one.repeated,
        seen_by="agent",
        address="" if one.address == proxy else one.address,
    )
    yield from _in_turns(passage, [(0, one.at), *one.turns]) if one.turns else (passage,)


def of_lookup(n: int, event: NameLookedUp) -> Passage:
    """Return a name that was looked up."""
    place = Place(event.pid, event.process, event.thread, event.site, "") if event.pid else None
    host = _plain(event.name)
    return Passage(
        n=n,
        at=event.at,
        flow="",
        event=event,
        body=b"",
        method="DNS",
        url=f"dns:{host}",
        host=host,
        protocol="dns",
        encrypted=False,
        size=len(event.name),
        place=place,
        seen_by="agent" if event.pid else "proxy",
    )


def _plain(host: str) -> str:
    return host.lower().rstrip(".")
