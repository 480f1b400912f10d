"""What is on a screen, as `uiautomator dump` tells it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec


class Bounds(msgspec.Struct, frozen=True):
    """A rectangle in pixels: left and top inside, right and bottom outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def center(self) -> tuple[int, int]:
        """The pixel a tap goes to."""
        return (self.left + self.right) // 2, (self.top + self.bottom) // 2

    @property
    def width(self) -> int:
        """Width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.bottom - self.top


class UiNode(msgspec.Struct, frozen=True, kw_only=True):
    """One element of the screen."""

    text: str = ""
    resource_id: str = ""
    class_name: str = ""
    package: str = ""
    content_desc: str = ""
    hint: str = ""
    checkable: bool = False
    checked: bool = False
    clickable: bool = False
    enabled: bool = True
    focusable: bool = False
    focused: bool = False
    scrollable: bool = False
    long_clickable: bool = False
    password: bool = False
    selected: bool = False
    bounds: Bounds = Bounds(0, 0, 0, 0)
    children: tuple[UiNode, ...] = ()

    def walk(self) -> Iterator[UiNode]:
        """Yield this element and everything below it, top down."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))


class UiTree(msgspec.Struct, frozen=True, kw_only=True):
    """The whole screen: its roots (one per window) and rotation (quarter turns)."""

    roots: tuple[UiNode, ...] = ()
    rotation: int = 0

    def walk(self) -> Iterator[UiNode]:
        """Yield every element of every window, top down."""
        for root in self.roots:
            yield from root.walk()

    @property
    def packages(self) -> frozenset[str]:
        """The packages whose windows are on the screen."""
        return frozenset(node.package for node in self.walk() if node.package)

    @property
    def texts(self) -> tuple[str, ...]:
        """Every non-empty text or description in reading order of the tree."""
        return tuple(t for n in self.walk() for t in (n.text, n.content_desc) if t.strip())
