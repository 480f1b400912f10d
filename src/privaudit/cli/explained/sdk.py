"""Who stands behind third-party code, how it is recognised and which rules name it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from privaudit.analysis.registry import RuleRow
from privaudit.cli.explaining import Explanation, Known, Line, Section, called_by, clause_lines, served_data
from privaudit.cli.say import Sayings
from privaudit.cli.serving import Served, roles_judged, roles_shown


def names(known: Known) -> Mapping[str, list[str]]:
    """Return ids, names and package prefixes."""
    rows = known.catalog.sdks
    others = [(name, row.id) for row in rows.values() for name in (row.name, *row.prefixes)]
    return called_by(rows, *others)


def explain(known: Known, id_: str, say: Sayings) -> Explanation:
    """Explain a row of the catalogue of third parties."""
    row = known.catalog.sdks[id_]
    comma = say("list.comma")
    served = [
        Served(rule, roles_shown(rule, roles_judged(rule)))
        for rule in known.rules.values()
        if row.role == "actor" and _names_actor(rule.row)
    ]
    unserved = [] if served else [Line("", say("explain.sdk_unjudged"))]
    facts = (
        ("company", row.company),
        ("purpose", row.purpose),
        ("category", row.category),
        ("role", say(f"explain.sdk_role.{row.role}")),
        ("prefixes", comma.join(row.prefixes)),
        ("native", comma.join(row.native)),
        ("components", comma.join(row.components)),
        ("hosts", comma.join(row.hosts)),
        ("url", row.url),
        ("source", row.source),
    )
    return Explanation(
        name=row.name,
        facts=[(say(f"explain.fact.{name}"), text) for name, text in facts],
        sections=[Section(say("explain.serves_sdk"), clause_lines(known, served, say) + unserved)],
        data={"row": msgspec.to_builtins(row), "serves": served_data(known, served)},
    )


def _names_actor(row: RuleRow) -> bool:
    """Return whether one of a rule's sentences says who acted or whose something is."""
    sentences = (row.title, row.statement, *row.variants.values())
    return any("{actor}" in text.en or "{owner}" in text.en for text in sentences)
