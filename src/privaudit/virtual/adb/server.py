"""adbd: listens on loopback and gives every stream that a host opens to a service."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import pkgutil
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Final

from privaudit.virtual.adb import services
from privaudit.virtual.adb.connection import FEATURES, Connection
from privaudit.virtual.adb.registry import SERVICES, Open
from privaudit.virtual.adb.streams import BlockingStream, Stream
from privaudit.virtual.state import VirtualPhone

STOP_TIMEOUT: Final = 5.0


class Adbd:
    """The daemon, on a thread of its own; `port` is the real loopback port once started."""

    def __init__(self, phone: VirtualPhone, *, port: int = 0) -> None:
        self.phone = phone
        self.port = port
        self.root = False
        self.rebooted: Callable[[str], None] = lambda _target: None
        self.connections: set[Connection] = set()
        self.loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._serving: set[asyncio.Task[None]] = set()
        self._threads: set[threading.Thread] = set()
        self._server: asyncio.Server | None = None
        self._thread = threading.Thread(target=self._run, name="adbd", daemon=True)
        for module in pkgutil.iter_modules(services.__path__):
            importlib.import_module(f"{services.__name__}.{module.name}")

    # -- life

    def start(self) -> None:
        """Listen; raises OSError when the port is taken."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self.loop).result()

    def stop(self) -> None:
        """Drop every host and end."""
        asyncio.run_coroutine_threadsafe(self._shut(), self.loop).result(STOP_TIMEOUT)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(STOP_TIMEOUT)
        for thread in list(self._threads):
            thread.join(STOP_TIMEOUT)
        self.loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _shut(self) -> None:
        if self._server is not None:
            self._server.close()
        self.drop_all()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        # Connections end by themselves now that they are closed; asyncio complains about cancelled ones.
        if tasks or self._serving:
            await asyncio.wait([*tasks, *self._serving], timeout=STOP_TIMEOUT)
        # Let transports see their close before the loop stops.
        await asyncio.sleep(0.05)

    def drop_all(self) -> None:
        """Close every connection, as adbd does when it restarts."""
        for connection in list(self.connections):
            connection.drop()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = Connection(self, reader, writer)
        self.connections.add(connection)
        task = asyncio.current_task()
        if task is not None:
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)
        try:
            await connection.run()
        finally:
            self.connections.discard(connection)
            with contextlib.suppress(ConnectionError, TimeoutError):
                await writer.wait_closed()

    # -- services

    def banner(self) -> bytes:
        """Return what the phone says of itself when greeted."""
        names = ("ro.product.name", "ro.product.model", "ro.product.device")
        told = "".join(f"{name}={self.phone.props.get(name, '')};" for name in names)
        return f"device::{told}features={','.join(FEATURES)}".encode()

    def open(self, connection: Connection, stream: Stream, name: str) -> bool:
        """Give a stream to the service it names; False when there is none."""
        prefix = next((p for p in sorted(SERVICES, key=len, reverse=True) if name.startswith(p)), None)
        if prefix is None:
            return False
        return SERVICES[prefix](Open(self, connection, stream, name))

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine of a service; its errors of connection end it quietly, others are logged."""

        async def guarded() -> None:
            try:
                await work
            except (ConnectionError, asyncio.IncompleteReadError):
                return
            except OSError as error:
                self.phone.log.write("E", "adbd", 398, str(error), uid=2000)

        task = self.loop.create_task(guarded())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def thread(self, stream: Stream, work: Callable[[BlockingStream], None]) -> None:
        """Accept a stream and serve it on a thread; it is closed when the work returns."""
        stream.accept()
        blocking = BlockingStream(stream, self.loop)

        def run() -> None:
            try:
                work(blocking)
            except ConnectionError:
                return
            except Exception as error:  # noqa: BLE001 — one service's trouble must not end the phone; the log tells
                self.phone.log.write("F", "adbd", 398, f"{type(error).__name__}: {error}", uid=2000)
            finally:
                blocking.finish()
                self._threads.discard(threading.current_thread())

        thread = threading.Thread(target=run, name="adbd-service", daemon=True)
        self._threads.add(thread)
        thread.start()
