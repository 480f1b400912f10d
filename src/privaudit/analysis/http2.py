"""HTTP/2 requests read from the bytes an app wrote: frames of RFC 9113 and headers of RFC 7541, bounded.

Only one direction is there, so nothing is negotiated: what the app wrote is taken as it stands. Where a frame
or a header block cannot be read, the rest of the connection cannot either, because headers build upon those
before them; that is told.
"""

from __future__ import annotations

from typing import NamedTuple

from hpack import Decoder, HPACKError
from hyperframe.exceptions import HyperframeError
from hyperframe.frame import ContinuationFrame, DataFrame, Frame, HeadersFrame, RstStreamFrame

from privaudit.analysis.http1 import MAX_MARKS, HttpRequest
from privaudit.model.network import Header
from privaudit.model.octets import to_text

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
"""What an HTTP/2 client begins with, RFC 9113 section 3.4."""

MAX_BLOCK = 256 * 1024
"""Bytes of one header block, and of the headers that come out of it."""

MAX_HEADER_BYTES = 32 * 1024 * 1024
"""Bytes of headers that come out on one connection: one byte of a block can stand for thousands."""

MAX_TABLE = 1024 * 1024
"""Bytes of the table of headers; servers allow 4096 unless they say otherwise, RFC 9113 section 6.5.2."""

MAX_SPANS = 4096
"""Pieces of the connection told of one request; the last one then reaches to its end."""

_FRAME_HEAD = 9


class Read(NamedTuple):
    """The requests of a connection, in the order they began, where reading ended, and why if early."""

    requests: list[HttpRequest]
    end: int
    problem: str = ""


class _Stream:
    """A request in the making."""

    __slots__ = ("body", "ended", "fields", "marks", "size", "spans")

    def __init__(self) -> None:
        self.fields: list[tuple[bytes, bytes]] = []
        self.body: list[bytes] = []
        self.spans: list[tuple[int, int]] = []
        self.marks: list[tuple[int, int]] = []
        self.size = 0
        self.ended = False

    def span(self, start: int, end: int) -> None:
        """Note that bytes of the connection are of this request."""
        if self.spans and (self.spans[-1][1] == start or len(self.spans) >= MAX_SPANS):
            self.spans[-1] = (self.spans[-1][0], end)
        else:
            self.spans.append((start, end))


class _BrokenError(Exception):
    """What cannot be read, in words."""


def read(data: bytes, at: int = 0) -> Read:
    """Return the requests of a connection whose preface stands at `at`."""
    reading = _Reading(data, at + len(PREFACE))
    problem = ""
    try:
        reading.run()
    except _BrokenError as error:
        problem = str(error)
    requests = [request for stream in reading.streams if (request := _request(stream)) is not None]
    return Read(requests, reading.at, problem)


class _Reading:
    def __init__(self, data: bytes, at: int) -> None:
        self._data = memoryview(data)
        self.at = at
        self.streams: list[_Stream] = []
        self._open: dict[int, _Stream] = {}
        self._block = bytearray()
        self._block_of: tuple[int, bool, int] | None = None
        self._room = MAX_HEADER_BYTES
        self._decoder = Decoder(max_header_list_size=MAX_BLOCK)
        self._decoder.max_allowed_table_size = MAX_TABLE

    def run(self) -> None:
        """Read frame after frame until the bytes end."""
        while self.at + _FRAME_HEAD <= len(self._data):
            start = self.at
            body_at = start + _FRAME_HEAD
            try:
                frame, length = Frame.parse_frame_header(self._data[start:body_at])
                body = self._data[body_at : body_at + length]
                if len(body) < length:
                    if isinstance(frame, DataFrame):
                        self._body(frame, bytes(body), start, len(self._data), whole=False)
                        self.at = len(self._data)
                        return
                    raise _BrokenError("the bytes end in the midst of a frame")
                frame.parse_body(body)
            except (HyperframeError, ValueError) as error:
                raise _BrokenError(f"not a frame of HTTP/2: {error}") from error
            self._take(frame, start, body_at + length)
            self.at = body_at + length

    def _take(self, frame: Frame, start: int, end: int) -> None:
        if self._block_of is not None and not isinstance(frame, ContinuationFrame):
            raise _BrokenError("a header block is not continued")
        if isinstance(frame, HeadersFrame):
            self._block = bytearray(frame.data)
            self._block_of = (frame.stream_id, "END_STREAM" in frame.flags, start)
        elif isinstance(frame, ContinuationFrame):
            if self._block_of is None or self._block_of[0] != frame.stream_id:
                raise _BrokenError("a continuation of nothing")
            self._block += frame.data
        elif isinstance(frame, DataFrame):
            self._body(frame, frame.data, start, end, whole=True)
            return
        elif isinstance(frame, RstStreamFrame):
            self._open.pop(frame.stream_id, None)
            return
        else:
            return
        if len(self._block) > MAX_BLOCK:
            raise _BrokenError(f"a header block of more than {MAX_BLOCK} bytes")
        if "END_HEADERS" in frame.flags:
            self._headers(end)

    def _headers(self, end: int) -> None:
        if self._block_of is None:
            return
        number, ended, start = self._block_of
        self._block_of = None
        try:
            fields = self._decoder.decode(bytes(self._block), raw=True)
        except HPACKError as error:
            raise _BrokenError(f"a header block cannot be read: {error}") from error
        stream = self._open.get(number)
        if stream is None:
            stream = self._open[number] = _Stream()
            self.streams.append(stream)
        for field in fields:
            name, value = bytes(field[0]), bytes(field[1])
            self._room -= len(name) + len(value)
            stream.fields.append((name, value))
        if self._room < 0:
            raise _BrokenError(f"more than {MAX_HEADER_BYTES} bytes of headers came out")
        stream.span(start, end)
        stream.ended = ended
        if ended:
            self._open.pop(number, None)

    def _body(self, frame: DataFrame, data: bytes, start: int, end: int, *, whole: bool) -> None:
        stream = self._open.get(frame.stream_id)
        if stream is None:
            return
        stream.body.append(data)
        if len(stream.marks) < MAX_MARKS:
            stream.marks.append((start + _FRAME_HEAD, stream.size))
        stream.size += len(data)
        stream.span(start, end)
        if whole and "END_STREAM" in frame.flags:
            stream.ended = True
            self._open.pop(frame.stream_id, None)


def _request(stream: _Stream) -> HttpRequest | None:
    pseudo = {name: value for name, value in reversed(stream.fields) if name.startswith(b":")}
    method = to_text(pseudo.get(b":method", b""))
    if not method:
        return None
    headers = tuple(Header(to_text(name), to_text(value)) for name, value in stream.fields)
    body = b"".join(stream.body)
    host = next((value for name, value in stream.fields if name.lower() == b"host"), b"")
    return HttpRequest(
        method=method,
        scheme=to_text(pseudo.get(b":scheme", b"")).lower(),
        authority=to_text(pseudo.get(b":authority", host)),
        path=to_text(pseudo.get(b":path", b"/")),
        version="HTTP/2.0",
        headers=headers,
        body=body,
        # Of a request that does not end here nobody knows how much is missing: at least a byte.
        whole=len(body) if stream.ended else len(body) + 1,
        spans=tuple(stream.spans),
        marks=tuple(stream.marks),
    )
