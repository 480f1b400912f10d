"""Which element of a screen a selector means: pure functions over a UI tree.

The meaning of each key is Maestro's (mobile.dev, `Filters.kt` and `Orchestra.kt` of the Apache-2.0 source):
text and id
match as a whole, the innermost of nested matches is taken, elements that can be clicked come first, and an
index counts from the top of the screen.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from privaudit.model.ui import Bounds, UiNode, UiTree
from privaudit.scenario.pattern import Budget, matches
from privaudit.scenario.step import Selector

LONG_TEXT = 200
"""Characters above which a text is a `long-text`."""

SQUARE_TOLERANCE = 0.03
"""How far from 1 the ratio of the sides of a `square` may be."""

# Nearness is worked out against this many anchors; which elements match depends on all of them.
_NEAR_ANCHORS = 50


@dataclass(frozen=True)
class _Screen:
    """A UI tree as a list in reading order; `end[i]` is one past the last element inside element i."""

    nodes: tuple[UiNode, ...]
    parents: tuple[int, ...]
    end: tuple[int, ...]
    area: Bounds | None
    budget: Budget = field(default_factory=Budget)


def find_all(
    tree: UiTree, selector: Selector, *, screen: tuple[int, int] | None = None
) -> tuple[UiNode, ...]:
    """Return the elements that `selector` means, the best first; only those with a visible part.

    `screen` is the width and height in pixels; without it nothing counts as off-screen.
    Raises PatternTimeoutError when a pattern takes too long on this screen.
    """
    area = Bounds(0, 0, *screen) if screen else None
    flat = _flatten(tree, area)
    return tuple(flat.nodes[i] for i in _select(flat, selector, range(len(flat.nodes))))


def find_first(tree: UiTree, selector: Selector, *, screen: tuple[int, int] | None = None) -> UiNode | None:
    """Return the element that `selector` means, or None."""
    found = find_all(tree, selector, screen=screen)
    return found[0] if found else None


def visible_part(bounds: Bounds, screen: tuple[int, int]) -> Bounds:
    """Return the part of `bounds` that lies on the screen; it may be empty."""
    left, top = max(bounds.left, 0), max(bounds.top, 0)
    right, bottom = min(bounds.right, screen[0]), min(bounds.bottom, screen[1])
    return Bounds(left, top, max(left, right), max(top, bottom))


def _flatten(tree: UiTree, area: Bounds | None) -> _Screen:
    nodes: list[UiNode] = []
    parents: list[int] = []
    stack = [(root, -1) for root in reversed(tree.roots)]
    while stack:
        node, parent = stack.pop()
        stack.extend((child, len(nodes)) for child in reversed(node.children))
        nodes.append(node)
        parents.append(parent)
    end = [i + 1 for i in range(len(nodes))]
    for i in range(len(nodes) - 1, 0, -1):
        if parents[i] >= 0:
            end[parents[i]] = max(end[parents[i]], end[i])
    return _Screen(tuple(nodes), tuple(parents), tuple(end), area)


def _select(screen: _Screen, selector: Selector, among: range) -> list[int]:
    if selector.childOf is not None:
        outer = _select(screen, selector.childOf, range(len(screen.nodes)))
        among = range(outer[0] + 1, screen.end[outer[0]]) if outer else range(0)
    found = [i for i in among if _shown(screen, i)]
    tests = _own_tests(screen, selector)
    if tests:
        found = _innermost(screen, [i for i in found if all(test(screen.nodes[i]) for test in tests)])
    found = _containing(screen, selector, found)
    found, near = _related(screen, selector, found)
    if selector.index is not None:
        ordered = sorted(found, key=lambda i: (screen.nodes[i].bounds.top, screen.nodes[i].bounds.left))
        count = len(ordered)
        return [ordered[selector.index]] if -count <= selector.index < count else []
    return sorted(found, key=lambda i: (not screen.nodes[i].clickable, near.get(i, 0.0), i))


def _shown(screen: _Screen, i: int) -> bool:
    bounds = screen.nodes[i].bounds
    if bounds.width <= 0 or bounds.height <= 0:
        return False
    return screen.area is None or (
        bounds.right > 0
        and bounds.bottom > 0
        and bounds.left < screen.area.right
        and bounds.top < screen.area.bottom
    )


def _own_tests(screen: _Screen, selector: Selector) -> list[Callable[[UiNode], bool]]:
    """Return the tests that look at an element alone, the cheap ones first."""
    tests: list[Callable[[UiNode], bool]] = []
    for name in ("enabled", "selected", "checked", "focused"):
        wanted = getattr(selector, name)
        if wanted is not None:
            tests.append(_has(name, wanted=wanted))
    if selector.width is not None or selector.height is not None:
        tests.append(lambda node: _sized(node.bounds, selector))
    tests += [_TRAITS[trait] for trait in selector.traits.casefold().split()]
    if selector.id is not None:
        pattern = selector.id
        tests.append(lambda node: _id_matches(pattern, node, screen.budget))
    if selector.text is not None:
        wording = selector.text
        tests.append(lambda node: _text_matches(wording, node, screen.budget))
    return tests


def _has(name: str, *, wanted: bool) -> Callable[[UiNode], bool]:
    return lambda node: bool(getattr(node, name)) == wanted


def _text_matches(pattern: str, node: UiNode, budget: Budget) -> bool:
    return any(
        value and matches(pattern, value, budget) for value in (node.text, node.content_desc, node.hint)
    )


def _id_matches(pattern: str, node: UiNode, budget: Budget) -> bool:
    name = node.resource_id
    if not name:
        return False
    return matches(pattern, name, budget) or matches(pattern, name.rpartition("/")[2], budget)


def _sized(bounds: Bounds, selector: Selector) -> bool:
    wanted = ((selector.width, bounds.width), (selector.height, bounds.height))
    return all(want is None or abs(want - have) <= selector.tolerance for want, have in wanted)


def _is_square(node: UiNode) -> bool:
    bounds = node.bounds
    return bounds.height > 0 and abs(1 - bounds.width / bounds.height) < SQUARE_TOLERANCE


_TRAITS: dict[str, Callable[[UiNode], bool]] = {
    "text": lambda node: bool(node.text.strip()),
    "long-text": lambda node: len(node.text) > LONG_TEXT,
    "square": _is_square,
}
TRAITS = tuple(_TRAITS)
"""The words that `traits` may hold."""


def _innermost(screen: _Screen, found: list[int]) -> list[int]:
    """Drop every element that has another match inside it (`found` is in reading order)."""
    return [
        i
        for i, following in zip(found, [*found[1:], len(screen.nodes)], strict=False)
        if not i < following < screen.end[i]
    ]


def _containing(screen: _Screen, selector: Selector, found: list[int]) -> list[int]:
    everything = range(len(screen.nodes))
    if selector.containsChild is not None:
        with_child = {screen.parents[i] for i in _select(screen, selector.containsChild, everything)}
        found = [i for i in found if i in with_child]
    for inner in selector.containsDescendants:
        inside: set[int] = set()
        for i in _select(screen, inner, everything):
            parent = screen.parents[i]
            while parent >= 0 and parent not in inside:
                inside.add(parent)
                parent = screen.parents[parent]
        found = [i for i in found if i in inside]
    return found


def _related(screen: _Screen, selector: Selector, found: list[int]) -> tuple[list[int], dict[int, float]]:
    """Keep what stands below, above, left or right of the named others; tell how near each is to them."""
    near: dict[int, float] = {}
    for name, (edge, farther) in _SIDES.items():
        other = getattr(selector, name)
        if other is None:
            continue
        anchors = [screen.nodes[i].bounds for i in _select(screen, other, range(len(screen.nodes)))]
        if not anchors:
            return [], {}
        edges = [getattr(anchor, edge) for anchor in anchors]
        limit = min(edges) if farther else max(edges)
        found = [i for i in found if _beyond(getattr(screen.nodes[i].bounds, edge), limit, farther=farther)]
        for i in found:
            bounds = screen.nodes[i].bounds
            gap = min(math.dist(bounds.center, anchor.center) for anchor in anchors[:_NEAR_ANCHORS])
            near[i] = near.get(i, 0.0) + gap
    return found, near


_SIDES = {
    "below": ("top", True),
    "above": ("top", False),
    "leftOf": ("left", False),
    "rightOf": ("left", True),
}


def _beyond(value: int, limit: int, *, farther: bool) -> bool:
    return value > limit if farther else value < limit
