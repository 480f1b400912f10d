"""The catalogue that ships is whole, and a wrong one is named by file, line and field."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from privaudit.catalog import Catalog, load_catalog
from privaudit.errors import InputError


def test_everything_that_ships_loads() -> None:
    catalog = load_catalog()
    assert len(catalog.clauses) == 161
    assert len(catalog.data_types) >= 67
    assert all(clause.source in catalog.sources for clause in catalog.clauses.values())
    assert {"NFRA99-16"} | {f"NFRA99-16.{n}" for n in range(1, 13)} <= set(catalog.clauses)
    assert len(catalog.digest) == 64


def test_article_16_is_quoted_word_for_word() -> None:
    """The published text, 2024-09-12: the limbs put together again give the article."""
    whole = load_catalog().clauses["NFRA99-16"].text_zh
    for part in ("建立移动应用个人信息保护制度", "公布投诉渠道信息", "保障消费者权益"):
        assert part in whole
    for clause in load_catalog().clauses.values():
        if clause.id.startswith("NFRA99-16.") and clause.text_status == "verbatim":
            assert clause.text_zh in whole, clause.id


def test_text_from_memory_is_marked() -> None:
    for clause in load_catalog().clauses.values():
        if "from memory" in clause.status_note:
            assert clause.text_status == "from_memory", clause.id


def test_no_prefix_belongs_to_two_third_parties() -> None:
    owner: dict[str, str] = {}
    for sdk in load_catalog().sdks.values():
        for prefix in sdk.prefixes:
            assert prefix not in owner, f"{prefix}: {owner[prefix]} and {sdk.id}"
            assert not prefix.endswith(".")
            owner[prefix] = sdk.id


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "catalog"
    shutil.copytree(load_catalog().folder, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return copy


def test_a_row_twice(folder: Path) -> None:
    (folder / "sdks" / "extra.yaml").write_text(
        "- {id: demo.stat, name: x, company: y, source: z}\n", encoding="utf-8"
    )
    with pytest.raises(InputError, match=r"extra.yaml:1:8: row 'demo.stat' stands twice"):
        _ = Catalog(folder).sdks


def test_an_unknown_field(folder: Path) -> None:
    (folder / "sdks" / "extra.yaml").write_text(
        "- {id: a, name: x, compani: y, source: z}\n", encoding="utf-8"
    )
    with pytest.raises(InputError, match=r"extra.yaml:1:\d+: .*compan") as caught:
        _ = Catalog(folder).sdks
    assert caught.value.hint


def test_an_unknown_data_type(folder: Path) -> None:
    (folder / "permissions.yaml").write_text(
        "- {name: p, zh: z, en: e, data_types: [device.imeii], source: s}\n", encoding="utf-8"
    )
    with pytest.raises(InputError, match=r"device\.imeii") as caught:
        _ = Catalog(folder).permissions
    assert "device.imei" in caught.value.hint


def test_an_api_within_one_that_is_not_there(folder: Path) -> None:
    file = folder / "apis" / "shell.yaml"
    file.write_text(file.read_text("utf-8").replace("within: [shell.exec]", "within: [shell.exac]"), "utf-8")
    with pytest.raises(InputError, match=r"'shell\.exac' in `within`") as caught:
        _ = Catalog(folder).apis
    assert "shell.exec" in caught.value.hint
