"""Checks of certificates in a real JVM: the audit's authority alone gets a yes, whatever is presented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from privaudit.capture.agent.pins import pin_plans
from privaudit.catalog.load import load_catalog
from privaudit.model.event import AgentProblem, HookState, SiteSeen
from privaudit.model.network import TrustAnswered
from privaudit.model.wire import NetworkPlan

Make = Callable[..., Any]
JAR = Path(__file__).parents[2] / "bench" / "trust" / "trust.jar"
HOST = "api.bank.example"
NOW = dt.datetime.now(dt.UTC)
DAY = dt.timedelta(days=1)
YES = {
    "pinner": "passed, called 1",
    "pinner_array": "passed",
    "pinner_internal": "passed",
    "cleaner": "chain | CN=leaf | CN=audit",
    "platform": "chain | CN=leaf | CN=audit",
    "extensions": "chain | CN=leaf | CN=audit",
    "manager": "passed",
    "extended_manager": "passed",
    "host_manager": "chain | CN=leaf | CN=audit",
    "config_pins": "passed",
    "handshake": "passed",
    "okhttp2": "passed",
    "verifier": "true",
    "chromium": "status 0 known false length 2",
}
HOSTLESS = ("manager", "config_pins")
"""Checks that are not told the host."""
ROWS = {
    "pinner": "trust.okhttp",
    "pinner_array": "trust.okhttp",
    "pinner_internal": "trust.okhttp_internal",
    "cleaner": "trust.okhttp_cleaner",
    "platform": "trust.platform",
    "extensions": "trust.extensions",
    "manager": "trust.app_manager",
    "extended_manager": "trust.app_extended_manager",
    "host_manager": "trust.app_host_manager",
    "config_pins": "trust.network_config_pins",
    "handshake": "trust.conscrypt_handshake",
    "okhttp2": "trust.okhttp2",
    "verifier": "trust.transparency",
    "chromium": "trust.chromium",
}


@dataclass(frozen=True)
class Issuer:
    name: str
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> str:
        return pem_of(self.certificate)


def pem_of(*certificates: x509.Certificate) -> str:
    return "".join(one.public_bytes(serialization.Encoding.PEM).decode() for one in certificates)


def name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def signed(
    subject: str,
    by: Issuer | None = None,
    *,
    names: tuple[str, ...] = (HOST,),
    days: tuple[int, int] = (-1, 30),
    ca: bool = False,
    key: ec.EllipticCurvePrivateKey | None = None,
) -> Issuer:
    """Return a certificate, signed by itself where nobody else signs, and its key."""
    own = key or ec.generate_private_key(ec.SECP256R1())
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(by.name if by else subject))
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + days[0] * DAY)
        .not_valid_after(NOW + days[1] * DAY)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if names:
        alternatives = [x509.DNSName(one) for one in names]
        builder = builder.add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
    return Issuer(subject, own, builder.sign(by.key if by else own, hashes.SHA256()))


@pytest.fixture(scope="module")
def audit() -> Issuer:
    return signed("audit", names=(), ca=True)


@pytest.fixture(scope="module")
def presented(audit: Issuer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Chains by what they are, as files of PEM."""
    folder = tmp_path_factory.mktemp("chains")
    stranger = signed("stranger", names=(), ca=True)
    # Its name is the audit's, its key is not.
    impostor = Issuer("audit", stranger.key, stranger.certificate)
    between = signed("between", audit, names=(), ca=True)
    leaf = signed("leaf", audit).certificate
    chains = {
        "audit": (leaf, audit.certificate),
        "audit_alone": (leaf,),
        "wildcard": (signed("leaf", audit, names=("*.bank.example",)).certificate,),
        "stranger": (signed("leaf", stranger).certificate, stranger.certificate),
        "impostor": (signed("leaf", impostor).certificate, audit.certificate),
        "stranger_with_ours_behind": (signed("leaf", stranger).certificate, leaf, audit.certificate),
        "self_signed": (signed("leaf").certificate,),
        "expired": (signed("leaf", audit, days=(-30, -1)).certificate, audit.certificate),
        "not_yet": (signed("leaf", audit, days=(1, 30)).certificate, audit.certificate),
        "other_host": (signed("leaf", audit, names=("www.bank.example",)).certificate, audit.certificate),
        "deeper_wildcard": (signed("leaf", audit, names=("*.example",)).certificate,),
        "nameless": (signed("leaf", audit, names=()).certificate, audit.certificate),
        "between": (signed("leaf", between).certificate, between.certificate, audit.certificate),
        "authority_itself": (audit.certificate,),
        "authority_below": (signed("leaf", audit, ca=True).certificate, audit.certificate),
    }
    files = {}
    for key, chain in chains.items():
        files[key] = folder / f"{key}.pem"
        files[key].write_text(pem_of(*chain), encoding="ascii")
    return files


@pytest.fixture
def checks(bench: Make, audit: Issuer) -> Any:
    """Return a JVM with the program in it and every check watched."""
    one = bench(
        class_path=[str(JAR)],
        main="trust.Main",
        network=NetworkPlan(authority=audit.pem),
        pins=pin_plans(load_catalog().pins.values()),
    )
    assert one.probe.run("hand -") == ["handed"]
    return one


def decided(one: Any) -> list[tuple[str, str, str]]:
    one.sensor.flush()
    return [(event.api, event.host, event.decision) for event in one.log.of(TrustAnswered)]


def test_a_refusal_of_the_audits_certificate_is_answered_yes(checks: Any, presented: dict[str, Path]) -> None:
    for check, answer in YES.items():
        assert checks.probe.run(f"{check} {presented['audit']} {HOST}") == [answer], check
    told = decided(checks)
    checks.sensor.stop()
    # Where nobody knows the host it is the certificate's own name that is told.
    assert told == [(ROWS[check], HOST, "opened") for check in YES]
    events = checks.log.of(TrustAnswered)
    reasons = {event.api: event.reason for event in events}
    assert reasons["trust.app_manager"] == "java.security.cert.CertificateException: not pinned"
    assert reasons["trust.app_host_manager"].startswith("java.lang.IllegalStateException: not pinned for")
    assert (reasons["trust.transparency"], reasons["trust.chromium"]) == ("false", "status -2")
    sites = {event.site: event.frames[0].cls for event in checks.log.of(SiteSeen)}
    assert {sites[event.site].split("$")[0] for event in events} == {
        "trust.Checks",
        "com.android.org.conscrypt.TrustManagerImpl",
        "android.security.net.config.NetworkSecurityTrustManager",
        "org.conscrypt.Platform",
    }
    assert {event.thread for event in events} == {"main"}
    assert checks.log.of(AgentProblem) == []


@pytest.mark.parametrize("chain", ["audit_alone", "wildcard"])
def test_it_need_not_come_with_its_authority_and_may_be_for_more_hosts(
    checks: Any, presented: dict[str, Path], chain: str
) -> None:
    for check in ("pinner", "platform", "verifier"):
        assert checks.probe.run(f"{check} {presented[chain]} {HOST}") == [YES[check]]


OTHERS = (
    "stranger", "impostor", "stranger_with_ours_behind", "self_signed", "expired", "not_yet", "other_host",
    "deeper_wildcard", "nameless", "between", "authority_itself", "authority_below",
)  # fmt: skip


def test_every_other_refusal_stands_as_it_was(checks: Any, bench: Make, presented: dict[str, Path]) -> None:
    plain = bench(class_path=[str(JAR)], main="trust.Main")
    asked = [
        f"{check} {presented[chain]} {HOST}" for chain in OTHERS for check in YES if check not in HOSTLESS
    ]
    # Where nobody tells the host, the name cannot be held against the certificate.
    nobodys = ("stranger", "impostor", "self_signed", "expired", "not_yet", "between", "authority_itself")
    asked += [f"{check} {presented[chain]}" for chain in nobodys for check in HOSTLESS]
    for command in asked:
        # With the very trace that it has without the agent.
        assert checks.probe.run(command) == plain.probe.run(command), command
    told = decided(checks)
    checks.sensor.stop()
    assert {decision for _, _, decision in told} == {"kept"}
    assert len(told) == len(asked)
    reasons = " ".join(event.reason for event in checks.log.of(TrustAnswered))
    for objection in (
        "not of the audit's authority",
        "not in force",
        f"not for {HOST}",
        "an authority's own",
    ):
        assert objection in reasons
    assert checks.log.of(AgentProblem) == []


def test_a_yes_of_the_app_and_an_error_of_the_vm_pass_unchanged(
    checks: Any, bench: Make, presented: dict[str, Path]
) -> None:
    plain = bench(class_path=[str(JAR)], main="trust.Main")
    for command in (
        f"pinner {presented['stranger']} free.example",
        f"verifier {presented['stranger']} free.example",
        f"chromium {presented['stranger']} free.example",
        f"error {presented['audit']} {HOST}",
    ):
        assert checks.probe.run(command) == plain.probe.run(command)
    assert decided(checks) == []


def test_no_chain_at_all_is_no_chain_of_the_audits(checks: Any, bench: Make) -> None:
    plain = bench(class_path=[str(JAR)], main="trust.Main")
    for command in (f"pinner - {HOST}", f"pinner_array - {HOST}", "manager -"):
        assert checks.probe.run(command) == plain.probe.run(command)
    assert {decision for _, _, decision in decided(checks)} == {"kept"}


def test_checks_in_many_threads_are_each_answered_and_told(checks: Any, presented: dict[str, Path]) -> None:
    assert checks.probe.run(f"threads {presented['audit']} {HOST}") == ["960 passed, 0 refused"]
    assert checks.probe.run(f"threads {presented['stranger']} {HOST}") == ["0 passed, 960 refused"]
    told = [decision for _, _, decision in decided(checks)]
    assert (told.count("opened"), told.count("kept")) == (960, 960)


def test_an_app_that_asks_for_ever_is_told_up_to_a_bound_that_is_told(
    checks: Any, presented: dict[str, Path]
) -> None:
    for _ in range(4):
        assert checks.probe.run(f"threads {presented['stranger']} {HOST}") == ["0 passed, 960 refused"]
    told = decided(checks)
    # 1,280 of each check, 1,000 of them one by one.
    assert len(told) == 3_000
    checks.sensor.stop()
    problems = {event.where: event.message for event in checks.log.of(AgentProblem)}
    assert set(problems) == {"trust.platform", "trust.okhttp_internal", "trust.app_manager"}
    assert all(text.startswith("more answers (kept) than are told") for text in problems.values())


def test_without_an_authority_no_check_is_touched(bench: Make, presented: dict[str, Path]) -> None:
    one = bench(class_path=[str(JAR)], main="trust.Main", pins=pin_plans(load_catalog().pins.values()))
    one.probe.run("hand -")
    assert one.probe.run(f"pinner {presented['audit']} {HOST}")[0].startswith("refused javax.net.ssl.")
    assert decided(one) == []
    assert [event for event in one.log.of(HookState) if event.api.startswith("trust.")] == []


def test_what_became_of_each_check_is_told_once(checks: Any) -> None:
    checks.sensor.flush()
    states = [(e.api, e.state) for e in checks.log.of(HookState) if e.api.startswith("trust.")]
    assert dict(states) == {
        pin: "resolved" if pin in ROWS.values() else "absent" for pin in load_catalog().pins
    }
    assert len(states) == len(load_catalog().pins)


def test_after_release_the_apps_checks_are_its_own_again(checks: Any, presented: dict[str, Path]) -> None:
    assert checks.probe.run(f"manager {presented['audit']} {HOST}") == ["passed"]
    checks.sensor.stop()
    assert checks.probe.run(f"manager {presented['audit']} {HOST}")[0].endswith("not pinned")
