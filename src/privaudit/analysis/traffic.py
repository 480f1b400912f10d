"""Traffic: who sent what where, from the proxy's requests and the calls that opened them.

Requests are kept packed until the journal ends, because a value that a request carries may be told by the
agent only after the proxy told the request.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import msgspec

from privaudit.analysis.attribute import Attributor
from privaudit.analysis.calls import Calls
from privaudit.analysis.excerpts import Excerpts
from privaudit.analysis.hosts import recipient, registrable
from privaudit.analysis.lists import Lists
from privaudit.analysis.match import find
from privaudit.analysis.needles import NeedleSet
from privaudit.analysis.surface import Surfaces
from privaudit.analysis.timeline import Timeline
from privaudit.analysis.verdicts import least_sure
from privaudit.model.event import ApiCalled, Frame, FrameSeen, RequestSeen, ResponseSeen
from privaudit.model.observation import NATIVE, Actor, Sent, Surface

JOIN_NS = 10_000_000_000
"""How long before a request the call that opened it may be: pools and queues delay; 10 s is our choice."""

SKEW_NS = 50_000_000
"""How much later than its request a call may seem, because two clocks time them."""

_SAFE = "%/:=&?~#+!$,;'@()*"

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(RequestSeen | FrameSeen).decode

NOBODY = Actor(
    kind="unknown", id="", name="", confidence="low", rule="no watched call opened this connection"
)


class Opener(NamedTuple):
    """Who opened a connection, and the stack that shows it."""

    actor: Actor
    frames: tuple[Frame, ...]
    responsible: int
    origins: tuple[tuple[Frame, ...], ...] = ()
    decided_in: int = 0
    surface: Surface | None = None


class _Call(NamedTuple):
    at: int
    n: int
    pid: int
    site: str
    api: str
    process: str
    thread: str


_at = attrgetter("at")


class _Handshake(NamedTuple):
    """What a WebSocket message takes from the request that opened it."""

    url: str
    at: int


class Openings:
    """Calls that open connections, by URL and by host, in order of time."""

    def __init__(self) -> None:
        self._by_url: dict[str, list[_Call]] = {}
        self._by_host: dict[str, list[_Call]] = {}

    def add(self, event: ApiCalled) -> None:
        """Take a call of a traffic API; its URL is `args[0]`."""
        url = canonical_url(event.args[0]) if event.args else ""
        host = _host(url)
        if host:
            call = _Call(event.at, event.n, event.pid, event.site, event.api, event.process, event.thread)
            self._by_url.setdefault(url, []).append(call)
            self._by_host.setdefault(host, []).append(call)

    def finish(self) -> None:
        """Sort; call once, after the last `add`."""
        for calls in (*self._by_url.values(), *self._by_host.values()):
            calls.sort()

    def of_url(self, url: str, at: int) -> _Call | None:
        """Return the nearest call for a URL that may have led to a request at a time."""
        return next(_before(self._by_url.get(url, []), at), None)

    def of_host(self, host: str, at: int) -> Iterator[_Call]:
        """Yield calls for a host that may have led to a request at a time, nearest first."""
        return _before(self._by_host.get(host, []), at)


def _before(calls: list[_Call], at: int) -> Iterator[_Call]:
    index = bisect_right(calls, at + SKEW_NS, key=_at) - 1
    while index >= 0 and calls[index].at >= at - JOIN_NS:
        yield calls[index]
        index -= 1


class Traffic:
    """Gathers requests, answers and WebSocket messages; afterwards yields what was sent."""

    def __init__(self, surfaces: Surfaces, lists: Lists) -> None:
        self._surfaces = surfaces
        self._lists = lists
        self._packed: list[tuple[int, str, bytes]] = []
        self._answers: dict[str, tuple[int, str]] = {}
        self._sockets: set[str] = set()
        self.cut: list[tuple[int, str]] = []
        """Requests that could not be searched whole: journal number and why."""
        self.openings = Openings()
        self.requests = 0

    def request(self, n: int, event: RequestSeen) -> None:
        """Take a request; `n` is its journal number."""
        self.requests += 1
        self._packed.append((n, event.flow, _pack(event)))

    def message(self, n: int, event: FrameSeen) -> None:
        """Take a WebSocket message if the app sent it."""
        if event.from_client:
            self._sockets.add(event.flow)
            self._packed.append((n, event.flow, _pack(event)))

    def answer(self, event: ResponseSeen) -> None:
        """Take the answer to a request."""
        self._answers[event.flow] = (event.status, event.error)

    def sent(
        self,
        needles: NeedleSet,
        read_artefact: Callable[[str], bytes | None],
        timeline: Timeline,
        calls: Calls,
        attributor: Attributor,
    ) -> list[Sent]:
        """Return every request and message, in order of time, with the known values found in each."""
        self.openings.finish()
        handshakes = self._handshakes()
        read = lru_cache(maxsize=256)(read_artefact)
        excerpts = Excerpts()
        result: list[Sent] = []
        for n, flow, packed in self._packed:
            event = _unpack(packed)
            body = (read(event.body) if event.body else b"") or b""
            if event.body and not body and event.body_bytes:
                self.cut.append((n, "its body is missing from the evidence"))
            opened = handshakes.get(flow)
            if isinstance(event, RequestSeen):
                host, method, url = recipient(event), event.method, url_of(event)
            else:
                host, method = event.host, "WEBSOCKET"
                url = opened.url if opened else f"wss://{event.host}/"
            host = host.lower().rstrip(".")
            opener = self._opener(url, host, opened.at if opened else event.at, calls, attributor)
            found = find(event, body, needles, before=n)
            when = timeline.at(event.at)
            if found.cut:
                self.cut.append((n, found.cut))
            status, error = self._answers.get(flow, (0, ""))
            result.append(
                Sent(
                    event=n,
                    flow=flow,
                    when=when,
                    method=method,
                    url=url,
                    host=host,
                    registrable=registrable(host),
                    encrypted=not url.startswith(("http:", "ws:")),
                    actor=opener.actor,
                    frames=opener.frames,
                    responsible=opener.responsible,
                    matches=excerpts.add(event, body, self._lists.kept(found.matches), when),
                    status=status,
                    error=error,
                    body_bytes=event.body_bytes,
                    origins=opener.origins,
                    decided_in=opener.decided_in,
                    surface=opener.surface or self._surface(event, url),
                )
            )
        result.sort(key=lambda sent: (sent.when.at, sent.event))
        return result

    def _surface(self, event: RequestSeen | FrameSeen, url: str) -> Surface:
        """Return the surface of a request whose opening call was not seen."""
        return self._surfaces.of_request(url, event.headers) if isinstance(event, RequestSeen) else NATIVE

    def _handshakes(self) -> dict[str, _Handshake]:
        found: dict[str, _Handshake] = {}
        for _n, flow, packed in self._packed:
            if flow in self._sockets:
                event = _unpack(packed)
                if isinstance(event, RequestSeen):
                    found[flow] = _Handshake(url_of(event), event.at)
        return found

    def _opener(self, url: str, host: str, at: int, calls: Calls, attributor: Attributor) -> Opener:
        """Find who opened a connection: the call with this URL, else those for its host if all are one's."""

        def who(call: _Call) -> Opener:
            actor, responsible, decided_in = calls.who(call.pid, call.site, call.api, attributor)
            frames, origins = calls.frames(call.pid, call.site), calls.origins(call.pid, call.site)
            surface = calls.where(call.pid, call.site, call.process, attributor)(call.thread, call.at)
            return Opener(actor, frames, responsible, origins, decided_in, surface)

        exact = self.openings.of_url(canonical_url(url), at)
        if exact is not None:
            return who(exact)
        openers = [who(call) for call in islice(self.openings.of_host(host, at), _MAX_CANDIDATES)]
        if not openers or len({(opener.actor.kind, opener.actor.id) for opener in openers}) > 1:
            return Opener(NOBODY, (), -1)
        opener = openers[0]
        actor = msgspec.structs.replace(
            opener.actor,
            confidence=least_sure("medium", opener.actor.confidence),
            rule=f"{opener.actor.rule}; the only one to open this host shortly before",
        )
        return opener._replace(actor=actor)


_MAX_CANDIDATES = 64
"""Calls looked at for one request; the farther ones of a busier host are not."""


def url_of(event: RequestSeen) -> str:
    """Return the URL of a request as a user would write it."""
    default = {"http": 80, "https": 443}.get(event.scheme)
    host = f"[{event.host}]" if ":" in event.host else event.host
    port = "" if event.port == default else f":{event.port}"
    return f"{event.scheme}://{host}{port}{event.path}"


@lru_cache(maxsize=4096)
def canonical_url(url: str) -> str:
    """Return a URL so that two ways to write the same compare equal; empty when it is not one."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    scheme = {"ws": "http", "wss": "https"}.get(parts.scheme, parts.scheme)
    host = (parts.hostname or "").rstrip(".")
    if not host:
        return ""
    shown = "" if port is None or port == {"http": 80, "https": 443}.get(scheme) else f":{port}"
    # What a program wrote unescaped goes over the wire escaped.
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}{shown}{quote(parts.path or '/', safe=_SAFE)}{query}"


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
