"""What bytes can be wrapped in, one opener each: from the wrapped bytes to the parts inside.

An opener gets the bytes and what is known of them and returns its parts, each with the `Decoding` that names
it, or None when the bytes are not of its kind. Openers are pure: the same bytes give the same parts with the
same names, so a chain of decodings can be replayed. Repeated names are numbered (`a`, `a[1]`).
"""

from __future__ import annotations

import re

from privaudit.analysis.archives import open_deflate, open_lz4, open_zip
from privaudit.analysis.binary import open_grpc, open_protobuf
from privaudit.analysis.charsets import open_gb18030, open_utf16
from privaudit.analysis.compressions import open_likely_brotli, open_zstd
from privaudit.analysis.containers import open_form, open_json, open_multipart
from privaudit.analysis.encodings import (
    open_base32,
    open_base64,
    open_basic,
    open_gzip,
    open_hex,
    open_jwt,
    open_percent,
    open_zlib,
)
from privaudit.analysis.escapes import (
    open_entities,
    open_escapes,
    open_event_stream,
    open_quoted_printable,
    open_url,
)
from privaudit.analysis.markup import open_xml
from privaudit.analysis.packed import open_cbor, open_msgpack
from privaudit.analysis.part import Opener

STRUCTURES: dict[str, Opener] = {
    "gzip": open_gzip,
    "zlib": open_zlib,
    "zstd": open_zstd,
    "lz4": open_lz4,
    "zip": open_zip,
    "grpc": open_grpc,
    "multipart": open_multipart,
    "json": open_json,
    "xml": open_xml,
    "event": open_event_stream,
    "utf-16": open_utf16,
    "gb18030": open_gb18030,
    "msgpack": open_msgpack,
    "cbor": open_cbor,
    "protobuf": open_protobuf,
    "deflate": open_deflate,
    "br": open_likely_brotli,
    "jwt": open_jwt,
    "basic": open_basic,
    "url": open_url,
    "form": open_form,
    "quoted-printable": open_quoted_printable,
    "escapes": open_escapes,
    "entities": open_entities,
    "percent": open_percent,
    "hex": open_hex,
    "base32": open_base32,
    "base64": open_base64,
}
"""What any bytes are tried for, in this order."""

EXCLUSIVE = frozenset(
    {
        "gzip", "zlib", "zstd", "lz4", "zip", "grpc", "multipart", "json", "xml", "event", "jwt", "basic",
        "url", "form",
    }
)  # fmt: skip
"""Kinds that leave nothing to be tried after them when they open whole."""

KINDS_OF_STEPS = {
    "grpc-text": "grpc", "part": "multipart", "part-head": "multipart", "line": "json", "json-key": "json",
    "msgpack-key": "msgpack", "cbor-key": "cbor", "form-key": "form", "url-key": "url",
}  # fmt: skip
"""Steps that are not named after what takes them."""


def opener_of(step: str) -> Opener | None:
    """Return what takes a step of a chain, by the step's name."""
    return STRUCTURES.get(KINDS_OF_STEPS.get(step, step))


_WORD = re.compile(rb"[A-Za-z0-9+/_=\r\n\t-]*")


def _named(*names: str) -> tuple[tuple[str, Opener], ...]:
    return tuple((name, STRUCTURES[name]) for name in names)


_BY_MEDIA = (
    ("application/grpc", _named("grpc")), ("application/connect", _named("grpc")),
    ("multipart/", _named("multipart")), ("x-www-form-urlencoded", _named("form")),
    ("event-stream", _named("event")), ("json", _named("json")), ("xml", _named("xml")),
    ("msgpack", _named("msgpack")), ("cbor", _named("cbor")), ("proto", _named("protobuf")),
)  # fmt: skip
"""What media types say, by a part of their name."""
_TEXTS = frozenset({"form", "json", "xml", "event"})
_SAID_BY_DEFAULT = frozenset({"form"})
_BY_FIRST_BYTE = {
    0x1F: _named("gzip"),
    0x04: _named("lz4"),
    **{byte: _named("zlib") for byte in range(0x08, 0x80, 0x10)},
    **{byte: _named("json") for byte in b'{["'},
    **{byte: _named("multipart", "json") for byte in b"-"},
    **{byte: _named("json") for byte in b" \t\r\n"},
    **{byte: _named("basic") for byte in b"Bb"},
    **{byte: _named("event") for byte in b"dei:r"},
    0x28: _named("zstd"),
    **{byte: _named("xml") for byte in b"<\xef"},
}
_BY_FIRST_BYTE[0x28] = _named("zlib", "zstd")
_BY_FIRST_BYTE[ord("P")] = _named("zip")
_BINARY_BYTE = re.compile(rb"[\x00-\x08\x0a-\x1f\x80-\xff]")
_MESSAGES = {
    byte: _named(
        *(("msgpack",) if 0x80 <= byte < 0xA0 or byte in {0xDC, 0xDD, 0xDE, 0xDF} else ()),  # noqa: PLR2004
        *(("cbor",) if 0x80 <= byte < 0xC0 or byte == 0xD9 else ()),  # noqa: PLR2004 - arrays, maps, the mark
        # The first byte of protobuf: a field's number, and one of the four ways a value is written.
        *(("protobuf",) if byte > 7 and byte & 7 in {0, 1, 2, 5} else ()),  # noqa: PLR2004
    )
    for byte in range(256)
}
_UNMARKED = _named("deflate", "br")
_WIDE, _CHINESE = _named("utf-16"), _named("gb18030")
_WORDS = _named("hex", "base32", "base64")
_EQUALS = _named("quoted-printable", "form")
_MARKED = (
    (b".", _named("jwt")), (b"://", _named("url")), (b"=", _EQUALS), (b"\\", _named("escapes")),
    (b"&", _named("entities")), (b"%", _named("percent")),
)  # fmt: skip
"""What stands in bytes of a kind, wherever in them."""
_SPACED = _named("hex", "base64")
_SPACED_WORD = re.compile(rb"(?:data:[\w.+/;=-]{0,400},)?[A-Za-z0-9+/_=:\r\n\t -]*", re.IGNORECASE)


def candidates(data: bytes, media_type: str) -> tuple[tuple[str, Opener], ...]:
    """Return the openers that can apply, by a glance at the bytes: most fields are plain words."""
    if media_type:
        told = tuple(one for kind, openers in _BY_MEDIA if kind in media_type for one in openers)
        looks = candidates(data, "")
        # Android's HTTP client says form of any body for which the app says nothing else.
        if told and not _is_text(data):
            told = tuple(one for one in told if one[0] not in _TEXTS)
        first = tuple(one for one in told if one[0] not in _SAID_BY_DEFAULT)
        return tuple(dict.fromkeys((*first, *looks, *told)))
    found = _BY_FIRST_BYTE.get(data[0], ())
    if _WORD.fullmatch(data):
        return (*found, *_EQUALS, *_WORDS) if b"=" in data else (*found, *_WORDS)
    if _BINARY_BYTE.search(data):
        found = (*found, *_MESSAGES[data[0]])
        if not _is_text(data):
            control = _CONTROL_BYTE.search(data)
            found = (*found, *(_WIDE if control else (*_WIDE, *_CHINESE)), *_UNMARKED)
            if control and len(data) > _LONGEST_MIXED:
                return found  # a picture: what looks like an escape in it is none
    for mark, openers in _MARKED:
        if mark in data:
            found = (*found, *openers)
    return (*found, *_SPACED) if _SPACED_WORD.fullmatch(data) else found


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not _CONTROL.search(text)


_LONGEST_MIXED = 64 * 1024
_CONTROL_BYTE = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
