"""Rules on third parties: whose code acts, and who receives."""

from __future__ import annotations

from collections.abc import Iterator

from privaudit.analysis.case import Carried, Case, Sighting, confidence_of, may_be_others
from privaudit.analysis.proof import searched_proof
from privaudit.model.circumstances import Actor
from privaudit.model.finding import Text
from privaudit.model.observation import Access, PermissionAsk


def recipient_undeclared(case: Case) -> Iterator[Sighting]:
    """Personal information went to a host that is neither the app's own nor a told third party's."""
    for carried in case.carried():
        host = case.recipient(carried.sent)
        party = case.party(host)
        if party in ("first", "declared"):
            continue
        owner = case.owner(host)
        others = may_be_others(carried)
        yield Sighting(
            evidence=carried,
            verdict="suspected" if party == "unknown" or others else "violation",
            actor=carried.sent.actor,
            subject=host,
            carries=carried.match.data_type,
            confidence=confidence_of(carried),
            variant="unknown" if party == "unknown" else "",
            params={"host": host, "owner": _owned(owner, carried)},
            support=(searched_proof(case, f"{host} {owner}".strip()),),
        )


def _owned(owner: str, carried: Carried) -> Text:
    """Return whose host it is, in brackets, unless that is who sent it anyway."""
    name = carried.sent.actor.name
    if not owner or (carried.sent.actor.kind == "sdk" and owner.startswith(name)):
        return Text(zh="", en="")
    return Text(zh=f"（属于 {owner}）", en=f"(of {owner})")


def sdk_undeclared(case: Case) -> Iterator[Sighting]:
    """Code of a third party that the notice does not name read, sent or asked for personal information."""
    for actor, evidence in _acts(case):
        if actor.kind != "sdk" or case.third_party(actor):
            continue
        yield Sighting(
            evidence=evidence,
            actor=actor,
            subject=actor.id,
            confidence=confidence_of(evidence),
            support=(searched_proof(case, f"{actor.name} {actor.company}".strip()),),
        )


def _acts(case: Case) -> Iterator[tuple[Actor, Access | Carried | PermissionAsk]]:
    for access in case.reads():
        yield access.actor, access
    for carried in case.carried():
        yield carried.sent.actor, carried
    for ask in case.asks():
        if any(case.guarded(permission) for permission in ask.permissions):
            yield ask.actor, ask
