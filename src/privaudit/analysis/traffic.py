"""Traffic: everything that left the app, from the proxy's view and the agent's, with the known values in it.

What left is kept packed until the journal ends, because a value that a request carries may be told by the
agent only after the proxy told the request; bodies stay in the evidence until each is searched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from privaudit.analysis.attribute import Attributor
from privaudit.analysis.calls import Calls
from privaudit.analysis.decode import unwrap
from privaudit.analysis.dns import PORT, question
from privaudit.analysis.excerpts import Excerpts
from privaudit.analysis.hosts import registrable
from privaudit.analysis.lists import Lists
from privaudit.analysis.lookups import Lookups
from privaudit.analysis.match import find_in, on_the_wire
from privaudit.analysis.needles import NeedleSet
from privaudit.analysis.openers import Openers
from privaudit.analysis.openings import Openings
from privaudit.analysis.outbound import Outbound, host_of
from privaudit.analysis.passages import Passage, Passages, of_lookup, of_written
from privaudit.analysis.plain import Plain, Read, Situation
from privaudit.analysis.recent import Recent
from privaudit.analysis.sealed import Made, Sealed, Seals
from privaudit.analysis.sockets import is_inside
from privaudit.analysis.streams import bytes_of, fresh
from privaudit.analysis.surface import Surfaces
from privaudit.analysis.timeline import Timeline
from privaudit.analysis.writers import Writers
from privaudit.model.circumstances import When
from privaudit.model.network import NameLookedUp, PlainSeen, RequestSeen, SocketSeen, StreamSeen
from privaudit.model.observation import NATIVE, Match, Sent, Surface

Told = Callable[[Sent, Outbound, bytes, Callable[[int], Made]], None]
"""Gets each thing sent with the event and the bytes that its matches are of, while they are at hand, and what
gives the bytes of a sealing call by its number (raises LookupError)."""


class Traffic:
    """Gathers what left the app; afterwards yields it, searched and led back to who sent it."""

    def __init__(self, surfaces: Surfaces, lists: Lists) -> None:
        self._surfaces = surfaces
        self._lists = lists
        self.passages = Passages()
        self.plain = Plain()
        self.lookups = Lookups()
        self.seals = Seals()
        self.openings = Openings()
        self.proxy = ""
        """address:port at which the app finds the proxy."""
        self.virtual = False
        """Whether the phone is a virtual one."""
        self.cut: list[tuple[int, str]] = []
        """Requests that could not be searched whole: journal number and why."""
        self.sealed_left_out = 0
        """Calls of ciphers and digests that were not searched, or whose outcome was not looked for."""
        self.sealed_cut = 0
        """Calls of which not all that went in was kept."""

    @property
    def requests(self) -> int:
        """How many requests the proxy saw."""
        return self.passages.requests

    def socket(self, event: SocketSeen) -> None:
        """Take a socket that was connected."""
        if event.state == "opened" and self.proxy == f"{event.address}:{event.port}":
            self.openings.dial(event)

    def written(self, n: int, event: PlainSeen) -> None:
        """Take bytes before encryption; a query of DNS among them is a name that was looked up."""
        asked = question(bytes_of(event.data, _nothing) or b"") if _may_be_query(event) else None
        if asked is None:
            self.plain.take(n, event)
            return
        lookup = NameLookedUp(
            at=event.at, seen=event.seen, name=asked.name, pid=event.pid, process=event.process,
            tid=event.tid, thread=event.thread, site=event.site, record=asked.record,
        )  # fmt: skip
        self.lookups.take(n, lookup)

    def close(self) -> None:
        """Forget everything."""
        for kept in (self.passages, self.plain, self.lookups, self.seals):
            kept.close()

    def sent(
        self,
        needles: NeedleSet,
        read_artefact: Read,
        timeline: Timeline,
        calls: Calls,
        attributor: Attributor,
        *,
        watched: Callable[[int], bool],
        told: Told | None = None,
    ) -> list[Sent]:
        """Return everything that was sent, in order of time, with the known values found in each.

        `watched` says whether the agent watched at a time (ns).
        """
        self.openings.finish()
        read = Recent(read_artefact)

        def situation(at: int) -> object:
            here = timeline.segments[timeline.index(at)]
            return here.consent, here.app_state, here.phase

        sealed = Sealed(self.seals, needles, read)
        self.sealed_left_out, self.sealed_cut = sealed.left_out, sealed.cut
        openers = Openers(self.openings, calls, attributor, watched=watched)

        def made(n: int) -> Made:
            return self.seals.made(n, read)

        excerpts = Excerpts(lambda n: made(n).given)
        hosts: set[str] = set()
        result: list[Sent] = []
        for passage in self._all(read, situation):
            passage = _untold(passage, needles)  # noqa: PLW2901 - the same, without what was told before
            matches = self._matches(passage, needles, sealed)
            if passage.protocol != "dns":
                hosts.update((passage.host, host_of(passage.event).lower().rstrip(".")))
            elif not matches and passage.host in hosts:
                continue
            when = timeline.at(passage.at)
            matches = self._lists.kept(matches)
            matches = excerpts.add(passage.event, passage.body, matches, when, passage.host)
            one = self._sent(passage, when, matches, openers)
            result.append(one)
            if told is not None:
                told(one, passage.event, passage.body, made)
        if self.plain.missing:
            self.cut.append((0, f"the bytes of {self.plain.missing} events are missing from the evidence"))
        result.sort(key=lambda sent: (sent.when.at, sent.event))
        return result

    def _all(self, read: Read, situation: Situation) -> Iterator[Passage]:
        """Yield what left the app; names that were looked up come last, when all hosts are known."""
        writers = Writers(self.plain, read, situation)
        yield from self.passages.all(read, situation, writers)
        for written in writers.unseen():
            if not self._stays_inside(written.address):
                yield from of_written(written, self.proxy)
        for n, event in self.lookups.all(situation):
            yield of_lookup(n, event)

    def _stays_inside(self, address: str) -> bool:
        """Whether bytes for an address:port never left the phone; the proxy is only reached through it."""
        host = address.rpartition(":")[0].removeprefix("[").removesuffix("]")
        return bool(host) and address != self.proxy and is_inside(host, virtual=self.virtual)

    def _matches(self, passage: Passage, needles: NeedleSet, sealed: Sealed) -> tuple[Match, ...]:
        if passage.missing:
            self.cut.append((passage.n, passage.missing))
        event = passage.event
        unwrapped = unwrap(event, passage.body)
        found = find_in(unwrapped, needles, before=passage.n)
        if found.cut and not passage.goes_on:
            self.cut.append((passage.n, found.cut))
        matches = found.matches
        if sealed.size:
            cut = not isinstance(event, NameLookedUp) and event.cut
            matches = (*matches, *sealed.find_in(unwrapped, matches, cut=cut))
        if passage.told is not None and matches:
            # What a message began with was sent before; a value that stands there is not sent anew.
            earlier = passage._replace(body=passage.told, told=None, goes_on=True, missing="")
            before = self._matches(earlier, needles, sealed)
            known = {(one.data_type, one.value) for one in before}
            matches = tuple(
                one for one in matches if one.where == "body" and (one.data_type, one.value) not in known
            )
        return fresh(matches, passage.repeated)

    def _sent(self, passage: Passage, when: When, matches: tuple[Match, ...], openers: Openers) -> Sent:
        at = passage.opened or passage.at
        if passage.protocol in ("http", "websocket"):
            opener = openers.of(passage.place, passage.url, passage.host, at)
        else:
            opener = openers.of_stream(passage.place, at)
        return Sent(
            event=passage.n,
            parts=passage.parts,
            flow=passage.flow,
            when=when,
            method=passage.method,
            url=passage.url,
            host=passage.host,
            registrable=registrable(passage.host),
            encrypted=passage.encrypted,
            actor=opener.actor,
            frames=opener.frames,
            responsible=opener.responsible,
            matches=matches,
            status=passage.status,
            error=passage.error,
            body_bytes=passage.size,
            origins=opener.origins,
            decided_in=opener.decided_in,
            surface=opener.surface or self._surface(passage.event, passage.url),
            seen_by=passage.seen_by,
            protocol=passage.protocol,
            address=passage.address,
            tls_version=passage.tls_version,
            thread=opener.thread,
            pid=opener.pid,
        )

    def _surface(self, event: Outbound, url: str) -> Surface:
        """Return the surface of a request whose opening call was not seen."""
        return self._surfaces.of_request(url, event.headers) if isinstance(event, RequestSeen) else NATIVE


def _untold(passage: Passage, needles: NeedleSet) -> Passage:
    """Return a passage without the values at its beginning that the one before it has told.

    Each value is told once for each passage: an older one must not stand for one that straddles both.
    """
    while passage.repeated and isinstance(passage.event, StreamSeen):
        told = find_in(unwrap(passage.event, passage.body[: passage.repeated]), needles).matches
        end = max((one.offset + one.length for one in told if not on_the_wire(one.chain)), default=0)
        if not end:
            break
        passage = passage._replace(
            event=msgspec.structs.replace(passage.event, offset=passage.event.offset + end),
            body=passage.body[end:],
            repeated=passage.repeated - end,
        )
    return passage


def _may_be_query(event: PlainSeen) -> bool:
    return event.layer == "udp" and event.port == PORT and event.from_client and not event.data.artefact


def _nothing(_sha256: str) -> None:
    return None
