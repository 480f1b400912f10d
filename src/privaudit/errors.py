"""What can go wrong, in words a user can act on.

PrivauditError
├── InputError      a file the user gave is wrong: names file, line, column and remedy
│   └── InputErrors several mistakes found in one reading
├── EvidenceError   an evidence folder is damaged or cannot be read
├── DeviceError     a device, its adb server or a program on it failed
└── SensorError     a sensor (agent, proxy, system) could not be started
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class PrivauditError(Exception):
    """An error whose message says what happened and whose hint says what to do about it."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message


class InputError(PrivauditError):
    """A file given by the user is wrong at a known place.

    `line` and `column` count from 1; both are None when the whole file is meant.
    """

    def __init__(
        self,
        message: str,
        *,
        file: Path | str,
        line: int | None = None,
        column: int | None = None,
        hint: str = "",
    ) -> None:
        self.file = str(file)
        self.line = line
        self.column = column
        place = ":".join(str(part) for part in (self.file, line, column) if part is not None)
        super().__init__(f"{place}: {message}", hint=hint)
        self.problem = message


class InputErrors(InputError):  # noqa: N818 - a group of errors
    """Several mistakes found in one reading; `errors` has each, in the order of the file.

    Its own place, problem and hint are those of the first; as text it tells all of them.
    """

    def __init__(self, errors: Sequence[InputError]) -> None:
        first = errors[0]
        super().__init__(
            first.problem, file=first.file, line=first.line, column=first.column, hint=first.hint
        )
        self.errors = tuple(errors)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


class EvidenceError(PrivauditError):
    """An evidence folder is damaged, incomplete or of an unknown version."""


class DeviceError(PrivauditError):
    """A device, its adb server or a program on it failed or vanished."""


class SensorError(PrivauditError):
    """A sensor could not be started or was lost."""
