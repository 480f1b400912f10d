"""Known values to look for in traffic, in all their forms, searched in one pass.

A value comes from a read the hooks saw, from the test data planted on the device, or from what the scenario
typed. Each is searched as written (any ASCII case, with and without separators, phone numbers with and
without 86, full width, padded), as digest (MD5, SHA-1, SHA-2, SM3) and encoded (hex, base64, percent, unicode
escapes, reversed): `forms` and `variants`; coordinates by `coordinates`, also as Chinese maps shift them. How
freely a form may match is the business of `strength`: weak values match only as whole words, weaker ones only
as whole fields whose type is told (`named`, by `context`), the weakest never, and `refused` names those.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

import msgspec

from privaudit.analysis import context, coordinates, strength
from privaudit.analysis.scan import scanner
from privaudit.analysis.variants import Variant, variants
from privaudit.model.observation import Access, Decoding

MAX_VALUES_OF_A_READ = 2000
"""Values taken from one structured result (a list of contacts); `NeedleSet.left_out` counts the rest."""

MAX_FORMS = 1_000_000
"""Byte strings searched for, some 100 to 500 for each value; beyond, values are searched as written alone."""

_MOST_RESOLVED = 50_000
_STEM = 24
"""Bytes of a form that the automaton knows; the rest is compared where they stand.

Long digests of thousands of values would else need gigabytes.
"""
_PART = re.compile(r"[^\s,;|\[\](){}<>\"']+")


class Needle(msgspec.Struct, frozen=True, kw_only=True):
    """A known value, what type of data it is and where it is known from (`event`: number of the read)."""

    value: str
    data_type: str
    source: Literal["read", "planted", "typed"]
    event: int | None = None
    shifted: str = ""
    """What is searched for when a map shifted it; `datum` and `place` (`latitude,longitude`) say how."""
    datum: str = ""
    place: str = ""


class Origin(NamedTuple):
    """All that is known of one value of one data type."""

    value: str
    data_type: str
    needles: tuple[Needle, ...]

    @property
    def sought(self) -> str:
        """What is searched for: the value, or what a map makes of it."""
        return self.needles[0].shifted or self.value

    @property
    def shift(self) -> tuple[Decoding, ...]:
        """The step from what is found to the value, where a map shifted it."""
        first = self.needles[0]
        return (Decoding(name=first.datum, detail=first.place),) if first.shifted else ()

    def best(self, before: int | None) -> Needle:
        """Return the last read before journal number `before`, else the first read, else the first source.

        A read may stand after the request that carries it: the agent tells its calls in batches.
        """
        reads = [(n.event, at) for at, n in enumerate(self.needles) if n.event is not None]
        if not reads:
            return self.needles[0]
        earlier = [read for read in reads if before is not None and read[0] < before]
        return self.needles[max(earlier)[1] if earlier else min(reads)[1]]


class Hit(NamedTuple):
    """A variant found at `start` (inclusive) to `end` (exclusive)."""

    start: int
    end: int
    variant: Variant


class NeedleSet:
    """All known values, ready to be searched for; `find` in `match` applies their rules.

    `refused` holds the values too weak to search for, `left_out` how many were beyond the limit of one read,
    `only_written` how many are searched for as written alone, for want of room for their digests. Forms are
    not kept: of what the scanner finds, the values that begin so are asked for theirs.
    """

    def __init__(self, needles: Iterable[Needle], *, most_forms: int = MAX_FORMS) -> None:
        grouped: dict[tuple[str, str, str], list[Needle]] = {}
        for needle in needles:
            if needle.value.strip():
                key = (needle.value.strip(), needle.data_type, needle.shifted)
                grouped.setdefault(key, []).append(needle)
        self._most_forms = most_forms
        self.origins: list[Origin] = []
        self.left_out = 0
        self.only_written = 0
        self.size = 0
        """How many byte strings are searched for."""
        self.longest_named = 0
        """Bytes of the longest form that counts only as the whole of a field."""
        refused: list[Needle] = []
        by_stem: dict[bytes, _Numbers] = {}
        self._named: dict[int, _Numbers] = {}
        for (value, data_type, _), group in grouped.items():
            origin = Origin(value, data_type, tuple(group))
            if self._add(origin, by_stem):
                self.origins.append(origin)
            else:
                refused.append(group[0])
        self.refused = tuple(refused)
        self._stems = list(by_stem)
        self._origins_of = list(by_stem.values())
        self._scanner = scanner(self._stems)
        self._resolved: dict[int, tuple[Variant, ...]] = {}
        self._resolved_named: dict[bytes, tuple[Variant, ...]] = {}

    def _add(self, origin: Origin, by_stem: dict[bytes, _Numbers]) -> bool:
        """Take a value in under the next number; False when it is too weak to be searched for."""
        number = len(self.origins)
        patterns: set[tuple[bytes, bool]] = set()
        forms = variants(
            number, origin.sought, shared=context.is_shared(origin.data_type), shifted=bool(origin.shift)
        )
        if self.size >= self._most_forms:
            forms = (one for one in forms if not one.steps or one.steps[0].name == "written")
            self.only_written += 1
        for variant in forms:
            pattern, named = variant.pattern.lower(), variant.rule == "named"
            if (pattern, named) in patterns:
                continue
            patterns.add((pattern, named))
            if named:
                self.longest_named = max(self.longest_named, len(pattern))
                _note(self._named, hash(pattern), number)
            else:
                _note(by_stem, pattern[:_STEM], number)
        self.size += len(patterns)
        return bool(patterns)

    @classmethod
    def of(
        cls,
        accesses: Iterable[Access] = (),
        planted: Iterable[tuple[str, str]] = (),
        typed: Iterable[tuple[str, str]] = (),
    ) -> NeedleSet:
        """Build the set from reads and from (data type, value) pairs that were planted or typed."""
        needles: list[Needle] = []
        left_out = 0
        for access in accesses:
            if access.value and access.data_type and not access.refused:
                values = values_in(access.value)
                left_out += max(0, len(values) - MAX_VALUES_OF_A_READ)
                needles += [
                    Needle(value=value, data_type=access.data_type, source="read", event=access.event)
                    for value in values[:MAX_VALUES_OF_A_READ]
                ]
                needles += shifted(access.value, access.data_type, "read", access.event)
        needles += [Needle(value=value, data_type=kind, source="planted") for kind, value in planted]
        needles += [Needle(value=value, data_type=kind, source="typed") for kind, value in typed]
        needles += planted_places(needles)
        built = cls(needles)
        built.left_out = left_out
        return built

    def search(self, data: bytes) -> Iterator[Hit]:
        """Yield every place where a form stands, rules not yet applied."""
        resolved = self._resolved
        for start, index in self._scanner.find(data):
            found = resolved.get(index)
            for variant in self._resolve(index) if found is None else found:
                if _stands(data, start, variant):
                    yield Hit(start, start + len(variant.pattern), variant)

    def named(self, field: bytes) -> tuple[Variant, ...]:
        """Return the forms that count only as the whole of a field and are this one, given in lower case."""
        numbers = self._named.get(hash(field))
        if numbers is None:
            return ()
        found = self._resolved_named.get(field)
        if found is None:
            found = tuple(
                variant
                for number in _numbers(numbers)
                for variant in self._variants(number)
                if variant.rule == "named" and variant.pattern.lower() == field
            )
            if len(self._resolved_named) >= _MOST_RESOLVED:
                self._resolved_named.clear()
            self._resolved_named[field] = found
        return found

    def _resolve(self, index: int) -> tuple[Variant, ...]:
        stem = self._stems[index]
        found = tuple(
            variant
            for number in _numbers(self._origins_of[index])
            for variant in self._variants(number)
            if variant.rule != "named" and variant.pattern[:_STEM].lower() == stem
        )
        if len(self._resolved) >= _MOST_RESOLVED:
            self._resolved.clear()
        self._resolved[index] = found
        return found

    def _variants(self, number: int) -> Iterator[Variant]:
        origin = self.origins[number]
        return variants(
            number, origin.sought, shared=context.is_shared(origin.data_type), shifted=bool(origin.shift)
        )


_Numbers = int | tuple[int, ...]
"""Of origins: most forms are of one value alone."""


def _note(table: dict[Any, _Numbers], key: bytes | int, number: int) -> None:
    before = table.get(key)
    if before is None:
        table[key] = number
    elif number not in _numbers(before):
        table[key] = (*_numbers(before), number)


def _numbers(some: _Numbers) -> tuple[int, ...]:
    return some if isinstance(some, tuple) else (some,)


def shifted(
    text: str, data_type: str, source: Literal["read", "planted", "typed"], event: int | None = None
) -> Iterator[Needle]:
    """What maps of China make of the place a value names."""
    if len(text) > strength.MAX_CHARACTERS:
        return
    for datum, numbers in coordinates.shifted(text).items():
        for number, value, _which in numbers:
            yield Needle(
                value=value, data_type=data_type, source=source, event=event, shifted=number, datum=datum,
                place=",".join(one[1] for one in numbers),
            )  # fmt: skip


def planted_places(needles: list[Needle]) -> Iterator[Needle]:
    """The same of planted places: one value, or latitude and longitude as two values in this order."""
    known = [n for n in needles if n.source == "planted"]
    for needle in known:
        yield from shifted(needle.value, needle.data_type, "planted")
    planted = [n for n in known if coordinates.coordinates_in(n.value) == (n.value,)]
    for latitude, longitude in itertools.pairwise(planted):
        if latitude.data_type == longitude.data_type:
            yield from shifted(f"{latitude.value},{longitude.value}", latitude.data_type, "planted")


def _stands(data: bytes, at: int, variant: Variant) -> bool:
    """Whether a form whose beginning stands at `at`, in any case, stands there whole."""
    length = len(variant.pattern)
    if length <= _STEM and not variant.exact:
        return True
    there = data[at : at + length]
    return there == variant.pattern or (not variant.exact and there.lower() == variant.pattern.lower())


def values_in(text: str) -> tuple[str, ...]:
    """Return the values of a result: the leaves of JSON, else the text and parts that look like values."""
    stripped = text.strip()
    if stripped[:1] in {"[", "{"}:
        try:
            return tuple(dict.fromkeys(_leaves(msgspec.json.decode(stripped))))
        except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
            return (stripped, *dict.fromkeys(_parts(stripped)))
    if coordinates.coordinates_in(stripped) or "\n" in stripped or "=" in stripped:
        return tuple(dict.fromkeys((stripped, *_parts(stripped))))
    return (stripped,)


def _parts(text: str) -> Iterator[str]:
    yield from coordinates.coordinates_in(text)
    for token in _PART.findall(text):
        part = token.rpartition("=")[2].rstrip(".:")
        if strength.rule_of(part) in {"anywhere", "token"}:
            yield part


def _leaves(value: object) -> Iterator[str]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting.extend(reversed(one.values()))
        elif isinstance(one, list):
            waiting.extend(reversed(one))
        elif isinstance(one, str):
            yield one
        elif isinstance(one, int | float) and not isinstance(one, bool):
            yield str(one)
