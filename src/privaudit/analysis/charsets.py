"""Text that is not UTF-8: UTF-16 and GB 18030 (with its older parts GBK and GB 2312), turned into UTF-8."""

from __future__ import annotations

import re

from privaudit.analysis.part import Hint, Opened, Part
from privaudit.model.observation import Decoding

_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_SHORTEST = 8
_SHORTEST_CHINESE = 12
"""Bytes of Chinese text with nothing to open in it; values are searched for as it writes them anyway."""
_ZEROS = 4
"""Of so many units one at least is of ASCII where text has no mark: names and digits of a message are."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def open_utf16(data: bytes, hint: Hint) -> Opened | None:
    """UTF-16 of either order, known by its mark or by the zero bytes of ASCII in it."""
    del hint
    if len(data) < _SHORTEST:
        return None
    charset = _MARKS.get(data[:2]) or _by_zeros(data)
    if not charset:
        return None
    whole = data if len(data) % 2 == 0 else data[:-1]
    try:
        text = whole.decode(charset).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None
    if _CONTROL.search(text):
        return None
    return Opened([Part(text.encode("utf-8"), Decoding(name="utf-16", detail=charset[-2:].upper()))])


def _by_zeros(data: bytes) -> str:
    even, odd = data[::2].count(0), data[1::2].count(0)
    if not even and odd * _ZEROS * 2 >= len(data):
        return "utf-16-le"
    return "utf-16-be" if not odd and even * _ZEROS * 2 >= len(data) else ""


def open_gb18030(data: bytes, hint: Hint) -> Opened | None:
    """GB 18030: text that is no UTF-8, has no control characters and reads whole as this."""
    del hint
    if len(data) < _SHORTEST_CHINESE:
        return None
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    if _CONTROL.search(text):
        return None
    return Opened([Part(text.encode("utf-8", "surrogatepass"), Decoding(name="gb18030"))])
