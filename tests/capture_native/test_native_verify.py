"""Checks of certificates in an app's own TLS library: the audit's authority is answered for, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from native_network import NET, TLS, Networked

from privaudit.model.event import AgentProblem
from privaudit.model.network import PlainSeen, TrustAnswered
from privaudit.model.wire import NetworkPlan

CHECKS = {
    "library": ("X509_verify_cert", "1 0 0", "-1 0 20"),
    "store": ("SSL_CTX_set_cert_verify_callback", "1 0 0", "-1 0 21"),
    "custom": ("SSL_CTX_set_custom_verify", "1 0 0", "-1 0 0"),
    "own": ("SSL_set_custom_verify", "1 0 0", "-1 0 0"),
}
"""Where the check is made; what the handshake and its result say when it is opened, and when it is kept."""


def authority() -> str:
    """Return a certificate in PEM; the stand-in library calls its subject `audit`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "audit")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now - timedelta(1), now + timedelta(9)
    ).add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode("ascii")


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Networked]:
    one = Networked(tmp_path_factory.mktemp("verify"), NetworkPlan(authority=authority()))
    one.run(f"load {TLS}")
    one.start()
    yield one
    one.close()


def told(one: Networked, since: int) -> list[TrustAnswered]:
    """Return what was told since; a last refusal, which is taken off, shows that all of it is there."""
    assert one.run("handshake library last last stranger") == ["-1 0 20"]
    one.flush(lambda: any(event.host == "last" for event in one.log.of(TrustAnswered)[since:]))
    return [event for event in one.log.of(TrustAnswered)[since:] if event.host != "last"]


@pytest.mark.parametrize("check", CHECKS)
def test_the_audits_own_chain_is_accepted_and_told(watched: Networked, check: str) -> None:
    api, opened, _kept = CHECKS[check]
    before = len(watched.log.of(TrustAnswered))
    assert watched.run(f"handshake {check} api.example.com api.example.com audit") == [opened]
    (event,) = told(watched, before)
    assert (event.api, event.host, event.decision) == (f"{TLS.name}!{api}", "api.example.com", "opened")
    assert event.reason
    assert event.thread == "main"
    assert NET.name in [frame.library for frame in watched.site(event.site).frames]


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize(
    "shown",
    ["api.example.com stranger", "api.example.com api.example.com", "audit other", "www.example.com audit"],
    ids=["other-authority", "self-signed", "name-of-the-authority", "other-host"],
)
def test_every_other_refusal_stands_and_is_told(watched: Networked, check: str, shown: str) -> None:
    api, _opened, kept = CHECKS[check]
    before = len(watched.log.of(TrustAnswered))
    assert watched.run(f"handshake {check} api.example.com {shown}") == [kept]
    (event,) = told(watched, before)
    assert (event.api, event.decision) == (f"{TLS.name}!{api}", "kept")


@pytest.mark.parametrize("check", ["library", "trusting"])
def test_what_the_app_accepts_is_its_own_affair(watched: Networked, check: str) -> None:
    before = len(watched.log.of(TrustAnswered))
    issuer = "root" if check == "library" else "anybody"
    assert watched.run(f"handshake {check} api.example.com api.example.com {issuer}") == ["1 0 0"]
    assert told(watched, before) == []


def test_without_a_host_name_the_chain_decides(watched: Networked) -> None:
    assert watched.run("handshake library - api.example.com audit") == ["1 0 0"]
    assert watched.run("handshake library - api.example.com stranger") == ["-1 0 20"]


def test_only_what_was_asked_for_is_told(watched: Networked) -> None:
    assert watched.of(PlainSeen) == []
    assert watched.log.of(AgentProblem) == []


def test_a_check_that_was_set_with_the_agent_answers_for_itself_when_it_is_gone(tmp_path: Path) -> None:
    one = Networked(tmp_path, NetworkPlan(authority=authority()))
    try:
        before = one.run(f"load {TLS}", "handshake store api.example.com api.example.com audit")
        one.start()
        during = one.run(f"load {TLS}", "handshake store api.example.com api.example.com audit")
        one.stop()
        # The context that was made then is used again, its check with it.
        after = one.run("handshake kept api.example.com api.example.com audit")
        assert (before[1], during[1], after[0]) == ("-1 0 21", "1 0 0", "-1 0 21")
        assert one.reads.alive()
    finally:
        one.close()
