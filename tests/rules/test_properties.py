"""What must hold of every judgement, whatever the journal."""

import random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from journals import ANDROID_ID, IMEI, Journal, full_notice

from privaudit.analysis.engine import Judgement, judge
from privaudit.analysis.observe import observe
from privaudit.catalog import load_catalog
from privaudit.model.destination import NetworkCoverage
from privaudit.model.event import ConsentSeen, Event
from privaudit.model.evidence import Record
from privaudit.model.network import ResponseSeen

AGENT_RULES = {
    "accessed-before-consent", "accessed-after-refusal", "permission-before-consent", "data-type-undeclared",
    "sdk-undeclared", "read-in-background", "sent-before-consent", "sent-after-refusal",
    "recipient-undeclared", "cleartext-personal-data", "weak-tls", "certificate-unchecked",
    "server-certificate-invalid",
}  # fmt: skip
PROXY_RULES = {
    "sent-before-consent", "sent-after-refusal", "recipient-undeclared", "cleartext-personal-data",
    "data-type-undeclared", "sdk-undeclared", "weak-tls", "certificate-unchecked",
    "server-certificate-invalid",
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


NETWORK = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "answered", "stream", "tunnel", "lookup", "socket", "proxy", "refused", "plain", "hello",
                "server", "probe", "trusted",
            ]
        ),
        st.integers(0, 3),
    ),
    max_size=14,
)  # fmt: skip


def travel(journal: Journal, what: str, number: int) -> None:
    host, address = f"h{number}.demostat.example", f"198.51.100.{number}"
    if what == "answered":
        journal.request(f"https://{host}/?i={IMEI}", body=b"x" * number)
        flow = f"flow-{journal.flows}"
        journal.add(lambda at: ResponseSeen(at=at, seen=at, flow=flow, body_bytes=100), after=0)
    elif what == "stream":
        journal.stream(f"{host}:5222", IMEI.encode(), encrypted=number % 2 == 0)
    elif what == "tunnel":
        journal.tunnel(host)
    elif what == "lookup":
        journal.lookup(host, address)
    elif what in ("socket", "refused"):
        journal.socket(address, 443, up=10 * number, state="refused" if what == "refused" else "opened")
    elif what == "proxy":
        journal.socket("127.0.0.1", 8888, up=500)
    elif what == "plain":
        journal.plain(b"GET / HTTP/1.1\r\n\r\n", host=host, number=number, connection=str(number))
    else:
        shake_hands(journal, what, number, host)


def shake_hands(journal: Journal, what: str, number: int, host: str) -> None:
    if what == "hello":
        journal.hello(host, "TLSv1", "TLSv1.1" if number % 2 else "TLSv1.2")
    elif what == "server":
        journal.server(host, "TLSv1" if number == 1 else "TLSv1.3", days=-1 if number == 2 else 9)
    elif what == "probe":
        journal.probe(host, accepted=number % 2 == 0)
    else:
        journal.trusted(host, opened=number % 2 == 0)


@given(travels=NETWORK, seed=st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_where_bytes_went_does_not_depend_on_the_order_of_equal_times(
    travels: list[tuple[str, int]], seed: int
) -> None:
    journal = Journal().begin().note("network.proxy", "127.0.0.1:8888").consent("agreed").imei()
    for what, number in travels:
        travel(journal, what, number)
    journal.end()
    coarse: list[Event] = [
        msgspec.structs.replace(event, at=event.at - event.at % 500_000_000) for event in journal.events
    ]
    shuffled = list(coarse)
    random.Random(seed).shuffle(shuffled)
    shuffled.sort(key=lambda event: event.at)
    one, two = networks(coarse, journal.artefacts), networks(shuffled, journal.artefacts)
    assert one == two
    outside = [place for place in one.destinations if not place.inside]
    assert one.bytes_up == sum(place.bytes_up for place in outside) + one.unplaced_up
    assert one.read_up <= one.bytes_up
    assert [place.host for place in outside if place.opened == "unopened"] == [
        place.host for place in outside[: sum(place.opened == "unopened" for place in outside)]
    ]
    assert causes(judged(coarse, journal.artefacts)) == causes(judged(shuffled, journal.artefacts))


def networks(events: list[Event], artefacts: dict[str, bytes]) -> NetworkCoverage:
    """Where bytes went, in no order of what was seen first."""
    records = [Record(n=n, event=event) for n, event in enumerate(events, 1)]
    network = observe(records, artefacts.get, load_catalog()).coverage.network
    lists = ("addresses", "ports", "protocols", "reasons", "clear_ports")
    return msgspec.structs.replace(
        network,
        destinations=tuple(
            msgspec.structs.replace(place, **{name: tuple(sorted(getattr(place, name))) for name in lists})
            for place in network.destinations
        ),
        names_only=tuple(sorted(network.names_only)),
    )
