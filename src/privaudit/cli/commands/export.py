"""`privaudit export`: the evidence's traffic in a form that other tools read."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from privaudit.cli.say import Sayings
from privaudit.given import real_path
from privaudit.session.har import export_har
from privaudit.session.outcome import Exit


def configure(parser: argparse.ArgumentParser, say: Sayings) -> None:
    """Add the arguments."""
    parser.add_argument("form", choices=["har"], metavar="har", help=say("export.form"))
    parser.add_argument("evidence", type=Path, help=say("option.evidence"))
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=say("export.output"))
    parser.add_argument("--unmasked", action="store_true", help=say("export.unmasked"))


def run(options: argparse.Namespace, console: Console, say: Sayings) -> Exit:
    """Write the file and say where."""
    target = options.output or real_path(options.evidence).parent / "traffic.har"
    told = export_har(options.evidence, target, unmasked=options.unmasked)
    console.print(say("export.written", path=told.path, count=told.entries), markup=False, soft_wrap=True)
    if not told.whole:
        console.print(say("export.broken"), style="yellow", markup=False)
    return Exit.CONFORMS if told.whole else Exit.INCOMPLETE
