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
from privaudit.analysis.needles import Hit, NeedleSet, Variant
from privaudit.analysis.outbound import Outbound
from privaudit.model.observation import Decoding, Match

MAX_MATCHES = 2000
"""Matches given for one request; a body made of nothing but known values says no more with more of them."""


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
    """Return the known values that `event` with `body` carries.

    With `before`, the journal number of the event, a value read several times is traced to the last read
    before it.
    """
    if not needles.size:
        return MatchResult((), "")
    return find_in(unwrap(event, body, limits), needles, before=before)


def find_in(unwrapped: Unwrapped, needles: NeedleSet, *, before: int | None = None) -> MatchResult:
    """Return the known values in what was taken apart already; `before` as for `find`."""
    pieces = unwrapped.pieces
    found = _outer_dropped(pieces, _contained_dropped(_search(pieces, needles)))
    matches: dict[tuple[object, ...], Match] = {}
    for one in found:
        match = _match(pieces[one.piece], one, needles, before)
        matches.setdefault((match.value, match.data_type, match.where, match.name, match.chain), match)
    cut = unwrapped.cut
    if len(matches) > MAX_MATCHES:
        cut = "; ".join(filter(None, (cut, f"{len(matches)} matches, of which {MAX_MATCHES} are given")))
    return MatchResult(tuple(matches.values())[:MAX_MATCHES], cut)


def explain(event: Outbound, body: bytes, match: Match) -> Explanation:
    """Redo a match on the request it was found in; raises LookupError when its steps lead nowhere."""
    cut = on_the_wire(match.chain)
    data = replay(event, body, match.where, match.chain[:cut])
    found = data[match.offset : match.offset + match.length]
    steps = tuple(step for step in match.chain[cut:] if step.name != "case")
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
        *DATUMS,
        *forms.DIGESTS,
    }:
        return True
    return bool(step.detail) and step.name in {"hex", "base64", "percent"}


def _search(pieces: list[Piece], needles: NeedleSet) -> Iterator[_Found]:
    # All pieces in one buffer: a search per field would cost more than the search.
    buffer = b"\0".join(piece.data for piece in pieces)
    starts = [0, *accumulate(len(piece.data) + 1 for piece in pieces)]
    seen: set[tuple[int, int, tuple[Decoding, ...]]] = set()
    numbers: dict[tuple[int, int], _Found] = {}
    certain: set[int] = set()
    for hit in needles.search(buffer):
        at = bisect_right(starts, hit.start) - 1
        piece = pieces[at]
        base = starts[at]
        if hit.end - base > len(piece.data):
            continue
        variant = hit.variant
        if (at, variant.origin, variant.steps) in seen:
            continue
        if variant.rule == "coordinate":
            one = _number(piece.data, at, base, hit, needles)
            best = numbers.get((at, variant.origin))
            if one is not None and (best is None or _decimals(one) > _decimals(best)):
                numbers[at, variant.origin] = one
                # A number that is proof alone needs no second: a track of points would give thousands.
                if _decimals(one) >= coordinates.ALONE_DECIMALS:
                    seen.add((at, variant.origin, variant.steps))
        elif _allowed(piece, hit.start - base, hit.end - base, variant, needles):
            seen.add((at, variant.origin, variant.steps))
            certain.add(at)
            yield _found(piece.data, at, hit.start - base, hit.end - base, variant)
    for one in _places(list(numbers.values()), needles):
        certain.add(one.piece)
        yield one
    if needles.named:
        yield from _named(pieces, needles, certain)


def _named(pieces: list[Piece], needles: NeedleSet, certain: set[int]) -> Iterator[_Found]:
    """Yield weak values that are the whole of a field whose type its name, or what is beside it, tells."""
    longest = max(map(len, needles.named)) + _QUOTES_AROUND
    for at, piece in enumerate(pieces):
        if not _LEAST <= len(piece.data) <= longest:
            continue
        data = piece.data.strip(_AROUND)
        for variant in needles.named.get(data.lower(), ()):
            origin = needles.origins[variant.origin]
            if variant.exact and data != variant.pattern:
                continue
            if context.tells(pieces, at, origin.data_type) or (
                strength.bits(origin.sought) >= context.COMPANION_BITS
                and context.companions(pieces, at, certain)
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
    return not _is_word(data[start - 1 : start]) and not _is_word(data[end : end + 1])


def _is_word(byte: bytes) -> bool:
    return byte.isalnum() or byte >= b"\x80"


def _number(data: bytes, at: int, base: int, hit: Hit, needles: NeedleSet) -> _Found | None:
    number = coordinates.number_at(data, hit.start - base)
    if number is None:
        return None
    start, text = number
    decimals = coordinates.same_place(needles.origins[hit.variant.origin].sought, text)
    if not decimals:
        return None
    step = Decoding(name="rounded", detail=f"{decimals} decimals")
    return _Found(at, start, start + len(text), hit.variant, (step,))


def _decimals(one: _Found) -> int:
    return int(one.extra[0].detail.split()[0])


def _places(numbers: list[_Found], needles: NeedleSet) -> Iterator[_Found]:
    present = {needles.origins[one.variant.origin].sought for one in numbers}
    for one in numbers:
        beside = present - {needles.origins[one.variant.origin].sought}
        if beside or _decimals(one) >= coordinates.ALONE_DECIMALS:
            yield one


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
