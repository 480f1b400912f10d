"""The phone's clock against this machine's: the offset, how wrong it may be, and times carried over."""

from __future__ import annotations

import re
import time
from typing import Final

import msgspec

from privaudit.capture.device import Device
from privaudit.errors import DeviceError

_TRIES: Final = 8
_SECOND: Final = 1_000_000_000


class ClockOffset(msgspec.Struct, frozen=True):
    """Phone's clock minus this machine's, in ns, and the most it may be wrong by, in ns."""

    offset_ns: int
    error_ns: int

    def to_host(self, device_ns: int) -> int:
        """Return the host's time (ns of UTC) for a time of the phone's clock."""
        return device_ns - self.offset_ns


def measure(device: Device, *, tries: int = _TRIES) -> ClockOffset:
    """Measure the offset with several round trips of `date`; the one with the smallest bound wins.

    The phone read its clock somewhere between asking and answering, so half of the round trip bounds the
    error. Phones before Android 6 tell whole seconds only, which adds half a second to the bound.
    """
    measured: list[ClockOffset] = []
    for _ in range(tries):
        before = time.time_ns()
        start = time.monotonic_ns()
        answer = device.shell(["date", "+%s %N"]).check().strip()
        round_trip = time.monotonic_ns() - start
        told, coarse = _device_time(answer)
        middle = before + round_trip // 2
        measured.append(ClockOffset(told + coarse - middle, round_trip // 2 + 1 + coarse))
    return min(measured, key=lambda one: one.error_ns)


def _device_time(answer: str) -> tuple[int, int]:
    """Return the phone's time in ns and half of its resolution in ns."""
    found = re.match(r"^(\d{9,11}) (\d{9})?", answer + " ")
    if not found:
        raise DeviceError(f"the phone's `date` answered {answer[:60]!r}", hint="Is its shell Android's own?")
    if found[2]:
        return int(found[1]) * _SECOND + int(found[2]), 0
    return int(found[1]) * _SECOND, _SECOND // 2
