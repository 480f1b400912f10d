"""Bodies made to cost: bounded in what comes out of them, and what was cut is said."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable

import cramjam
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privaudit.analysis.decode import Limits, unwrap
from privaudit.analysis.match import MAX_PLACES, explain, find
from privaudit.analysis.needles import NeedleSet
from privaudit.model.network import FrameSeen, Header, RequestSeen, StreamSeen
from privaudit.model.octets import to_text

IMEI = "350000007319029"
MEGABYTE = 1024 * 1024
PATTERN = bytes(range(256)) * 1024
"""A quarter of a megabyte that packs to hundreds of bytes and not to a dozen."""
LIMITS = Limits(expanded=2 * MEGABYTE)


def frame(body: bytes) -> FrameSeen:
    return FrameSeen(
        at=0, seen=0, flow="f", host="a.example", from_client=True, text=False, body="", body_bytes=len(body)
    )


def request(body: bytes = b"", path: bytes = b"/", **headers: bytes) -> RequestSeen:
    return RequestSeen(
        at=0, seen=0, flow="f", method="POST", scheme="https", host="a.example", port=443, path=to_text(path),
        http_version="HTTP/1.1", body_bytes=len(body),
        headers=tuple(Header(name.replace("_", "-"), to_text(value)) for name, value in headers.items()),
    )  # fmt: skip


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"{number}.bin", data)
    return out.getvalue()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "zlib": zlib.compress,
    "deflate": deflated,
    "brotli": lambda data: bytes(cramjam.brotli.compress(data, level=4)),
    "zstd": lambda data: bytes(cramjam.zstd.compress(data)),
    "lz4": lambda data: bytes(cramjam.lz4.compress(data)),
    "zip": zipped,
}


@pytest.mark.parametrize("packer", sorted(PACKERS))
def test_a_bomb_gives_no_more_than_its_room_and_is_named(packer: str) -> None:
    bomb = PACKERS[packer](PATTERN * 160)
    assert len(bomb) < MEGABYTE
    unwrapped = unwrap(frame(bomb), bomb, LIMITS)
    assert sum(len(piece.data) for piece in unwrapped.pieces) <= len(bomb) + 2 * LIMITS.expanded
    assert "expands beyond" in unwrapped.cut


@pytest.mark.parametrize("packer", sorted(PACKERS))
def test_bombs_in_a_bomb_share_one_room(packer: str) -> None:
    inner = base64.b64encode(PACKERS[packer](PATTERN * 4)).decode()
    body = json.dumps([inner] * 50).encode()
    unwrapped = unwrap(frame(body), body, LIMITS)
    assert sum(len(piece.data) for piece in unwrapped.pieces) <= len(body) + 2 * LIMITS.expanded
    assert unwrapped.cut


@pytest.mark.parametrize("packer", sorted(PACKERS))
@pytest.mark.parametrize("keep", [0.2, 0.6, 0.99])
def test_what_breaks_off_is_survived(packer: str, keep: float) -> None:
    whole = PACKERS[packer](f"imei={IMEI}&".encode() + bytes(range(256)) * 40)
    body = whole[: int(len(whole) * keep)]
    for match in find(frame(body), body, NeedleSet.of(planted=[("x", IMEI)])).matches:
        assert explain(frame(body), body, match).agrees


@pytest.mark.parametrize(
    "body",
    [
        b'{"a":' * 200_000,
        b"[" * 500_000 + b"]" * 500_000,
        b"\x91" * 300_000,
        b"\x81" * 300_000 + b"\x00",
        b"\xd9\xd9\xf7" + b"\x9f" * 300_000,
        b"<a>" * 300_000,
        b"<a " + b'x="1" ' * 100_000 + b"/>",
        b"\x0a\xff\xff\xff\xff\x0f" * 50_000,
        b"\xdf\xff\xff\xff\xff",
        b"\xbb\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xc6\xff\xff\xff\xff" * 1000,
        b"%25" * 200_000,
        b"&amp;" * 100_000,
        b"\\u0026" * 100_000,
        b"=3D" * 100_000,
        b"a=" * 200_000,
        b"data: x\n" * 100_000,
        b"--b\r\n" * 100_000,
        b"PK\x03\x04" + b"\xff" * 100_000,
        b"PK\x03\x04" * 100_000,
        b"https://a.example/?" + b"a=1&" * 100_000,
        b"ey" * 100_000 + b"." + b"ey" * 100_000 + b".",
        b"A" * 400_000,
        b"2" * 400_001,
        b"ff " * 100_000,
        b"data:;base64," * 50_000,
    ],
)
def test_repetition_and_nesting_are_bounded(body: bytes) -> None:
    for event in (frame(body), request(body, content_type=b"application/json"), request(path=body[:60_000])):
        data = body if isinstance(event, FrameSeen) or event.body_bytes else b""
        unwrapped = unwrap(event, data, LIMITS)
        assert sum(len(piece.data) for piece in unwrapped.pieces) <= 2 * len(body) + 2 * LIMITS.expanded
        assert len(unwrapped.pieces) <= LIMITS.pieces


def test_huge_headers_are_searched_and_bounded() -> None:
    many = {f"x_{number}": b"v" * 50 for number in range(20_000)}
    event = request(b"", cookie=b"a=b; " * 50_000 + b"id=" + IMEI.encode(), big=b"%41" * 300_000, **many)
    matches = find(event, b"", NeedleSet.of(planted=[("x", IMEI)])).matches
    assert [match.name for match in matches] == ["id"]


def test_a_value_in_a_million_places_is_told_once_and_the_rest_named() -> None:
    body = b"31.24002," * (MAX_PLACES + 10)
    known = NeedleSet.of(planted=[("location.precise", "31.240021"), ("x", IMEI)])
    result = find(frame(body), body, known)
    assert f"more than {MAX_PLACES} places" in result.cut
    assert len([match for match in result.matches if match.source == "planted"]) == 1


def test_invalid_text_hides_nothing() -> None:
    for body in (
        b"\xff\xfe{" + IMEI.encode() + b"\xc3",
        b'{"a":"\xff' + IMEI.encode() + b'"}',
        b"<a>\xff" + IMEI.encode() + b"</a>",
        b"v=%FF%" + IMEI.encode(),
        b'{"a":"\\ud800 ' + IMEI.encode() + b'"}',
    ):
        (match,) = find(frame(body), body, NeedleSet.of(planted=[("x", IMEI)])).matches
        assert explain(frame(body), body, match).agrees


SEEDS = [
    gzip.compress(json.dumps({"imei": IMEI, "n": [1, 2.5, None, "张三"]}).encode()),
    msgspec.msgpack.encode({"imei": IMEI, "list": [1, -5, 2.5, b"raw", {"a": True}]}),
    bytes.fromhex("d9d9f7bf616b827f647465787463616e64ff1b00013d524d6a6e35ff"),
    b"\x08\x96\x01\x1a\x13\x10\x01:\x0f" + IMEI.encode(),
    b'--b9\r\nContent-Disposition: form-data; name="v"\r\n\r\n' + IMEI.encode() + b"\r\n--b9--\r\n",
    f'<a><b id="{IMEI}">one&amp;two</b></a>'.encode(),
    zipped(IMEI.encode()),
    bytes(cramjam.brotli.compress(IMEI.encode() * 3)),
    bytes(cramjam.lz4.compress(IMEI.encode() * 3)),
    b"data: " + base64.b64encode(IMEI.encode()) + b"\n\n",
    b"https://a.example/?q=%7B%22imei%22%3A%22" + IMEI.encode() + b"%22%7D#x",
    b"=E5=BC=A0=\r\n&#x5f20;\\u5f20" + IMEI.encode(),
]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        match draw(st.sampled_from(["flip", "cut", "repeat", "insert", "length"])):
            case "flip":
                data[at : at + 1] = bytes([draw(st.integers(0, 255))])
            case "cut":
                del data[at : at + draw(st.integers(1, 20))]
            case "repeat":
                data[at:at] = data[at : at + draw(st.integers(1, 40))] * draw(st.integers(1, 30))
            case "insert":
                data[at:at] = draw(st.binary(max_size=12))
            case _:
                data[at : at + 4] = b"\xff\xff\xff\xff"
    return bytes(data)


KNOWN = NeedleSet.of(planted=[("x", IMEI), ("x", "张三丰"), ("location.precise", "31.240021")])


@settings(max_examples=500, deadline=None)
@given(damaged(), st.sampled_from(["frame", "stream", "body", "header", "query", "typed"]))
def test_damaged_messages_are_survived_and_what_is_found_can_be_redone(data: bytes, place: str) -> None:
    event: RequestSeen | FrameSeen | StreamSeen
    body = data
    if place == "frame":
        event = frame(data)
    elif place == "stream":
        event = StreamSeen(
            at=0, seen=0, flow="f", host="a.example", port=1, from_client=True, encrypted=False,
            body_bytes=len(data),
        )  # fmt: skip
    elif place == "body":
        event = request(data, content_encoding=b"gzip, br", content_type=b"multipart/form-data; boundary=b9")
    elif place == "typed":
        event = request(data, content_type=b"application/grpc-web-text")
    else:
        body = b""
        event = request(x_id=data) if place == "header" else request(path=b"/p?" + data)
    unwrapped = unwrap(event, body, LIMITS)
    assert sum(len(piece.data) for piece in unwrapped.pieces) <= 3 * len(data) + 1000 + 2 * LIMITS.expanded
    for match in find(event, body, KNOWN, limits=LIMITS).matches:
        assert explain(event, body, match).agrees, match
