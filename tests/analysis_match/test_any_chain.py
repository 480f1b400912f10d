"""Any value, written, hashed, encoded in any way, under any chain of wrappings to the stated depth, is found.

The encoders are written here, from the formats' descriptions or with libraries that the analysis does not
use for it, and know nothing of the decoders.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import quopri
import zipfile
import zlib
from collections.abc import Callable
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape, quoteattr

import cramjam
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privaudit.analysis import strength
from privaudit.analysis.decode import DEFAULT_LIMITS
from privaudit.analysis.match import explain, find
from privaudit.analysis.needles import NeedleSet
from privaudit.analysis.outbound import Outbound
from privaudit.model.network import FrameSeen, Header, NameLookedUp, RequestSeen, StreamSeen
from privaudit.model.octets import to_text

Bytes = Callable[[bytes], bytes]


# -- ways to write a value ------------------------------------------------------------------------


def luhn(digits: str) -> str:
    """Return digits with their check digit."""
    total = 0
    for place, digit in enumerate(digits[::-1]):
        number = int(digit)
        if place % 2 == 0:
            number = number * 2 if number < 5 else number * 2 - 9
        total += number
    return digits + str((10 - total % 10) % 10)


def imei(value: str) -> list[str]:
    return [value, value[:14], "0" + value, f"{value[:4]} {value[4:8]} {value[8:12]} {value[12:]}"]


def phone(value: str) -> list[str]:
    bare = value[-11:]
    spaced = f"{bare[:3]} {bare[3:7]} {bare[7:]}"
    return [bare, "86" + bare, "+86" + bare, "0086" + bare, "+86 " + bare, "+86-" + bare, spaced, "0" + bare]


def mac(value: str) -> list[str]:
    pairs = value.split(":")
    bare = "".join(pairs)
    return [value, value.upper(), "-".join(pairs), bare, bare.upper(), f"{bare[:4]}.{bare[4:8]}.{bare[8:]}"]


def card(value: str) -> list[str]:
    quads = [value[at : at + 4] for at in range(0, len(value), 4)]
    return [value, " ".join(quads), "-".join(quads)]


def citizen(value: str) -> list[str]:
    return [value, value.lower(), f"{value[:6]} {value[6:14]} {value[14:]}"]


def uuid(value: str) -> list[str]:
    return [value, value.replace("-", ""), value.upper()]


def cased(value: str) -> list[str]:
    return [value, value.lower(), value.upper()]


def name(value: str) -> list[str]:
    return [value, value.replace(" ", ""), " ".join(value.split(" ")[::-1]), value.upper()]


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


digits = st.text("0123456789", min_size=13, max_size=13)
VALUES: tuple[st.SearchStrategy[tuple[str, list[str]]], ...] = (
    digits.map(lambda d: luhn("3" + d)).map(lambda v: (v, imei(v))),
    digits.map(lambda d: "+861" + "3456789"[int(d[0]) % 7] + d[1:10]).map(lambda v: (v, phone(v))),
    st.from_regex(r"\A(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\Z").map(lambda v: (v, mac(v))),
    digits.map(lambda d: luhn("62220" + d)).map(lambda v: (v, card(v))),
    digits.map(lambda d: f"110105{1950 + int(d[:2]) // 2}0{1 + int(d[2]) % 9}1{d[3:7]}X").map(
        lambda v: (v, citizen(v))
    ),
    st.uuids().map(str).map(lambda v: (v, uuid(v))),
    st.from_regex(r"\A[0-9a-f]{16}\Z").map(lambda v: (v, cased(v))),
    st.from_regex(r"\A[A-Za-z]{5,9}[0-9]{2,4}@[a-z]{4,8}\.example\Z").map(lambda v: (v, cased(v))),
    st.text("张王李赵钱孙周吴郑冯陈", min_size=4, max_size=6).map(lambda v: (v, [v])),
    st.from_regex(r"\A[A-Z][a-z]{6,9} [A-Z][a-z]{6,9}7\Z").map(lambda v: (v, name(v))),
)
STRONG = st.one_of(*VALUES).filter(
    lambda both: all(strength.rule_of(text) in {"anywhere", "token"} for text in both[1])
)
"""(value, ways it is written), without values so weak that a name must tell their type."""


def disguised(text: str) -> list[bytes]:
    """Return a text under every digest, as hexadecimal in either case, base64 and bytes; and as it is."""
    raw = text.encode()
    found = [raw, text[::-1].encode(), raw.hex().encode(), text.encode("gb18030"), text.encode("utf-16-le")]
    for algorithm in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sm3"):
        if algorithm in hashlib.algorithms_available:
            digest = hashlib.new(algorithm, raw).digest()
            found += [
                digest, digest.hex().encode(), digest.hex().upper().encode(),
                base64.b64encode(digest), base64.urlsafe_b64encode(digest).rstrip(b"="),
            ]  # fmt: skip
    found.append(hashlib.md5(raw).hexdigest()[8:24].encode())
    found += [base64.b64encode(b"xy"[:skip] + raw + b"\x00\x01") for skip in range(3)]
    return found


# -- wrappings ------------------------------------------------------------------------------------


def varint(value: int) -> bytes:
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + varint(rest) if rest else bytes([low])


def field(number: int, data: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(data)) + data


def sized(data: bytes, kinds: dict[int, int]) -> bytes:
    """Return bytes behind the shortest length there is: {width of the length: byte that says so}."""
    width = next(width for width in kinds if len(data) < 256**width)
    return bytes([kinds[width]]) + len(data).to_bytes(width, "big") + data


def msgpack(data: bytes) -> bytes:
    return b"\x82\xa1a\x07\xa2id" + sized(data, {1: 0xC4, 2: 0xC5, 4: 0xC6})


def msgpack_extension(data: bytes) -> bytes:
    head = sized(data, {1: 0xC7, 2: 0xC8, 4: 0xC9})
    width = {0xC7: 1, 0xC8: 2, 0xC9: 4}[head[0]]
    return b"\x93\x01" + head[: 1 + width] + b"\x05" + data + b"\xc0"


def cbor(data: bytes) -> bytes:
    return b"\xa2\x61n\x39\x01\xf3\x62id" + sized(data, {1: 0x58, 2: 0x59, 4: 0x5A})


def cbor_in_chunks(data: bytes) -> bytes:
    half = len(data) // 2
    chunks = b"".join(sized(part, {1: 0x58, 2: 0x59, 4: 0x5A}) for part in (data[:half], data[half:]))
    return b"\xd9\xd9\xf7\x9f\x61x\x5f" + chunks + b"\xff\xff"


def in_lines(data: bytes) -> bytes:
    encoded = base64.b64encode(data)
    return b"\r\n".join(encoded[at : at + 20] for at in range(0, len(encoded), 20))


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def zipped(data: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("a/readme.txt", "nothing")
        archive.writestr("a/log.txt", data)
    return out.getvalue()


class Unseekable(io.RawIOBase):
    """A file that cannot be gone back in, so that sizes are written after the content."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.data += bytes(data)  # type: ignore[call-overload] # whatever has a buffer
        return len(bytes(data))  # type: ignore[call-overload]


def zipped_as_it_goes(data: bytes) -> bytes:
    out = Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("log.txt", data)
        archive.writestr("more.txt", "nothing")
    return out.data


def utf16_units(data: bytes) -> list[int]:
    raw = data.decode().encode("utf-16-be")
    return [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]


def of_text(wrap: Callable[[str], str]) -> Bytes:
    return lambda data: wrap(data.decode()).encode()


def of_json(charset: str) -> Bytes:
    return lambda data: json.dumps({"名": "中文", "v": data.decode()}, ensure_ascii=False).encode(charset)


def token(data: bytes) -> bytes:
    parts = ({"alg": "none"}, {"sub": data.decode(), "iat": 1})
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts]
    return b".".join([*encoded, b"c2lnbmF0dXJl"])


WRAPPINGS: dict[str, Bytes] = {
    "gzip": gzip.compress,
    "zlib": zlib.compress,
    "deflate": raw_deflate,
    "brotli": lambda data: bytes(cramjam.brotli.compress(data)),
    "zstd": lambda data: bytes(cramjam.zstd.compress(data)),
    "lz4": lambda data: bytes(cramjam.lz4.compress(data)),
    "zip": zipped,
    "zip, stored": lambda data: zipped(data, zipfile.ZIP_STORED),
    "zip, as it goes": zipped_as_it_goes,
    "base64": base64.b64encode,
    "base64, URL-safe": lambda data: base64.urlsafe_b64encode(data).rstrip(b"="),
    "base64, in lines": in_lines,
    "base64, data URL": lambda data: b"data:application/octet-stream;base64," + base64.b64encode(data),
    "base32": lambda data: base64.b32encode(data.ljust(10, b" ")).rstrip(b"=").lower(),
    "hex": lambda data: data.hex().encode(),
    "HEX": lambda data: b"0x" + data.hex().upper().encode(),
    "hex, in pairs": lambda data: data.ljust(7, b" ").hex(" ").encode(),
    "percent": lambda data: "".join(f"%{byte:02x}" for byte in data).encode(),
    "percent, twice": lambda data: quote(quote(data, safe=""), safe="").encode(),
    "quoted-printable": lambda data: b"".join(b"=%02X" % byte for byte in data),
    "form": lambda data: b"q=1&v=" + quote_plus(data).encode() + b"&z=2",
    "multipart": lambda data: (
        b'--b9\r\nContent-Disposition: form-data; name="v"\r\n\r\n' + data + b"\r\n--b9--\r\n"
    ),
    "protobuf": lambda data: b"\x08\x96\x01" + field(3, b"\x10\x01" + field(7, data)),
    "msgpack": msgpack,
    "msgpack, extension": msgpack_extension,
    "cbor": cbor,
    "cbor, in chunks": cbor_in_chunks,
    # From here on only what is text.
    "json": of_text(lambda text: json.dumps({"a": [1, {"v": text}]})),
    "json, as it is": of_text(lambda text: json.dumps([text, None], ensure_ascii=False)),
    "json, by line": of_text(lambda text: '{"n":1}\n' + json.dumps({"v": text}) + "\n"),
    "xml": of_text(lambda text: f'<?xml version="1.0"?><r a="1"><v>{escape(text)}</v></r>'),
    "xml, attribute": of_text(lambda text: f"<r><v id={quoteattr(text)}/></r>"),
    "entities": of_text(lambda text: "".join(f"&#x{ord(c):x};" for c in text)),
    "entities, decimal": of_text(lambda text: "".join(f"&#{ord(c)};" for c in text)),
    "escapes": lambda data: "".join(f"\\u{unit:04x}" for unit in utf16_units(data)).encode(),
    "escapes of bytes": lambda data: "".join(f"\\x{byte:02x}" for byte in data).encode(),
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "UTF-16 of JSON": of_json("utf-16-be"),
    "GBK of JSON": of_json("gb18030"),
    "GBK of XML": lambda data: (
        f'<?xml version="1.0" encoding="GBK"?><r><n>中文</n><v>{escape(data.decode())}</v></r>'.encode(
            "gb18030"
        )
    ),
    "events": of_text(
        lambda text: "event: m\n" + "".join(f"data: {line}\n" for line in text.split("\n")) + "\n"
    ),
    "url": lambda data: b"https://b.example/p?a=1&v=" + quote(data, safe="").encode() + b"#top",
    "jwt": token,
}
ONLY_TEXT = frozenset(list(WRAPPINGS)[list(WRAPPINGS).index("json") :])
ONLY_PLAIN = frozenset({"xml", "xml, attribute", "events", "UTF-16", "GBK of XML"})
"""Wrappings of text that may not hold every control character."""


def fits(wrapping: str, data: bytes) -> bool:
    if wrapping not in ONLY_TEXT:
        return True
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return wrapping not in ONLY_PLAIN or all(c == "\n" or c.isprintable() for c in text)


@st.composite
def carried(draw: st.DrawFn) -> tuple[str, bytes, list[str]]:
    value, written = draw(STRONG)
    text = draw(st.sampled_from(written))
    bare = value[-11:] if value.startswith("+86") else value
    plain = [wide(bare).encode()] if bare.isalnum() and bare.isascii() else []
    data = draw(st.sampled_from([*disguised(text), *plain]))
    used: list[str] = []
    for wrapping in draw(st.lists(st.sampled_from(sorted(WRAPPINGS)), max_size=DEFAULT_LIMITS.depth - 1)):
        steps = _steps([wrapping])
        if not fits(wrapping, data) or len(data) > 20_000 or _steps(used) + steps > DEFAULT_LIMITS.depth:
            continue
        data = WRAPPINGS[wrapping](data)
        used.append(wrapping)
    return value, data, used


def _steps(used: list[str]) -> int:
    return sum(2 if one in TWO_STEPS else 1 for one in used)


TWO_STEPS = frozenset(
    {"percent, twice", "jwt", "json, by line", "UTF-16 of JSON", "GBK of JSON", "GBK of XML"}
)


# -- what carries them ----------------------------------------------------------------------------


def request(body: bytes = b"", path: bytes = b"/", **headers: bytes) -> RequestSeen:
    return RequestSeen(
        at=0, seen=0, flow="f", method="POST", scheme="https", host="a.example", port=443, path=to_text(path),
        http_version="HTTP/1.1", body_bytes=len(body),
        headers=tuple(Header(name.replace("_", "-"), to_text(value)) for name, value in headers.items()),
    )  # fmt: skip


def grpc(data: bytes) -> tuple[Outbound, bytes]:
    message = field(2, data)
    body = b"\0" + len(message).to_bytes(4, "big") + message
    return request(body, content_type=b"application/grpc"), body


def frame(data: bytes) -> tuple[Outbound, bytes]:
    event = FrameSeen(
        at=0, seen=0, flow="f", host="a.example", from_client=True, text=False, body="", body_bytes=len(data)
    )
    return event, data


def stream(data: bytes) -> tuple[Outbound, bytes]:
    event = StreamSeen(
        at=0, seen=0, flow="f", host="a.example", port=7000, from_client=True, encrypted=False,
        body_bytes=len(data),
    )  # fmt: skip
    return event, data


def packed(coding: bytes, pack: Bytes) -> Callable[[bytes], tuple[Outbound, bytes]]:
    return lambda data: (request(pack(data), content_encoding=coding), pack(data))


CARRIERS: dict[str, Callable[[bytes], tuple[Outbound, bytes]]] = {
    "body": lambda data: (request(data), data),
    "body of a type": lambda data: (request(data, content_type=b"application/octet-stream"), data),
    "query": lambda data: (request(path=b"/p?a=1&v=" + quote(data, safe="").encode()), b""),
    "path": lambda data: (request(path=b"/p/" + quote(data, safe="").encode() + b"/x"), b""),
    "header": lambda data: (request(x_id=data), b""),
    "cookie": lambda data: (request(cookie=b"a=b; v=" + base64.b64encode(data)), b""),
    "frame": frame,
    "stream": stream,
    "grpc": grpc,
    "gzip": packed(b"gzip", gzip.compress),
    "br": packed(b"br", lambda data: bytes(cramjam.brotli.compress(data))),
    "zstd, gzip": packed(b"zstd, gzip", lambda data: gzip.compress(bytes(cramjam.zstd.compress(data)))),
    "deflate": packed(b"deflate", raw_deflate),
}
DEEPER = frozenset({"cookie", "grpc"})
"""Carriers that are a step themselves."""


@settings(max_examples=300, deadline=None)
@given(carried(), st.sampled_from(sorted(CARRIERS)))
def test_any_value_under_any_chain_is_found_and_redone(
    what: tuple[str, bytes, list[str]], carrier: str
) -> None:
    value, data, used = what
    if carrier in DEEPER and _steps(used) >= DEFAULT_LIMITS.depth - 1:
        carrier = "body"
    event, body = CARRIERS[carrier](data)
    result = find(event, body, NeedleSet.of(planted=[("x.value", value)]))
    known = [match for match in result.matches if match.source == "planted"]
    assert {match.value for match in known} == {value}, (used, carrier, data[:200])
    for match in known:
        assert explain(event, body, match).agrees, match


@pytest.mark.parametrize("wrapping", sorted(WRAPPINGS))
def test_each_wrapping_in_itself(wrapping: str) -> None:
    value = "350000007319029"
    data = b"device " + value.encode()
    for _ in range(2):
        data = WRAPPINGS[wrapping](data) if fits(wrapping, data) else data
    event, body = frame(data)
    (match,) = find(event, body, NeedleSet.of(planted=[("x.value", value)])).matches
    assert match.chain
    assert explain(event, body, match).agrees


@settings(max_examples=60, deadline=None)
@given(STRONG, st.sampled_from(["base32", "hex", "label", "md5"]))
def test_names_in_dns_carry_values(both: tuple[str, list[str]], how: str) -> None:
    value, written = both
    raw = written[0].encode()
    data = {
        "base32": base64.b32encode(raw + b" salt").rstrip(b"=").lower().decode(),
        "hex": raw.hex(),
        "label": hashlib.sha1(raw).hexdigest(),
        "md5": hashlib.md5(raw).hexdigest(),
    }[how]
    labels = ".".join(data[at : at + 50] for at in range(0, len(data), 50))
    event = NameLookedUp(at=0, seen=0, name=f"{labels}.t.example.com")
    matches = find(event, b"", NeedleSet.of(planted=[("x.value", value)])).matches
    assert [match.value for match in matches if match.source == "planted"][:1] == [value]
    for match in matches:
        assert explain(event, b"", match).agrees


def test_soft_line_breaks_hide_nothing() -> None:
    body = quopri.encodestring("张三丰 lives in 上海市浦东新区世纪大道1号, tel 19900731902".encode())
    event, _ = frame(body)
    values = ("上海市浦东新区世纪大道1号", "19900731902")
    found = find(event, body, NeedleSet.of(planted=[("x.value", value) for value in values])).matches
    assert {match.value for match in found} >= set(values)
