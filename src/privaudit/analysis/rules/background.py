"""Rules on what happens while the user does not see the app."""

from __future__ import annotations

from collections.abc import Iterator

from privaudit.analysis.case import Case, Sighting, confidence_of
from privaudit.analysis.proof import notice_proof, searched_proof
from privaudit.analysis.verdicts import less_sure


def read_in_background(case: Case) -> Iterator[Sighting]:
    """Personal information was read in the background and no statement on it says so."""
    for access in case.reads():
        if access.when.app_state != "background":
            continue
        telling = case.telling(access.data_type, access.actor)
        if any(statement.background for statement in telling.statements):
            continue
        confidence = confidence_of(access)
        support = tuple(notice_proof(statement) for statement in telling.statements[:3])
        yield Sighting(
            evidence=access,
            data_type=access.data_type,
            actor=access.actor,
            confidence=less_sure(confidence) if case.state_is_disputed(access) else confidence,
            support=support or (searched_proof(case, "后台"),),
        )
