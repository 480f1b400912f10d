"""Brotli (RFC 7932) and Zstandard (RFC 8878), never beyond the room that is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import cramjam

from privaudit.analysis.part import Hint, Opened, Part
from privaudit.model.observation import Decoding

_ZSTD_MAGIC: Final = b"\x28\xb5\x2f\xfd"
_FIRST_ROOM: Final = 32 * 1024
_GROWTH: Final = 8


def open_zstd(data: bytes, hint: Hint) -> Opened | None:
    """Zstandard, known by its mark."""
    return opened("zstd", data, hint, cramjam.zstd.decompress_into) if data[:4] == _ZSTD_MAGIC else None


def open_brotli(data: bytes, hint: Hint) -> Opened | None:
    """Brotli has no mark: only where a header says so."""
    return opened("br", data, hint, cramjam.brotli.decompress_into)


def open_likely_brotli(data: bytes, hint: Hint) -> Opened | None:
    """Brotli where no header says so: something must come out, and nothing may be missing."""
    if len(data) < _SHORTEST_LIKELY:
        return None
    found = open_brotli(data, hint)
    return found if found and found.parts[0].data and "breaks off" not in found.cut else None


_SHORTEST_LIKELY: Final = 8


def opened(
    name: str, data: bytes, hint: Hint, decompress_into: Callable[[bytes, bytearray], int]
) -> Opened | None:
    """Expand into a buffer that grows as needed, up to the room there is; None when nothing comes out."""
    room = min(_FIRST_ROOM, hint.room)
    while room:
        out = bytearray(room)
        try:
            size = decompress_into(data, out)
        except cramjam.DecompressionError as error:
            # The library says in words alone that the room was used up; what came out stands in it.
            if "whole buffer" in str(error):
                if room < hint.room:
                    room = min(room * _GROWTH, hint.room)
                    continue
                return _part(name, bytes(out), hint, f"expands beyond {hint.room} bytes")
            partial = bytes(out).rstrip(b"\0")
            return _part(name, partial, hint, "the stream breaks off") if partial else None
        return _part(name, bytes(out[:size]), hint, "")
    return None


def _part(name: str, data: bytes, hint: Hint, cut: str) -> Opened:
    return Opened([Part(data, Decoding(name=name), media_type=hint.media_type)], cut)
