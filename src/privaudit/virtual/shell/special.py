"""Files that are not files: /dev/null, /dev/zero, /dev/urandom."""

from __future__ import annotations

import secrets
from typing import Final

from privaudit.virtual.shell.pipes import CHUNK, Nothing


class _Zero(Nothing):
    def read_some(self) -> bytes:
        return bytes(CHUNK)


class _Random(Nothing):
    def read_some(self) -> bytes:
        return secrets.token_bytes(CHUNK)


SPECIAL_FILES: Final[dict[str, type[Nothing]]] = {
    "/dev/null": Nothing,
    "/dev/tty": Nothing,
    "/dev/zero": _Zero,
    "/dev/urandom": _Random,
    "/dev/random": _Random,
}


def special_source(path: str) -> Nothing:
    """Return what reading such a file gives."""
    return SPECIAL_FILES[path]()
