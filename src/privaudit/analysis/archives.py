"""Archives and more compressions: ZIP (APPNOTE.TXT of PKWARE, 4.3.7), LZ4 frames, deflate without a mark."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

import cramjam

from privaudit.analysis.compressions import opened
from privaudit.analysis.part import Hint, Opened, Part, shown
from privaudit.model.observation import Decoding

_LZ4_MAGIC: Final = b"\x04\x22\x4d\x18"
_ZIP_MAGIC: Final = b"PK\x03\x04"
_ZIP_HEAD = struct.Struct("<4s5H3L2H")
_ENCRYPTED, _SIZE_AFTER = 0x0001, 0x0008
_STORED, _DEFLATED = 0, 8
_MOST_ENTRIES: Final = 10_000
_RAW = -15


def open_lz4(data: bytes, hint: Hint) -> Opened | None:
    """LZ4 frames, known by their mark (lz4_Frame_format.md)."""
    return opened("lz4", data, hint, cramjam.lz4.decompress_into) if data[:4] == _LZ4_MAGIC else None


def open_zip(data: bytes, hint: Hint) -> Opened | None:
    """ZIP by its local headers, one after the other: what a log uploaded in pieces still has."""
    if data[:4] != _ZIP_MAGIC:
        return None
    reader = _Zip(data, hint.room)
    parts = [
        Part(content, Decoding(name="zip", detail=name), name.rpartition("/")[2])
        for name, content in reader.entries()
    ]
    return Opened(parts, "; ".join(reader.cuts)) if parts or reader.cuts else None


class _Zip:
    def __init__(self, data: bytes, room: int) -> None:
        self._data = data
        self._room = room
        self.cuts: dict[str, None] = {}

    def entries(self) -> Iterator[tuple[str, bytes]]:
        """Yield names, those of a second entry numbered, with what they hold."""
        at = count = 0
        used: dict[str, int] = {}
        while self._data.startswith(_ZIP_MAGIC, at):
            if at + _ZIP_HEAD.size > len(self._data) or count >= _MOST_ENTRIES:
                self.cuts[f"a ZIP breaks off or has more than {_MOST_ENTRIES} entries"] = None
                return
            count += 1
            _, _, flags, method, _, _, _, packed, _, name_size, extra_size = _ZIP_HEAD.unpack_from(
                self._data, at
            )
            start = at + _ZIP_HEAD.size + name_size + extra_size
            name = shown(self._data[at + _ZIP_HEAD.size : at + _ZIP_HEAD.size + name_size])
            again = used[name] = used.get(name, -1) + 1
            content, at = self._content(start, flags, method, packed)
            if content is not None:
                yield (f"{name}[{again}]" if again else name), content

    def _content(self, start: int, flags: int, method: int, packed: int) -> tuple[bytes | None, int]:
        """Return what an entry holds, None when it stays closed, and where the next begins."""
        end = start + packed
        if flags & _ENCRYPTED:
            self.cuts["an entry of a ZIP is encrypted"] = None
        elif method == _STORED and not flags & _SIZE_AFTER:
            self._room -= packed
            return self._data[start:end], end
        elif method == _DEFLATED:
            return self._inflated(start, end if packed else len(self._data), told=bool(packed))
        else:
            self.cuts["an entry of a ZIP is packed in a way that is not opened"] = None
        if flags & _SIZE_AFTER and not packed:
            return None, len(self._data)
        return None, end

    def _inflated(self, start: int, end: int, *, told: bool) -> tuple[bytes | None, int]:
        stream = zlib.decompressobj(_RAW)
        try:
            content = stream.decompress(self._data[start:end], max(self._room, 1))
        except zlib.error:
            self.cuts["an entry of a ZIP breaks off"] = None
            return None, end
        self._room -= len(content)
        if not stream.eof:
            self.cuts["an entry of a ZIP breaks off or expands beyond what is opened"] = None
            return content, end
        if told:
            return content, end
        # The sizes stand after the content, with or without a mark of their own: APPNOTE, 4.3.9.
        return content, max(self._data.find(_ZIP_MAGIC, end - len(stream.unused_data)), start)


def open_deflate(data: bytes, hint: Hint) -> Opened | None:
    """Deflate without header, RFC 1951: it has no mark, so all of the bytes must be one whole stream."""
    if data[0] & 6 == 6:  # noqa: PLR2004 - a kind of block that there is none of
        return None
    stream = zlib.decompressobj(_RAW)
    try:
        content = stream.decompress(data, max(hint.room, 1))
    except zlib.error:
        return None
    step = Decoding(name="deflate")
    if not stream.eof and len(content) >= hint.room:
        return Opened([Part(content, step)], f"expands beyond {hint.room} bytes")
    if not stream.eof or stream.unused_data or not content:
        return None
    return Opened([Part(content, step, media_type=hint.media_type)])
