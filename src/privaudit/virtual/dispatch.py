"""The thread on which the phone moves activities and tells apps so, one thing after another."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable

from privaudit.virtual.log import Log


class Dispatcher:
    """Runs jobs in order on one thread, so that no app is called while the phone's state is locked."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._pending = 0
        self._quiet = threading.Condition()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to run jobs."""
        self._thread = threading.Thread(target=self._run, name="activity-manager", daemon=True)
        self._thread.start()

    def post(self, job: Callable[[], None]) -> None:
        """Queue a job."""
        with self._quiet:
            self._pending += 1
        self._jobs.put(job)

    def after(self, seconds: float, job: Callable[[], None]) -> None:
        """Queue a job after a time."""
        timer = threading.Timer(seconds, self.post, (job,))
        timer.daemon = True
        timer.start()

    def wait_quiet(self, seconds: float) -> bool:
        """Wait until no job is queued or running; False when that takes longer."""
        end = time.monotonic() + seconds
        with self._quiet:
            return self._quiet.wait_for(lambda: not self._pending, max(0.0, end - time.monotonic()))

    def stop(self) -> None:
        """Finish what is queued and end."""
        self._jobs.put(None)
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(5)
            self._thread = None

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                job()
            except Exception as error:  # noqa: BLE001 — one app's trouble must not stop the phone; the log tells
                self._log.write("E", "ActivityManager", 577, f"{type(error).__name__}: {error}", uid=1000)
            finally:
                with self._quiet:
                    self._pending -= 1
                    self._quiet.notify_all()
