from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privaudit.model.ui import Bounds
from privaudit.scenario.contacts import find_contacts
from privaudit.scenario.duration import LONGEST_MS, format_duration, parse_duration
from privaudit.scenario.point import parse_point
from privaudit.scenario.variables import VariableError, substitute, substitute_copied


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("500ms", 500),
        ("5s", 5000),
        ("10m", 600_000),
        ("1h", 3_600_000),
        ("250", 250),
        ("1.5s", 1500),
        ("0.25 s", 250),
    ],
)
def test_durations(text: str, ms: int) -> None:
    assert parse_duration(text) == ms


@pytest.mark.parametrize("text", ["", "s", "5 seconds", "-1s", "1e3", "5s5s", "99h", "٣s", "1.s"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a duration|longer than a day"):
        parse_duration(text)


@given(st.integers(0, LONGEST_MS))
def test_a_duration_written_and_read_is_the_same(ms: int) -> None:
    assert parse_duration(format_duration(ms)) == ms
    assert parse_duration(str(ms)) == ms


@given(st.text(max_size=20))
def test_any_text_is_a_duration_or_refused(text: str) -> None:
    try:
        assert 0 <= parse_duration(text) <= LONGEST_MS
    except ValueError as error:
        assert str(error)  # noqa: PT017 - any other error fails the test


@given(st.integers(0, 100), st.integers(0, 100), st.integers(1, 3000), st.integers(1, 3000))
def test_a_point_in_percent_lies_inside(x: int, y: int, width: int, height: int) -> None:
    px, py = parse_point(f"{x}%, {y}%").within(Bounds(10, 20, 10 + width, 20 + height))
    assert 10 <= px < 10 + width
    assert 20 <= py < 20 + height


def test_a_point_in_pixels() -> None:
    assert parse_point("100, 200").within(Bounds(5, 5, 900, 900)) == (105, 205)


def test_variables() -> None:
    values = {"A": "1", "B_2": "${A}"}
    assert substitute("${A}-${ B_2 }-\\${A}-$A", values) == "1-${A}-${A}-$A"
    assert substitute_copied(substitute("x ${maestro.copiedText}", values), "y") == "x y"
    with pytest.raises(VariableError, match="JavaScript"):
        substitute("${A + 1}", values)
    with pytest.raises(VariableError, match="longer than"):
        substitute("${A}" * 50_000, {"A": "123"})


@given(st.text(max_size=60), st.dictionaries(st.sampled_from("ABC"), st.text(max_size=5)))
def test_any_text_is_substituted_or_refused(text: str, values: dict[str, str]) -> None:
    try:
        result = substitute(text, values)
    except VariableError as error:
        assert error.hint  # noqa: PT017
    else:
        assert "${" in text or result == text


def test_contacts_of_a_complaint_page() -> None:
    found = find_contacts(
        [
            "投诉与建议",
            "客服电话：95588，或 400-800-1234",
            "座机 010-66668888 转 2；手机13800138000；境外 +86 138-0013-8000",
            "邮箱：privacy@bank.example",
            "通讯地址：北京市西城区示例街1号示例大厦 100033",
            "上海市浦东新区世纪大道100号",
            "我们将在15个工作日内答复。",
        ]
    )
    assert found.phones == ("95588", "400-800-1234", "010-66668888", "13800138000", "+86 138-0013-8000")
    assert found.emails == ("privacy@bank.example",)
    assert found.addresses == ("北京市西城区示例街1号示例大厦 100033", "上海市浦东新区世纪大道100号")


def test_an_address_below_its_label() -> None:
    assert find_contacts(["联系地址", "北京市西城区示例街"]).addresses == ("北京市西城区示例街",)


def test_what_is_no_contact() -> None:
    found = find_contacts(
        ["版本 1.2.3 (20240101)", "余额 12,345.67", "邮箱地址：a@b.example", "https://x.example/地址"]
    )
    assert found.phones == ()
    assert found.addresses == ()


@given(st.lists(st.text(max_size=200), max_size=5))
def test_any_screen_is_searched(texts: list[str]) -> None:
    found = find_contacts(texts)
    assert all(any(phone in text for text in texts) for phone in found.phones)
