"""Calls that open connections, so that a request can be led back to who opened it.

The agent tells the first calls of a place in detail, with their URL, and of the others only how many there
were and when the last one was. Where all that were told in detail went to one URL, or one host, the others
are taken to have gone there too, and said to be less sure.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from privaudit.model.event import ApiCalled, ApiCounted
from privaudit.model.network import SocketSeen

JOIN_NS = 10_000_000_000
"""How long before a request the call that opened it may be: pools and queues delay; 10 s is our choice."""

DIAL_NS = 1_000_000_000
"""How long before the first bytes of a stream its socket may have been connected: 1 s is our choice."""

SKEW_NS = 50_000_000
"""How much later than its request a call may seem, because two clocks time them."""

_SAFE = "%/:=&?~#+!$,;'@()*"


class Opening(NamedTuple):
    """A call that opens a connection; `counted` where only its time is known, not its URL."""

    at: int
    n: int
    pid: int
    site: str
    api: str
    process: str
    thread: str
    counted: bool = False


_at = attrgetter("at")
_Key = tuple[int, str, str, str]


class _Place:
    """What is known of the calls from one call site: where they went, how many were told in detail."""

    __slots__ = ("hosts", "last", "number", "times", "totals", "urls")

    def __init__(self) -> None:
        self.urls: set[str] = set()
        self.hosts: set[str] = set()
        self.number = 0
        self.last: Opening | None = None
        self.totals = array("q")
        self.times = array("q")


class Openings:
    """Calls that open connections, by URL and by host, in order of time."""

    def __init__(self) -> None:
        self._by_url: dict[str, list[Opening]] = {}
        self._by_host: dict[str, list[Opening]] = {}
        self._places: dict[_Key, _Place] = {}
        self._dials: list[Opening] = []

    def dial(self, event: SocketSeen) -> None:
        """Take a socket that was connected to the proxy."""
        self._dials.append(
            Opening(event.at, event.socket, event.pid, event.site, "", event.process, event.thread)
        )

    def dialled(self, at: int) -> Iterator[Opening]:
        """Yield the sockets connected to the proxy in the second before a time (ns), nearest first."""
        return _before(self._dials, at, DIAL_NS)

    def add(self, event: ApiCalled) -> None:
        """Take a call of a traffic API; its URL is `args[0]`."""
        url = canonical_url(event.args[0]) if event.args else ""
        host = host_of(url)
        call = Opening(event.at, event.n, event.pid, event.site, event.api, event.process, event.thread)
        place = self._place(event)
        place.number = max(place.number, event.n)
        if host:
            place.last = call
            if len(place.hosts) <= 1:
                place.hosts.add(host)
            if len(place.urls) <= 1:
                place.urls.add(url)
            self._by_url.setdefault(url, []).append(call)
            self._by_host.setdefault(host, []).append(call)

    def counted(self, event: ApiCounted) -> None:
        """Take an exact total of a traffic API: its last call happened at `last`."""
        place = self._place(event)
        place.totals.append(event.n)
        place.times.append(event.last)

    def finish(self) -> None:
        """Add what was only counted and sort; call once, after the last `add`."""
        for place in self._places.values():
            if place.last is None or len(place.hosts) != 1:
                continue
            (host,) = place.hosts
            for total, at in zip(place.totals, place.times, strict=True):
                if total <= place.number:
                    continue  # told in detail
                call = place.last._replace(at=at, n=total, counted=True)
                self._by_host.setdefault(host, []).append(call)
                if len(place.urls) == 1:
                    self._by_url.setdefault(next(iter(place.urls)), []).append(call)
        for calls in (self._dials, *self._by_url.values(), *self._by_host.values()):
            calls.sort()

    def of_url(self, url: str, at: int) -> Opening | None:
        """Return the nearest call for a URL that may have led to a request at a time."""
        return next(_before(self._by_url.get(url, []), at), None)

    def ever(self, host: str) -> Iterator[Opening]:
        """Yield a call for a host from each call site that ever opened it."""
        seen: set[tuple[int, str, str]] = set()
        for call in self._by_host.get(host, []):
            key = (call.pid, call.site, call.api)
            if key not in seen:
                seen.add(key)
                yield call

    def of_host(self, host: str, at: int) -> Iterator[Opening]:
        """Yield calls for a host that may have led to a request at a time, nearest first."""
        return _before(self._by_host.get(host, []), at)

    def _place(self, event: ApiCalled | ApiCounted) -> _Place:
        key = (event.pid, event.api, event.overload, event.site)
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = _Place()
        return place


def _before(calls: list[Opening], at: int, join: int = JOIN_NS) -> Iterator[Opening]:
    index = bisect_right(calls, at + SKEW_NS, key=_at) - 1
    while index >= 0 and calls[index].at >= at - join:
        yield calls[index]
        index -= 1


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


def host_of(url: str) -> str:
    """Return the host of a URL, or an empty string."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
