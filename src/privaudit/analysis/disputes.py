"""Where the lifecycle callbacks inside the app and the activity manager outside disagree on the app's state.

The callbacks are told at once, the system is asked about once a second; a difference counts only if it lasts
longer than that and what an answer takes. Only whether the user saw the app is compared: a process that
starts or ends is told from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from privaudit.model.event import AppState
from privaudit.model.observation import Disputed

LAG_NS = 3_000_000_000
"""How long the two may differ without disagreeing: a tick of the system's sensor, its slow answer, and the
moment an activity takes to stop after another covers it. Our choice."""

_COMPARED = frozenset({"foreground", "background"})


def disputes(
    spans: Iterable[tuple[int, int, AppState]], told: Iterable[tuple[int, AppState]], end: int
) -> tuple[Disputed, ...]:
    """Return when `spans` (from, until, state) and the system's changes (`told`: at, state) differ.

    All times are ns; what the system said last holds until `end`.
    """
    changes = sorted(told)
    outside = [
        (at, min(changes[index + 1][0], end) if index + 1 < len(changes) else end, state)
        for index, (at, state) in enumerate(changes)
    ]
    return tuple(one for one in _joined(_overlaps(list(spans), outside)) if one.end - one.start > LAG_NS)


def _overlaps(
    inside: Sequence[tuple[int, int, AppState]], outside: Sequence[tuple[int, int, AppState]]
) -> Iterable[Disputed]:
    first = 0
    for start, end, state in inside:
        while first < len(outside) and outside[first][1] <= start:
            first += 1
        for index in range(first, len(outside)):
            since, until, said = outside[index]
            if since >= end:
                break
            if said != state and {said, state} <= _COMPARED and min(end, until) > max(start, since):
                yield Disputed(start=max(start, since), end=min(end, until), inside=state, system=said)


def _joined(pieces: Iterable[Disputed]) -> list[Disputed]:
    """Join the pieces of one disagreement: the system tells every change, not only that of the state."""
    joined: list[Disputed] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last is not None and (last.end, last.inside, last.system) == (
            piece.start, piece.inside, piece.system,
        ):  # fmt: skip
            joined[-1] = Disputed(start=last.start, end=piece.end, inside=piece.inside, system=piece.system)
        else:
            joined.append(piece)
    return joined
