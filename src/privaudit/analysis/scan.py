"""Finding thousands of byte strings in one pass, ASCII case aside.

Hyperscan (extra `speed`) is some ten times as fast as the automaton that always comes with privaudit; both
give the same places, which a test holds them to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple, Protocol

from ahocorasick_rs import BytesAhoCorasick, MatchKind


def _hyperscan() -> Any:
    try:
        import hyperscan
    except ImportError:
        return None
    return hyperscan


HYPERSCAN: Final[Any] = _hyperscan()
"""The library, or None where it is not installed."""

_WINDOW: Final = 512 * 1024
_MOST_COMPILED: Final = 60_000
"""Strings above which Hyperscan's compiler takes more time and memory than its search saves."""


class Place(NamedTuple):
    """String `number` stands at `start`."""

    start: int
    number: int


class Scanner(Protocol):
    """Looks for strings known beforehand."""

    def find(self, data: bytes) -> Iterator[Place]:
        """Yield every place of every string, in order of where it ends."""
        ...


def scanner(strings: Sequence[bytes]) -> Scanner:
    """Return the fastest scanner there is for lower-case strings, each given once and none empty."""
    if HYPERSCAN is not None and 0 < len(strings) <= _MOST_COMPILED:
        return Compiled(strings)
    return Automaton(strings)


class Automaton:
    """Aho-Corasick over windows, so that lowering the case of a huge body takes no second body."""

    def __init__(self, strings: Sequence[bytes]) -> None:
        self._strings = strings
        self._overlap = max(map(len, strings), default=1) - 1
        self._automaton = BytesAhoCorasick(strings, matchkind=MatchKind.Standard) if strings else None

    def find(self, data: bytes) -> Iterator[Place]:
        """Yield every place of every string, in order of where it ends."""
        if self._automaton is None:
            return
        for first in range(0, max(len(data), 1), _WINDOW):
            base = max(0, first - self._overlap)
            window = data[base : first + _WINDOW].lower()
            for index, start, end in self._automaton.find_matches_as_indexes(window, overlapping=True):
                if not first or end + base > first:  # else the window before this one had it
                    yield Place(start + base, index)


class Compiled:
    """Hyperscan; whole data at once, in the order of ends, then of strings."""

    def __init__(self, strings: Sequence[bytes]) -> None:
        self._lengths = [len(one) for one in strings]
        self._database = HYPERSCAN.Database()
        self._database.compile(
            expressions=[b"".join(b"\\x%02x" % byte for byte in one) for one in strings],
            flags=[HYPERSCAN.HS_FLAG_CASELESS] * len(strings),
            ids=list(range(len(strings))),
            elements=len(strings),
        )

    def find(self, data: bytes) -> Iterator[Place]:
        """Yield every place of every string, in order of where it ends."""
        ends: list[tuple[int, int]] = []

        def seen(index: int, _start: int, end: int, _flags: int, _context: object) -> None:
            ends.append((end, index))

        if data:
            self._database.scan(data, match_event_handler=seen)
        lengths = self._lengths
        return (Place(end - lengths[index], index) for end, index in ends)
