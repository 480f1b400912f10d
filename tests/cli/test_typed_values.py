"""What a scenario typed is masked in reports, and sought in traffic where its data type was told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from journals import IMEI, Journal

from privaudit.cli.main import main
from privaudit.evidence.writer import EvidenceWriter


def early() -> Journal:
    return Journal().begin().consent("shown")


def report_of(run: Journal, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    evidence = folder / "evidence"
    with EvidenceWriter.create(evidence, id="run", tool_version="0") as writer:
        for data in run.artefacts.values():
            writer.keep(data, media_type="text/plain", name="body")
        for event in run.events:
            writer.append(event)
        writer.seal()
    main(["assess", str(evidence), "--json"])
    return capsys.readouterr().out


@pytest.mark.parametrize("noted", [True, False])
def test_what_was_typed_is_masked_wherever_it_shows_up(
    noted: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = early()
    if noted:
        run.note("entered", "Wang-Xiaoming-7")
    body = f"imei={IMEI}&name=Wang-Xiaoming-7".encode()
    shown = report_of(run.imei().request("https://a.other.example/", body=body).end(), tmp_path, capsys)
    assert ("Wang-Xiaoming-7" in shown) is not noted


@pytest.mark.parametrize("noted", [True, False])
def test_what_was_typed_with_its_data_type_is_sought_in_traffic(
    noted: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = early()
    if noted:
        run.note("typed", '{"contact.phone":"13800138000"}')
    run.request("https://a.other.example/", body=b"a=13800138000").end()
    shown = report_of(run, tmp_path, capsys)
    found = [one for one in json.loads(shown)["report"]["findings"] if one["rule"] == "sent-before-consent"]
    assert [one["data_type"] for one in found] == (["contact.phone"] if noted else [])
    assert "13800138000" not in shown
