"""Bytes of the wire as text and back, without loss.

Headers and paths are bytes that nobody promised to be UTF-8, while events are JSON, which knows only text.
`to_text` reads UTF-8 and writes every byte that is not part of a valid sequence as one character of U+EF80 to
U+EFFF (byte 0x80 is U+EF80). A character of that private block that stood in the input itself is written as
its three bytes, so that `to_bytes(to_text(raw)) == raw` holds for any bytes. (The idea is MirBSD's OPTU
encoding.)
"""

from __future__ import annotations

import re

_FIRST = 0xEF80
_BLOCK = re.compile("[\uef80-\uefff]+")
_UNREADABLE = re.compile("[\uef80-\uefff\udc80-\udcff]")


def to_text(raw: bytes) -> str:
    """Return `raw` as text without lone surrogates, from which `to_bytes` gets the same bytes back."""
    if raw.isascii():
        return raw.decode("ascii")
    text = raw.decode("utf-8", "surrogateescape")
    return _UNREADABLE.sub(_spell, text)


def to_bytes(text: str) -> bytes:
    """Return the bytes that `to_text` made `text` of; text from elsewhere becomes plain UTF-8."""
    if text.isascii():
        return text.encode("ascii")
    parts: list[bytes] = []
    end = 0
    for block in _BLOCK.finditer(text):
        parts.append(text[end : block.start()].encode("utf-8", "surrogatepass"))
        parts.append(bytes(ord(character) - _FIRST + 0x80 for character in block.group()))
        end = block.end()
    parts.append(text[end:].encode("utf-8", "surrogatepass"))
    return b"".join(parts)


def _spell(found: re.Match[str]) -> str:
    raw = found.group().encode("utf-8", "surrogateescape")
    return "".join(chr(_FIRST + byte - 0x80) for byte in raw)
