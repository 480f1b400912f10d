"""What runs web pages or mini programs inside an app, and how its calls are told from the app's own."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

import msgspec

from privaudit.cli.explaining import Explanation, Known, Line, Section, called_by
from privaudit.cli.say import Sayings
from privaudit.cli.serving import called


def names(known: Known) -> Mapping[str, list[str]]:
    """Return ids and names."""
    rows = known.catalog.surfaces
    return called_by(rows, *((row.name, row.id) for row in rows.values()))


def explain(known: Known, id_: str, say: Sayings) -> Explanation:
    """Explain a container of pages or mini programs."""
    row = known.catalog.surfaces[id_]
    comma = say("list.comma")
    telling = [
        api for api in known.catalog.apis.values() if any(fnmatchcase(api.id, tell) for tell in row.tells)
    ]
    facts = (
        ("classes", comma.join(row.classes)),
        ("entries", comma.join(method for entry in row.entries for method in entry.methods)),
        ("threads", comma.join(row.threads)),
        ("processes", comma.join(row.processes)),
        ("note", row.note),
        ("source", row.source),
    )
    return Explanation(
        name=f"{row.name}{say('colon')}{say(f'explain.surface.{row.kind}')}",
        facts=[(say(f"explain.fact.{name}"), text) for name, text in facts],
        sections=[
            Section(say("explain.told_by"), [Line(api.id, called(api)) for api in telling]),
            Section(say("explain.unseen"), [Line("", say("explain.elsewhere"))] if row.elsewhere else []),
        ],
        data={"row": msgspec.to_builtins(row), "told_by": [api.id for api in telling]},
    )
