"""The stream between the proxy's process and the host: frames of one event and one body each.

A frame is a header of 16 bytes (`SIGNATURE`, length of the JSON, length of the body, number of the frame, all
32 bit big-endian), the event as JSON and the body as it was on the wire. Frames are numbered from 0 without
gaps, and `Farewell` says how many there were, so that the host can tell a whole stream from a torn one.
"""

from __future__ import annotations

import asyncio
import os
import struct
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator

import msgspec

from privaudit.model.event import Note
from privaudit.model.network import (
    BodyPart,
    FrameSeen,
    NameLookedUp,
    RequestSeen,
    ResponseSeen,
    StreamSeen,
    TlsSeen,
    TrustProbed,
    TunnelFailed,
)

HEADER = struct.Struct(">4sIII")
SIGNATURE = b"PAF1"

MAX_JSON = 64 * 1024 * 1024
"""Bytes of JSON beyond which a frame is not one of ours."""


LAST_WORDS_S = 20.0
"""Seconds the host has to read what waits when the proxy ends."""


class Ready(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="proxy.ready"):
    """The proxy listens: where, which mitmproxy it is, and where its CA certificate (PEM) lies."""

    host: str
    port: int
    version: str
    ca_cert: str
    dns_port: int = 0
    """Where it answers DNS, 0 if it does not."""


class Farewell(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="proxy.farewell"):
    """The proxy ends in order; `frames` were sent before this one, `flows` written to the flow file."""

    frames: int
    flows: int


class Failure(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="proxy.failure"):
    """The proxy cannot go on recording and ends."""

    reason: str


class StreamOver(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="proxy.stream_over"):
    """A connection that speaks no HTTP has ended; all of it was told."""

    flow: str


Seen = (
    RequestSeen | ResponseSeen | FrameSeen | StreamSeen | BodyPart | TlsSeen | TrustProbed | NameLookedUp
    | TunnelFailed | Note
)  # fmt: skip
Message = Seen | StreamOver | Ready | Farewell | Failure

_decoder = msgspec.json.Decoder(Message)
encode_event = msgspec.json.Encoder().encode


class TornStreamError(Exception):
    """What arrived is not the next frame: the stream is damaged from here on."""


def frame_head(number: int, text: bytes, body: bytes) -> bytes:
    """Return header and JSON of a frame; `body` follows them."""
    return HEADER.pack(SIGNATURE, len(text), len(body), number) + text


class FrameReader:
    """Cuts arriving bytes into frames; `left` is how many bytes of an unfinished frame wait."""

    def __init__(self, *, max_body: int) -> None:
        self._buffer = bytearray()
        self._max_body = max_body
        self.frames = 0

    @property
    def left(self) -> int:
        """Bytes of a frame that has not arrived whole."""
        return len(self._buffer)

    def feed(self, data: bytes) -> Iterator[tuple[Message, bytes]]:
        """Yield (event, body) of each whole frame; raises `TornStreamError` at the first wrong one."""
        self._buffer += data
        at = 0
        try:
            while len(self._buffer) - at >= HEADER.size:
                signature, json_bytes, body_bytes, number = HEADER.unpack_from(self._buffer, at)
                if signature != SIGNATURE or json_bytes > MAX_JSON or body_bytes > self._max_body:
                    raise TornStreamError(f"bytes after frame {self.frames - 1} are not a frame")
                if number != self.frames & 0xFFFFFFFF:
                    raise TornStreamError(f"frame {self.frames} is missing: {number} came instead")
                start = at + HEADER.size
                middle = start + json_bytes
                end = middle + body_bytes
                if len(self._buffer) < end:
                    break
                try:
                    message = _decoder.decode(memoryview(self._buffer)[start:middle])
                except (msgspec.DecodeError, UnicodeDecodeError) as error:
                    raise TornStreamError(f"frame {number} cannot be read: {error}") from error
                body = bytes(memoryview(self._buffer)[middle:end])
                at = end
                self.frames += 1
                yield message, body
        finally:
            del self._buffer[:at]


class Outlet:
    """The writing end: frames go out in order, whole, and each at once while the host keeps up."""

    def __init__(self, descriptor: int, on_host_gone: Callable[[], None]) -> None:
        os.set_blocking(descriptor, False)
        self._fd = descriptor
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[tuple[memoryview, asyncio.Future[None] | None]] = deque()
        self._on_host_gone = on_host_gone
        self.frames = 0
        self.closed = False
        self._loop.add_reader(descriptor, self._host_moved)

    @property
    def congested(self) -> bool:
        """Whether the host has yet to read what was sent before."""
        return bool(self._waiting)

    def send(self, message: Message, body: bytes = b"") -> Awaitable[None] | None:
        """Send one frame; returns None when it is out, else what to wait for."""
        if self.closed:
            return None
        head = frame_head(self.frames, encode_event(message), body)
        self.frames += 1
        sent = 0
        if not self._waiting:
            try:
                sent = os.writev(self._fd, (head, body)) if body else os.write(self._fd, head)
            except BlockingIOError:
                sent = 0
            except OSError:
                self._lost()
                return None
            if sent == len(head) + len(body):
                return None
        rest = memoryview(head + body)[sent:]
        done = self._loop.create_future()
        self._waiting.append((rest, done))
        if len(self._waiting) == 1:
            self._loop.add_writer(self._fd, self._drain)
        return done

    def close(self, farewell: Message | None) -> None:
        """Write what waits and the farewell within `LAST_WORDS_S`; nothing is sent afterwards."""
        if self.closed:
            return
        if farewell is not None:
            self.send(farewell)
        self._loop.remove_reader(self._fd)
        self._loop.remove_writer(self._fd)
        self.closed = True
        rest = b"".join(part for part, _ in self._waiting)
        self._release()
        until = time.monotonic() + LAST_WORDS_S
        while rest and time.monotonic() < until:
            try:
                rest = rest[os.write(self._fd, rest) :]
            except BlockingIOError:
                time.sleep(0.002)
            except OSError:
                break
        os.close(self._fd)

    def _drain(self) -> None:
        while self._waiting:
            part, done = self._waiting[0]
            try:
                sent = os.write(self._fd, part)
            except BlockingIOError:
                return
            except OSError:
                self._lost()
                return
            if sent < len(part):
                self._waiting[0] = (part[sent:], done)
                return
            self._waiting.popleft()
            if done is not None and not done.done():
                done.set_result(None)
        self._loop.remove_writer(self._fd)

    def _host_moved(self) -> None:
        # The host never writes: readable means that it closed its end, to stop us or because it died.
        self._loop.remove_reader(self._fd)
        self._on_host_gone()

    def _lost(self) -> None:
        self.closed = True
        self._loop.remove_reader(self._fd)
        self._loop.remove_writer(self._fd)
        self._release()
        self._on_host_gone()

    def _release(self) -> None:
        for _, done in self._waiting:
            if done is not None and not done.done():
                done.set_result(None)
        self._waiting.clear()
