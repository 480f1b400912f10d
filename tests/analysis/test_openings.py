"""Calls that open connections, and requests led back to those that were only counted."""

from __future__ import annotations

import pytest
from journals import PACKAGE, PID, Journal, whole_run

from privaudit.analysis.openings import canonical_url
from privaudit.catalog.recorded import recorded
from privaudit.model.circumstances import Actor
from privaudit.model.event import ApiCounted, SensorStopped

URL = "https://track.demoad.example/v1/profile"


def counted(journal: Journal, n: int) -> None:
    """Tell that there were `n` calls from the advertising SDK's place, the last one now."""
    site = journal.site("ad", "traffic.okhttp")
    journal.add(
        lambda at: ApiCounted(
            at=at, seen=at, pid=PID, process=PACKAGE, api="traffic.okhttp", overload="()", site=site, n=n,
            errors=0, first=at, last=at,
        )
    )  # fmt: skip


def opener(*urls: str) -> Actor:
    """Who opened a request long after the calls told in detail, which went to `urls`."""
    journal = whole_run()
    for url in urls:
        journal.call("traffic.okhttp", by="ad", args=(url,))
    journal.wait(60)
    counted(journal, len(urls))
    counted(journal, len(urls) + 1)
    journal.request(URL, by=None)
    return journal.end().observe().sent[0].actor


def test_a_request_of_a_call_that_was_only_counted_is_led_back_to_its_place() -> None:
    actor = opener(URL, URL)
    assert (actor.id, actor.confidence) == ("demo.ad", "medium")
    assert "counted only" in actor.rule
    assert recorded(actor.rule).zh.endswith("该次调用只有计数，此前同一处的调用均连接该主机")


def test_one_host_is_enough_and_is_said_to_be_a_guess() -> None:
    actor = opener(URL, f"{URL}/other")
    assert (actor.id, actor.confidence) == ("demo.ad", "medium")
    actor = opener(f"{URL}/a", f"{URL}/b")
    assert (actor.id, actor.confidence) == ("demo.ad", "medium")
    assert "the only one to open this host shortly before" in actor.rule
    assert recorded(actor.rule).zh.startswith("调用代码位于 com.demoad.sdk 之下；该次调用只有计数")


def test_a_place_that_opened_several_hosts_says_nothing_of_calls_that_were_only_counted() -> None:
    assert opener(URL, "https://other.example/").kind == "unknown"


def test_counts_of_calls_told_in_detail_are_no_further_calls() -> None:
    journal = whole_run().call("traffic.okhttp", by="ad", args=(URL,)).wait(60)
    counted(journal, 1)
    journal.request(URL, by=None)
    assert journal.end().observe().sent[0].actor.kind == "unknown"


def test_a_request_after_the_agent_stopped_is_the_only_ones_that_ever_opened_its_host() -> None:
    def stopped(*who: str) -> Actor:
        journal = whole_run()
        for by in who:
            journal.call("traffic.okhttp", by=by, args=(URL,))
        journal.wait(60).add(lambda at: SensorStopped(at=at, seen=at, sensor="agent"))
        journal.request(URL, by=None)
        return journal.observe().sent[0].actor

    alone = stopped("ad")
    assert (alone.id, alone.confidence) == ("demo.ad", "medium")
    assert recorded(alone.rule).zh.endswith("探针此时已停止观察，此前只见它连接过该主机")
    assert stopped("ad", "stat").kind == "unknown"


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("https://A.example:443", "https://a.example/"),
        ("wss://a.example/x", "https://a.example/x"),
        ("https://a.example/ä?q=ü", "https://a.example/%C3%A4?q=%C3%BC"),
        ("https://[::1]:8443", "https://[::1]:8443/"),
    ],
)
def test_ways_to_write_one_url_are_one(one: str, same: str) -> None:
    assert canonical_url(one) == canonical_url(same) != ""


@pytest.mark.parametrize("text", ["", "nothing", "https://[broken", "https://a.example:port/"])
def test_what_is_no_url_gives_none(text: str) -> None:
    assert canonical_url(text) == ""
