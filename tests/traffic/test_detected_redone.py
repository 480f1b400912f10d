"""A value recognised by its form is redone from the evidence: the detector takes the same bytes again."""

from __future__ import annotations

import json
from pathlib import Path

from audited import privaudit
from journals import Journal

from privaudit.evidence.writer import EvidenceWriter
from privaudit.session.redo import redo

ID = "440305199507155126"


def test_the_detector_is_asked_again(tmp_path: Path) -> None:
    body = json.dumps({"user": {"certNo": ID}}).encode()
    journal = Journal().begin().request("https://api.bank.example/v1/x", by="app", body=body)
    folder = tmp_path / "evidence"
    with EvidenceWriter.create(folder, id="x", tool_version="0") as writer:
        for data in journal.artefacts.values():
            writer.keep(data, media_type="application/octet-stream", name="body")
        for event in journal.events:
            writer.append(event)
        writer.seal()
    (one,) = redo(folder, unmasked=True)
    assert (one.match.source, one.match.value, one.agrees) == ("detected", ID, True)
    assert [(step.name, step.detail) for step in one.last] == [("detected", "id-number")]
    assert [stage.step.name for stage in one.stages if stage.step] == ["json"]
    shown = privaudit("explain-match", folder)
    assert shown.returncode == 0
    assert "recognised by form, check digit and field name alone" in shown.stdout
    assert "recognised by its form (id-number)" in shown.stdout
    assert ID not in shown.stdout
