"""Files that a user gives: read whole and once, bounded, never waiting on a pipe."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from privaudit.errors import InputError

_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}


def read_given(path: Path, limit: int, *, hint: str = "split the file") -> bytes:
    """Return the bytes of a regular file of at most `limit` bytes.

    Raises InputError when there is none, when it cannot be read, when it is something else (a pipe would be
    waited on for ever, a device may have no end) and, with `hint`, when it is longer.
    """
    check_name(path)
    try:
        descriptor = _open_regular(path)
        with os.fdopen(descriptor, "rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"cannot be read: {reason}", file=path, hint="check the path") from None
    if len(data) > limit:
        raise InputError(f"is larger than {limit} bytes", file=path, hint=hint)
    return data


def open_given(path: Path, limit: int) -> BinaryIO:
    """Return a regular file of at most `limit` bytes, open for reading at any place; the caller closes it.

    Raises InputError as `read_given` does.
    """
    check_name(path)
    try:
        file = os.fdopen(_open_regular(path), "rb")
        if os.fstat(file.fileno()).st_size <= limit:
            return file
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"cannot be read: {reason}", file=path, hint="check the path") from None
    file.close()
    raise InputError(f"is larger than {limit} bytes", file=path, hint="give a smaller file")


def check_name(path: Path) -> None:
    """Raise InputError for a path that no file can have, or whose name cannot be written down."""
    if "\0" in str(path):
        raise InputError("is not a path", file=repr(str(path)), hint="check the path")
    try:
        str(path).encode()
    except UnicodeEncodeError:
        raise InputError("has a name that is not UTF-8", file=repr(str(path)), hint="rename it") from None


def real_path(path: Path) -> Path:
    """Return `path` with its links followed; links that lead in a circle are left for reading to refuse."""
    # Path.resolve raises RuntimeError for a circle of links before Python 3.13.
    try:
        return Path(os.path.realpath(path))
    except ValueError:
        return path.absolute()


def _open_regular(path: Path) -> int:
    """Return a descriptor of a regular file; raises OSError, and InputError for what is no file."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    kind = stat.S_IFMT(os.fstat(descriptor).st_mode)
    if kind == stat.S_IFREG:
        return descriptor
    os.close(descriptor)
    if kind == stat.S_IFDIR:
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
    raise InputError(
        f"is {_KINDS.get(kind, 'something else')}, not a file",
        file=path,
        hint="save it as a file and give that",
    )
