"""The two scanners find the same places, and those that a plain search finds."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from privaudit.analysis import scan
from privaudit.analysis.scan import Automaton, Compiled, Place, Scanner, scanner

SCANNERS: list[Callable[[list[bytes]], Scanner]] = [Automaton]
if scan.HYPERSCAN is not None:
    SCANNERS.append(Compiled)

strings = st.lists(st.binary(min_size=1, max_size=5).map(bytes.lower), min_size=1, max_size=8, unique=True)


def plain(wanted: list[bytes], data: bytes) -> list[Place]:
    lower = data.lower()
    return sorted(
        Place(at, index)
        for index, one in enumerate(wanted)
        for at in range(len(data))
        if lower.startswith(one, at)
    )


@settings(max_examples=200, deadline=None)
@given(strings, st.data())
@example([b"a", b"aa", b"\x00", b"\xc3\xa4", b"("], None)
def test_both_find_what_a_plain_search_finds(wanted: list[bytes], data: st.DataObject | None) -> None:
    alphabet = b"".join(wanted)
    text = (
        bytes(data.draw(st.lists(st.sampled_from([*alphabet, 0x41, 0x20]), max_size=60)))
        if data
        else b"AAaA\x00(\xc3\xa4\xc3\x84("
    )
    expected = plain(wanted, text)
    for make in SCANNERS:
        assert sorted(make(wanted).find(text)) == expected


def test_both_find_what_lies_across_windows() -> None:
    size = scan._WINDOW
    data = bytearray(b" " * (2 * size + 50))
    for at in (0, size - 3, 2 * size - 1, len(data) - 6):
        data[at : at + 6] = b"NEEDLE"
    expected = [Place(at, 0) for at in (0, size - 3, 2 * size - 1, len(data) - 6)]
    for make in SCANNERS:
        assert list(make([b"needle"]).find(bytes(data))) == expected


def test_nothing_to_look_for_and_too_much_to_compile() -> None:
    assert list(scanner([]).find(b"abc")) == []
    assert isinstance(scanner([b"abc"]), SCANNERS[-1])  # type: ignore[arg-type] # the classes themselves
    many = [b"%012d" % number for number in range(scan._MOST_COMPILED + 1)]
    found = scanner(many)
    assert isinstance(found, Automaton)
    assert list(found.find(b"x" + many[7])) == [Place(1, 7)]


@pytest.mark.parametrize("data", [b"", b"\x00", random.Random(3).randbytes(1000)])
def test_no_data_and_noise_hold_nothing(data: bytes) -> None:
    wanted = [b"not in there", b"nor this one"]
    assert all(list(make(wanted).find(data)) == [] for make in SCANNERS)
