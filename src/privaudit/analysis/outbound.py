"""What leaves an app at once, whatever carried it: the four forms that search, proof and replay know.

What the agent took before encryption, parts of messages that never ended and chunks of a stream are put
together to one of them (`plain`, `streams`); so one search serves them all.
"""

from __future__ import annotations

from privaudit.model.network import FrameSeen, NameLookedUp, RequestSeen, StreamSeen

Outbound = RequestSeen | FrameSeen | StreamSeen | NameLookedUp


def host_of(event: Outbound) -> str:
    """Return the host it went to, or was asked for, as the event writes it."""
    return event.name if isinstance(event, NameLookedUp) else event.host


def url_of(event: RequestSeen) -> str:
    """Return the URL of a request as a user would write it."""
    default = {"http": 80, "https": 443}.get(event.scheme)
    host = f"[{event.host}]" if ":" in event.host else event.host
    port = "" if event.port == default else f":{event.port}"
    return f"{event.scheme}://{host}{port}{event.path}"


def cut_of(event: Outbound, kept: int) -> str:
    """Say how much of a body is missing from what was kept of it; nothing when it is whole."""
    if isinstance(event, NameLookedUp) or not event.cut:
        return ""
    return f"of {event.body_bytes} bytes of body {kept} were kept"
