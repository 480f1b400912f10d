"""What a running step works with: the stage, the clock of the run, and what was seen so far."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TypeVar

import msgspec

from privaudit.model.event import ConsentSeen, ConsentState, Note, PermissionAnswered, ScreenSeen
from privaudit.model.plan import PlannedStep
from privaudit.model.stage import Stage
from privaudit.model.ui import Bounds, UiNode, UiTree
from privaudit.scenario.pattern import PatternTimeoutError
from privaudit.scenario.point import parse_point
from privaudit.scenario.roles import consent_dialog, permission_dialog
from privaudit.scenario.select import find_first, visible_part
from privaudit.scenario.step import Selector

T = TypeVar("T")

POLL_MS = 150
"""How long to wait between two looks at the screen."""

SETTLE_MS = 3_000
"""How long to wait for a screen to come to rest."""

OPTIONAL_SHARE = 0.4
"""The part of the time-out that optional steps and conditions wait, as 7 s stand to 17 s in Maestro."""

_SHOWN = 80


class StepError(Exception):
    """A step could not be done; the text says why, for the tester."""


class Context:
    """The state of a run that steps share."""

    def __init__(
        self,
        stage: Stage,
        *,
        timeout_ms: int,
        seed: int,
        run_steps: Callable[[tuple[PlannedStep, ...], str], None],
    ) -> None:
        self.stage = stage
        self.timeout_ms = timeout_ms
        self.seed = seed
        self.random = random.Random(seed)  # noqa: S311 - test input, repeatable on purpose
        self.copied = ""
        """What `copyTextFrom` read last."""
        self.consent: ConsentState | None = None
        """The last consent state that was recorded; None while nothing is known."""
        self.path = ""
        """The number of the running step."""
        self.optional = False
        """Whether the running step may be left undone."""
        self.forgiven = ""
        """Why a step that fails now does not fail the run: a further try, an optional block; else empty."""
        self.message = ""
        """What the running step has to say although it went well."""
        self._run_steps = run_steps
        self._screens: dict[str, int] = {}
        self._kept: tuple[str, UiTree | None] = ("", None)

    # -- time -------------------------------------------------------------------------------------

    @property
    def patience_ms(self) -> int:
        """How long the running step may look for an element, in ms."""
        return int(self.timeout_ms * OPTIONAL_SHARE) if self.optional else self.timeout_ms

    def until(self, look: Callable[[UiTree], T | None], timeout_ms: int) -> T | None:
        """Look at the screen until `look` returns something; None when the time is over.

        At least one look is taken. Time counts on the stage's clock, and also by the waits: a wall clock
        that is set back must not make a wait endless.
        """
        end = self.stage.now_ns() + timeout_ms * 1_000_000
        waited = 0
        while True:
            found = look(self.look())
            if found is not None:
                return found
            if waited >= timeout_ms or self.stage.now_ns() >= end:
                return None
            step = min(POLL_MS, timeout_ms - waited)
            self.stage.sleep(step)
            waited += step

    def settle(self, limit_ms: int = SETTLE_MS) -> UiTree:
        """Wait until two looks in a row show the same, at most `limit_ms`, and return the last."""
        last = self.look()
        end = self.stage.now_ns() + limit_ms * 1_000_000
        for _ in range(max(1, limit_ms // POLL_MS)):
            self.stage.sleep(min(POLL_MS, max(1, limit_ms)))
            now = self.look()
            if now == last or self.stage.now_ns() >= end:
                return now
            last = now
        return last

    # -- seeing -----------------------------------------------------------------------------------

    def look(self) -> UiTree:
        """Return the screen; the first sight of the dialog on the privacy notice is recorded."""
        tree = self.stage.ui()
        if self.consent in (None, "not_shown") and self.asks_consent(tree):
            self.consent_is("shown", "the dialog on the privacy notice is on the screen")
            self.keep_screen(tree)
        return tree

    def asks_consent(self, tree: UiTree) -> bool:
        """Say whether the dialog on the privacy notice is on this screen."""
        try:
            return consent_dialog(tree, self.stage.package) is not None
        except PatternTimeoutError as error:
            raise StepError(error.message) from None

    def find(self, selector: Selector, timeout_ms: int | None = None) -> UiNode:
        """Return the element, waiting for it; raise StepError when it does not come."""
        limit = self.patience_ms if timeout_ms is None else timeout_ms
        found = self.until(lambda tree: self.seen(tree, selector), limit)
        if found is None:
            raise StepError(self.missing(f"no element {shown(selector.describe())} within {limit} ms"))
        return found

    def gone(self, selector: Selector, timeout_ms: int) -> bool:
        """Wait until no such element is on the screen; False when it stays."""
        gone = self.until(lambda tree: True if self.seen(tree, selector) is None else None, timeout_ms)
        return gone is True

    def seen(self, tree: UiTree, selector: Selector) -> UiNode | None:
        """Return the element on this screen, or None; raise StepError when a pattern takes too long."""
        try:
            return find_first(tree, selector, screen=self.stage.size())
        except PatternTimeoutError as error:
            raise StepError(f"{error.message}; {error.hint}") from None

    def missing(self, message: str) -> str:
        """Return `message`, with what commonly stands in the way when it does."""
        if permission_dialog(self.stage.ui()):
            remedy = "answer it with `permission: allow` or `deny`"
            return f"{message}: a permission dialog is on the screen, {remedy}"
        return message

    # -- acting -----------------------------------------------------------------------------------

    def spot(self, node: UiNode, point: str | None = None) -> tuple[int, int]:
        """Return the pixel to touch: the middle of the element's visible part, or a point inside it."""
        part = visible_part(node.bounds, self.stage.size())
        return parse_point(point).within(part) if point else part.center

    def screen_area(self) -> Bounds:
        """Return the whole screen."""
        return Bounds(0, 0, *self.stage.size())

    def tap(self, node: UiNode) -> None:
        """Tap an element."""
        self.stage.tap(*self.spot(node))

    def swipe_up(self, area: Bounds, ms: int = 400) -> None:
        """Move a finger up inside an area, so that what is below comes into view."""
        x = area.center[0]
        bottom, top = area.top + area.height * 8 // 10, area.top + area.height * 3 // 10
        self.stage.swipe(x, bottom, x, top, ms)

    def run(self, steps: tuple[PlannedStep, ...], part: str = "") -> None:
        """Run the commands inside the running step; `part` numbers a round of them."""
        self._run_steps(steps, part)

    # -- recording --------------------------------------------------------------------------------

    def consent_is(self, state: ConsentState, how: str, *, at: int | None = None) -> None:
        """Record that the user's decision is now `state`; `at` is when it became so, now by default."""
        now = self.stage.now_ns()
        self.consent = state
        self.stage.emit(ConsentSeen(at=now if at is None else at, seen=now, state=state, how=how))

    def permission_is(
        self, permission: str, answer: str, *, dialog: bool, text: str = "", at: int | None = None
    ) -> None:
        """Record that a permission was answered or changed."""
        now = self.stage.now_ns()
        fields = {
            "at": now if at is None else at,
            "seen": now,
            "permission": permission,
            "answer": answer,
            "dialog": dialog,
            "dialog_text": text,
        }
        self.stage.emit(msgspec.convert(fields, PermissionAnswered))

    def note(self, topic: str, text: str) -> None:
        """Record something a reader of the evidence should know."""
        now = self.stage.now_ns()
        self.stage.emit(Note(at=now, seen=now, topic=topic, text=text))

    def type_text(self, text: str, data_type: str = "") -> None:
        """Type a text into the field that has the focus, and record it first.

        What is typed is somebody's data: reports mask it wherever it shows up, and with a data type it is
        searched for in traffic as well. It is told before, as a phone that fails may have typed a part of it.
        """
        if data_type:
            self.note("typed", msgspec.json.encode({data_type: text}).decode())
        else:
            self.note("entered", text)
        self.stage.type_text(text)

    def keep_screen(self, tree: UiTree | None = None) -> None:
        """Keep a picture and the UI tree of the screen, and record that it was seen.

        A screen that this step has kept already, unchanged, is not kept twice.
        """
        at = self.stage.now_ns()
        seen = self.stage.ui() if tree is None else tree
        if self._kept == (self.path, seen):
            return
        self._kept = (self.path, seen)
        count = self._screens[self.path] = self._screens.get(self.path, 0) + 1
        name = f"step-{self.path or '0'}" + (f"-{count}" if count > 1 else "")
        picture = self.stage.keep(self.stage.screenshot(), media_type="image/png", name=f"{name}.png")
        kept = self.stage.keep(msgspec.json.encode(seen), media_type="application/json", name=f"{name}.json")
        self.stage.emit(
            ScreenSeen(
                at=at,
                seen=self.stage.now_ns(),
                step=self.path,
                package=self.stage.foreground_package(),
                screenshot=picture,
                ui_tree=kept,
                texts=seen.texts,
            )
        )


def shown(text: str) -> str:
    """Return a text from a screen or a file as one short line that is safe to print."""
    line = "".join(c if c.isprintable() else " " for c in text)
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
