"""A shell that reads its commands one line after another."""

from __future__ import annotations

from typing import Protocol

from privaudit.virtual.shell.interpreter import Shell
from privaudit.virtual.shell.leaving import ExitShell, LeaveLoop, ReturnFunction
from privaudit.virtual.shell.lexer import ShellSyntaxError, UnfinishedError
from privaudit.virtual.shell.pipes import Io
from privaudit.virtual.shell.syntax import parse


class Screen(Protocol):
    """Where a prompt is shown."""

    def write(self, data: bytes) -> None:
        """Show bytes."""


def interact(shell: Shell, io: Io, *, terminal: Screen | None) -> int:
    """Read and run commands until the input ends; prompts only on a terminal. Returns the last status."""
    shell.io = io
    text = ""
    while True:
        if terminal is not None:
            terminal.write(
                b"> " if text else f"virtual:{shell.cwd} {'#' if shell.uid == 0 else '$'} ".encode()
            )
        io.stdout.flush()
        io.stderr.flush()
        line = io.stdin.readline()
        text += line.decode("utf-8", "surrogateescape")
        if not line and not text:
            return shell.environment.status
        try:
            tree = parse(text)
            text = ""
            shell.run(tree, io)
        except UnfinishedError as error:
            if line:
                continue
            io.stderr.write(f"/system/bin/sh: {error}\n".encode())
            return 1
        except ExitShell as leaving:
            return leaving.status
        except (LeaveLoop, ReturnFunction):
            continue
        except ShellSyntaxError as error:
            text = ""
            io.stderr.write(f"/system/bin/sh: {error}\n".encode("utf-8", "surrogateescape"))
            shell.environment.status = 1
