"""Who received: registrable domain, certificate, owner, senders, and a lead to the country."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

import msgspec

from privaudit.analysis.countries import Countries
from privaudit.analysis.hosts import address_of, registrable
from privaudit.analysis.verdicts import add_types, only_by_form
from privaudit.model.destination import Destination, Handshake, NetworkProtocol
from privaudit.model.finding import Place, Receiver, RecipientRow, Text
from privaudit.model.observation import Observation, Sent

MAX_PLACES = 8
"""Addresses of a host whose country is told."""


Party = Literal["first", "declared", "undeclared", "unknown"]


class Receivers:
    """Answers who a host is: `party` says what the notice makes of it, `owner` what the catalogue does."""

    def __init__(
        self,
        observation: Observation,
        *,
        party: Callable[[str], Party],
        owner: Callable[[str], str],
        countries: Countries | None,
    ) -> None:
        self._party = party
        self._owner = owner
        self._countries = countries
        self._known: dict[str, Receiver] = {}
        self._server: dict[str, Handshake] = {}
        self._versions: dict[str, dict[str, None]] = {}
        for one in observation.handshakes:
            if one.side == "server" and (one.certificate is not None or one.host not in self._server):
                self._server[one.host] = one
            if one.version:
                self._versions.setdefault(one.host, {})[one.version] = None
        self._addresses: dict[str, dict[str, None]] = {}
        for destination in observation.coverage.network.destinations:
            self._addresses[destination.host] = dict.fromkeys(_own_addresses(destination))
        for sent in observation.sent:
            address = address_of(sent.address.rpartition(":")[0]) if sent.address else None
            if address is not None:
                self._addresses.setdefault(sent.host, {})[address] = None
            if sent.tls_version:
                self._versions.setdefault(sent.host, {})[sent.tls_version] = None

    def of(self, host: str) -> Receiver:
        """Return who a host is."""
        known = self._known.get(host)
        if known is None:
            known = self._known[host] = self._of(host)
        return known

    def _of(self, host: str) -> Receiver:
        server = self._server.get(host)
        return Receiver(
            host=host,
            registrable=registrable(host),
            party=self._party(host),
            owner=self._owner(host),
            # The names it is for stand once, with the handshake: they may be a hundred.
            certificate=msgspec.structs.replace(server.certificate, names=())
            if server and server.certificate
            else None,
            problem=server.problem if server else "",
            tls=tuple(self._versions.get(host, {})),
            places=self._places(host),
        )

    def _places(self, host: str) -> tuple[Place, ...]:
        countries = self._countries
        if countries is None:
            return ()
        bare = address_of(host)
        addresses = {**({bare: None} if bare else {}), **self._addresses.get(host, {})}
        found: list[Place] = []
        for address in addresses:
            country = countries.of(address)
            if country is not None and len(found) < MAX_PLACES:
                name = Text(zh=country.zh or country.code, en=country.en or country.code)
                found.append(Place(address=address, code=country.code, name=name))
        return tuple(found)


def recipient_rows(
    sent: Iterable[Sent], receivers: Receivers, recipient: Callable[[Sent], str]
) -> tuple[RecipientRow, ...]:
    """Return every host something was sent to, once for each of encrypted and not.

    A name that was only looked up is no recipient, unless a known value stands in it.
    """
    found: dict[tuple[str, bool], _Row] = {}
    for one in sent:
        if one.protocol == "dns" and not one.matches:
            continue
        found.setdefault((recipient(one), one.encrypted), _Row()).add(one)
    return tuple(
        RecipientRow(
            host=host,
            registrable=registrable(host),
            party=receivers.of(host).party,
            encrypted=encrypted,
            requests=row.requests,
            bytes_up=row.bytes_up,
            data_types=tuple(row.data_types),
            actors=tuple(row.actors),
            receiver=receivers.of(host),
            protocols=tuple(row.protocols),
            by_form=only_by_form(row.data_types),
        )
        for (host, encrypted), row in sorted(found.items())
    )


class _Row:
    def __init__(self) -> None:
        self.requests = self.bytes_up = 0
        self.data_types: dict[str, bool] = {}
        self.actors: dict[str, None] = {}
        self.protocols: dict[NetworkProtocol, None] = {}

    def add(self, sent: Sent) -> None:
        self.requests += 1
        self.bytes_up += sent.body_bytes
        add_types(self.data_types, sent.matches)
        self.actors[sent.actor.name or "?"] = None
        self.protocols[sent.protocol] = None


def _own_addresses(destination: Destination) -> tuple[str, ...]:
    return () if destination.inside else destination.addresses
