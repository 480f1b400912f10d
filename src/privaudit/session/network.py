"""What a recording asks the agent to do about the app's network, and how the evidence tells it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from privaudit.model.wire import NetworkPlan
from privaudit.session.request import RunRequest

PROXY_PORT: Final = 8888
"""The port on the phone at which apps find the proxy."""

PLAIN_BYTES: Final = 256 * 1024
"""Bytes taken of each connection and direction before encryption."""

CRYPTO_BYTES: Final = 32 * 1024
"""Bytes taken of what goes into a cipher, digest or MAC and of what comes out."""


def network_plan(request: RunRequest, *, proxy: str = "", authority: str = "") -> NetworkPlan:
    """Return the plan; `proxy` is `address:port` as the app meets it, `authority` its certificate in PEM.

    Without a proxy there is no authority to open checks for, and QUIC has nothing to fall back to that could
    be read: both are left alone.
    """
    return NetworkPlan(
        watch=True,
        proxy=proxy,
        plain=PLAIN_BYTES if request.plain else 0,
        refuse_quic=request.refuse_quic and bool(proxy),
        crypto=CRYPTO_BYTES if request.crypto else 0,
        authority=authority if request.unpin else "",
    )


def network_notes(plan: NetworkPlan) -> Iterator[tuple[str, str]]:
    """Yield topic and text of what is switched on or off; the text begins with `on` or `off`."""
    if plan.proxy:
        yield "network.proxy", plan.proxy
    unpin = "on: checks that refuse the audit's authority are answered yes in their place, for it alone"
    yield "network.unpin", unpin if plan.authority else "off: every check of the app stands"
    quic = "on: datagrams to port 443 are refused and counted"
    yield "network.quic", quic if plan.refuse_quic else "off: QUIC passes unread"
    plain = f"on: at most {plan.plain} bytes of each connection"
    yield "network.plain", plain if plan.plain else "off: bytes before encryption are not taken"
    crypto = f"on: at most {plan.crypto} bytes of each call"
    yield "network.crypto", crypto if plan.crypto else "off: what the app encrypts itself is not taken"
