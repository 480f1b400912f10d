from __future__ import annotations

import msgspec

from privaudit.model.finding import Proof, Report
from privaudit.report.page import FINDINGS, PROOFS, arrange


def test_each_finding_is_shown_once_under_a_limb_that_is_its_own(rich_report: Report) -> None:
    page = arrange(rich_report)
    shown = [item.number for group in page.groups for item in group.items]
    assert shown == list(range(1, len(rich_report.findings) + 1))
    homes = {
        item.finding.rule: group.limb.clause for group in page.groups if group.limb for item in group.items
    }
    # NFRA99-16.1 merely follows from the others, so that nothing is set out there.
    assert "NFRA99-16.1" not in homes.values()
    assert homes["accessed-before-consent"] == "NFRA99-16.4"
    assert homes["complaint-channel-missing-in-notice"] == "NFRA99-16.10"


def test_a_limb_points_at_its_findings_wherever_they_stand(rich_report: Report) -> None:
    page = arrange(rich_report)
    for limb in rich_report.limbs:
        assert len(page.of(limb.findings)) == len(limb.findings)


def test_finding_under_no_limb_has_a_group_of_its_own(rich_report: Report) -> None:
    lone = msgspec.structs.replace(rich_report.findings[0], id="lone", clauses=("NFRA99-12",))
    page = arrange(msgspec.structs.replace(rich_report, findings=(*rich_report.findings, lone)))
    assert page.groups[-1].limb is None
    assert [item.finding.id for item in page.groups[-1].items] == ["lone"]


def test_further_proofs_are_counted_not_dropped(rich_report: Report) -> None:
    proofs = tuple(Proof(kind="call", event=number, api="x") for number in range(PROOFS + 30))
    finding = msgspec.structs.replace(rich_report.findings[0], proofs=proofs)
    item = next(
        item
        for item in arrange(msgspec.structs.replace(rich_report, findings=(finding,))).items
        if item.finding is finding
    )
    assert len(item.happened.proofs) == PROOFS
    assert item.happened.hidden == 30
    assert item.happened.more == tuple(range(PROOFS, PROOFS + 30))


def test_findings_beyond_the_bound_are_listed(rich_report: Report) -> None:
    many = tuple(
        msgspec.structs.replace(rich_report.findings[0], id=f"f{number}") for number in range(FINDINGS + 5)
    )
    page = arrange(msgspec.structs.replace(rich_report, findings=many))
    assert len(page.items) == FINDINGS + 5
    assert [item.number for item in page.listed] == list(range(FINDINGS + 1, FINDINGS + 6))


def test_counts_are_worst_first(rich_report: Report) -> None:
    page = arrange(rich_report)
    assert list(page.counts) == ["violation", "suspected", "not_tested"]
    assert sum(page.counts.values()) == len(rich_report.findings)


def test_the_same_call_is_told_once_and_its_screen_only_for_a_new_state(rich_report: Report) -> None:
    finding = next(item for item in rich_report.findings if any(p.stack for p in item.proofs))
    call = next(proof for proof in finding.proofs if proof.stack)
    changed = {"consent": "withdrawn", "screenshot": "f" * 64}
    proofs = (
        call,
        call,
        msgspec.structs.replace(call, **changed),
        msgspec.structs.replace(call, api="other"),
    )
    only = msgspec.structs.replace(rich_report, findings=(msgspec.structs.replace(finding, proofs=proofs),))
    entries = arrange(only).items[0].happened.entries
    assert [entry.again for entry in entries] == [False, True, True, False]
    assert [entry.screen for entry in entries] == [True, False, True, True]


def test_a_whole_without_a_breach_is_not_called_untested_when_something_was_tested(
    rich_report: Report, empty_report: Report
) -> None:
    assert arrange(rich_report).overall == ""
    limb = rich_report.limbs[0]
    tested = tuple(msgspec.structs.replace(limb, verdict=name) for name in ("conforms", "not_tested"))
    open_ = msgspec.structs.replace(empty_report, verdict="not_tested", limbs=tested)
    assert arrange(open_).overall == "overall.none_found"
    untested = msgspec.structs.replace(open_, limbs=tested[1:])
    assert arrange(untested).overall == ""
    found = msgspec.structs.replace(open_, findings=rich_report.findings[:1])
    assert arrange(found).overall == ""


def test_what_a_finding_is_about_is_said_in_words(rich_report: Report) -> None:
    row = rich_report.permissions[0]
    finding = msgspec.structs.replace(rich_report.findings[0], data_type="", subject=row.permission)
    [item] = arrange(msgspec.structs.replace(rich_report, findings=(finding,))).items
    assert item.thing == row.name
    machine = msgspec.structs.replace(finding, subject="channel")
    [item] = arrange(msgspec.structs.replace(rich_report, findings=(machine,))).items
    assert item.thing is None


def test_what_was_looked_for_in_the_app_is_not_what_the_notice_says(rich_report: Report) -> None:
    absence = Proof(kind="absence", searched="投诉")
    proofs = (absence, msgspec.structs.replace(absence, event=7))
    finding = msgspec.structs.replace(rich_report.findings[0], proofs=proofs)
    [item] = arrange(msgspec.structs.replace(rich_report, findings=(finding,))).items
    assert [proof.event for proof in item.told.proofs] == [None]
    assert [proof.event for proof in item.happened.proofs] == [7]


def test_a_finding_stands_under_the_limb_it_cites(rich_report: Report) -> None:
    finding = msgspec.structs.replace(rich_report.findings[0], id="x", clauses=("NFRA99-16.8",))
    limbs = tuple(
        msgspec.structs.replace(
            limb, findings=("x",) if limb.clause in ("NFRA99-16.7", "NFRA99-16.8") else ()
        )
        for limb in rich_report.limbs
    )
    page = arrange(msgspec.structs.replace(rich_report, findings=(finding,), limbs=limbs))
    assert [group.limb.clause for group in page.groups if group.limb] == ["NFRA99-16.8"]
