"""Bytes of one connection put together from the chunks they came in, so that nothing hides between two.

A stream is told in windows: as long as nothing changed around it (consent, state, phase) and not too long. A
window begins with the last bytes of the one before it, so that what straddles both is found, and says so.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from privaudit.analysis.match import on_the_wire
from privaudit.model.happening import Octets
from privaudit.model.observation import Match

MAX_WINDOW = 4 * 1024 * 1024
"""Bytes searched at once; longer streams are searched window by window."""

OVERLAP = 4 * 1024
"""Bytes that a window repeats of the one before: longer than any value in any of its forms."""


class Chunk(NamedTuple):
    """Bytes that were told by one event: its journal number, its time (ns) and where they stand."""

    n: int
    at: int
    start: int
    data: bytes
    size: int
    """Bytes that passed; more than `data` where the rest was not kept."""


class Window(NamedTuple):
    """Joined bytes and the events that told them; the first `repeated` bytes were in the window before."""

    data: bytes
    numbers: tuple[int, ...]
    at: int
    start: int
    repeated: int
    before: int
    """How many of the events told only those."""
    size: int
    """Bytes that passed in it, without the repeated ones."""
    cut: bool
    """True when bytes are missing after it, or before it."""


def windows(
    chunks: Iterable[Chunk], situation: Callable[[int], object], *, most: int = MAX_WINDOW
) -> Iterator[Window]:
    """Yield the windows of a stream; `situation` says from a time (ns) what surrounds it."""
    held: list[Chunk] = []
    repeated = 0
    size = 0
    torn = False
    for chunk in chunks:
        last = held[-1] if held else None
        gap = last is not None and chunk.start != last.start + len(last.data)
        if held[repeated:]:
            full = size + len(chunk.data) > most
            if gap or full or situation(chunk.at) != situation(held[repeated].at):
                yield _window(held, repeated, cut=gap or torn)
                held = [] if gap else _tail(held)
                repeated, size = len(held), sum(len(one.data) for one in held)
        torn = gap
        held.append(chunk)
        size += len(chunk.data)
    if held[repeated:]:
        yield _window(held, repeated, cut=torn)


def _tail(chunks: list[Chunk]) -> list[Chunk]:
    """Return the last bytes, as many as the overlap has, by the chunks they came in."""
    tail: list[Chunk] = []
    left = OVERLAP
    for chunk in reversed(chunks):
        if left <= 0:
            break
        kept = chunk.data[-left:]
        start = chunk.start + len(chunk.data) - len(kept)
        tail.append(Chunk(chunk.n, chunk.at, start, kept, len(kept)))
        left -= len(kept)
    return tail[::-1]


def _window(chunks: list[Chunk], repeated: int, *, cut: bool) -> Window:
    fresh = chunks[repeated:]
    return Window(
        data=b"".join(chunk.data for chunk in chunks),
        numbers=tuple(chunk.n for chunk in chunks),
        at=fresh[0].at,
        start=chunks[0].start,
        repeated=sum(len(chunk.data) for chunk in chunks[:repeated]),
        before=repeated,
        size=sum(chunk.size for chunk in fresh),
        cut=cut or any(len(chunk.data) < chunk.size for chunk in chunks),
    )


def fresh(matches: tuple[Match, ...], repeated: int) -> tuple[Match, ...]:
    """Return the matches of a window that the one before it has not told already."""
    if not repeated:
        return matches
    return tuple(match for match in matches if _is_fresh(match, repeated))


def _is_fresh(match: Match, repeated: int) -> bool:
    first = match.chain[0] if match.chain else None
    if first is not None and first.name == "from":
        return int(first.detail) >= repeated
    return on_the_wire(match.chain) > 0 or match.offset + match.length > repeated


def bytes_of(octets: Octets, read: Callable[[str], bytes | None]) -> bytes | None:
    """Return the bytes an event tells, or None where their artefact is missing."""
    if octets.artefact:
        return read(octets.artefact)
    try:
        return base64.b64decode(octets.inline, validate=True)
    except (binascii.Error, ValueError):
        return None
