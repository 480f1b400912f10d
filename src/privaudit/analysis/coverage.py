"""What was watched, for how long and with what: the ground under every `conforms`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from privaudit.analysis.timeline import Timeline
from privaudit.catalog import Catalog
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
    TunnelFailed,
)
from privaudit.model.observation import (
    Coverage,
    HookCoverage,
    PhaseCoverage,
    SensorCoverage,
    SurfaceCoverage,
    Unwatched,
)

_RANK = {"resolved": 3, "unobservable": 2, "failed": 1, "absent": 0}
"""Which state of a hook counts when a process told several in one moment."""


class CoverageLog:
    """Gathers what says how well the run was watched; `finish` tells it as `Coverage`."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._ended: RunEnded | None = None
        self._sensors: dict[Sensor, list[tuple[int, int, str]]] = {}
        self._hooks: dict[str, dict[int, tuple[int, int, HookState]]] = {}
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
            HookState: self._hook,
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
        rank = {SensorLost: 0, SensorStopped: 1, SensorStarted: 2}[type(event)]
        reason = event.reason if isinstance(event, SensorLost) else ""
        self._sensors.setdefault(event.sensor, []).append((event.at, rank, reason))

    def _hook(self, event: HookState) -> None:
        mark = (event.at, _RANK[event.state], event)
        states = self._hooks.setdefault(event.api, {})
        old = states.get(event.pid)
        if old is None or mark[:2] > old[:2]:
            states[event.pid] = mark

    def _process(self, event: ProcessSeen) -> None:
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
        totals: Mapping[str, int],
        screens: int,
        requests: int,
        surfaces: tuple[SurfaceCoverage, ...] = (),
    ) -> Coverage:
        """Tell it; `start` and `end` are the first and last ns of the run, `totals` the calls of each API."""
        ended = self._ended
        return Coverage(
            start=start,
            end=end,
            outcome=ended.outcome if ended else "unsealed",
            reason=ended.reason if ended else "recording ended out of order",
            phases=self._phase_coverage(end),
            sensors=tuple(self._sensor_coverage(name, end) for name in sorted(self._sensors)),
            hooks=tuple(self._hook_coverage(api, totals.get(api, 0)) for api in self._catalog.apis),
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
            app_spans=timeline.app_spans(start, end),
            failed_steps=tuple(self._step_name(event) for event in self._ends if event.status != "ok"),
        )

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
            if rank == 2:  # noqa: PLR2004 # started, see _sensor
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

    def _hook_coverage(self, api: str, calls: int) -> HookCoverage:
        """Merge the processes' states: a failure in one is a gap, a class absent from some is not."""
        states = [mark[2] for _pid, mark in sorted(self._hooks.get(api, {}).items())]
        failed = [state for state in states if state.state == "failed"]
        if failed:
            reason = f"{failed[0].reason} ({len(failed)}/{len(states)})"
            return HookCoverage(api=api, state="failed", calls=calls, reason=reason)
        if any(state.state == "resolved" for state in states):
            return HookCoverage(api=api, state="resolved", calls=calls)
        blind = [state for state in states if state.state == "unobservable"]
        if blind:
            return HookCoverage(api=api, state="unobservable", calls=calls, reason=blind[0].reason)
        if states:
            return HookCoverage(api=api, state="absent", calls=calls, reason=states[0].reason)
        return HookCoverage(api=api, state="not_installed", calls=calls)

    def _step_name(self, event: StepEnded) -> str:
        step = self._steps.get(event.path)
        what = f"{event.path} {step.verb} {step.label}".strip() if step else event.path
        return f"{what}: {event.message or event.status}"
