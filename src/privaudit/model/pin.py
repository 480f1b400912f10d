"""Checks that may refuse the audit's certificate: where they are, how they say no, and what a yes is."""

from __future__ import annotations

from typing import Literal

import msgspec


class Pin(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A check of certificates in the platform, in a library, or in what an app hands to a TLS context."""

    id: str
    library: str
    """Whose check it is, by its proper name."""
    cls: str = msgspec.field(name="class")
    method: str
    overloads: tuple[str, ...]
    """Parameter lists, as rows of APIs write them."""
    handed: bool = False
    """The class is an interface: the check is that of the objects an app hands to `SSLContext.init`."""
    refuses: Literal["throws", "false", "status"]
    """How it says no: an exception, false, or a result whose getStatus() is not 0."""
    answers: Literal["nothing", "true", "chain", "status"]
    """What a yes is: nothing, true, a list of the chain's certificates, or a result with status 0."""
    chain: int
    """Argument with what the server presented: an array or list of certificates or of their bytes, a
    function that returns such a list, or a session that has it."""
    host: int | None = None
    """Argument that knows the host: its name, or the socket or engine that was told it."""
    since: int | None = None
    """API level from which the platform has it; none of a library's."""
    until: int | None = None
    note: str = ""
    source: str
