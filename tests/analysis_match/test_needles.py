from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privaudit.analysis import coordinates, forms, part, scan, strength
from privaudit.analysis.limits import unsearched_digests
from privaudit.analysis.needles import MAX_VALUES_OF_A_READ, Needle, NeedleSet, values_in
from privaudit.model.circumstances import Actor, When
from privaudit.model.observation import Access


def access(value: str | None, *, event: int = 1, refused: bool = False) -> Access:
    return Access(
        event=event,
        when=When(at=0, consent="agreed", app_state="foreground"),
        api="telephony.imei",
        data_type="device.imei",
        actor=Actor(kind="app", id="a", name="a"),
        pid=1,
        process="a",
        thread="main",
        site="s",
        frames=(),
        responsible=-1,
        refused=refused,
        value=value,
    )


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("350000007319029", "anywhere"),
        ("7f3a91c2d05be648", "anywhere"),
        ("02:7a:c4:19:e3:5d", "anywhere"),
        ("zhang.san.0731902@example.com", "anywhere"),
        ("19900731902", "token"),
        ("张三丰", "token"),
        ("张三", "named"),
        ("上海", "named"),
        ("Pixel 5", "named"),
        ("北京市海淀区中关村大街一号", "anywhere"),
        ("privaudit-test-wifi", "token"),
        ("HUAWEI", "named"),
        ("123456", "named"),
        ("12345", "named"),
        ("10.0.2.16", "named"),
        ("20261123", "named"),
        ("1790000000", "named"),
        ("1790000000123", "named"),
        ("ZTE", "never"),
        ("true", "never"),
        ("张", "never"),
        ("111111111111", "never"),
        ("UNKNOWN", "never"),
        ("", "never"),
        ("7f3a" * 2000, "never"),
    ],
)
def test_strength(text: str, rule: str) -> None:
    assert strength.rule_of(text) == rule


def test_values_that_many_share_are_weak_unless_very_long() -> None:
    assert strength.rule_of("呼和浩特市", shared=True) == "named"
    assert strength.rule_of("Redmi K30 Pro", shared=True) == "named"
    assert strength.rule_of("Redmi K30 Pro") == "token"
    assert strength.rule_of("google/redfin/redfin:13/TQ3A.230805.001/10316531", shared=True) == "anywhere"


def test_forms_of_a_mac_and_a_phone() -> None:
    assert forms.forms("02:7a:c4:19:e3:5d") == {
        "": "02:7a:c4:19:e3:5d",
        "bare": "027ac419e35d",
        "dashes": "02-7a-c4-19-e3-5d",
        "dots": "027a.c419.e35d",
        "full width": "０２７ａｃ４１９ｅ３５ｄ",
    }
    assert forms.forms("+86 199 0073 1902")["national"] == "19900731902"
    assert forms.forms("008619900731902")["+86"] == "+8619900731902"
    assert forms.forms("6222 0200 1234 5678")["quads dashed"] == "6222-0200-1234-5678"
    assert forms.forms("5c1e9d7a3b604f829a17c0d4e8f26b35")["uuid"] == "5c1e9d7a-3b60-4f82-9a17-c0d4e8f26b35"
    assert forms.forms("10.0.2.16") == {"": "10.0.2.16"}
    assert forms.forms("zhang@example.com") == {"": "zhang@example.com"}


@pytest.mark.parametrize(
    ("value", "label", "text"),
    [
        ("19900731902", "full width", "１９９００７３１９０２"),
        ("19900731902", "zero before", "019900731902"),
        ("１９９００７３１９０２", "half width", "19900731902"),
        ("１９９００７３１９０２", "+86", "+8619900731902"),
        # GSM 02.16, annex: the check digit of 35 209900 176148 is 1.
        ("352099001761481", "without check digit", "35209900176148"),
        ("352099001761481", "check digit 0", "352099001761480"),
        ("352099001761481", "16 digits", "0352099001761481"),
        ("35209900176148", "with check digit", "352099001761481"),
        ("3520990017614823", "imei", "352099001761481"),
        ("3520990017614823", "without version", "35209900176148"),
        ("0123456789", "no zeros before", "123456789"),
        # GB 11643-1999, its own example.
        ("11010519491231002X", "groups spaced", "110105 19491231 002X"),
        ("11010519491231002x", "15 digits", "110105491231002"),
        ("110105491231002", "18 digits", "11010519491231002X"),
        ("Zhang San", "no spaces", "ZhangSan"),
        ("Zhang  San", "one space", "Zhang San"),
        ("Zhang San", "swapped", "San Zhang"),
        ("张三丰", "spaced", "张 三 丰"),
        ("上海市 浦东新区 世纪大道 1 号", "no spaces", "上海市浦东新区世纪大道1号"),
    ],
)
def test_values_are_written_in_many_ways(value: str, label: str, text: str) -> None:
    assert forms.forms(value)[label] == text
    assert forms.written(value, label) == text


def test_what_is_no_number_keeps_its_digits() -> None:
    assert "without check digit" not in forms.forms("352099001761482")
    assert "15 digits" not in forms.forms("352099001761481234")
    assert "zero before" not in forms.forms("12345678")


def test_every_disguise_can_be_redone() -> None:
    for value in ("02:7a:c4:19:e3:5d", "+8619900731902", "张三丰", "a b@x.example", "11010519491231002x"):
        for raw, _, steps in forms.digests(value):
            assert forms.disguise(value, steps) == raw
        for label, text in forms.forms(value).items():
            for raw, _, step in forms.encodings(text):
                assert forms.disguise(value, (step, *forms.steps_to(label))) == raw
    with pytest.raises(KeyError):
        forms.written("abc", "colons")


def test_values_of_a_result() -> None:
    assert values_in(" 350000007319029 ") == ("350000007319029",)
    assert values_in('[{"name":"张三","tel":["19900731902",7]},{"name":"张三"}]') == (
        "张三",
        "19900731902",
        "7",
    )
    assert values_in("[broken 19900731902]") == ("[broken 19900731902]", "19900731902")
    location = values_in("Location[gps 31.240021,121.490317 hAcc=12.0 et=+1d]")
    assert {"31.240021", "121.490317"} < set(location)
    assert "02:7a:c4:19:e3:5d" in values_in("SSID: x, MAC=02:7a:c4:19:e3:5d, RSSI: -50")
    assert values_in("[" * 100_000)[0] == "[" * 100_000


def test_reads_make_needles() -> None:
    many = "[" + ",".join(f'"1990073{n:04}"' for n in range(MAX_VALUES_OF_A_READ + 5)) + "]"
    known = NeedleSet.of([access("350000007319029"), access(None), access("x", refused=True), access(many)])
    assert known.left_out == 5
    assert len(known.origins) == MAX_VALUES_OF_A_READ + 1
    assert known.origins[0].needles[0].source == "read"
    assert NeedleSet([]).size == 0
    assert list(NeedleSet([]).search(b"abc")) == []


def test_search_across_windows() -> None:
    known = NeedleSet.of(planted=[("x", "350000007319029")])
    window = scan._WINDOW
    data = bytearray(b" " * (window * 2 + 100))
    for at in (0, window - 7, window, 2 * window - 1, len(data) - 15):
        data[at : at + 15] = b"350000007319029"
    data[window - 7 : window + 8] = b"350000007319029"
    found = [hit.start for hit in known.search(bytes(data)) if not hit.variant.steps]
    assert found == [0, window - 7, 2 * window - 1, len(data) - 15]


@given(st.integers(0, 5), st.integers(65_520, 65_550))
def test_long_percent_encodings_are_cut_between_escapes(shift: int, length: int) -> None:
    raw = b"a" * shift + b"%41" * length + b"%" * shift
    assert part.unquoted(raw, plus=False) == b"a" * shift + b"A" * length + b"%" * shift


@pytest.mark.parametrize(
    ("wanted", "told", "decimals"),
    [
        ("31.240021", b"31.240021", 6),
        ("31.240021", b"31.24002", 5),
        ("31.240077", b"31.2401", 4),
        ("31.240077", b"31.2400", 4),
        ("31.240077", b"31.240", 3),
        ("31.2399", b"31.240", 3),
        ("31.240", b"31.240021", 3),
        ("31.240021", b"31.24002100000001", 6),
        ("31.240021", b"31.240020999999", 6),
        ("31.240021", b"31.24", 0),
        ("31.240021", b"31.24003", 0),
        ("-31.240021", b"31.240021", 0),
        ("-0.0004", b"0.000", 3),
    ],
)
def test_same_place(wanted: str, told: bytes, decimals: int) -> None:
    assert coordinates.same_place(wanted, told) == decimals


def test_stems_cover_every_rounding() -> None:
    assert coordinates.stems("31.2399") == (b"31.23", b"31.24")
    assert coordinates.stems("-0.0004") == (b"0.00",)
    assert coordinates.stems("121.490317") == (b"121.48", b"121.49")


def test_numbers_are_whole_numbers() -> None:
    assert coordinates.number_at(b"x=-31.2400,", 3) == (2, b"-31.2400")
    assert coordinates.number_at(b"131.2400", 1) is None
    assert coordinates.number_at(b"31.2400.1", 0) is None
    assert coordinates.number_at(b"31.24", 0) is None


def test_digests_that_a_machine_cannot_make_are_told() -> None:
    assert unsearched_digests(()) == ()
    (told,) = unsearched_digests(("sm3", "sha512"))
    assert "SM3, SHA512" in told.zh
    assert "SM3, SHA512" in told.en


def test_more_values_than_there_is_room_for_are_searched_as_written() -> None:
    known = NeedleSet([], most_forms=500)
    assert known.only_written == 0
    needles = [Needle(value=f"1990073190{digit}", data_type="x", source="read") for digit in range(8)]
    known = NeedleSet(needles, most_forms=500)
    assert 0 < known.only_written < 8
    assert len(known.origins) == 8
    assert {hit.variant.origin for hit in known.search(b"19900731907")} == {7}
