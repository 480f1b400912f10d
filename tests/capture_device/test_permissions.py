from __future__ import annotations

import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.capture_device.fake_phone import FakePhone, FakeServer, until

from privaudit.capture.adb_server import AdbServer
from privaudit.capture.clock import ClockOffset
from privaudit.capture.device import Device
from privaudit.capture.permissions import SystemSensor, appops_command, parse_appops
from privaudit.errors import DeviceError, EvidenceError
from privaudit.model.event import (
    AppOpState,
    AppSeen,
    Event,
    Note,
    PermissionState,
    SensorLost,
    SensorStarted,
    SensorStopped,
)

PACKAGE = "com.example.bank"
S = 1_000_000_000
NOW = 1_790_000_000
DUMP = f"""Packages:
  Package [{PACKAGE}] (1):
    userId=10142
    requested permissions:
      android.permission.CAMERA
      android.permission.READ_CONTACTS
    User 0: installed=true
      runtime permissions:
        android.permission.CAMERA: granted=true, flags=[ USER_SET]
"""
OPS = f"""{NOW} 500000000 +0800
Current AppOps Service state:
  Uid u0a142:
    Package {PACKAGE}:
      CAMERA (allow):
        null=[
          Access: [top-s] 2026-09-21 22:13:15.250 (-5s250ms)
        ]
--appops--
{NOW} 700000000 +0800
Uid mode: READ_CONTACTS: ignore
CAMERA: allow; time=+5s456ms ago
RECORD_AUDIO: allow; rejectTime=+1s0ms ago
"""
FRONT = f"""topResumedActivity=ActivityRecord{{1 u0 {PACKAGE}/.Main t8}}
mWakefulness=Awake
--processes--
 12 {PACKAGE}
"""


def test_the_two_dumps_are_one_reading() -> None:
    read = parse_appops(OPS, PACKAGE, uid=10142)
    ops = {op.op: op for op in read.ops}
    assert read.unknown == ()
    assert (ops["CAMERA"].last_access, ops["CAMERA"].state) == (NOW * S - 4_750_000_000, "top-s")
    assert ops["READ_CONTACTS"].mode == "ignore"
    assert ops["RECORD_AUDIO"].last_reject == NOW * S - 300_000_000


def test_commands_by_version() -> None:
    assert appops_command("com.a", api_level=33).count("date") == 2
    assert "cmd appops get com.a" in appops_command("com.a", api_level=24)
    assert "--package" not in appops_command("com.a", api_level=28)
    assert "; appops get com.a" in appops_command("com.a", api_level=23)
    assert appops_command("com.a", api_level=19) == "date '+%s %N %z'; dumpsys appops"
    with pytest.raises(DeviceError):
        appops_command("com.a; reboot", api_level=33)


@given(st.lists(st.one_of(st.sampled_from(OPS.splitlines()), st.text(max_size=60))))
@settings(max_examples=100, deadline=None)
def test_anything_is_read_or_refused(lines: list[str]) -> None:
    try:
        parse_appops("\n".join(lines), PACKAGE, uid=10142)
    except DeviceError:
        return


class Recorder:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.events: list[Event] = []

    def __call__(self, event: Event) -> None:
        with self._lock:
            self.events.append(event)

    def of(self, kind: type) -> list[Event]:
        with self._lock:
            return [event for event in self.events if isinstance(event, kind)]


@pytest.fixture
def seen() -> Recorder:
    return Recorder()


@pytest.fixture
def sensor(device: Device, phone: FakePhone, seen: Recorder) -> SystemSensor:
    phone.on("^dumpsys package", DUMP)
    phone.on("^date .*appops", OPS)
    phone.on(r"^\(dumpsys", FRONT)
    return SystemSensor(device, PACKAGE, seen, ClockOffset(3600 * S, 1000), tick_s=0.02, appops_s=0.1)


def test_snapshot_emits_everything_with_host_times(sensor: SystemSensor, seen: Recorder) -> None:
    sensor.snapshot("before")
    permissions = {e.permission: e for e in seen.events if isinstance(e, PermissionState)}
    assert permissions["android.permission.CAMERA"].granted
    assert permissions["android.permission.CAMERA"].flags == ("USER_SET",)
    assert not permissions["android.permission.READ_CONTACTS"].granted
    ops = {e.op: e for e in seen.events if isinstance(e, AppOpState)}
    assert ops["CAMERA"].last_access == (NOW - 3600) * S - 4_750_000_000
    assert ops["CAMERA"].moment == "before"
    assert ops["RECORD_AUDIO"].last_reject == (NOW - 3600) * S - 300_000_000
    count = len(seen.events)
    sensor.snapshot("after")
    assert len(seen.events) == 2 * count


def test_during_a_run_only_changes_are_emitted(
    sensor: SystemSensor, phone: FakePhone, seen: Recorder
) -> None:
    sensor.snapshot("before")
    count = len(seen.events)
    sensor.snapshot("during")
    assert len(seen.events) == count
    phone.on("^date .*appops", OPS.replace("(-5s250ms)", "(-1s250ms)").replace("13:15.250", "13:19.250"))
    sensor.snapshot("during")
    (changed,) = seen.events[count:]
    assert isinstance(changed, AppOpState)
    assert (changed.op, changed.moment) == ("CAMERA", "during")


def test_what_is_not_understood_is_noted_once(sensor: SystemSensor, phone: FakePhone, seen: Recorder) -> None:
    phone.on("^date .*appops", OPS + "a new kind of line\n")
    sensor.snapshot("before")
    sensor.snapshot("after")
    notes = [event for event in seen.events if isinstance(event, Note)]
    assert [(note.topic, note.text) for note in notes] == [
        ("system.appops", "not understood: a new kind of line")
    ]


def test_watching_emits_changes_of_the_apps_state(
    sensor: SystemSensor, phone: FakePhone, seen: Recorder
) -> None:
    sensor.start()
    sensor.start()
    assert until(lambda: len(seen.of(AppSeen)) == 1 and bool(seen.of(AppOpState)))
    phone.on(r"^\(dumpsys", FRONT.replace(f"{PACKAGE}/", "com.home/"))
    assert until(lambda: len(seen.of(AppSeen)) == 2)
    phone.on(r"^\(dumpsys", "--processes--\n")
    assert until(lambda: len(seen.of(AppSeen)) == 3)
    sensor.stop()
    sensor.stop()
    states = [event for event in seen.events if isinstance(event, AppSeen)]
    assert [(state.state, state.activity, state.pids) for state in states] == [
        ("foreground", f"{PACKAGE}/.Main", (12,)), ("background", "", (12,)), ("stopped", "", ()),
    ]  # fmt: skip
    assert isinstance(seen.events[0], SensorStarted)
    assert isinstance(seen.events[-1], SensorStopped)
    assert sum(isinstance(event, SensorStopped) for event in seen.events) == 1


def test_a_phone_that_goes_is_a_sensor_lost(sensor: SystemSensor, phone: FakePhone, seen: Recorder) -> None:
    sensor.start()
    assert until(lambda: bool(seen.of(AppSeen)))
    phone.state = "absent"
    assert until(lambda: bool(seen.of(SensorLost)))
    sensor.stop()
    assert "FAKE01 is gone" in sensor.lost
    assert not seen.of(SensorStopped)


def test_a_server_that_goes_is_a_sensor_lost(phone: FakePhone, seen: Recorder) -> None:
    fake = FakeServer(phone)
    phone.on(r"^\(dumpsys", FRONT)
    device = Device.connect(AdbServer.existing("127.0.0.1", fake.port), phone.serial)
    sensor = SystemSensor(device, PACKAGE, seen, ClockOffset(0, 0), tick_s=0.02, appops_s=60)
    sensor.start()
    assert until(lambda: bool(seen.of(AppSeen)))
    fake.stop()
    assert until(lambda: bool(seen.of(SensorLost)))
    sensor.stop()


def test_one_bad_answer_is_no_loss(sensor: SystemSensor, phone: FakePhone, seen: Recorder) -> None:
    answers = iter(["nonsense"])
    phone.call("^date .*appops", lambda _: (0, next(answers, OPS)))
    sensor.start()
    assert until(lambda: bool(seen.of(AppOpState)))
    sensor.stop()
    assert not seen.of(SensorLost)


def test_evidence_that_cannot_be_written_ends_it(device: Device, phone: FakePhone) -> None:
    phone.on(r"^\(dumpsys", FRONT)
    calls: list[Event] = []

    def emit(event: Event) -> None:
        calls.append(event)
        if len(calls) > 1:
            raise EvidenceError("no space left")

    sensor = SystemSensor(device, PACKAGE, emit, ClockOffset(0, 0), tick_s=0.02, appops_s=60)
    sensor.start()
    assert until(lambda: sensor.lost == "no space left")
    time.sleep(0.1)
    assert len(calls) == 2
