"""The corpus of traffic: personal data, known and not, in every wrapping, each request with its truth.

Every row is built by the encoders of `traffic_encoders` and of Python's libraries. A truth names the data
type, the value, the place and the steps from the wire to it; how a value is written (`case`, `written`) is
part of none. Rows without truth are near misses: nothing may be found in them.
"""

from __future__ import annotations

import base64
import codecs
import hashlib
import itertools
import random
from collections.abc import Iterator
from urllib.parse import quote

from traffic_encoders import (
    CODING_STEPS,
    CODINGS,
    ENCODERS,
    NEEDS_TEXT,
    NEEDS_TYPE,
    TEXTUAL,
    WITHOUT_MARK,
    Wrapped,
    in_form,
    in_json,
    in_protobuf,
    in_xml,
)
from traffic_rows import Row, Truth, plain, request, row_of
from traffic_typed import near_misses, unknown_values, weak_values
from traffic_values import PLACE, SHIFTED, STRONG, WEAK

from privaudit.model.network import NameLookedUp, StreamSeen

PLACES = ("body", "query", "frame", "header", "cookie", "path")


def written_forms() -> Iterator[Row]:
    """Every value as it may be written, in every place by turns, and in every container by turns."""
    places, encoders = itertools.cycle(PLACES), itertools.cycle(TEXTUAL.items())
    for known in STRONG:
        for text in (known.value, *known.written):
            data = text.encode()
            label = f"{known.data_type} as {text}"
            place = next(places)
            yield row_of(place, label, plain(data), known)
            kind, encode = next(encoders)
            yield row_of("body", f"{label} in {kind}", encode(data), known)


def every_container_in_every_place() -> Iterator[Row]:
    """A value in each wrapping, each in each place where it can stand."""
    by_turns = itertools.cycle(STRONG)
    for (kind, encode), place in itertools.product(
        ENCODERS.items(), ("body", "untyped body", "frame", "query", "cookie")
    ):
        if kind in NEEDS_TYPE and place != "body":
            continue
        known = next(by_turns)
        yield row_of(place, f"{known.data_type} in {kind}", encode(known.value.encode()), known)


_DIGESTS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sm3")


def digests() -> Iterator[Row]:
    """Digests of values and of their written forms: hexadecimal in both cases, both base64, bare."""
    by_turns = itertools.cycle([known for known in STRONG if known.data_type != "identity.name"])
    encoders = itertools.cycle([in_json, in_form, in_xml, in_protobuf])
    for name in _DIGESTS:
        if name not in hashlib.algorithms_available:
            continue
        for spelling in ("hex", "HEX", "base64", "base64url", "raw", "of written", "of upper case", "middle"):
            known = next(by_turns)
            text = known.value
            if spelling == "of written":
                text = known.written[0] if known.written else text
            elif spelling == "of upper case":
                text = text.upper()
            digest = hashlib.new(name, text.encode())
            if spelling == "raw":
                yield row_of("body", f"{name} {spelling}", in_protobuf(digest.digest()), known, (name,))
                continue
            if spelling == "middle" and name != "md5":
                continue
            data = _spelled(spelling, digest.digest())
            yield row_of("body", f"{known.data_type} {name} {spelling}", next(encoders)(data), known, (name,))


def _spelled(spelling: str, digest: bytes) -> bytes:
    match spelling:
        case "HEX":
            return digest.hex().upper().encode()
        case "base64":
            return base64.b64encode(digest)
        case "base64url":
            return base64.urlsafe_b64encode(digest).rstrip(b"=")
        case "middle":
            return digest.hex()[8:24].encode()
    return digest.hex().encode()


def inside_encodings() -> Iterator[Row]:
    """Values inside longer text that is encoded as one, where nothing says so."""
    values = [known for known in STRONG if len(known.value) > 10]
    for known, before in itertools.product(values[:8], range(3)):
        raw = b"\xfe" * before + known.value.encode() + b"\xff\x00"
        for kind, encode in (("base64", base64.b64encode), ("base64", base64.urlsafe_b64encode)):
            data = b"~" + encode(raw).rstrip(b"=") + b"~"
            yield row_of(
                "body", f"{known.data_type} inside {kind}, {before} before", plain(data), known, (kind,)
            )
    for known in values[:6]:
        data = b"#" + (b"\xfe" + known.value.encode() + b"\xff").hex().encode() + b"#"
        yield row_of("body", f"{known.data_type} inside hex", plain(data), known, ("hex",))
        backwards = known.value[::-1].encode()
        yield row_of("body", f"{known.data_type} backwards", in_json(backwards), known, ("reversed",))
        wide = b"\x01\x02" + known.value.encode("utf-16-le") + b"\x00\x03"
        yield row_of("body", f"{known.data_type} in UTF-16", plain(wide), known, ("charset",))
    for known in (one for one in STRONG if not one.value.isascii()):
        escaped = b'note "\\' + codecs.encode(known.value, "unicode_escape")[1:] + b'" {'
        if known.value[0].isascii() or any(c.isascii() for c in known.value):
            continue
        yield row_of("body", f"{known.data_type} in escapes", plain(escaped), known, ("escapes",))
        yield row_of(
            "body", f"{known.data_type} in GBK", plain(known.value.encode("gbk")), known, ("charset",)
        )
        data = b"text " + quote(known.value).encode() + b" {end"
        yield row_of("body", f"{known.data_type} in percent", plain(data), known, ("percent",))


def nested_pairs() -> Iterator[Row]:
    """Every wrapping in every other."""
    by_turns = itertools.cycle(STRONG)
    for (outer, wrap), (inner, encode) in itertools.product(ENCODERS.items(), ENCODERS.items()):
        if inner in NEEDS_TYPE:
            continue
        known = next(by_turns)
        inside = encode(known.value.encode())
        if outer in NEEDS_TEXT and not _is_text(inside.data):
            continue
        outside = wrap(inside.data)
        if len(outside.steps) + len(inside.steps) > DEPTH:
            continue
        both = Wrapped(outside.data, one_protobuf((*outside.steps, *inside.steps)), outside.media_type)
        yield row_of("body", f"{known.data_type} in {inner} in {outer}", both, known)


def one_protobuf(steps: tuple[str, ...]) -> tuple[str, ...]:
    """Return steps with protobuf in protobuf as one: a message inside is a field of the message, `3.2.1`."""
    return tuple(
        step for at, step in enumerate(steps) if not (step == "protobuf" and steps[at - 1 : at] == (step,))
    )


DEPTH = 6
"""Wrappings one in the other that are claimed; a Content-Encoding does not count."""


def nested_deep(count: int = 160) -> Iterator[Row]:
    """Chains of three to six wrappings, drawn at random and always the same."""
    draw = random.Random(20261123)
    kinds = [kind for kind in ENCODERS if kind not in NEEDS_TYPE]
    made = 0
    while made < count:
        known = draw.choice(STRONG)
        data, media_type, label = known.value.encode(), "", known.data_type
        steps: tuple[str, ...] = ()
        for kind in draw.choices(kinds, k=draw.choice((3, 4, 5, 6))):
            if kind in NEEDS_TEXT and not _is_text(data):
                continue
            wrapped = ENCODERS[kind](data)
            data, steps, media_type = wrapped.data, (*wrapped.steps, *steps), wrapped.media_type
            label = f"{label} in {kind}"
        steps = one_protobuf(steps)
        if 3 <= len(steps) <= DEPTH:
            made += 1
            place = draw.choice(("body", "frame", "query"))
            yield row_of(place, label, Wrapped(data, steps, media_type), known)


def codings() -> Iterator[Row]:
    """Content-Encoding, also twice, over each kind of body."""
    by_turns = itertools.cycle(STRONG)
    for (coding, pack), (kind, encode) in itertools.product(CODINGS.items(), ENCODERS.items()):
        known = next(by_turns)
        inside = encode(known.value.encode())
        body = pack(inside.data)
        headers = (("Content-Encoding", coding.encode()),)
        event = request(body, headers=headers, media_type=inside.media_type)
        truth = Truth(known.data_type, known.value, "body", (CODING_STEPS[coding], *inside.steps))
        yield Row(f"{known.data_type} in {kind} under {coding}", event, body, (truth,))
    known = STRONG[0]
    inside = in_json(known.value.encode())
    body = CODINGS["br"](CODINGS["gzip"](inside.data))
    event = request(body, headers=(("Content-Encoding", b"gzip, br"),), media_type=inside.media_type)
    truth = Truth(known.data_type, known.value, "body", ("br", "gzip", *inside.steps))
    yield Row("two codings", event, body, (truth,))


def without_mark() -> Iterator[Row]:
    """Brotli and deflate that no header tells, over every container, bare and in base64."""
    by_turns = itertools.cycle(STRONG)
    for (packed, pack), (kind, encode) in itertools.product(WITHOUT_MARK.items(), TEXTUAL.items()):
        known = next(by_turns)
        inside = encode(known.value.encode())
        bare = pack(inside.data)
        label = f"{known.data_type} in {kind} in {packed}"
        yield row_of("body", label, Wrapped(bare.data, (*bare.steps, *inside.steps)), known)
        wrapped = in_json(base64.b64encode(bare.data))
        steps = (*wrapped.steps, "base64", *bare.steps, *inside.steps)
        yield row_of("body", f"{label} in base64", Wrapped(wrapped.data, steps, wrapped.media_type), known)


def hosts_and_streams() -> Iterator[Row]:
    """Values in names that are looked up, in host names, and in bytes that are no HTTP."""
    for known in STRONG:
        value = known.value
        if not (value.isascii() and value.isalnum()):
            continue
        event = request(host=f"{value.lower()}.t.receiver.example")
        yield Row(f"{known.data_type} in a host", event, b"",
                  (Truth(known.data_type, value, "url", ("host",)),))  # fmt: skip
        looked = NameLookedUp(at=0, seen=0, name=f"{value.lower()}.x.receiver.example", record="TXT")
        yield Row(f"{known.data_type} in a name looked up", looked, b"",
                  (Truth(known.data_type, value, "url", ("host",)),))  # fmt: skip
    for known in STRONG[:8]:
        body = b"\x00\x2a\x01MQTT\x00" + known.value.encode() + b"\x00\xffend"
        stream = StreamSeen(
            at=0, seen=0, flow="s", host="10.0.0.9", port=1883, protocol="tcp", from_client=True, body="",
            body_bytes=len(body), encrypted=False,
        )  # fmt: skip
        truth = Truth(known.data_type, known.value, "body", ())
        yield Row(f"{known.data_type} in a stream", stream, body, (truth,))


def places_on_earth() -> Iterator[Row]:
    """Coordinates with fewer decimals, in one field and in two, shifted as maps of China shift them."""
    for digits in (6, 5, 4, 3):
        latitude, longitude = (f"{float(number):.{digits}f}" for number in PLACE)
        body = f'{{"p":"{latitude},{longitude}"}}'.encode()
        yield Row(f"a place of {digits} decimals", request(body, media_type="application/json"), body,
                  _both("json", "rounded"))  # fmt: skip
        form = f"lat={latitude}&lng={longitude}".encode()
        yield Row(f"a place of {digits} decimals in a form", request(form), form,
                  _both("form", "rounded"))  # fmt: skip
    for datum, (latitude, longitude) in SHIFTED.items():
        form = f"lat={latitude}&lng={longitude}".encode()
        yield Row(f"a place in {datum}", request(form), form,
                  _both("form", "rounded", datum))  # fmt: skip


def _both(*steps: str) -> tuple[Truth, ...]:
    return tuple(Truth("location.precise", one, "body", steps) for one in PLACE)


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return data.isascii() or "\x00" not in data.decode("utf-8")


SECTIONS = (
    written_forms, every_container_in_every_place, digests, inside_encodings, nested_pairs, nested_deep,
    codings, without_mark, hosts_and_streams, places_on_earth, weak_values, unknown_values, near_misses,
)  # fmt: skip


def corpus() -> Iterator[tuple[str, Row]]:
    """Yield every row with the section it belongs to."""
    for section in SECTIONS:
        for row in section():
            yield section.__name__, row


def known_values() -> list[tuple[str, str]]:
    """Return (data type, value) of all that is known, as a run would have planted it."""
    values = [(known.data_type, known.value) for known in (*STRONG, *WEAK)]
    return [*values, *(("location.precise", number) for number in PLACE)]
