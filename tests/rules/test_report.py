"""Limbs, masking and the gathered report."""

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from journals import ANDROID_ID, IMEI, PACKAGE, Journal, full_notice, whole_run

from privaudit.analysis.entered import MAX_TREES, entered_texts
from privaudit.analysis.gather import build_report
from privaudit.analysis.lanes import MAX_ENTRIES
from privaudit.analysis.limbs import whole
from privaudit.analysis.mask import DOT, ENTERED, MIN_LENGTH, Masker, mask_value
from privaudit.analysis.registry import rules_in
from privaudit.catalog import load_catalog
from privaudit.errors import InputError
from privaudit.model.declaration import Declaration
from privaudit.model.event import ScreenSeen
from privaudit.model.finding import Proof, Report
from privaudit.model.ui import UiNode, UiTree


def report(journal: Journal, declaration: Declaration | None = None, *, unmasked: bool = False) -> Report:
    observation = journal.observe()
    declaration = full_notice() if declaration is None else declaration
    return build_report(
        observation, journal.judge(declaration), declaration, load_catalog(),
        evidence_name="run", digest="0" * 64, whole=True, problem="", made=1, unmasked=unmasked,
    )  # fmt: skip


def violating() -> Journal:
    journal = Journal().begin().imei(by="stat").screen("您的设备号 " + IMEI)
    journal.request(
        f"http://log.demostat.example/c?imei={IMEI}", by="stat", body=f"aid={ANDROID_ID}&v=2".encode()
    )
    journal.call("telephony.imsi", error=f"java.lang.SecurityException: {IMEI} may not").android_id()
    return journal.consent("shown").consent("agreed").end()


def test_a_report_can_be_written_and_holds_everything() -> None:
    made = report(violating())
    assert msgspec.json.decode(msgspec.json.encode(made), type=Report) == made
    assert made.verdict == "violation"
    assert len(made.limbs) == 12
    assert {row.data_type for row in made.data} >= {"device.imei", "device.android_id"}
    assert {(row.host, row.encrypted) for row in made.recipients} == {("log.demostat.example", False)}
    assert [row.sdk for row in made.sdks] == ["demo.stat"]
    cited = {clause for finding in made.findings for clause in finding.clauses}
    assert cited <= {clause.id for clause in made.clauses}
    assert {clause.source for clause in made.clauses} == {source.id for source in made.sources}
    assert {entry.lane for entry in made.timeline} >= {"consent", "app", "phase", "api", "request", "screen"}
    resting = {finding for entry in made.timeline for finding in entry.findings}
    assert resting
    assert resting <= {finding.id for finding in made.findings}


def test_no_value_stands_in_a_masked_report_and_all_do_in_an_unmasked_one() -> None:
    hidden = json.dumps(msgspec.to_builtins(report(violating())), ensure_ascii=False)
    assert IMEI not in hidden
    assert ANDROID_ID not in hidden
    shown = json.dumps(msgspec.to_builtins(report(violating(), unmasked=True)), ensure_ascii=False)
    assert IMEI in shown
    assert f"aid={ANDROID_ID}&v=2" in shown


def test_masked_requests_still_show_where_the_value_stood() -> None:
    proofs = [p for f in report(violating()).findings for p in f.proofs if p.kind == "request"]
    assert any(p.excerpt.startswith("aid=7f") and p.excerpt.endswith("48&v=2") for p in proofs)
    assert any("imei=35" in p.url for p in proofs)


@pytest.mark.parametrize(
    ("data_type", "value", "masked"),
    [
        ("device.imei", IMEI, "35••••••29"),
        ("contact.phone", "13800138000", "13••••••00"),
        ("network.carrier", "46000", "4••••••0"),
        ("network.carrier", "cm", "•••"),
        ("auth.password", "hunter2hunter2", "••••••"),
        ("location.precise", "31.240021,121.490317", "••••••"),
        ("device.imei", "", ""),
    ],
)
def test_how_much_of_a_value_stays(data_type: str, value: str, masked: str) -> None:
    assert mask_value(data_type, value) == masked


def test_masking_texts() -> None:
    masker = Masker({"a b+c/d": "device.imei", "12": "device.imei", "13800138000": "contact.phone"})
    assert masker.text("x=a%20b%2Bc%2Fd&n=12") == "x=a••••••d&n=12"
    assert masker.text("tel:13800138000.") == "tel:13••••••00."
    assert Masker({"13800138000": "contact.phone"}, off=True).text("13800138000") == "13800138000"
    assert Masker({}).text("x") == "x"


def test_a_report_without_notice_says_so() -> None:
    journal = whole_run().imei().end()
    observation = journal.observe()
    made = build_report(
        observation, journal.judge(None), None, load_catalog(),
        evidence_name="run", digest="", whole=False, problem="flows.mitm: was altered", made=1,
    )  # fmt: skip
    limits = [text.en for text in made.limits]
    assert any("No declaration" in text for text in limits)
    assert any("flows.mitm: was altered" in text for text in limits)
    assert made.notice_title == ""
    assert all(row.declared == "absent" for row in made.data)


def test_the_limits_name_every_gap() -> None:
    journal = Journal().begin(without=("build.serial",)).tunnel("pinned.example").lose("proxy", "killed -9")
    journal.note("agent.limit", "something was cut")
    limits = " ".join(text.en for text in report(journal.end(outcome="incomplete", reason="proxy")).limits)
    for word in ("virtual device", "pinned.example:443", "killed -9", "build.serial", "agreed", "background",
                 "something was cut", "(incomplete)"):  # fmt: skip
        assert word in limits, word


def test_a_long_timeline_is_cut_and_says_so() -> None:
    journal = whole_run().imei()
    for i in range(MAX_ENTRIES + 50):
        journal.request(f"https://api.bank.example/{i}", by=None)
    made = report(journal.end())
    assert len(made.timeline) == MAX_ENTRIES
    assert any("leaves out" in text.en for text in made.limits)


def test_limbs_of_a_clean_run_claim_no_more_than_was_shown() -> None:
    journal = Journal().begin().consent("shown").consent("refused").consent("agreed").imei().background()
    journal.server("api.bank.example").probe("api.bank.example", accepted=False)
    journal.request("https://api.bank.example/hello").foreground()
    journal.complaint(found=True, phones=("95599",), addresses=("示例路1号",))
    judgement = journal.end().judge(full_notice())
    assert not judgement.findings
    assert {o.rule: o.verdict for o in judgement.outcomes if o.verdict != "conforms"} == {}
    verdicts = {limb.clause.removeprefix("NFRA99-"): limb.verdict for limb in judgement.limbs}
    assert verdicts == {
        "16.1": "not_observed", "16.2": "needs_document", "16.3": "needs_document", "16.4": "not_observed",
        "16.5": "not_tested", "16.6": "not_observed", "16.7": "conforms", "16.8": "not_observed",
        "16.9": "conforms", "16.10": "conforms", "16.11": "needs_document", "16.12": "not_tested",
    }  # fmt: skip
    assert whole(judgement.limbs) == "not_tested"
    assert all(limb.documents for limb in judgement.limbs if limb.verdict == "needs_document")


def test_every_imported_clause_breaks_the_first_limb_and_the_last() -> None:
    limbs = {limb.clause: limb for limb in violating().judge(full_notice()).limbs}
    assert limbs["NFRA99-16.1"].verdict == limbs["NFRA99-16.12"].verdict == "violation"
    assert limbs["NFRA99-16.1"].findings


ROW = """
- id: {id}
  title: {{zh: a, en: a}}
  clauses: [NFRA99-16.4]
  severity: low
  needs: {{}}
  statement: {{zh: "{text}", en: b}}
  remedy: {{zh: c, en: c}}
  conforms: {{zh: d, en: d}}
"""


@pytest.mark.parametrize(
    ("row", "code", "message"),
    [
        ("nothing-here", "", "has no function nothing_here"),
        ("here", "def here(case):\n    return ()\n\ndef more(case):\n    return ()\n", "no row for more"),
    ],
)
def test_rows_and_functions_must_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str, code: str, message: str
) -> None:
    package = tmp_path / f"rules_{row.replace('-', '_')}"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "topic.py").write_text(code)
    (package / "topic.yaml").write_text(ROW.format(id=row, text="x"))
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(InputError, match=message):
        rules_in(package, package.name)


def test_a_sentence_with_an_unknown_brace_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "rules_brace"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "topic.py").write_text("def here(case):\n    return ()\n")
    (package / "topic.yaml").write_text(ROW.format(id="here", text="{oops}"))
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(InputError, match="oops"):
        rules_in(package, "rules_brace")


def proofs(made: Report, rule: str) -> list[Proof]:
    return [proof for f in made.findings if f.rule == rule for proof in f.proofs]


def test_a_screenshot_is_of_the_same_state_and_tells_its_own_time() -> None:
    journal = Journal().begin().consent("shown").screen("隐私提示").consent("refused", stay=0.3)
    journal.android_id().wait(0.2).screen("仅浏览").end()
    [call] = [p for p in proofs(report(journal), "accessed-after-refusal") if p.kind == "call"]
    assert call.at is not None
    assert call.screen_at is not None
    assert call.screen_at > call.at
    assert (call.consent, call.screen_consent) == ("refused", "refused")


def test_a_screenshot_of_another_state_says_so() -> None:
    journal = Journal().begin().consent("shown").screen("隐私提示").consent("refused").android_id().end()
    [call] = [p for p in proofs(report(journal), "accessed-after-refusal") if p.kind == "call"]
    assert (call.consent, call.screen_consent) == ("refused", "shown")


def test_the_decided_state_stands_on_the_timeline_from_the_moment_it_was_decided() -> None:
    made = report(Journal().begin().consent("shown").consent("refused").end())
    spans = [entry for entry in made.timeline if entry.lane == "consent"]
    assert [entry.tone for entry in spans] == ["not_shown", "shown", "refused"]


def test_one_request_with_two_values_counts_once() -> None:
    journal = Journal().begin().imei(by="stat").android_id(by="stat").consent("shown")
    journal.request("https://track.demoad.example/c", by="ad", body=f"a={IMEI}&b={ANDROID_ID}".encode())
    journal.consent("agreed").end()
    [finding] = [f for f in report(journal).findings if f.rule == "recipient-undeclared"]
    assert finding.count == 1
    assert [p.kind for p in finding.proofs].count("request") == 1


def test_a_call_that_returned_nothing_is_told_as_an_attempt() -> None:
    made = report(Journal().begin().call("clipboard.read").consent("shown").consent("agreed").end())
    [finding] = [f for f in made.findings if f.rule == "accessed-before-consent"]
    assert "1 次返回空值" in finding.statement.zh
    assert finding.proofs[0].empty


def test_what_a_method_with_a_listener_returns_is_not_the_information() -> None:
    made = report(Journal().begin().call("msa.oaid", result="1008610").consent("shown").end())
    [call] = [p for p in proofs(made, "accessed-before-consent") if p.kind == "call"]
    assert (call.value, call.empty) == ("", False)


def test_what_stood_in_input_fields_and_lists_of_apps_is_hidden() -> None:
    masker = Masker({"张三": ENTERED, "100": ENTERED}, names=["com.other.wallet"])
    assert masker.text("向 张三 转账 100 元") == "向 •••••• 转账 100 元"
    assert masker.text("100") == "••••••"
    assert masker.text('["com.other.wallet"]') == '["••••••"]'
    assert masker.code("com.other.wallet.Main.run") == "com.other.wallet.Main.run"


def test_texts_of_input_fields_are_read_from_the_trees_and_nothing_else_is() -> None:
    field = UiNode(text="张三", class_name="android.widget.EditText")
    empty = UiNode(text="姓名", hint="姓名", class_name="android.widget.EditText")
    label = UiNode(text="转账", class_name="android.widget.TextView")
    kept = {"a": msgspec.json.encode(UiTree(roots=(field, empty, label))), "b": b"[" * 100_000, "c": b"\xff"}
    assert entered_texts(["a", "a", "b", "c", "missing", ""], kept.get) == (("张三",), 3, 0)


def test_screens_that_could_not_be_looked_through_are_told() -> None:
    field = msgspec.json.encode(UiTree(roots=(UiNode(text="x", class_name="android.widget.EditText"),)))
    trees = [str(number) for number in range(MAX_TREES + 7)]
    found = entered_texts(trees, lambda _sha256: field)
    assert (found.texts, found.unread, found.left_out) == (("x",), 0, 7)
    journal = whole_run()
    journal.add(
        lambda at: ScreenSeen(at=at, seen=at, step="1", package=PACKAGE, ui_tree="ff" * 32, texts=("a",))
    )
    limits = [text.en for text in report(journal.end()).limits]
    assert any(text.startswith("The contents of 1 screens could not be read") for text in limits)


@pytest.mark.parametrize("half", [chr(0xD800), chr(0xDFFF)])
def test_halves_of_characters_are_survived_by_the_masking(half: str) -> None:
    masker = Masker({f"1380013{half}8000": "contact.phone", half: ENTERED}, names=[f"com.other{half}.wallet"])
    assert "1380013" not in masker.text(f"call 1380013{half}8000 now")
    assert masker.text(f"a{half}b") == f"a{half}b"
    assert masker.code(half) == "••••••"


@given(st.text(st.characters(codec=None), max_size=40), st.text(st.characters(codec=None), max_size=40))
def test_any_text_can_be_masked(value: str, text: str) -> None:
    masker = Masker({value: ENTERED}, names=[text])
    hidden = masker.text(f"{text} {value}")
    assert len(value.strip()) < MIN_LENGTH or value.strip() not in hidden.replace(DOT, "")


def test_each_limit_stands_once_and_screenshots_are_among_them() -> None:
    limits = [text.zh for text in report(whole_run().screen("首页").imei().end()).limits]
    assert len(limits) == len(set(limits))
    assert sum("加盐散列" in text for text in limits) == 1
    assert any("截图" in text for text in limits)


def test_normal_permissions_are_not_called_untold() -> None:
    journal = Journal().begin().granted("android.permission.INTERNET").granted("android.permission.CAMERA")
    rows = {row.permission: row for row in report(journal.end()).permissions}
    assert not rows["android.permission.INTERNET"].personal
    assert rows["android.permission.CAMERA"].personal
