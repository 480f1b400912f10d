"""What a clause says and how we know, which rules serve it and what counts for or against it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from privaudit.cli.explaining import Explanation, Known, Line, Section, called_by
from privaudit.cli.say import Sayings
from privaudit.cli.serving import roles_judged, roles_of


def names(known: Known) -> Mapping[str, list[str]]:
    """Return ids."""
    return called_by(known.catalog.clauses)


def explain(known: Known, id_: str, say: Sayings) -> Explanation:
    """Explain a clause."""
    row = known.catalog.clauses[id_]
    source = known.catalog.sources[row.source]
    title = source.title_zh if say.language == "zh" or not source.title_en else source.title_en
    rules = [rule for rule in known.rules.values() if id_ in rule.row.clauses]
    roles = frozenset().union(*(roles_judged(rule) for rule in rules))
    apis = [api.id for api in known.catalog.apis.values() if roles_of(api) & roles]
    kinds = known.catalog.evidence_kinds
    facts = (
        ("from", " ".join(part for part in (title, source.number, source.issuer, source.date) if part)),
        ("text_quoted" if row.text_status == "verbatim" else "text_gist", row.text_zh),
        ("text_status", say(f"explain.text_status.{row.text_status}")),
        ("obligation", say(f"explain.obligation.{row.obligation}")),
        ("checkability", say(f"explain.checkability.{row.checkability}")),
        ("severity", say(f"explain.severity.{row.severity}")),
        ("limbs", say("list.comma").join(row.limbs)),
        ("related", say("list.comma").join(row.related)),
        ("note", row.note),
    )
    served = [Line(rule.row.id, getattr(rule.row.title, say.language)) for rule in rules]
    return Explanation(
        name=row.short_zh if say.language == "zh" else row.short_en,
        facts=[(say(f"explain.fact.{name}"), text) for name, text in facts],
        sections=[
            Section(say("explain.against"), [Line(name, kinds[name].name) for name in row.against]),
            Section(say("explain.needed"), [Line(name, kinds[name].name) for name in row.needed]),
            Section(
                say("explain.clause_rules", count=len(apis)),
                served or [Line("", say("explain.clause_unserved"))],
            ),
        ],
        data={
            "row": msgspec.to_builtins(row),
            "source": msgspec.to_builtins(source),
            "rules": [rule.row.id for rule in rules],
            "apis": apis,
        },
    )
