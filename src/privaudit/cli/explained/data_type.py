"""What a type of personal information is called, how it is read, what guards it, which clauses it touches."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from privaudit.cli.explaining import Explanation, Known, Line, Section, called_by, clause_lines, served_data
from privaudit.cli.say import Sayings
from privaudit.cli.serving import Role, called, data_types_of, roles_of, serves


def names(known: Known) -> Mapping[str, list[str]]:
    """Return ids and the names in both languages."""
    rows = known.catalog.data_types
    both = [(name, row.id) for row in rows.values() for name in (row.zh, row.en)]
    return called_by(rows, *both)


def explain(known: Known, id_: str, say: Sayings) -> Explanation:
    """Explain a row of the vocabulary."""
    row = known.catalog.data_types[id_]
    apis = [api for api in known.catalog.apis.values() if id_ in data_types_of(api)]
    guards = [guard for guard in known.catalog.permissions.values() if id_ in guard.data_types]
    roles: set[Role] = {"sent"}  # a value of any type is recognised in traffic where it is known
    roles |= {role for api in apis for role in roles_of(api) if role == "read"}
    served = serves(roles, known.rules.values())
    facts = (
        ("sensitive", say(f"explain.sensitive.{row.sensitive}")),
        ("reset", say("explain.no_reset") if row.immutable else ""),
        ("necessary", say("explain.necessary") if row.necessary else ""),
        ("synonyms", "、".join(row.synonyms_zh)),
        ("umbrella", "、".join(row.umbrella_zh)),
        ("note", row.note),
        ("source", row.source),
    )
    return Explanation(
        name=f"{row.zh} / {row.en}",
        facts=[(say(f"explain.fact.{name}"), text) for name, text in facts],
        sections=[
            Section(say("explain.read_by"), [Line(api.id, called(api)) for api in apis]),
            Section(
                say("explain.guarded_by"), [Line("", f"{g.name} {getattr(g, say.language)}") for g in guards]
            ),
            Section(say("explain.serves"), clause_lines(known, served, say)),
        ],
        data={
            "row": msgspec.to_builtins(row),
            "apis": [api.id for api in apis],
            "permissions": [guard.name for guard in guards],
            "serves": served_data(known, served),
        },
    )
