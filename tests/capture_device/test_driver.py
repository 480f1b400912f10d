from __future__ import annotations

import base64
import shlex
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.capture_device.fake_phone import PNG, FakePhone

from privaudit.capture.device import Device
from privaudit.capture.driver import Driver
from privaudit.capture.keyboard import KEYS, input_pieces
from privaudit.capture.undo import Undo
from privaudit.errors import DeviceError
from privaudit.model.event import Event, Note
from privaudit.model.stage import Key, Stage

PACKAGE = "com.example.bank"


class Kept:
    """What the session hands in, written down."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.artefacts: dict[str, bytes] = {}
        self.launched: list[tuple[str, bool, dict[str, str]]] = []

    def keep(self, data: bytes, *, media_type: str, name: str) -> str:
        self.artefacts[f"{name} {media_type}"] = data
        return "f" * 64

    def ask(self, question: str, choices: tuple[str, ...] = ()) -> str:
        return f"{question}{choices}"

    def launch(self, package: str, *, stop: bool, arguments: dict[str, str]) -> None:
        self.launched.append((package, stop, arguments))


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def undo() -> Undo:
    return Undo()


@pytest.fixture
def held(device: Device, kept: Kept, undo: Undo) -> Driver:
    """A driver whose audited app is started by a launcher."""
    return Driver(
        device,
        PACKAGE,
        emit=kept.events.append,
        keep=kept.keep,
        ask=kept.ask,
        undo=undo,
        launcher=kept.launch,
    )


@pytest.fixture
def driver(device: Device, phone: FakePhone, kept: Kept, undo: Undo) -> Driver:
    phone.on("^(input|am|settings|pm|cmd|wm|ime|appops|mkdir|ls|content|monkey|rm) ")
    phone.on("^cmd package resolve-activity", f"priority=0 preferredOrder=0\n{PACKAGE}/.MainActivity\n")
    return Driver(device, PACKAGE, emit=kept.events.append, keep=kept.keep, ask=kept.ask, undo=undo)


def _is_a_stage(driver: Driver) -> Stage:
    return driver


def test_it_is_a_stage(driver: Driver, kept: Kept) -> None:
    stage = _is_a_stage(driver)
    assert stage.package == PACKAGE
    assert abs(stage.now_ns() - time.time_ns()) < 1_000_000_000
    stage.emit(Note(at=1, seen=1, topic="t", text="x"))
    assert len(kept.events) == 1
    assert stage.keep(b"x", media_type="image/png", name="a") == "f" * 64
    assert stage.ask("好?", ("是",)) == "好?('是',)"


def test_touches_and_keys(driver: Driver, phone: FakePhone) -> None:
    driver.tap(1, 2)
    driver.press(3, 4, 500)
    driver.swipe(1, 2, 3, 4, 250)
    driver.key("home")
    assert phone.ran[-4:] == [
        "input tap 1 2", "input swipe 3 4 3 4 500", "input swipe 1 2 3 4 250", "input keyevent KEYCODE_HOME",
    ]  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_every_key_of_the_contract_has_a_code(driver: Driver, phone: FakePhone, key: Key) -> None:
    driver.key(key)
    assert phone.ran[-1].startswith("input keyevent KEYCODE_")


def test_a_phone_that_forbids_injected_input(driver: Driver, phone: FakePhone) -> None:
    phone.on("^input tap", "java.lang.SecurityException: requires INJECT_EVENTS permission\n")
    with pytest.raises(DeviceError, match="refused `input tap`") as caught:
        driver.tap(1, 2)
    assert "Security settings" in caught.value.hint


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=260))
@settings(max_examples=200)
def test_pieces_of_text_arrive_as_they_were(text: str) -> None:
    typed = ""
    for piece in input_pieces(text):
        # As android's Input.sendText reads it: `%s` is a space.
        typed += piece.replace("%s", " ")
    assert typed == text


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_typed_text_is_quoted_for_the_shell(driver: Driver, phone: FakePhone, text: str) -> None:
    phone.ran.clear()
    driver.type_text(text)
    words = [shlex.split(command) for command in phone.ran]
    assert all(word[:2] == ["input", "text"] and len(word) == 3 for word in words)
    assert "".join(word[2].replace("%s", " ") for word in words) == text


def test_line_ends_and_tabs_are_keys(driver: Driver, phone: FakePhone) -> None:
    driver.type_text("a\tb\r\nc\nd")
    assert [command.rpartition(" ")[2] for command in phone.ran[-7:]] == [
        "a", "KEYCODE_TAB", "b", "KEYCODE_ENTER", "c", "KEYCODE_ENTER", "d",
    ]  # fmt: skip


def test_chinese_without_an_input_method_names_the_remedy(driver: Driver) -> None:
    with pytest.raises(DeviceError, match="US keyboard") as caught:
        driver.type_text("你好")
    assert "ADBKeyBoard" in caught.value.hint


def test_chinese_through_an_input_method(driver: Driver, phone: FakePhone, undo: Undo) -> None:
    phone.on("^ime list -a -s", "com.other/.Ime\ncom.android.adbkeyboard/.AdbIME\n")
    phone.on("^ime list -s", "com.other/.Ime\n")
    phone.on("^settings get secure default_input_method", "com.other/.Ime\n")
    driver.type_text("你 好")
    encoded = base64.b64encode("你 好".encode()).decode()
    assert phone.ran[-1] == f"am broadcast -a ADB_INPUT_B64 --es msg {encoded}"
    assert undo.run() == ()
    assert phone.ran[-2:] == ["ime set com.other/.Ime", "ime disable com.android.adbkeyboard/.AdbIME"]


def test_the_virtual_device_takes_any_text(driver: Driver, phone: FakePhone) -> None:
    phone.properties["ro.privaudit.virtual"] = "1"
    driver.device.properties(fresh=True)
    driver.type_text("你 好")
    assert phone.ran[-1] == "input text '你%s好'"


def test_launch_goes_through_the_launcher_for_the_audited_app(
    held: Driver, phone: FakePhone, kept: Kept
) -> None:
    phone.on("^am ")
    held.launch(PACKAGE, stop=True, arguments={"a": "b"})
    assert kept.launched == [(PACKAGE, True, {"a": "b"})]
    phone.on("^cmd package resolve-activity", "com.other/.Main\n")
    held.launch("com.other", stop=False, arguments={})
    assert phone.ran[-1].startswith("am start -n com.other/.Main -a android.intent.action.MAIN")


def test_plain_launch_with_arguments_that_need_quoting(driver: Driver, phone: FakePhone) -> None:
    driver.launch(PACKAGE, stop=True, arguments={"k v": "$(id); 'x'"})
    assert f"am force-stop {PACKAGE}" in phone.ran
    assert shlex.split(phone.ran[-1])[-3:] == ["--es", "k v", "$(id); 'x'"]


def test_a_refused_start(driver: Driver, phone: FakePhone) -> None:
    phone.on("^am start", "Starting: Intent\nError: Activity class {x} does not exist.\n")
    with pytest.raises(DeviceError, match="does not exist"):
        driver.launch(PACKAGE, stop=False, arguments={})


def test_an_app_without_a_launcher_activity(driver: Driver, phone: FakePhone) -> None:
    phone.on("^cmd package resolve-activity", "No activity found\n")
    phone.on("^monkey", "** No activities found to run, monkey aborted.\n", code=252)
    with pytest.raises(DeviceError, match="no launcher activity"):
        driver.launch("com.other", stop=False, arguments={})
    with pytest.raises(DeviceError, match="take arguments"):
        driver.launch("com.other", stop=False, arguments={"a": "b"})


def test_to_the_front_without_a_restart_while_it_runs(driver: Driver, phone: FakePhone) -> None:
    phone.on(r"^\(dumpsys", f"--processes--\n 12 {PACKAGE}\n")
    driver.foreground()
    assert phone.ran[-1].startswith(f"am start -n {PACKAGE}/.MainActivity")
    assert phone.ran[-1].endswith("-f 0x10200000")
    assert not any("force-stop" in command for command in phone.ran)


def test_to_the_front_starts_it_under_watch_when_it_is_gone(
    held: Driver, phone: FakePhone, kept: Kept
) -> None:
    phone.on(r"^\(dumpsys", "--processes--\n")
    held.foreground()
    assert kept.launched == [(PACKAGE, False, {})]


def test_clear_also_resets_permissions_a_rom_leaves(driver: Driver, phone: FakePhone) -> None:
    phone.on("^pm clear", "Success\n")
    phone.on(
        "^dumpsys package",
        f"Packages:\n  Package [{PACKAGE}] (1):\n    User 0: x\n      runtime permissions:\n"
        "        p.LEFT: granted=true, flags=[ USER_SET]\n        p.GONE: granted=false\n"
        "        p.FIXED: granted=true, flags=[ SYSTEM_FIXED]\n",
    )
    driver.clear(PACKAGE)
    assert [command for command in phone.ran if "revoke" in command] == [f"pm revoke {PACKAGE} p.LEFT"]
    assert driver.permissions(PACKAGE) == {"p.LEFT": True, "p.GONE": False, "p.FIXED": True}
    phone.on("^pm clear", "Failed\n")
    with pytest.raises(DeviceError, match="was not deleted: Failed"):
        driver.clear(PACKAGE)


def test_permissions_that_cannot_be_changed(driver: Driver, phone: FakePhone) -> None:
    driver.grant(PACKAGE, "android.permission.CAMERA")
    assert phone.ran[-1] == f"pm grant {PACKAGE} android.permission.CAMERA"
    phone.on(
        "^pm revoke",
        "Exception occurred while executing 'revoke':\njava.lang.SecurityException: x\n",
        code=255,
    )
    with pytest.raises(DeviceError, match="did not revoke"):
        driver.revoke(PACKAGE, "android.permission.CAMERA")


def test_an_android_without_run_time_permissions(driver: Driver, phone: FakePhone) -> None:
    phone.properties["ro.build.version.sdk"] = "22"
    driver.device.properties(fresh=True)
    with pytest.raises(DeviceError, match="no run-time permissions"):
        driver.grant(PACKAGE, "x")


def _screen(phone: FakePhone, *, on: bool, locked: bool = False) -> Callable[[str], tuple[int, str]]:
    state = {"on": on, "locked": locked}

    def key(command: str) -> tuple[int, str]:
        state["on"] = "WAKEUP" in command
        return 0, ""

    def unlock(_: str) -> tuple[int, str]:
        state["locked"] = False
        return 0, ""

    phone.call("^input keyevent", key)
    phone.call("^wm dismiss-keyguard", unlock)

    def front(_: str) -> tuple[int, str]:
        word = "Awake" if state["on"] else "Asleep"
        return 0, f"mWakefulness={word}\nmKeyguardShowing={'true' if state['locked'] else 'false'}\n"

    phone.call(r"^\(dumpsys", front)
    return front


def test_screen_off_and_on_again(driver: Driver, phone: FakePhone) -> None:
    front = _screen(phone, on=True, locked=True)
    driver.screen(on=False)
    assert "Asleep" in front("")[1]
    driver.screen(on=True)
    assert front("")[1] == "mWakefulness=Awake\nmKeyguardShowing=false\n"
    ran = len(phone.ran)
    driver.screen(on=True)
    assert not any("keyevent" in command for command in phone.ran[ran:])


def test_size_follows_the_rotation(driver: Driver, phone: FakePhone) -> None:
    phone.on(
        "^dumpsys window displays",
        "    init=1080x2280 440dpi cur=2280x1080 app=1\nPhysical size: 1080x2280\n",
    )
    assert driver.size() == (2280, 1080)
    phone.on("^dumpsys window displays", "Physical size: 1080x2280\nOverride size: 720x1280\n")
    assert driver.size() == (720, 1280)
    phone.on("^dumpsys window displays", "nothing\n")
    with pytest.raises(DeviceError, match="size"):
        driver.size()


def test_the_tree_and_what_was_not_understood(driver: Driver, phone: FakePhone, kept: Kept) -> None:
    phone.raw["uiautomator dump /dev/tty"] = (
        b'<?xml version="1.0"?><hierarchy rotation="0"><odd/></hierarchy>'
    )
    phone.raw["screencap -p"] = PNG
    driver.ui()
    driver.ui()
    assert [event.text for event in kept.events if isinstance(event, Note)] == ["element <odd> is not known"]
    assert driver.screenshot() == PNG


def test_links_are_quoted(driver: Driver, phone: FakePhone) -> None:
    driver.open_link("https://a.example/?q=1&r=$(reboot) x")
    assert shlex.split(phone.ran[-1])[-1] == "https://a.example/?q=1&r=$(reboot) x"


def test_a_sleep_ends_when_the_run_is_stopped(device: Device, kept: Kept, undo: Undo) -> None:
    stopping = threading.Event()
    driver = Driver(
        device, PACKAGE, emit=kept.events.append, keep=kept.keep, ask=kept.ask, undo=undo, stopping=stopping
    )
    driver.sleep(1)
    threading.Timer(0.1, stopping.set).start()
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        driver.sleep(10_000)
    assert time.monotonic() - start < 2


def test_location_and_back(driver: Driver, phone: FakePhone, undo: Undo) -> None:
    phone.on("^appops get", "MOCK_LOCATION: deny\n")
    driver.set_location(31.2304, 121.4737)
    driver.set_location(-1.5, 2)
    assert phone.ran[-1].endswith("set-test-provider-location network --location -1.5000000,2.0000000")
    assert sum("add-test-provider gps" in command for command in phone.ran) == 1
    assert undo.run() == ()
    assert phone.ran[-1] == "appops set com.android.shell android:mock_location deny"
    with pytest.raises(DeviceError, match="no place on earth"):
        driver.set_location(91, 0)
    phone.properties["ro.build.version.sdk"] = "29"
    driver.device.properties(fresh=True)
    with pytest.raises(DeviceError, match="cannot set a location"):
        driver.set_location(1, 1)


def test_airplane_mode_and_back(driver: Driver, phone: FakePhone, undo: Undo) -> None:
    state = {"on": "0"}

    def switch(command: str) -> tuple[int, str]:
        state["on"] = "1" if command.endswith("enable") else "0"
        return 0, ""

    phone.call("^cmd connectivity airplane-mode", switch)
    phone.call("^settings get global airplane_mode_on", lambda _: (0, state["on"] + "\n"))
    assert not driver.airplane_mode()
    driver.set_airplane_mode(on=True)
    assert driver.airplane_mode()
    assert undo.run() == ()
    assert not driver.airplane_mode()


def test_pictures_come_and_go(driver: Driver, phone: FakePhone, undo: Undo, tmp_path: Path) -> None:
    picture = tmp_path / "身份证 $(x).png"
    picture.write_bytes(PNG)
    driver.add_media((str(picture),))
    (path,) = phone.files
    assert phone.files[path] == PNG
    assert path.startswith("/sdcard/Pictures/privaudit-")
    assert any("scan_file" in command for command in phone.ran)
    assert undo.run() == ()
    assert any(command.startswith("rm -rf /sdcard/Pictures/privaudit-") for command in phone.ran)
    with pytest.raises(DeviceError, match="no such file"):
        driver.add_media((str(tmp_path / "none.png"),))
