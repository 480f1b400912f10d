"""Lines of a terminal, Chinese and English."""

import re

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from privaudit.cli.wrapping import wrap


def test_chinese_breaks_anywhere_but_before_punctuation() -> None:
    assert wrap("本次测试，在虚拟设备上。", 10, indent="  ", first="- ") == [
        "- 本次测",
        "  试，在虚",
        "  拟设备",
        "  上。",
    ]


def test_words_stay_whole_where_they_fit() -> None:
    assert wrap("依据 NFRA99-16.1 NFRA99-16.4", 18) == ["依据 NFRA99-16.1", "NFRA99-16.4"]
    assert wrap("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]
    assert wrap("", 10, first="- ") == ["- "]


@given(st.text(alphabet="中文，。（）“”ab 1-.\t#", max_size=200), st.integers(10, 60), st.integers(0, 4))
def test_nothing_is_lost_and_every_line_fits(text: str, width: int, indent: int) -> None:
    lines = wrap(text, width, indent=" " * indent)
    assert all(cell_len(line) <= width for line in lines)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
