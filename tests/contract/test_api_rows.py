"""Every catalogue row means a method that exists: in Android's framework, in the stand-in, in the agent."""

from __future__ import annotations

import re
import zipfile
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from privaudit.capture.agent import install_request
from privaudit.capture.agent.plan import parameter_types
from privaudit.catalog.load import load_catalog
from privaudit.model.catalog import ApiRow

Signatures = dict[str, dict[str, dict[str, list[str]]]]
ROOT = Path(__file__).parents[2]
ROWS = load_catalog().apis
NOT_FRAMEWORK = ("java.", "okhttp3.", "com.google.", "com.bun.")
FIRST_LEVEL, LAST_LEVEL = 26, 36
FRAMEWORK_ROWS = [row for row in ROWS.values() if not row.cls.startswith(NOT_FRAMEWORK)]


def ids(row: ApiRow) -> str:
    return row.id


@pytest.mark.parametrize("row", FRAMEWORK_ROWS, ids=ids)
def test_overloads_are_those_of_the_real_framework(row: ApiRow, signatures: Signatures) -> None:
    levels = signatures[row.cls][row.method]
    assert set(levels) == {"26", "33", "35", "36"}
    known = {types for of_level in levels.values() for types in of_level}
    assert set(row.overloads) <= known
    for level, of_level in levels.items():
        assert row.since <= int(level), "a row of a later level needs that level's class files here"
        assert set(row.overloads) & set(of_level), f"no overload exists on API level {level}"


@pytest.mark.parametrize("row", FRAMEWORK_ROWS, ids=ids)
def test_the_stand_in_framework_has_the_overloads_of_its_level(
    row: ApiRow, signatures: Signatures, reader: ModuleType
) -> None:
    jar = files("privaudit.virtual").joinpath("apps", "framework.jar")
    with zipfile.ZipFile(str(jar)) as archive:
        data = archive.read(row.cls.replace(".", "/") + ".class")
    found = {types for name, types in reader.methods(data) if name == row.method}
    real = set(signatures[row.cls][row.method]["33"])
    assert found <= real, "the stand-in has an overload that Android 13 has not"
    assert set(row.overloads) & found


def test_there_are_rows_of_many_kinds() -> None:
    assert len(ROWS) >= 50
    assert len({row.category for row in ROWS.values()}) >= 10
    assert all(re.fullmatch(r"[a-z]+\.[a-z0-9_]+", row.id) for row in ROWS.values())


@pytest.mark.parametrize("row", ROWS.values(), ids=ids)
def test_each_row_says_what_it_is(row: ApiRow) -> None:
    assert row.source.startswith(("https://", "AOSP "))
    assert row.overloads
    assert all(parameter_types(overload) is not None for overload in row.overloads)
    longest = max(len(parameter_types(overload)) for overload in row.overloads)
    assert all(0 <= index < longest for index in row.kept_args)
    assert row.data_type or row.columns or row.yields in {"gate", "effect", "traffic", "lifecycle"}
    if row.permission:
        assert re.fullmatch(r"[\w.]+\.[A-Z_]+", row.permission)
    if row.app_op:
        assert row.app_op.startswith("android:")


def test_the_agent_has_every_hook_that_rows_use() -> None:
    listed = (ROOT / "hooks" / "src" / "generated" / "catalog.ts").read_text("utf-8")
    assert {row.hook for row in ROWS.values()} == set(re.findall(r'\| "(\w+)"', listed))


def test_the_plan_carries_every_row() -> None:
    request = install_request(ROWS.values())
    assert [plan.api for plan in request.plan] == list(ROWS)
    assert msgspec.convert(msgspec.to_builtins(request), type(request)) == request


@pytest.mark.parametrize("text", ["", "int", "(int", "int)"])
def test_what_is_no_parameter_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a parameter list"):
        parameter_types(text)
