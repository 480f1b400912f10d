from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from html.parser import HTMLParser

import msgspec
import pytest
from selectolax.lexbor import LexborHTMLParser

from privaudit.model.circumstances import Actor
from privaudit.model.event import Tool
from privaudit.model.finding import Proof, Report, StackLine, Text
from privaudit.model.observation import Decoding, HookCoverage, HookInProcess, Surface
from privaudit.report.formats.html import render
from privaudit.report.words import Language, words

HOSTILE = (
    "</title></style></script></svg></code></pre><script>alert(1)</script><img src=x onerror=alert(2)>"
    "\"' onmouseover=alert(3) x='{{ 7*7 }}<a href=javascript:alert(4)>\u202e\x1b[1m<!--"
)

VOID = {"meta", "br", "input", "image", "use", "rect", "line"}


class Reader(HTMLParser):
    """Reads a file strictly: every element closed in order; remembers elements and attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.comments = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        assert data is not None
        self.comments += 1

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(data: bytes) -> Reader:
    reader = Reader()
    reader.feed(data.decode())
    reader.close()
    assert reader.open == []
    return reader


def spoil(value: object, text: str) -> object:
    if isinstance(value, msgspec.Struct):
        kept = {
            "kind",
            "verdict",
            "severity",
            "confidence",
            "lane",
            "consent",
            "app_state",
            "outcome",
            "sensor",
            "state",
            "declared",
            "party",
            "text_status",
            "obligation",
            "checkability",
            "opened",
            "decision",
            "named_by",
            "seen_by",
            "protocol",
            "side",
            "form",
        }
        return type(value)(
            **{
                name: getattr(value, name) if name in kept else spoil(getattr(value, name), text)
                for name in value.__struct_fields__
            }
        )
    if isinstance(value, str):
        return value + text
    if isinstance(value, tuple):
        return tuple(spoil(part, text) for part in value)
    if isinstance(value, dict):
        return {f"{key}{text}": spoil(part, text) for key, part in value.items()}
    return value


@pytest.mark.parametrize("language", ["zh", "en"])
def test_policy_allows_only_the_files_own_style_and_script(
    language: Language, rich_report: Report, read_artefact: Callable[[str], bytes | None]
) -> None:
    data = render(rich_report, language=language, artefact=read_artefact).decode()
    reader = read(data.encode())
    [policy] = [
        attributes["content"]
        for tag, attributes in reader.elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy is not None
    [style] = re.findall(r"<style>(.*?)</style>", data, re.DOTALL)
    [script] = re.findall(r"<script>(.*?)</script>", data, re.DOTALL)
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules == {
        "default-src": "'none'",
        "img-src": "data:",
        "style-src": f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'",
        "script-src": f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_nothing_leads_outside_the_file(
    rich_report: Report, read_artefact: Callable[[str], bytes | None]
) -> None:
    reader = read(render(rich_report, language="zh", artefact=read_artefact))
    ids = [attributes["id"] for _, attributes in reader.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for tag, attributes in reader.elements:
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith("on")], tag
        assert "src" not in attributes
        href = attributes.get("href")
        if href is not None:
            assert href.startswith("data:image/png;base64,") or (href[0] == "#" and href[1:] in ids), href


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_text_adds_no_element_and_no_attribute(
    language: Language, rich_report: Report, read_artefact: Callable[[str], bytes | None]
) -> None:
    plain = read(render(spoil(rich_report, "~"), language=language, artefact=read_artefact))  # type: ignore[arg-type]
    dirty = read(render(spoil(rich_report, HOSTILE), language=language, artefact=read_artefact))  # type: ignore[arg-type]
    shape = [(tag, sorted(attributes)) for tag, attributes in plain.elements]
    assert [(tag, sorted(attributes)) for tag, attributes in dirty.elements] == shape
    assert dirty.comments == 0
    text = "".join(dirty.text)
    assert "\u202e" not in text
    assert "⟦U+202E⟧" in text
    assert "49" not in re.findall(r"x='(.{0,12})", text)


def test_hostile_text_is_harmless_to_a_browsers_parser(rich_report: Report) -> None:
    report = spoil(rich_report, HOSTILE)
    data = render(report, language="zh", artefact=lambda _: None)  # type: ignore[arg-type]
    tree = LexborHTMLParser(data.decode())
    assert len(tree.css("script")) == 1
    assert len(tree.css("style")) == 1
    assert tree.css("img") == []
    assert tree.css("[onerror], [onmouseover], [href^=javascript]") == []


def test_empty_report_is_whole_and_says_what_is_missing(empty_report: Report) -> None:
    data = render(empty_report, language="zh", artefact=lambda _: None)
    text = "".join(read(data).text)
    for key in (
        "findings.none",
        "limbs.empty",
        "scope.no_limits",
        "timeline.none",
        "banner.broken",
        "banner.incomplete",
    ):
        assert words("zh").t(key) in text


def test_virtual_device_and_damage_and_clear_values_are_said_first(rich_report: Report) -> None:
    report = msgspec.structs.replace(
        rich_report, evidence_whole=False, evidence_problem="journal: line 7", masked=False
    )
    text = "".join(read(render(report, language="en", artefact=lambda _: None)).text)
    verdict = text.index(words("en").t("overall.violation"))
    for key in ("banner.virtual", "banner.broken", "banner.unmasked", "banner.incomplete"):
        assert 0 < text.index(words("en").t(key)) < verdict
    assert "journal: line 7" in text


def test_every_limit_is_shown(rich_report: Report) -> None:
    text = "".join(read(render(rich_report, language="zh", artefact=lambda _: None)).text)
    assert all(limit.zh in text for limit in rich_report.limits)
    assert rich_report.coverage.unread_tunnels[0] in text
    assert rich_report.coverage.uninstrumented[0] in text
    assert rich_report.coverage.failed_steps[0] in text


def test_only_verbatim_clauses_are_quoted(rich_report: Report) -> None:
    tree = LexborHTMLParser(render(rich_report, language="zh", artefact=lambda _: None).decode())
    quoted = {node.text() for node in tree.css(".clauses-full blockquote")}
    for clause in rich_report.clauses:
        assert (clause.text_zh in quoted) == (clause.text_status == "verbatim"), clause.id


def test_green_is_for_conforms_alone(rich_report: Report) -> None:
    data = render(rich_report, language="zh", artefact=lambda _: None).decode()
    [style] = re.findall(r"<style>(.*?)</style>", data, re.DOTALL)
    rules = re.findall(r"([^{}]+){[^{}]*var\(--conforms[^{}]*}", style)
    assert rules
    assert all("v-conforms" in selector for selector in rules)


def test_excerpt_marks_the_masked_value_and_shows_the_decodings(rich_report: Report) -> None:
    tree = LexborHTMLParser(render(rich_report, language="zh", artefact=lambda _: None).decode())
    marks = [node.text() for node in tree.css(".excerpt mark")]
    assert "3f2a••••••••••••••••••••••••••91" in marks
    steps = [node.text() for node in tree.css(".chain ol li")]
    assert steps[1:4] == ["Base64 解码", "JSON 字段 d.i", "与该值的 MD5 一致（hex）"]
    assert steps[4] == "3f2a••••••••••••••••••••••••••91"


def test_responsible_frame_is_marked_even_far_down(rich_report: Report) -> None:
    finding = rich_report.findings[0]
    call = next(proof for proof in finding.proofs if proof.kind == "call")
    frame = type(call.stack[0])
    deep = (
        *[frame(text=f"a.B.m{number}") for number in range(90)],
        frame(text="cn.demo.Deep.read", responsible=True),
    )
    changed = msgspec.structs.replace(finding, proofs=(msgspec.structs.replace(call, stack=deep),))
    report = msgspec.structs.replace(rich_report, findings=(changed,))
    text = "".join(read(render(report, language="en", artefact=lambda _: None)).text)
    assert "cn.demo.Deep.read" in text
    assert "51 more frames" in text


def first_call(report: Report) -> Proof:
    return next(proof for proof in report.findings[0].proofs if proof.kind == "call")


def with_proof(report: Report, **changes: object) -> str:
    """The page of a report whose first finding rests on its first call alone, changed."""
    proof = msgspec.structs.replace(first_call(report), **changes)
    finding = msgspec.structs.replace(report.findings[0], proofs=(proof,))
    changed = msgspec.structs.replace(report, findings=(finding,))
    return "".join(read(render(changed, language="en", artefact=lambda _: None)).text)


def test_the_stack_at_which_work_was_created_follows_after_a_divider(rich_report: Report) -> None:
    actor = Actor(
        kind="sdk", id="demo.stat", name="Stat", confidence="medium",
        rule="code under cn.demostat; created there and handed over to an executor",
    )  # fmt: skip
    text = with_proof(
        rich_report,
        actor=actor,
        stack=(
            StackLine(text="java.lang.Thread.run"),
            StackLine(text="", divider=Text(zh="任务在此处创建", en="this work was created at")),
            StackLine(text="cn.demostat.Core.start", responsible=True),
        ),
    )
    assert text.index("java.lang.Thread.run") < text.index("this work was created at")
    assert text.index("this work was created at") < text.index("cn.demostat.Core.start")
    assert "created there and handed over to an executor · Confidence medium" in text


@pytest.mark.parametrize(
    ("surface", "words_"),
    [
        (Surface(), "the app's own screens and code"),
        (
            Surface(kind="h5", container="webview", name="WebView", page="https://h5.bank.example/a"),
            "web page (H5) (WebView): https://h5.bank.example/a",
        ),
        (
            Surface(kind="mini_program", container="finclip", name="FinClip"),
            "mini program (FinClip); which one is not known",
        ),
    ],
)
def test_a_call_says_where_it_happened(rich_report: Report, surface: Surface, words_: str) -> None:
    assert words_ in with_proof(rich_report, surface=surface)


def test_a_cut_value_says_its_length_and_digest(rich_report: Report) -> None:
    text = with_proof(rich_report, value_length=9000, value_sha256="ab" * 32)
    assert "9,000 characters in all" in text
    assert "ab" * 32 in text


def test_rows_are_counted_by_category_and_listed_in_a_fold_by_process(rich_report: Report) -> None:
    push = HookInProcess(process="com.example.bank:push", pid=2, state="failed", reason="no memory")
    hooks = (
        HookCoverage(api="wifi.ssid", state="resolved", calls=3, category="wifi"),
        HookCoverage(api="wifi.scan", state="resolved", category="wifi", processes=(push,)),
        HookCoverage(api="build.serial", state="unobservable", category="device_identifiers"),
        HookCoverage(api="new.row", state="absent", category="a category without words"),
    )
    coverage = msgspec.structs.replace(rich_report.coverage, hooks=hooks)
    page = render(
        msgspec.structs.replace(rich_report, coverage=coverage), language="en", artefact=lambda _: None
    )
    text = "".join(read(page).text)
    for words_ in ("fired 3 times", "watched, never fired", "com.example.bank:push", "no memory"):
        assert words_ in text, words_
    assert "a category without words" in text
    assert b'<details id="hooks"' in page


def test_tables_are_bounded_and_say_so(rich_report: Report) -> None:
    rows = rich_report.recipients * 400
    report = msgspec.structs.replace(rich_report, recipients=rows)
    text = "".join(read(render(report, language="en", artefact=lambda _: None)).text)
    assert words("en").t("rows_cut", shown=1000, total=len(rows)) in text


def test_without_a_notice_nothing_is_called_undeclared(rich_report: Report) -> None:
    report = msgspec.structs.replace(rich_report, notice_file="", notice_sha256="", notice_title="")
    tree = LexborHTMLParser(render(report, language="zh", artefact=lambda _: None).decode())
    assert tree.css("#lists .told-absent") == []
    assert words("zh").t("lists.no_notice") in tree.css("#data")[0].text()


def test_what_stands_on_the_wire_is_marked_and_the_value_it_stands_for_ends_the_chain(
    rich_report: Report,
) -> None:
    finding = next(f for f in rich_report.findings if any(p.kind == "request" for p in f.proofs))
    sent = next(proof for proof in finding.proofs if proof.kind == "request")
    digest = msgspec.structs.replace(
        sent,
        excerpt='{"aid_md5":"3d••••••dc"}',
        found="3d••••••dc",
        value="7f••••••48",
        decodings=(Decoding(name="json", detail="aid_md5"), Decoding(name="md5", detail="hex")),
    )
    changed = msgspec.structs.replace(finding, proofs=(digest,))
    report = msgspec.structs.replace(rich_report, findings=(changed,))
    tree = LexborHTMLParser(render(report, language="zh", artefact=lambda _: None).decode())
    assert [node.text() for node in tree.css(".excerpt mark")] == ["3d••••••dc"]
    assert [node.text() for node in tree.css(".chain li.end")] == ["7f••••••48"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_findings_stand_in_one_table_that_leads_to_each(language: Language, rich_report: Report) -> None:
    tree = LexborHTMLParser(render(rich_report, language=language, artefact=lambda _: None).decode())
    rows = tree.css(".overview tbody tr")
    assert len(rows) == len(rich_report.findings)
    for number, row in enumerate(rows, start=1):
        [link] = row.css("td:first-child a")
        assert link.attributes["href"] == f"#f-{number}"
        assert tree.css(f"#f-{number}")


def test_no_tool_stands_without_version_or_digest(rich_report: Report) -> None:
    tools = (
        Tool(name="agent", version="", sha256="8daf8207902d" + "0" * 52),
        Tool(name="adb", version="1.0.41"),
    )
    report = msgspec.structs.replace(rich_report, tools=tools)
    text = (
        LexborHTMLParser(render(report, language="zh", artefact=lambda _: None).decode())
        .css("#overview")[0]
        .text()
    )
    assert "进程内探针 8daf8207902d、adb 1.0.41" in text
