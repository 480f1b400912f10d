"""Names, limits and careful file access of an evidence folder.

A folder may come from a stranger: nothing here follows a symbolic link, waits on a pipe or reads more than a
stated number of bytes.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from privaudit.errors import EvidenceError

MANIFEST = "manifest.json"
SEAL = "seal.json"
JOURNAL = "journal.ndjson"
ARTEFACTS = "artefacts"
TEMPORARY = ".writing-"
"""First characters of the name of a file that is still being written."""

MAX_LINE = 16 * 1024 * 1024
"""Bytes of a journal line, line feed included: the writer refuses longer ones, the reader too."""

MAX_MANIFEST = 256 * 1024 * 1024
"""Bytes of a manifest: a million artefacts need about 200 MB."""

MAX_SEAL = 4096
CHUNK = 1024 * 1024

_SHA256 = re.compile(r"[0-9a-f]{64}")
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_OWN = frozenset({MANIFEST, SEAL, JOURNAL, ARTEFACTS})


def is_sha256(text: str) -> bool:
    """Return whether `text` is a sha256 as this project writes it: 64 lower-case hexadecimal digits."""
    return _SHA256.fullmatch(text) is not None


def is_plain_name(name: str) -> bool:
    """Return whether `name` may name another file of the folder.

    One part, no tricks, none of our own names.
    """
    return _PLAIN.fullmatch(name) is not None and name not in _OWN


def readable(name: str) -> str:
    r"""Return a file's name as text that can be written: bytes that are no UTF-8 appear as `\xNN`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def artefact_name(sha256: str) -> str:
    """Return the path of an artefact inside the folder, with `/` between its parts."""
    return f"{ARTEFACTS}/{sha256[:2]}/{sha256}"


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file for reading, following no link in its last part.

    Raises FileNotFoundError when there is none and EvidenceError when it is something else or cannot be read.
    """
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise
    except OSError as error:
        if os.path.islink(path):  # noqa: PTH114 - Path.is_symlink raises where the folder may not be read
            raise EvidenceError(f"{path.name} is a symbolic link", hint="evidence holds no links") from None
        raise EvidenceError(f"{path.name} cannot be read: {error.strerror}") from error
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise EvidenceError(f"{path.name} is not a regular file")
    return os.fdopen(fd, "rb", buffering=CHUNK)


def read_bounded(path: Path, limit: int) -> bytes:
    """Return a whole file of at most `limit` bytes.

    Raises as `open_regular` and EvidenceError when longer.
    """
    with open_regular(path) as file:
        try:
            data = file.read(limit + 1)
        except OSError as error:
            raise EvidenceError(f"{path.name} cannot be read: {error.strerror}") from error
    if len(data) > limit:
        raise EvidenceError(f"{path.name} is longer than {limit} bytes")
    return data


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """Yield lines with their line feed; a line above MAX_LINE is yielded cut and ends the iteration."""
    while line := file.readline(MAX_LINE + 1):
        yield line
        if len(line) > MAX_LINE:
            return
