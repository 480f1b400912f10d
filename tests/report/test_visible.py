from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from privaudit.report.visible import visible


def test_plain_words_stay_as_they_are() -> None:
    for text in ("plain ASCII (1)", "示例银行：《隐私政策》", "é ñ ü", "한국어 العربية", "😀 ok", "a\u3000b"):
        assert visible(text) == text


def test_hidden_characters_are_written_out() -> None:
    assert visible("a\u202eb\u200bc\x00") == "a⟦U+202E⟧b⟦U+200B⟧c⟦U+0000⟧"
    assert visible("\ud800") == "⟦U+D800⟧"
    assert visible("two\nlines") == "two⟦U+000A⟧lines"
    assert visible("two\r\nlines\tx", block=True) == "two\nlines\tx"


def test_terminal_sequences_are_written_out_whole() -> None:
    assert visible("\x1b[31mred\x1b[0m") == "⟦ESC[31m⟧red⟦ESC[0m⟧"
    assert "\x1b" not in visible("\x1b]8;;http://a\x1b\\link\x1b")
    assert "\x07" not in visible("\x1b]0;title\x07")


def test_piled_marks_are_counted() -> None:
    assert visible("e" + "\u0301" * 50) == "e" + "\u0301" * 4 + "⟦+46⟧"


def test_long_text_is_cut_and_its_length_said() -> None:
    assert visible("x" * 1_048_576, 3, cut=" ({shown} of {total})") == "xxx (3 of 1,048,576)"


@given(st.text(alphabet=st.characters(codec=None), max_size=200), st.booleans())
def test_nothing_hidden_is_left(text: str, block: bool) -> None:
    for character in visible(text, block=block):
        if block and character in "\n\t":
            continue
        assert unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(st.text(max_size=300), st.integers(min_value=1, max_value=50))
def test_length_is_bounded(text: str, limit: int) -> None:
    assert len(visible(text, limit)) <= limit * 16 + 40
