"""How processes of the app come to be held before their first line: the contract, and what its ways share."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Literal, Protocol, TypeVar

from privaudit.capture.strays import unpacking
from privaudit.errors import SensorError

T = TypeVar("T")

_CONNECT_S = 20.0
_DISCONNECT_S = 15.0

Standing = Literal["unknown", "working", "in", "out", "left"]
"""How the agent stands to a process.

working: it is being instrumented; in: it is; out: an event said that it is not; left: it was, no longer is.
"""

CONTROL_PORT = 27042
"""Frida's usual port: frida-server's on a phone, the portal's on the virtual device."""


class Phone(Protocol):
    """What the agent needs of a connected phone."""

    @property
    def virtual(self) -> bool:
        """Whether Android is stood in for."""
        ...

    def forward(self, remote: int | str) -> int:
        """Forward a TCP port of this machine to the phone's and return it."""
        ...

    def forward_remove(self, port: int) -> None:
        """Remove such a forward."""
        ...


class Held:
    """A process of the app: `pid` on the phone, `name` (`package` or `package:suffix`).

    `held` is true while it waits before its first line, false when it already ran. `failure` says why it
    cannot be attached to; such a process is not waiting.
    """

    def __init__(self, pid: int, name: str, *, held: bool = True, failure: str = "") -> None:
        self.pid = pid
        self.name = name
        self.held = held and not failure
        self.failure = failure


class Way(Protocol):
    """A way to get at the app's processes.

    `on_process` and `on_lost` of `start` are called from threads of Frida's: they must return at once.
    """

    detail: str
    """What this way talks to, for the evidence: program and version."""

    def start(self, package: str, on_process: Callable[[Held], None], on_lost: Callable[[str], None]) -> None:
        """Connect and hold every process of `package` started from now on; raise SensorError."""
        ...

    def launch(self, start: Callable[[], None]) -> None:
        """Start the app, through `start` where this way needs it; does not wait for its processes."""
        ...

    def attach(self, pid: int) -> Any:
        """Return a Frida session with the process."""
        ...

    def alive(self, pid: int) -> bool:
        """Return whether the process still runs; raises when the connection itself is gone."""
        ...

    def resume(self, pid: int) -> None:
        """Let a held process run."""
        ...

    def stop(self) -> None:
        """Stop holding processes, release all that wait and disconnect; safe to call twice."""
        ...


class FridaError(SensorError):
    """A call into Frida failed; `error` is what Frida raised."""

    def __init__(self, what: str, error: Exception) -> None:
        super().__init__(f"{what} failed: {str(error) or type(error).__name__}")
        self.error = error


def within(seconds: float, what: str, call: Callable[[], T]) -> T:
    """Return what `call` returns; raise SensorError when it takes longer, since Frida itself waits for ever.

    What the call raises becomes a FridaError.
    """
    result: list[T] = []
    failure: list[Exception] = []

    def work() -> None:
        try:
            result.append(call())
        except Exception as error:  # noqa: BLE001 # handed to the caller's thread below
            failure.append(error)

    thread = threading.Thread(target=work, name=f"agent: {what}", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise SensorError(f"{what} took longer than {seconds:g} s")
    if failure:
        raise FridaError(what, failure[0])
    return result[0]


def connect(phone: Phone, *, hint: str) -> tuple[Any, str, int]:
    """Return (Frida device, its address, forwarded port) of the phone's control port; raise SensorError."""
    import frida

    port = phone.forward(CONTROL_PORT)
    address = f"127.0.0.1:{port}"
    try:
        device = within(
            20,
            "connecting to Frida",
            lambda: unpacking(lambda: frida.get_device_manager().add_remote_device(address)),
        )
        within(20, "asking Frida for processes", device.enumerate_processes)
    except (frida.ServerNotRunningError, frida.TransportError, frida.ProtocolError, SensorError) as error:
        disconnect(address)
        phone.forward_remove(port)
        raise SensorError(f"Frida cannot be reached on the phone: {error.message}", hint=hint) from None
    return device, address, port


def disconnect(address: str) -> None:
    """Forget a remote Frida device; nothing happens when it was never known.

    Raises SensorError when Frida does not let go of it: a script that never unloads holds it for ever.
    """
    import frida

    try:
        within(
            _DISCONNECT_S,
            "disconnecting from Frida",
            lambda: frida.get_device_manager().remove_remote_device(address),
        )
    except FridaError as error:
        if not isinstance(error.error, frida.InvalidArgumentError):
            raise
