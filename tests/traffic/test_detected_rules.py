"""A value that only looks like personal data is a suspicion at most, whatever the rule."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from journals import IMEI, Journal, full_notice

from privaudit.analysis.case import Case, Sighting
from privaudit.analysis.engine import judge
from privaudit.analysis.gather import build_report
from privaudit.analysis.registry import Rule, load_rules
from privaudit.catalog import load_catalog
from privaudit.model.finding import Finding

BODY = json.dumps({"idCardNo": "110101199003074514", "x": 1}).encode()


def run() -> Journal:
    journal = Journal().begin()
    journal.request("http://track.demoad.example/a", by="ad", body=BODY)
    journal.consent("shown").consent("refused")
    journal.request("https://api.bank.example/b", by="app", body=BODY)
    journal.request("https://unknown.example/c", body=BODY)
    return journal.end()


def findings() -> list[Finding]:
    return [
        one
        for one in run().judge(full_notice()).findings
        if any(proof.kind == "request" for proof in one.proofs)
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "sent-before-consent",
        "sent-after-refusal",
        "data-type-undeclared",
        "recipient-undeclared",
        "sdk-undeclared",
        "cleartext-personal-data",
    ],
)
def test_no_rule_makes_a_violation_of_a_form(rule: str) -> None:
    found = [one for one in findings() if one.rule == rule]
    assert found
    for one in found:
        assert one.verdict == "suspected"
        assert one.confidence in ("low", "medium")
        assert "check digit" in one.statement.en
        assert "校验位" in one.statement.zh


def test_no_finding_of_any_rule_is_a_violation_by_form() -> None:
    assert {one.verdict for one in findings()} == {"suspected"}


def test_a_read_value_beside_it_is_still_a_violation_and_names_only_what_it_proves() -> None:
    journal = Journal().begin().imei()
    body = json.dumps({"idCardNo": "110101199003074514", "imei": IMEI}).encode()
    journal.request("http://track.demoad.example/a", by="ad", body=body)
    judgement = journal.end().judge(full_notice())
    (found,) = [one for one in judgement.findings if one.rule == "recipient-undeclared"]
    assert found.verdict == "violation"
    assert "IMEI" in found.statement.en
    assert "ID number" not in found.statement.en


def test_a_rule_that_is_added_later_is_held_too() -> None:
    def careless(case: Case) -> Iterator[Sighting]:
        for carried in case.carried():
            yield Sighting(evidence=carried, data_type=carried.match.data_type, actor=carried.sent.actor)

    row = next(rule.row for rule in load_rules() if rule.row.id == "cleartext-personal-data")
    judgement = judge(run().observe(), full_notice(), load_catalog(), rules=[Rule(row, careless)])
    assert {(one.verdict, one.confidence) for one in judgement.findings} == {("suspected", "medium")}


def test_lists_say_what_only_its_form_speaks_for() -> None:
    journal = Journal().begin().imei()
    body = json.dumps({"idCardNo": "110101199003074514", "imei": IMEI}).encode()
    journal.request("http://track.demoad.example/a", by="ad", body=body)
    observation = journal.end().observe()
    catalog = load_catalog()
    report = build_report(
        observation, judge(observation, full_notice(), catalog), full_notice(), catalog,
        evidence_name="run", digest="", whole=True, problem="", made=0,
    )  # fmt: skip
    (recipient,) = report.recipients
    assert (recipient.data_types, recipient.by_form) == (
        ("device.imei", "identity.id_number"),
        ("identity.id_number",),
    )
    assert {row.data_type: row.by_form for row in report.data} == {
        "device.imei": False,
        "identity.id_number": True,
    }
    (request,) = [entry for entry in report.timeline if entry.lane == "request"]
    assert "ID number (by its form alone)" in request.label.en
