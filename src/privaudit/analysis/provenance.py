"""From a value in a request back to where it came from: the read of it, and the steps between the two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from privaudit.analysis.case import Carried, Case, Evidence
from privaudit.model.observation import Access, Decoding, Match


def steps_of(match: Match) -> tuple[Decoding, ...]:
    """Return every step from the wire to the value; what the app sealed itself names the call that did it."""
    steps = list(match.chain)
    for sealing in match.sealed:
        detail = f"{sealing.algorithm} #{sealing.event}"
        steps += (Decoding(name=f"sealed-{sealing.operation}", detail=detail), *sealing.chain)
    return tuple(steps)


def reads_behind(case: Case, shown: Iterable[Evidence]) -> Iterator[Access]:
    """Yield the read of each value that a request carries, as far as it was seen; each once."""
    told: set[int] = {id(one) for one in shown if isinstance(one, Access)}
    for one in shown:
        access = read_of(case, one.match) if isinstance(one, Carried) else None
        if access is not None and id(access) not in told:
            told.add(id(access))
            yield access


def read_of(case: Case, match: Match) -> Access | None:
    """Return the access that gave the value of a match, or None where the hooks did not see it read."""
    wanted = match.source_event
    if match.source != "read" or wanted is None:
        return None
    best: Access | None = None
    for access in case.observation.accesses:
        if access.event == wanted:
            return access
        if access.data_type != match.data_type or access.refused or not access.value:
            continue
        # Calls that look alike are one access: the one whose span the read falls into is it.
        spans = access.event <= wanted <= (access.last_event or access.event)
        if match.value in access.value and (best is None or spans):
            best = access
    return best
