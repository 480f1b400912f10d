"""Every native row means a function that Android's libraries export, with parameters and names that fit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from privaudit.capture.agent.plan import parameter_types
from privaudit.catalog.load import load_catalog
from privaudit.model.catalog import ApiRow

ROWS = [row for row in load_catalog().apis.values() if row.kind == "native"]
LINES = (Path(__file__).with_name("native_symbols.txt")).read_text("utf-8").splitlines()
EXPORTED = {
    (library, symbol): int(level)
    for library, symbol, level in (line.split() for line in LINES if not line.startswith("#"))
}
OLDEST = 26
"""Rows say `since: 26` for 26 or earlier."""
GLOB = re.compile(r"/[a-z]{2}[\w.*#+:/-]*")
"""The agent tells paths apart by their first two letters."""


def ids(row: ApiRow) -> str:
    return row.id


@pytest.mark.parametrize("row", ROWS, ids=ids)
def test_functions_are_those_of_the_real_libraries(row: ApiRow) -> None:
    assert row.since == max(OLDEST, EXPORTED[row.cls, row.method])
    assert row.cls.endswith(".so")


@pytest.mark.parametrize("row", ROWS, ids=ids)
def test_a_function_has_one_parameter_list(row: ApiRow) -> None:
    (overload,) = row.overloads
    types = parameter_types(overload)
    assert all(re.fullmatch(r"[A-Za-z_]\w*\**", name) for name in types)
    assert all(index < len(types) for index in row.kept_args)
    assert row.name_arg is None or row.name_arg < len(types)
    assert bool(row.names) == (row.name_arg is not None)


@pytest.mark.parametrize("row", [row for row in ROWS if any("/" in name for name in row.names)], ids=ids)
def test_paths_are_such_as_the_agent_reads(row: ApiRow) -> None:
    assert [name for name in row.names if not GLOB.fullmatch(name)] == []
    assert [name for name in row.names if "**" in name and not name.endswith("/**")] == []


def test_what_is_exported_is_asked_for() -> None:
    assert {(row.cls, row.method) for row in ROWS} == set(EXPORTED)
