"""A virtual phone in a process of its own, and the real adb server to reach it, one for a module."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import adbutils
import pytest

from privaudit.virtual import commands, dumps
from privaudit.virtual.proc import install_proc
from privaudit.virtual.shell.interpreter import Shell
from privaudit.virtual.shell.pipes import Bytes, Capture, Input, Io
from privaudit.virtual.state import VirtualPhone

MANIFEST = """<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.example.small"
    android:versionCode="{code}" android:versionName="1.{code}">
  <uses-sdk android:minSdkVersion="23" android:targetSdkVersion="33"/>
  <uses-permission android:name="android.permission.INTERNET"/>
  <uses-permission android:name="android.permission.CAMERA"/>
  <uses-permission android:name="android.permission.READ_CONTACTS"/>
  <uses-permission android:name="android.permission.ACCESS_FINE_LOCATION"/>
  <uses-permission android:name="android.permission.ACCESS_COARSE_LOCATION"/>
  <application android:label="小应用" android:debuggable="true">
    <activity android:name=".Main" android:exported="true"><intent-filter>
      <action android:name="android.intent.action.MAIN"/>
      <category android:name="android.intent.category.LAUNCHER"/>
    </intent-filter></activity>
    <activity android:name=".Second"/>
    <service android:name=".Push" android:process=":push"/>
  </application>
</manifest>"""


def small_apk(code: int = 1) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("AndroidManifest.xml", MANIFEST.format(code=code))
        archive.writestr("com/example/small/Main.class", b"\xca\xfe\xba\xbe")
    return out.getvalue()


@pytest.fixture(scope="session")
def make_apk() -> Callable[[int], bytes]:
    return small_apk


class Host:
    """The real adb on its own server port, with one phone."""

    def __init__(self, serial: str, port: int, environment: dict[str, str]) -> None:
        self.serial = serial
        self.port = port
        self.environment = environment
        self.client = adbutils.AdbClient(port=port)
        self.device = self.client.device(serial)

    def command(self, *words: str) -> list[str]:
        return [adbutils.adb_path(), "-P", str(self.port), "-s", self.serial, *words]

    def adb(self, *words: str, data: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        # Without input the end comes at once, as from a closed terminal.
        command = self.command(*words)
        return subprocess.run(
            command, env=self.environment, input=data or b"", capture_output=True, timeout=20, check=False
        )

    def shell(self, text: str) -> str:
        return self.adb("shell", text).stdout.decode()


@pytest.fixture(scope="module")
def phone_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    state = tmp_path_factory.mktemp("phone")
    child = subprocess.Popen(
        [sys.executable, "-m", "privaudit.virtual", "--state-dir", str(state)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert child.stdout is not None
        assert child.stdin is not None
        ready: dict[str, Any] = json.loads(child.stdout.readline())
        yield ready
        child.stdin.close()
        assert child.wait(15) == 0
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
        if child.stdout is not None:
            child.stdout.close()


@pytest.fixture(scope="module")
def host(phone_process: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    home = str(tmp_path_factory.mktemp("home"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {"PATH": os.environ["PATH"], "HOME": home, "ANDROID_USER_HOME": home, "ADB_MDNS": "0",
                   "ADB_MDNS_AUTO_CONNECT": "0", "TMPDIR": home}  # fmt: skip
    server = subprocess.Popen(
        [adbutils.adb_path(), "-L", f"tcp:localhost:{port}", "nodaemon", "server"], env=environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        end = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert time.monotonic() < end
                time.sleep(0.05)
        found = Host(phone_process["serial"], port, environment)
        command = [adbutils.adb_path(), "-P", str(port), "connect", found.serial]
        connected = subprocess.run(command, env=environment, capture_output=True, timeout=20, check=True)
        assert b"connected to" in connected.stdout
        yield found
    finally:
        server.terminate()
        server.wait(10)


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def phone(tmp_path: Path) -> Iterator[VirtualPhone]:
    commands.load()
    dumps.load()
    made = VirtualPhone(tmp_path / "phone")
    install_proc(made)
    yield made
    made.close()


@pytest.fixture
def run(phone: VirtualPhone) -> Run:
    """Run a script in the phone's shell, without adb: status and both outputs."""
    import threading

    def run(text: str, *, data: bytes = b"", uid: int = 2000) -> tuple[int, str]:
        out = Capture(1 << 24)
        shell = Shell(phone, uid, threading.Event())
        status = shell.run_text(text, Io(Input(Bytes(data)), out, out))
        return status, bytes(out.data).decode("utf-8", "replace")

    return run
