"""Where bytes of the app went and how far that could be read: part of a run's coverage."""

from __future__ import annotations

from typing import Literal

import msgspec

from privaudit.model.circumstances import Actor, When
from privaudit.model.network import CertificateSeen

Opened = Literal["unopened", "counted", "refused", "taken", "read", "probed", "failed"]
"""How far a destination was opened, the gravest first.

unopened: TLS that neither the proxy nor the agent could read · counted: only its bytes were counted ·
refused: QUIC that we refused, and nothing else went there · taken: taken in the app before encryption ·
read: read by the proxy · probed: only shown a wrong certificate, as asked · failed: no connection came about
"""

NetworkProtocol = Literal["http", "websocket", "tcp", "udp", "quic", "dns"]


class Destination(msgspec.Struct, frozen=True, kw_only=True):
    """A host, or an address without a name, to which bytes went or were to go.

    Bytes are those of requests and answers (heads and bodies) as the proxy read them, of streams and
    messages, and what the kernel or the calls counted for sockets that went past the proxy. Lists are
    bounded.
    """

    host: str
    registrable: str
    opened: Opened
    addresses: tuple[str, ...] = ()
    ports: tuple[int, ...] = ()
    protocols: tuple[NetworkProtocol, ...] = ()
    requests: int = 0
    """HTTP requests that the proxy read."""
    bytes_up: int = 0
    bytes_down: int = 0
    unopened: int = 0
    """TLS connections that stayed closed to the proxy."""
    reasons: tuple[str, ...] = ()
    """Why, as the proxy or the app's own check told it."""
    refused: int = 0
    """Sockets whose QUIC we refused."""
    refused_datagrams: int = 0
    taken: int = 0
    """Connections of which bytes were taken before encryption."""
    direct: int = 0
    """Sockets that went past the proxy."""
    unread: int = 0
    """Of these, those that sent something of which nothing was seen but the number of bytes."""
    failed: int = 0
    """Sockets that the system did not connect."""
    clear_ports: tuple[int, ...] = ()
    """Ports other than 80 on which clear text was seen."""
    by_address: bool = False
    """The app went to an address, and no name for it is known."""
    named_by: Literal["told", "lookup"] = "told"
    """lookup: the name is one that was looked up and gave this address; another may share the address."""
    inside: bool = False
    """Within the phone itself (loopback): nothing left it."""
    own: bool = False
    """A process of the app was seen, from inside, to go there."""


class NetworkCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """Every outbound byte accounted for: where it went, and how far each destination was opened."""

    destinations: tuple[Destination, ...]
    """What matters first: unopened before counted before read, then by bytes sent."""
    left_out: int = 0
    """Destinations beyond the bound; their bytes are in the totals."""
    bytes_up: int = 0
    """Of all destinations outside the phone."""
    bytes_down: int = 0
    sockets_watched: bool = False
    """Whether the agent was asked to tell sockets."""
    proxy_sockets: int = 0
    """Sockets of the app to the proxy."""
    proxy_up: int = 0
    """Bytes on them as the kernel or the calls counted them."""
    proxy_down: int = 0
    read_up: int = 0
    """Bytes of requests, messages and streams that the proxy read."""
    read_down: int = 0
    unplaced_up: int = 0
    """Bytes of sockets of which nobody saw where they lead."""
    unplaced_down: int = 0
    sockets_left_out: int = 0
    """Sockets, connections and open messages too many to be followed one by one."""
    names_only: tuple[str, ...] = ()
    """Names looked up to which no connection was seen; bounded."""
    names_only_count: int = 0


class Handshake(msgspec.Struct, frozen=True, kw_only=True):
    """The weakest TLS handshake for a host and port: the app's with the proxy, or the proxy's with it."""

    event: int
    when: When
    side: Literal["app", "server"]
    host: str
    port: int
    version: str = ""
    offered: tuple[str, ...] = ()
    cipher: str = ""
    address: str = ""
    certificate: CertificateSeen | None = None
    """With at most ten names, those that are the host's before others."""
    problem: str = ""
    """Why the server's certificate is not valid by the recording machine's roots."""


class Probe(msgspec.Struct, frozen=True, kw_only=True):
    """What the app did when it was shown a certificate of an authority nobody trusts."""

    event: int
    when: When
    host: str
    port: int
    accepted: bool
    reason: str = ""


class TrustCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A check of the app's own that refused the audit's certificate: answered yes in its place, or kept."""

    event: int
    when: When
    host: str
    api: str
    decision: Literal["opened", "kept"]
    actor: Actor
    library: str = ""
    """Whose check it is, as the catalogue names it."""
    reason: str = ""
    count: int = 1
