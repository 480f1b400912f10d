"""Binary messages: protobuf without its schema, gRPC's framing, MessagePack, CBOR.

Formats as their publishers describe them: protobuf.dev "Encoding", gRPC over HTTP/2 (length-prefixed
messages), msgpack.org "spec.md", RFC 8949. None of them is certain by its looks, so a message counts only
when the whole of the bytes reads as one; the bytes themselves are searched as well.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import msgspec

from privaudit.analysis.documents import document_parts
from privaudit.analysis.part import MAX_PARTS, SHORTEST_PART, Hint, Opened, Part
from privaudit.model.observation import Decoding

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_DEEPEST: Final = 24
_MOST_FIELDS: Final = 20_000
"""Field numbers above are allowed by protobuf and used by nobody: bytes with one are something else."""
_SMALL: Final = 100_000
"""A whole number of fewer digits is too weak to be searched for."""
_GRPC_HEAD: Final = 5


class _Field(NamedTuple):
    number: int
    kind: int
    value: int
    data: bytes


def open_protobuf(data: bytes, hint: Hint) -> Opened | None:
    """Protobuf by field numbers: texts, numbers, and messages inside, as `1.2[1]`."""
    del hint
    fields = _fields(data)
    if fields is None:
        return None
    parts: list[Part] = []
    levels: list[Iterator[tuple[str, _Field]]] = [_named("", fields)]
    while levels:
        for path, field in levels[-1]:
            inner = _fields(field.data) if _may_be_message(field, len(levels)) else None
            if inner is not None:
                levels.append(_named(path, inner))
                break
            parts += _leaves(path, field)
            if len(parts) >= MAX_PARTS:
                return Opened(parts, f"only {MAX_PARTS} fields of protobuf were opened")
        else:
            levels.pop()
    return Opened(parts)


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


def _fields(data: bytes) -> list[_Field] | None:
    """Read bytes as one message, or None when they are none."""
    fields: list[_Field] = []
    at, end = 0, len(data)
    while at < end:
        tag, at = _varint(data, at)
        number, kind = tag >> 3, tag & 7
        if not 0 < number <= _MOST_FIELDS:
            return None
        size = 0
        if kind == _VARINT:
            value, at = _varint(data, at)
            if at < 0:
                return None
            fields.append(_Field(number, kind, value, b""))
            continue
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


def open_grpc(data: bytes, hint: Hint) -> Opened | None:
    """Messages of a gRPC body, each behind a flag and its length; a compressed one is opened after."""
    if not hint.media_type.startswith("application/grpc"):
        return None
    parts: list[Part] = []
    at = 0
    while at + _GRPC_HEAD <= len(data) and len(parts) < MAX_PARTS:
        size = int.from_bytes(data[at + 1 : at + _GRPC_HEAD], "big")
        if data[at] not in {0, 1, 0x80}:
            break
        at += _GRPC_HEAD
        parts.append(Part(data[at : at + size], Decoding(name="grpc", detail=str(len(parts)))))
        at += size
    rest = "" if at == len(data) else "a gRPC body ends within a message or holds something else"
    return Opened(parts, rest) if parts else None


_MAPS_OF_MSGPACK = frozenset({*range(0x80, 0xA0), 0xDC, 0xDD, 0xDE, 0xDF})


def open_msgpack(data: bytes, hint: Hint) -> Opened | None:
    """MessagePack: a map or an array that is the whole of the data."""
    del hint
    if data[0] not in _MAPS_OF_MSGPACK:
        return None
    try:
        document = msgspec.msgpack.decode(data)
    except RecursionError:
        return Opened([], "MessagePack is nested too deep")
    except (msgspec.DecodeError, UnicodeDecodeError, TypeError, ValueError, OverflowError):
        # A list as the name of a field is a TypeError: names must be hashable here.
        return None
    return document_parts("msgpack", document) if isinstance(document, dict | list) else None


_COLLECTIONS_OF_CBOR = range(0x80, 0xC0)
_CBOR_TAGGED = b"\xd9\xd9\xf7"
"""Self-described CBOR, RFC 8949, 3.4.6."""


def open_cbor(data: bytes, hint: Hint) -> Opened | None:
    """CBOR: a map or an array that is the whole of the data."""
    tagged = data[:3] == _CBOR_TAGGED
    if not (tagged or data[0] in _COLLECTIONS_OF_CBOR or "cbor" in hint.media_type):
        return None
    reader = _Cbor(data)
    try:
        document = reader.read(0)
    except _NotCborError:
        return None
    if reader.at != len(data) or not isinstance(document, dict | list):
        return None
    return document_parts("cbor", document)


class _NotCborError(Exception):
    pass


class _End:
    """The break that ends what has no length."""


_BREAK = _End()


class _Cbor:
    """Reads one data item; lengths are never believed beyond what is there."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def read(self, depth: int) -> Any:
        if depth > _DEEPEST:
            raise _NotCborError
        first = self._take(1)[0]
        major, low = first >> 5, first & 0x1F
        if major == 7:  # noqa: PLR2004 - simple values and floats
            return self._simple(low)
        length = self._length(low)
        if major < 2:  # noqa: PLR2004 - a whole number, or one below zero
            return -1 - _known(length) if major else _known(length)
        if major < 4:  # noqa: PLR2004 - bytes, text
            raw = self._take(length) if length is not None else self._chunks(major, depth)
            return raw if major == 2 else raw.decode("utf-8", "replace")  # noqa: PLR2004
        if major == 6:  # noqa: PLR2004 - a tag says what the item after it means
            _known(length)
            return self.read(depth + 1)
        if major == 4:  # noqa: PLR2004 - an array, a map
            return list(self._items(length, 1, depth))
        return self._map(length, depth)

    def _map(self, length: int | None, depth: int) -> dict[Any, Any]:
        items = list(self._items(length, 2, depth))
        names = [name if isinstance(name, str | int | bytes) else "?" for name in items[::2]]
        return dict(zip(names, items[1::2], strict=True))

    def _items(self, length: int | None, each: int, depth: int) -> Iterator[Any]:
        count = 0
        while length is None or count < length * each:
            item = self.read(depth + 1)
            if item is _BREAK:
                if length is not None or count % each:
                    raise _NotCborError
                return
            count += 1
            yield item

    def _chunks(self, major: int, depth: int) -> bytes:
        chunks: list[bytes] = []
        while (item := self.read(depth + 1)) is not _BREAK:
            if not isinstance(item, str if major == 3 else bytes):  # noqa: PLR2004
                raise _NotCborError
            chunks.append(item.encode() if isinstance(item, str) else item)
        return b"".join(chunks)

    def _length(self, low: int) -> int | None:
        if low < 24:  # noqa: PLR2004 - the value itself
            return low
        if low <= 27:  # noqa: PLR2004 - 1, 2, 4 or 8 bytes follow
            return int.from_bytes(self._take(1 << (low - 24)), "big")
        if low == 31:  # noqa: PLR2004 - until a break
            return None
        raise _NotCborError

    def _simple(self, low: int) -> Any:
        if low in {25, 26, 27}:
            size = 1 << (low - 24)
            return struct.unpack({2: ">e", 4: ">f", 8: ">d"}[size], self._take(size))[0]
        if low == 31:  # noqa: PLR2004
            return _BREAK
        if low == 24:  # noqa: PLR2004
            self._take(1)
        return {20: False, 21: True}.get(low)

    def _take(self, size: int) -> bytes:
        if size > len(self._data) - self.at:
            raise _NotCborError
        self.at += size
        return self._data[self.at - size : self.at]


def _known(length: int | None) -> int:
    if length is None:
        raise _NotCborError
    return length
