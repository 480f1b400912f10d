"""The commands of the phone; a command puts itself here."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NoReturn, Protocol

from privaudit.virtual.shell.expansion import Environment
from privaudit.virtual.shell.pipes import Input, Interrupted, Io, Sink
from privaudit.virtual.shell.syntax import Node
from privaudit.virtual.state import VirtualPhone


class CallingShell(Protocol):
    """What a command may ask of the shell that called it."""

    phone: VirtualPhone
    uid: int
    cwd: str
    stopped: threading.Event
    environment: Environment
    exported: set[str]
    functions: dict[str, Node]
    jobs: list[threading.Thread]
    errexit: bool
    io: Io

    def call(self, words: list[str], io: Io) -> int:
        """Run a command by its words."""

    def run(self, node: Node, io: Io) -> int:
        """Run a part of a script in this shell."""

    def script(self, text: str, name: str, args: list[str], io: Io) -> int:
        """Run a script in a shell of its own."""

    def copy(self) -> CallingShell:
        """Return a subshell."""

    def as_user(self, uid: int) -> CallingShell:
        """Return a fresh shell of another user."""

    def run_text(self, text: str, io: Io) -> int:
        """Run a script to its end."""


class CommandError(Exception):
    """A command's own complaint: printed on its error output as it is, then its exit status."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


@dataclass
class Call:
    """One call of a command: who calls it with what, and where it reads and writes."""

    name: str
    args: list[str]
    shell: CallingShell
    stdin: Input
    stdout: Sink
    stderr: Sink

    @property
    def phone(self) -> VirtualPhone:
        """The phone."""
        return self.shell.phone

    @property
    def uid(self) -> int:
        """The user id it runs as: 0 for root, 2000 for the shell."""
        return self.shell.uid

    @property
    def stopped(self) -> threading.Event:
        """Set when whoever started it has gone."""
        return self.shell.stopped

    def out(self, text: str) -> None:
        """Print text as it is."""
        self.stdout.write(text.encode("utf-8", "surrogateescape"))

    def line(self, text: str = "") -> None:
        """Print a line."""
        self.out(text + "\n")

    def err(self, text: str) -> None:
        """Print a line on the error output."""
        self.stderr.write(f"{text}\n".encode("utf-8", "surrogateescape"))

    def fail(self, message: str, status: int = 1) -> NoReturn:
        """End with a message that begins with the command's name."""
        raise CommandError(f"{self.name}: {message}", status)

    def usage(self, text: str, status: int = 1) -> NoReturn:
        """End with a usage text."""
        raise CommandError(text, status)

    def path(self, path: str) -> str:
        """Return a path as absolute as the command means it."""
        return path if path.startswith("/") else f"{self.shell.cwd.rstrip('/')}/{path}"

    def wait(self, seconds: float) -> None:
        """Wait, but not longer than anybody cares; raises Interrupted."""
        self.stdout.flush()
        if self.stopped.wait(seconds):
            raise Interrupted

    def require_root(self) -> None:
        """Refuse anybody but root."""
        if self.uid != 0:
            self.fail("Permission denied")


Command = Callable[[Call], int | None]
"""Does its work and returns the exit status (None is 0)."""
COMMANDS: Final[dict[str, Command]] = {}
BUILTINS: Final[dict[str, Command]] = {}
"""Commands that are part of the shell: they change it and stand before functions and files."""


def command(*names: str) -> Callable[[Command], Command]:
    """Serve as a program of these names."""
    return _register(COMMANDS, names)


def builtin(*names: str) -> Callable[[Command], Command]:
    """Serve as a part of the shell."""
    return _register(BUILTINS, names)


def _register(table: dict[str, Command], names: tuple[str, ...]) -> Callable[[Command], Command]:
    def register(function: Command) -> Command:
        for name in names:
            if name in table:
                raise ValueError(f"two commands called {name}")
            table[name] = function
        return function

    return register


def options(call: Call, known: str, *, stop_at_word: bool = False) -> tuple[dict[str, str], list[str]]:
    """Split arguments into one-letter options and the rest; a colon in `known` marks one with a value."""
    found: dict[str, str] = {}
    rest: list[str] = []
    args = list(call.args)
    while args:
        word = args.pop(0)
        if word == "--":
            return found, rest + args
        if not word.startswith("-") or word == "-" or (stop_at_word and rest):
            rest.append(word)
            continue
        letters = word[1:]
        while letters:
            letter, letters = letters[0], letters[1:]
            place = known.find(letter)
            if place < 0 or letter == ":":
                raise CommandError(f"{call.name}: Unknown option '{letter}' (see \"{call.name} --help\")", 1)
            if known[place + 1 : place + 2] == ":":
                if not letters and not args:
                    raise CommandError(f"{call.name}: Missing argument to -{letter}", 1)
                found[letter], letters = letters or args.pop(0), ""
            else:
                found[letter] = ""
    return found, rest
