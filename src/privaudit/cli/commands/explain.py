"""`privaudit explain`: what an API, a data type, a permission, an SDK, a rule or a clause means."""

from __future__ import annotations

import argparse

import msgspec
from rich.console import Console

from privaudit.catalog import load_catalog
from privaudit.cli.explaining import Known, show
from privaudit.cli.lookup import find, kind, kind_names, nearest_names
from privaudit.cli.say import Sayings
from privaudit.cli.streams import write_data
from privaudit.errors import InputError
from privaudit.report.visible import visible
from privaudit.session.outcome import Exit


def configure(parser: argparse.ArgumentParser, say: Sayings) -> None:
    """Add the arguments."""
    parser.add_argument("id", metavar="ID", help=say("explain.id"))
    parser.add_argument("--kind", choices=kind_names(), help=say("explain.kind"))
    parser.add_argument("--json", action="store_true", help=say("option.json"))


def run(options: argparse.Namespace, console: Console, say: Sayings) -> Exit:  # noqa: ARG001 - as any command
    """Explain everything that goes by this name; raise InputError when nothing does."""
    known = Known(load_catalog())
    kinds = [options.kind] if options.kind else kind_names()
    found = find(known, options.id, kinds)
    if not found:
        near = nearest_names(known, options.id, kinds)
        hint = say("explain.near", names=say("list.comma").join(near)) if near else say("explain.no_near")
        raise InputError(say("explain.unknown"), file=visible(options.id[:80]), hint=hint)
    told = [(name, id_, kind(name).explain(known, id_, say)) for name, id_ in found]
    if options.json:
        data = [{"kind": name, "id": id_, **one.data} for name, id_, one in told]
        write_data(msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n")
        return Exit.CONFORMS
    out = Console(highlight=False)
    for name, id_, one in told:
        show(name, id_, one, out, say)
    return Exit.CONFORMS
