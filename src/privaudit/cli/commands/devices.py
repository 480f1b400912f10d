"""`privaudit devices`: what adb sees."""

from __future__ import annotations

import argparse

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from privaudit.cli.say import Sayings
from privaudit.cli.streams import write_data
from privaudit.session.outcome import Exit


def configure(parser: argparse.ArgumentParser, say: Sayings) -> None:
    """Add the arguments."""
    parser.add_argument("--adb-server", metavar="HOST:PORT", help=say("option.adb_server"))
    parser.add_argument("--json", action="store_true", help=say("option.json"))


def run(options: argparse.Namespace, console: Console, say: Sayings) -> Exit:
    """List them."""
    from privaudit.session.phones import list_phones

    phones = list_phones(options.adb_server)
    if options.json:
        write_data(msgspec.json.format(msgspec.json.encode(phones), indent=2) + b"\n")
    elif phones:
        columns = ("serial", "state", "model", "reason")
        table = Table(*(say(f"devices.{name}") for name in columns), header_style="bold")
        for phone in phones:
            table.add_row(*(Text(str(getattr(phone, name))) for name in columns))
        Console(highlight=False).print(table)
    else:
        console.print(say("devices.none"), style="yellow", markup=False)
    return Exit.CONFORMS if any(phone.state == "device" for phone in phones) else Exit.DEVICE
