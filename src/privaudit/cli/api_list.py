"""The API catalogue as people read it: by data type, each row with its API levels, permission and marks."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from typing import NamedTuple, get_args, get_type_hints

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from privaudit.catalog import Catalog
from privaudit.catalog.categories import category_words
from privaudit.cli.say import Sayings
from privaudit.cli.serving import data_types_of
from privaudit.cli.wrapping import wrap
from privaudit.errors import InputError
from privaudit.model.catalog import ApiRow
from privaudit.report.visible import visible
from privaudit.yamldoc import nearest

FILTERS = ("data_type", "category", "api_level", "yields", "kind")
"""Arguments that narrow the list down, by the names argparse gives them."""

_HINTS = get_type_hints(ApiRow)
_WIDEST_ID = 38
_INDENT = 2
_LEVELS = len("26–36 ")
_MARKS = len("HN ")
_PREFIX = "android.permission."


class Group(NamedTuple):
    """Rows under one heading."""

    title: str
    id: str
    rows: list[ApiRow]


def add_filters(parser: argparse.ArgumentParser, say: Sayings) -> None:
    """Add the arguments that narrow the list down."""
    parser.add_argument("--data-type", metavar="ID", help=say("catalog.data_type"))
    parser.add_argument("--category", metavar="NAME", help=say("catalog.category"))
    parser.add_argument("--api-level", type=int, metavar="N", help=say("catalog.api_level"))
    parser.add_argument("--yields", choices=get_args(_HINTS["yields"]), help=say("catalog.yields"))
    parser.add_argument("--kind", choices=get_args(_HINTS["kind"]), help=say("catalog.kind"))


def chosen(
    catalog: Catalog, rows: Iterable[ApiRow], options: argparse.Namespace, say: Sayings
) -> list[ApiRow]:
    """Return the rows that fit every filter; raise InputError for a data type or category nobody knows."""
    types = _types(catalog, options.data_type, say)
    _known(options.category, {row.category for row in catalog.apis.values()}, "--category", say)
    level = options.api_level
    return [
        row
        for row in rows
        if (types is None or types.intersection(data_types_of(row)))
        and options.category in (None, row.category)
        and (level is None or (row.since <= level and (row.until is None or level <= row.until)))
        and options.yields in (None, row.yields)
        and options.kind in (None, row.kind)
    ]


def show(
    catalog: Catalog, rows: list[ApiRow], options: argparse.Namespace, out: Console, say: Sayings
) -> None:
    """Print the rows by data type; one that can yield several stands under each of them."""
    width = min(_WIDEST_ID, max((len(row.id) for row in rows), default=0))
    for group in _groups(catalog, rows, _types(catalog, options.data_type, say), say):
        head = Text.assemble((group.title, "bold"), "  ", (group.id, "dim"), f"  ({len(group.rows)})")
        out.print(head)
        for row in group.rows:
            _print(row, width, out)
        out.print()
    for mark in ("hot", "native", "field", "delivered"):
        if any(_has(row, mark) for row in rows):
            text = f"{_LETTER[mark]}  {say(f'catalog.mark.{mark}')}"
            for line in wrap(text, out.width, indent="   ", first=""):
                out.print(Text(line, style="dim"), soft_wrap=True)


_LETTER = {"hot": "H", "native": "N", "field": "F", "delivered": "L"}


def _has(row: ApiRow, mark: str) -> bool:
    if mark == "hot":
        return row.hot
    return bool(row.delivered_by) if mark == "delivered" else row.kind == mark


def _groups(
    catalog: Catalog, rows: list[ApiRow], types: frozenset[str] | None, say: Sayings
) -> Iterator[Group]:
    for row in catalog.data_types.values():
        under = [api for api in rows if row.id in data_types_of(api)]
        if under and (types is None or row.id in types):
            yield Group(row.zh if row.zh == row.en else f"{row.zh} / {row.en}", row.id, under)
    others = [row for row in rows if not data_types_of(row)]
    for category in sorted({row.category for row in others}):
        title = say("catalog.no_data_type", category=getattr(category_words(category), say.language))
        yield Group(title, category, [row for row in others if row.category == category])


def _print(row: ApiRow, width: int, out: Console) -> None:
    levels = f"{row.since}+" if row.until is None else f"{row.since}–{row.until}"
    marks = "".join(letter for mark, letter in _LETTER.items() if _has(row, mark))
    permission = row.permission.removeprefix(_PREFIX)
    line = f"{' ' * _INDENT}{row.id:<{width}} {levels:<{_LEVELS}}{marks:<{_MARKS}}"
    if permission and cell_len(line) + len(permission) <= out.width:
        line, permission = line + permission, ""
    text = Text(line.rstrip())
    text.stylize("cyan", _INDENT, _INDENT + len(row.id))
    out.print(text, soft_wrap=True)
    for below in wrap(permission, out.width, indent=" " * (_INDENT * 2)) if permission else ():
        out.print(Text(below), soft_wrap=True)


def _types(catalog: Catalog, wanted: str | None, say: Sayings) -> frozenset[str] | None:
    """Return the data types meant: one, or all below a first part such as `device`; None for no filter."""
    if wanted is None:
        return None
    found = frozenset(id_ for id_ in catalog.data_types if id_ == wanted or id_.startswith(f"{wanted}."))
    if not found:
        _known(wanted, set(catalog.data_types), "--data-type", say)
    return found


def _known(wanted: str | None, names: set[str], argument: str, say: Sayings) -> None:
    if wanted is None or wanted in names:
        return
    near = nearest(wanted, sorted(names))
    hint = say("explain.near", names=near) if near else say("catalog.one_of", names=", ".join(sorted(names)))
    raise InputError(say("catalog.unknown", name=visible(wanted[:80])), file=argument, hint=hint)
