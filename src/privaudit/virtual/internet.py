"""The virtual internet: servers for invented hosts on loopback, and the proxy that is the only way to them.

The gateway takes CONNECT for host:443 and host:80 and plain requests with a whole address, as any HTTP
proxy. Names it does not know get 502, as where a resolver fails. Servers speak HTTP/1.1, HTTP/2 (by ALPN) and
WebSocket.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import threading
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from hypercorn.asyncio import serve
from hypercorn.config import Config

from privaudit.virtual.certificates import issue, make_authority
from privaudit.virtual.websites import NAMES, Websites, known

MOST_HEAD_BYTES: Final = 65_536
HEAD_TIMEOUT: Final = 30.0
CHUNK: Final = 65_536


class Internet:
    """Runs servers and gateway on a thread of its own."""

    def __init__(self, state_dir: Path, apps: Path, identity: dict[str, str]) -> None:
        self._state = state_dir
        self._sites = Websites(apps, identity)
        self._ready = threading.Event()
        self._problem: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="internet", daemon=True)
        self._loop: asyncio.AbstractEventLoop
        self._stopped: asyncio.Event
        self.authority = state_dir / "internet-ca.pem"
        self.gateway: tuple[str, int] = ("127.0.0.1", 0)

    def start(self) -> None:
        """Begin to serve; raises OSError when that fails."""
        self._thread.start()
        self._ready.wait()
        if self._problem is not None:
            raise OSError(f"the virtual internet cannot start: {self._problem}") from self._problem

    def close(self) -> None:
        """Stop serving."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopped.set)
            self._thread.join(10)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except (OSError, ValueError) as error:
            self._problem = error
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._stopped = asyncio.get_running_loop(), asyncio.Event()
        self._loop.set_exception_handler(_quiet)
        root = make_authority("privaudit virtual internet root")
        self.authority.write_bytes(root.pem)
        certificate, key = issue(root, NAMES, self._state)
        plain, secure = _listener(), _listener()
        gateway = Gateway(plain.getsockname()[1], secure.getsockname()[1])
        servers = [
            asyncio.create_task(self._site(plain, None, None)),
            asyncio.create_task(self._site(secure, certificate, key)),
        ]
        server = await asyncio.start_server(gateway.serve, "127.0.0.1", 0, limit=MOST_HEAD_BYTES)
        self.gateway = ("127.0.0.1", server.sockets[0].getsockname()[1])
        self._ready.set()
        await self._stopped.wait()
        server.close()
        await gateway.close()
        await asyncio.gather(*servers)

    async def _site(self, listener: socket.socket, certificate: Path | None, key: Path | None) -> None:
        config = Config()
        # The server owns the socket from here on and closes it.
        config.bind = [f"fd://{listener.detach()}"]
        config.certfile, config.keyfile = (str(certificate), str(key)) if certificate else (None, None)
        config.accesslog = None
        config.errorlog = None
        config.graceful_timeout = 0.2
        config.shutdown_timeout = 1.0
        config.keep_alive_timeout = 60.0
        # A bank of tests keeps one connection for thousands of requests.
        config.keep_alive_max_requests = 1_000_000
        config.websocket_max_message_size = 1 << 20
        logging.getLogger("hypercorn.error").setLevel(logging.CRITICAL)
        application: Any = self._sites
        await serve(config=config, app=application, shutdown_trigger=self._stopped.wait)


class Gateway:
    """The proxy in front of the virtual hosts; `plain` and `secure` are the servers' real ports."""

    def __init__(self, plain: int, secure: int) -> None:
        self._ports = {80: plain, 443: secure}
        self._open: set[asyncio.Task[Any]] = set()

    async def close(self) -> None:
        """End every connection."""
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one client."""
        task = asyncio.current_task()
        if task is not None:
            self._open.add(task)
            task.add_done_callback(self._open.discard)
        try:
            await self._connect(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, ValueError):
            # The client went, or spoke no HTTP: there is nobody to tell.
            pass
        except asyncio.CancelledError:
            # The internet is being closed; the task ends here.
            pass
        finally:
            writer.close()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), HEAD_TIMEOUT)
        method, target, *_ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
        tunnel = method == "CONNECT"
        parts = urlsplit(f"//{target}" if tunnel else target)
        host, port = parts.hostname or "", parts.port or (443 if tunnel else 80)
        real = self._ports.get(port) if known(host) else None
        if real is None:
            writer.write(_refusal(host))
            await writer.drain()
            return
        upstream_reader, upstream = await asyncio.open_connection("127.0.0.1", real, limit=MOST_HEAD_BYTES)
        if tunnel:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            upstream.write(head)
        try:
            await asyncio.gather(_pump(reader, upstream), _pump(upstream_reader, writer))
        finally:
            upstream.close()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await upstream.wait_closed()


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(CHUNK):
            sink.write(data)
            await sink.drain()
    except OSError:
        # One side went; the other is told by the end of the stream.
        pass
    finally:
        with contextlib.suppress(OSError, RuntimeError):
            sink.write_eof() if sink.can_write_eof() else sink.close()


def _quiet(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Leave out clients that vanish in the middle of TLS: the server reports them as its own failure."""
    error = context.get("exception")
    errors = error.exceptions if isinstance(error, BaseExceptionGroup) else (error,)
    if not all(isinstance(one, TimeoutError | OSError) for one in errors):
        loop.default_exception_handler(context)


def _refusal(host: str) -> bytes:
    shown = "".join(c for c in host if c.isalnum() or c in "-.")[:200]
    body = f"DNS resolution failed: {shown}\n".encode()
    return (
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain\r\nConnection: close\r\n"
        b"Content-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body
    )


def _listener() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0), backlog=512)
