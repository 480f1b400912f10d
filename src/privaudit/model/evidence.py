"""The shape of an evidence folder.

- `manifest.json`: `Manifest`, written at the start and again, sealed, at the end
- `seal.json`: `Seal`, the sha256 of manifest.json, written last; without it the run did not end in order
- `journal.ndjson`: one `Line` of JSON a line
- `artefacts/ab/…`: files named by their sha256
- `flows.mitm`: the proxy's own flow file, where the proxy ran
"""

from __future__ import annotations

from typing import Literal

import msgspec

from privaudit.model.event import AppInfo, DeviceInfo, Event, Tool

FORMAT = 1
"""Version of the folder's format; numbered migrations open older ones."""

GENESIS = "0" * 64
"""`prev` of the first line."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    r"""A line of the journal.

    `hash` is the sha256, in hex, of `prev`, a line feed, `n` in decimal, a line feed and the exact JSON bytes
    of `event`.
    """

    n: int
    prev: str
    hash: str
    event: msgspec.Raw


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A decoded line: the event and its number."""

    n: int
    event: Event


class Artefact(msgspec.Struct, frozen=True, kw_only=True):
    """A kept file: sha256, size in bytes, what it is called and its media type."""

    sha256: str
    size: int
    name: str
    media_type: str


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """A file the run was given, kept as an artefact."""

    role: Literal["scenario", "declaration", "notice", "app", "agent", "catalogue"]
    name: str
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What the folder holds; `lines`, `head` and `artefacts` are final only when `sealed`."""

    format: int = FORMAT
    id: str
    created: int
    """ns UTC."""
    tool_version: str
    sealed: bool = False
    lines: int = 0
    head: str = GENESIS
    journal_bytes: int = 0
    journal_sha256: str = ""
    artefacts: tuple[Artefact, ...] = ()
    inputs: tuple[Input, ...] = ()
    app: AppInfo | None = None
    """The app that was recorded, with the sha256 of its package file."""
    device: DeviceInfo | None = None
    tools: tuple[Tool, ...] = ()
    """What took part, with versions and digests."""
    files: dict[str, str] = {}
    """Other files of the folder and their sha256."""


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """The seal: what the manifest's bytes hash to."""

    manifest_sha256: str
    check: str = ""
    """sha256 of `manifest_sha256`, so that an altered seal is told from an altered manifest."""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """A thing that is not whole: which file, at which line or byte, and what is wrong."""

    file: str
    message: str
    line: int | None = None
    offset: int | None = None
