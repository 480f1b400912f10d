"""What bytes can be wrapped in, one opener each: from the wrapped bytes to the parts inside.

An opener gets the bytes and what is known of them and returns its parts, each with the `Decoding` that names
it, or None when the bytes are not of its kind. Openers are pure: the same bytes give the same parts with the
same names, so a chain of decodings can be replayed. Repeated names are numbered (`a`, `a[1]`).
"""

from __future__ import annotations

import re

from privaudit.analysis.containers import open_form, open_json, open_multipart
from privaudit.analysis.encodings import (
    open_base64,
    open_basic,
    open_gzip,
    open_hex,
    open_jwt,
    open_percent,
    open_zlib,
)
from privaudit.analysis.part import Opener

STRUCTURES: dict[str, Opener] = {
    "gzip": open_gzip,
    "zlib": open_zlib,
    "multipart": open_multipart,
    "json": open_json,
    "jwt": open_jwt,
    "basic": open_basic,
    "form": open_form,
    "percent": open_percent,
    "hex": open_hex,
    "base64": open_base64,
}
"""What any bytes are tried for, in this order."""

EXCLUSIVE = frozenset({"gzip", "zlib", "multipart", "json", "jwt", "basic", "form"})
"""Kinds that leave nothing to be tried after them."""

_WORD = re.compile(rb"[A-Za-z0-9+/_=\s-]*")
_ENCODED_ONLY = (("hex", open_hex), ("base64", open_base64))
_OTHERS = tuple((name, opener) for name, opener in STRUCTURES.items() if name not in {"hex", "base64"})


def candidates(data: bytes, media_type: str) -> tuple[tuple[str, Opener], ...]:
    """Return the openers that can apply, by a glance at the bytes: most fields are plain words."""
    if media_type:
        return tuple(STRUCTURES.items())
    if _WORD.fullmatch(data):
        return tuple(STRUCTURES.items()) if b" " in data or b"=" in data.rstrip(b"=") else _ENCODED_ONLY
    return (
        _OTHERS if data[0] in _MARKS or b"%" in data or b"=" in data or b"." in data or b" " in data else ()
    )


_MARKS = frozenset(b'\x1f{["- \t\r\n') | frozenset(range(0x08, 0x80, 0x10))
"""First bytes of gzip, JSON, multipart and zlib."""
