"""Standard input, output and error of the process, made fit for whatever they are connected to."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import TextIO

_ERROR = 2
"""The number of standard error."""


def prepare() -> None:
    r"""Make the three streams of this process usable whatever it was started with.

    A closed one becomes the null device: its number must not be given to a file of the evidence. A reader
    that goes away (`| head`) no longer ends the command, so that the exit status is that of the work. Signs
    that an encoding lacks are written as `\uXXXX`.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number: this one
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - lives as long as we do
    sys.stdout = _stream(1, sys.stdout)
    sys.stderr = _stream(_ERROR, sys.stderr)


def shows_chinese(stream: TextIO) -> bool:
    """Return whether a stream's encoding has Chinese signs."""
    try:
        "审计".encode(stream.encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def write_data(data: bytes) -> None:
    """Write bytes to standard output at once."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


class _Output(io.FileIO):
    """A descriptor that takes no more after its first failure, and fails only where that can be told.

    What has no reader any more is dropped. A full disk under standard output is an error once; one under
    standard error cannot be told to anybody.
    """

    failed = False

    def write(self, data: object, /) -> int:
        """Write, or drop what cannot be written."""
        if not self.failed:
            try:
                return super().write(data)  # type: ignore[arg-type] # the buffer above gives bytes
            except OSError as error:
                self.failed = True
                if self.fileno() != _ERROR and not isinstance(error, BrokenPipeError):
                    raise
        return memoryview(data).nbytes  # type: ignore[arg-type]


def finish() -> None:
    """Write what standard output still holds; raises OSError when it does not take it."""
    sys.stdout.flush()


def _stream(number: int, before: TextIO | None) -> TextIO:
    if before is not None:
        with contextlib.suppress(OSError):
            before.flush()
    encoding = before.encoding if before is not None else "utf-8"
    raw = _Output(number, "wb", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=encoding,
        errors="backslashreplace",
        line_buffering=number == _ERROR or os.isatty(number),
    )
