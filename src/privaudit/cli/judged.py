"""What the commands that end in a verdict print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from privaudit.cli.render import summary
from privaudit.cli.say import Sayings
from privaudit.cli.streams import write_data
from privaudit.model.finding import Report
from privaudit.report.formats import formats
from privaudit.report.visible import visible


def print_report(
    report: Report, console: Console, say: Sayings, *, as_json: bool, paths: Sequence[Path] = ()
) -> None:
    """Print a report's summary to the terminal, or the whole report as JSON to standard output."""
    if as_json:
        data = formats()["json"].render(report, language=say.language, artefact=lambda _sha: None)
        write_data(data.rstrip() + b"\n")
    else:
        summary(report, Console(highlight=False), say.language)
    if not report.evidence_whole:
        console.print(
            say("evidence.problem", problem=visible(report.evidence_problem)),
            style="red",
            markup=False,
            soft_wrap=True,
        )
    for path in paths:
        console.print(say("run.report", path=path), markup=False, soft_wrap=True)
