"""Traffic from end to end: an app that sends in every way, and what the whole job makes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from audited import privaudit
from sending import Sent, send

from privaudit.model.event import AgentProblem, HookState, Note, SensorLost
from privaudit.model.network import (
    BodyPart,
    CryptoSeen,
    FrameSeen,
    NameLookedUp,
    PlainSeen,
    RequestSeen,
    SocketBytes,
    SocketSeen,
    StreamSeen,
    TlsSeen,
    TrustAnswered,
    TrustProbed,
    TunnelFailed,
)

IMEI = "350000007319029"
OK = '200 {"code":0,"message":"ok"}'
NAMELESS = "127.73.19.2"
PINNED = ("pins.trafficpins.example", "manager.trafficpins.example")
RUNS: dict[str, tuple[str, tuple[str, ...], bool]] = {
    "usual": ("all", (), True),
    "probed": ("okhttp_pinned,trusts_all", ("--probe-trust",), True),
    "left_alone": (
        "okhttp_pinned,manager_pinned,quic",
        ("--no-unpin", "--allow-quic", "--no-crypto"),
        True,
    ),
    "no_room": ("beacon,okhttp_pinned", (), False),
}
"""By name what the app sends, the options of the run, and whether the phone's store takes the authority."""

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Future[Sent]]]:
    """All runs at the same time: each waits for most of it."""
    folder = tmp_path_factory.mktemp("traffic")
    with ThreadPoolExecutor(len(RUNS)) as pool:
        yield {
            name: pool.submit(send, sent, folder / name, *options, store=store)
            for name, (sent, options, store) in RUNS.items()
        }


@pytest.fixture(scope="module")
def usual(runs: dict[str, Future[Sent]]) -> Sent:
    return runs["usual"].result()


@pytest.fixture(scope="module")
def probed(runs: dict[str, Future[Sent]]) -> Sent:
    return runs["probed"].result()


@pytest.fixture(scope="module")
def left_alone(runs: dict[str, Future[Sent]]) -> Sent:
    return runs["left_alone"].result()


@pytest.fixture(scope="module")
def no_room(runs: dict[str, Future[Sent]]) -> Sent:
    return runs["no_room"].result()


def decodings(proof: dict[str, Any]) -> list[str]:
    return [step["name"] for step in proof["decodings"]]


def test_the_app_gets_what_it_gets_without_an_auditor_but_for_quic(usual: Sent) -> None:
    outcomes = dict(usual.outcomes)
    quic = outcomes.pop("quic")
    assert outcomes == {
        "beacon": "200",
        "okhttp_pinned": "200",
        "manager_pinned": "200",
        "trusts_all": "200",
        "old_tls": "200",
        "raw": "HTTP/1.1 200 Connection established | ACK",
        "direct": "ACK",
        "sealed": OK,
        "salted": OK,
        "lookup": "java.net.UnknownHostException",
        "websocket": "ack",
        "events": "id: 0 data: tick;id: 1 data: tick;id: 2 data: tick;",
        "upload": OK,
        "done": "ok",
    }
    # A refused datagram is an error at once or at the next call, as a closed port's answer is.
    assert quic == "sent" or quic.startswith("threw java.net.")
    assert usual.events(AgentProblem) == []
    assert usual.events(SensorLost) == []


def test_the_read_and_the_sending_are_one_finding_with_both_pieces_of_evidence(usual: Sent) -> None:
    """The issue's proof: IMEI read by SDK X, md5(imei) inside gzip inside protobuf to host Y."""
    found = usual.finding("sent-before-consent", "device.imei", "in.trafficstat.example")
    assert found["actor"]["id"] == "demo.stat"
    sent, read = sorted(found["proofs"], key=lambda one: one["kind"] != "request")
    assert (sent["kind"], read["kind"]) == ("request", "call")
    assert decodings(sent) == ["protobuf", "gzip", "protobuf", "md5"]
    assert sent["url"] == "POST https://in.trafficstat.example/v2/report"
    assert read["api"] == "telephony.imei"
    for proof in (sent, read):
        assert proof["thread"] == "traffic"
        (responsible,) = [frame["text"] for frame in proof["stack"] if frame["responsible"]]
        assert responsible.startswith("cn.demostat.analytics.Beacon.send(Beacon.java:")


def test_pinned_tls_is_opened_for_the_audits_authority_and_each_time_told(usual: Sent) -> None:
    answered = {(one.api, one.host): one for one in usual.events(TrustAnswered)}
    assert {(api, host, one.decision) for (api, host), one in answered.items()} == {
        ("trust.okhttp_internal", "pins.trafficpins.example", "opened"),
        ("trust.app_manager", "manager.trafficpins.example", "opened"),
    }
    pinner = answered["trust.okhttp_internal", "pins.trafficpins.example"]
    assert pinner.reason.startswith("javax.net.ssl.SSLPeerUnverifiedException: Certificate pinning failure!")
    manager = answered["trust.app_manager", "manager.trafficpins.example"]
    assert manager.reason.startswith("java.security.cert.CertificateException: issued by ")
    assert (pinner.thread, manager.thread) == ("traffic", "traffic")
    assert {one.host for one in usual.events(RequestSeen)} >= set(PINNED)
    for host in PINNED:
        (proof,) = [
            p
            for p in usual.finding("sent-before-consent", "contact.phone", host)["proofs"]
            if p["kind"] == "request"
        ]
        assert decodings(proof) == ["json"]
    states = {one.api: one.state for one in usual.events(HookState) if one.api.startswith("trust.")}
    assert states["trust.okhttp"] == states["trust.okhttp_internal"] == states["trust.platform"] == "resolved"
    assert states["trust.okhttp2"] == "absent"


def test_a_phone_whose_store_takes_no_authority_is_read_all_the_same(no_room: Sent) -> None:
    """As from Android 14 on: the platform's own refusal is answered, for the audit's authority alone."""
    assert [note.text for note in no_room.events(Note) if note.topic == "proxy.trust"] != []
    assert (no_room.outcomes["beacon"], no_room.outcomes["okhttp_pinned"]) == ("200", "200")
    answered = {(one.api, one.host, one.decision) for one in no_room.events(TrustAnswered)}
    assert answered == {
        ("trust.platform", "in.trafficstat.example", "opened"),
        ("trust.platform", "pins.trafficpins.example", "opened"),
        ("trust.okhttp_internal", "pins.trafficpins.example", "opened"),
    }
    assert no_room.finding("sent-before-consent", "device.imei", "in.trafficstat.example")


def test_what_was_switched_on_stands_in_the_evidence(usual: Sent, left_alone: Sent) -> None:
    topics = ("network.unpin", "network.quic", "network.plain", "network.crypto", "network.probe")

    def told(run: Sent) -> dict[str, str]:
        return {one.topic: one.text.split(":")[0] for one in run.events(Note) if one.topic in topics}

    assert told(usual) == {**dict.fromkeys(topics, "on"), "network.probe": "off"}
    assert told(left_alone) == {**dict.fromkeys(topics, "off"), "network.plain": "on"}


def test_old_tls_is_a_finding_with_what_was_sent_over_it(usual: Sent) -> None:
    app = next(t for t in usual.events(TlsSeen) if (t.side, t.host) == ("app", "old.trafficold.example"))
    assert app.version == "TLSv1.1"
    assert app.offered == ("TLSv1.1", "TLSv1")
    assert [one["subject"] for one in usual.findings("weak-tls")] == ["old.trafficold.example"]


def test_bytes_that_are_no_http_are_kept_and_searched(usual: Sent) -> None:
    stream = next(one for one in usual.events(StreamSeen) if one.from_client)
    assert (stream.host, stream.port, stream.encrypted) == ("tcp.trafficapi.example", 7000, False)
    assert usual.finding("cleartext-personal-data", "contact.phone", "tcp.trafficapi.example")


def test_a_connection_past_the_proxy_is_seen_from_inside(usual: Sent) -> None:
    (socket,) = [s for s in usual.events(SocketSeen) if s.address == NAMELESS and s.protocol == "tcp"]
    assert socket.state == "opened"
    totals = [one for one in usual.events(SocketBytes) if one.socket == socket.socket][-1]
    assert (totals.up, totals.down) == (len(f"DEVICE {IMEI}\n"), len("ACK"))
    plain = next(one for one in usual.events(PlainSeen) if one.address == NAMELESS)
    assert (plain.layer, plain.from_client) == ("tcp", True)
    found = usual.finding("cleartext-personal-data", "device.imei", NAMELESS)
    assert {one["seen_by"] for one in found["proofs"] if one["kind"] == "request"} == {"agent"}


def test_a_first_packet_of_quic_is_refused_and_counted(usual: Sent, left_alone: Sent) -> None:
    (refused,) = [s for s in usual.events(SocketSeen) if s.protocol == "udp" and s.port == 443]
    assert (refused.address, refused.state) == (NAMELESS, "refused")
    assert max(one.refused for one in usual.events(SocketBytes) if one.socket == refused.socket) == 1
    (passed,) = [s for s in left_alone.events(SocketSeen) if s.protocol == "udp" and s.port == 443]
    assert passed.state == "opened"
    assert left_alone.outcomes["quic"] == "sent"


def test_what_the_app_seals_itself_is_read_through(usual: Sent, left_alone: Sent) -> None:
    operations = {(one.operation, one.algorithm) for one in usual.events(CryptoSeen)}
    assert {("encrypt", "AES/CBC/PKCS5Padding"), ("digest", "SHA-256"), ("digest", "MD5")} <= operations
    found = usual.finding("sent-before-consent", "device.imei", "api.trafficapi.example")
    sealed = next(one for one in found["proofs"] if one["url"].endswith("/sealed"))
    assert decodings(sealed) == ["json", "base64", "sealed-encrypt", "json"]
    salted = usual.finding("sent-before-consent", "contact.phone", "api.trafficapi.example")
    assert "sealed-digest" in decodings(next(one for one in salted["proofs"] if one["kind"] == "request"))
    assert left_alone.events(CryptoSeen) == []


def test_a_name_that_carries_a_value_is_a_sending(usual: Sent) -> None:
    looked_up = [one.name for one in usual.events(NameLookedUp) if one.pid]
    assert f"{IMEI}.trafficdns.invalid" in looked_up
    assert usual.finding("sent-before-consent", "device.imei", "trafficdns.invalid")


def test_web_sockets_events_and_long_uploads_are_read(usual: Sent) -> None:
    frame = next(one for one in usual.events(FrameSeen) if one.from_client)
    assert frame.host == "live.trafficpush.example"
    assert usual.finding("sent-before-consent", "device.imei", "live.trafficpush.example")
    requests = {one.path.split("?")[0]: one for one in usual.events(RequestSeen)}
    assert "/events" in requests
    assert requests["/upload"].body_bytes > 3 * 1024 * 1024
    parts = [one for one in usual.events(BodyPart) if one.path == "/upload" and one.from_client]
    assert [one.offset for one in parts] == sorted(one.offset for one in parts)
    found = usual.finding("sent-before-consent", "device.imei", "api.trafficapi.example")
    assert any(one["url"].endswith("/upload") for one in found["proofs"])


def test_an_app_that_checks_nobody_is_found_and_one_that_checks_refuses(probed: Sent) -> None:
    shown = {one.host: one.accepted for one in probed.events(TrustProbed)}
    assert shown == {"pins.trafficpins.example": False, "careless.trafficold.example": True}
    # The wrong authority is not the audit's: the app's refusal of it stands.
    assert probed.outcomes["okhttp_pinned"].startswith("threw javax.net.ssl.SSLHandshakeException")
    assert [one for one in probed.events(TrustAnswered) if one.decision == "opened"] == []
    kept = [one for one in probed.events(TrustAnswered) if one.decision == "kept"]
    assert {one.host for one in kept} == {"pins.trafficpins.example"}
    assert all("not of the audit's authority" in one.reason for one in kept)
    subjects = {one["subject"] for one in probed.report["findings"] if "careless" in one["subject"]}
    assert subjects == {"careless.trafficold.example"}


def test_what_stays_closed_is_named(left_alone: Sent) -> None:
    assert left_alone.outcomes["okhttp_pinned"].startswith("threw javax.net.ssl.SSLPeerUnverifiedException")
    assert left_alone.outcomes["manager_pinned"].startswith("threw javax.net.ssl.SSLHandshakeException")
    assert left_alone.events(TrustAnswered) == []
    # One refuses in the handshake, the other after it: OkHttp looks at its pins when TLS is up.
    assert {one.host for one in left_alone.events(TunnelFailed)} == set(PINNED)
    told = (limit["en"] for limit in left_alone.report["limits"])
    (closed,) = [line for line in told if line.startswith("2 encrypted connections could not be read")]
    assert all(host in closed for host in PINNED)


def test_receivers_are_those_the_app_sent_to(usual: Sent) -> None:
    found = {one["subject"] for rule in ("sent-before-consent", "weak-tls") for one in usual.findings(rule)}
    assert found == {
        "api.trafficapi.example",
        "careless.trafficold.example",
        "in.trafficstat.example",
        "live.trafficpush.example",
        "manager.trafficpins.example",
        "old.trafficold.example",
        "pins.trafficpins.example",
        "tcp.trafficapi.example",
        "trafficdns.invalid",
        NAMELESS,
    }


def test_every_match_can_be_redone_by_hand(usual: Sent) -> None:
    done = privaudit("explain-match", usual.folder / "evidence")
    assert done.returncode == 0, done.stdout
    assert "equals the MD5 of the value (hex)" in done.stdout
    assert done.stdout.count("redone, agrees") >= 10
    assert IMEI not in done.stdout


def test_a_browsers_tools_get_the_traffic_with_values_masked(usual: Sent) -> None:
    target = usual.folder / "traffic.har"
    done = privaudit("export", "har", usual.folder / "evidence", "-o", target)
    assert done.returncode == 0, done.stderr
    text = target.read_text(encoding="utf-8")
    assert IMEI not in text
    assert "19900731902" not in text
    log = json.loads(text)["log"]
    assert log["version"] == "1.2"
    urls = {entry["request"]["url"] for entry in log["entries"]}
    assert "https://in.trafficstat.example/v2/report" in urls
