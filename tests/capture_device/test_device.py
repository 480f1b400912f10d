from __future__ import annotations

import hashlib
import subprocess
import threading
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.capture_device.fake_phone import FakePhone, FakeServer

from privaudit.capture.adb_server import AdbServer
from privaudit.capture.adb_wire import DeviceGoneError, explained, run_v2
from privaudit.capture.device import Device, check_package, parse_properties, quoted
from privaudit.capture.device_list import list_devices
from privaudit.errors import DeviceError

TEXTS = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=60)


@given(st.lists(TEXTS, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_survives_a_real_shell(args: list[str]) -> None:
    line = quoted(["printf", "%s\\0", *args])
    out = subprocess.run(["/bin/sh", "-c", line], capture_output=True, check=True, timeout=20).stdout
    assert out.decode().split("\0")[:-1] == args


@pytest.mark.parametrize("bad", ["a\0b", "\ud800"])
def test_what_no_command_can_carry_is_refused(bad: str) -> None:
    with pytest.raises(DeviceError, match="no command can carry"):
        quoted(["echo", bad])


@pytest.mark.parametrize("bad", ["", "-f", "a b", "a;b", "com.x$(id)", "..", "com..x", "1com.x", "包.名"])
def test_no_package_name(bad: str) -> None:
    with pytest.raises(DeviceError, match="not a package name"):
        check_package(bad)


def test_info(device: Device) -> None:
    info = device.info()
    assert (info.model, info.manufacturer, info.android, info.api_level) == ("Model X", "Maker", "13", 33)
    assert not info.virtual
    assert info.abi == "arm64-v8a"


def test_properties_with_line_ends_in_a_value() -> None:
    text = "[a.b]: [1]\n[note]: [one\ntwo]\n[empty]: []\n\n[c]: [x]y]\n"
    assert parse_properties(text) == {"a.b": "1", "note": "one\ntwo", "empty": "", "c": "x]y"}


def test_exit_codes_and_both_outputs(device: Device, phone: FakePhone) -> None:
    phone.on("^good$", "yes\n")
    phone.on("^bad$", "no\n", code=3)
    assert device.shell(["good"]).out == "yes\n"
    result = device.shell(["bad"])
    assert (result.code, result.out, result.err) == (3, "", "no\n")
    with pytest.raises(DeviceError, match="`bad` ended with 3: no"):
        result.check()


def test_old_phone_without_shell_v2(server: AdbServer, phone: FakePhone) -> None:
    phone.features = ""
    phone.on("^bad$", "one\ntwo\n", code=3)
    result = Device(server, phone.serial).shell(["bad"])
    assert (result.code, result.out, result.err) == (3, "one\ntwo\n", "")


def test_a_phone_that_never_answers_is_an_error_in_time(device: Device, phone: FakePhone) -> None:
    phone.behaviour = "silent"
    start = time.monotonic()
    with pytest.raises(DeviceError, match="did not answer in time to `id`"):
        device.shell(["id"], timeout=0.3)
    assert time.monotonic() - start < 2


def test_a_phone_cut_off_amid_an_answer_is_gone(device: Device, phone: FakePhone) -> None:
    phone.behaviour = "cut"
    with pytest.raises(DeviceGoneError, match="broke"):
        device.shell(["id"])


def test_a_phone_that_floods_is_stopped(device: Device, phone: FakePhone) -> None:
    phone.behaviour = "flood"
    with pytest.raises(DeviceError, match="more than 1000000 bytes"), explained("FAKE01", "flood"):
        run_v2(device._link, "yes", timeout=20, limit=1_000_000)


def test_a_vanished_phone_is_one_clear_error(device: Device, phone: FakePhone) -> None:
    phone.state = "absent"
    with pytest.raises(DeviceGoneError, match="FAKE01 is gone") as caught:
        device.shell(["id"])
    assert caught.value.hint


def test_a_vanished_server_is_one_clear_error(phone: FakePhone) -> None:
    fake = FakeServer(phone)
    device = Device.connect(AdbServer.existing("127.0.0.1", fake.port), phone.serial)
    fake.stop()
    with pytest.raises(DeviceGoneError):
        device.shell(["id"])


@pytest.mark.parametrize(
    ("state", "hint"),
    [
        ("unauthorized", "accept its dialog"),
        ("offline", "unplug"),
        ("no permissions", "udev"),
        ("recovery", "start"),
    ],
)
def test_the_list_says_why_a_phone_cannot_be_used(
    server: AdbServer, phone: FakePhone, state: str, hint: str
) -> None:
    phone.state = state
    (listed,) = list_devices(server)
    assert not listed.usable
    assert hint in listed.reason
    with pytest.raises(DeviceError, match="FAKE01"):
        Device.connect(server, phone.serial, timeout=0.2)
    with pytest.raises(DeviceError, match="no phone can be used"):
        Device.connect(server)


def test_the_only_phone_is_chosen(server: AdbServer) -> None:
    assert list_devices(server)[0].model == "Model X"
    assert Device.connect(server).serial == "FAKE01"


@pytest.mark.parametrize("before", ["absent", "offline"])
def test_a_phone_at_an_address_is_connected_to(server: AdbServer, phone: FakePhone, before: str) -> None:
    phone.serial, phone.state = "10.0.0.7:5555", before
    phone.on("^id$", "uid=2000(shell)\n")
    assert Device.connect(server, phone.serial).uid() == 2000


def test_an_address_where_no_phone_answers(server: AdbServer, phone: FakePhone) -> None:
    phone.serial, phone.state, phone.state_after_connect = "10.0.0.7:5555", "absent", "absent"
    with pytest.raises(DeviceError, match=r"could not connect to 10\.0\.0\.7:5555: failed") as caught:
        Device.connect(server, phone.serial)
    assert "wireless debugging" in caught.value.hint


def test_an_older_adb_server(server: AdbServer, phone: FakePhone) -> None:
    phone.server_version = 39
    assert Device.connect(server, phone.serial).uid() == 2000


def test_files_there_and_back(device: Device, tmp_path: Path) -> None:
    data = bytes(range(256)) * 1000
    source = tmp_path / "a.bin"
    source.write_bytes(data)
    assert device.push(source, "/data/local/tmp/名 字") == len(data)
    assert device.exists("/data/local/tmp/名 字")
    assert not device.exists("/none")
    assert device.pull("/data/local/tmp/名 字") == data
    with pytest.raises(DeviceError, match="No such file"):
        device.pull("/none")
    with pytest.raises(DeviceError, match="at most 10 bytes"):
        device.pull("/data/local/tmp/名 字", limit=10)
    with pytest.raises(FileNotFoundError):
        device.push(tmp_path / "missing", "/x")


def test_app_with_its_hash_computed_on_either_side(device: Device, phone: FakePhone) -> None:
    phone.on(
        "^dumpsys package com.a$",
        "Packages:\n  Package [com.a] (1):\n    userId=10001\n    versionName=2 b\n",
    )
    phone.on("^pm path com.a$", "package:/data/app/x/split.apk\npackage:/data/app/x/base.apk\n")
    phone.files["/data/app/x/base.apk"] = b"apk"
    expected = hashlib.sha256(b"apk").hexdigest()
    app = device.app("com.a")
    assert (app.uid, app.version_name, app.sha256) == (10001, "2 b", expected)
    phone.on("^sha256sum", "f" * 64 + "  /data/app/x/base.apk\n")
    assert device.app("com.a").sha256 == "f" * 64


def test_app_that_is_not_there(device: Device, phone: FakePhone) -> None:
    phone.on("^dumpsys package", "Queries:\n")
    with pytest.raises(DeviceError, match=r"com\.a is not installed"):
        device.app("com.a")


def test_install_and_uninstall(device: Device, phone: FakePhone) -> None:
    phone.on("^pm install", "Success\n")
    device.install(b"apk")
    assert not phone.files
    phone.on("^pm install", "Failure [INSTALL_FAILED_VERSION_DOWNGRADE: older]\n", code=1)
    with pytest.raises(DeviceError, match="DOWNGRADE") as caught:
        device.install(b"apk")
    assert "uninstall the app" in caught.value.hint
    assert not phone.files
    phone.on("^pm uninstall", "Failure [not installed]\n")
    with pytest.raises(DeviceError, match="was not removed"):
        device.uninstall("com.a")


def test_tunnels_are_remembered_and_taken_back(device: Device, phone: FakePhone) -> None:
    assert device.forward(27042) == 4321
    device.reverse(8888, 5555)
    assert phone.tunnels == {"tcp:4321": "tcp:27042", "reverse tcp:8888": "tcp:5555"}
    device.close()
    assert phone.tunnels == {}
    device.close()


def test_tunnels_gone_already_are_no_error(device: Device, phone: FakePhone) -> None:
    device.forward(27042)
    device.reverse(8888, 5555)
    phone.tunnels.clear()
    device.close()
    device.forward(1)
    phone.state = "absent"
    device.close()


def test_root_and_back(device: Device, phone: FakePhone) -> None:
    device.reverse(8888, 5555)
    phone.tunnels.clear()
    assert device.root() == "adb"
    assert phone.tunnels == {"reverse tcp:8888": "tcp:5555"}
    assert device.root() == "was_root"
    device.unroot()
    assert phone.uid == 2000


def test_root_through_su(device: Device, phone: FakePhone) -> None:
    phone.root_allowed = False
    with pytest.raises(DeviceError, match="cannot be root: adbd cannot run as root"):
        device.root()
    phone.on("^su -c id$", "uid=0(root)\n")
    assert device.root() == "su"
    phone.on("^su -c ", "done\n")
    device.shell(["cp", "a b", "c"], root=True)
    assert phone.ran[-1] == """su -c 'cp '"'"'a b'"'"' c'"""


def test_commands_from_two_threads(device: Device, phone: FakePhone) -> None:
    phone.call("^n ", lambda command: (0, command))
    results: list[str] = []
    threads = [
        threading.Thread(target=lambda n=n: results.append(device.shell(["n", str(n)]).out)) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [f"n {n}" for n in range(8)]
