"""Services that carry TCP: to a port of the phone, and from a port of the phone back to the host."""

from __future__ import annotations

import asyncio
from typing import Final

from privaudit.virtual.adb.connection import Connection, Daemon, Reverse
from privaudit.virtual.adb.registry import Open, service
from privaudit.virtual.adb.streams import Stream

CHUNK: Final = 64 * 1024
HIGHEST_PORT: Final = 65_535


async def splice(stream: Stream, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry bytes both ways until either end closes."""

    async def outward() -> None:
        while data := await stream.read():
            writer.write(data)
            await writer.drain()

    async def inward() -> None:
        while data := await reader.read(CHUNK):
            await stream.write(data)
        await stream.finish()

    tasks = [asyncio.ensure_future(outward()), asyncio.ensure_future(inward())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        stream.close()
        writer.close()


def _port(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and int(text) <= HIGHEST_PORT else None


@service("tcp:")
def tcp(opened: Open) -> bool:
    """Connect to a port of the phone."""
    port = _port(opened.name.removeprefix("tcp:").split(":")[0])
    real = opened.adbd.phone.ports.real(port) if port is not None else None
    if real is None:
        return False

    async def work() -> None:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", real)
        except OSError:
            opened.stream.close()
            return
        opened.stream.accept()
        await splice(opened.stream, reader, writer)

    opened.adbd.spawn(work())
    return True


def _string(text: str) -> bytes:
    return f"{len(text.encode()):04x}{text}".encode()


def _fail(text: str) -> bytes:
    return b"FAIL" + _string(text)


@service("reverse:")
def reverse(opened: Open) -> bool:
    """Listen on ports of the phone for the host: forward, killforward, killforward-all, list-forward."""
    command = opened.name.removeprefix("reverse:")

    async def work() -> None:
        opened.stream.accept()
        await opened.stream.write(await _reverse(opened.adbd, opened.connection, command))
        await opened.stream.finish()

    opened.adbd.spawn(work())
    return True


async def _reverse(adbd: Daemon, connection: Connection, command: str) -> bytes:
    every = {port: kept for other in adbd.connections for port, kept in other.reverses.items()}
    if command == "list-forward":
        listed = "".join(
            f"host-{kept.owner} tcp:{port} {kept.remote}\n" for port, kept in sorted(every.items())
        )
        return _string(listed)
    if command == "killforward-all":
        for listening in every:
            _unlisten(adbd, listening)
        return b"OKAY"
    if command.startswith("killforward:"):
        port = _port(command.removeprefix("killforward:tcp:"))
        if port is None or not _unlisten(adbd, port):
            return _fail(f"listener '{command.removeprefix('killforward:')[:100]}' not found")
        return b"OKAY"
    if command.startswith("forward:"):
        return await _forward(adbd, connection, command.removeprefix("forward:"))
    return _fail("not a reverse forwarding command")


def _unlisten(adbd: Daemon, port: int) -> bool:
    return any(connection.unlisten(port) for connection in adbd.connections)


async def _forward(adbd: Daemon, connection: Connection, spec: str) -> bytes:
    keep = spec.startswith("norebind:")
    local, _, remote = spec.removeprefix("norebind:").partition(";")
    if not local.startswith("tcp:"):
        return _fail(f"cannot bind listener: unknown socket specification: {local[:100]}")
    port = _port(local.removeprefix("tcp:"))
    if port is None or not remote:
        return _fail(f"bad forward: {spec[:100]}")
    if any(port in other.reverses for other in adbd.connections):
        if keep:
            return _fail("cannot bind listener: cannot rebind existing socket")
        _unlisten(adbd, port)
    chosen = port or adbd.phone.ports.free()

    async def accepted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await splice(await connection.open_to_host(remote), reader, writer)
        except ConnectionError:
            writer.close()

    server = await asyncio.start_server(accepted, "127.0.0.1", 0)
    try:
        adbd.phone.ports.open(chosen, server.sockets[0].getsockname()[1])
    except OSError:
        server.close()
        return _fail("cannot bind listener: Address already in use")
    connection.reverses[chosen] = Reverse(server, remote, connection.number)
    return b"OKAY" + (_string(str(chosen)) if port == 0 else b"")
