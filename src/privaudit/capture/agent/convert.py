"""What the agent says, as events; it runs inside the app, so every message is checked before it counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from privaudit.capture.agent.convert_network import Keep, NetworkMessage, Source, network_event
from privaudit.model.event import (
    AgentProblem,
    ApiCalled,
    ApiCounted,
    Event,
    Frame,
    HookState,
    Lifecycle,
    SiteSeen,
)
from privaudit.model.wire import (
    CallMessage,
    CountMessage,
    HookMessage,
    LifeMessage,
    Message,
    ProblemMessage,
    SiteMessage,
)

_NS_PER_MS = 1_000_000
_LATEST_MS = 4_102_444_800_000.0
"""2100-01-01; a time outside 1970 to here is not a time."""
_MOST_FRAMES = 256
_MOST_TEXT = 64 * 1024
_MOST_MESSAGES = 20_000
_LARGEST = 2**53
"""Numbers of the agent are JavaScript's; the journal could not hold any number of digits."""

AppMessage = CallMessage | CountMessage | HookMessage | LifeMessage | ProblemMessage | SiteMessage


class Converter:
    """Turns the batches of one process into events, in order.

    Not thread-safe: one thread feeds it. `offset_ns` is the phone's clock minus this machine's. `keep` keeps
    bytes that are too long for an event; without it only their beginning is.
    """

    def __init__(self, pid: int, process: str, offset_ns: int, keep: Keep | None = None) -> None:
        self._source = Source(pid=pid, process=process, text=_text, keep=keep)
        self._pid = pid
        self._process = process
        self._offset = offset_ns
        self._next = 0

    def events(self, payload: object, seen: int) -> Iterator[Event]:
        """Yield the events of one payload; what cannot be read becomes an AgentProblem."""
        if not isinstance(payload, dict) or not isinstance(payload.get("messages"), list):
            yield self.problem(seen, "wire", "a message that is no batch", dropped=1)
            return
        yield from self._sequence(payload.get("seq"), seen)
        messages = payload["messages"]
        for raw in messages[:_MOST_MESSAGES]:
            yield self._event(raw, seen)
        if len(messages) > _MOST_MESSAGES:
            extra = len(messages) - _MOST_MESSAGES
            yield self.problem(seen, "wire", "a batch larger than the agent sends", dropped=extra)

    def problem(self, seen: int, where: str, message: str, *, dropped: int = 0) -> AgentProblem:
        """Return an event that says what the agent, or the way from it, failed at."""
        return AgentProblem(
            at=seen,
            seen=seen,
            pid=self._pid,
            where=_text(where[:200]),
            message=_text(message[:1000]),
            dropped=dropped,
        )

    def _sequence(self, seq: object, seen: int) -> Iterator[Event]:
        if not isinstance(seq, int) or isinstance(seq, bool) or not 0 <= seq <= _LARGEST:
            yield self.problem(seen, "wire", "a batch without a number")
            return
        if seq != self._next:
            lost = seq - self._next
            text = (
                f"{lost} batches lost before batch {seq}"
                if lost > 0
                else f"batch {seq} where {self._next} was due"
            )
            yield self.problem(seen, "sequence", text, dropped=max(lost, 0))
        self._next = max(self._next, seq + 1)

    def _event(self, raw: Any, seen: int) -> Event:
        try:
            message: Message = msgspec.convert(raw, Message)
            _check_numbers(message)
            if isinstance(message, NetworkMessage):
                return network_event(message, self._at(message.t), seen, self._source)
            return self._convert(message, seen)
        except (msgspec.ValidationError, ValueError) as error:
            return self.problem(seen, "wire", f"a malformed message: {error}", dropped=1)

    def _at(self, t: float) -> int:
        if not 0 <= t <= _LATEST_MS:
            raise ValueError(f"{t} is not a time in ms")
        whole = int(t)
        return whole * _NS_PER_MS + round((t - whole) * _NS_PER_MS) - self._offset

    def _convert(self, message: AppMessage, seen: int) -> Event:
        at = self._at(message.t)
        match message:
            case CallMessage():
                return self._called(message, at, seen)
            case CountMessage():
                return self._counted(message, at, seen)
            case SiteMessage():
                return self._site(message, at, seen)
            case HookMessage():
                return HookState(
                    at=at,
                    seen=seen,
                    pid=self._pid,
                    api=_text(message.api),
                    state=message.state,
                    overloads=message.overloads,
                    reason=_text(message.reason),
                )
            case LifeMessage():
                activity = _text(message.activity)
                return Lifecycle(at=at, seen=seen, pid=self._pid, activity=activity, state=message.state)
            case ProblemMessage():
                return AgentProblem(
                    at=at,
                    seen=seen,
                    pid=self._pid,
                    where=_text(message.where),
                    message=_text(message.message),
                    dropped=message.dropped,
                )

    def _site(self, message: SiteMessage, at: int, seen: int) -> SiteSeen:
        frames = tuple(
            Frame(
                cls=_text(f.cls),
                method=_text(f.method),
                file=_text(f.file),
                line=f.line,
                library=_text(f.library),
            )
            for f in message.frames[:_MOST_FRAMES]
        )
        return SiteSeen(
            at=at,
            seen=seen,
            pid=self._pid,
            site=_text(message.site),
            frames=frames,
            origin=_text(message.origin),
        )

    def _called(self, message: CallMessage, at: int, seen: int) -> ApiCalled:
        return ApiCalled(
            at=at,
            seen=seen,
            pid=self._pid,
            process=self._process,
            api=_text(message.api),
            overload=_text(message.overload),
            site=_text(message.site),
            thread=_text(message.thread),
            tid=message.tid,
            n=message.n,
            args=tuple(_text(value) for value in message.args),
            result=None if message.result is None else _text(message.result),
            result_length=message.result_length,
            result_hash=_text(message.result_hash),
            items=message.items,
            error=None if message.error is None else _text(message.error),
        )

    def _counted(self, message: CountMessage, at: int, seen: int) -> ApiCounted:
        return ApiCounted(
            at=at,
            seen=seen,
            pid=self._pid,
            process=self._process,
            api=_text(message.api),
            overload=_text(message.overload),
            site=_text(message.site),
            n=message.n,
            errors=message.errors,
            first=self._at(message.first),
            last=self._at(message.last),
        )


def _check_numbers(message: Message) -> None:
    """Refuse whole numbers that no count, length or line can be."""
    values = list(msgspec.structs.astuple(message))
    if isinstance(message, SiteMessage):
        values += [frame.line for frame in message.frames]
    if any(isinstance(value, int) and abs(value) > _LARGEST for value in values):
        raise ValueError("a number beyond 2^53")


def _text(value: str) -> str:
    """Return a text the journal can hold; refuse one longer than the agent, which cuts values, sends."""
    if len(value) > _MOST_TEXT:
        raise ValueError(f"a text of {len(value)} characters")
    if value.isascii():
        return value
    # JSON carries half a surrogate pair, UTF-8 does not: each becomes U+FFFD.
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
