"""Compare what the agent told of the gauntlet with what the gauntlet did, call by call."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from gauntlet import Course, Step
from gauntlet_steps import APP
from privaudit.analysis.attribute import Attributor
from privaudit.catalog import Catalog
from privaudit.model.event import (
    AgentProblem,
    ApiCalled,
    ApiCounted,
    Event,
    Frame,
    HookState,
    Lifecycle,
    SensorLost,
    SiteSeen,
)

_LONGEST_CHAIN = 8
PASSING = frozenset({"crypto", "stream"})
"""What rows yield whose calls are only counted."""
_OUTCOMES = (" returned ", " threw ")
_HEARD = re.compile(r"(\d+) heard (\S+) (\(.*\)) (\d+) times")
_LIVES = {
    "created": "onCreate", "started": "onStart", "resumed": "onResume",
    "paused": "onPause", "stopped": "onStop", "destroyed": "onDestroy",
}  # fmt: skip


class Told(NamedTuple):
    """Who called what: row and overload, the third party's id or nothing for the app, the step's method."""

    api: str
    overload: str
    actor: str
    step: str


@dataclass(frozen=True)
class Outcome:
    """What the app printed of a step: `returned` and the value, or `threw` and the exception."""

    kind: str
    text: str


@dataclass
class Verdict:
    """What does not agree; the rows that the agent told of, and those that the gauntlet called."""

    wrong: list[str] = field(default_factory=list)
    fired: set[str] = field(default_factory=set)
    called: set[str] = field(default_factory=set)


class Judge:
    """Compares one run."""

    def __init__(self, course: Course, catalog: Catalog, events: Iterable[Event]) -> None:
        self._course = course
        self._rows = catalog.apis
        self._events = list(events)
        self._attributor = Attributor(catalog, APP)
        self._sites = {e.site: e for e in self._events if isinstance(e, SiteSeen)}
        self._steps = {step.method: step for step in course.steps}

    def verdict(self, plain: bytes, watched: bytes) -> Verdict:
        """Return everything that does not agree, of the app's output without the agent and with it."""
        printed = outcomes(plain, self._course)
        deliveries = heard(plain)
        expected = self._expected(deliveries)
        calls = [(self._told(event), event) for event in self._events if isinstance(event, ApiCalled)]
        found = Counter(told for told, _ in calls) + self._lives() + self._passed()
        wrong = [
            *_differences(plain, watched),
            *(f"the agent says: {e}" for e in self._events if _is_failure(e)),
            *self._states(),
            *(f"{s.label}: printed nothing" for s in self._course.steps if s.number not in printed),
            *_counters(expected, found),
            *self._totals(),
        ]
        delivered = {(api, overload) for _, api, overload in deliveries}
        for told, event in calls:
            step = self._steps.get(told.step)
            if step is not None and told[:2] in step.expected and told[:2] not in delivered:
                wrong += _details(step, event, printed.get(step.number))
        return Verdict(wrong, {told.api for told in found}, {told.api for told in expected})

    def _expected(self, deliveries: Mapping[tuple[int, str, str], int]) -> Counter[Told]:
        expected: Counter[Told] = Counter()
        for step in self._course.steps:
            for api, overload in step.expected:
                by = ("", "") if step.site_less else (step.actor, step.method)
                expected[Told(api, overload, *by)] += 1
        for (number, api, overload), n in deliveries.items():
            step = self._course.steps[number]
            expected[Told(api, overload, step.actor, step.method)] += n
        return expected

    def _told(self, event: ApiCalled | ApiCounted) -> Told:
        """Return who made a call, as a report would say, and the step it came from."""
        row = self._rows[event.api]
        stacks: list[tuple[Frame, ...]] = []
        site = event.site
        while site in self._sites and len(stacks) < _LONGEST_CHAIN:
            stacks.append(self._sites[site].frames)
            site = self._sites[site].origin
        first = stacks[0] if stacks else ()
        actor = self._attributor.attribute(first, row.cls, stacks[1:], delivered=bool(row.delivered_by)).actor
        who = {"sdk": actor.id, "app": ""}.get(actor.kind, f"{actor.kind} ({actor.rule})")
        names = (f"{frame.cls}.{frame.method}" for stack in stacks for frame in stack)
        step = next((name for name in names if name in self._steps), "")
        return Told(event.api, event.overload, who, step)

    def _lives(self) -> Counter[Told]:
        """Return callbacks of activities: told by their totals alone, less those of the gauntlet's own."""
        totals = {
            (e.api, e.overload): e.n
            for e in self._events
            if isinstance(e, ApiCounted) and self._rows[e.api].yields == "lifecycle"
        }
        own = Counter(
            _LIVES[e.state]
            for e in self._events
            if isinstance(e, Lifecycle) and e.activity == f"{APP}.MainActivity"
        )
        return Counter(
            {Told(api, types, "", ""): n - own[self._rows[api].method] for (api, types), n in totals.items()}
        )

    def _passed(self) -> Counter[Told]:
        """Return calls of ciphers and streams: told by their totals, what passes by messages of its own."""
        totals = {
            (e.api, e.overload, e.site): e
            for e in self._events
            if isinstance(e, ApiCounted) and self._rows[e.api].yields in PASSING
        }
        found: Counter[Told] = Counter()
        for event in totals.values():
            found[self._told(event)] += event.n
        return found

    def _states(self) -> Iterator[str]:
        """Yield rows whose state is not what is there on this level."""
        states = {e.api: e for e in self._events if isinstance(e, HookState)}
        for api, state in states.items():
            row = self._rows[api]
            overloads = len(self._course.there.get(api, ()))
            said = f"{state.state}, {state.overloads} overloads ({state.reason})"
            if row.kind == "field" and state.state not in ("unobservable", "absent"):
                yield f"{api}: a field, told as {said}"
            if row.kind != "method" or row.delivered_by:
                continue
            if (state.state, state.overloads) != ("resolved" if overloads else "absent", overloads):
                yield f"{api}: {overloads} overloads on this level, told as {said}"
        for api in sorted(self._course.rows - set(states)):
            yield f"{api}: nothing told of its state"

    def _totals(self) -> Iterator[str]:
        """Yield rows whose exact totals are not those of the calls told one by one."""
        totals: dict[tuple[str, str, str], int] = {}
        for event in self._events:
            if isinstance(event, ApiCounted):
                totals[event.api, event.overload, event.site] = event.n
        sums: Counter[str] = Counter()
        for (api, _, _), n in totals.items():
            sums[api] += n
        calls = Counter(e.api for e in self._events if isinstance(e, ApiCalled))
        for api in sorted(set(sums) | set(calls)):
            if self._rows[api].yields not in {"lifecycle", *PASSING} and sums[api] != calls[api]:
                yield f"{api}: {sums[api]} calls counted, {calls[api]} told"


def _is_failure(event: Event) -> bool:
    """Return whether the agent failed; that it told no bytes of a cipher made up for the gauntlet is none."""
    if isinstance(event, AgentProblem) and event.where == "crypto" and event.dropped:
        return False
    return isinstance(event, AgentProblem | SensorLost)


def outcomes(output: bytes, course: Course) -> dict[int, Outcome]:
    """Read what each step printed."""
    labels = {step.label: step.number for step in course.steps}
    found: dict[int, Outcome] = {}
    for line in output.decode("utf-8", "replace").splitlines():
        for word in _OUTCOMES:
            label, mark, text = line.partition(word)
            if mark and label in labels:
                found[labels[label]] = Outcome(word.strip(), text.split(" | ", 1)[0])
    return found


def heard(output: bytes) -> Counter[tuple[int, str, str]]:
    """Read what listeners were told: step, row and overload."""
    found: Counter[tuple[int, str, str]] = Counter()
    for line in output.decode("utf-8", "replace").splitlines():
        match = _HEARD.fullmatch(line)
        if match:
            found[int(match[1]), match[2], match[3]] += int(match[4])
    return found


def _counters(expected: Counter[Told], found: Counter[Told]) -> Iterator[str]:
    for told in sorted(set(expected) | set(found)):
        if expected[told] != found[told]:
            by = f"{told.actor or 'the app'} in {told.step or 'no step'}"
            counts = f"called {expected[told]} times, told {found[told]} times"
            yield f"{told.api} {told.overload} by {by}: {counts}"


def _details(step: Step, event: ApiCalled, printed: Outcome | None) -> Iterator[str]:
    """Yield where thread, result or exception are others than the app's own."""
    if event.thread != step.thread:
        yield f"{step.label}: told of thread {event.thread}, not {step.thread}"
    if printed is None:
        return
    error = None if event.error is None else steady(event.error, event.pid).split("\n", 1)[0]
    if error != (printed.text if printed.kind == "threw" else None):
        yield f"{step.label}: {printed.kind} {printed.text}, told {event.error}"
    kind, _, value = printed.text.partition(" ")
    if printed.kind == "returned" and kind == "java.lang.String" and event.result not in (None, value):
        yield f"{step.label}: returned {value}, told {event.result}"


def steady(text: str, pid: int) -> str:
    """Write the number of the process and places of objects as the app does."""
    text = re.sub(rf"(?<=\bpid=){pid}\b|\b{pid}(?=:com\.)", "PID", text.replace(f"{{{pid:x} ", "{HEX "))
    return re.sub(r"@[0-9a-f]{4,8}\b", "@HASH", text)


def _differences(plain: bytes, watched: bytes) -> Iterator[str]:
    """Yield the first lines in which two runs differ."""
    if plain == watched:
        return
    pairs = zip(plain.splitlines(), watched.splitlines(), strict=False)
    told = 0
    for number, (one, other) in enumerate(pairs):
        if one != other:
            yield f"line {number} of the output: {one!r} without the agent, {other!r} with it"
            told += 1
            if told == 5:  # noqa: PLR2004 # the rest follows from the first
                return
    if not told:
        yield f"{len(plain)} bytes of output without the agent, {len(watched)} with it"
