"""Events: what a sensor saw, as it saw it, never edited.

Every event is one struct of the tagged union `Event` (tag `kind`). Times are ns of the host's UTC wall clock:
`at` is when it happened (device clock corrected by the measured offset), `seen` when this machine got it.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

Sensor = Literal["agent", "proxy", "system", "screen"]
ConsentState = Literal["not_shown", "shown", "agreed", "refused", "withdrawn"]
AppState = Literal["starting", "foreground", "background", "stopped"]
Moment = Literal["before", "during", "after"]


Whole = Annotated[int, msgspec.Meta(le=2**63 - 1)]
"""A whole number that fits 64 bits with its sign: an event with a larger one is no event of ours."""


class _Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    at: Whole
    seen: Whole


class Octets(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes that passed: short ones `inline` in base64, longer ones as an artefact; `size` is of all."""

    inline: str = ""
    artefact: str = ""
    """sha256 of the artefact that holds them."""
    size: Whole = 0
    cut: bool = False
    """True when more passed than is kept."""


INLINE_BYTES = 1024
"""Longest bytes that stand in an event itself."""


# -- the run itself -------------------------------------------------------------------------------


class DeviceInfo(msgspec.Struct, frozen=True, kw_only=True):
    """The phone as it describes itself; `virtual` is true when Android is stood in for."""

    serial: str
    model: str
    manufacturer: str
    android: str
    api_level: int
    build: str
    abi: str = ""
    virtual: bool = False


class AppInfo(msgspec.Struct, frozen=True, kw_only=True):
    """The installed app under audit; `sha256` is of its base package file."""

    package: str
    version_name: str = ""
    version_code: int = 0
    target_sdk: int = 0
    uid: int = 0
    debuggable: bool = False
    sha256: str = ""
    signature: str = ""
    requested_permissions: tuple[str, ...] = ()


class Tool(msgspec.Struct, frozen=True, kw_only=True):
    """A program or data set that took part: what it is, its version and its sha256 where it is a file."""

    name: str
    version: str = ""
    sha256: str = ""


class RunStarted(_Event, frozen=True, kw_only=True, tag="run.started"):
    """Recording began."""

    device: DeviceInfo
    app: AppInfo
    tools: tuple[Tool, ...]
    clock_offset_ns: int
    clock_error_ns: int
    scenario: str = ""


class RunEnded(_Event, frozen=True, kw_only=True, tag="run.ended"):
    """Recording ended; `outcome` is complete only if every step ran and no sensor was lost."""

    outcome: Literal["complete", "incomplete", "interrupted"]
    reason: str = ""


class SensorStarted(_Event, frozen=True, kw_only=True, tag="sensor.started"):
    """A sensor began to watch."""

    sensor: Sensor
    detail: str = ""


class SensorStopped(_Event, frozen=True, kw_only=True, tag="sensor.stopped"):
    """A sensor was stopped by us, in order."""

    sensor: Sensor


class SensorLost(_Event, frozen=True, kw_only=True, tag="sensor.lost"):
    """A sensor ended without being told to: nothing after `at` was watched by it."""

    sensor: Sensor
    reason: str


class Note(_Event, frozen=True, kw_only=True, tag="note"):
    """Something a reader of the evidence should know (a fallback used, a limit met)."""

    topic: str
    text: str


class Recognised(msgspec.Struct, frozen=True, kw_only=True):
    """Something of the catalogue recognised in a package, and the marks it is told by.

    A mark is `lib NAME`, `file PATH`, `class NAME`, `package NAME`, `component NAME` or `application NAME`.
    """

    id: str
    confidence: Literal["high", "medium", "low"]
    marks: tuple[str, ...]


class PackageFile(msgspec.Struct, frozen=True, kw_only=True):
    """One package file of the app; `split` is empty for the base."""

    name: str
    sha256: str
    size: int
    split: str = ""


class PackageSeen(_Event, frozen=True, kw_only=True, tag="package"):
    """The app's package was read, without running it, before the app's first start of the run."""

    package: str
    sha256: str
    """Of the base package file."""
    files: tuple[PackageFile, ...] = ()
    origin: Literal["file", "phone"] = "file"
    """file: what was given and installed; phone: what the phone had installed."""
    version_name: str = ""
    version_code: int = 0
    application: str = ""
    """Application class of the manifest, in full."""
    processes: tuple[str, ...] = ()
    """Processes the manifest declares, the app's own first."""
    native: dict[str, tuple[str, ...]] = {}
    """ABI to file names of native libraries."""
    dex_files: int = 0
    classes: int = 0
    packers: tuple[Recognised, ...] = ()
    sdks: tuple[Recognised, ...] = ()
    oddities: tuple[str, ...] = ()
    """What no ordinary package has."""
    unread: tuple[str, ...] = ()
    """What was left out, and why."""


# -- driving --------------------------------------------------------------------------------------


class PhaseEntered(_Event, frozen=True, kw_only=True, tag="phase"):
    """The scenario entered a named phase."""

    name: str


class StepStarted(_Event, frozen=True, kw_only=True, tag="step.started"):
    """A step of the scenario began; `path` numbers it (`3`, or `3.1` inside another step)."""

    path: str
    verb: str
    label: str
    file: str = ""
    line: int = 0


class StepEnded(_Event, frozen=True, kw_only=True, tag="step.ended"):
    """A step ended; `warned` is an optional step that could not be done."""

    path: str
    status: Literal["ok", "failed", "warned", "not_run"]
    message: str = ""


class ScreenSeen(_Event, frozen=True, kw_only=True, tag="screen"):
    """The screen at a moment: PNG and UI tree kept as artefacts, its texts for searching."""

    step: str
    package: str
    screenshot: str = ""
    ui_tree: str = ""
    texts: tuple[str, ...] = ()


class ConsentSeen(_Event, frozen=True, kw_only=True, tag="consent"):
    """The user's decision on the notice changed; `how` says what showed it."""

    state: ConsentState
    how: str


class PermissionAnswered(_Event, frozen=True, kw_only=True, tag="permission.answered"):
    """A permission dialog was answered, or a permission changed from outside, by the scenario."""

    permission: str
    answer: Literal["allow", "deny", "revoke", "grant"]
    dialog: bool
    dialog_text: str = ""


class NoticeOpened(_Event, frozen=True, kw_only=True, tag="notice.opened"):
    """The scenario opened the privacy notice in the app and read it."""

    found: bool
    taps: int = 0
    text_sha256: str = ""
    characters: int = 0
    reason: str = ""


class ComplaintChannelOpened(_Event, frozen=True, kw_only=True, tag="complaint.opened"):
    """The scenario looked for the complaint channel in the app; `found` says whether it opened."""

    found: bool
    taps: int = 0
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    reason: str = ""


class ManualAnswer(_Event, frozen=True, kw_only=True, tag="manual"):
    """The tester answered a question of the scenario."""

    question: str
    answer: str


# -- agent ----------------------------------------------------------------------------------------


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """One frame of a stack, innermost first; of native code `method` is the symbol or offset in `library`."""

    cls: str
    method: str
    file: str = ""
    line: int = 0
    library: str = ""
    """File name of the native library; empty for Java."""


class ProcessSeen(_Event, frozen=True, kw_only=True, tag="process"):
    """A process of the app appeared; `instrumented` is false when the agent is not in it."""

    pid: int
    name: str
    instrumented: bool
    held: bool = False
    reason: str = ""


class ProcessGone(_Event, frozen=True, kw_only=True, tag="process.gone"):
    """A process of the app ended, as the agent's connection tells it."""

    pid: int
    reason: str


class HookState(_Event, frozen=True, kw_only=True, tag="hook"):
    """What became of a catalogue row in a process."""

    pid: int
    api: str
    state: Literal["resolved", "absent", "failed", "unobservable"]
    """unobservable: it is there, but no hook can see it used."""
    overloads: int = 0
    reason: str = ""


class SiteSeen(_Event, frozen=True, kw_only=True, tag="site"):
    """A call site was seen for the first time: its stack, kept once."""

    pid: int
    site: str
    frames: tuple[Frame, ...]
    origin: str = ""
    """Site where this work was created (a task handed to an executor, a listener registered)."""


class ApiCalled(_Event, frozen=True, kw_only=True, tag="api"):
    """The app called a hooked API. `result` is absent when it threw (`error`) or yields nothing."""

    pid: int
    process: str
    api: str
    overload: str
    site: str
    thread: str
    tid: int
    n: Whole
    args: tuple[str, ...] = ()
    result: str | None = None
    result_length: int = 0
    result_hash: str = ""
    """sha256 of the whole text in UTF-8 where `result` holds only its beginning and the agent read it all."""
    items: int | None = None
    error: str | None = None


class ApiCounted(_Event, frozen=True, kw_only=True, tag="api.count"):
    """Exact count of calls since the process began, per API and call site (`n` is the total)."""

    pid: int
    process: str
    api: str
    overload: str
    site: str
    n: Whole
    errors: Whole
    first: Whole
    last: Whole


class Lifecycle(_Event, frozen=True, kw_only=True, tag="lifecycle"):
    """An activity of the app changed state, seen from inside."""

    pid: int
    activity: str
    state: Literal["created", "started", "resumed", "paused", "stopped", "destroyed"]


class AgentProblem(_Event, frozen=True, kw_only=True, tag="agent.problem"):
    """The agent could not do something, or dropped something and says how much."""

    pid: int
    where: str
    message: str
    dropped: int = 0


class SocketSeen(_Event, frozen=True, kw_only=True, tag="socket"):
    """A process of the app connected a socket, or sent a first datagram to an address."""

    pid: int
    process: str
    tid: int
    thread: str
    site: str
    socket: int
    """Number of the socket, unique in its process."""
    protocol: Literal["tcp", "udp"]
    address: str
    """IP address without brackets."""
    port: int
    local_port: int = 0
    state: Literal["opened", "failed", "refused"]
    """refused: by us, to make the app fall back from QUIC; failed: by the system, as `error` says."""
    error: str = ""


class SocketBytes(_Event, frozen=True, kw_only=True, tag="socket.bytes"):
    """Bytes that a socket carried since it was opened (totals), as the kernel or the calls tell."""

    pid: int
    socket: int
    up: Whole
    down: Whole
    refused: Whole = 0
    """Datagrams we refused."""
    closed: bool = False
    how: Literal["kernel", "calls"] = "kernel"
    """kernel: TCP_INFO, linux/tcp.h; calls: summed over the calls that were seen."""


class NameLookedUp(_Event, frozen=True, kw_only=True, tag="lookup"):
    """A host name was looked up: by a process of the app, or (`pid` 0) in DNS traffic that the proxy saw."""

    name: str
    addresses: tuple[str, ...] = ()
    error: str = ""
    pid: int = 0
    process: str = ""
    tid: int = 0
    thread: str = ""
    site: str = ""
    record: str = ""
    """Type of the DNS record where it was seen on the wire (`A`, `TXT`)."""


class PlainSeen(_Event, frozen=True, kw_only=True, tag="plain"):
    """Bytes a process gave to a TLS library or a socket, before encryption; inbound ones only where told."""

    pid: int
    process: str
    tid: int
    thread: str
    site: str
    layer: Literal["tls", "tcp", "udp"]
    connection: str
    """Names the connection within its process."""
    socket: int = 0
    """Number of its socket, 0 where not known."""
    api: str
    """What took them: a catalogue id or `library!function`."""
    host: str = ""
    """Server name as the TLS library was told it."""
    address: str = ""
    port: int = 0
    from_client: bool = True
    offset: Whole = 0
    """Bytes that went before on this connection in this direction."""
    data: Octets


class CryptoSeen(_Event, frozen=True, kw_only=True, tag="crypto"):
    """Code of the app had bytes encrypted, decrypted, hashed or signed: what went in and what came out."""

    pid: int
    process: str
    tid: int
    thread: str
    site: str
    api: str
    operation: Literal["encrypt", "decrypt", "digest", "mac"]
    algorithm: str
    """As the code named it: `AES/CBC/PKCS5Padding`, `SHA-256`, `SM4`."""
    input: Octets
    output: Octets


class TrustAnswered(_Event, frozen=True, kw_only=True, tag="trust"):
    """The app's own check refused the audit's certificate, and what became of it.

    `opened`: the chain ends at the audit's authority and the check was answered yes in its place; `kept`: the
    refusal stands.
    """

    pid: int
    process: str
    tid: int
    thread: str
    site: str
    api: str
    host: str = ""
    decision: Literal["opened", "kept"]
    reason: str = ""


# -- proxy ----------------------------------------------------------------------------------------


class Header(msgspec.Struct, frozen=True, array_like=True):
    """One header field as sent, bytes as `model.octets` writes them; HTTP/2 has `:authority` among them."""

    name: str
    value: str


class RequestSeen(_Event, frozen=True, kw_only=True, tag="request"):
    """A request left the app; `body` is the sha256 of an artefact, absent when empty."""

    flow: str
    method: str
    scheme: str
    host: str
    port: int
    path: str
    http_version: str
    headers: tuple[Header, ...]
    body: str | None = None
    body_bytes: int = 0
    cut: bool = False
    """True when the body was longer than what is kept."""
    client_port: int = 0
    server_address: str = ""
    tls_version: str = ""


class ResponseSeen(_Event, frozen=True, kw_only=True, tag="response"):
    """The answer to a request came, or the flow failed (`error`)."""

    flow: str
    status: int = 0
    headers: tuple[Header, ...] = ()
    body: str | None = None
    body_bytes: int = 0
    cut: bool = False
    """True when the body was longer than what is kept."""
    error: str = ""
    server_address: str = ""
    """address:port that answered, where the proxy spoke to it itself."""


class FrameSeen(_Event, frozen=True, kw_only=True, tag="websocket"):
    """A WebSocket message passed."""

    flow: str
    host: str
    from_client: bool
    text: bool
    body: str
    body_bytes: int
    cut: bool = False
    """True when the message was longer than what is kept."""


class StreamSeen(_Event, frozen=True, kw_only=True, tag="stream"):
    """Bytes of a connection that speaks no HTTP, in one direction; parts follow each other by `offset`."""

    flow: str
    host: str
    port: int
    protocol: Literal["tcp", "udp"] = "tcp"
    from_client: bool
    encrypted: bool
    offset: Whole = 0
    """Bytes that went before in this direction."""
    body: str = ""
    """sha256 of the artefact."""
    body_bytes: int = 0
    cut: bool = False
    client_port: int = 0
    server_address: str = ""


class BodyPart(_Event, frozen=True, kw_only=True, tag="body.part"):
    """A part of a long message, written while it goes on; the whole is told when the message ends.

    Method to path are of the request it belongs to, so that a part stands for itself when the end never came.
    """

    flow: str
    from_client: bool
    method: str
    scheme: str
    host: str
    port: int
    path: str
    media_type: str = ""
    offset: Whole = 0
    body: str = ""
    body_bytes: int = 0
    client_port: int = 0


class CertificateSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate as presented; times are ns of UTC."""

    sha256: str
    subject: str = ""
    organisation: str = ""
    issuer: str = ""
    names: tuple[str, ...] = ()
    """DNS names and addresses it is for; at most 100."""
    not_before: Whole = 0
    not_after: Whole = 0


class TlsSeen(_Event, frozen=True, kw_only=True, tag="tls"):
    """A TLS handshake was made: the app's with the proxy (`side` app), or the proxy's with the server."""

    side: Literal["app", "server"]
    host: str
    port: int
    client_port: int = 0
    address: str = ""
    """address:port of the server, where the proxy spoke to it itself."""
    version: str = ""
    cipher: str = ""
    offered: tuple[str, ...] = ()
    """TLS versions the app's hello offered."""
    alpn: str = ""
    certificate: CertificateSeen | None = None
    """The server's own."""
    problem: str = ""
    """Why the server's certificate is not valid by the machine's roots; empty when it is."""


class TrustProbed(_Event, frozen=True, kw_only=True, tag="trust.probe"):
    """The app was shown a certificate of an authority nobody trusts, as asked; `accepted` when it went on."""

    host: str
    port: int
    client_port: int = 0
    accepted: bool
    reason: str = ""


class TunnelFailed(_Event, frozen=True, kw_only=True, tag="tls.failed"):
    """A TLS connection could not be opened for reading: what it carried was not seen."""

    host: str
    port: int
    client_port: int
    reason: str


# -- the system's own word ------------------------------------------------------------------------


class PermissionState(_Event, frozen=True, kw_only=True, tag="system.permission"):
    """A permission of the app as dumpsys package tells it."""

    moment: Moment
    permission: str
    granted: bool
    flags: tuple[str, ...] = ()


class AppOpState(_Event, frozen=True, kw_only=True, tag="system.appop"):
    """An app-op of the app as AppOps counts it; times are ns, absent when never."""

    moment: Moment
    op: str
    mode: str
    last_access: int | None = None
    last_access_state: str = ""
    last_reject: int | None = None
    duration_ms: int | None = None


class AppSeen(_Event, frozen=True, kw_only=True, tag="system.app"):
    """The app's state as the activity manager tells it."""

    state: AppState
    activity: str = ""
    pids: tuple[int, ...] = ()
    screen_on: bool = True


Event = (
    RunStarted | RunEnded | SensorStarted | SensorStopped | SensorLost | Note | PackageSeen
    | PhaseEntered | StepStarted | StepEnded | ScreenSeen | ConsentSeen | PermissionAnswered
    | NoticeOpened | ComplaintChannelOpened | ManualAnswer
    | ProcessSeen | ProcessGone | HookState | SiteSeen | ApiCalled | ApiCounted | Lifecycle | AgentProblem
    | SocketSeen | SocketBytes | NameLookedUp | PlainSeen | CryptoSeen | TrustAnswered
    | RequestSeen | ResponseSeen | FrameSeen | StreamSeen | BodyPart | TlsSeen | TrustProbed | TunnelFailed
    | PermissionState | AppOpState | AppSeen
)  # fmt: skip
