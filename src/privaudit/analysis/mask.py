"""Values hidden for a report that is passed on.

Enough stays to recognise one's own value, too little to use another's. Known values are hidden wherever they
stand: in requests, addresses, messages of errors, texts of screens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar
from urllib.parse import quote, quote_plus

import msgspec
from ahocorasick_rs import AhoCorasick, MatchKind

from privaudit.analysis import forms
from privaudit.analysis.needles import values_in
from privaudit.model.destination import Handshake, NetworkCoverage, Probe, TrustCheck
from privaudit.model.finding import (
    DataRow,
    Finding,
    LimbVerdict,
    Proof,
    Receiver,
    RecipientRow,
    RuleOutcome,
    Text,
)
from privaudit.model.observation import Decoding, Observation, Surface, SurfaceCoverage

DOT = "•"

_Hosted = TypeVar("_Hosted", Handshake, Probe, TrustCheck)

MIN_LENGTH = 4
"""Characters a value needs to be hidden inside other text: shorter ones stand in every text by chance."""

MAX_VALUES = 50_000
"""Values hidden in texts; beyond that (a journal made to be hostile) texts are left out altogether."""

MIN_WORD = 2
"""Characters that are enough where they are not ASCII: most Chinese names have two or three."""

APPS = "apps.installed"

ENTERED = "entered"
"""The data type of what stood in an input field: nobody knows what it is, so nothing of it is shown."""

_SECRET = ("auth.", "bio.", "health.", "finance.", "identity.")
_CONTENT = ("location.", "contacts.", "comm.", "clipboard", "photos", "calendar", APPS, ENTERED)


def mask_value(data_type: str, value: str) -> str:
    """Return a value with its middle hidden.

    Two characters stay at each end, one of short values, none of secrets and of content. The length is not
    kept: it may tell.
    """
    if not value:
        return value
    if data_type.startswith((*_SECRET, *_CONTENT)):
        return DOT * 6
    size = len(value)
    if size < MIN_LENGTH:
        return DOT * 3
    keep = 2 if size >= 8 else 1  # noqa: PLR2004 # half of the shortest value that keeps four characters
    return f"{value[:keep]}{DOT * 6}{value[-keep:]}"


_HALF = re.compile("[\ud800-\udfff]")


class _Known(NamedTuple):
    patterns: list[str]
    masked: list[str]


class Masker:
    """Hides the known values of an observation in any text; `off` leaves everything as it is."""

    def __init__(self, values: Mapping[str, str], *, names: Iterable[str] = (), off: bool = False) -> None:
        """Take values by themselves; `names` are packages of other apps, which code may bear as well."""
        self.off = off
        self._names = Masker(dict.fromkeys(names, APPS), off=off) if names else None
        known = _forms({_whole_characters(value): kind for value, kind in values.items()})
        # What is too short to be hidden inside other text still is where it stands alone.
        self._whole = frozenset(
            text for value in values if (text := _whole_characters(value).strip()) and not _long(text)
        )
        self._overfull = len(known.patterns) > MAX_VALUES
        self._masked = known.masked
        self._automaton = (
            AhoCorasick(known.patterns, matchkind=MatchKind.LeftmostLongest)
            if known.patterns and not self._overfull and not off
            else None
        )

    @classmethod
    def of(cls, observation: Observation, *, off: bool = False) -> Masker:
        """Make a masker that knows every value that was read, planted, typed or found in traffic."""
        values: dict[str, str] = {value: data_type for data_type, value in observation.known}
        for access in observation.accesses:
            if access.value and access.data_type:
                for value in (access.value, *values_in(access.value)):
                    values.setdefault(value, access.data_type)
        for sent in observation.sent:
            for match in sent.matches:
                if match.data_type.startswith("apps."):
                    continue  # names of packages, see `names`
                values.setdefault(match.value, match.data_type)
                if match.found:
                    values.setdefault(match.found, match.data_type)
        for text in observation.entered:
            values.setdefault(text, ENTERED)
        return cls(values, names=_other_apps(observation), off=off)

    def value(self, data_type: str, value: str) -> str:
        """Return a value of a data type hidden."""
        return value if self.off else mask_value(data_type, value)

    def text(self, text: str) -> str:
        """Return a text with every known value in it hidden."""
        return self._names.text(self.code(text)) if self._names else self.code(text)

    def code(self, text: str) -> str:
        """Return a line of code with every known value in it hidden; packages of apps may stand there."""
        if self.off or not text:
            return text
        searched = _whole_characters(text)
        if self._overfull or searched.strip() in self._whole:
            return DOT * 6
        if self._automaton is None:
            return text
        parts: list[str] = []
        end = 0
        for index, start, stop in self._automaton.find_matches_as_indexes(searched):
            parts += (text[end:start], self._masked[index])
            end = stop
        return "".join((*parts, text[end:]))

    def finding(self, finding: Finding) -> Finding:
        """Return a finding with the values in its words and proofs hidden."""
        if self.off:
            return finding
        return msgspec.structs.replace(
            finding,
            # A host can be made of a value, as in a name that is looked up to carry it.
            subject=self.text(finding.subject),
            statement=self._words(finding.statement),
            proofs=tuple(self._proof(proof, finding.data_type) for proof in finding.proofs),
        )

    def outcome(self, outcome: RuleOutcome) -> RuleOutcome:
        """Return how a rule ended with values in its reason hidden: hosts are named there."""
        return msgspec.structs.replace(outcome, reason=self._words(outcome.reason))

    def limb(self, limb: LimbVerdict) -> LimbVerdict:
        """Return the verdict on a limb with values in what was not tested hidden."""
        return msgspec.structs.replace(limb, not_tested=tuple(self._words(one) for one in limb.not_tested))

    def named(self, one: _Hosted) -> _Hosted:
        """Return a handshake, a probe or a check with a value in its host's name hidden."""
        return msgspec.structs.replace(one, host=self.text(one.host))

    def recipient(self, row: RecipientRow) -> RecipientRow:
        """Return a recipient with a value in its name hidden."""
        return msgspec.structs.replace(
            row,
            host=self.text(row.host),
            registrable=self.text(row.registrable),
            receiver=self._receiver(row.receiver),
        )

    def data(self, row: DataRow) -> DataRow:
        """Return a data type with values in the names of hosts hidden."""
        return msgspec.structs.replace(row, sent_to=tuple(self.text(host) for host in row.sent_to))

    def network(self, network: NetworkCoverage) -> NetworkCoverage:
        """Return where bytes went with values in names of hosts hidden."""
        if self.off:
            return network
        return msgspec.structs.replace(
            network,
            destinations=tuple(
                msgspec.structs.replace(
                    one,
                    host=self.text(one.host),
                    registrable=self.text(one.registrable),
                    reasons=tuple(self.text(reason) for reason in one.reasons),
                )
                for one in network.destinations
            ),
            names_only=tuple(self.text(name) for name in network.names_only),
        )

    def _receiver(self, receiver: Receiver | None) -> Receiver | None:
        return receiver and msgspec.structs.replace(
            receiver, host=self.text(receiver.host), registrable=self.text(receiver.registrable)
        )

    def _words(self, words: Text) -> Text:
        return Text(zh=self.text(words.zh), en=self.text(words.en))

    def surfaces(self, surfaces: tuple[SurfaceCoverage, ...]) -> tuple[SurfaceCoverage, ...]:
        """Return what was exercised with the values in addresses of pages hidden."""
        return tuple(
            msgspec.structs.replace(one, pages=tuple(self.text(page) for page in one.pages))
            for one in surfaces
        )

    def _surface(self, surface: Surface | None) -> Surface | None:
        return surface and msgspec.structs.replace(surface, page=self.text(surface.page))

    def _proof(self, proof: Proof, data_type: str) -> Proof:
        return msgspec.structs.replace(
            proof,
            value=mask_value(data_type, proof.value),
            url=self.text(proof.url),
            excerpt=self.text(proof.excerpt),
            found=self.text(proof.found),
            error=self.text(proof.error),
            text=proof.text and self._words(proof.text),
            searched=self.text(proof.searched),
            receiver=self._receiver(proof.receiver),
            surface=self._surface(proof.surface),
            stack=tuple(msgspec.structs.replace(line, text=self.code(line.text)) for line in proof.stack),
            screen_texts=tuple(self.text(text) for text in proof.screen_texts),
            decodings=tuple(
                Decoding(name=step.name, detail=self.text(step.detail)) for step in proof.decodings
            ),
        )


def _whole_characters(text: str) -> str:
    """Return a text with each half of a character replaced, of the same length: no search takes halves."""
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", text)


def _other_apps(observation: Observation) -> tuple[str, ...]:
    """Return the packages that lists of apps named, but for the audited one's own and what is no package."""
    found: dict[str, None] = {}
    for access in observation.accesses:
        if access.data_type.startswith("apps.") and access.value:
            found.update(dict.fromkeys(access.value.split(",")))
    own = observation.app.package
    return tuple(name for name in found if name.count(".") >= 1 and name != own)


def _long(text: str) -> bool:
    """Whether a value is long enough to be told apart inside other text."""
    return len(text) >= (MIN_LENGTH if text.isascii() else MIN_WORD)


def _forms(values: Mapping[str, str]) -> _Known:
    """Return each value as it may stand in a text (also percent-encoded), with what takes its place."""
    found: dict[str, str] = {}
    for value, data_type in values.items():
        stripped = value.strip()
        if _long(stripped):
            hidden = mask_value(data_type, stripped)
            for form in _spellings(stripped):
                found.setdefault(form, hidden)
    return _Known(list(found), list(found.values()))


def _spellings(value: str) -> Iterable[str]:
    found: dict[str, None] = {}
    for written in (value, *forms.forms(value).values()):
        escaped = (quote(written, safe=""), quote(written), quote_plus(written))
        spelled = (written, *escaped, written.lower(), written.upper())
        found.update(dict.fromkeys(form for form in spelled if _long(form)))
    return found
