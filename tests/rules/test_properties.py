"""What must hold of every judgement, whatever the journal."""

import random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from journals import ANDROID_ID, IMEI, Journal, full_notice

from privaudit.analysis.engine import Judgement, judge
from privaudit.analysis.observe import observe
from privaudit.catalog import load_catalog
from privaudit.model.event import ConsentSeen, Event
from privaudit.model.evidence import Record

AGENT_RULES = {
    "accessed-before-consent", "accessed-after-refusal", "permission-before-consent", "data-type-undeclared",
    "sdk-undeclared", "read-in-background", "sent-before-consent", "sent-after-refusal",
    "recipient-undeclared", "cleartext-personal-data",
}  # fmt: skip
PROXY_RULES = {
    "sent-before-consent", "sent-after-refusal", "recipient-undeclared", "cleartext-personal-data",
    "data-type-undeclared", "sdk-undeclared",
}  # fmt: skip

ACTS = st.sampled_from(
    [
        "imei",
        "android_id",
        "location",
        "clipboard",
        "ask",
        "sent",
        "clear",
        "refused",
        "background",
        "foreground",
    ]
)
WHO = st.sampled_from(["app", "stat", "ad", "stranger", "system"])
STEPS = st.lists(st.tuples(ACTS, WHO), max_size=8)

REQUESTS = {
    "sent": (f"https://log.demostat.example/?a={ANDROID_ID}", b""),
    "clear": ("http://api.bank.example/x", b"imei=" + IMEI.encode()),
    "elsewhere": ("http://elsewhere.example.org/y", b"imei=" + IMEI.encode()),
}


def act(journal: Journal, what: str, who: str) -> None:
    if what == "imei":
        journal.imei(by=who, times=3)
    elif what == "android_id":
        journal.android_id(by=who)
    elif what == "location":
        journal.call("location.last_known", by=who, result="31.240021,121.490317")
    elif what == "clipboard":
        journal.call("clipboard.text", by=who, result="6222020000000000")
    elif what == "ask":
        journal.ask("android.permission.READ_PHONE_STATE", by=who)
    elif what in REQUESTS:
        url, body = REQUESTS[what]
        journal.request(url, by=who, body=body)
    elif what == "refused":
        journal.call("telephony.imsi", by=who, error="java.lang.SecurityException: no")
    elif what == "background":
        journal.background()
    else:
        journal.foreground()


def run(before: list[tuple[str, str]], after: list[tuple[str, str]], *, end: str = "agreed") -> Journal:
    journal = Journal().begin().consent("shown")
    for what, who in before:
        act(journal, what, who)
    journal.consent("refused" if end == "refused" else "agreed").phase("use")
    for what, who in after:
        act(journal, what, who)
    return journal.end()


def judged(events: list[Event], artefacts: dict[str, bytes]) -> Judgement:
    records = [Record(n=n, event=event) for n, event in enumerate(events, 1)]
    catalog = load_catalog()
    return judge(observe(records, artefacts.get, catalog), full_notice(), catalog)


def unrelated(what: str) -> str:
    """Return an act without a part in `what`: who sent two requests to one URL at once is not certain."""
    return "elsewhere" if what in {"sent", "clear"} else what


def causes(judgement: Judgement) -> set[tuple[str, str]]:
    return {(finding.id, finding.verdict) for finding in judgement.findings}


@given(before=STEPS, after=STEPS, extra=STEPS, seed=st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_an_unrelated_event_never_removes_a_finding(
    before: list[tuple[str, str]], after: list[tuple[str, str]], extra: list[tuple[str, str]], seed: int
) -> None:
    journal = run(before, after)
    found = {finding.id for finding in judged(journal.events, journal.artefacts).findings}
    more = run([], [(unrelated(what), who) for what, who in extra if what not in ("background", "front")])
    shift = journal.now - more.now
    chance = random.Random(seed)
    others = [
        msgspec.structs.replace(event, at=event.at + shift)
        for event in more.events
        if type(event).__name__ in ("ApiCalled", "ScreenSeen", "Note", "ApiCounted", "RequestSeen")
    ]
    events = list(journal.events)
    for event in others:
        events.insert(chance.randrange(1, len(events) + 1), event)
    again = judged(events, {**journal.artefacts, **more.artefacts})
    assert found <= {finding.id for finding in again.findings}


@given(before=STEPS, after=STEPS, later=st.integers(1, 100))
@settings(max_examples=40, deadline=None)
def test_a_later_consent_never_removes_a_before_consent_finding(
    before: list[tuple[str, str]], after: list[tuple[str, str]], later: int
) -> None:
    journal = run(before, after)
    rules = {"accessed-before-consent", "sent-before-consent", "permission-before-consent"}

    def early(judgement: Judgement) -> set[str]:
        return {finding.id for finding in judgement.findings if finding.rule in rules}

    moved: list[Event] = [
        msgspec.structs.replace(event, at=event.at + later * 100_000_000)
        if isinstance(event, ConsentSeen) and event.state == "agreed"
        else event
        for event in journal.events
    ]
    assert early(judged(journal.events, journal.artefacts)) <= early(judged(moved, journal.artefacts))


@given(before=STEPS, after=STEPS, end=st.sampled_from(["agreed", "refused"]), seed=st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_journal_does_not_matter_where_clocks_are_equal(
    before: list[tuple[str, str]], after: list[tuple[str, str]], end: str, seed: int
) -> None:
    journal = run(before, after, end=end)
    # Coarse clocks make many events equal; sites and their calls too.
    coarse: list[Event] = [
        msgspec.structs.replace(event, at=event.at - event.at % 500_000_000) for event in journal.events
    ]
    shuffled = list(coarse)
    random.Random(seed).shuffle(shuffled)
    shuffled.sort(key=lambda event: event.at)
    one, two = judged(coarse, journal.artefacts), judged(shuffled, journal.artefacts)
    assert causes(one) == causes(two)
    assert [(o.rule, o.verdict) for o in one.outcomes] == [(o.rule, o.verdict) for o in two.outcomes]
    assert {f.id: f.count for f in one.findings} == {f.id: f.count for f in two.findings}


@given(before=STEPS, after=STEPS, sensor=st.sampled_from(["agent", "proxy"]))
@settings(max_examples=40, deadline=None)
def test_a_lost_sensor_never_yields_conforms(
    before: list[tuple[str, str]], after: list[tuple[str, str]], sensor: str
) -> None:
    journal = Journal().begin().consent("shown")
    for what, who in before:
        act(journal, what, who)
    journal.consent("agreed")
    journal.lose("agent" if sensor == "agent" else "proxy")
    for what, who in after:
        act(journal, what, who)
    judgement = journal.end(outcome="incomplete", reason="lost").judge(full_notice())
    for outcome in judgement.outcomes:
        if outcome.rule in (AGENT_RULES if sensor == "agent" else PROXY_RULES):
            assert outcome.verdict != "conforms"
            assert outcome.findings or "was lost" in outcome.reason.en


@given(before=STEPS, after=STEPS)
@settings(max_examples=25, deadline=None)
def test_an_unsealed_run_never_yields_conforms_on_what_was_watched(
    before: list[tuple[str, str]], after: list[tuple[str, str]]
) -> None:
    journal = run(before, after)
    journal.events.pop()
    judgement = journal.judge(full_notice())
    assert all(o.verdict != "conforms" for o in judgement.outcomes if o.rule in AGENT_RULES)


@given(before=STEPS, after=STEPS)
@settings(max_examples=25, deadline=None)
def test_findings_hold_together(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> None:
    judgement = run(before, after).judge(full_notice())
    ids = [finding.id for finding in judgement.findings]
    assert len(ids) == len(set(ids))
    for finding in judgement.findings:
        assert finding.proofs
        assert finding.first is None or finding.last is None or finding.first <= finding.last
        assert finding.clauses[-1].startswith("NFRA99-16")
    assert [limb.clause for limb in judgement.limbs] == [f"NFRA99-16.{n}" for n in range(1, 13)]
    bad = [f for f in judgement.findings if f.verdict == "violation"]
    assert (judgement.limbs[0].verdict == "violation") == bool(bad)
    assert (judgement.limbs[11].verdict == "violation") == bool(bad)
