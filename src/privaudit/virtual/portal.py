"""Frida on the virtual phone: a portal at device port 27042, and the gate for new processes.

A controller posts `{"type": "gate", "package": …}` on the portal's bus (answered `gated`). From then on every
process of the package is held before the app's first line, injected, joined to the portal and announced with
`{"type": "held", "pid", "identifier"}`; `{"type": "resume", "pid"}` lets it run, `{"type": "ungate"}` ends
the gate. A process that could not be injected is announced with `failed` (pid, identifier, reason) and runs.
"""

from __future__ import annotations

import queue
import socket
import threading
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from privaudit.capture.strays import unpacking
from privaudit.virtual.binder import AppProcess
from privaudit.virtual.state import VirtualPhone

DEVICE_PORT: Final = 27042
"""Where frida-server listens on a phone."""
SILENCE: Final = 30.0
"""Seconds after which a held process is released when its controller says nothing."""
TRIES: Final = 20
YAMA: Final = Path("/proc/sys/kernel/yama/ptrace_scope")


@dataclass(eq=False)
class _Held:
    process: AppProcess
    controller: int
    since: float
    released: threading.Event = field(default_factory=threading.Event)


class Portal:
    """Serves Frida on the phone and holds gated processes.

    Raises OSError from `start` when no port can be had. Callbacks of Frida only queue: its calls may not be
    made there.
    """

    def __init__(self, phone: VirtualPhone, *, silence: float = SILENCE) -> None:
        self._phone = phone
        self._silence = silence
        self._cluster = ""
        self._lock = threading.Lock()
        self._gates: dict[str, int] = {}
        self._held: dict[int, _Held] = {}
        self._heard: dict[int, float] = {}
        self._events: queue.SimpleQueue[tuple[str, int, dict[str, Any]] | None] = queue.SimpleQueue()
        self._service: Any = None
        self._sessions: list[Any] = []
        self.port = 0

    def start(self) -> None:
        """Begin to serve."""
        self._service, self.port = self._listen()
        self._service.on("message", self._on_message)
        self._service.on("controller-disconnected", self._on_gone)
        self._worker = threading.Thread(target=self._work, name="portal", daemon=True)
        self._worker.start()
        self._phone.ports.open(DEVICE_PORT, self.port)

    def _listen(self) -> tuple[Any, int]:
        import frida

        problem: Exception | None = None
        for _ in range(TRIES):
            # Frida takes port 0 for its default port, so free ones are found first and may be lost again.
            with _probe() as first, _probe() as second:
                cluster, port = first.getsockname()[1], second.getsockname()[1]
            service = unpacking(partial(_service, cluster, port))
            try:
                service.start()
            except frida.AddressInUseError as error:
                problem = error
            else:
                self._cluster = f"127.0.0.1:{cluster}"
                return service, port
        raise OSError(f"no port for Frida's portal: {problem}")

    def close(self) -> None:
        """Release what is held and stop serving."""
        with self._lock:
            held = list(self._held.values())
            self._gates.clear()
        for one in held:
            one.released.set()
        if self._service is None:
            return
        self._phone.ports.close(DEVICE_PORT)
        self._service.stop()
        self._service = None
        self._events.put(None)
        self._worker.join(5)

    # -- the bus

    def _on_message(self, connection: int, message: Any, _data: bytes | None) -> None:
        if isinstance(message, dict):
            self._events.put(("message", connection, message))

    def _on_gone(self, connection: int, _address: Any) -> None:
        self._events.put(("gone", connection, {}))

    def _work(self) -> None:
        while (event := self._events.get()) is not None:
            kind, connection, message = event
            if kind == "gone":
                self._forget(connection)
            else:
                self._obey(connection, message)

    def _obey(self, connection: int, message: dict[str, Any]) -> None:
        self._heard[connection] = time.monotonic()
        kind = message.get("type")
        if kind == "gate" and isinstance(message.get("package"), str):
            with self._lock:
                self._gates[message["package"]] = connection
            self._post(connection, {"type": "gated", "package": message["package"]})
        elif kind == "ungate":
            self._forget(connection)
            self._post(connection, {"type": "ungated"})
        elif kind == "resume":
            with self._lock:
                held = self._held.get(message.get("pid", 0))
            if held is not None:
                held.released.set()
        elif kind != "alive":
            self._post(connection, {"type": "error", "message": f"unknown message {str(kind)[:100]}"})

    def _post(self, connection: int, message: dict[str, Any]) -> None:
        service = self._service
        if service is not None:
            service.post(connection, message)

    def _forget(self, connection: int) -> None:
        with self._lock:
            for package in [p for p, owner in self._gates.items() if owner == connection]:
                del self._gates[package]
            held = [h for h in self._held.values() if h.controller == connection]
        for one in held:
            one.released.set()

    # -- the gate

    def gated(self, package: str) -> bool:
        """Return whether processes of a package are held at their start."""
        with self._lock:
            return package in self._gates

    def hold(self, process: AppProcess) -> None:
        """Inject a process and hold it until its controller resumes it, goes, or is silent for too long."""
        with self._lock:
            controller = self._gates.get(process.package)
            if controller is None:
                return
            held = _Held(process, controller, time.monotonic())
            self._held[process.pid] = held
        about = {"pid": process.pid, "identifier": process.name}
        try:
            self._inject(process.pid)
        except Exception as error:  # noqa: BLE001 — Frida has many errors of its own; each is told to the controller
            reason = explain(error)
            self._phone.log.write("E", "frida", process.pid, f"{process.name} is not instrumented: {reason}")
            self._post(controller, {"type": "failed", **about, "reason": reason})
        else:
            self._post(controller, {"type": "held", **about})
            self._wait(held)
        finally:
            with self._lock:
                self._held.pop(process.pid, None)

    def _inject(self, pid: int) -> None:
        import frida

        session = unpacking(frida.get_local_device).attach(pid)
        session.join_portal(self._cluster)
        # Kept as long as the process lives, or Frida would take the agent out again.
        self._sessions = [*(s for s in self._sessions if not s.is_detached), session]

    def _wait(self, held: _Held) -> None:
        while not held.released.wait(0.1):
            if held.process.ended.is_set():
                return
            last = max(held.since, self._heard.get(held.controller, 0.0))
            if time.monotonic() - last > self._silence:
                who = f"{held.process.name} ({held.process.pid})"
                text = f"released {who}: its controller was silent for {self._silence:g} s"
                self._phone.log.write("W", "frida", held.process.pid, text)
                return


def _service(cluster: int, port: int) -> Any:
    import frida

    endpoints = (frida.EndpointParameters(address="127.0.0.1", port=number) for number in (cluster, port))
    return frida.PortalService(*endpoints)


def _probe() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


def explain(error: Exception, yama: Path = YAMA) -> str:
    """Return what an injection failed of and exactly what to change; `yama` tells who may trace whom."""
    text = str(error) or type(error).__name__
    scope = yama.read_text(encoding="ascii").strip() if yama.exists() else "0"
    if scope in ("2", "3"):
        change = "sudo sysctl kernel.yama.ptrace_scope=1" if scope == "2" else (
            "boot with kernel.yama.ptrace_scope=1 in /etc/sysctl.d; 3 cannot be lowered while running"
        )  # fmt: skip
        return f"{text} (kernel.yama.ptrace_scope is {scope}, so no process may be traced: {change})"
    if "permission" in text.lower() or "not permitted" in text.lower():
        return f"{text} (tracing is forbidden here: in a container, start it with --cap-add=SYS_PTRACE)"
    return text
