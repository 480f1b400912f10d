"""Rules on the user's decision: nothing before it, nothing against it."""

from __future__ import annotations

from collections.abc import Iterator

from privaudit.analysis.case import IMPLIED, Carried, Case, Sighting, confidence_of, may_be_others
from privaudit.model.event import ConsentState
from privaudit.model.finding import Proof, Text
from privaudit.model.observation import Access

_BEFORE: frozenset[ConsentState] = frozenset({"not_shown", "shown"})
_AGAINST: frozenset[ConsentState] = frozenset({"refused", "withdrawn"})


def accessed_before_consent(case: Case) -> Iterator[Sighting]:
    """Personal information was read, or tried to be read, before the user agreed."""
    for access in case.reads():
        if access.when.consent in _BEFORE:
            yield _read(access)


def accessed_after_refusal(case: Case) -> Iterator[Sighting]:
    """Personal information was read after the user refused or withdrew."""
    for access in case.reads():
        if access.when.consent in _AGAINST:
            yield _read(access, necessary=_necessary(case, access.data_type), withdrawn=_withdrawn(access))


def sent_before_consent(case: Case) -> Iterator[Sighting]:
    """Personal information left the app before the user agreed."""
    for carried in case.carried():
        if carried.sent.when.consent in _BEFORE:
            yield _sent(case, carried)


def sent_after_refusal(case: Case) -> Iterator[Sighting]:
    """Personal information left the app after the user refused or withdrew."""
    for carried in case.carried():
        if carried.sent.when.consent in _AGAINST:
            yield _sent(
                case,
                carried,
                necessary=_necessary(case, carried.match.data_type),
                withdrawn=carried.sent.when.consent == "withdrawn",
            )


def permission_before_consent(case: Case) -> Iterator[Sighting]:
    """A permission that opens personal information was asked for before the user agreed."""
    asked: set[str] = set()
    for ask in case.asks():
        asked.update(ask.permissions)
        if ask.when.consent not in _BEFORE or ask.actor.kind == "system":
            continue
        for permission in ask.permissions:
            if case.guarded(permission) and IMPLIED.get(permission) not in ask.permissions:
                yield Sighting(
                    evidence=ask,
                    actor=ask.actor,
                    subject=permission,
                    confidence=confidence_of(ask),
                    params={"permission": permission},
                )
    for answer in case.observation.answers:
        # A dialog that no hook saw asked for: the screen itself is the proof.
        early = answer.dialog and answer.when.consent in _BEFORE
        if early and answer.permission not in asked and case.guarded(answer.permission):
            text = Text(
                zh=f"系统权限弹窗：{answer.permission}", en=f"the system's dialog for {answer.permission}"
            )
            yield Sighting(
                evidence=Proof(
                    kind="permission",
                    event=answer.event,
                    at=answer.when.at,
                    consent=answer.when.consent,
                    app_state=answer.when.app_state,
                    phase=answer.when.phase,
                    text=text,
                    screen_texts=(answer.text,) if answer.text else (),
                ),
                subject=answer.permission,
                confidence="medium",
                variant="dialog",
                params={"permission": answer.permission},
            )


def _read(access: Access, *, necessary: bool = False, withdrawn: bool = False) -> Sighting:
    return Sighting(
        evidence=access,
        verdict="suspected" if necessary else "violation",
        data_type=access.data_type,
        actor=access.actor,
        confidence=confidence_of(access),
        clauses=("PIPL-15",) if withdrawn else (),
        variant="necessary" if necessary else "",
    )


def _sent(case: Case, carried: Carried, *, necessary: bool = False, withdrawn: bool = False) -> Sighting:
    clauses: tuple[str, ...] = ("PIPL-15",) if withdrawn else ()
    if case.has_declaration and case.party(case.recipient(carried.sent)) in ("declared", "undeclared"):
        clauses = (*clauses, "CAC191-5.1")
    others = may_be_others(carried)
    return Sighting(
        evidence=carried,
        verdict="suspected" if necessary or others else "violation",
        data_type=carried.match.data_type,
        actor=carried.sent.actor,
        subject=case.recipient(carried.sent),
        confidence=confidence_of(carried),
        clauses=clauses,
        variant="others" if others else "necessary" if necessary else "",
        params={"host": case.recipient(carried.sent)},
    )


def _withdrawn(access: Access) -> bool:
    return access.when.consent == "withdrawn"


def _necessary(case: Case, data_type: str) -> bool:
    """Whether a basis other than consent is likely (contract, legal duty): PIPL 13 (2) and (3)."""
    row = case.catalog.data_types.get(data_type)
    return row is not None and row.necessary
