"""What became of each row: by process where they differ, and counts by category in the limits."""

from __future__ import annotations

from journals import PACKAGE, PID, Journal, full_notice, whole_run

from privaudit.analysis.case import Case
from privaudit.analysis.row_limits import native_limit, row_limits
from privaudit.catalog import load_catalog
from privaudit.catalog.categories import CATEGORIES
from privaudit.model.event import ApiCalled, HookState, ProcessSeen
from privaudit.model.observation import HookCoverage, Observation

PUSH = PID + 1
ROWS = load_catalog().apis


def hooks(observation: Observation) -> dict[str, HookCoverage]:
    return {hook.api: hook for hook in observation.coverage.hooks}


def state(journal: Journal, api: str, state: str, *, pid: int = PID, reason: str = "") -> None:
    journal.add(
        lambda at: HookState(at=at, seen=at, pid=pid, api=api, state=state, reason=reason)  # type: ignore[arg-type]
    )


def test_rows_say_fired_never_fired_and_every_state() -> None:
    journal = whole_run().imei(times=3)
    state(journal, "build.serial", "unobservable", reason="a field")
    state(journal, "msa.oaid", "absent", reason="class not found")
    state(journal, "telephony.imsi", "failed", reason="overload not found")
    found = hooks(journal.end().observe())
    assert (found["telephony.imei"].state, found["telephony.imei"].calls) == ("resolved", 3)
    assert found["telephony.meid"].calls == 0
    assert (found["build.serial"].state, found["build.serial"].reason) == ("unobservable", "a field")
    assert found["msa.oaid"].state == "absent"
    assert found["telephony.imsi"].state == "failed"
    assert all(found[api].category == row.category for api, row in ROWS.items())


def test_processes_are_told_apart_where_they_differ() -> None:
    journal = whole_run().imei(times=2)
    journal.add(lambda at: ProcessSeen(at=at, seen=at, pid=PUSH, name=f"{PACKAGE}:push", instrumented=True))
    state(journal, "telephony.imei", "resolved", pid=PUSH)
    state(journal, "telephony.imsi", "resolved", pid=PUSH)
    state(journal, "msa.oaid", "absent", pid=PUSH, reason="class not found")
    journal.add(
        lambda at: ApiCalled(
            at=at, seen=at, pid=PUSH, process=f"{PACKAGE}:push", api="telephony.imei", overload="()",
            site="", thread="worker", tid=1, n=1,
        )
    )  # fmt: skip
    observation = journal.end().observe()
    found = hooks(observation)
    assert [(one.process, one.state, one.calls) for one in found["telephony.imei"].processes] == [
        (PACKAGE, "resolved", 2),
        (f"{PACKAGE}:push", "resolved", 1),
    ]
    assert found["telephony.imei"].calls == 3
    assert found["telephony.imsi"].processes == ()
    assert [one.state for one in found["msa.oaid"].processes] == ["resolved", "absent"]
    (push,) = (one for one in observation.accesses if one.pid == PUSH)
    assert (push.process, push.thread) == (f"{PACKAGE}:push", "worker")


def test_many_rows_are_told_by_category_and_few_by_name() -> None:
    gone = [api for api, row in ROWS.items() if row.category in ("wifi", "cell")]
    journal = Journal().begin(without=tuple(ROWS))
    for api in ROWS:
        state(journal, api, "absent" if api in gone else "resolved")
    state(journal, "telephony.imsi", "failed", reason="x")
    state(journal, "build.serial", "unobservable")
    case = Case(journal.end().observe(), full_notice(), load_catalog())
    told = "\n".join(text.en for text in row_limits(case))
    wifi = sum(row.category == "wifi" for row in ROWS.values())
    assert f"Wi-Fi {wifi}" in told
    assert f"({len(gone)})" in told
    assert "(1): telephony.imsi" in told
    assert "(1): build.serial" in told
    assert "searched for in the traffic" in told
    assert all(len(text.en) < 600 for text in row_limits(case))


def test_the_limit_on_native_code_says_what_was_watched() -> None:
    observation = whole_run().end().observe()
    case = Case(observation, None, load_catalog())
    native = any(row.kind == "native" for row in ROWS.values())
    assert ("system calls it makes itself" in native_limit(case).en) == native


def test_what_was_covered_tells_fields_apart_from_what_is_not_there() -> None:
    journal = whole_run()
    state(journal, "build.serial", "unobservable")
    state(journal, "msa.oaid", "absent")
    outcomes = {o.rule: o for o in journal.end().judge(full_notice()).outcomes}
    reason = outcomes["accessed-before-consent"].reason
    assert "reads of 1 fields cannot be seen" in reason.en
    assert "1 do not exist in the app" in reason.en


def test_every_category_has_words() -> None:
    assert {row.category for row in ROWS.values()} <= set(CATEGORIES)
    assert len({words.zh for words in CATEGORIES.values()}) == len(CATEGORIES)
    assert len({words.en for words in CATEGORIES.values()}) == len(CATEGORIES)
