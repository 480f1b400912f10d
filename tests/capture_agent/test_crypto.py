"""Ciphers, digests and MACs of a real JVM: what goes in and comes out, and the app is none the wiser."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from privaudit.capture.agent import install_request
from privaudit.catalog.load import load_catalog
from privaudit.model.event import AgentProblem, ApiCalled, ApiCounted, HookState, SiteSeen
from privaudit.model.happening import Octets
from privaudit.model.network import CryptoSeen
from privaudit.model.wire import NetworkPlan

Make = Callable[..., Any]
JAR = Path(__file__).parents[2] / "bench" / "crypto" / "crypto.jar"
LIMIT = 4096
NETWORK = NetworkPlan(crypto=LIMIT)
COMMANDS = [
    "digests", "copies", "ciphers", "buffers", "errors", "streams 5000", "macs", "threads 20", "many 300",
    "same 300", "objects 50", "crossing 300", "machinery", "tls", "kits", "keys", "signatures",
]  # fmt: skip
CBC = "AES/CBC/PKCS5Padding"


@pytest.fixture
def ciphers(bench: Make) -> Make:
    """Return what makes a JVM with the program in it and every row of ciphers hooked."""
    catalog = load_catalog()
    rows = [row for row in catalog.apis.values() if row.yields == "crypto"]

    def make(*, network: NetworkPlan = NETWORK, **fields: Any) -> Any:
        plans = install_request(rows, network=NetworkPlan(crypto=1)).plan
        return bench(
            *plans, network=network, through=list(catalog.carriers), class_path=[str(JAR)],
            main="ciphers.Main", **fields,
        )  # fmt: skip

    return make


def inline(octets: Octets) -> bytes:
    return base64.b64decode(octets.inline)


def told(one: Any) -> list[tuple[str, str, bytes, bytes]]:
    return [(e.operation, e.algorithm, inline(e.input), inline(e.output)) for e in one.log.of(CryptoSeen)]


def inputs(one: Any) -> list[bytes]:
    return [data for _, _, data, _ in told(one)]


def dropped(one: Any) -> int:
    return sum(problem.dropped for problem in one.log.of(AgentProblem) if problem.where == "crypto")


def counted(one: Any, api: str) -> tuple[int, int]:
    last = {(e.overload, e.site): e for e in one.log.of(ApiCounted) if e.api == api}.values()
    return sum(e.n for e in last), sum(e.errors for e in last)


@pytest.mark.parametrize("stacks", ["auto", "trace"])
def test_the_app_prints_the_same_with_every_cipher_watched(ciphers: Make, stacks: str) -> None:
    one = ciphers(started=False, stacks=stacks)
    before = {command: one.probe.run(command) for command in COMMANDS}
    one.start()
    during = {command: one.probe.run(command) for command in COMMANDS}
    one.sensor.stop()
    for command in COMMANDS:
        assert during[command] == before[command], command
        assert not any("\tat " in line for line in before[command]), before[command]
    assert one.probe.errors == b""
    assert [problem for problem in one.log.of(AgentProblem) if problem.where != "crypto"] == []
    assert one.log.of(ApiCalled) == []
    assert {state.state for state in one.log.of(HookState)} == {"resolved", "absent"}
    assert one.probe.run("digests") == before["digests"]


def test_a_digest_is_told_with_all_that_was_fed(ciphers: Make) -> None:
    one = ciphers()
    one.probe.run("digests")
    one.sensor.stop()
    assert [e.algorithm for e in one.log.of(CryptoSeen)] == ["SHA-256"] * 6 + ["MD5"] * 4
    assert inputs(one)[:9] == [
        b"one", b"two", b"three and direct and read-only!", b"into", b"after reset", b"short again",
        b"0123456789abcdefg", b"", b"after a refusal",
    ]  # fmt: skip
    for operation, algorithm, data, output in told(one)[:9]:
        assert operation == "digest"
        assert output == hashlib.new(algorithm.replace("-", ""), data).digest()
    long = one.log.of(CryptoSeen)[9]
    assert (long.input.size, long.input.cut, long.output.size) == (100_000, True, 16)
    # The digest into a place too small, and the update out of range.
    assert counted(one, "crypto.digest_final") == (11, 1)
    assert counted(one, "crypto.digest_update") == (11, 1)
    assert dropped(one) == 0


def test_copies_of_a_digest_go_on_by_themselves(ciphers: Make) -> None:
    one = ciphers()
    one.probe.run("copies")
    one.sensor.stop()
    assert inputs(one) == [b"shared first", b"shared second", b"shared second third", b"fresh"]
    assert all(output == hashlib.sha1(data).digest() for _, _, data, output in told(one))
    assert dropped(one) == 0


def test_a_cipher_is_told_once_for_each_operation(ciphers: Make) -> None:
    one = ciphers()
    printed = one.probe.run("ciphers")
    one.sensor.stop()
    seen = told(one)
    whole = b"a whole message of some length"
    parts = b"in parts, of which there are many and more of them still more"
    assert [(operation, data) for operation, _, data, _ in seen[:5]] == [
        ("encrypt", whole), ("encrypt", parts), ("encrypt", b"written over itself in place"),
        ("encrypt", b"once more"), ("encrypt", b"of a part"),
    ]  # fmt: skip
    assert seen[0][3].hex() == printed[0]
    # Outputs of updates and of the end, one after the other.
    length, into = printed[3].split()
    assert seen[1][3].hex() == (printed[1] + printed[2]).replace("null", "") + into[: 2 * int(length)]
    assert seen[2][3].hex() == printed[4].split()[1][: 2 * int(printed[4].split()[0])]
    assert seen[5] == ("decrypt", CBC, seen[0][3], whole)
    # The same bytes from another line.
    assert seen[6] == seen[5]
    assert seen[7][:3] == ("encrypt", "AES/GCM/NoPadding", b"authenticated and encrypted")
    assert seen[8] == ("decrypt", "AES/GCM/NoPadding", seen[7][3], b"authenticated and encrypted")
    assert len(seen) == 10
    big = one.log.of(CryptoSeen)[9]
    assert (big.input.size, big.output.size, big.input.cut, big.output.cut) == (200_000, 200_016, True, True)
    assert not any(b"a secret" in data + output for _, _, data, output in seen)
    assert not any(b"0123456789abcdef" in data + output for _, _, data, output in seen)


def test_buffers_are_read_where_they_stand(ciphers: Make) -> None:
    one = ciphers()
    one.probe.run("buffers")
    one.sensor.stop()
    assert inputs(one) == [
        b"heap to direct, long enough and direct to the same", b"and read-only", b"one array for both",
    ]  # fmt: skip
    assert [len(output) for *_, output in told(one)] == [64, 16, 32]
    assert dropped(one) == 0


def test_what_throws_is_counted_and_what_is_uncertain_is_not_told(ciphers: Make) -> None:
    one = ciphers()
    one.probe.run("errors")
    one.sensor.stop()
    assert inputs(one) == [
        b"too long for so small a place", b"sixteen bytes ok", b"after a refusal!", b"fine again",
    ]  # fmt: skip
    # "sixteen of them!" went through a cipher that had refused before.
    assert dropped(one) == 1
    assert counted(one, "crypto.cipher_final")[1] == 4
    assert counted(one, "crypto.cipher_init")[1] == 1


def test_streams_over_ciphers_are_one_operation(ciphers: Make) -> None:
    one = ciphers(keep=lambda data, **_: hashlib.sha256(data).hexdigest())
    assert one.probe.run("streams 3500")[1] == "true"
    one.sensor.stop()
    body = bytes((i * 31 + i // 251) % 256 for i in range(3500))
    sealed, opened = one.log.of(CryptoSeen)
    assert (sealed.operation, opened.operation) == ("encrypt", "decrypt")
    assert sealed.input.artefact == hashlib.sha256(body).hexdigest() == opened.output.artefact
    assert sealed.output.artefact == opened.input.artefact
    frames = {site.site: site.frames for site in one.log.of(SiteSeen)}[sealed.site]
    assert ("ciphers.Ciphers", "streams") in [(frame.cls, frame.method) for frame in frames]


def test_a_mac_is_told_without_its_key(ciphers: Make) -> None:
    one = ciphers()
    one.probe.run("macs")
    one.sensor.stop()
    key, other = b"the key of it", b"another key"
    texts = [
        b"signed",
        b"in parts and more",
        b"in parts and more of a copy",
        b"after reset",
        b"by another key",
    ]
    assert inputs(one) == texts
    for (operation, algorithm, data, output), by in zip(told(one), [key] * 4 + [other], strict=True):
        assert (operation, algorithm) == ("mac", "HmacSHA256")
        assert output == hmac.digest(by, data, "sha256")
    assert dropped(one) == 0


def test_a_signature_is_told_and_a_check_is_not(ciphers: Make) -> None:
    one = ciphers()
    assert one.probe.run("signatures")[1] == "true SHA256withRSA"
    one.sensor.stop()
    assert inputs(one) == [b"signed by me", b"into an array", b"and once more"]
    assert {(e.api, e.operation, e.algorithm) for e in one.log.of(CryptoSeen)} == {
        ("crypto.sign_final", "mac", "SHA256withRSA")
    }
    assert [len(output) for *_, output in told(one)] == [128] * 3
    assert counted(one, "crypto.sign_final") == (4, 1)
    assert dropped(one) == 0


def test_threads_do_not_mix_their_operations(ciphers: Make) -> None:
    one = ciphers()
    one.probe.run("threads 20")
    one.sensor.stop()
    for event in one.log.of(CryptoSeen):
        if event.algorithm == "SHA-256":
            thread, number = event.thread.split("-")
            text = inline(event.input)
            assert thread == "worker"
            half = text[: len(text) // 2]
            assert text == half + half
            assert text.startswith(f"thread {number} round ".encode())
            assert hashlib.sha256(text).digest() == inline(event.output)
    kinds = [event.algorithm for event in one.log.of(CryptoSeen)]
    assert (kinds.count("SHA-256"), kinds.count(CBC), kinds.count("HmacSHA1")) == (160, 160, 160)
    assert kinds.count("MD5") == 160
    assert dropped(one) == 0


def test_a_flood_is_told_in_part_and_counted_whole(ciphers: Make) -> None:
    one = ciphers()
    one.probe.run("many 3000")
    one.sensor.stop()
    assert counted(one, "crypto.digest_final") == (3001, 0)
    seen = len(one.log.of(CryptoSeen))
    assert 200 <= seen < 300
    assert seen + dropped(one) == 3001
    # Another call site is told all the same.
    assert b"the last" in inputs(one)
    assert all(data.startswith(b"number ") or data == b"the last" for data in inputs(one))


def decrypted(data: bytes) -> bytes:
    key = Cipher(algorithms.AES(b"0123456789abcdef"), modes.CBC(b"fedcba9876543210")).decryptor()
    padded = key.update(data) + key.finalize()
    return padded[: -padded[-1]]


def test_flooded_places_and_quiet_ones_on_the_same_objects_tell_nothing_wrong(ciphers: Make) -> None:
    one = ciphers(started=False)
    before = one.probe.run("crossing 4000")
    one.start()
    assert one.probe.run("crossing 4000") == before
    one.sensor.stop()
    seen = told(one)
    for operation, algorithm, data, output in seen:
        if operation == "mac":
            assert hmac.digest(b"the key of it", data, "sha256") == output
        else:
            assert algorithm == CBC
            plain, sealed = (data, output) if operation == "encrypt" else (output, data)
            assert decrypted(sealed) == plain
    assert one.log.of(AgentProblem)
    assert {problem.where for problem in one.log.of(AgentProblem)} == {"crypto"}
    ends = [counted(one, api) for api in ("crypto.mac_final", "crypto.cipher_final")]
    copies, refusals = (sum(1 for i in range(4000) if wanted(i)) for wanted in (copied, refused))
    opened = len(range(0, 4000, 53))
    assert ends == [(4 * (4000 + copies + refusals), 4 * refusals), (4 * (4000 + opened), 0)]
    assert len(seen) + dropped(one) == sum(n - errors for n, errors in ends)
    # Quiet places are told beside the flood.
    assert sum(b"seldom" in data for _, _, data, _ in seen) > 0


@pytest.mark.parametrize(("games", "flooded"), [(12, False), (60, True)])
def test_calls_in_any_order_are_told_rightly(ciphers: Make, games: int, flooded: bool) -> None:
    one = ciphers(started=False)
    before = [one.probe.run(f"dice {seed}") for seed in range(games)]
    one.start()
    assert [one.probe.run(f"dice {seed}") for seed in range(games)] == before
    one.sensor.stop()
    for operation, algorithm, data, output in told(one):
        if operation == "mac":
            assert hmac.digest(b"the key of it", data, "sha256") == output
        elif operation == "digest":
            assert hashlib.new(algorithm.replace("-", ""), data).digest() == output
        else:
            assert decrypted(output) == data
    assert bool(dropped(one)) is flooded
    assert {problem.where for problem in one.log.of(AgentProblem)} <= {"crypto"}
    apis = {e.api for e in one.log.of(ApiCounted) if e.api.endswith("_final")}
    ends = sum(n - errors for n, errors in (counted(one, api) for api in apis))
    # The same bytes of one call site are told once: those of objects that nothing was fed to.
    again = EMPTY * games * sum(not data for data in inputs(one))
    seen = len(told(one)) + dropped(one)
    assert seen <= ends <= seen + again
    assert len(told(one)) > 300


EMPTY = 8
"""At most so many times in a game does one call site end what was fed nothing."""


def copied(i: int) -> bool:
    return i % 97 != 0 and i % 31 == 0


def refused(i: int) -> bool:
    return i % 97 != 0 and i % 31 != 0 and i % 13 == 0


def test_the_same_bytes_are_told_once(ciphers: Make) -> None:
    one = ciphers()
    one.probe.run("same 500")
    one.sensor.stop()
    assert inputs(one) == [b"the same"]
    assert counted(one, "crypto.digest_final") == (500, 0)
    assert dropped(one) == 0


def test_more_objects_than_are_followed_are_not_told_wrongly(ciphers: Make) -> None:
    one = ciphers()
    one.probe.run("objects 3000")
    one.sensor.stop()
    for _, _, data, output in told(one):
        assert hashlib.sha256(data).digest() == output
        assert data.startswith(b"object ")
    assert counted(one, "crypto.digest_final") == (3000, 0)
    assert len(told(one)) + dropped(one) == 3000


def test_the_platform_s_own_work_is_nobody_s_event(ciphers: Make) -> None:
    one = ciphers()
    one.probe.run("machinery")
    assert one.probe.run("tls") == ["hello"]
    one.sensor.stop()
    assert one.log.of(CryptoSeen) == []
    assert one.log.of(ApiCounted) == []
    assert dropped(one) == 0


def test_keys_that_go_through_a_public_key_cipher_are_counted_and_not_taken(ciphers: Make) -> None:
    one = ciphers()
    one.probe.run("keys")
    one.sensor.stop()
    plain = [
        event.input if event.operation == "encrypt" else event.output for event in one.log.of(CryptoSeen)
    ]
    number, text, other = (
        b"13800000000",
        b"11010519491231002X = 18 signs ;)",
        bytes(i * 31 % 256 for i in range(9)),
    )
    assert [octets.size for octets in plain] == [16, 16, 32, 32, 11, 11, 32, 32, 20, 20]
    assert [(octets.inline, octets.cut) for octets in plain[:4]] == [("", True)] * 4
    assert [inline(octets) for octets in plain[4:8]] == [number, number, text, text]
    assert inline(plain[8])[:9] == inline(plain[9])[:9] == other
    sealed = [
        event.output if event.operation == "encrypt" else event.input for event in one.log.of(CryptoSeen)
    ]
    assert all(len(inline(octets)) == 128 for octets in sealed)


def test_a_library_without_javax_crypto_is_told_by_its_own_names(ciphers: Make) -> None:
    one = ciphers()
    printed = one.probe.run("kits")
    one.sensor.stop()
    seen = told(one)
    assert [data for _, _, data, _ in seen[:3]] == [b"shared!", b"shared copy", b"a"]
    assert {operation for operation, *_ in seen[:3]} == {"digest"}
    assert seen[3][:3] == ("encrypt", "SM4", b"encrypted by a library.")
    assert seen[4] == ("decrypt", "SM4", seen[3][3], b"encrypted by a library.")
    assert seen[5][:3] == ("encrypt", "SM2", b"to a public key")
    assert seen[5][3].hex() == printed[5]
    assert seen[6] == ("decrypt", "SM2", seen[5][3], b"to a public key")
    # What it digests within is part of it.
    assert len(seen) == 7


def test_the_agent_leaves_while_threads_are_in_the_middle_of_it(ciphers: Make) -> None:
    one = ciphers(started=False)
    before = one.probe.run("crossing 20000")
    one.start()
    one.probe.tell("crossing 20000")
    one.log.wait(CryptoSeen)
    one.sensor.stop()
    assert one.probe.read(60) == before
    assert one.probe.run("crossing 20000") == before
    assert one.probe.errors == b""
    assert one.probe.alive()


def test_nothing_is_taken_where_it_was_not_asked_for(ciphers: Make) -> None:
    one = ciphers(network=NetworkPlan())
    one.probe.run("digests")
    one.sensor.stop()
    assert one.log.of(CryptoSeen) == []
    assert counted(one, "crypto.digest_final") == (11, 1)
    rows = [row for row in load_catalog().apis.values() if row.yields in {"crypto", "stream"}]
    assert rows
    assert install_request(rows).plan == []
