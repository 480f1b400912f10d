from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privaudit.errors import InputError
from privaudit.notice import notice_text
from privaudit.notice.encoding import decode

CHINESE = (
    "隐私政策：我们会收集您的手机号码和位置信息，用于为您提供附近网点服务。"
    "未经您的同意，我们不会与第三方共享。"
)
TRADITIONAL = (
    "隱私權政策：我們會收集您的手機號碼與位置資訊，用於為您提供服務。未經您的同意，我們不會與第三方分享。"
)


def html(body: str) -> str:
    return notice_text(
        f"<!DOCTYPE html><html><head><title>t</title></head><body>{body}</body></html>".encode()
    )


def test_blocks_are_lines_and_white_space_collapses() -> None:
    assert html(
        "<h1> 隐私\n 政策 </h1><p>我们  收集<b>您的</b> <i>号</i>。</p><p></p><div>一<div>二</div>三</div>"
    ) == ("隐私 政策\n我们 收集您的 号。\n一\n二\n三")


def test_line_breaks_lists_and_preformatted_text() -> None:
    assert html(
        "<p>一<br>二<br/>三</p><ul><li>甲</li><li>乙<ul><li>丙</li></ul></li></ul><pre> a\n  b</pre>"
    ) == ("一\n二\n三\n甲\n乙\n丙\n a\n  b")


def test_a_table_row_is_a_line_and_its_cells_are_apart_by_tabs() -> None:
    table = (
        "<table><thead><tr><th>名称</th><th> 用途 </th></tr></thead>"
        "<tbody><tr><td><p>统计SDK</p><p>某公司</p></td><td>统计<br>分析</td></tr><tr><td>空</td><td></td></tr></tbody></table>"
    )
    assert html(table) == "名称\t用途\n统计SDK 某公司\t统计 分析\n空"


def test_a_table_in_a_cell_stays_in_its_row() -> None:
    assert (
        html("<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td><td>d</td></tr></table>")
        == "a b c\td"
    )


def test_scripts_and_styles_are_left_out_and_hidden_parts_stay() -> None:
    body = (
        "<style>p{}</style><script>var a='<p>x</p>'</script><p hidden>折叠</p>"
        "<p style='display:none'>藏</p><!-- 注释 --><noscript>n</noscript><template>t</template>"
    )
    assert html(body) == "折叠\n藏"


def test_what_is_normalised_and_what_is_not() -> None:
    assert html("<p>a\u00a0b\u200b c\ufeff&nbsp;&ensp;d&shy;e</p>") == "a b c de"
    assert html("<p>ＡＢＣ１２３ e\u0301 ﬁ</p>") == "ＡＢＣ１２３ e\u0301 ﬁ"
    assert notice_text("\ufeffa\r\nb\rc\u00a0d\x07".encode()) == "a\nb\nc d"


def test_plain_text_and_markdown_stay_as_they_are() -> None:
    text = "# 隐私政策\n\n- 我们 **收集**  您的手机号\n\n| a | b |\n\n1 < 2 and <email>\n"
    assert notice_text(text.encode()) == text
    assert notice_text(b"# a\n<br> inline", content_type="text/html") == "# a\ninline"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize(
    "header", ["", "text/html; charset=utf-8", "text/html; charset=iso-8859-1", "text/html; charset=big5"]
)
def test_simplified_chinese_is_read_whatever_the_header_says(encoding: str, header: str) -> None:
    page = f"<html><body><p>{CHINESE}</p></body></html>"
    assert notice_text(page.encode(encoding), content_type=header) == CHINESE


@pytest.mark.parametrize("named", ["", "big5", "utf-8", "gb2312", "no-such-encoding", "rot13"])
def test_traditional_chinese_is_read_whatever_the_page_says(named: str) -> None:
    page = f'<html><head><meta charset="{named}"></head><body><p>{TRADITIONAL}</p></body></html>'
    for encoding in ("big5", "utf-8", "gb18030"):
        assert notice_text(page.encode(encoding)) == TRADITIONAL, encoding


def test_a_few_broken_bytes_do_not_turn_utf8_into_something_else() -> None:
    data = CHINESE.encode() + b"\xff" + CHINESE.encode()
    assert decode(data, content_type="text/html; charset=utf-8") == CHINESE + "\ufffd" + CHINESE


def test_western_text_in_an_old_encoding() -> None:
    text = "We don’t share your e-mail address — ever. " * 5
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"PK\x03\x04....", "a ZIP archive or Office document"),
        (b"\xd0\xcf\x11\xe0....", "an old Office document"),
        (b"\x89PNG\r\n", "a picture"),
    ],
)
def test_a_format_that_is_not_read_is_named(data: bytes, what: str) -> None:
    with pytest.raises(InputError, match=f"notice.bin: is {what}") as caught:
        notice_text(data, name="notice.bin")
    assert "HTML or plain text" in caught.value.hint


BOMBS = {
    "nesting": "<div>" * 400_000,
    "formatting": "".join(f"<p><font a={i}></p>" for i in range(5_000)),
    "tables": "<table><tr><td>" * 60_000,
    "options": "<p><select>" + "<option>a" * 300_000,
    "elements": "<p>a</p>" * 400_000,
    "text": "<p>" + "啊" * 5_100_000,
    "size": "a" * (33 * 1024 * 1024),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_in_an_error_soon_and_small(name: str) -> None:
    data = BOMBS[name].encode()
    began = time.monotonic()
    with pytest.raises(InputError):
        notice_text(data)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "page", ["<div>" * 4_900 + "x", "<table><tr><td>" * 4_900 + "x", "<p>" + "<" * 1_000_000]
)
def test_a_strange_page_is_read_within_bounds(page: str) -> None:
    tracemalloc.start()
    began = time.monotonic()
    notice_text(page.encode())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.monotonic() - began < 10
    assert peak < 200 * 1024 * 1024


def test_a_notice_of_a_hundred_pages_is_read_quickly() -> None:
    page = (
        "<html><body>"
        + "".join(f"<h2>第{i}条</h2><p>{CHINESE * 8}</p>" for i in range(300))
        + "</body></html>"
    )
    began = time.monotonic()
    assert notice_text(page.encode()).count("\n") == 599
    assert time.monotonic() - began < 2


@settings(deadline=None, max_examples=200)
@given(data=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_text_or_refused_and_reading_is_stable(data: bytes) -> None:
    try:
        text = notice_text(data)
    except InputError as error:
        assert error.hint  # noqa: PT017 - any other error fails the test
    else:
        assert text == notice_text(data)
        assert not any(c in text for c in "\r\u00a0\ufeff\u200b\x00")


PIECES = (
    "<p> </p> <table> <tr> <td> </td> </table> <b> </b> <br> <pre> </pre> <li> <script> </script> "
    "<!-- --> &nbsp; 文 <svg> <select>"
)


@settings(deadline=None, max_examples=200)
@given(parts=st.lists(st.sampled_from([*PIECES.split(), " ", "\n", "\t"]), max_size=40))
def test_any_page_gives_lines_without_white_space_at_their_ends(parts: list[str]) -> None:
    text = notice_text(("<html><body>" + "".join(parts)).encode(), content_type="text/html")
    assert "\n\n" not in text
    if "<pre>" not in parts:
        for line in text.splitlines():
            assert line == line.strip()
            assert "  " not in line
