"""The package beside what was seen: packers, late classes, third parties, processes without the agent."""

from __future__ import annotations

from journals import PACKAGE, PID, SECOND, START, Journal

from privaudit.analysis.case import Case
from privaudit.analysis.packing import package_facts, packing_limits, unwatched_processes
from privaudit.catalog import load_catalog
from privaudit.model.event import HookState, PackageSeen, ProcessGone, ProcessSeen, Recognised
from privaudit.model.observation import Observation

CATALOG = load_catalog()


def seen(journal: Journal, **fields: object) -> None:
    made = {"package": PACKAGE, "sha256": "0" * 64, **fields}
    journal.add(lambda at: PackageSeen(at=at, seen=at, **made))  # type: ignore[arg-type] # by name


def facts(journal: Journal) -> tuple[Observation, Case]:
    observation = journal.observe()
    return observation, Case(observation, None, CATALOG)


def limits(observation: Observation) -> list[str]:
    return [text.en for text in packing_limits(observation, CATALOG)]


def test_old_evidence_without_a_package_says_nothing() -> None:
    observation, case = facts(Journal().begin())
    assert observation.package is None
    assert package_facts(case) is None
    assert limits(observation) == []


def test_a_packer_and_what_it_means_are_told() -> None:
    journal = Journal()
    mark = ("application com.stub.StubApp", "lib libjiagu.so")
    seen(journal, packers=(Recognised(id="packer.qihoo", confidence="high", marks=mark),))
    observation, case = facts(journal.begin())
    (said,) = limits(observation)
    assert said.startswith("The app is packed (recognised: 360 Jiagu, told by application com.stub.StubApp")
    assert "calls through them before that were not seen" in said
    told = package_facts(case)
    assert told is not None
    assert told.packers[0].name.zh == "360加固保"


def test_third_parties_are_contained_only_where_they_were_not_seen_to_act() -> None:
    journal = Journal()
    rows = ("demo.stat", "demo.push", "okhttp", "no.longer.known")
    marks = tuple(Recognised(id=row, confidence="high", marks=(f"package {row}",)) for row in rows)
    seen(journal, sdks=marks)
    journal.begin()
    journal.imei(by="stat")
    observation, case = facts(journal)
    assert [actor.id for actor in observation.sdks] == ["demo.stat"]
    told = package_facts(case)
    assert told is not None
    assert [one.sdk for one in told.contained] == ["demo.push", "no.longer.known"]  # okhttp only carries


def test_hooks_that_came_late_are_told_with_the_last_time() -> None:
    journal = Journal().begin(without=("telephony.imei",))

    def state(pid: int, how: str) -> None:
        journal.add(lambda at: HookState(at=at, seen=at, pid=pid, api="telephony.imei", state=how))  # type: ignore[arg-type]

    state(PID, "absent")
    state(PID, "resolved")
    state(99, "resolved")
    observation, _ = facts(journal)
    assert [api for api, _at in observation.late_hooks] == ["telephony.imei"]
    assert "appeared only after their process began" in limits(observation)[0]


def test_processes_without_the_agent_are_told_with_their_times() -> None:
    journal = Journal().begin()
    why = "it was not held when it started"
    for pid, at in ((7, START - SECOND), (8, START + 12 * SECOND)):
        journal.events.append(
            ProcessSeen(at=at, seen=at, pid=pid, name=f"{PACKAGE}:p{pid}", instrumented=False, reason=why)
        )
    end = START + 20 * SECOND
    journal.events.append(ProcessGone(at=end, seen=end, pid=8, reason="x"))
    observation, _ = facts(journal)
    coverage = observation.coverage
    assert [(one.pid, one.since, one.until) for one in coverage.unwatched] == [
        (7, START - SECOND, None),
        (8, START + 12 * SECOND, end),
    ]
    said = unwatched_processes(coverage)
    # The journal's own first event stands a tenth of a second after START.
    assert f"{PACKAGE}:p7 (7, from before the run, {why})" in said.en
    assert f"{PACKAGE}:p8 (8, from second 11.9 to 19.9, {why})" in said.en
    assert "（7，自测试开始之前起，启动时未能暂停并装入探针）" in said.zh


def test_a_process_that_was_instrumented_after_all_is_none_of_them() -> None:
    journal = Journal().begin()
    for at, inside in ((START + SECOND, False), (START + 2 * SECOND, True)):
        journal.events.append(ProcessSeen(at=at, seen=at, pid=9, name=f"{PACKAGE}:push", instrumented=inside))
    observation, _ = facts(journal)
    assert observation.coverage.unwatched == ()
