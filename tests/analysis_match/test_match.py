from __future__ import annotations

import base64
import gzip
import hashlib
import json
import random
import zlib
from collections.abc import Callable
from urllib.parse import quote, quote_plus
from uuid import UUID
from xml.sax.saxutils import escape, quoteattr

import cramjam
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privaudit.analysis import datums, forms, strength
from privaudit.analysis.decode import Limits, unwrap
from privaudit.analysis.match import MAX_MATCHES, MatchResult, explain, find
from privaudit.analysis.needles import Needle, NeedleSet
from privaudit.model.network import FrameSeen, Header, RequestSeen
from privaudit.model.observation import Decoding
from privaudit.model.octets import to_text

IMEI = "350000007319029"
ANDROID_ID = "7f3a91c2d05be648"
MAC = "02:7a:c4:19:e3:5d"
PHONE = "+8619900731902"
NAME = "张三丰"
LATITUDE, LONGITUDE = "31.240021", "121.490317"


def needles(*values: str, kind: str = "x.value") -> NeedleSet:
    return NeedleSet.of(planted=[(kind, value) for value in values])


def request(
    body: bytes = b"",
    *,
    path: bytes = b"/",
    headers: tuple[tuple[str, bytes], ...] = (),
    host: str = "a.example",
) -> RequestSeen:
    return RequestSeen(
        at=0,
        seen=0,
        flow="f",
        method="POST",
        scheme="https",
        host=host,
        port=443,
        path=to_text(path),
        http_version="HTTP/1.1",
        headers=tuple(Header(name, to_text(value)) for name, value in headers),
        body_bytes=len(body),
    )


def frame(body: bytes) -> FrameSeen:
    return FrameSeen(
        at=0, seen=0, flow="f", host="a.example", from_client=True, text=False, body="", body_bytes=len(body)
    )


def chain_of(result: MatchResult) -> list[str]:
    (match,) = result.matches
    return [f"{step.name}:{step.detail}".rstrip(":") for step in match.chain]


def found_in(body: bytes, *values: str, media_type: bytes = b"") -> MatchResult:
    headers = (("Content-Type", media_type),) if media_type else ()
    event = request(body, headers=headers)
    result = find(event, body, needles(*values))
    for match in result.matches:
        assert explain(event, body, match).agrees, match
    return result


def test_a_match_says_where_and_how() -> None:
    md5 = hashlib.md5(ANDROID_ID.upper().encode()).hexdigest()
    inner = base64.b64encode(gzip.compress(json.dumps({"d": {"ids": ["x", md5]}}).encode()))
    body = gzip.compress(b"v=1&data=" + quote_plus(inner).encode())
    event = request(
        body,
        headers=(("content-encoding", b"gzip"), ("Content-Type", b"application/x-www-form-urlencoded")),
    )
    result = find(event, body, needles(ANDROID_ID, kind="device.android_id"))
    assert chain_of(result) == [
        "gzip", "form:data", "base64", "gzip", "json:d.ids[1]", "md5:hex", "written:upper"
    ]  # fmt: skip
    (match,) = result.matches
    assert (match.value, match.data_type, match.source) == (ANDROID_ID, "device.android_id", "planted")
    assert (match.where, match.offset, match.length, match.name) == ("body", 0, 32, "data.d.ids[1]")
    assert explain(event, body, match).agrees
    assert result.cut == ""


@pytest.mark.parametrize(
    ("event", "where", "name", "chain"),
    [
        (request(path=b"/a/" + IMEI.encode() + b"/b"), "url", "path", ["path:2"]),
        (request(path=b"/a?x=1&id=" + IMEI.encode()), "url", "id", ["query:id"]),
        (request(path=b"/a?id=1234&id=" + IMEI.encode()), "url", "id", ["query:id[1]"]),
        (request(host=f"{IMEI}.t.example"), "url", "host", ["host"]),
        (
            request(headers=(("X-Dev", b"i=" + IMEI.encode()),)),
            "header",
            "x-dev.i",
            ["header:x-dev", "form:i"],
        ),
        (
            request(headers=(("Cookie", b"a=b; did=" + IMEI.encode()),)),
            "header",
            "did",
            ["header:cookie", "cookie:did"],
        ),
        (
            request(headers=(("Authorization", b"Basic " + base64.b64encode(b"u:" + IMEI.encode())),)),
            "header",
            "authorization",
            ["header:authorization", "basic"],
        ),
    ],
)
def test_every_part_of_a_request(event: RequestSeen, where: str, name: str, chain: list[str]) -> None:
    result = find(event, b"", needles(IMEI))
    assert chain_of(result) == chain
    (match,) = result.matches
    assert (match.where, match.name) == (where, name)
    assert explain(event, b"", match).agrees


def test_a_token_is_read() -> None:
    part = [
        base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=") for p in ({"alg": "none"}, {"u": IMEI})
    ]
    event = request(headers=(("Authorization", b"Bearer " + b".".join([*part, b"c2ln"])),))
    result = find(event, b"", needles(IMEI))
    assert chain_of(result) == ["header:authorization", "jwt:claims", "json:u"]


def test_a_frame() -> None:
    body = b'{"a":{"k.1":"%s"}}' % IMEI.encode()
    result = find(frame(body), body, needles(IMEI))
    assert chain_of(result) == ['json:a["k.1"]']
    assert result.matches[0].where == "frame"


def test_multipart_names_its_part() -> None:
    body = (
        b'--XX\r\nContent-Disposition: form-data; name="meta"\r\n\r\n{"imei": %s}\r\n'
        b'--XX\r\nContent-Disposition: form-data; name="f"; filename="%s.bin"\r\n\r\n\x00\x01\r\n--XX--\r\n'
        % (IMEI.encode(), ANDROID_ID.encode())
    )
    result = found_in(body, IMEI, ANDROID_ID, media_type=b"multipart/form-data; boundary=XX")
    chains = [[f"{s.name}:{s.detail}" for s in m.chain] for m in result.matches]
    assert chains == [["part:meta", "json:imei"], ["part-head:f"]]


@pytest.mark.parametrize(
    ("value", "body", "chain"),
    [
        (PHONE, b"tel=19900731902&v=1", ["form:tel", "written:national"]),
        (PHONE, b"tel=199-0073-1902&v=1", ["form:tel", "written:national dashed"]),
        (PHONE, b"tel=%2B86+19900731902", ["form:tel", "written:+86 spaced"]),
        ("19900731902", b"t=8619900731902", ["form:t", "written:86"]),
        (MAC, b"m=027AC419E35D", ["form:m", "case", "written:bare"]),
        (MAC, b"m=02-7a-c4-19-e3-5d", ["form:m", "written:dashes"]),
        ('"my-office-wifi-17"', b"s=my-office-wifi-17", ["form:s", "written:unquoted"]),
        (NAME, b"n=%E5%BC%A0%E4%B8%89%E4%B8%B0", ["form:n"]),
        (NAME, b"n=%D5%C5%C8%FD%B7%E1", ["form:n", "charset:gb18030"]),
        (NAME, b'text \\u5f20\\u4e09\\u4e30 {"cut', ["escapes"]),
        (
            IMEI,
            b"x" + base64.b64encode(b"ab" + IMEI.encode() + b"\xff\xfe") + b"!",
            ["base64:inside, 2 before"],
        ),
        (ANDROID_ID, b"z:" + ANDROID_ID.encode().hex().encode(), ["hex:inside"]),
        (IMEI, hashlib.sha256(IMEI.encode()).hexdigest().upper().encode(), ["sha256:hex"]),
        (IMEI, b"h=" + base64.b64encode(hashlib.sha1(IMEI.encode()).digest()), ["form:h", "sha1:base64"]),
        (IMEI, b"h=" + hashlib.md5(IMEI.encode()).hexdigest()[8:24].encode(), ["form:h", "md5:hex 8-24"]),
        (
            IMEI,
            b"h=" + str(UUID(bytes=hashlib.md5(IMEI.encode()).digest(), version=3)).encode(),
            ["form:h", "md5:uuid"],
        ),
        (MAC, hashlib.md5(b"027AC419E35D").hexdigest().encode(), ["md5:hex", "written:bare upper"]),
    ],
)
def test_how_values_are_written(value: str, body: bytes, chain: list[str]) -> None:
    assert chain_of(found_in(body, value)) == chain


def test_numbers_of_json_count() -> None:
    assert chain_of(found_in(b'{"i":[%s]}' % IMEI.encode(), IMEI)) == ["json:i[0]"]


def test_the_second_of_two_equal_names_is_not_hidden() -> None:
    result = found_in(b'{"id":"%s","id":"x"}' % IMEI.encode(), IMEI)
    assert chain_of(result) == []
    assert result.matches[0].offset == 7


def test_several_documents_by_line() -> None:
    body = b'{"e":"start"}\n{"e":"%s"}\n' % IMEI.encode()
    assert chain_of(found_in(body, IMEI)) == ["line:2", "json:e"]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (b"lat=31.240021&lon=121.490317", ["lat", "lon"]),
        (b"lat=31.24002&x=5", ["lat"]),
        (b'{"p":[31.240,121.4903]}', ["", "p[1]"]),  # as a number 31.240 is 31.24: only its text has three
        (b"loc=31.2400,121.4903", ["loc", "loc"]),
        (b"lat=31.240&x=121.490", ["lat", "x"]),
        (b"lat=31.240&x=122.490", []),
        (b"lat=131.240021", []),
        (b"v=1.31.240021", []),
        (b"lat=31.24002100000001&z=0", ["lat"]),
        (b"lat=-31.240021", []),
        (b"lat=31.241&lon=121.490", []),
    ],
)
def test_places(body: bytes, names: list[str]) -> None:
    event = request(body)
    result = find(
        event, body, needles(f"{LATITUDE},{LONGITUDE}", LATITUDE, LONGITUDE, kind="location.precise")
    )
    assert [m.name for m in result.matches if any(s.name == "rounded" for s in m.chain)] == names
    for match in result.matches:
        assert explain(event, body, match).agrees


@pytest.mark.parametrize(
    ("body", "datum"),
    [
        # What AMap and Baidu show for the place, to the metre.
        (b"lat=31.238036&lon=121.494784", "GCJ-02"),
        (b'{"p":"31.2380,121.4948"}', "GCJ-02"),
        (b"y=31.24369&x=121.50139", "BD-09"),
    ],
)
@pytest.mark.parametrize("planted", [(f"{LATITUDE},{LONGITUDE}",), (LATITUDE, LONGITUDE)])
def test_a_place_shifted_by_a_map_is_the_place(body: bytes, datum: str, planted: tuple[str, ...]) -> None:
    event = request(body)
    matches = find(event, body, needles(*planted, kind="location.precise")).matches
    assert {match.value for match in matches} == {LATITUDE, LONGITUDE}
    for match in matches:
        assert match.chain[-1] == Decoding(name=datum, detail=f"{LATITUDE},{LONGITUDE}")
        assert explain(event, body, match).agrees
    read = NeedleSet([Needle(value=LATITUDE, data_type="location.precise", source="read", event=3)])
    assert all(match.source == "detected" for match in find(event, body, read).matches)


@pytest.mark.parametrize(
    ("place", "gcj"),
    # From the published examples of the converter coordtransform (npm), to the metre.
    [((39.915, 116.404), (39.916404, 116.410244))],
)
def test_shifts_agree_with_other_converters(place: tuple[float, float], gcj: tuple[float, float]) -> None:
    found = datums.shifts(datums.Place(*place))
    assert found["GCJ-02"] == pytest.approx(gcj, abs=1e-6)
    assert datums.shifts(datums.Place(51.5, -0.12)) == {}


def test_weak_values_match_only_where_their_type_is_told() -> None:
    weak = NeedleSet.of(planted=[("auth.password", "123456"), ("device.model", "HUAWEI")])
    for body in (b"n=123456", b"pin=1234567", b"brand=aHUAWEI", b"agent=HUAWEI", b"brand=HUAWEI P40"):
        assert find(request(body), body, weak).matches == ()
    for body, chain in (
        (b"pin=123456", ["form:pin"]),
        (b"v=1&device_brand=huawei", ["form:device_brand", "case"]),
        (b'{"d":{"loginPassword":"123456"}}', ["json:d.loginPassword"]),
        (b'{"k":[{"key":"brand","value":"HUAWEI"}]}', ["json:k[0].value"]),
        (b'["brand","HUAWEI"]', ["json:[1]"]),
        (b"brand=" + hashlib.md5(b"HUAWEI").hexdigest().encode(), ["form:brand", "md5:hex"]),
    ):
        assert chain_of(find(request(body), body, weak)) == chain
    agent = request(headers=(("User-Agent", b"HUAWEI"), ("X-Brand", b"HUAWEI")))
    assert chain_of(find(agent, b"", weak)) == ["header:x-brand"]


def test_a_weak_value_beside_a_certain_one_is_told() -> None:
    known = NeedleSet.of(planted=[("identity.name", "张三"), ("contact.phone", PHONE)])
    phone = PHONE.encode()
    together = protobuf((1, "张三".encode()), (2, phone))
    assert {m.value for m in find(request(together), together, known).matches} == {"张三", PHONE}
    apart = protobuf((1, protobuf((1, "张三".encode()), (2, b"x"))), (2, protobuf((1, phone))))
    assert {m.value for m in find(request(apart), apart, known).matches} == {PHONE}


def test_values_too_weak_are_refused() -> None:
    refused = needles("1", "00000000", "unknown", "02:00:00:00:00:00", "android", "ZTE")
    assert [n.value for n in refused.refused] == [
        "1",
        "00000000",
        "unknown",
        "02:00:00:00:00:00",
        "android",
        "ZTE",
    ]
    assert refused.size == 0
    assert find(request(b"1 unknown"), b"1 unknown", refused) == MatchResult((), "")


def test_a_phone_number_is_a_whole_number() -> None:
    assert find(request(b"t=219900731902"), b"t=219900731902", needles(PHONE)).matches == ()
    assert len(find(request(b"(19900731902)"), b"(19900731902)", needles(PHONE)).matches) == 1


def test_the_read_before_the_request_is_its_source() -> None:
    read = [Needle(value=IMEI, data_type="device.imei", source="read", event=n) for n in (5, 9, 30)]
    known = NeedleSet([Needle(value=IMEI, data_type="device.imei", source="planted"), *read])
    body = b"i=" + IMEI.encode()

    def source(before: int | None) -> int | None:
        (match,) = find(request(body), body, known, before=before).matches
        assert match.source == "read"
        return match.source_event

    assert [source(20), source(40), source(3), source(None)] == [9, 30, 5, 5]


def test_one_value_of_two_types_is_two_matches() -> None:
    known = NeedleSet.of(planted=[("contact.phone", "19900731902"), ("contacts.list", "19900731902")])
    body = b"t=19900731902"
    assert [m.data_type for m in find(request(body), body, known).matches] == [
        "contact.phone",
        "contacts.list",
    ]


def test_noise_holds_nothing() -> None:
    known = needles(IMEI, ANDROID_ID, MAC, PHONE, NAME, LATITUDE, LONGITUDE, "zhang@example.com")
    source = random.Random(7)
    digits = "".join(source.choices("0123456789", k=400_000)).encode()
    hexes = source.randbytes(200_000).hex().encode()
    floats = json.dumps([round(source.uniform(-180, 180), 6) for _ in range(20_000)]).encode()
    words = base64.b64encode(source.randbytes(400_000))
    for body in (digits, hexes, floats, words, source.randbytes(400_000)):
        assert find(request(body), body, known).matches == ()


# -- hostile --------------------------------------------------------------------------------------


def test_a_bomb_is_bounded_and_named() -> None:
    bomb = gzip.compress(gzip.compress(bytes(200 * 1024 * 1024)))
    event = request(bomb, headers=(("Content-Encoding", b"gzip"),))
    result = find(event, bomb, needles(IMEI), limits=Limits(expanded=4 * 1024 * 1024))
    assert "expands beyond" in result.cut or "bytes came out" in result.cut
    assert sum(len(p.data) for p in unwrap(event, bomb, Limits(expanded=1 << 20)).pieces) < 3 << 20


def test_a_truncated_stream_is_searched_as_far_as_it_goes() -> None:
    source = random.Random(1)
    whole = gzip.compress(b"imei=" + IMEI.encode() + b"&" + source.randbytes(5000))
    body = whole[:-1000]
    result = find(request(body), body, needles(IMEI))
    assert len(result.matches) == 1
    assert "breaks off" in result.cut


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'["\\"'])
def test_deep_nesting(opening: bytes) -> None:
    body = opening * 100_000 + IMEI.encode()
    result = find(request(body), body, needles(IMEI))
    assert len(result.matches) <= 1


def test_nesting_deeper_than_the_limit_is_named() -> None:
    data = IMEI.encode()
    for _ in range(8):
        data = gzip.compress(data)
    result = find(request(data), data, needles(IMEI))
    assert result.matches == ()
    assert "nested deeper than 6" in result.cut
    assert len(find(request(data), data, needles(IMEI), limits=Limits(depth=8)).matches) == 1


def test_many_fields_and_many_matches_are_bounded() -> None:
    body = json.dumps([f"{number}-{IMEI}" for number in range(250_000)]).encode()
    result = find(request(body), body, needles(IMEI))
    assert len(result.matches) == MAX_MATCHES
    assert "fields of JSON were opened" in result.cut
    assert "matches, of which" in result.cut


def test_a_cut_body_is_named() -> None:
    event = FrameSeen(
        at=0, seen=0, flow="f", host="h", from_client=True, text=True, body="", body_bytes=99, cut=True
    )
    assert find(event, IMEI.encode(), needles(IMEI)).cut == "of 99 bytes of body 15 were kept"


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip", "deflate, br", "compress", "x" * 5000])
def test_a_coding_that_is_not_opened_is_named(coding: str) -> None:
    body = b"\x00" + IMEI.encode()
    result = find(request(body, headers=(("Content-Encoding", coding.encode()),)), body, needles(IMEI))
    assert "was not opened" in result.cut
    assert len(result.matches) == 1
    assert len(result.cut) < 200


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=300),
    st.binary(max_size=80),
    st.lists(
        st.tuples(
            st.sampled_from(["Cookie", "Content-Encoding", "Content-Type", "A"]), st.binary(max_size=60)
        )
    ),
)
def test_any_bytes_are_survived(body: bytes, path: bytes, headers: list[tuple[str, bytes]]) -> None:
    find(request(body, path=path, headers=tuple(headers)), body, needles(IMEI, NAME, LATITUDE))


@settings(max_examples=300, deadline=None)
@given(
    st.recursive(
        st.text() | st.integers() | st.floats() | st.none(),
        lambda v: st.lists(v) | st.dictionaries(st.text(), v),
    )
)
def test_any_json_is_survived(document: object) -> None:
    body = json.dumps(document).encode("utf-8", "surrogatepass")
    find(frame(body), body, needles(IMEI, NAME, LATITUDE))


# -- any value under any chain --------------------------------------------------------------------

Wrap = Callable[[bytes], bytes]


def _text(data: bytes) -> str:
    return data.decode("utf-8")


WRAPS: dict[str, Wrap] = {
    "gzip": gzip.compress,
    "zlib": zlib.compress,
    "base64": base64.b64encode,
    "base64url": lambda data: base64.urlsafe_b64encode(data).rstrip(b"="),
    "hex": lambda data: data.hex().encode(),
    "percent": lambda data: "".join(f"%{byte:02X}" for byte in data).encode(),
    "form": lambda data: b"q=1&v=" + quote(data, safe="").encode() + b"&z=2",
    "json": lambda data: json.dumps({"k": [1, {"v": _text(data)}]}).encode(),
    "multipart": lambda data: (
        b'--b9\r\nContent-Disposition: form-data; name="v"\r\n\r\n' + data + b"\r\n--b9--\r\n"
    ),
    "zstd": lambda data: bytes(cramjam.zstd.compress(data)),
    "protobuf": lambda data: protobuf((2, 7), (5, protobuf((1, b"\xff\x01"), (3, data)))),
    "msgpack": lambda data: msgspec.msgpack.encode({"k": [1, {"v": data}]}),
    "cbor": lambda data: cbor({"k": [1, {"v": data}], "n": -5}),
    "xml": lambda data: f'<r a="1"><v>{escape(_text(data))}</v></r>'.encode(),
    "attribute": lambda data: f"<r><v id={quoteattr(_text(data))}/></r>".encode(),
}
TEXT_ONLY = {"json", "xml", "attribute"}


def varint(value: int) -> bytes:
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + varint(rest) if rest else bytes([low])


def protobuf(*fields: tuple[int, int | bytes]) -> bytes:
    out = b""
    for number, value in fields:
        if isinstance(value, bytes):
            out += varint(number << 3 | 2) + varint(len(value)) + value
        else:
            out += varint(number << 3) + varint(value)
    return out


def head(major: int, length: int) -> bytes:
    if length < 24:
        return bytes([major << 5 | length])
    return bytes([major << 5 | 26]) + length.to_bytes(4, "big")


def cbor(value: object) -> bytes:
    match value:
        case int():
            return head(0, value) if value >= 0 else head(1, -1 - value)
        case bytes():
            return head(2, len(value)) + value
        case str():
            return head(3, len(value.encode())) + value.encode()
        case list():
            return head(4, len(value)) + b"".join(map(cbor, value))
        case dict():
            return head(5, len(value)) + b"".join(cbor(k) + cbor(v) for k, v in value.items())
    raise TypeError(value)


values = st.one_of(
    st.from_regex(r"\A3[0-9]{14}\Z"),
    st.from_regex(r"\A[0-9a-f]{16}\Z"),
    st.from_regex(r"\A(?:[0-9A-F]{2}:){5}[0-9A-F]{2}\Z"),
    st.uuids().map(str),
    st.from_regex(r"\A\+861[3-9][0-9]{9}\Z"),
    st.from_regex(r"\A[a-z]{5,9}[0-9]{2}@[a-z]{4,8}\.example\Z"),
    st.text("张王李赵钱孙周吴郑冯陈", min_size=3, max_size=4),
).filter(lambda value: strength.rule_of(value) not in ("never", "named"))


@st.composite
def carried(draw: st.DrawFn) -> tuple[str, bytes, list[str]]:
    value = draw(values)
    variants = {label: text.encode() for label, text in forms.forms(value).items()}
    variants = {
        label: text
        for label, text in variants.items()
        if strength.rule_of(text.decode()) not in ("never", "named")
    }
    variants |= {f"{steps}": raw for raw, _, steps in forms.digests(value)}
    data = variants[draw(st.sampled_from(sorted(variants)))]
    used: list[str] = []
    for name in draw(st.lists(st.sampled_from(sorted(WRAPS)), max_size=4)):
        if name in TEXT_ONLY:
            try:
                data.decode("utf-8")
            except UnicodeDecodeError:
                continue
        data = WRAPS[name](data)
        used.append(name)
    return value, data, used


@settings(max_examples=200, deadline=None)
@given(carried(), st.sampled_from(["body", "query", "header", "frame", "gzipped"]))
def test_any_value_under_any_chain_is_found(what: tuple[str, bytes, list[str]], place: str) -> None:
    value, data, _ = what
    body = b""
    event: RequestSeen | FrameSeen
    if place == "query":
        event = request(path=b"/p?a=1&v=" + quote(data, safe="").encode())
    elif place == "header":
        event = request(headers=(("X-V", data),))
    elif place == "frame":
        event, body = frame(data), data
    elif place == "gzipped":
        body = gzip.compress(data)
        event = request(body, headers=(("Content-Encoding", b"gzip"),))
    else:
        event, body = request(data), data
    result = find(event, body, needles(value))
    assert value.strip() in {match.value for match in result.matches}
    for match in result.matches:
        assert explain(event, body, match).agrees


def test_a_delimiter_inside_a_line_is_content() -> None:
    body = (
        b'--b9\r\nContent-Disposition: form-data; name="v"\r\n\r\nq=1--b9&v='
        + IMEI.encode()
        + b"\r\n--b9--\r\n"
    )
    assert chain_of(found_in(body, IMEI)) == ["part:v", "form:v"]
