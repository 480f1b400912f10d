from __future__ import annotations

import time

import pytest
from tests.capture_device.fake_phone import FakePhone

from privaudit.capture.clock import ClockOffset, measure
from privaudit.capture.device import Device
from privaudit.errors import DeviceError

S = 1_000_000_000
AHEAD = 3_600 * S + 123_456_789


def test_the_offset_lies_within_its_bound(device: Device, phone: FakePhone) -> None:
    def date(_: str) -> tuple[int, str]:
        now = time.time_ns() + AHEAD
        return 0, f"{now // S} {now % S:09d}\n"

    phone.call("^date", date)
    offset = measure(device)
    assert abs(offset.offset_ns - AHEAD) <= offset.error_ns
    assert offset.error_ns < 200_000_000
    assert offset.to_host(AHEAD) == AHEAD - offset.offset_ns


def test_one_slow_answer_does_not_widen_the_bound(device: Device, phone: FakePhone) -> None:
    calls: list[int] = []

    def date(_: str) -> tuple[int, str]:
        calls.append(1)
        if len(calls) == 2:
            time.sleep(0.3)
        now = time.time_ns()
        return 0, f"{now // S} {now % S:09d}\n"

    phone.call("^date", date)
    assert measure(device).error_ns < 150_000_000


def test_a_phone_that_tells_whole_seconds_has_a_wider_bound(device: Device, phone: FakePhone) -> None:
    phone.call("^date", lambda _: (0, f"{time.time_ns() // S} N\n"))
    offset = measure(device)
    assert S // 2 <= offset.error_ns < S
    assert abs(offset.offset_ns) <= offset.error_ns


def test_nonsense_is_refused(device: Device, phone: FakePhone) -> None:
    phone.on("^date", "Mon Nov 23\n")
    with pytest.raises(DeviceError, match="`date` answered"):
        measure(device)


def test_times_keep_their_nanoseconds() -> None:
    at = 1_795_422_763_123_456_789
    assert ClockOffset(1, 0).to_host(at) == at - 1
