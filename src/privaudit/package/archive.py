"""ZIP archives as Android reads them, within bounds.

Android goes by the central directory alone: it ignores the flag that says an entry is encrypted, takes every
method but deflate as stored, and refuses an archive that names an entry twice (AOSP system/libziparchive,
zip_archive.cc). Packers rely on that to keep other readers out, so Python's `zipfile` cannot be used.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from privaudit.errors import InputError

MOST_ENTRIES: Final = 200_000
MOST_DIRECTORY_BYTES: Final = 64 * 1024 * 1024

_DEFLATED: Final = 8
_ENCRYPTED: Final = 1
_CHUNK: Final = 1 << 18
_END: Final = struct.Struct("<4s4H2LH")
_END_64: Final = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64: Final = struct.Struct("<4sLQL")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_LONGEST_COMMENT: Final = 65_535
_FULL_16: Final = 0xFFFF
_FULL_32: Final = 0xFFFFFFFF
_ZIP64_EXTRA: Final = 1


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A file in an archive, as the central directory tells it; sizes may lie."""

    name: str
    method: int
    flags: int
    packed: int
    size: int
    offset: int

    @property
    def encrypted(self) -> bool:
        """Whether it says that it is encrypted, which Android does not look at."""
        return bool(self.flags & _ENCRYPTED)

    @property
    def climbs(self) -> bool:
        """Whether its name leads out of the folder an archive is unpacked to."""
        return self.name.startswith(("/", "\\")) or ".." in self.name.replace("\\", "/").split("/")


class Archive:
    """An open archive; `entries` has the last entry of each name, `repeated` the names that stood twice.

    `label` names the archive in errors. Raises InputError for what is no archive or is beyond the bounds.
    """

    def __init__(self, stream: BinaryIO, label: Path | str) -> None:
        self._stream = stream
        self.label = label
        self.size = stream.seek(0, 2)
        self.entries: dict[str, Entry] = {}
        self.repeated: list[str] = []
        start, length, count = self._end()
        for entry in self._directory(start, length, count):
            if entry.name in self.entries:
                self.repeated.append(entry.name)
            self.entries[entry.name] = entry

    def read(self, name: str, limit: int) -> bytes:
        """Return the bytes of an entry; raises InputError when there is none, it is damaged or longer."""
        data = bytearray()
        for chunk in self.chunks(name, limit):
            data += chunk
        return bytes(data)

    def chunks(self, name: str, limit: int) -> Iterator[bytes]:
        """Yield an entry in pieces of bounded size; raises InputError as `read` does."""
        entry = self.entries.get(name)
        if entry is None:
            raise self.wrong(f"has no {name!r}")
        total = 0
        for chunk in self._inflated(entry) if entry.method == _DEFLATED else self._stored(entry):
            total += len(chunk)
            if total > limit:
                raise self.wrong(f"{name!r} is larger than {limit} bytes")
            yield chunk

    def wrong(self, problem: str) -> InputError:
        """Return an error about this archive."""
        return InputError(problem, file=self.label, hint="give the file that is installed on phones")

    # -- the directory ----------------------------------------------------------------------------

    def _end(self) -> tuple[int, int, int]:
        """Return start, length and number of entries of the central directory."""
        tail_start = max(0, self.size - _LONGEST_COMMENT - _END.size)
        tail = self._at(tail_start, self.size - tail_start)
        place = tail.rfind(b"PK\x05\x06")
        if place < 0 or place + _END.size > len(tail):
            raise self.wrong("is not an APK: it is no ZIP archive")
        _mark, _disk, _first, _here, count, length, start, _comment = _END.unpack_from(tail, place)
        if count == _FULL_16 or _FULL_32 in (length, start):
            start, length, count = self._end_64(tail_start + place, (start, length, count))
        if count > MOST_ENTRIES or length > MOST_DIRECTORY_BYTES:
            raise self.wrong(f"is not read: it says it has {count} entries in {length} bytes of directory")
        if start + length > self.size:
            raise self.wrong("is damaged: its directory lies beyond its end")
        return start, length, count

    def _end_64(self, end: int, short: tuple[int, int, int]) -> tuple[int, int, int]:
        locator = self._at(end - _LOCATOR_64.size, _LOCATOR_64.size) if end >= _LOCATOR_64.size else b""
        if not locator.startswith(b"PK\x06\x07"):
            return short
        place = _LOCATOR_64.unpack(locator)[2]
        record = self._at(place, _END_64.size) if place + _END_64.size <= self.size else b""
        if not record.startswith(b"PK\x06\x06"):
            raise self.wrong("is damaged: its ZIP64 directory is not where it says")
        fields = _END_64.unpack(record)
        return fields[9], fields[8], fields[7]

    def _directory(self, start: int, length: int, count: int) -> Iterator[Entry]:
        data = self._at(start, length)
        place = 0
        for _ in range(count):
            if data[place : place + 4] != b"PK\x01\x02" or place + _CENTRAL.size > len(data):
                raise self.wrong("is damaged: its directory ends early")
            fields = _CENTRAL.unpack_from(data, place)
            flags, method, packed, size, offset = fields[3], fields[4], fields[8], fields[9], fields[16]
            name_length, extra_length, comment_length = fields[10:13]
            place += _CENTRAL.size
            if place + name_length + extra_length + comment_length > len(data):
                raise self.wrong("is damaged: an entry reaches beyond the directory")
            name = data[place : place + name_length].decode("utf-8", "replace")
            extra = data[place + name_length : place + name_length + extra_length]
            place += name_length + extra_length + comment_length
            size, packed, offset = _widened(extra, size, packed, offset)
            yield Entry(name=name, method=method, flags=flags, packed=packed, size=size, offset=offset)

    # -- content ----------------------------------------------------------------------------------

    def _start(self, entry: Entry) -> int:
        """Return where an entry's bytes begin, after its local header."""
        if entry.offset + _LOCAL.size > self.size:
            raise self.wrong(f"is damaged: {entry.name!r} lies beyond its end")
        header = self._at(entry.offset, _LOCAL.size)
        if not header.startswith(b"PK\x03\x04"):
            raise self.wrong(f"is damaged: {entry.name!r} is not where the directory says")
        fields = _LOCAL.unpack(header)
        start: int = entry.offset + _LOCAL.size + fields[9] + fields[10]
        if start + entry.packed > self.size and entry.method == _DEFLATED:
            raise self.wrong(f"is damaged: {entry.name!r} reaches beyond its end")
        return start

    def _stored(self, entry: Entry) -> Iterator[bytes]:
        start = self._start(entry)
        # What Android takes as stored is as long as it says uncompressed, whatever its method.
        if start + entry.size > self.size:
            raise self.wrong(f"is damaged: {entry.name!r} reaches beyond its end")
        for place in range(start, start + entry.size, _CHUNK):
            yield self._at(place, min(_CHUNK, start + entry.size - place))

    def _inflated(self, entry: Entry) -> Iterator[bytes]:
        start = self._start(entry)
        inflater = zlib.decompressobj(-15)
        left = entry.packed
        while left and not inflater.eof:
            raw = self._at(start, min(_CHUNK, left))
            start, left = start + len(raw), left - len(raw)
            more = True
            while more and not inflater.eof:
                try:
                    chunk = inflater.decompress(raw, _CHUNK)
                except zlib.error as error:
                    raise self.wrong(f"is damaged: {entry.name!r}: {error}") from None
                raw = inflater.unconsumed_tail
                # A full piece may have more behind it although all that was given is taken in.
                more = bool(raw) or len(chunk) == _CHUNK
                yield chunk
        if not inflater.eof:
            raise self.wrong(f"is damaged: {entry.name!r} ends early")

    def _at(self, start: int, length: int) -> bytes:
        try:
            self._stream.seek(start)
            data = self._stream.read(length)
        except (OSError, OverflowError) as error:
            raise self.wrong(f"cannot be read: {error}") from None
        if len(data) != length:
            raise self.wrong("is damaged: it ends early")
        return data


def _widened(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Return sizes and offset with those the ZIP64 field of the extra data tells in full."""
    place = 0
    while place + 4 <= len(extra):
        tag, length = struct.unpack_from("<2H", extra, place)
        body = extra[place + 4 : place + 4 + length]
        place += 4 + length
        if tag != _ZIP64_EXTRA:
            continue
        wide = [value for (value,) in struct.iter_unpack("<Q", body[: len(body) // 8 * 8])]
        # Only those that do not fit stand there, in this order.
        size = wide.pop(0) if size == _FULL_32 and wide else size
        packed = wide.pop(0) if packed == _FULL_32 and wide else packed
        offset = wide.pop(0) if offset == _FULL_32 and wide else offset
        break
    return size, packed, offset
