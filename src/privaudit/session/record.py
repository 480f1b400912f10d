"""A recording: phone, proxy, agent and system watched together while a plan is played, then all undone.

The order matters: what is changed on the phone is noted before it is changed; sensors start before the app
and stop before the phone is put back; the evidence is sealed last, whatever happened.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Sequence
from typing import Literal

import privaudit
from privaudit.capture.adb_server import AdbServer
from privaudit.capture.agent import AgentSensor
from privaudit.capture.clock import ClockOffset, measure
from privaudit.capture.device import Device
from privaudit.capture.driver import Ask, Driver
from privaudit.capture.permissions import SystemSensor
from privaudit.capture.processes import ProcessWatch
from privaudit.capture.proxy import ProxySensor
from privaudit.capture.trust import port_of_apps, set_proxy, trust_authority
from privaudit.capture.undo import Undo
from privaudit.catalog import load_catalog
from privaudit.errors import DeviceError, EvidenceError, PrivauditError
from privaudit.evidence.writer import EvidenceWriter
from privaudit.model.event import AppInfo, RunEnded, RunStarted, Tool
from privaudit.model.wire import NetworkPlan
from privaudit.scenario.run import run_plan
from privaudit.session.inputs import keep_inputs, tools
from privaudit.session.network import PROXY_PORT, network_notes, network_plan
from privaudit.session.package import Progress, see_package
from privaudit.session.recorder import Listener, Recorder
from privaudit.session.request import Recorded, RunRequest

Outcome = Literal["complete", "incomplete", "interrupted"]


def record(
    request: RunRequest,
    server: AdbServer,
    *,
    ask: Ask,
    listeners: Sequence[Listener] = (),
    stopping: threading.Event | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Recorded:
    """Record a run and return where its evidence is and how it ended.

    Raises DeviceError, SensorError or InputError only while nothing was recorded yet; afterwards every
    trouble ends the run as incomplete, with the evidence sealed and the phone put back. KeyboardInterrupt
    ends it as interrupted, and so does `stopping` once it is set: an interrupt that Python delivers inside a
    finalizer is lost, the event is not. `progress` hears of the app's package coming from the phone. A fault
    of our own is raised again once all that is done; EvidenceError means that the disk would not take the
    end of the evidence.
    """
    device = Device.connect(server, request.serial)
    try:
        if request.app is not None:
            device.install(request.app)
        device.app(request.package)  # refuses a package that is not there before anything is written
        evidence = request.folder / "evidence"
        with EvidenceWriter.create(
            evidence, id=request.folder.name, tool_version=privaudit.__version__
        ) as writer:
            recording = _Recording(
                request, device, Recorder(writer, listeners), ask, stopping=stopping, progress=progress
            )
            outcome, reason = recording.run()
            writer.seal()
        if recording.fault is not None:
            raise recording.fault
        return Recorded(evidence=evidence, outcome=outcome, reason=reason)
    finally:
        device.close()


class _Recording:
    """One run: its sensors, what is to be undone, and how it goes."""

    def __init__(
        self,
        request: RunRequest,
        device: Device,
        recorder: Recorder,
        ask: Ask,
        *,
        stopping: threading.Event | None,
        progress: Progress,
    ) -> None:
        self.request = request
        self.device = device
        self.recorder = recorder
        self.progress = progress
        self.undo = Undo()
        self.fault: Exception | None = None
        self.stopping = stopping or threading.Event()
        self.driver = Driver(
            device,
            request.package,
            emit=recorder.emit,
            keep=recorder.writer.keep,
            ask=ask,
            undo=self.undo,
            launcher=self._launch,
            stopping=self.stopping,
        )
        self.proxy: ProxySensor | None = None
        self.agent: AgentSensor | None = None
        self.system: SystemSensor | None = None
        self.processes: ProcessWatch | None = None

    def run(self) -> tuple[Outcome, str]:
        """Prepare, play the plan, put everything back; return outcome and reason."""
        outcome: Outcome = "incomplete"
        reason = ""
        try:
            self._prepare()
            result = run_plan(self.request.plan, self.driver)
            if self.stopping.is_set():
                raise KeyboardInterrupt  # noqa: TRY301 - it came too late for any step to notice
            outcome = "complete" if result.ok else "incomplete"
            reason = "" if result.ok else f"step {result.failed_step}: {result.message}"
        except KeyboardInterrupt:
            outcome, reason = "interrupted", "stopped by the tester"
        except PrivauditError as error:
            reason = error.message
        except Exception as error:  # noqa: BLE001 - raised again by `record` once the phone is put back
            self.fault = error
            reason = f"fault of privaudit: {type(error).__name__}: {error}"
        finally:
            troubles = self._finish()
        if outcome == "complete" and (self.recorder.lost or troubles):
            outcome, reason = "incomplete", "; ".join([*self.recorder.lost, *troubles])
        now = time.time_ns()
        self.recorder.emit(RunEnded(at=now, seen=now, outcome=outcome, reason=reason))
        return outcome, reason

    # -- before -----------------------------------------------------------------------------------

    def _prepare(self) -> None:
        clock = measure(self.device)
        keep_inputs(self.recorder.writer, self.request)
        app = self._begin(clock)
        self._see_package(app)
        self.system = SystemSensor(self.device, self.request.package, self.recorder.emit, clock, tick_s=1.0)
        self.system.snapshot("before")
        if self.request.use_proxy:
            self._start_proxy()
        else:
            self.recorder.note("proxy.off", "traffic was not captured, as asked")
        if self.request.use_agent:
            self._start_agent(clock)
        else:
            self.recorder.note("agent.off", "the agent was not injected, as asked")
        self.system.start()
        self._watch_processes(app)

    def _see_package(self, app: AppInfo) -> None:
        see_package(
            self.device,
            app,
            self.recorder,
            given=self.request.app,
            folder=self.request.folder,
            progress=self.progress,
            stopping=self.stopping,
        )

    def _begin(self, clock: ClockOffset) -> AppInfo:
        device = self.device.info()
        app = self.device.app(self.request.package)
        took_part = (*tools(), Tool(name="adb", version=f"1.0.{self.device.server.version()}"))
        self.recorder.writer.describe(app, device, took_part)
        now = time.time_ns()
        self.recorder.emit(
            RunStarted(
                at=now,
                seen=now,
                device=device,
                app=app,
                tools=took_part,
                clock_offset_ns=clock.offset_ns,
                clock_error_ns=clock.error_ns,
                scenario=self.request.plan.name or self.request.plan.file,
            )
        )
        planted: dict[str, list[str]] = {}
        for value in self.request.identity:
            planted.setdefault(value.data_type, []).append(value.value)
        if planted:
            self.recorder.note("planted", json.dumps(planted, ensure_ascii=False))
        return app

    def _start_proxy(self) -> None:
        proxy = ProxySensor(
            self.recorder.emit,
            self.recorder.writer.keep,
            self.recorder.writer.path,
            upstream=self.request.upstream,
            upstream_ca=self.request.upstream_ca,
            probe_trust=self.request.probe_trust,
        )
        self.proxy = proxy
        probe = "on: each host is shown a wrong certificate once" if self.request.probe_trust else "off"
        self.recorder.note("network.probe", probe)
        proxy.start()
        try:
            trust_authority(self.device, proxy.ca_cert.read_bytes(), self.undo)
        except DeviceError as error:
            # Plain traffic and the names of TLS hosts are still seen; each unread tunnel is an event.
            self.recorder.note("proxy.trust", f"{error.message} {error.hint}".strip())
        self.device.reverse(PROXY_PORT, proxy.port)
        self.undo.push("reverse tunnel", lambda: self.device.reverse_remove(PROXY_PORT))
        set_proxy(self.device, PROXY_PORT, self.undo)

    def _start_agent(self, clock: ClockOffset) -> None:
        catalog = load_catalog()
        network = self._network()
        for topic, text in network_notes(network):
            self.recorder.note(topic, text)
        self.agent = AgentSensor(
            self.device,
            self.request.package,
            tuple(catalog.apis.values()),
            self.recorder.emit,
            clock_offset_ns=clock.offset_ns,
            through=catalog.carriers,
            network=network,
            keep=self.recorder.writer.keep,
            pins=catalog.pins.values(),
        )
        self.agent.start()

    def _network(self) -> NetworkPlan:
        """Return what the agent does about the network; the proxy, if any, runs already."""
        if self.proxy is None:
            return network_plan(self.request)
        address = f"127.0.0.1:{port_of_apps(self.device, PROXY_PORT)}"
        return network_plan(self.request, proxy=address, authority=self.proxy.ca_cert.read_text("ascii"))

    def _watch_processes(self, app: AppInfo) -> None:
        if self.agent is not None:
            self.processes = ProcessWatch(
                self.device, self.request.package, app.uid, self.recorder.emit, self.agent
            )
            self.processes.start()

    def _launch(self, package: str, *, stop: bool, arguments: dict[str, str]) -> None:
        def plainly() -> None:
            self.driver.launch_plainly(package, stop=stop, arguments=arguments)

        if self.agent is None:
            plainly()
        else:
            self.agent.launch(plainly)

    # -- after ------------------------------------------------------------------------------------

    def _finish(self) -> list[str]:
        """Stop the sensors, look a last time, put the phone back; return what went wrong."""
        troubles: list[str] = []
        steps: list[tuple[str, Callable[[], object]]] = []
        if self.processes is not None:
            steps.append((type(self.processes).__name__, self.processes.stop))
        if self.system is not None:
            system = self.system
            steps.append(("the system's last word", lambda: system.snapshot("after")))
        steps += [
            (type(sensor).__name__, sensor.stop) for sensor in (self.agent, self.system) if sensor is not None
        ]
        steps.append(("the phone", self._put_back))
        if self.proxy is not None:
            steps.append((type(self.proxy).__name__, self.proxy.stop))
            steps.append(("the flow file", self._adopt_flows))
        for name, step in steps:
            self._guarded(name, step, troubles)
        return troubles

    def _guarded(self, name: str, step: Callable[[], object], troubles: list[str]) -> None:
        """Run a closing step; a failure, or a second Ctrl-C, is noted and the next step still runs."""
        try:
            step()
        except KeyboardInterrupt:
            troubles.append(f"{name}: interrupted")
        except (PrivauditError, OSError) as error:
            troubles.append(f"{name}: {error}")
            # The disk may be what failed: the phone must be put back all the same.
            with contextlib.suppress(EvidenceError):
                self.recorder.note("session.finish", troubles[-1])

    def _put_back(self) -> None:
        failures = self.undo.run()
        if failures:
            raise DeviceError("; ".join(failures), hint="put these back by hand")

    def _adopt_flows(self) -> None:
        if self.proxy is not None and self.proxy.flows.exists():
            self.recorder.writer.adopt_file(self.proxy.flows.name)
