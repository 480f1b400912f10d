"""The whole catalogue on the virtual device's framework and an app of its own, in a real JVM."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from privaudit.capture.agent import install_request
from privaudit.catalog.load import load_catalog
from privaudit.model.event import AgentProblem, HookState

APPS = files("privaudit.virtual").joinpath("apps")
NEEDS_A_PHONE = {"build.serial"}
"""Rows whose class asks the phone for its properties when it is loaded: there is none here."""
CONTRACT = Path(__file__).parents[1] / "contract"
NOT_STOOD_IN = set((CONTRACT / "not_stood_in.txt").read_text("utf-8").split())


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
    unresolved = {api for api, state in states.items() if state.state != "resolved"}
    failed = {api for api, state in states.items() if state.state == "failed"}
    assert failed <= NEEDS_A_PHONE
    assert unresolved - NEEDS_A_PHONE == NOT_STOOD_IN
    assert one.probe.run("gc") == ["true"]
