from __future__ import annotations

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privaudit.capture.activity import FRONT_COMMAND, parse_front, parse_processes, parse_watch, watch_command

ANDROID_13 = """    topResumedActivity=ActivityRecord{1a2b u0 com.a/.Main t8}
  ResumedActivity: ActivityRecord{1a2b u0 com.a/.Main t8}
  mFocusedApp=ActivityRecord{1a2b u0 com.a/.Main t8}
  mCurrentFocus=Window{9c u0 com.a/com.a.Main}
    mKeyguardShowing=false
    mDreamingLockscreen=false
  mWakefulness=Awake
Display Power: state=ON
"""
ANDROID_7 = """    mResumedActivity: ActivityRecord{2 u0 com.home/.Launcher t1}
    mResumedActivity: ActivityRecord{3 u0 com.a/.sub.Second t2 f}
  mFocusedActivity: ActivityRecord{3 u0 com.a/.sub.Second t2}
    isStatusBarKeyguard=false
  mWakefulness=Awake
"""
ANDROID_4 = """    mResumedActivity: ActivityRecord{2114be60 u0 com.a/.Main t2}
  mFocusedActivity: ActivityRecord{2114be60 u0 com.a/.Main t2}
  mCurrentFocus=Window{21150558 u0 com.a/com.a.Main}
  mFocusedApp=AppWindowToken{2114ca68 token=Token{21103400 ActivityRecord{2114be60 u0 com.a/.Main t2}}}
    mShowingLockscreen=false mShowingDream=false
"""
DARK = """  ResumedActivity: null
  mFocusedApp=ActivityRecord{1a2b u0 com.a/.Main t8}
    mDreamingLockscreen=true
  mWakefulness=Asleep
Display Power: state=OFF
"""
PROCESSES = "\n--processes--\n  912 com.a\n 1031 com.a:push\n 1200 com.abc\n 1300 com.b:com.a\n"


@pytest.mark.parametrize("text", [ANDROID_13, ANDROID_4])
def test_the_app_is_in_front(text: str) -> None:
    front = parse_front(text)
    assert front.resumed == ("com.a", ".Main")
    assert front.package == "com.a"
    assert front.screen_on
    assert front.locked is False
    assert parse_watch(text + PROCESSES, "com.a").state("com.a") == "foreground"


def test_several_stacks_with_a_resumed_activity() -> None:
    assert parse_front(ANDROID_7).resumed == ("com.a", ".sub.Second")


def test_a_dark_screen_is_background() -> None:
    watch = parse_watch(DARK + PROCESSES, "com.a")
    assert not watch.front.screen_on
    assert watch.front.locked
    assert watch.front.resumed is None
    assert watch.state("com.a") == "background"


@pytest.mark.parametrize(
    ("front", "state"),
    [
        (ANDROID_13.replace("com.a/", "com.home/"), "background"),
        (ANDROID_13.replace("mKeyguardShowing=false", "mKeyguardShowing=true"), "background"),
        (ANDROID_13.replace("com.a/", "com.android.permissioncontroller/"), "foreground"),
        ("mFocusedApp=ActivityRecord{1 u0 com.a/.Main t8}\n", "starting"),
        ("", "background"),
    ],
)
def test_states(front: str, state: str) -> None:
    assert parse_watch(front + PROCESSES, "com.a").state("com.a") == state


def test_without_a_process_it_is_stopped() -> None:
    assert parse_watch(ANDROID_13, "com.a").state("com.a") == "stopped"


def test_processes_named_after_the_package() -> None:
    assert parse_processes(PROCESSES, "com.a") == {912: "com.a", 1031: "com.a:push"}
    old = "u0_a16    2142  1035  847152 44080 ffffffff 00000000 S com.a\n"
    assert parse_processes(old, "com.a") == {2142: "com.a"}
    assert parse_processes("٣ com.a\n99999999999999999999 com.a\n", "com.a") == {}


def test_the_commands_are_one_line_a_shell_can_read() -> None:
    for command in (
        FRONT_COMMAND,
        watch_command("com.a", api_level=33),
        watch_command("com.a", api_level=19),
    ):
        assert "\n" not in command
        subprocess.run(["/bin/sh", "-n", "-c", command], check=True, timeout=10)


@given(
    st.lists(st.one_of(st.sampled_from((ANDROID_13 + ANDROID_7 + DARK).splitlines()), st.text(max_size=80)))
)
@settings(max_examples=200, deadline=None)
def test_anything_is_read_without_a_crash(lines: list[str]) -> None:
    text = "\n".join(lines)
    watch = parse_watch(text + PROCESSES + text, "com.a")
    assert watch.state("com.a") in {"starting", "foreground", "background", "stopped"}
