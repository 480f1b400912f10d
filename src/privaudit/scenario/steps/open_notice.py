"""`openNotice`: open the privacy notice in the app and read it."""

from __future__ import annotations

import hashlib
from typing import ClassVar

from privaudit.model.event import NoticeOpened
from privaudit.scenario.context import Context
from privaudit.scenario.reading import Reading, read_screens
from privaudit.scenario.step import Selector, Step
from privaudit.scenario.wayfinding import Way, follow, search

_SHORT = 200
"""Characters below which what was read can hardly be a notice."""


class OpenNotice(Step, frozen=True, kw_only=True):
    """Open the privacy notice in the app, count the taps, and read it from the screen to its end.

    `path` names the elements to tap, in order; without it the way is found by the usual words. A notice
    that cannot be found is a result, not a failure.
    """

    SHORTHAND: ClassVar[str] = "path"

    path: tuple[Selector, ...] = ()

    def describe(self) -> str:
        """Return the way."""
        return " > ".join(selector.describe() for selector in self.path)


def run(step: OpenNotice, context: Context) -> None:
    """Open it, read it, keep its text."""
    way = follow(context, step.path) if step.path else search(context, "notice-entry", "notice-way")
    if not way.found:
        _tell(context, NoticeOpened(at=0, seen=0, found=False, taps=way.taps, reason=way.reason), way)
        return
    # A page comes from a server: what is read at once may be no more than its title.
    context.until(lambda tree: True if sum(map(len, tree.texts)) >= _SHORT else None, context.patience_ms)
    context.keep_screen(context.settle())
    reading = read_screens(context)
    data = reading.text.encode("utf-8", "replace")
    sha256 = context.stage.keep(data, media_type="text/plain; charset=utf-8", name="notice.txt")
    event = NoticeOpened(
        at=0, seen=0, found=True, taps=way.taps, characters=len(reading.text), reason=_reason(reading),
        text_sha256=sha256 or hashlib.sha256(data).hexdigest(),
    )  # fmt: skip
    _tell(context, event, way)


def _reason(reading: Reading) -> str:
    if reading.cut:
        return f"the text was not read to its end: {reading.cut}"
    if len(reading.text) < _SHORT:
        return f"only {len(reading.text)} characters could be read from the screen"
    return ""


def _tell(context: Context, event: NoticeOpened, way: Way) -> None:
    now = context.stage.now_ns()
    context.stage.emit(
        NoticeOpened(
            at=now, seen=now, found=event.found, taps=event.taps, text_sha256=event.text_sha256,
            characters=event.characters, reason=event.reason,
        )
    )  # fmt: skip
    context.message = f"{' > '.join(way.trail)}{': ' if way.trail and event.reason else ''}{event.reason}"
