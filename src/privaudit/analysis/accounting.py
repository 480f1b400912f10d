"""Every outbound byte accounted for: by host what went there, how, and how far it was opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from privaudit.analysis.hosts import MAX_NAME, address_of, recipient, registrable
from privaudit.analysis.sockets import SocketFacts, Sockets, is_inside
from privaudit.model.destination import Destination, NetworkCoverage, NetworkProtocol, Opened
from privaudit.model.event import Note, RunStarted
from privaudit.model.network import (
    BodyPart,
    FrameSeen,
    Header,
    NameLookedUp,
    PlainSeen,
    RequestSeen,
    ResponseSeen,
    SocketBytes,
    SocketSeen,
    StreamSeen,
    TrustAnswered,
    TrustProbed,
    TunnelFailed,
)

PROXY_AT = "network.proxy"
"""Topic of the note that tells the address and port at which the app meets the proxy."""

MAX_DESTINATIONS = 50_000
"""Destinations told one by one; those beyond are in the totals, and counted."""

MAX_LEFT_OUT = 1_000_000
"""Destinations counted beyond those."""

MAX_OPEN = 100_000
"""Requests without an answer, and messages without an end, that are remembered."""

MAX_LISTED = 32
"""Addresses, ports and reasons kept of one destination."""

MAX_NAMES_ONLY = 5_000
"""Names without a connection that are listed; all are counted."""

OWN_STACK = "encrypted by a library that is not watched"

_HTTP_PORT = 80
_T = TypeVar("_T")
_ORDER: Mapping[Opened, int] = {
    "unopened": 0, "counted": 1, "refused": 2, "taken": 3, "read": 4, "probed": 5, "failed": 6,
}  # fmt: skip


class _Place:
    """A destination in the making."""

    __slots__ = (
        "addresses", "clear", "direct", "down", "failed", "looked_up", "own", "ports", "probed", "protocols",
        "read", "reasons", "refused", "refused_datagrams", "requests", "taken", "told", "unopened", "unread",
        "up",
    )  # fmt: skip

    def __init__(self) -> None:
        self.addresses: dict[str, None] = {}
        self.ports: dict[int, None] = {}
        self.protocols: dict[NetworkProtocol, None] = {}
        self.reasons: dict[str, None] = {}
        self.clear: dict[int, None] = {}
        self.requests = self.read = self.probed = self.up = self.down = 0
        self.unopened = self.refused = self.refused_datagrams = 0
        self.taken = self.direct = self.unread = self.failed = 0
        self.own = self.looked_up = self.told = False


class Accounting:
    """Takes what sensors say of the network; afterwards tells it by destination, at most `most` of them."""

    def __init__(self, most: int = MAX_DESTINATIONS) -> None:
        self._most = most
        self._places: dict[str, _Place] = {}
        self._rest = _Place()
        self._left_out: set[int] = set()
        self._sockets = Sockets()
        self._proxy: tuple[str, int] | None = None
        self._watched = False
        self._open: dict[str, str] = {}
        """Flows that have no answer yet, and their hosts."""
        self._early: dict[str, ResponseSeen] = {}
        self._parts: dict[str, list[int | str]] = {}
        """Bytes (up, down) of messages whose end is not told yet, and their hosts."""
        self._checked: dict[str, str] = {}
        """Hosts whose certificate a check of the app refused, and why where the refusal stands."""
        self._read_up = self._read_down = 0
        self._virtual = False
        self.takes: Mapping[type, Callable[[Any], None]] = {
            RunStarted: self._run,
            Note: self._note,
            RequestSeen: self._request,
            ResponseSeen: self._answer,
            FrameSeen: self._frame,
            StreamSeen: self._stream,
            BodyPart: self._part,
            TunnelFailed: self._tunnel,
            TrustProbed: self._probe,
            SocketSeen: self._socket,
            SocketBytes: self._sockets.carried,
            NameLookedUp: self._sockets.looked,
            PlainSeen: self._plain,
            TrustAnswered: self._trust,
        }

    # -- the proxy's word -------------------------------------------------------------------------

    def _run(self, event: RunStarted) -> None:
        self._virtual = event.device.virtual

    def _note(self, event: Note) -> None:
        if event.topic == PROXY_AT:
            address, _colon, port = event.text.rpartition(":")
            if port.isdecimal() and len(port) <= 5:  # noqa: PLR2004 # digits of the highest port
                self._proxy = (address_of(address) or address, int(port))
        self._watched |= event.topic.startswith("network.")

    def _request(self, event: RequestSeen) -> None:
        host = _plain_name(recipient(event))
        head = len(event.method) + len(event.path) + len(event.http_version) + 4
        place = self._seen(host, event.port, "http", up=head + _size(event.headers) + event.body_bytes)
        place.requests += 1
        if event.scheme == "http" and event.port != _HTTP_PORT:
            _put(place.clear, event.port)
        self._at(place, host, event.server_address, event.at)
        bare = address_of(event.host)
        if bare is not None:
            _put(place.addresses, bare)
        self._parts.pop(event.flow, None)
        self._open[event.flow] = host
        if len(self._open) > MAX_OPEN:
            del self._open[next(iter(self._open))]
            self._sockets.beyond += 1
        early = self._early.pop(event.flow, None)
        if early is not None:
            self._answer(early)

    def _answer(self, event: ResponseSeen) -> None:
        host = self._open.pop(event.flow, None)
        self._parts.pop(event.flow, None)
        if host is None:
            # Clocks can make the answer seem first.
            if len(self._early) < MAX_DESTINATIONS:
                self._early[event.flow] = event
            return
        place = self._seen(host, 0, "http", down=_size(event.headers) + event.body_bytes)
        self._at(place, host, event.server_address, event.at)

    def _frame(self, event: FrameSeen) -> None:
        up, down = (event.body_bytes, 0) if event.from_client else (0, event.body_bytes)
        self._seen(_plain_name(event.host), 0, "websocket", up=up, down=down)

    def _stream(self, event: StreamSeen) -> None:
        up, down = (event.body_bytes, 0) if event.from_client else (0, event.body_bytes)
        host = _plain_name(event.host)
        place = self._seen(host, event.port, event.protocol, up=up, down=down)
        if not event.encrypted and event.port != _HTTP_PORT:
            _put(place.clear, event.port)
        self._at(place, host, event.server_address, event.at)

    def _part(self, event: BodyPart) -> None:
        """Keep what went of a message that goes on: only counted if its end never comes."""
        if event.flow not in self._parts and len(self._parts) >= MAX_OPEN:
            self._sockets.beyond += 1
            return
        part = self._parts.setdefault(event.flow, [0, 0, _plain_name(event.host), event.port])
        side = 0 if event.from_client else 1
        part[side] = max(int(part[side]), event.offset + event.body_bytes)

    def _tunnel(self, event: TunnelFailed) -> None:
        place = self._place(_plain_name(event.host))
        place.unopened += 1
        _put(place.ports, event.port)
        _put(place.reasons, event.reason)

    def _probe(self, event: TrustProbed) -> None:
        place = self._place(_plain_name(event.host))
        place.probed += 1
        _put(place.ports, event.port)

    # -- the agent's ------------------------------------------------------------------------------

    def _socket(self, event: SocketSeen) -> None:
        self._watched = True
        self._sockets.opened(event)

    def _plain(self, event: PlainSeen) -> None:
        self._sockets.plain(event)

    def _trust(self, event: TrustAnswered) -> None:
        host = _plain_name(event.host)
        if host in self._checked or (host and len(self._checked) < MAX_DESTINATIONS):
            why = f"{event.api}: {event.reason}" if event.reason else event.api
            self._checked[host] = why if event.decision == "kept" else self._checked.get(host, "")

    # -- afterwards -------------------------------------------------------------------------------

    def finish(
        self, read_artefact: Callable[[str], bytes | None], own: Iterable[str] = ()
    ) -> NetworkCoverage:
        """Tell everything.

        `read_artefact` gives the bytes of an artefact by its sha256; `own` are hosts the app was seen to send
        to.
        """
        for up, down, host, port in self._parts.values():
            self._seen(str(host), int(port), "http", up=int(up), down=int(down))
        read_hosts = {host for host, place in self._places.items() if place.read}
        sockets, proxy_up, proxy_down = self._sockets.to_proxy(self._proxy) if self._proxy else (0, 0, 0)
        for facts in self._sockets.direct(self._proxy, read_artefact):
            self._direct(facts)
        for taken in self._sockets.taken(self._proxy):
            place = self._place(_plain_name(taken.host))
            place.taken += 1
            place.own = True
            if taken.port:
                _put(place.ports, taken.port)
            if _plain_name(taken.host) not in read_hosts:
                place.up += taken.up
                place.down += taken.down
        for name in (*self._sockets.looked_up, *self._checked, *own):
            if name in self._places:
                self._places[name].own = True
        for name, why in self._checked.items():
            if why and name in self._places:
                _put(self._places[name].reasons, why)
        destinations = sorted(
            (_destination(*item, virtual=self._virtual) for item in self._places.items()), key=_weight
        )
        outside = [one for one in destinations if not one.inside]
        unplaced_up, unplaced_down = self._sockets.unplaced
        only = [name for name in self._sockets.looked_up if name not in self._places]
        return NetworkCoverage(
            destinations=tuple(destinations),
            left_out=len(self._left_out),
            bytes_up=sum(one.bytes_up for one in outside) + self._rest.up + unplaced_up,
            bytes_down=sum(one.bytes_down for one in outside) + self._rest.down + unplaced_down,
            sockets_watched=self._watched,
            proxy_sockets=sockets,
            proxy_up=proxy_up,
            proxy_down=proxy_down,
            read_up=self._read_up,
            read_down=self._read_down,
            unplaced_up=unplaced_up,
            unplaced_down=unplaced_down,
            sockets_left_out=self._sockets.beyond,
            names_only=tuple(only[:MAX_NAMES_ONLY]),
            names_only_count=len(only),
        )

    def _direct(self, facts: SocketFacts) -> None:
        place = self._place(_plain_name(facts.name or facts.address))
        place.own = True
        place.looked_up |= facts.looked_up
        _put(place.addresses, facts.address)
        _put(place.ports, facts.port)
        _put(place.protocols, facts.protocol)
        place.up += facts.up
        place.down += facts.down
        place.refused_datagrams += facts.refused
        if facts.state == "refused":
            place.refused += 1
            return
        if facts.state == "failed":
            place.failed += 1
            return
        place.direct += 1
        place.taken += facts.taken
        place.unread += bool(facts.up or facts.down) and not facts.taken
        if facts.own_stack:
            _put(place.reasons, OWN_STACK)
        if facts.clear and facts.port != _HTTP_PORT and facts.protocol != "dns":
            _put(place.clear, facts.port)

    def _place(self, host: str) -> _Place:
        place = self._places.get(host)
        if place is None:
            if len(self._places) >= self._most:
                if len(self._left_out) < MAX_LEFT_OUT:
                    self._left_out.add(hash(host))
                return self._rest
            place = self._places[host] = _Place()
        return place

    def _seen(self, host: str, port: int, protocol: NetworkProtocol, *, up: int = 0, down: int = 0) -> _Place:
        """Count what the proxy read."""
        place = self._place(host)
        place.read += 1
        place.told = True
        place.up += up
        place.down += down
        self._read_up += up
        self._read_down += down
        if port:
            _put(place.ports, port)
        _put(place.protocols, protocol)
        return place

    def _at(self, place: _Place, host: str, server: str, at: int) -> None:
        address = address_of(server.rpartition(":")[0]) if server else None
        if address is not None:
            _put(place.addresses, address)
            if address_of(host) is None:
                self._sockets.named(at, 0, address, host)


def _destination(host: str, place: _Place, *, virtual: bool) -> Destination:
    bare = address_of(host)
    return Destination(
        host=host,
        registrable=registrable(host),
        opened=_opened(place),
        addresses=tuple(place.addresses),
        ports=tuple(place.ports),
        protocols=tuple(place.protocols) or ("tcp",),
        requests=place.requests,
        bytes_up=place.up,
        bytes_down=place.down,
        unopened=place.unopened,
        reasons=tuple(place.reasons),
        refused=place.refused,
        refused_datagrams=place.refused_datagrams,
        taken=place.taken,
        direct=place.direct,
        unread=place.unread,
        failed=place.failed,
        clear_ports=tuple(place.clear),
        by_address=bare is not None,
        named_by="lookup" if place.looked_up and not place.told else "told",
        inside=host == "localhost" or is_inside(bare or "", virtual=virtual),
        own=place.own,
    )


def _opened(place: _Place) -> Opened:
    states: tuple[tuple[Opened, int], ...] = (
        ("unopened", place.unopened if not place.taken else 0),
        ("counted", place.unread),
        ("read", place.read),
        ("taken", place.taken),
        ("refused", place.refused),
        ("probed", place.probed),
        ("failed", place.failed),
    )
    return next((state for state, count in states if count), "counted")


def _weight(one: Destination) -> tuple[bool, int, int, str]:
    return one.inside, _ORDER[one.opened], -one.bytes_up, one.host


def _plain_name(host: str) -> str:
    return _as_looked_up(host[:MAX_NAME])


@lru_cache(maxsize=4096)
def _as_looked_up(host: str) -> str:
    name = host.strip().lower().rstrip(".")
    return address_of(name) or name


def _size(headers: tuple[Header, ...]) -> int:
    """Return the bytes of header fields as HTTP/1.1 writes them: name, colon, space, value, line end."""
    size = 4 * len(headers)
    for header in headers:
        size += len(header.name) + len(header.value)
    return size


def _put(kept: dict[_T, None], value: _T) -> None:
    if len(kept) < MAX_LISTED:
        kept[value] = None
