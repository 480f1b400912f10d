"""A check that may refuse the audit's certificate: where it is, and what becomes of its refusal."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from privaudit.cli.explaining import Explanation, Known, Line, Section, called_by
from privaudit.cli.say import Sayings


def names(known: Known) -> Mapping[str, list[str]]:
    """Return ids and the methods that are checks."""
    rows = known.catalog.pins
    return called_by(rows, *((f"{row.cls}.{row.method}", row.id) for row in rows.values()))


def explain(known: Known, id_: str, say: Sayings) -> Explanation:
    """Explain a check."""
    row = known.catalog.pins[id_]
    levels = "" if row.since is None else f"{row.since}-{row.until or ''}"
    facts = (
        ("class", row.cls),
        ("method", row.method),
        ("overloads", " ".join(row.overloads)),
        ("levels", levels),
        ("note", row.note),
        ("source", row.source),
    )
    return Explanation(
        name=f"{row.library}{say('colon')}{row.cls}.{row.method}",
        facts=[(say(f"explain.fact.{name}"), text) for name, text in facts],
        sections=[
            Section(
                say("explain.pin.title"),
                [
                    *([Line("", say("explain.pin.handed"))] if row.handed else []),
                    Line("", say(f"explain.pin.refuses.{row.refuses}")),
                    Line("", say("explain.pin.answered")),
                    Line("", say("explain.pin.host" if row.host is not None else "explain.pin.hostless")),
                ],
            )
        ],
        data={"row": msgspec.to_builtins(row)},
    )
