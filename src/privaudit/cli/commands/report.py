"""`privaudit report`: reports from an evidence folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from privaudit.analysis.countries import load_countries
from privaudit.cli.say import Sayings
from privaudit.given import real_path
from privaudit.report.formats import formats
from privaudit.session.assess import assess, chosen_formats, write_reports
from privaudit.session.outcome import Exit, exit_of


def configure(parser: argparse.ArgumentParser, say: Sayings) -> None:
    """Add the arguments."""
    parser.add_argument("evidence", type=Path, help=say("option.evidence"))
    parser.add_argument("--declaration", type=Path, metavar="FILE", help=say("option.declaration"))
    parser.add_argument("--countries", type=Path, metavar="FILE", help=say("option.countries"))
    parser.add_argument(
        "--format",
        default="html,json",
        metavar="NAMES",
        help=say("report.format", formats=", ".join(sorted(formats()))),
    )
    parser.add_argument("--output", type=Path, metavar="DIR", help=say("option.output"))
    parser.add_argument("--unmasked", action="store_true", help=say("option.unmasked"))


def run(options: argparse.Namespace, console: Console, say: Sayings) -> Exit:
    """Judge, render and write."""
    wanted = chosen_formats(options.format)
    report, reader = assess(
        options.evidence,
        declaration=options.declaration,
        unmasked=options.unmasked,
        countries=load_countries(options.countries) if options.countries else None,
    )
    folder = options.output or real_path(options.evidence).parent
    for path in write_reports(report, reader.artefact, wanted, language=say.language, folder=folder):
        console.print(say("run.report", path=path), markup=False, soft_wrap=True)
    return exit_of(report)
