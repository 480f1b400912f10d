"""Who a host name belongs to, as far as the name tells: its registrable domain."""

from __future__ import annotations

import ipaddress
from functools import lru_cache

from publicsuffixlist import PublicSuffixList

from privaudit.model.network import RequestSeen

_suffixes = PublicSuffixList(accept_unknown=True)
"""The list of publicsuffix.org as the library carries it; nothing is fetched. A top-level name it does not
know (`.example`, `.internal`) counts as a suffix of one label, as the list's own rule `*` says."""

MAX_NAME = 253
"""Characters of a host name, RFC 1035 section 2.3.4."""


def address_of(host: str) -> str | None:
    """Return the IP address a host is, in its usual spelling, or None when it is a name.

    An IPv4 address inside an IPv6 one (`::ffff:192.0.2.1`, as sockets of both kinds have it) is the IPv4 one.
    """
    return _address_of(host) if len(host) <= MAX_NAME else None


@lru_cache(maxsize=4096)
def _address_of(host: str) -> str | None:
    bare = host.strip().removeprefix("[").removesuffix("]").partition("%")[0]
    try:
        parsed = ipaddress.ip_address(bare)
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return str(mapped or parsed)


@lru_cache(maxsize=4096)
def registrable(host: str) -> str:
    """Return the registrable domain of a host, or the address or name itself where there is none.

    Lower case, without a final dot. `a.b.bank.com.cn` gives `bank.com.cn`; a public suffix or a single label
    gives itself.
    """
    address = address_of(host)
    if address is not None:
        return address
    name = host.strip().lower().rstrip(".")
    if not name or len(name) > MAX_NAME:
        return name
    domain = _suffixes.privatesuffix(name)
    return domain if isinstance(domain, str) and domain else name


def recipient(request: RequestSeen) -> str:
    """Return the name of the host a request is for, also where the app looked its address up by itself.

    Apps with a resolver of their own (HTTPDNS) connect to an address and give the name in `Host` or
    `:authority`.
    """
    if address_of(request.host) is None:
        return request.host
    for wanted in (":authority", "host"):
        for header in request.headers:
            if header.name.lower() == wanted:
                name = _without_port(header.value)
                if name and address_of(name) is None:
                    return name
    return request.host


def _without_port(authority: str) -> str:
    host, colon, port = authority.strip().rpartition(":")
    return host if colon and port.isdecimal() else authority.strip()
