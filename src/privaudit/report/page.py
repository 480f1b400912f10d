"""A report in the order in which it is read: numbered findings, grouped by limb, proofs on two sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from privaudit.model.catalog import Clause
from privaudit.model.finding import Finding, LimbVerdict, Proof, Report, RuleOutcome, Text, Verdict

PROOFS = 8
"""Pieces of evidence shown on one side of a finding; the numbers of the others are listed."""

FINDINGS = 300
"""Findings shown in full; the others are listed by title."""

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""Worst first."""

_TOLD = frozenset({"notice", "absence"})
_RANK = {verdict: rank for rank, verdict in enumerate(VERDICTS)}
_SEVERITY = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True)
class Entry:
    """A proof as it is shown: `again` when one before it shows the same call, which is then not repeated."""

    proof: Proof
    again: bool
    screen: bool
    """Whether its screenshot is shown: it shows a state that none before it showed, in another picture."""


@dataclass(frozen=True)
class Side:
    """Proofs of one side, and the journal numbers of those not shown."""

    proofs: tuple[Proof, ...]
    more: tuple[int, ...]
    hidden: int

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The proofs in order, with what of each was shown before."""
        calls: set[tuple[object, ...]] = set()
        states: set[tuple[object, ...]] = set()
        pictures: set[str] = set()
        result = []
        for proof in self.proofs:
            call = (proof.kind, proof.api, proof.url, proof.stack, proof.process, proof.thread, proof.surface)
            state = (proof.consent, proof.app_state)
            again = bool(proof.stack) and call in calls
            new = state not in states and proof.screenshot not in pictures
            result.append(Entry(proof, again, screen=not again or new))
            calls.add(call)
            states.add(state)
            pictures.add(proof.screenshot)
        return tuple(result)


@dataclass(frozen=True)
class Item:
    """A finding as it is read: its number, the notice's side and the side of what happened."""

    number: int
    finding: Finding
    told: Side
    happened: Side
    events: tuple[int, ...]
    data_type: Text | None
    thing: Text | None
    """What else it is about, in words: a permission, a host, a third party."""


@dataclass(frozen=True)
class Group:
    """Findings under one limb (None: under no limb of Article 16), and others that also touch it."""

    limb: LimbVerdict | None
    items: tuple[Item, ...]
    also: tuple[Item, ...]


@dataclass(frozen=True)
class Page:
    """Everything about a report that has to be worked out before it can be written down."""

    items: tuple[Item, ...]
    groups: tuple[Group, ...]
    listed: tuple[Item, ...]
    """Findings beyond FINDINGS, listed only."""
    numbers: dict[str, int]
    counts: dict[Verdict, int]
    limb_counts: dict[Verdict, int]
    clauses: dict[str, Clause]
    anchors: dict[str, int]
    """Places of the cited clauses in the appendix by their ids."""
    names: dict[str, Text]
    """Words for data types, permissions, hosts and third parties by their ids."""
    overall: str
    """Key of the words for the whole where its verdict alone would mislead; else empty."""
    open_rules: tuple[RuleOutcome, ...]
    """Rules that reached no verdict."""

    def of(self, findings: Iterable[str]) -> list[int]:
        """Return the numbers of findings by their ids, in order."""
        return sorted({self.numbers[finding] for finding in findings if finding in self.numbers})


def arrange(report: Report) -> Page:
    """Return the report in reading order; the same report always gives the same order and numbers."""
    clauses = {clause.id: clause for clause in report.clauses}
    homes = _homes(report, clauses)
    names = _names(report)
    places = {limb.clause: place for place, limb in enumerate(report.limbs)}
    last = len(places)
    ordered = sorted(report.findings, key=lambda item: (places.get(homes[item.id], last), *_weight(item)))
    items = tuple(_item(number, finding, names) for number, finding in enumerate(ordered, start=1))
    numbers: dict[str, int] = {}
    for item in items:
        numbers.setdefault(item.finding.id, item.number)
    shown = items[:FINDINGS]
    return Page(
        items=items,
        groups=tuple(_groups(report, shown, homes)),
        listed=items[FINDINGS:],
        numbers=numbers,
        counts=_count(finding.verdict for finding in report.findings),
        limb_counts=_count(limb.verdict for limb in report.limbs),
        clauses=clauses,
        anchors={id_: place for place, id_ in enumerate(clauses, start=1)},
        names=names,
        overall=_overall(report),
        open_rules=tuple(rule for rule in report.rules if rule.verdict == "not_tested"),
    )


def _overall(report: Report) -> str:
    """Return the key of the words for a whole that shows no breach and yet may not be called conforming.

    As bad as its worst limb, the whole is called untested when one limb is; that alone would hide that
    others were tested.
    """
    limbs = {limb.verdict for limb in report.limbs}
    tested = bool(limbs & {"conforms", "not_observed"})
    open_ = report.verdict in ("not_tested", "needs_document", "not_observed")
    return "overall.none_found" if open_ and tested and not report.findings else ""


def _count(verdicts: Iterable[Verdict]) -> dict[Verdict, int]:
    counted = Counter(verdicts)
    return {verdict: counted[verdict] for verdict in VERDICTS if counted[verdict]}


def _weight(finding: Finding) -> tuple[int, int, str, str]:
    return _RANK[finding.verdict], _SEVERITY[finding.severity], finding.rule, finding.id


def _limbs_of(report: Report) -> dict[str, list[str]]:
    touched: dict[str, list[str]] = {}
    for limb in report.limbs:
        for finding in limb.findings:
            touched.setdefault(finding, []).append(limb.clause)
    for item in report.findings:
        known = touched.setdefault(item.id, [])
        named = (limb.clause for limb in report.limbs if limb.clause in item.clauses)
        known.extend(clause for clause in named if clause not in known)
    return touched


def _homes(report: Report, clauses: dict[str, Clause]) -> dict[str, str]:
    """Return the limb each finding is shown under: the first it cites that does not follow from others."""
    homes = {}
    named = {finding.id: finding.clauses for finding in report.findings}
    for finding, limbs in _limbs_of(report).items():
        own = [limb for limb in limbs if limb not in clauses or clauses[limb].checkability != "derived"]
        cited = [limb for limb in own if limb in named.get(finding, ())]
        homes[finding] = next(iter(cited or own or limbs), "")
    return homes


def _groups(report: Report, shown: tuple[Item, ...], homes: dict[str, str]) -> Iterable[Group]:
    limbs_of = _limbs_of(report)
    for limb in report.limbs:
        here = tuple(item for item in shown if homes[item.finding.id] == limb.clause)
        also = tuple(
            item
            for item in shown
            if limb.clause in limbs_of[item.finding.id] and homes[item.finding.id] != limb.clause
        )
        if here:
            yield Group(limb, here, also)
    rest = tuple(item for item in shown if not homes[item.finding.id])
    if rest:
        yield Group(None, rest, ())


def _names(report: Report) -> dict[str, Text]:
    """Return the words for data types, permissions and hosts by their ids."""
    names = {row.data_type: row.name for row in report.data}
    names |= {row.permission: row.name for row in report.permissions}
    names |= {row.host: Text(zh=row.host, en=row.host) for row in report.recipients}
    names |= {row.sdk: Text(zh=row.name, en=row.name) for row in report.sdks}
    return names


def _item(number: int, finding: Finding, names: dict[str, Text]) -> Item:
    return Item(
        number=number,
        finding=finding,
        told=_side([proof for proof in finding.proofs if _told(proof)]),
        happened=_side([proof for proof in finding.proofs if not _told(proof)]),
        events=_events(finding.proofs),
        data_type=names.get(finding.data_type),
        thing=names.get(finding.subject)
        if finding.actor is None or finding.subject != finding.actor.id
        else None,
    )


def _told(proof: Proof) -> bool:
    """Whether a proof is of the notice: what was looked for in the app has a place in the journal."""
    return proof.kind in _TOLD and proof.event is None


def _side(proofs: list[Proof]) -> Side:
    return Side(tuple(proofs[:PROOFS]), _events(proofs[PROOFS:]), max(0, len(proofs) - PROOFS))


def _events(proofs: Iterable[Proof]) -> tuple[int, ...]:
    return tuple(sorted({proof.event for proof in proofs if proof.event is not None}))
