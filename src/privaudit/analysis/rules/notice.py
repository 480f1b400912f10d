"""Rules that hold what was seen against what the notice lists."""

from __future__ import annotations

from collections.abc import Iterator

from privaudit.analysis.case import (
    IMPLIED,
    Carried,
    Case,
    Evidence,
    Sighting,
    Telling,
    confidence_of,
    may_be_others,
)
from privaudit.analysis.proof import notice_proof, searched_proof
from privaudit.model.circumstances import Actor
from privaudit.model.finding import Proof, Text
from privaudit.model.observation import Access


def data_type_undeclared(case: Case) -> Iterator[Sighting]:
    """A type of personal information was read or sent that the notice does not list for who did it."""
    for access in case.reads():
        yield from _untold(case, access, access.data_type, access.actor)
    for carried in case.carried():
        yield from _untold(case, carried, carried.match.data_type, carried.sent.actor)


def permission_undeclared(case: Case) -> Iterator[Sighting]:
    """The package requests a permission that opens personal information and the notice does not name it."""
    told = {name for statement in case.declaration.statements for name in statement.permissions}
    asked = {name: ask for ask in reversed(case.observation.asks) for name in ask.permissions}
    for permission in sorted({*case.observation.permissions, *asked}):
        if not case.guarded(permission) or permission in told or IMPLIED.get(permission) in told:
            continue
        ask = asked.get(permission)
        evidence: Evidence = ask or Proof(
            kind="permission",
            text=Text(
                zh=f"安装包声明了 {permission}，测试中未见申请。",
                en=f"The package declares {permission}; it was not asked for during the run.",
            ),
        )
        yield Sighting(
            evidence=evidence,
            subject=permission,
            severity="high" if ask else None,
            variant="asked" if ask else "",
            params={"permission": permission},
            support=(searched_proof(case, permission),),
        )


def _untold(case: Case, evidence: Access | Carried, data_type: str, actor: Actor) -> Iterator[Sighting]:
    denied = [s for s in case.declaration.of_kind("not_collected") if data_type in s.data_types]
    telling = case.telling(data_type, actor)
    if telling.level == "listed" and not denied:
        return
    variant, support = _how(case, telling, data_type)
    if denied:
        variant, support = "denied", tuple(notice_proof(statement) for statement in denied)
    others = isinstance(evidence, Carried) and may_be_others(evidence)
    certain = bool(denied) or telling.level == "absent"
    yield Sighting(
        evidence=evidence,
        verdict="violation" if certain and not others else "suspected",
        data_type=data_type,
        actor=actor,
        confidence=confidence_of(evidence),
        variant=variant,
        clauses=("CAC191-3.9", "NFRA99-16.5") if denied else (),
        support=support,
    )


def _how(case: Case, telling: Telling, data_type: str) -> tuple[str, tuple[Proof, ...]]:
    if telling.level == "absent":
        row = case.catalog.data_types.get(data_type)
        words = (row.zh, *row.synonyms_zh) if row else (data_type,)
        return "", (searched_proof(case, "、".join(dict.fromkeys(words))),)
    return telling.level, tuple(notice_proof(statement) for statement in telling.statements[:3])
