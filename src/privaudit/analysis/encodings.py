"""Encodings and compressions of RFC 1950, 1951, 1952, 3986, 4648, 7519 and 7617: bytes in, bytes out."""

from __future__ import annotations

import base64
import binascii
import re
import zlib

from privaudit.analysis.part import Hint, Opened, Part, unquoted
from privaudit.model.observation import Decoding


def inflate(data: bytes, window: int, room: int) -> tuple[bytes, str] | None:
    """Return (what came out, what was cut), or None when this is no such stream; `window` as zlib's wbits."""
    stream = zlib.decompressobj(window)
    out: list[bytes] = []
    size = 0
    rest = data
    while rest and size < room:
        try:
            piece = stream.decompress(rest, room - size)
        except zlib.error as error:
            return (b"".join(out), f"the stream breaks off: {error}") if out else None
        out.append(piece)
        size += len(piece)
        if stream.eof and window == _GZIP and stream.unused_data[:2] == b"\x1f\x8b":
            rest = stream.unused_data
            stream = zlib.decompressobj(window)
            continue
        if stream.eof or not stream.unconsumed_tail:
            break
        rest = stream.unconsumed_tail
    if stream.eof:
        return b"".join(out), ""
    if not size:
        return None
    return b"".join(out), f"expands beyond {room} bytes" if size >= room else "the stream breaks off"


_GZIP = 31
_ZLIB = 15
_RAW = -15


def open_gzip(data: bytes, hint: Hint) -> Opened | None:
    """gzip, RFC 1952, all members."""
    return _inflated("gzip", data, _GZIP, hint) if data[:3] == b"\x1f\x8b\x08" else None


def open_zlib(data: bytes, hint: Hint) -> Opened | None:
    """zlib, RFC 1950: known by its two bytes of header, which carry a check."""
    if len(data) > 5 and data[0] & 0x0F == 8 and data[0] >> 4 <= 7 and (data[0] << 8 | data[1]) % 31 == 0:  # noqa: PLR2004
        found = _inflated("zlib", data, _ZLIB, hint)
        # Two bytes are met by chance in short digests: what breaks off there was none.
        return None if found and "breaks off" in found.cut and len(data) < _SHORTEST_BROKEN else found
    return None


_SHORTEST_BROKEN = 64


def open_deflate(data: bytes, hint: Hint) -> Opened | None:
    """Deflate without header, RFC 1951: has no mark, so only where a header says so."""
    return _inflated("deflate", data, _RAW, hint)


def _inflated(name: str, data: bytes, window: int, hint: Hint) -> Opened | None:
    result = inflate(data, window, hint.room)
    if result is None:
        return None
    out, cut = result
    return Opened([Part(out, Decoding(name=name), media_type=hint.media_type)], cut)


def open_percent(data: bytes, hint: Hint) -> Opened | None:
    """Percent-encoding, RFC 3986."""
    del hint
    if b"%" not in data:
        return None
    plain = unquoted(data, plus=False)
    return Opened([Part(plain, Decoding(name="percent"))]) if plain != data else None


_BASE64 = re.compile(rb"[A-Za-z0-9+/\r\n\t ]{8,}={0,2}[\r\n\t ]*")
_BASE64_URL = re.compile(rb"[A-Za-z0-9_-]{8,}={0,2}")
_DATA_URL = re.compile(rb"data:[\w.+/-]{0,100}(?:;[\w.+=-]{1,100}){0,4};base64,", re.IGNORECASE)
_SPACE = re.compile(rb"\s+")


def open_base64(data: bytes, hint: Hint) -> Opened | None:
    """base64 of RFC 4648, either alphabet, padded or not; the whole of the data, or of a data URL, is it."""
    del hint
    if data[:5].lower() == b"data:" and (told := _DATA_URL.match(data)):
        data = data[told.end() :]
    if b" " in data and b"\n" not in data and data.strip().count(b" ") > 1 + len(data) // _A_PLUS_IN:
        return None  # words of a sentence
    if _BASE64.fullmatch(data):
        bare, alphabet = _without_space(data), b"+/"
    elif _BASE64_URL.fullmatch(data):
        bare, alphabet = data, b"-_"
    else:
        return None
    bare = bare.rstrip(b"=")
    if len(bare) % 4 == 1 or _is_word(bare) or (len(bare) >= _CLEARLY_HEX and _HEX.fullmatch(bare)):
        return None
    try:
        plain = base64.b64decode(bare + b"=" * (-len(bare) % 4), altchars=alphabet, validate=True)
    except binascii.Error:
        return None
    return Opened([Part(plain, Decoding(name="base64"))])


def _without_space(data: bytes) -> bytes:
    """Take line breaks away; a space alone is a plus that a form turned into one, if that fits the length."""
    if b" " in data and b"\n" not in data:
        restored = data.strip().replace(b" ", b"+")
        if not len(restored) % 4:
            return restored
    return _SPACE.sub(b"", data)


_A_PLUS_IN = 24
"""Characters of base64 among which one is a plus: 64 on average."""


def _is_word(data: bytes) -> bool:
    """Whether this is a word, or several, rather than base64: letters of one case, the first perhaps not."""
    return data.isalpha() and (data[1:].islower() or data.isupper()) and len(data) < _LONGEST_WORD


_LONGEST_WORD = 24
_CLEARLY_HEX = 12
"""Characters of base64 that are all hexadecimal digits by a chance of 1 in 300,000."""

_BASE32 = re.compile(rb"(?:[A-Z2-7]{16,}|[a-z2-7]{16,})={0,6}")
_BASE32_TAILS = frozenset({0, 2, 4, 5, 7})


def open_base32(data: bytes, hint: Hint) -> Opened | None:
    """base32 of RFC 4648 in one case, as names in DNS carry data; the whole of the data must be it."""
    del hint
    if not _BASE32.fullmatch(data):
        return None
    bare = data.rstrip(b"=")
    if len(bare) % 8 not in _BASE32_TAILS:
        return None
    return Opened([Part(base64.b32decode(bare.upper() + b"=" * (-len(bare) % 8)), Decoding(name="base32"))])


_HEX = re.compile(rb"(?:0[xX])?([0-9A-Fa-f]{12,})")
_HEX_PAIRS = re.compile(rb"[0-9A-Fa-f]{2}(?:([ :-])[0-9A-Fa-f]{2})(?:\1[0-9A-Fa-f]{2}){5,}")


def open_hex(data: bytes, hint: Hint) -> Opened | None:
    """Hexadecimal digits, an even number of at least 12, or at least 7 pairs of them set apart."""
    del hint
    if whole := _HEX.fullmatch(data):
        digits = whole[1]
    elif data[2:3] in _BETWEEN_PAIRS and _HEX_PAIRS.fullmatch(data):
        digits = data.replace(data[2:3], b"")
    else:
        return None
    if len(digits) % 2:
        return None
    plain = bytes.fromhex(digits.decode("ascii"))
    if digits.isdigit() and not plain.isascii():
        return None  # a number
    return Opened([Part(plain, Decoding(name="hex"))])


_BETWEEN_PAIRS = frozenset({b" ", b":", b"-"})


_JWT = re.compile(rb"(?:Bearer\s+)?([\w-]{8,})\.([\w-]{8,})\.[\w-]*")


def open_jwt(data: bytes, hint: Hint) -> Opened | None:
    """Header and claims of a JSON Web Token, RFC 7519, also behind `Bearer`."""
    token = _JWT.fullmatch(data)
    if token is None:
        return None
    parts: list[Part] = []
    for part, which in ((token[1], "header"), (token[2], "claims")):
        opened = open_base64(part, hint)
        if opened is None or opened.parts[0].data[:1] != b"{":
            return None
        parts.append(Part(opened.parts[0].data, Decoding(name="jwt", detail=which), which))
    return Opened(parts)


def open_basic(data: bytes, hint: Hint) -> Opened | None:
    """User name and password of HTTP's Basic scheme, RFC 7617."""
    scheme, _, rest = data.partition(b" ")
    opened = open_base64(rest.strip(), hint) if scheme.lower() == b"basic" else None
    return Opened([Part(opened.parts[0].data, Decoding(name="basic"))]) if opened else None
