"""Public IP address of the phone: RFC 791 and RFC 4291; private and well-known ones say nothing of a user."""

from __future__ import annotations

import ipaddress
from typing import Final

from privaudit.analysis.detector import Detector, Reading

RESOLVERS: Final = frozenset(
    {
        "1.1.1.1", "1.0.0.1", "8.8.8.8", "8.8.4.4", "9.9.9.9", "114.114.114.114", "114.114.115.115",
        "119.29.29.29", "223.5.5.5", "223.6.6.6", "180.76.76.76",
    }
)  # fmt: skip
"""Public resolvers, as their operators publish them; apps that resolve names by themselves carry them."""


def read(text: str) -> Reading | None:
    """Take an address that is routed on the internet."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if not address.is_global or address.is_multicast or str(address) in RESOLVERS:
        return None
    return Reading(str(address))


DETECTOR = Detector(
    name="ip-address",
    data_types=("network.ip",),
    pattern=rb"[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9A-Fa-f]{1,4}(?::{1,2}[0-9A-Fa-f]{1,4}){2,7}",
    read=read,
    chance=0.8,
)
