"""Where a command reads from and writes to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

CAPACITY: Final = 1 << 20
CHUNK: Final = 64 * 1024


class Interrupted(Exception):  # noqa: N818 — a signal, not an error
    """The command is to end now: its terminal or its reader has gone."""


class Sink(Protocol):
    """Takes bytes; raises BrokenPipeError when nobody wants them any more."""

    def write(self, data: bytes) -> None:
        """Take bytes."""

    def flush(self) -> None:
        """Hand on what is held back."""


class Source(Protocol):
    """Gives bytes."""

    def read_some(self) -> bytes:
        """Return what there is, at least one byte; empty at the end."""


class Nothing:
    """/dev/null."""

    def write(self, data: bytes) -> None:
        """Drop it."""

    def flush(self) -> None:
        """There is nothing to hand on."""

    def read_some(self) -> bytes:
        """Return the end."""
        return b""


class Pipe:
    """Bytes from one thread to another, at most CAPACITY of them under way."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._changed = threading.Condition()
        self._write_closed = False
        self._read_closed = False

    def write(self, data: bytes) -> None:
        """Give bytes; waits while the pipe is full, raises BrokenPipeError when the reader has gone."""
        view = memoryview(data)
        with self._changed:
            while view:
                self._changed.wait_for(lambda: len(self._data) < CAPACITY or self._read_closed)
                if self._read_closed:
                    raise BrokenPipeError(32, "Broken pipe")
                room = CAPACITY - len(self._data)
                self._data += view[:room]
                view = view[room:]
                self._changed.notify_all()

    def flush(self) -> None:
        """Nothing is held back."""

    def read_some(self) -> bytes:
        """Return what there is; empty when the writer has closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._data or self._write_closed or self._read_closed)
            data = bytes(self._data)
            self._data.clear()
            self._changed.notify_all()
            return b"" if self._read_closed else data

    def close_write(self) -> None:
        """Say that no more will come."""
        with self._changed:
            self._write_closed = True
            self._changed.notify_all()

    def close_read(self) -> None:
        """Say that nobody reads any more."""
        with self._changed:
            self._read_closed = True
            self._changed.notify_all()


class Capture:
    """Keeps what is written, up to a limit; raises OSError beyond it."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.data = bytearray()

    def write(self, data: bytes) -> None:
        """Keep bytes."""
        if len(self.data) + len(data) > self._limit:
            raise OSError(12, "Out of memory")
        self.data += data

    def flush(self) -> None:
        """Nothing is held back."""


class FileSink:
    """Writes to a file that has been opened for the shell."""

    def __init__(self, path: Path, *, append: bool) -> None:
        self._file = path.open("ab" if append else "wb")

    def write(self, data: bytes) -> None:
        """Write bytes."""
        self._file.write(data)

    def flush(self) -> None:
        """Make what was written visible to others."""
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class FileSource:
    """Reads from a file that has been opened for the shell."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")

    def read_some(self) -> bytes:
        """Return the next bytes."""
        return self._file.read(CHUNK)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class Bytes:
    """Gives bytes that are there already."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def read_some(self) -> bytes:
        """Return them once."""
        data, self._data = self._data, b""
        return data


class Buffered:
    """Holds back small writes until someone flushes or enough has come."""

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._send = send
        self._held = bytearray()
        self._lock = threading.Lock()

    def write(self, data: bytes) -> None:
        """Take bytes."""
        with self._lock:
            self._held += data
            if len(self._held) >= CHUNK:
                self._flush()

    def flush(self) -> None:
        """Send what is held back."""
        with self._lock:
            self._flush()

    def _flush(self) -> None:
        if self._held:
            data = bytes(self._held)
            self._held.clear()
            self._send(data)


class Input:
    """A source with lines, as commands want it."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._rest = b""

    def read_some(self) -> bytes:
        """Return what there is; empty at the end."""
        if self._rest:
            data, self._rest = self._rest, b""
            return data
        return self._source.read_some()

    def read_all(self, limit: int = 256 << 20) -> bytes:
        """Return everything; raises OSError beyond the limit."""
        parts = bytearray()
        while data := self.read_some():
            parts += data
            if len(parts) > limit:
                raise OSError(12, "Out of memory")
        return bytes(parts)

    def read_exactly(self, size: int) -> bytes:
        """Return so many bytes, or fewer at the end."""
        parts = bytearray()
        while len(parts) < size and (data := self.read_some()):
            parts += data
        self._rest = bytes(parts[size:]) + self._rest
        return bytes(parts[:size])

    def readline(self) -> bytes:
        """Return the next line with its end; empty at the end."""
        line = bytearray()
        while data := self.read_some():
            head, end, rest = data.partition(b"\n")
            line += head + end
            if end:
                self._rest = rest
                break
        return bytes(line)

    def lines(self) -> Iterator[bytes]:
        """Yield lines without their end."""
        while line := self.readline():
            yield line.removesuffix(b"\n")


@dataclass(frozen=True)
class Io:
    """Where a command's input comes from and its outputs go."""

    stdin: Input
    stdout: Sink
    stderr: Sink
