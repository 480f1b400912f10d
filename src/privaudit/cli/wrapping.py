"""Text broken into lines of a terminal: Chinese between any two characters, other words at spaces."""

from __future__ import annotations

import re

from rich.cells import cell_len, chop_cells

_WIDE = "\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_PIECE = re.compile(rf"\s+|[{_WIDE}]|[^\s{_WIDE}]+")
_NEVER_FIRST = frozenset("，。；：、！？）》”’」』】〉…,.;:!?)]}")
_NEVER_LAST = frozenset("（《“‘「『【〈([{")


def wrap(text: str, width: int, *, indent: str = "", first: str | None = None) -> list[str]:
    """Return the lines of a text, none wider than `width` cells.

    The first line begins with `first` (`indent` when None), the others with `indent`.
    """
    head = indent if first is None else first
    room = max(4, width - max(cell_len(head), cell_len(indent)))
    lines: list[str] = []
    line, length = "", 0
    for piece in _pieces(text, room):
        size = cell_len(piece)
        if length + size > room and line.strip():
            lines.append(line.rstrip())
            line, length = "", 0
            if piece.isspace():
                continue
        line += piece
        length += size
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return [(head if number == 0 else indent) + part for number, part in enumerate(lines)]


def _pieces(text: str, room: int) -> list[str]:
    """Return what may not be broken, in order: punctuation stays with the character it belongs to."""
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        joined = pieces and (piece[0] in _NEVER_FIRST or pieces[-1][-1] in _NEVER_LAST)
        if joined and cell_len(pieces[-1]) + cell_len(piece) <= room:
            pieces[-1] += piece
        elif cell_len(piece) > room:
            pieces.extend(chop_cells(piece, room))
        else:
            pieces.append(piece)
    return pieces
