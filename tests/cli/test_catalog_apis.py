"""`privaudit catalog apis`: by data type and API level, narrowed down, readable in any terminal."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from terminals import on_a_terminal, widest

from privaudit.catalog import load_catalog
from privaudit.catalog.categories import category_words
from privaudit.cli.main import main
from privaudit.session.outcome import Exit


def listed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    assert main(["catalog", "apis", *arguments, "--json"]) == Exit.CONFORMS
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return rows


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["catalog", "apis", *arguments, "--language", "en"]) == Exit.CONFORMS
    return capsys.readouterr().out


def test_every_row_is_listed_under_each_of_its_data_types(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys)
    under: dict[str, set[str]] = {}
    heading = ""
    for line in text.splitlines():
        if found := re.fullmatch(r"\S.*  (\S+)  \((\d+)\)", line):
            heading = found[1]
            under.setdefault(heading, set())
        elif line.startswith("  ") and not line.startswith("   "):
            under[heading].add(line.split()[0])
    catalog = load_catalog()
    for row in catalog.apis.values():
        types = {row.data_type, *row.columns.values(), *row.names.values()} - {""}
        for place in types or {row.category}:
            assert row.id in under[place], (row.id, place)
    assert {id_ for ids in under.values() for id_ in ids} == set(catalog.apis)


def test_a_row_tells_levels_permission_and_marks(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "--data-type", "device.imei")
    assert text.startswith("国际移动设备识别码 / IMEI  device.imei  (")
    assert re.search(r"^  telephony\.imei +26\+ +READ_PHONE_STATE$", text, re.MULTILINE)
    hot = shown(capsys, "--grep", '"bluetooth.le_device"')
    assert re.search(r"^  bluetooth\.le_device +26\+ +H", hot, re.MULTILINE)
    assert "H  called often" in hot
    assert re.search(r"^  screen\.audio +26–28 ", shown(capsys, "--grep", "screen.audio"), re.MULTILINE)


def test_filters(capsys: pytest.CaptureFixture[str]) -> None:
    everything = listed(capsys)
    assert len(everything) == len(load_catalog().apis)
    device = listed(capsys, "--data-type", "device")
    assert {row["id"] for row in listed(capsys, "--data-type", "device.imei")} < {row["id"] for row in device}
    assert {row["category"] for row in listed(capsys, "--category", "nfc")} == {"nfc"}
    assert {row["yields"] for row in listed(capsys, "--yields", "traffic")} == {"traffic"}
    assert all(row.get("kind", "method") == "method" for row in listed(capsys, "--kind", "method"))
    old, new = listed(capsys, "--api-level", "25"), listed(capsys, "--api-level", "36")
    assert {row["since"] for row in old} <= set(range(26))
    assert "telephony.imei" not in {row["id"] for row in old}
    assert "screen.audio" not in {row["id"] for row in new}
    assert all(row.get("until") is None or row["until"] >= 36 for row in new)
    both = listed(capsys, "--api-level", "29", "--grep", "imei", "--category", "device_identifiers")
    assert {row["id"] for row in both} < {row["id"] for row in everything}


def test_a_row_of_several_data_types_is_found_by_each(capsys: pytest.CaptureFixture[str]) -> None:
    queries = [row for row in load_catalog().apis.values() if len(row.columns) > 1]
    assert queries
    for row in queries:
        for data_type in {*row.columns.values()} - {""}:
            assert row.id in {found["id"] for found in listed(capsys, "--data-type", data_type)}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["apis", "--data-type", "device.ime"], "did you mean: device.imei"),
        (["apis", "--category", "locaton"], "did you mean: location"),
        (["apis", "--category", "xyz"], "there are: accessibility, "),
        (["sdks", "--api-level", "3"], "--api-level: is for catalog apis only"),
    ],
)
def test_a_filter_that_cannot_be(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", *arguments, "--language", "en"]) == Exit.USAGE
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_a_terminal_of_80_columns(language: str, tmp_path: Path) -> None:
    plain = on_a_terminal(tmp_path, "catalog", "apis", "--language", language, NO_COLOR="1")
    assert widest(plain) <= 80
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", plain)
    assert "\x1b[36m" in on_a_terminal(tmp_path, "catalog", "apis", "--data-type", "device.imei")


def test_no_colours_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert "\x1b" not in shown(capsys)


def test_no_two_categories_bear_one_name() -> None:
    categories = {row.category for row in load_catalog().apis.values()}
    for language in ("zh", "en"):
        words = [getattr(category_words(category), language) for category in sorted(categories)]
        assert len(set(words)) == len(categories)
