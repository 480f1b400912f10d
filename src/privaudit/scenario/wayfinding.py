"""Finds the way in an app to something it must offer, such as its notice, and counts the taps."""

from __future__ import annotations

from dataclasses import dataclass

from privaudit.model.ui import UiNode, UiTree
from privaudit.scenario.context import Context, StepError, shown
from privaudit.scenario.pattern import PatternTimeoutError
from privaudit.scenario.roles import Identity, Role, find_role, identity
from privaudit.scenario.step import Selector

MAX_TAPS = 6
"""Taps after which the search by role ends. More than 4 are already too many (认定方法, 2019-191, 一.3)."""

_MAX_SCROLLS = 8
_SEARCH_MS = 3_000


@dataclass(frozen=True)
class Way:
    """Whether the goal was opened, after how many taps, and why not."""

    found: bool
    taps: int
    reason: str = ""
    trail: tuple[str, ...] = ()
    """What was tapped, in order."""


def follow(context: Context, path: tuple[Selector, ...]) -> Way:
    """Tap the elements of `path` one after the other.

    The last is the goal: that it is not there is an answer, not a failure. One before it that is not there
    means the path is wrong, and raises StepError.
    """
    trail: list[str] = []
    for number, selector in enumerate(path, 1):
        node = _scrolled_to(context, selector)
        if node is None:
            if number < len(path):
                raise StepError(context.missing(f"no element {shown(selector.describe())} on the way"))
            return Way(False, len(trail), f"no element {shown(selector.describe())}", tuple(trail))
        before = context.look()
        context.tap(node)
        trail.append(_name(node))
        if not _changed(context, before, context.patience_ms):
            reason = f"tapping {_name(node)} changed nothing on the screen"
            if number < len(path):
                raise StepError(reason)
            return Way(False, len(trail), reason, tuple(trail))
    return Way(True, len(trail), "", tuple(trail))


def search(context: Context, entry: Role, way: Role) -> Way:
    """Look for an entry by its role, on this screen and behind the entries that usually lead to it."""
    trail: list[str] = []
    tried: set[str] = set()
    tree = context.settle()
    while len(trail) < MAX_TAPS:
        goal = _role(context, tree, entry, tried)
        if goal is None:
            goal, tree = _below(context, tree, entry, tried)
        step = goal or _role(context, tree, way, tried)
        if step is None:
            # Some apps do not say what can be tapped: the last thing to try is what looks like a title.
            step = goal = _role(context, tree, entry, tried, inert=True)
        if step is None:
            break
        tried.add(_name(step))
        context.tap(step)
        trail.append(_name(step))
        changed = _changed(context, tree, _SEARCH_MS)
        tree = context.settle()
        if goal is not None and changed:
            return Way(True, len(trail), "", tuple(trail))
    walked = " > ".join(trail) or "nothing that leads there was found"
    return Way(False, len(trail), f"no entry was found by its wording ({walked})", tuple(trail))


def _role(
    context: Context, tree: UiTree, role: Role, tried: set[str], *, inert: bool = False
) -> UiNode | None:
    """Return an element of a role that was not tapped yet; what cannot be tapped only with `inert`.

    A title often has the words of the entry that led to it.
    """
    without = {identity(node) for node in tree.walk() if _name(node) in tried}
    if not inert:
        without |= _inert(tree)
    try:
        return find_role(tree, role, package=context.stage.package, without=without)
    except PatternTimeoutError as error:
        raise StepError(error.message) from None


def _inert(tree: UiTree) -> set[Identity]:
    """Return the elements that neither can be clicked nor stand in one that can."""
    inert: set[Identity] = set()
    stack = [(root, False) for root in tree.roots]
    while stack:
        node, inside = stack.pop()
        live = inside or node.clickable
        if not live:
            inert.add(identity(node))
        stack.extend((child, live) for child in node.children)
    return inert


def _below(context: Context, tree: UiTree, role: Role, tried: set[str]) -> tuple[UiNode | None, UiTree]:
    """Scroll down in search of a role; return it and the screen, scrolled back up without it."""
    if not any(node.scrollable for node in tree.walk()):
        return None, tree
    for scrolled in range(1, _MAX_SCROLLS + 1):
        context.swipe_up(context.screen_area())
        after = context.settle()
        goal = _role(context, after, role, tried)
        if goal is not None:
            return goal, after
        if after == tree:
            return None, _back_up(context, scrolled - 1)
        tree = after
    return None, _back_up(context, _MAX_SCROLLS)


def _back_up(context: Context, times: int) -> UiTree:
    area = context.screen_area()
    x, top, bottom = area.center[0], area.height * 3 // 10, area.height * 8 // 10
    for _ in range(times):
        context.stage.swipe(x, top, x, bottom, 400)
    return context.settle()


def _scrolled_to(context: Context, selector: Selector) -> UiNode | None:
    node = context.until(lambda tree: context.seen(tree, selector), context.patience_ms)
    tree = context.look()
    for _ in range(_MAX_SCROLLS):
        if node is not None or not any(n.scrollable for n in tree.walk()):
            return node
        context.swipe_up(context.screen_area())
        after = context.settle()
        node = context.seen(after, selector)
        if after == tree:
            return node
        tree = after
    return node


def _changed(context: Context, before: UiTree, timeout_ms: int) -> bool:
    changed = context.until(lambda tree: True if tree != before else None, timeout_ms)
    return changed is True


def _name(node: UiNode) -> str:
    text = node.text.strip() or node.content_desc.strip()
    return f'"{shown(text)}"' if text else f"id {shown(node.resource_id)}"
