"""What a rule judges: the observation beside the declaration, with the questions rules ask of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from privaudit.analysis.countries import Countries
from privaudit.analysis.hosts import registrable
from privaudit.analysis.recipients import Party, Receivers
from privaudit.analysis.verdicts import least_sure
from privaudit.catalog import Catalog
from privaudit.model.catalog import Sdk
from privaudit.model.circumstances import Actor
from privaudit.model.declaration import Declaration, Statement, StatementKind
from privaudit.model.finding import Confidence, Proof, Severity, Text
from privaudit.model.observation import Access, Match, Observation, PermissionAsk, Sent

Level = Literal["listed", "umbrella", "elsewhere", "absent"]

IMPLIED = {"android.permission.ACCESS_COARSE_LOCATION": "android.permission.ACCESS_FINE_LOCATION"}
"""Since Android 12 the precise location may only be asked for together with the coarse one.

Source: https://developer.android.com/develop/sensors-and-location/location/permissions/runtime
"""

COLLECTING: tuple[StatementKind, ...] = ("collection", "permission")
THIRD: tuple[StatementKind, ...] = ("sdk", "third_party")


class Carried(NamedTuple):
    """A request and one known value in it."""

    sent: Sent
    match: Match


Evidence = Access | Carried | PermissionAsk | Proof


class Telling(NamedTuple):
    """How the notice tells a data type for an actor, and by which statements.

    listed: named one by one · umbrella: only by a term that contains it · elsewhere: named, but for somebody
    else
    """

    level: Level
    statements: tuple[Statement, ...]


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """One piece of evidence for a cause; sightings of one cause become one finding.

    The cause is (`data_type`, `actor`, `subject`). `variant` names another sentence of the rule's row.
    """

    evidence: Evidence
    verdict: Literal["violation", "suspected"] = "violation"
    confidence: Confidence = "high"
    severity: Severity | None = None
    data_type: str = ""
    actor: Actor | None = None
    subject: str = ""
    carries: str = ""
    """The data type concerned where it is not part of the cause: one recipient, whatever it receives."""
    variant: str = ""
    clauses: tuple[str, ...] = ()
    """Clauses of this cause in addition to the rule's."""
    params: Mapping[str, Text | str] = field(default_factory=dict)
    support: tuple[Proof, ...] = ()
    """Further proofs that stand once in the finding (the notice's sentence, what was searched)."""


class Case:
    """An observation, the declaration it is measured by (None when there is none) and the catalogue."""

    def __init__(
        self,
        observation: Observation,
        declaration: Declaration | None,
        catalog: Catalog,
        *,
        countries: Countries | None = None,
    ) -> None:
        self.observation = observation
        self.countries = countries
        self.catalog = catalog
        self._declaration = declaration
        # A journal asks the same few questions of the declaration a hundred thousand times.
        self._tellings: dict[tuple[str, str, str], Telling] = {}
        self._naming: dict[str, tuple[Statement, ...]] = {}
        self._parties: dict[str, Party] = {}
        self._owners: dict[str, str] = {}
        self.searches: dict[str, Proof] = {}
        """Proofs of what was looked for in the notice, by what it was."""

    @property
    def has_declaration(self) -> bool:
        """Whether there is a notice to measure by."""
        return self._declaration is not None

    @property
    def declaration(self) -> Declaration:
        """The declaration; only rules that need one may ask."""
        if self._declaration is None:
            raise LookupError("this case has no declaration")
        return self._declaration

    def reads(self) -> Iterator[Access]:
        """Yield accesses by the app or its third parties; the system's own are set aside."""
        return (access for access in self.observation.accesses if access.actor.kind != "system")

    def carried(self) -> Iterator[Carried]:
        """Yield each known value that left the app, the system's own traffic set aside."""
        for sent in self.observation.sent:
            if sent.actor.kind != "system":
                for match in sent.matches:
                    yield Carried(sent, match)

    def asks(self) -> Iterator[PermissionAsk]:
        """Yield requests for permissions."""
        return iter(self.observation.asks)

    def recipient(self, sent: Sent) -> str:
        """Return what received something: the host, of a name looked up its registrable domain.

        Labels below that can be made for each query, with what is sent in them.
        """
        return sent.registrable if sent.protocol == "dns" else sent.host

    def senders_to(self, host: str) -> tuple[Actor, ...]:
        """Return who of the app was seen to send to a host; empty when nobody was."""
        return self._senders.get(host, ())

    def sent_to(self, host: str) -> Sent | None:
        """Return the first thing the app was seen to send to a host; None when nothing was."""
        return self._first_sent.get(host)

    def goes_to(self, host: str) -> bool:
        """Return whether the app was seen, from inside, to go to a host: others may use the proxy too."""
        return host in self._visited or host in self._senders

    @cached_property
    def receivers(self) -> Receivers:
        """Who each host is, as far as names, certificates and addresses tell."""
        return Receivers(
            self.observation,
            party=lambda host: self.party(host) if self.has_declaration else "unknown",
            owner=self.owner,
            countries=self.countries,
        )

    @cached_property
    def certified(self) -> frozenset[str]:
        """Hosts whose server showed its own certificate to the proxy."""
        return frozenset(
            one.host for one in self.observation.handshakes if one.side == "server" and one.certificate
        )

    @cached_property
    def _senders(self) -> dict[str, tuple[Actor, ...]]:
        found: dict[str, dict[tuple[str, str], Actor]] = {}
        for sent in self.observation.sent:
            if sent.actor.kind in ("app", "sdk"):
                found.setdefault(sent.host, {}).setdefault((sent.actor.kind, sent.actor.id), sent.actor)
        return {host: tuple(actors.values()) for host, actors in found.items()}

    @cached_property
    def _first_sent(self) -> dict[str, Sent]:
        found: dict[str, Sent] = {}
        for sent in self.observation.sent:
            if sent.actor.kind in ("app", "sdk"):
                found.setdefault(sent.host, sent)
        return found

    @cached_property
    def _visited(self) -> frozenset[str]:
        return frozenset(one.host for one in self.observation.coverage.network.destinations if one.own)

    def state_is_disputed(self, evidence: Access | Carried | PermissionAsk) -> bool:
        """Return whether the app and the system disagreed on the app's state when something happened."""
        at = (evidence.sent if isinstance(evidence, Carried) else evidence).when.at
        return any(one.start <= at < one.end for one in self.observation.coverage.disputed)

    def guarded(self, permission: str) -> tuple[str, ...]:
        """Return the data types a permission guards that the user must be asked for; empty for any other."""
        row = self.catalog.permissions.get(permission)
        return row.data_types if row is not None and row.dangerous else ()

    def telling(self, data_type: str, actor: Actor) -> Telling:
        """Return how the notice tells a data type for an actor, at its best."""
        key = (data_type, actor.kind, actor.id)
        known = self._tellings.get(key)
        if known is None:
            known = self._tellings[key] = self._telling(data_type, actor)
        return known

    def third_party(self, actor: Actor) -> tuple[Statement, ...]:
        """Return the statements that name a third party."""
        known = self._naming.get(actor.id)
        if known is None:
            known = self._naming[actor.id] = tuple(
                statement
                for statement in self.declaration.of_kind(*THIRD)
                if self._names(statement, actor.id, actor.name, actor.company)
            )
        return known

    def party(self, host: str) -> Party:
        """Return whose host it is, by the declaration.

        `unknown` when the declaration names no host of the app's own, or the host only shares a registrable
        domain with one: then nobody can tell from the outside.
        """
        known = self._parties.get(host)
        if known is None:
            known = self._parties[host] = self._party(host)
        return known

    def owner(self, host: str) -> str:
        """Return the name of the third party a host is known to belong to, or an empty string."""
        known = self._owners.get(host)
        if known is None:
            sdk = next(iter(self._sdks_of(host)), None)
            company = f"（{sdk.company}）" if sdk and sdk.company else ""
            known = self._owners[host] = f"{sdk.name}{company}" if sdk else ""
        return known

    def _party(self, host: str) -> Party:
        told = self.declaration
        if any(covers(pattern, host) for pattern in told.first_party_hosts):
            return "first"
        for statement in told.of_kind(*THIRD):
            if any(covers(pattern, host) for pattern in statement.hosts):
                return "declared"
        for sdk in self._sdks_of(host):
            if any(self._names(s, sdk.id, sdk.name, sdk.company) for s in told.of_kind(*THIRD)):
                return "declared"
        return "unknown" if not told.first_party_hosts or self._shares_domain(host) else "undeclared"

    def _sdks_of(self, host: str) -> list[Sdk]:
        """Return the third parties a host is known to belong to, in the order of the catalogue."""
        labels = host.split(".")
        names = (".".join(labels[at:]) for at in range(len(labels)))
        found = {place: sdk for name in names for place, sdk in self._sdk_hosts.get(name, ())}
        return [found[place] for place in sorted(found)]

    @cached_property
    def _sdk_hosts(self) -> dict[str, list[tuple[int, Sdk]]]:
        """Third parties by the domains that are theirs: a run may meet tens of thousands of hosts."""
        found: dict[str, list[tuple[int, Sdk]]] = {}
        for place, sdk in enumerate(self.catalog.sdks.values()):
            for pattern in sdk.hosts:
                found.setdefault(_domain(pattern), []).append((place, sdk))
        found.pop("", None)
        return found

    @cached_property
    def _own_domains(self) -> frozenset[str]:
        return frozenset(
            registrable(pattern.removeprefix("*.")) for pattern in self.declaration.first_party_hosts
        )

    def _shares_domain(self, host: str) -> bool:
        return registrable(host) in self._own_domains

    def _telling(self, data_type: str, actor: Actor) -> Telling:
        general = self.declaration.of_kind(*COLLECTING)
        others = self.declaration.of_kind(*THIRD)
        if actor.kind == "sdk":
            own = self.third_party(actor)
            # A third party that is not named at all is one cause, not one for each of its data types.
            first, second = (own, general) if own else (general, others)
        elif actor.kind == "unknown":
            first, second = (*general, *others), ()
        else:
            first, second = general, others
        for level, statements in (("listed", first), ("elsewhere", second)):
            found = tuple(s for s in statements if not s.umbrella and data_type in s.data_types)
            if found:
                return Telling("listed" if level == "listed" else "elsewhere", found)
            found = tuple(s for s in statements if self._umbrella(s, data_type))
            if found and level == "listed":
                return Telling("umbrella", found)
        return Telling("absent", ())

    def _umbrella(self, statement: Statement, data_type: str) -> bool:
        if not statement.umbrella:
            return False
        row = self.catalog.data_types.get(data_type)
        terms = row.umbrella_zh if row else ()
        return data_type in statement.data_types or any(term in statement.place.quote for term in terms)

    def _names(self, statement: Statement, id_: str, name: str, company: str) -> bool:
        if statement.sdk:
            return statement.sdk == id_
        # A company has many products: its name alone tells of one only where the notice names no product.
        told = _plain(statement.name) or _plain(statement.company)
        return bool(told) and told in {_plain(name), _plain(company)}


def covers(pattern: str, host: str) -> bool:
    """Return whether a host pattern (`a.com` or `*.a.com`) covers a host: itself and everything below it."""
    name = _domain(pattern)
    return bool(name) and (host == name or host.endswith(f".{name}"))


def _domain(pattern: str) -> str:
    return pattern.strip().lower().removeprefix("*.").rstrip(".")


def confidence_of(evidence: Access | Carried | PermissionAsk) -> Confidence:
    """Return how sure it is that the app's own process did it.

    That a call was made is certain even when its caller could not be named; a request without a known opener
    may be another app's, unless it carries a value that this app read or that was typed into it. What only
    looks like personal data is never sure.
    """
    if isinstance(evidence, Carried):
        weak = evidence.match.source in _NOT_OF_THE_APP
        if evidence.sent.actor.kind == "unknown":
            return "low" if weak else "medium"
        return least_sure("medium" if weak else "high", evidence.sent.actor.confidence)
    actor = evidence.actor
    return "medium" if actor.kind == "unknown" else actor.confidence


def may_be_others(carried: Carried) -> bool:
    """Return whether a request may come from another app of the phone, as far as it can be told."""
    return carried.sent.actor.kind == "unknown" and carried.match.source in _NOT_OF_THE_APP


_NOT_OF_THE_APP = frozenset({"planted", "detected"})
"""Sources of values that this app need not have had: on the phone for every app, or only looking like one."""


def by_form_alone(evidence: Evidence) -> bool:
    """Return whether nothing but its form says that a value is somebody's data: a suspicion at most."""
    return isinstance(evidence, Carried) and evidence.match.source == "detected"


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()
