"""What the servers of the virtual internet answer, as an ASGI application."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Reply = tuple[int, str, bytes]

HOSTS: Final = ("api.bank.example", "www.bank.example")
DOMAINS: Final = (
    "demostat.example", "demopush.example", "demoad.example",
    "trafficapi.example", "trafficold.example", "trafficpins.example", "trafficpush.example",
    "trafficstat.example",
)  # fmt: skip
PUSH: Final = ("demopush.example", "trafficpush.example")
"""Domains with a web socket at /push."""
NAMES: Final = (*HOSTS, *(name for domain in DOMAINS for name in (domain, f"*.{domain}")))
"""Names for the certificate."""
NOTICES: Final = {"/privacy/2.3.0.html": "violating", "/privacy/2.4.0.html": "conforming"}
"""Path of a notice on www.bank.example to the build of the demo app it belongs to."""
JSON: Final = "application/json; charset=utf-8"
HTML: Final = "text/html; charset=utf-8"
TEXT: Final = "text/plain; charset=utf-8"
EVENTS: Final = ("api.trafficapi.example", "/events")
"""Host and path of a stream of server-sent events."""
MOST_BODY_BYTES: Final = 64 * 1024 * 1024
_OK: Final = b'{"code":0,"message":"ok"}'


def known(host: str) -> bool:
    """Return whether a host exists on the virtual internet."""
    name = host.lower().rstrip(".")
    return name in HOSTS or any(name == d or name.endswith("." + d) for d in DOMAINS)


class Websites:
    """Answers every virtual host; `apps` is where the notices lie, `identity` the phone owner's values."""

    def __init__(self, apps: Path, identity: dict[str, str]) -> None:
        self.address = ""
        """address:port of the server that has no name, once it listens."""
        self._notices = {
            path: apps / "example-bank" / build / "notice.html" for path, build in NOTICES.items()
        }
        self._profile = json.dumps(
            {"code": 0, "name": "张三测试", "phone": identity["line1_number"], "level": "普通客户"},
            ensure_ascii=False,
        ).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or web socket."""
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await _swallow(receive)
            host, path = _target(scope)
            if (host, path) == EVENTS:
                await _events(send)
                return
            status, kind, body = self.reply(host, path)
            await send({"type": "http.response.start", "status": status, "headers": [
                (b"content-type", kind.encode()), (b"content-length", str(len(body)).encode()),
            ]})  # fmt: skip
            await send({"type": "http.response.body", "body": body})

    def reply(self, host: str, path: str) -> Reply:
        """Return status, media type and body for a host and path."""
        if not known(host):
            return 421, "text/plain; charset=utf-8", b"no such host here\n"
        if host == "www.bank.example":
            return self._page(path)
        if host == "api.trafficapi.example" and path == "/address":
            return 200, TEXT, self.address.encode()
        if host == "api.bank.example" and path == "/v1/profile":
            return 200, JSON, self._profile
        return 200, JSON, _OK

    def _page(self, path: str) -> Reply:
        notice = self._notices.get(path)
        if notice is not None and notice.is_file():
            return 200, HTML, notice.read_bytes()
        if path == "/":
            return (
                200,
                HTML,
                "<!DOCTYPE html><html lang='zh-CN'><title>示例银行</title><h1>示例银行</h1>".encode(),
            )
        return 404, HTML, "<!DOCTYPE html><html lang='zh-CN'><title>404</title><h1>页面不存在</h1>".encode()

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        host, path = _target(scope)
        await receive()
        if not host.endswith(PUSH) or path != "/push":
            await send({"type": "websocket.close", "code": 1008})
            return
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "text": '{"type":"hello"}'})
        while (event := await receive())["type"] == "websocket.receive":
            if event.get("text"):
                await send({"type": "websocket.send", "text": '{"type":"ack"}'})


def _target(scope: Scope) -> tuple[str, str]:
    """Return host (lower case, without port) and path; a proxy sends the whole address as the path."""
    headers = {name: value for name, value in scope["headers"] if name in (b"host", b":authority")}
    host = (headers.get(b"host") or headers.get(b":authority") or b"").decode("latin-1")
    path = str(scope["path"])
    if path.startswith(("http://", "https://")):
        parts = urlsplit(path)
        host, path = parts.netloc, parts.path or "/"
    return host.rsplit(":", 1)[0].lower(), path


async def _swallow(receive: Receive) -> None:
    total = 0
    while True:
        event = await receive()
        total += len(event.get("body", b""))
        if event["type"] == "http.disconnect" or not event.get("more_body") or total > MOST_BODY_BYTES:
            return


async def _events(send: Send) -> None:
    """Send three events, a moment apart (HTML, 9.2: server-sent events)."""
    headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    for number in range(3):
        await send(
            {"type": "http.response.body", "body": b"id: %d\ndata: tick\n\n" % number, "more_body": True}
        )
        await asyncio.sleep(0.1)
    await send({"type": "http.response.body", "body": b""})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        event = await receive()
        await send({"type": f"{event['type']}.complete"})
        if event["type"] == "lifespan.shutdown":
            return
