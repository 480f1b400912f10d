"""`privaudit catalog`: what is built in."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from privaudit.analysis.registry import load_rules
from privaudit.catalog import Catalog, load_catalog
from privaudit.cli.say import Sayings
from privaudit.cli.streams import write_data
from privaudit.session.outcome import Exit

Rows = Iterable[msgspec.Struct]

PARTS: dict[str, tuple[Callable[[Catalog], Rows], tuple[str, ...]]] = {
    "apis": (lambda c: c.apis.values(), ("id", "cls", "method", "data_type", "permission", "since")),
    "data-types": (lambda c: c.data_types.values(), ("id", "zh", "en", "sensitive")),
    "permissions": (lambda c: c.permissions.values(), ("name", "zh", "data_types")),
    "sdks": (lambda c: c.sdks.values(), ("id", "name", "company", "purpose", "prefixes", "role")),
    "clauses": (
        lambda c: c.clauses.values(),
        ("id", "short_zh", "text_zh", "text_status", "checkability"),
    ),
    "rules": (lambda _: [rule.row for rule in load_rules()], ("id", "title", "clauses", "severity")),
}
"""Part to where its rows come from and the columns a terminal has room for; JSON has all of them."""


def configure(parser: argparse.ArgumentParser, say: Sayings) -> None:
    """Add the arguments."""
    parser.add_argument("part", choices=sorted(PARTS), help=say("catalog.part"))
    parser.add_argument("--grep", default="", metavar="TEXT", help=say("catalog.grep"))
    parser.add_argument("--json", action="store_true", help=say("option.json"))


def run(options: argparse.Namespace, console: Console, say: Sayings) -> Exit:
    """List the rows."""
    rows_of, columns = PARTS[options.part]
    wanted = options.grep.casefold()
    rows = [
        row
        for row in rows_of(load_catalog())
        if wanted in msgspec.json.encode(row).decode("utf-8").casefold()
    ]
    if options.json:
        write_data(msgspec.json.format(msgspec.json.encode(rows), indent=2) + b"\n")
        return Exit.CONFORMS
    table = Table(*columns, header_style="bold", expand=False)
    for row in rows:
        table.add_row(*(Text(_cell(getattr(row, column), say)) for column in columns))
    Console(highlight=False).print(table)
    console.print(say("catalog.count", count=len(rows)), markup=False)
    return Exit.CONFORMS


def _cell(value: object, say: Sayings) -> str:
    if isinstance(value, msgspec.Struct):
        return str(getattr(value, say.language, value))
    if isinstance(value, tuple | list):
        return "\n".join(str(item) for item in value)
    return "" if value is None else str(value)
