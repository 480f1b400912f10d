"""What an app's native code does on the network is told, byte by byte; the app notices nothing."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from native_network import HOST, NET, TLS, Echo, Networked

from privaudit.model.event import AgentProblem
from privaudit.model.network import NameLookedUp, PlainSeen, SocketBytes, SocketSeen, TrustAnswered
from privaudit.model.wire import NetworkPlan

Make = Callable[..., Networked]
PLAIN = 65536
WATCH = NetworkPlan(watch=True, plain=PLAIN)
QUIET = NetworkPlan(watch=True)
QUIC = NetworkPlan(watch=True, refuse_quic=True)


@pytest.fixture
def echo() -> Iterator[Echo]:
    one = Echo()
    yield one
    one.close()


@pytest.fixture
def networked(tmp_path: Path) -> Iterator[Make]:
    made: list[Networked] = []

    def make(plan: NetworkPlan = WATCH, *, rows: bool = False, start: bool = True) -> Networked:
        made.append(Networked(tmp_path, plan, rows=rows))
        if start:
            made[-1].start()
        return made[-1]

    yield make
    for one in made:
        one.close()


STEPS = """
open tcp; connect 0 {tcp}; send 0 write hello; recv 0 read; send 0 writev again; recv 0 readv
send 0 send more; recv 0 recv; send 0 sendto and; recv 0 recvfrom; send 0 sendmsg so; recv 0 recvmsg
send 0 sendmmsg on; drain 0 6; big 0 300000; drain 0 300000; error 0; connect 0 {tcp}
shutdown 0; recv 0 read; send 0 send late; close 0; close 0; send 0 send closed
open tcp; connect 1 {host} 1; error 1; close 1
open tcp; nonblock 2; connect 2 {tcp}; wait 2 out; error 2; connect 2 {tcp}; close 2
open tcp; nonblock 3; connect 3 {host} 1; wait 3 out; error 3; error 3; close 3
open udp; send 4 sendto one {udp}; recv 4 recvfrom; send 4 sendmsg two {udp}; recv 4 recvmsg
send 4 sendmmsg three {udp}; recv 4 recvmmsg; recv 4 read; recv 4 peek; recv 4 recv
connect 4 {udp}; send 4 send four; recv 4 recv; send 4 write five; recv 4 readv; close 4
open udp; send 5 send nowhere; connect 5 {host} 1; send 5 send x; wait 5 in; send 5 send x
bad connect 5; bad sendto 5; bad bytes 5; bad message 5; bad pointer 5; bad short 5; bad none 5; close 5
open unix; send 7 write pair; recv 6 read; close 6; close 7
open null; send 8 write x; close 8
open tcp; connect 9 {tcp}; copy dup 9; close 9; send 10 send copied; recv 10 recv
open null; copy dup2 11 10; send 10 write x; send 10 send x; close 10; close 11
open tcp; connect 12 {tcp}; copy fcntl 12; close 12; child fork 13; recv 13 read; child vfork 13
send 13 send after; recv 13 recv; copy dup3 13 13; bad connect 13; close 13
flags 12; flags 13; open tcp6; open tcp; connect 15 {tcp}; copy dup2 14 15; flags 14; flags 15; send 15 send x
copy dup3 14 15; flags 14; flags 15; copy dup2 15 15; close 14; close 15; copy dup2 14 15
open udp6; connect 16 ::ffff:{udp}; send 16 send mapped; recv 16 recv; close 16
open tcp6; connect 17 ::ffff:{tcp}; send 17 send mapped; recv 17 recv; close 17
lookup localhost; lookup no.such.host.invalid.; lookup 127.0.0.1; byname localhost; byname localhost r
crowd {host} {ports} 8 5
"""
"""Uses of the network in every way, each with an answer that is always the same."""


def steps_of(text: str, echo: Echo) -> list[str]:
    ports = f"{echo.tcp} {echo.udp}"
    filled = text.format(host=HOST, tcp=f"{HOST} {echo.tcp}", udp=f"{HOST} {echo.udp}", ports=ports)
    return [step.strip() for step in re.split("[;\n]", filled) if step.strip()]


@pytest.mark.parametrize("rows", [False, True], ids=["alone", "with-rows"])
def test_answers_and_errno_are_the_same_before_with_and_after(
    networked: Make, echo: Echo, rows: bool
) -> None:
    one = networked(WATCH, rows=rows, start=False)
    steps = steps_of(STEPS, echo)
    before = one.run(*steps)
    one.start()
    during, apart = one.run(*steps), one.run(*steps, apart=True)
    one.stop()
    after = one.run(*steps)
    assert len(before) == len(steps)
    for i, step in enumerate(steps):
        assert before[i] == during[i] == apart[i] == after[i], step
    assert one.log.of(AgentProblem) == []
    assert one.reads.alive()
    assert {event.thread for event in one.log.of(SocketSeen)} >= {"main", "net-worker"}


def test_a_connection_is_told_once_with_its_bytes_and_its_caller(networked: Make, echo: Echo) -> None:
    one = networked(QUIET)
    one.run("open tcp", f"connect 0 {HOST} {echo.tcp}", "big 0 500000", "drain 0 500000", "close 0")
    one.stop()
    (opened,) = one.opened(echo.tcp)
    assert (opened.protocol, opened.address, opened.state, opened.error) == ("tcp", HOST, "opened", "")
    assert opened.local_port > 0
    assert opened.thread == "main"
    frames = one.site(opened.site).frames
    assert frames[0].library == NET.name
    assert (frames[-1].cls, frames[-1].method) == ("reads.Main", "main")
    totals = one.totals(opened.socket)
    assert (totals.up, totals.down, totals.closed, totals.how) == (500000, 500000, True, "kernel")
    assert one.of(PlainSeen) == []


@pytest.mark.parametrize(
    ("ending", "up", "down"),
    [
        (["close 0"], 5, 5),
        (["shutdown 0", "recv 0 read", "close 0"], 5, 5),
        (["child fork 0", "close 0"], 10, 5),
    ],
    ids=["closed", "shut-down", "child"],
)
def test_bytes_are_those_that_were_carried(
    networked: Make, echo: Echo, ending: list[str], up: int, down: int
) -> None:
    one = networked(QUIET)
    one.run("open tcp", f"connect 0 {HOST} {echo.tcp}", "send 0 send hello", "recv 0 recv", *ending)
    one.stop()
    (opened,) = one.opened(echo.tcp)
    totals = one.totals(opened.socket)
    assert (totals.up, totals.closed) == (up, True)
    # The echo of what the child sent may come before the end or after it.
    assert totals.down in {down, up}


def test_open_connections_are_told_while_they_live_and_at_the_end(networked: Make, echo: Echo) -> None:
    one = networked(QUIET)
    one.run("open tcp", f"connect 0 {HOST} {echo.tcp}", "send 0 send hello", "recv 0 recv")
    one.flush(lambda: any(event.up == 5 for event in one.of(SocketBytes)))
    (opened,) = one.opened(echo.tcp)
    assert not one.totals(opened.socket).closed
    one.reads.run("here send 0 send again; recv 0 recv")
    one.stop()
    assert (one.totals(opened.socket).up, one.totals(opened.socket).down) == (10, 10)


def test_copies_of_a_descriptor_are_one_connection(networked: Make, echo: Echo) -> None:
    one = networked(QUIET)
    one.run(
        "open tcp", f"connect 0 {HOST} {echo.tcp}", "copy dup 0", "copy fcntl 0", "close 0",
        "send 1 send hello", "recv 1 recv", "close 1", "send 2 send again", "recv 2 recv",
    )  # fmt: skip
    one.flush(lambda: one.of(SocketBytes) != [])
    (opened,) = one.opened(echo.tcp)
    assert not one.totals(opened.socket).closed
    # As the Java runtime closes: something else takes the descriptor's place first.
    one.reads.run("here open null; copy dup2 3 2")
    one.stop()
    totals = one.totals(opened.socket)
    assert (totals.up, totals.down, totals.closed) == (10, 10, True)
    assert len(one.opened(echo.tcp)) == 1


def test_failures_are_told_with_their_reason(networked: Make) -> None:
    one = networked(QUIET)
    one.run(
        "open tcp", f"connect 0 {HOST} 1", "close 0",
        "open tcp", "nonblock 1", f"connect 1 {HOST} 2", "wait 1 out", "error 1", "close 1",
        "open tcp", "nonblock 2", f"connect 2 {HOST} 3", "wait 2 out", "close 2",
    )  # fmt: skip
    one.stop()
    told = {event.port: (event.state, event.error) for event in one.of(SocketSeen)}
    assert told == dict.fromkeys((1, 2, 3), ("failed", "ECONNREFUSED"))
    assert one.of(SocketBytes) == []


def test_datagrams_are_counted_by_address(networked: Make, echo: Echo) -> None:
    other = Echo()
    one = networked(QUIET)
    one.run(
        "open udp", f"send 0 sendto hello {HOST} {echo.udp}", "recv 0 recvfrom",
        f"send 0 sendto more {HOST} {other.udp}", "recv 0 recvfrom",
        f"send 0 sendmmsg three {HOST} {echo.udp}",
        "recv 0 recvmmsg", "recv 0 peek", "recv 0 recvmsg", "recv 0 recvfrom", "close 0",
    )  # fmt: skip
    one.stop()
    other.close()
    (first,) = one.opened(echo.udp)
    (second,) = one.opened(other.udp)
    assert (first.protocol, second.protocol) == ("udp", "udp")
    assert first.local_port == second.local_port > 0
    totals = one.totals(first.socket)
    assert (totals.up, totals.down, totals.closed, totals.how) == (20, 20, True, "calls")
    assert (one.totals(second.socket).up, one.totals(second.socket).down) == (4, 4)


def test_connecting_a_datagram_socket_sends_nothing_and_is_not_told(networked: Make, echo: Echo) -> None:
    one = networked(QUIET)
    one.run("open udp", f"connect 0 {HOST} {echo.udp}", "close 0")
    one.stop()
    assert one.of(SocketSeen) == []


def test_what_stays_on_the_phone_is_not_told_but_the_way_to_the_proxy_is(
    networked: Make,
) -> None:
    here, proxy = Echo("127.0.0.1"), Echo("127.0.0.1")
    plan = NetworkPlan(watch=True, plain=PLAIN, proxy=f"127.0.0.1:{proxy.tcp}")
    one = networked(plan)
    for echo in (here, proxy):
        one.run(
            "open tcp", f"connect 0 127.0.0.1 {echo.tcp}", "send 0 send CONNECT", "recv 0 recv", "close 0",
            "open udp", f"send 1 sendto hello 127.0.0.1 {echo.udp}", "recv 1 recv", "close 1",
        )  # fmt: skip
    one.stop()
    for echo in (here, proxy):
        echo.close()
    (opened,) = one.of(SocketSeen)
    assert (opened.port, opened.state) == (proxy.tcp, "opened")
    assert one.totals(opened.socket).up == len("CONNECT")
    assert one.of(PlainSeen) == []


def test_datagrams_of_http3_are_refused_and_counted(networked: Make, echo: Echo) -> None:
    one = networked(QUIC)
    answers = one.run(
        "open udp", f"connect 0 {HOST} 443", "send 0 send quic", "send 0 write quic", "close 0",
        "open udp", f"send 1 sendto quic {HOST} 443", f"send 1 sendmsg quic {HOST} 443",
        f"send 1 sendmmsg quic {HOST} 443", f"mixed 1 {HOST} {echo.udp} 443 {echo.udp}",
        f"mixed 1 {HOST} 443 {echo.udp} 443", f"segments 1 {HOST} 443 3000 1200",
        f"send 1 sendto other {HOST} {echo.udp}", "close 1",
    )  # fmt: skip
    one.stop()
    assert answers == [
        "0 0", "0 0", "-1 111", "-1 111", "0 0",
        "1 0", "-1 111", "-1 111", "-1 111", "1 0", "-1 111", "-1 111", "5 0", "0 0",
    ]  # fmt: skip
    refused = one.opened(443)
    assert [(event.protocol, event.state, event.error) for event in refused] == [
        ("udp", "refused", "ECONNREFUSED")
    ] * 2
    # The last was a call that holds three datagrams.
    assert [one.totals(event.socket).refused for event in refused] == [2, 7]
    assert [one.totals(event.socket).up for event in refused] == [0, 0]
    assert one.site(refused[0].site).frames[0].library == NET.name
    (opened,) = one.opened(echo.udp)
    assert (opened.state, one.totals(opened.socket).up, one.totals(opened.socket).refused) == (
        "opened",
        10,
        0,
    )
    deadline = time.monotonic() + 5
    while len(echo.received) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert sorted(echo.received) == [b"abcde", b"other"]


def test_http3_over_tcp_and_to_the_phone_itself_is_left_alone(networked: Make) -> None:
    one = networked(QUIC)
    answers = one.run(
        "open tcp",
        f"connect 0 {HOST} 443",
        "close 0",
        "open udp",
        "send 1 sendto local 127.0.0.1 443",
        "close 1",
    )
    one.stop()
    assert answers[1] in {"-1 111", "0 0"}
    assert answers[4] == "5 0"
    assert {event.state for event in one.of(SocketSeen)} <= {"failed", "opened"}


def test_without_the_wish_nothing_is_refused(networked: Make) -> None:
    one = networked(QUIET)
    assert one.run("open udp", f"send 0 sendto quic {HOST} 443", "close 0")[1] == "4 0"
    one.stop()
    assert [event.state for event in one.opened(443)] == ["opened"]


def test_names_are_told_with_what_the_app_was_given(networked: Make) -> None:
    one = networked(QUIET)
    one.run(
        "lookup localhost",
        "lookup no.such.host.invalid.",
        "lookup 10.1.2.3",
        "byname localhost",
        "byname localhost r",
    )
    one.run("lookup localhost", apart=True)
    one.stop()
    told = one.log.of(NameLookedUp)
    assert [event.name for event in told] == ["localhost", "no.such.host.invalid.", *["localhost"] * 3]
    for event in (*told[:1], *told[2:]):
        assert set(event.addresses) <= {"127.0.0.1", "::1"}
        assert event.addresses
        assert event.error == ""
    assert told[1].addresses == ()
    assert re.match("EAI_", told[1].error)
    assert {event.thread for event in told} == {"main", "net-worker"}
    assert one.site(told[0].site).frames[0].library == NET.name


def test_unencrypted_bytes_are_told_in_order_up_to_the_limit(networked: Make, echo: Echo) -> None:
    one = networked(NetworkPlan(watch=True, plain=40000))
    one.run(
        "open tcp", f"connect 0 {HOST} {echo.tcp}", "send 0 write first", "send 0 writev second",
        "send 0 send third", "send 0 sendto fourth", "send 0 sendmsg fifth",
        "big 0 100000", "drain 0 100027", "close 0",
    )  # fmt: skip
    one.stop()
    parts = one.of(PlainSeen)
    assert {(event.layer, event.connection, event.address, event.from_client) for event in parts} == {
        ("tcp", f"tcp#{parts[0].socket}", HOST, True)
    }
    text = b"".join(one.data(event) for event in parts)
    whole = b"firstsecondthirdfourthfifth" + bytes(ord("a") + i % 26 for i in range(65536))
    assert text == whole[:40000]
    at = 0
    for event in parts:
        assert event.offset == at
        at += event.data.size
    assert at == one.totals(parts[0].socket).up == 100027
    assert [event.api.partition("!")[2] for event in parts[:5]] == [
        "write",
        "writev",
        "send",
        "sendto",
        "sendmsg",
    ]
    assert all(len(one.data(event)) <= 32768 for event in parts)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (["\x16\x03\x01hello", "data"], b"\x16\x03\x01hello"),
        (["\x16", "\x03\x01rest", "data"], b"\x16\x03\x01rest"),
        (["\x16", "other", "data"], b"\x16otherdata"),
        (["\x16\x02data", "more"], b"\x16\x02datamore"),
    ],
    ids=["hello", "in-pieces", "one-byte", "no-tls"],
)
def test_of_a_stream_of_tls_only_the_hello_is_told(
    networked: Make, echo: Echo, sent: list[str], told: bytes
) -> None:
    one = networked()
    one.run("open tcp", f"connect 0 {HOST} {echo.tcp}", *[f"send 0 send {text}" for text in sent], "close 0")
    one.stop()
    assert b"".join(one.data(event) for event in one.of(PlainSeen)) == told
    (opened,) = one.opened(echo.tcp)
    assert one.totals(opened.socket).up == sum(map(len, sent))


def test_datagrams_are_told_as_they_are(networked: Make, echo: Echo) -> None:
    one = networked()
    one.run(
        "open udp",
        f"send 0 sendmmsg three {HOST} {echo.udp}",
        f"send 0 sendto last {HOST} {echo.udp}",
        "close 0",
    )
    one.stop()
    parts = one.of(PlainSeen)
    assert [(one.data(event), event.offset, event.layer) for event in parts] == [
        (b"three", 0, "udp"), (b"three", 5, "udp"), (b"three", 10, "udp"), (b"last", 15, "udp"),
    ]  # fmt: skip


@pytest.mark.parametrize("early", [True, False], ids=["before", "after"])
def test_what_a_tls_library_is_given_is_told(networked: Make, echo: Echo, early: bool) -> None:
    one = networked(NetworkPlan(watch=True, plain=2500), start=False)
    if early:
        one.run(f"load {TLS}")
    one.start()
    load = [] if early else [f"load {TLS}"]
    answers = one.run(
        *load, "open tcp", f"connect 0 {HOST} {echo.tcp}", "tls 0 www.example.com plain 1000 2",
        "tls 0 www.example.org ex 1000 4", "tls 0 www.example.com read 5 0", "close 0",
    )  # fmt: skip
    assert [answer.split()[0] for answer in answers[-4:]] == ["2000", "4000", "5", "0"]
    one.stop()
    parts = [event for event in one.of(PlainSeen) if event.layer == "tls"]
    out = [event for event in parts if event.from_client]
    assert [(event.host, event.offset, event.data.size, len(one.data(event))) for event in out] == [
        ("www.example.com", 0, 1000, 1000), ("www.example.com", 1000, 1000, 1000),
        ("www.example.org", 0, 1000, 1000), ("www.example.org", 1000, 1000, 1000),
        ("www.example.org", 2000, 1000, 500), ("www.example.org", 3000, 1000, 0),
    ]  # fmt: skip
    assert one.data(out[0]) == bytes(ord("a") + i % 26 for i in range(1000))
    connections = list(dict.fromkeys(event.connection for event in parts))
    # The library gives out the same pointer each time.
    assert len(connections) == 3
    assert len({name.partition("#")[0] for name in connections}) == 1
    (opened,) = one.opened(echo.tcp)
    assert {(event.socket, event.address, event.port) for event in parts} == {(opened.socket, HOST, echo.tcp)}
    assert [event.api for event in out[1:3]] == [f"{TLS.name}!SSL_write", f"{TLS.name}!SSL_write_ex"]
    (back,) = (event for event in parts if not event.from_client)
    assert (back.data.size, one.data(back), back.connection) == (5, b"", connections[2])
    assert one.site(out[0].site).frames[0].library == NET.name
    # Of the records only the hello is no secret.
    (hello,) = (event for event in one.of(PlainSeen) if event.layer == "tcp")
    assert one.data(hello)[:3] == b"\x16\x03\x01"


def test_a_descriptor_that_became_a_file_unseen_is_no_socket(networked: Make, echo: Echo) -> None:
    one = networked(NetworkPlan(watch=True, plain=PLAIN, refuse_quic=True))
    answers = one.run(
        "open tcp", f"connect 0 {HOST} {echo.tcp}", "send 0 send first", "vanish 0", "open null",
        "send 1 write file", "close 1",
        "open udp", f"connect 2 {HOST} 443", "send 2 send quic", "vanish 2", "open null", "send 3 write file",
        "close 3",
    )  # fmt: skip
    one.stop()
    assert answers[5] == answers[12] == "4 0"
    assert [one.data(event) for event in one.of(PlainSeen)] == [b"first"]
    (refused,) = one.opened(443)
    assert one.totals(refused.socket).refused == 1
    assert {event.closed for event in one.of(SocketBytes)} == {True}


def test_copies_that_vanish_leave_the_connection_to_the_others(networked: Make, echo: Echo) -> None:
    one = networked(QUIET)
    one.run(
        "open tcp", f"connect 0 {HOST} {echo.tcp}", "copy dup 0", "vanish 0", "open null",
        "send 1 send hello", "recv 1 recv",
    )  # fmt: skip
    one.flush(lambda: one.of(SocketBytes) != [])
    one.reads.run("here send 1 send again; recv 1 recv; close 1; close 2")
    one.stop()
    (opened,) = one.opened(echo.tcp)
    assert (one.totals(opened.socket).up, one.totals(opened.socket).closed) == (10, True)


def test_who_connects_to_the_app_is_told_as_well(networked: Make) -> None:
    one = networked()
    port = int(one.run("open tcp", f"listen 0 {HOST}")[1].split()[2])
    with socket.create_connection((HOST, port), source_address=(HOST, 0)) as peer:
        own = peer.getsockname()[1]
        one.reads.run("here accept 0; send 1 send hello; close 1; close 0")
        assert peer.recv(100) == b"hello"
    one.stop()
    (opened,) = one.of(SocketSeen)
    assert (opened.port, opened.local_port, opened.state) == (own, port, "opened")
    assert one.totals(opened.socket).up == 5
    assert [one.data(event) for event in one.of(PlainSeen)] == [b"hello"]


def test_a_storm_of_small_sends_is_told_in_detail_only_at_first(networked: Make, echo: Echo) -> None:
    one = networked()
    one.run("open tcp", f"connect 0 {HOST} {echo.tcp}", "storm send 0 6000", "close 0")
    one.stop()
    parts = one.of(PlainSeen)
    (opened,) = one.opened(echo.tcp)
    assert len(parts) == 4097
    assert sum(event.data.size for event in parts) == one.totals(opened.socket).up
    assert [event.offset for event in parts] == list(range(4097))


def test_by_default_nothing_is_watched(networked: Make, echo: Echo) -> None:
    one = networked(NetworkPlan())
    one.run("open tcp", f"connect 0 {HOST} {echo.tcp}", "send 0 send hello", "close 0", "lookup localhost")
    one.stop()
    kinds = (SocketSeen, SocketBytes, NameLookedUp, PlainSeen, TrustAnswered)
    assert [event for event in one.log.events if isinstance(event, kinds)] == []


def test_many_threads_are_told_exactly(networked: Make, echo: Echo) -> None:
    one = networked()
    assert one.run(f"crowd {HOST} {echo.tcp} {echo.udp} 16 20") == ["640 0"]
    one.stop()
    streams, datagrams = one.opened(echo.tcp), one.opened(echo.udp)
    assert len(streams) == len(datagrams) == 320
    assert len({event.socket for event in (*streams, *datagrams)}) == 640
    last: dict[int, SocketBytes] = {event.socket: event for event in one.of(SocketBytes)}
    assert {(last[event.socket].up, last[event.socket].down) for event in streams} == {(6, 6)}
    assert {(last[event.socket].up, last[event.socket].down) for event in datagrams} == {(8, 8)}
    assert all(event.closed for event in last.values())
    plain = [one.data(event) for event in one.of(PlainSeen)]
    assert sorted(set(plain)) == [b"datagram", b"stream"]
    assert len(plain) == 640
    assert one.log.of(AgentProblem) == []


def test_threads_that_wait_in_a_function_outlive_the_agent(networked: Make, echo: Echo) -> None:
    full = socket.create_server((HOST, 0), backlog=0)
    port = full.getsockname()[1]
    filling = [socket.socket() for _ in range(2)]
    for one in filling:
        one.setblocking(False)
        one.connect_ex((HOST, port))
    watched = networked()
    answers = watched.run(
        "open udp", f"send 0 sendto x {HOST} {echo.udp}", "recv 0 recv", "wait-in recvfrom 0",
        "open tcp", f"connect 1 {HOST} {echo.tcp}", "wait-in read 1",
        "open tcp", f"listen 2 {HOST}", "wait-in accept 2",
        "open udp", f"send 3 sendto x {HOST} {echo.udp}", "recv 3 recv", "wait-in recvmsg 3",
        "open tcp", f"wait-in connect 4 {HOST} {port}",
    )  # fmt: skip
    listening = answers[8].split()[2]
    began = time.monotonic()
    watched.stop()
    assert time.monotonic() - began < 10
    for _ in range(3):
        full.accept()[0].close()
    (line,) = watched.reads.run(
        f"here send 0 sendto late {HOST} {echo.udp}; waited 0; send 1 send late; waited 1; "
        f"open tcp; connect 5 {HOST} {listening}; waited 2; "
        f"send 3 sendto late {HOST} {echo.udp}; waited 3; waited 4"
    )
    assert line.removesuffix(";").split(";") == [
        "4 0", "4 0 0", "4 0", "4 0 0", "5 0", "0 0", "0 0 0", "4 0", "4 0 0", "0 0 0",
    ]  # fmt: skip
    assert watched.reads.alive()
    for one in (full, *filling):
        one.close()
    # What it was about to connect to when the agent left was told as well.
    (waiting,) = watched.opened(port)
    assert waiting.state == "opened"


def test_it_comes_and_goes_while_threads_are_at_it(networked: Make, echo: Echo, tmp_path: Path) -> None:
    one = networked(start=False)
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(one.run, f"crowd {HOST} {echo.tcp} {echo.udp} 16 150")
        for _ in range(2):
            again = Networked(tmp_path, WATCH, reads=one.reads)
            again.start()
            again.stop()
            assert again.log.of(AgentProblem) == []
        assert answer.result(timeout=60) == ["4800 0"]
    assert one.reads.alive()


@pytest.mark.parametrize("rows", [False, True], ids=["alone", "with-rows"])
def test_libraries_are_loaded_while_threads_are_at_it(
    networked: Make, echo: Echo, tmp_path: Path, rows: bool
) -> None:
    one = networked(rows=rows)
    for number in range(8):
        library = tmp_path / f"libother{number}.so"
        library.write_bytes(TLS.read_bytes())
        assert one.run(f"crowd {HOST} {echo.tcp} {echo.udp} 16 10 {library}") == ["320 0"]
    one.stop()
    assert len(one.opened(echo.tcp)) == 8 * 160
    assert one.log.of(AgentProblem) == []


def test_signals_come_through_and_their_handlers_may_send(networked: Make, echo: Echo) -> None:
    one = networked()
    answers = one.run(
        "open udp", f"send 0 sendto x {HOST} {echo.udp}", "recv 0 recv", "wait-in recvfrom 0",
        "open tcp", f"connect 1 {HOST} {echo.tcp}", "interrupt 0 1", "waited 0", "recv 1 recv", "close 0",
        "close 1",
    )  # fmt: skip
    one.stop()
    assert answers[6:9] == ["0 0", "-1 0 4", "6 0 signal"]
    (opened,) = one.opened(echo.tcp)
    assert one.totals(opened.socket).up == 6
    assert b"signal" in [one.data(event) for event in one.of(PlainSeen)]
    assert one.log.of(AgentProblem) == []


def test_sockets_from_before_are_told_and_what_they_carry_from_then_on(networked: Make, echo: Echo) -> None:
    one = networked(QUIET, start=False)
    one.run(
        "open tcp", f"connect 0 {HOST} {echo.tcp}", "send 0 send early", "recv 0 recv",
        "open udp", f"connect 1 {HOST} {echo.udp}", "send 1 send early", "recv 1 recv",
    )  # fmt: skip
    one.start()
    one.reads.run("here send 0 send late; recv 0 recv; close 0; send 1 send late; recv 1 recv; close 1")
    one.stop()
    (stream,) = one.opened(echo.tcp)
    (datagrams,) = one.opened(echo.udp)
    assert (stream.site, one.totals(stream.socket).up, one.totals(stream.socket).down) == ("", 9, 9)
    assert (one.totals(datagrams.socket).up, one.totals(datagrams.socket).down) == (4, 4)


def test_the_agent_can_come_twice(tmp_path: Path, echo: Echo) -> None:
    first = Networked(tmp_path, WATCH)
    try:
        first.start()
        first.run("open tcp", f"connect 0 {HOST} {echo.tcp}", "send 0 send hello", "recv 0 recv")
        first.stop()
        second = Networked(tmp_path, WATCH, reads=first.reads)
        second.start()
        second.reads.run("here send 0 send again; recv 0 recv; close 0")
        second.stop()
        (opened,) = second.opened(echo.tcp)
        assert (second.totals(opened.socket).up, second.totals(opened.socket).closed) == (10, True)
    finally:
        first.reads.close()
