"""What `run` and `demo` share: record with live progress, judge, report."""

from __future__ import annotations

import argparse
import contextlib
import errno
import itertools
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from rich.console import Console

from privaudit.analysis.countries import Countries, load_countries
from privaudit.catalog import load_catalog
from privaudit.catalog.categories import category_words
from privaudit.cli.judged import print_report
from privaudit.cli.render import live
from privaudit.cli.run_view import RunView
from privaudit.cli.say import Sayings
from privaudit.cli.serving import data_types_of
from privaudit.errors import EvidenceError, InputError
from privaudit.given import check_name
from privaudit.model.finding import Report
from privaudit.session.assess import assess, chosen_formats, write_reports
from privaudit.session.outcome import Exit, exit_of

if TYPE_CHECKING:
    # Recording pulls in frida, adbutils and mitmproxy: only a command that records imports it.
    from privaudit.capture.adb_server import AdbServer
    from privaudit.session.request import RunRequest


def add_output_arguments(parser: argparse.ArgumentParser, say: Sayings) -> None:
    """Add the arguments about what comes out."""
    parser.add_argument("--output", type=Path, metavar="DIR", help=say("option.output"))
    parser.add_argument("--countries", type=Path, metavar="FILE", help=say("option.countries"))
    parser.add_argument("--format", default="html,json", metavar="NAMES", help=say("run.formats"))
    parser.add_argument("--json", action="store_true", help=say("option.json"))
    parser.add_argument("--quiet", action="store_true", help=say("option.quiet"))


def given_countries(options: argparse.Namespace) -> Countries | None:
    """Return the data file of countries that was given, read; None when none was."""
    return load_countries(options.countries) if options.countries else None


@contextlib.contextmanager
def claimed_folder(output: Path | None, name: str) -> Iterator[Path]:
    """Give a run its folder: `output`, or `privaudit-runs/TIME-NAME` (UTC), which no other run has.

    It is made before a phone is touched, and taken away again when nothing came into it. Raises InputError
    when it cannot be made or holds a run already.
    """
    try:
        folder = _new_folder(name) if output is None else _given_folder(output)
    except OSError as error:
        raise InputError(
            f"cannot be made: {error.strerror or error}",
            file=error.filename or "--output",
            hint="give a folder that you may write to, with --output",
        ) from None
    try:
        yield folder
    finally:
        with contextlib.suppress(OSError):
            folder.rmdir()  # only if empty


def _new_folder(name: str) -> Path:
    runs = Path("privaudit-runs")
    runs.mkdir(exist_ok=True)
    stamp = datetime.fromtimestamp(time.time(), tz=UTC).strftime("%Y%m%d-%H%M%S")
    for number in itertools.count(1):
        folder = runs / f"{stamp}-{name}{f'-{number}' if number > 1 else ''}"
        with contextlib.suppress(FileExistsError):
            folder.mkdir()
            return folder
    raise AssertionError  # pragma: no cover - there is always a next number


def _given_folder(folder: Path) -> Path:
    check_name(folder)
    folder.mkdir(parents=True, exist_ok=True)
    evidence = folder / "evidence"
    if evidence.is_symlink() or (evidence.exists() and (not evidence.is_dir() or any(evidence.iterdir()))):
        raise InputError("holds a run already", file=folder, hint="give a new folder for each run")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
    return folder


def record_and_report(
    request: RunRequest,
    server: AdbServer,
    options: argparse.Namespace,
    console: Console,
    say: Sayings,
    *,
    countries: Countries | None = None,
) -> Report:
    """Record, judge, write the reports and print the summary; return the report.

    `countries` gives a lead to where recipients are.
    """
    from privaudit.session.record import record

    wanted = chosen_formats(options.format)
    view = live(
        console,
        language=say.language,
        app=request.package,
        steps=len(request.plan.steps),
        labels=_labels(say),
        quiet=options.quiet or options.json,
    )
    with view, ended_in_order() as stopping:
        recorded = record(
            request,
            server,
            ask=_Asker(view, say),
            listeners=[view.on_event],
            stopping=stopping,
            progress=view.on_package,
        )
    report, reader = assess(recorded.evidence, countries=countries)
    paths: list[Path] = []
    failure: InputError | None = None
    try:
        paths = write_reports(report, reader.artefact, wanted, language=say.language, folder=request.folder)
    except InputError as error:
        failure = error
    print_report(report, console, say, as_json=options.json, paths=paths)
    console.print(say("run.recorded", path=recorded.evidence), markup=False, soft_wrap=True)
    if failure is not None:
        # A run that did not finish is that before all else: what filled the disk may have ended it, too.
        if exit_of(report) is Exit.INCOMPLETE:
            raise EvidenceError(failure.message, hint=failure.hint)
        raise failure
    return report


def _labels(say: Sayings) -> dict[str, str]:
    """Return the words for what each API yields, for those that yield personal information.

    One that can yield several types, by name or by address, is called by its category.
    """
    catalog = load_catalog()
    labels = {}
    for row in catalog.apis.values():
        types = data_types_of(row)
        if types:
            words = catalog.data_types[types[0]] if len(types) == 1 else category_words(row.category)
            labels[row.id] = str(getattr(words, say.language))
    return labels


@contextlib.contextmanager
def ended_in_order() -> Iterator[threading.Event]:
    """Have Ctrl-C, SIGTERM and SIGHUP end a recording alike: evidence whole, phone put back.

    The event is set as well: an interrupt that reaches Python inside a finalizer is lost, the event is not.
    """
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()
        raise KeyboardInterrupt

    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # `nohup` is a wish to go on
        numbers.append(signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Asker:
    """Asks the tester on the terminal; an empty answer where nobody is there to answer."""

    def __init__(self, view: RunView, say: Sayings) -> None:
        self._view = view
        self._say = say

    def __call__(self, question: str, choices: tuple[str, ...] = ()) -> str:
        """Ask, with the live view out of the way."""
        if not sys.stdin.isatty() or os.environ.get("CI"):
            return ""
        shown = self._say("run.ask", question=question) + (f"[{'/'.join(choices)}] " if choices else "")
        with self._view.paused():
            sys.stderr.write(shown)
            sys.stderr.flush()
            return sys.stdin.readline().strip()
