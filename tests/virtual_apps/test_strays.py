"""A virtual phone that ends in order leaves nothing: no folder of Frida's, no daemon started from it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import privaudit.virtual
from privaudit.capture.adb_server import AdbServer
from privaudit.capture.agent import AgentSensor
from privaudit.capture.device import Device
from privaudit.model.event import Event, ProcessSeen

PROBE = "com.example.probe"
APK = Path(privaudit.virtual.__file__).parent / "apps" / "probe.apk"


def by_closing(phone: subprocess.Popen[str]) -> None:
    assert phone.stdin is not None
    phone.stdin.close()


def by_signal(phone: subprocess.Popen[str]) -> None:
    phone.send_signal(signal.SIGTERM)


def running_from(folder: Path) -> list[Path]:
    programs = []
    for link in Path("/proc").glob("[0-9]*/exe"):
        try:
            programs.append(link.readlink())
        except OSError:
            continue
    return [program for program in programs if folder in program.parents]


def use_frida(serial: str) -> None:
    """Have the phone spawn a process, hold it and put the agent into it."""
    events: list[Event] = []
    with AdbServer.own(scan=False, keys=()) as server:
        device = Device.connect(server, serial)
        device.install(APK)
        sensor = AgentSensor(device, PROBE, (), events.append)
        sensor.start()
        sensor.launch(lambda: keep(device.shell(["am", "start", "-n", f"{PROBE}/.MainActivity"])))
        sensor.stop()
        device.close()
    assert [event.instrumented for event in events if isinstance(event, ProcessSeen)] == [True]


def keep(_result: object) -> None:
    """A start returns nothing."""


@pytest.mark.parametrize("end", [by_closing, by_signal])
def test_a_phone_on_its_own_leaves_nothing(
    tmp_path: Path, end: Callable[[subprocess.Popen[str]], None]
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    with subprocess.Popen(
        [sys.executable, "-m", "privaudit.virtual"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "TMPDIR": str(temporary)},
    ) as phone:  # fmt: skip
        assert phone.stdout is not None
        use_frida(json.loads(phone.stdout.readline())["serial"])
        assert running_from(temporary)
        end(phone)
        assert phone.wait(20) == 0
    assert list(temporary.iterdir()) == []
    assert running_from(temporary) == []
