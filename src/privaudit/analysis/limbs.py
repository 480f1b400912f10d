"""The verdict on each of the twelve limbs of Article 16, and on the whole.

A limb is as bad as the worst rule that serves it. Where a run can show a breach but never full compliance
(the clause is only partly checkable), the best verdict is `not_observed`; where only papers can tell,
`needs_document`. The whole is as bad as its worst limb, because Article 16 is one sentence whose parts all
bind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from privaudit.analysis.verdicts import worst
from privaudit.catalog import Catalog
from privaudit.model.finding import Finding, LimbVerdict, RuleOutcome, Text, Verdict
from privaudit.yamldoc import read_document


class LimbRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands beside a limb: papers to ask for, what no rule tests, how it is derived."""

    clause: str
    derived: Literal["", "worst_imported", "worst_other"] = ""
    documents: tuple[Text, ...] = ()
    untested: tuple[Text, ...] = ()


@cache
def load_limbs() -> tuple[LimbRow, ...]:
    """Return the rows of all limbs, in the order of Article 16."""
    document = read_document(Path(__file__).with_name("limbs.yaml"))
    return tuple(document.convert(list[LimbRow]))


def limb_verdicts(
    outcomes: Sequence[RuleOutcome], findings: Sequence[Finding], catalog: Catalog
) -> tuple[LimbVerdict, ...]:
    """Return the verdict on each limb, in the order of Article 16."""
    result: list[LimbVerdict] = []
    last: LimbRow | None = None
    for row in load_limbs():
        if row.derived == "worst_other":
            last = row
        else:
            result.append(_limb(row, outcomes, findings, catalog))
    if last is not None:
        result.append(_closing(last, result, catalog))
    return tuple(result)


def whole(limbs: Iterable[LimbVerdict]) -> Verdict:
    """Return the verdict on Article 16 as a whole."""
    return worst(limb.verdict for limb in limbs)


def _limb(
    row: LimbRow, outcomes: Sequence[RuleOutcome], findings: Sequence[Finding], catalog: Catalog
) -> LimbVerdict:
    clause = catalog.clauses[row.clause]
    serving = [outcome for outcome in outcomes if row.clause in outcome.clauses]
    found = [finding for finding in findings if row.clause in _limbs_of(finding, catalog)]
    verdicts: list[Verdict] = [finding.verdict for finding in found]
    verdicts += [outcome.verdict for outcome in serving if not outcome.findings]
    verdict = worst(verdicts) if verdicts else "not_tested"
    if row.documents:
        verdict = worst([verdict, "needs_document"]) if serving else "needs_document"
    elif verdict == "conforms" and (clause.checkability == "partial" or row.untested):
        verdict = "not_observed"
    untested = [
        Text(zh=f"{outcome.title.zh}：{outcome.reason.zh}", en=f"{outcome.title.en}: {outcome.reason.en}")
        for outcome in serving
        if outcome.verdict in ("not_tested", "not_observed")
    ]
    return LimbVerdict(
        clause=row.clause,
        title=Text(zh=clause.short_zh, en=clause.short_en),
        text_zh=clause.text_zh,
        verdict=verdict,
        findings=tuple(finding.id for finding in found),
        rules=tuple(outcome.rule for outcome in serving),
        not_tested=(*untested, *row.untested),
        documents=row.documents,
    )


def _limbs_of(finding: Finding, catalog: Catalog) -> set[str]:
    """Return every limb a finding touches: those its rule names and those its clauses bring in."""
    limbs = {clause for clause in finding.clauses if clause.startswith("NFRA99-16.")}
    for clause in finding.clauses:
        row = catalog.clauses.get(clause)
        limbs.update(row.limbs if row else ())
    return limbs


def _closing(row: LimbRow, others: Sequence[LimbVerdict], catalog: Catalog) -> LimbVerdict:
    """Derive the closing limb (保障消费者权益): it says nothing alone and fails with any other."""
    clause = catalog.clauses[row.clause]
    verdict = worst(limb.verdict for limb in others)
    return LimbVerdict(
        clause=row.clause,
        title=Text(zh=clause.short_zh, en=clause.short_en),
        text_zh=clause.text_zh,
        verdict=verdict,
        findings=tuple(dict.fromkeys(f for limb in others for f in limb.findings)),
        rules=(),
        not_tested=row.untested,
        documents=row.documents,
    )
