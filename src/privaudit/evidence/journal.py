"""Lines of the journal: how one is written, and how it is read back and checked.

A line is written in exactly one way, so that any other byte in its place shows:
`{"n":N,"prev":"…","hash":"…","event":…}` and a line feed.
"""

from __future__ import annotations

import hashlib

import msgspec

from privaudit.model.event import Event
from privaudit.model.evidence import GENESIS, Line, Record

FIRST = 1
"""Number of the first line."""

_encode_event = msgspec.json.Encoder().encode
_decode_line = msgspec.json.Decoder(Line).decode
_decode_record = msgspec.json.Decoder(Record).decode
_decode_event = msgspec.json.Decoder(Event).decode


class BrokenLineError(ValueError):
    """A line is not what the journal's writer writes; the message says why."""


def chain_hash(prev: str, n: int, event: bytes) -> str:
    """Return the hash of a line, in hex, over the hash before it, its number and its event's JSON bytes."""
    return hashlib.sha256(b"%b\n%d\n%b" % (prev.encode(), n, event)).hexdigest()


def encode_event(event: Event) -> bytes:
    """Return the JSON bytes of an event."""
    return _encode_event(event)


def make_line(n: int, prev: str, event: bytes) -> tuple[bytes, str]:
    """Return the bytes of line `n`, line feed included, and its hash."""
    hash_ = chain_hash(prev, n, event)
    return _frame(n, prev, hash_, event), hash_


def read_record(line: bytes) -> Record:
    """Decode a line into its number and event without checking its hash; raises BrokenLineError."""
    try:
        return _decode_record(line)
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise BrokenLineError(f"cannot be read: {error}") from None


def check_line(line: bytes, n: int, prev: str) -> tuple[Event, str]:
    """Check line number `n` after hash `prev` byte for byte.

    Return its event and hash, or raise BrokenLineError.
    """
    try:
        parsed = _decode_line(line)
        raw = bytes(parsed.event)
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise BrokenLineError(f"cannot be read: {error}") from None
    if parsed.n != n:
        raise BrokenLineError(f"has number {parsed.n} where {n} must stand: lines were lost, added or moved")
    if parsed.prev != prev:
        raise BrokenLineError("does not follow the line before it")
    if chain_hash(prev, n, raw) != parsed.hash:
        raise BrokenLineError("does not have the content its hash stands for")
    if line != _frame(n, prev, parsed.hash, raw):
        raise BrokenLineError("is not written the way a journal is")
    try:
        return _decode_event(raw), parsed.hash
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise BrokenLineError(f"holds an event that cannot be read: {error}") from None


def _frame(n: int, prev: str, hash_: str, event: bytes) -> bytes:
    return b'{"n":%d,"prev":"%b","hash":"%b","event":%b}\n' % (n, prev.encode(), hash_.encode(), event)


__all__ = [
    "FIRST",
    "GENESIS",
    "BrokenLineError",
    "chain_hash",
    "check_line",
    "encode_event",
    "make_line",
    "read_record",
]
