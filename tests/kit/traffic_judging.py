"""Holds what a search finds in the corpus of traffic to its truth."""

from __future__ import annotations

from typing import NamedTuple

from traffic_corpus import known_values
from traffic_rows import Row, Truth

from privaudit.analysis.match import explain, find
from privaudit.analysis.needles import NeedleSet
from privaudit.model.observation import Match

_OF_WRITING = frozenset({"case", "written"})


class Outcome(NamedTuple):
    """Truths that were not found, what was found besides, and matches that cannot be redone."""

    missed: tuple[Truth, ...]
    false: tuple[Match, ...]
    not_redone: tuple[Match, ...]
    cut: str

    @property
    def is_true(self) -> bool:
        return not (self.missed or self.false or self.not_redone or self.cut)


def known() -> NeedleSet:
    """Return the values of the corpus, ready to be searched for."""
    return NeedleSet.of(planted=known_values())


def truth_of(match: Match) -> Truth:
    steps = tuple(step.name for step in match.chain if step.name not in _OF_WRITING)
    if steps[:1] == ("host",):
        # Which of its labels a name was cut into is no part of the truth.
        steps = tuple(step for step in steps if step not in {"label", "labels"})
    return Truth(match.data_type, match.value, match.where, steps)


def judged(row: Row, needles: NeedleSet) -> Outcome:
    """Search one request and compare."""
    result = find(row.event, row.body, needles)
    found = {truth_of(match) for match in result.matches}
    wanted = {(truth.data_type, truth.value) for truth in row.truths}
    return Outcome(
        missed=tuple(truth for truth in row.truths if truth not in found),
        false=tuple(one for one in result.matches if (one.data_type, one.value) not in wanted),
        not_redone=tuple(one for one in result.matches if not explain(row.event, row.body, one).agrees),
        cut=result.cut,
    )
