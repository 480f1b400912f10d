"""WebSocket messages read from the bytes an app wrote: RFC 6455 and its compression, RFC 7692, bounded."""

from __future__ import annotations

import zlib
from typing import NamedTuple

MAX_MESSAGE = 16 * 1024 * 1024
"""Bytes of one message; what is longer is given as far as that and said to be cut."""

_TEXT, _PING, _CONTROL = 1, 9, 8
_SHORTEST = 2
_LENGTHS = {126: 2, 127: 8}
_TAIL = b"\x00\x00\xff\xff"
"""What a sender leaves off a compressed message, RFC 7692 section 7.2.1."""


class WsMessage(NamedTuple):
    """A message; `start` and `end` are of its bytes in the connection."""

    data: bytes
    text: bool
    cut: bool
    start: int
    end: int


MAX_INFLATED = 64 * 1024 * 1024
"""Bytes that compressed messages of one connection may give in all."""


class _Inflater:
    """Undoes the compression of one direction; the window goes on from message to message."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(-15)
        self._room = MAX_INFLATED

    def open(self, data: bytes) -> tuple[bytes, bool]:
        """Return (what comes out, whether that is not all)."""
        if self._room <= 0:
            return data, True
        try:
            out = self._stream.decompress(data + _TAIL, self._room)
        except zlib.error:
            # A sender may begin anew with each message, RFC 7692 section 7.1.1.
            self._stream = zlib.decompressobj(-15)
            try:
                out = self._stream.decompress(data + _TAIL, self._room)
            except zlib.error:
                return data, True
        self._room -= len(out)
        return out, bool(self._stream.unconsumed_tail)


def read(data: bytes, at: int) -> tuple[list[WsMessage], int]:
    """Return the messages from `at` on, and where they end: with the data, or at what no client sends."""
    messages: list[WsMessage] = []
    inflater = _Inflater()
    parts: list[bytes] = []
    start, kind, packed = at, 0, False
    while (frame := _frame(data, at)) is not None:
        first, payload, end, whole = frame
        opcode = first & 0x0F
        if opcode >= _CONTROL:
            if payload and opcode == _PING:
                messages.append(WsMessage(payload, text=False, cut=not whole, start=at, end=end))
            at = end
            continue
        if opcode:
            parts, start, kind, packed = [], at, opcode, bool(first & 0x40)
        parts.append(payload)
        at = end
        if first & 0x80 or not whole:
            joined = b"".join(parts)
            out, cut = inflater.open(joined) if packed else (joined, False)
            messages.append(
                WsMessage(
                    out[:MAX_MESSAGE], kind == _TEXT, cut or not whole or len(out) > MAX_MESSAGE, start, at
                )
            )
            parts = []
    if parts:
        messages.append(WsMessage(b"".join(parts), kind == _TEXT, cut=True, start=start, end=at))
    return messages, at


def _frame(data: bytes, at: int) -> tuple[int, bytes, int, bool] | None:
    """Return (first byte, payload, end, whether it is all there) of a frame as clients send it: masked."""
    head = data[at : at + 14]
    if len(head) < _SHORTEST or not head[1] & 0x80 or head[0] & 0x30 or head[0] & 0x0F not in _OPCODES:
        return None
    short = head[1] & 0x7F
    more = _LENGTHS.get(short, 0)
    mask_at = at + 2 + more
    mask = data[mask_at : mask_at + 4]
    if len(mask) < 4:  # noqa: PLR2004 - RFC 6455 section 5.3
        return None
    length = int.from_bytes(data[at + 2 : mask_at], "big") if more else short
    masked = data[mask_at + 4 : mask_at + 4 + length]
    return head[0], _unmasked(masked, mask), mask_at + 4 + len(masked), len(masked) == length


_OPCODES = frozenset({0, 1, 2, 8, 9, 10})


def _unmasked(data: bytes, mask: bytes) -> bytes:
    size = len(data)
    key = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(data, "big") ^ int.from_bytes(key, "big")).to_bytes(size, "big")
