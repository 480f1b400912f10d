"""What the app encrypts, salts or signs itself is read through what went in."""

from __future__ import annotations

import base64
import gzip
import hashlib
import hmac
import json
import random
import uuid
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from journals import IMEI, PACKAGE, PID, Journal

from privaudit.analysis.decode import unwrap
from privaudit.analysis.match import find_in
from privaudit.analysis.needles import Needle, NeedleSet
from privaudit.analysis.sealed import INPUT, Made, Sealed, Seals, explain_sealed
from privaudit.model.happening import Octets
from privaudit.model.network import CryptoSeen
from privaudit.model.observation import Match

NEEDLES = NeedleSet([Needle(value=IMEI, data_type="device.imei", source="read", event=7)])


def cipher(text: bytes, seed: int = 1) -> bytes:
    """Return as many random bytes as a block cipher would put out; what it does is not looked at."""
    return random.Random(f"{seed}{text!r}").randbytes(len(text) // 16 * 16 + 16)


def octets(data: bytes, *, cut: bool = False) -> Octets:
    return Octets(inline=base64.b64encode(data).decode(), size=len(data) + cut, cut=cut)


def call(operation: str, given: bytes, made: bytes, algorithm: str = "AES/CBC/PKCS5Padding") -> CryptoSeen:
    return CryptoSeen(
        at=0, seen=0, pid=PID, process=PACKAGE, tid=1, thread="main", site="", api="crypto.cipher",
        operation=operation, algorithm=algorithm, input=octets(given), output=octets(made),  # type: ignore[arg-type] # one of the four
    )  # fmt: skip


class Run:
    """Calls, and what is then found in a body."""

    def __init__(self, *calls: CryptoSeen) -> None:
        self.seals = Seals()
        for n, one in enumerate(calls, 11):
            self.seals.take(n, one)
        self.sealed = Sealed(self.seals, NEEDLES, self.read)

    @staticmethod
    def read(_sha256: str) -> bytes | None:
        return None

    def made(self, n: int) -> Made:
        return self.seals.made(n, self.read)

    def find(self, body: bytes, *, cut: bool = False) -> tuple[Match, ...]:
        unwrapped = unwrap(INPUT, body)
        direct = find_in(unwrapped, NEEDLES).matches
        found = self.sealed.find_in(unwrapped, direct, cut=cut)
        for match in found:
            assert all(half.explanation.agrees for half in explain_sealed(INPUT, body, match, self.made)), (
                match
            )
        self.seals.close()
        return (*direct, *found)


PLAIN = json.dumps({"d": {"imei": IMEI}, "t": 1700000000}).encode()


@pytest.mark.parametrize(
    "write",
    [
        lambda out: out,
        lambda out: bytes(16) + out,
        lambda out: out.hex().encode(),
        lambda out: out.hex().upper().encode(),
        base64.b64encode,
        base64.urlsafe_b64encode,
        base64.encodebytes,
        lambda out: base64.b64encode(b"0123456789abcdef" + out),
        lambda out: b'{"v":1,"data":"' + base64.b64encode(b"k" * 7 + out).rstrip(b"=") + b'"}',
        lambda out: gzip.compress(b"payload=" + base64.b64encode(out)),
        lambda out: b"\x0a\x05hello\x12" + bytes([len(out)]) + out,
        lambda out: b"prefix " + base64.encodebytes(b"k" + out) + b" suffix",
    ],
)  # fmt: skip
def test_a_body_the_app_encrypted_is_read(write: Callable[[bytes], bytes]) -> None:
    out = cipher(PLAIN)
    (match,) = Run(call("encrypt", PLAIN, out)).find(write(out))
    assert (match.value, match.data_type, match.source, match.source_event) == (
        IMEI,
        "device.imei",
        "read",
        7,
    )
    (sealing,) = match.sealed
    assert (sealing.event, sealing.operation, sealing.algorithm) == (11, "encrypt", "AES/CBC/PKCS5Padding")
    assert [f"{step.name}:{step.detail}" for step in sealing.chain] == ["json:d.imei"]


def test_a_salted_digest_and_a_mac_are_read() -> None:
    salted = hashlib.sha256(IMEI.encode() + b"pepper").digest()
    signed = hmac.digest(b"key", IMEI.encode(), "md5")
    run = Run(
        call("digest", IMEI.encode() + b"pepper", salted, "SHA-256"),
        call("mac", IMEI.encode(), signed, "HmacMD5"),
    )
    body = b"a=" + salted.hex().encode() + b"&b=" + base64.urlsafe_b64encode(signed)
    found = run.find(body)
    assert [(m.sealed[0].operation, m.sealed[0].algorithm) for m in found] == [
        ("digest", "SHA-256"), ("mac", "HmacMD5"),
    ]  # fmt: skip


def test_a_digest_cut_short_is_known_by_96_bits_and_no_fewer() -> None:
    salted = hashlib.sha256(IMEI.encode() + b"pepper").hexdigest()
    event = call("digest", IMEI.encode() + b"pepper", bytes.fromhex(salted), "SHA-256")
    assert len(Run(event).find(b"id=" + salted[:32].encode())) == 1
    assert Run(event).find(b"id=" + salted[:22].encode()) == ()


@pytest.mark.parametrize(
    "write",
    [
        lambda raw: raw.hex()[8:24].upper(),
        lambda raw: str(uuid.UUID(bytes=raw)),
        lambda raw: str(uuid.UUID(bytes=raw, version=3)).upper(),
        lambda raw: uuid.UUID(bytes=raw, version=3).hex,
    ],
)
def test_what_is_made_of_an_md5_is_read(write: Callable[[bytes], str]) -> None:
    salted = hashlib.md5(b"salt" + IMEI.encode()).digest()
    event = call("digest", b"salt" + IMEI.encode(), salted, "MD5")
    (match,) = Run(event).find(b'{"id":"' + write(salted).encode() + b'"}')
    assert match.sealed[0].algorithm == "MD5"
    assert Run(event).find(b'{"id":"' + write(hashlib.md5(b"x").digest()).encode() + b'"}') == ()


def test_what_can_be_seen_anyway_is_not_told_twice() -> None:
    plain = hashlib.md5(IMEI.encode()).digest()
    (match,) = Run(call("digest", IMEI.encode(), plain, "MD5")).find(plain.hex().encode())
    assert not match.sealed
    # A signature over what stands beside it says nothing more.
    signature = hmac.digest(b"key", PLAIN, "sha256")
    body = b'{"data":' + PLAIN + b',"sign":"' + signature.hex().encode() + b'"}'
    (match,) = Run(call("mac", PLAIN, signature, "HmacSHA256")).find(body)
    assert not match.sealed


def test_one_call_inside_another_is_followed() -> None:
    salted = hashlib.md5(IMEI.encode() + b"salt").digest()
    text = b"id=" + salted.hex().encode() + b"&n=1"
    inner = cipher(text)
    envelope = json.dumps({"k": 1, "c": base64.b64encode(inner).decode()}).encode()
    outer = cipher(envelope, 2)
    run = Run(
        call("digest", IMEI.encode() + b"salt", salted, "MD5"),
        call("encrypt", text, inner, "SM4"),
        call("encrypt", envelope, outer, "RSA"),
    )
    (match,) = run.find(b"x=1;" + outer)
    assert [(s.event, s.algorithm) for s in match.sealed] == [(13, "RSA"), (12, "SM4"), (11, "MD5")]
    assert (match.value, match.source_event) == (IMEI, 7)


def test_the_same_beginning_is_not_the_same_output() -> None:
    # Without chaining, texts that begin alike give outputs that do: only the whole is proof.
    out = random.Random(1).randbytes(96)
    run = Run(call("encrypt", PLAIN, out, "AES/ECB/PKCS5Padding"))
    assert run.find(out[:64] + bytes(32)) == ()
    run = Run(call("encrypt", PLAIN, out, "AES/ECB/PKCS5Padding"))
    assert run.find(out[:64]) == ()
    run = Run(call("encrypt", PLAIN, out, "AES/ECB/PKCS5Padding"))
    assert len(run.find(out[:64], cut=True)) == 1


def test_of_an_output_sent_in_pieces_what_was_sent_of_the_input_counts() -> None:
    text = b'{"imei":"' + IMEI.encode() + b'","pad":"' + b"x" * 200 + b'"}'
    late = b'{"pad":"' + b"x" * 200 + b'","imei":"' + IMEI.encode() + b'"}'
    for went_in, told in ((text, 1), (late, 0)):
        out = random.Random(2).randbytes(240)
        assert len(Run(call("encrypt", went_in, out)).find(b"part 1:" + out[:100])) == told
        # What goes on otherwise is another's.
        assert Run(call("encrypt", went_in, out)).find(out[:100] + bytes(40)) == ()


def test_of_a_long_output_what_is_kept_is_compared() -> None:
    out = random.Random(1).randbytes(4096)
    event = call("encrypt", PLAIN, out[:1024])
    kept = CryptoSeen(**{name: getattr(event, name) for name in event.__struct_fields__ if name != "output"},
                      output=octets(out[:1024], cut=True))  # fmt: skip
    assert len(Run(kept).find(b"--" + out)) == 1


def test_what_is_decrypted_came_from_elsewhere() -> None:
    out = cipher(PLAIN)
    assert Run(call("decrypt", PLAIN, out)).find(out) == ()


def test_outputs_too_short_to_be_looked_for_are_told() -> None:
    run = Run(call("encrypt", IMEI.encode(), b"8 bytes!", "DES"))
    assert run.sealed.left_out == 1
    assert run.find(b"8 bytes!") == ()


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=40), st.binary(max_size=40), st.integers(0, 40),
    st.sampled_from(["raw", "hex", "b64", "url"]), st.integers(0, 2**32),
)  # fmt: skip
def test_any_output_anywhere_is_found(before: bytes, after: bytes, skipped: int, how: str, seed: int) -> None:
    out = random.Random(seed).randbytes(48)
    inside = bytes(skipped) + out
    written = {
        "raw": inside,
        "hex": inside.hex().encode(),
        "b64": base64.b64encode(inside),
        "url": base64.urlsafe_b64encode(inside).rstrip(b"="),
    }[how]
    (match,) = Run(call("encrypt", PLAIN, out)).find(before + b"\x00" + written + b"\x00" + after)
    assert match.sealed


def test_the_whole_way_from_the_read_to_the_request() -> None:
    journal = Journal().begin().call("telephony.imei", by="stat", result=IMEI)
    out = cipher(PLAIN)
    given, made = octets(PLAIN), octets(out)
    journal.add(
        lambda at: CryptoSeen(
            at=at, seen=at, pid=PID, process=PACKAGE, tid=1, thread="main", site="", api="crypto.cipher",
            operation="encrypt", algorithm="AES/GCM/NoPadding", input=given, output=made,
        )
    )  # fmt: skip
    journal.request("https://collect.demostat.example/log", by="stat", body=base64.b64encode(out))
    observation = journal.end().observe()
    (sent,) = observation.sent
    (match,) = sent.matches
    assert match.sealed[0].algorithm == "AES/GCM/NoPadding"
    # What is shown is what went into the cipher.
    assert (match.before, match.found, match.after) == ('{"d": {"imei": "', IMEI, '"}, "t": 1700000000}')
    read = next(access for access in observation.accesses if access.api == "telephony.imei")
    assert match.source_event == read.event
