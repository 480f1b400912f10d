"""Matches are redone step by step from the evidence alone; one that cannot be redone is said to be."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import random
from pathlib import Path

import pytest
from audited import privaudit
from journals import IMEI, Journal

from privaudit.evidence.writer import EvidenceWriter
from privaudit.model.happening import Octets
from privaudit.model.network import CryptoSeen, StreamSeen
from privaudit.session.redo import redo

MD5 = hashlib.md5(IMEI.encode()).hexdigest()
BODY = gzip.compress(json.dumps({"device": {"id": MD5}}).encode(), mtime=0)


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    journal = Journal().begin().call("telephony.imei", by="stat", result=IMEI)
    journal.request("https://collect.demostat.example/log", by="stat", body=BODY)
    journal.request(f"https://api.bank.example/get?id={IMEI}", method="GET")
    journal.request("https://api.bank.example/nothing", method="GET")
    folder = tmp_path_factory.mktemp("redo") / "evidence"
    with EvidenceWriter.create(folder, id="x", tool_version="0") as writer:
        for data in journal.artefacts.values():
            writer.keep(data, media_type="application/octet-stream", name="body")
        for event in journal.events:
            writer.append(event)
        writer.seal()
    return folder


def test_each_step_is_told_with_what_it_leads_to(evidence: Path) -> None:
    hashed, plain = redo(evidence, unmasked=True)
    assert [stage.step.name if stage.step else "" for stage in hashed.stages] == ["", "gzip", "json"]
    assert hashed.stages[0].sha256 == hashlib.sha256(BODY).hexdigest()
    assert hashed.stages[2].sha256 == hashlib.sha256(MD5.encode()).hexdigest()
    assert [step.name for step in hashed.last] == ["md5"]
    assert hashed.found_sha256 == hashlib.sha256(MD5.encode()).hexdigest()
    assert [stage.step.name if stage.step else "" for stage in plain.stages] == ["query"]
    assert (hashed.agrees, plain.agrees) == (True, True)


def test_values_are_masked_and_no_digest_leads_back_to_them(evidence: Path) -> None:
    done = privaudit("explain-match", evidence, "--json")
    assert done.returncode == 0
    assert IMEI not in done.stdout
    assert MD5 not in done.stdout
    assert hashlib.sha256(IMEI.encode()).hexdigest() not in done.stdout
    assert [one["agrees"] for one in json.loads(done.stdout)] == [True, True]


def test_what_a_person_reads(evidence: Path) -> None:
    number = next(redo(evidence)).event
    done = privaudit("explain-match", evidence, str(number))
    assert done.returncode == 0
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert lines[0] == f"request #{number}  https://collect.demostat.example/log (示例统计SDK)"
    assert lines[2:] == [
        f"body of the request  {len(BODY)} bytes",
        f"gzip  {len(gzip.decompress(BODY))} bytes",
        "JSON field device.id  32 bytes",
        "there at byte 0, 32 bytes long",
        "equals the MD5 of the value (hex)",
        "✓ redone, agrees",
    ]
    assert IMEI in privaudit("explain-match", evidence, str(number), "--unmasked").stdout


def test_an_event_that_is_no_request_and_a_lost_body(evidence: Path, tmp_path: Path) -> None:
    done = privaudit("explain-match", evidence, "1")
    assert done.returncode == 2
    assert "event 1 is no request" in done.stderr
    journal = Journal().begin().call("telephony.imei", by="stat", result=IMEI)
    journal.request("https://collect.demostat.example/log", by="stat", body=BODY)
    folder = tmp_path / "evidence"
    with EvidenceWriter.create(folder, id="x", tool_version="0") as writer:
        for event in journal.events:
            writer.append(event)
        writer.seal()
    assert "No known personal information" in privaudit("explain-match", folder).stdout


def kept(journal: Journal, folder: Path) -> Path:
    with EvidenceWriter.create(folder, id="x", tool_version="0") as writer:
        for data in journal.artefacts.values():
            writer.keep(data, media_type="application/octet-stream", name="body")
        for event in journal.events:
            writer.append(event)
        writer.seal()
    return folder


def test_what_the_app_sealed_is_shown_in_both_halves(tmp_path: Path) -> None:
    plain = json.dumps({"device": {"id": IMEI}}).encode()
    made = random.Random(1).randbytes(48)
    journal = Journal().begin().call("telephony.imei", by="stat", result=IMEI)
    call = len(journal.events) + 1
    journal.add(
        lambda at: CryptoSeen(
            at=at, seen=at, pid=1, process="p", tid=1, thread="t", site="", api="crypto.cipher",
            operation="encrypt", algorithm="AES/CBC/PKCS5Padding",
            input=Octets(inline=base64.b64encode(plain).decode(), size=len(plain)),
            output=Octets(inline=base64.b64encode(made).decode(), size=len(made)),
        )
    )  # fmt: skip
    journal.request("https://collect.demostat.example/log", by="stat", body=b"v=1&d=" + made.hex().encode())
    folder = kept(journal, tmp_path / "evidence")
    (one,) = redo(folder, unmasked=True)
    assert (one.agrees, one.holds, [half.agrees for half in one.sealed]) == (True, True, [True])
    (half,) = one.sealed
    assert (half.event, half.algorithm) == (call, "AES/CBC/PKCS5Padding")
    assert half.stages[0].sha256 == hashlib.sha256(plain).hexdigest()
    assert half.found_sha256 == hashlib.sha256(IMEI.encode()).hexdigest()
    done = privaudit("explain-match", folder)
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert lines[lines.index("equals what that call put out") :] == [
        "equals what that call put out",
        "✓ redone, agrees",
        f"encrypted by the app itself (AES/CBC/PKCS5Padding), record #{call}:",
        f"what went in  {len(plain)} bytes",
        "JSON field device.id  15 bytes",
        "there at byte 0, 15 bytes long",
        "equals the value",
        "✓ redone, agrees",
    ]
    assert "应用自身的加密" in privaudit("explain-match", folder, "--language", "zh").stdout
    assert IMEI not in privaudit("explain-match", folder, "--json").stdout


def test_a_value_in_a_stream_stands_in_what_its_records_give_together(tmp_path: Path) -> None:
    journal = Journal().begin().call("telephony.imei", by="stat", result=IMEI)
    first = len(journal.events) + 1
    for offset, data in ((0, b"\x01\x02" + IMEI[:6].encode()), (8, IMEI[6:].encode() + b"\x03")):
        sha = hashlib.sha256(data).hexdigest()
        journal.artefacts[sha] = data
        event = StreamSeen(
            at=journal.now, seen=journal.now, flow="s", host="mq.example", port=1883, from_client=True,
            encrypted=False, offset=offset, body=sha, body_bytes=len(data),
        )  # fmt: skip
        journal.events.append(event)
    folder = kept(journal, tmp_path / "evidence")
    (one,) = redo(folder, first + 1, unmasked=True)
    assert (one.event, one.parts, one.match.offset, one.agrees) == (first, (first, first + 1), 2, True)
    text = privaudit("explain-match", folder, str(first)).stdout
    assert f"joined from the data of these records, in order: #{first}, #{first + 1}" in text
