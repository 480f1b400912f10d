"""`privaudit assess`: the verdict on an evidence folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from privaudit.analysis.countries import load_countries
from privaudit.cli.judged import print_report
from privaudit.cli.say import Sayings
from privaudit.session.assess import assess
from privaudit.session.outcome import Exit, exit_of


def configure(parser: argparse.ArgumentParser, say: Sayings) -> None:
    """Add the arguments."""
    parser.add_argument("evidence", type=Path, help=say("option.evidence"))
    parser.add_argument("--declaration", type=Path, metavar="FILE", help=say("option.declaration"))
    parser.add_argument("--countries", type=Path, metavar="FILE", help=say("option.countries"))
    parser.add_argument("--json", action="store_true", help=say("option.json"))


def run(options: argparse.Namespace, console: Console, say: Sayings) -> Exit:
    """Judge and print."""
    countries = load_countries(options.countries) if options.countries else None
    report, _ = assess(options.evidence, declaration=options.declaration, countries=countries)
    print_report(report, console, say, as_json=options.json)
    return exit_of(report)
