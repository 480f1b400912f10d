from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from traffic_encoders import in_json
from traffic_rows import request

from privaudit.analysis.edges import stands_apart
from privaudit.analysis.match import find
from privaudit.analysis.needles import NeedleSet
from privaudit.model.observation import Decoding

around = st.binary(max_size=7)
numbers = st.text("0123456789", min_size=7, max_size=14).map(str.encode)


def apart(before: bytes, after: bytes) -> bool:
    return not before[-1:].isdigit() and not after[:1].isdigit()


@given(around, numbers, around, st.booleans(), st.booleans())
def test_what_stands_beside_a_number_in_base64(
    before: bytes, number: bytes, after: bytes, url_safe: bool, padded: bool
) -> None:
    encode = base64.urlsafe_b64encode if url_safe else base64.b64encode
    text = encode(before + number + after)
    text = text if padded else text.rstrip(b"=")
    skipped = len(before) % 3
    start = len(before) // 3 * 4 + (0, 2, 3)[skipped]
    whole = (skipped + len(number)) * 8 // 6 - (0, 2, 3)[skipped]
    step = Decoding(name="base64", detail=f"inside, {skipped} before" + (", URL-safe" if url_safe else ""))
    assert stands_apart(text, start, start + whole, step) == apart(before, after)


@given(around, numbers, around)
def test_what_stands_beside_a_number_in_hex_and_backwards(before: bytes, number: bytes, after: bytes) -> None:
    start, end = len(before), len(before) + len(number)
    text = (before + number + after).hex().encode()
    assert stands_apart(text, 2 * start, 2 * end, Decoding(name="hex", detail="inside")) == apart(
        before, after
    )
    plain = before + number + after
    assert stands_apart(plain, start, end, Decoding(name="reversed", detail="inside")) == apart(before, after)


@pytest.mark.parametrize("encode", [base64.b64encode, lambda raw: raw.hex().encode(), lambda raw: raw[::-1]])
def test_a_phone_number_within_a_longer_number_is_none_however_encoded(encode: object) -> None:
    assert callable(encode)
    known = NeedleSet.of(planted=[("contact.phone", "13873190451")])
    for number, count in ((b"id 138731904517 ok", 0), (b"id 213873190451 ok", 0), (b"id 13873190451 ok!", 1)):
        for shift in range(3):
            body = b"~" + encode(b"\xfe" * shift + number) + b"~"
            assert len(find(request(body), body, known).matches) == count


def test_one_number_near_two_places_is_no_pair() -> None:
    places = ["30.410236", "121.441241", "30.409715", "121.561926"]
    known = NeedleSet.of(planted=[("location.precise", place) for place in places])
    body = b"2026-08-28 07:07:30.410 D/Net"
    assert find(request(body), body, known).matches == ()
    both = in_json(b"30.410,121.441")
    found = {match.value for match in find(request(both.data), both.data, known).matches}
    assert found >= {"30.410236", "121.441241"}
