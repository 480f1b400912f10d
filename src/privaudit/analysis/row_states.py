"""What became of each row of the catalogue in each process: watched or not, and called how often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from privaudit.catalog import Catalog
from privaudit.model.event import HookState, ProcessSeen
from privaudit.model.observation import HookCoverage, HookInProcess, RowState

_RANK = {"resolved": 3, "unobservable": 2, "failed": 1, "absent": 0}
"""Which state of a hook counts when a process told several in one moment."""


class RowStates:
    """Gathers the states of hooks; `finish` tells them for every row of the catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._states: dict[str, dict[int, tuple[int, int, HookState]]] = {}
        self._names: dict[int, str] = {}

    def hook(self, event: HookState) -> None:
        """Take what became of a row in a process: the last word counts, a class may be loaded late."""
        mark = (event.at, _RANK[event.state], event)
        states = self._states.setdefault(event.api, {})
        old = states.get(event.pid)
        if old is None or mark[:2] > old[:2]:
            states[event.pid] = mark

    def process(self, event: ProcessSeen) -> None:
        """Take the name of a process."""
        self._names[event.pid] = event.name

    def finish(self, totals: Mapping[str, Mapping[int, int]]) -> tuple[HookCoverage, ...]:
        """Return every row's state; `totals` are the calls of each API by process id."""
        return tuple(
            self._row(api, row.category, totals.get(api, {})) for api, row in self._catalog.apis.items()
        )

    def _row(self, api: str, category: str, calls: Mapping[int, int]) -> HookCoverage:
        """Merge the processes' states: a failure in one is a gap, a class absent from some is not."""
        told = {pid: mark[2] for pid, mark in sorted(self._states.get(api, {}).items())}
        state, reason = _merged(told.values())
        processes = tuple(
            HookInProcess(
                process=self._names.get(pid, ""),
                pid=pid,
                state=told[pid].state if pid in told else "not_installed",
                calls=calls.get(pid, 0),
                reason=told[pid].reason if pid in told else "",
            )
            for pid in sorted({*told, *calls})
        )
        differ = len({(one.state, one.calls) for one in processes}) > 1
        return HookCoverage(
            api=api,
            state=state,
            calls=sum(calls.values()),
            reason=reason,
            category=category,
            processes=processes if differ else (),
        )


def _merged(states: Iterable[HookState]) -> tuple[RowState, str]:
    told = list(states)
    failed = [state for state in told if state.state == "failed"]
    if failed:
        return "failed", f"{failed[0].reason} ({len(failed)}/{len(told)})"
    if any(state.state == "resolved" for state in told):
        return "resolved", ""
    blind = [state for state in told if state.state == "unobservable"]
    if blind:
        return "unobservable", blind[0].reason
    return ("absent", told[0].reason) if told else ("not_installed", "")
