"""What the agent says of the app's network as events; it sits in a hostile app, so anything may come."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privaudit.capture.agent.convert import Converter
from privaudit.capture.agent.convert_network import MAX_ADDRESSES, MAX_BYTES
from privaudit.model.event import AgentProblem
from privaudit.model.happening import INLINE_BYTES, Octets
from privaudit.model.network import (
    CryptoSeen,
    NameLookedUp,
    PlainSeen,
    SocketBytes,
    SocketSeen,
    TrustAnswered,
)

SEEN = 1_700_000_000_000_000_000
T = 1_700_000_000_000.25
AT = 1_700_000_000_000_250_000
CALLER = {"t": T, "tid": 9, "thread": "worker", "site": "ab"}
SOCKET = {
    "k": "socket", **CALLER, "socket": 3, "protocol": "tcp", "address": "192.0.2.7", "port": 443,
    "local_port": 40000, "state": "opened",
}  # fmt: skip
BYTES = {"k": "socket_bytes", "t": T, "socket": 3, "up": 10, "down": 20, "refused": 0, "closed": True}
LOOKUP = {"k": "lookup", **CALLER, "name": "example.com", "addresses": ["192.0.2.7", "2001:DB8:0:0::7"]}
PLAIN = {
    "k": "plain", **CALLER, "layer": "tls", "connection": "libssl.so:0x1#4", "socket": 3,
    "api": "libssl.so!SSL_write", "host": "example.com", "address": "192.0.2.7", "port": 443, "out": True,
    "offset": 0, "data": "aGVsbG8=", "size": 5,
}  # fmt: skip
CRYPTO = {
    "k": "crypto", **CALLER, "api": "crypto.cipher", "operation": "encrypt",
    "algorithm": "AES/CBC/PKCS5Padding", "input": "aGVsbG8=", "input_size": 5,
    "output": "AAECAw==", "output_size": 40,
}  # fmt: skip
TRUST = {
    "k": "trust", **CALLER, "api": "libssl.so!X509_verify_cert", "host": "example.com", "decision": "kept",
    "reason": "another chain",
}  # fmt: skip
MESSAGES: list[dict[str, Any]] = [SOCKET, BYTES, LOOKUP, PLAIN, CRYPTO, TRUST]


class Artefacts:
    """Keeps bytes by their sha256."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def __call__(self, data: bytes, *, media_type: str, name: str) -> str:
        assert media_type == "application/octet-stream"
        assert name
        digest = hashlib.sha256(data).hexdigest()
        self.kept[digest] = data
        return digest


def convert(message: dict[str, Any], keep: Artefacts | None = None) -> Any:
    converter = Converter(7, "com.example:push", 0, keep)
    (event,) = converter.events({"seq": 0, "messages": [message]}, SEEN)
    assert msgspec.json.encode(event)
    return event


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def test_each_message_becomes_its_event() -> None:
    events = [convert(message) for message in MESSAGES]
    socket, totals, lookup, plain, crypto, trust = events
    caller: dict[str, Any] = {
        "at": AT,
        "seen": SEEN,
        "pid": 7,
        "process": "com.example:push",
        "tid": 9,
        "thread": "worker",
        "site": "ab",
    }
    assert socket == SocketSeen(
        **caller, socket=3, protocol="tcp", address="192.0.2.7", port=443, local_port=40000, state="opened"
    )
    assert totals == SocketBytes(at=AT, seen=SEEN, pid=7, socket=3, up=10, down=20, closed=True, how="kernel")
    assert lookup == NameLookedUp(**caller, name="example.com", addresses=("192.0.2.7", "2001:db8::7"))
    assert plain == PlainSeen(
        **caller, layer="tls", connection="libssl.so:0x1#4", socket=3, api="libssl.so!SSL_write",
        host="example.com", address="192.0.2.7", port=443, data=Octets(inline="aGVsbG8=", size=5),
    )  # fmt: skip
    assert crypto == CryptoSeen(
        **caller, api="crypto.cipher", operation="encrypt", algorithm="AES/CBC/PKCS5Padding",
        input=Octets(inline="aGVsbG8=", size=5), output=Octets(inline="AAECAw==", size=40, cut=True),
    )  # fmt: skip
    assert trust == TrustAnswered(
        **caller,
        api="libssl.so!X509_verify_cert",
        host="example.com",
        decision="kept",
        reason="another chain",
    )


@pytest.mark.parametrize(
    ("message", "field", "value"),
    [
        (SOCKET, "port", -1), (SOCKET, "port", 65536), (SOCKET, "local_port", -1),
        (SOCKET, "port", 2**64), (SOCKET, "address", "example.com"), (SOCKET, "address", "1.2.3"),
        (SOCKET, "address", ":" * 10**6), (SOCKET, "protocol", "icmp"), (SOCKET, "state", "closed"),
        (SOCKET, "socket", "3"), (SOCKET, "socket", 2**64), (SOCKET, "tid", 2**64), (SOCKET, "t", -1.0),
        (SOCKET, "t", 1e300), (BYTES, "up", -1), (BYTES, "down", -1), (BYTES, "refused", -1),
        (BYTES, "up", 2**64), (BYTES, "up", 1.5), (BYTES, "how", "guessed"), (BYTES, "closed", "yes"),
        (LOOKUP, "addresses", ["192.0.2.7"] * (MAX_ADDRESSES + 1)), (LOOKUP, "addresses", ["nowhere"]),
        (LOOKUP, "addresses", "192.0.2.7"), (LOOKUP, "name", None), (PLAIN, "data", "a"),
        (PLAIN, "data", "aGVsbG8=\n"), (PLAIN, "data", "aGVs bG8="), (PLAIN, "data", "%%%%"),
        (PLAIN, "data", "银行"), (PLAIN, "size", 4), (PLAIN, "size", -1), (PLAIN, "offset", -1),
        (PLAIN, "layer", "quic"), (PLAIN, "port", 70000), (PLAIN, "data", None),
        (PLAIN, "data", encoded(bytes(MAX_BYTES + 1))), (PLAIN, "data", "A" * 10**7),
        (PLAIN, "offset", 10**30), (PLAIN, "size", 10**30), (CRYPTO, "input_size", 4),
        (CRYPTO, "output", "="), (CRYPTO, "operation", "sign"), (TRUST, "decision", "opened for all"),
        (TRUST, "reason", 5),
    ],
    ids=lambda value: str(value)[:24],
)  # fmt: skip
def test_what_the_agent_does_not_send_is_a_problem_and_no_event(
    message: dict[str, Any], field: str, value: object
) -> None:
    event = convert({**message, field: value, **({"size": 10**7} if field == "data" else {})})
    assert isinstance(event, AgentProblem)
    assert (event.where, event.dropped) == ("wire", 1)
    assert len(event.message) <= 1000


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", ""), ("::ffff:192.0.2.7", "192.0.2.7"), ("0:0:0:0:0:ffff:c000:207", "192.0.2.7"),
        ("fe80:0:0:0:0:0:0:1%wlan0", "fe80::1"), ("0:0:0:0:0:0:0:1", "::1"), ("10.0.0.1", "10.0.0.1"),
    ],
)  # fmt: skip
def test_addresses_have_one_spelling(address: str, told: str) -> None:
    assert convert({**SOCKET, "address": address}).address == told


@pytest.mark.parametrize("size", [0, 1, INLINE_BYTES, INLINE_BYTES + 1, MAX_BYTES])
def test_bytes_are_kept_whole(size: int) -> None:
    data, artefacts = bytes(i % 251 for i in range(size)), Artefacts()
    octets = convert({**PLAIN, "data": encoded(data), "size": size}, artefacts).data
    assert (octets.size, octets.cut) == (size, False)
    assert (artefacts.kept[octets.artefact] if octets.artefact else base64.b64decode(octets.inline)) == data
    assert bool(octets.artefact) == (size > INLINE_BYTES)


def test_without_a_place_to_keep_them_long_bytes_are_cut_and_said_to_be() -> None:
    octets = convert({**PLAIN, "data": encoded(bytes(range(256)) * 8), "size": 2048}).data
    assert base64.b64decode(octets.inline) == bytes(range(256)) * 4
    assert (octets.size, octets.cut, octets.artefact) == (2048, True, "")


def test_bytes_that_were_only_counted_are_told_by_their_number() -> None:
    event = convert({**PLAIN, "data": "", "size": 10**9, "offset": 10**9, "out": False})
    assert event.data == Octets(size=10**9, cut=True)
    assert (event.offset, event.from_client) == (10**9, False)


def test_spellings_of_the_same_bytes_are_one() -> None:
    assert convert({**PLAIN, "data": "aGVsbG9=", "size": 5}).data.inline == "aGVsbG8="


def test_half_characters_do_not_reach_the_journal() -> None:
    half = "a\ud83db"
    for message, field in ((LOOKUP, "name"), (PLAIN, "host"), (TRUST, "reason"), (SOCKET, "thread")):
        assert getattr(convert({**message, field: half}), field) == "a\ufffdb"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary().map(encoded),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)


@given(st.data())
def test_anything_becomes_an_event_or_a_problem(data: st.DataObject) -> None:
    message = data.draw(st.sampled_from(MESSAGES))
    field = data.draw(st.sampled_from(sorted(set(message) - {"k"})))
    event = convert({**message, field: data.draw(values)})
    assert event.pid == 7


@given(st.ip_addresses(), st.integers(0, 65535), st.binary(max_size=3000), st.integers(0, 2**40))
def test_what_the_agent_sends_comes_through(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address, port: int, data: bytes, offset: int
) -> None:
    artefacts = Artefacts()
    told = {"address": str(address), "port": port, "data": encoded(data), "size": len(data), "offset": offset}
    event = convert({**PLAIN, **told}, artefacts)
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    assert (event.address, event.port, event.offset) == (str(mapped or address), port, offset)
    octets = event.data
    kept = artefacts.kept[octets.artefact] if octets.artefact else base64.b64decode(octets.inline)
    assert (kept, octets.size, octets.cut) == (data, len(data), False)
