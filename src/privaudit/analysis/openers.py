"""Who sent it: from the place that wrote a request's first byte, else from the calls that opened it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

import msgspec

from privaudit.analysis.attribute import Attributor
from privaudit.analysis.calls import Calls
from privaudit.analysis.openings import Opening, Openings, canonical_url
from privaudit.analysis.plain import Place
from privaudit.analysis.verdicts import least_sure, less_sure
from privaudit.model.circumstances import Actor
from privaudit.model.event import Frame
from privaudit.model.observation import NATIVE, Surface

NOBODY = Actor(
    kind="unknown", id="", name="", confidence="low", rule="no watched call opened this connection"
)

_MAX_CANDIDATES = 64
"""Calls looked at for one request; the farther ones of a busier host are not."""


class Opener(NamedTuple):
    """Who sent it, the stack that shows it, and the thread and process it was sent by."""

    actor: Actor
    frames: tuple[Frame, ...] = ()
    responsible: int = -1
    origins: tuple[tuple[Frame, ...], ...] = ()
    decided_in: int = 0
    surface: Surface | None = None
    thread: str = ""
    pid: int = 0


class Openers:
    """Answers for one run; `watched` says whether the agent watched at a time (ns)."""

    def __init__(
        self,
        openings: Openings,
        calls: Calls,
        attributor: Attributor,
        *,
        watched: Callable[[int], bool],
    ) -> None:
        self._openings = openings
        self._calls = calls
        self._attributor = attributor
        self._watched = watched

    def of(self, place: Place | None, url: str, host: str, at: int) -> Opener:
        """Return who sent what went to a URL and host at a time.

        `place` is where its first byte was written, if that was seen: then it is not a matter of likelihood.
        Where only code that carries requests of others stands there, or code that nobody is known for, the
        calls that opened it decide.
        """
        if place is None:
            return self._of_calls(url, host, at)
        written = self.at(place, at)
        named = written.actor.kind in ("app", "sdk")
        if named and written.actor.confidence != "low":
            return written
        opened = self._of_calls(url, host, at)
        if opened.actor.kind not in ("app", "sdk") or (named and opened.actor.confidence == "low"):
            # Of code that only carries the page of a request says more than the thread it ran on.
            return written._replace(surface=None) if written.surface == NATIVE else written
        whose = "that nobody is known for" if named else "that carries requests of others"
        rule = f"{opened.actor.rule}; its bytes were written by code {whose}"
        return opened._replace(
            actor=msgspec.structs.replace(opened.actor, rule=rule), thread=place.thread, pid=place.pid
        )

    def of_stream(self, place: Place | None, at: int) -> Opener:
        """Return who sent a stream that no call with a URL opened and that began at a time (ns)."""
        if place is not None:
            return self.at(place, at)
        dials = islice(self._openings.dialled(at), _MAX_CANDIDATES)
        how = "the only one to connect to the proxy in the second before"
        return self._likely([self._who(dial) for dial in dials], how)

    def at(self, place: Place, at: int) -> Opener:
        """Return who acts at a place."""
        calls = self._calls
        actor, responsible, decided_in = calls.who(place.pid, place.site, place.api, self._attributor)
        where = calls.where(place.pid, place.site, place.process, self._attributor)
        return Opener(
            actor=actor,
            frames=calls.frames(place.pid, place.site),
            responsible=responsible,
            origins=calls.origins(place.pid, place.site),
            decided_in=decided_in,
            surface=where(place.thread, at),
            thread=place.thread,
            pid=place.pid,
        )

    def _of_calls(self, url: str, host: str, at: int) -> Opener:
        """Find who opened a connection: the call with this URL, else those for its host if all are one's."""
        exact = self._openings.of_url(canonical_url(url), at)
        if exact is not None:
            return self._who(exact)
        candidates = islice(self._openings.of_host(host, at), _MAX_CANDIDATES)
        openers = [self._who(call) for call in candidates]
        how = "the only one to open this host shortly before"
        if not openers and not self._watched(at):
            openers = [self._who(call) for call in islice(self._openings.ever(host), _MAX_CANDIDATES)]
            how = "the only one seen to open this host, and the agent no longer watched"
        return self._likely(openers, how)

    def _likely(self, openers: list[Opener], how: str) -> Opener:
        """Return the nearest of those who may have been it, if all are one."""
        if not openers or len({(opener.actor.kind, opener.actor.id) for opener in openers}) > 1:
            return Opener(NOBODY)
        opener = openers[0]
        actor = msgspec.structs.replace(
            opener.actor,
            confidence=least_sure("medium", opener.actor.confidence),
            rule=f"{opener.actor.rule}; {how}",
        )
        return opener._replace(actor=actor)

    def _who(self, call: Opening) -> Opener:
        opener = self.at(Place(call.pid, call.process, call.thread, call.site, call.api), call.at)
        if not call.counted:
            return opener
        actor = msgspec.structs.replace(
            opener.actor,
            confidence=less_sure(opener.actor.confidence),
            rule=f"{opener.actor.rule}; counted only, the calls seen before it from there went to this host",
        )
        return opener._replace(actor=actor)
