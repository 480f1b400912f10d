"""Which known values a request or a WebSocket message carries, and how each stands there.

Every field of the request (host, path, query, headers, cookies, body in all its wrappings) is searched in one
pass. A match names the value, where it stands, the steps from the wire to it and its offset in the bytes
those steps give, so that a person can redo it by hand; `explain` redoes it by machine.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from privaudit.analysis import context, coordinates, forms, strength
from privaudit.analysis.datums import DATUMS
from privaudit.analysis.decode import DEFAULT_LIMITS, Limits, Piece, Unwrapped, replay, unwrap
from privaudit.analysis.detect import STEP, Detected, confirms, detected
from privaudit.analysis.edges import stands_apart
from privaudit.analysis.needles import NeedleSet
from privaudit.analysis.outbound import Outbound
from privaudit.analysis.variants import Variant
from privaudit.model.observation import Decoding, Match

MAX_MATCHES = 2000
"""Matches given for one request; a body made of nothing but known values says no more with more of them."""


MAX_PLACES = 1_000_000
"""Places looked at for one request."""


class MatchResult(NamedTuple):
    """What was found, in the order of the request, and in words what could not be searched."""

    matches: tuple[Match, ...]
    cut: str


class Explanation(NamedTuple):
    """A match redone: the bytes found and the bytes the value gives when its steps are redone."""

    found: bytes
    expected: bytes | None

    @property
    def agrees(self) -> bool:
        """Whether the two are the same, ASCII case aside (`expected` is None for a rounded number)."""
        return self.expected is not None and self.found.lower() == self.expected.lower()


class _Found(NamedTuple):
    piece: int
    start: int
    end: int
    variant: Variant
    extra: tuple[Decoding, ...]


def find(
    event: Outbound,
    body: bytes,
    needles: NeedleSet,
    *,
    before: int | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> MatchResult:
    """Return the known values that `event` with `body` carries, then those that detectors recognise.

    With `before`, the journal number of the event, a value read several times is traced to the last read
    before it.
    """
    return find_in(unwrap(event, body, limits), needles, before=before)


def find_in(unwrapped: Unwrapped, needles: NeedleSet, *, before: int | None = None) -> MatchResult:
    """Return what `find` does in what was taken apart already; `before` as for `find`."""
    pieces = unwrapped.pieces
    search = _Search(pieces, needles)
    known = _contained_dropped(search.run())
    found = _outer_dropped(pieces, _raw_dropped(pieces, known))
    matches: dict[tuple[object, ...], Match] = {}
    for one in found:
        match = _match(pieces[one.piece], one, needles, before)
        matches.setdefault((match.value, match.data_type, match.where, match.name, match.chain), match)
    covered: dict[int, list[tuple[int, int]]] = {}
    for one in known:
        covered.setdefault(one.piece, []).append((one.start, one.end))
    by_form = detected(pieces, covered)
    for told in by_form.found:
        match = _detected_match(pieces[told.piece], told)
        matches.setdefault((match.value, match.data_type, match.where, match.name, match.chain), match)
    cut = "; ".join(filter(None, (unwrapped.cut, search.cut, by_form.cut)))
    if len(matches) > MAX_MATCHES:
        cut = "; ".join(filter(None, (cut, f"{len(matches)} matches, of which {MAX_MATCHES} are given")))
    return MatchResult(tuple(matches.values())[:MAX_MATCHES], cut)


def explain(event: Outbound, body: bytes, match: Match) -> Explanation:
    """Redo a match on the request it was found in; raises LookupError when its steps lead nowhere."""
    cut = on_the_wire(match.chain)
    data = replay(event, body, match.where, match.chain[:cut])
    found = data[match.offset : match.offset + match.length]
    steps = tuple(step for step in match.chain[cut:] if step.name != "case")
    if steps and steps[-1].name == STEP:
        return Explanation(found, found if confirms(steps[-1].detail, found, match.value) else None)
    if any(step.name == "rounded" for step in steps):
        return Explanation(found, found if _same_place(match, steps, found) else None)
    return Explanation(found, forms.disguise(match.value, steps))


def on_the_wire(chain: tuple[Decoding, ...]) -> int:
    """Return how many steps of a chain lead from the request to what is found; the rest lead to the value."""
    return next((at for at, step in enumerate(chain) if _is_of_value(step)), len(chain))


def _same_place(match: Match, steps: tuple[Decoding, ...], found: bytes) -> int:
    shift = next((step for step in steps if step.name in DATUMS), None)
    if shift is None:
        return coordinates.same_place(match.value, found)
    numbers = coordinates.shifted(shift.detail).get(shift.name, ())
    sought = [number for number, value, _which in numbers if value == match.value]
    return max((coordinates.same_place(number, found) for number in sought), default=0)


def _is_of_value(step: Decoding) -> bool:
    if step.name in {
        "written",
        "case",
        "rounded",
        "charset",
        "unicode-escape",
        "reversed",
        STEP,
        *DATUMS,
        *forms.DIGESTS,
    }:
        return True
    return bool(step.detail) and step.name in {"hex", "base64", "percent", "uuid"}


class _Search:
    """One search through the pieces of a request; `cut` says afterwards what was not looked at."""

    def __init__(self, pieces: list[Piece], needles: NeedleSet) -> None:
        self._pieces = pieces
        self._needles = needles
        self._seen: set[tuple[int, int, tuple[Decoding, ...]]] = set()
        self._numbers: dict[tuple[int, int], _Found] = {}
        self.cut = ""

    def run(self) -> Iterator[_Found]:
        certain: set[int] = set()
        for one in self._standing():
            certain.add(one.piece)
            yield one
        for one in _near_each_other(self._pieces, list(self._numbers.values()), self._needles):
            certain.add(one.piece)
            yield one
        if self._needles.longest_named:
            yield from _named(self._pieces, self._needles, certain)

    def _standing(self) -> Iterator[_Found]:
        places = 0
        for first, last in _batches(self._pieces):
            for at, start, variant in self._places(first, last):
                places += 1
                if places > MAX_PLACES:
                    self.cut = (
                        f"known values stand in more than {MAX_PLACES} places, the rest was not looked at"
                    )
                    return
                if (at, variant.origin, variant.steps) in self._seen:
                    continue
                if variant.rule == "coordinate":
                    self._coordinate(at, start, variant)
                elif _allowed(self._pieces[at], start, start + len(variant.pattern), variant, self._needles):
                    self._seen.add((at, variant.origin, variant.steps))
                    yield _found(self._pieces[at].data, at, start, start + len(variant.pattern), variant)

    def _places(self, first: int, last: int) -> Iterator[tuple[int, int, Variant]]:
        """Yield (piece, offset in it, form) of every place in some pieces, searched as one."""
        if last - first == 1:
            for hit in self._needles.search(self._pieces[first].data):
                yield first, hit.start, hit.variant
            return
        batch = self._pieces[first:last]
        starts = [0, *accumulate(len(piece.data) + 1 for piece in batch)]
        for hit in self._needles.search(b"\0".join(piece.data for piece in batch)):
            at = bisect_right(starts, hit.start) - 1
            if hit.end - starts[at] <= len(batch[at].data):
                yield first + at, hit.start - starts[at], hit.variant

    def _coordinate(self, at: int, start: int, variant: Variant) -> None:
        one = _number(self._pieces[at].data, at, start, variant, self._needles)
        best = self._numbers.get((at, variant.origin))
        if one is not None and (best is None or _decimals(one) > _decimals(best)):
            self._numbers[at, variant.origin] = one
            # A number that is proof alone needs no second: a track of points would give thousands.
            if _decimals(one) >= coordinates.ALONE_DECIMALS:
                self._seen.add((at, variant.origin, variant.steps))


def _batches(pieces: list[Piece]) -> Iterator[tuple[int, int]]:
    """Yield ranges of pieces to search as one: a search per field would cost more than the search."""
    first = size = 0
    for at, piece in enumerate(pieces):
        if size and size + len(piece.data) > _BATCH:
            yield first, at
            first, size = at, 0
        size += len(piece.data) + 1
    if size:
        yield first, len(pieces)


_BATCH = 256 * 1024


def _named(pieces: list[Piece], needles: NeedleSet, certain: set[int]) -> Iterator[_Found]:
    """Yield weak values that are the whole of a field whose type its name, or what is beside it, tells."""
    longest = needles.longest_named + _QUOTES_AROUND
    companions = context.Companions(pieces, certain)
    for at, piece in enumerate(pieces):
        if not _LEAST <= len(piece.data) <= longest:
            continue
        data = piece.data.strip(_AROUND)
        for variant in needles.named(data.lower()):
            origin = needles.origins[variant.origin]
            if variant.exact and data != variant.pattern:
                continue
            if context.tells(pieces, at, origin.data_type) or (
                strength.bits(origin.sought) >= context.COMPANION_BITS and companions.beside(at)
            ):
                start = piece.data.index(data)
                yield _found(piece.data, at, start, start + len(data), variant)


_AROUND = b" \t\r\n\"'"
_QUOTES_AROUND = 4
_LEAST = strength.LEAST_BYTES


def _found(data: bytes, at: int, start: int, end: int, variant: Variant) -> _Found:
    plain = not variant.steps or variant.steps[0].name == "written"
    other_case = plain and data[start:end] != variant.pattern
    return _Found(at, start, end, variant, (Decoding(name="case"),) if other_case else ())


def _allowed(piece: Piece, start: int, end: int, variant: Variant, needles: NeedleSet) -> bool:
    if context.in_agent(piece.name, needles.origins[variant.origin].data_type):
        return False
    if variant.rule == "anywhere":
        return True
    data = piece.data
    if variant.steps and variant.steps[0].detail.startswith("inside"):
        return stands_apart(data, start, end, variant.steps[0])
    return not _is_word(data[start - 1 : start]) and not _is_word(data[end : end + 1])


def _is_word(byte: bytes) -> bool:
    return byte.isalnum() or byte >= b"\x80"


def _number(data: bytes, at: int, place: int, variant: Variant, needles: NeedleSet) -> _Found | None:
    number = coordinates.number_at(data, place)
    if number is None:
        return None
    start, text = number
    decimals = coordinates.same_place(needles.origins[variant.origin].sought, text)
    if not decimals:
        return None
    step = Decoding(name="rounded", detail=f"{decimals} decimals")
    return _Found(at, start, start + len(text), variant, (step,))


def _decimals(one: _Found) -> int:
    return int(one.extra[0].detail.split()[0])


def _near_each_other(pieces: list[Piece], numbers: list[_Found], needles: NeedleSet) -> Iterator[_Found]:
    """Yield numbers that are proof alone, and those with another coordinate beside them."""
    homes: dict[tuple[object, ...], list[_Found]] = {}
    for one in numbers:
        piece = pieces[one.piece]
        homes.setdefault((piece.where, piece.chain[:-1], context.parent(piece.name)), []).append(one)
    for home in homes.values():
        for one in home:
            sought = needles.origins[one.variant.origin].sought
            if _decimals(one) >= coordinates.ALONE_DECIMALS or any(
                needles.origins[other.variant.origin].sought != sought
                # In one text a few words may stand between; a field of its own is near enough.
                and (other.piece != one.piece or 0 < abs(other.start - one.start) <= _NEAR)
                for other in home
            ):
                yield one


_NEAR = 64


def _contained_dropped(found: Iterable[_Found]) -> list[_Found]:
    """Drop what stands inside a longer form of the same value: 86199… inside +86199…."""
    groups: dict[tuple[int, int], list[_Found]] = {}
    for one in found:
        groups.setdefault((one.piece, one.variant.origin), []).append(one)
    kept: list[_Found] = []
    for group in groups.values():
        reach = -1
        for one in sorted(group, key=lambda f: (f.start, -f.end)):
            if one.end > reach:
                kept.append(one)
                reach = one.end
    kept.sort(key=lambda f: (f.piece, f.start))
    return kept


def _raw_dropped(pieces: list[Piece], found: list[_Found]) -> list[_Found]:
    """Drop digests that are all that hexadecimal or base64 holds: they were found as that already."""
    written = {
        (one.variant.origin, pieces[one.piece].where, pieces[one.piece].chain, one.variant.steps[0].name)
        for one in found
        if one.variant.steps and one.variant.steps[0].name in forms.DIGESTS
    }

    def again(one: _Found) -> bool:
        piece, steps = pieces[one.piece], one.variant.steps
        return (
            bool(piece.chain and steps)
            and steps[0].detail == "raw"
            and piece.chain[-1].name in {"hex", "base64"}
            and one.end - one.start == len(piece.data)
            and (one.variant.origin, piece.where, piece.chain[:-1], steps[0].name) in written
        )

    return [one for one in found if not again(one)]


def _outer_dropped(pieces: list[Piece], found: list[_Found]) -> Iterator[_Found]:
    """Drop what was found again, and better, in something unwrapped from the same piece."""
    outer: set[tuple[int, str, tuple[Decoding, ...]]] = set()
    for one in found:
        piece = pieces[one.piece]
        for length in range(len(piece.chain)):
            outer.add((one.variant.origin, piece.where, piece.chain[:length]))
    for one in found:
        piece = pieces[one.piece]
        if (one.variant.origin, piece.where, piece.chain) not in outer:
            yield one


def _match(piece: Piece, one: _Found, needles: NeedleSet, before: int | None) -> Match:
    origin = needles.origins[one.variant.origin]
    source = origin.best(before)
    return Match(
        data_type=origin.data_type,
        value=origin.value,
        source=source.source,
        source_event=source.event,
        where=piece.where,
        offset=one.start,
        length=one.end - one.start,
        chain=(*piece.chain, *one.extra, *one.variant.steps, *origin.shift),
        name=piece.name,
    )


def _detected_match(piece: Piece, told: Detected) -> Match:
    return Match(
        data_type=told.data_type,
        value=told.value,
        source="detected",
        source_event=None,
        where=piece.where,
        offset=told.start,
        length=told.end - told.start,
        chain=(*piece.chain, told.step),
        name=piece.name,
    )
