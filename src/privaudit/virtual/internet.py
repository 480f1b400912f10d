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
import ssl
import threading
import warnings
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
RAW_PORT: Final = 7000
"""Where every virtual host speaks a protocol that is no HTTP."""
OLD_HOST: Final = "old.trafficold.example"
"""A host that speaks no TLS newer than 1.1."""
NAMELESS: Final = "127.73.19.2"
"""An address that stands for a server without a name, reached past any proxy."""


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
        plain, secure, old = _listener(), _listener(), _listener()
        raw = await asyncio.start_server(_acknowledge, "127.0.0.1", 0)
        nameless = await asyncio.start_server(_acknowledge, NAMELESS, 0)
        self._sites.address = f"{NAMELESS}:{nameless.sockets[0].getsockname()[1]}"
        ports = {80: plain, 443: secure, RAW_PORT: raw.sockets[0]}
        gateway = Gateway({port: one.getsockname()[1] for port, one in ports.items()}, old.getsockname()[1])
        servers = [
            asyncio.create_task(self._site(plain, Config())),
            asyncio.create_task(self._site(secure, Config(), certificate, key)),
            asyncio.create_task(self._site(old, _of_long_ago(), certificate, key)),
        ]
        server = await asyncio.start_server(gateway.serve, "127.0.0.1", 0, limit=MOST_HEAD_BYTES)
        self.gateway = ("127.0.0.1", server.sockets[0].getsockname()[1])
        self._ready.set()
        await self._stopped.wait()
        for one in (server, raw, nameless):
            one.close()
        await gateway.close()
        await asyncio.gather(*servers)

    async def _site(
        self,
        listener: socket.socket,
        config: Config,
        certificate: Path | None = None,
        key: Path | None = None,
    ) -> None:
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


def _of_long_ago() -> Config:
    """Return the settings of a server that speaks TLS 1.0 and 1.1 alone."""
    config: Any = Config()
    usual = config.create_ssl_context

    def create_ssl_context() -> ssl.SSLContext:
        context: ssl.SSLContext = usual()
        with warnings.catch_warnings():
            # Python says that these versions are old: they are meant to be.
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1_1
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        return context

    config.create_ssl_context = create_ssl_context
    return config


class Gateway:
    """The proxy in front of the virtual hosts: the servers' real ports by port, and the old server's."""

    def __init__(self, ports: dict[int, int], old: int) -> None:
        self._ports = ports
        self._old = old
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
        if (host, port) == (OLD_HOST, 443):
            real = self._old
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


async def _acknowledge(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Speak a protocol that is none of the web's: one message, one acknowledgement."""
    with contextlib.suppress(OSError, TimeoutError):
        if await asyncio.wait_for(reader.read(CHUNK), HEAD_TIMEOUT):
            writer.write(b"ACK")
            await writer.drain()
    writer.close()


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
