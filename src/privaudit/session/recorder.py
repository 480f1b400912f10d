"""The one way into the evidence: every sensor's events pass here, are written, then shown."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from privaudit.evidence.writer import EvidenceWriter
from privaudit.model.event import AgentProblem, Event, Note, SensorLost

Listener = Callable[[Event], None]


class Recorder:
    """Writes events to the journal and tells listeners afterwards; may be called from any thread.

    `lost` gathers why a sensor ended before it was told to, which makes the run incomplete. A listener that
    fails is left out from then on and a Note says so: showing must never harm recording.
    """

    def __init__(self, writer: EvidenceWriter, listeners: Sequence[Listener] = ()) -> None:
        self.writer = writer
        self.lost: list[str] = []
        self._listeners = list(listeners)
        self._lock = threading.Lock()

    def emit(self, event: Event) -> None:
        """Write an event; it is on its way to the disk when this returns. Raises EvidenceError."""
        self.writer.append(event)
        if isinstance(event, SensorLost):
            self.lost.append(f"{event.sensor}: {event.reason}")
        elif isinstance(event, AgentProblem) and event.dropped:
            self.lost.append(f"agent: {event.dropped} messages dropped in {event.where}")
        with self._lock:
            for listener in tuple(self._listeners):
                try:
                    listener(event)
                except Exception as error:  # noqa: BLE001 - a display must not end a recording
                    self._listeners.remove(listener)
                    self.writer.append(self._note("session.listener", f"{type(error).__name__}: {error}"))

    def note(self, topic: str, text: str) -> None:
        """Write down something a reader of the evidence should know."""
        self.emit(self._note(topic, text))

    @staticmethod
    def _note(topic: str, text: str) -> Note:
        now = time.time_ns()
        return Note(at=now, seen=now, topic=topic, text=text)
