"""Rules on how personal information travels."""

from __future__ import annotations

from collections.abc import Iterator

from privaudit.analysis.case import Case, Sighting, confidence_of, may_be_others


def cleartext_personal_data(case: Case) -> Iterator[Sighting]:
    """Personal information went over the network without encryption."""
    for carried in case.carried():
        if not carried.sent.encrypted:
            yield Sighting(
                evidence=carried,
                verdict="suspected" if may_be_others(carried) else "violation",
                data_type=carried.match.data_type,
                actor=carried.sent.actor,
                subject=carried.sent.host,
                confidence=confidence_of(carried),
                params={"host": carried.sent.host},
            )
