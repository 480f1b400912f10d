"""Activities, permissions, AppOps and the screen, with a launcher that only takes notes."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from privaudit.virtual.manifest import InstallError
from privaudit.virtual.permissions import P
from privaudit.virtual.state import VirtualPhone

PACKAGE = "com.example.small"
MAIN = f"{PACKAGE}.Main"
SECOND = f"{PACKAGE}.Second"
FINE = P + "ACCESS_FINE_LOCATION"
COARSE = P + "ACCESS_COARSE_LOCATION"


class App:
    """Stands where the zygote does: an app that answers every event as Android's own classes would."""

    def __init__(self, phone: VirtualPhone) -> None:
        self.phone = phone
        self.seen: list[tuple[Any, ...]] = []
        self.pids: dict[int, str] = {}
        self.tree: dict[str, Any] = {"cls": "android.widget.LinearLayout", "children": []}

    def start(
        self,
        package: str,
        process_name: str,
        activity: str | None,
        service: str | None,
        extras: dict[str, str],
    ) -> int:
        pid = 5000 + len(self.pids)
        self.pids[pid] = package
        self.seen.append(("start", process_name, activity or service, extras))
        self.phone.processes.attached(pid, package, process_name)
        if activity:
            self._resume(pid, activity)
        return pid

    def _resume(self, pid: int, activity: str) -> None:
        self.phone.jobs.post(lambda: self.phone.activities.resumed(pid, self.pids[pid], activity))
        self.phone.jobs.post(lambda: self.phone.ui.set_content(pid, self.pids[pid], activity, self.tree))

    def deliver(self, pid: int, event: dict[str, Any]) -> None:
        what = event["event"]
        self.seen.append(
            (
                what,
                event.get("state") or event.get("id") or event.get("permissions") or "",
                event.get("activity", ""),
            )
        )
        activities, package = self.phone.activities, self.pids[pid]
        if what == "start":
            self._resume(pid, event["activity"])
        elif what == "lifecycle":
            states = {"pause": activities.paused, "stop": activities.stopped, "resume": activities.resumed}
            if event["state"] in states:
                states[event["state"]](pid, package, event["activity"])
        elif what == "back":
            activities.finished(pid, package, activities.front().name)

    def kill(self, pid: int) -> None:
        self.phone.processes.gone(pid)

    def killall(self, package: str) -> None:
        for pid in [p for p, name in self.pids.items() if name == package]:
            self.phone.processes.gone(pid)


@pytest.fixture
def app(phone: VirtualPhone, make_apk: Callable[[int], bytes]) -> App:
    phone.packages.install(make_apk(1))
    made = App(phone)
    phone.launcher = made
    return made


Run = Callable[..., tuple[int, str]]


def settle(phone: VirtualPhone) -> None:
    assert phone.jobs.wait_quiet(5)


def launch(phone: VirtualPhone) -> int:
    package = phone.packages.get(PACKAGE)
    assert package is not None
    phone.ui.launch(package)
    settle(phone)
    pid = phone.activities.front().pid
    assert pid is not None
    return pid


def nodes(run: Run) -> dict[str, tuple[int, int]]:
    """Return the middle of every element with an id, by the last part of the id."""
    status, text = run("uiautomator dump /dev/tty")
    assert status == 0
    root = ET.fromstring(text[: text.rindex(">", 0, text.rindex("UI hierchary")) + 1])
    found: dict[str, tuple[int, int]] = {}
    for node in root.iter("node"):
        left, top, right, bottom = map(int, re.findall(r"\d+", node.get("bounds", "")))
        found[node.get("resource-id", "").rpartition("/")[2] or node.get("text", "")] = (
            (left + right) // 2,
            (top + bottom) // 2,
        )
    return found


def test_home_pauses_then_stops_and_coming_back_resumes(phone: VirtualPhone, app: App, run: Run) -> None:
    launch(phone)
    assert phone.uid_state(PACKAGE) == "top"
    app.seen.clear()
    run("input keyevent KEYCODE_HOME")
    settle(phone)
    assert app.seen == [("lifecycle", "pause", MAIN), ("lifecycle", "stop", MAIN)]
    assert phone.uid_state(PACKAGE) == "cch"
    app.seen.clear()
    assert "its current task has been brought to the front" in run(f"am start -n {PACKAGE}/.Main")[1]
    settle(phone)
    assert app.seen == [("lifecycle", "resume", MAIN)]
    assert "delivered to currently running top-most instance" in run(f"am start -n {PACKAGE}/.Main")[1]


def test_back_finishes_and_shows_what_is_below(phone: VirtualPhone, app: App, run: Run) -> None:
    pid = launch(phone)
    phone.activities.start(PACKAGE, SECOND, caller=pid)
    settle(phone)
    assert [e for e in app.seen if e[0] != "start"][:1] == [("lifecycle", "pause", MAIN)]
    assert ("lifecycle", "stop", MAIN) in app.seen
    app.seen.clear()
    run("input keyevent 4")
    settle(phone)
    assert app.seen == [("back", "", ""), ("lifecycle", "resume", MAIN), ("lifecycle", "destroy", SECOND)]
    run("input keyevent BACK")
    settle(phone)
    assert phone.activities.front() is phone.activities.home


def test_screen_off_and_on(phone: VirtualPhone, app: App, run: Run) -> None:
    launch(phone)
    app.seen.clear()
    run("input keyevent SLEEP")
    settle(phone)
    assert phone.uid_state(PACKAGE) == "bg"
    assert "mWakefulness=Asleep" in run("dumpsys power")[1]
    assert "null root node" in run("uiautomator dump")[1]
    run("input keyevent WAKEUP")
    settle(phone)
    assert app.seen == [
        ("lifecycle", "pause", MAIN),
        ("lifecycle", "stop", MAIN),
        ("lifecycle", "resume", MAIN),
    ]


def test_force_stop_and_death(phone: VirtualPhone, app: App, run: Run) -> None:
    pid = launch(phone)
    assert run(f"pidof {PACKAGE}") == (0, f"{pid}\n")
    assert run(f"am force-stop {PACKAGE}") == (0, "")
    settle(phone)
    assert run(f"pidof {PACKAGE}") == (1, "")
    assert phone.activities.front() is phone.activities.home
    pid = launch(phone)
    app.kill(pid)
    settle(phone)
    assert phone.activities.front() is phone.activities.home


def test_restart_ends_apps_and_keeps_what_is_stored(phone: VirtualPhone, app: App, run: Run) -> None:
    launch(phone)
    run("echo kept > /sdcard/Download/kept; settings put global kept 1; reboot")
    settle(phone)
    assert run("pidof com.example.small; cat /sdcard/Download/kept; settings get global kept") == (
        0,
        "kept\n1\n",
    )
    assert phone.activities.front() is phone.activities.home
    assert app.pids


def test_wait_says_how_the_start_went(app: App, run: Run) -> None:
    told = run(f"am start -W -n {PACKAGE}/.Main --es key value")[1]
    assert told.startswith(
        f"Starting: Intent {{ cmp={PACKAGE}/.Main (has extras) }}\nStatus: ok\nLaunchState: COLD\n"
        f"Activity: {PACKAGE}/.Main\n"
    )
    assert app.seen[0] == ("start", PACKAGE, MAIN, {"key": "value"})
    assert "topResumedActivity=ActivityRecord{" in run("dumpsys activity activities")[1]
    assert "mCurrentFocus=Window{" in run("dumpsys window")[1]


def test_services_keep_a_package_from_being_cached(phone: VirtualPhone, app: App, run: Run) -> None:
    assert run(f"am startservice -n {PACKAGE}/.Push")[0] == 0
    assert app.seen == [("start", f"{PACKAGE}:push", f"{PACKAGE}.Push", {})]
    assert phone.uid_state(PACKAGE) == "bg"
    assert run(f"am start-foreground-service -n {PACKAGE}/.Push")[0] == 0
    assert phone.uid_state(PACKAGE) == "fgsvc"
    assert "Error: Not found; no service started." in run(f"am startservice -n {PACKAGE}/.No")[1]


def ask(phone: VirtualPhone, pid: int, *names: str) -> None:
    phone.ui.ask_permissions(pid, PACKAGE, list(names), 7)
    settle(phone)


def press(run: Run, phone: VirtualPhone, button: str) -> None:
    x, y = nodes(run)[button]
    assert run(f"input tap {x} {y}") == (0, "")
    settle(phone)


def flags(run: Run, permission: str) -> str:
    found = re.search(
        rf"{permission}: (granted=\w+, flags=\[ [^\]]*\])", run(f"dumpsys package {PACKAGE}")[1]
    )
    assert found is not None
    return found.group(1)


def test_permission_question_is_answered_by_taps(phone: VirtualPhone, app: App, run: Run) -> None:
    pid = launch(phone)
    app.seen.clear()
    ask(phone, pid, P + "CAMERA", P + "READ_CONTACTS")
    assert "com.android.permissioncontroller" in run("dumpsys activity activities | grep topResumed")[1]
    assert "要允许“小应用”访问您的通讯录吗？" in run("uiautomator dump /dev/tty")[1]
    press(run, phone, "permission_allow_button")
    assert "要允许“小应用”拍摄照片和录制视频吗？" in run("uiautomator dump /dev/tty")[1]
    press(run, phone, "permission_deny_button")
    assert app.seen == [
        ("lifecycle", "pause", MAIN),
        ("permissions", [P + "CAMERA", P + "READ_CONTACTS"], ""),
        ("lifecycle", "resume", MAIN),
    ]
    assert (
        flags(run, "READ_CONTACTS")
        == "granted=true, flags=[ USER_SET|USER_SENSITIVE_WHEN_GRANTED|USER_SENSITIVE_WHEN_DENIED]"
    )
    assert flags(run, "CAMERA").startswith("granted=false, flags=[ USER_SET|")
    assert phone.uid_state(PACKAGE) == "top"


def test_second_refusal_is_for_good(phone: VirtualPhone, app: App, run: Run) -> None:
    pid = launch(phone)
    ask(phone, pid, P + "CAMERA")
    press(run, phone, "permission_deny_button")
    ask(phone, pid, P + "CAMERA")
    press(run, phone, "permission_deny_and_dont_ask_again_button")
    assert "USER_SET|USER_FIXED" in flags(run, "CAMERA")
    app.seen.clear()
    ask(phone, pid, P + "CAMERA")
    assert app.seen == [("permissions", [P + "CAMERA"], "")]


def test_location_while_in_use_and_one_time(phone: VirtualPhone, app: App, run: Run) -> None:
    pid = launch(phone)
    ask(phone, pid, FINE, COARSE)
    press(run, phone, "permission_location_accuracy_radio_coarse")
    press(run, phone, "permission_allow_one_time_button")
    assert not phone.permissions.check(PACKAGE, FINE)
    assert phone.permissions.check(PACKAGE, COARSE)
    assert "ONE_TIME" in flags(run, "ACCESS_COARSE_LOCATION")
    app.kill(pid)
    assert not phone.permissions.check(PACKAGE, COARSE)


@pytest.mark.usefixtures("app")
def test_home_leaves_the_question_unanswered(phone: VirtualPhone, run: Run) -> None:
    pid = launch(phone)
    ask(phone, pid, P + "CAMERA")
    run("input keyevent HOME")
    settle(phone)
    assert phone.activities.front() is phone.activities.home
    assert (
        flags(run, "CAMERA")
        == "granted=false, flags=[ USER_SENSITIVE_WHEN_GRANTED|USER_SENSITIVE_WHEN_DENIED]"
    )


def test_grant_and_revoke_from_outside(phone: VirtualPhone, app: App, run: Run) -> None:
    launch(phone)
    assert run(f"pm grant {PACKAGE} {P}CAMERA") == (0, "")
    assert flags(run, "CAMERA").startswith("granted=true")
    status, told = run(f"pm grant {PACKAGE} {P}READ_SMS")
    assert status == 255
    assert f"java.lang.SecurityException: Package {PACKAGE} has not requested permission {P}READ_SMS" in told
    assert "is not a changeable permission type" in run(f"pm grant {PACKAGE} {P}INTERNET")[1]
    assert run(f"pm revoke {PACKAGE} {P}CAMERA") == (0, "")
    assert app.phone.processes.of(PACKAGE) == []


@pytest.mark.usefixtures("app")
def test_appops_count_by_state(phone: VirtualPhone, run: Run) -> None:
    launch(phone)
    assert phone.appops.note(PACKAGE, "android:fine_location") == "ignore"
    phone.permissions.grant(PACKAGE, FINE)
    assert phone.appops.note(PACKAGE, "android:fine_location") == "allow"
    run("input keyevent HOME")
    settle(phone)
    assert phone.appops.note(PACKAGE, "android:fine_location") == "ignore"
    assert phone.appops.note(PACKAGE, "android:read_clipboard") == "allow"
    lines = run(f"cmd appops get {PACKAGE}")[1].splitlines()
    assert lines[0].startswith("Uid mode: COARSE_LOCATION: ignore")
    assert any(
        re.fullmatch(r"FINE_LOCATION: allow; time=[+\dms]+ ago; rejectTime=[+\dms]+ ago", line)
        for line in lines
    )
    told = run("dumpsys appops")[1]
    assert re.search(
        r"      FINE_LOCATION \(allow\): \n        null=\[\n          Access: \[top-s\] "
        r"\d{4}-\d\d-\d\d [\d:.]+ \(-?\w+\)\n",
        told,
    )
    assert re.search(r"          Reject: \[cch-s\]\d{4}-", told)
    with pytest.raises(ValueError, match="Unknown operation"):
        phone.appops.note(PACKAGE, "android:frob")
    assert run(f"appops set {PACKAGE} READ_CLIPBOARD ignore") == (0, "")
    assert phone.appops.note(PACKAGE, "android:read_clipboard") == "ignore"
    assert run(f"appops reset {PACKAGE}")[0] == 0
    assert phone.appops.note(PACKAGE, "android:read_clipboard") == "allow"


@pytest.mark.usefixtures("app")
def test_clear_forgets_everything(phone: VirtualPhone, run: Run) -> None:
    launch(phone)
    phone.permissions.grant(PACKAGE, FINE)
    phone.appops.note(PACKAGE, "FINE_LOCATION")
    package = phone.packages.get(PACKAGE)
    assert package is not None
    (package.data_dir / "files" / "kept").write_text("x")
    assert run(f"pm clear {PACKAGE}") == (0, "Success\n")
    assert not phone.permissions.check(PACKAGE, FINE)
    assert list((package.data_dir / "files").iterdir()) == []
    assert phone.processes.of(PACKAGE) == []
    assert "time=" not in run(f"cmd appops get {PACKAGE}")[1]


AGREE = {
    "id": "agree",
    "cls": "android.widget.CheckBox",
    "text": "同意",
    "checkable": True,
    "clickable": True,
}
ROWS = [
    {"id": f"row{n}", "cls": "android.widget.Button", "text": f"第{n}行", "clickable": True}
    for n in range(40)
]
TREE: dict[str, Any] = {
    "cls": "android.widget.LinearLayout",
    "children": [
        {"id": "title", "cls": "android.widget.TextView", "text": "转账 & <b>"},
        {"id": "name", "cls": "android.widget.EditText", "hint": "姓名"},
        {"id": "secret", "cls": "android.widget.EditText", "password": True},
        AGREE,
        {"id": "off", "cls": "android.widget.Button", "text": "不可用", "clickable": True, "enabled": False},
        {"id": "list", "cls": "android.widget.ScrollView", "scrollable": True, "children": [
            {"cls": "android.widget.LinearLayout", "children": ROWS}]},
        {"id": "send", "cls": "android.widget.Button", "text": "发送", "clickable": True},
    ],
}  # fmt: skip


def test_taps_text_and_scrolling(phone: VirtualPhone, app: App, run: Run) -> None:
    app.tree = TREE
    launch(phone)
    app.seen.clear()
    found = nodes(run)
    assert "row0" in found
    assert "row39" not in found
    assert found["send"][1] < 2208
    for name, key in (("name", "张三"), ("secret", "abc")):
        run(f"input tap {found[name][0]} {found[name][1]}; input text '{key}'")
    run("input keyevent DEL; input tap {} {}; input tap {} {}".format(*found["agree"], *found["off"]))
    settle(phone)
    dumped = run("uiautomator dump /dev/tty")[1]
    assert 'text="张三"' in dumped
    assert 'text="••"' in dumped
    assert 'text="转账 &amp; &lt;b&gt;"' in dumped
    assert re.search(r'id/agree"[^>]*checked="true"', dumped)
    assert ("text", "name", "") in app.seen
    assert ("toggle", "agree", "") in app.seen
    assert not [e for e in app.seen if e[1] == "off"]
    x, y = found["row3"]
    for _ in range(8):
        run(f"input swipe {x} {y + 300} {x} {y - 300} 10")
    scrolled = nodes(run)
    assert "row39" in scrolled
    assert "row0" not in scrolled
    run("input tap {} {}".format(*scrolled["row39"]))
    settle(phone)
    assert app.seen[-1] == ("click", "row39", "")


def test_dialog_stands_in_the_middle(phone: VirtualPhone, app: App, run: Run) -> None:
    app.tree = {"window": "dialog", **TREE, "children": TREE["children"][:1]}
    launch(phone)
    assert "[60," in run("uiautomator dump /dev/tty")[1]


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    "tree", [{"children": 3}, {"children": ["x"]}, {"text": "x" * 200_000}, {"children": [{}] * 5000}]
)
def test_impossible_screens_are_refused(phone: VirtualPhone, tree: dict[str, Any]) -> None:
    pid = launch(phone)
    with pytest.raises(ValueError, match=r"view|screen"):
        phone.ui.set_content(pid, PACKAGE, MAIN, tree)


@pytest.mark.usefixtures("app")
def test_deep_screens_are_refused(phone: VirtualPhone) -> None:
    tree: dict[str, Any] = {}
    for _ in range(10_000):
        tree = {"children": [tree]}
    pid = launch(phone)
    with pytest.raises(ValueError, match="deep"):
        phone.ui.set_content(pid, PACKAGE, MAIN, tree)


def test_restless_screen_fails_as_on_android(phone: VirtualPhone) -> None:
    phone.ui.restless = True
    began = time.monotonic()
    assert not phone.ui.wait_idle(0.3)
    assert time.monotonic() - began < 2


def test_screenshot_has_chinese_text(phone: VirtualPhone, app: App, run: Run) -> None:
    from privaudit.virtual.drawing import draw

    app.tree = TREE
    launch(phone)
    picture = Image.open(io.BytesIO(draw(phone, png=True)))
    assert picture.size == (1080, 2340)
    app.tree = {**TREE, "children": [{**TREE["children"][0], "text": "查账 & <b>"}, *TREE["children"][1:]]}
    run("am force-stop com.example.small")
    launch(phone)
    other = Image.open(io.BytesIO(draw(phone, png=True)))
    top = (0, 83, 1080, 173)
    # Two characters that the font lacked would look alike.
    assert picture.crop(top).tobytes() != other.crop(top).tobytes()
    run("input keyevent SLEEP")
    settle(phone)
    assert Image.open(io.BytesIO(draw(phone, png=True))).getcolors() == [(1080 * 2340, (0, 0, 0))]
    assert len(draw(phone, png=False)) == 16 + 1080 * 2340 * 4


@pytest.mark.usefixtures("app")
def test_home_screen_starts_apps_and_recents_bring_back(phone: VirtualPhone, run: Run) -> None:
    found = nodes(run)
    run("input tap {} {}".format(*found["小应用"]))
    settle(phone)
    assert phone.activities.front().package == PACKAGE
    run("input keyevent APP_SWITCH")
    settle(phone)
    run("input tap {} {}".format(*nodes(run)["task"]))
    settle(phone)
    assert phone.activities.front().package == PACKAGE


@pytest.mark.usefixtures("app")
def test_versions_go_up_only(phone: VirtualPhone, make_apk: Callable[[int], bytes]) -> None:
    phone.packages.install(make_apk(5))
    with pytest.raises(InstallError, match="INSTALL_FAILED_VERSION_DOWNGRADE"):
        phone.packages.install(make_apk(4))
    assert phone.packages.install(make_apk(4), downgrade=True).version_code == 4


@pytest.mark.parametrize("data", [b"", b"PK", b"x" * 1000])
def test_what_is_no_package(phone: VirtualPhone, data: bytes) -> None:
    with pytest.raises(InstallError, match="INSTALL_PARSE_FAILED_NOT_APK"):
        phone.packages.install(data)
