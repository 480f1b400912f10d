"""The virtual device's way: a Frida portal whose bus tells which process waits and lets it run."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from privaudit.capture.agent.way import Held, Phone, connect, disconnect, within
from privaudit.errors import SensorError

ANSWER_S = 10.0
"""Seconds the portal has to answer on its bus."""


class PortalWay:
    """Speaks the bus of the virtual device's portal (gate, held, resume, ungate).

    Messages: `{"type": "gate", "package"}` is answered by `{"type": "gated"}`; every process then started is
    announced by `{"type": "held", "pid", "identifier"}` and waits for `{"type": "resume", "pid"}`; one that
    could not be injected is announced by `{"type": "failed", "pid", "identifier", "reason"}` and runs on.
    """

    def __init__(self, phone: Phone, *, answer_s: float = ANSWER_S) -> None:
        self.detail = "portal of the virtual device"
        self._answer_s = answer_s
        self._phone = phone
        self._device: Any = None
        self._address = ""
        self._port = 0
        self._gated = threading.Event()
        self._stopping = False
        self._package = ""

    def start(self, package: str, on_process: Callable[[Held], None], on_lost: Callable[[str], None]) -> None:
        """Connect, and gate the package; raise SensorError."""
        import frida

        self._package = package
        self._device, self._address, self._port = connect(
            self._phone, hint="The virtual device's portal should answer; start it again."
        )
        self.detail = f"portal of the virtual device, frida {frida.__version__}"

        def message(told: Any, _data: object) -> None:
            if not isinstance(told, dict):
                return
            if told.get("type") == "gated":
                self._gated.set()
            elif told.get("type") in {"held", "failed"} and isinstance(told.get("pid"), int):
                name = str(told.get("identifier", package))[:256]
                on_process(Held(told["pid"], name, failure=str(told.get("reason", ""))[:1000]))

        def detached() -> None:
            if not self._stopping:
                on_lost("the connection to the portal ended")

        bus = self._device.bus
        bus.on("message", message)
        bus.on("detached", detached)
        try:
            within(self._answer_s, "attaching to the portal's bus", bus.attach)
        except SensorError:
            self.stop()
            raise
        bus.post({"type": "gate", "package": package})
        if not self._gated.wait(self._answer_s):
            self.stop()
            raise SensorError("the virtual device's portal did not answer")

    def launch(self, start: Callable[[], None]) -> None:
        """Start the app the usual way: its processes are gated."""
        start()

    def attach(self, pid: int) -> Any:
        """Return a Frida session with the process."""
        return self._device.attach(pid)

    def alive(self, pid: int) -> bool:
        """Return whether the process is still joined to the portal."""
        return any(process.pid == pid for process in self._device.enumerate_processes())

    def resume(self, pid: int) -> None:
        """Let a held process run."""
        self._device.bus.post({"type": "resume", "pid": pid})

    def stop(self) -> None:
        """Lift the gate and disconnect: the portal releases what still waits."""
        if self._stopping or self._device is None:
            return
        self._stopping = True
        if not self._device.is_lost:
            self._device.bus.post({"type": "ungate", "package": self._package})
        disconnect(self._address)
        self._phone.forward_remove(self._port)
