"""Bytes that came out of ciphers and digests, looked for wherever they stand and however they are written.

Only their beginnings are searched for all at once; the rest is compared where one of them is met.
"""

from __future__ import annotations

import binascii
import uuid
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from privaudit.analysis.decode import Piece
from privaudit.analysis.scan import scanner
from privaudit.model.observation import Decoding

MIN_BYTES = 12
"""Shortest output looked for, and the least of a digest that must be there: 96 bits do not meet by chance."""

STEM_BYTES = 24
"""Bytes at the beginning by which longer outputs are found."""

MAX_PLACES = 1000
"""Places told of one request."""

_URL_SAFE = bytes.maketrans(b"+/", b"-_")
_STANDARD = bytes.maketrans(b"-_", b"+/")
_LINE_ENDS = b"\r\n"


class Output(NamedTuple):
    """What the call of a journal number made; of ciphers only the whole counts."""

    event: int
    cipher: bool
    made: bytes


class Place(NamedTuple):
    """An output stands in a piece from `start` to `end`, written as the steps say."""

    piece: int
    start: int
    end: int
    event: int
    steps: tuple[Decoding, ...]
    part: float = 1.0
    """How much of a cipher's output is there, of 1: it may break off where the piece ends."""


class _Pattern(NamedTuple):
    event: int
    cipher: bool
    steps: tuple[Decoding, ...]


class Outputs:
    """Looks for outputs; `made` gives the bytes of one again by its event."""

    def __init__(self, outputs: Iterable[Output], made: Callable[[int], bytes]) -> None:
        self._made = made
        self._patterns: dict[bytes, list[_Pattern]] = {}
        self.size = 0
        for output in outputs:
            if len(output.made) < MIN_BYTES:
                continue
            self.size += 1
            stem = output.made[: STEM_BYTES if output.cipher else MIN_BYTES]
            whole = () if output.cipher else _digest_forms(output.made)
            for steps, pattern in (*_encodings(stem), *whole):
                told = _Pattern(output.event, output.cipher, steps)
                self._patterns.setdefault(pattern.lower(), []).append(told)
        self._stems = list(self._patterns.values())
        self._scanner = scanner(list(self._patterns))

    def find(self, pieces: list[Piece], *, cut: bool) -> Iterator[Place]:
        """Yield each output once for each part of the request, in the innermost piece it stands in.

        `cut` says that the end of the request was not kept: then a cipher's output may break off there.
        """
        found: dict[tuple[int, str], list[Place]] = {}
        for place in self._all(pieces, cut=cut):
            found.setdefault((place.event, pieces[place.piece].where), []).append(place)
        for places in found.values():
            chains = [pieces[place.piece].chain for place in places]
            for place, chain in zip(places, chains, strict=True):
                if not any(len(other) > len(chain) and other[: len(chain)] == chain for other in chains):
                    yield place

    def _all(self, pieces: list[Piece], *, cut: bool) -> Iterator[Place]:
        buffer = b"\0".join(piece.data for piece in pieces)
        starts = [0, *accumulate(len(piece.data) + 1 for piece in pieces)]
        seen: set[tuple[int, int]] = set()
        left = MAX_PLACES
        for start, index in self._scanner.find(buffer):
            at = bisect_right(starts, start) - 1
            data, offset = pieces[at].data, start - starts[at]
            for pattern in self._stems[index]:
                if left <= 0 or (at, pattern.event) in seen:
                    continue
                end = self._end(data, offset, pattern, cut=cut)
                if end is not None:
                    seen.add((at, pattern.event))
                    left -= 1
                    yield Place(at, offset, end[0], pattern.event, pattern.steps, end[1])

    def _end(self, data: bytes, start: int, pattern: _Pattern, *, cut: bool) -> tuple[int, float] | None:
        """Return where the output that begins at `start` ends and how much of it is there; None if not it."""
        whole = encoded(self._made(pattern.event), pattern.steps)
        if whole is None:
            return None
        length = _same(data, start, whole, pattern)
        if length is None:
            return None
        same, end = length
        if same == len(whole):
            return end, 1.0
        if pattern.cipher:
            # Two texts that begin alike may give outputs that do: only one that breaks off is the same.
            return (end, 1.0 if cut else same / len(whole)) if end == len(data) else None
        least = encoded(self._made(pattern.event)[:MIN_BYTES], pattern.steps) or whole
        return (end, 1.0) if same >= len(least) else None


def _same(data: bytes, start: int, whole: bytes, pattern: _Pattern) -> tuple[int, int] | None:
    """Return how much of `whole` stands there, and where that ends; line ends in base64 do not count."""
    window = data[start : start + len(whole)]
    if bare(window, pattern.steps) == whole:
        return len(whole), start + len(whole)
    if not pattern.steps or pattern.steps[0].name != "base64":
        same = _common(bare(window, pattern.steps), whole)
        return (same, start + same) if same else None
    long = data[start : start + len(whole) + len(whole) // 16 + 16]
    same = _common(bare(long, pattern.steps), whole)
    if not same:
        return None
    positions = [at for at, byte in enumerate(long) if byte not in _LINE_ENDS]
    return same, start + positions[same - 1] + 1


def _common(one: bytes, other: bytes) -> int:
    """Return how many bytes two strings begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _encodings(raw: bytes) -> Iterator[tuple[tuple[Decoding, ...], bytes]]:
    yield (), raw
    yield (Decoding(name="hex", detail="inside"),), raw.hex().encode()
    for skipped in range(3):
        core = _base64_core(raw, skipped)
        yield (Decoding(name="base64", detail=f"inside, {skipped} before"),), core
        if (safe := core.translate(_URL_SAFE)) != core:
            yield (Decoding(name="base64", detail=f"inside, {skipped} before"),), safe


_MD5_BYTES = 16
_VERSION_3 = uuid.UUID(int=0x3000 << 64 | 0x8000 << 48)
_VERSION_BITS = 0xF000 << 64 | 0xC000 << 48


def _digest_forms(raw: bytes) -> Iterator[tuple[tuple[Decoding, ...], bytes]]:
    """Yield what programs make of an MD5: its middle digits, and the UUID that java.util.UUID names it by."""
    if len(raw) == _MD5_BYTES:
        for name, detail in (
            ("hex", "8-24"),
            ("uuid", ""),
            ("uuid", "version 3"),
            ("uuid", "version 3, bare"),
        ):
            steps = (Decoding(name=name, detail=detail or "as it is"),)
            yield steps, encoded(raw, steps) or b""


def _uuid(raw: bytes, detail: str) -> bytes | None:
    """Return an MD5 as a UUID, RFC 9562 section 5.3: its version stands in six of its bits."""
    if len(raw) != _MD5_BYTES:
        return None
    made = uuid.UUID(bytes=raw)
    if detail.startswith("version 3"):
        made = uuid.UUID(int=made.int & ~_VERSION_BITS | _VERSION_3.int)
    return (made.hex if detail.endswith("bare") else str(made)).encode()


def encoded(raw: bytes, steps: tuple[Decoding, ...]) -> bytes | None:
    """Return bytes written as a match's steps say, or None where these steps are none of an output."""
    if not steps:
        return raw
    (step,) = steps[:1]
    if step.name == "hex":
        return raw.hex()[8:24].encode() if step.detail == "8-24" else raw.hex().encode()
    if step.name == "uuid":
        return _uuid(raw, step.detail)
    if step.name != "base64":
        return None
    return _base64_core(raw, int(step.detail.split()[1]))


def bare(found: bytes, steps: tuple[Decoding, ...]) -> bytes:
    """Return what stands in a request as `encoded` would write it: base64 in one line, its usual alphabet."""
    name = steps[0].name if steps else ""
    if name == "base64":
        return found.translate(_STANDARD, _LINE_ENDS)
    return found.lower() if name in ("hex", "uuid") else found


def _base64_core(raw: bytes, skipped: int) -> bytes:
    """Return the characters of base64 that depend on `raw` alone when `skipped` bytes stand before it."""
    written = binascii.b2a_base64(bytes(skipped) + raw, newline=False)
    return written[(0, 2, 3)[skipped] : (skipped + len(raw)) * 8 // 6]
