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


Message = HookMessage | SiteMessage | CallMessage | CountMessage | LifeMessage | ProblemMessage


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
