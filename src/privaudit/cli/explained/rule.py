"""What a rule looks for, what it needs before its silence counts, what it judges, which clauses it serves."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from privaudit.cli.explaining import Explanation, Known, Line, Section, called_by
from privaudit.cli.say import Sayings
from privaudit.cli.serving import roles_judged, roles_of, roles_shown


def names(known: Known) -> Mapping[str, list[str]]:
    """Return ids."""
    return called_by(known.rules)


def explain(known: Known, id_: str, say: Sayings) -> Explanation:
    """Explain a rule."""
    rule = known.rules[id_]
    row = rule.row
    judged = roles_shown(rule, roles_judged(rule))
    apis = [api.id for api in known.catalog.apis.values() if roles_of(api) & roles_judged(rule)]

    def pick(text: object) -> str:
        return "" if text is None else str(getattr(text, say.language))

    clauses = []
    for clause in row.clauses:
        known_clause = known.catalog.clauses[clause]
        short = known_clause.short_zh if say.language == "zh" else known_clause.short_en
        clauses.append(Line(clause, short))
    facts = (
        ("severity", say(f"explain.severity.{row.severity}")),
        ("says", pick(row.statement)),
        ("remedy", pick(row.remedy)),
        ("would_change", pick(row.would_change)),
        ("conforms", pick(row.conforms)),
        ("limits", pick(row.limits)),
    )
    return Explanation(
        name=pick(row.title),
        facts=[(say(f"explain.fact.{name}"), text) for name, text in facts],
        sections=[
            Section(say("explain.needs"), [Line("", text) for text in _needs(known, id_, say)]),
            Section(
                say("explain.judges", count=len(apis)),
                [Line("", say(f"explain.role.{role}")) for role in judged],
            ),
            Section(say("explain.rule_clauses"), [*clauses, Line("", say("explain.more_clauses"))]),
        ],
        data={
            "row": msgspec.to_builtins(row),
            "judges": list(judged),
            "apis": apis,
        },
    )


def _needs(known: Known, id_: str, say: Sayings) -> list[str]:
    needs = known.rules[id_].row.needs
    found = [say("explain.need.declaration")] if needs.declaration else []
    found += [say(f"explain.need.sensor_{sensor}") for sensor in needs.sensors]
    if needs.hooks:
        found.append(say(f"explain.need.hooks_{needs.hooks}"))
    if needs.consent:
        states = say("list.or").join(say(f"explain.consent.{state}") for state in needs.consent)
        found.append(say("explain.need.consent", states=states))
    if needs.app_states:
        states = say("list.or").join(say(f"explain.app_state.{state}") for state in needs.app_states)
        found.append(say("explain.need.app_states", states=states))
    if needs.step:
        found.append(say(f"explain.need.step_{needs.step}"))
    if needs.tls:
        found.append(say(f"explain.need.tls_{needs.tls}"))
    return found
