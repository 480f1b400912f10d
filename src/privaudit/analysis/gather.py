"""Everything a report says, gathered from an observation and its judgement; values are masked here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from privaudit.analysis.case import IMPLIED, Case
from privaudit.analysis.countries import Countries
from privaudit.analysis.engine import Judgement
from privaudit.analysis.lanes import timeline_entries
from privaudit.analysis.limbs import whole as whole_verdict
from privaudit.analysis.limits import limits_of
from privaudit.analysis.mask import Masker
from privaudit.analysis.packing import masked_processes, package_facts
from privaudit.analysis.recipients import recipient_rows
from privaudit.analysis.verdicts import add_types, name_of, only_by_form
from privaudit.catalog import Catalog
from privaudit.model.catalog import Clause, LawSource
from privaudit.model.circumstances import Actor
from privaudit.model.declaration import Declaration
from privaudit.model.finding import (
    DataRow,
    PermissionRowSeen,
    Report,
    SdkRowSeen,
    Text,
)
from privaudit.model.observation import Observation, SurfaceKind

_TITLE = Text(zh="移动应用个人信息与权限合规审计报告", en="Privacy and permission audit of a mobile app")


def build_report(
    observation: Observation,
    judgement: Judgement,
    declaration: Declaration | None,
    catalog: Catalog,
    *,
    evidence_name: str,
    digest: str,
    whole: bool,
    problem: str,
    made: int,
    unmasked: bool = False,
    countries: Countries | None = None,
) -> Report:
    """Return the report.

    `digest` is the journal's head hash, `whole` and `problem` what `verify` says of the folder, `made` the ns
    (UTC) of now. With `unmasked` values stand as they were seen. `countries` gives a lead to where recipients
    are.
    """
    case = Case(observation, declaration, catalog, countries=countries)
    masker = Masker.of(observation, off=unmasked)
    findings = tuple(masker.finding(finding) for finding in judgement.findings)
    clauses = _clauses(judgement, catalog)
    notice = declaration.notice if declaration else None
    timeline, left_out = timeline_entries(case, findings, masker)
    return Report(
        title=_TITLE,
        evidence=evidence_name,
        evidence_digest=digest,
        evidence_whole=whole,
        evidence_problem=problem,
        device=observation.device,
        app=observation.app,
        app_name=declaration.app_name if declaration else observation.app.package,
        tools=observation.tools,
        scenario=observation.scenario,
        notice_file=notice.file if notice else "",
        notice_title=notice.title if notice else "",
        notice_version=notice.version if notice else "",
        notice_sha256=notice.sha256 if notice else "",
        start=observation.coverage.start,
        end=observation.coverage.end,
        made=made,
        verdict=whole_verdict(judgement.limbs),
        limbs=tuple(masker.limb(limb) for limb in judgement.limbs),
        rules=tuple(masker.outcome(outcome) for outcome in judgement.outcomes),
        findings=findings,
        coverage=msgspec.structs.replace(
            observation.coverage,
            failed_steps=tuple(masker.text(step) for step in observation.coverage.failed_steps),
            unread_tunnels=tuple(masker.text(one) for one in observation.coverage.unread_tunnels),
            uninstrumented=tuple(masker.text(one) for one in observation.coverage.uninstrumented),
            unwatched=masked_processes(observation.coverage, masker),
            surfaces=masker.surfaces(observation.coverage.surfaces),
            network=masker.network(observation.coverage.network),
        ),
        limits=tuple(
            Text(zh=masker.text(limit.zh), en=masker.text(limit.en))
            for limit in limits_of(case, judgement, timeline_left_out=left_out, whole=whole, problem=problem)
        ),
        timeline=timeline,
        data=tuple(masker.data(row) for row in _data_rows(case)),
        recipients=tuple(
            masker.recipient(row) for row in recipient_rows(observation.sent, case.receivers, case.recipient)
        ),
        permissions=_permissions(case),
        sdks=_sdks(case),
        package=package_facts(case),
        clauses=clauses,
        sources=_sources(clauses, catalog),
        masked=not unmasked,
        countries=countries.data if countries else None,
        handshakes=tuple(masker.named(one) for one in observation.handshakes),
        probes=tuple(masker.named(one) for one in observation.probes),
        trust=tuple(masker.named(one) for one in observation.trust),
    )


def _data_rows(case: Case) -> tuple[DataRow, ...]:
    reads: dict[tuple[str, str, str], list[int]] = {}
    actors: dict[tuple[str, str, str], Actor] = {}
    states: dict[tuple[str, str, str], dict[str, None]] = {}
    hosts: dict[tuple[str, str, str], dict[str, None]] = {}
    surfaces: dict[tuple[str, str, str], dict[SurfaceKind, None]] = {}
    for access in case.observation.accesses:
        key = (access.data_type, access.actor.kind, access.actor.id)
        actors.setdefault(key, access.actor)
        counts = reads.setdefault(key, [0, 0])
        counts[access.refused] += access.count
        states.setdefault(key, {})[access.when.consent] = None
        surfaces.setdefault(key, {})[access.surface.kind] = None
    known: set[tuple[str, str, str]] = set(reads)
    for sent, match in case.carried():
        key = (match.data_type, sent.actor.kind, sent.actor.id)
        if match.source != "detected":
            known.add(key)
        actors.setdefault(key, sent.actor)
        hosts.setdefault(key, {})[case.recipient(sent)] = None
        surfaces.setdefault(key, {})[sent.surface.kind] = None
    rows = [
        DataRow(
            data_type=key[0],
            name=name_of(case.catalog.data_types.get(key[0]), key[0]),
            actor=actor,
            reads=reads.get(key, [0, 0])[0],
            refused=reads.get(key, [0, 0])[1],
            sent_to=tuple(hosts.get(key, {})),
            declared=_declared(case, key[0], actor),
            states=tuple(states.get(key, {})),
            surfaces=tuple(surfaces.get(key, {})),
            by_form=key not in known,
        )
        for key, actor in actors.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.data_type, row.actor.kind, row.actor.id)))


def _declared(case: Case, data_type: str, actor: Actor) -> Literal["listed", "umbrella", "absent"]:
    if not case.has_declaration:
        return "absent"
    level = case.telling(data_type, actor).level
    return "absent" if level == "elsewhere" else level


def _permissions(case: Case) -> tuple[PermissionRowSeen, ...]:
    observation = case.observation
    told = (
        {name for statement in case.declaration.statements for name in statement.permissions}
        if case.has_declaration
        else set()
    )
    asked: dict[str, int] = {}
    for ask in observation.asks:
        for name in ask.permissions:
            asked[name] = asked.get(name, 0) + 1
    rows = []
    for name in sorted({*observation.permissions, *asked}):
        row = case.catalog.permissions.get(name)
        rows.append(
            PermissionRowSeen(
                permission=name,
                name=Text(zh=row.zh, en=row.en) if row else Text(zh=name, en=name),
                granted=observation.permissions.get(name, False),
                asked=asked.get(name, 0),
                declared=name in told or IMPLIED.get(name) in told,
                personal=bool(case.guarded(name)),
            )
        )
    return tuple(rows)


def _sdks(case: Case) -> tuple[SdkRowSeen, ...]:
    calls: dict[str, int] = {}
    requests: dict[str, int] = {}
    types: dict[str, dict[str, bool]] = {}
    """By third party, each data type and whether more than a form speaks for it."""
    for access in case.observation.accesses:
        if access.actor.kind == "sdk":
            calls[access.actor.id] = calls.get(access.actor.id, 0) + access.count
            types.setdefault(access.actor.id, {})[access.data_type] = True
    for sent in case.observation.sent:
        if sent.actor.kind == "sdk":
            requests[sent.actor.id] = requests.get(sent.actor.id, 0) + (sent.protocol != "dns")
            add_types(types.setdefault(sent.actor.id, {}), sent.matches)
    return tuple(
        SdkRowSeen(
            sdk=actor.id,
            name=actor.name,
            company=actor.company,
            calls=calls.get(actor.id, 0),
            requests=requests.get(actor.id, 0),
            declared=case.has_declaration and bool(case.third_party(actor)),
            data_types=tuple(types.get(actor.id, {})),
            by_form=only_by_form(types.get(actor.id, {})),
        )
        for actor in case.observation.sdks
    )


def _clauses(judgement: Judgement, catalog: Catalog) -> tuple[Clause, ...]:
    cited = dict.fromkeys(clause for finding in judgement.findings for clause in finding.clauses)
    cited.update(dict.fromkeys(clause for outcome in judgement.outcomes for clause in outcome.clauses))
    cited.update(dict.fromkeys(limb.clause for limb in judgement.limbs))
    return tuple(row for name, row in catalog.clauses.items() if name in cited)


def _sources(clauses: Iterable[Clause], catalog: Catalog) -> tuple[LawSource, ...]:
    wanted = {clause.source for clause in clauses}
    return tuple(row for name, row in catalog.sources.items() if name in wanted)
