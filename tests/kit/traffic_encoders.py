"""Encoders for the corpus of traffic, written from the formats' descriptions and of nothing in the product.

Each takes the bytes of a field and gives the bytes of a message that holds it, with the names of the steps
that lead back in.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape, quoteattr

import cramjam


class Wrapped(NamedTuple):
    """A message and the names of the steps from it to what it holds, outermost first."""

    data: bytes
    steps: tuple[str, ...]
    media_type: str = ""


def varint(value: int) -> bytes:
    out = bytearray()
    while True:
        low, value = value & 0x7F, value >> 7
        out.append(low | 0x80 if value else low)
        if not value:
            return bytes(out)


def protobuf_field(number: int, value: bytes | int) -> bytes:
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def _cbor_head(major: int, length: int) -> bytes:
    if length < 24:
        return bytes([major << 5 | length])
    if length < 256:
        return bytes([major << 5 | 24, length])
    return bytes([major << 5 | 25]) + length.to_bytes(2, "big")


def cbor_text(text: bytes) -> bytes:
    return _cbor_head(3, len(text)) + text


def _cbor_value(data: bytes) -> bytes:
    return _cbor_head(3 if _is_text(data) else 2, len(data)) + data


def _msgpack_value(data: bytes) -> bytes:
    size = len(data)
    if _is_text(data):
        return (bytes([0xA0 | size]) if size < 32 else b"\xda" + size.to_bytes(2, "big")) + data
    return b"\xc5" + size.to_bytes(2, "big") + data


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def in_json(data: bytes, name: str = "val1") -> Wrapped:
    document = {"v": 3, "list": [1, {name: data.decode("utf-8"), "t": 1790000000}]}
    return Wrapped(json.dumps(document, ensure_ascii=False).encode(), ("json",), "application/json")


def in_escaped_json(data: bytes, name: str = "val1") -> Wrapped:
    """JSON whose characters beyond ASCII are \\u escapes, and whose slashes are escaped as well."""
    document = json.dumps({name: data.decode("utf-8")}, ensure_ascii=True).replace("/", "\\/")
    return Wrapped(document.encode(), ("json",), "application/json")


def in_json_string(data: bytes, name: str = "val1") -> Wrapped:
    inner = json.dumps({name: data.decode("utf-8")})
    return Wrapped(json.dumps({"payload": inner}).encode(), ("json", "json"), "application/json")


def in_form(data: bytes, name: str = "val1") -> Wrapped:
    body = f"a=1&{quote_plus(name)}={quote_plus(data)}&z=2"
    return Wrapped(body.encode(), ("form",), "application/x-www-form-urlencoded")


def in_multipart(data: bytes, name: str = "val1") -> Wrapped:
    mark = b"----WebKitFormBoundary" + hashlib.md5(data).hexdigest()[:16].encode()
    body = b"--" + mark + b'\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    body += b"--" + mark + b'\r\nContent-Disposition: form-data; name="' + name.encode() + b'"\r\n\r\n'
    body += data + b"\r\n--" + mark + b"--\r\n"
    return Wrapped(body, ("part",), f"multipart/form-data; boundary={mark.decode()}")


def in_xml(data: bytes, name: str = "val1") -> Wrapped:
    text = escape(data.decode("utf-8"))
    return Wrapped(f'<?xml version="1.0"?><r><{name}>{text}</{name}></r>'.encode(), ("xml",), "text/xml")


def in_xml_attribute(data: bytes, name: str = "val1") -> Wrapped:
    text = quoteattr(data.decode("utf-8"))
    return Wrapped(f"<r><item {name}={text}/></r>".encode(), ("xml",), "application/xml")


def in_protobuf(data: bytes, name: str = "") -> Wrapped:  # noqa: ARG001 - its fields have numbers
    message = protobuf_field(1, 7) + protobuf_field(3, protobuf_field(2, data) + protobuf_field(4, 1))
    return Wrapped(message + protobuf_field(9, b"\xff\x01\x02"), ("protobuf",), "application/x-protobuf")


def in_grpc(data: bytes, name: str = "") -> Wrapped:
    message = in_protobuf(data, name).data
    framed = b"\0" + len(message).to_bytes(4, "big") + message
    return Wrapped(framed, ("grpc", "protobuf"), "application/grpc+proto")


def in_compressed_grpc(data: bytes, name: str = "") -> Wrapped:
    message = gzip.compress(in_protobuf(data, name).data, mtime=0)
    framed = b"\1" + len(message).to_bytes(4, "big") + message
    return Wrapped(framed, ("grpc", "gzip", "protobuf"), "application/grpc")


def in_msgpack(data: bytes, name: str = "val1") -> Wrapped:
    key = name.encode()
    body = b"\x82\xa1a\x01" + bytes([0xA0 | len(key)]) + key + _msgpack_value(data)
    return Wrapped(body, ("msgpack",), "application/msgpack")


def in_cbor(data: bytes, name: str = "val1") -> Wrapped:
    body = _cbor_head(5, 2) + cbor_text(b"a") + b"\x01" + cbor_text(name.encode()) + _cbor_value(data)
    return Wrapped(body, ("cbor",), "application/cbor")


def _token_part(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def in_jwt(data: bytes, name: str = "val1") -> Wrapped:
    claims = json.dumps({"iss": "app", name: data.decode("utf-8")}).encode()
    token = b".".join(
        (_token_part(b'{"alg":"HS256","typ":"JWT"}'), _token_part(claims), _token_part(b"k" * 32))
    )
    return Wrapped(token, ("jwt", "json"))


def in_gzip(data: bytes, name: str = "") -> Wrapped:  # noqa: ARG001 - it has none
    return Wrapped(gzip.compress(data, mtime=0), ("gzip",))


def in_zlib(data: bytes, name: str = "") -> Wrapped:  # noqa: ARG001 - it has none
    return Wrapped(zlib.compress(data), ("zlib",))


def in_zstd(data: bytes, name: str = "") -> Wrapped:  # noqa: ARG001 - it has none
    return Wrapped(bytes(cramjam.zstd.compress(data)), ("zstd",))


def in_base64(data: bytes, name: str = "") -> Wrapped:  # noqa: ARG001 - it has none
    return Wrapped(base64.b64encode(data), ("base64",))


def in_base64_url(data: bytes, name: str = "") -> Wrapped:  # noqa: ARG001 - it has none
    return Wrapped(_token_part(data), ("base64",))


def in_hex(data: bytes, name: str = "") -> Wrapped:  # noqa: ARG001 - it has none
    return Wrapped(data.hex().encode(), ("hex",))


def in_percent(data: bytes, name: str = "") -> Wrapped:  # noqa: ARG001 - it has none
    return Wrapped("".join(f"%{byte:02X}" for byte in data).encode(), ("percent",))


def in_zip(data: bytes, name: str = "log.txt") -> Wrapped:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return Wrapped(out.getvalue(), ("zip",))


def in_lz4(data: bytes, name: str = "") -> Wrapped:  # noqa: ARG001 - it has none
    return Wrapped(bytes(cramjam.lz4.compress(data)), ("lz4",))


def in_brotli(data: bytes, name: str = "") -> Wrapped:  # noqa: ARG001 - it has none
    return Wrapped(bytes(cramjam.brotli.compress(data)), ("br",))


def in_deflate(data: bytes, name: str = "") -> Wrapped:  # noqa: ARG001 - it has none
    packer = zlib.compressobj(wbits=-15)
    return Wrapped(packer.compress(data) + packer.flush(), ("deflate",))


def in_base32(data: bytes, name: str = "") -> Wrapped:  # noqa: ARG001 - it has none
    return Wrapped(base64.b32encode(data).rstrip(b"="), ("base32",))


def in_hex_pairs(data: bytes, name: str = "") -> Wrapped:  # noqa: ARG001 - it has none
    return Wrapped(data.hex(":").encode(), ("hex",))


def in_entities(data: bytes, name: str = "") -> Wrapped:  # noqa: ARG001 - it has none
    return Wrapped("".join(f"&#x{ord(c):x};" for c in data.decode("utf-8")).encode(), ("entities",))


def in_escapes(data: bytes, name: str = "") -> Wrapped:  # noqa: ARG001 - it has none
    units = data.decode("utf-8").encode("utf-16-be")
    pairs = (units[at : at + 2].hex() for at in range(0, len(units), 2))
    return Wrapped("".join(f"\\u{pair}" for pair in pairs).encode(), ("escapes",))


def in_events(data: bytes, name: str = "message") -> Wrapped:
    lines = b"\n".join(b"data: " + line for line in data.split(b"\n"))
    body = b"event: " + name.encode() + b"\n" + lines + b"\n\n"
    return Wrapped(body, ("event",), "text/event-stream")


def in_url(data: bytes, name: str = "val1") -> Wrapped:
    return Wrapped(f"https://h.example/p?a=1&{name}={quote(data, safe='')}".encode(), ("url",))


Encoder = Callable[..., Wrapped]

TEXTUAL: dict[str, Encoder] = {
    "json": in_json,
    "escaped json": in_escaped_json,
    "json in json": in_json_string,
    "form": in_form,
    "multipart": in_multipart,
    "xml": in_xml,
    "xml attribute": in_xml_attribute,
    "jwt": in_jwt,
    "msgpack": in_msgpack,
    "cbor": in_cbor,
    "url": in_url,
}
"""Those that give the field a name."""

NAMELESS: dict[str, Encoder] = {
    "protobuf": in_protobuf,
    "grpc": in_grpc,
    "compressed grpc": in_compressed_grpc,
    "gzip": in_gzip,
    "zlib": in_zlib,
    "zstd": in_zstd,
    "base64": in_base64,
    "base64url": in_base64_url,
    "hex": in_hex,
    "percent": in_percent,
    "zip": in_zip,
    "lz4": in_lz4,
    "base32": in_base32,
    "hex pairs": in_hex_pairs,
    "character references": in_entities,
    "escapes": in_escapes,
    "event stream": in_events,
}

ENCODERS: dict[str, Encoder] = {**TEXTUAL, **NAMELESS}
WITHOUT_MARK: dict[str, Encoder] = {"br": in_brotli, "deflate": in_deflate}
"""Those that nothing shows but that the whole of the bytes is one stream."""
NEEDS_TEXT = frozenset(
    {
        "json", "escaped json", "json in json", "xml", "xml attribute", "jwt", "character references",
        "escapes", "event stream",
    }
)  # fmt: skip
"""Those that cannot hold any bytes."""
NEEDS_TYPE = frozenset({"grpc", "compressed grpc"})
"""Those that are known by their media type alone, so that they are outermost."""

CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "deflate": zlib.compress,
    "br": lambda data: bytes(cramjam.brotli.compress(data)),
    "zstd": lambda data: bytes(cramjam.zstd.compress(data)),
}
"""Content-Encoding: the names of HTTP, RFC 9110 section 8.4.1, RFC 7932, RFC 8878."""
CODING_STEPS = {"gzip": "gzip", "deflate": "zlib", "br": "br", "zstd": "zstd"}


def query(name: str, data: bytes) -> str:
    return f"/v1/r?ts=1790000000&{quote(name, safe='')}={quote(data, safe='')}"
