"""The sensor over a real Frida portal: processes held, instrumented, lost."""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import frida
import pytest

from privaudit.capture.agent import AgentSensor
from privaudit.capture.agent.portal import PortalWay
from privaudit.errors import SensorError
from privaudit.model.event import (
    AgentProblem,
    ApiCalled,
    ApiCounted,
    Event,
    HookState,
    ProcessGone,
    ProcessSeen,
    SensorLost,
    SensorStarted,
    SensorStopped,
)
from privaudit.model.wire import HookPlan, InstallRequest

REQUEST = InstallRequest(
    plan=[HookPlan(api="probe.echo", cls="probe.Api", method="echo", overloads=[], kept_args=[0])],
    flush_ms=20,
)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


class PortalPhone:
    """A phone whose device port 27042 is a portal; probes on it are its app's processes."""

    virtual = True

    def __init__(self, make_probe: Callable[[], Any]) -> None:
        self._cluster, self.port = free_port(), free_port()
        self.service = frida.PortalService(
            frida.EndpointParameters(address="127.0.0.1", port=self._cluster),
            frida.EndpointParameters(address="127.0.0.1", port=self.port),
        )
        self.service.on("message", self._message)
        self.service.start()
        self.gate: tuple[int, str] | None = None
        self.resumed: queue.Queue[int] = queue.Queue()
        self.forwards: list[int] = []
        self.silent = False
        self._stopped = False
        self._make_probe = make_probe
        self._sessions: list[Any] = []

    def forward(self, remote: int | str) -> int:
        assert remote == 27042
        self.forwards.append(self.port)
        return self.port

    def forward_remove(self, port: int) -> None:
        self.forwards.remove(port)

    def start_process(self, name: str) -> Any:
        """Start a probe and announce it as held."""
        probe = self._make_probe()
        session = frida.get_local_device().attach(probe.pid)
        session.join_portal(f"127.0.0.1:{self._cluster}")
        self._sessions.append(session)
        assert self.gate is not None
        self.service.post(self.gate[0], {"type": "held", "pid": probe.pid, "identifier": name})
        return probe

    def fail_process(self, name: str, reason: str) -> None:
        assert self.gate is not None
        message = {"type": "failed", "pid": 99, "identifier": name, "reason": reason}
        self.service.post(self.gate[0], message)

    def stop(self) -> None:
        if not self._stopped:
            self._stopped = True
            self.service.stop()

    def _message(self, connection: int, message: Any, _data: object) -> None:
        if message["type"] == "gate" and not self.silent:
            self.gate = (connection, message["package"])
            self.service.post(connection, {"type": "gated", "package": message["package"]})
        elif message["type"] == "resume":
            self.resumed.put(message["pid"])


def keep(_probe: Any) -> None:
    """A start returns nothing."""


@pytest.fixture
def phone(probes: Callable[[], Any]) -> Iterator[PortalPhone]:
    made = PortalPhone(probes)
    yield made
    made.stop()


@pytest.fixture
def sensor(phone: PortalPhone, log: Any) -> Iterator[AgentSensor]:
    made = AgentSensor(phone, "com.example", (), log, request=REQUEST)
    yield made
    made.stop()


def test_processes_are_held_instrumented_and_released(
    phone: PortalPhone, sensor: AgentSensor, log: Any
) -> None:
    sensor.start()
    probes: list[Any] = []
    sensor.launch(lambda: probes.append(phone.start_process("com.example")))
    assert phone.resumed.get(timeout=1) == probes[0].pid
    probes.append(phone.start_process("com.example:push"))
    assert phone.resumed.get(timeout=20) == probes[1].pid
    for probe in probes:
        probe.run("values")
    sensor.stop()
    assert [probe.run("values")[0] for probe in probes] == ["value", "value"]
    assert phone.forwards == []
    seen = log.of(ProcessSeen)
    assert [(e.pid, e.name, e.instrumented, e.held) for e in seen] == [
        (probes[0].pid, "com.example", True, True),
        (probes[1].pid, "com.example:push", True, True),
    ]
    assert [type(event) for event in (log.events[0], log.events[-1])] == [SensorStarted, SensorStopped]
    assert {e.process for e in log.of(ApiCalled)} == {"com.example", "com.example:push"}
    for probe in probes:
        kinds = [type(e) for e in log.events if getattr(e, "pid", 0) == probe.pid]
        assert kinds[:2] == [ProcessSeen, HookState]
    assert sum(e.n for e in log.of(ApiCounted)) == 4


def test_a_process_that_cannot_be_entered_is_told(phone: PortalPhone, sensor: AgentSensor, log: Any) -> None:
    sensor.start()
    sensor.launch(lambda: phone.fail_process("com.example", "ptrace is forbidden"))
    seen = log.wait(ProcessSeen)
    assert (seen.instrumented, seen.held, seen.reason) == (False, False, "ptrace is forbidden")
    assert "ptrace is forbidden" in log.wait(SensorLost).reason


def test_the_end_of_a_process_is_told(phone: PortalPhone, sensor: AgentSensor, log: Any) -> None:
    sensor.start()
    probes: list[Any] = []
    sensor.launch(lambda: probes.append(phone.start_process("com.example")))
    probes[0].tell("exit")
    assert log.wait(ProcessGone).pid == probes[0].pid
    sensor.stop()
    assert log.of(SensorLost) == []
    assert ("last words",) in [call.args for call in log.of(ApiCalled)]


def test_the_end_of_the_portal_is_the_loss_of_the_sensor(
    phone: PortalPhone, sensor: AgentSensor, log: Any
) -> None:
    sensor.start()
    probes: list[Any] = []
    sensor.launch(lambda: probes.append(phone.start_process("com.example")))
    probes[0].run("values")
    phone.stop()
    assert log.wait(SensorLost).sensor == "agent"
    assert sensor.lost
    sensor.stop()
    assert log.of(SensorStopped) == []
    assert probes[0].run("gc") == ["true"]
    assert probes[0].run("values")[0] == "value"


def test_the_agent_s_own_end_is_the_loss_of_the_sensor(
    phone: PortalPhone, sensor: AgentSensor, log: Any
) -> None:
    sensor.start()
    probes: list[Any] = []
    sensor.launch(lambda: probes.append(phone.start_process("com.example")))
    pid = probes[0].pid
    sensor._processes[pid]._script.unload()
    assert f"the agent left process {pid}, which still runs" in log.wait(SensorLost).reason
    assert probes[0].run("gc") == ["true"]


def test_an_app_that_does_not_start_is_an_error(phone: PortalPhone, sensor: AgentSensor) -> None:
    sensor.start()
    assert phone.gate is not None
    with pytest.raises(SensorError, match=r"no process of com\.example appeared"):
        sensor.launch(lambda: None, timeout_s=0.5)


def test_bringing_a_running_app_to_the_front_needs_no_new_process(
    phone: PortalPhone, sensor: AgentSensor
) -> None:
    sensor.start()
    sensor.launch(lambda: keep(phone.start_process("com.example")))
    started = threading.Event()
    sensor.launch(started.set)
    assert started.is_set()


def test_a_restart_waits_for_the_new_process(phone: PortalPhone, sensor: AgentSensor, log: Any) -> None:
    sensor.start()
    probes: list[Any] = []
    sensor.launch(lambda: probes.append(phone.start_process("com.example")))

    def restart() -> None:
        probes[0].close()
        probes.append(phone.start_process("com.example"))

    sensor.launch(restart)
    assert [e.pid for e in log.of(ProcessSeen)] == [probe.pid for probe in probes]


def test_a_phone_without_frida_is_an_error_with_a_remedy(log: Any) -> None:
    class Empty:
        virtual = False
        removed = 0

        def forward(self, remote: int | str) -> int:
            del remote
            return free_port()

        def forward_remove(self, port: int) -> None:
            self.removed = port

    empty = Empty()
    sensor = AgentSensor(empty, "com.example", (), log)
    with pytest.raises(SensorError, match="Frida cannot be reached") as raised:
        sensor.start()
    assert "frida-server" in raised.value.hint
    assert empty.removed
    sensor.stop()
    assert log.events == []


def test_a_portal_that_does_not_answer_is_an_error(phone: PortalPhone, log: Any) -> None:
    phone.silent = True
    sensor = AgentSensor(phone, "com.example", (), log, way=PortalWay(phone, answer_s=0.5))
    with pytest.raises(SensorError, match="did not answer"):
        sensor.start()
    assert phone.forwards == []


def test_what_emit_raises_comes_out_of_stop(phone: PortalPhone) -> None:
    def full(event: Event) -> None:
        if isinstance(event, ProcessSeen):
            raise OSError("disk full")

    sensor = AgentSensor(phone, "com.example", (), full, request=REQUEST)
    sensor.start()
    sensor.launch(lambda: keep(phone.start_process("com.example")))
    time.sleep(0.2)
    assert "disk full" in sensor.lost
    with pytest.raises(OSError, match="disk full"):
        sensor.stop()
    sensor.stop()


def test_flush_brings_the_totals_at_once(phone: PortalPhone, log: Any) -> None:
    slow = InstallRequest(plan=REQUEST.plan, flush_ms=60_000)
    sensor = AgentSensor(phone, "com.example", (), log, request=slow)
    sensor.start()
    probes: list[Any] = []
    sensor.launch(lambda: probes.append(phone.start_process("com.example")))
    probes[0].run("values")
    sensor.flush()
    log.wait(ApiCounted, 2)
    sensor.stop()
    assert log.of(AgentProblem) == []
