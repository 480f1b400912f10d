from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from privaudit.model.octets import to_bytes, to_text

awkward = st.lists(
    st.sampled_from([b"\xee", b"\xbe", b"\x80", b"\xef", b"\xbf", b"\xed\xa0\x80", b"a", "中".encode()])
)


@given(st.binary() | awkward.map(b"".join))
def test_any_bytes_come_back(raw: bytes) -> None:
    text = to_text(raw)
    assert msgspec.json.decode(msgspec.json.encode(text)) == text
    assert to_bytes(text) == raw


@given(st.text())
def test_any_text_has_bytes(text: str) -> None:
    to_bytes(text)


def test_readable_text_stays_readable() -> None:
    assert to_text("张三 é".encode()) == "张三 é"
    assert to_text(b"a\xff") == "a\uefff"
