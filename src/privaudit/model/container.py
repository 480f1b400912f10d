"""What runs pages and mini programs inside an app, and how its doing is told from the app's own."""

from __future__ import annotations

from typing import Literal

import msgspec


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Callbacks through which a page reaches the app, and who calls them."""

    methods: tuple[str, ...]
    callers: tuple[str, ...]
    """Prefixes of the classes that call them on the page's behalf."""


class Container(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A web view or a container of mini programs; what is left empty tells nothing."""

    id: str
    kind: Literal["h5", "mini_program"]
    name: str
    classes: tuple[str, ...] = ()
    """Prefixes of classes that carry out what a page or mini program asks for."""
    entries: tuple[Entry, ...] = ()
    threads: tuple[str, ...] = ()
    """Exact names of threads on which nothing but the page's calls run."""
    processes: tuple[str, ...] = ()
    """Ends of names of processes that run nothing but mini programs, from the colon on."""
    tells: tuple[str, ...] = ()
    """Ids of rows whose first argument, else result, is the page's URL or the mini program's id; with `*` at
    the end all rows whose ids begin so."""
    elsewhere: bool = False
    """True where it runs inside another app, so that only its opening can be seen."""
    note: str = ""
    source: str
