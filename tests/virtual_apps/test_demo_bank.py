"""The demo app's two builds on a real JVM each, driven by taps."""

from __future__ import annotations

import time
from typing import Any

import pytest

VIOLATING, CONFORMING = "example-bank-violating.apk", "example-bank-conforming.apk"
BANK = "com.example.bank"


def counts(stage: Any) -> dict[str, tuple[int, int]]:
    return {op: (state.count, state.rejected) for op, state in stage.phone.appops.of(BANK).items()}


@pytest.mark.parametrize("apk", [VIOLATING, CONFORMING])
def test_is_visible_within_two_seconds(stage: Any, apk: str) -> None:
    begun = time.monotonic()
    stage.launch(apk)
    assert time.monotonic() - begun < 2


def test_the_conforming_build_touches_nothing_before_agreement(stage: Any) -> None:
    stage.launch(CONFORMING)
    assert "《隐私政策》" in stage.texts()
    time.sleep(1)
    assert counts(stage) == {}
    assert [p.name for p in stage.phone.processes.of(BANK)] == [BANK]
    assert not stage.log("DemoStat")


def test_the_notice_opens_from_the_dialog_and_back_returns_to_it(stage: Any) -> None:
    stage.launch(CONFORMING)
    stage.tap("privacy_link")
    stage.wait_text("示例银行移动应用隐私政策")
    assert any("400-010-2024" in text for text in stage.texts())
    stage.phone.ui.back()
    stage.wait_text("同意")


def test_the_conforming_build_asks_when_the_function_is_used(stage: Any) -> None:
    stage.launch(CONFORMING)
    stage.tap("同意")
    stage.wait_log('message: {"type":"hello"}')
    assert sorted(p.name for p in stage.phone.processes.of(BANK)) == [BANK, f"{BANK}:push"]
    stage.tap("附近网点")
    stage.tap("permission_allow_foreground_only_button")
    stage.wait_log("/v1/branches/nearby: 200")
    assert counts(stage) == {"FINE_LOCATION": (1, 0)}


def test_a_refused_permission_leaves_the_function_usable(stage: Any) -> None:
    stage.launch(CONFORMING)
    stage.tap("同意")
    stage.tap("附近网点")
    stage.tap("permission_deny_button")
    stage.wait_text("未获得位置权限，请按城市查找：上海市、南京市、杭州市")
    assert counts(stage) == {}


def test_refusal_leads_to_browsing_only(stage: Any) -> None:
    stage.launch(CONFORMING)
    stage.tap("不同意")
    stage.wait_text("当前为仅浏览模式，未收集您的个人信息")
    stage.tap("转账")
    stage.wait_text("转账需要登录；请先阅读并接受隐私政策。")
    assert counts(stage) == {}


def test_withdrawal_stops_the_sdks(stage: Any) -> None:
    stage.launch(CONFORMING)
    stage.tap("同意")
    stage.wait_log("registered: 200")
    stage.tap("我的")
    stage.tap("设置")
    stage.tap("撤回同意")
    stage.tap("确定撤回")
    stage.wait_text("当前为仅浏览模式，未收集您的个人信息")
    stage.wait_log("stopped")


def test_only_the_conforming_build_has_a_complaint_channel(stage: Any) -> None:
    stage.launch(CONFORMING)
    stage.tap("不同意")
    stage.tap("我的")
    stage.tap("投诉与建议")
    stage.wait_text("电子邮箱：privacy@bank.example")
    stage.phone.force_stop(BANK)
    stage.phone.packages.uninstall(BANK)
    stage.launch(VIOLATING)
    stage.tap("permission_deny_button")
    stage.tap("permission_deny_button")
    stage.tap("不同意")
    stage.tap("我的")
    stage.wait_text("隐私政策")
    assert not any("投诉" in text for text in stage.texts())


def test_the_violating_build_acts_before_any_decision(stage: Any) -> None:
    stage.launch(VIOLATING)
    stage.wait_log("imei refused: getImeiForSlot: The user 10150 does not meet the requirements")
    stage.wait_log("reported: 200")
    assert "要允许“示例银行”获取此设备的位置信息吗？" in stage.texts()
    assert counts(stage) == {"READ_DEVICE_IDENTIFIERS": (0, 1)}


def test_the_violating_build_reads_after_refusal_and_in_the_background(stage: Any) -> None:
    stage.launch(VIOLATING)
    stage.tap("permission_allow_foreground_only_button")
    stage.tap("permission_allow_button")
    stage.tap("不同意")
    stage.wait_log("/v1/guest: 200")
    assert counts(stage)["FINE_LOCATION"] == (1, 0)
    stage.phone.ui.home()
    end = time.monotonic() + 5
    while counts(stage)["FINE_LOCATION"][1] == 0:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_the_violating_build_after_agreement(stage: Any) -> None:
    stage.phone.clipboard = "6228480402564890018"
    stage.launch(VIOLATING)
    stage.tap("permission_deny_button")
    stage.tap("permission_deny_button")
    stage.tap("同意")
    stage.wait_log("sent: 200")
    stage.wait_log("/v1/profile: 200")
    stage.tap("转账")
    stage.wait_text("6228480402564890018")
    stage.wait_log("payees: 200")
    stage.tap("从通讯录选择")
    stage.tap("permission_allow_button")
    stage.wait_text("+8619900731911")
    assert counts(stage)["READ_CLIPBOARD"] == (1, 0)
    assert counts(stage)["READ_CONTACTS"] == (1, 0)


def test_typing_and_ticking_reach_the_views(stage: Any) -> None:
    stage.launch(CONFORMING)
    stage.tap("同意")
    stage.tap("转账")
    stage.tap("payee_name")
    stage.phone.ui.type("张三")
    stage.tap("amount")
    stage.phone.ui.type("12")
    stage.tap("save_payee")
    stage.tap("transfer_next")
    stage.wait_text("向 张三 转账 12 元（演示，不会真的转账）")
    stage.tap("知道了")
    assert next(v for v in stage.screen() if v.text == "保存收款人").checked


def test_a_killed_app_starts_again_where_consent_left_it(stage: Any) -> None:
    activity = stage.launch(CONFORMING)
    stage.tap("不同意")
    stage.wait_text("当前为仅浏览模式，未收集您的个人信息")
    stage.zygote.kill(activity.pid)
    assert stage.phone.processes.of(BANK) == []
    again = stage.begin(BANK)
    assert stage.phone.activities.wait_drawn(again, 10)
    stage.wait_text("当前为仅浏览模式，未收集您的个人信息")


def test_back_leaves_the_app(stage: Any) -> None:
    stage.launch(CONFORMING)
    stage.tap("不同意")
    stage.wait_text("首页")
    stage.phone.ui.back()
    end = time.monotonic() + 5
    while stage.phone.activities.front().package == BANK:
        assert time.monotonic() < end
        time.sleep(0.02)
