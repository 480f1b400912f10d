"""All scanners find the same places, and those that a plain search finds."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from privaudit.analysis import scan
from privaudit.analysis.scan import Automaton, Compiled, Grams, Place, Scanner, scanner

SCANNERS: list[Callable[[list[bytes]], Scanner]] = [Automaton, lambda wanted: Grams(wanted, Automaton)]
if scan.HYPERSCAN is not None:
    SCANNERS += [Compiled, lambda wanted: Grams(wanted, Compiled)]

strings = st.lists(
    st.binary(min_size=1, max_size=5).map(bytes.lower)
    | st.text("aä01\0", min_size=4, max_size=14).map(lambda text: text.encode().lower()),
    min_size=1,
    max_size=8,
    unique=True,
)


def plain(wanted: list[bytes], data: bytes) -> list[Place]:
    lower = data.lower()
    return sorted(
        Place(at, index)
        for index, one in enumerate(wanted)
        for at in range(len(data))
        if lower.startswith(one, at)
    )


@settings(max_examples=400, deadline=None)
@given(strings, st.data())
@example([b"a", b"aa", b"\x00", b"\xc3\xa4", b"("], None)
def test_all_find_what_a_plain_search_finds(wanted: list[bytes], data: st.DataObject | None) -> None:
    alphabet = b"".join(wanted)
    text = (
        b"".join(
            data.draw(
                st.lists(st.sampled_from([*wanted, *(bytes([b]) for b in alphabet), b"A "]), max_size=40)
            )
        )
        if data
        else b"AAaA\x00(\xc3\xa4\xc3\x84("
    )
    expected = plain(wanted, text)
    for make in SCANNERS:
        assert sorted(make(wanted).find(text)) == expected


def test_all_find_what_lies_across_windows() -> None:
    sizes = (scan._WINDOW, 2 * scan._WINDOW, *(n * scan._GRAM_WINDOW for n in (1, 2, 9)))
    data = bytearray(b" " * (2 * scan._WINDOW + 50))
    expected = sorted({0, len(data) - 12} | {at - back for at in sizes for back in (0, 1, 7, 11)})
    spread = [at for at in expected if not any(0 < other - at < 12 for other in expected)]
    for at in spread:
        data[at : at + 12] = b"NEEDLE IN IT"
    for make in SCANNERS:
        found = list(make([b"needle in it", b"le in"]).find(bytes(data)))
        assert sorted(found) == sorted(place for at in spread for place in (Place(at, 0), Place(at + 4, 1)))
        assert [place for place in found if not place.number] == [Place(at, 0) for at in spread]


def test_nothing_to_look_for_and_too_much_to_compile() -> None:
    assert list(scanner([]).find(b"abc")) == []
    assert isinstance(scanner([b"abc"]), Automaton if scan.HYPERSCAN is None else Compiled)
    many = [b"%012d" % number for number in range(scan._MOST_COMPILED + 1)]
    found = scanner([*many, b"abc"])
    assert isinstance(found, Grams)
    assert list(found.find(b"xaBc" + many[7])) == [Place(4, 7), Place(1, len(many))]


def test_several_databases_are_one() -> None:
    many = [b"%06d" % number for number in range(scan._MOST_IN_ONE + 2)]
    data = b"-".join((many[-1], many[0], many[-2], many[7]))
    for make in SCANNERS:
        found = make(many).find(data)
        assert [place.number for place in found] == [len(many) - 1, 0, len(many) - 2, 7]


@pytest.mark.parametrize("data", [b"", b"\x00", random.Random(3).randbytes(1000)])
def test_no_data_and_noise_hold_nothing(data: bytes) -> None:
    wanted = [b"not in there", b"nor this one"]
    assert all(list(make(wanted).find(data)) == [] for make in SCANNERS)
