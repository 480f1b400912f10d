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
    """Brotli where no header says so: something must come out, and nothing may be missing.

    Of less than 64 bytes the head must not promise more than 256 times as much, or 4 kB.
    """
    if len(data) < _SHORTEST_LIKELY or (len(data) < _SHORT and not _begins(data)):
        return None
    found = opened("br", data, hint, cramjam.brotli.decompress_into, whole=True)
    return found if found and found.parts[0].data else None


_SHORTEST_LIKELY: Final = 8
_SHORT: Final = 64
_MOST_TIMES: Final = 256
_LEAST_PROMISED: Final = 4096


def _begins(data: bytes) -> bool:
    """Whether bytes begin as a Brotli stream with something in it (RFC 7932, 9.1 and 9.2).

    Asking the library takes longer than all else that is done to a field.
    """
    bits = int.from_bytes(data[:8], "little")
    window = 1 if not bits & 1 else 4 if bits >> 1 & 7 else 7
    if window == 7 and bits >> 4 & 7 == 1:  # noqa: PLR2004 - a size that there is none of
        return False
    bits >>= window
    if bits & 1:  # the last block
        if bits & 2:
            return False  # is empty
        bits >>= 1
    nibbles = 4 + (bits >> 1 & 3)
    if nibbles == 7:  # noqa: PLR2004 - a block of metadata, which no encoder begins with
        return False
    promised = (bits >> 3 & ((1 << 4 * nibbles) - 1)) + 1
    return promised <= max(_LEAST_PROMISED, _MOST_TIMES * len(data))


def opened(
    name: str,
    data: bytes,
    hint: Hint,
    decompress_into: Callable[[bytes, bytearray], int],
    *,
    whole: bool = False,
) -> Opened | None:
    """Expand into a buffer that grows as needed, up to the room there is; None when nothing comes out.

    With `whole` None as well for what breaks off.
    """
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
            if whole:
                return None
            partial = bytes(out).rstrip(b"\0")
            return _part(name, partial, hint, "the stream breaks off") if partial else None
        return _part(name, bytes(out[:size]), hint, "")
    return None


def _part(name: str, data: bytes, hint: Hint, cut: str) -> Opened:
    return Opened([Part(data, Decoding(name=name), media_type=hint.media_type)], cut)
