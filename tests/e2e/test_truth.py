"""Against the truth: every planted violation is found, and nothing else; the conforming build has none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from audited import Audited

import privaudit

PACKAGE = "com.example.bank"
TRUTH = Path(privaudit.__file__).parent / "virtual" / "apps" / "example-bank"


def planted(build: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load((TRUTH / build / "truth.yaml").read_text("utf-8"))["planted"]
    return rows


def fits(finding: dict[str, Any], row: dict[str, Any]) -> bool:
    """Whether a finding is about a planted violation: rule, data type, actor and subject."""
    actor = (finding.get("actor") or {}).get("id", "")
    wanted = PACKAGE if row["actor"] == "app" else row["actor"]
    return bool(
        finding["rule"] == row["rule"]
        and finding["data_type"] == row["data_type"]
        and actor in {wanted, ""}
        and row["subject"] in {finding["subject"], ""}
    )


VIOLATING = planted("violating")


def test_the_truth_is_rich_enough() -> None:
    assert len(VIOLATING) >= 12
    assert {row["phase"] for row in VIOLATING} >= {
        "first_start",
        "refused",
        "agreed",
        "background",
        "document",
    }
    assert not planted("conforming")


@pytest.mark.e2e
@pytest.mark.parametrize("row", VIOLATING, ids=[row["id"] for row in VIOLATING])
def test_every_planted_violation_is_found(row: dict[str, Any], violating: Audited) -> None:
    found = [f for f in violating.findings("violation", "suspected") if fits(f, row)]
    assert len(found) == 1, f"{row['how']}: {len(found)} findings"
    finding = found[0]
    assert finding["verdict"] == "violation"
    assert row["clause"] in finding["clauses"]
    assert any(clause.startswith("NFRA99-16") for clause in finding["clauses"])
    if row["data_type"] or row["rule"] == "permission-before-consent":
        assert row["evidence"] == "notice" or finding["actor"]["id"] == (
            PACKAGE if row["actor"] == "app" else row["actor"]
        )
    kinds = {proof["kind"] for proof in finding["proofs"]}
    assert row["evidence"] in kinds
    if row.get("attempt"):
        assert any(proof.get("error") for proof in finding["proofs"])
    if row["evidence"] == "call":
        proof = next(proof for proof in finding["proofs"] if proof["kind"] == "call")
        assert proof["event"] is not None
        assert any(line.get("responsible") for line in proof["stack"])
    if row["evidence"] == "request":
        proof = next(proof for proof in finding["proofs"] if proof["kind"] == "request")
        assert proof["url"]
        assert proof["flow"]


@pytest.mark.e2e
def test_nothing_else_is_found(violating: Audited) -> None:
    extra = [
        (f["rule"], f["data_type"], (f.get("actor") or {}).get("id"), f["subject"], f["verdict"])
        for f in violating.findings("violation", "suspected")
        if not any(fits(f, row) for row in VIOLATING)
    ]
    assert extra == []


@pytest.mark.e2e
def test_the_conforming_build_has_no_violation(conforming: Audited) -> None:
    found = [
        (f["rule"], f["data_type"], (f.get("actor") or {}).get("id"), f["subject"], f["title"]["en"])
        for f in conforming.findings("violation", "suspected")
    ]
    assert found == []


@pytest.mark.e2e
@pytest.mark.parametrize("build", ["violating", "conforming"])
def test_the_demo_works(build: str, request: pytest.FixtureRequest) -> None:
    audited: Audited = request.getfixturevalue(build)
    assert audited.status == 0, audited.stdout + audited.stderr
    assert audited.report["coverage"]["outcome"] == "complete"
    assert audited.report["evidence_whole"] is True
    assert audited.report["device"]["virtual"] is True
    limbs = {limb["clause"]: limb["verdict"] for limb in audited.report["limbs"]}
    assert sorted(limbs) == sorted(f"NFRA99-16.{n}" for n in range(1, 13))
    assert limbs["NFRA99-16.2"] == "needs_document"
    expected = "violation" if build == "violating" else None
    if expected:
        assert audited.report["verdict"] == expected
        assert limbs["NFRA99-16.10"] == expected
    else:
        assert "violation" not in limbs.values()


@pytest.mark.e2e
def test_values_are_masked_in_the_reports(violating: Audited) -> None:
    for path in violating.folder.glob("report.*"):
        text = path.read_text(encoding="utf-8")
        for secret in ("7f3a91c2d05be648", "19900731902", "5c1e9d7a-3b60-4f82-9a17-c0d4e8f26b35"):
            assert secret not in text, f"{secret} stands in {path.name}"


@pytest.mark.e2e
def test_evidence_is_private(violating: Audited) -> None:
    for path in violating.folder.rglob("*"):
        if path.is_file():
            assert path.stat().st_mode & 0o077 == 0, path
