from __future__ import annotations

import json

import jsonschema
import msgspec
import pytest

from privaudit.model.finding import Report
from privaudit.report.formats.json_report import render
from privaudit.report.schema import ReportDocument, report_schema


def test_schema_is_itself_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(report_schema())


@pytest.mark.parametrize("name", ["rich_report", "empty_report"])
def test_reports_are_valid_and_come_back_the_same(name: str, request: pytest.FixtureRequest) -> None:
    report: Report = request.getfixturevalue(name)
    data = render(report, language="zh", artefact=lambda _: None)
    document = json.loads(data)
    jsonschema.Draft202012Validator(report_schema()).validate(document)
    assert (document["schema"], document["version"]) == ("privaudit.report", 1)
    assert msgspec.json.decode(data, type=ReportDocument).report == report


def test_a_wrong_report_is_refused(rich_report: Report) -> None:
    document = json.loads(render(rich_report, language="zh", artefact=lambda _: None))
    document["report"]["verdict"] = "fine"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(report_schema()).validate(document)
