"""Each detector by itself: what it takes, what it refuses, and that hostile input costs nothing."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from traffic_rows import request
from traffic_values import UNKNOWN, Unknown

from privaudit.analysis.detect import MAX_WORDS, all_detectors, confirms
from privaudit.analysis.detector import Detector, luhn
from privaudit.analysis.detectors import id_number
from privaudit.analysis.match import find
from privaudit.analysis.needles import NeedleSet
from privaudit.catalog import load_catalog
from privaudit.model.observation import Match

NONE_KNOWN = NeedleSet([])


def of(name: str) -> Detector:
    return next(one for one in all_detectors() if one.name == name)


def takes(one: Detector, text: str) -> bool:
    return re.fullmatch(one.pattern, text.encode()) is not None and one.read(text) is not None


def detected(document: object) -> list[Match]:
    body = json.dumps(document, ensure_ascii=False).encode()
    return list(find(request(body, media_type="application/json"), body, NONE_KNOWN).matches)


def test_every_detector_is_of_a_known_type_and_has_values_here() -> None:
    types = load_catalog().data_types
    for one in all_detectors():
        assert set(one.data_types) <= set(types), one.name
        assert 0 < one.chance <= 1
    assert {one.name for one in all_detectors()} == {unknown.detector for unknown in UNKNOWN}


@pytest.mark.parametrize("unknown", UNKNOWN, ids=[f"{one.detector}-{one.data_type}" for one in UNKNOWN])
def test_what_a_detector_takes_and_what_it_does_not(unknown: Unknown) -> None:
    one = of(unknown.detector)
    assert takes(one, unknown.value)
    for value in unknown.none:
        assert not takes(one, value), value


@pytest.mark.parametrize("prefix", ["", "+86", "86", "0086", "+86 ", "+86-"])
def test_a_phone_number_is_told_without_its_country(prefix: str) -> None:
    (match,) = detected({"mobile": f"{prefix}15986620137"})
    assert match.value == "15986620137"
    assert match.length == len(prefix) + 11


@given(st.integers(0, 10**17 - 1))
def test_the_check_character_of_an_id_number_is_that_of_iso_7064(body: int) -> None:
    digits = f"{body:017}"
    # ISO 7064, MOD 11-2, the recursive method: nothing of the product's.
    rest = 0
    for digit in digits:
        rest = (rest + int(digit)) * 2 % 11
    check = "0123456789X"[(12 - rest) % 11]
    for other in "0123456789X":
        taken = id_number.read(digits + other)
        assert taken is None or other == check
    month_and_day = digits[10:14]
    if (
        digits[:2] == "11"
        and digits[2:4] == "01"
        and digits[6:8] == "19"
        and "0101" <= month_and_day <= "0128"
    ):
        assert id_number.read(digits + check) is not None


@given(st.text("0123456789", min_size=1, max_size=30))
def test_luhn_takes_one_check_digit_of_ten(digits: str) -> None:
    assert sum(luhn(digits + check) for check in "0123456789") == 1


def test_a_unified_social_credit_code_is_no_id_number() -> None:
    # 18 characters too: 9 and the kind of body first, GB 32100-2015. One of digits alone could be mistaken.
    for code in ("91440300708461136T", "911100001000013428", "12100000400000624D"):
        assert detected({"idCardNo": code, "uscc": code, "certNo": code}) == []


def test_the_field_says_whose_address_a_mac_is() -> None:
    (device,) = detected({"mac": "00:1A:2B:5E:4D:3C"})
    (point,) = detected({"bssid": "00:1A:2B:5E:4D:3C"})
    (blue,) = detected({"btMac": "06:1A:2B:5E:4D:3C"})
    assert [device.data_type, point.data_type, blue.data_type] == [
        "device.mac", "network.wifi", "device.bluetooth",
    ]  # fmt: skip
    assert blue.chain[-1].detail == "mac-address: local"


def test_latitude_and_longitude_in_fields_of_their_own() -> None:
    found = detected({"p": {"lat": 39.908823, "lng": 116.39747}, "q": {"lat": 51.50735, "lng": -0.127758}})
    assert [(one.name, one.chain[-1].detail) for one in found] == [
        ("p.lat", "coordinates: in China"), ("p.lng", "coordinates: in China"),
        ("q.lat", "coordinates: outside China"), ("q.lng", "coordinates: outside China"),
    ]  # fmt: skip
    assert detected({"a": {"lat": 39.908823}, "b": {"lng": 116.39747}}) == []
    assert detected({"lat": 139.908823, "lng": 116.39747}) == []


def test_a_known_value_is_not_told_again() -> None:
    known = NeedleSet.of(planted=[("contact.phone", "15986620137")])
    body = b'{"mobile":"+86 159-8662-0137","tel":"15986620137","phone":"15986620138"}'
    found = find(request(body), body, known).matches
    assert [(one.name, one.source) for one in found] == [
        ("mobile", "planted"),
        ("tel", "planted"),
        ("phone", "detected"),
    ]


def test_forms_without_context_are_no_match() -> None:
    row = {
        "id": "440305199507155126",
        "order": "6217003810026896707",
        "n": "15986620137",
        "seq": "490154203237518",
    }
    assert [one.data_type for one in detected({"rows": [{key: value} for key, value in row.items()]})] == []
    together = detected(["440305199507155126", "15986620137"])
    assert [one.data_type for one in together] == ["identity.id_number", "contact.phone"]


def test_a_match_names_its_detector_and_can_be_confirmed() -> None:
    (match,) = detected({"certNo": "440305199507155126"})
    assert (match.source, match.source_event, match.chain[-1].name) == ("detected", None, "detected")
    detail = match.chain[-1].detail
    assert confirms(detail, b"440305199507155126", match.value)
    assert not confirms(detail, b"440305199507155129", match.value)
    assert not confirms(detail, b"440305199507155126", "another")
    assert not confirms("no such detector", b"440305199507155126", match.value)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_survived(body: bytes) -> None:
    find(request(body), body, NONE_KNOWN)


@pytest.mark.parametrize(
    "piece",
    [
        b"tel ",
        b"imei=",
        b"1",
        b"1-",
        b"a.",
        b"a@",
        b"00:",
        b"1.1",
        "身份证号".encode(),
        b"mobile:1",
        b"email: a",
    ],
)
def test_hostile_text_is_survived(piece: bytes) -> None:
    body = b"x " + piece * (400_000 // len(piece))
    assert find(request(body), body, NONE_KNOWN).matches == ()


def test_words_without_end_are_told() -> None:
    body = b"x " + b"tel:" * (MAX_WORDS + 10)
    assert "named in more than" in find(request(body), body, NONE_KNOWN).cut
