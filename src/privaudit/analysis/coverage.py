"""What was watched, for how long and with what: the ground under every `conforms`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from privaudit.analysis.row_states import RowStates
from privaudit.analysis.timeline import Timeline
from privaudit.catalog import Catalog
from privaudit.model.destination import NetworkCoverage
from privaudit.model.event import (
    AgentProblem,
    HookState,
    PhaseEntered,
    ProcessGone,
    ProcessSeen,
    RunEnded,
    Sensor,
    SensorLost,
    SensorStarted,
    SensorStopped,
    StepEnded,
    StepStarted,
)
from privaudit.model.network import TunnelFailed
from privaudit.model.observation import Coverage, PhaseCoverage, SensorCoverage, SurfaceCoverage, Unwatched

_STARTED = 2
"""Rank of a sensor's start: of the same moment, an end is told before it."""


class CoverageLog:
    """Gathers what says how well the run was watched; `finish` tells it as `Coverage`."""

    def __init__(self, catalog: Catalog) -> None:
        self._ended: RunEnded | None = None
        self._sensors: dict[Sensor, list[tuple[int, int, str]]] = {}
        self._rows = RowStates(catalog)
        self._processes: dict[int, ProcessSeen] = {}
        self._gone: dict[int, int] = {}
        self._tunnels: set[str] = set()
        self._phases: list[tuple[int, str]] = []
        self._steps: dict[str, StepStarted] = {}
        self._ends: list[StepEnded] = []
        self._dropped = 0
        self.takes: Mapping[type, Callable[[Any], None]] = {
            RunEnded: self._run_ended,
            SensorStarted: self._sensor,
            SensorStopped: self._sensor,
            SensorLost: self._sensor,
            HookState: self._rows.hook,
            ProcessSeen: self._process,
            ProcessGone: self._process_gone,
            TunnelFailed: self._tunnel,
            PhaseEntered: self._phase,
            StepStarted: self._step,
            StepEnded: self._ends.append,
            AgentProblem: self._problem,
        }

    def _run_ended(self, event: RunEnded) -> None:
        self._ended = event

    def _sensor(self, event: SensorStarted | SensorStopped | SensorLost) -> None:
        rank = {SensorLost: 0, SensorStopped: 1, SensorStarted: _STARTED}[type(event)]
        reason = event.reason if isinstance(event, SensorLost) else ""
        self._sensors.setdefault(event.sensor, []).append((event.at, rank, reason))

    def _process(self, event: ProcessSeen) -> None:
        self._rows.process(event)
        old = self._processes.get(event.pid)
        if old is None or (event.at, event.instrumented) >= (old.at, old.instrumented):
            self._processes[event.pid] = event

    def _process_gone(self, event: ProcessGone) -> None:
        self._gone[event.pid] = max(event.at, self._gone.get(event.pid, 0))

    def _until(self, pid: int, since: int) -> int | None:
        """Return when a process ended; a pid may have had another process before."""
        gone = self._gone.get(pid)
        return gone if gone is not None and gone >= since else None

    def _tunnel(self, event: TunnelFailed) -> None:
        self._tunnels.add(f"{event.host}:{event.port}")

    def _phase(self, event: PhaseEntered) -> None:
        self._phases.append((event.at, event.name))

    def _step(self, event: StepStarted) -> None:
        self._steps[event.path] = event

    def _problem(self, event: AgentProblem) -> None:
        self._dropped += event.dropped

    def finish(
        self,
        timeline: Timeline,
        *,
        start: int,
        end: int,
        totals: Mapping[str, Mapping[int, int]],
        screens: int,
        requests: int,
        network: NetworkCoverage,
        surfaces: tuple[SurfaceCoverage, ...] = (),
    ) -> Coverage:
        """Tell it.

        `start` and `end` are the first and last ns of the run, `totals` the calls of each API by process id.
        """
        ended = self._ended
        return Coverage(
            start=start,
            end=end,
            outcome=ended.outcome if ended else "unsealed",
            reason=ended.reason if ended else "recording ended out of order",
            phases=self._phase_coverage(end),
            sensors=tuple(self._sensor_coverage(name, end) for name in sorted(self._sensors)),
            hooks=self._rows.finish(totals),
            consent_states=timeline.spent("consent", start, end),
            app_states=timeline.spent("app_state", start, end),
            screens=screens,
            requests=requests,
            unread_tunnels=tuple(sorted(self._tunnels)),
            uninstrumented=tuple(
                f"{seen.name} ({seen.pid}): {seen.reason}" if seen.reason else f"{seen.name} ({seen.pid})"
                for _pid, seen in sorted(self._processes.items())
                if not seen.instrumented
            ),
            unwatched=tuple(
                Unwatched(
                    pid=pid,
                    name=seen.name,
                    since=seen.at,
                    until=self._until(pid, seen.at),
                    reason=seen.reason,
                )
                for pid, seen in sorted(self._processes.items())
                if not seen.instrumented
            ),
            dropped=self._dropped,
            surfaces=surfaces,
            network=network,
            disputed=timeline.disputed(start, self._system_until(end)),
            app_spans=timeline.app_spans(start, end),
            failed_steps=tuple(self._step_name(event) for event in self._ends if event.status != "ok"),
        )

    def _system_until(self, end: int) -> int:
        """Return until when the system was asked for the app's state."""
        marks = sorted(self._sensors.get("system", ()))
        return marks[-1][0] if marks and marks[-1][1] < _STARTED else end

    def watched(self, name: Sensor, at: int) -> bool:
        """Return whether a sensor watched at a time (ns)."""
        coverage = self._sensor_coverage(name, at) if name in self._sensors else None
        return coverage is not None and any(start <= at <= end for start, end in coverage.intervals)

    def _phase_coverage(self, end: int) -> tuple[PhaseCoverage, ...]:
        phases = sorted(self._phases)
        result = []
        for index, (start, name) in enumerate(phases):
            until = phases[index + 1][0] if index + 1 < len(phases) else max(end, start)
            last = index + 1 == len(phases)
            ends = [e for e in self._ends if start <= e.at and (e.at < until or last)]
            good = sum(1 for event in ends if event.status == "ok")
            result.append(
                PhaseCoverage(name=name, start=start, end=until, steps_ok=good, steps_failed=len(ends) - good)
            )
        return tuple(result)

    def _sensor_coverage(self, name: Sensor, end: int) -> SensorCoverage:
        intervals: list[tuple[int, int]] = []
        since: int | None = None
        lost, lost_at = "", None
        for at, rank, reason in sorted(self._sensors[name]):
            if rank == _STARTED:
                since = at if since is None else since
                continue
            if since is not None:
                intervals.append((since, at))
                since = None
            if rank == 0 and not lost:
                lost, lost_at = reason or "no reason was told", at
        if since is not None:
            intervals.append((since, max(end, since)))
            if self._ended is None and not lost:
                lost, lost_at = "recording ended out of order", end
        return SensorCoverage(sensor=name, intervals=tuple(intervals), lost=lost, lost_at=lost_at)

    def _step_name(self, event: StepEnded) -> str:
        step = self._steps.get(event.path)
        what = f"{event.path} {step.verb} {step.label}".strip() if step else event.path
        return f"{what}: {event.message or event.status}"
