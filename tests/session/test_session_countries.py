"""The data file of countries on the command line: into the report, or refused before all else."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from audited import privaudit
from journals import IMEI, whole_run

from privaudit.evidence.writer import EvidenceWriter
from privaudit.model.network import ResponseSeen


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    journal = whole_run().imei().request(f"https://api.bank.example/?i={IMEI}")
    journal.add(lambda at: ResponseSeen(at=at, seen=at, flow="flow-1", server_address="8.8.8.8:443"))
    folder = tmp_path_factory.mktemp("countries") / "evidence"
    with EvidenceWriter.create(folder, id="x", tool_version="0") as writer:
        for event in journal.end().events:
            writer.append(event)
        writer.seal()
    return folder


def test_reports_and_verdicts_name_the_file_and_the_lead(evidence: Path, tmp_path: Path) -> None:
    file = tmp_path / "made.csv"
    file.write_text("8.8.8.0,8.8.8.255,US\n")
    assessed = privaudit("assess", evidence, "--countries", file, "--json")
    assert assessed.returncode == 0, assessed.stderr
    report = json.loads(assessed.stdout)["report"]
    assert report["countries"]["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert [row["receiver"]["places"][0]["code"] for row in report["recipients"]] == ["US"]
    written = privaudit("report", evidence, "--countries", file, "--output", tmp_path, "--language", "zh")
    assert written.returncode == 0, written.stderr
    assert "8.8.8.8 的归属地线索：US" in (tmp_path / "report.zh.html").read_text("utf-8")


@pytest.mark.parametrize("command", ["assess", "report"])
def test_a_wrong_file_is_told_with_its_place(command: str, evidence: Path, tmp_path: Path) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text("8.8.8.0/24,US\n9.9.9.0/24,Switzerland\n")
    done = privaudit(command, evidence, "--countries", file)
    assert done.returncode == 2
    assert f"{file}:2:" in done.stderr
    assert "two letters" in done.stderr
    assert privaudit(command, evidence, "--countries", tmp_path / "none.mmdb").returncode == 2


def test_a_wrong_file_stops_a_run_before_a_phone_is_looked_for(tmp_path: Path) -> None:
    flow = tmp_path / "flow.yaml"
    flow.write_text("appId: com.example.bank\n---\n- launchApp\n")
    done = privaudit("run", flow, "--countries", tmp_path / "none.mmdb", "--output", tmp_path / "run")
    assert done.returncode == 2
    assert "none.mmdb" in done.stderr
    assert not (tmp_path / "run" / "evidence").exists()
