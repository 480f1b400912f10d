"""The real adb against the virtual device: what the auditor asks of a phone, asked of the whole stack."""

from __future__ import annotations

import hashlib
import importlib.resources
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.capture_device.fake_phone import until
from tests.capture_device.test_trust import MITMPROXY

from privaudit.capture.adb_server import AdbServer
from privaudit.capture.clock import ClockOffset, measure
from privaudit.capture.device import Device
from privaudit.capture.device_list import list_devices
from privaudit.capture.driver import Driver
from privaudit.capture.permissions import SystemSensor
from privaudit.capture.trust import Undo, set_proxy, trust_authority
from privaudit.errors import DeviceError
from privaudit.model.event import AppOpState, AppSeen, Event, Note, PermissionState, SensorLost

BANK = "com.example.bank"
AWKWARD = [
    "",
    " ",
    "a b",
    "'",
    '"',
    ";",
    "$(id)",
    "`id`",
    "a\nb",
    "*",
    "~",
    "\\",
    "!",
    "你好",
    "😀",
    "\u202eabc",
    "-n",
]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    state = tmp_path_factory.mktemp("phone")
    with subprocess.Popen(
        [sys.executable, "-m", "privaudit.virtual", "--state-dir", str(state)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        yield json.loads(process.stdout.readline())
        process.stdin.close()
        process.wait(20)


@pytest.fixture(scope="module")
def server() -> Iterator[AdbServer]:
    with AdbServer.own(scan=False, keys=()) as server:
        yield server


@pytest.fixture(scope="module")
def device(server: AdbServer, running: dict[str, str]) -> Iterator[Device]:
    device = Device.connect(server, running["serial"])
    yield device
    device.close()


@pytest.fixture
def undo() -> Undo:
    return Undo()


@pytest.fixture
def driver(device: Device, undo: Undo) -> Driver:
    return Driver(device, "com.android.settings", emit=lambda _: None, keep=_keep, ask=_ask, undo=undo)


def _keep(data: bytes, *, media_type: str, name: str) -> str:
    return f"{len(data)}{media_type}{name}"


def _ask(question: str, choices: tuple[str, ...] = ()) -> str:
    return question + "".join(choices)


def test_it_says_what_it_is(device: Device, server: AdbServer) -> None:
    info = device.info()
    assert info.virtual
    assert info.api_level == 33
    assert info.serial in [one.serial for one in list_devices(server) if one.usable]
    assert "shell_v2" in device.features


def test_exit_codes_and_outputs(device: Device) -> None:
    assert device.shell("exit 7").code == 7
    assert device.shell(["echo", "hi"]).out == "hi\n"
    missing = device.shell(["frobnicate"])
    assert missing.code == 127
    assert "not found" in missing.err


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_arguments_arrive(device: Device, text: str) -> None:
    assert device.shell(["printf", "%s", text]).out == text


def test_files_there_and_back(device: Device) -> None:
    data = bytes(range(256)) * 2000
    path = "/data/local/tmp/privaudit 测试.bin"
    device.push(data, path)
    assert device.pull(path) == data
    assert device.sha256(path) == hashlib.sha256(data).hexdigest()
    device.shell(["rm", "-f", path]).check()
    assert not device.exists(path)
    with pytest.raises(DeviceError):
        device.pull(path)


def test_tunnels(device: Device) -> None:
    port = device.forward("tcp:27042")
    assert 0 < port < 65536
    device.reverse(8888, 9)
    device.reverse_remove(8888)
    device.forward_remove(port)
    device.forward_remove(port)


def test_the_clock(device: Device) -> None:
    offset = measure(device)
    assert abs(offset.offset_ns) <= offset.error_ns
    assert offset.error_ns < 500_000_000


def test_the_screen(driver: Driver) -> None:
    driver.key("home")
    assert until(lambda: driver.foreground_package() != "")
    tree = driver.ui()
    assert tree.roots
    width, height = driver.size()
    assert 0 < width < height
    assert driver.screenshot().startswith(b"\x89PNG")
    driver.screen(on=False)
    driver.screen(on=True)


def test_what_is_around(driver: Driver, undo: Undo, tmp_path: Path) -> None:
    driver.set_airplane_mode(on=True)
    assert driver.airplane_mode()
    driver.set_location(31.2304, 121.4737)
    picture = tmp_path / "身份证.png"
    picture.write_bytes(driver.screenshot())
    driver.add_media((str(picture),))
    assert undo.run() == ()
    assert not driver.airplane_mode()


def test_an_app_that_is_not_there(device: Device, driver: Driver) -> None:
    with pytest.raises(DeviceError, match="not installed"):
        device.app("no.such.app")
    with pytest.raises(DeviceError, match="no launcher activity"):
        driver.launch("no.such.app", stop=False, arguments={})
    with pytest.raises(DeviceError, match="not deleted"):
        driver.clear("no.such.app")
    with pytest.raises(DeviceError, match="did not install"):
        device.install(b"no package")


def test_authority_and_proxy_come_and_go(device: Device, undo: Undo) -> None:
    before = device.shell(["ls", "-l", "/system/etc/security/cacerts"]).out
    settings = device.shell(["settings", "list", "global"]).out
    path = trust_authority(device, MITMPROXY, undo)
    assert device.pull(path) == MITMPROXY
    set_proxy(device, 8888, undo)
    assert device.shell(["settings", "get", "global", "http_proxy"]).out == "127.0.0.1:8888\n"
    assert undo.run() == ()
    assert device.shell(["ls", "-l", "/system/etc/security/cacerts"]).out == before
    assert device.shell(["settings", "list", "global"]).out == settings
    assert not device.is_root()


def _tap_text(driver: Driver, wanted: str) -> bool:
    node = next((node for node in driver.ui().walk() if node.text == wanted), None)
    if node is not None:
        driver.tap(*node.bounds.center)
    return node is not None


def test_an_app_is_installed_driven_watched_and_removed(device: Device, undo: Undo) -> None:
    apk = Path(str(importlib.resources.files("privaudit.virtual") / "apps" / "example-bank-conforming.apk"))
    device.install(apk)
    app = device.app(BANK)
    assert app.sha256 == hashlib.sha256(apk.read_bytes()).hexdigest()
    assert app.uid >= 10000
    events: list[Event] = []
    driver = Driver(device, BANK, emit=events.append, keep=_keep, ask=_ask, undo=undo)
    driver.clear(BANK)
    sensor = SystemSensor(device, BANK, events.append, measure(device), tick_s=0.1, appops_s=0.5)
    sensor.snapshot("before")
    sensor.start()
    driver.launch(BANK, stop=True, arguments={})
    assert until(lambda: _tap_text(driver, "同意"), 30)
    assert until(lambda: "我的" in driver.ui().texts, 10)
    driver.grant(BANK, "android.permission.ACCESS_COARSE_LOCATION")
    assert driver.permissions(BANK)["android.permission.ACCESS_COARSE_LOCATION"]
    driver.key("home")
    assert until(lambda: driver.foreground_package() not in {BANK, ""}, 10)
    assert until(lambda: _last_state(events) == "background", 10)
    driver.foreground()
    assert until(lambda: _last_state(events) == "foreground", 10)
    driver.stop(BANK)
    assert until(lambda: _last_state(events) == "stopped", 10)
    sensor.snapshot("after")
    sensor.stop()
    mains = {event.pids[0] for event in events if isinstance(event, AppSeen) and event.pids}
    assert len(mains) == 1, "brought to the front without a restart"
    assert [event for event in events if isinstance(event, (Note, SensorLost))] == []
    after = {e.permission: e for e in events if isinstance(e, PermissionState) and e.moment == "after"}
    assert after["android.permission.ACCESS_COARSE_LOCATION"].granted
    assert any(isinstance(event, AppOpState) and event.moment == "after" for event in events)
    assert undo.run() == ()
    device.uninstall(BANK)
    with pytest.raises(DeviceError, match="not installed"):
        device.app(BANK)


def _last_state(events: list[Event]) -> str:
    return next((event.state for event in reversed(events) if isinstance(event, AppSeen)), "")


def test_the_system_sensor_looks_and_notices_the_end(server: AdbServer) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "privaudit.virtual"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        serial = json.loads(process.stdout.readline())["serial"]
        device = Device.connect(server, serial)
        events: list[Event] = []
        sensor = SystemSensor(
            device, "com.android.settings", events.append, ClockOffset(0, 0), tick_s=0.1, appops_s=0.5
        )
        sensor.start()
        assert until(lambda: any(isinstance(event, AppSeen) for event in events), 15)
        process.terminate()
        process.wait(20)
        start = time.monotonic()
        assert until(lambda: any(isinstance(event, SensorLost) for event in events), 40)
        assert time.monotonic() - start < 40
        sensor.stop()
