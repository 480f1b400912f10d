"""From a journal to an observation."""

from journals import ANDROID_ID, IMEI, PACKAGE, PID, SECOND, START, Journal, whole_run

from privaudit.catalog import load_catalog
from privaudit.model.event import ApiCalled, ApiCounted, HookState, Lifecycle, ProcessSeen, SensorStarted
from privaudit.model.network import FrameSeen, RequestSeen
from privaudit.model.observation import Observation


def count(observation: Observation, api: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for access in observation.accesses:
        if access.api == api:
            found[access.when.consent] = found.get(access.when.consent, 0) + access.count
    return found


def test_sampled_calls_are_not_lost_and_fall_into_the_state_they_happened_in() -> None:
    journal = Journal().begin().consent("shown").imei(times=500).consent("agreed").imei(times=40).end()
    assert count(journal.observe(), "telephony.imei") == {"shown": 500, "agreed": 40}


def test_counted_calls_across_a_change_of_state_weigh_where_they_hurt_least() -> None:
    journal = Journal().begin().consent("shown").imei()
    site = journal.site("app", "telephony.imei")
    first = journal.now
    journal.consent("agreed").wait(1)
    journal.add(
        lambda at: ApiCounted(
            at=at, seen=at, pid=PID, process=PACKAGE, api="telephony.imei", overload="()", site=site, n=100,
            errors=0, first=first, last=at,
        )
    )  # fmt: skip
    assert count(journal.end().observe(), "telephony.imei") == {"shown": 1, "agreed": 99}


def test_a_count_without_any_call_in_detail_is_still_an_access() -> None:
    journal = whole_run()
    site = journal.site("stat", "telephony.imei")
    journal.add(
        lambda at: ApiCounted(
            at=at, seen=at, pid=PID, process=PACKAGE, api="telephony.imei", overload="()", site=site, n=9,
            errors=4, first=at, last=at,
        )
    )  # fmt: skip
    accesses = journal.end().observe().accesses
    assert sorted((a.count, a.refused, a.actor.id) for a in accesses) == [
        (4, True, "demo.stat"),
        (5, False, "demo.stat"),
    ]


def test_thousands_of_calls_from_one_place_are_one_access() -> None:
    journal = whole_run().imei()
    site = journal.site("app", "telephony.imei")
    for n in range(2, 2002):
        journal.events.append(
            ApiCalled(
                at=journal.now + n, seen=journal.now, pid=PID, process=PACKAGE, api="telephony.imei",
                overload="()", site=site, thread="main", tid=1, n=n, result=str(n),
            )
        )  # fmt: skip
    observation = journal.wait(1).end().observe()
    (access,) = observation.accesses
    assert access.count == 2001
    assert access.last - access.when.at == 2001
    assert any(topic == "calls-folded" for _n, topic, _text in observation.notes)


def test_the_actor_of_a_request_is_joined_from_the_call_that_opened_it() -> None:
    journal = whole_run()
    journal.request("https://log.demostat.example/a", by="stat")
    journal.request("https://api.bank.example/x?q=1", by="app")
    journal.call("traffic.okhttp", by="ad", args=("https://x.demoad.example/one",))
    journal.request("https://x.demoad.example/two", by=None)
    journal.request("https://nobody.example/", by=None)
    actors = {sent.url: sent.actor for sent in journal.end().observe().sent}
    assert actors["https://log.demostat.example/a"].id == "demo.stat"
    assert actors["https://log.demostat.example/a"].confidence == "high"
    assert actors["https://api.bank.example/x?q=1"].kind == "app"
    assert (actors["https://x.demoad.example/two"].id, actors["https://x.demoad.example/two"].confidence) == (
        "demo.ad",
        "medium",
    )
    assert (actors["https://nobody.example/"].kind, actors["https://nobody.example/"].confidence) == (
        "unknown",
        "low",
    )


def test_two_parties_opening_one_host_leave_its_other_requests_unknown() -> None:
    journal = whole_run()
    journal.call("traffic.url", by="stat", args=("https://cdn.example.org/a",))
    journal.call("traffic.url", by="ad", args=("https://cdn.example.org/b",))
    journal.request("https://cdn.example.org/c", by=None)
    journal.request("https://cdn.example.org/b", by=None)
    actors = {sent.url[-1]: sent.actor for sent in journal.end().observe().sent}
    assert actors["c"].kind == "unknown"
    assert actors["b"].id == "demo.ad"


def test_a_call_long_before_a_request_did_not_open_it() -> None:
    journal = whole_run()
    journal.call("traffic.url", by="stat", args=("https://cdn.example.org/a",)).wait(60)
    journal.request("https://cdn.example.org/a", by=None)
    assert journal.end().observe().sent[0].actor.kind == "unknown"


def test_a_value_read_after_its_request_was_told_is_still_found() -> None:
    journal = whole_run()
    journal.request(f"https://api.bank.example/?id={ANDROID_ID}")
    journal.android_id()
    (match,) = journal.end().observe().sent[0].matches
    assert (match.data_type, match.value, match.source) == ("device.android_id", ANDROID_ID, "read")


def test_planted_and_typed_values_are_found() -> None:
    journal = whole_run().note("planted", f'{{"device.imei": "{IMEI}"}}')
    journal.note("typed", '{"identity.id_number": ["11010519491231002X"]}').note("typed", "{broken")
    journal.request("https://api.bank.example/", body=f"a={IMEI}&id=11010519491231002X".encode())
    observation = journal.end().observe()
    found = {(match.data_type, match.source) for match in observation.sent[0].matches}
    assert found == {("device.imei", "planted"), ("identity.id_number", "typed")}
    assert [topic for _n, topic, _text in observation.notes] == ["typed"]


def test_websocket_messages_are_sent_by_whoever_opened_the_socket() -> None:
    journal = whole_run().imei()
    journal.call("traffic.websocket", by="push", args=("wss://im.demopush.example/s",))
    journal.request("https://im.demopush.example/s", by=None, method="GET").wait(120)
    flow = next(e.flow for e in reversed(journal.events) if isinstance(e, RequestSeen))
    journal.artefacts["b" * 64] = f'{{"imei":"{IMEI}"}}'.encode()
    for from_client in (True, False):
        journal.add(
            lambda at, client=from_client: FrameSeen(  # type: ignore[misc] # a default binds the loop's value
                at=at, seen=at, flow=flow, host="im.demopush.example", from_client=client, text=True,
                body="b" * 64, body_bytes=30,
            )
        )  # fmt: skip
    sent = journal.end().observe().sent
    (message,) = [one for one in sent if one.method == "WEBSOCKET"]
    assert message.actor.id == "demo.push"
    assert message.encrypted
    assert {match.data_type for match in message.matches} == {"device.imei"}


def test_coverage_tells_sensors_hooks_states_and_gaps() -> None:
    journal = Journal().begin(without=("build.serial",)).consent("shown").consent("agreed").background()
    journal.events.append(
        HookState(
            at=journal.now, seen=journal.now, pid=99, api="telephony.imei", state="failed", reason="why"
        )
    )
    journal.add(
        lambda at: ProcessSeen(
            at=at, seen=at, pid=99, name=f"{PACKAGE}:push", instrumented=False, reason="too late"
        )
    )
    journal.tunnel("pinned.example").step("tapOn", "failed", "no such element").lose("proxy", "killed")
    coverage = journal.end(outcome="incomplete", reason="proxy lost").observe().coverage
    hooks = {hook.api: hook for hook in coverage.hooks}
    assert hooks["telephony.imei"].state == "failed"
    assert hooks["build.serial"].state == "not_installed"
    assert hooks["telephony.imsi"].state == "resolved"
    assert set(hooks) == set(load_catalog().apis)
    agent, proxy = coverage.sensor("agent"), coverage.sensor("proxy")
    assert agent is not None
    assert agent.whole
    assert proxy is not None
    assert proxy.lost == "killed"
    assert coverage.outcome == "incomplete"
    assert coverage.unread_tunnels == ("pinned.example:443",)
    assert coverage.uninstrumented == (f"{PACKAGE}:push (99): too late",)
    assert coverage.failed_steps == ("2 tapOn: no such element",)
    assert set(coverage.consent_states) == {"not_shown", "shown", "agreed"}
    assert coverage.app_states["background"] > SECOND
    assert sum(coverage.app_states.values()) == coverage.end - coverage.start
    assert coverage.start == START + SECOND // 10


def test_a_sensor_that_was_never_stopped_in_a_run_without_end_is_lost() -> None:
    coverage = whole_run().observe().coverage
    agent = coverage.sensor("agent")
    assert agent is not None
    assert not agent.whole
    assert coverage.outcome == "unsealed"


def test_an_access_the_system_counted_and_no_hook_saw_takes_conformity_away() -> None:
    journal = whole_run()
    journal.appop("android:camera", journal.now)
    judgement = journal.end().judge(None)
    outcome = next(o for o in judgement.outcomes if o.rule == "accessed-before-consent")
    assert outcome.verdict == "not_observed"
    assert "android:camera" in outcome.reason.en


def test_asks_carry_the_apps_own_screen() -> None:
    journal = (
        whole_run()
        .screen("附近网点需要位置权限")
        .screen("允许？", package="com.android.permissioncontroller")
    )
    (ask,) = journal.ask("android.permission.ACCESS_FINE_LOCATION").end().observe().asks
    assert ask.permissions == ("android.permission.ACCESS_FINE_LOCATION",)
    assert ask.screen_texts == ("附近网点需要位置权限",)


def test_an_empty_journal_is_observed_as_nothing_at_all() -> None:
    journal = Journal()
    journal.events.clear()
    observation = journal.observe()
    assert observation.coverage.outcome == "unsealed"
    judgement = journal.judge(None)
    assert {outcome.verdict for outcome in judgement.outcomes} == {"not_tested"}
    assert not judgement.findings


def test_lifecycle_within_one_tick_of_the_clock_leaves_the_app_where_it_was() -> None:
    journal = whole_run()
    at = journal.now
    for activity, state in (("Splash", "resumed"), ("Splash", "stopped"), ("Splash", "destroyed")):
        journal.events.append(
            Lifecycle(at=at, seen=at, pid=PID, activity=activity, state=state)  # type: ignore[arg-type] # its words
        )
    journal.wait(1).imei().background().imei().end()
    assert [access.when.app_state for access in journal.observe().accesses] == ["foreground", "background"]


def test_sensors_may_be_started_again() -> None:
    journal = whole_run().lose("proxy")
    journal.add(lambda at: SensorStarted(at=at, seen=at, sensor="proxy"))
    proxy = journal.wait(1).end().observe().coverage.sensor("proxy")
    assert proxy is not None
    assert len(proxy.intervals) == 2
    assert not proxy.whole
