"""Matches of an evidence folder redone from what was kept: every step, and whether it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from privaudit.analysis.decode import replay
from privaudit.analysis.mask import Masker
from privaudit.analysis.match import explain, on_the_wire
from privaudit.analysis.observe import observe
from privaudit.analysis.outbound import Outbound
from privaudit.analysis.sealed import INPUT, Half, Made, explain_sealed, input_match
from privaudit.catalog import load_catalog
from privaudit.errors import InputError
from privaudit.evidence.reader import EvidenceReader
from privaudit.model.observation import Decoding, Match, Sent


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """What a step leads to: so many bytes, their sha256; the first has no step."""

    step: Decoding | None
    size: int
    sha256: str


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """A match redone in what a call of the app's own sealed: the call, and how the value stands in its input.

    That its output stands where the stages before lead to is told by the `agrees` before it.
    """

    event: int
    operation: str
    algorithm: str
    stages: tuple[Stage, ...] = ()
    offset: int = 0
    length: int = 0
    last: tuple[Decoding, ...] = ()
    found_sha256: str = ""
    agrees: bool = False


class Redone(msgspec.Struct, frozen=True, kw_only=True):
    """A match redone: what is found at its offset, whether the value gives it, or why it cannot be told."""

    event: int
    parts: tuple[int, ...] = ()
    """The events whose bytes are joined for it, where there are several."""
    url: str
    actor: str
    match: Match
    stages: tuple[Stage, ...] = ()
    last: tuple[Decoding, ...] = ()
    """The steps from the bytes found to the value, or to what the app's own crypto put out."""
    found_sha256: str = ""
    agrees: bool = False
    """Whether every half of it holds."""
    holds: bool = False
    """Whether what is found in the request is what it should be."""
    sealed: tuple[Opening, ...] = ()
    """Outermost first: what the app's own crypto was given, for values it sealed."""
    problem: str = ""


def redo(evidence: Path, event: int | None = None, *, unmasked: bool = False) -> Iterator[Redone]:
    """Yield every match of the evidence, or of one event, redone; values masked unless told otherwise.

    Raises EvidenceError when the folder cannot be read, and InputError when there is no such request.
    """
    reader = EvidenceReader(evidence)
    found: list[tuple[int, Redone]] = []
    known: set[int] = set()

    def told(sent: Sent, outbound: Outbound, body: bytes, made: Callable[[int], Made]) -> None:
        if event is None or event in (sent.event, *sent.parts):
            known.add(sent.event)
            found.extend((sent.when.at, _redone(outbound, body, sent, match, made)) for match in sent.matches)

    observation = observe(reader.records(), reader.artefact, load_catalog(), told=told)
    if event is not None and not known:
        raise InputError(
            f"event {event} is no request", file=evidence, hint="report.json names the events of its proofs"
        )
    masker = Masker.of(observation, off=unmasked)
    found.sort(key=lambda one: (one[1].event, one[0]))
    for _at, one in found:
        yield _masked(one, masker)


def _redone(event: Outbound, body: bytes, sent: Sent, match: Match, made: Callable[[int], Made]) -> Redone:
    cut = on_the_wire(match.chain)
    told = Redone(
        event=sent.event,
        parts=sent.parts,
        url=sent.url,
        actor=sent.actor.name,
        match=match,
        last=match.chain[cut:],
    )
    stages: list[Stage] = []
    try:
        _follow(event, body, match, stages)
        halves = (
            explain_sealed(event, body, match, made)
            if match.sealed
            else (Half(None, explain(event, body, match)),)
        )
        sealed = tuple(_opened(match, number, half, made) for number, half in enumerate(halves[1:]))
    except LookupError as error:
        return msgspec.structs.replace(told, stages=tuple(stages), problem=str(error))
    return msgspec.structs.replace(
        told,
        stages=tuple(stages),
        found_sha256=hashlib.sha256(halves[0].explanation.found).hexdigest(),
        agrees=all(half.explanation.agrees for half in halves),
        holds=halves[0].explanation.agrees,
        sealed=sealed,
    )


def _follow(event: Outbound, body: bytes, match: Match, stages: list[Stage]) -> None:
    """Add to `stages` what each step on the way leads to; raises LookupError if one fails."""
    cut = on_the_wire(match.chain)
    for length in range(cut + 1):
        chain = match.chain[:length]
        try:
            data = replay(event, body, match.where, chain)
        except LookupError:
            # What a request consists of before anything is opened has steps of its own: `query`.
            if stages or length == cut:
                raise
            continue
        step = chain[-1] if chain else None
        stages.append(Stage(step=step, size=len(data), sha256=hashlib.sha256(data).hexdigest()))


def _opened(match: Match, number: int, half: Half, made: Callable[[int], Made]) -> Opening:
    sealing = match.sealed[number]
    inside = input_match(match, number)
    stages: list[Stage] = []
    _follow(INPUT, made(sealing.event).given, inside, stages)
    return Opening(
        event=sealing.event,
        operation=sealing.operation,
        algorithm=sealing.algorithm,
        stages=tuple(stages),
        offset=sealing.offset,
        length=sealing.length,
        last=sealing.chain[on_the_wire(sealing.chain) :],
        found_sha256=hashlib.sha256(half.explanation.found).hexdigest(),
        agrees=half.explanation.agrees,
    )


def _masked(redone: Redone, masker: Masker) -> Redone:
    if masker.off:
        return redone

    def hidden(steps: tuple[Decoding, ...]) -> tuple[Decoding, ...]:
        return tuple(Decoding(name=step.name, detail=masker.text(step.detail)) for step in steps)

    def bare(stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
        # Of a masked value the digest would be a way back to it: so few phone numbers there are.
        return tuple(
            msgspec.structs.replace(one, step=one.step and hidden((one.step,))[0], sha256="")
            for one in stages
        )

    match = redone.match
    return msgspec.structs.replace(
        redone,
        url=masker.text(redone.url),
        problem=masker.text(redone.problem),
        last=hidden(redone.last),
        found_sha256="",
        stages=bare(redone.stages),
        sealed=tuple(
            msgspec.structs.replace(one, stages=bare(one.stages), last=hidden(one.last), found_sha256="")
            for one in redone.sealed
        ),
        match=msgspec.structs.replace(
            match,
            value=masker.value(match.data_type, match.value),
            chain=hidden(match.chain),
            sealed=tuple(msgspec.structs.replace(one, chain=hidden(one.chain)) for one in match.sealed),
            name=masker.text(match.name),
            before="",
            found="",
            after="",
        ),
    )
