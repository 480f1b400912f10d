"""Text of an app, a device or a network made harmless to look at, with nothing removed in silence.

Control characters, terminal sequences, bidirectional marks and other invisible characters are written out
as `⟦U+202E⟧`; very long text is cut and its length said. Escaping for HTML or the terminal is not done here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LIMIT = 1_000
"""Characters of one text shown in running words."""

BLOCK_LIMIT = 12_000
"""Characters of one text shown as a block (an excerpt of a request)."""

CUT = "…⟦{shown} / {total}⟧"
"""What ends a cut text; reports pass words of their language instead."""

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})

_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(code)
    for span in ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
    for code in range(span[0], span[1] + 1)
}
"""Characters (the three spans: selectors of variants) that show nothing though no format characters."""

_PLAIN = frozenset(" \u00a0\u3000\ufe0e\ufe0f")
"""Spaces every reader knows, and the selectors that make a sign an emoji or a plain sign."""

_SUSPECT = re.compile(
    # ANSI and other terminal sequences as one piece: CSI, then OSC up to its end, then any escape.
    r"\x1b\[[0-?]{0,64}[ -/]{0,8}[@-~]"
    r"|\x1b\][^\x07\x1b]{0,256}(?:\x07|\x1b\\)"
    # Everything outside ASCII and the common CJK blocks is looked at one by one.
    r"|[^\x20-\x7e\u3000-\u3029\u3030-\u3096\u30a0-\u30ff\u4e00-\u9fff\uff01-\uff5e]"
)

_MARK = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"

_PILED_MARKS = re.compile(f"({_MARK}{{4}}){_MARK}+")
"""More than four combining marks on one letter paint over the lines around it."""


def visible(text: str, limit: int = LIMIT, *, block: bool = False, cut: str = CUT) -> str:
    """Return `text` with everything hidden in it written out, cut to `limit` characters of the original.

    With `block`, line feeds and tabs stay. A cut text ends in `cut`, with the characters `shown` and `total`.
    """
    total = len(text)
    shown = text[:limit] if total > limit else text
    if block:
        shown = shown.replace("\r\n", "\n")
        shown = "\n".join("\t".join(_line(cell) for cell in row.split("\t")) for row in shown.split("\n"))
    else:
        shown = _line(shown)
    if total > limit:
        shown += cut.format(shown=f"{limit:,}", total=f"{total:,}")
    return shown


def _line(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    text = _PILED_MARKS.sub(lambda match: f"{match[1]}⟦+{len(match[0]) - 4}⟧", text)
    return _SUSPECT.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    found = match[0]
    if len(found) > 1:
        return f"⟦ESC{_line(found[1:])}⟧"
    return _character(found)


@lru_cache(maxsize=4096)
def _character(character: str) -> str:
    code = ord(character)
    hidden = unicodedata.category(character) in _HIDDEN_CATEGORIES or character in _BLANK
    return f"⟦U+{code:04X}⟧" if hidden and character not in _PLAIN else character
