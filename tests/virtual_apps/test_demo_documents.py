"""Notices, declarations and truth tables of the demo app fit together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import privaudit.virtual
from privaudit.catalog.load import load_catalog
from privaudit.notice.declare import load_declaration
from privaudit.virtual.websites import NOTICES

BANK = Path(privaudit.virtual.__file__).parent / "apps" / "example-bank"


def planted(build: str) -> list[dict[str, Any]]:
    table = yaml.safe_load((BANK / build / "truth.yaml").read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = table["planted"]
    return rows


@pytest.mark.parametrize("build", sorted(NOTICES.values()))
def test_every_statement_stands_in_the_notice(build: str) -> None:
    declaration = load_declaration(BANK / build / "declaration.yaml")
    assert declaration.package == "com.example.bank"
    for statement in declaration.statements:
        place = statement.place
        assert declaration.notice.text[place.start : place.end] == place.quote
    catalog = load_catalog()
    named = {t for s in declaration.statements for t in s.data_types}
    assert named <= set(catalog.data_types)
    assert {s.sdk for s in declaration.statements if s.sdk} <= set(catalog.sdks)


def test_the_conforming_notice_tells_what_the_other_leaves_out() -> None:
    told = {build: {s.kind for s in load_declaration(BANK / build / "declaration.yaml").statements}
            for build in ("violating", "conforming")}  # fmt: skip
    assert told["conforming"] - told["violating"] >= {"manner", "protection", "complaint"}


def test_the_truth_table_names_known_things() -> None:
    catalog = load_catalog()
    rows = planted("violating")
    assert [row["id"] for row in rows] == [f"V{n:02}" for n in range(1, len(rows) + 1)]
    assert planted("conforming") == []
    for row in rows:
        assert row["clause"] in catalog.clauses
        assert row["data_type"] in {"", *catalog.data_types}
        assert row["actor"] in {"app", *catalog.sdks}
    assert len({row["rule"] for row in rows}) == 16
