"""Packed documents: MessagePack (msgpack.org, spec.md) and CBOR (RFC 8949).

Neither is certain by its looks, so a document counts only when the whole of the bytes reads as one. Lengths
are never believed beyond what is there, and items are counted: a byte may be an empty list of 64.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any, Final

from privaudit.analysis.documents import document_parts
from privaudit.analysis.part import Hint, Opened

_DEEPEST: Final = 100
_MOST_ITEMS: Final = 500_000
_MAPS_OF_MSGPACK = frozenset({*range(0x80, 0xA0), 0xDC, 0xDD, 0xDE, 0xDF})
_COLLECTIONS_OF_CBOR = range(0x80, 0xC0)
_CBOR_TAGGED = b"\xd9\xd9\xf7"
"""Self-described CBOR, RFC 8949, 3.4.6."""


def open_msgpack(data: bytes, hint: Hint) -> Opened | None:
    """MessagePack: a map or an array that is the whole of the data."""
    del hint
    return _opened("msgpack", _MsgPack(data)) if data[0] in _MAPS_OF_MSGPACK else None


def open_cbor(data: bytes, hint: Hint) -> Opened | None:
    """CBOR: a map or an array that is the whole of the data."""
    if data[:3] == _CBOR_TAGGED or data[0] in _COLLECTIONS_OF_CBOR or "cbor" in hint.media_type:
        return _opened("cbor", _Cbor(data))
    return None


def _opened(kind: str, reader: _Reader) -> Opened | None:
    try:
        document = reader.read(0)
    except _OtherError:
        return None
    except _TooMuchError as error:
        return Opened([], f"{_TITLES[kind]} {error}")
    if reader.at != reader.end or not isinstance(document, dict | list):
        return None
    return document_parts(kind, document)


_TITLES = {"msgpack": "MessagePack", "cbor": "CBOR"}


class _OtherError(Exception):
    """The bytes are of another kind."""


class _TooMuchError(Exception):
    """More than is read; the text says of what."""


class _Reader:
    """Bytes from the front, and how many items they gave."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0
        self.end = len(data)
        self._items = 0

    def read(self, depth: int) -> Any:
        raise NotImplementedError

    def _take(self, size: int) -> bytes:
        if size > self.end - self.at:
            raise _OtherError
        self.at += size
        return self._data[self.at - size : self.at]

    def _number(self, size: int) -> int:
        return int.from_bytes(self._take(size), "big")

    def _count(self, depth: int) -> None:
        self._items += 1
        if self._items > _MOST_ITEMS:
            raise _TooMuchError(f"of more than {_MOST_ITEMS} items was not opened")
        if depth > _DEEPEST:
            raise _TooMuchError("is nested too deep")

    def _enough(self, length: int) -> int:
        """Return a length of so many items, each of one byte at least."""
        if length > self.end - self.at:
            raise _OtherError
        return length


def _named(items: list[Any]) -> dict[Any, Any]:
    names = (name if isinstance(name, str | int | bytes) else "?" for name in items[::2])
    return dict(zip(names, items[1::2], strict=True))


class _MsgPack(_Reader):
    def read(self, depth: int) -> Any:
        self._count(depth)
        first = self._take(1)[0]
        if first < 0x80:  # noqa: PLR2004 - the number itself
            return first
        if first >= 0xE0:  # noqa: PLR2004 - a number below zero
            return first - 256
        if first < 0xA0:  # noqa: PLR2004 - a small map or array
            return self._collection(first & 0x0F, depth, named=first < 0x90)  # noqa: PLR2004
        if first < 0xC0:  # noqa: PLR2004 - a short text
            return self._text(first & 0x1F)
        return self._long(first, depth)

    def _long(self, first: int, depth: int) -> Any:
        if first in _SCALARS:
            layout = _SCALARS[first]
            return struct.unpack(layout, self._take(struct.calcsize(layout)))[0]
        if first in _SIZED:
            kind, width = _SIZED[first]
            size = self._number(width)
            if kind == "text":
                return self._text(size)
            if kind == "extension":
                self._take(1)
            if kind in {"extension", "bytes"}:
                return self._take(size)
            return self._collection(size, depth, named=kind == "map")
        if first in _FIXED_EXTENSIONS:
            self._take(1)
            return self._take(_FIXED_EXTENSIONS[first])
        if first == 0xC1:  # noqa: PLR2004 - never used
            raise _OtherError
        return None  # nil, false, true

    def _text(self, size: int) -> str:
        try:
            return self._take(size).decode("utf-8")
        except UnicodeDecodeError as error:
            raise _OtherError from error

    def _collection(self, size: int, depth: int, *, named: bool) -> Any:
        items = [self.read(depth + 1) for _ in range(self._enough(size * 2 if named else size))]
        return _named(items) if named else items


_SCALARS = {
    0xCA: ">f", 0xCB: ">d", 0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q",
    0xD0: ">b", 0xD1: ">h", 0xD2: ">i", 0xD3: ">q",
}  # fmt: skip
_SIZED = {
    0xC4: ("bytes", 1), 0xC5: ("bytes", 2), 0xC6: ("bytes", 4),
    0xC7: ("extension", 1), 0xC8: ("extension", 2), 0xC9: ("extension", 4),
    0xD9: ("text", 1), 0xDA: ("text", 2), 0xDB: ("text", 4),
    0xDC: ("array", 2), 0xDD: ("array", 4), 0xDE: ("map", 2), 0xDF: ("map", 4),
}  # fmt: skip
_FIXED_EXTENSIONS = {0xD4: 1, 0xD5: 2, 0xD6: 4, 0xD7: 8, 0xD8: 16}


class _End:
    """The break that ends what has no length."""


_BREAK = _End()


class _Cbor(_Reader):
    def read(self, depth: int) -> Any:
        self._count(depth)
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
        items = list(self._items_of(length, 1 if major == 4 else 2, depth))  # noqa: PLR2004 - an array, a map
        return items if major == 4 else _named(items)  # noqa: PLR2004

    def _items_of(self, length: int | None, each: int, depth: int) -> Iterator[Any]:
        count = 0
        wanted = None if length is None else self._enough(length * each)
        while wanted is None or count < wanted:
            item = self.read(depth + 1)
            if item is _BREAK:
                if length is not None or count % each:
                    raise _OtherError
                return
            count += 1
            yield item

    def _chunks(self, major: int, depth: int) -> bytes:
        chunks: list[bytes] = []
        while (item := self.read(depth + 1)) is not _BREAK:
            if not isinstance(item, str if major == 3 else bytes):  # noqa: PLR2004
                raise _OtherError
            chunks.append(item.encode() if isinstance(item, str) else item)
        return b"".join(chunks)

    def _length(self, low: int) -> int | None:
        if low < 24:  # noqa: PLR2004 - the value itself
            return low
        if low <= 27:  # noqa: PLR2004 - 1, 2, 4 or 8 bytes follow
            return self._number(1 << (low - 24))
        if low == 31:  # noqa: PLR2004 - until a break
            return None
        raise _OtherError

    def _simple(self, low: int) -> Any:
        if low in {25, 26, 27}:
            size = 1 << (low - 24)
            return struct.unpack({2: ">e", 4: ">f", 8: ">d"}[size], self._take(size))[0]
        if low == 31:  # noqa: PLR2004
            return _BREAK
        if low == 24:  # noqa: PLR2004
            self._take(1)
        return {20: False, 21: True}.get(low)


def _known(length: int | None) -> int:
    if length is None:
        raise _OtherError
    return length
