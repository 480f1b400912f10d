"""A row of the corpus of traffic: a request, built place by place, and what it carries."""

from __future__ import annotations

from typing import Literal, NamedTuple
from urllib.parse import quote

from traffic_encoders import (
    Wrapped,
)
from traffic_values import Known

from privaudit.model.network import FrameSeen, Header, NameLookedUp, RequestSeen, StreamSeen
from privaudit.model.octets import to_text

Event = RequestSeen | FrameSeen | StreamSeen | NameLookedUp
Where = Literal["url", "header", "body", "frame"]


class Truth(NamedTuple):
    """What must be found: steps by their names, without those of writing and case."""

    data_type: str
    value: str
    where: Where
    steps: tuple[str, ...]


class Row(NamedTuple):
    """A request with what it carries; `id` says how it was built."""

    id: str
    event: Event
    body: bytes
    truths: tuple[Truth, ...]


def request(
    body: bytes = b"",
    *,
    path: str = "/v1/report",
    headers: tuple[tuple[str, bytes], ...] = (),
    media_type: str = "",
    host: str = "api.receiver.example",
) -> RequestSeen:
    typed = (("Content-Type", media_type.encode()),) if media_type else ()
    given = (("User-Agent", b"okhttp/4.12.0"), *typed, *headers)
    return RequestSeen(
        at=0, seen=0, flow="flow-1", method="POST" if body else "GET", scheme="https", host=host, port=443,
        path=path, http_version="HTTP/1.1", body_bytes=len(body),
        headers=tuple(Header(name, to_text(value)) for name, value in given),
    )  # fmt: skip


def _frame(data: bytes) -> FrameSeen:
    return FrameSeen(
        at=0, seen=0, flow="flow-1", host="ws.receiver.example", from_client=True, text=False, body="",
        body_bytes=len(data),
    )  # fmt: skip


def placed(place: str, name: str, wrapped: Wrapped) -> tuple[Event, bytes, Where, tuple[str, ...]]:
    """Put a message into a place of a request: the event, its body, where it stands and the steps."""
    data, steps, media_type = wrapped
    if place == "frame":
        return _frame(data), data, "frame", steps
    if place in {"path", "query"}:
        quoted = quote(data, safe="")
        path = f"/v1/{quoted}/r" if place == "path" else f"/v1/r?ts=1790000000&{quote(name)}={quoted}"
        return request(path=path), b"", "url", (place, *steps)
    if place == "header":
        return request(headers=((f"X-{name}", data),)), b"", "header", ("header", *steps)
    if place == "cookie":
        crumbs = b"sid=8d1f; " + name.encode() + b"=" + quote(data, safe="").encode() + b"; v=2"
        return request(headers=(("Cookie", crumbs),)), b"", "header", ("header", "cookie", *steps)
    return request(data, media_type="" if place == "untyped body" else media_type), data, "body", steps


def row_of(
    place: str, label: str, wrapped: Wrapped, known: Known, tail: tuple[str, ...] = (), *, name: str = "val1"
) -> Row:
    event, body, where, steps = placed(place, name, wrapped)
    truth = Truth(known.data_type, known.value, where, (*steps, *tail))
    return Row(f"{label} in {place}", event, body, (truth,))


def plain(data: bytes) -> Wrapped:
    return Wrapped(data, ())
