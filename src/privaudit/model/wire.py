"""Messages between the agent inside the app and the host; TypeScript types are generated from here.

The agent sends `Batch` payloads through one function. `t` is ms of the device's wall clock (Date.now()).
"""

from __future__ import annotations

from typing import Literal

import msgspec


class WireFrame(msgspec.Struct, frozen=True, kw_only=True):
    """One stack frame, innermost first; of native code `method` is the symbol or offset in `library`."""

    cls: str
    method: str
    file: str = ""
    line: int = 0
    library: str = ""
    """File name of the native library; empty for Java."""


class HookMessage(msgspec.Struct, frozen=True, kw_only=True, tag_field="k", tag="hook"):
    """What became of a catalogue row."""

    t: float
    api: str
    state: Literal["resolved", "absent", "failed", "unobservable"]
    """unobservable: it is there, but no hook can see it used (a field, a system call without a function)."""
    overloads: int = 0
    reason: str = ""


class SiteMessage(msgspec.Struct, frozen=True, kw_only=True, tag_field="k", tag="site"):
    """A call site's stack, sent once before its first call."""

    t: float
    site: str
    frames: list[WireFrame]
    origin: str = ""
    """Site where this work was created (a task given to an executor, a listener registered); sent before."""


class CallMessage(msgspec.Struct, frozen=True, kw_only=True, tag_field="k", tag="call"):
    """One call in detail; `n` is its number for this api, overload and site."""

    t: float
    api: str
    overload: str
    site: str
    thread: str
    tid: int
    n: int
    args: list[str] = []
    result: str | None = None
    result_length: int = 0
    result_hash: str = ""
    """sha256 (hex) of the whole text in UTF-8 where `result` was cut; empty for texts beyond 16 Mi characters
    and for values that have no text of their own (lists)."""
    items: int | None = None
    error: str | None = None


class CountMessage(msgspec.Struct, frozen=True, kw_only=True, tag_field="k", tag="count"):
    """Exact total per api, overload and site, sent when it changed since the last flush."""

    t: float
    api: str
    overload: str
    site: str
    n: int
    errors: int
    first: float
    last: float


class LifeMessage(msgspec.Struct, frozen=True, kw_only=True, tag_field="k", tag="life"):
    """An activity changed state."""

    t: float
    activity: str
    state: Literal["created", "started", "resumed", "paused", "stopped", "destroyed"]


class ProblemMessage(msgspec.Struct, frozen=True, kw_only=True, tag_field="k", tag="problem"):
    """The agent failed at something, or dropped `dropped` messages."""

    t: float
    where: str
    message: str
    dropped: int = 0


class SocketMessage(msgspec.Struct, frozen=True, kw_only=True, tag_field="k", tag="socket"):
    """A socket was connected, or a first datagram sent to an address; `socket` numbers it in its process."""

    t: float
    tid: int
    thread: str
    site: str
    socket: int
    protocol: Literal["tcp", "udp"]
    address: str
    port: int
    local_port: int = 0
    state: Literal["opened", "failed", "refused"]
    """refused: by the agent, to make the app fall back from QUIC."""
    error: str = ""


class SocketBytesMessage(msgspec.Struct, frozen=True, kw_only=True, tag_field="k", tag="socket_bytes"):
    """Totals of a socket since it was opened, sent when they changed and when it closed."""

    t: float
    socket: int
    up: int
    down: int
    refused: int = 0
    closed: bool = False
    how: Literal["kernel", "calls"] = "kernel"


class LookupMessage(msgspec.Struct, frozen=True, kw_only=True, tag_field="k", tag="lookup"):
    """The process looked a host name up."""

    t: float
    tid: int
    thread: str
    site: str
    name: str
    addresses: list[str] = []
    error: str = ""


class PlainMessage(msgspec.Struct, frozen=True, kw_only=True, tag_field="k", tag="plain"):
    """Bytes given to a TLS library or a socket; `data` is base64 of at most 32 KiB, `size` their number."""

    t: float
    tid: int
    thread: str
    site: str
    layer: Literal["tls", "tcp", "udp"]
    connection: str
    socket: int = 0
    api: str
    host: str = ""
    address: str = ""
    port: int = 0
    out: bool = True
    offset: int = 0
    data: str
    size: int


class CryptoMessage(msgspec.Struct, frozen=True, kw_only=True, tag_field="k", tag="crypto"):
    """Bytes that went into a cipher, digest or MAC and what came out, base64 of at most 32 KiB each."""

    t: float
    tid: int
    thread: str
    site: str
    api: str
    operation: Literal["encrypt", "decrypt", "digest", "mac"]
    algorithm: str
    input: str
    input_size: int
    output: str
    output_size: int


class TrustMessage(msgspec.Struct, frozen=True, kw_only=True, tag_field="k", tag="trust"):
    """A check of the app refused a certificate: `opened` in its place for the audit's, or `kept`."""

    t: float
    tid: int
    thread: str
    site: str
    api: str
    host: str = ""
    decision: Literal["opened", "kept"]
    reason: str = ""


Message = (
    HookMessage | SiteMessage | CallMessage | CountMessage | LifeMessage | ProblemMessage
    | SocketMessage | SocketBytesMessage | LookupMessage | PlainMessage | CryptoMessage | TrustMessage
)  # fmt: skip


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """What one flush sends: `seq` counts batches of a process from 0 so that a lost one shows."""

    seq: int
    messages: list[Message]


class HookPlan(msgspec.Struct, frozen=True, kw_only=True):
    """One catalogue row as the host gives it to the agent at install time."""

    api: str
    cls: str
    """Class; of a native row the library, `libc.so`."""
    method: str
    """Method, `$init` for a constructor; of other kinds the field or the symbol."""
    overloads: list[list[str]]
    """Parameter type names of each overload, e.g. [["int"], []]; empty for all of them."""
    kind: Literal["method", "field", "native"] = "method"
    hook: str = "generic"
    """Name of the hook in the agent's registry."""
    yields: str = "value"
    kept_args: list[int] = []
    hot: bool = False
    within: list[str] = []
    """Rows whose methods make this call themselves: from there it is part of that call, not an event."""
    names: list[str] = []
    """What the argument at `name_arg` must equal for the call to be an event; empty for anything."""
    name_arg: int = -1
    delivered_by: list[str] = []
    """Rows whose calls hand over the object that this method is then called on, by the system."""
    value_arg: int = -1
    """Argument that carries what was delivered; it is told as the result."""


class NetworkPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What the agent does about the app's network; all off unless the host asks for it."""

    watch: bool = False
    """Tell sockets, their bytes and the names looked up."""
    proxy: str = ""
    """`address:port` where the app finds the proxy: bytes that go there are seen there."""
    plain: int = 0
    """Bytes of each connection taken before encryption and sent in `PlainMessage`; 0 for none."""
    refuse_quic: bool = False
    """Refuse datagrams to port 443, so that the app falls back to TCP, and count them."""
    crypto: int = 0
    """Bytes taken of what goes into and comes out of a cipher, digest or MAC; 0 for none."""
    authority: str = ""
    """The audit's authority, a certificate in PEM: checks that refuse it are answered yes in their place,
    others stand; empty to leave every check alone."""


class PinPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A check that may refuse the audit's certificate, as `model.pin` describes it."""

    api: str
    cls: str
    method: str
    overloads: list[list[str]]
    handed: bool = False
    refuses: Literal["throws", "false", "status"]
    answers: Literal["nothing", "true", "chain", "status"]
    chain: int
    host: int = -1


class InstallRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What the host asks the agent to install, and how often to flush."""

    plan: list[HookPlan]
    flush_ms: int = 50
    detail_per_site: int = 32
    """Calls sent in detail per api, overload and site; later ones are only counted."""
    max_value: int = 4096
    """Characters of a value kept; longer ones are cut and their length kept."""
    max_frames: int = 64
    """Frames of a stack kept, 1 to 256."""
    stacks: Literal["auto", "trace"] = "auto"
    """How call stacks are read: the VM's own way, or (slower) through java.lang.Throwable."""
    through: list[str] = []
    """Prefixes of classes that only carry calls of others: a stack of nothing else needs its origin."""
    network: NetworkPlan = NetworkPlan()
    pins: list[PinPlan] = []
    """Checks to watch; none unless the network plan names an authority."""
