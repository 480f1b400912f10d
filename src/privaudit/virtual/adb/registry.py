"""Which service answers which name; a service puts itself here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from privaudit.virtual.adb.connection import Connection, Daemon
from privaudit.virtual.adb.streams import Stream


@dataclass(frozen=True)
class Open:
    """A stream that a host has opened, and the name it opened it with."""

    adbd: Daemon
    connection: Connection
    stream: Stream
    name: str


Service = Callable[[Open], bool]
"""Takes the stream and returns True, or refuses it with False. Runs on the event loop: it must not wait."""
SERVICES: Final[dict[str, Service]] = {}


def service(*prefixes: str) -> Callable[[Service], Service]:
    """Serve names that begin so."""

    def register(function: Service) -> Service:
        for prefix in prefixes:
            if prefix in SERVICES:
                raise ValueError(f"two services for {prefix}")
            SERVICES[prefix] = function
        return function

    return register
