"""What the app's processes fork and execute: held by Frida, instrumented where it runs Java, always told.

A fork of an Android process runs on without the virtual machine's other threads (a double process that traces
its parent, as packers use, or the moment before exec): the agent stays out of it, since a Java call in it may
wait for ever for a thread that is not there.
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
    """Takes the children that Frida holds; `on_process` gets each, one let go with why it has no agent."""

    def __init__(self, device: Any, on_process: Callable[[Held], None]) -> None:
        self._device = device
        self._on_process = on_process
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
        """Take no more children and release those that wait."""
        self._stopping.set()
        with contextlib.suppress(SensorError):
            # The server may be gone, and what it held with it.
            for child in within(_CALL_S, "asking for children", self._device.enumerate_pending_children):
                self._release(child.pid)

    def _added(self, child: Any) -> None:
        # In a thread: a call into Frida from Frida's own thread would wait for itself.
        threading.Thread(target=self._take, args=[child], name="agent: child", daemon=True).start()

    def _take(self, child: Any) -> None:
        if self._stopping.is_set():
            self._release(child.pid)
            return
        line = command_line(child)
        program = PurePosixPath(str(child.path or "")).name
        if child.origin == "fork":
            self._release(child.pid)
            why = f"forked by process {child.parent_pid}; only its parent is watched"
            self._on_process(Held(child.pid, str(child.identifier or "fork")[:256] + " (fork)", failure=why))
        elif program.startswith(_JAVA):
            self._on_process(Held(child.pid, _java_name(child)))
        else:
            self._release(child.pid)
            why = f"a program without Java, executed by process {child.parent_pid}: {line}"
            self._on_process(Held(child.pid, (program or "program")[:256], failure=why))

    def _release(self, pid: int) -> None:
        with contextlib.suppress(SensorError):
            # One that is gone by now needs no release.
            within(_CALL_S, "releasing a child", lambda: self._device.resume(pid))


def command_line(child: Any) -> str:
    """Return what a child was executed with, cut."""
    words = [str(word) for word in (child.argv or ())] or [str(child.path or "")]
    return " ".join(words)[:_LONGEST]


def _java_name(child: Any) -> str:
    """Return the name a Java program goes by: `--nice-name`, else the class it was started with."""
    words = [str(word) for word in (child.argv or ())]
    nice = next((word.partition("=")[2] for word in words if word.startswith("--nice-name=")), "")
    plain = [word for word in words[1:] if not word.startswith("-") and not word.startswith("/")]
    return (nice or (plain[0] if plain else _JAVA))[:256]
