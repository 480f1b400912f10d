"""Run the gauntlet (gauntlet.py) on the virtual phone, without the agent and with it, as an installed app."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from gauntlet import Course, archive
from gauntlet_run import DONE, LONGEST_S, Run, end
from gauntlet_steps import APP
from privaudit.capture.adb_server import AdbServer
from privaudit.capture.agent import AgentSensor
from privaudit.capture.device import Device
from privaudit.model.catalog import ApiRow
from privaudit.model.event import Event
from privaudit.model.wire import InstallRequest
from privaudit.session.virtual_phone import VirtualPhone

_MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android"
    package="{package}" android:versionCode="1" android:versionName="1.0">
    <uses-sdk android:minSdkVersion="26" android:targetSdkVersion="33" />
{permissions}    <application android:label="gauntlet">
        <activity android:name=".MainActivity" android:exported="true">
            <intent-filter>
                <action android:name="android.intent.action.MAIN" />
                <category android:name="android.intent.category.LAUNCHER" />
            </intent-filter>
        </activity>
    </application>
</manifest>
"""


def manifest(permissions: Iterable[str]) -> str:
    """Return the app's manifest."""
    lines = "".join(f'    <uses-permission android:name="{one}" />\n' for one in permissions)
    return _MANIFEST.format(package=APP, permissions=lines)


class Phone:
    """The virtual phone with the gauntlet installed on it; `granted` permissions are granted."""

    def __init__(
        self, device: Device, course: Course, permissions: Iterable[str], granted: Iterable[str]
    ) -> None:
        self._device = device
        with tempfile.TemporaryDirectory() as folder:
            apk = Path(folder) / "gauntlet.apk"
            apk.write_bytes(archive(course, manifest=manifest(permissions)))
            device.install(apk)
        for permission in granted:
            device.shell(["pm", "grant", APP, permission])

    def _start(self) -> None:
        self._device.shell(["am", "start", "-n", f"{APP}/.MainActivity"])

    def _output(self) -> bytes:
        return self._device.exec_out(["logcat", "-d", "-v", "raw", "-s", "System.out:V"])

    def _run(self, start: Callable[[], None]) -> bytes:
        self._device.shell(["am", "force-stop", APP])
        self._device.shell(["logcat", "-c"])
        start()
        end = time.monotonic() + LONGEST_S
        while not (output := self._output()).endswith(f"{DONE}\n".encode()):
            if time.monotonic() > end:
                tail = self._device.exec_out(["logcat", "-d", "-t", "40"])
                raise TimeoutError(f"the gauntlet did not end: {tail.decode(errors='replace')}")
            time.sleep(0.3)
        return output

    def run(self, request: InstallRequest) -> Run:
        """Run the gauntlet twice."""
        plain = self._run(self._start)
        events: list[Event] = []
        sensor = AgentSensor(self._device, APP, (), events.append, request=request)
        try:
            sensor.start()
            watched = self._run(lambda: sensor.launch(self._start))
            end(sensor, lambda: self._device.shell(["am", "force-stop", APP]), events)
        finally:
            sensor.stop()
        return Run(plain, watched, tuple(events))


def run(course: Course, rows: Iterable[ApiRow], dangerous: Iterable[str], request: InstallRequest) -> Run:
    """Start a virtual phone and run the gauntlet on it, every second dangerous permission granted."""
    asked = sorted({row.permission for row in rows if row.permission})
    refusable = [one for one in asked if one in set(dangerous)]
    with VirtualPhone() as phone, AdbServer.own(scan=False, keys=()) as server:
        device = Device.connect(server, phone.ready.serial)
        try:
            return Phone(device, course, asked, refusable[::2]).run(request)
        finally:
            device.close()
