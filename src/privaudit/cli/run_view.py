"""What a run does now, gathered from its events and shown live or line by line."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from privaudit.catalog.recorded import packer_name, phase_name, recorded
from privaudit.model.event import (
    AgentProblem,
    ApiCalled,
    ApiCounted,
    AppSeen,
    ConsentSeen,
    Event,
    PackageSeen,
    PhaseEntered,
    ProcessSeen,
    RunEnded,
    RunStarted,
    SensorLost,
    SensorStarted,
    SensorStopped,
    StepEnded,
    StepStarted,
)
from privaudit.model.network import RequestSeen, TunnelFailed
from privaudit.report.times import time_of_day
from privaudit.report.visible import visible
from privaudit.report.words import Words

KEYS = 20_000
"""Call sites whose counts are told apart; beyond them a count is a lower bound and is shown so."""

SAID = 200
"""Problems printed one by one; later ones are only counted."""

_SENSORS = ("agent", "proxy", "system", "screen")
_NARROW = 64
_LABEL = 200
_PROBLEMS = 3
_OTHER_ROWS = 9
_MEGA = 1_000_000
_SECONDS = len("09:30:00")
_STATUS_STYLES = {"ok": "", "failed": "red", "warned": "yellow", "not_run": "dim"}
_SENSOR_STYLES = {"ok": "", "lost": "bold red", "waiting": "dim", "stopped": "dim"}


@dataclass
class _Calls:
    """What is known of one API: calls, how many threw, when the last one was (ns)."""

    calls: int = 0
    errors: int = 0
    last: int = 0
    at_least: bool = False


class RunView:
    """Takes every event of a run and shows where it stands; safe to call from several threads."""

    def __init__(
        self, console: Console, words: Words, *, app: str, steps: int, labels: Mapping[str, str], quiet: bool
    ) -> None:
        self._console = console
        self._words = words
        self._app = app
        self._steps = steps
        self._labels = labels
        self._lock = threading.Lock()
        self._printing = threading.Lock()
        self._out: deque[Text] = deque()
        self._quiet = quiet
        self._live: Live | None = None
        self._lines = False
        self._step = ""
        self._open: dict[str, str] = {}
        self._phase = ""
        self._consent = ""
        self._state = ""
        self._sensors: dict[str, str] = {}
        self._calls: dict[str, _Calls] = {}
        self._counted: dict[tuple[int, str, str, str], tuple[int, int]] = {}
        self._requests = 0
        self._tunnels = 0
        self._problems = 0
        self._recent: deque[str] = deque(maxlen=_PROBLEMS)
        self._handlers: dict[type, Callable[[Any], None]] = {
            RunStarted: self._run_started,
            PackageSeen: self._package_seen,
            StepStarted: self._step_started,
            StepEnded: self._step_ended,
            PhaseEntered: self._phase_entered,
            ConsentSeen: self._consent_seen,
            AppSeen: self._app_seen,
            SensorStarted: self._sensor_started,
            SensorStopped: self._sensor_stopped,
            SensorLost: self._sensor_lost,
            ApiCalled: self._api_called,
            ApiCounted: self._api_counted,
            RequestSeen: self._request_seen,
            TunnelFailed: self._tunnel_failed,
            AgentProblem: self._agent_problem,
            ProcessSeen: self._process_seen,
            RunEnded: self._run_ended,
        }

    def on_event(self, event: Event) -> None:
        """Take one event."""
        handler = self._handlers.get(type(event))
        if handler is not None:
            with self._lock:
                handler(event)
            self._flush()

    def on_package(self, done: int, total: int) -> None:
        """Show how far the app's package has come from the phone, in bytes."""
        with self._lock:
            self._step = self._words.t("live.package", done=done // _MEGA, total=total // _MEGA)

    def __enter__(self) -> Self:
        """Begin to show: a live display on a terminal, one line a step elsewhere, nothing when quiet."""
        if self._quiet:
            return self
        if self._console.is_terminal and not self._console.is_dumb_terminal:
            self._live = Live(self, console=self._console, refresh_per_second=4, transient=True)
            self._live.start()
        else:
            self._lines = True
        return self

    def __exit__(self, *_: object) -> None:
        """Take the display away; what was printed above it stays."""
        if self._live is not None:
            self._live.stop()
        self._live, self._lines = None, False

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Take the live display away while the tester is asked something."""
        live = self._live
        if live is None:
            yield
            return
        live.stop()
        try:
            yield
        finally:
            live.start(refresh=True)

    # -- events -----------------------------------------------------------------------------------

    def _run_started(self, event: RunStarted) -> None:
        self._app = self._app or event.app.package

    def _package_seen(self, event: PackageSeen) -> None:
        self._step = ""
        names = [self._words.pick(packer_name(found.id)) for found in event.packers]
        if names:
            self._say(self._words.t("live.packed", names=self._words.t("joiner").join(names)), "yellow")

    def _step_started(self, event: StepStarted) -> None:
        label = visible(event.label or event.verb, _LABEL)
        self._open[event.path] = label
        self._step = f"{self._numbered(event.path)} {label}"

    def _step_ended(self, event: StepEnded) -> None:
        label = self._open.pop(event.path, "")
        colon, status = self._words.t("colon"), self._words.t(f"live.step_{event.status}")
        line = f"{self._numbered(event.path)} {label}{colon}{status}"
        if event.message:
            line += f"{colon}{self._told(event.message)}"
        if event.status in {"failed", "warned"}:
            self._problem(line, say=False)
        self._say(line, _STATUS_STYLES[event.status])

    def _phase_entered(self, event: PhaseEntered) -> None:
        self._phase = visible(self._words.pick(phase_name(event.name)), _LABEL)
        self._say(self._words.t("live.phase_now", name=self._phase))

    def _consent_seen(self, event: ConsentSeen) -> None:
        self._consent = self._words.t(f"consent.{event.state}")
        self._say(self._words.t("live.consent_now", state=self._consent))

    def _app_seen(self, event: AppSeen) -> None:
        self._state = self._words.t(f"app_state.{event.state}")

    def _sensor_started(self, event: SensorStarted) -> None:
        self._sensors[event.sensor] = "ok"

    def _sensor_stopped(self, event: SensorStopped) -> None:
        if self._sensors.get(event.sensor) != "lost":
            self._sensors[event.sensor] = "stopped"

    def _sensor_lost(self, event: SensorLost) -> None:
        self._sensors[event.sensor] = "lost"
        sensor = self._words.t(f"sensor.{event.sensor}")
        self._problem(self._words.t("live.lost", sensor=sensor, reason=self._told(event.reason)))

    def _api_called(self, event: ApiCalled) -> None:
        errors = 1 if event.error else 0
        self._count(event, event.n, errors, at=event.at, exact=False)

    def _api_counted(self, event: ApiCounted) -> None:
        self._count(event, event.n, event.errors, at=event.last, exact=True)

    def _count(self, event: ApiCalled | ApiCounted, n: int, errors: int, *, at: int, exact: bool) -> None:
        calls = self._calls.setdefault(event.api, _Calls())
        key = (event.pid, event.api, event.overload, event.site)
        calls.last = max(calls.last, at)
        if key not in self._counted and len(self._counted) >= KEYS:
            calls.at_least = True
            calls.calls += 0 if exact else 1
            return
        seen, threw = self._counted.get(key, (0, 0))
        errors = max(errors, threw) if exact else threw + errors
        self._counted[key] = (max(seen, n), errors)
        calls.calls += max(0, n - seen)
        calls.errors += errors - threw

    def _request_seen(self, _event: RequestSeen) -> None:
        self._requests += 1

    def _tunnel_failed(self, _event: TunnelFailed) -> None:
        self._tunnels += 1

    def _agent_problem(self, event: AgentProblem) -> None:
        self._problem(self._words.t("live.problem", text=visible(f"{event.where}: {event.message}", _LABEL)))

    def _process_seen(self, event: ProcessSeen) -> None:
        if not event.instrumented:
            title, colon = self._words.t("scope.uninstrumented"), self._words.t("colon")
            self._problem(visible(f"{title}{colon}{event.name} {self._told(event.reason)}", _LABEL))

    def _run_ended(self, event: RunEnded) -> None:
        line = self._words.t("live.ended", outcome=self._words.t(f"outcome.{event.outcome}"))
        if event.reason:
            line += f"{self._words.t('colon')}{self._told(event.reason)}"
        self._say(line, "" if event.outcome == "complete" else "yellow")

    def _problem(self, text: str, *, say: bool = True) -> None:
        self._problems += 1
        self._recent.append(text)
        if say and self._problems <= SAID:
            self._say(text, "yellow")
        if self._problems == SAID:
            self._say(self._words.t("live.more_problems", n=SAID), "yellow")

    def _say(self, line: str, style: str = "") -> None:
        if self._lines or (self._live is not None and style):
            self._out.append(Text(line, style=style))

    def _flush(self) -> None:
        # Not under the lock of the state: the live display's own thread holds the console's lock while it
        # asks for the state, so that printing under ours could wait for ever.
        with self._printing:
            while self._out:
                self._console.print(self._out.popleft(), soft_wrap=True)

    def _told(self, sentence: str) -> str:
        return visible(self._words.pick(recorded(sentence)), _LABEL)

    def _numbered(self, path: str) -> str:
        head = visible(path, 20)
        if self._steps:
            return self._words.t("live.step", k=head, n=self._steps)
        return self._words.t("live.step_open", k=head)

    # -- display ----------------------------------------------------------------------------------

    def __rich__(self) -> RenderableType:
        with self._lock:
            return Group(self._head(), self._facts(), self._table(), *self._foot())

    def _head(self) -> Text:
        words = self._words
        title = words.t("live.title", app=visible(self._app, _LABEL))
        text = Text.assemble((title, "bold"), "  ", self._step or words.t("live.no_step"))
        text.overflow, text.no_wrap = "ellipsis", True
        return text

    def _facts(self) -> Text:
        words, colon = self._words, self._words.t("colon")
        facts = (("live.phase", self._phase), ("live.consent", self._consent), ("live.app", self._state))
        text = Text("  ").join(
            Text.assemble((words.t(key) + colon, "dim"), value or "–") for key, value in facts
        )
        text.append("\n" + words.t("live.sensors") + colon, "dim")
        for sensor in _SENSORS:
            state = self._sensors.get(sensor, "waiting")
            if state == "waiting" and sensor == "screen":
                continue
            text.append(f"{words.t(f'sensor.{sensor}')} ")
            text.append(words.t(f"live.sensor_{state}"), _SENSOR_STYLES[state])
            text.append("  ")
        return text

    def _table(self) -> RenderableType:
        words = self._words
        shown = {api: calls for api, calls in self._calls.items() if not self._labels or api in self._labels}
        if not shown:
            return Text(words.t("live.no_calls"), style="dim")
        wide = self._console.width >= _NARROW
        table = Table(box=None, padding=(0, 1, 0, 0), expand=True)
        table.add_column(words.t("live.api"), ratio=1, no_wrap=True, overflow="ellipsis")
        table.add_column(words.t("live.count"), justify="right")
        if wide:
            table.add_column(words.t("live.errors"), justify="right")
            table.add_column(words.t("live.last"), justify="right")
        room = max(3, self._console.height - _OTHER_ROWS - _PROBLEMS)
        ranked = sorted(shown.items(), key=lambda item: (-item[1].last, item[0]))
        for api, calls in ranked[:room]:
            label = self._labels.get(api, "")
            name = Text.assemble(
                visible(label or api, _LABEL), (f" {visible(api, _LABEL)}" if label else "", "dim")
            )
            cells: list[RenderableType] = [name, f"{'≥ ' if calls.at_least else ''}{calls.calls:,}"]
            if wide:
                cells += [f"{calls.errors:,}" if calls.errors else "", time_of_day(calls.last)[:_SECONDS]]
            table.add_row(*cells)
        if len(ranked) > room:
            table.add_row(Text(words.t("live.more", n=len(ranked) - room), style="dim"))
        return table

    def _foot(self) -> list[Text]:
        words = self._words
        counts = [words.t("live.requests", n=self._requests)]
        if self._tunnels:
            counts.append(words.t("live.tunnels", n=self._tunnels))
        foot = Text("  ".join(counts))
        if self._problems:
            foot.append("  " + words.t("live.problems", n=self._problems), "yellow")
        lines = [Text(line, style="yellow", overflow="ellipsis", no_wrap=True) for line in self._recent]
        return [foot, *lines]
