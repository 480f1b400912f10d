"""Sockets of the app as the agent tells them: where they led, what they carried, what was seen of it."""

from __future__ import annotations

import base64
import binascii
import ipaddress
from collections.abc import Callable, Iterator
from typing import NamedTuple

import msgspec

from privaudit.analysis.hosts import address_of
from privaudit.analysis.records import HELLO_BYTES, is_encrypted, is_quic, server_name
from privaudit.model.destination import NetworkProtocol
from privaudit.model.happening import Octets
from privaudit.model.network import NameLookedUp, PlainSeen, SocketBytes, SocketSeen

MAX_SOCKETS = 100_000
"""Sockets and connections held one by one; those beyond are only in the totals, and said to be."""

MAX_NAMES = 50_000
"""Names kept that were looked up, and addresses that have a name."""

MAX_NAMES_OF_ADDRESS = 16
MAX_ADDRESSES_OF_SOCKET = 256

_QUIC_PORT, _DNS_PORT = 443, 53

_LOOPBACK = frozenset({"127.0.0.1", "::1"})

_Key = tuple[int, int]


class SocketFacts(NamedTuple):
    """One socket that went past the proxy, when all is known of it."""

    name: str
    """Name of the host; empty where none is known."""
    looked_up: bool
    """The name is one that gave this address when it was looked up."""
    address: str
    port: int
    protocol: NetworkProtocol
    up: int
    down: int
    refused: int
    """Datagrams refused."""
    state: str
    taken: bool
    """Bytes of it were taken before encryption."""
    clear: bool
    """Bytes were seen that no TLS hides."""
    own_stack: bool = False
    """What it carried was encrypted by nobody who is watched."""


class TakenFacts(NamedTuple):
    """A connection of which bytes were taken, and which has no socket that went past the proxy."""

    host: str
    port: int
    up: int
    down: int


class _Socket:
    __slots__ = ("at", "down", "others", "refused", "seen", "up")

    def __init__(self, seen: SocketSeen) -> None:
        self.seen = seen
        self.at = seen.at
        self.up = self.down = self.refused = 0
        self.others: dict[tuple[str, int], SocketSeen] = {}
        """Further addresses a socket without a connection (UDP) sent to; its bytes are told as one."""

    def carry(self, event: SocketBytes) -> None:
        self.up, self.down = max(self.up, event.up), max(self.down, event.down)
        self.refused = max(self.refused, event.refused)


class _Plain:
    __slots__ = ("address", "down", "head", "host", "layer", "port", "socket", "up")

    def __init__(self, event: PlainSeen) -> None:
        self.socket = event.socket
        self.layer = event.layer
        self.host = event.host.lower().rstrip(".")
        self.address = address_of(event.address) or event.address
        self.port = event.port
        self.up = self.down = 0
        self.head: Octets | None = None


class Sockets:
    """Gathers sockets, their bytes, names looked up and plain bytes; afterwards tells what each came to."""

    def __init__(self) -> None:
        self._sockets: dict[_Key, _Socket] = {}
        self._plain: dict[tuple[int, str], _Plain] = {}
        self._names: dict[str, list[tuple[int, int, str]]] = {}
        self.looked_up: dict[str, None] = {}
        """Names in the order in which they were looked up."""
        self._unplaced: dict[_Key, SocketBytes] = {}
        """Totals of sockets of which nobody told where they lead, or not yet."""
        self._lost_up = self._lost_down = 0
        self.beyond = 0
        """Sockets and connections that were too many to be held one by one."""

    def opened(self, event: SocketSeen) -> None:
        """Take a socket that was connected, refused or failed."""
        event = msgspec.structs.replace(event, address=address_of(event.address) or event.address)
        key = (event.pid, event.socket)
        known = self._sockets.get(key)
        if known is None:
            if len(self._sockets) >= MAX_SOCKETS:
                self.beyond += 1
            else:
                known = self._sockets[key] = _Socket(event)
                early = self._unplaced.pop(key, None)
                if early is not None:
                    known.carry(early)
            return
        if (event.address, event.port) == (known.seen.address, known.seen.port):
            # Told again: that it was refused, or came about after all, stays.
            if known.seen.state == "failed" or event.state == "refused":
                known.seen = event
        elif len(known.others) < MAX_ADDRESSES_OF_SOCKET:
            known.others[event.address, event.port] = event
        else:
            self.beyond += 1

    def carried(self, event: SocketBytes) -> None:
        """Take the totals of a socket."""
        key = (event.pid, event.socket)
        socket = self._sockets.get(key)
        if socket is not None:
            socket.carry(event)
        elif key in self._unplaced or len(self._unplaced) < MAX_SOCKETS:
            known = self._unplaced.get(key)
            if known is None or (known.up + known.down) <= (event.up + event.down):
                self._unplaced[key] = event
        elif event.closed:
            self._lost_up += event.up
            self._lost_down += event.down

    @property
    def unplaced(self) -> tuple[int, int]:
        """Bytes up and down of sockets of which nobody saw where they lead."""
        left = self._unplaced.values()
        return (
            self._lost_up + sum(one.up for one in left),
            self._lost_down + sum(one.down for one in left),
        )

    def looked(self, event: NameLookedUp) -> None:
        """Take a name that was looked up and the addresses it gave."""
        name = event.name.lower().rstrip(".")
        if not name:
            return
        if len(self.looked_up) < MAX_NAMES:
            self.looked_up[name] = None
        for address in event.addresses:
            self.named(event.at, event.pid, address_of(address) or address, name)

    def named(self, at: int, pid: int, address: str, name: str) -> None:
        """Take a name that an address was seen to have."""
        known = self._names.get(address)
        if known is None:
            if len(self._names) >= MAX_NAMES:
                return
            known = self._names[address] = []
        if len(known) < MAX_NAMES_OF_ADDRESS and all((pid, name) != one[1:] for one in known):
            known.append((at, pid, name))

    def plain(self, event: PlainSeen) -> None:
        """Take bytes before encryption."""
        key = (event.pid, event.connection)
        seen = self._plain.get(key)
        if seen is None:
            if len(self._plain) >= MAX_SOCKETS:
                self.beyond += 1
                return
            seen = self._plain[key] = _Plain(event)
        seen.socket = seen.socket or event.socket
        seen.host = seen.host or event.host.lower().rstrip(".")
        address = address_of(event.address) or event.address
        seen.address, seen.port = seen.address or address, seen.port or event.port
        reached = event.offset + event.data.size
        if event.from_client:
            seen.up = max(seen.up, reached)
            if event.offset == 0 and seen.head is None:
                seen.head = event.data
        else:
            seen.down = max(seen.down, reached)

    # -- afterwards -------------------------------------------------------------------------------

    def to_proxy(self, proxy: tuple[str, int]) -> tuple[int, int, int]:
        """Return how many sockets led to the proxy, and their bytes up and down."""
        ours = [one for one in self._sockets.values() if (one.seen.address, one.seen.port) == proxy]
        return len(ours), sum(one.up for one in ours), sum(one.down for one in ours)

    def direct(
        self, proxy: tuple[str, int] | None, read_artefact: Callable[[str], bytes | None]
    ) -> Iterator[SocketFacts]:
        """Yield the sockets that did not lead to the proxy."""
        plain = self._plain_by_socket()
        for key, socket in self._sockets.items():
            seen = socket.seen
            if (seen.address, seen.port) == proxy:
                continue
            told = plain.get(key, [])
            heads = [_head(one.head, read_artefact) for one in told if one.layer != "tls"]
            datagram = seen.protocol == "udp"
            names = (*(one.host for one in told), *(server_name(head) for head in heads if not datagram))
            name = next((one for one in names if one), "")
            looked_up = False
            if not name:
                name = self._name_of(seen.address, seen.pid, socket.at)
                looked_up = bool(name)
            hidden = any(is_encrypted(head, datagram=datagram, port=seen.port) for head in heads)
            taken = any(one.layer == "tls" and one.up for one in told)
            clear = any(heads) and not hidden and not taken
            quic = datagram and any(is_quic(head) for head in heads)
            yield SocketFacts(
                name=name,
                looked_up=looked_up,
                address=seen.address,
                port=seen.port,
                protocol="quic" if quic else _protocol(seen),
                up=max(socket.up, *(one.up for one in told if one.layer != "tls"), 0),
                down=max(socket.down, *(one.down for one in told if one.layer != "tls"), 0),
                refused=socket.refused,
                state=seen.state,
                taken=taken or clear,
                clear=clear,
                own_stack=hidden and not taken,
            )
            yield from self._others(key[0], socket, proxy)

    def _others(self, pid: int, socket: _Socket, proxy: tuple[str, int] | None) -> Iterator[SocketFacts]:
        for (address, port), seen in socket.others.items():
            if (address, port) != proxy:
                name = self._name_of(address, pid, seen.at)
                yield SocketFacts(
                    name, bool(name), address, port, _protocol(seen), 0, 0, 0, seen.state, taken=False,
                    clear=False,
                )  # fmt: skip

    def taken(self, proxy: tuple[str, int] | None) -> Iterator[TakenFacts]:
        """Yield connections with plain bytes that have no socket past the proxy, and a host or an address."""
        for (pid, _connection), one in self._plain.items():
            socket = self._sockets.get((pid, one.socket)) if one.socket else None
            if socket is not None and (socket.seen.address, socket.seen.port) != proxy:
                continue
            to_proxy = socket is not None or (one.address, one.port) == proxy
            host = one.host or ("" if to_proxy else self._name_of(one.address, pid, 2**63) or one.address)
            if host:
                yield TakenFacts(host, 0 if to_proxy else one.port, one.up, one.down)

    def _plain_by_socket(self) -> dict[_Key, list[_Plain]]:
        found: dict[_Key, list[_Plain]] = {}
        for (pid, _connection), one in self._plain.items():
            if one.socket:
                found.setdefault((pid, one.socket), []).append(one)
        return found

    def _name_of(self, address: str, pid: int, at: int) -> str:
        """Return the name an address had: the last its process looked up before, else the last of any."""
        known = self._names.get(address, [])
        before = [one for one in known if one[0] <= at] or known
        own = [one for one in before if one[1] == pid]
        return max(own or before)[2] if before else ""


def is_inside(address: str, *, virtual: bool) -> bool:
    """Return whether an address is the phone itself.

    The virtual phone shares its machine with its internet: only the usual address of loopback is the phone.
    """
    try:
        here = ipaddress.ip_address(address_of(address) or address)
    except ValueError:
        return False
    return here.is_loopback and (not virtual or str(here) in _LOOPBACK)


def _protocol(seen: SocketSeen) -> NetworkProtocol:
    if seen.port == _DNS_PORT:
        return "dns"
    if seen.protocol == "udp" and (seen.port == _QUIC_PORT or seen.state == "refused"):
        return "quic"
    return seen.protocol


def _head(data: Octets | None, read_artefact: Callable[[str], bytes | None]) -> bytes:
    """Return the first bytes of what was sent; empty where they are not there."""
    if data is None:
        return b""
    if data.artefact:
        return (read_artefact(data.artefact) or b"")[:HELLO_BYTES]
    try:
        return base64.b64decode(data.inline)
    except (binascii.Error, ValueError):
        return b""
