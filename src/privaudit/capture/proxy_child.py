"""How mitmdump is started as a child: its options, its command line, its environment."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from privaudit.errors import SensorError

OPTIONS = {
    # Nothing that mitmproxy does on its own account may show to the app or its servers.
    "connection_strategy": "lazy",
    "http2": "true",
    "http2_ping_keepalive": "0",
    "http3": "false",
    "anticache": "false",
    "anticomp": "false",
    "onboarding": "false",
    "validate_inbound_headers": "false",
    # An app that speaks an old TLS shall be seen doing it, not be turned away by us.
    "tls_version_client_min": "TLS1",
    "flow_detail": "0",
    "termlog_verbosity": "warn",
}
"""Options of mitmproxy that every recording has."""

IDLE = (
    "anticache",
    "anticomp",
    "blocklist",
    "browser",
    "commandhistory",
    "comment",
    "cut",
    "disableh2c",
    "dumper",
    "export",
    "maplocal",
    "mapremote",
    "modifybody",
    "modifyheaders",
    "onboarding",
    "proxyauth",
    "readfilestdin",
    "save",
    "savehar",
    "serverplayback",
    "stickyauth",
    "stickycookie",
    "stripdnshttpsrecords",
    "updatealtsvc",
    "upstreamauth",
)
"""Addons of mitmproxy that alter, replay, show or save flows. They are taken out: what is not there changes
no traffic by any option, and mitmproxy asks each of them at each event of each flow, which costs more than
all of ours."""

_TRIES = 20
_OF_THE_SHELL = frozenset({"SSLKEYLOGFILE", "MITMPROXY_SSLKEYLOGFILE"})


def command(options: Mapping[str, str], modes: Iterable[str]) -> list[str]:
    """Return the command line of mitmdump with the recorder in it."""
    told = [sys.executable, "-P", "-c", "from privaudit.capture.addon import main; main()"]
    for name, value in (*options.items(), *(("mode", mode) for mode in modes)):
        told += ["--set", f"{name}={value}"]
    return told


def environment() -> dict[str, str]:
    """Return the environment of mitmdump: the user's, without what would write keys of TLS to a file."""
    return {name: value for name, value in os.environ.items() if name not in _OF_THE_SHELL}


def checked_upstream(url: str) -> str:
    """Return the URL of a proxy to go through; raises `SensorError` for what is none."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SensorError(f"{url} is not a proxy's URL", hint="give it as http://host:port")
    return url


def free_port(host: str) -> int:
    """Return a port that is free for TCP and UDP: mitmproxy takes no two modes of one port, not even of 0."""
    for _ in range(_TRIES):
        with socket.create_server((host, 0), family=_family(host)) as tcp:
            port = int(tcp.getsockname()[1])
            with socket.socket(_family(host), socket.SOCK_DGRAM) as udp:
                try:
                    udp.bind((host, port))
                except OSError:
                    continue
                return port
    raise SensorError(f"no port of {host} is free for DNS")


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def ending(status: int) -> str:
    """Return how a child ended, by its exit status as `subprocess` has it."""
    if status < 0:
        return f"mitmdump was killed by signal {signal.Signals(-status).name}"
    return f"mitmdump ended by itself with status {status}"
