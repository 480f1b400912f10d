"""Permissions that the app asked the user for, with who asked and what the screen said."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from privaudit.analysis.attribute import Attributor
from privaudit.analysis.calls import Calls
from privaudit.analysis.timeline import Timeline
from privaudit.model.event import ApiCalled, ScreenSeen
from privaudit.model.observation import PermissionAsk


def permission_asks(
    asks: Iterable[tuple[int, ApiCalled]],
    screens: Iterable[tuple[int, ScreenSeen]],
    calls: Calls,
    timeline: Timeline,
    attributor: Attributor,
) -> list[PermissionAsk]:
    """Return what was asked, in order of time; both are given with their journal numbers."""
    own = sorted((e.at, n, e.texts) for n, e in screens if e.package == attributor.package)
    times = [at for at, _n, _texts in own]
    result = []
    for n, event in sorted(asks, key=lambda item: (item[1].at, item[0])):
        actor, responsible, decided_in = calls.who(event.pid, event.site, event.api, attributor)
        names = event.args[0].split(",") if event.args else []
        before = bisect_right(times, event.at) - 1
        where = calls.where(event.pid, event.site, event.process, attributor)
        result.append(
            PermissionAsk(
                event=n,
                when=timeline.at(event.at),
                permissions=tuple(name.strip() for name in names if name.strip()),
                actor=actor,
                frames=calls.frames(event.pid, event.site),
                responsible=responsible,
                screen_texts=own[before][2] if before >= 0 else (),
                origins=calls.origins(event.pid, event.site),
                decided_in=decided_in,
                surface=where(event.thread, event.at),
            )
        )
    return result
