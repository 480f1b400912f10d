"""What a scenario may do to a phone: implemented by `capture`, used by the steps of `scenario`."""

from __future__ import annotations

from typing import Literal, Protocol

from privaudit.model.event import Event
from privaudit.model.ui import UiTree

Key = Literal[
    "home", "back", "enter", "backspace", "delete", "power", "lock", "volume up", "volume down",
    "menu", "tab", "escape", "app switch", "wakeup", "sleep",
]  # fmt: skip
"""Keys by the words Maestro uses (lower case), plus the two Android keys an audit needs."""


class Stage(Protocol):
    """A phone with the app under audit on it.

    Every method raises DeviceError when the phone is gone or refuses. Coordinates are pixels, durations ms.
    """

    package: str
    """The app under audit."""

    def now_ns(self) -> int:
        """Return the host's UTC wall clock in ns."""

    def sleep(self, ms: int) -> None:
        """Wait; raises KeyboardInterrupt at once when the run is being stopped."""

    def emit(self, event: Event) -> None:
        """Record an event in the evidence, flushed before this returns."""

    def keep(self, data: bytes, *, media_type: str, name: str) -> str:
        """Keep bytes as an artefact of the evidence and return their sha256."""

    def ask(self, question: str, choices: tuple[str, ...] = ()) -> str:
        """Ask the tester and return the answer; an empty answer when nobody is there."""

    def ui(self) -> UiTree:
        """Return what is on the screen now."""

    def size(self) -> tuple[int, int]:
        """Return the screen's width and height in pixels."""

    def screenshot(self) -> bytes:
        """Return the screen as PNG."""

    def tap(self, x: int, y: int) -> None:
        """Tap a pixel."""

    def press(self, x: int, y: int, ms: int) -> None:
        """Hold a pixel down for a time."""

    def swipe(self, x1: int, y1: int, x2: int, y2: int, ms: int) -> None:
        """Move a finger from one pixel to another."""

    def type_text(self, text: str) -> None:
        """Type into the focused field."""

    def key(self, key: Key) -> None:
        """Press a key."""

    def launch(self, package: str, *, stop: bool, arguments: dict[str, str]) -> None:
        """Start a package's launcher activity, stopped first with `stop`; the audited app is instrumented."""

    def stop(self, package: str) -> None:
        """Force-stop a package."""

    def clear(self, package: str) -> None:
        """Delete a package's data and reset its permissions."""

    def foreground(self) -> None:
        """Bring the audited app back to the front without restarting it."""

    def screen(self, *, on: bool) -> None:
        """Switch the screen on or off."""

    def grant(self, package: str, permission: str) -> None:
        """Grant a run-time permission from outside."""

    def revoke(self, package: str, permission: str) -> None:
        """Revoke a run-time permission from outside."""

    def permissions(self, package: str) -> dict[str, bool]:
        """Return the run-time permissions the package requests and whether each is granted."""

    def foreground_package(self) -> str:
        """Return the package whose activity is in front, or an empty string."""

    def open_link(self, url: str) -> None:
        """Send a VIEW intent for a URL."""

    def set_location(self, latitude: float, longitude: float) -> None:
        """Set a mock location (degrees, WGS-84)."""

    def set_airplane_mode(self, *, on: bool) -> None:
        """Switch airplane mode."""

    def airplane_mode(self) -> bool:
        """Return whether airplane mode is on."""

    def add_media(self, files: tuple[str, ...]) -> None:
        """Copy files of the host into the phone's gallery."""
