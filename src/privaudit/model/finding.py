"""Findings: what a rule concluded, with the proof; and the report that gathers them."""

from __future__ import annotations

from typing import Literal

import msgspec

from privaudit.model.catalog import Clause, LawSource
from privaudit.model.circumstances import Actor
from privaudit.model.destination import Handshake, NetworkProtocol, Probe, TrustCheck
from privaudit.model.event import AppInfo, AppState, ConsentState, DeviceInfo, Tool
from privaudit.model.network import CertificateSeen
from privaudit.model.observation import Coverage, Decoding, Surface, SurfaceKind

Verdict = Literal[
    "violation", "suspected", "conforms", "not_observed", "not_tested", "needs_document",
    "not_applicable",
]  # fmt: skip
Severity = Literal["high", "medium", "low"]
Confidence = Literal["high", "medium", "low"]


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """Words in both languages a report is written in."""

    zh: str
    en: str


class CountryData(msgspec.Struct, frozen=True, kw_only=True):
    """The data file that countries of addresses were taken from."""

    file: str
    form: Literal["mmdb", "csv"]
    sha256: str
    name: str = ""
    """What the file calls itself."""
    built: int | None = None
    """When it was made (ns UTC), where it tells."""
    entries: int = 0
    """Rows of a CSV, nodes of a MaxMind DB."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """The country a data file gives an address: a lead, no proof."""

    address: str
    code: str
    """ISO 3166-1, two letters."""
    name: Text


class Receiver(msgspec.Struct, frozen=True, kw_only=True):
    """Who received, as far as names, certificate and address tell."""

    host: str
    registrable: str
    party: Literal["first", "declared", "undeclared", "unknown"] = "unknown"
    owner: str = ""
    """Third party of the catalogue that the host belongs to."""
    certificate: CertificateSeen | None = None
    """Without the names it is for: those stand in the report's `handshakes`."""
    problem: str = ""
    """Why TLS between proxy and server did not come about (a certificate the machine does not trust)."""
    tls: tuple[str, ...] = ()
    """Versions of TLS on the way there."""
    places: tuple[Place, ...] = ()


class StackLine(msgspec.Struct, frozen=True, kw_only=True):
    """A stack frame as shown; `responsible` marks the one that decided who acted.

    A line with a `divider` is no frame: what follows it is the stack at which the work was created.
    """

    text: str
    responsible: bool = False
    divider: Text | None = None


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of evidence of a finding; what it is not stays empty. Values are already masked.

    call: api, stack, value · request: url, excerpt, decodings, flow · screen: screenshot (sha256), texts
    notice: quote, start, end · absence: searched (what was looked through without finding it) · system: text
    tls: text (a handshake, or a wrong certificate that was shown).
    """

    kind: Literal["call", "request", "screen", "notice", "absence", "system", "permission", "step", "tls"]
    event: int | None = None
    """Number in the journal."""
    at: int | None = None
    consent: ConsentState | None = None
    app_state: AppState | None = None
    phase: str = ""
    text: Text | None = None
    api: str = ""
    api_signature: str = ""
    process: str = ""
    thread: str = ""
    value: str = ""
    value_length: int = 0
    """Characters of the whole value where only its beginning was kept, else 0."""
    value_sha256: str = ""
    """Of that whole value in UTF-8, if it was read whole."""
    error: str = ""
    stack: tuple[StackLine, ...] = ()
    """Innermost first: the call's own stack, then those where its work was created, each after a divider."""
    actor: Actor | None = None
    """Who this very piece shows to have acted, with the rule that decided and how sure it is."""
    surface: Surface | None = None
    """Where it happened: native code, a web page, a mini program; None where that says nothing."""
    flow: str = ""
    url: str = ""
    excerpt: str = ""
    """The part of the request around the value, the value masked."""
    found: str = ""
    """How the value is written there (a digest, a code), masked."""
    decodings: tuple[Decoding, ...] = ()
    items: int | None = None
    """How many entries the call returned, where it returned a list or a cursor."""
    empty: bool = False
    """True when the call was seen to return nothing: an attempt, not a read."""
    protocol: NetworkProtocol | None = None
    """What carried it, where that is not HTTP."""
    seen_by: Literal["", "agent"] = ""
    """agent: taken inside the app before encryption."""
    receiver: Receiver | None = None
    screenshot: str = ""
    screen_at: int | None = None
    """When the screenshot was taken (ns), and the state of things then."""
    screen_consent: ConsentState | None = None
    screen_app_state: AppState | None = None
    screen_texts: tuple[str, ...] = ()
    quote: str = ""
    start: int | None = None
    end: int | None = None
    searched: str = ""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule concluded about one cause. `id` is stable across runs of the same cause.

    A violation or suspicion has at least one proof; `not_tested` has a reason and no proof.
    """

    id: str
    rule: str
    verdict: Verdict
    severity: Severity
    confidence: Confidence
    title: Text
    statement: Text
    remedy: Text
    would_change: Text | None = None
    clauses: tuple[str, ...] = ()
    """Imported clauses first, then limbs of Article 16."""
    data_type: str = ""
    actor: Actor | None = None
    subject: str = ""
    """What else the cause is about: a permission, a host, an SDK id."""
    count: int = 0
    first: int | None = None
    last: int | None = None
    proofs: tuple[Proof, ...] = ()


class RuleOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """How a rule ended as a whole."""

    rule: str
    title: Text
    verdict: Verdict
    reason: Text
    clauses: tuple[str, ...]
    findings: tuple[str, ...] = ()


class LimbVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict on one limb of Article 16, with what it rests on and what was not tested."""

    clause: str
    title: Text
    text_zh: str
    verdict: Verdict
    findings: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    not_tested: tuple[Text, ...] = ()
    documents: tuple[Text, ...] = ()
    """Documents to ask the institution for, where the limb needs them."""


class TimelineEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A mark on the timeline: lane, time (ns), what, and whether a finding rests on it."""

    lane: Literal["consent", "app", "phase", "api", "permission", "request", "screen", "problem"]
    at: int
    end: int | None = None
    label: Text
    detail: str = ""
    note: Text | None = None
    """More about it in words, where there are any."""
    tone: str = ""
    """The consent or app state a span stands for."""
    event: int | None = None
    findings: tuple[str, ...] = ()


class DataRow(msgspec.Struct, frozen=True, kw_only=True):
    """A data type as read, by whom, and as told in the notice."""

    data_type: str
    name: Text
    actor: Actor
    reads: int
    refused: int
    sent_to: tuple[str, ...]
    declared: Literal["listed", "umbrella", "absent"]
    states: tuple[str, ...]
    """Consent states it was read in."""
    surfaces: tuple[SurfaceKind, ...] = ()
    """Where it was read or sent from."""
    by_form: bool = False
    """True when nothing but the form of a value sent speaks for it."""


class RecipientRow(msgspec.Struct, frozen=True, kw_only=True):
    """A host data went to."""

    host: str
    registrable: str
    party: Literal["first", "declared", "undeclared", "unknown"]
    encrypted: bool
    requests: int
    bytes_up: int
    data_types: tuple[str, ...]
    actors: tuple[str, ...]
    receiver: Receiver | None = None
    protocols: tuple[NetworkProtocol, ...] = ()
    by_form: tuple[str, ...] = ()
    """Those of `data_types` that nothing but the form of a value speaks for."""


class PermissionRowSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A permission of the manifest: granted or not, asked or not, told or not."""

    permission: str
    name: Text
    granted: bool
    asked: int
    declared: bool
    personal: bool = True
    """Whether it opens personal information, so that the user must be told of it."""


class SdkRowSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A third party whose code acted."""

    sdk: str
    name: str
    company: str
    calls: int
    requests: int
    declared: bool
    data_types: tuple[str, ...]
    by_form: tuple[str, ...] = ()
    """Those of `data_types` that nothing but the form of a value speaks for."""


class PackerSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A packer recognised in the app's package, and the marks it was told by."""

    packer: str
    name: Text
    company: str = ""
    confidence: Confidence
    marks: tuple[str, ...]


class SdkContained(msgspec.Struct, frozen=True, kw_only=True):
    """A third party whose code is in the package and was not seen to act: a fact, not a finding."""

    sdk: str
    name: str
    company: str = ""
    purpose: str = ""
    confidence: Confidence
    marks: tuple[str, ...]


class PackageFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the app's package says without being run; `sha256` is of its base file."""

    sha256: str
    origin: Literal["file", "phone"]
    application: str = ""
    processes: tuple[str, ...] = ()
    packers: tuple[PackerSeen, ...] = ()
    contained: tuple[SdkContained, ...] = ()
    oddities: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All a renderer needs; no renderer opens the evidence except for screenshots it embeds."""

    title: Text
    evidence: str
    """Name of the evidence folder."""
    evidence_digest: str
    """Head hash of the journal."""
    evidence_whole: bool
    evidence_problem: str = ""
    device: DeviceInfo
    app: AppInfo
    app_name: str
    tools: tuple[Tool, ...]
    scenario: str
    notice_file: str
    notice_title: str
    notice_version: str
    notice_sha256: str
    start: int
    end: int
    made: int
    """ns UTC at which the report was made."""
    verdict: Verdict
    limbs: tuple[LimbVerdict, ...]
    rules: tuple[RuleOutcome, ...]
    findings: tuple[Finding, ...]
    coverage: Coverage
    limits: tuple[Text, ...]
    """Every limit of what was tested, in words."""
    timeline: tuple[TimelineEntry, ...]
    data: tuple[DataRow, ...]
    recipients: tuple[RecipientRow, ...]
    permissions: tuple[PermissionRowSeen, ...]
    sdks: tuple[SdkRowSeen, ...]
    package: PackageFacts | None = None
    """None when the app's package was not read."""
    clauses: tuple[Clause, ...]
    """The clauses cited, for the appendix."""
    sources: tuple[LawSource, ...]
    masked: bool = True
    countries: CountryData | None = None
    """The data file countries were taken from; None when none was given."""
    handshakes: tuple[Handshake, ...] = ()
    probes: tuple[Probe, ...] = ()
    trust: tuple[TrustCheck, ...] = ()
    """Checks of the app that refused the audit's certificate, and what became of them."""
