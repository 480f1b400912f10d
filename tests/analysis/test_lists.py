"""Items of lists in traffic: some identify by themselves, others only together."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from journals import PACKAGE, PID, Journal, full_notice, whole_run

from privaudit.analysis.gather import build_report
from privaudit.analysis.lists import items_in
from privaudit.catalog import load_catalog
from privaudit.model.event import ApiCalled
from privaudit.model.observation import Sent

APPS = ("com.other.wallet", "com.other.music", "cn.chat.messenger", "com.other.app2024", PACKAGE)
HOST = "https://api.bank.example/v1"


def reading(api: str, *items: str) -> Journal:
    """A run in which a list was read."""
    journal = whole_run()
    site = journal.site("app", api)
    journal.add(
        lambda at: ApiCalled(
            at=at, seen=at, pid=PID, process=PACKAGE, api=api, overload="()", site=site, thread="main",
            tid=1, n=1, result=",".join(items), result_length=len(",".join(items)), items=len(items),
        )
    )  # fmt: skip
    return journal


def sent(journal: Journal) -> tuple[Sent, ...]:
    return journal.end().observe().sent


def apps_in(one: Sent) -> list[str]:
    return [match.value for match in one.matches if match.data_type == "apps.installed"]


def test_a_list_of_apps_that_goes_out_is_seen_and_a_few_stand_for_all() -> None:
    journal = reading("apps.packages", *APPS)
    journal.request(HOST, body=json.dumps({"apps": list(APPS)}).encode(), by="app")
    (one,) = sent(journal)
    assert apps_in(one) == list(APPS[:3])


@pytest.mark.parametrize(
    "body",
    [
        {"share_to": APPS[0]},
        {"from": PACKAGE, "share_to": APPS[0]},
        {"a": APPS[0], "b": APPS[1]},
        {"text": f"about {APPS[0]}x and {APPS[1]}y and {APPS[2]}z"},
    ],
)
def test_one_or_two_names_of_apps_are_no_list(body: dict[str, str]) -> None:
    journal = reading("apps.packages", *APPS)
    journal.request(HOST, body=json.dumps(body).encode(), by="app")
    assert apps_in(sent(journal)[0]) == []


def test_the_apps_own_name_is_no_item() -> None:
    journal = reading("apps.packages", PACKAGE)
    journal.request(HOST, body=json.dumps({"package": PACKAGE}).encode(), by="app")
    assert apps_in(sent(journal)[0]) == []


def test_a_name_read_by_itself_counts_by_itself() -> None:
    journal = reading("apps.packages", *APPS)
    row = next(
        r.id for r in load_catalog().apis.values() if r.data_type == "apps.installed" and r.yields == "value"
    )
    journal.call(row, result=APPS[0])
    journal.request(HOST, body=json.dumps({"app": APPS[0]}).encode(), by="app")
    assert apps_in(sent(journal)[0]) == [APPS[0]]


def test_an_item_that_identifies_counts_alone() -> None:
    api = next(
        r.id for r in load_catalog().apis.values()
        if r.yields == "list" and r.data_type and not r.data_type.startswith(("apps.", "location."))
    )  # fmt: skip
    journal = reading(api, "SSID: home", "BSSID: 02:7a:c4:19:e3:5d")
    journal.request(HOST, body=json.dumps({"near": "02:7a:c4:19:e3:5d"}).encode(), by="app")
    (one,) = sent(journal)
    assert [match.value for match in one.matches] == ["02:7a:c4:19:e3:5d"]


def test_names_of_apps_do_not_hide_code_of_the_same_name_in_stacks() -> None:
    items = ("com.demoad.sdk", "com.other.music", "cn.chat.messenger")
    journal = reading("apps.packages", *items)
    journal.request(HOST, body=json.dumps(list(items)).encode(), by="ad")
    observation = journal.end().observe()
    report = build_report(
        observation, journal.judge(full_notice()), full_notice(), load_catalog(), evidence_name="e",
        digest="", whole=True, problem="", made=0,
    )  # fmt: skip
    lines = [line.text for finding in report.findings for proof in finding.proofs for line in proof.stack]
    assert any(line.startswith("com.demoad.sdk.Loader.load") for line in lines)


def test_a_value_that_was_cut_is_told_with_its_length_and_digest() -> None:
    journal = Journal().begin().consent("shown")
    site = journal.site("app", "clipboard.read")
    journal.add(
        lambda at: ApiCalled(
            at=at, seen=at, pid=PID, process=PACKAGE, api="clipboard.read", overload="()", site=site,
            thread="main", tid=1, n=1, result="x" * 4096, result_length=9000, result_hash="ab" * 32,
        )
    )  # fmt: skip
    observation = journal.end().observe()
    (access,) = observation.accesses
    assert (access.value_length, access.value_sha256) == (9000, "ab" * 32)
    assert (0, "values-cut", "1") in observation.notes
    findings = journal.judge(full_notice()).findings
    proof = next(p for f in findings for p in f.proofs if p.kind == "call")
    assert (proof.value_length, proof.value_sha256) == (9000, "ab" * 32)


def test_a_value_kept_whole_has_no_length_to_tell() -> None:
    (access,) = whole_run().imei().end().observe().accesses
    assert (access.value_length, access.value_sha256) == (0, "")


def test_places_are_not_taken_apart() -> None:
    assert items_in("31.2304,121.4737,31.1,121.5", "location.precise") == ((), ())


@given(st.text(max_size=200), st.sampled_from(["apps.installed", "network.wifi", "contacts"]))
def test_items_are_parts_of_the_text_and_each_stands_once(text: str, data_type: str) -> None:
    found = items_in(text, data_type)
    both = (*found.strong, *found.weak)
    assert len(both) == len(set(both))
    assert all(item and item in text for item in both)
    assert not (data_type == "apps.installed" and found.strong)
