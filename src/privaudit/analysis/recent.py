"""Artefacts read a moment ago, kept at hand as far as they fit in a number of bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

MAX_BYTES = 32 * 1024 * 1024
"""Bytes kept at hand; a body longer than all of it is read anew each time."""


class Recent:
    """Reads artefacts by their sha256; None is remembered as well."""

    def __init__(self, read: Callable[[str], bytes | None], most: int = MAX_BYTES) -> None:
        self._read = read
        self._most = most
        self._held = 0
        self._kept: OrderedDict[str, bytes | None] = OrderedDict()

    def __call__(self, sha256: str) -> bytes | None:
        """Return an artefact's bytes, None when the evidence has none of that name."""
        if sha256 in self._kept:
            self._kept.move_to_end(sha256)
            return self._kept[sha256]
        data = self._read(sha256)
        size = _size(data)
        if size <= self._most:
            self._kept[sha256] = data
            self._held += size
            while self._held > self._most:
                self._held -= _size(self._kept.popitem(last=False)[1])
        return data


_OVERHEAD = 200
"""Bytes that an entry takes beside its artefact."""


def _size(data: bytes | None) -> int:
    return len(data or b"") + _OVERHEAD
