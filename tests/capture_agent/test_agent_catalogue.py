"""The whole catalogue on the virtual device's framework and an app of its own, in a real JVM."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

from standing import rows_without_methods

from privaudit.capture.agent import install_request
from privaudit.catalog.load import load_catalog
from privaudit.model.event import AgentProblem, HookState

APPS = files("privaudit.virtual").joinpath("apps")
NEEDS_A_PHONE = {"build.serial"}
"""Rows whose class asks the phone for its properties when it is loaded: there is none here."""


def test_every_row_is_resolved_or_known_to_be_absent_on_the_stand_in_framework(
    bench: Callable[..., Any],
) -> None:
    rows = load_catalog().apis
    one = bench(
        *install_request(rows.values()).plan,
        class_path=[str(APPS.joinpath("framework.jar")), str(APPS.joinpath("example-bank-violating.apk"))],
    )
    one.sensor.stop()
    assert one.log.of(AgentProblem) == []
    states = {state.api: state for state in one.log.of(HookState)}
    assert set(states) == set(rows)
    methods = {api for api, row in rows.items() if row.kind == "method"}
    unresolved = {api for api in methods if states[api].state != "resolved"}
    failed = {api for api, state in states.items() if state.state == "failed"}
    assert failed <= NEEDS_A_PHONE
    assert unresolved - NEEDS_A_PHONE == rows_without_methods("example-bank-violating.apk")
    assert one.probe.run("gc") == ["true"]
