"""Binary wrappings: what is found in them, and that hostile ones cost nothing."""

from __future__ import annotations

import gzip
import random
import struct
from functools import partial

import cramjam
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privaudit.analysis.binary import open_grpc, open_protobuf
from privaudit.analysis.compressions import open_brotli, open_zstd
from privaudit.analysis.containers import open_json
from privaudit.analysis.decode import unwrap
from privaudit.analysis.markup import open_xml
from privaudit.analysis.match import explain, find
from privaudit.analysis.needles import NeedleSet
from privaudit.analysis.packed import open_cbor, open_msgpack
from privaudit.analysis.part import Hint, Opened
from privaudit.model.network import Header, RequestSeen

IMEI = "350000007319029"
HINT = Hint()


def parts(opened: Opened | None) -> dict[str, bytes]:
    assert opened is not None
    return {part.step.detail: part.data for part in opened.parts}


def field(number: int, value: bytes) -> bytes:
    return bytes([number << 3 | 2, len(value)]) + value


def test_protobuf_tells_texts_numbers_and_messages_by_their_path() -> None:
    message = b"\x08" + b"\xf5\x9b\xee\xd0\xab\xca\x4f"  # field 1: the IMEI as a number
    message += field(2, field(1, "张三丰".encode()) + field(1, b"second") + b"\x10\x01")
    message += b"\x19" + struct.pack("<d", 31.240021) + b"\x25" + struct.pack("<f", 121.4903)
    found = parts(open_protobuf(message, HINT))
    assert found["1"] == IMEI.encode()
    assert found["2.1"].decode() == "张三丰"
    assert found["2.1[1]"] == b"second"
    assert found["3:double"] == b"31.240021"
    assert found["4:float"] == b"121.4903"


@pytest.mark.parametrize("data", [b"\x0a\x05abc", b"\x07abcdefg", b"\x00\x00\x00\x00", b"\xff" * 30, b""])
def test_what_is_no_protobuf_is_none(data: bytes) -> None:
    assert open_protobuf(data, HINT) is None


def test_grpc_messages_stand_behind_their_lengths() -> None:
    hint = Hint("application/grpc+proto")
    one, two = field(1, IMEI.encode()), gzip.compress(field(2, b"compressed"))
    data = b"\0" + len(one).to_bytes(4, "big") + one + b"\1" + len(two).to_bytes(4, "big") + two
    assert parts(open_grpc(data, hint)) == {"0": one, "1": two}
    assert open_grpc(data, HINT) is None
    cut = open_grpc(data[:-3], hint)
    assert cut is not None
    assert "within a message" in cut.cut


def test_a_digest_in_protobuf_in_gzip_in_grpc_is_found_and_redone() -> None:
    needles = NeedleSet.of(planted=[("device.imei", IMEI)])
    message = gzip.compress(field(1, b"\xff\x01") + field(3, field(4, IMEI[::-1].encode())))
    body = b"\1" + len(message).to_bytes(4, "big") + message
    event = RequestSeen(
        at=0, seen=0, flow="f", method="POST", scheme="https", host="a.example", port=443, path="/s",
        http_version="HTTP/2.0", headers=(Header("content-type", "application/grpc"),), body_bytes=len(body),
    )  # fmt: skip
    (match,) = find(event, body, needles).matches
    assert [(s.name, s.detail) for s in match.chain] == [
        ("grpc", "0"), ("gzip", ""), ("protobuf", "3.4"), ("reversed", "inside"),
    ]  # fmt: skip
    assert explain(event, body, match).agrees


def test_cbor_of_every_kind() -> None:
    data = bytes.fromhex("d9d9f7bf616b827f647465787463616e64ff1b00013d524d6a6e35")
    data += (
        b"\x61f" + b"\xfb" + struct.pack(">d", 31.240021) + b"\x61d" + b"\xc1\x1a\x65\x00\x00\x00" + b"\xff"
    )
    assert parts(open_cbor(data, HINT)) == {
        "k[0]": b"textand",
        "k[1]": b"348898672143925",
        "f": b"31.240021",
        "d": b"1694498816",
    }


@pytest.mark.parametrize(
    "data",
    [
        b"\x9b\x7f\xff\xff\xff\xff\xff\xff\xff",  # an array of 2^63 items
        b"\xbb\xff\xff\xff\xff\xff\xff\xff\xff\x00",
        b"\x81" * 100_000 + b"\x00",
        b"\x9f" * 100_000,
        b"\x9f\x5f\x5f",
        b"\xa1\xff\x00",
        b"\x82\x01",
    ],
)
def test_lengths_that_lie_and_nesting_without_end_are_no_cbor(data: bytes) -> None:
    opened = open_cbor(data, HINT)
    assert opened is None or (opened.parts == [] and "too deep" in opened.cut)


def test_messagepack_that_lies_or_nests_is_bounded() -> None:
    assert open_msgpack(b"\xdd\xff\xff\xff\xff\x01", HINT) is None
    assert open_msgpack(b"\xc1\x80\x01", HINT) is None
    assert open_msgpack(b"\x92\xa2\xff\xff\x01", HINT) is None
    deep = open_msgpack(b"\x91" * 100_000 + b"\x01", HINT)
    assert deep == Opened([], "MessagePack is nested too deep")


def test_messagepack_of_every_kind() -> None:
    data = b"\x87\xa1i\xcf" + int(IMEI).to_bytes(8, "big")
    data += b"\xa1f\xcb" + struct.pack(">d", 31.240021) + b"\xa1b\xc4\x04\x00raw\xa1x\xd6\x05fixd"
    data += b"\xa1e\xc7\x06\x01exten!\xa1s\xda\x00\x05\xe5\xbc\xa0:)\xa1n\xd3" + (-(10**6)).to_bytes(
        8, "big", signed=True
    )
    assert parts(open_msgpack(data, HINT)) == {
        "i": IMEI.encode(), "f": b"31.240021", "b": b"\x00raw", "x": b"fixd", "e": b"exten!",
        "s": "张:)".encode(), "n": b"-1000000",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xdd\x00\x2d\xc6\xc0" + b"\x80" * 3_000_000, "MessagePack"),
        (b"\x9a\x00\x2d\xc6\xc0" + b"\x80" * 3_000_000, "CBOR"),
        (b"\x08\x01" * 3_000_000, "protobuf"),
        (b"[" + b"[]," * 3_000_000 + b"1]", "JSON"),
        (b"<a>" + b"<b/>" * 3_000_000 + b"</a>", "XML"),
    ],
)
def test_millions_of_items_are_not_opened_and_named(body: bytes, kind: str) -> None:
    openers = (open_msgpack, open_cbor, open_protobuf, open_json, open_xml)
    (opened,) = [one for one in (opener(body, HINT) for opener in openers) if one and kind in one.cut]
    assert "more than" in opened.cut


def test_protobuf_nested_deeper_than_looked_is_a_leaf() -> None:
    data = b"\x08\x01"
    for _ in range(60):
        data = (
            b"\x0a"
            + (bytes([len(data)]) if len(data) < 128 else bytes([len(data) & 0x7F | 0x80, len(data) >> 7]))
            + data
        )
    (path,) = parts(open_protobuf(data, HINT))
    assert path.count(".") < 30


def test_xml_follows_no_entity_and_tells_texts_and_attributes() -> None:
    data = f'<a><b id="{IMEI}">one&amp;two</b><b><![CDATA[three]]></b></a>'.encode()
    assert parts(open_xml(data, HINT)) == {"a.b@id": IMEI.encode(), "a.b": b"one&two", "a.b[1]": b"three"}
    bomb = b'<!DOCTYPE a [<!ENTITY x "' + b"y" * 9999 + b'">]><a>' + b"&x;" * 9999 + b"</a>"
    opened = open_xml(bomb, HINT)
    assert opened is not None
    assert opened.parts == []
    assert "entities of its own" in opened.cut
    plist = (
        b'<!DOCTYPE plist PUBLIC "-//X//EN" "http://x.example/p.dtd"><plist><string>known</string></plist>'
    )
    assert parts(open_xml(plist, HINT)) == {"plist.string": b"known"}
    assert open_xml(b"<!DOCTYPE html><html><p>text<br>more</html>", HINT) is None
    deep = open_xml(b"<a>" * 100_000, HINT)
    assert deep is None or "too deep" in deep.cut
    for hint, cut in ((Hint("application/xml"), "XML breaks off"), (HINT, "")):
        broken = open_xml(b"<a><b>first</b><c>", hint)
        assert broken is not None
        assert [part.data for part in broken.parts] == [b"first"]
        assert broken.cut == cut


@pytest.mark.parametrize("coding", ["br", "zstd"])
def test_a_compressed_body_is_read_whole_and_bounded(coding: str) -> None:
    codec, opener = {"br": (cramjam.brotli, open_brotli), "zstd": (cramjam.zstd, open_zstd)}[coding]
    compress = partial(codec.compress, level=1)
    noise = random.Random(7).randbytes(900_000).hex().encode()
    opened = opener(bytes(compress(noise)), HINT)
    assert opened is not None
    assert opened.parts[0].data == noise
    assert opened.cut == ""
    bomb = opener(bytes(compress(bytes(20_000_000))), Hint("", 1_000_000))
    assert bomb is not None
    assert len(bomb.parts[0].data) == 1_000_000
    assert bomb.cut == "expands beyond 1000000 bytes"
    broken = opener(bytes(compress(noise))[:-1000], HINT)
    assert broken is not None
    assert noise.startswith(broken.parts[0].data)
    assert broken.cut == "the stream breaks off"
    assert opener(bytes(compress(noise)), Hint("", 0)) is None


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_no_opener_fails_on_any_bytes(data: bytes) -> None:
    for hint in (HINT, Hint("application/grpc"), Hint("application/cbor")):
        for opener in (open_protobuf, open_grpc, open_msgpack, open_cbor, open_xml, open_zstd, open_brotli):
            if data:
                opener(data, hint)
    event = RequestSeen(
        at=0, seen=0, flow="f", method="POST", scheme="https", host="a.example", port=443, path="/",
        http_version="HTTP/2.0", headers=(), body_bytes=len(data),
    )  # fmt: skip
    unwrap(event, data)
