from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.scenario.fake_stage import BEGINNING_NS, PACKAGE, FakeStage, button, node, plan_of, screen

from privaudit.errors import DeviceError
from privaudit.model.event import Event, ManualAnswer, Note, PhaseEntered, ScreenSeen, StepEnded, StepStarted
from privaudit.scenario import run_plan

MAIN = screen(
    node("首页", row=0),
    button("我的", row=1, id="tab_me"),
    node("手机号", row=2, hint="请输入", id="phone", focused=True, cls="android.widget.EditText"),
    node("余额 100.00", row=3, id="balance"),
)
ME = screen(node("个人中心", row=0), button("返回", row=1))


def stage_with(**more: object) -> FakeStage:
    return FakeStage(
        screens={"main": MAIN, "me": ME},
        links={("main", "tab_me"): "me", ("me", "返回"): "main", ("me", "key back"): "main"},
        **more,  # type: ignore[arg-type]
    )


def messages(stage: FakeStage) -> list[str]:
    return [event.message for event in stage.events if isinstance(event, StepEnded)]


def test_a_run_records_every_step_with_its_screen(tmp_path: Path) -> None:
    stage = stage_with()
    plan = plan_of(
        tmp_path,
        "- phase: first\n- launchApp\n- tapOn: {id: tab_me, label: 打开我的}\n- assertVisible: 个人.*\n",
    )
    told: list[Event] = []
    result = run_plan(plan, stage, on_step=told.append)
    assert result.ok
    assert result.counts == {"ok": 4, "failed": 0, "warned": 0, "not_run": 0}
    assert stage.statuses() == [("1", "ok"), ("2", "ok"), ("3", "ok"), ("4", "ok")]
    started = [event for event in stage.events if isinstance(event, StepStarted)]
    assert [(e.verb, e.label, e.line) for e in started][2] == ("tapOn", "打开我的", 3)
    assert told == [event for event in stage.events if isinstance(event, StepStarted | StepEnded)]
    assert [event.name for event in stage.events if isinstance(event, PhaseEntered)] == ["first"]
    screens = [event for event in stage.events if isinstance(event, ScreenSeen)]
    assert [(s.step, s.package) for s in screens] == [("2", PACKAGE), ("3", PACKAGE), ("4", PACKAGE)]
    assert screens[1].texts == ("个人中心", "返回")
    kept = {name: (kind, data) for name, kind, data in stage.kept}
    assert kept["step-3.png"][0] == "image/png"
    assert json.loads(kept["step-3.json"][1])["roots"][0]["children"][0]["text"] == "个人中心"
    times = [event.seen for event in stage.events]
    assert times == sorted(times)
    assert times[0] >= BEGINNING_NS


def test_a_failed_step_ends_the_run_but_not_its_end_hook(tmp_path: Path) -> None:
    stage = stage_with()
    head = "appId: com.example.bank\nonFlowComplete: [stopApp]\n---\n"
    text = head + "- launchApp\n- tapOn: 没有\n- back\n- back\n"
    result = run_plan(plan_of(tmp_path, text), stage, timeout_ms=2000)
    assert not result.ok
    assert result.failed_step == "2"
    assert result.message == 'no element "没有" within 2000 ms'
    assert stage.statuses() == [
        ("1", "ok"),
        ("2", "failed"),
        ("3", "not_run"),
        ("4", "not_run"),
        ("onFlowComplete.1", "ok"),
    ]
    assert stage.called("stop") == [(PACKAGE,)]
    assert len(stage.of(ScreenSeen)) == 3


def test_an_optional_step_is_waited_for_a_shorter_time_and_only_warned_of(tmp_path: Path) -> None:
    stage = stage_with()
    plan = plan_of(tmp_path, "- launchApp\n- tapOn: {text: 没有, optional: true}\n- back\n")
    assert run_plan(plan, stage, timeout_ms=10_000).ok
    assert stage.statuses() == [("1", "ok"), ("2", "warned"), ("3", "ok")]
    assert "within 4000 ms" in messages(stage)[1]


def test_a_step_waits_for_what_comes_late(tmp_path: Path) -> None:
    stage = stage_with(later=[(6_000_000_000, "me")])
    assert run_plan(plan_of(tmp_path, "- launchApp\n- assertVisible: 个人中心\n"), stage).ok
    assert stage.clock - BEGINNING_NS > 5_000_000_000


def test_a_lost_phone_ends_the_run_at_once(tmp_path: Path) -> None:
    stage = stage_with(dies_at="tap")
    text = "appId: com.example.bank\nonFlowComplete: [stopApp]\n---\n- launchApp\n- tapOn: 我的\n- back\n"
    with pytest.raises(DeviceError, match="the phone is gone"):
        run_plan(plan_of(tmp_path, text), stage)
    assert stage.statuses() == [
        ("1", "ok"),
        ("2", "failed"),
        ("3", "not_run"),
        ("onFlowComplete.1", "not_run"),
    ]
    assert "the phone is gone" in messages(stage)[1]


def test_a_stopped_run_says_so(tmp_path: Path) -> None:
    class Impatient(FakeStage):
        def sleep(self, ms: int) -> None:
            if ms > 1000:
                raise KeyboardInterrupt
            super().sleep(ms)

    stage = Impatient(screens={"main": MAIN})
    with pytest.raises(KeyboardInterrupt):
        run_plan(plan_of(tmp_path, "- launchApp\n- observe: 5s\n- back\n"), stage)
    assert stage.statuses()[1:] == [("2", "failed"), ("3", "not_run")]
    assert messages(stage)[1] == "the run was stopped"


def test_repeat_numbers_its_rounds(tmp_path: Path) -> None:
    stage = stage_with()
    plan = plan_of(tmp_path, "- launchApp\n- repeat: {times: 2, commands: [{tapOn: 我的}, back]}\n")
    assert run_plan(plan, stage).ok
    paths = [event.path for event in stage.events if isinstance(event, StepStarted)]
    assert paths == ["1", "2", "2.1.1", "2.1.2", "2.2.1", "2.2.2"]


def test_repeat_while(tmp_path: Path) -> None:
    stage = stage_with()
    plan = plan_of(
        tmp_path, "- launchApp\n- repeat: {while: {notVisible: 个人中心}, commands: [{tapOn: 我的}]}\n"
    )
    assert run_plan(plan, stage).ok
    assert stage.current == "me"


def test_retry_forgives_all_tries_but_the_last(tmp_path: Path) -> None:
    stage = stage_with(later=[(9_000_000_000, "me")])
    plan = plan_of(
        tmp_path, "- launchApp\n- retry: {maxRetries: 3, commands: [{assertVisible: 个人中心}, back]}\n"
    )
    assert run_plan(plan, stage, timeout_ms=3000).ok
    assert ("2.1.1", "warned") in stage.statuses()
    assert ("2.1.2", "not_run") in stage.statuses()
    assert stage.statuses()[-1] == ("2", "ok")
    assert "(3 more tries)" in " ".join(messages(stage))

    stage = stage_with()
    plan = plan_of(
        tmp_path, "- launchApp\n- retry: {maxRetries: 1, commands: [{assertVisible: 没有}]}\n- back\n"
    )
    result = run_plan(plan, stage, timeout_ms=1000)
    assert (result.ok, result.failed_step) == (False, "2.2.1")
    assert stage.statuses()[1:] == [
        ("2.1.1", "warned"),
        ("2.2.1", "failed"),
        ("2", "failed"),
        ("3", "not_run"),
    ]


def test_run_flow_under_a_condition(tmp_path: Path) -> None:
    stage = stage_with()
    text = (
        "- launchApp\n"
        "- runFlow: {when: {visible: 没有}, commands: [{tapOn: 没有}]}\n"
        "- runFlow: {when: {platform: iOS}, commands: [{tapOn: 没有}]}\n"
        "- runFlow:\n    when: {visible: 首页, notVisible: 没有, platform: android, true: true}\n"
        "    commands: [{tapOn: 我的}]\n"
        "- runFlow: {optional: true, commands: [{tapOn: 没有}]}\n"
    )
    result = run_plan(plan_of(tmp_path, text), stage, timeout_ms=1000)
    assert result.ok
    assert stage.current == "me"
    assert stage.statuses() == [
        ("1", "ok"),
        ("2", "ok"),
        ("3", "ok"),
        ("4.1", "ok"),
        ("4", "ok"),
        ("5.1", "warned"),
        ("5", "warned"),
    ]
    assert "its condition does not hold" in messages(stage)[1]


def test_text_is_copied_and_typed_without_the_clipboard_of_the_phone(tmp_path: Path) -> None:
    stage = stage_with()
    text = "- launchApp\n- copyTextFrom: {id: balance}\n- pasteText\n- inputText: '<${maestro.copiedText}>'\n"
    assert run_plan(plan_of(tmp_path, text), stage).ok
    assert stage.typed == "余额 100.00<余额 100.00>"


def test_random_input_is_the_same_each_time_and_recorded(tmp_path: Path) -> None:
    text = "- inputRandomText\n- inputRandomNumber: 6\n- inputRandomEmail\n- inputRandomPersonName\n"
    typed = []
    for seed in (None, None, 7):
        stage = stage_with()
        assert run_plan(plan_of(tmp_path, text), stage, seed=seed).ok
        typed.append(stage.typed)
        notes = [e.text for e in stage.events if isinstance(e, Note) and e.topic == "random-input"]
        assert len(notes) == 4
        entered = [e.text for e in stage.events if isinstance(e, Note) and e.topic == "entered"]
        assert "".join(entered) == stage.typed
        assert "inputRandomNumber typed" in notes[1]
        assert "seed" in notes[1]
    assert typed[0] == typed[1] != typed[2]
    assert "@mail.example" in typed[0]


def test_what_is_typed_is_recorded_before_it_is_typed(tmp_path: Path) -> None:
    text = (
        "- copyTextFrom: {id: balance}\n- pasteText\n- inputText: 张三\n"
        "- inputText: {text: '13800138000', dataType: contact.phone}\n"
    )
    stage = stage_with()
    stage.go("main")
    assert run_plan(plan_of(tmp_path, text), stage).ok
    notes = [(event.topic, event.text) for event in stage.events if isinstance(event, Note)]
    assert notes == [
        ("entered", "余额 100.00"),
        ("entered", "张三"),
        ("typed", '{"contact.phone":"13800138000"}'),
    ]
    assert stage.typed == "余额 100.00张三13800138000"


def test_manual_asks_and_needs_an_answer(tmp_path: Path) -> None:
    text = "- manual: 看到弹窗了吗\n"
    stage = stage_with(answers={"看到弹窗了吗": "是"})
    assert run_plan(plan_of(tmp_path, text), stage).ok
    assert [(e.question, e.answer) for e in stage.events if isinstance(e, ManualAnswer)] == [
        ("看到弹窗了吗", "是")
    ]
    result = run_plan(plan_of(tmp_path, text), stage_with())
    assert "nobody answered" in result.message


def test_a_slow_pattern_fails_its_step_only(tmp_path: Path) -> None:
    stage = FakeStage(screens={"main": screen(node("a" * 60 + "!"))})
    plan = plan_of(tmp_path, "- launchApp\n- tapOn: {text: '(a|a|b?)+(a|a)*\\d', optional: true}\n- back\n")
    assert run_plan(plan, stage).ok
    assert "took more than 2 s" in messages(stage)[1]


def test_a_screen_with_too_much_on_it_is_kept_and_fails_only_what_must_be_found(tmp_path: Path) -> None:
    many = screen(*(button("x" * 50, row=i % 20, id="privacy_" * 20) for i in range(60_000)))
    stage = FakeStage(screens={"main": many})
    plan = plan_of(tmp_path, "- launchApp\n- observe: 1s\n- tapOn: {text: 没有, optional: true}\n- back\n")
    result = run_plan(plan, stage, timeout_ms=500)
    assert result.failed_step in ("", "1", "2", "4")
    assert len(stage.of(ScreenSeen)) >= 1
    assert len(messages(stage)) == 4


def test_the_clock_set_back_does_not_make_a_wait_endless(tmp_path: Path) -> None:
    class Backwards(FakeStage):
        def now_ns(self) -> int:
            self.clock -= 10_000_000_000
            return self.clock

    stage = Backwards(screens={"main": MAIN})
    result = run_plan(plan_of(tmp_path, "- launchApp\n- assertVisible: 没有\n"), stage, timeout_ms=2000)
    assert result.failed_step == "2"


COMMANDS = {
    "launchApp: {clearState: true, stopApp: false, arguments: {a: 1}}": (
        "launch",
        (PACKAGE, False, {"a": "1"}),
    ),
    "launchApp: com.other": None,
    "stopApp": ("stop", (PACKAGE,)),
    "killApp: com.other": ("stop", ("com.other",)),
    "clearState": ("clear", (PACKAGE,)),
    "tapOn: {point: '50%,50%'}": ("tap", (540, 1000)),
    "tapOn: {id: tab_me, point: '0%,0%'}": ("tap", (0, 100)),
    "longPressOn: 首页": ("press", (540, 50, 3000)),
    "swipe: LEFT": ("swipe", (972, 1000, 108, 1000, 400)),
    "swipe: {direction: up, duration: 1s}": ("swipe", (540, 1000, 540, 200, 1000)),
    "swipe: {start: '10%,20%', end: '10%,80%'}": ("swipe", (108, 400, 108, 1600, 400)),
    "swipe: {start: '100,200', end: '300,400'}": ("swipe", (100, 200, 300, 400, 400)),
    "swipe: {from: {id: tab_me}, direction: DOWN}": ("swipe", (540, 150, 540, 1800, 400)),
    "scroll": ("swipe", (540, 1600, 540, 600, 400)),
    "back": ("key", ("back",)),
    "hideKeyboard": ("key", ("escape",)),
    "pressKey: Volume Up": ("key", ("volume up",)),
    "pressKey: Enter": ("key", ("enter",)),
    "inputText: 你好": ("type_text", ("你好",)),
    "eraseText: 3": ("key", ("backspace",)),
    "openLink: https://bank.example/a": ("open_link", ("https://bank.example/a",)),
    "setLocation: {latitude: 31.2, longitude: 121.5}": ("set_location", (31.2, 121.5)),
    "setAirplaneMode: enabled": ("set_airplane_mode", (True,)),
    "toggleAirplaneMode": ("set_airplane_mode", (True,)),
    "addMedia: [flow.yaml]": None,
    "takeScreenshot: shots/a.png": None,
    "assertTrue: true": None,
    "assertNotVisible: 没有": None,
    "extendedWaitUntil: {visible: 首页, timeout: 100}": None,
    "extendedWaitUntil: {notVisible: 没有, timeout: 100}": None,
    "waitForAnimationToEnd": None,
    "scrollUntilVisible: {element: 余额.*, direction: DOWN}": None,
    "screenOff: 2s": ("screen", (False,)),
    "setPermissions: {permissions: {all: deny}}": None,
    "setClipboard: x": None,
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_does_what_it_says(command: str, tmp_path: Path) -> None:
    stage = stage_with()
    stage.go("main")
    result = run_plan(plan_of(tmp_path, f"- {command}\n"), stage, timeout_ms=1000)
    wanted = COMMANDS[command]
    if command.endswith("com.other"):
        assert stage.called("launch") == [("com.other", True, {})] or stage.called("stop")
        return
    assert result.ok, result.message
    if wanted is not None:
        assert wanted[1] in stage.called(wanted[0])


def test_tapping_twice_and_many_times(tmp_path: Path) -> None:
    stage = stage_with()
    stage.go("main")
    text = "- doubleTapOn: {text: 首页, delay: 40}\n- tapOn: {text: 首页, repeat: 3, delay: 10}\n"
    assert run_plan(plan_of(tmp_path, text), stage).ok
    assert len(stage.called("tap")) == 5
    assert (40,) in stage.called("sleep")


def test_a_tap_without_effect_is_done_again_if_asked(tmp_path: Path) -> None:
    stage = stage_with()
    stage.go("main")
    assert run_plan(plan_of(tmp_path, "- tapOn: {text: 首页, retryTapIfNoChange: true}\n"), stage).ok
    assert len(stage.called("tap")) == 2


def test_scrolling_to_what_lies_below(tmp_path: Path) -> None:
    stage = FakeStage(
        screens={}, pages={"main": [screen(node(f"页{i}"), node(f"行{i}", row=2)) for i in range(4)]}
    )
    stage.go("main")
    text = "- scrollUntilVisible: {element: 行3, timeout: 60s}\n- tapOn: 行3\n"
    assert run_plan(plan_of(tmp_path, text), stage).ok
    assert len(stage.called("swipe")) == 3


def test_travel_moves_each_second(tmp_path: Path) -> None:
    stage = stage_with()
    text = "- travel: {points: ['31.2000,121.5000', '31.2010,121.5000'], speed: 20}\n"
    assert run_plan(plan_of(tmp_path, text), stage).ok
    places = stage.called("set_location")
    # A thousandth of a degree of latitude is 111 m: 6 seconds at 20 m/s.
    assert len(places) == 7
    assert places[-1] == (31.201, 121.5)


def test_a_screenshot_of_the_tester_is_kept_under_its_name_alone(tmp_path: Path) -> None:
    stage = stage_with()
    assert run_plan(plan_of(tmp_path, "- takeScreenshot: ../../etc/passwd\n"), stage).ok
    assert "passwd.png" in [name for name, _, _ in stage.kept]
    assert list(tmp_path.iterdir()) == [tmp_path / "flow.yaml"]
