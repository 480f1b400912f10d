"""The whole catalogue on the virtual device's framework and an app of its own, in a real JVM."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

from standing import rows_without_methods

from privaudit.capture.agent import install_request
from privaudit.catalog.load import load_catalog
from privaudit.model.event import AgentProblem, HookState
from privaudit.model.wire import NetworkPlan

APPS = files("privaudit.virtual").joinpath("apps")
NEEDS_A_PHONE = {"android.os.Build", "android.os.Build$VERSION"}
"""Classes that ask the phone for its properties when they are loaded: there is none here."""


def test_every_row_is_resolved_or_known_to_be_absent_on_the_stand_in_framework(
    bench: Callable[..., Any],
) -> None:
    rows = load_catalog().apis
    one = bench(
        *install_request(rows.values(), network=NetworkPlan(crypto=1, plain=1)).plan,
        class_path=[str(APPS.joinpath("framework.jar")), str(APPS.joinpath("example-bank-violating.apk"))],
    )
    one.sensor.stop()
    assert one.log.of(AgentProblem) == []
    states = {state.api: state for state in one.log.of(HookState)}
    assert set(states) == set(rows)
    rows = {api: row for api, row in rows.items() if row.kind != "native" and row.cls not in NEEDS_A_PHONE}
    assert {api for api in rows if states[api].state == "failed"} == set()
    fields = {api for api, row in rows.items() if row.kind == "field"}
    assert {states[api].state for api in fields} <= {"unobservable", "absent"}
    missing = rows_without_methods("example-bank-violating.apk")
    # A row of deliveries needs no code: it is hooked in the classes of the objects that are handed over.
    delivered = {api for api, row in rows.items() if row.delivered_by}
    unresolved = {api for api in rows if api not in fields and states[api].state != "resolved"}
    assert unresolved - delivered == (missing & set(rows)) - delivered
    assert unresolved & delivered <= missing
    assert one.probe.run("gc") == ["true"]
