"""Known values to look for in traffic, in all their forms, searched in one pass.

A value comes from a read the hooks saw, from the test data planted on the device, or from what the scenario
typed. Each is searched as written (any ASCII case, with and without separators, phone numbers with and
without 86), as digest (MD5, SHA-1, SHA-256, SHA-512, SM3) and encoded (hex, base64, percent, unicode escapes,
reversed); coordinates by `coordinates`, also as Chinese maps shift them. How freely a form may match is the
business of `strength`: weak values match only as whole words, weaker ones only as whole fields whose type is
told (`named`, by `context`), the weakest never, and `refused` names those.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

import msgspec

from privaudit.analysis import context, coordinates, forms, strength
from privaudit.analysis.scan import scanner
from privaudit.model.observation import Access, Decoding

MAX_VALUES_OF_A_READ = 2000
"""Values taken from one structured result (a list of contacts); `NeedleSet.left_out` counts the rest."""

_MIN_ENCODED = 7
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


class Variant(NamedTuple):
    """One form of a value to look for; `exact` when case matters."""

    origin: int
    pattern: bytes
    exact: bool
    rule: strength.Rule | Literal["coordinate"]
    steps: tuple[Decoding, ...]


class Hit(NamedTuple):
    """A variant found at `start` (inclusive) to `end` (exclusive)."""

    start: int
    end: int
    variant: Variant


class NeedleSet:
    """All known values, ready to be searched for; `find` in `match` applies their rules.

    `refused` holds the values too weak to search for, `left_out` how many were beyond the limit of one read.
    """

    def __init__(self, needles: Iterable[Needle]) -> None:
        grouped: dict[tuple[str, str, str], list[Needle]] = {}
        for needle in needles:
            if needle.value.strip():
                key = (needle.value.strip(), needle.data_type, needle.shifted)
                grouped.setdefault(key, []).append(needle)
        self.origins: list[Origin] = []
        self.left_out = 0
        refused: list[Needle] = []
        by_pattern: dict[bytes, list[Variant]] = {}
        self.named: dict[bytes, list[Variant]] = {}
        """Forms that count only as whole fields, in lower case."""
        for (value, data_type, shifted), group in grouped.items():
            variants = list(
                _variants(len(self.origins), shifted or value, shared=context.is_shared(data_type))
            )
            if not variants:
                refused.append(group[0])
                continue
            self.origins.append(Origin(value, data_type, tuple(group)))
            for variant in variants:
                if variant.rule == "named":
                    self.named.setdefault(variant.pattern.lower(), []).append(variant)
                else:
                    by_pattern.setdefault(variant.pattern[:_STEM].lower(), []).append(variant)
        self.refused = tuple(refused)
        self._variants = list(by_pattern.values())
        self._size = len({variant.pattern.lower() for one in self._variants for variant in one})
        self._size += len(self.named)
        self._scanner = scanner(list(by_pattern))

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
                needles += _shifted(access.value, access.data_type, "read", access.event)
        needles += [Needle(value=value, data_type=kind, source="planted") for kind, value in planted]
        needles += [Needle(value=value, data_type=kind, source="typed") for kind, value in typed]
        needles += _planted_places(needles)
        built = cls(needles)
        built.left_out = left_out
        return built

    @property
    def size(self) -> int:
        """How many different byte strings are searched for."""
        return self._size

    def search(self, data: bytes) -> Iterator[Hit]:
        """Yield every place where a form stands, rules not yet applied."""
        for start, index in self._scanner.find(data):
            for variant in self._variants[index]:
                if _stands(data, start, variant):
                    yield Hit(start, start + len(variant.pattern), variant)


def _shifted(
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


def _planted_places(needles: list[Needle]) -> Iterator[Needle]:
    """The same of planted places: one value, or latitude and longitude as two values in this order."""
    known = [n for n in needles if n.source == "planted"]
    for needle in known:
        yield from _shifted(needle.value, needle.data_type, "planted")
    planted = [n for n in known if coordinates.coordinates_in(n.value) == (n.value,)]
    for latitude, longitude in itertools.pairwise(planted):
        if latitude.data_type == longitude.data_type:
            yield from _shifted(f"{latitude.value},{longitude.value}", latitude.data_type, "planted")


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


def _variants(origin: int, value: str, *, shared: bool) -> Iterator[Variant]:
    found = coordinates.coordinates_in(value) if len(value) <= strength.MAX_CHARACTERS else ()
    if found == (value,):
        for stem in coordinates.stems(value):
            yield Variant(origin, stem, exact=False, rule="coordinate", steps=())
        return
    whole = strength.rule_of(value, shared=shared)
    if whole == "never":
        return
    for label, text in forms.forms(value).items():
        yield from _of_form(origin, label, text, shared=shared)
    # A digest of what many have says no more than the value does.
    for encoded, exact, steps in forms.digests(value):
        yield Variant(origin, encoded, exact, "named" if whole == "named" else "anywhere", steps)


def _of_form(origin: int, label: str, text: str, *, shared: bool) -> Iterator[Variant]:
    rule = strength.rule_of(text, shared=shared)
    if rule == "never":
        return
    steps = forms.steps_to(label)
    yield Variant(origin, text.encode("utf-8", "surrogatepass"), exact=False, rule=rule, steps=steps)
    for encoded, exact, step in forms.encodings(text):
        if step.name == "charset" or (rule == "named" and step.name == "reversed"):
            # Another way to write the text, no longer than it: what holds for the text holds for it.
            yield Variant(origin, encoded, exact, rule, (step, *steps))
        elif rule != "named" and len(encoded) >= _MIN_ENCODED:
            yield Variant(origin, encoded, exact, "anywhere", (step, *steps))
