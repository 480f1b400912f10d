from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.capture_device.fake_phone import until

from privaudit.capture.adb_server import AdbServer, adb_binary, user_keys
from privaudit.capture.device_list import list_devices
from privaudit.errors import DeviceError


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"


def test_the_binary_is_the_one_adbutils_carries() -> None:
    assert adb_binary().parent.name == "binaries"


def test_own_server_answers_on_its_own_port_and_ends() -> None:
    with AdbServer.own(scan=False) as server:
        pid = server.pid
        assert pid is not None
        assert server.ours
        assert server.port != 5037
        assert server.alive()
        assert server.version() >= 41
        assert list_devices(server) == ()
    assert _gone(pid)
    assert not server.alive()
    server.stop()  # a second stop does nothing


def test_two_own_servers_do_not_meet() -> None:
    with AdbServer.own(scan=False) as first, AdbServer.own(scan=False) as second:
        assert first.port != second.port
        assert first.alive()
        assert second.alive()


def test_own_server_leaves_the_home_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".android").mkdir()
    (tmp_path / ".android" / "adbkey").write_text("a key")
    assert user_keys() == ((tmp_path / ".android" / "adbkey").resolve(),)
    with AdbServer.own(scan=False, keys=()):
        pass
    assert [path.name for path in (tmp_path / ".android").iterdir()] == ["adbkey"]
    assert not (tmp_path / ".android" / "adbkey.pub").exists()


def test_another_tools_kill_server_is_refused() -> None:
    with AdbServer.own(scan=False) as server:
        subprocess.run(
            [adb_binary(), "-P", str(server.port), "kill-server"],
            check=False,
            capture_output=True,
            timeout=20,
        )
        assert server.alive()


def test_existing_server_is_reached_and_not_ended() -> None:
    with AdbServer.own(scan=False) as server:
        with AdbServer.existing("127.0.0.1", server.port) as other:
            assert not other.ours
        assert server.alive()


def test_no_server_is_an_error_and_none_is_started() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    start = time.monotonic()
    with pytest.raises(DeviceError, match="no adb server answers"):
        AdbServer.existing("127.0.0.1", port)
    assert time.monotonic() - start < 3
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_the_server_ends_when_its_owner_is_killed(tmp_path: Path) -> None:
    script = (
        "import time\n"
        "from privaudit.capture.adb_server import AdbServer\n"
        "server = AdbServer.own(scan=False)\n"
        "print(server.pid, server._child.home, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    ) as owner:
        assert owner.stdout is not None
        pid, home = owner.stdout.readline().split()
        owner.send_signal(signal.SIGKILL)
        owner.wait(5)
    assert until(lambda: _gone(int(pid)))
    assert until(lambda: not Path(home).exists())


def test_a_binary_that_does_not_start_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "adb"
    broken.write_text("#!/bin/sh\necho no libraries here >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("ADBUTILS_ADB_PATH", str(broken))
    with pytest.raises(DeviceError, match="no libraries here"):
        AdbServer.own(scan=False)
