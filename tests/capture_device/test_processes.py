"""The app's processes by the system's word, held against those the agent is in."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.capture_device.fake_phone import FakePhone, until

from privaudit.capture.agent.way import Standing
from privaudit.capture.device import Device
from privaudit.capture.processes import (
    ProcessWatch,
    Row,
    bound_isolated,
    own_rows,
    parse_ps,
    parse_start,
    ps_command,
    user_id,
)
from privaudit.errors import EvidenceError
from privaudit.model.event import Event, Note, ProcessGone, ProcessSeen

BANK = "com.example.bank"
UID = 10_142
NEW = """  PID  PPID   UID S ARGS
    1     0     0 S init second_stage
  900     1     0 S zygote64
 4321   900 10142 S com.example.bank
 4330   900 10142 S com.example.bank:push
 4400  4321 10142 S sh -c getprop ro.serialno; sleep 60
 4401  4400 10142 S sleep 60
 4402  4321 10142 Z [sh]
 4500   900 10143 S com.example.bankother
 4600   900 99012 S com.google.android.webview:sandboxed_process0:org.chromium.Service0:0
 4700   900 10142 S com.example.shared
"""
OLD = """USER     PID   PPID  VSIZE  RSS     WCHAN    PC         NAME
root      1     0     340    212   c00c44b0 0000d4cc S /init
u0_a142   4321  900   200000 30000 ffffffff 00000000 S com.example.bank
u0_i3     4600  900   200000 30000 ffffffff 00000000 S com.example.bank:box
u0_a142   4400  4321  1000   300   ffffffff 00000000 S sh
"""
SERVICES = """ACTIVITY MANAGER SERVICES (dumpsys activity services)
  * ServiceRecord{1 u0 com.google.android.webview/org.chromium.content.app.SandboxedProcessService0:0}
    app=null
    isolatedProc=ProcessRecord{aa 4600:com.google.android.webview:sandboxed_process0:org.chromium/u0i12}
    * Client AppBindRecord{bb ProcessRecord{cc 4321:com.example.bank/u0a142}}
  * ServiceRecord{2 u0 com.android.chrome/org.chromium.content.app.SandboxedProcessService0:1}
    isolatedProc=ProcessRecord{dd 4601:com.android.chrome:sandboxed_process0:org.chromium/u0i13}
    * Client AppBindRecord{ee ProcessRecord{ff 4500:com.example.bankother/u0a143}}
"""


def test_the_app_has_what_is_of_its_uid_or_name_and_what_that_started() -> None:
    rows = parse_ps(NEW)
    assert set(own_rows(rows, BANK, UID, others=("com.example.shared",))) == {4321, 4330, 4400, 4401}
    assert set(own_rows(rows, BANK, UID)) == {4321, 4330, 4400, 4401, 4700}
    # Without a uid the name decides, and what descends from it.
    assert set(own_rows(rows, BANK, -1)) == {4321, 4330, 4400, 4401}
    assert {row.pid: row.name for row in rows}[4400] == "sh"


def test_the_list_of_older_phones_is_read_too() -> None:
    assert set(own_rows(parse_ps(OLD), BANK, UID)) == {4321, 4400, 4600}
    assert [row.isolated for row in parse_ps(OLD)] == [False, False, True, False]
    assert user_id("u10_a7") == 1_010_007
    assert user_id("u0_ai4") == 90_004
    assert user_id("system") == -1
    assert ps_command(25) == "ps"


def test_a_renderer_belongs_to_the_app_that_is_bound_to_it() -> None:
    assert bound_isolated(SERVICES, BANK) == {4600}
    assert bound_isolated(SERVICES, "com.example.bankother") == {4601}
    assert bound_isolated("", BANK) == set()


def test_a_process_began_when_the_kernel_says() -> None:
    stat = "4400 (a) b (c)) S 4321 " + "0 " * 17 + "123450 1 2"
    assert parse_start(f"1244.50 900.00\n{stat}", 5_000_000_000_000) == 5_000_000_000_000 - 10_000_000_000
    for text in ("", "1244.50 900.00\n", "x\ny", f"10.00 1.0\n{stat}"):
        assert parse_start(text, 1) is None


@given(st.text(max_size=300))
def test_any_answer_is_read(text: str) -> None:
    own_rows(parse_ps(text), BANK, UID)
    own_rows(parse_ps(f"PID\n{text}"), BANK, UID)
    bound_isolated(text, BANK)
    parse_start(text, 1)


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 30)), max_size=60))
def test_circles_of_parents_end(pairs: list[tuple[int, int]]) -> None:
    rows = [Row(pid=pid, parent=parent, uid=0, line=BANK if pid == 1 else "x") for pid, parent in pairs]
    assert set(own_rows(rows, BANK, UID)) <= {row.pid for row in rows}


class Agent:
    """The agent sensor as the watch sees it."""

    def __init__(self, **standings: Standing) -> None:
        self.standings: dict[int, Standing] = {int(pid[1:]): how for pid, how in standings.items()}

    def has(self, pid: int) -> Standing:
        return self.standings.get(pid, "unknown")

    def pids(self) -> frozenset[int]:
        return frozenset(pid for pid, how in self.standings.items() if how == "in")


class Watched:
    def __init__(self, device: Device, phone: FakePhone, agent: Agent) -> None:
        self.events: list[Event] = []
        self.agent = agent
        self.ps = NEW
        phone.call(r"^ps ", lambda _command: (0, self.ps))
        phone.on(r"^pm list packages", f"package:{BANK} uid:10142\npackage:com.example.shared uid:10142\n")
        phone.on(r"^dumpsys activity services", SERVICES)
        phone.on(r"^cat /proc/uptime", "100.00 1\n9 (x) S " + "0 " * 18 + "9000 0\n")
        self.watch = ProcessWatch(device, BANK, UID, self.events.append, agent, tick_s=0.05)

    def seen(self) -> dict[int, ProcessSeen]:
        return {event.pid: event for event in self.events if isinstance(event, ProcessSeen)}

    def gone(self) -> list[int]:
        return [event.pid for event in self.events if isinstance(event, ProcessGone)]


@pytest.fixture
def watched(device: Device, phone: FakePhone) -> Watched:
    return Watched(device, phone, Agent(p4321="in", p4330="working"))


def test_a_process_without_the_agent_is_told_once_with_when_it_began(watched: Watched) -> None:
    began = time.time_ns()
    watched.watch.start()
    assert until(lambda: {4400, 4401, 4600} <= set(watched.seen()), 8)
    time.sleep(0.3)
    watched.watch.stop()
    assert set(watched.seen()) == {4400, 4401, 4600}
    assert len(watched.events) == 3
    shell = watched.seen()[4400]
    assert not shell.instrumented
    assert shell.name == "sh"
    assert shell.reason == (
        "a program or a copy of a process, started by process 4321: sh -c getprop ro.serialno; sleep 60"
    )
    assert abs(shell.at - (began - 10_000_000_000)) < 5_000_000_000  # 100 s up, started at 90 s
    assert watched.seen()[4600].reason == "an isolated process, which the agent cannot enter"


def test_the_end_of_a_told_process_is_told(watched: Watched) -> None:
    watched.watch.start()
    assert until(lambda: 4400 in watched.seen(), 8)
    watched.ps = "\n".join(line for line in NEW.splitlines() if "sleep" not in line)
    assert until(lambda: {4400, 4401} == set(watched.gone()), 5)
    watched.watch.stop()
    assert watched.gone().count(4400) == 1


def test_what_came_and_went_between_two_looks_is_told(watched: Watched) -> None:
    watched.watch.look()
    assert not watched.events
    watched.ps = (
        "PID PPID UID S ARGS\n 4321 900 10142 S com.example.bank\n 4330 900 10142 S com.example.bank:push\n"
    )
    watched.watch.look()
    assert set(watched.seen()) == {4400, 4401, 4600, 4700}
    assert set(watched.gone()) == {4400, 4401, 4600, 4700}


def test_what_is_being_instrumented_or_was_told_is_not_told_again(watched: Watched) -> None:
    watched.agent.standings |= {4400: "out", 4401: "in", 4600: "out"}
    watched.watch.start()
    time.sleep(2.5)
    watched.watch.stop()
    assert not watched.seen()


def test_the_last_look_tells_what_an_earlier_one_noticed(watched: Watched) -> None:
    watched.watch.start()
    time.sleep(0.4)
    watched.watch.stop()
    assert {4400, 4401} <= set(watched.seen())


def test_a_process_the_agent_left_is_told(watched: Watched) -> None:
    watched.agent.standings[4321] = "left"
    watched.watch.look()
    watched.watch._without[4321].since -= 10
    watched.watch.look()
    assert watched.seen()[4321].reason == "the agent is no longer in it"


def test_a_phone_that_hides_the_apps_processes_is_noted(watched: Watched) -> None:
    watched.ps = "PID PPID UID S ARGS\n 1 0 2000 S sh\n"
    watched.watch.start()
    assert until(lambda: bool(watched.events), 5)
    watched.watch.stop()
    note = watched.events[0]
    assert isinstance(note, Note)
    assert note.topic == "processes.blind"


def test_a_phone_that_no_longer_answers_ends_the_watch_with_a_note(
    watched: Watched, phone: FakePhone
) -> None:
    phone.behaviour = "cut"
    watched.watch.start()
    assert until(lambda: bool(watched.events), 10)
    watched.watch.stop()
    assert [event.topic for event in watched.events if isinstance(event, Note)] == ["processes.lost"]


def test_evidence_that_cannot_be_written_ends_the_watch(device: Device, phone: FakePhone) -> None:
    def full(_event: Event) -> None:
        raise EvidenceError("no space")

    watched = Watched(device, phone, Agent())
    watch = ProcessWatch(device, BANK, UID, full, watched.agent, tick_s=0.05)
    watch.start()
    time.sleep(2.5)
    watch.stop()
    watch.stop()
