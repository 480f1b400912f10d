"""`run` and `devices` as a tester uses them, on a phone that is there already, which is left as found."""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from audited import privaudit

from privaudit.capture.adb_server import AdbServer
from privaudit.capture.device import Device
from privaudit.session import bundled
from privaudit.session.virtual_phone import VirtualPhone

STATE = (
    "settings list global; settings list system; settings list secure; ls -l /system/etc/security/cacerts; "
    "id; cat /proc/mounts; getprop; ls -lR /data/local/tmp; pm list packages; ps -A -o NAME"
)

FLOW = """\
appId: ${APP_ID}
---
- phase: first_start
- launchApp: {clearState: true}
- observe: 2s
- background: 1s
"""


@pytest.fixture(scope="module")
def phone() -> Iterator[tuple[VirtualPhone, AdbServer, Device]]:
    with VirtualPhone() as virtual, AdbServer.own(scan=False) as server:
        device = Device.connect(server, virtual.ready.serial)
        device.install(bundled.demo_apk("conforming"))
        yield virtual, server, device
        device.close()


def tunnels(server: AdbServer, serial: str) -> tuple[str, str]:
    """Return the reverse and forward tunnels adb knows for a phone."""
    from privaudit.capture.adb_server import adb_binary

    command = [str(adb_binary()), "-P", str(server.port), "-s", serial]
    listed = [
        subprocess.run([*command, *words], capture_output=True, text=True, check=False, timeout=20).stdout
        for words in (["reverse", "--list"], ["forward", "--list"])
    ]
    return listed[0], listed[1]


def users_adb_answers() -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", 5037)) == 0


@pytest.mark.e2e
def test_devices_lists_it(phone: tuple[VirtualPhone, AdbServer, Device]) -> None:
    virtual, server, _ = phone
    done = privaudit("devices", "--adb-server", f"127.0.0.1:{server.port}", "--json")
    assert done.returncode == 0, done.stderr
    assert [row["serial"] for row in json.loads(done.stdout)] == [virtual.ready.serial]


@pytest.mark.e2e
def test_a_run_leaves_the_phone_as_found(
    phone: tuple[VirtualPhone, AdbServer, Device], tmp_path: Path
) -> None:
    virtual, server, device = phone
    before = device.shell(STATE).out, tunnels(server, virtual.ready.serial), users_adb_answers()
    flow = tmp_path / "flow.yaml"
    flow.write_text(FLOW, encoding="utf-8")
    declaration = bundled.demo_app("conforming") / "declaration.yaml"
    done = privaudit(
        "run",
        flow,
        *("--package", "com.example.bank", "--device", virtual.ready.serial),
        *("--adb-server", f"127.0.0.1:{server.port}", "--declaration", declaration),
        *("--upstream", virtual.ready.gateway, "--upstream-ca", virtual.ready.internet_ca),
        *("--output", tmp_path / "run", "--json"),
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)["report"]
    assert report["coverage"]["outcome"] == "complete"
    assert not [f for f in report["findings"] if f["verdict"] == "violation"]
    device.shell(["am", "force-stop", "com.example.bank"])
    after = device.shell(STATE).out, tunnels(server, virtual.ready.serial), users_adb_answers()
    assert after == before
    assert server.alive()


@pytest.mark.e2e
def test_a_phone_that_is_not_there(phone: tuple[VirtualPhone, AdbServer, Device]) -> None:
    _, server, _ = phone
    done = privaudit(
        "run",
        bundled.scenario("first-start.yaml"),
        *("--package", "com.example.bank", "--device", "none", "--adb-server", f"127.0.0.1:{server.port}"),
    )
    assert done.returncode == 4
    assert "none" in done.stderr


@pytest.mark.e2e
def test_an_app_that_is_not_there(phone: tuple[VirtualPhone, AdbServer, Device], tmp_path: Path) -> None:
    virtual, server, _ = phone
    done = privaudit(
        "run",
        bundled.scenario("first-start.yaml"),
        *("--package", "com.example.nothere", "--device", virtual.ready.serial),
        *("--adb-server", f"127.0.0.1:{server.port}", "--output", tmp_path / "run"),
    )
    assert done.returncode == 4
    assert "com.example.nothere" in done.stderr
    assert not (tmp_path / "run").exists()
