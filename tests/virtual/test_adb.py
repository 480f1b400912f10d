"""The phone through the real adb binary, as a stranger's script uses it."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.fixture
def echo_server() -> Iterator[int]:
    server = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                while data := connection.recv(65536):
                    connection.sendall(data)

    thread = threading.Thread(target=serve)
    thread.start()
    yield server.getsockname()[1]
    ended.set()
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(5)


def test_device_is_listed_as_a_phone(host: Any) -> None:
    listed = host.adb("devices", "-l").stdout.decode()
    assert f"{host.serial}" in listed
    assert "product:privaudit_virtual model:privaudit_virtual_device device:virtual" in listed
    assert host.adb("get-state").stdout == b"device\n"


def test_exit_status_and_both_outputs(host: Any) -> None:
    result = host.adb("shell", "echo out; echo err >&2; exit 7")
    assert (result.returncode, result.stdout, result.stderr) == (7, b"out\n", b"err\n")


def test_unknown_command(host: Any) -> None:
    result = host.adb("shell", "frobnicate --x")
    assert result.returncode == 127
    assert result.stderr == b"/system/bin/sh: frobnicate: inaccessible or not found\n"


def test_pipes_and_redirections(host: Any) -> None:
    text = (
        "for i in 1 2 3 4 5; do echo line$i; done > /data/local/tmp/l; sort -r "
        "/data/local/tmp/l | head -2 | tr l L; rm /data/local/tmp/l"
    )
    assert host.shell(text) == "Line5\nLine4\n"
    assert host.shell("ls /nope 2>/dev/null || echo none") == "none\n"


def test_stdin_reaches_the_command(host: Any) -> None:
    data = os.urandom(300_000)
    result = host.adb("shell", "sha256sum", data=data)
    assert result.stdout.split()[0].decode() == hashlib.sha256(data).hexdigest()


def test_five_megabytes_there_and_back(host: Any, tmp_path: Path) -> None:
    data = os.urandom(5 << 20)
    (tmp_path / "there").write_bytes(data)
    assert host.adb("push", str(tmp_path / "there"), "/data/local/tmp/big").returncode == 0
    assert host.shell("sha256sum /data/local/tmp/big").split()[0] == hashlib.sha256(data).hexdigest()
    assert host.adb("pull", "/data/local/tmp/big", str(tmp_path / "back")).returncode == 0
    assert (tmp_path / "back").read_bytes() == data
    listed = host.shell("ls -l /data/local/tmp/big")
    assert re.fullmatch(
        r"-rw-r--r-- 1 shell shell 5242880 \d{4}-\d\d-\d\d \d\d:\d\d /data/local/tmp/big\n", listed
    )


def test_folders_are_pushed_and_pulled(host: Any, tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "inner").mkdir(parents=True)
    (source / "a.txt").write_text("甲")
    (source / "inner" / "b.bin").write_bytes(b"\0\1\2")
    assert host.adb("push", str(source), "/sdcard/Download/pushed").returncode == 0
    assert host.shell("cat /sdcard/Download/pushed/a.txt") == "甲"
    assert host.adb("pull", "/sdcard/Download/pushed", str(tmp_path / "pulled")).returncode == 0
    assert (tmp_path / "pulled" / "inner" / "b.bin").read_bytes() == b"\0\1\2"


def test_files_that_may_not_be(host: Any, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    refused = host.adb("push", str(tmp_path / "x"), "/system/x")
    assert refused.returncode == 1
    assert b"Read-only file system" in refused.stderr + refused.stdout
    missing = host.adb("pull", "/no/such", str(tmp_path / "y"))
    assert missing.returncode == 1
    assert b"No such file or directory" in missing.stderr + missing.stdout


def test_screenshot_over_exec_out(host: Any) -> None:
    data = host.adb("exec-out", "screencap", "-p").stdout
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert data.endswith(b"IEND\xaeB`\x82")


@pytest.mark.parametrize("way", ["--streaming", "--no-streaming"])
def test_install_and_uninstall(host: Any, tmp_path: Path, make_apk: Callable[[int], bytes], way: str) -> None:
    apk = tmp_path / "small.apk"
    apk.write_bytes(make_apk(1))
    assert b"Success" in host.adb("install", way, str(apk)).stdout
    assert host.shell("pm list packages -3") == "package:com.example.small\n"
    path = host.shell("pm path com.example.small").removeprefix("package:").strip()
    assert host.shell(f"sha256sum {path}").split()[0] == hashlib.sha256(apk.read_bytes()).hexdigest()
    assert host.adb("uninstall", "com.example.small").stdout == b"Success\n"
    assert host.adb("shell", "pm path com.example.small").returncode == 1


def test_bad_package_is_refused(host: Any, tmp_path: Path) -> None:
    (tmp_path / "bad.apk").write_bytes(b"no zip at all")
    result = host.adb("install", str(tmp_path / "bad.apk"))
    assert result.returncode == 1
    assert b"INSTALL_PARSE_FAILED_NOT_APK" in result.stderr + result.stdout


def test_install_with_adbutils(host: Any, tmp_path: Path, make_apk: Callable[[int], bytes]) -> None:
    apk = tmp_path / "small.apk"
    apk.write_bytes(make_apk(3))
    host.device.sync.push(apk, "/data/local/tmp/small.apk")
    assert "Success" in host.device.shell(["pm", "install", "-r", "-t", "/data/local/tmp/small.apk"])
    info = host.device.app_info("com.example.small")
    assert info is not None
    assert (info.version_name, info.version_code) == ("1.3", 3)
    host.device.uninstall("com.example.small")


def test_forward_carries_data(host: Any, echo_server: int) -> None:
    # There and back: a port of the phone leads to the host's echo server, a port of the host to the phone's.
    assert host.adb("reverse", "tcp:7777", f"tcp:{echo_server}").returncode == 0
    assert "tcp:7777 tcp:" in host.adb("reverse", "--list").stdout.decode()
    port = int(host.adb("forward", "tcp:0", "tcp:7777").stdout)
    data = os.urandom(1 << 20)
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        sender = threading.Thread(target=connection.sendall, args=(data,))
        sender.start()
        back = b""
        while len(back) < len(data):
            back += connection.recv(1 << 16)
        sender.join()
    assert back == data
    assert host.adb("reverse", "--remove", "tcp:7777").returncode == 0
    assert host.adb("reverse", "--remove", "tcp:7777").returncode == 1
    assert host.adb("forward", "--remove", f"tcp:{port}").returncode == 0


def test_reverse_chooses_a_port(host: Any, echo_server: int) -> None:
    chosen = int(host.adb("reverse", "tcp:0", f"tcp:{echo_server}").stdout)
    assert f"tcp:{chosen} " in host.adb("reverse", "--list").stdout.decode()
    assert host.adb("reverse", "--remove-all").returncode == 0
    assert host.adb("reverse", "--list").stdout.strip() == b""


def test_port_nobody_listens_on_is_refused(host: Any) -> None:
    port = int(host.adb("forward", "tcp:0", "tcp:4").stdout)
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        assert connection.recv(1) == b""
    host.adb("forward", "--remove", f"tcp:{port}")


def test_logcat(host: Any) -> None:
    host.shell("logcat -c; log -p w -t Probe 你好; log -t Other x")
    assert re.search(
        r"^\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} +\d+ +\d+ W Probe   : 你好$",
        host.shell("logcat -d -s Probe"),
        re.MULTILINE,
    )
    assert host.shell("logcat -d -v raw -s Probe:W").splitlines()[-1] == "你好"


def test_logcat_streams_until_it_is_ended(host: Any) -> None:
    with subprocess.Popen(
        host.command("logcat", "-v", "raw", "-s", "Stream"), env=host.environment, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert b"beginning" in child.stdout.readline()
        host.shell("log -t Stream first")
        assert child.stdout.readline() == b"first\n"
        child.terminate()
    assert host.shell("echo alive") == "alive\n"


def test_many_shells_at_once(host: Any) -> None:
    with ThreadPoolExecutor(12) as pool:
        results = list(pool.map(lambda n: host.shell(f"sleep 0.2; echo {n}"), range(24)))
    assert results == [f"{n}\n" for n in range(24)]


def test_interactive_shell_reads_commands(host: Any) -> None:
    result = host.adb("shell", data=b"cd /data\npwd\nX=3\nif [ $X = 3 ]; then\necho three\nfi\nexit 5\n")
    assert result.stdout == b"/data\nthree\n"
    assert result.returncode == 5


def test_terminal_has_a_prompt_and_an_echo(host: Any) -> None:
    with subprocess.Popen(
        host.command("shell", "-t", "-t"), env=host.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stdout.read(len(b"virtual:/ $ ")) == b"virtual:/ $ "
        child.stdin.write(b"echo hx\x7fi\n")
        child.stdin.flush()
        wanted = b"echo hx\b \bi\r\nhi\r\nvirtual:/ $ "
        assert child.stdout.read(len(wanted)) == wanted
        child.stdin.write(b"\x04")
        child.stdin.close()
        assert child.wait(10) == 0


def test_killed_client_ends_its_command(host: Any) -> None:
    with subprocess.Popen(
        host.command("shell", "while true; do sleep 0.05; done"), env=host.environment
    ) as child:
        time.sleep(0.3)
        child.kill()
    assert host.shell("echo alive") == "alive\n"


def test_root_and_back(host: Any) -> None:
    assert b"restarting adbd as root" in host.adb("root").stdout
    assert host.shell("id -u") == "0\n"
    assert b"already running as root" in host.adb("root").stdout
    assert host.adb("remount").returncode == 0
    assert host.shell("touch /system/x && rm /system/x && echo written") == "written\n"
    assert b"restarting adbd as non root" in host.adb("unroot").stdout
    end = time.monotonic() + 10
    while host.adb("shell", "id -u").stdout != b"2000\n":
        assert time.monotonic() < end
        time.sleep(0.1)


def test_reboot_drops_the_line_and_comes_back(host: Any) -> None:
    before = float(host.shell("cat /proc/uptime").split()[0])
    assert host.adb("reboot").returncode == 0
    end = time.monotonic() + 10
    while not (told := host.shell("cat /proc/uptime")) or float(told.split()[0]) >= before:
        assert time.monotonic() < end
        time.sleep(0.1)


def test_second_host_at_the_same_time(host: Any, phone_process: dict[str, Any]) -> None:
    from privaudit.virtual.adb.wire import (
        CNXN,
        HEADER,
        MAX_PAYLOAD,
        OKAY,
        OPEN,
        VERSION,
        WRTE,
        Header,
        Packet,
    )

    with socket.create_connection(("127.0.0.1", phone_process["adb_port"]), 5) as line:
        line.sendall(Packet(CNXN, VERSION, MAX_PAYLOAD, b"host::features=shell_v2").encode(checksum=True))
        file = line.makefile("rb")

        def packet() -> Packet:
            header = Header.decode(file.read(HEADER.size))
            return header.packet(file.read(header.length), checksum=False)

        assert packet().data.startswith(b"device::ro.product.name=privaudit_virtual;")
        line.sendall(Packet(OPEN, 9, 0, b"shell:echo second\0").encode(checksum=False))
        opened = packet()
        assert (opened.command, opened.arg1) == (OKAY, 9)
        written = packet()
        assert (written.command, written.data) == (WRTE, b"second\n")
        line.sendall(Packet(OPEN, 10, 0, b"nosuchservice:\0").encode(checksum=False))
        file.close()
    assert host.shell("echo first") == "first\n"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(garbage=st.binary(max_size=400))
def test_garbage_on_the_port_harms_nobody(host: Any, phone_process: dict[str, Any], garbage: bytes) -> None:
    with socket.create_connection(("127.0.0.1", phone_process["adb_port"]), 5) as line:
        line.sendall(garbage)
    assert host.shell("echo alive") == "alive\n"
