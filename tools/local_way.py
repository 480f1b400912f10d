"""Processes of this machine for the agent sensor, where tests, the gauntlet and benches have no phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frida

from privaudit.capture.agent import Held
from privaudit.capture.strays import unpacking


class NoPhone:
    """There is no phone: the local way needs none."""

    virtual = True

    def forward(self, remote: int | str) -> int:
        """Nothing is forwarded."""
        raise AssertionError(remote)

    def forward_remove(self, port: int) -> None:
        """Nothing was forwarded."""
        raise AssertionError(port)


class LocalWay:
    """Processes of this machine; `on_process` gets each when the caller says so."""

    detail = "local"

    def __init__(self) -> None:
        self._device = unpacking(frida.get_local_device)
        self.on_process: Callable[[Held], None] = lambda _held: None
        self.resumed: list[int] = []
        self.sessions: list[Any] = []

    def start(self, package: str, on_process: Callable[[Held], None], on_lost: Callable[[str], None]) -> None:
        """Remember whom to tell of processes."""
        del package, on_lost
        self.on_process = on_process

    def launch(self, start: Callable[[], None]) -> None:
        """Start as told."""
        start()

    def attach(self, pid: int) -> Any:
        """Return a Frida session with the process."""
        session = self._device.attach(pid)
        self.sessions.append(session)
        return session

    def alive(self, pid: int) -> bool:
        """Return whether the process still runs."""
        return any(process.pid == pid for process in self._device.enumerate_processes())

    def resume(self, pid: int) -> None:
        """Note it: a process of this machine was not held."""
        self.resumed.append(pid)

    def stop(self) -> None:
        """Nothing was changed."""
