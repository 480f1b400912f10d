from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privaudit.catalog.load import load_catalog
from privaudit.errors import InputError, InputErrors
from privaudit.notice import load_declaration
from privaudit.notice.quote import QuoteFinder

NOTICE = (
    "<html><body><h1>示例银行隐私政策</h1>"
    "<p>为了给您推荐附近网点，我们会收集您的位置信息。</p>"
    "<p>我们会收集设备信息。我们会收集设备信息。</p>"
    "<table><tr><td>示例统计SDK</td><td>示例统计科技有限公司</td><td>设备标识</td></tr></table>"
    "<p>我们采用加密传输保护您的信息。</p>"
    "<p>如需投诉，请致电95588，我们将在15个工作日内答复。</p></body></html>"
)
TEXT = (
    "示例银行隐私政策\n为了给您推荐附近网点，我们会收集您的位置信息。\n我们会收集设备信息。我们会收集设备信息。\n"
    "示例统计SDK\t示例统计科技有限公司\t设备标识\n我们采用加密传输保护您的信息。\n如需投诉，请致电95588，我们将在15个工作日内答复。"
)
HEAD = (
    "declaration: 1\n"
    "app: {package: com.example.bank, name: 示例银行}\n"
    "processor: 示例银行股份有限公司\n"
    "notice: {file: notice.html, version: 1.10, effective: 2026-01-01, title: 示例银行隐私政策}\n"
    "first_party_hosts: ['*.bank.example', api.bank.example]\n"
    "statements:\n"
)
LOCATION = "  - {id: s1, kind: collection, data_types: [location.precise], quote: 我们会收集您的位置信息}\n"


def write(folder: Path, text: str) -> Path:
    (folder / "notice.html").write_text(NOTICE, encoding="utf-8")
    file = folder / "declaration.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_declaration_is_read_with_the_place_of_each_statement(tmp_path: Path) -> None:
    text = (
        HEAD
        + """  - id: complaint
    kind: complaint
    quote: 如需投诉，请致电95588，我们将在15个工作日内答复。
    channel: {phone: 95588, reply_days: 15, working: true}
  - id: location
    kind: collection
    data_types: [location.precise]
    purpose: 推荐附近网点
    quote: |
      为了给您推荐附近网点，
      我们会收集您的位置信息。
  - id: stat
    kind: sdk
    name: 示例统计SDK
    company: 示例统计科技有限公司
    sdk: demo.stat
    hosts: ['*.demostat.example']
    data_types: [device.android_id]
    quote: 示例统计SDK 示例统计科技有限公司 设备标识
  - id: device
    kind: collection
    umbrella: true
    quote: 我们会收集设备信息。
    start: 43
    end: 53
"""
    )
    file = write(tmp_path, text)
    told = load_declaration(file)
    assert told.notice.text == TEXT
    assert (told.package, told.app_name, told.processor) == (
        "com.example.bank",
        "示例银行",
        "示例银行股份有限公司",
    )
    assert (told.notice.version, told.notice.effective) == ("1.10", "2026-01-01")
    assert told.notice.sha256 == hashlib.sha256(NOTICE.encode()).hexdigest()
    assert told.notice.text_sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (told.file, told.sha256) == (str(file), hashlib.sha256(text.encode()).hexdigest())
    assert [statement.id for statement in told.statements] == ["location", "device", "stat", "complaint"]
    for statement in told.statements:
        assert TEXT[statement.place.start : statement.place.end] == statement.place.quote
    assert told.statements[2].place.quote == "示例统计SDK\t示例统计科技有限公司\t设备标识"
    assert told.statements[0].place.quote == "为了给您推荐附近网点，我们会收集您的位置信息。"
    channel = told.statements[3].channel
    assert channel is not None
    assert (channel.phone, channel.reply_days, channel.working) == ("95588", 15, True)


def test_an_empty_purpose_is_allowed(tmp_path: Path) -> None:
    told = load_declaration(write(tmp_path, HEAD + LOCATION))
    assert told.statements[0].purpose == ""


def statement(**fields: object) -> str:
    row: dict[str, object] = {
        "id": "s1",
        "kind": "collection",
        "data_types": ["location.precise"],
        "quote": "我们会收集您的位置信息",
    }
    row.update(fields)
    row = {name: value for name, value in row.items() if value is not None}
    lines = yaml.safe_dump([row], allow_unicode=True, sort_keys=False, default_flow_style=False).splitlines()
    return HEAD + "".join(f"  {line}\n" for line in lines)


# Each broken declaration with its place (line:column), the message and words of the remedy.
BROKEN = {
    "unknown-kind": (
        statement(kind="colection"),
        "8:11",
        "kind 'colection' is not known",
        "did you mean 'collection'?",
    ),
    "unknown-type": (
        statement(data_types=["device.imeii"]),
        "10:7",
        "data type 'device.imeii' is not in the catalogue",
        "did you mean 'device.imei'?",
    ),
    "type-in-words": (
        statement(data_types=["location.precise", "国际移动设备识别码"]),
        "11:7",
        "data type '国际移动设备识别码' is not in the catalogue",
        "write 'device.imei'",
    ),
    "unknown-permission": (
        statement(kind="permission", data_types=None, permissions=["CAMERA"]),
        "11:7",
        "permission 'CAMERA' is not in the catalogue",
        "write 'android.permission.CAMERA'",
    ),
    "unknown-sdk": (
        statement(kind="sdk", name="x", sdk="demo.stats"),
        "13:10",
        "SDK 'demo.stats' is not in the catalogue",
        "did you mean 'demo.stat'?",
    ),
    "quote-not-there": (
        statement(quote="我们会收集您的位置信息和通讯录"),
        "11:12",
        "the quote “我们会收集您的位置信息和通讯录” does not stand in the notice",
        "nearest in the notice: “为了给您推荐附近网点，我们会收集您的位置信息。”",
    ),
    "quote-nothing-like-it": (
        statement(quote="zzzz"),
        "11:12",
        "the quote “zzzz” does not stand in the notice",
        "copy the words from the notice",
    ),
    "quote-twice": (
        statement(quote="我们会收集设备信息。"),
        "11:12",
        "the quote stands 2 times in the notice",
        "say which one: start: 33 end: 43, start: 43 end: 53",
    ),
    "quote-elsewhere": (
        statement(start=0, end=8),
        "12:12",
        "at 0 to 8 of the notice stands “示例银行隐私政策”, not the quote",
        "write start: 20 and end: 31",
    ),
    "start-alone": (statement(start=20), "12:12", "`start` without `end`", "add a line `end: …`"),
    "empty-quote": (statement(quote=""), "11:12", "a text is wanted here", "write it after the colon"),
    "empty-id": (statement(id=" "), "7:9", "a text is wanted here", "write it after the colon"),
    "missing-quote": (statement(quote=None), "7:5", "key 'quote' is missing", "add a line `quote: …`"),
    "missing-id": (
        HEAD + "  - {kind: manner, quote: 我们采用加密传输}\n",
        "7:5",
        "key 'id' is missing",
        "add a line `id: …`",
    ),
    "unknown-key": (statement(purpos="x"), "12:5", "unknown key 'purpos'", "did you mean 'purpose'?"),
    "no-types": (
        statement(data_types=None),
        "7:5",
        "a statement of kind 'collection' needs 'data_types'",
        "data_types: [device.imei]",
    ),
    "no-permissions": (
        statement(kind="permission"),
        "7:5",
        "a statement of kind 'permission' needs 'permissions'",
        "android.permission.CAMERA",
    ),
    "no-name": (
        statement(kind="third_party"),
        "7:5",
        "a statement of kind 'third_party' needs 'name'",
        "name: 示例统计SDK",
    ),
    "no-channel": (
        statement(kind="complaint"),
        "7:5",
        "a statement of kind 'complaint' needs 'channel'",
        "95588",
    ),
    "empty-channel": (
        statement(kind="complaint", channel={"working": True}),
        "13:7",
        "the channel names no way to reach anybody",
        "phone, address, email, url, process",
    ),
    "channel-elsewhere": (
        statement(channel={"phone": "95588"}),
        "13:7",
        "a statement of kind 'collection' has no channel",
        "kind 'complaint'",
    ),
    "negative-days": (
        statement(kind="complaint", channel={"phone": "95588", "reply_days": -1}),
        "14:19",
        "days cannot be below zero",
        "the days the notice names",
    ),
    "wrong-type": (
        statement(umbrella="ja"),
        "12:15",
        "expected `bool`, got `str`",
        "correct this value",
    ),
    "same-id": (HEAD + LOCATION + LOCATION, "8:10", "statement 's1' stands twice", "an id of its own"),
    "host": (
        statement(kind="sdk", name="x", hosts=["https://demostat.example/"]),
        "14:7",
        "'https://demostat.example/' is not the name of a host",
        "api.bank.example",
    ),
    "first-party-host": (
        HEAD.replace("api.bank.example", "bank") + LOCATION,
        "5:39",
        "'bank' is not the name of a host",
        "api.bank.example",
    ),
    "no-statements": (
        HEAD.replace("statements:", "statements: []"),
        "6:13",
        "no statements are given",
        "- id: …",
    ),
    "version": (
        HEAD.replace("declaration: 1", "declaration: 2") + LOCATION,
        "1:14",
        "version 2 of declarations is not known",
        "write 1",
    ),
    "no-version": (
        HEAD.replace("declaration: 1\n", "") + LOCATION,
        "1:1",
        "key 'declaration' is missing",
        "add",
    ),
    "package": (
        HEAD.replace("com.example.bank", "示例银行") + LOCATION,
        "2:16",
        "'示例银行' is not a package name",
        "com.example.bank",
    ),
    "processor": (
        HEAD.replace("示例银行股份有限公司", "''") + LOCATION,
        "3:12",
        "a text is wanted here",
        "notice",
    ),
    "notice-missing": (
        HEAD.replace("notice.html", "gone.html") + LOCATION,
        "4:16",
        "the notice 'gone.html' cannot be read: No such file or directory",
        "name and place",
    ),
    "notice-outside": (
        HEAD.replace("notice.html", "../notice.html") + LOCATION,
        "4:16",
        "'../notice.html' lies outside the declaration's folder",
        "beside this file",
    ),
    "notice-absolute": (
        HEAD.replace("notice.html", "/etc/passwd") + LOCATION,
        "4:16",
        "'/etc/passwd' is not a relative path",
        "relative",
    ),
    "not-a-map": ("- a\n", "", "is not one YAML map", "declaration: 1"),
    "not-yaml": ("a: [b\n", "2:1", "is not valid YAML: did not find expected ',' or ']'", "indentation"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_declaration_is_told_with_place_and_remedy(name: str, tmp_path: Path) -> None:
    text, place, message, remedy = BROKEN[name]
    file = write(tmp_path, text)
    with pytest.raises(InputError) as caught:
        load_declaration(file)
    error = caught.value
    assert not isinstance(error, InputErrors), str(error)
    told = ":".join(str(part) for part in (error.line, error.column) if part is not None)
    assert (error.file, told, error.problem) == (str(file), place, message)
    assert remedy in error.hint


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = HEAD + (
        "  - {id: a, kind: collektion, data_types: [x.y], quote: 没有这句}\n"
        "  - {id: b, kind: collection, data_types: [location.precise], quote: 位置信息, extra: 1}\n"
        "  - {id: a, kind: manner, quote: 示例银行隐私政策}\n"
    )
    with pytest.raises(InputErrors) as caught:
        load_declaration(write(tmp_path, text))
    places = [(error.line, error.column) for error in caught.value.errors]
    assert places == [(7, 19), (7, 44), (7, 57), (8, 76), (9, 10)]


def test_a_notice_that_cannot_be_read_as_text_is_told_by_its_own_name(tmp_path: Path) -> None:
    file = write(tmp_path, HEAD + LOCATION)
    (tmp_path / "notice.html").write_bytes(b"%PDF-1.7")
    with pytest.raises(InputError, match=r"notice\.html: is a PDF document"):
        load_declaration(file)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("x")
    folder = tmp_path / "declared"
    folder.mkdir()
    file = write(folder, HEAD.replace("notice.html", "link.html") + LOCATION)
    (folder / "link.html").symlink_to(tmp_path / "secret.html")
    with pytest.raises(InputError, match="lies outside"):
        load_declaration(file)


@given(text=st.text(alphabet="ab \n文", max_size=60), data=st.data())
def test_every_piece_of_a_text_is_found_where_it_stands(text: str, data: st.DataObject) -> None:
    finder = QuoteFinder(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    piece = text[start:end]
    places = finder.places(piece, most=1000)
    if not piece.strip():
        assert places == []
        return
    trimmed = (start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()))
    assert trimmed in places
    assert all(finder.stands_at(piece, *place) for place in places)
    assert finder.place_near(piece, trimmed[0]) == trimmed


_keys = st.sampled_from(
    [
        "declaration",
        "app",
        "package",
        "name",
        "processor",
        "notice",
        "file",
        "statements",
        "id",
        "kind",
        "quote",
        "channel",
    ]
)
_values = st.recursive(
    st.sampled_from(["1", "collection", "notice.html", "com.example.bank", "", "95588"])
    | st.text(max_size=6)
    | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=5),
    max_leaves=15,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.dictionaries(_keys, _values, max_size=6))
def test_whatever_a_declaration_holds_only_an_input_error_comes_out(value: object, tmp_path: Path) -> None:
    file = write(tmp_path, yaml.safe_dump(value, allow_unicode=True))
    with pytest.raises(InputError) as caught:
        load_declaration(file)
    assert caught.value.hint


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    row=st.dictionaries(
        st.sampled_from(["id", "kind", "quote", "start", "end", "data_types", "hosts"]), _values, max_size=7
    )
)
def test_whatever_a_statement_holds_only_an_input_error_comes_out(row: object, tmp_path: Path) -> None:
    text = HEAD + "  - " + yaml.safe_dump(row, allow_unicode=True, default_flow_style=True, width=10_000)
    try:
        load_declaration(write(tmp_path, text))
    except InputError as error:
        assert error.hint  # noqa: PT017 - any other error fails the test


def test_the_catalogue_knows_the_example_kinds() -> None:
    catalog = load_catalog()
    assert "location.precise" in catalog.data_types
    assert "demo.stat" in catalog.sdks
