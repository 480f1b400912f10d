"""A long text read off a screen: what is in view, then what comes into view when scrolling, to its end."""

from __future__ import annotations

from dataclasses import dataclass

from privaudit.model.ui import Bounds, UiNode, UiTree
from privaudit.scenario.context import Context

MAX_SCREENS = 300
"""Screens read of one text; a notice that is longer is recorded as cut."""

MAX_CHARACTERS = 2_000_000
"""Characters read of one text."""

_REST_LOOKS = 2


@dataclass(frozen=True)
class Reading:
    """What was read: lines in reading order, and why it is not whole, if it is not."""

    lines: tuple[str, ...]
    screens: int
    cut: str = ""

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


def read_screens(context: Context, *, max_screens: int = MAX_SCREENS) -> Reading:
    """Read the text on the screen, scrolling down until nothing new comes; nothing but scrolling is done."""
    tree = context.settle()
    lines = [line for line, _ in _lines(tree)]
    if _scroll_area(tree, context) is None:
        return Reading(tuple(lines), 1)
    still = 0
    for screens in range(1, max_screens + 1):
        if sum(map(len, lines)) > MAX_CHARACTERS:
            return Reading(tuple(lines), screens, f"longer than {MAX_CHARACTERS} characters")
        area = _scroll_area(tree, context) or context.screen_area()
        context.swipe_up(area)
        after = context.settle()
        if after == tree:
            # A fling may have been swallowed by an animation: only a second one without effect is the end.
            still += 1
            if still >= _REST_LOOKS:
                return Reading(tuple(lines), screens)
            continue
        still = 0
        lines = join_screens(lines, _moved(tree, after))
        tree = after
    return Reading(tuple(lines), max_screens, f"more than {max_screens} screens long")


def join_screens(before: list[str], new: list[str]) -> list[str]:
    """Return `before` continued by `new`, what both show written once.

    The overlap is the longest end of `before` that is a beginning of `new`.
    """
    most = min(len(before), len(new))
    for size in range(most, 0, -1):
        if before[-size:] == new[:size]:
            return before + new[size:]
    return before + new


def _moved(before: UiTree, after: UiTree) -> list[str]:
    """Return the lines of `after` without what stayed in place: titles and bars are no text."""
    fixed = set(_lines(before))
    return [line for line, bounds in _lines(after) if (line, bounds) not in fixed]


def _lines(tree: UiTree) -> list[tuple[str, Bounds]]:
    found = []
    for node in tree.walk():
        text = node.text if node.text.strip() else node.content_desc
        if text.strip() and not node.password:
            found.append((text.strip(), node.bounds))
    return found


def _scroll_area(tree: UiTree, context: Context) -> Bounds | None:
    """Return the bounds of the largest thing that scrolls; web content counts though it does not say so."""
    width, height = context.stage.size()
    areas = [n.bounds for n in tree.walk() if n.scrollable or _is_web(n)]
    if not areas:
        return None
    best = max(areas, key=lambda b: max(b.width, 0) * max(b.height, 0))
    return Bounds(max(best.left, 0), max(best.top, 0), min(best.right, width), min(best.bottom, height))


def _is_web(node: UiNode) -> bool:
    return node.class_name.rpartition(".")[2].endswith("WebView")
