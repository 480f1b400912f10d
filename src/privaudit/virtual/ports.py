"""The phone's TCP ports: a namespace of their own, each leading to a real loopback port of this machine."""

from __future__ import annotations

import threading
from typing import Final

PROPERTY: Final = "privaudit.port"


class Ports:
    """Which device port is served by which real port of 127.0.0.1.

    `told` are the phone's properties: `privaudit.port.N` says at which port its apps meet device port N.
    """

    def __init__(self, lock: threading.RLock, told: dict[str, str]) -> None:
        self._lock = lock
        self._told = told
        self._real: dict[int, int] = {}

    def open(self, device_port: int, real_port: int) -> None:
        """Say that a device port is listening, and where really; raises OSError when it is taken."""
        with self._lock:
            if device_port in self._real:
                raise OSError(98, "Address already in use")
            self._real[device_port] = real_port
            self._told[f"{PROPERTY}.{device_port}"] = str(real_port)

    def close(self, device_port: int) -> None:
        """Say that a device port no longer listens; one that did not is no error."""
        with self._lock:
            self._real.pop(device_port, None)
            self._told.pop(f"{PROPERTY}.{device_port}", None)

    def real(self, device_port: int) -> int | None:
        """Return the real port behind a device port, or None when nobody listens there."""
        with self._lock:
            return self._real.get(device_port)

    def free(self) -> int:
        """Return a device port nobody listens on."""
        with self._lock:
            return next(port for port in range(38_000, 65_536) if port not in self._real)

    def list(self) -> dict[int, int]:
        """Return device port to real port."""
        with self._lock:
            return dict(sorted(self._real.items()))
