"""The traffic of an evidence folder as a HAR 1.2 file, which browsers' developer tools open.

Every request has an entry, also those the agent took in the app and those whose end was never seen; messages
of WebSockets stand in `_webSocketMessages`, as Chromium writes and reads them. What HAR has no place for
(streams, names looked up, what could not be read, where all of it comes from) is in `_privaudit` of the log.
"""

from __future__ import annotations

import base64
import os
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from privaudit import __version__
from privaudit.analysis.observe import observe
from privaudit.analysis.outbound import Outbound
from privaudit.analysis.spill import Spill
from privaudit.catalog import load_catalog
from privaudit.errors import InputError
from privaudit.evidence.reader import EvidenceReader
from privaudit.evidence.verify import verify
from privaudit.model.event import RunEnded, RunStarted
from privaudit.model.evidence import Record
from privaudit.model.network import FrameSeen, RequestSeen, ResponseSeen
from privaudit.model.observation import Observation, Sent
from privaudit.session.har_entry import Exchange, Json, about, entry, moment
from privaudit.session.har_shown import Shown

_encode = msgspec.json.Encoder().encode
_pack = msgspec.msgpack.Encoder().encode

_NOT_READ = frozenset({"unopened", "counted", "refused", "failed"})
_MAX_PROBLEMS = 20


class _Item(msgspec.Struct, frozen=True):
    sent: Sent
    event: Outbound
    body: bytes
    """Of what the journal has no single artefact for."""


class _Frame(msgspec.Struct, frozen=True):
    n: int
    event: FrameSeen


_unpack_item = msgspec.msgpack.Decoder(_Item).decode
_unpack_frame = msgspec.msgpack.Decoder(_Frame).decode
_unpack_answer = msgspec.msgpack.Decoder(ResponseSeen).decode


class Exported(NamedTuple):
    """What an export wrote: where to, and how many entries."""

    path: Path
    entries: int
    whole: bool
    """Whether the evidence it was made from is."""


class _Gathered:
    """What entries are made of, put aside while the journal is read once."""

    def __init__(self) -> None:
        self.spill = Spill()
        self.requests: list[tuple[int, int]] = []
        self.others: list[tuple[int, int]] = []
        self.sockets: dict[str, array[int]] = {}
        self.frames: dict[int, int] = {}
        """Journal numbers of WebSocket messages in which values were found, and where they are put aside."""
        self._answers: dict[str, int] = {}
        self.started: RunStarted | None = None
        self.ended: RunEnded | None = None

    def records(self, records: Iterator[Record]) -> Iterator[Record]:
        """Yield the records of a journal, noting on the way what is needed."""
        for record in records:
            event = record.event
            if isinstance(event, ResponseSeen):
                self._answers[event.flow] = self.spill.add(_pack(event))
            elif isinstance(event, FrameSeen):
                number = self.spill.add(_pack(_Frame(record.n, event)))
                self.sockets.setdefault(event.flow, array("Q")).append(number)
            elif isinstance(event, RunStarted):
                self.started = self.started or event
            elif isinstance(event, RunEnded):
                self.ended = event
            yield record

    def told(self, sent: Sent, event: Outbound, body: bytes, _made: Callable[[int], object]) -> None:
        """Put aside what left at once; called while its bytes are at hand."""
        artefact = isinstance(event, RequestSeen) and event.body
        if isinstance(event, RequestSeen):
            kept = self.requests
        elif isinstance(event, FrameSeen) and sent.event and event.flow in self.sockets:
            if sent.matches:
                self.frames[sent.event] = self.spill.add(_pack(_Item(sent, event, b"")))
            return
        else:
            kept, body = self.others, b""
        kept.append((sent.when.at, self.spill.add(_pack(_Item(sent, event, b"" if artefact else body)))))

    def item(self, number: int) -> _Item:
        """Return what was put aside under a number."""
        return _unpack_item(self.spill.get(number))

    def answer(self, flow: str) -> ResponseSeen | None:
        """Return the answer to a request, if there was one."""
        number = self._answers.get(flow)
        return None if number is None else _unpack_answer(self.spill.get(number))

    def messages(self, flow: str) -> Iterator[_Frame]:
        """Yield the messages of a WebSocket in order."""
        for number in self.sockets.get(flow, ()):
            yield _unpack_frame(self.spill.get(number))


def export_har(evidence: Path, target: Path, *, unmasked: bool = False) -> Exported:
    """Write the traffic of an evidence folder to `target` (mode 0600, whole or not at all).

    Memory is bounded by what an assessment needs and one body. Raises EvidenceError when the folder cannot be
    read and InputError when the file cannot be written.
    """
    problems = [f"{problem.file}: {problem.message}" for problem in verify(evidence)]
    reader = EvidenceReader(evidence)
    gathered = _Gathered()
    with gathered.spill:
        observation = observe(
            gathered.records(reader.records()), reader.artefact, load_catalog(), told=gathered.told
        )
        gathered.requests.sort()
        gathered.others.sort()
        shown = Shown(observation, unmasked=unmasked)
        log = _Log(gathered, shown, reader)
        provenance = _provenance(observation, gathered, shown, reader, problems, unmasked=unmasked)
        try:
            _write_private(target, lambda file: log.write(file, provenance))
        except OSError as error:
            raise InputError(
                f"cannot be written: {error.strerror or error}",
                file=target,
                hint="write it elsewhere: privaudit export har EVIDENCE --output FILE",
            ) from None
    return Exported(target, len(gathered.requests), not problems)


class _Log:
    def __init__(self, gathered: _Gathered, shown: Shown, reader: EvidenceReader) -> None:
        self._gathered = gathered
        self._shown = shown
        self._read = reader.artefact

    def write(self, file: BinaryIO, provenance: Json) -> None:
        """Write the file piece by piece."""
        creator = {"name": "privaudit", "version": __version__}
        file.write(b'{"log":{"version":"1.2","creator":' + _encode(creator) + b',"pages":[],"entries":[')
        for count, (_at, number) in enumerate(self._gathered.requests):
            file.write(b",\n" if count else b"\n")
            self._write_entry(file, self._gathered.item(number))
        file.write(b'\n],"_privaudit":' + _encode(provenance)[:-1] + b',"not_http":[')
        for count, (_at, number) in enumerate(self._gathered.others):
            file.write((b",\n" if count else b"\n") + _encode(self._other(self._gathered.item(number))))
        file.write(b"\n]}}}\n")

    def _write_entry(self, file: BinaryIO, item: _Item) -> None:
        request = item.event
        if not isinstance(request, RequestSeen):  # `told` keeps nothing else here
            raise TypeError(type(request))
        flow = request.flow
        socket = item.sent.seen_by == "proxy" and flow in self._gathered.sockets
        response = self._gathered.answer(flow) if item.sent.seen_by == "proxy" else None
        body = self._read(request.body) if request.body else item.body
        answer = self._read(response.body) if response is not None and response.body else b""
        made = _encode(entry(self._shown, Exchange(item.sent, request, body, response, answer, socket)))
        if not socket:
            file.write(made)
            return
        file.write(made[:-1] + b',"_webSocketMessages":[')
        messages = enumerate(self._gathered.messages(flow))
        file.writelines((b"," if count else b"") + _encode(self._message(frame)) for count, frame in messages)
        file.write(b"]}")

    def _message(self, frame: _Frame) -> Json:
        event = frame.event
        found = self._gathered.frames.get(frame.n)
        body = self._read(event.body) if event.body else b""
        made: Json = {
            "type": "send" if event.from_client else "receive",
            "time": event.at / 1e9,
            "opcode": 1 if event.text else 2,
            "data": "",
        }
        if body is None:
            made["_comment"] = "its bytes are missing from the evidence"
        elif event.text:
            kept = self._shown.body((), "text/plain; charset=utf-8", body, searched=True)
            made["data"] = kept.text
            if kept.encoding:  # said to be text and is none
                made["_encoding"] = kept.encoding
            if kept.comment:
                made["_comment"] = kept.comment
        elif self._shown.masker.off:
            made["data"] = base64.b64encode(body).decode("ascii")
        else:
            made["_comment"] = "withheld: values in binary data cannot be hidden one by one"
        if event.cut:
            made["_cut"] = f"of {event.body_bytes} bytes {len(body or b'')} were kept"
        if found is not None:
            made["_privaudit"] = about(self._shown, self._gathered.item(found).sent)
        else:
            made["_privaudit"] = {"event": frame.n}
        return made

    def _other(self, item: _Item) -> Json:
        sent = item.sent
        return {
            "startedDateTime": moment(sent.when.at),
            "url": self._shown.text(sent.url),
            "host": self._shown.text(sent.host),
            "address": self._shown.text(sent.address),
            "bytes": sent.body_bytes,
            **about(self._shown, sent),
        }


def _provenance(
    observation: Observation,
    gathered: _Gathered,
    shown: Shown,
    reader: EvidenceReader,
    problems: list[str],
    *,
    unmasked: bool,
) -> Json:
    """Return where the file comes from, and what of the traffic is not in it."""
    manifest, coverage, started = reader.manifest, observation.coverage, gathered.started
    made: Json = {
        "exported": moment(time.time_ns()),
        "privaudit": __version__,
        "masked": not unmasked,
        "evidence": {
            "id": manifest.id,
            "created": moment(manifest.created),
            "sealed": reader.sealed,
            "chain": manifest.head,
            "records": manifest.lines,
            "whole": not problems,
            "problems": [shown.text(problem) for problem in problems[:_MAX_PROBLEMS]],
        },
        "device": observation.device,
        "app": observation.app,
        "tools": observation.tools,
        "scenario": shown.text(observation.scenario),
        "run": {
            "started": moment(coverage.start),
            "ended": moment(coverage.end),
            "outcome": coverage.outcome,
            "reason": shown.text(coverage.reason),
            "clock_offset_ns": started.clock_offset_ns if started is not None else 0,
            "clock_error_ns": started.clock_error_ns if started is not None else 0,
        },
        "not_read": {
            "tls": [shown.text(tunnel) for tunnel in coverage.unread_tunnels],
            "destinations": [
                {
                    "host": shown.text(one.host),
                    "opened": one.opened,
                    "addresses": one.addresses,
                    "ports": one.ports,
                    "protocols": one.protocols,
                    "bytes_up": one.bytes_up,
                    "bytes_down": one.bytes_down,
                    "refused": one.refused,
                    "reasons": [shown.text(reason) for reason in one.reasons],
                }
                for one in coverage.network.destinations
                if one.opened in _NOT_READ and not one.inside
            ],
            "destinations_left_out": coverage.network.left_out,
            "sensors_lost": [shown.text(f"{s.sensor}: {s.lost}") for s in coverage.sensors if s.lost],
            "processes_without_agent": [shown.text(process) for process in coverage.uninstrumented],
        },
    }
    plain = msgspec.to_builtins(made)
    assert isinstance(plain, dict)  # noqa: S101 - builtins of a dict
    return {
        key: _masked(value, shown) if key in {"device", "app", "tools"} else value
        for key, value in plain.items()
    }


def _masked(value: object, shown: Shown) -> object:
    if isinstance(value, str):
        return shown.text(value)
    if isinstance(value, list | tuple):
        return [_masked(one, shown) for one in value]
    return {key: _masked(one, shown) for key, one in value.items()} if isinstance(value, dict) else value


def _write_private(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write a file of mode 0600 that is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=".har-", dir=path.parent)  # made with mode 0600
    try:
        with os.fdopen(descriptor, "wb", buffering=1024 * 1024) as file:
            write(file)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
