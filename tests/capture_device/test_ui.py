from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.capture_device.fake_phone import PNG, FakePhone

from privaudit.capture.device import Device
from privaudit.capture.ui import DEPTH_LIMIT, Screen, parse_ui
from privaudit.errors import DeviceError
from privaudit.model.ui import Bounds

HEAD = b"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>"
DUMP = HEAD + (
    b'<hierarchy rotation="1"><node index="0" text="" resource-id="" class="android.widget.FrameLayout" '
    b'package="com.a" content-desc="" checkable="false" checked="false" clickable="false" enabled="true" '
    b'focusable="false" focused="false" scrollable="false" long-clickable="false" password="false" '
    b'selected="false" visible-to-user="true" bounds="[0,0][1080,2280]">'
    b'<node index="0" text="\xe5\x90\x8c\xe6\x84\x8f &amp; &#128512;" resource-id="com.a:id/agree" hint="h" '
    b'class="android.widget.Button" clickable="true" bounds="[10,-20][110,80]" NAF="true" />'
    b"</node></hierarchy>"
)


def test_a_tree_is_read() -> None:
    dump = parse_ui(DUMP)
    assert dump.problems == ()
    assert dump.tree.rotation == 1
    (root,) = dump.tree.roots
    (button,) = root.children
    assert button.text == "同意 & 😀"
    assert (button.resource_id, button.hint, button.clickable, button.enabled) == (
        "com.a:id/agree", "h", True, True,
    )  # fmt: skip
    assert button.bounds == Bounds(10, -20, 110, 80)
    assert dump.tree.packages == {"com.a"}


def test_emoji_as_two_halves_and_forbidden_characters() -> None:
    data = DUMP.replace(b"&#128512;", b"&#55357;&#56832;|&#0;|&#xD800;|&#x1F600;")
    dump = parse_ui(data)
    assert dump.tree.texts == ("同意 & 😀|\ufffd|\ufffd|😀",)
    assert dump.problems == ("character 0x0 is not allowed in XML", "character 0xd800 is not allowed in XML")


def test_what_is_not_understood_is_a_problem() -> None:
    data = DUMP.replace(b'bounds="[10,-20][110,80]"', b'bounds="here"').replace(
        b"<node index", b"<odd/><node index", 1
    )
    dump = parse_ui(data.replace(b'clickable="true"', b'clickable="yes"'))
    assert [problem.split(" ")[0] for problem in dump.problems] == [
        "element",
        "clickable='yes'",
        "bounds='here'",
    ]
    assert dump.tree.texts == ("同意 & 😀",)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (HEAD + b'<!DOCTYPE x [<!ENTITY a "b">]><hierarchy>&a;</hierarchy>', "document type"),
        (HEAD + b"<hierarchy>" + b"<node>" * (DEPTH_LIMIT + 1), "levels"),
        (HEAD + b"<hierarchy>" + b"<node/>" * 50_001 + b"</hierarchy>", "elements"),
        (HEAD + b"<hierarchy><node></hierarchy>", "not well-formed"),
        (b"", "not well-formed"),
        (b"x" * (8 * 1024 * 1024 + 1), "longer than"),
    ],
    ids=["entity", "deep", "many", "broken", "empty", "long"],
)
def test_hostile_trees_are_refused(data: bytes, message: str) -> None:
    start = time.monotonic()
    with pytest.raises(DeviceError, match=message):
        parse_ui(data)
    assert time.monotonic() - start < 5


@given(st.lists(st.one_of(st.sampled_from([DUMP[i : i + 40] for i in range(0, len(DUMP), 40)]), st.binary())))
@settings(max_examples=200, deadline=None)
def test_anything_is_read_or_refused(parts: list[bytes]) -> None:
    try:
        parse_ui(HEAD + b"".join(parts))
    except DeviceError:
        return


def test_dump_to_the_terminal(device: Device, phone: FakePhone) -> None:
    phone.raw["uiautomator dump /dev/tty"] = DUMP + b"UI hierchary dumped to: /dev/tty\n"
    assert len(Screen(device).dump().tree.roots) == 1


def _dump_to_file(phone: FakePhone) -> None:
    def dump(command: str) -> tuple[int, str]:
        phone.files[command.split(" ")[2]] = DUMP
        return 0, "UI hierchary dumped to: a file\n"

    phone.call("^uiautomator dump /data", dump)


def test_dump_to_a_file_where_there_is_no_terminal(device: Device, phone: FakePhone) -> None:
    phone.raw["uiautomator dump /dev/tty"] = b"java.io.FileNotFoundException: /dev/tty\n"
    _dump_to_file(phone)
    assert len(Screen(device).dump().tree.roots) == 1
    assert phone.files == {}


def test_dump_of_an_old_phone(device: Device, phone: FakePhone) -> None:
    phone.features = ""
    phone.properties["ro.build.version.sdk"] = "19"
    _dump_to_file(phone)
    assert len(Screen(device).dump().tree.roots) == 1


def test_a_screen_that_never_rests(device: Device, phone: FakePhone) -> None:
    phone.raw["uiautomator dump /dev/tty"] = b"ERROR: could not get idle state.\n"
    with pytest.raises(DeviceError, match="could not get idle state") as caught:
        Screen(device).dump()
    assert "animation" in caught.value.hint


def test_screenshots(device: Device, phone: FakePhone) -> None:
    phone.raw["screencap -p"] = PNG
    assert Screen(device).screenshot() == PNG


def test_a_damaged_stream_is_taken_through_a_file(device: Device, phone: FakePhone) -> None:
    phone.raw["screencap -p"] = PNG.replace(b"\n", b"\r\n")

    def capture(command: str) -> tuple[int, str]:
        phone.files[command.split(" ")[2]] = PNG
        return 0, ""

    phone.call("^screencap -p /data", capture)
    assert Screen(device).screenshot() == PNG
    assert phone.files == {}


def test_a_damaged_screenshot_is_refused(device: Device, phone: FakePhone) -> None:
    def capture(command: str) -> tuple[int, str]:
        phone.files[command.split(" ")[2]] = PNG.replace(b"\n", b"\r\n")
        return 0, ""

    phone.call("^screencap -p /data", capture)
    with pytest.raises(DeviceError, match="line ends changed"):
        Screen(device).screenshot()


def test_no_screenshot(device: Device) -> None:
    with pytest.raises(DeviceError, match="gave no screenshot") as caught:
        Screen(device).screenshot()
    assert "FLAG_SECURE" in caught.value.hint
