"""The command `privaudit`: finds its commands, runs one, turns errors into words and a status."""

from __future__ import annotations

import argparse
import contextlib
import errno
import importlib
import os
import pkgutil
import signal
import sys
import traceback
from collections.abc import Sequence
from typing import Any, Protocol, cast

from rich.console import Console

from privaudit import __version__
from privaudit.cli import commands
from privaudit.cli.command_line import Parser
from privaudit.cli.say import Language, Sayings, sayings
from privaudit.cli.streams import finish, prepare, shows_chinese
from privaudit.errors import (
    DeviceError,
    EvidenceError,
    InputError,
    InputErrors,
    PrivauditError,
    SensorError,
)
from privaudit.report.visible import BLOCK_LIMIT, visible
from privaudit.session.bundled import VIRTUAL_PACKAGES
from privaudit.session.outcome import Exit

RECORDING_PACKAGES = frozenset({"adbutils", "frida", "mitmproxy", *VIRTUAL_PACKAGES})
"""What the extras `device` and `virtual` install; everything but recording works without."""

MACHINE = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.EMFILE,
     errno.ENFILE, errno.ENOMEM}
)  # fmt: skip
"""Troubles of the machine, not faults of privaudit: a full disk, no rights, too many open files."""


class Command(Protocol):
    """A module of `privaudit.cli.commands`; its file's name is the command's name."""

    def configure(self, parser: argparse.ArgumentParser, say: Sayings) -> None:
        """Add the command's arguments."""

    def run(self, options: argparse.Namespace, console: Console, say: Sayings) -> Exit:
        """Do it."""


def command_names() -> list[str]:
    """Return the names of all commands, from the files that are there; `_` in a file's name is `-`."""
    return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(commands.__path__))


def build_parser(say: Sayings) -> Parser:
    """Build the whole command line in one language."""
    parser = Parser(
        prog="privaudit",
        description=say("privaudit.description"),
        epilog=say("privaudit.epilog"),
        add_help=False,
    )
    parser.speak(say)
    parser.add_argument(
        "--version", action="version", version=f"privaudit {__version__}", help=say("option.version")
    )
    subparsers = parser.add_subparsers(dest="command", metavar=say("privaudit.command"), required=True)
    for name in command_names():
        module = _load(name)
        child = subparsers.add_parser(
            name,
            help=say(f"{name}.help"),
            description=say(f"{name}.description"),
            epilog=say(f"{name}.epilog"),
            add_help=False,
        )
        child.speak(say)
        child.add_argument(
            "--language", choices=["zh", "en"], default=say.language, help=say("option.language")
        )
        module.configure(child, say)
        child.set_defaults(module=module)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status (see `privaudit.session.outcome.Exit`)."""
    if argv is None:
        prepare()
        _end_in_order()
    arguments = list(sys.argv[1:] if argv is None else argv)
    say = sayings(_language(arguments))
    console = Console(stderr=True, highlight=False)
    try:
        options = _options(arguments, say)
        say = sayings(options.language)
        status = cast("Command", options.module).run(options, console, say)
        finish()
        return int(status)
    except KeyboardInterrupt:
        console.print(say("error.interrupted"), style="yellow", markup=False)
        return int(Exit.INCOMPLETE)
    except PrivauditError as error:
        _explain(error, console, say)
        return int(_status(error))
    except Exception as error:  # noqa: BLE001 - the last line of defence
        return int(_unforeseen(error, console, say))


def _end_in_order() -> None:
    """Have SIGTERM and SIGHUP end a command as Ctrl-C does, unless the caller wants one ignored (`nohup`)."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def _options(arguments: Sequence[str], say: Sayings) -> argparse.Namespace:
    try:
        return build_parser(say).parse_args(arguments)
    except SystemExit:
        with contextlib.suppress(OSError):  # a help page that found no room has done what it could
            finish()
        raise


def _unforeseen(error: Exception, console: Console, say: Sayings) -> Exit:
    """Say what an error means that no part of privaudit raised on purpose."""
    if isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0] in RECORDING_PACKAGES:
        console.print(say("error.recording", name=error.name), style="red", markup=False)
        return Exit.DEVICE
    if isinstance(error, OSError) and error.errno in MACHINE:
        console.print(say("error.machine", problem=visible(str(error))), style="red", markup=False)
        return Exit.INCOMPLETE
    traceback.print_exception(error)
    console.print(say("error.internal"), style="red", markup=False)
    return Exit.INTERNAL


def _load(name: str) -> Command:
    return cast("Command", importlib.import_module(f"{commands.__name__}.{name.replace('-', '_')}"))


def _language(arguments: Sequence[str]) -> Language:
    """Return the language asked for on the command line or by the environment.

    Otherwise it is Chinese, and English where standard output cannot write Chinese.
    """
    wanted: Any = None
    for index, argument in enumerate(arguments):
        if argument.startswith("--language="):
            wanted = argument.partition("=")[2]
        elif argument == "--language" and index + 1 < len(arguments):
            wanted = arguments[index + 1]
    wanted = wanted or os.environ.get("PRIVAUDIT_LANGUAGE")
    if not wanted and not shows_chinese(sys.stdout):
        return "en"
    return "en" if wanted == "en" else "zh"


def _explain(error: PrivauditError, console: Console, say: Sayings) -> None:
    """Print an error, each mistake of several: one line what, one line what to do."""
    for one in error.errors if isinstance(error, InputErrors) else (error,):
        told = say("error.prefix") + _shown(one.message)
        console.print(told, style="red", markup=False, soft_wrap=True)
        if one.hint:
            console.print(say("error.hint") + _shown(one.hint), style="yellow", markup=False, soft_wrap=True)


def _shown(text: str) -> str:
    """Return words that may hold a part of a hostile file, harmless for a terminal."""
    return visible(text, BLOCK_LIMIT, block=True)


def _status(error: PrivauditError) -> Exit:
    if isinstance(error, InputError):
        return Exit.USAGE
    if isinstance(error, EvidenceError):
        return Exit.INCOMPLETE
    if isinstance(error, DeviceError | SensorError):
        return Exit.DEVICE
    return Exit.INTERNAL
