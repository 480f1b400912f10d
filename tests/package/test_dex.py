"""Class names out of DEX tables, true ones and lying ones."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import dex

from privaudit.package.dex import DexError, defined_classes

NAMES = ["com.example.Main", "com.example.Main$Inner", "a", "名.称.类", "x" * 900]


def test_defined_classes_are_named_in_order() -> None:
    assert list(defined_classes(dex(NAMES))) == NAMES
    assert list(defined_classes(dex([]))) == []


def test_a_name_without_end_is_passed_over() -> None:
    assert list(defined_classes(dex(["com.example.Main", "y" * 5000]))) == ["com.example.Main"]


@pytest.mark.parametrize("field", [0x38, 0x40, 0x60])
def test_tables_beyond_the_file_are_refused(field: int) -> None:
    data = bytearray(dex(NAMES))
    struct.pack_into("<L", data, field, 0x7FFFFFFF)
    with pytest.raises(DexError, match="beyond its end"):
        list(defined_classes(bytes(data)))


@pytest.mark.parametrize("data", [b"", b"dex\n035\0", b"ELF" + bytes(0x70), b"cdex001\0" + bytes(0x70)])
def test_what_is_no_dex_file_is_refused(data: bytes) -> None:
    with pytest.raises(DexError):
        list(defined_classes(data))


@settings(max_examples=400, deadline=1000)
@given(st.data())
def test_any_damage_is_an_error_or_fewer_names(data: st.DataObject) -> None:
    raw = bytearray(dex(NAMES[:4]))
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = list(defined_classes(bytes(raw[: data.draw(st.integers(0x60, len(raw)))])))
    except DexError:
        return
    assert len(found) <= 65_536
