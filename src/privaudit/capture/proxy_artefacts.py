"""How the bytes that an event of the proxy came with are kept."""

from __future__ import annotations

from privaudit.capture.proxy_pipe import Seen, TornStreamError
from privaudit.model.network import BodyPart, FrameSeen, RequestSeen, ResponseSeen, StreamSeen

_BYTES = "application/octet-stream"


def kept_as(event: Seen) -> tuple[str, str]:
    """Return media type and name of the artefact that holds an event's bytes."""
    if isinstance(event, RequestSeen):
        return _media_type(event), f"request {event.flow}"
    if isinstance(event, ResponseSeen):
        return _media_type(event), f"response {event.flow}"
    if isinstance(event, FrameSeen):
        return "text/plain" if event.text else _BYTES, f"message {event.flow}"
    if isinstance(event, BodyPart):
        side = "request" if event.from_client else "response"
        return event.media_type or _BYTES, f"part of {side} {event.flow} from byte {event.offset}"
    if isinstance(event, StreamSeen):
        return _BYTES, f"stream {event.flow} from byte {event.offset}"
    raise TornStreamError(f"a frame of {type(event).__name__} came with bytes, which it has none of")


def _media_type(event: RequestSeen | ResponseSeen) -> str:
    for header in event.headers:
        if header.name.lower() == "content-type":
            return header.value.partition(";")[0].strip().lower()[:100] or _BYTES
    return _BYTES
