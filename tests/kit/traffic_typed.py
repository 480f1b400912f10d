"""Rows of the corpus whose truth hangs on context: weak values, unknown values, near misses."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator

from traffic_encoders import (
    TEXTUAL,
    Wrapped,
    in_base64,
    in_form,
    in_gzip,
    in_json,
    in_protobuf,
    in_xml,
    protobuf_field,
)
from traffic_rows import Row, Truth, placed, plain, request, row_of
from traffic_values import STRONG, UNKNOWN, WEAK, Unknown


def weak_values() -> Iterator[Row]:
    """Values of few bits where the field's name, the one before or a certain value beside says their type."""
    for known in WEAK:
        for text in (known.value, *known.written):
            for kind, encode in TEXTUAL.items():
                yield row_of("body", f"{known.data_type} {text} as {known.field} in {kind}",
                           encode(text.encode(), known.field), known)  # fmt: skip
            for place in ("query", "cookie", "header"):
                yield row_of(place, f"{known.data_type} {text} as {known.field}", plain(text.encode()), known,
                           name=known.field)  # fmt: skip
        body = f'{{"items":[{{"key":"{known.field}","value":"{known.value}"}}]}}'.encode()
        yield row_of("body", f"{known.data_type} beside its name", Wrapped(body, ("json",)), known)
        digest = hashlib.md5(known.value.encode()).hexdigest().encode()
        yield row_of(
            "body", f"{known.data_type} md5 as {known.field}", in_form(digest, known.field), known, ("md5",)
        )
    phone = next(known for known in STRONG if known.data_type == "contact.phone")
    for known in (
        one for one in WEAK if one.data_type in {"identity.name", "auth.otp", "identity.demographics"}
    ):
        if known.value == "7319":
            continue  # 4 digits are too few even there
        message = protobuf_field(1, known.value.encode()) + protobuf_field(2, phone.value.encode())
        yield Row(f"{known.data_type} beside a phone number", request(message), message, (
            Truth(known.data_type, known.value, "body", ("protobuf",)),
            Truth(phone.data_type, phone.value, "body", ("protobuf",)),
        ))  # fmt: skip


def unknown_values() -> Iterator[Row]:
    """Values nobody told, where a detector can know them."""
    for unknown in UNKNOWN:
        data = unknown.value.encode()
        for kind, encode in TEXTUAL.items():
            yield _unknown("body", f"{unknown.detector} in {kind}", encode(data, unknown.field), unknown)
        for place in ("query", "cookie", "header"):
            yield _unknown(place, unknown.detector, plain(data), unknown)
        for coded in (in_gzip, in_base64):
            inner = in_json(data, unknown.field)
            outer = coded(inner.data)
            both = Wrapped(outer.data, (*outer.steps, *inner.steps))
            yield _unknown("body", f"{unknown.detector} in JSON in {outer.steps[0]}", both, unknown)
        if "-" in unknown.detector and unknown.detector != "email-address":
            text = f"日志：{unknown.field}={unknown.value}；完".encode()
            yield _unknown("body", f"{unknown.detector} in text", plain(text), unknown)
    person, phone = UNKNOWN[0], UNKNOWN[2]
    message = b"".join(protobuf_field(3 + at, f"field {at}".encode()) for at in range(9))
    message += protobuf_field(1, person.value.encode()) + protobuf_field(2, phone.value.encode())
    yield Row("an ID number beside a phone number", request(message), message, tuple(
        Truth(one.data_type, one.value, "body", ("protobuf", "detected")) for one in (person, phone)
    ))  # fmt: skip


def _unknown(place: str, label: str, wrapped: Wrapped, unknown: Unknown) -> Row:
    event, body, where, steps = placed(place, unknown.field, wrapped)
    value = normal(unknown)
    return Row(f"{label} in {place}", event, body,
               (Truth(unknown.data_type, value, where, (*steps, "detected")),))  # fmt: skip


def normal(unknown: Unknown) -> str:
    """Return an unknown value as detectors tell it."""
    return unknown.value.lower() if unknown.detector in {"mac-address", "email-address"} else unknown.value


def near_misses() -> Iterator[Row]:
    """Other people's values, values one digit off, digests cut short or salted, forms whose check fails."""
    encoders = itertools.cycle([in_json, in_form, in_xml, in_protobuf])
    for known in (*STRONG, *WEAK):
        for other in known.other if known.data_type != "insurance.vehicle" else ():
            # Under names that say nothing: what is a value of somebody else must not be this one's.
            data = other.encode()
            yield _nothing(f"another {known.data_type}", next(encoders)(data))
            yield _nothing(
                f"md5 of another {known.data_type}", in_json(hashlib.md5(data).hexdigest().encode())
            )
        if known in STRONG:
            digest = hashlib.sha256(known.value.encode()).hexdigest()
            yield _nothing(f"{known.data_type} digest cut short", in_json(digest[:24].encode()))
            salted = hashlib.sha256(b"salt:" + known.value.encode()).hexdigest()
            yield _nothing(f"{known.data_type} digest with salt", in_form(salted.encode()))
        else:
            yield _nothing(f"{known.data_type} under a name that says nothing", in_json(known.value.encode()))
            longer = f"{known.value}7".encode()
            yield _nothing(f"{known.data_type} in a longer field", in_json(longer, known.field))
    for unknown in UNKNOWN:
        for value in unknown.none:
            yield _nothing(f"{unknown.detector}: {value} is none", in_json(value.encode(), unknown.field))
        if unknown.detector != "licence-plate":
            yield _nothing(f"{unknown.detector} without a telling name", in_json(unknown.value.encode()))


def _nothing(label: str, wrapped: Wrapped) -> Row:
    return Row(label, request(wrapped.data, media_type=wrapped.media_type), wrapped.data, ())
