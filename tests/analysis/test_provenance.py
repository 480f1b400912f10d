"""A finding about what was sent shows both: the read of the value, and the request that carries it."""

from __future__ import annotations

import base64
import gzip
import hashlib

import msgspec
from journals import IMEI, PACKAGE, PID, Journal, full_notice

from privaudit.analysis.provenance import steps_of
from privaudit.model.finding import Finding
from privaudit.model.happening import Octets
from privaudit.model.network import CryptoSeen, RequestSeen


def field(number: int, data: bytes) -> bytes:
    return bytes([number << 3 | 2, len(data)]) + data


def sent_without_consent(journal: Journal) -> Finding:
    judgement = journal.end().judge(full_notice())
    return next(
        finding
        for finding in judgement.findings
        if finding.data_type == "device.imei"
        and [proof.kind for proof in finding.proofs].count("request") == 1
        and finding.actor is not None
        and finding.actor.id == "demo.stat"
    )


def test_the_read_and_the_request_are_one_finding() -> None:
    journal = Journal().begin().consent("shown").call("telephony.imei", by="stat", result=IMEI)
    digest = hashlib.md5(IMEI.encode()).hexdigest().encode()
    body = gzip.compress(field(1, b"header bytes") + field(3, field(2, digest) + field(4, b"more of it")))
    journal.request("https://collect.demostat.example/log", by="stat", body=body)
    request = journal.events[-1]
    assert isinstance(request, RequestSeen)
    journal.events[-1] = msgspec.structs.replace(request, headers=())
    finding = sent_without_consent(journal)
    carried, read = (
        next(proof for proof in finding.proofs if proof.kind == kind) for kind in ("request", "call")
    )
    assert [step.name for step in carried.decodings] == ["gzip", "protobuf", "md5"]
    assert (read.api, read.value, read.actor and read.actor.id) == ("telephony.imei", IMEI, "demo.stat")
    assert [line.text for line in read.stack if line.responsible] == [
        "cn.demostat.analytics.Core.start(X.java:12)"
    ]
    assert read.event is not None
    assert carried.event is not None
    assert read.event < carried.event
    assert finding.count == 1


def test_a_value_sealed_by_the_app_names_the_call_that_sealed_it() -> None:
    journal = Journal().begin().consent("shown").call("telephony.imei", by="stat", result=IMEI)
    salted = hashlib.sha256(IMEI.encode() + b"salt").digest()

    def octets(data: bytes) -> Octets:
        return Octets(inline=base64.b64encode(data).decode(), size=len(data))

    journal.add(
        lambda at: CryptoSeen(
            at=at, seen=at, pid=PID, process=PACKAGE, tid=1, thread="main", site="", api="crypto.digest",
            operation="digest", algorithm="SHA-256", input=octets(IMEI.encode() + b"salt"),
            output=octets(salted),
        )
    )  # fmt: skip
    number = len(journal.events)
    journal.request("https://collect.demostat.example/log", by="stat", body=b"id=" + salted.hex().encode())
    finding = sent_without_consent(journal)
    request = next(proof for proof in finding.proofs if proof.kind == "request")
    assert [(step.name, step.detail) for step in request.decodings][-3:] == [
        ("form", "id"), ("hex", ""), ("sealed-digest", f"SHA-256 #{number}"),
    ]  # fmt: skip
    assert [proof.api for proof in finding.proofs if proof.kind == "call"] == ["telephony.imei"]


def test_a_planted_value_has_no_read() -> None:
    journal = Journal().begin().note("planted", '{"device.imei": "350000007319029"}')
    journal.request(f"https://collect.demostat.example/log?i={IMEI}", by="stat")
    observation = journal.end().observe()
    (sent,) = observation.sent
    (match,) = sent.matches
    assert match.source_event is None
    assert steps_of(match) == match.chain


def test_a_read_that_is_evidence_itself_is_not_shown_twice() -> None:
    journal = Journal().begin().consent("shown").consent("agreed")
    journal.call("telephony.imei", by="ad", result=IMEI)
    journal.request(f"https://x.demoad.example/log?i={IMEI}", by="ad")
    for finding in journal.end().judge(full_notice()).findings:
        events = [proof.event for proof in finding.proofs if proof.kind == "call"]
        assert len(events) == len(set(events))
