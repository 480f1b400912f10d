"""What the app's processes fork and execute: held by Frida, instrumented where it runs Java, always told.

A fork of an Android process runs on without the virtual machine's other threads (a double process that traces
its parent, as packers use, or the moment before exec): the agent stays out of it, since a Java call in it may
wait for ever for a thread that is not there. Nor is a fork followed by Frida to what it executes: Frida then
waits for the child over a connection which the child closes with its other descriptors, as every
`Runtime.exec` does, and the app would wait with it. What a fork became is asked for a moment later.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any, Final

from privaudit.capture.agent.way import Held, within
from privaudit.errors import SensorError

_CALL_S: Final = 20.0
_LONGEST: Final = 300
_JAVA: Final = "app_process"
"""Program that runs Java outside of zygote (`app_process`, `app_process32`, `app_process64`)."""


class Children:
    """Takes the children that Frida holds; `on_process` gets each, one let go with why it has no agent.

    `settle_s` is how long a fork is given to execute a program before it is asked what it is.
    """

    def __init__(self, device: Any, on_process: Callable[[Held], None], *, settle_s: float = 0.5) -> None:
        self._device = device
        self._on_process = on_process
        self._settle_s = settle_s
        self._stopping = threading.Event()
        device.on("child-added", self._added)

    def gate(self, session: Any) -> str:
        """Hold the children of a session's process from now on; return why that failed, empty otherwise."""
        try:
            within(_CALL_S, "holding its children", session.enable_child_gating)
        except SensorError as error:
            return f"its children are not held: {error.message}"[:1000]
        return ""

    def stop(self) -> None:
        """Take no more children and release those that wait; safe to call twice."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._device.off("child-added", self._added)
        with contextlib.suppress(SensorError):
            # The server may be gone, and what it held with it.
            for child in within(_CALL_S, "asking for children", self._device.enumerate_pending_children):
                self._release(child.pid)

    def _added(self, child: Any) -> None:
        # In a thread: a call into Frida from Frida's own thread would wait for itself.
        threading.Thread(target=self._take, args=[child], name="agent: child", daemon=True).start()

    def _take(self, child: Any) -> None:
        if child.origin == "fork":
            self._release(child.pid)
            if not self._stopping.wait(self._settle_s):
                self._tell_fork(child.pid, child.parent_pid)
            return
        program = PurePosixPath(str(child.path or "")).name
        if program.startswith(_JAVA) and not self._stopping.is_set():
            self._on_process(Held(child.pid, java_name(list(child.argv or ())) or program))
            return
        self._release(child.pid)
        words = " ".join(map(str, child.argv or [child.path]))[:_LONGEST]
        self._tell(child.pid, program, f"a program without Java, executed by the app: {words}")

    def _tell_fork(self, pid: int, parent: int) -> None:
        """Tell what a fork is by now: a program, a Java program of its own, or still a copy."""
        found: dict[int, Any] = {}
        with contextlib.suppress(SensorError):
            # Without an answer it is told as what it was: a copy.
            processes = within(
                _CALL_S,
                "asking for a child",
                lambda: self._device.enumerate_processes(pids=[pid, parent], scope="metadata"),
            )
            found = {process.pid: process for process in processes}
        child, origin = found.get(pid), found.get(parent)
        copied = child is None or (origin is not None and child.name == origin.name)
        if child is None or copied:
            name = f"{origin.name if origin is not None else parent} (fork)"
            self._tell(pid, name, f"forked by process {parent}; only its parent is watched")
            return
        path = str(child.parameters.get("path", child.name))
        if PurePosixPath(path).name.startswith(_JAVA):
            self._on_process(Held(pid, str(child.name)[:256], held=False))
        else:
            self._tell(pid, str(child.name), f"a program without Java, executed by process {parent}: {path}")

    def _tell(self, pid: int, name: str, why: str) -> None:
        self._on_process(Held(pid, (name or "program")[:256], failure=why[:1000]))

    def _release(self, pid: int) -> None:
        with contextlib.suppress(SensorError):
            # One that is gone by now needs no release.
            within(_CALL_S, "releasing a child", lambda: self._device.resume(pid))


def java_name(words: list[str]) -> str:
    """Return the name that the command line of app_process gives: `--nice-name`, else the class it starts."""
    nice = next((word.partition("=")[2] for word in words if word.startswith("--nice-name=")), "")
    plain = [word for word in words[1:] if not word.startswith(("-", "/"))]
    return (nice or (plain[0] if plain else ""))[:256]
