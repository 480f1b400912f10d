"""A phone of paper: screens written down beforehand, and what each tap leads to."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from privaudit.errors import DeviceError
from privaudit.model.event import Event, StepEnded
from privaudit.model.plan import Plan
from privaudit.model.stage import Key
from privaudit.model.ui import Bounds, UiNode, UiTree
from privaudit.scenario import load_plan

PACKAGE = "com.example.bank"
WIDTH, HEIGHT, ROW = 1080, 2000, 100
BEGINNING_NS = 1_700_000_000_000_000_000
CALL_NS = 3_000_000
"""What every call to the phone takes on its clock."""

Action = Callable[["FakeStage"], None]


def node(
    text: str = "",
    *,
    id: str = "",  # noqa: A002 - as in selectors
    row: int = 0,
    left: int = 0,
    width: int = WIDTH,
    height: int = ROW,
    package: str = PACKAGE,
    clickable: bool = False,
    children: Sequence[UiNode] = (),
    desc: str = "",
    hint: str = "",
    cls: str = "android.widget.TextView",
    enabled: bool = True,
    checked: bool = False,
    focused: bool = False,
    selected: bool = False,
    scrollable: bool = False,
) -> UiNode:
    return UiNode(
        text=text,
        resource_id=f"{package}:id/{id}" if id else "",
        package=package,
        class_name=cls,
        content_desc=desc,
        hint=hint,
        clickable=clickable,
        enabled=enabled,
        checked=checked,
        focused=focused,
        selected=selected,
        scrollable=scrollable,
        bounds=Bounds(left, row * ROW, left + width, row * ROW + height),
        children=tuple(children),
    )


def button(text: str, **more: object) -> UiNode:
    return node(text, clickable=True, cls="android.widget.Button", **more)  # type: ignore[arg-type]


def screen(*nodes: UiNode, package: str = PACKAGE, scrollable: bool = False) -> UiTree:
    root = node(
        height=HEIGHT,
        package=package,
        children=nodes,
        scrollable=scrollable,
        cls="android.widget.FrameLayout",
    )
    return UiTree(roots=(root,))


HOME_SCREEN = screen(node("桌面", package="com.android.launcher"), package="com.android.launcher")


@dataclass
class FakeStage:
    """Implements Stage over written screens; time passes only when the phone is used or waited for."""

    screens: dict[str, UiTree]
    links: dict[tuple[str, str], str | Action] = field(default_factory=dict)
    """(screen, id or text of the tapped element) to the next screen."""
    pages: dict[str, list[UiTree]] = field(default_factory=dict)
    """Screens that scroll: what is seen after each swipe up."""
    first: str = "main"
    later: list[tuple[int, str]] = field(default_factory=list)
    """(ns after the beginning, screen): changes that come by themselves."""
    package: str = PACKAGE
    granted: dict[str, bool] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    dies_at: str = ""
    """The call that finds the phone gone."""

    def __post_init__(self) -> None:
        self.current = "home"
        self.position = 0
        self.clock = BEGINNING_NS
        self.events: list[Event] = []
        self.kept: list[tuple[str, str, bytes]] = []
        self.calls: list[tuple[object, ...]] = []
        self.typed = ""
        self.airplane = False
        self.front = "com.android.launcher"

    # -- what tests ask ---------------------------------------------------------------------------

    def of(self, kind: type) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]

    def called(self, name: str) -> list[tuple[object, ...]]:
        return [call[1:] for call in self.calls if call[0] == name]

    def statuses(self) -> list[tuple[str, str]]:
        return [(e.path, e.status) for e in self.events if isinstance(e, StepEnded)]

    def go(self, name: str) -> None:
        self.current, self.position = name, 0
        self.front = "com.android.launcher" if name == "home" else self.package

    def _call(self, name: str, *args: object) -> None:
        self.clock += CALL_NS
        if name == self.dies_at:
            raise DeviceError(f"the phone is gone ({name})", hint="plug it in")
        self.calls.append((name, *args))
        for at, target in list(self.later):
            if self.clock - BEGINNING_NS >= at:
                self.later.remove((at, target))
                self.go(target)

    # -- Stage ------------------------------------------------------------------------------------

    def now_ns(self) -> int:
        return self.clock

    def sleep(self, ms: int) -> None:
        self.clock += ms * 1_000_000
        self._call("sleep", ms)

    def emit(self, event: Event) -> None:
        self.events.append(event)

    def keep(self, data: bytes, *, media_type: str, name: str) -> str:
        self.kept.append((name, media_type, data))
        return hashlib.sha256(data).hexdigest()

    def ask(self, question: str, choices: tuple[str, ...] = ()) -> str:
        self._call("ask", question, choices)
        return self.answers.get(question, "")

    def ui(self) -> UiTree:
        self._call("ui")
        if self.current == "home":
            return HOME_SCREEN
        pages = self.pages.get(self.current)
        return pages[self.position] if pages else self.screens[self.current]

    def size(self) -> tuple[int, int]:
        return WIDTH, HEIGHT

    def screenshot(self) -> bytes:
        self._call("screenshot")
        return b"\x89PNG" + f"{self.current}{self.position}".encode()

    def tap(self, x: int, y: int) -> None:
        self._call("tap", x, y)
        tree = self.ui()
        hit = [
            n
            for n in tree.walk()
            if n.bounds.left <= x < n.bounds.right and n.bounds.top <= y < n.bounds.bottom
        ]
        for found in reversed(hit):
            for name in (found.resource_id.rpartition("/")[2], found.text):
                target = self.links.get((self.current, name)) if name else None
                if target is not None:
                    self._follow(target)
                    return

    def _follow(self, target: str | Action) -> None:
        if isinstance(target, str):
            self.go(target)
        else:
            target(self)

    def press(self, x: int, y: int, ms: int) -> None:
        self._call("press", x, y, ms)

    def swipe(self, x1: int, y1: int, x2: int, y2: int, ms: int) -> None:
        self._call("swipe", x1, y1, x2, y2, ms)
        pages = self.pages.get(self.current)
        if pages:
            self.position += 1 if y2 < y1 else -1
            self.position = min(max(self.position, 0), len(pages) - 1)

    def type_text(self, text: str) -> None:
        self._call("type_text", text)
        self.typed += text

    def key(self, key: Key) -> None:
        self._call("key", key)
        if key == "home":
            self.go("home")
        elif (self.current, f"key {key}") in self.links:
            self._follow(self.links[self.current, f"key {key}"])

    def launch(self, package: str, *, stop: bool, arguments: dict[str, str]) -> None:
        self._call("launch", package, stop, arguments)
        self.go(self.first)

    def stop(self, package: str) -> None:
        self._call("stop", package)
        self.go("home")

    def clear(self, package: str) -> None:
        self._call("clear", package)
        self.granted = dict.fromkeys(self.granted, False)
        self.go("home")

    def foreground(self) -> None:
        self._call("foreground")
        self.go(self.first)

    def screen(self, *, on: bool) -> None:
        self._call("screen", on)

    def grant(self, package: str, permission: str) -> None:
        self._call("grant", package, permission)
        self.granted[permission] = True

    def revoke(self, package: str, permission: str) -> None:
        self._call("revoke", package, permission)
        self.granted[permission] = False

    def permissions(self, package: str) -> dict[str, bool]:
        self._call("permissions", package)
        return dict(self.granted)

    def foreground_package(self) -> str:
        self._call("foreground_package")
        return self.front

    def open_link(self, url: str) -> None:
        self._call("open_link", url)

    def set_location(self, latitude: float, longitude: float) -> None:
        self._call("set_location", latitude, longitude)

    def set_airplane_mode(self, *, on: bool) -> None:
        self._call("set_airplane_mode", on)
        self.airplane = on

    def airplane_mode(self) -> bool:
        self._call("airplane_mode")
        return self.airplane

    def add_media(self, files: tuple[str, ...]) -> None:
        self._call("add_media", files)


def plan_of(folder: Path, text: str, **env: str) -> Plan:
    """Write commands to a flow file and read it."""
    file = folder / "flow.yaml"
    file.write_text(text, encoding="utf-8")
    return load_plan(file, env=env)
