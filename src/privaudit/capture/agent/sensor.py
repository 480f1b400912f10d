"""The agent sensor: each process instrumented before its first line, or an event that says which was not."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import msgspec

from privaudit.capture.agent.bundle import agent_source
from privaudit.capture.agent.convert import Converter
from privaudit.capture.agent.convert_network import Keep
from privaudit.capture.agent.pins import pin_plans
from privaudit.capture.agent.plan import install_request
from privaudit.capture.agent.portal import PortalWay
from privaudit.capture.agent.process import Instrumented
from privaudit.capture.agent.server import ServerWay
from privaudit.capture.agent.way import Held, Phone, Standing, Way, within
from privaudit.errors import SensorError
from privaudit.model.catalog import ApiRow
from privaudit.model.event import Event, ProcessGone, ProcessSeen, SensorLost, SensorStarted, SensorStopped
from privaudit.model.pin import Pin
from privaudit.model.wire import InstallRequest, NetworkPlan

ATTACH_S = 20.0
LAUNCH_S = 60.0
"""Seconds from the start of the app until its main process runs with hooks; a slow phone needs many."""

_SETTLE_S = 1.5
"""Seconds in which a start that ends a running process shows that it does."""

_Item = Event | tuple[Instrumented, object, int] | None


class AgentSensor:
    """Watches an app from inside.

    `device` reaches the phone, `rows` are the APIs to hook, `emit` gets every event from one thread of the
    sensor, in order per process. `clock_offset_ns` is the phone's clock minus this machine's. `through`
    are the prefixes of code that only carries calls of others (`Catalog.carriers`). `network` says what the
    agent does about the app's network, `keep` keeps bytes too long for an event, `pins` are the checks
    that may refuse the authority it names. `way` and `request` replace how processes are held and what is
    installed. `start` raises SensorError. If `emit` fails, nothing more is emitted and `stop` raises what
    it raised.
    """

    def __init__(
        self,
        device: Phone,
        package: str,
        rows: Sequence[ApiRow],
        emit: Callable[[Event], None],
        *,
        clock_offset_ns: int = 0,
        through: Sequence[str] = (),
        network: NetworkPlan | None = None,
        keep: Keep | None = None,
        pins: Iterable[Pin] = (),
        way: Way | None = None,
        request: InstallRequest | None = None,
    ) -> None:
        self._keep = keep
        self.package = package
        self._emit = emit
        self._offset = clock_offset_ns
        self._way: Way = way or (PortalWay(device) if device.virtual else ServerWay(device))
        self._request = request or install_request(rows, through=through, network=network)
        if self._request.network.authority and not self._request.pins:
            self._request = msgspec.structs.replace(self._request, pins=pin_plans(pins))
        self._source = agent_source()
        self._changed = threading.Condition()
        self._processes: dict[int, Instrumented] = {}
        self._settled: dict[int, str] = {}
        self._working: set[int] = set()
        self._queue: queue.Queue[_Item] = queue.Queue()
        self._writer = threading.Thread(target=self._write, name="agent: events", daemon=True)
        self._workers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="agent")
        self._failure: BaseException | None = None
        self._lost = ""
        self._started = False
        self._stopping = False

    @property
    def detail(self) -> str:
        """What the agent is injected with: program and version."""
        return self._way.detail

    @property
    def lost(self) -> str:
        """Why the sensor no longer watches; empty while it does."""
        return self._lost

    def start(self) -> None:
        """Connect and hold every process of the app from now on; raise SensorError."""
        self._writer.start()
        self._started = True
        try:
            self._way.start(self.package, self._found, self._connection_lost)
        except BaseException:
            self._end_threads()
            raise
        now = time.time_ns()
        self._put(SensorStarted(at=now, seen=now, sensor="agent", detail=self._way.detail))

    def pids(self) -> frozenset[int]:
        """Return the processes the agent is in now."""
        return frozenset(process.pid for process in self._live())

    def has(self, pid: int) -> Standing:
        """Return how the agent stands to a process."""
        with self._changed:
            process = self._processes.get(pid)
            if pid in self._working:
                return "working"
            if process is not None:
                return "left" if process.ended else "in"
            return "out" if pid in self._settled else "unknown"

    def launch(self, start: Callable[[], None], *, timeout_s: float = LAUNCH_S) -> None:
        """Start the app with `start` and return when its main process runs with the hooks installed.

        A start that only brings a running, instrumented app to the front returns as well. Raises SensorError
        when no main process appears; one that could not be instrumented is told by SensorLost instead.
        """
        if self._lost:
            start()
            return
        with self._changed:
            before = set(self._settled)
            running = [p for p in self._processes.values() if p.name == self.package and not p.ended]
        if running:
            start()
        else:
            self._way.launch(start)
        self._wait_for_main(before, running, time.monotonic() + timeout_s)

    def flush(self) -> None:
        """Have every process send its totals now; processes that cannot are told by events."""
        for process in self._live():
            try:
                process.flush()
            except SensorError as error:
                self._problem(process, "flush", error)

    def stop(self) -> None:
        """Flush, take the agent out of every process and disconnect; safe to call twice.

        The processes keep running. Raises what `emit` raised, if it did.
        """
        if not self._started or self._stopping:
            return
        self._stopping = True
        began = time.time_ns()
        for process in self._live():
            try:
                process.close()
            except SensorError as error:
                if not process.ended:
                    self._problem(process, "leaving", error)
        try:
            self._way.stop()
        finally:
            now = time.time_ns()
            if not self._lost:
                # From the first hook that is taken out on, what the app does may go unseen.
                self._put(SensorStopped(at=began, seen=now, sensor="agent"))
            self._end_threads()
        if self._failure is not None:
            raise self._failure

    # -- processes ----------------------------------------------------------------------------------

    def _found(self, held: Held) -> None:
        with self._changed:
            self._working.add(held.pid)
        try:
            future: Future[None] = self._workers.submit(self._instrument, held)
        except RuntimeError:
            # The pool is closed: the way's own stop releases what still waits.
            return
        future.add_done_callback(self._check)

    def _check(self, future: Future[None]) -> None:
        error = future.exception()
        if error is not None:
            self._lose(f"instrumenting failed: {error!r}")

    def _instrument(self, held: Held) -> None:
        now = time.time_ns()
        process: Instrumented | None = None
        reason = "the agent was being stopped" if self._stopping else held.failure
        try:
            if not reason:
                process = self._enter(held)
                process.install(self._source, self._request)
        except SensorError as error:
            reason = error.message
        self._put(
            ProcessSeen(
                at=now,
                seen=now,
                pid=held.pid,
                name=held.name,
                instrumented=not reason,
                held=held.held,
                reason=reason[:1000],
            )
        )
        if process is not None:
            process.open()
        if held.held:
            self._resume(held)
        with self._changed:
            if process is not None and not reason:
                self._processes[held.pid] = process
            else:
                # An ended process may have had this pid before.
                self._processes.pop(held.pid, None)
            self._settled[held.pid] = reason if held.name == self.package else ""
            self._working.discard(held.pid)
            self._changed.notify_all()
        if reason and held.name == self.package and not self._stopping:
            self._lose(f"the app's main process could not be instrumented: {reason}")

    def _enter(self, held: Held) -> Instrumented:
        session = within(ATTACH_S, "attaching", lambda: self._way.attach(held.pid))
        converter = Converter(held.pid, held.name, self._offset, self._keep)
        return Instrumented(held, session, converter, deliver=self._deliver, gone=self._gone)

    def _resume(self, held: Held) -> None:
        try:
            within(ATTACH_S, "resuming", lambda: self._way.resume(held.pid))
        except SensorError as error:
            self._lose(f"process {held.pid} could not be released: {error}")

    def _wait_for_main(self, before: set[int], running: list[Instrumented], deadline: float) -> None:
        settle = time.monotonic() + _SETTLE_S
        with self._changed:
            while True:
                fresh = [
                    pid
                    for pid in self._settled
                    if pid not in before and (self._settled[pid] or self._is_main(pid))
                ]
                if fresh or self._lost:
                    return
                now = time.monotonic()
                if any(not p.ended for p in running) and now > settle:
                    return
                if now > deadline:
                    raise SensorError(
                        f"no process of {self.package} appeared",
                        hint="Does the app start by hand? Is another tool holding its processes?",
                    )
                self._changed.wait(0.1)

    def _is_main(self, pid: int) -> bool:
        return pid in self._processes and self._processes[pid].name == self.package

    def _live(self) -> list[Instrumented]:
        with self._changed:
            return [process for process in self._processes.values() if not process.ended]

    def _gone(self, process: Instrumented, reason: str) -> None:
        try:
            self._workers.submit(self._tell_gone, process, reason).add_done_callback(self._check)
        except RuntimeError:
            # Stopped meanwhile: nothing is owed any more.
            return

    def _tell_gone(self, process: Instrumented, reason: str) -> None:
        now = time.time_ns()
        if reason.startswith(("process-terminated", "process-replaced")) or not self._still_runs(process):
            self._put(ProcessGone(at=now, seen=now, pid=process.pid, reason=reason))
        elif not self._stopping:
            self._lose(f"the agent left process {process.pid}, which still runs: {reason}")

    def _still_runs(self, process: Instrumented) -> bool:
        """Ask a few times: a process that died may be listed for a moment."""
        for _ in range(8):
            try:
                if not within(5, "asking for processes", lambda: self._way.alive(process.pid)):
                    return False
            except SensorError:
                return True
            time.sleep(0.1)
        return True

    def _connection_lost(self, reason: str) -> None:
        if not self._stopping:
            self._lose(reason)

    def _lose(self, reason: str) -> None:
        with self._changed:
            if self._lost or self._stopping:
                return
            self._lost = reason
            self._changed.notify_all()
        now = time.time_ns()
        self._put(SensorLost(at=now, seen=now, sensor="agent", reason=reason[:1000]))

    # -- events -------------------------------------------------------------------------------------

    def _deliver(self, process: Instrumented, payload: object) -> None:
        self._queue.put((process, payload, time.time_ns()))

    def _problem(self, process: Instrumented, where: str, error: SensorError) -> None:
        self._put(process.converter.problem(time.time_ns(), where, error.message))

    def _put(self, event: Event) -> None:
        self._queue.put(event)

    def _write(self) -> None:
        while (item := self._queue.get()) is not None:
            if self._failure is not None:
                continue
            try:
                self._write_one(item)
            except BaseException as error:  # noqa: BLE001 # raised by stop(), in the thread that can act on it
                self._failure = error
                self._lost = self._lost or f"events could not be recorded: {error!r}"

    def _write_one(self, item: Event | tuple[Instrumented, object, int]) -> None:
        if not isinstance(item, tuple):
            self._emit(item)
            return
        process, payload, seen = item
        if isinstance(payload, SensorError):
            self._emit(process.converter.problem(seen, "script", payload.message))
            return
        for event in process.converter.events(payload, seen):
            self._emit(event)

    def _end_threads(self) -> None:
        self._workers.shutdown(wait=True)
        self._queue.put(None)
        self._writer.join()
