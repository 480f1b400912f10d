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
from privaudit.cli.serving import roles_of
from privaudit.model.catalog import ApiRow
from privaudit.model.wire import NetworkPlan

ROOT = Path(__file__).parents[2]
ROWS = load_catalog().apis
LIBRARIES = (
    *("okhttp3.", "com.google.", "com.bun.", "com.uodis.", "com.samsung.", "repeackage.", "com.zui."),
    *("com.asus.", "com.qiku.", "com.coolpad.", "com.heytap.", "com.oplus.", "com.android.creator."),
    *("androidx.", "android.support.", "com.tencent.", "com.uc.", "io.dcloud.", "com.mpaas."),
    *("com.finogeeks.", "com.huawei.", "com.hihonor.", "com.amap.", "com.baidu.", "com.android.id."),
    *("com.android.webview.", "org.bouncycastle.", "org.spongycastle.", "org.gmssl.", "org.conscrypt."),
)
"""Code that apps, vendors and the WebView package bring with them; its rows say so by their source."""
PHONE_LEVEL = 33
"""What the stand-in framework stands for."""
JAVA = ("java.", "javax.crypto.")
"""Of Java's own library, which the builds of the framework leave out."""
FRAMEWORK_ROWS = [
    row for row in ROWS.values() if row.kind != "native" and not row.cls.startswith((*JAVA, *LIBRARIES))
]


def ids(row: ApiRow) -> str:
    return row.id


METHOD_ROWS = [row for row in FRAMEWORK_ROWS if row.kind == "method"]
FIELD_ROWS = [row for row in FRAMEWORK_ROWS if row.kind == "field"]


def declared(framework: Any, row: ApiRow) -> dict[str, set[int]]:
    """Return the overloads to choose from: of a delivery the interface's own, else concrete ones alone."""
    found: dict[str, set[int]] = framework.overloads(row.cls, row.method, abstract=bool(row.delivered_by))
    return found


def levels_of(framework: Any, row: ApiRow) -> set[int]:
    return {level for level in framework.levels if row.since <= level <= (row.until or framework.levels[-1])}


@pytest.mark.parametrize("row", METHOD_ROWS, ids=ids)
def test_overloads_are_those_of_the_real_framework(row: ApiRow, framework: Any) -> None:
    found = declared(framework, row)
    assert set(row.overloads) <= set(found)
    assert {level for types in row.overloads for level in found[types]} == levels_of(framework, row)
    assert row.until is None or framework.levels[0] <= row.until < framework.levels[-1]


@pytest.mark.parametrize("row", FIELD_ROWS, ids=ids)
def test_fields_are_those_of_the_real_framework(row: ApiRow, framework: Any) -> None:
    assert framework.fields(row.cls, row.method) == levels_of(framework, row)


@pytest.mark.parametrize("row", METHOD_ROWS, ids=ids)
def test_the_stand_in_framework_has_the_overloads_of_its_level(
    row: ApiRow, framework: Any, reader: ModuleType
) -> None:
    jar = files("privaudit.virtual").joinpath("apps", "framework.jar")
    entry = row.cls.replace(".", "/") + ".class"
    with zipfile.ZipFile(str(jar)) as archive:
        data = archive.read(entry) if entry in archive.namelist() else None
    name = "<init>" if row.method == "$init" else row.method
    members = reader.parse(data).members if data else ()
    found = {member.types for member in members if (member.kind, member.name) == ("m", name)}
    chosen = framework.overloads(row.cls, row.method, abstract=True).items()
    real = {types for types, levels in chosen if PHONE_LEVEL in levels}
    assert found <= real, "the stand-in has an overload that Android 13 has not"
    assert set(row.overloads) & found == set(row.overloads) & real, "run tools/stand_in.py"


def test_there_are_rows_of_many_kinds() -> None:
    assert len(ROWS) >= 1000
    assert len({row.category for row in ROWS.values()}) >= 30
    assert all(re.fullmatch(r"[a-z]+\.[a-z0-9_]+", row.id) for row in ROWS.values())


@pytest.mark.parametrize("row", ROWS.values(), ids=ids)
def test_each_row_says_what_it_is(row: ApiRow) -> None:
    assert row.source.startswith(("https://", "AOSP "))
    assert bool(row.overloads) == (row.kind != "field")
    longest = max((len(parameter_types(overload)) for overload in row.overloads), default=0)
    told = (*row.kept_args, *(at for at in (row.name_arg, row.value_arg) if at is not None))
    assert all(0 <= index < longest for index in told)
    assert bool(row.names) == (row.name_arg is not None)
    assert row.kind == "native" or row.name_arg in {None, *row.kept_args[:1]}, (
        "the name is the first argument that is told"
    )
    assert row.value_arg is None or row.delivered_by
    assert (
        row.data_type
        or row.columns
        or row.names
        or row.yields in {"gate", "effect", "traffic", "lifecycle", "crypto", "stream"}
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


def test_deliveries_name_rows() -> None:
    assert {other for row in ROWS.values() for other in row.delivered_by} <= set(ROWS)
    assert all(row.id not in row.delivered_by for row in ROWS.values())


def test_no_method_stands_in_two_rows() -> None:
    """But for deliveries: what one class is told depends on who it was handed over to."""
    taken = [
        (row.cls, row.method, types, by)
        for row in ROWS.values()
        for types in row.overloads
        for by in (row.delivered_by or ("",))
    ]
    assert len(taken) == len(set(taken))
    fields = [(row.cls, row.method) for row in ROWS.values() if row.kind == "field"]
    assert len(fields) == len(set(fields))


def test_the_agent_has_every_hook_that_rows_use() -> None:
    listed = (ROOT / "hooks" / "src" / "generated" / "catalog.ts").read_text("utf-8")
    assert {row.hook for row in ROWS.values()} == set(re.findall(r'\| "(\w+)"', listed))


def test_the_plan_carries_every_row() -> None:
    request = install_request(ROWS.values(), network=NetworkPlan(crypto=1, plain=1))
    assert [plan.api for plan in request.plan] == list(ROWS)
    assert msgspec.convert(msgspec.to_builtins(request), type(request)) == request


@pytest.mark.parametrize("yields", ["crypto", "stream"])
def test_ciphers_and_streams_are_hooked_where_they_are_asked_for_alone(yields: str) -> None:
    rows = {api for api, row in ROWS.items() if row.yields == yields}
    assert rows
    assert not any(roles_of(ROWS[api]) for api in rows)
    for network in (NetworkPlan(crypto=1), NetworkPlan(plain=1), NetworkPlan()):
        planned = {plan.api for plan in install_request(ROWS.values(), network=network).plan}
        wanted = network.crypto if yields == "crypto" else network.plain
        assert (rows <= planned) if wanted else rows.isdisjoint(planned)


@pytest.mark.parametrize("text", ["", "int", "(int", "int)"])
def test_what_is_no_parameter_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a parameter list"):
        parameter_types(text)
