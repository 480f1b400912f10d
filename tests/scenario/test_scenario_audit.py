"""The commands that an audit adds: consent, permissions, background, the notice and the complaint channel."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.scenario.fake_stage import PACKAGE, FakeStage, button, node, plan_of, screen

from privaudit.model.event import (
    ComplaintChannelOpened,
    ConsentSeen,
    Note,
    NoticeOpened,
    PermissionAnswered,
    ScreenSeen,
    StepEnded,
)
from privaudit.model.ui import UiTree
from privaudit.scenario import PlanResult, run_plan
from privaudit.scenario.roles import consent_dialog, permission_dialog, permissions_told

CONTROLLER = "com.android.permissioncontroller"
FINE, COARSE = "android.permission.ACCESS_FINE_LOCATION", "android.permission.ACCESS_COARSE_LOCATION"
CAMERA = "android.permission.CAMERA"

DIALOG = screen(
    node("请您阅读《隐私政策》", row=3),
    button("《隐私政策》", row=4, id="privacy_link"),
    button("不同意", row=5, id="privacy_refuse", width=500),
    button("同意", row=5, id="privacy_agree", left=540, width=500),
)
SURE = screen(
    node("您需要同意隐私政策才能使用完整功能", row=3), button("仍不同意", row=5), button("再看看", row=6)
)
BROWSE = screen(node("仅浏览", row=0))
MAIN = screen(button("首页", row=0), button("附近网点", row=1), button("我的", row=2, id="tab_me"))
ME = screen(button("隐私政策", row=1), button("投诉与建议", row=2), button("设置", row=3))
SETTINGS = screen(button("撤回同意", row=2))
CONFIRM = screen(node("撤回后将无法使用", row=3), button("取消", row=5), button("确定", row=6))


def notice_page(first: int, count: int = 6) -> UiTree:
    title = node("隐私政策", row=0)
    lines = [
        node(f"第{i}条 我们收集您的信息用于第{i}项用途。" * 3, row=2 + i - first)
        for i in range(first, first + count)
    ]
    return screen(title, node(row=2, height=1500, scrollable=True, children=lines))


def permission_screen(text: str) -> UiTree:
    ids = ("permission_allow_foreground_only_button", "permission_deny_button")
    return screen(
        node(text, row=3, package=CONTROLLER, id="permission_message"),
        button("仅在使用该应用时允许", row=5, package=CONTROLLER, id=ids[0]),
        button("不允许", row=6, package=CONTROLLER, id=ids[1]),
        package=CONTROLLER,
    )


def bank(**more: object) -> FakeStage:
    def allow(stage: FakeStage) -> None:
        stage.granted[FINE] = stage.granted[COARSE] = True
        stage.go("main")

    fields: dict[str, object] = {
        "first": "dialog",
        "screens": {
            "dialog": DIALOG,
            "sure": SURE,
            "browse": BROWSE,
            "main": MAIN,
            "me": ME,
            "settings": SETTINGS,
            "confirm": CONFIRM,
            "ask": permission_screen("要允许“示例银行”获取此设备的位置信息吗？"),
            "complain": screen(node("客服热线 95588", row=1), node("privacy@bank.example", row=2)),
        },
        "pages": {"notice": [notice_page(i) for i in (0, 4, 8)]},
        "links": {
            ("dialog", "privacy_agree"): "main",
            ("dialog", "privacy_refuse"): "browse",
            ("main", "附近网点"): "ask",
            ("ask", "permission_allow_foreground_only_button"): allow,
            ("ask", "permission_deny_button"): "main",
            ("main", "tab_me"): "me",
            ("me", "隐私政策"): "notice",
            ("me", "投诉与建议"): "complain",
            ("me", "设置"): "settings",
            ("me", "key back"): "main",
            ("settings", "撤回同意"): "dialog",
        },
        "granted": {FINE: False, COARSE: False, CAMERA: False},
    }
    fields.update(more)
    return FakeStage(**fields)  # type: ignore[arg-type]


def run(stage: FakeStage, folder: Path, text: str, timeout_ms: int = 2000) -> PlanResult:
    return run_plan(plan_of(folder, text), stage, timeout_ms=timeout_ms)


def consents(stage: FakeStage) -> list[str]:
    return [event.state for event in stage.events if isinstance(event, ConsentSeen)]


def answers(stage: FakeStage) -> list[tuple[str, str, bool]]:
    return [
        (event.permission, event.answer, event.dialog)
        for event in stage.events
        if isinstance(event, PermissionAnswered)
    ]


def test_consent_is_recorded_from_a_fresh_start_to_agreement(tmp_path: Path) -> None:
    stage = bank()
    assert run(stage, tmp_path, "- launchApp: {clearState: true}\n- observe: 3s\n- consent: agree\n").ok
    assert consents(stage) == ["not_shown", "shown", "agreed"]
    agreed = stage.of(ConsentSeen)[-1]
    assert isinstance(agreed, ConsentSeen)
    # Agreed at the tap, seen when the dialog had gone: what the app reads in answer comes after.
    assert agreed.at < agreed.seen
    assert "privacy_agree" in agreed.how
    assert ("tap", 790, 550) in stage.calls


def test_the_dialog_is_noticed_when_nothing_is_asked_of_it(tmp_path: Path) -> None:
    stage = bank(later=[(4_000_000_000, "dialog")], first="main")
    assert run(stage, tmp_path, "- launchApp: {clearState: true}\n- observe: 5s\n").ok
    assert consents(stage) == ["not_shown", "shown"]
    assert not stage.called("tap")
    shown = [event for event in stage.events if isinstance(event, ScreenSeen) and "同意" in event.texts]
    assert len(shown) == 1


def test_refusing(tmp_path: Path) -> None:
    stage = bank()
    assert run(stage, tmp_path, "- launchApp: {clearState: true}\n- consent: refuse\n").ok
    assert consents(stage) == ["not_shown", "shown", "refused"]
    refused = stage.of(ConsentSeen)[-1]
    assert isinstance(refused, ConsentSeen)
    tapped = stage.calls.index(("tap", 250, 550))
    assert refused.at <= refused.seen
    assert tapped > 0
    assert stage.current == "browse"


def test_refusing_is_meant_also_when_the_app_asks_again(tmp_path: Path) -> None:
    links = {**bank().links, ("dialog", "privacy_refuse"): "sure", ("sure", "仍不同意"): "browse"}
    stage = bank(links=links)
    assert run(stage, tmp_path, "- launchApp: {clearState: true}\n- consent: refuse\n").ok
    assert stage.current == "browse"
    last = stage.of(ConsentSeen)[-1]
    assert isinstance(last, ConsentSeen)
    assert 'then "仍不同意"' in last.how


def test_a_title_with_the_words_of_an_entry_is_not_tapped(tmp_path: Path) -> None:
    stage = bank(first="main")
    stage.screens["me"] = screen(node("我的", row=0), node("投诉", row=1), button("设置", row=3))
    stage.screens["settings"] = screen(node("设置", row=0), button("意见反馈", row=2))
    stage.links["settings", "意见反馈"] = "complain"
    assert run(stage, tmp_path, "- launchApp\n- openComplaintChannel\n").ok
    (event,) = stage.of(ComplaintChannelOpened)
    assert isinstance(event, ComplaintChannelOpened)
    assert (event.found, event.taps) == (True, 3)


@pytest.mark.parametrize("asks", [False, True])
def test_withdrawing(asks: bool, tmp_path: Path) -> None:
    links = {**bank().links, ("settings", "撤回同意"): "confirm", ("confirm", "确定"): "dialog"}
    stage = bank(links=links) if asks else bank()
    stage.go("settings")
    assert run(stage, tmp_path, "- consent: withdraw\n").ok
    assert stage.current == "dialog"
    assert consents(stage)[-1] == "withdrawn"
    last = [event for event in stage.of(ConsentSeen) if isinstance(event, ConsentSeen)][-1]
    taps = 2 if asks else 1
    assert len(stage.called("tap")) == taps
    assert ('then "确定"' in last.how) == asks


def test_a_consent_button_may_be_named(tmp_path: Path) -> None:
    stage = bank()
    text = "- launchApp\n- consent: {decision: agree, id: privacy_agree}\n"
    assert run(stage, tmp_path, text).ok
    assert consents(stage) == ["shown", "agreed"]
    result = run(bank(), tmp_path, "- launchApp\n- consent: {decision: agree, id: nowhere}\n")
    assert result.message == "no button to agree within 2000 ms"


def test_a_tap_that_changes_nothing_is_no_consent(tmp_path: Path) -> None:
    stage = bank(links={})
    result = run(stage, tmp_path, "- launchApp: {clearState: true}\n- consent: agree\n")
    assert "had no effect" in result.message
    assert "agreed" not in consents(stage)


@pytest.mark.parametrize(
    ("agree", "refuse"),
    [
        ("同意", "不同意"),
        ("同意并继续", "不同意并退出"),
        ("我同意", "暂不同意"),
        ("接受", "拒绝"),
        ("同意并使用", "仅浏览"),
        ("Agree", "Disagree"),
        ("Accept and continue", "Decline"),
        ("I agree", "Not now"),
        ("Accept", "Don't accept"),
    ],
)
def test_common_wordings_of_the_dialog(agree: str, refuse: str) -> None:
    tree = screen(button(refuse, row=1), button(agree, row=2))
    found = consent_dialog(tree, PACKAGE)
    assert found is not None
    assert found.text == agree


def test_what_is_no_dialog_on_the_notice() -> None:
    assert consent_dialog(screen(button("同意", row=1), node("转账协议", row=2)), PACKAGE) is None
    assert consent_dialog(screen(button("同意", row=1), node("请阅读隐私政策", row=2)), PACKAGE) is not None
    assert consent_dialog(screen(button("不同意", row=1), node("隐私", row=2)), PACKAGE) is None
    assert consent_dialog(screen(button("x", id="privacy_disagree")), PACKAGE) is None
    assert consent_dialog(DIALOG, "com.other") is None


def test_a_permission_dialog_is_answered_and_what_changed_is_recorded(tmp_path: Path) -> None:
    stage = bank(first="main")
    assert run(stage, tmp_path, "- launchApp\n- tapOn: 附近网点\n- permission: allow\n").ok
    assert answers(stage) == [(FINE, "allow", True), (COARSE, "allow", True)]
    event = stage.of(PermissionAnswered)[0]
    assert isinstance(event, PermissionAnswered)
    assert event.dialog_text == "要允许“示例银行”获取此设备的位置信息吗？"


def test_a_permission_dialog_is_denied(tmp_path: Path) -> None:
    stage = bank(first="main")
    assert run(stage, tmp_path, "- launchApp\n- tapOn: 附近网点\n- permission: deny\n").ok
    assert answers(stage) == [(FINE, "deny", True)]
    assert not any(stage.granted.values())


def test_no_permission_dialog(tmp_path: Path) -> None:
    result = run(bank(first="main"), tmp_path, "- launchApp\n- permission: allow\n")
    assert result.message == "no permission dialog came within 2000 ms"
    assert run(
        bank(first="main"), tmp_path, "- launchApp\n- permission: {answer: allow, optional: true}\n"
    ).ok


def test_a_step_that_fails_behind_a_permission_dialog_says_so(tmp_path: Path) -> None:
    result = run(bank(first="main"), tmp_path, "- launchApp\n- tapOn: 附近网点\n- tapOn: 转账\n")
    assert "a permission dialog is on the screen" in result.message


def test_several_dialogs_in_a_row(tmp_path: Path) -> None:
    def second(stage: FakeStage) -> None:
        stage.screens["ask"] = permission_screen("要允许“示例银行”拍摄照片和录制视频吗？")
        stage.links["ask", "permission_deny_button"] = "main"

    stage = bank(first="main")
    stage.links["ask", "permission_deny_button"] = second
    assert run(
        stage, tmp_path, "- launchApp\n- tapOn: 附近网点\n- permission: {answer: deny, all: true}\n"
    ).ok
    assert answers(stage) == [(FINE, "deny", True), (CAMERA, "deny", True)]


def test_permissions_changed_from_outside(tmp_path: Path) -> None:
    stage = bank(first="main")
    text = "- launchApp\n- permission: {allow: camera}\n- permission: {revoke: android.permission.CAMERA}\n"
    assert run(stage, tmp_path, text).ok
    assert answers(stage) == [(CAMERA, "grant", False), (CAMERA, "revoke", False)]
    assert stage.called("grant") == [(PACKAGE, CAMERA)]
    result = run(stage, tmp_path, "- permission: {revoke: sms}\n")
    assert "does not request android.permission.SEND_SMS" in result.message


def test_a_named_permission_answers_the_dialog_that_asks_for_it(tmp_path: Path) -> None:
    stage = bank(first="main")
    assert run(stage, tmp_path, "- launchApp\n- tapOn: 附近网点\n- permission: {allow: location}\n").ok
    assert answers(stage) == [(FINE, "allow", True), (COARSE, "allow", True)]
    assert not stage.called("grant")


def test_permissions_at_launch(tmp_path: Path) -> None:
    stage = bank(first="main")
    text = "- launchApp: {permissions: {location: deny, all: allow, sms: allow}}\n"
    assert run(stage, tmp_path, text).ok
    assert stage.granted == {FINE: False, COARSE: False, CAMERA: True}
    notes = [event.text for event in stage.events if isinstance(event, Note)]
    assert notes == [f"{PACKAGE} does not request sms: nothing to allow"]


def test_no_permission_is_touched_at_launch_unless_told(tmp_path: Path) -> None:
    stage = bank(first="main")
    assert run(stage, tmp_path, "- launchApp\n").ok
    assert not stage.called("grant")


@pytest.mark.parametrize(
    "package",
    ["com.google.android.permissioncontroller", "com.android.packageinstaller", "com.lbe.security.miui"],
)
def test_permission_dialogs_of_several_systems(package: str) -> None:
    tree = screen(button("允许", package=package), button("拒绝", row=1, package=package), package=package)
    assert permission_dialog(tree) == package
    assert permission_dialog(screen(button("允许", package=package), package=package)) == ""
    assert permission_dialog(screen(button("允许"), button("拒绝", row=1))) == ""


def test_what_a_permission_dialog_says() -> None:
    assert permissions_told("Allow Bank to access this device’s location?") == (FINE,)
    assert permissions_told("是否允许“示例银行”读取通讯录？") == ("android.permission.READ_CONTACTS",)
    assert permissions_told("Hello") == ()


def test_background_and_foreground(tmp_path: Path) -> None:
    stage = bank(first="main")
    assert run(stage, tmp_path, "- launchApp\n- background: 10s\n- foreground\n").ok
    assert (10_000,) in stage.called("sleep")
    assert stage.current == "main"
    assert len([event for event in stage.events if isinstance(event, ScreenSeen)]) == 3


def test_an_app_that_stays_in_front_is_not_in_the_background(tmp_path: Path) -> None:
    class Sticky(FakeStage):
        def foreground_package(self) -> str:
            return PACKAGE

    stage = Sticky(screens={"main": MAIN})
    result = run(stage, tmp_path, "- launchApp\n- background: 1s\n")
    assert "is still in front" in result.message


def test_the_screen_is_switched_on_again_even_when_the_run_is_stopped(tmp_path: Path) -> None:
    class Stopped(FakeStage):
        def sleep(self, ms: int) -> None:
            if ms == 7000:
                raise KeyboardInterrupt
            super().sleep(ms)

    stage = Stopped(screens={"main": MAIN})
    with pytest.raises(KeyboardInterrupt):
        run(stage, tmp_path, "- launchApp\n- screenOff: 7s\n")
    assert stage.called("screen") == [(False,), (True,)]


def test_the_notice_is_found_read_to_its_end_and_kept(tmp_path: Path) -> None:
    stage = bank(first="main")
    assert run(stage, tmp_path, "- launchApp\n- openNotice\n").ok
    (event,) = stage.of(NoticeOpened)
    assert isinstance(event, NoticeOpened)
    assert (event.found, event.taps, event.reason) == (True, 2, "")
    (text,) = [data.decode() for name, _, data in stage.kept if name == "notice.txt"]
    lines = text.splitlines()
    assert lines[0] == "隐私政策"
    assert [line[:3] for line in lines[1:]] == [f"第{i}条"[:3] for i in range(14)]
    assert event.characters == len(text)


def test_the_notice_by_a_path(tmp_path: Path) -> None:
    stage = bank(first="main")
    assert run(stage, tmp_path, "- launchApp\n- openNotice: [{id: tab_me}, 隐私政策]\n").ok
    (event,) = stage.of(NoticeOpened)
    assert isinstance(event, NoticeOpened)
    assert (event.found, event.taps) == (True, 2)
    result = run(stage, tmp_path, "- launchApp\n- openNotice: {path: [没有, 隐私政策]}\n")
    assert result.message == 'no element "没有" on the way'


def test_the_notice_from_the_dialog(tmp_path: Path) -> None:
    stage = bank(links={("dialog", "privacy_link"): "notice"})
    assert run(stage, tmp_path, "- launchApp: {clearState: true}\n- openNotice\n").ok
    (event,) = stage.of(NoticeOpened)
    assert isinstance(event, NoticeOpened)
    assert (event.found, event.taps) == (True, 1)


def test_a_notice_that_cannot_be_found_is_a_result(tmp_path: Path) -> None:
    stage = bank(first="browse")
    assert run(stage, tmp_path, "- launchApp\n- openNotice\n").ok
    (event,) = stage.of(NoticeOpened)
    assert isinstance(event, NoticeOpened)
    assert (event.found, event.taps) == (False, 0)
    assert "no entry was found" in event.reason


def test_the_complaint_channel_is_found_and_read(tmp_path: Path) -> None:
    for text in ("openComplaintChannel", "openComplaintChannel: [{id: tab_me}, 投诉与建议]"):
        stage = bank(first="main")
        assert run(stage, tmp_path, f"- launchApp\n- {text}\n").ok
        (event,) = stage.of(ComplaintChannelOpened)
        assert isinstance(event, ComplaintChannelOpened)
        assert (event.found, event.taps) == (True, 2)
        assert (event.phones, event.emails) == (("95588",), ("privacy@bank.example",))


def test_a_missing_complaint_channel_is_a_result_not_a_failure(tmp_path: Path) -> None:
    me = screen(button("隐私政策", row=1), button("设置", row=3))
    for text in ("openComplaintChannel", "openComplaintChannel: [{id: tab_me}, 投诉与建议]"):
        stage = bank(first="main")
        stage.screens["me"] = me
        assert run(stage, tmp_path, f"- launchApp\n- {text}\n").ok
        (event,) = stage.of(ComplaintChannelOpened)
        assert isinstance(event, ComplaintChannelOpened)
        assert not event.found
        assert event.reason
    messages = [event.message for event in stage.events if isinstance(event, StepEnded)]
    assert messages[-1] == 'no element "投诉与建议"'


def test_a_hostile_screen_of_many_elements_is_answered(tmp_path: Path) -> None:
    tree = screen(*(node("隐私" * 500, row=i % 20, id="x" * 5000) for i in range(800)))
    stage = FakeStage(screens={"main": tree})
    result = run(stage, tmp_path, "- launchApp\n- openNotice\n")
    assert result.ok or "took more than" in result.message
