"""What an Android permission opens, which APIs need it and which clauses a request for it touches."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from privaudit.cli.explaining import Explanation, Known, Line, Section, called_by, clause_lines, served_data
from privaudit.cli.say import Sayings
from privaudit.cli.serving import called, serves


def names(known: Known) -> Mapping[str, list[str]]:
    """Return full names, their last parts, and the permissions that APIs need and no row tells of."""
    rows = {**known.catalog.permissions, **dict.fromkeys(_needed(known))}
    return called_by(rows, *((name.rpartition(".")[2], name) for name in rows))


def explain(known: Known, id_: str, say: Sayings) -> Explanation:
    """Explain a permission."""
    row = known.catalog.permissions.get(id_)
    apis = [api for api in known.catalog.apis.values() if id_ == api.permission]
    guards = row is not None and row.dangerous and bool(row.data_types)
    served = serves(("asked",), known.rules.values()) if guards else []
    types = [known.catalog.data_types[one] for one in (row.data_types if row else ())]
    unserved = [] if served else [Line("", say("explain.permission_unjudged"))]
    facts = (
        ("dangerous", say(f"explain.dangerous.{'yes' if row.dangerous else 'no'}") if row else ""),
        ("levels", say("explain.levels_since", since=row.since) if row else ""),
        ("source", row.source if row else ""),
    )
    return Explanation(
        name=f"{row.zh} / {row.en}" if row else say("explain.permission_only_needed"),
        facts=[(say(f"explain.fact.{name}"), text) for name, text in facts],
        sections=[
            Section(say("explain.opens"), [Line(one.id, f"{one.zh} / {one.en}") for one in types]),
            Section(say("explain.needed_by"), [Line(api.id, called(api)) for api in apis]),
            Section(say("explain.serves_asking"), clause_lines(known, served, say) + unserved),
        ],
        data={
            "row": msgspec.to_builtins(row) if row else None,
            "apis": [api.id for api in apis],
            "serves": served_data(known, served),
        },
    )


def _needed(known: Known) -> list[str]:
    return sorted({api.permission for api in known.catalog.apis.values() if api.permission})
