"""Every catalogue row means a method that exists: in Android's framework, in the stand-in, in the agent."""

from __future__ import annotations

import json
import re
import zipfile
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from privaudit.capture.agent import install_request
from privaudit.capture.agent.plan import parameter_types
from privaudit.catalog.load import load_catalog
from privaudit.model.catalog import ApiRow

ROOT = Path(__file__).parents[2]
ROWS = load_catalog().apis
LIBRARIES = (
    *(
        "okhttp3.",
        "com.google.",
        "com.bun.",
        "com.uodis.",
        "com.samsung.",
        "repeackage.",
        "com.zui.",
        "com.asus.",
    ),
    *("com.qiku.", "com.coolpad.", "com.heytap.", "com.oplus.", "com.android.creator."),
)
"""Code that apps bring with them; its rows say so by their source."""
JAVA = "java."
"""Of Java's own library, which the builds of the framework leave out."""
FRAMEWORK_ROWS = [
    row for row in ROWS.values() if row.kind != "native" and not row.cls.startswith((JAVA, *LIBRARIES))
]


def ids(row: ApiRow) -> str:
    return row.id


@pytest.mark.parametrize("row", FRAMEWORK_ROWS, ids=ids)
def test_overloads_are_those_of_the_real_framework(row: ApiRow, framework: Any) -> None:
    found = framework.overloads(row.cls, row.method)
    assert set(row.overloads) <= set(found)
    levels = {level for types in row.overloads for level in found[types]}
    first, last = framework.levels[0], row.until or framework.levels[-1]
    assert levels == {level for level in framework.levels if row.since <= level <= last}
    assert row.until is None or first <= row.until < framework.levels[-1]


@pytest.mark.parametrize("row", FRAMEWORK_ROWS, ids=ids)
def test_the_stand_in_framework_has_the_overloads_of_its_level(
    row: ApiRow, framework: Any, reader: ModuleType
) -> None:
    jar = files("privaudit.virtual").joinpath("apps", "framework.jar")
    entry = row.cls.replace(".", "/") + ".class"
    with zipfile.ZipFile(str(jar)) as archive:
        data = archive.read(entry) if entry in archive.namelist() else None
    found = {types for name, types in reader.methods(data) if name == row.method} if data else set()
    real = {types for types, levels in framework.overloads(row.cls, row.method).items() if 33 in levels}
    assert found <= real, "the stand-in has an overload that Android 13 has not"
    assert set(row.overloads) & found == set(row.overloads) & real, "run tools/stand_in.py"


def test_there_are_rows_of_many_kinds() -> None:
    assert len(ROWS) >= 600
    assert len({row.category for row in ROWS.values()}) >= 10
    assert all(re.fullmatch(r"[a-z]+\.[a-z0-9_]+", row.id) for row in ROWS.values())


@pytest.mark.parametrize("row", ROWS.values(), ids=ids)
def test_each_row_says_what_it_is(row: ApiRow) -> None:
    assert row.source.startswith(("https://", "AOSP "))
    assert row.overloads
    assert all(parameter_types(overload) is not None for overload in row.overloads)
    longest = max(len(parameter_types(overload)) for overload in row.overloads)
    assert all(0 <= index < longest for index in row.kept_args)
    assert (
        row.data_type or row.columns or row.names or row.yields in {"gate", "effect", "traffic", "lifecycle"}
    )
    if row.permission:
        assert re.fullmatch(r"[\w.]+\.[A-Z_]+", row.permission)
    if row.app_op:
        assert row.app_op.startswith("android:")


@pytest.mark.parametrize("row", FRAMEWORK_ROWS, ids=ids)
def test_permissions_and_ops_have_names_of_the_framework(row: ApiRow, framework: Any) -> None:
    assert row.permission in {"", *_constants(framework, "android.Manifest$permission")}
    assert row.app_op in {"", *_constants(framework, "android.app.AppOpsManager")}


def _constants(framework: Any, cls: str) -> set[str]:
    return {json.loads(member.more) for member in framework.members[cls] if member.more.startswith('"')}


def test_rows_within_others_name_rows() -> None:
    assert {other for row in ROWS.values() for other in row.within} <= set(ROWS)


def test_no_method_stands_in_two_rows() -> None:
    taken = [(row.cls, row.method, types) for row in ROWS.values() for types in row.overloads]
    assert len(taken) == len(set(taken))


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
