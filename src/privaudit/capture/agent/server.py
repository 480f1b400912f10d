"""A phone's way: frida-server, whose spawn gating holds every process that zygote makes."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any

from privaudit.capture.agent.way import FridaError, Held, Phone, connect, disconnect, within
from privaudit.errors import SensorError

_CALL_S = 20.0
_LOOK_S = 1.0


class ServerWay:
    """Speaks to frida-server on the phone through an adb forward.

    Gating is on while the sensor runs, so that `package:suffix` processes and ones that other apps or the
    system start wait as well; everything that is not the app's is resumed at once. Where frida-server cannot
    gate (it says so), the app is spawned by Frida instead, without the start's own arguments, and its further
    processes are looked for every second: they are instrumented late, and their events say so.

    What the app's processes fork or execute is let alone and told by `capture.processes`: with Frida's child
    gating, children of a process with threads died or waited for ever now and again.
    """

    def __init__(self, phone: Phone) -> None:
        self.detail = "frida-server"
        self._phone = phone
        self._device: Any = None
        self._address = ""
        self._port = 0
        self._package = ""
        self._gating = False
        self._stopping = False
        self._ended = threading.Event()
        self._known: set[int] = set()
        self._on_process: Callable[[Held], None] = lambda _held: None

    def start(self, package: str, on_process: Callable[[Held], None], on_lost: Callable[[str], None]) -> None:
        """Connect to frida-server and hold new processes; raise SensorError."""
        import frida

        self._package = package
        self._on_process = on_process
        self._device, self._address, self._port = connect(
            self._phone,
            hint=f"Start frida-server {frida.__version__} as root on the phone; see docs/on-a-phone.md.",
        )
        self.detail = f"frida-server, frida {frida.__version__}"
        self._device.on("spawn-added", self._spawned)
        self._device.on("lost", lambda: None if self._stopping else on_lost("frida-server is gone"))
        try:
            within(_CALL_S, "spawn gating", self._device.enable_spawn_gating)
            self._gating = True
            self._find_running()
        except SensorError as error:
            cause = error.error if isinstance(error, FridaError) else None
            if not isinstance(cause, frida.NotSupportedError):
                self.stop()
                raise SensorError(f"frida-server cannot hold processes: {error.message}") from None
            self.detail += ", without spawn gating"
        if not self._gating:
            threading.Thread(target=self._look_around, name="agent: processes", daemon=True).start()

    def launch(self, start: Callable[[], None]) -> None:
        """Start the app: through adb when gated, by Frida otherwise."""
        if self._gating:
            start()
            return
        pid = within(_CALL_S, "spawning the app", lambda: self._device.spawn([self._package]))
        self._known.add(pid)
        self._on_process(Held(pid, self._package))

    def attach(self, pid: int) -> Any:
        """Return a Frida session with the process."""
        return self._device.attach(pid)

    def alive(self, pid: int) -> bool:
        """Return whether frida-server still sees the process."""
        return any(process.pid == pid for process in self._device.enumerate_processes())

    def resume(self, pid: int) -> None:
        """Let a held process run."""
        self._device.resume(pid)

    def stop(self) -> None:
        """Switch gating off, release what waits and disconnect."""
        if self._stopping or self._device is None:
            return
        self._stopping = True
        self._ended.set()
        if self._gating:
            try:
                within(_CALL_S, "ending spawn gating", self._ungate)
            except SensorError:
                # The server is gone, and with it the gate.
                self._gating = False
        disconnect(self._address)
        self._phone.forward_remove(self._port)

    def _ungate(self) -> None:
        self._device.disable_spawn_gating()
        for spawn in self._device.enumerate_pending_spawn():
            self._device.resume(spawn.pid)

    def _spawned(self, spawn: Any) -> None:
        name = str(spawn.identifier or "")[:256]
        if self._ours(name):
            self._known.add(spawn.pid)
            self._on_process(Held(spawn.pid, name))
        else:
            # In a thread: a call into Frida from Frida's own thread would wait for itself.
            threading.Thread(target=self._let_go, args=[spawn.pid], name="agent: resume", daemon=True).start()

    def _let_go(self, pid: int) -> None:
        """Resume a stranger; one that is gone by now needs none."""
        with contextlib.suppress(SensorError):
            within(_CALL_S, "resuming a stranger", lambda: self._device.resume(pid))

    def _ours(self, name: str) -> bool:
        return name == self._package or name.startswith(f"{self._package}:")

    def _find_running(self) -> None:
        for process in within(_CALL_S, "asking for processes", self._device.enumerate_processes):
            if process.pid not in self._known and self._ours(process.name):
                self._known.add(process.pid)
                self._on_process(Held(process.pid, process.name, held=False))

    def _look_around(self) -> None:
        while not self._ended.wait(_LOOK_S):
            try:
                self._find_running()
            except SensorError:
                # The "lost" signal tells of it.
                return
