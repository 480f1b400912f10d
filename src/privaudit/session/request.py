"""What a recording is asked to do."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from privaudit.model.declaration import Declaration
from privaudit.model.plan import Plan


class PlantedValue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value of the test identity that the matcher shall recognise in traffic."""

    data_type: str
    value: str


class RunRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A recording: which plan, which app, which phone, compared with which notice later on."""

    plan: Plan
    package: str
    folder: Path
    """The run's folder; evidence goes to `evidence/` below it."""
    app: Path | None = None
    """APK to install first; the installed app is used without it."""
    declaration: Declaration | None = None
    serial: str | None = None
    use_proxy: bool = True
    use_agent: bool = True
    unpin: bool = True
    """Answer checks of the app yes that refuse the audit's authority, each told by an event."""
    refuse_quic: bool = True
    """Refuse the app's datagrams to port 443, so that it falls back to what can be read; each is counted."""
    plain: bool = True
    """Take the bytes given to TLS libraries and sockets, before they are encrypted."""
    crypto: bool = True
    """Take what goes into the app's own ciphers, digests and MACs and what comes out."""
    probe_trust: bool = False
    """Show the app a certificate of an authority nobody trusts, once per host, to see whether it checks."""
    upstream: str | None = None
    upstream_ca: Path | None = None
    identity: tuple[PlantedValue, ...] = ()


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """How a recording ended."""

    evidence: Path
    outcome: Literal["complete", "incomplete", "interrupted"]
    reason: str = ""
