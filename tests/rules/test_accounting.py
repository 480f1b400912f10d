"""Every outbound byte accounted for: by destination, and how far each was opened."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from journals import IMEI, PACKAGE, PID, Journal, full_notice, whole_run

from privaudit.analysis.accounting import Accounting
from privaudit.analysis.countries import load_countries
from privaudit.analysis.engine import judge
from privaudit.analysis.gather import build_report
from privaudit.analysis.records import is_encrypted, server_name
from privaudit.catalog import load_catalog
from privaudit.model.destination import Destination, NetworkCoverage
from privaudit.model.event import ProcessSeen
from privaudit.model.finding import Report
from privaudit.model.network import (
    BodyPart,
    FrameSeen,
    Header,
    RequestSeen,
    ResponseSeen,
    SocketBytes,
    SocketSeen,
    StreamSeen,
    TlsSeen,
)
from privaudit.report.formats.html import ROWS, render

PROXY = "127.0.0.1:8888"


def watched() -> Journal:
    return whole_run().note("network.proxy", PROXY)


def network(journal: Journal) -> NetworkCoverage:
    return journal.end().observe().coverage.network


def one(journal: Journal, host: str) -> Destination:
    (found,) = [each for each in network(journal).destinations if each.host == host]
    return found


def report(journal: Journal, countries: Path | None = None) -> Report:
    observation, declaration, catalog = journal.observe(), full_notice(), load_catalog()
    found = load_countries(countries) if countries else None
    return build_report(
        observation, judge(observation, declaration, catalog, countries=found), declaration, catalog,
        evidence_name="run", digest="d" * 64, whole=True, problem="", made=1, countries=found,
    )  # fmt: skip


def limits(journal: Journal) -> str:
    return "\n".join(limit.en for limit in report(journal.end()).limits)


# -- what the proxy read ---------------------------------------------------------------------------


def test_heads_and_bodies_of_requests_answers_and_messages_are_counted_by_host() -> None:
    journal = watched().request("https://api.bank.example/v1?a=1", body=b"x" * 1_000)
    journal.add(
        lambda at: ResponseSeen(
            at=at, seen=at, flow="flow-1", status=200, headers=(Header("A", "b"),), body_bytes=5_000,
            server_address="198.51.100.4:443",
        )
    )  # fmt: skip
    for up, size in ((True, 30), (False, 70)):
        journal.add(
            lambda at, up=up, size=size: FrameSeen(  # type: ignore[misc] # its own values
                at=at, seen=at, flow="flow-1", host="API.bank.example.", from_client=up, text=True, body="",
                body_bytes=size,
            )
        )  # fmt: skip
    found = one(journal, "api.bank.example")
    head = len("POST" + "/v1?a=1" + "HTTP/1.1") + 4
    field = len("Content-Type") + len("application/x-www-form-urlencoded") + 4
    assert found.bytes_up == head + field + 1_000 + 30
    assert found.bytes_down == len("A") + len("b") + 4 + 5_000 + 70
    assert (found.requests, found.protocols, found.ports) == (1, ("http", "websocket"), (443,))
    assert (found.opened, found.addresses, found.registrable) == ("read", ("198.51.100.4",), "bank.example")


def test_a_message_is_counted_once_however_it_was_told_and_in_part_when_its_end_never_came() -> None:
    journal = watched()
    for flow, offset in (("a", 0), ("a", 100), ("b", 0), ("b", 100)):
        journal.add(
            lambda at, flow=flow, offset=offset: BodyPart(  # type: ignore[misc] # its own values
                at=at, seen=at, flow=flow, from_client=True, method="PUT", scheme="https",
                host=f"{flow}.bank.example", port=443, path="/", offset=offset, body_bytes=100,
            )
        )  # fmt: skip
    journal.add(
        lambda at: RequestSeen(
            at=at, seen=at, flow="a", method="PUT", scheme="https", host="a.bank.example", port=443,
            path="/", http_version="HTTP/1.1", headers=(), body_bytes=200,
        )
    )  # fmt: skip
    found = {each.host: each for each in network(journal).destinations}
    assert found["a.bank.example"].bytes_up == 200 + len("PUT/HTTP/1.1") + 4
    assert (found["b.bank.example"].bytes_up, found["b.bank.example"].requests) == (200, 0)


def test_hosts_the_app_was_not_seen_to_open_are_told_as_such() -> None:
    journal = watched().request("https://api.bank.example/").request("https://other.example/", by=None)
    assert {each.host: each.own for each in network(journal).destinations} == {
        "api.bank.example": True, "other.example": False,
    }  # fmt: skip
    written = render(report(journal), language="en", artefact=lambda _: None).decode()
    assert written.count("not seen to be opened by the app") == 1


def test_streams_without_tls_on_other_ports_are_told() -> None:
    journal = watched().stream("push.bank.example:5222", b"login")
    journal.stream("safe.bank.example:5223", b"login", encrypted=True).stream("web.bank.example:80", b"x")
    journal.request("http://api.bank.example:8080/")
    clear = {each.host: each.clear_ports for each in network(journal).destinations if each.clear_ports}
    assert clear == {"push.bank.example": (5222,), "api.bank.example": (8080,)}
    assert "push.bank.example:5222" in limits(journal)


def test_an_app_with_its_own_resolver_is_told_by_the_name_it_gave() -> None:
    journal = watched()
    journal.add(
        lambda at: RequestSeen(
            at=at, seen=at, flow="a", method="GET", scheme="http", host="203.0.113.7", port=80, path="/d",
            http_version="HTTP/1.1", headers=(Header("Host", "api.demostat.example"),),
        )
    )  # fmt: skip
    found = one(journal, "api.demostat.example")
    assert (found.addresses, found.by_address) == (("203.0.113.7",), False)


def test_what_stayed_closed_is_told_with_its_reason_and_first() -> None:
    journal = watched().request("https://api.bank.example/").tunnel("pinned.example").tunnel("pinned.example")
    seen = network(journal)
    assert [each.host for each in seen.destinations] == ["pinned.example", "api.bank.example"]
    first = seen.destinations[0]
    assert (first.opened, first.unopened, first.reasons) == ("unopened", 2, ("pinned",))
    assert "pinned.example:443 (pinned)" in limits(journal)


def test_what_the_agent_took_before_encryption_is_no_gap() -> None:
    journal = watched().imei().tunnel("Pay.bank.example")
    journal.plain(b"POST / HTTP/1.1\r\n\r\n", host="pay.bank.example")
    found = one(journal, "pay.bank.example")
    assert (found.opened, found.taken, found.unopened, found.own) == ("taken", 1, 1, True)
    assert found.bytes_up == len(b"POST / HTTP/1.1\r\n\r\n")
    assert "could not be read" not in limits(journal)
    verdicts = {outcome.rule: outcome.verdict for outcome in journal.judge(full_notice()).outcomes}
    assert verdicts["cleartext-personal-data"] == "conforms"


# -- sockets past the proxy ------------------------------------------------------------------------


def test_sockets_to_the_proxy_are_held_against_what_it_read_and_not_counted_twice() -> None:
    journal = watched().request("https://api.bank.example/", body=b"x" * 100)
    journal.socket("127.0.0.1", 8888, up=900, down=4_000).socket("::ffff:127.0.0.1", 8888, up=100)
    journal.socket("::ffff:127.0.0.1", 7_000, up=5)
    seen = network(journal)
    assert (seen.proxy_sockets, seen.proxy_up, seen.proxy_down) == (2, 1_000, 4_000)
    assert seen.bytes_up == seen.read_up < 900
    assert [each.host for each in seen.destinations if each.inside] == ["127.0.0.1"]
    told = limits(journal)
    assert f"+{1_000 - seen.read_up} and +4,000" in told
    assert "7000" not in told


def test_all_of_loopback_is_the_phone_but_for_the_virtual_ones_internet() -> None:
    for virtual, inside in ((False, {"127.0.0.1", "127.9.9.9"}), (True, {"127.0.0.1"})):
        journal = Journal(virtual=virtual).begin().socket("127.0.0.1", 9, up=1).socket("127.9.9.9", 9, up=1)
        assert {each.host for each in network(journal).destinations if each.inside} == inside


def test_without_the_agent_there_is_no_balance() -> None:
    journal = Journal().begin(sensors=("proxy", "system")).consent("agreed").request("https://a.example/")
    assert "Balance" not in limits(journal)
    assert not network(Journal().begin().request("https://a.example/")).sockets_watched


def test_a_socket_past_the_proxy_has_the_name_its_process_looked_up() -> None:
    journal = watched().lookup("push.bank.example", "198.51.100.7", "198.51.100.8")
    journal.lookup("other.example", "198.51.100.7", pid=PID + 1)
    journal.socket("198.51.100.7", 5222, up=900, down=20).socket("203.0.113.9", 443, up=2_000, down=100)
    named, bare = one(journal, "push.bank.example"), one(journal, "203.0.113.9")
    assert (named.opened, named.named_by, named.addresses) == ("counted", "lookup", ("198.51.100.7",))
    assert (named.bytes_up, named.bytes_down, named.direct, named.unread) == (900, 20, 1, 1)
    assert (bare.by_address, bare.bytes_up, bare.registrable) == (True, 2_000, "203.0.113.9")
    told = limits(journal)
    assert "2 connections went past the proxy" in told
    assert "2,900 bytes sent" in told
    assert "203.0.113.9" in told
    assert "other.example" in network(journal).names_only


def test_plain_bytes_name_a_socket_and_open_it() -> None:
    journal = watched().socket("198.51.100.7", 443, up=700).socket("198.51.100.8", 443, up=800)
    journal.socket("198.51.100.9", 5222, up=90)
    journal.plain(b"GET / HTTP/1.1", host="grpc.bank.example", number=1)
    journal.plain(b"\x16\x03\x01\x02\x00\x01", layer="tcp", number=2, connection="2")
    journal.plain(b"LOGIN me", layer="tcp", number=3, connection="3")
    found = {each.host: each for each in network(journal).destinations}
    assert (found["grpc.bank.example"].opened, found["grpc.bank.example"].bytes_up) == ("taken", 700)
    # A TLS record given to a socket itself is a stack of the app's own: nothing was read.
    assert (found["198.51.100.8"].opened, found["198.51.100.8"].clear_ports) == ("counted", ())
    assert (found["198.51.100.9"].opened, found["198.51.100.9"].clear_ports) == ("taken", (5222,))


def test_quic_that_was_refused_is_counted_and_whether_the_app_fell_back() -> None:
    journal = watched().lookup("video.example", "198.51.100.20").lookup("api.bank.example", "198.51.100.4")
    for address in ("198.51.100.20", "198.51.100.4", "198.51.100.4"):
        journal.socket(address, 443, protocol="udp", state="refused", refused=7)
    journal.request("https://api.bank.example/")
    found = {each.host: each for each in network(journal).destinations}
    assert (found["video.example"].opened, found["video.example"].protocols) == ("refused", ("quic",))
    fell_back = found["api.bank.example"]
    assert (fell_back.opened, fell_back.refused, fell_back.refused_datagrams) == ("read", 2, 14)
    told = limits(journal)
    assert "QUIC was refused for 3 sockets (2 destinations, 21 datagrams)" in told
    assert "no fallback to TCP was seen for 1 destination: video.example" in told


def hello(name: str) -> bytes:
    """A ClientHello that asks for a name, as small as it may be."""

    def vector(width: int, data: bytes) -> bytes:
        return len(data).to_bytes(width, "big") + data

    names = vector(2, b"\0" + vector(2, name.encode()))
    extensions = vector(2, b"\xfa\xfa" + vector(2, b"") + b"\0\0" + vector(2, names))
    body = b"\x03\x03" + b"r" * 32 + vector(1, b"") + vector(2, b"\x13\x01") + vector(1, b"\0") + extensions
    return b"\x16\x03\x01" + vector(2, b"\x01" + vector(3, body))


def test_a_stack_of_the_apps_own_is_named_by_its_hello() -> None:
    journal = watched().socket("198.51.100.7", 443, up=700)
    journal.plain(hello("Own.Stack.example"), layer="tcp", number=1)
    found = one(journal, "own.stack.example")
    assert (found.opened, found.addresses, found.named_by) == ("counted", ("198.51.100.7",), "told")
    assert found.reasons == ("encrypted by a library that is not watched",)
    written = render(report(journal), language="zh", artefact=lambda _: None).decode()
    assert "由未受监测的库加密" in written


@given(
    data=st.binary(max_size=200), cut=st.integers(0, 120), at=st.integers(0, 119), byte=st.integers(0, 255)
)
def test_any_bytes_have_a_name_or_none(data: bytes, cut: int, at: int, byte: int) -> None:
    whole = bytearray(hello("a.example"))
    assert server_name(bytes(whole)) == "a.example"
    assert server_name(data) == "" or data[:2] == b"\x16\x03"
    whole[at % len(whole)] = byte
    for bent in (bytes(whole), bytes(whole)[:cut], bytes(whole)[:cut] + data):
        assert isinstance(server_name(bent), str)
        assert is_encrypted(bent, datagram=False) in (True, False)


@pytest.mark.parametrize(
    ("head", "port", "quic"),
    [
        (b"\xc3\x00\x00\x00\x01\x08abc", 443, True),
        (b"\xd3\x6b\x33\x43\xcf\x08abc", 8_443, True),
        (b"\x43abcdefgh", 443, True),
        (b"\x16\xfe\xfd\x00\x00\x00\x00", 9_000, False),
    ],
    ids=["version-1", "version-2-elsewhere", "short-header", "dtls"],
)
def test_datagrams_that_are_encrypted_are_neither_read_nor_clear(
    head: bytes, port: int, *, quic: bool
) -> None:
    journal = watched().imei().socket("198.51.100.7", port, up=1_200, protocol="udp")
    journal.plain(head + b"x" * 40, layer="udp", number=1, address="198.51.100.7", port=port)
    found = one(journal, "198.51.100.7")
    assert (found.opened, found.clear_ports, found.unread) == ("counted", (), 1)
    assert ("quic" in found.protocols) == quic
    assert report(journal).recipients == ()


def test_a_host_that_was_only_probed_is_told() -> None:
    found = one(watched().probe("pay.bank.example", accepted=False), "pay.bank.example")
    assert (found.opened, found.ports, found.requests) == ("probed", (443,), 0)


def test_a_datagram_socket_goes_to_many_addresses() -> None:
    journal = watched()
    for address in ("198.51.100.1", "198.51.100.2", "198.51.100.1"):
        journal.add(
            lambda at, address=address: SocketSeen(  # type: ignore[misc] # its own value
                at=at, seen=at, pid=PID, process=PACKAGE, tid=PID, thread="main", site="", socket=9,
                protocol="udp", address=address, port=53, state="opened",
            )
        )  # fmt: skip
    journal.add(lambda at: SocketBytes(at=at, seen=at, pid=PID, socket=9, up=80, down=200, how="calls"))
    seen = network(journal)
    assert {each.host: (each.bytes_up, each.protocols) for each in seen.destinations} == {
        "198.51.100.1": (80, ("dns",)), "198.51.100.2": (0, ("dns",)),
    }  # fmt: skip
    assert seen.bytes_up == 80


def test_questions_to_a_name_server_are_neither_clear_text_nor_an_address_without_a_name() -> None:
    journal = watched().socket("198.51.100.53", 53, up=40, protocol="udp")
    journal.plain(b"\x12\x34\x01\x00", layer="udp", number=1)
    found = one(journal, "198.51.100.53")
    assert (found.protocols, found.opened, found.clear_ports) == (("dns",), "taken", ())
    told = limits(journal)
    assert "without TLS" not in told
    assert "without a name" not in told


def test_bytes_of_sockets_nobody_saw_open_are_not_lost() -> None:
    journal = watched()
    for up in (10, 400, 900):
        journal.add(lambda at, up=up: SocketBytes(at=at, seen=at, pid=PID, socket=5, up=up, down=1))  # type: ignore[misc] # its own value
    seen = network(journal)
    assert (seen.unplaced_up, seen.unplaced_down, seen.bytes_up) == (900, 1, 900)
    assert "900 bytes went up on them" in limits(journal)


def test_a_connection_the_system_refused_is_no_contact() -> None:
    journal = watched().socket("203.0.113.50", 9_999, state="failed")
    found = one(journal, "203.0.113.50")
    assert (found.opened, found.failed, found.direct) == ("failed", 1, 0)
    assert "203.0.113.50" not in limits(journal)


def test_bytes_past_the_proxy_take_conformity_away() -> None:
    journal = watched().imei().socket("198.51.100.7", 443, up=900).end()
    outcome = next(o for o in journal.judge(full_notice()).outcomes if o.rule == "sent-before-consent")
    assert outcome.verdict == "not_observed"
    assert "198.51.100.7" in outcome.reason.en


# -- what the audit itself did ---------------------------------------------------------------------


def test_opened_checks_are_told_with_library_host_and_that_pinning_is_good() -> None:
    journal = watched().note("network.unpin", "on: for it alone").note("network.plain", "on: 1 byte")
    journal.trusted("pay.bank.example", by="stat").trusted("pay.bank.example", by="stat")
    journal.trusted("x.demoad.example", "trust.native", opened=False).end()
    made = report(journal)
    checks = [(c.host, c.api, c.decision, c.actor.id, c.count) for c in made.trust]
    assert checks == [
        ("pay.bank.example", "trust.okhttp", "opened", "demo.stat", 2),
        ("x.demoad.example", "trust.native", "kept", PACKAGE, 1),
    ]
    told = "\n".join(limit.en for limit in made.limits)
    assert "pay.bank.example (OkHttp" in told
    assert "good protection" in told
    assert "answered yes in their place" in told
    assert "network.unpin" not in told
    assert "network.plain" not in told
    assert "network.proxy" not in told
    zh = "\n".join(limit.zh for limit in made.limits)
    assert "良好的安全措施" in zh
    written = render(made, language="zh", artefact=lambda _: None).decode()
    assert "为审计代为放行" in written
    assert "示例统计SDK" in written


def test_servers_that_the_proxy_could_not_reach_are_told() -> None:
    journal = watched().server("pay.bank.example")
    last = journal.events[-1]
    assert isinstance(last, TlsSeen)
    journal.events[-1] = msgspec.structs.replace(
        last, problem="Certificate verify failed: certificate has expired"
    )
    told = limits(journal)
    assert "could not set up TLS with 1 host" in told
    assert "pay.bank.example (Certificate verify failed: certificate has expired)" in told


def test_what_was_switched_off_is_told() -> None:
    journal = watched()
    for topic in ("unpin", "quic", "probe", "plain", "crypto"):
        journal.note(f"network.{topic}", "off: as asked")
    told = limits(journal)
    for words in ("were left alone", "QUIC was let through", "--probe-trust", "inside the app before",
                  "cannot be recognised"):  # fmt: skip
        assert words in told, words


def test_processes_without_the_agent_have_invisible_sockets() -> None:
    journal = watched().socket("198.51.100.7", 443, up=1)
    journal.events.append(
        msgspec.structs.replace(
            next(e for e in journal.events if isinstance(e, ProcessSeen)),
            pid=99,
            name=f"{PACKAGE}:push",
            instrumented=False,
        )
    )
    assert "past the proxy of 1 process without the agent" in limits(journal)


# -- recipients ------------------------------------------------------------------------------------


def test_recipients_have_certificate_owner_versions_and_a_lead_to_the_country(tmp_path: Path) -> None:
    file = tmp_path / "c.csv"
    file.write_text("8.8.8.0/24,US\n")
    journal = watched().imei().server("log.demostat.example", "TLSv1.2", organisation="示例统计公司")
    journal.request(f"https://log.demostat.example/?i={IMEI}", by="stat")
    journal.add(lambda at: ResponseSeen(at=at, seen=at, flow="flow-1", server_address="8.8.8.8:443"))
    made = report(journal.end(), file)
    (row,) = made.recipients
    receiver = row.receiver
    assert receiver is not None
    assert receiver.certificate is not None
    assert receiver.certificate.organisation == "示例统计公司"
    assert set(receiver.tls) == {"TLSv1.2", "TLSv1.3"}
    assert receiver.owner.startswith("示例统计SDK")
    assert (receiver.party, row.protocols) == ("declared", ("http",))
    assert [(place.address, place.code) for place in receiver.places] == [("8.8.8.8", "US")]
    assert made.countries is not None
    assert made.countries.file == "c.csv"
    proofs = [p for f in made.findings for p in f.proofs if p.kind == "request"]
    assert proofs
    assert all(proof.receiver == receiver for proof in proofs)
    written = render(made, language="zh", artefact=lambda _: None).decode()
    for words in ("示例统计公司", "仅为线索", "8.8.8.8", made.countries.sha256, "不是证据"):
        assert words in written, words
    plain = report(journal)
    assert plain.countries is None
    assert "--countries" in render(plain, language="zh", artefact=lambda _: None).decode()


def test_who_sends_to_a_host_that_is_not_checked_is_shown_with_the_stack() -> None:
    journal = (
        watched().request("https://pay.bank.example/a", by="stat").probe("pay.bank.example", accepted=True)
    )
    (finding,) = [f for f in journal.end().judge(full_notice()).findings if f.rule == "certificate-unchecked"]
    assert [proof.kind for proof in finding.proofs] == ["tls", "request"]
    assert finding.actor is not None
    assert finding.actor.id == "demo.stat"
    assert [line.text.split("(")[0] for line in finding.proofs[1].stack if line.responsible] == [
        "cn.demostat.analytics.Core.start"
    ]


def test_a_name_only_looked_up_is_no_recipient_unless_it_carries_something() -> None:
    journal = watched().imei().lookup("quiet.example").lookup(f"{IMEI}.t.demoad.example")
    made = report(journal.end())
    assert [(row.host, row.protocols, row.encrypted) for row in made.recipients] == [
        ("demoad.example", ("dns",), False)
    ]


# -- values stay masked, hostile traffic stays bounded ---------------------------------------------


def test_values_in_names_of_hosts_are_masked_everywhere() -> None:
    journal = watched().imei().lookup(f"{IMEI}.t.demoad.example").tunnel(f"{IMEI}.p.example")
    journal.request(f"https://{IMEI}.x.demoad.example/?i={IMEI}").stream(
        f"{IMEI}.s.example:99", IMEI.encode()
    )
    journal.hello(f"{IMEI}.x.demoad.example", "TLSv1").probe(f"{IMEI}.x.demoad.example", accepted=True)
    journal.trusted(f"{IMEI}.x.demoad.example")
    made = report(journal.end())
    assert made.findings
    assert IMEI not in msgspec.json.encode(made).decode()
    assert IMEI not in render(made, language="zh", artefact=lambda _: None).decode()


def test_twenty_thousand_hostile_hosts_stay_bounded() -> None:
    count = 20_000
    nasty = "<script>\u202e\x1b[31m"
    journal = watched()
    for number in range(count):
        name = f"h{number}{nasty if number % 7 == 0 else ''}.evil{number % 50}.example"
        if number % 3 == 0:
            journal.tunnel(name)
        elif number % 3 == 1:
            journal.lookup(name, f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
        else:
            journal.stream(f"{name}:{number % 65_535}", b"x", encrypted=bool(number % 2))
    made = report(journal.end())
    assert len(made.coverage.network.destinations) + made.coverage.network.names_only_count == count
    assert all(len(limit.en) < 6_000 for limit in made.limits)
    written = render(made, language="zh", artefact=lambda _: None).decode()
    assert len(written) < 6_000_000
    assert written.count("<script>") == 1
    assert "\u202e" not in written
    shown = written[written.index('id="network"') :]
    assert shown[: shown.index("</table>")].count("<tr>") == ROWS + 1


def test_of_a_certificate_for_many_names_the_hosts_own_is_kept() -> None:
    many = tuple(f"n{number}.example" for number in range(100))
    journal = agreed_and_sent().server("log.demostat.example", names=(*many, "*.demostat.example"))
    observation = journal.end().observe()
    (seen,) = observation.handshakes
    assert seen.certificate is not None
    assert seen.certificate.names[0] == "*.demostat.example"
    assert len(seen.certificate.names) == 10
    assert not [f for f in journal.judge(full_notice()).findings if f.rule == "server-certificate-invalid"]


def agreed_and_sent() -> Journal:
    return watched().imei().request(f"https://log.demostat.example/?i={IMEI}", by="stat")


def test_beyond_the_bound_destinations_are_counted_and_their_bytes_kept() -> None:
    most, more = 1_000, 4_000
    tracemalloc.start()
    over = Accounting(most)
    for number in range(most + more):
        over.takes[StreamSeen](
            StreamSeen(
                at=1, seen=1, flow="f", host=f"h{number}.example", port=1, from_client=True, encrypted=True,
                body_bytes=3,
            )
        )  # fmt: skip
    seen = over.finish(lambda _sha: None)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * 2**20
    assert (len(seen.destinations), seen.left_out) == (most, more)
    assert seen.bytes_up == 3 * (most + more)
