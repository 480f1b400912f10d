"""The terminal's live view and summary (`privaudit.cli.render`), seen as the bytes they write."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from rich.cells import cell_len
from rich.console import Console

from privaudit.cli.render import LIMITS, live, summary
from privaudit.cli.run_view import KEYS, SAID
from privaudit.model import event as events
from privaudit.model.event import ApiCalled, ApiCounted, Event, StepEnded, StepStarted
from privaudit.model.finding import Report, Text
from privaudit.model.network import TunnelFailed
from privaudit.report.words import Language, words

AT = 1_767_576_600_000_000_000
HOSTILE = "[red]x[/red]\x1b[31m\x1b]0;owned\x07\u202e[link=http://evil.example]y"


def terminal(
    width: int = 100, height: int = 30, *, tty: bool = False, color: str | None = None
) -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    environment = {"TERM": "xterm-256color"} | ({"NO_COLOR": "1"} if color is None else {})
    console = Console(
        file=out, width=width, height=height, force_terminal=tty, _environ=environment, highlight=False
    )
    return console, out


def called(api: str, n: int, *, site: str = "s", at: int = AT, error: str | None = None) -> ApiCalled:
    return ApiCalled(
        at=at,
        seen=at,
        pid=1,
        process="p",
        api=api,
        overload="()",
        site=site,
        thread="main",
        tid=1,
        n=n,
        error=error,
    )


def counted(api: str, n: int, *, site: str = "s", errors: int = 0, last: int = AT) -> ApiCounted:
    return ApiCounted(
        at=AT,
        seen=AT,
        pid=1,
        process="p",
        api=api,
        overload="()",
        site=site,
        n=n,
        errors=errors,
        first=AT,
        last=last,
    )


def run() -> Iterator[Event]:
    yield events.SensorStarted(at=AT, seen=AT, sensor="agent")
    yield events.SensorStarted(at=AT, seen=AT, sensor="proxy")
    yield events.PhaseEntered(at=AT, seen=AT, name="first-start")
    yield StepStarted(at=AT, seen=AT, path="1", verb="launchApp", label="launchApp")
    yield events.AppSeen(at=AT, seen=AT, state="foreground")
    yield events.ConsentSeen(at=AT, seen=AT, state="shown", how="dialog")
    yield called("telephony.imei", 1)
    yield counted("telephony.imei", 120, errors=2, last=AT + 5_000_000_000)
    yield called("settings.android_id", 1)
    yield StepEnded(at=AT, seen=AT, path="1", status="ok")
    yield StepStarted(at=AT, seen=AT, path="2", verb="tapOn", label="tapOn 同意")
    yield TunnelFailed(at=AT, seen=AT, host="h", port=443, client_port=1, reason="pinned")
    yield events.SensorLost(at=AT, seen=AT, sensor="proxy", reason="exit code 1")
    yield StepEnded(at=AT, seen=AT, path="2", status="failed", message="element not found")
    yield events.RunEnded(at=AT, seen=AT, outcome="incomplete", reason="step 2 failed")


def test_lines_where_there_is_no_terminal() -> None:
    console, out = terminal()
    with live(console, language="zh", app="com.example.bank", steps=12) as view:
        for event in run():
            view.on_event(event)
    assert out.getvalue().splitlines() == [
        "阶段：first-start",
        "同意状态：已展示、用户未表态",
        "步骤 1/12 launchApp：完成",
        "网络代理失效：exit code 1",
        "步骤 2/12 tapOn 同意：失败：element not found",
        "记录结束：不完整：step 2 failed",
    ]


def test_nothing_when_quiet() -> None:
    console, out = terminal(tty=True)
    with live(console, language="zh", quiet=True) as view, view.paused():
        for event in run():
            view.on_event(event)
    assert out.getvalue() == ""


@pytest.mark.parametrize("width", [40, 60, 100, 160])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_view_fits_the_terminal(width: int, language: Language) -> None:
    console, out = terminal(width, 20)
    view = live(console, language=language, app="com.example.bank", steps=12)
    for event in run():
        view.on_event(event)
    for number in range(40):
        view.on_event(called(f"topic.very_long_name_of_an_api_{number}", 1))
    console.print(view)
    lines = out.getvalue().splitlines()
    assert max(cell_len(line) for line in lines) <= width
    assert len(lines) <= 20
    assert words(language).t("live.sensor_lost") in out.getvalue()
    shown = sum(line.startswith(("topic.", "telephony.", "settings.")) for line in lines)
    assert words(language).t("live.more", n=42 - shown) in out.getvalue()


def test_live_display_is_taken_away_and_problems_stay() -> None:
    console, out = terminal(tty=True)
    with live(console, language="en", app="a", steps=2) as view:
        for event in run():
            view.on_event(event)
        with view.paused():
            console.print("question?")
    text = out.getvalue()
    assert "Sensor lost: network proxy: exit code 1" in text
    assert "question?" in text
    assert text.endswith(("\x1b[2K", "\x1b[?25h"))
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", text)  # NO_COLOR is set


def test_counts_are_exact_over_calls_totals_and_sites() -> None:
    console, out = terminal(120)
    view = live(console, language="en")
    for number in range(1, 6):
        view.on_event(called("a.b", number, error="x" if number == 5 else None))
    view.on_event(counted("a.b", 1000, errors=7))
    view.on_event(counted("a.b", 30, site="other"))
    view.on_event(called("a.b", 900))
    console.print(view)
    [line] = [line for line in out.getvalue().splitlines() if line.startswith("a.b")]
    assert line.split()[1:3] == ["1,030", "7"]


def test_counts_beyond_the_bound_are_lower_bounds_and_say_so() -> None:
    console, out = terminal(120)
    view = live(console, language="en")
    for number in range(KEYS + 10):
        view.on_event(called("a.b", 1, site=str(number)))
    console.print(view)
    assert f"≥ {KEYS + 10:,}" in out.getvalue()


def test_only_labelled_apis_are_shown() -> None:
    console, out = terminal(120)
    view = live(console, language="zh", labels={"telephony.imei": "国际移动设备识别码"})
    view.on_event(called("telephony.imei", 1))
    view.on_event(called("lifecycle.resume", 1))
    console.print(view)
    assert "国际移动设备识别码 telephony.imei" in out.getvalue()
    assert "lifecycle" not in out.getvalue()


def test_a_flood_of_problems_is_counted_not_printed() -> None:
    console, out = terminal()
    with live(console, language="en") as view:
        for number in range(SAID + 500):
            view.on_event(events.AgentProblem(at=AT, seen=AT, pid=1, where="hook", message=str(number)))
        console.print(view)
    assert f"Problems {SAID + 500}" in out.getvalue()
    assert len(out.getvalue().splitlines()) < SAID + 20


def test_hostile_text_is_harmless_in_the_view() -> None:
    console, out = terminal(100)
    with live(console, language="zh", app=HOSTILE) as view:
        view.on_event(events.PhaseEntered(at=AT, seen=AT, name=HOSTILE))
        view.on_event(StepStarted(at=AT, seen=AT, path=HOSTILE, verb="v", label=HOSTILE * 1000))
        view.on_event(called(HOSTILE, 1))
        view.on_event(events.SensorLost(at=AT, seen=AT, sensor="agent", reason=HOSTILE))
        view.on_event(StepEnded(at=AT, seen=AT, path=HOSTILE, status="failed", message=HOSTILE))
        console.print(view)
    text = out.getvalue()
    assert not set(text) & {"\x1b", "\x07", "\u202e"}
    assert "[red]x[/red]⟦ESC[31m⟧" in text


def test_events_may_come_from_several_threads() -> None:
    console, out = terminal(tty=True)
    with live(console, language="en", steps=1) as view:

        def feed(site: str) -> None:
            for number in range(1, 501):
                view.on_event(called("a.b", number, site=site))
                if number % 100 == 0:
                    view.on_event(events.AgentProblem(at=AT, seen=AT, pid=1, where=site, message="x"))

        threads = [threading.Thread(target=feed, args=(str(number),)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=20)
        assert not any(thread.is_alive() for thread in threads)
        console.print(view)
    assert "2,000" in out.getvalue()


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_summary_fits_and_says_the_main_things(width: int, language: Language, rich_report: Report) -> None:
    console, out = terminal(width)
    summary(rich_report, console, language, paths=[Path("runs/a-long-folder-name-of-a-run/report.html")])
    text = out.getvalue()
    said = words(language)
    assert max(cell_len(line) for line in text.splitlines()[:-1]) <= width
    assert "runs/a-long-folder-name-of-a-run/report.html" in text
    flat = re.sub(r"\s+", "", text)
    for expected in (
        said.t("overall.violation"),
        said.t("banner.virtual"),
        said.pick(rich_report.limits[-1]),
        said.t("verdict.needs_document"),
    ):
        assert re.sub(r"\s+", "", expected) in flat
    for limb in rich_report.limbs:
        assert limb.clause in text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Attributed by: code under com.x; created there and handed over to a coroutine · Confidence"),
        ("zh", "归属依据：调用代码位于 com.x 之下；任务在该处创建，交由协程执行 · 置信度"),
    ],
)
def test_the_summary_says_what_decided_where_it_is_not_certain(
    rich_report: Report, language: Language, said: str
) -> None:
    finding = next(f for f in rich_report.findings if f.actor and f.actor.confidence == "medium")
    assert finding.actor is not None
    rule = "code under com.x; created there and handed over to a coroutine"
    actor = msgspec.structs.replace(finding.actor, rule=rule)
    changed = msgspec.structs.replace(finding, actor=actor)
    console, out = terminal(width=160)
    summary(msgspec.structs.replace(rich_report, findings=(changed,)), console, language)
    assert said in out.getvalue()
    sure = msgspec.structs.replace(actor, confidence="high")
    console, out = terminal(width=160)
    report = msgspec.structs.replace(rich_report, findings=(msgspec.structs.replace(finding, actor=sure),))
    summary(report, console, language)
    assert said not in out.getvalue()


def test_summary_of_nothing_and_of_hostile_text(empty_report: Report) -> None:
    console, out = terminal(100)
    hostile = msgspec.structs.replace(
        empty_report,
        app_name=HOSTILE,
        evidence_problem=HOSTILE,
        limits=(Text(zh=HOSTILE, en=HOSTILE),) * (LIMITS + 2),
        masked=False,
    )
    summary(hostile, console, "zh", paths=[Path(HOSTILE.replace("\0", ""))])
    text = out.getvalue()
    assert not set(text) & {"\x1b", "\x07", "\u202e"}
    assert words("zh").t("findings.none") in text
    assert words("zh").t("summary.more_limits", n=2) in text


def test_green_is_for_conforms_alone(rich_report: Report) -> None:
    console, out = terminal(100, tty=True, color="yes")
    summary(rich_report, console, "en")
    green = re.findall(r"\x1b\[(?:\d+;)*32m(.*?)\x1b\[0m", out.getvalue())
    assert green
    assert {text.strip() for text in green} == {"Conforms (within what was tested)"}
