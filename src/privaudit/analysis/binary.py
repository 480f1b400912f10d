"""Messages of remote calls: protobuf without its schema, gRPC's framing.

Formats as their publishers describe them: protobuf.dev "Encoding", gRPC over HTTP/2 (length-prefixed
messages), gRPC-Web (PROTOCOL-WEB.md), Connect (enveloped messages). Protobuf is not certain by its looks, so
a message counts only when the whole of the bytes reads as one; the bytes themselves are searched as well.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from privaudit.analysis.part import MAX_PARTS, SHORTEST_PART, Hint, Opened, Part
from privaudit.model.observation import Decoding

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_DEEPEST: Final = 24
_MOST_FIELDS: Final = 20_000
"""Field numbers above are allowed by protobuf and used by nobody: bytes with one are something else."""
_SMALL: Final = 100_000
"""A whole number of fewer digits is too weak to be searched for."""
_GRPC_HEAD: Final = 5
_MOST_READ: Final = 500_000
"""Fields read of one body in all, also those of bytes that turn out to be no message."""


class _Field(NamedTuple):
    number: int
    kind: int
    value: int
    data: bytes


def open_protobuf(data: bytes, hint: Hint) -> Opened | None:
    """Protobuf by field numbers: texts, numbers, and messages inside, as `1.2[1]`."""
    del hint
    reader = _Reader()
    fields = reader.fields(data)
    if fields is None:
        return Opened([], reader.cut) if reader.cut else None
    parts: list[Part] = []
    levels: list[Iterator[tuple[str, _Field]]] = [_named("", fields)]
    while levels:
        for path, field in levels[-1]:
            inner = reader.fields(field.data) if _may_be_message(field, len(levels)) else None
            if inner is not None:
                levels.append(_named(path, inner))
                break
            parts += _leaves(path, field)
            if len(parts) >= MAX_PARTS:
                return Opened(parts, f"only {MAX_PARTS} fields of protobuf were opened")
        else:
            levels.pop()
    return Opened(parts, reader.cut)


def _may_be_message(field: _Field, depth: int) -> bool:
    if field.kind != _BYTES or len(field.data) < 2 or depth >= _DEEPEST:  # noqa: PLR2004 - a tag and a value
        return False
    try:
        return not field.data.decode("utf-8").isprintable()
    except UnicodeDecodeError:
        return True


def _named(path: str, fields: list[_Field]) -> Iterator[tuple[str, _Field]]:
    used: dict[int, int] = {}
    for field in fields:
        count = used[field.number] = used.get(field.number, -1) + 1
        name = f"{field.number}[{count}]" if count else str(field.number)
        yield (f"{path}.{name}" if path else name), field


def _leaves(path: str, field: _Field) -> Iterator[Part]:
    if field.kind == _BYTES:
        if len(field.data) >= SHORTEST_PART:
            yield Part(field.data, Decoding(name="protobuf", detail=path), path)
        return
    if field.kind == _VARINT:
        if field.value >= _SMALL:
            yield Part(str(field.value).encode(), Decoding(name="protobuf", detail=path), path)
        return
    wide = field.kind == _FIXED64
    number = struct.unpack("<d" if wide else "<f", field.data)[0]
    if math.isfinite(number) and 1e-4 < abs(number) < 1e15:  # noqa: PLR2004 - beyond, bits read as the wrong kind
        text = repr(number) if wide else f"{number:.7g}"
        yield Part(
            text.encode(), Decoding(name="protobuf", detail=f"{path}:{'double' if wide else 'float'}"), path
        )
    if field.value >= _SMALL:
        yield Part(str(field.value).encode(), Decoding(name="protobuf", detail=f"{path}:fixed"), path)


class _Reader:
    """Reads bytes as messages, until `_MOST_READ` fields were read; `cut` says so then."""

    def __init__(self) -> None:
        self._left = _MOST_READ
        self.cut = ""

    def fields(self, data: bytes) -> list[_Field] | None:
        """Read bytes as one message, or None when they are none."""
        fields: list[_Field] = []
        at, end = 0, len(data)
        while at < end:
            if not self._left:
                self.cut = f"protobuf of more than {_MOST_READ} fields was not opened whole"
                return None
            self._left -= 1
            tag, at = _varint(data, at)
            number, kind = tag >> 3, tag & 7
            if not 0 < number <= _MOST_FIELDS:
                return None
            if kind == _VARINT:
                value, at = _varint(data, at)
                if at < 0:
                    return None
                fields.append(_Field(number, kind, value, b""))
                continue
            size = 0
            if kind == _BYTES:
                size, at = _varint(data, at)
            elif kind in {_FIXED64, _FIXED32}:
                size = 8 if kind == _FIXED64 else 4
            else:
                return None
            if at < 0 or size > end - at:
                return None
            raw = data[at : at + size]
            fields.append(_Field(number, kind, 0 if kind == _BYTES else int.from_bytes(raw, "little"), raw))
            at += size
        return fields or None


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return (value, where it ends); (0, -1) when there is none."""
    value = 0
    for shift in range(0, 64, 7):
        if not 0 <= at < len(data):
            break
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:  # noqa: PLR2004 - the mark of the last byte
            return value & (2**64 - 1), at
    return 0, -1


_ENVELOPED = ("application/grpc", "application/connect+")
_TEXT = "application/grpc-web-text"
_BASE64_PIECE = re.compile(rb"[A-Za-z0-9+/]+={0,2}")


def open_grpc(data: bytes, hint: Hint) -> Opened | None:
    """Messages of a gRPC body, each behind a flag and its length; a compressed one is opened after."""
    if not hint.media_type.startswith(_ENVELOPED):
        return None
    if hint.media_type.startswith(_TEXT):
        return _open_text(data)
    parts: list[Part] = []
    at = 0
    while at + _GRPC_HEAD <= len(data) and len(parts) < MAX_PARTS:
        size = int.from_bytes(data[at + 1 : at + _GRPC_HEAD], "big")
        # 0 and 1: a message, plain or compressed; 2 of Connect and 0x80 of gRPC-Web: what ends the stream.
        if data[at] not in {0, 1, 2, 3, 0x80, 0x81}:
            break
        at += _GRPC_HEAD
        parts.append(Part(data[at : at + size], Decoding(name="grpc", detail=str(len(parts)))))
        at += size
    rest = "" if at == len(data) else "a gRPC body ends within a message or holds something else"
    return Opened(parts, rest) if parts else None


def _open_text(data: bytes) -> Opened | None:
    """Undo the base64 of gRPC-Web's text mode: several pieces, each padded, one after the other."""
    try:
        plain = b"".join(
            base64.b64decode(piece[0] + b"=" * (-len(piece[0]) % 4), validate=True)
            for piece in _BASE64_PIECE.finditer(data)
        )
    except binascii.Error:
        return None
    return Opened([Part(plain, Decoding(name="grpc-text"), media_type="application/grpc-web")])
