"""Each rule: journals that violate it, conform to it and leave it untested."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from journals import (
    ANDROID_ID,
    GOOD_CHANNEL,
    IMEI,
    Journal,
    full_notice,
    notice,
    statement,
    whole_run,
)

from privaudit.analysis.engine import Judgement
from privaudit.analysis.registry import load_rules
from privaudit.catalog import load_catalog
from privaudit.model.declaration import Channel, Declaration
from privaudit.model.finding import RuleOutcome

PHONE = "android.permission.READ_PHONE_STATE"
CONTACTS = "android.permission.READ_CONTACTS"
STAT = "https://log.demostat.example/v1?imei=" + IMEI
BANK = "https://api.bank.example/v1?imei=" + IMEI


class Example(NamedTuple):
    rule: str
    journal: Callable[[], Journal]
    verdict: str
    declaration: Declaration | None = full_notice()
    clause: str = ""
    data_type: str = ""
    actor: str = ""
    subject: str = ""
    says: str = ""
    """Part of the statement or, without a finding, of the reason (English)."""


def start() -> Journal:
    return Journal().begin()


def refused() -> Journal:
    return start().consent("shown").consent("refused")


def agreed() -> Journal:
    return start().consent("shown").consent("agreed")


LOST_AGENT = whole_run().lose("agent").wait(1).end()
LOST_PROXY = whole_run().lose("proxy").wait(1).end()

EXAMPLES = [
    # accessed-before-consent
    Example("accessed-before-consent", lambda: start().imei(times=7).consent("shown").end(), "violation",
            clause="CAC191-3.1", data_type="device.imei", actor="com.example.bank", says="7 calls"),
    Example("accessed-before-consent", lambda: start().consent("shown").imei(by="stat").end(), "violation",
            data_type="device.imei", actor="demo.stat", says="示例统计"),
    Example("accessed-before-consent",
            lambda: start().call("telephony.imei", error="java.lang.SecurityException: no").end(),
            "violation", says="an attempt counts"),
    Example("accessed-before-consent", lambda: start().call("content.query",
            args=("content://sms/inbox",)).end(),
            "violation", data_type="comm.sms"),
    Example("accessed-before-consent", lambda: whole_run().imei().end(), "conforms", says="hooked"),
    Example("accessed-before-consent", lambda: start().imei(by="system").consent("shown").end(), "conforms"),
    Example("accessed-before-consent",
            lambda: start().call("content.query", args=("content://com.example.bank.own/x",)).end(),
            "conforms"),
    Example("accessed-before-consent", lambda: Journal().begin(sensors=("proxy",)).end(), "not_tested",
            says="agent did not run"),
    Example("accessed-before-consent", lambda: LOST_AGENT, "not_tested", says="it died"),
    Example("accessed-before-consent", lambda: start().consent("shown"), "not_tested", says="in order"),
    Example("accessed-before-consent",
            lambda: Journal().begin(without=("telephony.imei",)).consent("shown").end(), "not_observed",
            says="telephony.imei"),
    # sent-before-consent
    Example("sent-before-consent", lambda: start().imei().request(STAT, by="stat").end(), "violation",
            clause="CAC191-3.1", data_type="device.imei", actor="demo.stat", subject="log.demostat.example"),
    Example("sent-before-consent",
            lambda: start().note("planted", f'{{"device.imei": ["{IMEI}"]}}').request(STAT, by=None).end(),
            "suspected", says="could not be determined"),
    Example("sent-before-consent", lambda: whole_run().imei().request(STAT, by="stat").end(), "conforms"),
    Example("sent-before-consent", lambda: start().request("https://api.bank.example/hello").end(),
            "conforms"),
    Example("sent-before-consent", lambda: LOST_PROXY, "not_tested", says="the network proxy was lost"),
    Example("sent-before-consent", lambda: start().tunnel("pinned.example").end(), "not_observed",
            says="pinned.example"),
    # accessed-after-refusal
    Example("accessed-after-refusal", lambda: refused().android_id(by="ad").end(), "violation",
            clause="CAC191-3.2", data_type="device.android_id", actor="demo.ad"),
    Example("accessed-after-refusal", lambda: agreed().consent("withdrawn").imei().end(), "violation",
            clause="PIPL-15"),
    Example("accessed-after-refusal", lambda: refused().end(), "conforms"),
    Example("accessed-after-refusal", lambda: agreed().imei().end(), "not_tested", says="was not reached"),
    # sent-after-refusal
    Example("sent-after-refusal", lambda: refused().imei().request(BANK).end(), "violation",
            clause="NDSR-22", data_type="device.imei", subject="api.bank.example"),
    Example("sent-after-refusal", lambda: refused().request("https://www.bank.example/").end(), "conforms"),
    Example("sent-after-refusal", lambda: agreed().end(), "not_tested"),
    # permission-before-consent
    Example("permission-before-consent", lambda: start().ask(PHONE, CONTACTS, by="stat").end(), "violation",
            clause="CAC191-3.1", actor="demo.stat", subject=PHONE),
    Example("permission-before-consent", lambda: start().ask("android.permission.POST_NOTIFICATIONS").end(),
            "conforms"),
    Example("permission-before-consent", lambda: agreed().ask(PHONE).end(), "conforms"),
    Example("permission-before-consent", lambda: LOST_AGENT, "not_tested"),
    # data-type-undeclared
    Example("data-type-undeclared", lambda: agreed().call("clipboard.text", result="secret").end(),
            "violation",
            clause="CAC191-2.1", data_type="clipboard", actor="com.example.bank"),
    Example("data-type-undeclared", lambda: agreed().imei().end(), "suspected",
            declaration=notice(statement("collection", "c", "我们收集设备信息", umbrella=True)),
            clause="CAC191-2.1", says="general term"),
    Example("data-type-undeclared", lambda: agreed().imei(by="stat").end(), "suspected",
            says="not as collected by"),
    Example("data-type-undeclared", lambda: agreed().imei().end(), "violation",
            declaration=full_notice(statement("not_collected", "n", data_types=("device.imei",))),
            clause="CAC191-3.9", says="not collected"),
    Example("data-type-undeclared", lambda: agreed().imei().android_id(by="stat").end(), "conforms"),
    Example("data-type-undeclared", lambda: agreed().imei(by="ad").end(), "conforms"),
    Example("data-type-undeclared", lambda: agreed().imei().end(), "not_tested", declaration=None,
            says="no declaration"),
    # permission-undeclared
    Example("permission-undeclared", lambda: Journal(permissions=(CONTACTS, PHONE)).begin().end(),
            "violation",
            clause="CAC191-2.1", subject=CONTACTS, says="not asked"),
    Example("permission-undeclared", lambda: agreed().ask(CONTACTS).end(), "violation", says="asked for"),
    Example("permission-undeclared",
            lambda: Journal(permissions=(PHONE, "android.permission.INTERNET")).begin().end(), "conforms"),
    Example("permission-undeclared", lambda: agreed().end(), "not_tested", declaration=None),
    # recipient-undeclared
    Example("recipient-undeclared",
            lambda: agreed().imei().request("https://x.demoad.example/?i=" + IMEI).end(),
            "violation", clause="PIPL-23", subject="x.demoad.example",
            says="示例广告"),
    Example("recipient-undeclared",
            lambda: agreed().imei().request("https://cdn.bank.other/?i=" + IMEI).end(),
            "suspected", declaration=notice(hosts=("api.bank.other",)), says="whose host"),
    Example("recipient-undeclared", lambda: agreed().imei().request(BANK).request(STAT, by="stat").end(),
            "conforms"),
    Example("recipient-undeclared", lambda: agreed().request("https://nobody.example/").end(), "conforms"),
    Example("recipient-undeclared", lambda: LOST_PROXY, "not_tested"),
    # sdk-undeclared
    Example("sdk-undeclared", lambda: agreed().imei(by="push").end(), "violation", clause="CAC191-2.1",
            actor="demo.push", subject="demo.push"),
    Example("sdk-undeclared", lambda: agreed().imei().request(BANK, by="ad").end(), "violation",
            subject="demo.ad"),
    Example("sdk-undeclared", lambda: agreed().android_id(by="stat").imei(by="stranger").end(), "conforms"),
    # A company's name tells of one of its products only where the notice names no product.
    Example("sdk-undeclared", lambda: agreed().imei(by="push").end(), "violation",
            declaration=full_notice(statement("sdk", "s2", name="另一产品", company="示例推送科技有限公司"))),
    Example("sdk-undeclared", lambda: agreed().imei(by="push").end(), "conforms",
            declaration=full_notice(statement("third_party", "s2", company="示例推送科技有限公司"))),
    Example("sdk-undeclared", lambda: LOST_AGENT, "not_tested"),
    # cleartext-personal-data
    Example("cleartext-personal-data",
            lambda: agreed().imei().request("http://api.bank.example/u",
            body=b"a=1&imei=" + IMEI.encode()).end(),
            "violation", clause="NFRA99-12.3", data_type="device.imei", subject="api.bank.example"),
    Example("cleartext-personal-data", lambda: agreed().imei().request(BANK).end(), "conforms"),
    Example("cleartext-personal-data", lambda: agreed().request("http://api.bank.example/img").end(),
            "conforms"),
    Example("cleartext-personal-data", lambda: LOST_PROXY, "not_tested"),
    Example("cleartext-personal-data",
            lambda: agreed().imei().stream("push.bank.example:5222", b"login " + IMEI.encode()).end(),
            "violation", data_type="device.imei", subject="push.bank.example", says="over unencrypted TCP"),
    Example("cleartext-personal-data",
            lambda: agreed().imei().stream("push.bank.example:5222", IMEI.encode(), encrypted=True).end(),
            "conforms"),
    Example("cleartext-personal-data",
            lambda: agreed().imei().lookup(f"{IMEI}.t.demoad.example").end(),
            "violation", data_type="device.imei", subject="demoad.example", says="DNS queries"),
    Example("cleartext-personal-data",
            lambda: agreed().imei().socket("198.51.100.7", 5222, up=900).end(), "not_observed",
            says="198.51.100.7"),
    # weak-tls
    Example("weak-tls", lambda: agreed().imei().request(BANK, tls="TLSv1.1").end(), "violation",
            clause="NFRA99-12.3", subject="api.bank.example", says="TLSv1.1"),
    Example("weak-tls", lambda: agreed().imei().server("api.bank.example", "TLSv1").request(BANK).end(),
            "violation", subject="api.bank.example", says="no further than TLSv1"),
    Example("weak-tls",
            lambda: agreed().hello("api.bank.example", "TLSv1", "TLSv1.1")
            .request("https://api.bank.example/", tls="").end(),
            "suspected", subject="api.bank.example", says="nothing but TLSv1, TLSv1.1"),
    Example("weak-tls",
            lambda: agreed().hello("api.bank.example", "TLSv1", "TLSv1.2").imei().request(BANK).end(),
            "conforms"),
    # Another app's old TLS is not this app's.
    Example("weak-tls",
            lambda: agreed().hello("old.other.example", "TLSv1").imei().request(BANK).end(), "conforms"),
    Example("weak-tls", lambda: agreed().imei().request(BANK, tls="").end(), "not_tested",
            says="version of TLS on record"),
    Example("weak-tls", lambda: agreed().imei().request("http://api.bank.example/?i=" + IMEI).end(),
            "not_tested"),
    Example("weak-tls",
            lambda: agreed().imei().request(BANK).request(BANK.replace("api", "b"), tls="").end(),
            "not_observed", says="b.bank.example"),
    # certificate-unchecked
    Example("certificate-unchecked",
            lambda: agreed().request(BANK, by="stat").probe("api.bank.example", accepted=True).end(),
            "violation", clause="NFRA99-12.3", subject="api.bank.example", actor="demo.stat"),
    Example("certificate-unchecked", lambda: agreed().probe("x.other.example", accepted=True).end(),
            "suspected", subject="x.other.example", says="could not be determined"),
    Example("certificate-unchecked",
            lambda: agreed().request(BANK).probe("api.bank.example", accepted=False).end(), "conforms",
            says="refused to go on"),
    Example("certificate-unchecked",
            lambda: agreed().imei().request(BANK).request(STAT, by="stat")
            .probe("api.bank.example", accepted=False).end(),
            "not_observed", says="log.demostat.example"),
    # A connection that was left open and silent is no refusal.
    Example("certificate-unchecked",
            lambda: agreed().request(BANK).probe("api.bank.example", accepted=False,
            reason="the recording ended before it sent anything over the connection it left open").end(),
            "not_tested"),
    Example("certificate-unchecked", lambda: agreed().request(BANK).end(), "not_tested",
            says="--probe-trust"),
    # server-certificate-invalid
    Example("server-certificate-invalid",
            lambda: agreed().imei().server("api.bank.example", days=-1).request(BANK).end(),
            "suspected", clause="NFRA99-12.3", subject="api.bank.example", says="has run out"),
    Example("server-certificate-invalid",
            lambda: agreed().imei().server("api.bank.example", names=("*.other.x",)).request(BANK).end(),
            "suspected", says="for another name"),
    Example("server-certificate-invalid",
            lambda: agreed().imei().server("api.bank.example", days=-1).request(BANK)
            .probe("api.bank.example", accepted=True).end(),
            "violation", subject="api.bank.example", says="accepts any"),
    Example("server-certificate-invalid",
            lambda: agreed().imei().server("api.bank.example", names=("*.bank.example",)).request(BANK).end(),
            "conforms"),
    Example("server-certificate-invalid", lambda: agreed().imei().request(BANK).end(), "not_tested",
            says="certificate is on record"),
    # read-in-background
    Example("read-in-background", lambda: agreed().background().call("location.last_known",
            result="1,2").end(),
            "violation", clause="PIPL-6", data_type="location.precise"),
    Example("read-in-background", lambda: agreed().background().imei().end(), "conforms",
            declaration=full_notice(statement("collection", "b", data_types=("device.imei",), background=True,
                                              purpose="x"))),
    Example("read-in-background", lambda: agreed().imei().background().foreground().imei().end(), "conforms"),
    Example("read-in-background", lambda: agreed().imei().end(), "not_tested", says="was not reached"),
    # purpose-not-told
    Example("purpose-not-told", lambda: agreed().end(), "violation",
            declaration=full_notice(statement("collection", "n", data_types=("clipboard",))),
            clause="PIPL-17", data_type="clipboard"),
    Example("purpose-not-told", lambda: agreed().end(), "violation",
            declaration=full_notice(statement("permission", "n", permissions=(CONTACTS,))), subject=CONTACTS),
    Example("purpose-not-told", lambda: agreed().end(), "violation",
            declaration=full_notice(statement("sdk", "n", sdk="demo.push", name="示例推送SDK")),
            subject="demo.push"),
    Example("purpose-not-told", lambda: agreed().end(), "conforms"),
    Example("purpose-not-told", lambda: agreed().end(), "conforms",
            declaration=full_notice(statement("collection", "n", data_types=("device.imei",)))),
    Example("purpose-not-told", lambda: agreed().end(), "not_tested", declaration=None),
    # manner-not-told, protection-not-told
    Example("manner-not-told", lambda: agreed().end(), "violation", declaration=notice(), clause="PIPL-17"),
    Example("manner-not-told", lambda: agreed().end(), "conforms"),
    Example("manner-not-told", lambda: agreed().end(), "not_tested", declaration=None),
    Example("protection-not-told", lambda: agreed().end(), "violation", declaration=notice(),
            clause="NFRA99-16.9"),
    Example("protection-not-told", lambda: agreed().end(), "conforms"),
    Example("protection-not-told", lambda: agreed().end(), "not_tested", declaration=None),
    # complaint-channel-missing-in-notice
    Example("complaint-channel-missing-in-notice", lambda: agreed().end(), "violation", declaration=notice(),
            clause="CBIRC3-8", subject="channel"),
    Example("complaint-channel-missing-in-notice", lambda: agreed().end(), "violation",
            declaration=notice(statement("complaint", "k", channel=Channel(phone="12378", address="a",
            process="p"))),
            subject="phone"),
    Example("complaint-channel-missing-in-notice", lambda: agreed().end(), "violation",
            declaration=notice(statement("complaint", "k", channel=Channel(phone="95599", process="p"))),
            subject="address", says="postal address"),
    Example("complaint-channel-missing-in-notice", lambda: agreed().end(), "suspected",
            declaration=notice(statement("complaint", "k", channel=Channel(phone="95599", address="a"))),
            subject="process"),
    Example("complaint-channel-missing-in-notice", lambda: agreed().end(), "conforms",
            declaration=notice(statement("complaint", "k", channel=GOOD_CHANNEL))),
    Example("complaint-channel-missing-in-notice", lambda: agreed().end(), "not_tested", declaration=None),
    # complaint-channel-missing-in-app
    Example("complaint-channel-missing-in-app", lambda: agreed().complaint(found=False).end(), "violation",
            clause="CBIRC3-8", subject="entry", says="could not be found"),
    Example("complaint-channel-missing-in-app",
            lambda: agreed().complaint(found=True, phones=("12378",), addresses=("示例路1号",)).end(),
            "violation",
            subject="phone"),
    Example("complaint-channel-missing-in-app",
            lambda: agreed().complaint(found=True, phones=("95599",)).end(), "violation", subject="address"),
    Example("complaint-channel-missing-in-app",
            lambda: agreed().complaint(found=True, phones=("95599",), addresses=("示例路1号",)).end(),
            "conforms"),
    Example("complaint-channel-missing-in-app", lambda: agreed().end(), "not_tested", says="did not look"),
]  # fmt: skip


def outcome(judgement: Judgement, rule: str) -> RuleOutcome:
    return next(o for o in judgement.outcomes if o.rule == rule)


@pytest.mark.parametrize(
    "example", EXAMPLES, ids=[f"{i}-{e.rule}-{e.verdict}" for i, e in enumerate(EXAMPLES)]
)
def test_example(example: Example) -> None:
    judgement = example.journal().judge(example.declaration)
    result = outcome(judgement, example.rule)
    assert result.verdict == example.verdict, result.reason.en
    findings = [f for f in judgement.findings if f.rule == example.rule]
    assert {f.id for f in findings} == set(result.findings)
    if example.verdict not in ("violation", "suspected"):
        assert not findings
        assert example.says in result.reason.en
        assert result.reason.zh
        return
    fits = [
        f
        for f in findings
        if example.data_type in ("", f.data_type)
        and example.subject in ("", f.subject)
        and (not example.actor or (f.actor is not None and f.actor.id == example.actor))
    ]
    (found,) = fits[:1]
    assert found.verdict == example.verdict
    assert example.clause in ("", *found.clauses)
    assert example.says in found.statement.en
    assert "{" not in found.statement.zh + found.statement.en
    assert found.proofs
    assert found.count >= 1


def test_every_rule_has_an_example_of_each_kind() -> None:
    for rule in load_rules():
        verdicts = {e.verdict for e in EXAMPLES if e.rule == rule.row.id}
        assert {"violation", "conforms", "not_tested"} <= verdicts, rule.row.id


def test_every_clause_of_every_rule_is_in_the_catalogue_and_imported_ones_come_first() -> None:
    catalog = load_catalog()
    for rule in load_rules():
        limbs = [clause.startswith("NFRA99-16.") for clause in rule.row.clauses]
        assert limbs == sorted(limbs), rule.row.id
        assert any(limbs), rule.row.id
        for clause in rule.row.clauses:
            assert clause in catalog.clauses, (rule.row.id, clause)


def test_the_rules_of_the_first_release_are_there() -> None:
    assert {rule.row.id for rule in load_rules()} >= {
        "accessed-before-consent", "sent-before-consent", "accessed-after-refusal", "sent-after-refusal",
        "permission-before-consent", "data-type-undeclared", "recipient-undeclared", "sdk-undeclared",
        "permission-undeclared", "cleartext-personal-data", "read-in-background", "purpose-not-told",
        "manner-not-told", "protection-not-told", "complaint-channel-missing-in-notice",
        "complaint-channel-missing-in-app", "weak-tls", "certificate-unchecked",
        "server-certificate-invalid",
    }  # fmt: skip


def test_the_systems_own_count_stands_beside_the_call() -> None:
    journal = start().call("location.last_known", result="31.24,121.49")
    journal.appop("android:fine_location", journal.now).appop("android:camera", 1)
    (finding,) = [f for f in journal.end().judge(None).findings if f.rule == "accessed-before-consent"]
    assert [proof.kind for proof in finding.proofs] == ["call", "system"]
    assert "android:fine_location" in (finding.proofs[1].text or finding.title).en


def test_one_recipient_is_one_finding_whatever_it_receives() -> None:
    journal = agreed().imei().android_id()
    for value in (IMEI, ANDROID_ID, IMEI):
        journal.request(f"https://x.demoad.example/?i={value}", by="ad")
    judgement = journal.end().judge(full_notice())
    (finding,) = [f for f in judgement.findings if f.rule == "recipient-undeclared"]
    assert (finding.subject, finding.data_type, finding.count) == ("x.demoad.example", "", 3)
    assert "IMEI" in finding.statement.en
    assert "Android ID" in finding.statement.en


def test_the_coarse_location_is_not_a_cause_of_its_own_where_it_must_be_asked_with_the_precise_one() -> None:
    fine, coarse = (f"android.permission.ACCESS_{kind}_LOCATION" for kind in ("FINE", "COARSE"))
    judgement = start().ask(fine, coarse).end().judge(full_notice())
    rules = ("permission-before-consent", "permission-undeclared")
    assert {f.subject for f in judgement.findings if f.rule == "permission-before-consent"} == {fine}
    alone = start().ask(coarse).end().judge(full_notice())
    assert [f.subject for f in alone.findings if f.rule in rules] == [coarse, coarse]


def test_a_value_sent_in_the_clear_before_consent_names_value_place_and_stack() -> None:
    journal = (
        start()
        .android_id(by="stat")
        .request("http://log.demostat.example/c", by="stat", body=b"v=2&aid=" + ANDROID_ID.encode() + b"&z=1")
    )
    judgement = journal.end().judge(full_notice())
    finding = next(f for f in judgement.findings if f.rule == "sent-before-consent")
    proof = finding.proofs[0]
    assert proof.kind == "request"
    assert proof.value == ANDROID_ID
    assert f"aid={ANDROID_ID}&z=1" in proof.excerpt
    assert [line.responsible for line in proof.stack].count(True) == 1
    assert "cn.demostat.analytics.Core.start(X.java:12)" in [s.text for s in proof.stack if s.responsible]
