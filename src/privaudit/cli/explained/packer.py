"""What a packer is recognised by in an app's package, and what it means for a run."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from privaudit.cli.explaining import Explanation, Known, Line, Section, called_by
from privaudit.cli.say import Sayings


def names(known: Known) -> Mapping[str, list[str]]:
    """Return ids and the names in both languages."""
    rows = known.catalog.packers
    return called_by(rows, *((name, row.id) for row in rows.values() for name in (row.zh, row.en)))


def explain(known: Known, id_: str, say: Sayings) -> Explanation:
    """Explain a packer."""
    row = known.catalog.packers[id_]
    comma = say("list.comma")
    facts = (
        ("company", row.company),
        ("native", comma.join(row.native)),
        ("files", comma.join(row.files)),
        ("classes", comma.join(row.classes)),
        ("prefixes", comma.join(row.packages)),
        ("weak", comma.join(row.weak)),
        ("url", row.url),
        ("source", row.source),
    )
    return Explanation(
        name=row.zh if row.zh == row.en else f"{row.zh} / {row.en}",
        facts=[(say(f"explain.fact.{name}"), text) for name, text in facts],
        sections=[Section(say("explain.packed"), [Line("", say("explain.packed_late"))])],
        data={"row": msgspec.to_builtins(row)},
    )
