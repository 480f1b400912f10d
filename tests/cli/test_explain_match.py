"""Matches are redone step by step from the evidence alone; one that cannot be redone is said to be."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest
from audited import privaudit
from journals import IMEI, Journal

from privaudit.evidence.writer import EvidenceWriter
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
