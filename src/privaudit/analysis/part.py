"""What opening bytes gives: parts, each with the step that leads to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from privaudit.model.observation import Decoding

MAX_PARTS = 200_000
"""Parts of one container beyond which the rest is searched as bytes only."""

SHORTEST_PART = 4
"""Bytes below which a part cannot hold any value: two Chinese characters in GB 18030 are the shortest."""


class Part(NamedTuple):
    """Something inside: its bytes, the step that leads to it, its name and its media type if told."""

    data: bytes
    step: Decoding
    name: str = ""
    media_type: str = ""


class Opened(NamedTuple):
    """The parts of a container and, in words, what of it stayed closed."""

    parts: list[Part]
    cut: str = ""


class Hint(NamedTuple):
    """What is known of bytes beside themselves: their media type and how much may be expanded."""

    media_type: str = ""
    room: int = 32 * 1024 * 1024


Opener = Callable[[bytes, Hint], Opened | None]
"""Gets bytes and what is known of them; None when they are not of its kind."""

SHORTEST_KEY = 6
"""Bytes below which the name of a field is not searched."""


def unquoted(raw: bytes, *, plus: bool) -> bytes:
    """Undo percent-encoding; `plus` is a space in forms and itself elsewhere."""
    if plus and b"+" in raw:
        raw = raw.replace(b"+", b" ")
    if b"%" not in raw:
        return raw
    return b"".join(unquote_to_bytes(piece) for piece in _pieces(raw))


def _pieces(raw: bytes) -> Iterator[bytes]:
    # The library takes a hundred times the memory of what it decodes, so it gets it bit by bit.
    start = 0
    while start < len(raw):
        end = min(start + _UNQUOTE_BYTES, len(raw))
        if end < len(raw):
            # No escape may be cut in two.
            split = raw.rfind(b"%", end - 2, end)
            end = split if split > start else end
        yield raw[start:end]
        start = end


_UNQUOTE_BYTES = 64 * 1024


def _shown(raw: bytes) -> str:
    return raw[:200].decode("utf-8", "replace")


def shown(raw: bytes) -> str:
    """Return the name of a field for people: UTF-8, at most 200 bytes of it."""
    return raw[:200].decode("utf-8", "replace")
