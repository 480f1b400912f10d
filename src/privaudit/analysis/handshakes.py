"""TLS as it was seen: the weakest handshake of each host, wrong certificates shown, the app's own checks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from privaudit.analysis.attribute import Attributor
from privaudit.analysis.calls import Calls
from privaudit.analysis.hosts import address_of
from privaudit.analysis.timeline import Timeline
from privaudit.model.destination import Handshake, Probe, TrustCheck
from privaudit.model.network import TlsSeen, TrustAnswered, TrustProbed

MAX_HANDSHAKES = 50_000
"""Hosts, ports and sides told one by one."""

MAX_NAMES = 10
"""Names kept of a certificate; one can be for a hundred."""

MAX_CHECKS = 5_000
"""Checks told one by one: by host, API, place and decision."""

_VERSION = re.compile(r"(ssl|tls)\s*v?\s*(\d)(?:[._](\d))?", re.IGNORECASE)

UNKNOWN = (9, 9)
"""Rank of a version that is not known: never weak."""

UNSETTLED = "the recording ended"
"""How the reason begins of a probe whose connection was left open and silent: it says nothing."""

SAFE = (1, 2)
"""Older versions of TLS must not be used: RFC 8996, section 2."""


def tls_rank(version: str) -> tuple[int, int]:
    """Return a TLS version as a pair that can be compared: `TLSv1` is (1, 0), SSL (0, its number).

    What is no version of TLS that it knows ranks as newest.
    """
    found = _VERSION.fullmatch(version.strip())
    if found is None:
        return UNKNOWN
    if found[1].lower() == "ssl":
        return 0, int(found[2])
    return int(found[2]), int(found[3] or 0)


def is_weak(version: str) -> bool:
    """Return whether a version of TLS is one of those that must not be used any more."""
    return tls_rank(version) < SAFE


def offers_only_weak(offered: tuple[str, ...]) -> bool:
    """Return whether a hello offered nothing but versions that must not be used any more."""
    return bool(offered) and all(is_weak(version) for version in offered)


def is_for(name: str, host: str) -> bool:
    """Return whether a name of a certificate is a host's; `*` stands for one label (RFC 6125, 6.4.3)."""
    pattern = name.strip().lower().rstrip(".")
    if (address_of(pattern) or pattern) == (address_of(host) or host):
        return True
    return pattern.startswith("*.") and host.partition(".")[2] == pattern[2:]


class Handshakes:
    """Gathers handshakes, probes and checks; afterwards tells them with the state of things."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, int, str], tuple[tuple[object, ...], int, TlsSeen]] = {}
        self._probes: dict[tuple[str, int, bool], tuple[int, TrustProbed]] = {}
        self._checks: dict[tuple[str, ...], list[Any]] = {}
        self.left_out = 0
        """Handshakes, probes and checks of further hosts that were not kept."""
        self.numbered: Mapping[type, Callable[[int, Any], None]] = {
            TlsSeen: self._handshake,
            TrustProbed: self._probe,
            TrustAnswered: self._check,
        }

    def _handshake(self, n: int, event: TlsSeen) -> None:
        key = (_name(event.host), event.port, event.side)
        best = max((tls_rank(version) for version in event.offered), default=UNKNOWN)
        rank = (min(tls_rank(event.version), best), not event.problem, event.at, n)
        known = self._seen.get(key)
        if known is None and len(self._seen) >= MAX_HANDSHAKES:
            self.left_out += 1
        elif known is None or rank < known[0]:
            self._seen[key] = (rank, n, _bounded(event))

    def _probe(self, n: int, event: TrustProbed) -> None:
        if not event.accepted and event.reason.startswith(UNSETTLED):
            return
        key = (_name(event.host), event.port, event.accepted)
        if key not in self._probes and len(self._probes) >= MAX_HANDSHAKES:
            self.left_out += 1
        else:
            self._probes.setdefault(key, (n, event))

    def _check(self, n: int, event: TrustAnswered) -> None:
        key = (_name(event.host), event.api, event.decision, str(event.pid), event.site)
        known = self._checks.get(key)
        if known is not None:
            known[2] += 1
        elif len(self._checks) >= MAX_CHECKS:
            self.left_out += 1
        else:
            self._checks[key] = [n, event, 1]

    def handshakes(self, timeline: Timeline) -> tuple[Handshake, ...]:
        """Return the weakest handshake of each host, port and side, in order of time."""
        return tuple(
            Handshake(
                event=n,
                when=timeline.at(event.at),
                side=event.side,
                host=_name(event.host),
                port=event.port,
                version=event.version,
                offered=event.offered,
                cipher=event.cipher,
                address=event.address,
                certificate=event.certificate,
                problem=event.problem,
            )
            for _rank, n, event in sorted(self._seen.values(), key=lambda item: (item[2].at, item[1]))
        )

    def probes(self, timeline: Timeline) -> tuple[Probe, ...]:
        """Return what the app did when shown a wrong certificate, in order of time."""
        return tuple(
            Probe(
                event=n,
                when=timeline.at(event.at),
                host=_name(event.host),
                port=event.port,
                accepted=event.accepted,
                reason=event.reason,
            )
            for n, event in sorted(self._probes.values(), key=lambda item: (item[1].at, item[0]))
        )

    def checks(
        self, timeline: Timeline, calls: Calls, attributor: Attributor, libraries: Mapping[str, str]
    ) -> tuple[TrustCheck, ...]:
        """Return the app's own checks that refused the audit's certificate, each place of code once.

        `libraries` names the library of each row by its id.
        """
        result = []
        for n, event, count in sorted(self._checks.values(), key=lambda item: (item[1].at, item[0])):
            actor, _responsible, _decided = calls.who(event.pid, event.site, event.api, attributor)
            result.append(
                TrustCheck(
                    event=n,
                    when=timeline.at(event.at),
                    host=_name(event.host),
                    api=event.api,
                    decision=event.decision,
                    actor=actor,
                    library=libraries.get(event.api, ""),
                    reason=" ".join(event.reason.split()),
                    count=count,
                )
            )
        return _joined(result)


def _joined(checks: list[TrustCheck]) -> tuple[TrustCheck, ...]:
    """Return the checks of one host, API and actor as one, with how often it was asked."""
    found: dict[tuple[str, ...], TrustCheck] = {}
    for one in checks:
        key = (one.host, one.api, one.decision, one.actor.kind, one.actor.id)
        known = found.get(key)
        found[key] = one if known is None else msgspec.structs.replace(known, count=known.count + one.count)
    return tuple(found.values())


def _bounded(event: TlsSeen) -> TlsSeen:
    """Return a handshake with few names in its certificate, those that are the host's before others."""
    certificate = event.certificate
    if certificate is None or len(certificate.names) <= MAX_NAMES:
        return event
    host = _name(event.host)
    names = sorted(certificate.names, key=lambda name: not is_for(name, host))[:MAX_NAMES]
    return msgspec.structs.replace(
        event, certificate=msgspec.structs.replace(certificate, names=tuple(names))
    )


def _name(host: str) -> str:
    return host.strip().lower().rstrip(".")
