"""Screenshots inside a report: each embedded once as PNG, within a budget, and shown wherever it is cited."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass

BUDGET = 24 * 1024 * 1024
"""Bytes of PNG embedded in one report."""

ONE = 4 * 1024 * 1024
"""Bytes of one PNG embedded."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER = 33
"""Bytes up to the end of the header chunk, which holds width and height."""

_PIXELS = 40_000_000
"""A picture with more pixels than any phone's screen would only serve to exhaust the reader's browser."""


@dataclass(frozen=True)
class Screen:
    """A screenshot: number in the report, pixels, data URI; or the key of the words why it is not shown."""

    sha256: str
    number: int = 0
    width: int = 0
    height: int = 0
    uri: str = ""
    reason: str = ""


class Screens:
    """Gathers the screenshots a report cites."""

    def __init__(self, artefact: Callable[[str], bytes | None]) -> None:
        self._artefact = artefact
        self._by_sha: dict[str, Screen] = {}
        self._left = BUDGET

    def get(self, sha256: str) -> Screen:
        """Return the screenshot of this sha256, read once."""
        if sha256 not in self._by_sha:
            self._by_sha[sha256] = self._read(sha256)
        return self._by_sha[sha256]

    @property
    def embedded(self) -> tuple[Screen, ...]:
        """Every screenshot that is shown, in the order they were first cited."""
        return tuple(screen for screen in self._by_sha.values() if screen.uri)

    def _read(self, sha256: str) -> Screen:
        data = self._artefact(sha256)
        if data is None:
            return Screen(sha256, reason="screen.absent")
        if not data.startswith(_SIGNATURE) or len(data) < _HEADER or data[12:16] != b"IHDR":
            return Screen(sha256, reason="screen.not_png")
        width, height = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
        if not 0 < width * height <= _PIXELS:
            return Screen(sha256, reason="screen.not_png")
        if len(data) > ONE or len(data) > self._left:
            return Screen(sha256, reason="screen.too_large")
        self._left -= len(data)
        uri = "data:image/png;base64," + base64.b64encode(data).decode()
        return Screen(sha256, len(self.embedded) + 1, width, height, uri)
