"""The state of things at any moment of a run: consent, app state, phase and step.

Everything here is decided by the times of events, never by their order in the journal: two sensors may write
the same moment in either order. A change takes effect at its own time; changes of the same time are put in an
order of their own, so that the result is the same whichever was written first.

Calls are timed by the phone's clock, in ms, and the consent by this machine's. What lies within the measured
error of the two around a decision cannot be told to be before or after it: the app gets the benefit of that
doubt.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Literal, NamedTuple

from privaudit.analysis.disputes import disputes
from privaudit.model.circumstances import When
from privaudit.model.event import (
    AppSeen,
    AppState,
    ConsentSeen,
    ConsentState,
    Event,
    Lifecycle,
    PhaseEntered,
    ProcessGone,
    ProcessSeen,
    RunStarted,
    StepEnded,
    StepStarted,
)
from privaudit.model.observation import Disputed

STOPPING = frozenset({"stopApp", "killApp", "clearState"})
"""Verbs after which no process of the app is left."""

LAUNCHING = frozenset({"launchApp"})

_CONSENT_RANK: dict[ConsentState, int] = {
    "not_shown": 0, "shown": 1, "agreed": 2, "refused": 3, "withdrawn": 4,
}  # fmt: skip
_ENTERS = frozenset({"started", "resumed"})
_LEAVES = frozenset({"stopped", "destroyed"})

CLOCK_GRAIN_NS = 1_000_000
"""The agent reads a clock of whole ms."""


class Segment(NamedTuple):
    """What holds from `start` (ns) until the next segment."""

    start: int
    consent: ConsentState
    app_state: AppState
    phase: str
    step: str


class _Mark(NamedTuple):
    """Something that changes the app's state, sortable; `key` is an activity of a process, or a process."""

    at: int
    rank: int
    what: str
    key: str


class Timeline:
    """Built from the events that change a state, in any order, then asked with `at`."""

    def __init__(self) -> None:
        self._consents: list[tuple[int, int, ConsentState]] = []
        self._phases: list[tuple[int, str]] = []
        self._steps: list[tuple[int, int, tuple[int, ...], str]] = []
        self._marks: list[_Mark] = []
        self._verbs: dict[str, str] = {}
        self._done: list[tuple[int, str]] = []
        self._told: list[tuple[int, AppState]] = []
        self._margin = CLOCK_GRAIN_NS
        self._segments: list[Segment] = []
        self._starts: list[int] = []
        self.takes: Mapping[type, Callable[[Any], None]] = {
            RunStarted: self._run,
            ConsentSeen: self._consent,
            PhaseEntered: self._phase,
            StepStarted: self._step_started,
            StepEnded: self._step_ended,
            Lifecycle: self._life,
            ProcessSeen: self._process,
            ProcessGone: self._gone,
            AppSeen: self._app,
        }
        """Types of events that change a state, and what takes note of each."""

    def add(self, event: Event) -> None:
        """Take note of an event if it changes a state."""
        take = self.takes.get(type(event))
        if take is not None:
            take(event)

    def _run(self, event: RunStarted) -> None:
        self._margin = max(0, event.clock_error_ns) + CLOCK_GRAIN_NS

    def _consent(self, event: ConsentSeen) -> None:
        self._consents.append((event.at, _CONSENT_RANK[event.state], event.state))

    def _phase(self, event: PhaseEntered) -> None:
        self._phases.append((event.at, event.name))

    def _step_started(self, event: StepStarted) -> None:
        self._verbs[event.path] = event.verb
        self._steps.append((event.at, 1, _numbers(event.path), event.path))
        if event.verb in LAUNCHING:
            self._marks.append(_Mark(event.at, 4, "launch", ""))

    def _step_ended(self, event: StepEnded) -> None:
        self._steps.append((event.at, 0, _numbers(event.path), event.path))
        if event.status == "ok":
            self._done.append((event.at, event.path))

    def _life(self, event: Lifecycle) -> None:
        self._marks.append(_Mark(event.at, 1, event.state, f"{event.pid} {event.activity}"))

    def _process(self, event: ProcessSeen) -> None:
        self._marks.append(_Mark(event.at, 3, "process", str(event.pid)))

    def _gone(self, event: ProcessGone) -> None:
        self._marks.append(_Mark(event.at, 2, "gone", str(event.pid)))

    def _app(self, event: AppSeen) -> None:
        self._marks.append(_Mark(event.at, 5, f"seen {event.state}", ""))
        self._told.append((event.at, event.state))

    def finish(self) -> None:
        """Work out the segments; call once, after the last `add`."""
        stops = [_Mark(at, 0, "stop", "") for at, path in self._done if self._verbs.get(path) in STOPPING]
        changes: dict[int, dict[str, str]] = {}
        for at, consent in _decisions(self._consents, self._margin):
            changes.setdefault(at, {})["consent"] = consent
        for at, state in _app_states([*self._marks, *stops]):
            changes.setdefault(at, {})["app_state"] = state
        for at, phase in sorted(self._phases):
            changes.setdefault(at, {})["phase"] = phase
        for at, step in _open_steps(self._steps):
            changes.setdefault(at, {})["step"] = step
        current = {"consent": "not_shown", "app_state": "stopped", "phase": "", "step": ""}
        segments = [Segment(_EVER, **current)]  # type: ignore[arg-type] # literals, kept as such above
        for at in sorted(changes):
            current.update(changes[at])
            segments.append(Segment(at, **current))  # type: ignore[arg-type] # the same
        self._segments = segments
        self._starts = [segment.start for segment in segments]

    @property
    def segments(self) -> list[Segment]:
        """The whole run, in order; the first segment begins before every event."""
        return self._segments

    def index(self, at: int) -> int:
        """Return the index of the segment that holds at a time (ns)."""
        return bisect_right(self._starts, at) - 1

    def at(self, at: int) -> When:
        """Return the state of things at a time (ns)."""
        segment = self._segments[self.index(at)]
        return When(
            at=at,
            consent=segment.consent,
            app_state=segment.app_state,
            phase=segment.phase,
            step=segment.step,
        )

    def app_spans(self, start: int, end: int) -> tuple[tuple[int, int, AppState], ...]:
        """Return when the app was in which state between two times: (from, until, state), ns."""
        spans: list[tuple[int, int, AppState]] = []
        for index, segment in enumerate(self._segments):
            until = self._starts[index + 1] if index + 1 < len(self._starts) else end
            since, until = max(segment.start, start), min(until, end)
            if until <= since:
                continue
            if spans and spans[-1][2] == segment.app_state:
                since = spans.pop()[0]
            spans.append((since, until, segment.app_state))
        return tuple(spans)

    def disputed(self, start: int, end: int) -> tuple[Disputed, ...]:
        """Return when the app's callbacks and the system's view differed between two times (ns)."""
        return disputes(self.app_spans(start, end), self._told, end)

    def spent(self, field: Literal["consent", "app_state", "phase"], start: int, end: int) -> dict[str, int]:
        """Return the ns spent in each value of a field between two times."""
        total: dict[str, int] = {}
        for index, segment in enumerate(self._segments):
            until = self._starts[index + 1] if index + 1 < len(self._starts) else end
            length = min(until, end) - max(segment.start, start)
            if length > 0:
                value = getattr(segment, field)
                total[value] = total.get(value, 0) + length
        return total


_EVER = -(1 << 63)


def _numbers(path: str) -> tuple[int, ...]:
    """Order step paths by their numbers, so that 3.10 comes after 3.9."""
    return tuple(int(part) if part.isdecimal() and len(part) < 10 else 0 for part in path.split("."))  # noqa: PLR2004 # longer is no step


def _open_steps(steps: Iterable[tuple[int, int, tuple[int, ...], str]]) -> list[tuple[int, str]]:
    """Return (time, innermost open step) at each change; ends come before starts of the same moment."""
    open_: dict[str, tuple[int, ...]] = {}
    result: list[tuple[int, str]] = []
    for at, starts, numbers, path in sorted(steps):
        if starts:
            open_[path] = numbers
        else:
            open_.pop(path, None)
        innermost = max(open_, key=lambda name: (len(open_[name]), open_[name]), default="")
        result.append((at, innermost))
    return result


def _decisions(
    consents: list[tuple[int, int, ConsentState]], margin: int
) -> Iterator[tuple[int, ConsentState]]:
    """Yield when each state begins to hold: an agreement a margin early, a refusal a margin late."""
    before = _EVER
    for at, _rank, state in sorted(consents):
        shifted = at
        if state == "agreed":
            shifted = at - margin
        elif state in ("refused", "withdrawn"):
            shifted = at + margin
        before = max(before, shifted)
        yield before, state


class _AppMachine:
    """Follows the app's state. Lifecycle, told from inside at once, wins over the system's slower polls."""

    def __init__(self) -> None:
        self.state: AppState = "stopped"
        self._visible: set[str] = set()
        self._pids: set[str] = set()
        self._inside = False

    def feed(self, marks: Iterable[_Mark]) -> None:
        """Take all marks of one moment, sorted."""
        lives: dict[str, set[str]] = {}
        for mark in marks:
            if mark.rank == 1:
                lives.setdefault(mark.key, set()).add(mark.what)
                continue
            if lives:
                self._lifecycle(lives)
                lives = {}
            self._other(mark)
        if lives:
            self._lifecycle(lives)

    def _lifecycle(self, lives: dict[str, set[str]]) -> None:
        """Activities that came and went within one tick of the clock are afterwards what they were before."""
        self._inside = True
        left = False
        for key, states in lives.items():
            enters, leaves = bool(states & _ENTERS), bool(states & _LEAVES)
            if enters and not leaves:
                self._visible.add(key)
            elif leaves and not enters:
                self._visible.discard(key)
            left = left or leaves
        if self._visible:
            self.state = "foreground"
        elif left:
            self.state = "stopped" if self.state == "stopped" else "background"
        else:
            self._begin()

    def _other(self, mark: _Mark) -> None:
        if mark.what.startswith("seen "):
            self._seen(mark.what.removeprefix("seen "))
        elif mark.what == "launch":
            self._begin()
        elif mark.what == "process":
            self._pids.add(mark.key)
            self._begin()
        elif mark.what == "stop" or self._last_gone(mark.key):
            self._stop()

    def _seen(self, state: str) -> None:
        if state == "stopped":
            self._stop()
        elif state == "starting":
            self._begin()
        elif not self._inside:
            self.state = "foreground" if state == "foreground" else "background"

    def _begin(self) -> None:
        if self.state == "stopped":
            self.state = "starting"

    def _last_gone(self, pid: str) -> bool:
        self._visible = {key for key in self._visible if key.split(" ", 1)[0] != pid}
        known = pid in self._pids
        self._pids.discard(pid)
        return known and not self._pids

    def _stop(self) -> None:
        self.state = "stopped"
        self._visible.clear()
        self._pids.clear()
        self._inside = False


def _app_states(marks: list[_Mark]) -> list[tuple[int, AppState]]:
    machine = _AppMachine()
    result: list[tuple[int, AppState]] = []
    for at, together in groupby(sorted(marks), key=lambda mark: mark.at):
        before = machine.state
        machine.feed(together)
        if machine.state != before:
            result.append((at, machine.state))
    return result
