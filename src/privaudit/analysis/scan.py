"""Finding thousands of byte strings in one pass, ASCII case aside.

Three engines give the same places, which a test holds them to. Hyperscan (Vectorscan on other processors than
Intel's) is some ten times as fast as Aho-Corasick, which stands in where it has no wheel. Beyond a hundred
thousand strings both take too long to build and too much memory: strings of 8 bytes and more are then found
by looking up every 8 bytes of the data.
"""

from __future__ import annotations

import sys
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
"""Bytes searched at a time, so that places found are bounded by it and lower case takes no second body."""
_MOST_IN_ONE: Final = 50_000
"""Strings of one database: twice as many take more than twice the time and memory to compile."""
_MOST_COMPILED: Final = 100_000
_MOST_IN_AUTOMATON: Final = 100_000
_GRAM: Final = 8
_GRAM_WINDOW: Final = 64 * 1024


class Place(NamedTuple):
    """String `number` stands at `start`."""

    start: int
    number: int


class Scanner(Protocol):
    """Looks for strings known beforehand."""

    def find(self, data: bytes) -> Iterator[Place]:
        """Yield every place of every string; those of one string in order."""
        ...


def scanner(strings: Sequence[bytes]) -> Scanner:
    """Return the fastest scanner there is for lower-case strings, each given once and none empty."""
    engine: type[Compiled | Automaton] = Compiled if HYPERSCAN is not None else Automaton
    most = _MOST_COMPILED if HYPERSCAN is not None else _MOST_IN_AUTOMATON
    return engine(strings) if len(strings) <= most else Grams(strings, engine)


class Automaton:
    """Aho-Corasick over windows."""

    def __init__(self, strings: Sequence[bytes]) -> None:
        self._overlap = max(map(len, strings), default=1) - 1
        self._automaton = BytesAhoCorasick(strings, matchkind=MatchKind.Standard) if strings else None

    def find(self, data: bytes) -> Iterator[Place]:
        """Yield every place of every string, in order of where it ends."""
        if self._automaton is None:
            return
        for first in range(0, len(data), _WINDOW):
            base = max(0, first - self._overlap)
            window = data[base : first + _WINDOW].lower()
            for index, start, end in self._automaton.find_matches_as_indexes(window, overlapping=True):
                if end + base > first:  # else the window before this one had it
                    yield Place(start + base, index)


class Compiled:
    """Hyperscan over windows. Starts are reckoned from ends: having them told costs half the speed.

    Not for several threads at once: a database has one scratch space.
    """

    def __init__(self, strings: Sequence[bytes]) -> None:
        self._lengths = [len(one) for one in strings]
        self._overlap = max(self._lengths, default=1) - 1
        self._databases = [
            _database(strings, range(first, min(first + _MOST_IN_ONE, len(strings))))
            for first in range(0, len(strings), _MOST_IN_ONE)
        ]
        met: list[tuple[int, int]] = []

        def seen(index: int, _start: int, end: int, _flags: int, _context: object) -> None:
            met.append((end, index))

        self._met, self._seen = met, seen

    def find(self, data: bytes) -> Iterator[Place]:
        """Yield every place of every string, in order of where it ends."""
        if len(data) > _WINDOW:
            return self._by_windows(data)
        lengths = self._lengths
        return iter([Place(end - lengths[index], index) for end, index in self._ends(data)] if data else ())

    def _by_windows(self, data: bytes) -> Iterator[Place]:
        view = memoryview(data)
        lengths = self._lengths
        for first in range(0, len(data), _WINDOW):
            base = max(0, first - self._overlap)
            for end, index in self._ends(view[base : first + _WINDOW]):
                if end + base > first:  # else the window before this one had it
                    yield Place(end + base - lengths[index], index)

    def _ends(self, window: bytes | memoryview) -> list[tuple[int, int]]:
        met = self._met
        met.clear()
        for database in self._databases:
            database.scan(window, match_event_handler=self._seen)
        if len(self._databases) > 1:
            met.sort()
        return met.copy()


_ESCAPED: Final = tuple(b"\\x%02x" % byte for byte in range(256))


def _database(strings: Sequence[bytes], numbers: range) -> Any:
    database = HYPERSCAN.Database(mode=HYPERSCAN.HS_MODE_BLOCK)
    database.compile(
        # As expressions of hexadecimal escapes: the library's way for plain strings ends them at a zero byte.
        expressions=[b"".join(map(_ESCAPED.__getitem__, strings[number])) for number in numbers],
        flags=[HYPERSCAN.HS_FLAG_CASELESS] * len(numbers),
        ids=list(numbers),
        elements=len(numbers),
    )
    return database


class Grams:
    """Looks up every 8 bytes of the data among the last 8 of the strings; shorter strings go to `engine`.

    Some 20 MB a second however many strings there are, in some 200 bytes of memory for each. The last, as the
    encoded forms of phone numbers all begin alike.
    """

    def __init__(self, strings: Sequence[bytes], engine: type[Compiled | Automaton]) -> None:
        self._strings = strings
        self._numbers: dict[int, int | tuple[int, ...]] = {}
        short: list[int] = []
        for number, one in enumerate(strings):
            if len(one) < _GRAM:
                short.append(number)
                continue
            gram = int.from_bytes(one[-_GRAM:], sys.byteorder)
            before = self._numbers.get(gram)
            if before is None:
                self._numbers[gram] = number
            else:
                self._numbers[gram] = (*(before if isinstance(before, tuple) else (before,)), number)
        self._short_numbers = short
        self._short = engine([strings[number] for number in short]) if short else None
        self._before = max(_GRAM, *map(len, strings)) - _GRAM

    def find(self, data: bytes) -> Iterator[Place]:
        """Yield every place of every string, in order of where it ends: the long strings, then the short."""
        for first in range(0, len(data), _GRAM_WINDOW):
            base = max(0, first - self._before)
            window = data[base : first + _GRAM_WINDOW + _GRAM - 1].lower()
            for end, number in sorted(self._ends(window, first - base)):
                yield Place(base + end - len(self._strings[number]), number)
        if self._short is not None:
            for start, number in self._short.find(data):
                yield Place(start, self._short_numbers[number])

    def _ends(self, window: bytes, first: int) -> Iterator[tuple[int, int]]:
        known = self._numbers.keys()
        view = memoryview(window)
        for shift in range(first, first + _GRAM):
            grams = view[shift : shift + max(0, len(window) - shift) // _GRAM * _GRAM].cast("Q")
            if known.isdisjoint(grams):
                continue
            for place, gram in enumerate(grams, 1):
                if gram in known:
                    end = shift + place * _GRAM
                    yield from ((end, number) for number in self._standing(window, end, gram))

    def _standing(self, window: bytes, end: int, gram: int) -> Iterator[int]:
        numbers = self._numbers[gram]
        for number in numbers if isinstance(numbers, tuple) else (numbers,):
            if window.endswith(self._strings[number], 0, end):
                yield number
