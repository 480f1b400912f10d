"""HTTP/1.x requests read from the bytes an app wrote: RFC 9112, bounded, and never more than was there."""

from __future__ import annotations

import re
from typing import NamedTuple

from privaudit.model.network import Header
from privaudit.model.octets import to_text

MAX_HEAD = 256 * 1024
"""Bytes of request line and headers."""

MAX_HEADERS = 2000

MAX_MARKS = 4096
"""Pieces of a body of which it is told where they stood."""

_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}) ([^\s\x00-\x1f]{1,65536}) (HTTP/1\.[01])\r?")
_BEGINS = re.compile(rb"[A-Z]{3,16} [^\s\x00-\x1f]{1,65536} HTTP/1\.[01]\r?\n")
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,16})[^\r\n]{0,4096}\r?\n")
_DIGITS = re.compile(r"[0-9]{1,18}")


class HttpRequest(NamedTuple):
    """A request as it was written; `spans` are the (start, end) of its bytes in the connection."""

    method: str
    scheme: str
    """Where the request itself says it, else empty."""
    authority: str
    """host or host:port, empty where it does not say."""
    path: str
    version: str
    headers: tuple[Header, ...]
    body: bytes
    whole: int
    """Bytes its body has or would have; more than `body` where the rest is missing."""
    spans: tuple[tuple[int, int], ...]
    marks: tuple[tuple[int, int], ...] = ()
    """(where in the connection, how much of the body was before) of the pieces the body came in."""
    upgrade: str = ""
    """What the connection speaks after it: `websocket`, `connect`, or nothing else."""


def begins(data: bytes, at: int = 0) -> bool:
    """Whether a request begins there."""
    return _BEGINS.match(data, at) is not None


def next_beginning(data: bytes, at: int) -> int:
    """Return where the next request begins at the start of a line, or the end of the data."""
    found = _BEGINS.search(data, at)
    return found.start() if found else len(data)


def read(data: bytes, at: int) -> tuple[HttpRequest, int] | None:
    """Return the request at `at` and where it ends; None when there is none."""
    if not begins(data, at):
        return None
    end = _END_OF_HEAD.search(data, at, at + MAX_HEAD)
    head = data[at : end.start()] if end else data[at : at + MAX_HEAD]
    line, *rest = head.split(b"\n")
    first = _LINE.fullmatch(line)
    if first is None:
        return None
    method, version = first[1].decode("ascii"), first[3].decode("ascii")
    headers = tuple(filter(None, (_header(one) for one in rest[:MAX_HEADERS])))
    scheme, authority, path = _target(to_text(first[2]), headers)
    body_at = end.end() if end else len(data)
    upgrade = _upgrade(method, headers)
    marks: list[tuple[int, int]] = []
    body, whole, stop = (b"", 0, body_at) if upgrade or not end else _body(data, body_at, headers, marks)
    if not end or len(rest) > MAX_HEADERS:
        whole = max(whole, len(body) + 1)  # what follows the head as far as it was kept is not known
    request = HttpRequest(
        method, scheme, authority, path, version, headers, body, whole, ((at, stop),), tuple(marks), upgrade
    )
    return request, stop


def _header(line: bytes) -> Header | None:
    name, colon, value = line.partition(b":")
    if not colon or not name.strip():
        return None
    return Header(to_text(name.strip()), to_text(value.strip()))


def value_of(headers: tuple[Header, ...], name: str) -> str:
    """Return a header's value, empty where it is not there."""
    return next((header.value for header in headers if header.name.lower() == name), "")


def _target(target: str, headers: tuple[Header, ...]) -> tuple[str, str, str]:
    """Take the target apart, RFC 9112 section 3.2: (scheme, authority, path)."""
    scheme, found, rest = target.partition("://")
    if found and scheme.isalpha():
        authority, slash, path = rest.partition("/")
        return scheme.lower(), authority.rpartition("@")[2], f"{slash}{path}" or "/"
    return "", value_of(headers, "host"), target


def _upgrade(method: str, headers: tuple[Header, ...]) -> str:
    if method == "CONNECT":
        return "connect"
    return "websocket" if value_of(headers, "upgrade").lower() == "websocket" else ""


def _body(
    data: bytes, at: int, headers: tuple[Header, ...], marks: list[tuple[int, int]]
) -> tuple[bytes, int, int]:
    """Return the body, how long it is or would be, and where it ends; RFC 9112 section 6.3."""
    coding = value_of(headers, "transfer-encoding").lower()
    if coding.rpartition(",")[2].strip() == "chunked":
        return _chunked(data, at, marks)
    length = value_of(headers, "content-length").strip()
    if not _DIGITS.fullmatch(length):
        return b"", 0, at
    marks.append((at, 0))
    body = data[at : at + int(length)]
    return body, int(length), at + len(body)


def _chunked(data: bytes, at: int, marks: list[tuple[int, int]]) -> tuple[bytes, int, int]:
    """Join the chunks, RFC 9112 section 7.1; where they break off one byte more is said to be missing."""
    parts: list[bytes] = []
    size = 0
    while (head := _CHUNK.match(data, at)) is not None:
        length = int(head[1], 16)
        if length == 0:
            end = _trailers(data, head.end())
            return b"".join(parts), size, end
        part = data[head.end() : head.end() + length]
        parts.append(part)
        if len(marks) < MAX_MARKS:
            marks.append((head.end(), size))
        size += len(part)
        at = head.end() + len(part)
        if len(part) < length:
            break
        at += 2 if data[at : at + 2] == b"\r\n" else 1 if data[at : at + 1] == b"\n" else 0
    return b"".join(parts), size + 1, at


def _trailers(data: bytes, at: int) -> int:
    if data[at : at + 2] == b"\r\n":
        return at + 2
    if data[at : at + 1] == b"\n":
        return at + 1
    end = _END_OF_HEAD.search(data, at, at + MAX_HEAD)
    return end.end() if end else len(data)
