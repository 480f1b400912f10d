"""Rules on how personal information travels: in the clear, over old TLS, to whoever shows a certificate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from privaudit.analysis.case import Carried, Case, Sighting, confidence_of, may_be_others
from privaudit.analysis.handshakes import is_for, is_weak, offers_only_weak
from privaudit.analysis.proof import handshake_proof, probe_proof, sent_proof
from privaudit.model.destination import Handshake
from privaudit.model.finding import Proof, Text
from privaudit.model.network import CertificateSeen

_PROTOCOLS: Mapping[str, Text] = {
    "http": Text(zh="HTTP", en="HTTP"),
    "websocket": Text(zh="WebSocket", en="WebSocket"),
    "tcp": Text(zh="TCP", en="TCP"),
    "udp": Text(zh="UDP", en="UDP"),
    "dns": Text(zh="DNS 查询", en="DNS queries"),
}


def cleartext_personal_data(case: Case) -> Iterator[Sighting]:
    """Personal information went over the network without encryption."""
    found = [carried for carried in case.carried() if not carried.sent.encrypted]
    ways: dict[str, dict[str, None]] = {}
    for carried in found:
        ways.setdefault(case.recipient(carried.sent), {})[carried.sent.protocol] = None
    for carried in found:
        host = case.recipient(carried.sent)
        how = [_PROTOCOLS[protocol] for protocol in ways[host]]
        yield Sighting(
            evidence=carried,
            verdict="suspected" if may_be_others(carried) else "violation",
            data_type=carried.match.data_type,
            actor=carried.sent.actor,
            subject=host,
            confidence=confidence_of(carried),
            params={
                "host": host,
                "what": Text(
                    zh=_spaced("、".join(one.zh for one in how)), en=", ".join(one.en for one in how)
                ),
            },
        )


def _spaced(words: str) -> str:
    """Return words with a space to what follows in Chinese, where they end in Latin letters."""
    return f"{words} " if words[-1:].isascii() else words


def weak_tls(case: Case) -> Iterator[Sighting]:
    """Personal information went over TLS older than 1.2, or the app offers nothing newer."""
    server = {
        (one.host, one.port): one
        for one in case.observation.handshakes
        if one.side == "server" and is_weak(one.version)
    }
    told: set[str] = set()
    for carried in case.carried():
        sent = carried.sent
        if not sent.encrypted:
            continue
        support: tuple[Proof, ...]
        if is_weak(sent.tls_version):
            version, variant, support = sent.tls_version, "", ()
        elif (handshake := server.get((sent.host, _port(carried)))) is not None:
            version, variant, support = handshake.version, "server", (handshake_proof(handshake),)
        else:
            continue
        told.add(sent.host)
        yield Sighting(
            evidence=carried,
            verdict="suspected" if may_be_others(carried) else "violation",
            actor=sent.actor,
            subject=sent.host,
            carries=carried.match.data_type,
            confidence=confidence_of(carried),
            variant=variant,
            params={"host": sent.host, "version": version},
            support=support,
        )
    yield from _offering_only_weak(case, told)


def _offering_only_weak(case: Case, told: set[str]) -> Iterator[Sighting]:
    """Yield hosts at which the app offered old versions alone, though nothing known was seen to go there."""
    for one in case.observation.handshakes:
        if one.side != "app" or one.host in told or not case.goes_to(one.host):
            continue
        if offers_only_weak(one.offered) or is_weak(one.version):
            told.add(one.host)
            yield Sighting(
                evidence=handshake_proof(one),
                verdict="suspected",
                severity="medium",
                confidence="medium",
                subject=one.host,
                variant="offers",
                params={"host": one.host, "version": ", ".join(one.offered) or one.version},
            )


def certificate_unchecked(case: Case) -> Iterator[Sighting]:
    """The app went on when it was shown a certificate of an authority nobody trusts."""
    for probe in case.observation.probes:
        if not probe.accepted:
            continue
        own = case.goes_to(probe.host)
        actors = case.senders_to(probe.host)
        sent = case.sent_to(probe.host)
        yield Sighting(
            evidence=probe_proof(probe),
            verdict="violation" if own else "suspected",
            confidence="high" if own else "medium",
            actor=actors[0] if len(actors) == 1 else None,
            subject=probe.host,
            variant="" if own else "others",
            params={"host": probe.host},
            support=() if sent is None else (sent_proof(case, sent),),
        )


def server_certificate_invalid(case: Case) -> Iterator[Sighting]:
    """Personal information went to a server whose certificate has run out or is for another name."""
    seen = {(one.host, one.port): one for one in case.observation.handshakes if one.side == "server"}
    careless = {probe.host for probe in case.observation.probes if probe.accepted}
    for carried in case.carried():
        handshake = seen.get((carried.sent.host, _port(carried)))
        if handshake is None or handshake.certificate is None:
            continue
        wrong = _wrong(handshake, handshake.certificate)
        if wrong is not None:
            yield Sighting(
                evidence=carried,
                verdict="violation" if carried.sent.host in careless else "suspected",
                actor=carried.sent.actor,
                subject=carried.sent.host,
                carries=carried.match.data_type,
                confidence=confidence_of(carried),
                variant="careless" if carried.sent.host in careless else "",
                params={"host": carried.sent.host, "what": wrong},
                support=(handshake_proof(handshake),),
            )


def _wrong(handshake: Handshake, certificate: CertificateSeen) -> Text | None:
    """Say what is wrong with a certificate whatever authority one trusts; None when nothing is."""
    at = handshake.when.at
    if certificate.not_after and certificate.not_after < at:
        return Text(zh="已过有效期", en="has run out")
    if certificate.not_before > at:
        return Text(zh="尚未生效", en="is not valid yet")
    if certificate.names and not any(is_for(name, handshake.host) for name in certificate.names):
        return Text(zh="不是签发给该主机名的", en="is for another name")
    return None


def _port(carried: Carried) -> int:
    """Return the port a value was sent to."""
    try:
        parts = urlsplit(carried.sent.url)
        port = parts.port
    except ValueError:
        return 0
    return port or (80 if parts.scheme in ("http", "ws") else 443)
