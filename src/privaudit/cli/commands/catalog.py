"""`privaudit catalog`: what is built in."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from privaudit.analysis.registry import load_rules
from privaudit.catalog import Catalog, load_catalog
from privaudit.cli import api_list
from privaudit.cli.say import Sayings
from privaudit.cli.streams import write_data
from privaudit.errors import InputError
from privaudit.session.outcome import Exit

Rows = Iterable[msgspec.Struct]

PARTS: dict[str, tuple[Callable[[Catalog], Rows], tuple[str, ...]]] = {
    "apis": (lambda c: c.apis.values(), ()),
    "data-types": (lambda c: c.data_types.values(), ("id", "zh", "en", "sensitive")),
    "permissions": (lambda c: c.permissions.values(), ("name", "zh", "data_types")),
    "sdks": (lambda c: c.sdks.values(), ("id", "name", "company", "purpose", "prefixes", "role")),
    "packers": (lambda c: c.packers.values(), ("id", "zh", "en", "company")),
    "surfaces": (lambda c: c.surfaces.values(), ("id", "name", "kind", "classes")),
    "clauses": (
        lambda c: c.clauses.values(),
        ("id", "short_zh", "text_zh", "text_status", "checkability"),
    ),
    "rules": (lambda _: [rule.row for rule in load_rules()], ("id", "title", "clauses", "severity")),
}
"""Part to where its rows come from and the columns a terminal has room for; JSON has all of them.

APIs have a list of their own (`privaudit.cli.api_list`).
"""


def configure(parser: argparse.ArgumentParser, say: Sayings) -> None:
    """Add the arguments."""
    parser.add_argument("part", choices=sorted(PARTS), help=say("catalog.part"))
    parser.add_argument("--grep", default="", metavar="TEXT", help=say("catalog.grep"))
    api_list.add_filters(parser, say)
    parser.add_argument("--json", action="store_true", help=say("option.json"))


def run(options: argparse.Namespace, console: Console, say: Sayings) -> Exit:
    """List the rows."""
    catalog = load_catalog()
    rows_of, columns = PARTS[options.part]
    wanted = options.grep.casefold()
    rows: list[Any] = [
        row for row in rows_of(catalog) if wanted in msgspec.json.encode(row).decode("utf-8").casefold()
    ]
    if options.part == "apis":
        rows = api_list.chosen(catalog, rows, options, say)
    else:
        _refuse_filters(options, say)
    if options.json:
        write_data(msgspec.json.format(msgspec.json.encode(rows), indent=2) + b"\n")
        return Exit.CONFORMS
    out = Console(highlight=False)
    if options.part == "apis":
        api_list.show(catalog, rows, options, out, say)
    else:
        table = Table(*columns, header_style="bold", expand=False)
        for row in rows:
            table.add_row(*(Text(_cell(getattr(row, column), say)) for column in columns))
        out.print(table)
    console.print(say("catalog.count", count=len(rows)), markup=False)
    return Exit.CONFORMS


def _refuse_filters(options: argparse.Namespace, say: Sayings) -> None:
    for name in api_list.FILTERS:
        if getattr(options, name) is not None:
            raise InputError(
                say("catalog.only_apis"), file=f"--{name.replace('_', '-')}", hint=say("catalog.use_grep")
            )


def _cell(value: object, say: Sayings) -> str:
    if isinstance(value, msgspec.Struct):
        return str(getattr(value, say.language, value))
    if isinstance(value, tuple | list):
        return "\n".join(str(item) for item in value)
    return "" if value is None else str(value)
