"""What handshakes and answers tell of a connection: its TLS version, and the address at its other end."""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter
from typing import NamedTuple

from privaudit.model.network import RequestSeen, TlsSeen

_at = itemgetter(0)


class _Hand(NamedTuple):
    """The app's handshake from a port: when (ns), for which host, the version agreed on."""

    at: int
    host: str
    version: str


class Facts:
    """Gathers the app's handshakes with the proxy; a client's port tells which one a request came through."""

    def __init__(self) -> None:
        self._hands: dict[int, list[_Hand]] = {}
        self._addresses: dict[tuple[str, int], list[tuple[int, str]]] = {}
        self._in_order = True

    def take(self, event: TlsSeen) -> None:
        """Take a handshake."""
        self._in_order = False
        if event.side == "app":
            hand = _Hand(event.at, event.host, event.version)
            self._hands.setdefault(event.client_port, []).append(hand)
        elif event.address:
            self._addresses.setdefault((event.host, event.port), []).append((event.at, event.address))

    def version(self, client_port: int, host: str, at: int) -> str:
        """Return the TLS version of the connection that a port had for a host at a time; empty if unknown."""
        self._sort()
        hands = self._hands.get(client_port, []) if client_port else []
        end = bisect_right(hands, at, key=_at)
        return next((hand.version for hand in reversed(hands[:end]) if hand.host == host), "")

    def address(self, host: str, port: int, at: int) -> str:
        """Return the address the proxy last reached a host at before a time; empty if unknown."""
        self._sort()
        known = self._addresses.get((host, port), [])
        index = bisect_right(known, at, key=_at) - 1
        return known[index][1] if index >= 0 else ""

    def of_request(self, event: RequestSeen, answered_by: str) -> tuple[str, str]:
        """Return (address:port that received a request, TLS version), each empty where it is not known."""
        address = event.server_address or answered_by or self.address(event.host, event.port, event.at)
        if event.scheme not in ("https", "wss"):
            return address, ""
        return address, event.tls_version or self.version(event.client_port, event.host, event.at)

    def _sort(self) -> None:
        if not self._in_order:
            for known in (*self._hands.values(), *self._addresses.values()):
                known.sort()  # type: ignore[attr-defined] # both are lists of tuples that begin with a time
            self._in_order = True
