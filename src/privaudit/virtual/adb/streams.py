"""Streams of an adb connection, from the event loop's side and from a thread's."""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
from collections import deque
from collections.abc import Callable
from typing import Final

from privaudit.virtual.adb.wire import CLSE, OKAY, WRTE, Packet

MOST_WAITING: Final = 16
"""Packets a host may have sent ahead of our OKAY; a proper one sends one."""
Send = Callable[[Packet], None]


class StreamClosed(ConnectionError):  # noqa: N818 — a state of the stream, as asyncio's own names have it
    """The other end has closed the stream."""


class Stream:
    """One stream: one WRTE is under way at a time in each direction. Belongs to the event loop's thread."""

    def __init__(
        self, local: int, remote: int, send: Send, max_payload: int, forget: Callable[[int], None]
    ) -> None:
        self.local = local
        self.remote = remote
        self._send = send
        self._max_payload = max_payload
        self._forget = forget
        self._incoming: deque[bytes] = deque()
        self._arrived = asyncio.Event()
        self._may_write = asyncio.Event()
        self._may_write.set()
        self.closed = False
        self.on_close: list[Callable[[], None]] = []
        """Called once, when the stream has closed for whatever reason."""

    def accept(self) -> None:
        """Tell the other end that the service is there."""
        self._send(Packet(OKAY, self.local, self.remote))

    def arrived(self, data: bytes) -> bool:
        """Take a WRTE; False when the other end ignores flow control."""
        if len(self._incoming) >= MOST_WAITING:
            return False
        self._incoming.append(data)
        self._arrived.set()
        return True

    def acknowledged(self) -> None:
        """Take an OKAY."""
        self._may_write.set()

    async def read(self) -> bytes:
        """Return what came next, at once acknowledged; empty when the stream is closed."""
        while not self._incoming:
            if self.closed:
                return b""
            self._arrived.clear()
            await self._arrived.wait()
        data = self._incoming.popleft()
        if not self.closed:
            self._send(Packet(OKAY, self.local, self.remote))
        return data or await self.read()

    async def write(self, data: bytes) -> None:
        """Send bytes, in as many packets as the host's limit needs; raises StreamClosed."""
        for start in range(0, len(data), self._max_payload):
            await self._may_write.wait()
            if self.closed:
                raise StreamClosed("the stream is closed")
            self._may_write.clear()
            self._send(Packet(WRTE, self.local, self.remote, data[start : start + self._max_payload]))

    async def finish(self) -> None:
        """Close after what was written last has been taken."""
        await self._may_write.wait()
        self.close()

    def close(self, *, tell: bool = True) -> None:
        """Close at once; the other end is told unless it was the one that closed."""
        if self.closed:
            return
        self.closed = True
        if tell:
            self._send(Packet(CLSE, self.local, self.remote))
        self._forget(self.local)
        self._arrived.set()
        self._may_write.set()
        for listener in self.on_close:
            listener()


class BlockingStream:
    """A stream for a thread: reads and writes wait."""

    def __init__(self, stream: Stream, loop: asyncio.AbstractEventLoop) -> None:
        self._stream = stream
        self._loop = loop
        self._rest = b""
        self.gone = threading.Event()
        """Set when the stream has closed."""
        stream.on_close.append(self.gone.set)
        if stream.closed:
            self.gone.set()

    def _run(self, make: Callable[[], concurrent.futures.Future[bytes]]) -> bytes:
        try:
            return make().result()
        except (RuntimeError, concurrent.futures.CancelledError) as error:
            # The loop has ended: the phone is being switched off.
            raise StreamClosed("the stream is closed") from error

    def read_some(self) -> bytes:
        """Return some bytes, at least one; empty when the stream is closed."""
        if self._rest:
            data, self._rest = self._rest, b""
            return data
        try:
            return self._run(lambda: asyncio.run_coroutine_threadsafe(self._stream.read(), self._loop))
        except StreamClosed:
            return b""

    def read_exactly(self, size: int) -> bytes:
        """Return exactly so many bytes; raises StreamClosed when the stream ends before."""
        parts: list[bytes] = []
        while size > 0:
            data = self.read_some()
            if not data:
                raise StreamClosed("the stream ended in the middle")
            parts.append(data[:size])
            self._rest = data[size:]
            size -= len(parts[-1])
        return b"".join(parts)

    def write(self, data: bytes) -> None:
        """Send bytes; raises StreamClosed."""

        async def send() -> bytes:
            await self._stream.write(data)
            return b""

        if self.gone.is_set():
            raise StreamClosed("the stream is closed")
        self._run(lambda: asyncio.run_coroutine_threadsafe(send(), self._loop))

    def finish(self) -> None:
        """Close after what was written last has been taken."""

        async def end() -> bytes:
            await self._stream.finish()
            return b""

        if not self.gone.is_set():
            try:
                self._run(lambda: asyncio.run_coroutine_threadsafe(end(), self._loop))
            except StreamClosed:
                return
