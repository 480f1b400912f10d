"""Windows of the phone: an app's screen with Android's frames around it, the home screen, the recent apps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from privaudit.virtual.packages import LAUNCHER, Package
from privaudit.virtual.views import (
    HEIGHT,
    NAVIGATION_BAR,
    STATUS_BAR,
    WIDTH,
    Bounds,
    View,
    build,
    measure,
    place,
)

Kind = Literal["app", "dialog", "home", "permission", "starting"]
SCREEN: Final[Bounds] = (0, 0, WIDTH, HEIGHT)
CONTENT: Final[Bounds] = (0, STATUS_BAR, WIDTH, HEIGHT - NAVIGATION_BAR)
DIALOG_WIDTH: Final = 960
COLUMNS: Final = 4


@dataclass(eq=False, kw_only=True)
class Window:
    """One window: its views laid out, who owns it and whether what is below is dimmed."""

    kind: Kind
    package: str
    title: str
    root: View
    dims: bool = False


@dataclass(eq=False, kw_only=True)
class Screen:
    """What an activity last asked to show, with what the user did to it: scrolling and focus."""

    pid: int
    package: str
    activity: str
    view: View
    dialog: bool = False
    scrolled: dict[str, int] = field(default_factory=dict)
    focus: str = ""


def _frame(cls: str, bounds: Bounds, package: str, children: list[View], *, view_id: str = "") -> View:
    return View(cls=cls, bounds=bounds, package=package, children=children, id=view_id, path="-")


def app_window(screen: Screen) -> Window:
    """Lay out an activity's screen; a dialog stands in the middle, as high as it needs."""
    title = f"{screen.package}/{screen.activity}"
    for view in screen.view.walk():
        view.focused = bool(screen.focus) and view.path == screen.focus
    if screen.dialog:
        return _dialog(screen, title)
    place(screen.view, CONTENT, CONTENT, screen.scrolled)
    package = screen.package
    content = _frame(
        "android.widget.FrameLayout", CONTENT, package, [screen.view], view_id="android:id/content"
    )
    inner = _frame("android.widget.FrameLayout", CONTENT, package, [content])
    linear = _frame("android.widget.LinearLayout", (0, 0, WIDTH, HEIGHT - NAVIGATION_BAR), package, [inner])
    bars = [
        _frame(
            "android.view.View",
            (0, 0, WIDTH, STATUS_BAR),
            package,
            [],
            view_id="android:id/statusBarBackground",
        ),
        _frame(
            "android.view.View",
            (0, HEIGHT - NAVIGATION_BAR, WIDTH, HEIGHT),
            package,
            [],
            view_id="android:id/navigationBarBackground",
        ),
    ]
    root = _frame("android.widget.FrameLayout", SCREEN, package, [linear, *bars])
    return Window(kind="app", package=package, title=title, root=root)


def _dialog(screen: Screen, title: str) -> Window:
    box = centred(measure(screen.view, DIALOG_WIDTH))
    place(screen.view, box, box, screen.scrolled)
    content = _frame(
        "android.widget.FrameLayout", box, screen.package, [screen.view], view_id="android:id/content"
    )
    root = _frame("android.widget.FrameLayout", box, screen.package, [content])
    return Window(kind="dialog", package=screen.package, title=title, root=root, dims=True)


def centred(height: int) -> Bounds:
    """Return the box of a dialog of some height, in the middle of the room for content."""
    room = CONTENT[3] - CONTENT[1] - 88
    height = min(height, room)
    top = (CONTENT[1] + CONTENT[3] - height) // 2
    left = (WIDTH - DIALOG_WIDTH) // 2
    return left, top, left + DIALOG_WIDTH, top + height


def permission_window(tree: Mapping[str, Any], package: str, title: str) -> Window:
    """Lay out the permission question."""
    view = build(tree, package)
    box = centred(measure(view, DIALOG_WIDTH))
    place(view, box, box, {})
    content = _frame("android.widget.FrameLayout", box, package, [view], view_id="android:id/content")
    root = _frame("android.widget.FrameLayout", box, package, [content])
    return Window(kind="permission", package=package, title=title, root=root, dims=True)


def starting_window(package: str, activity: str) -> Window:
    """Return the empty window of an app that has not drawn yet."""
    return Window(kind="starting", package=package, title=f"Splash Screen {package}/{activity}",
                  root=_frame("android.widget.FrameLayout", SCREEN, package, []))  # fmt: skip


def home_window(packages: list[Package], activity: str) -> Window:
    """Return the home screen: an icon for each app that has one."""
    icons: list[View] = []
    cell = WIDTH // COLUMNS
    for number, package in enumerate(p for p in packages if p.launcher):
        row, column = divmod(number, COLUMNS)
        left, top = column * cell, 300 + row * 330
        icons.append(
            View(
                cls="android.widget.TextView",
                text=package.label,
                desc=package.label,
                package=LAUNCHER,
                clickable=True,
                long_clickable=True,
                focusable=True,
                style="appicon",
                path=package.name,
                bounds=(left + 20, top, left + cell - 20, top + 300),
            )
        )
    grid = _frame("android.view.ViewGroup", CONTENT, LAUNCHER, icons)
    workspace = _frame(
        "android.widget.ScrollView", CONTENT, LAUNCHER, [grid], view_id=f"{LAUNCHER}:id/workspace"
    )
    drag = _frame(
        "android.widget.FrameLayout", SCREEN, LAUNCHER, [workspace], view_id=f"{LAUNCHER}:id/drag_layer"
    )
    launcher = _frame(
        "android.widget.FrameLayout", SCREEN, LAUNCHER, [drag], view_id=f"{LAUNCHER}:id/launcher"
    )
    content = _frame("android.widget.FrameLayout", SCREEN, LAUNCHER, [launcher], view_id="android:id/content")
    root = _frame("android.widget.FrameLayout", SCREEN, LAUNCHER, [content])
    return Window(kind="home", package=LAUNCHER, title=f"{LAUNCHER}/{activity}", root=root)


def recents_window(tasks: list[tuple[int, str]], activity: str) -> Window:
    """Return the list of recent apps: a card for each task, the newest first."""
    cards: list[View] = []
    for number, (task, label) in enumerate(tasks):
        top = 260 + number * 420
        cards.append(
            View(
                cls="android.widget.FrameLayout",
                desc=label,
                package=LAUNCHER,
                clickable=True,
                focusable=True,
                id=f"{LAUNCHER}:id/task",
                path=f"task:{task}",
                style="card",
                bounds=(140, top, WIDTH - 140, min(top + 380, CONTENT[3])),
            )
        )
    visible = [card for card in cards if card.bounds[1] < card.bounds[3]]
    panel = _frame(
        "android.widget.ScrollView", CONTENT, LAUNCHER, visible, view_id=f"{LAUNCHER}:id/overview_panel"
    )
    root = _frame("android.widget.FrameLayout", SCREEN, LAUNCHER, [panel])
    return Window(kind="home", package=LAUNCHER, title=f"{LAUNCHER}/{activity}", root=root)
