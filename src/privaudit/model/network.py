"""Events of the network: what the agent and the proxy saw of what leaves an app and what comes back."""

from __future__ import annotations

from typing import Literal

import msgspec

from privaudit.model.happening import Happening, Octets, Whole

# -- agent ----------------------------------------------------------------------------------------


class SocketSeen(Happening, frozen=True, kw_only=True, tag="socket"):
    """A process of the app connected a socket, or sent a first datagram to an address."""

    pid: int
    process: str
    tid: int
    thread: str
    site: str
    socket: int
    """Number of the socket, unique in its process."""
    protocol: Literal["tcp", "udp"]
    address: str
    """IP address without brackets."""
    port: int
    local_port: int = 0
    state: Literal["opened", "failed", "refused"]
    """refused: by us, to make the app fall back from QUIC; failed: by the system, as `error` says."""
    error: str = ""


class SocketBytes(Happening, frozen=True, kw_only=True, tag="socket.bytes"):
    """Bytes that a socket carried since it was opened (totals), as the kernel or the calls tell."""

    pid: int
    socket: int
    up: Whole
    down: Whole
    refused: Whole = 0
    """Datagrams we refused."""
    closed: bool = False
    how: Literal["kernel", "calls"] = "kernel"
    """kernel: TCP_INFO, linux/tcp.h; calls: summed over the calls that were seen."""


class NameLookedUp(Happening, frozen=True, kw_only=True, tag="lookup"):
    """A host name was looked up: by a process of the app, or (`pid` 0) in DNS traffic that the proxy saw."""

    name: str
    addresses: tuple[str, ...] = ()
    error: str = ""
    pid: int = 0
    process: str = ""
    tid: int = 0
    thread: str = ""
    site: str = ""
    record: str = ""
    """Type of the DNS record where it was seen on the wire (`A`, `TXT`)."""


class PlainSeen(Happening, frozen=True, kw_only=True, tag="plain"):
    """Bytes a process gave to a TLS library or a socket, before encryption; inbound ones only where told."""

    pid: int
    process: str
    tid: int
    thread: str
    site: str
    layer: Literal["tls", "tcp", "udp"]
    connection: str
    """Names the connection within its process."""
    socket: int = 0
    """Number of its socket, 0 where not known."""
    api: str
    """What took them: a catalogue id or `library!function`."""
    host: str = ""
    """Server name as the TLS library was told it."""
    address: str = ""
    port: int = 0
    from_client: bool = True
    offset: Whole = 0
    """Bytes that went before on this connection in this direction."""
    data: Octets


class CryptoSeen(Happening, frozen=True, kw_only=True, tag="crypto"):
    """Code of the app had bytes encrypted, decrypted, hashed or signed: what went in and what came out."""

    pid: int
    process: str
    tid: int
    thread: str
    site: str
    api: str
    operation: Literal["encrypt", "decrypt", "digest", "mac"]
    algorithm: str
    """As the code named it: `AES/CBC/PKCS5Padding`, `SHA-256`, `SM4`."""
    input: Octets
    output: Octets


class TrustAnswered(Happening, frozen=True, kw_only=True, tag="trust"):
    """The app's own check refused the audit's certificate, and what became of it.

    `opened`: the chain ends at the audit's authority and the check was answered yes in its place; `kept`: the
    refusal stands.
    """

    pid: int
    process: str
    tid: int
    thread: str
    site: str
    api: str
    host: str = ""
    decision: Literal["opened", "kept"]
    reason: str = ""


# -- proxy ----------------------------------------------------------------------------------------


class Header(msgspec.Struct, frozen=True, array_like=True):
    """One header field as sent, bytes as `model.octets` writes them; HTTP/2 has `:authority` among them."""

    name: str
    value: str


class RequestSeen(Happening, frozen=True, kw_only=True, tag="request"):
    """A request left the app; `body` is the sha256 of an artefact, absent when empty."""

    flow: str
    method: str
    scheme: str
    host: str
    port: int
    path: str
    http_version: str
    headers: tuple[Header, ...]
    body: str | None = None
    body_bytes: int = 0
    cut: bool = False
    """True when the body was longer than what is kept."""
    client_port: int = 0
    server_address: str = ""
    tls_version: str = ""


class ResponseSeen(Happening, frozen=True, kw_only=True, tag="response"):
    """The answer to a request came, or the flow failed (`error`)."""

    flow: str
    status: int = 0
    headers: tuple[Header, ...] = ()
    body: str | None = None
    body_bytes: int = 0
    cut: bool = False
    """True when the body was longer than what is kept."""
    error: str = ""
    server_address: str = ""
    """address:port that answered, where the proxy spoke to it itself."""


class FrameSeen(Happening, frozen=True, kw_only=True, tag="websocket"):
    """A WebSocket message passed."""

    flow: str
    host: str
    from_client: bool
    text: bool
    body: str
    body_bytes: int
    cut: bool = False
    """True when the message was longer than what is kept."""


class StreamSeen(Happening, frozen=True, kw_only=True, tag="stream"):
    """Bytes of a connection that speaks no HTTP, in one direction; parts follow each other by `offset`."""

    flow: str
    host: str
    port: int
    protocol: Literal["tcp", "udp"] = "tcp"
    from_client: bool
    encrypted: bool
    offset: Whole = 0
    """Bytes that went before in this direction."""
    body: str = ""
    """sha256 of the artefact."""
    body_bytes: int = 0
    cut: bool = False
    client_port: int = 0
    server_address: str = ""


class BodyPart(Happening, frozen=True, kw_only=True, tag="body.part"):
    """A part of a long message, written while it goes on; the whole is told when the message ends.

    Method to path are of the request it belongs to, so that a part stands for itself when the end never came.
    """

    flow: str
    from_client: bool
    method: str
    scheme: str
    host: str
    port: int
    path: str
    media_type: str = ""
    offset: Whole = 0
    body: str = ""
    body_bytes: int = 0
    client_port: int = 0


class CertificateSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate as presented; times are ns of UTC."""

    sha256: str
    subject: str = ""
    organisation: str = ""
    issuer: str = ""
    names: tuple[str, ...] = ()
    """DNS names and addresses it is for; at most 100."""
    not_before: Whole = 0
    not_after: Whole = 0


class TlsSeen(Happening, frozen=True, kw_only=True, tag="tls"):
    """A TLS handshake was made: the app's with the proxy (`side` app), or the proxy's with the server."""

    side: Literal["app", "server"]
    host: str
    port: int
    client_port: int = 0
    address: str = ""
    """address:port of the server, where the proxy spoke to it itself."""
    version: str = ""
    cipher: str = ""
    offered: tuple[str, ...] = ()
    """TLS versions the app's hello offered."""
    alpn: str = ""
    certificate: CertificateSeen | None = None
    """The server's own."""
    problem: str = ""
    """Why the server's certificate is not valid by the machine's roots; empty when it is."""


class TrustProbed(Happening, frozen=True, kw_only=True, tag="trust.probe"):
    """The app was shown a certificate of an authority nobody trusts, as asked; `accepted` when it went on."""

    host: str
    port: int
    client_port: int = 0
    accepted: bool
    reason: str = ""


class TunnelFailed(Happening, frozen=True, kw_only=True, tag="tls.failed"):
    """A TLS connection could not be opened for reading: what it carried was not seen."""

    host: str
    port: int
    client_port: int
    reason: str
