"""The text of an HTML tree in reading order, without recursion: hostile pages nest without end."""

from __future__ import annotations

import re
from typing import Any

from privaudit.notice.characters import normalise

_SKIPPED_TAGS = (
    "head script style noscript template svg math canvas iframe object embed audio video select "
    "textarea -comment _comment !doctype"
)
_SKIPPED = frozenset(_SKIPPED_TAGS.split())
_BLOCKS_NAMES = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "ol p pre section summary table tbody tfoot thead tr ul"
)
_BLOCKS = frozenset(_BLOCKS_NAMES.split())
_CELLS = frozenset({"td", "th"})
_WHITE = re.compile(r"[ \t\n\r\f]+")
_AROUND_TAB = re.compile(r" *\t *")


class _Page:
    """Collects text as a browser lays it out: lines of collapsed words, cells apart by tabs."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._line: list[str] = []
        self._space = False
        self.cells = 0
        """How many table cells are open: inside one, a block does not begin a line."""
        self.pre = 0

    def text(self, text: str) -> None:
        if self.pre and not self.cells:
            for number, part in enumerate(text.split("\n")):
                if number:
                    self.break_line()
                self._line.append(part)
            return
        for number, word in enumerate(_WHITE.split(text)):
            if number:
                self._space = True
            if word:
                if self._space and self._line:
                    self._line.append(" ")
                self._space = False
                self._line.append(word)

    def block(self) -> None:
        if self.cells:
            self._space = True
        else:
            self.break_line()

    def cell(self) -> None:
        """Separate a cell from what stands before it in its row."""
        if self.cells > 1:
            self._space = True
        elif self._line:
            self._line.append("\t")
            self._space = False

    def break_line(self) -> None:
        line = "".join(self._line)
        line = line.rstrip(" \t") if self.pre else _AROUND_TAB.sub("\t", line).strip(" \t")
        if line.strip():
            self.lines.append(line)
        self._line.clear()
        self._space = False


def html_lines(root: Any) -> str:
    """Return the text under `root`, a node of selectolax's lexbor tree, line by line."""
    page = _Page()
    node = root
    while node is not None:
        child = None if node.tag in _SKIPPED else _enter(node, page)
        if child is not None:
            node = child
            continue
        while node is not None:
            if node.tag not in _SKIPPED:
                _leave(node, page)
            if node.mem_id == root.mem_id:
                node = None
            elif node.next is not None:
                node = node.next
                break
            else:
                node = node.parent
    page.break_line()
    return "\n".join(page.lines)


def _enter(node: Any, page: _Page) -> Any:
    tag = node.tag
    if tag == "-text":
        page.text(normalise(node.text_content or ""))
        return None
    if tag == "br":
        page.block()
    elif tag in _CELLS:
        page.cells += 1
        page.cell()
    elif tag in _BLOCKS:
        page.block()
    if tag == "pre":
        page.pre += 1
    return node.child


def _leave(node: Any, page: _Page) -> None:
    tag = node.tag
    if tag in _CELLS:
        page.cells -= 1
    elif tag in _BLOCKS:
        page.block()
    if tag == "pre":
        page.pre -= 1
