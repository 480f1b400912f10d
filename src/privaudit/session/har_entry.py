"""One entry of a HAR 1.2 file, made of a request and its answer.

After https://w3c.github.io/web-performance/specs/HAR/Overview.html; names that begin with `_` are additions,
which readers ignore. Bytes that are not UTF-8 stand in texts as `privaudit.model.octets` writes them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import quote

from privaudit.analysis.part import unquoted
from privaudit.model.network import Header, RequestSeen, ResponseSeen
from privaudit.model.observation import Sent
from privaudit.model.octets import to_bytes, to_text
from privaudit.session.har_shown import Body, Shown

Json = dict[str, object]

WEBSOCKET = "websocket"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = 253_402_214_400_000_000_000
_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_MAX_PAIRS = 10_000
_SAFE_IN_PATH = "!$%&'()*+,-./:;=?@_~"
_SAFE_IN_HOST = "-._~[]:"


def moment(ns: int) -> str:
    """Return a time (ns UTC) as ISO 8601; times beyond any calendar as its last day."""
    at = _EPOCH + timedelta(microseconds=min(max(ns, 0), _LAST) // 1000)
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def milliseconds(ns: int) -> float:
    """Return a span of time in ms."""
    return max(ns, 0) / 1e6


class Exchange(NamedTuple):
    """A request with its answer, as far as they are in the evidence; a body is None where it was lost."""

    sent: Sent
    request: RequestSeen
    body: bytes | None
    response: ResponseSeen | None = None
    answer: bytes | None = b""
    socket: bool = False
    """Whether messages of a WebSocket followed."""


def entry(shown: Shown, exchange: Exchange) -> Json:
    """Return the entry of a request."""
    sent, request, response = exchange.sent, exchange.request, exchange.response
    whole = milliseconds(response.at - request.at) if response is not None else 0.0
    made: Json = {
        "startedDateTime": moment(request.at),
        "time": whole,
        "request": _request(shown, exchange),
        "response": _response(shown, exchange),
        "cache": {},
        # The proxy tells when a request began and when its answer was whole, not what was between.
        "timings": {
            "blocked": -1, "dns": -1, "connect": -1, "send": 0, "wait": whole, "receive": 0, "ssl": -1,
        },
    }  # fmt: skip
    address = sent.address.rpartition(":")[0].strip("[]")
    if address:
        made["serverIPAddress"] = shown.text(address)
    if request.client_port:
        made["connection"] = str(request.client_port)
    if exchange.socket:
        made["_resourceType"] = WEBSOCKET
    made["_privaudit"] = about(shown, sent)
    return made


def about(shown: Shown, sent: Sent) -> Json:
    """Return what is known of who sent something, and the values found in it."""
    return {
        "event": sent.event,
        "parts": list(sent.parts),
        "flow": shown.text(sent.flow),
        "seen_by": sent.seen_by,
        "protocol": sent.protocol,
        "sent_by": {
            "kind": sent.actor.kind,
            "id": sent.actor.id,
            "name": shown.text(sent.actor.name),
            "company": sent.actor.company,
            "confidence": sent.actor.confidence,
        },
        "pid": sent.pid,
        "thread": shown.text(sent.thread),
        "consent": sent.when.consent,
        "app_state": sent.when.app_state,
        "phase": sent.when.phase,
        "step": sent.when.step,
        "encrypted": sent.encrypted,
        "tls_version": sent.tls_version,
        "matches": [shown.match(match) for match in sent.matches],
    }


def _request(shown: Shown, exchange: Exchange) -> Json:
    sent, request, body = exchange.sent, exchange.request, exchange.body
    held = bool(sent.matches)
    headers = shown.headers(request.headers, searched=held)
    path = shown.path(request.path, searched=held)
    made: Json = {
        "method": shown.text(request.method),
        "url": url(_scheme(request, socket=exchange.socket), shown.text(request.host), request.port, path),
        "httpVersion": shown.text(_version(request)),
        "cookies": _cookies(headers),
        "headers": _listed(headers),
        "queryString": _query(path),
        "headersSize": -1,
        "bodySize": request.body_bytes,
    }
    if sent.seen_by == "agent":
        made["comment"] = "taken in the app before encryption; its answer was not seen"
    elif sent.parts:
        made["comment"] = "joined from the parts that had passed; its end was never seen"
    if request.body_bytes or body:
        made["postData"] = _post_data(shown, request, body, searched=held)
    return made


def _post_data(shown: Shown, request: RequestSeen, body: bytes | None, *, searched: bool) -> Json:
    media_type = _field(request.headers, "content-type")
    kept = _body(shown, request, body, searched=searched)
    data: Json = {"mimeType": shown.text(media_type), "params": [], "text": kept.text}
    if kept.encoding:
        data["_encoding"] = kept.encoding
    if kept.comment:
        data["comment"] = kept.comment
    return data


def _response(shown: Shown, exchange: Exchange) -> Json:
    request, response, answer = exchange.request, exchange.response, exchange.answer
    headers = shown.headers(response.headers, searched=True) if response is not None else ()
    media_type = _field(response.headers, "content-type") if response is not None else ""
    size = response.body_bytes if response is not None else 0
    made: Json = {
        "status": response.status if response is not None else 0,
        "statusText": "",
        "httpVersion": shown.text(_version(request)),
        "cookies": _set_cookies(headers),
        "headers": _listed(headers),
        "content": {"size": 0, "mimeType": shown.text(media_type)},
        "redirectURL": _field(headers, "location"),
        "headersSize": -1,
        "bodySize": size,
    }
    if response is None:
        made["comment"] = "no answer is in the evidence"
        return made
    if response.error:
        made["comment"] = shown.text(response.error)
        made["_error"] = shown.text(response.error)
    if size or answer:
        kept = _body(shown, response, answer, searched=True)
        content: Json = {
            "size": kept.size,
            "compression": kept.size - size,
            "mimeType": shown.text(media_type),
        }
        if response.cut:
            del content["compression"]
        if kept.text:
            content["text"] = kept.text
        if kept.encoding:
            content["encoding"] = kept.encoding
        if kept.comment:
            content["comment"] = kept.comment
        made["content"] = content
    return made


def _body(shown: Shown, message: RequestSeen | ResponseSeen, body: bytes | None, *, searched: bool) -> Body:
    size = message.body_bytes
    if body is None:
        return Body(size, comment="its bytes are missing from the evidence")
    media_type = _field(message.headers, "content-type")
    kept = shown.body(message.headers, media_type, body, searched=searched)
    if not message.cut:
        return kept
    comment = "; ".join(filter(None, (f"of {size} bytes {len(body)} were kept", kept.comment)))
    return kept._replace(comment=comment)


# -- parts of a message ---------------------------------------------------------------------------


def url(scheme: str, host: str, port: int, path: str) -> str:
    """Return an absolute URL in ASCII; what may not stand in one is percent-encoded."""
    told = quote(to_bytes(host), safe=_SAFE_IN_HOST)
    if ":" in host and not host.startswith("["):
        told = f"[{quote(to_bytes(host), safe=':.')}]"
    at = "" if _DEFAULT_PORTS.get(scheme) == port else f":{port}"
    return f"{quote(scheme, safe='')}://{told}{at}{quote(to_bytes(path), safe=_SAFE_IN_PATH)}"


def _version(request: RequestSeen) -> str:
    # As browsers write it (RFC 9113 has no minor version).
    return "HTTP/2" if request.http_version == "HTTP/2.0" else request.http_version


def _scheme(request: RequestSeen, *, socket: bool) -> str:
    scheme = request.scheme or "http"
    return {"http": "ws", "https": "wss"}.get(scheme, scheme) if socket else scheme


def _listed(headers: tuple[Header, ...]) -> list[Json]:
    return [{"name": header.name, "value": header.value} for header in headers]


def _field(headers: tuple[Header, ...], name: str) -> str:
    return next((header.value for header in headers if header.name.lower() == name), "")


def _query(path: str) -> list[Json]:
    raw = to_bytes(path).partition(b"?")[2].partition(b"#")[0]
    pairs = raw.split(b"&", _MAX_PAIRS) if raw else []
    return [
        {"name": to_text(unquoted(name, plus=True)), "value": to_text(unquoted(value, plus=True))}
        for name, _, value in (pair.partition(b"=") for pair in pairs)
    ]


def _cookies(headers: tuple[Header, ...]) -> list[Json]:
    found: list[Json] = []
    for header in headers:
        if header.name.lower() == "cookie":
            pairs = (pair.strip().partition("=") for pair in header.value.split(";", _MAX_PAIRS))
            found += [{"name": name, "value": value} for name, _, value in pairs if name]
    return found


def _set_cookies(headers: tuple[Header, ...]) -> list[Json]:
    found: list[Json] = []
    for header in headers:
        if header.name.lower() != "set-cookie":
            continue
        first, *rest = header.value.split(";", _MAX_PAIRS)
        name, _, value = first.strip().partition("=")
        attributes = {
            key.strip().lower(): told.strip() for key, _, told in (one.partition("=") for one in rest)
        }
        cookie: Json = {"name": name, "value": value}
        for key in ("path", "domain"):
            if attributes.get(key):
                cookie[key] = attributes[key]
        expires = _expires(attributes.get("expires", ""))
        if expires:
            cookie["expires"] = expires
        cookie["httpOnly"] = "httponly" in attributes
        cookie["secure"] = "secure" in attributes
        found.append(cookie)
    return found


def _expires(text: str) -> str:
    if not text or len(text) > 100:  # noqa: PLR2004 - no date is longer
        return ""
    try:
        at = parsedate_to_datetime(text)
        return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    except (ValueError, TypeError, OverflowError):
        return ""
