"""The probing app: every API answers or throws as Android's does, gated or not."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from standing import rows_without_methods

import privaudit.virtual
from privaudit.capture.adb_server import AdbServer
from privaudit.capture.agent import AgentSensor
from privaudit.capture.device import Device
from privaudit.catalog.load import load_catalog
from privaudit.model.event import (
    AgentProblem,
    ApiCalled,
    ApiCounted,
    Event,
    HookState,
    ProcessSeen,
    SensorLost,
)
from privaudit.model.wire import NetworkPlan
from privaudit.session.virtual_phone import VirtualPhone

PROBE = "com.example.probe"
APPS = Path(privaudit.virtual.__file__).parent / "apps"


@pytest.fixture
def output(stage: Any) -> dict[str, str]:
    stage.launch("probe.apk")
    stage.wait_log("done = ok", 30)
    lines = (line.partition(" = ") for line in stage.log("System.out"))
    return {name: value for name, _, value in lines}


def test_what_an_ordinary_app_gets(output: dict[str, str], stage: Any) -> None:
    phone = stage.phone
    uid = phone.packages.get("com.example.probe").uid
    refused = f"The user {uid} does not meet the requirements to access device identifiers."
    assert output["getImei()"].startswith(f"threw java.lang.SecurityException: getImeiForSlot: {refused}")
    assert output["Build.getSerial()"].startswith(f"threw java.lang.SecurityException: getSerial: {refused}")
    assert output["android_id"] == phone.identity["android_id"]
    assert output["gaid"] == phone.identity["gaid"]
    assert output["oaid value"] == phone.identity["oaid"]
    assert output["wifi"] == "02:00:00:00:00:00 <unknown ssid> 02:00:00:00:00:00"
    assert output["scan results"] == "[]"
    assert "does not have android.permission.ACCESS_COARSE_LOCATION" in output["last known gps"]
    assert (
        "requires android.permission.READ_CONTACTS"
        in output["query content://com.android.contacts/data/phones"]
    )
    assert output["query content://no.such.authority/x"] == "null"
    assert output["package unknown"].startswith(
        "threw android.content.pm.PackageManager$NameNotFoundException"
    )
    assert output["accounts"] == "[]"
    assert output["permission check"] == "-1"
    assert output["start activity missing"].startswith("threw android.content.ActivityNotFoundException")
    assert output["threads"] == "1600 refused, 1600 equal"
    assert output["still interrupted"] == "true"


def test_counts_are_exact_under_many_threads(output: dict[str, str], stage: Any) -> None:
    assert output["done"] == "ok"
    state = stage.phone.appops.of("com.example.probe")["READ_DEVICE_IDENTIFIERS"]
    # getImei 3 times, getDeviceId twice, 3 more identifiers, the serial number, and 16 threads of 100;
    # with their traces getSubscriberId twice, and 8 threads of 25.
    assert (state.count, state.rejected) == (0, 1600 + 9 + 200 + 2)


def test_two_runs_print_the_same(stage: Any) -> None:
    stage.launch("probe.apk")
    stage.wait_log("done = ok", 30)
    first = stage.log("System.out")
    stage.phone.force_stop("com.example.probe")
    stage.phone.clipboard = ""
    stage.phone.log.clear()
    again = stage.begin("com.example.probe")
    assert stage.phone.activities.wait_drawn(again, 10)
    stage.wait_log("done = ok", 30)
    assert stage.log("System.out") == first


class Watched:
    """The app's output over adb, once with the agent in it and once without."""

    def __init__(self, device: Device, authority: str) -> None:
        self._device = device
        self.events: list[Event] = []
        self.plain = self._run(self._start)
        catalog = load_catalog()
        rows = tuple(catalog.apis.values())
        # All that a run may ask for: sockets, bytes, ciphers and checks of certificates as well.
        network = NetworkPlan(watch=True, plain=64 * 1024, refuse_quic=True, crypto=4096, authority=authority)
        pins = catalog.pins.values()
        sensor = AgentSensor(device, PROBE, rows, self.events.append, network=network, pins=pins)
        sensor.start()
        try:
            self.watched = self._run(lambda: sensor.launch(self._start))
        finally:
            sensor.stop()

    def _start(self) -> None:
        self._device.shell(["am", "start", "-n", f"{PROBE}/.MainActivity"])

    def _run(self, start: Callable[[], None]) -> bytes:
        self._device.shell(["am", "force-stop", PROBE])
        self._device.shell(["logcat", "-c"])
        start()
        end = time.monotonic() + 30
        while b"\ndone = " not in (output := self._output()):
            assert time.monotonic() < end, self._device.shell(["logcat", "-d"])
            time.sleep(0.2)
        return output

    def _output(self) -> bytes:
        return self._device.exec_out(["logcat", "-d", "-v", "raw", "-s", "System.out:V"])

    def of(self, api: str) -> list[ApiCalled]:
        return [event for event in self.events if isinstance(event, ApiCalled) and event.api == api]

    def count(self, api: str) -> int:
        last = {(e.overload, e.site): e.n for e in self.events if isinstance(e, ApiCounted) and e.api == api}
        return sum(last.values())


@pytest.fixture(scope="module")
def watched() -> Iterator[Watched]:
    with VirtualPhone() as phone, AdbServer.own(scan=False, keys=()) as server:
        device = Device.connect(server, phone.ready.serial)
        try:
            device.install(APPS / "probe.apk")
            yield Watched(device, Path(phone.ready.internet_ca).read_text("ascii"))
        finally:
            device.close()


def test_the_app_prints_the_same_with_every_hook_of_the_catalogue(watched: Watched) -> None:
    """Proof 2 of the session: the real adb, portal and agent, every row, every byte."""
    assert watched.watched.splitlines() == watched.plain.splitlines()
    assert watched.watched == watched.plain
    assert b"done = ok" in watched.plain
    (process,) = [event for event in watched.events if isinstance(event, ProcessSeen)]
    assert (process.name, process.instrumented, process.held) == (PROBE, True, True)
    states = {event.api: event.state for event in watched.events if isinstance(event, HookState)}
    catalog = load_catalog()
    rows = catalog.apis
    assert set(states) == {*rows, *catalog.pins}
    missing = rows_without_methods("probe.apk")
    # A row of deliveries needs no code: it is hooked in the classes of the objects that are handed over.
    delivered = {api for api, row in rows.items() if row.delivered_by}
    unresolved = {api for api, row in rows.items() if row.kind == "method" and states[api] != "resolved"}
    assert unresolved - delivered == missing - delivered
    assert unresolved & delivered <= missing
    assert {states[api] for api in unresolved} == {"absent"}
    assert [event for event in watched.events if isinstance(event, AgentProblem | SensorLost)] == []
    assert all(msgspec.json.encode(event) for event in watched.events)


def test_what_the_proof_covers(watched: Watched) -> None:
    lines = watched.plain.decode().splitlines()
    refusal = [line for line in lines if line.startswith("imsi | ")]
    assert refusal[0].startswith("imsi | java.lang.SecurityException: getSubscriberIdForSubscriber: The user")
    api = "imsi | \tat android.telephony.TelephonyManager.getSubscriberId(TelephonyManager.java:"
    assert any(line.startswith(api) for line in refusal)
    assert any(
        line.startswith("listener throws | \tSuppressed: java.lang.SecurityException") for line in lines
    )
    assert any(line.startswith("new call null | java.lang.NullPointerException") for line in lines)
    assert "traces in threads = 1" in lines
    assert "ends of the stack = 3" in lines
    assert any("… 400000 characters, hash" in line for line in lines if line.startswith("huge clip"))


def test_calls_are_counted_exactly_beside_it(watched: Watched) -> None:
    # As above: getImei 3 times and 16 threads of 100; getSubscriberId 3 times and 8 threads of 25.
    assert watched.count("telephony.imei") == 1603
    assert watched.count("telephony.imsi") == 203
    refused = [call.error or "" for call in watched.of("telephony.imsi")]
    assert all(error.startswith("java.lang.SecurityException: ") for error in refused)
    # Runtime.exec ends in ProcessBuilder.start, a wrapper's check in the wrapped one's: one call of the app.
    assert watched.count("shell.exec") == 8
    assert watched.count("shell.process") == 4
    assert watched.count("permission.check") == 6
    assert watched.of("traffic.okhttp")[-1].args == ("",)
