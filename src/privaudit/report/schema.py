"""The JSON report as a document, and its JSON Schema."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from privaudit.model.finding import Report

NAME: Literal["privaudit.report"] = "privaudit.report"

VERSION: Literal[1] = 1
"""Raised when a field changes its meaning or goes; a new field alone does not raise it."""


class ReportDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What the JSON format writes: which schema in which version, then the report. Times are ns UTC."""

    schema: Literal["privaudit.report"] = NAME
    version: Literal[1] = VERSION
    report: Report


def report_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the JSON report, made from the structs themselves."""
    schema = msgspec.json.schema(ReportDocument)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:privaudit:report:{VERSION}",
        "title": f"{NAME} {VERSION}",
        **schema,
    }
