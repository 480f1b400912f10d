"""Bytes that Java code gives to TLS: streams of Conscrypt's names, in a real JVM."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from privaudit.capture.agent import install_request
from privaudit.catalog.load import load_catalog
from privaudit.model.event import AgentProblem, ApiCounted, SiteSeen
from privaudit.model.network import PlainSeen
from privaudit.model.wire import NetworkPlan

Make = Callable[..., Any]
JAR = Path(__file__).parents[2] / "bench" / "crypto" / "crypto.jar"
ENGINE, SOCKET = "tls.own_engine_stream", "tls.socket_stream"
HEAD = b"GET / HTTP/1.1\r\n\r\n"


def counted(length: int) -> bytes:
    return bytes((i * 31 + i // 251) % 256 for i in range(length))


@pytest.fixture
def streams(bench: Make) -> Make:
    """Return what makes a JVM with sockets of Conscrypt's names in it, their streams hooked."""
    rows = [row for row in load_catalog().apis.values() if row.yields == "stream"]

    def make(plain: int, **fields: Any) -> Any:
        network = NetworkPlan(plain=plain)
        return bench(
            *install_request(rows, network=NetworkPlan(plain=1)).plan, network=network,
            class_path=[str(JAR)], main="ciphers.Main", **fields,
        )  # fmt: skip

    return make


def of(one: Any, api: str) -> list[PlainSeen]:
    return [event for event in one.log.of(PlainSeen) if event.api == api]


def data(events: list[PlainSeen]) -> bytes:
    assert [event.offset for event in events] == [
        sum(event.data.size for event in events[:i]) for i in range(len(events))
    ]
    return b"".join(base64.b64decode(event.data.inline) for event in events)


def test_each_connection_is_told_in_order_and_the_app_prints_the_same(streams: Make) -> None:
    one = streams(1 << 20, started=False)
    before = one.probe.run("sockets 100")
    one.start()
    assert one.probe.run("sockets 100") == before
    assert one.probe.run("sockets 0") != before
    one.sensor.stop()
    first, second = (
        [event for event in of(one, ENGINE) if event.connection == name]
        for name in dict.fromkeys(event.connection for event in of(one, ENGINE))
    )
    assert data(first) == HEAD + b"x" + counted(100) + b"again"
    assert data(second) == HEAD + b"xagain"
    assert {(event.layer, event.host, event.from_client) for event in first} == {
        ("tls", "engine.example", True)
    }
    other = [event for event in of(one, SOCKET) if event.connection == of(one, SOCKET)[0].connection]
    assert data(other) == b"yzwhole"
    assert {event.host for event in other} == {""}
    assert one.log.of(AgentProblem) == []
    sites = {site.site: site.frames for site in one.log.of(SiteSeen)}
    assert {event.thread for event in first} == {"main"}
    assert all(sites[event.site][0].cls == "ciphers.Sockets" for event in first)


def test_long_writes_come_in_parts_up_to_the_bound(streams: Make) -> None:
    kept: list[bytes] = []

    def keep(data: bytes, **_: str) -> str:
        kept.append(data)
        return str(len(kept) - 1)

    one = streams(70_000, keep=keep)
    one.probe.run("sockets 90000")
    one.sensor.stop()
    told = of(one, ENGINE)
    whole = b"".join(
        kept[int(event.data.artefact)] if event.data.artefact else base64.b64decode(event.data.inline)
        for event in told
    )
    assert whole == (HEAD + b"x" + counted(90_000))[:70_000]
    assert max(event.data.size for event in told) == 32 * 1024
    beyond = len(HEAD) + 1 + 90_000 + len(b"again") - 70_000
    problems = one.log.of(AgentProblem)
    assert {event.where for event in problems} == {"tls streams"}
    assert sum(event.dropped for event in problems) == beyond


def test_a_write_that_calls_another_is_one_and_a_refused_one_is_counted(streams: Make) -> None:
    one = streams(1000)
    one.probe.run("sockets 1")
    one.sensor.stop()
    by: dict[tuple[str, str], list[int]] = {}
    for event in {(e.api, e.overload, e.site): e for e in one.log.of(ApiCounted)}.values():
        n, errors = by.setdefault((event.api, event.overload), [0, 0])
        by[event.api, event.overload] = [n + event.n, errors + event.errors]
    assert by == {
        (ENGINE, "(byte[])"): [3, 0],
        (ENGINE, "(int)"): [1, 0],
        (ENGINE, "(byte[], int, int)"): [1, 0],
        (SOCKET, "(int)"): [1, 0],
        # Of write(byte[]), which the class has from java.io.OutputStream, and one out of range.
        (SOCKET, "(byte[], int, int)"): [3, 1],
    }


def test_an_engine_is_told_with_what_it_took(streams: Make) -> None:
    one = streams(1000, started=False)
    before = one.probe.run("engines")
    one.start()
    assert one.probe.run("engines") == before
    one.sensor.stop()
    told = of(one, "tls.engine")
    assert data(told) == b"taken in two godirheap "
    assert [event.data.size for event in told] == [8, 7, 3, 5]
    assert {(event.host, event.address, event.port) for event in told} == {("wrapped.example", "", 0)}
    assert len({event.connection for event in told}) == 1
    # One overload calls the other; one call was refused.
    counts = {(e.overload, e.site): e for e in one.log.of(ApiCounted) if e.api == "tls.engine"}.values()
    assert (sum(e.n for e in counts), sum(e.errors for e in counts)) == (5, 1)
    assert one.log.of(AgentProblem) == []
