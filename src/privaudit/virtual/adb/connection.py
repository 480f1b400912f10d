"""One host's connection to adbd."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final, Protocol

from privaudit.virtual.adb.streams import BlockingStream, Stream
from privaudit.virtual.adb.wire import (
    AUTH,
    CLSE,
    CNXN,
    HEADER,
    MAX_PAYLOAD,
    MAX_PAYLOAD_V1,
    OKAY,
    OPEN,
    STLS,
    SYNC,
    VERSION,
    VERSION_MIN,
    VERSION_SKIP_CHECKSUM,
    WRTE,
    Header,
    Packet,
    ProtocolError,
)
from privaudit.virtual.state import VirtualPhone

FEATURES: Final = (
    "shell_v2",
    "cmd",
    "stat_v2",
    "ls_v2",
    "fixed_push_mkdir",
    "abb",
    "abb_exec",
    "fixed_push_symlink_timestamp",
    "remount_shell",
    "sendrecv_v2",
)
"""What is served of adb's features; a host uses nothing that is not named here."""
HELLO_TIMEOUT: Final = 10.0
MOST_STREAMS: Final = 1_000
LONGEST_SERVICE: Final = 256 * 1024


class Daemon(Protocol):
    """What connections and services need of adbd."""

    phone: VirtualPhone
    root: bool
    connections: set[Connection]
    rebooted: Callable[[str], None]

    def banner(self) -> bytes:
        """Return what the phone says of itself when greeted."""

    def open(self, connection: Connection, stream: Stream, name: str) -> bool:
        """Give a stream to the service it names; False when there is none."""

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine of a service."""

    def thread(self, stream: Stream, work: Callable[[BlockingStream], None]) -> None:
        """Serve a stream on a thread."""

    def drop_all(self) -> None:
        """Close every connection."""


@dataclass(frozen=True)
class Reverse:
    """A port of the phone that leads to a host: the real listener, the host's destination, whose it is."""

    server: asyncio.Server
    remote: str
    owner: int


_numbers = itertools.count(1)


class Connection:
    """A host's connection: reads packets, keeps its streams."""

    def __init__(self, adbd: Daemon, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._adbd = adbd
        self._reader = reader
        self._writer = writer
        self._ids = itertools.count(1)
        self._version = VERSION_MIN
        self.max_payload = MAX_PAYLOAD_V1
        self.streams: dict[int, Stream] = {}
        self._opening: dict[int, asyncio.Future[Stream]] = {}
        self.online = False
        self.number = next(_numbers)
        self.reverses: dict[int, Reverse] = {}
        """Device ports this host forwards to itself."""

    async def run(self) -> None:
        """Serve until the host goes or talks nonsense."""
        try:
            while True:
                async with asyncio.timeout(None if self.online else HELLO_TIMEOUT):
                    packet = await self._receive()
                self._handle(packet)
                await self._writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, TimeoutError):
            return
        except ProtocolError as error:
            self._adbd.phone.log.write("E", "adbd", 398, f"connection dropped: {error}", uid=2000)
        finally:
            self.drop()

    async def _receive(self) -> Packet:
        header = Header.decode(await self._reader.readexactly(HEADER.size))
        if not self.online and header.length > MAX_PAYLOAD_V1:
            raise ProtocolError("a greeting may not be longer than 4096 bytes")
        data = await self._reader.readexactly(header.length) if header.length else b""
        # The greeting has a checksum whatever its version: nothing has been agreed on yet.
        return header.packet(data, checksum=self._version < VERSION_SKIP_CHECKSUM and bool(header.checksum))

    def send(self, packet: Packet) -> None:
        """Queue a packet for the host."""
        if not self._writer.is_closing():
            checksum = packet.command == CNXN or self._version < VERSION_SKIP_CHECKSUM
            self._writer.write(packet.encode(checksum=checksum))

    def drop(self) -> None:
        """Close everything of this host."""
        for stream in list(self.streams.values()):
            stream.close(tell=False)
        for waiting in self._opening.values():
            waiting.cancel()
        for port in list(self.reverses):
            self.unlisten(port)
        self._writer.close()

    def unlisten(self, device_port: int) -> bool:
        """End a reverse forward; False when there is none."""
        reverse = self.reverses.pop(device_port, None)
        if reverse is None:
            return False
        reverse.server.close()
        self._adbd.phone.ports.close(device_port)
        return True

    # -- packets

    def _handle(self, packet: Packet) -> None:
        if packet.command == CNXN:
            self._greet(packet)
        elif packet.command in (AUTH, STLS, SYNC):
            # No key was asked for and no TLS offered: real adbd ignores these too.
            return
        elif not self.online:
            raise ProtocolError("the host did not greet")
        elif packet.command == OPEN:
            self._open(packet)
        elif packet.command == OKAY:
            self._okay(packet)
        elif packet.command == WRTE:
            self._write(packet)
        elif packet.command == CLSE:
            self._close(packet)

    def _greet(self, packet: Packet) -> None:
        if not packet.data.startswith((b"host:", b"host::")):
            raise ProtocolError("the greeting is not a host's")
        self._version = min(packet.arg0, VERSION)
        self.max_payload = max(1, min(packet.arg1, MAX_PAYLOAD))
        for stream in list(self.streams.values()):
            stream.close(tell=False)
        self.online = True
        self.send(Packet(CNXN, VERSION, MAX_PAYLOAD, self._adbd.banner()))

    def _open(self, packet: Packet) -> None:
        remote, name = packet.arg0, packet.data.rstrip(b"\0")
        if remote == 0:
            return
        if len(self.streams) >= MOST_STREAMS or len(name) > LONGEST_SERVICE:
            self.send(Packet(CLSE, 0, remote))
            return
        stream = self._stream(next(self._ids), remote)
        if not self._adbd.open(self, stream, name.decode("utf-8", "surrogateescape")):
            self.streams.pop(stream.local, None)
            stream.closed = True
            self.send(Packet(CLSE, 0, remote))

    def _stream(self, local: int, remote: int) -> Stream:
        stream = Stream(local, remote, self.send, self.max_payload, self._forget)
        self.streams[local] = stream
        return stream

    def _forget(self, number: int) -> None:
        self.streams.pop(number, None)

    def _okay(self, packet: Packet) -> None:
        waiting = self._opening.pop(packet.arg1, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(self._stream(packet.arg1, packet.arg0))
            return
        stream = self.streams.get(packet.arg1)
        if stream is not None and stream.remote == packet.arg0:
            stream.acknowledged()

    def _write(self, packet: Packet) -> None:
        stream = self.streams.get(packet.arg1)
        if stream is None or stream.remote != packet.arg0:
            return
        if not stream.arrived(packet.data):
            raise ProtocolError("the host writes without waiting for OKAY")

    def _close(self, packet: Packet) -> None:
        waiting = self._opening.pop(packet.arg1, None)
        if waiting is not None and not waiting.done():
            waiting.set_exception(ConnectionRefusedError("the host refused the stream"))
            return
        stream = self.streams.get(packet.arg1)
        if stream is not None and packet.arg0 in (0, stream.remote):
            stream.close(tell=False)

    async def open_to_host(self, destination: str) -> Stream:
        """Open a stream to a service of the host, as reverse forwarding does; raises ConnectionError."""
        number = next(self._ids)
        waiting: asyncio.Future[Stream] = asyncio.get_running_loop().create_future()
        self._opening[number] = waiting
        self.send(Packet(OPEN, number, 0, destination.encode() + b"\0"))
        try:
            return await waiting
        except asyncio.CancelledError:
            raise ConnectionAbortedError("the connection to the host ended") from None
