"""Bounded unwrapping: from the bytes on the wire to every field inside, and how each was reached.

Each wrapping is a step of `wrappings`; steps are taken up to `Limits.depth` deep (a Content-Encoding does not
count, it is the transport's). Wrapped bytes stay in the result beside what came out of them, so what an
opener misreads is still searched as it is. `Unwrapped.cut` says in words what stayed closed; nothing is
dropped in silence.
"""

from __future__ import annotations

import itertools
import re
import zlib
from typing import Literal, NamedTuple

from privaudit.analysis import compressions, encodings, wrappings
from privaudit.analysis.containers import pairs
from privaudit.analysis.hosts import registrable
from privaudit.analysis.outbound import Outbound, cut_of
from privaudit.analysis.part import Hint, Opened, Part, unquoted
from privaudit.model.network import FrameSeen, Header, NameLookedUp, RequestSeen, StreamSeen
from privaudit.model.observation import Decoding
from privaudit.model.octets import to_bytes

Where = Literal["url", "header", "body", "frame"]


class Limits(NamedTuple):
    """How far unwrapping goes for one request: nested steps, bytes that come out in all, fields in all."""

    depth: int = 6
    expanded: int = 32 * 1024 * 1024
    pieces: int = 400_000


DEFAULT_LIMITS = Limits()


class Piece(NamedTuple):
    """Bytes to search: where they stand, the steps that lead to them, the name they go by."""

    data: bytes
    where: Where
    chain: tuple[Decoding, ...]
    name: str
    depth: int = 0
    media_type: str = ""
    closed: bool = False
    """True when its parts are told already."""


class Unwrapped(NamedTuple):
    """All pieces of a request or message, outermost first, and what was cut."""

    pieces: list[Piece]
    cut: str


def unwrap(event: Outbound, body: bytes, limits: Limits = DEFAULT_LIMITS) -> Unwrapped:
    """Take apart what left the app at once."""
    return _Unwrapping(limits).run(event, body)


class _Unwrapping:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._room = limits.expanded
        self._pieces: list[Piece] = []
        self._waiting: list[Piece] = []
        self._cuts: dict[str, int] = {}

    def run(self, event: Outbound, body: bytes) -> Unwrapped:
        if cut := cut_of(event, len(body)):
            self._cut(cut)
        for piece in outermost(event, body):
            self._waiting.append(piece)
            if piece.where == "body" and isinstance(event, RequestSeen):
                self._waiting[-1] = self._without_transfer(piece, event)
            self._exhaust()
        cuts = [f"{text} ({count} times)" if count > 1 else text for text, count in self._cuts.items()]
        return Unwrapped(self._pieces, "; ".join(cuts))

    def _exhaust(self) -> None:
        while self._waiting:
            piece = self._waiting.pop()
            if len(self._pieces) >= self._limits.pieces:
                self._cut(f"only {self._limits.pieces} fields were searched")
                self._waiting.clear()
                return
            self._pieces.append(piece)
            if len(piece.data) >= _SHORTEST_WRAPPED and not piece.closed:
                self._open(piece)

    def _open(self, piece: Piece) -> None:
        room = Hint(piece.media_type, max(self._room, 0))
        for name, opener in wrappings.candidates(piece.data, piece.media_type):
            if piece.depth >= self._limits.depth and name not in _TELLING:
                continue
            opened = opener(piece.data, room)
            if opened is None:
                continue
            if piece.depth >= self._limits.depth:
                self._cut(f"{name} nested deeper than {self._limits.depth} was not opened")
                return
            self._take(piece, opened, step=1)
            if name in wrappings.EXCLUSIVE and not opened.cut:
                return

    def _take(self, piece: Piece, opened: Opened, *, step: int) -> None:
        if opened.cut:
            self._cut(opened.cut)
        inner: list[Piece] = []
        for part in opened.parts:
            self._room -= len(part.data)
            if self._room < 0:
                self._cut(f"more than {self._limits.expanded} bytes came out; the rest was searched closed")
                break
            name = _path(piece.name, part)
            chain = (*piece.chain, part.step)
            inner.append(Piece(part.data, piece.where, chain, name, piece.depth + step, part.media_type))
        self._waiting.extend(reversed(inner))

    def _without_transfer(self, piece: Piece, event: RequestSeen) -> Piece:
        """Undo Content-Encoding, RFC 9110 section 8.4: the codings stand in the order they were applied."""
        for coding in reversed(content_codings(event.headers)):
            opened = open_coding(piece.data, coding, self._room, piece.media_type)
            if opened is None:
                self._cut(f"Content-Encoding {coding[:40]} was not opened")
                return piece
            self._pieces.append(piece)
            before = len(self._waiting)
            self._take(piece, opened, step=0)
            if len(self._waiting) == before:
                return piece
            piece = self._waiting.pop()
        return piece

    def _cut(self, text: str) -> None:
        self._cuts[text] = self._cuts.get(text, 0) + 1


_SHORTEST_WRAPPED = 8
_TELLING = frozenset({"gzip", "zlib", "zstd", "lz4", "zip", "multipart", "json", "xml", "jwt"})
"""Kinds that are themselves and not a word that happens to look so."""


def _path(name: str, part: Part) -> str:
    if not part.name:
        return name
    return f"{name}.{part.name}" if name else part.name


def content_codings(headers: tuple[Header, ...]) -> list[str]:
    """Return the codings of Content-Encoding in the order they were applied."""
    values = [h.value for h in headers if h.name.lower() == "content-encoding"]
    codings = [coding.strip().lower() for value in values for coding in value.split(",")]
    return [coding for coding in codings if coding and coding != "identity"]


def open_coding(data: bytes, coding: str, room: int, media_type: str) -> Opened | None:
    """Open one content coding; None when it is unknown or the data are not of it."""
    hint = Hint(media_type, max(room, 0))
    if coding in {"gzip", "x-gzip"}:
        return encodings.open_gzip(data, hint)
    if coding == "deflate":
        # Named deflate, meant as zlib (RFC 9110, 8.4.1.2), and sent without its header by some.
        return encodings.open_zlib(data, hint) or encodings.open_deflate(data, hint)
    if coding == "br":
        return compressions.open_brotli(data, hint)
    if coding == "zstd":
        return compressions.open_zstd(data, hint)
    return None


def outermost(event: Outbound, body: bytes) -> list[Piece]:
    """Return the pieces it consists of before anything in it is opened."""
    if isinstance(event, FrameSeen):
        return [Piece(body, "frame", (), "")] if body else []
    if isinstance(event, StreamSeen):
        return _stream(body)
    if isinstance(event, NameLookedUp):
        return _labels(event.name)
    pieces = _host(event.host)
    path, _, query = to_bytes(event.path).partition(b"?")
    pieces += [Piece(part.data, "url", (part.step,), "path") for part in _path_segments(path)]
    parameters = pairs("query", query, b"&", plus=True).parts
    pieces += [Piece(part.data, "url", (part.step,), part.name) for part in parameters]
    pieces += _headers(event.headers)
    if body:
        pieces.append(Piece(body, "body", (), "", media_type=_media_type(event.headers)))
    return pieces


def _path_segments(path: bytes) -> list[Part]:
    segments = path.split(b"/", _MAX_SEGMENTS)
    return [
        Part(unquoted(segment, plus=False), Decoding(name="path", detail=str(number)))
        for number, segment in enumerate(segments)
        if segment
    ]


_MAX_SEGMENTS = 1000

_PACKED = re.compile(rb"\x1f\x8b\x08|\x28\xb5\x2f\xfd|\x78[\x01\x5e\x9c\xda]")
"""How gzip, Zstandard and zlib begin: RFC 1952, RFC 8878, RFC 1950."""

MAX_PACKED = 64
"""Packed messages opened in the midst of a stream: where a message begins nobody says there."""

PACKED_BYTES = 256 * 1024
"""Bytes taken of each of them."""

_MAX_BEGINNINGS = 4096


def _stream(body: bytes) -> list[Piece]:
    """The stream as it is, and what stands packed in the midst of it, behind a protocol's own header."""
    if not body:
        return []
    beginnings = itertools.islice(_PACKED.finditer(body, 1), _MAX_BEGINNINGS)
    packed = (found.start() for found in beginnings if _opens(body, found))
    return [
        Piece(body, "body", (), ""),
        *(
            Piece(body[at : at + PACKED_BYTES], "body", (Decoding(name="from", detail=str(at)),), "")
            for at in itertools.islice(packed, MAX_PACKED)
        ),
    ]


def _opens(body: bytes, found: re.Match[bytes]) -> bool:
    """Whether something comes out of what looks packed: two bytes of zlib stand in any long stream."""
    if found[0][:1] == b"\x28":
        return True
    try:
        return bool(zlib.decompressobj(47).decompress(body[found.start() : found.start() + 512], 16))
    except zlib.error:
        return False


_ZONES = 3
_LONG_LABEL = 16


def _host(host: str) -> list[Piece]:
    """The host of a request, by its labels only where one is long enough to carry something."""
    if len(max(host.split("."), key=len)) >= _LONG_LABEL:
        return _labels(host)
    return [Piece(host.encode("utf-8", "surrogatepass"), "url", (Decoding(name="host"),), "host")]


def _labels(name: str) -> list[Piece]:
    """The name, each label of it, and the labels below the registrable domain as one: data sent as names."""
    raw = name.encode("utf-8", "surrogatepass")
    host = Decoding(name="host")
    pieces = [Piece(raw, "url", (host,), "host", closed=True)]
    labels = [label.encode("utf-8", "surrogatepass") for label in name.rstrip(".").split(".")]
    own = len(labels) - len(registrable(name).split("."))
    joined: tuple[Decoding, ...] = (host,)
    # The last of them may name a zone and be no part of the data.
    for last in range(own - 1, max(0, own - 1 - _ZONES), -1):
        joined = (*joined, Decoding(name="labels", detail=f"0-{last}"))
        pieces.append(Piece(b"".join(labels[: last + 1]), "url", joined, "host"))
    for number, label in enumerate(labels):
        above = joined if number < own else (host,)
        step = Decoding(name="label", detail=str(number))
        pieces.append(Piece(label, "url", (*above, step), "host"))
    return pieces


def _headers(headers: tuple[Header, ...]) -> list[Piece]:
    pieces: list[Piece] = []
    seen: dict[str, int] = {}
    for header in headers:
        name = header.name.lower()
        number = seen[name] = seen.get(name, -1) + 1
        step = Decoding(name="header", detail=f"{name}[{number}]" if number else name)
        raw = to_bytes(header.value)
        pieces.append(Piece(raw, "header", (step,), name, closed=name == "cookie"))
        if name == "cookie":
            crumbs = pairs("cookie", raw, b";", plus=False).parts
            pieces += [Piece(part.data, "header", (step, part.step), part.name) for part in crumbs]
    return pieces


def _media_type(headers: tuple[Header, ...]) -> str:
    for header in headers:
        if header.name.lower() == "content-type":
            kind, _, parameters = header.value.partition(";")
            kind = kind.strip().lower()
            return f"{kind};{parameters}" if kind.startswith("multipart/") else kind
    return ""


def replay(event: Outbound, body: bytes, where: Where, chain: tuple[Decoding, ...]) -> bytes:
    """Return the bytes that `chain` leads to, one step after the other; raises LookupError when one fails."""
    starts = {piece.chain: piece for piece in outermost(event, body) if piece.where == where}
    for length in range(len(chain), -1, -1):
        if (piece := starts.get(chain[:length])) is not None:
            break
    else:
        raise LookupError(f"nothing of the {where} begins with {chain[:1]}")
    codings = content_codings(event.headers) if where == "body" and isinstance(event, RequestSeen) else []
    for step in chain[length:]:
        opened = open_coding(piece.data, codings.pop(), _REPLAY_ROOM, piece.media_type) if codings else None
        part = _find(opened, step) if opened else _part(piece, step)
        if part is None:
            raise LookupError(f"{step.name} {step.detail} leads nowhere")
        piece = Piece(part.data, where, (), "", media_type=part.media_type)
    return piece.data


_REPLAY_ROOM = DEFAULT_LIMITS.expanded


def _part(piece: Piece, step: Decoding) -> Part | None:
    opener = wrappings.opener_of(step.name) if piece.data else None
    return _find(opener(piece.data, Hint(piece.media_type, _REPLAY_ROOM)), step) if opener else None


def _find(opened: Opened | None, step: Decoding) -> Part | None:
    return next((part for part in opened.parts if part.step == step), None) if opened else None
