r"""Characters written as ASCII: \uXXXX and \xXX of program text, &#xXXXX; of HTML, quoted-printable, URLs."""

from __future__ import annotations

import binascii
import html
import re
import sys
from collections.abc import Callable

from privaudit.analysis.containers import pairs
from privaudit.analysis.part import Hint, Opened, Part, unquoted
from privaudit.model.observation import Decoding

_ESCAPE = re.compile(rb"(?:\\u[0-9A-Fa-f]{4})+|(?:\\x[0-9A-Fa-f]{2})+|\\[\"'/nrt\\]")
_TELLING_ESCAPE = re.compile(rb"\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}")
_SHORT = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}


def open_escapes(data: bytes, hint: Hint) -> Opened | None:
    r"""Escapes of JavaScript, Java and C outside of JSON: \uXXXX as UTF-16, \xXX as bytes."""
    del hint
    if b"\\" not in data or not _TELLING_ESCAPE.search(data):
        return None
    return Opened([Part(_replaced(_ESCAPE, _unescaped, data), Decoding(name="escapes"))])


def _replaced(
    pattern: re.Pattern[bytes], replacement: Callable[[re.Match[bytes]], bytes], data: bytes
) -> bytes:
    # `re.sub` keeps each replacement as an object of its own until the end: ten times the memory of the data.
    out = bytearray()
    end = 0
    for found in pattern.finditer(data):
        out += data[end : found.start()]
        out += replacement(found)
        end = found.end()
    out += data[end:]
    return bytes(out)


def _unescaped(found: re.Match[bytes]) -> bytes:
    text = found[0]
    if text[1:2] == b"u":
        units = bytes.fromhex(text.replace(b"\\u", b"").decode("ascii"))
        return units.decode("utf-16-be", "surrogatepass").encode("utf-8", "surrogatepass")
    if text[1:2] == b"x":
        return bytes.fromhex(text.replace(b"\\x", b"").decode("ascii"))
    return _SHORT.get(text[1:], text[1:])


_ENTITY = re.compile(rb"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


def open_entities(data: bytes, hint: Hint) -> Opened | None:
    """Character references of HTML, by number and by name."""
    del hint
    if b"&" not in data or not _ENTITY.search(data):
        return None
    plain = _replaced(_ENTITY, _referred, data)
    return Opened([Part(plain, Decoding(name="entities"))]) if plain != data else None


def _referred(found: re.Match[bytes]) -> bytes:
    body = found[0][1:-1].lower()
    if body[:1] == b"#":
        # As written: HTML would have some numbers read as other characters.
        code = int(b"0" + body[1:], 0) if body[1:2] == b"x" else int(body[1:])
        return chr(code).encode("utf-8", "surrogatepass") if code <= sys.maxunicode else found[0]
    return html.unescape(found[0].decode("ascii")).encode("utf-8", "surrogatepass")


_QUOTED_PRINTABLE = re.compile(rb"=[0-9A-F]{2}=[0-9A-F]{2}|=\r?\n[^\r\n]")


def open_quoted_printable(data: bytes, hint: Hint) -> Opened | None:
    """Quoted-printable, RFC 2045, 6.7, known by escapes one after the other or lines broken softly."""
    del hint
    if b"=" not in data or not _QUOTED_PRINTABLE.search(data):
        return None
    plain = binascii.a2b_qp(data)
    return Opened([Part(plain, Decoding(name="quoted-printable"))]) if plain != data else None


_URL = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]{1,30}://[^\s?#]{0,2000}([?#])")


def open_url(data: bytes, hint: Hint) -> Opened | None:
    """A URL inside: what stands before its query, and the parameters of its query and fragment."""
    del hint
    found = _URL.match(data)
    if found is None or len(data) > _LONGEST_URL:
        return None
    before, after = data[: found.start(1)], data[found.end() :].replace(b"#", b"&").replace(b"?", b"&")
    opened = pairs("url", after, b"&", plus=True)
    return Opened(
        [Part(unquoted(before, plus=False), Decoding(name="url", detail="://")), *opened.parts], opened.cut
    )


_LONGEST_URL = 1024 * 1024


_SSE = re.compile(rb"(?:data|event|id|retry|:)[^\r\n]*(?:\r\n|\r|\n)")
_SSE_LINE = re.compile(rb"\r\n|\r|\n")


def open_event_stream(data: bytes, hint: Hint) -> Opened | None:
    """Server-sent events, WHATWG HTML 9.2.6: the data of each event, its lines put together."""
    if hint.media_type != "text/event-stream" and not (_SSE.match(data) and b"data:" in data):
        return None
    parts: list[Part] = []
    lines: list[bytes] = []
    for line in (*_SSE_LINE.split(data), b""):
        if line.startswith(b"data:"):
            lines.append(line[5:].removeprefix(b" "))
        elif not line and lines:
            parts.append(Part(b"\n".join(lines), Decoding(name="event", detail=str(len(parts)))))
            lines = []
    return Opened(parts) if parts else None
