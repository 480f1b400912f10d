"""`privaudit verify`: whether an evidence folder is whole."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec
from rich.console import Console

from privaudit.cli.say import Sayings
from privaudit.cli.streams import write_data
from privaudit.evidence.reader import EvidenceReader
from privaudit.evidence.verify import verify
from privaudit.model.evidence import Problem
from privaudit.report.visible import visible
from privaudit.session.outcome import Exit


def configure(parser: argparse.ArgumentParser, say: Sayings) -> None:
    """Add the arguments."""
    parser.add_argument("evidence", type=Path, help=say("option.evidence"))
    parser.add_argument("--json", action="store_true", help=say("option.json"))


def run(options: argparse.Namespace, console: Console, say: Sayings) -> Exit:
    """Verify and say what is not whole."""
    problems = verify(options.evidence)
    if options.json:
        answer = {"whole": not problems, "problems": problems}
        write_data(msgspec.json.format(msgspec.json.encode(answer), indent=2) + b"\n")
    elif problems:
        console.print(say("verify.broken", count=len(problems)), style="red", markup=False)
        for problem in problems:
            console.print("  " + _line(problem, say), markup=False, soft_wrap=True)
    else:
        manifest = EvidenceReader(options.evidence).manifest
        console.print(
            say(
                "verify.whole",
                lines=manifest.lines,
                artefacts=len(manifest.artefacts),
                head=manifest.head,
            ),
            style="green",
            markup=False,
            soft_wrap=True,
        )
    return Exit.INCOMPLETE if problems else Exit.CONFORMS


def _line(problem: Problem, say: Sayings) -> str:
    place = visible(problem.file)
    if problem.line is not None:
        place += say("verify.place_line", line=problem.line)
    elif problem.offset is not None:
        place += say("verify.place_offset", offset=problem.offset)
    return f"{place}: {visible(problem.message)}"
