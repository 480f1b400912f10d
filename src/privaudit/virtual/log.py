"""The log buffers that `logcat` reads."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from privaudit.virtual.clocks import Clock

KEPT: Final = 20_000
"""Lines kept; older ones fall out, as in the ring buffers of logd."""
LONGEST: Final = 4_000
"""Characters of a message kept: LOGGER_ENTRY_MAX_PAYLOAD of logd is 4068 bytes with its header."""


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """One line of the log; `at` is ns of UTC, `priority` one of V D I W E F."""

    number: int
    at: int
    priority: str
    tag: str
    pid: int
    tid: int
    uid: int
    text: str


class Log:
    """Ring buffer of log lines; readers may wait for new ones."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._lines: deque[LogLine] = deque(maxlen=KEPT)
        self._next = 0

    def write(self, priority: str, tag: str, pid: int, text: str, *, tid: int = 0, uid: int = 0) -> None:
        """Add a message; one with several lines becomes several log lines."""
        with self._changed:
            at = self._clock.now()
            for part in text[:LONGEST].splitlines() or [""]:
                line = LogLine(
                    number=self._next,
                    at=at,
                    priority=priority,
                    tag=tag,
                    pid=pid,
                    tid=tid or pid,
                    uid=uid,
                    text=part,
                )
                self._lines.append(line)
                self._next += 1
            self._changed.notify_all()

    def lines(self) -> list[LogLine]:
        """Return what is in the buffer, oldest first."""
        with self._changed:
            return list(self._lines)

    def clear(self) -> None:
        """Empty the buffer."""
        with self._changed:
            self._lines.clear()

    def follow(self, after: int, stopped: threading.Event) -> Iterator[LogLine]:
        """Yield lines whose number is above `after` as they come, until `stopped` is set."""
        while not stopped.is_set():
            with self._changed:
                fresh = [line for line in self._lines if line.number > after]
                if not fresh:
                    self._changed.wait(0.2)
                    continue
            after = fresh[-1].number
            yield from fresh
