"""Matches of an evidence folder redone from what was kept: every step, and whether it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from privaudit.analysis.decode import replay
from privaudit.analysis.mask import Masker
from privaudit.analysis.match import explain, on_the_wire
from privaudit.analysis.observe import observe
from privaudit.catalog import load_catalog
from privaudit.errors import InputError
from privaudit.evidence.reader import EvidenceReader
from privaudit.model.event import FrameSeen, RequestSeen
from privaudit.model.observation import Decoding, Match, Sent


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """What a step leads to: so many bytes, their sha256; the first has no step."""

    step: Decoding | None
    size: int
    sha256: str


class Redone(msgspec.Struct, frozen=True, kw_only=True):
    """A match redone: what is found at its offset, whether the value gives it, or why it cannot be told."""

    event: int
    url: str
    actor: str
    match: Match
    stages: tuple[Stage, ...] = ()
    last: tuple[Decoding, ...] = ()
    """The steps from the bytes found to the value."""
    found_sha256: str = ""
    agrees: bool = False
    problem: str = ""


def redo(evidence: Path, event: int | None = None, *, unmasked: bool = False) -> Iterator[Redone]:
    """Yield every match of the evidence, or of one event, redone; values masked unless told otherwise.

    Raises EvidenceError when the folder cannot be read, and InputError when there is no such request.
    """
    reader = EvidenceReader(evidence)
    observation = observe(reader.records(), reader.artefact, load_catalog())
    wanted = {sent.event: sent for sent in observation.sent if event is None or sent.event == event}
    if event is not None and event not in wanted:
        raise InputError(
            f"event {event} is no request", file=evidence, hint="report.json names the events of its proofs"
        )
    masker = Masker.of(observation, off=unmasked)
    for record in EvidenceReader(evidence).records():
        sent = wanted.get(record.n)
        if sent is not None and isinstance(record.event, RequestSeen | FrameSeen):
            body = (reader.artefact(record.event.body) if record.event.body else b"") or b""
            for match in sent.matches:
                yield _masked(_redone(record.event, body, sent, match), masker)


def _redone(event: RequestSeen | FrameSeen, body: bytes, sent: Sent, match: Match) -> Redone:
    cut = on_the_wire(match.chain)
    told = Redone(event=sent.event, url=sent.url, actor=sent.actor.name, match=match, last=match.chain[cut:])
    stages: list[Stage] = []
    try:
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
        result = explain(event, body, match)
    except LookupError as error:
        return msgspec.structs.replace(told, stages=tuple(stages), problem=str(error))
    return msgspec.structs.replace(
        told,
        stages=tuple(stages),
        found_sha256=hashlib.sha256(result.found).hexdigest(),
        agrees=result.agrees,
    )


def _masked(redone: Redone, masker: Masker) -> Redone:
    if masker.off:
        return redone

    def hidden(steps: tuple[Decoding, ...]) -> tuple[Decoding, ...]:
        return tuple(Decoding(name=step.name, detail=masker.text(step.detail)) for step in steps)

    match = redone.match
    return msgspec.structs.replace(
        redone,
        url=masker.text(redone.url),
        problem=masker.text(redone.problem),
        last=hidden(redone.last),
        # Of a masked value the digest would be a way back to it: so few phone numbers there are.
        found_sha256="",
        stages=tuple(
            msgspec.structs.replace(one, step=one.step and hidden((one.step,))[0], sha256="")
            for one in redone.stages
        ),
        match=msgspec.structs.replace(
            match,
            value=masker.value(match.data_type, match.value),
            chain=hidden(match.chain),
            name=masker.text(match.name),
            before="",
            found="",
            after="",
        ),
    )
