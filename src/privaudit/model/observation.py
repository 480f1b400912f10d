"""Observations: what follows from events; always rebuildable from the journal, never stored as evidence."""

from __future__ import annotations

from typing import Literal

import msgspec

from privaudit.model.circumstances import Actor, When
from privaudit.model.destination import Handshake, NetworkCoverage, Probe, TrustCheck
from privaudit.model.event import (
    AppInfo,
    AppState,
    DeviceInfo,
    Frame,
    PackageSeen,
    Sensor,
    Tool,
)

SurfaceKind = Literal["native", "h5", "mini_program"]


class Surface(msgspec.Struct, frozen=True, kw_only=True):
    """What part of the app something happened in: its native code, a web page, a mini program."""

    kind: SurfaceKind = "native"
    container: str = ""
    """Catalogue id of what runs the page or mini program; empty for native."""
    name: str = ""
    """Name of the container."""
    page: str = ""
    """URL of the page without its query, or id of the mini program; empty where it is not known."""
    rule: str = ""
    """What showed it."""


NATIVE = Surface()


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """A call that reads personal information; `count` calls share this detail when sampled."""

    event: int
    """Journal number of the event that proves it."""
    when: When
    api: str
    data_type: str
    actor: Actor
    pid: int
    process: str
    thread: str
    site: str
    frames: tuple[Frame, ...]
    responsible: int
    """Index of the frame that decided the actor, in the stack `decided_in`; -1 when none did."""
    refused: bool
    """True when the system threw: an attempt, not a read."""
    error: str = ""
    value: str | None = None
    value_length: int = 0
    """Characters of the whole value where `value` is only its beginning, else 0."""
    value_sha256: str = ""
    """Of that whole value in UTF-8, if the agent read it all."""
    items: int | None = None
    args: tuple[str, ...] = ()
    count: int = 1
    last: int = 0
    """ns of the last of the calls; 0 when there was only one."""
    delivered: bool = False
    """True when the system handed the value to a listener; the first of `origins` is where it registered."""
    last_event: int = 0
    """Journal number of the event that proves the last of them."""
    origins: tuple[tuple[Frame, ...], ...] = ()
    """Stacks at which the work was created, nearest first."""
    decided_in: int = 0
    """The stack `responsible` counts in: 0 is `frames`, n the n-th of `origins`."""
    surface: Surface = NATIVE


class PermissionAsk(msgspec.Struct, frozen=True, kw_only=True):
    """The app asked the user for permissions."""

    event: int
    when: When
    permissions: tuple[str, ...]
    actor: Actor
    frames: tuple[Frame, ...] = ()
    responsible: int = -1
    screen_texts: tuple[str, ...] = ()
    """Texts on the app's own screen when it asked, as far as they were seen."""
    origins: tuple[tuple[Frame, ...], ...] = ()
    """Stacks at which the work was created, nearest first."""
    decided_in: int = 0
    """The stack `responsible` counts in: 0 is `frames`, n the n-th of `origins`."""
    surface: Surface = NATIVE


class PermissionAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A permission was answered in its dialog (`dialog`), or changed from outside."""

    event: int
    when: When
    permission: str
    answer: str
    dialog: bool
    text: str = ""


class Decoding(msgspec.Struct, frozen=True, kw_only=True):
    """One step from the bytes on the wire to the value, with where it was found: `url`, `md5`, `json:a.b`."""

    name: str
    detail: str = ""


class Sealing(msgspec.Struct, frozen=True, kw_only=True):
    """What the app's own code made of a value before it sent it, as the agent saw it go in and come out."""

    event: int
    """Journal number of the call that encrypted, hashed or signed."""
    operation: str
    algorithm: str
    chain: tuple[Decoding, ...]
    """Steps inside what went in, to the value."""
    offset: int
    """Where the value stands after those steps."""
    length: int


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """A known value found in a request."""

    data_type: str
    value: str
    source: Literal["read", "planted", "typed", "detected"]
    """detected: nobody gave the value; it has the form and the check digits of its type."""
    source_event: int | None
    """Journal number of the read the value comes from."""
    where: Literal["url", "header", "body", "frame"]
    offset: int
    length: int
    chain: tuple[Decoding, ...]
    name: str = ""
    """Parameter, header or JSON path the value stands in, if it has one."""
    before: str = ""
    """What stands before it in the request, a few dozen characters; only for examples that are shown."""
    found: str = ""
    """How it is written there, after the steps of `chain` that are not of the value itself."""
    after: str = ""
    sealed: tuple[Sealing, ...] = ()
    """Outermost first: offset, length and chain above lead to what the first of them put out."""


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What left the app at once: a request, a WebSocket message, bytes of a connection, a name looked up."""

    event: int
    flow: str
    when: When
    method: str
    url: str
    host: str
    registrable: str
    """Registrable domain, or the address when the host is one."""
    encrypted: bool
    actor: Actor
    frames: tuple[Frame, ...] = ()
    responsible: int = -1
    matches: tuple[Match, ...] = ()
    status: int = 0
    error: str = ""
    body_bytes: int = 0
    origins: tuple[tuple[Frame, ...], ...] = ()
    """Stacks at which the work was created, nearest first."""
    decided_in: int = 0
    """The stack `responsible` counts in: 0 is `frames`, n the n-th of `origins`."""
    surface: Surface = NATIVE
    seen_by: Literal["proxy", "agent"] = "proxy"
    """agent: taken inside the app before encryption; the proxy did not see it."""
    protocol: Literal["http", "websocket", "tcp", "udp", "dns"] = "http"
    address: str = ""
    """address:port that received it, where it is known."""
    tls_version: str = ""
    thread: str = ""
    """Thread that sent it, where a call that shows it was seen."""
    pid: int = 0
    parts: tuple[int, ...] = ()
    """Journal numbers of all the events that told it, where there are several; of a long one the first."""


class SystemView(msgspec.Struct, frozen=True, kw_only=True):
    """What the system itself counted for an app-op: the oracle that owes the hooks nothing."""

    event: int
    op: str
    moment: str
    mode: str
    last_access: int | None
    last_access_state: str = ""


class PhaseCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """How long a phase ran (ms) and how it ended."""

    name: str
    start: int
    end: int
    steps_ok: int
    steps_failed: int


class SensorCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """When a sensor watched: ns intervals; `lost` tells why it ended early."""

    sensor: Sensor
    intervals: tuple[tuple[int, int], ...]
    lost: str = ""
    lost_at: int | None = None

    @property
    def whole(self) -> bool:
        """Whether it started and was never lost."""
        return bool(self.intervals) and not self.lost


RowState = Literal["resolved", "absent", "failed", "not_installed", "unobservable"]
"""not_installed: no process told of it."""


class HookInProcess(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a catalogue row in one process, and how often it was called there."""

    process: str
    pid: int
    state: RowState
    calls: int = 0
    reason: str = ""


class HookCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """The state of one catalogue row over all processes; resolved with no calls is one that never fired."""

    api: str
    state: RowState
    calls: int = 0
    reason: str = ""
    category: str = ""
    processes: tuple[HookInProcess, ...] = ()
    """By process where they differ in state or calls, else empty."""


class Unwatched(msgspec.Struct, frozen=True, kw_only=True):
    """A process of the app without the agent: since when (ns, its start where known) and until when."""

    pid: int
    name: str
    since: int
    until: int | None = None
    """None when it was not seen to end."""
    reason: str = ""


class Disputed(msgspec.Struct, frozen=True, kw_only=True):
    """A time (ns) in which the app's callbacks and the system did not agree on the app's state."""

    start: int
    end: int
    inside: AppState
    """As the lifecycle callbacks in the app tell it."""
    system: AppState
    """As the activity manager tells it."""


class SurfaceCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of surface that the run went through, and what happened there."""

    kind: SurfaceKind
    container: str = ""
    name: str = ""
    pages: tuple[str, ...] = ()
    """URLs without query, or ids of mini programs, in the order they were opened; at most 50."""
    opened: int = 0
    """How many different ones there were."""
    reads: int = 0
    requests: int = 0


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What was watched, for how long and with what; the ground under every `conforms`."""

    start: int
    end: int
    outcome: Literal["complete", "incomplete", "interrupted", "unsealed"]
    reason: str
    phases: tuple[PhaseCoverage, ...]
    sensors: tuple[SensorCoverage, ...]
    hooks: tuple[HookCoverage, ...]
    consent_states: dict[str, int]
    """Consent state to ns spent in it."""
    app_states: dict[str, int]
    """App state to ns spent in it."""
    screens: int
    requests: int
    unread_tunnels: tuple[str, ...]
    """host:port of TLS connections that could not be opened for reading."""
    uninstrumented: tuple[str, ...]
    """Processes the agent was not in, with the reason."""
    unwatched: tuple[Unwatched, ...] = ()
    """The same processes, with their times."""
    dropped: int
    """Messages the agent says it dropped."""
    failed_steps: tuple[str, ...] = ()
    surfaces: tuple[SurfaceCoverage, ...] = ()
    """What parts of the app were exercised: native code, pages, mini programs."""
    disputed: tuple[Disputed, ...] = ()
    """When the app and the system did not agree on whether the user saw the app."""
    app_spans: tuple[tuple[int, int, AppState], ...] = ()
    """When the app was in which state: (from, until, state), ns."""
    network: NetworkCoverage = NetworkCoverage(destinations=())

    def sensor(self, name: Sensor) -> SensorCoverage | None:
        """Return a sensor's coverage, or None when it was never started."""
        return next((s for s in self.sensors if s.sensor == name), None)


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a journal shows, ready to be judged."""

    device: DeviceInfo
    app: AppInfo
    tools: tuple[Tool, ...]
    scenario: str
    accesses: tuple[Access, ...]
    asks: tuple[PermissionAsk, ...]
    sent: tuple[Sent, ...]
    system: tuple[SystemView, ...]
    permissions: dict[str, bool]
    """Permissions of the manifest and whether they were granted at the end."""
    sdks: tuple[Actor, ...]
    """Third parties whose code acted."""
    consents: tuple[tuple[int, When, str], ...]
    """(journal number, when, how) of each change of the consent state."""
    screens: tuple[tuple[int, When, str, tuple[str, ...]], ...]
    """(journal number, when, screenshot sha256, texts)."""
    notice_opened: tuple[int, bool, int, str] | None
    """(journal number, found, taps, reason)."""
    complaint_opened: tuple[int, bool, tuple[str, ...], tuple[str, ...], tuple[str, ...], str] | None
    """(journal number, found, phones, emails, addresses, reason)."""
    manual: tuple[tuple[int, str, str], ...]
    notes: tuple[tuple[int, str, str], ...]
    coverage: Coverage
    package: PackageSeen | None = None
    """The app's package as it was read before the start; None when it was not."""
    late_hooks: tuple[tuple[str, int], ...] = ()
    """(API, ns) of rows whose class appeared only after its process began."""
    answers: tuple[PermissionAnswer, ...] = ()
    known: tuple[tuple[str, str], ...] = ()
    """(data type, value) that were planted on the device or typed by the scenario."""
    complaint_step: str = ""
    """The step that looked for the complaint channel."""
    entered: tuple[str, ...] = ()
    """Texts that stood in input fields on the app's screens; reports hide them."""
    handshakes: tuple[Handshake, ...] = ()
    """For each host, port and side the weakest."""
    probes: tuple[Probe, ...] = ()
    """For each host and port the first of each outcome."""
    trust: tuple[TrustCheck, ...] = ()
