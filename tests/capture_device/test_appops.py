from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privaudit.capture.appops import AppOp, parse_dump, parse_duration, parse_get, parse_uid

S = 1_000_000_000
NOW = 1_790_000_000 * S

GET_MODERN = """Uid mode: COARSE_LOCATION: foreground
FINE_LOCATION: foreground
POST_NOTIFICATION: ignore
FINE_LOCATION: allow; time=+13m54s881ms ago; rejectTime=+884ms ago; duration=+2s5ms
READ_CONTACTS: allow; time=+1d2h3m4s5ms ago
CAMERA: allow (running)
MIUIOP(10008): allow; time=+4h5m22s172ms ago
"""

DUMP_MODERN = """Current AppOps Service state:
  Settings:
    top_state_settle_time=+5s0ms
  Op mode watchers:
    Op CAMERA:
      #0: ModeCallback{1 watchinguid=-1 flags=0x1 from uid=1000 pid=1}

  Uid u10a142:
    Package com.a:
      CAMERA (deny):
  Uid u0a142:
    state=top
    capability=LCMN
    appWidgetVisible=false
      FINE_LOCATION: mode=foreground
    Package com.other:
      CAMERA (ignore):
        null=[
          Access: [top-s] 2026-09-21 08:00:00.000 (-1s0ms)
        ]
    Package com.a:
      FINE_LOCATION (allow / switch COARSE_LOCATION=ignore):
        null=[
          Access: [top-s] 2026-09-21 21:33:17.500 (-2s500ms) duration=+1s2ms
          Access: [bg-s] 2026-09-21 21:33:19.900 (-100ms)
          Reject: [cch-s]2026-09-21 21:33:10.000 (-10s0ms)
        ]
        maps=[
          Access: [fgsvc-tpd] 2026-09-21 21:33:18.000 (-2s0ms) proxy[uid=0, pkg=null, attributionTag=null]
          Running start at: +27s669ms
          startNesting=2
        ]
      CAMERA (allow):
      READ_SMS (ignore):
"""

DUMP_NINE = """Current AppOps Service state:
  Uid u0a7:
    state=cch
    Package com.a:
      CAMERA (allow):
          Access: pers = 2026-09-21 21:33:00.000 (-20s0ms)
                  bg = 2026-09-21 21:33:10.000 (-10s0ms)
          Reject: top = 2026-09-21 21:32:20.000 (-1m0s0ms)
          duration=+33ms
"""

DUMP_OLD = """Current AppOps Service state:
  Uid u0a16:
    COARSE_LOCATION: mode=1
    Package com.a:
      COARSE_LOCATION: mode=0; duration=0
      WRITE_SETTINGS: mode=0; time=+1m0s324ms ago; duration=0
      WAKE_LOCK: mode=0; time=+36s227ms ago; rejectTime=+5s0ms ago; duration=+33ms
      MONITOR_LOCATION: mode=0; time=+1m33s566ms ago (running)
"""


def _by_name(ops: tuple[AppOp, ...]) -> dict[str, AppOp]:
    return {op.op: op for op in ops}


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("0", 0), ("+0", None), ("+5ms", 5), ("+1s5ms", 1005), ("-2m0s1ms", -120_001),
        ("+3h0m0s0ms", 10_800_000), ("+13d", 13 * 86_400_000), ("+1d2h3m4s5ms", 93_784_005),
        ("60s386ms", 60_386), ("", None), ("+", None), ("5 minutes", None), ("+1ms2s", None),
    ],
)  # fmt: skip
def test_durations(text: str, ms: int | None) -> None:
    assert parse_duration(text) == (None if ms is None else ms * 1_000_000)


@pytest.mark.parametrize(
    ("text", "uid"),
    [("u0a103", 10103), ("u10a7", 1_010_007), ("1000", 1000), ("u0s1000", 1000), ("u0i5", None), ("x", None)],
)
def test_uids(text: str, uid: int | None) -> None:
    assert parse_uid(text) == uid


def test_cmd_appops_get() -> None:
    read = parse_get(GET_MODERN, now=NOW)
    ops = _by_name(read.ops)
    assert read.unknown == ()
    assert ops["COARSE_LOCATION"].mode == "foreground"
    # Seen first as the uid's mode, which is the one in force, then as the package's, which has the times.
    fine = ops["FINE_LOCATION"]
    assert fine.mode == "foreground"
    assert fine.last_access == NOW - 834_881_000_000
    assert fine.last_reject == NOW - 884_000_000
    assert fine.duration_ms == 2005
    assert ops["CAMERA"].running
    assert ops["MIUIOP(10008)"].mode == "allow"


@pytest.mark.parametrize("text", ["No operations.\n", "No operations.\nDefault mode: allow\n", ""])
def test_no_operations(text: str) -> None:
    assert parse_get(text, now=NOW).ops == ()
    assert parse_get(text, now=NOW).unknown == ()


def test_dumpsys_of_android_11_and_newer() -> None:
    read = parse_dump(DUMP_MODERN, "com.a", uid=10142, now=NOW)
    ops = _by_name(read.ops)
    assert read.unknown == ()
    fine = ops["FINE_LOCATION"]
    assert fine.mode == "foreground"
    assert (fine.last_access, fine.state) == (NOW - 100_000_000, "bg-s")
    assert fine.last_reject == NOW - 10 * S
    assert fine.running
    assert ops["CAMERA"].mode == "allow"
    assert ops["CAMERA"].last_access is None
    assert ops["READ_SMS"].mode == "ignore"


def test_the_same_package_of_another_user_is_another() -> None:
    assert _by_name(parse_dump(DUMP_MODERN, "com.a", uid=1_010_142, now=NOW).ops)["CAMERA"].mode == "deny"


def test_printed_times_are_exact_where_the_zone_is_known_and_agrees() -> None:
    zone = 8 * 3600
    now = int(time.mktime((2026, 9, 21, 13, 33, 20, 0, 0, 0))) - time.timezone
    read = parse_dump(DUMP_MODERN, "com.a", uid=10142, now=now * S + 300_000_000, zone_s=zone)
    assert _by_name(read.ops)["FINE_LOCATION"].last_access == now * S - 100_000_000
    # In another zone than the one told, only the distance can be right.
    read = parse_dump(DUMP_MODERN, "com.a", uid=10142, now=now * S, zone_s=0)
    assert _by_name(read.ops)["FINE_LOCATION"].last_access == now * S - 100_000_000


def test_dumpsys_of_android_9() -> None:
    read = parse_dump(DUMP_NINE, "com.a", uid=10007, now=NOW)
    (camera,) = read.ops
    assert read.unknown == ()
    assert (camera.last_access, camera.state) == (NOW - 10 * S, "bg")
    assert camera.last_reject == NOW - 60 * S
    assert camera.duration_ms == 33


def test_dumpsys_of_android_4_to_8() -> None:
    read = parse_dump(DUMP_OLD, "com.a", uid=10016, now=NOW)
    ops = _by_name(read.ops)
    assert read.unknown == ()
    assert ops["COARSE_LOCATION"].mode == "ignore"
    assert ops["WRITE_SETTINGS"].last_access == NOW - 60_324_000_000
    assert ops["WAKE_LOCK"].last_reject == NOW - 5 * S
    assert ops["MONITOR_LOCATION"].running


def test_what_is_not_understood_is_kept() -> None:
    read = parse_get("CAMERA: allow; colour=+5ms ago\nREAD_SMS: perhaps\nsomething new\n", now=NOW)
    assert [op.op for op in read.ops] == ["CAMERA"]
    assert read.unknown == ("CAMERA: colour=+5ms ago", "READ_SMS: perhaps", "something new")
    read = parse_dump(DUMP_NINE.replace("-20s0ms", "soon"), "com.a", uid=10007, now=NOW)
    assert len(read.unknown) == 1


LINES = st.sampled_from((GET_MODERN + DUMP_MODERN + DUMP_NINE + DUMP_OLD).splitlines())


@given(st.lists(st.one_of(LINES, st.text(max_size=80)), max_size=40), st.integers(-(10**19), 10**19))
@settings(max_examples=200, deadline=None)
def test_anything_is_read_without_a_crash(lines: list[str], now: int) -> None:
    text = "\n".join(lines)
    for read in (
        parse_get(text, now=now),
        parse_dump(text, "com.a", uid=10142, now=now, zone_s=3600),
        parse_dump("  Uid u0a142:\n    Package com.a:\n" + text, "com.a", uid=10142, now=now),
    ):
        assert len(read.unknown) <= 20


def test_a_flood_of_lines_is_read_in_bounded_time() -> None:
    start = time.monotonic()
    read = parse_get("A" * 2_000_000 + "\n" + "".join(f"OP_{n}: allow\n" for n in range(100_000)), now=NOW)
    assert time.monotonic() - start < 5
    assert len(read.ops) == 2000
    assert read.unknown
