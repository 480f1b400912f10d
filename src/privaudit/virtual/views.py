"""Views: what an app shows, laid out into pixels."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

WIDTH: Final = 1080
HEIGHT: Final = 2340
DENSITY: Final = 440
STATUS_BAR: Final = 83
NAVIGATION_BAR: Final = 132
PADDING: Final = 44
LINE: Final = 58
"""Height of a line of text in pixels."""
GLYPH: Final = 42
"""Width of a Chinese character in pixels; a Latin one takes half."""
MOST_VIEWS: Final = 4_000
DEEPEST: Final = 60
LONGEST: Final = 100_000
_HEIGHTS: Final = {
    "Button": 132, "ImageButton": 132, "EditText": 132, "CheckBox": 110, "RadioButton": 110, "Switch": 110,
    "ImageView": 220, "ProgressBar": 132, "WebView": 600, "Space": 44,
}  # fmt: skip
_CONTAINERS: Final = (
    "Layout",
    "ScrollView",
    "ListView",
    "RecyclerView",
    "ViewGroup",
    "Toolbar",
    "RadioGroup",
    "WebView",
)
Bounds = tuple[int, int, int, int]


@dataclass(eq=False, kw_only=True)
class View:
    """One element; `bounds` are left, top, right, bottom in pixels, clipped to what is seen."""

    id: str = ""
    cls: str = "android.view.View"
    text: str = ""
    desc: str = ""
    hint: str = ""
    package: str = ""
    clickable: bool = False
    long_clickable: bool = False
    checkable: bool = False
    checked: bool = False
    enabled: bool = True
    password: bool = False
    scrollable: bool = False
    focusable: bool = False
    focused: bool = False
    selected: bool = False
    horizontal: bool = False
    path: str = ""
    children: list[View] = field(default_factory=list)
    bounds: Bounds = (0, 0, 0, 0)
    visible: bool = True
    overflow: int = 0
    """Pixels of content above and below what a scrolling view shows."""
    style: str = ""

    @property
    def kind(self) -> str:
        """The class name without its package."""
        return self.cls.rpartition(".")[2]

    @property
    def resource_id(self) -> str:
        """The id as uiautomator prints it."""
        return self.id if not self.id or ":" in self.id else f"{self.package}:id/{self.id}"

    @property
    def editable(self) -> bool:
        """True for a text field."""
        return self.kind.endswith("EditText")

    def walk(self) -> Iterator[View]:
        """Yield this view and those below it, top down."""
        yield self
        for child in self.children:
            yield from child.walk()


def build(tree: Mapping[str, Any], package: str) -> View:
    """Make views of an app's nested dict; raises ValueError when it is no such thing or too large."""
    left = [MOST_VIEWS]

    def make(node: Any, path: str, depth: int) -> View:
        left[0] -= 1
        if left[0] < 0 or depth > DEEPEST:
            raise ValueError(f"a screen may have {MOST_VIEWS} views, {DEEPEST} deep")
        if not isinstance(node, Mapping):
            raise ValueError(f"a view is an object, not {type(node).__name__}")  # noqa: TRY004 — one error for callers
        view = View(package=package, path=path, horizontal=node.get("orientation") == "horizontal")
        for name in ("id", "cls", "text", "desc", "hint", "style"):
            value = node.get(name)
            if value is not None:
                if len(str(value)) > LONGEST:
                    raise ValueError(f"{name} of a view is longer than {LONGEST} characters")
                setattr(view, name, str(value))
        for name in (
            "clickable",
            "long_clickable",
            "checkable",
            "checked",
            "password",
            "scrollable",
            "focusable",
            "selected",
        ):
            setattr(view, name, bool(node.get(name, False)))
        view.enabled = bool(node.get("enabled", True))
        view.focusable = view.focusable or view.clickable or view.editable
        view.clickable = view.clickable or view.editable
        view.long_clickable = view.long_clickable or view.editable
        children = node.get("children") or []
        if not isinstance(children, list | tuple):
            raise ValueError("children of a view are a list")  # noqa: TRY004 — one error for callers
        view.children = [
            make(c, f"{path}.{n}" if path else str(n), depth + 1) for n, c in enumerate(children)
        ]
        return view

    return make(tree, "", 0)


def text_lines(text: str, width: int, glyph: int = GLYPH) -> list[str]:
    """Break a text into lines that fit a width in pixels."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for char in paragraph:
            wide = glyph if unicodedata.east_asian_width(char) in "WFA" else glyph // 2 + 2
            if used + wide > width and line:
                lines.append(line)
                line, used = "", 0
            line, used = line + char, used + wide
        lines.append(line)
    return lines


def measure(view: View, width: int) -> int:
    """Return the height a view would like, in pixels."""
    shown = view.text or view.hint
    own = _HEIGHTS.get(view.kind, 0)
    if not own and not view.kind.endswith(_CONTAINERS) and (shown or not view.children):
        own = LINE * len(text_lines(shown, width - 2 * PADDING)) + 32 if shown else 8
    elif shown and own:
        own = max(own, LINE * len(text_lines(shown, width - 2 * PADDING)) + 40)
    if not view.children:
        return own
    if view.horizontal:
        share = width // len(view.children)
        return max(own, *(measure(child, share) for child in view.children))
    return own + sum(measure(child, width) for child in view.children)


def place(view: View, box: Bounds, clip: Bounds, scrolled: Mapping[str, int]) -> None:
    """Give a view and those below it their bounds; `scrolled` is how far scrolling ones have moved."""
    left, top, right, bottom = box
    view.bounds = (max(left, clip[0]), max(top, clip[1]), min(right, clip[2]), min(bottom, clip[3]))
    view.visible = view.bounds[0] < view.bounds[2] and view.bounds[1] < view.bounds[3]
    if not view.children:
        return
    if view.horizontal:
        share = (right - left) // len(view.children)
        for number, child in enumerate(view.children):
            side = right if number == len(view.children) - 1 else left + share * (number + 1)
            place(child, (left + share * number, top, side, bottom), clip, scrolled)
        return
    heights = _heights(view, right - left, bottom - top)
    inner = clip
    offset = 0
    if view.scrollable:
        view.overflow = max(0, sum(heights) - (bottom - top))
        offset = min(scrolled.get(view.path, 0), view.overflow)
        inner = (max(left, clip[0]), max(top, clip[1]), min(right, clip[2]), min(bottom, clip[3]))
    y = top - offset
    shown = view.text or view.hint
    if shown and not view.kind.endswith(_CONTAINERS):
        y += LINE * len(text_lines(shown, right - left - 2 * PADDING)) + 32
    for child, height in zip(view.children, heights, strict=True):
        place(child, (left, y, right, y + height), inner, scrolled)
        y += height


def _heights(view: View, width: int, available: int) -> list[int]:
    heights = [measure(child, width) for child in view.children]
    if view.scrollable:
        return heights
    # What scrolls takes the room that the rest leaves; what does not keeps its height.
    flexible = [n for n, child in enumerate(view.children) if any(v.scrollable for v in child.walk())]
    for n in flexible:
        rest = sum(h for i, h in enumerate(heights) if i != n)
        heights[n] = max(0, min(heights[n], available - rest))
    return heights
