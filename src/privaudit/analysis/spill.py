"""Byte strings put aside until they are needed: in memory as long as they are few, else in a file."""

from __future__ import annotations

import os
import tempfile
from array import array
from types import TracebackType
from typing import Self

IN_MEMORY = 16 * 1024 * 1024
"""Bytes kept in memory; beyond that they go to a temporary file that has no name."""


class Spill:
    """Grows at its end, is read anywhere, and must be closed."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=in_memory)  # noqa: SIM115 - closed by `close`
        self._ends = array("Q", [0])

    def add(self, data: bytes) -> int:
        """Put bytes aside and return their number."""
        self._file.seek(0, os.SEEK_END)
        self._file.write(data)
        self._ends.append(self._ends[-1] + len(data))
        return len(self._ends) - 2

    def get(self, number: int) -> bytes:
        """Return the bytes of a number."""
        start = self._ends[number]
        self._file.seek(start)
        return self._file.read(self._ends[number + 1] - start)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def close(self) -> None:
        """Forget everything."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
