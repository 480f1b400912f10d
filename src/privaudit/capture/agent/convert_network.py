"""What the agent says of the app's network and of its ciphers, as events; checked like all it says."""

from __future__ import annotations

import base64
import binascii
import ipaddress
from collections.abc import Callable
from typing import Protocol, TypedDict

import msgspec

from privaudit.model.happening import INLINE_BYTES, Octets
from privaudit.model.network import (
    CryptoSeen,
    NameLookedUp,
    PlainSeen,
    SocketBytes,
    SocketSeen,
    TrustAnswered,
)
from privaudit.model.wire import (
    CryptoMessage,
    LookupMessage,
    PlainMessage,
    SocketBytesMessage,
    SocketMessage,
    TrustMessage,
)

MAX_BYTES = 32 * 1024
"""Bytes of one message; the agent sends longer ones in parts or cut."""
MAX_LETTERS = (MAX_BYTES + 2) // 3 * 4
"""Characters of base64 that so many bytes take (RFC 4648)."""
MAX_ADDRESSES = 64
MAX_ADDRESS = 64
"""Characters of an address with its zone (RFC 4007)."""
MAX_PORT = 65_535

NetworkMessage = (
    SocketMessage | SocketBytesMessage | LookupMessage | PlainMessage | CryptoMessage | TrustMessage
)
NetworkEvent = SocketSeen | SocketBytes | NameLookedUp | PlainSeen | CryptoSeen | TrustAnswered


class Keep(Protocol):
    """Keeps bytes as an artefact and returns their sha256."""

    def __call__(self, data: bytes, *, media_type: str, name: str) -> str:
        """Keep `data`."""
        ...


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where messages come from, and what every event of them begins with."""

    pid: int
    process: str
    text: Callable[[str], str]
    keep: Keep | None


class _Caller(TypedDict):
    """What every event of a call begins with."""

    at: int
    seen: int
    pid: int
    process: str
    tid: int
    thread: str
    site: str


def network_event(message: NetworkMessage, at: int, seen: int, source: Source) -> NetworkEvent:
    """Return the event of a message; raises ValueError when it is not one the agent sends."""
    text = source.text
    if isinstance(message, SocketBytesMessage):
        return SocketBytes(
            at=at,
            seen=seen,
            pid=source.pid,
            socket=message.socket,
            up=_natural(message.up),
            down=_natural(message.down),
            refused=_natural(message.refused),
            closed=message.closed,
            how=message.how,
        )
    caller = _Caller(
        at=at,
        seen=seen,
        pid=source.pid,
        process=source.process,
        tid=message.tid,
        thread=text(message.thread),
        site=text(message.site),
    )
    match message:
        case SocketMessage():
            return SocketSeen(
                **caller,
                socket=message.socket,
                protocol=message.protocol,
                address=_address(message.address),
                port=_port(message.port),
                local_port=_port(message.local_port),
                state=message.state,
                error=text(message.error),
            )
        case LookupMessage():
            return NameLookedUp(
                **caller,
                name=text(message.name),
                addresses=_addresses(message.addresses),
                error=text(message.error),
            )
        case PlainMessage():
            return PlainSeen(
                **caller,
                layer=message.layer,
                connection=text(message.connection),
                socket=message.socket,
                api=text(message.api),
                host=text(message.host),
                address=_address(message.address),
                port=_port(message.port),
                from_client=message.out,
                offset=_natural(message.offset),
                data=_octets(message.data, message.size, source, "plain"),
            )
        case CryptoMessage():
            return CryptoSeen(
                **caller,
                api=text(message.api),
                operation=message.operation,
                algorithm=text(message.algorithm),
                input=_octets(message.input, message.input_size, source, f"{message.operation} input"),
                output=_octets(message.output, message.output_size, source, f"{message.operation} output"),
            )
        case TrustMessage():
            return TrustAnswered(
                **caller,
                api=text(message.api),
                host=text(message.host),
                decision=message.decision,
                reason=text(message.reason),
            )


def _octets(data: str, size: int, source: Source, name: str) -> Octets:
    if len(data) > MAX_LETTERS:
        raise ValueError(f"{len(data)} characters of base64 where {MAX_LETTERS} are the most")
    try:
        raw = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(f"not base64: {error}") from error
    if len(raw) > MAX_BYTES or size < len(raw):
        raise ValueError(f"{len(raw)} bytes where {size} are told and {MAX_BYTES} the most")
    if len(raw) <= INLINE_BYTES:
        return Octets(inline=base64.b64encode(raw).decode("ascii"), size=size, cut=size > len(raw))
    if source.keep is None:
        kept = base64.b64encode(raw[:INLINE_BYTES]).decode("ascii")
        return Octets(inline=kept, size=size, cut=True)
    artefact = source.keep(raw, media_type="application/octet-stream", name=name)
    return Octets(artefact=artefact, size=size, cut=size > len(raw))


def _address(address: str) -> str:
    """Return an IP address in its usual spelling, or nothing for nothing; IPv4 in IPv6 is IPv4."""
    if not address:
        return ""
    if len(address) > MAX_ADDRESS:
        raise ValueError(f"an address of {len(address)} characters")
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped or found)


def _addresses(addresses: list[str]) -> tuple[str, ...]:
    if len(addresses) > MAX_ADDRESSES:
        raise ValueError(f"{len(addresses)} addresses where {MAX_ADDRESSES} are the most")
    return tuple(_address(one) for one in addresses)


def _port(port: int) -> int:
    if not 0 <= port <= MAX_PORT:
        raise ValueError(f"{port} is no port")
    return port


def _natural(number: int) -> int:
    if number < 0:
        raise ValueError(f"{number} is no number of bytes")
    return number
