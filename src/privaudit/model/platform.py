"""What a phone and its runtime bring along: code that acts for nobody, and where its threads begin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec


class PlatformPrefix(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A Java package of the phone itself (framework) or of libraries every app bundles (bundled)."""

    prefix: str
    """Whole segments without a trailing dot."""
    kind: Literal["framework", "bundled"]
    reason: str


class ThreadRoot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A method that a thread of Java code begins with."""

    cls: str = msgspec.field(name="class")
    method: str


class Handover(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A way in which work reaches another thread: classes that are then on the stack, and its words."""

    prefix: str
    zh: str
    en: str


class SystemLibraries(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Native libraries of the phone by exact file name, as one source names them."""

    source: str
    names: tuple[str, ...]


class Platform(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of `platform.yaml`."""

    prefixes: tuple[PlatformPrefix, ...]
    roots: tuple[ThreadRoot, ...]
    handovers: tuple[Handover, ...] = ()
    """In order: the first that fits names the way."""
    libraries: tuple[SystemLibraries, ...] = ()
    compiled: tuple[str, ...] = ()
    """Endings of files that hold compiled Java code."""


def is_under(name: str, prefix: str) -> bool:
    """Whether a class or package name is `prefix` or lies under it, by whole segments."""
    return name == prefix or name.startswith(prefix + ".")


def shortest(prefixes: Iterable[str]) -> tuple[str, ...]:
    """Return the prefixes in order, without those that lie under another of them."""
    kept: list[str] = []
    # Parts, not the text, are sorted: `com.a-b` would else come between `com.a` and `com.a.b`.
    for prefix in sorted(set(prefixes), key=lambda one: one.split(".")):
        if not kept or not is_under(prefix, kept[-1]):
            kept.append(prefix)
    return tuple(kept)
