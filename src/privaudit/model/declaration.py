"""Declarations: what the notice says, each statement with its place in the notice's text."""

from __future__ import annotations

from typing import Literal

import msgspec

StatementKind = Literal[
    "collection", "manner", "permission", "third_party", "sdk", "protection", "retention",
    "rights", "complaint", "consent", "not_collected", "cross_border", "contact",
]  # fmt: skip


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a statement stands: characters [start, end) of the notice's plain text, and the words there."""

    start: int
    end: int
    quote: str


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """A complaint channel as told: any part may be empty. `reply_days` are calendar days unless `working`."""

    phone: str = ""
    address: str = ""
    email: str = ""
    url: str = ""
    process: str = ""
    reply_days: int | None = None
    working: bool = False


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One thing the notice says.

    collection: data_types, purpose, function · manner: how information is used
    permission: permissions, purpose · protection: how it is protected · complaint: channel
    third_party, sdk: name, company, sdk (catalogue id), data_types, purpose, hosts
    """

    id: str
    kind: StatementKind
    place: Place
    data_types: tuple[str, ...] = ()
    umbrella: bool = False
    """True when only an umbrella term (设备信息) names the data, so that types are not listed one by one."""
    purpose: str = ""
    function: str = ""
    permissions: tuple[str, ...] = ()
    name: str = ""
    company: str = ""
    sdk: str = ""
    hosts: tuple[str, ...] = ()
    background: bool = False
    """True when the notice says that this is also done while the app is in the background."""
    channel: Channel | None = None


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """The notice document a declaration was made from; `text` is its plain text, as positions count it."""

    file: str
    sha256: str
    text_sha256: str
    text: str
    title: str = ""
    version: str = ""
    effective: str = ""


class Declaration(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the notice of an app says, as far as it was read."""

    package: str
    app_name: str
    processor: str
    notice: Notice
    statements: tuple[Statement, ...]
    first_party_hosts: tuple[str, ...] = ()
    file: str = ""
    sha256: str = ""
    package_place: tuple[int, int] | None = None
    """Line and column at which the file names the package."""

    def of_kind(self, *kinds: StatementKind) -> tuple[Statement, ...]:
        """Return the statements of some kinds, in the notice's order."""
        return tuple(s for s in self.statements if s.kind in kinds)
