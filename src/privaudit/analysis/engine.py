"""From a case to a judgement: runs every rule, joins what it saw by cause, and says how each rule ended.

A finding stands whatever was not watched. Without a finding a rule says `conforms` only if all it needs was
whole and its situation really occurred; a gap makes it `not_observed`, something missing `not_tested`, each
with its reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from typing import Literal

import msgspec

from privaudit.analysis.case import Carried, Case, Evidence, Sighting, by_form_alone
from privaudit.analysis.countries import Countries
from privaudit.analysis.ground import Ground
from privaudit.analysis.limbs import limb_verdicts
from privaudit.analysis.proof import (
    call_proof,
    proof_of,
    returned_nothing,
    situation_of,
    system_proofs,
    when_of,
)
from privaudit.analysis.provenance import reads_behind
from privaudit.analysis.registry import Rule, RuleRow, fill, load_rules
from privaudit.analysis.verdicts import actor_text, gravest, least_sure, name_of, rank, surest, worst
from privaudit.analysis.words import APP_STATES, CONSENT_STATES
from privaudit.catalog import Catalog
from privaudit.model.declaration import Declaration
from privaudit.model.finding import Finding, LimbVerdict, Proof, RuleOutcome, Text, Verdict
from privaudit.model.observation import Access, Observation

MAX_PROOFS = 12
"""Proofs of a kind shown for a cause: the first, the last, one for each phase and surface in between."""


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What all rules concluded: findings, how each rule ended, and the verdict on each limb of Article 16."""

    findings: tuple[Finding, ...]
    outcomes: tuple[RuleOutcome, ...]
    limbs: tuple[LimbVerdict, ...]


def judge(
    observation: Observation,
    declaration: Declaration | None,
    catalog: Catalog,
    *,
    rules: Iterable[Rule] | None = None,
    countries: Countries | None = None,
) -> Judgement:
    """Judge an observation by a declaration (None when there is none) with all rules, or the given ones.

    `countries` gives a lead to where recipients are; no rule rests on it.
    """
    case = Case(observation, declaration, catalog, countries=countries)
    ground = Ground(case)
    findings: list[Finding] = []
    outcomes: list[RuleOutcome] = []
    for rule in load_rules() if rules is None else rules:
        found = _findings(case, rule)
        findings.extend(found)
        outcomes.append(_outcome(rule.row, found, ground))
    findings.sort(
        key=lambda f: (rank(f.verdict), _SEVERITY[f.severity], f.rule, f.data_type, f.subject, f.id)
    )
    return Judgement(
        findings=tuple(findings),
        outcomes=tuple(outcomes),
        limbs=limb_verdicts(outcomes, findings, catalog),
    )


_SEVERITY = {"high": 0, "medium": 1, "low": 2}
_Cause = tuple[str, str, str, str]


def _findings(case: Case, rule: Rule) -> list[Finding]:
    if rule.row.needs.declaration and not case.has_declaration:
        return []
    causes: dict[_Cause, list[Sighting]] = {}
    for sighting in map(_suspected_by_form, rule.judge(case)):
        actor = sighting.actor
        key = (sighting.data_type, actor.kind if actor else "", actor.id if actor else "", sighting.subject)
        causes.setdefault(key, []).append(sighting)
    return [_finding(case, rule.row, key, sightings) for key, sightings in causes.items()]


def _suspected_by_form(sighting: Sighting) -> Sighting:
    """Return a sighting of any rule; a value that only looks like personal data makes no violation."""
    if not by_form_alone(sighting.evidence):
        return sighting
    verdict: Literal["violation", "suspected"] = "suspected"
    return replace(sighting, verdict=verdict, confidence=least_sure("medium", sighting.confidence))


_FORM_ALONE = Text(
    zh="该值未在测试中读取、预置或键入，仅凭格式、校验位和字段名认出，须人工核实是否为个人信息。",
    en=" The value was not read, planted or typed in the test; it was recognised by its form, check digit "
    "and field name alone: whether it is personal information is to be checked by hand.",
)


def _finding(case: Case, row: RuleRow, cause: _Cause, sightings: list[Sighting]) -> Finding:
    verdict = worst(sighting.verdict for sighting in sightings)
    deciding = [sighting for sighting in sightings if sighting.verdict == verdict]
    leading = deciding[0]
    spans = [when_of(evidence) for evidence in _distinct(sightings)]
    firsts = [first for first, _last, _count, _state in spans if first is not None]
    lasts = [last for _first, last, _count, _state in spans if last is not None]
    count = sum(span[2] for span in spans)
    params: dict[str, Text | str] = {
        "data": _data(case, deciding),
        "actor": actor_text(leading.actor) if leading.actor else Text(zh="应用", en="the app"),
        "subject": leading.subject,
        "count": str(count),
        "states": _states(span[3] for span in spans),
        "attempts": _attempts(case, sightings),
        **leading.params,
    }
    statement = _tidy(fill(row.variants.get(leading.variant, row.statement), params))
    if all(by_form_alone(sighting.evidence) for sighting in deciding):
        statement = Text(zh=statement.zh + _FORM_ALONE.zh, en=statement.en + _FORM_ALONE.en)
    extra = tuple(dict.fromkeys(clause for sighting in sightings for clause in sighting.clauses))
    return Finding(
        id=finding_id(row.id, cause),
        rule=row.id,
        verdict=verdict,
        severity=gravest(s.severity or row.severity for s in deciding),
        confidence=surest(s.confidence for s in deciding),
        title=row.title,
        statement=statement,
        remedy=row.remedy,
        would_change=row.would_change,
        clauses=_clauses(row, extra),
        data_type=leading.data_type,
        actor=leading.actor,
        subject=leading.subject,
        count=count,
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        proofs=_proofs(case, deciding),
    )


def _distinct(sightings: Iterable[Sighting]) -> list[Evidence]:
    """Return the evidence with each request once, however many of its values were recognised."""
    requests: set[tuple[int, str, int]] = set()
    result: list[Evidence] = []
    for sighting in sightings:
        evidence = sighting.evidence
        request = _request(evidence)
        if request is not None:
            if request in requests:
                continue
            requests.add(request)
        result.append(evidence)
    return result


def _request(evidence: Evidence) -> tuple[int, str, int] | None:
    """Return what tells a request from others: of one event several may come, of one flow parts in turn."""
    if not isinstance(evidence, Carried):
        return None
    return evidence.sent.event, evidence.sent.flow, evidence.sent.when.at


def _data(case: Case, sightings: list[Sighting]) -> Text:
    types = dict.fromkeys(s.data_type or s.carries for s in sightings)
    names = [name_of(case.catalog.data_types.get(id_), id_) for id_ in types if id_]
    return Text(zh="、".join(name.zh for name in names), en=", ".join(name.en for name in names))


def finding_id(rule: str, cause: _Cause) -> str:
    """Return the id of a finding: the same for the same cause in every run."""
    return hashlib.sha256("\n".join((rule, *cause)).encode()).hexdigest()[:16]


def _clauses(row: RuleRow, extra: tuple[str, ...]) -> tuple[str, ...]:
    ordered = dict.fromkeys((*row.clauses, *extra))
    limbs = [clause for clause in ordered if clause.startswith("NFRA99-16")]
    return (*(clause for clause in ordered if clause not in limbs), *limbs)


def _proofs(case: Case, sightings: list[Sighting]) -> tuple[Proof, ...]:
    """Choose the first and last sighting and the first of each phase and surface, and what supports them."""
    ordered = sorted(sightings, key=lambda s: (when_of(s.evidence)[0] or 0, _number(s.evidence)))
    evidence = _distinct(ordered)
    chosen: dict[int, Evidence] = {0: evidence[0]}
    situations = {situation_of(evidence[0])}
    for index, one in enumerate(evidence):
        situation = situation_of(one)
        if situation not in situations and len(chosen) < MAX_PROOFS - 1:
            situations.add(situation)
            chosen[index] = one
    last = max(range(len(evidence)), key=lambda i: (when_of(evidence[i])[1] or 0, i))
    chosen.setdefault(last, evidence[last])
    proofs = [proof_of(case, chosen[index]) for index in sorted(chosen)]
    shown = {request for one in chosen.values() if (request := _request(one))}
    carried = [*chosen.values(), *(s.evidence for s in ordered if _request(s.evidence) in shown)]
    proofs += [call_proof(case, read) for read in islice(reads_behind(case, carried), MAX_PROOFS)]
    support = dict.fromkeys(proof for sighting in sightings for proof in sighting.support)
    return (*proofs, *list(support)[:MAX_PROOFS], *system_proofs(case, chosen.values()))


def _number(evidence: Evidence) -> int:
    if isinstance(evidence, tuple):
        return evidence.sent.event
    return evidence.event or 0


def _attempts(case: Case, sightings: list[Sighting]) -> Text:
    """Say how many calls brought nothing: the count is one of calls, not of what was obtained."""
    accesses = [s.evidence for s in sightings if isinstance(s.evidence, Access)]
    refused = sum(access.count for access in accesses if access.refused)
    empty = sum(access.count for access in accesses if returned_nothing(case, access))
    zh, en = [], []
    if refused:
        zh.append(f"{refused} 次被系统拒绝")
        en.append(f"{refused} {'was' if refused == 1 else 'were'} refused by the system")
    if empty:
        zh.append(f"{empty} 次返回空值")
        en.append(f"{empty} returned nothing")
    if not zh:
        return Text(zh="", en="")
    return Text(
        zh=f"其中 {'，'.join(zh)}，未取得内容；尝试读取同样计入。",
        en=f"Of these calls {' and '.join(en)}; an attempt counts as well.",
    )


_STATE_WORDS: dict[str, Text] = {
    str(name): text for name, text in (*CONSENT_STATES.items(), *APP_STATES.items())
}


def _states(states: Iterable[str]) -> Text:
    seen = [state.split("/") for state in dict.fromkeys(states) if state]
    zh = "；".join("、".join(_STATE_WORDS[part].zh for part in parts) for parts in seen)
    en = "; ".join(", ".join(_STATE_WORDS[part].en for part in parts) for parts in seen)
    return Text(zh=zh, en=en)


def _tidy(text: Text) -> Text:
    english = " ".join(text.en.split()).replace(" :", ":")
    return Text(zh=text.zh.strip(), en=english[:1].upper() + english[1:])


def _outcome(row: RuleRow, findings: list[Finding], ground: Ground) -> RuleOutcome:
    standing = ground.of(row.needs)
    verdict: Verdict = standing.verdict
    reason = standing.reason
    if findings:
        verdict = worst(finding.verdict for finding in findings)
        number = len(findings)
        reason = Text(zh=f"发现 {number} 项。", en=f"{number} found.")
        if standing.verdict != "conforms":
            reason = Text(zh=reason.zh + standing.reason.zh, en=f"{reason.en} {standing.reason.en}")
    elif verdict == "conforms":
        reason = Text(zh=row.conforms.zh + reason.zh, en=f"{row.conforms.en} {reason.en}".strip())
    return RuleOutcome(
        rule=row.id,
        title=row.title,
        verdict=verdict,
        reason=reason,
        clauses=row.clauses,
        findings=tuple(finding.id for finding in findings),
    )
