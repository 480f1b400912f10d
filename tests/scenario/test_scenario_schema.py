from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from privaudit.scenario import load_plan
from privaudit.scenario.schema import flow_schema, schema_bytes
from privaudit.scenario.verbs import verbs

SCENARIOS = Path(__file__).parents[2] / "scenarios"
VALIDATOR = Draft202012Validator(flow_schema())


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(flow_schema())
    assert json.loads(schema_bytes()) == flow_schema()
    assert schema_bytes() == schema_bytes()


@pytest.mark.parametrize(
    "file", ["demo.yaml", "first-start.yaml", "refuse.yaml", "agree-and-background.yaml"]
)
def test_the_ready_scenarios_fit_the_schema_and_can_be_read(file: str) -> None:
    for document in yaml.safe_load_all((SCENARIOS / file).read_text(encoding="utf-8")):
        assert [error.message for error in VALIDATOR.iter_errors(document)] == []
    plan = load_plan(SCENARIOS / file, env={"APP_ID": "com.example.bank"})
    assert plan.app_id == "com.example.bank"
    assert any(step.verb == "phase" for step in plan.steps)


GOOD = [
    "back",
    {"tapOn": "同意"},
    {"tapOn": {"id": "agree", "below": "标题", "optional": True, "label": "x"}},
    {"tapOn": {"index": "${N}", "containsDescendants": ["a", {"id": "b"}]}},
    {"observe": "5s"},
    {"observe": 500},
    {"consent": "agree"},
    {"consent": {"decision": "refuse", "text": "不同意"}},
    {"permission": {"revoke": "android.permission.CAMERA"}},
    {"swipe": {"from": {"id": "a"}, "direction": "up"}},
    {
        "repeat": {
            "times": 2,
            "while": {"notVisible": "x"},
            "commands": ["back", {"retry": {"commands": ["back"]}}],
        }
    },
    {"runFlow": "a.yaml"},
    {"openNotice": ["我的", {"id": "notice"}]},
    {"launchApp": None},
    {"inputText": 123},
]
BAD = [
    "bakc",
    {"tapOm": "x"},
    {"tapOn": {"idd": "x"}},
    {"observe": "five"},
    {"consent": "agreed"},
    {"evalScript": "x"},
    {"tapOn": "a", "label": "b"},
    {"repeat": {"times": 2}},
    {"setLocation": {"latitude": 91, "longitude": 0}},
    {"tapOn": {"traits": "round"}},
]


@pytest.mark.parametrize("command", GOOD)
def test_what_is_written_right_fits(command: object) -> None:
    assert [error.message for error in VALIDATOR.iter_errors([command])] == []


@pytest.mark.parametrize("command", BAD)
def test_what_is_written_wrong_does_not_fit(command: object) -> None:
    assert not VALIDATOR.is_valid([command])


def test_every_command_is_described() -> None:
    commands = flow_schema()["$defs"]["command"]["anyOf"][1:]
    assert [next(iter(command["properties"])) for command in commands] == list(verbs())
    assert all(command["description"].endswith(".") for command in commands)
