"""The phone's clocks: UTC wall clock in ns and time since boot in ns."""

from __future__ import annotations

import time


class Clock:
    """Wall and boot clocks of the virtual phone, counted from its start."""

    def __init__(self) -> None:
        self.booted = time.time_ns()
        self._monotonic = time.monotonic_ns()

    def restart(self) -> None:
        """Count the time since boot anew."""
        self.booted = time.time_ns()
        self._monotonic = time.monotonic_ns()

    def now(self) -> int:
        """Return the UTC wall clock in ns."""
        return time.time_ns()

    def uptime(self) -> int:
        """Return ns since the phone started."""
        return time.monotonic_ns() - self._monotonic
