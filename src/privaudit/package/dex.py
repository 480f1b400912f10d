"""Names of the classes that a DEX file defines, read from its tables alone.

Format: source.android.com/docs/core/runtime/dex-format. Offsets and counts lie: each is held to the file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

MOST_CLASSES: Final = 65_536
"""A class is told by a 16-bit type index (dex-format, `class_def_item`)."""
LONGEST_NAME: Final = 1_000

_HEADER: Final = 0x70


class DexError(ValueError):
    """A DEX file cannot be read; the message says why."""


def defined_classes(data: bytes) -> Iterator[str]:
    """Yield the names of the classes a DEX file defines, as `com.example.Main$Inner`.

    A class whose name cannot be read is passed over; raises DexError where the tables cannot be.
    """
    if len(data) < _HEADER or not data.startswith(b"dex\n"):
        raise DexError("it is no DEX file")
    strings, strings_at = _table(data, 0x38, 4, "strings")
    types, types_at = _table(data, 0x40, 4, "types")
    classes, classes_at = _table(data, 0x60, 32, "classes")
    for number in range(min(classes, MOST_CLASSES)):
        (type_,) = struct.unpack_from("<L", data, classes_at + 32 * number)
        if type_ >= types:
            continue
        (string,) = struct.unpack_from("<L", data, types_at + 4 * type_)
        if string >= strings:
            continue
        (place,) = struct.unpack_from("<L", data, strings_at + 4 * string)
        name = _string(data, place)
        if name.startswith("L") and name.endswith(";"):
            yield name[1:-1].replace("/", ".")


def _table(data: bytes, field: int, width: int, what: str) -> tuple[int, int]:
    count, place = struct.unpack_from("<2L", data, field)
    if place + count * width > len(data):
        raise DexError(f"its table of {what} lies beyond its end")
    return count, place


def _string(data: bytes, place: int) -> str:
    """Return the string at a place: its length in ULEB128 is passed over, a NUL ends it."""
    for _ in range(5):
        if place >= len(data):
            return ""
        place += 1
        if data[place - 1] < 0x80:  # noqa: PLR2004 - the last byte of a ULEB128 number
            break
    end = data.find(b"\0", place, place + LONGEST_NAME)
    # Modified UTF-8 differs from UTF-8 in NUL and in what lies beyond the BMP; class names have neither.
    return data[place:end].decode("utf-8", "replace") if end >= 0 else ""
