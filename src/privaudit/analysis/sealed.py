"""What an app encrypts, hashes or signs itself: what went in is searched, what came out looked for.

The agent tells each call of a cipher, digest or MAC with its input and output. Where known values stand in an
input, its output (as it is, in hex, in base64) is looked for in traffic and in the inputs of other calls;
where it is found, those values are there. So a body under AES, a salted digest and a MAC are read through.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

import msgspec

from privaudit.analysis.decode import Limits, Unwrapped, replay, unwrap
from privaudit.analysis.match import Explanation, explain, find_in, on_the_wire
from privaudit.analysis.needles import NeedleSet
from privaudit.analysis.outbound import Outbound
from privaudit.analysis.outputs import MIN_BYTES, Output, Outputs, bare, encoded
from privaudit.analysis.plain import Read
from privaudit.analysis.spill import Spill
from privaudit.analysis.streams import bytes_of
from privaudit.model.network import CryptoSeen, StreamSeen
from privaudit.model.observation import Decoding, Match, Sealing

DEPTH = 3
"""Calls one inside the other that are followed: a digest, in what is signed, in what is encrypted."""

MAX_CALLS = 100_000
"""Different calls that are searched, and"""
MAX_BYTES = 256 * 1024 * 1024
"""bytes of their inputs, and"""
MAX_EXPANDED = 1024 * 1024 * 1024
"""bytes that come out of these; `Sealed.left_out` counts calls beyond, and those with too short outputs."""
MAX_OUTPUTS = 6_000
"""Outputs looked for in traffic."""
MAX_MATCHES = 200
"""Values told of one input, and of one request."""

_LIMITS = Limits(expanded=8 * 1024 * 1024, pieces=50_000)
INPUT = StreamSeen(at=0, seen=0, flow="", host="", port=0, from_client=True, encrypted=False)
"""What was given to a call, in the form in which `replay` and `explain` take it with its bytes."""
_pack = msgspec.json.Encoder().encode  # numbers of any size, as a journal may have
_unpack = msgspec.json.Decoder(CryptoSeen).decode


class Made(NamedTuple):
    """What a call was given and what it made of it."""

    given: bytes
    made: bytes


class Seals:
    """Gathers the calls while the journal streams by; each different one once."""

    def __init__(self) -> None:
        self._spill = Spill()
        self._seen: set[bytes] = set()
        self._at: dict[int, int] = {}
        self.left_out = 0

    def take(self, n: int, event: CryptoSeen) -> None:
        """Take a call; `n` is its journal number. What was decrypted had come from elsewhere."""
        if event.operation == "decrypt" or not event.input.size:
            return
        same = _pack((event.operation, event.algorithm, event.input, event.output))
        digest = hashlib.blake2b(same, digest_size=12).digest()
        if digest in self._seen:
            return
        if len(self._seen) >= MAX_CALLS:
            self.left_out += 1
            return
        self._seen.add(digest)
        self._at[n] = self._spill.add(_pack(event))

    def close(self) -> None:
        """Forget everything."""
        self._spill.close()

    def calls(self) -> Iterator[tuple[int, CryptoSeen]]:
        """Yield (journal number, call) of each."""
        for n, number in self._at.items():
            yield n, _unpack(self._spill.get(number))

    def call(self, n: int) -> CryptoSeen:
        """Return the call of a journal number; raises LookupError where there is none."""
        return _unpack(self._spill.get(self._at[n]))

    def made(self, n: int, read: Read) -> Made:
        """Return the bytes of a call; raises LookupError where the evidence has them not."""
        event = self.call(n)
        given, made = bytes_of(event.input, read), bytes_of(event.output, read)
        if given is None or made is None:
            raise LookupError(f"the bytes of event {n} are missing")
        return Made(given, made)


class Sealed:
    """The calls whose inputs carry known values, ready to be recognised by their outputs."""

    def __init__(self, seals: Seals, needles: NeedleSet, read: Read) -> None:
        self._seals = seals
        self._read = read
        self._inner: dict[int, tuple[Match, ...]] = {}
        self.left_out = seals.left_out
        self.cut = 0
        """Calls of which not all that went in was kept."""
        self._outputs = Outputs((), self._made)
        if needles.size:
            self._search(needles)

    @property
    def size(self) -> int:
        """How many outputs are looked for."""
        return self._outputs.size

    def find_in(
        self, unwrapped: Unwrapped, known: tuple[Match, ...], *, cut: bool = False
    ) -> tuple[Match, ...]:
        """Return the values that stand sealed in what was taken apart.

        `known` are those found in it as they are; what stands there anyway is not told again. `cut` says
        that its end was not kept.
        """
        if not self._outputs.size:
            return ()
        found = list(self._matches(unwrapped, self._outputs, cut=cut))
        plain = {(one.data_type, one.value, one.where, one.offset, _wire(one)) for one in known}
        carried = {(one.data_type, one.value) for one in known}
        carried |= {(one.data_type, one.value) for one in found if one.sealed[0].operation == "encrypt"}
        kept: dict[tuple[object, ...], Match] = {}
        for one in found:
            if (one.data_type, one.value, one.where, one.offset, _wire(one)) in plain:
                continue
            # A signature over what is sent beside it says nothing more.
            if one.sealed[0].operation != "encrypt" and (one.data_type, one.value) in carried:
                continue
            kept.setdefault((one.data_type, one.value, one.where, one.name, one.chain), one)
        return tuple(kept.values())[:MAX_MATCHES]

    def _search(self, needles: NeedleSet) -> None:
        """Find what the inputs carry: known values, then the outputs of the calls that have them."""
        size = expanded = 0
        fresh: list[int] = []
        for n, event in self._seals.calls():
            given = bytes_of(event.input, self._read)
            if given is None:
                self.left_out += 1
                continue
            size += len(given)
            if size > MAX_BYTES or expanded > MAX_EXPANDED:
                self.left_out += 1
                continue
            self.cut += event.input.cut
            unwrapped = unwrap(INPUT, given, _LIMITS)
            expanded += sum(len(piece.data) for piece in unwrapped.pieces)
            matches = find_in(unwrapped, needles, before=n).matches
            if matches:
                self._inner[n] = matches[:MAX_MATCHES]
                fresh.append(n)
        for _level in range(1, DEPTH):
            fresh = self._nested(fresh)
        self._outputs = self._of(list(self._inner))
        self.left_out += len(self._inner) - self._outputs.size

    def _nested(self, inner: list[int]) -> list[int]:
        """Find the calls that were given what others had made; return those that are new."""
        outputs = self._of(inner)
        fresh: list[int] = []
        if not outputs.size:
            return fresh
        size = 0
        for n, event in self._seals.calls():
            given = bytes_of(event.input, self._read)
            size += len(given or b"")
            if not given or len(given) < MIN_BYTES or size > MAX_BYTES:
                continue
            found = [
                match
                for match in self._matches(unwrap(INPUT, given, _LIMITS), outputs, cut=event.input.cut)
                if all(sealing.event != n for sealing in match.sealed)
            ]
            known = {(one.data_type, one.value) for one in self._inner.get(n, ())}
            more = [one for one in found if (one.data_type, one.value) not in known]
            if more:
                self._inner[n] = (*self._inner.get(n, ()), *more)[:MAX_MATCHES]
                fresh.append(n)
        return fresh

    def _of(self, numbers: list[int]) -> Outputs:
        return Outputs((self._output(n) for n in numbers[:MAX_OUTPUTS]), self._made)

    def _output(self, n: int) -> Output:
        event = self._seals.call(n)
        made = bytes_of(event.output, self._read) or b""
        return Output(n, event.operation == "encrypt", made)

    def _made(self, n: int) -> bytes:
        return bytes_of(self._seals.call(n).output, self._read) or b""

    def _matches(self, unwrapped: Unwrapped, outputs: Outputs, *, cut: bool) -> Iterator[Match]:
        for place in outputs.find(unwrapped.pieces, cut=cut):
            piece = unwrapped.pieces[place.piece]
            event = self._seals.call(place.event)
            for inner in self._inner[place.event]:
                if place.part < 1 and not self._reaches(inner, event, place.part):
                    continue
                sealing = Sealing(
                    event=place.event,
                    operation=event.operation,
                    algorithm=event.algorithm,
                    chain=inner.chain,
                    offset=inner.offset,
                    length=inner.length,
                )
                yield msgspec.structs.replace(
                    inner,
                    where=piece.where,
                    offset=place.start,
                    length=place.end - place.start,
                    chain=(*piece.chain, *place.steps),
                    name=piece.name,
                    sealed=(sealing, *inner.sealed),
                )

    def _reaches(self, inner: Match, event: CryptoSeen, part: float) -> bool:
        """Whether a value stands in the part of the input whose output was sent: ciphers keep the order."""
        given = bytes_of(event.input, self._read) or b""
        found = b"" if inner.sealed else explain(INPUT, given, inner).found
        at = given.find(found) if found else -1
        return at >= 0 and at + len(found) + _BLOCK <= len(given) * part


_BLOCK = 16
"""Bytes by which a block cipher's output may run behind its input."""


def _wire(match: Match) -> tuple[Decoding, ...]:
    return match.chain[: on_the_wire(match.chain)]


class Half(NamedTuple):
    """One step of a sealed match redone: the call whose input it stands in (None: the request itself)."""

    event: int | None
    explanation: Explanation


def explain_sealed(
    event: Outbound, body: bytes, match: Match, made: Callable[[int], Made]
) -> tuple[Half, ...]:
    """Redo a sealed match: the output in the request, then what went in, one call after the other.

    Raises LookupError where its steps lead nowhere.
    """
    stands: tuple[int | None, Outbound, bytes, Match] = (None, event, body, match)
    halves: list[Half] = []
    for number, sealing in enumerate(match.sealed):
        where, outer, data, there = stands
        steps = on_the_wire(there.chain)
        piece = replay(outer, data, there.where, there.chain[:steps])
        found = piece[there.offset : there.offset + there.length]
        call = made(sealing.event)
        halves.append(Half(where, _output_there(found, there.chain[steps:], call)))
        stands = (sealing.event, INPUT, call.given, input_match(match, number))
    where, outer, data, there = stands
    return (*halves, Half(where, explain(outer, data, there)))


def input_match(match: Match, number: int) -> Match:
    """Return a sealed match as it stands in the input of its `number`-th call."""
    sealing = match.sealed[number]
    return msgspec.structs.replace(
        match,
        where="body",
        offset=sealing.offset,
        length=sealing.length,
        chain=sealing.chain,
        sealed=match.sealed[number + 1 :],
    )


def _output_there(found: bytes, steps: tuple[Decoding, ...], made: Made) -> Explanation:
    """Compare what stands there with the beginning of the call's output, encoded as `steps` say."""
    expected = encoded(made.made, steps)
    if expected is None:
        return Explanation(found, None)
    there = bare(found, steps)
    return Explanation(there, expected[: len(there)] if there else None)
