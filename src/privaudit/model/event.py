"""Events: what a sensor saw, as it saw it, never edited.

Every event is one struct of the tagged union `Event` (tag `kind`). Times are ns of the host's UTC wall clock:
`at` is when it happened (device clock corrected by the measured offset), `seen` when this machine got it.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from privaudit.model.happening import Happening, Whole
from privaudit.model.network import (
    BodyPart,
    CryptoSeen,
    FrameSeen,
    NameLookedUp,
    PlainSeen,
    RequestSeen,
    ResponseSeen,
    SocketBytes,
    SocketSeen,
    StreamSeen,
    TlsSeen,
    TrustAnswered,
    TrustProbed,
    TunnelFailed,
)

Sensor = Literal["agent", "proxy", "system", "screen"]
ConsentState = Literal["not_shown", "shown", "agreed", "refused", "withdrawn"]
AppState = Literal["starting", "foreground", "background", "stopped"]
Moment = Literal["before", "during", "after"]


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


class RunStarted(Happening, frozen=True, kw_only=True, tag="run.started"):
    """Recording began."""

    device: DeviceInfo
    app: AppInfo
    tools: tuple[Tool, ...]
    clock_offset_ns: int
    clock_error_ns: int
    scenario: str = ""


class RunEnded(Happening, frozen=True, kw_only=True, tag="run.ended"):
    """Recording ended; `outcome` is complete only if every step ran and no sensor was lost."""

    outcome: Literal["complete", "incomplete", "interrupted"]
    reason: str = ""


class SensorStarted(Happening, frozen=True, kw_only=True, tag="sensor.started"):
    """A sensor began to watch."""

    sensor: Sensor
    detail: str = ""


class SensorStopped(Happening, frozen=True, kw_only=True, tag="sensor.stopped"):
    """A sensor was stopped by us, in order."""

    sensor: Sensor


class SensorLost(Happening, frozen=True, kw_only=True, tag="sensor.lost"):
    """A sensor ended without being told to: nothing after `at` was watched by it."""

    sensor: Sensor
    reason: str


class Note(Happening, frozen=True, kw_only=True, tag="note"):
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


class PackageSeen(Happening, frozen=True, kw_only=True, tag="package"):
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
    native: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
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


class PhaseEntered(Happening, frozen=True, kw_only=True, tag="phase"):
    """The scenario entered a named phase."""

    name: str


class StepStarted(Happening, frozen=True, kw_only=True, tag="step.started"):
    """A step of the scenario began; `path` numbers it (`3`, or `3.1` inside another step)."""

    path: str
    verb: str
    label: str
    file: str = ""
    line: int = 0


class StepEnded(Happening, frozen=True, kw_only=True, tag="step.ended"):
    """A step ended; `warned` is an optional step that could not be done."""

    path: str
    status: Literal["ok", "failed", "warned", "not_run"]
    message: str = ""


class ScreenSeen(Happening, frozen=True, kw_only=True, tag="screen"):
    """The screen at a moment: PNG and UI tree kept as artefacts, its texts for searching."""

    step: str
    package: str
    screenshot: str = ""
    ui_tree: str = ""
    texts: tuple[str, ...] = ()


class ConsentSeen(Happening, frozen=True, kw_only=True, tag="consent"):
    """The user's decision on the notice changed; `how` says what showed it."""

    state: ConsentState
    how: str


class PermissionAnswered(Happening, frozen=True, kw_only=True, tag="permission.answered"):
    """A permission dialog was answered, or a permission changed from outside, by the scenario."""

    permission: str
    answer: Literal["allow", "deny", "revoke", "grant"]
    dialog: bool
    dialog_text: str = ""


class NoticeOpened(Happening, frozen=True, kw_only=True, tag="notice.opened"):
    """The scenario opened the privacy notice in the app and read it."""

    found: bool
    taps: int = 0
    text_sha256: str = ""
    characters: int = 0
    reason: str = ""


class ComplaintChannelOpened(Happening, frozen=True, kw_only=True, tag="complaint.opened"):
    """The scenario looked for the complaint channel in the app; `found` says whether it opened."""

    found: bool
    taps: int = 0
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    reason: str = ""


class ManualAnswer(Happening, frozen=True, kw_only=True, tag="manual"):
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


class ProcessSeen(Happening, frozen=True, kw_only=True, tag="process"):
    """A process of the app appeared; `instrumented` is false when the agent is not in it."""

    pid: int
    name: str
    instrumented: bool
    held: bool = False
    reason: str = ""


class ProcessGone(Happening, frozen=True, kw_only=True, tag="process.gone"):
    """A process of the app ended, as the agent's connection tells it."""

    pid: int
    reason: str


class HookState(Happening, frozen=True, kw_only=True, tag="hook"):
    """What became of a catalogue row in a process."""

    pid: int
    api: str
    state: Literal["resolved", "absent", "failed", "unobservable"]
    """unobservable: it is there, but no hook can see it used."""
    overloads: int = 0
    reason: str = ""


class SiteSeen(Happening, frozen=True, kw_only=True, tag="site"):
    """A call site was seen for the first time: its stack, kept once."""

    pid: int
    site: str
    frames: tuple[Frame, ...]
    origin: str = ""
    """Site where this work was created (a task handed to an executor, a listener registered)."""


class ApiCalled(Happening, frozen=True, kw_only=True, tag="api"):
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


class ApiCounted(Happening, frozen=True, kw_only=True, tag="api.count"):
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


class Lifecycle(Happening, frozen=True, kw_only=True, tag="lifecycle"):
    """An activity of the app changed state, seen from inside."""

    pid: int
    activity: str
    state: Literal["created", "started", "resumed", "paused", "stopped", "destroyed"]


class AgentProblem(Happening, frozen=True, kw_only=True, tag="agent.problem"):
    """The agent could not do something, or dropped something and says how much."""

    pid: int
    where: str
    message: str
    dropped: int = 0


# -- the system's own word ------------------------------------------------------------------------


class PermissionState(Happening, frozen=True, kw_only=True, tag="system.permission"):
    """A permission of the app as dumpsys package tells it."""

    moment: Moment
    permission: str
    granted: bool
    flags: tuple[str, ...] = ()


class AppOpState(Happening, frozen=True, kw_only=True, tag="system.appop"):
    """An app-op of the app as AppOps counts it; times are ns, absent when never."""

    moment: Moment
    op: str
    mode: str
    last_access: int | None = None
    last_access_state: str = ""
    last_reject: int | None = None
    duration_ms: int | None = None


class AppSeen(Happening, frozen=True, kw_only=True, tag="system.app"):
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
