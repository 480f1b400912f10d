"""Traffic: who sent what where, from the proxy's requests and the calls that opened them.

Requests are kept packed until the journal ends, because a value that a request carries may be told by the
agent only after the proxy told the request.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import msgspec

from privaudit.analysis.attribute import Attributor
from privaudit.analysis.calls import Calls
from privaudit.analysis.excerpts import Excerpts
from privaudit.analysis.hosts import recipient, registrable
from privaudit.analysis.lists import Lists
from privaudit.analysis.match import find
from privaudit.analysis.needles import NeedleSet
from privaudit.analysis.openings import Opening, Openings, canonical_url
from privaudit.analysis.surface import Surfaces
from privaudit.analysis.timeline import Timeline
from privaudit.analysis.verdicts import least_sure, less_sure
from privaudit.model.event import Frame, FrameSeen, RequestSeen, ResponseSeen
from privaudit.model.observation import NATIVE, Actor, Sent, Surface

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


class _Handshake(NamedTuple):
    """What a WebSocket message takes from the request that opened it."""

    url: str
    at: int


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
        *,
        watched: Callable[[int], bool],
    ) -> list[Sent]:
        """Return every request and message, in order of time, with the known values found in each.

        `watched` says whether the agent watched at a time (ns).
        """
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
            at = opened.at if opened else event.at
            opener = self._opener(url, host, at, calls, attributor, watched=watched(at))
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

    def _opener(
        self,
        url: str,
        host: str,
        at: int,
        calls: Calls,
        attributor: Attributor,
        *,
        watched: bool,
    ) -> Opener:
        """Find who opened a connection: the call with this URL, else those for its host if all are one's."""

        def who(call: Opening) -> Opener:
            actor, responsible, decided_in = calls.who(call.pid, call.site, call.api, attributor)
            frames, origins = calls.frames(call.pid, call.site), calls.origins(call.pid, call.site)
            if call.counted:
                actor = msgspec.structs.replace(
                    actor,
                    confidence=less_sure(actor.confidence),
                    rule=f"{actor.rule}; counted only, the calls seen before it from there went to this host",
                )
            surface = calls.where(call.pid, call.site, call.process, attributor)(call.thread, call.at)
            return Opener(actor, frames, responsible, origins, decided_in, surface)

        exact = self.openings.of_url(canonical_url(url), at)
        if exact is not None:
            return who(exact)
        openers = [who(call) for call in islice(self.openings.of_host(host, at), _MAX_CANDIDATES)]
        how = "the only one to open this host shortly before"
        if not openers and not watched:
            openers = [who(call) for call in islice(self.openings.ever(host), _MAX_CANDIDATES)]
            how = "the only one seen to open this host, and the agent no longer watched"
        if not openers or len({(opener.actor.kind, opener.actor.id) for opener in openers}) > 1:
            return Opener(NOBODY, (), -1)
        opener = openers[0]
        actor = msgspec.structs.replace(
            opener.actor,
            confidence=least_sure("medium", opener.actor.confidence),
            rule=f"{opener.actor.rule}; {how}",
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
