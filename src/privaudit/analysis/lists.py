"""Items of lists that were read, as values to look for in traffic.

An item that identifies by itself (a MAC, a phone number) counts wherever it is met. The name of an app or of
a network is written in many requests for other reasons: such items count only where several of one list go
out together, and of those a few stand as examples.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from privaudit.analysis import strength
from privaudit.model.observation import Match

TOGETHER = 3
"""Different items of one kind that must be in one request: our choice; two names may meet by chance."""

MAX_ITEM = 256
"""Characters of an item; what is longer is a document, searched whole or not at all."""

_TOKEN = re.compile(r"[^\s,;|\[\](){}<>\"'=]+")
_SHAPE = re.compile(r"[{}\[\]()=<>]")
_APPS = "apps."
PLACES = "location."


class Items(NamedTuple):
    """Items of a list: those that identify by themselves, and those that only do so together."""

    strong: tuple[str, ...]
    weak: tuple[str, ...]


def items_in(text: str, data_type: str) -> Items:
    """Return the items of a list as the agent wrote it, joined by commas, each once."""
    if data_type.startswith(PLACES):
        return Items((), ())  # pairs of numbers, which commas do not part
    strong: dict[str, None] = {}
    weak: dict[str, None] = {}
    for piece in text.split(","):
        item = piece.strip()
        if not 0 < len(item) <= MAX_ITEM or _SHAPE.search(item):
            continue
        if strength.rule_of(item) != "never":
            (strong if _identifies(item, data_type) else weak)[item] = None
    # An item that is no plain text is written by its fields: what stands in them counts only if it is strong.
    for token in _TOKEN.findall(text):
        part = token.rstrip(".:")
        if len(part) <= MAX_ITEM and _identifies(part, data_type):
            strong[part] = None
    return Items(tuple(strong), tuple(item for item in weak if item not in strong))


def _identifies(item: str, data_type: str) -> bool:
    if data_type.startswith(_APPS):
        return False
    return strength.rule_of(item) in ("anywhere", "token") and any(
        character.isdigit() or not character.isascii() for character in item
    )


class Lists:
    """Knows the weak items of all lists; `kept` leaves out the matches that are too few to say anything."""

    def __init__(self) -> None:
        self._weak: dict[str, set[str]] = {}
        self._plain: set[tuple[str, str]] = set()

    def add(self, data_type: str, weak: Iterable[str]) -> None:
        """Take the weak items of a list that was read."""
        self._weak.setdefault(data_type, set()).update(weak)

    def plain(self, data_type: str, values: Iterable[str]) -> None:
        """Take values that were read by themselves: each counts by itself, whatever list it is in."""
        self._plain.update((data_type, value) for value in values)

    def kept(self, matches: tuple[Match, ...]) -> tuple[Match, ...]:
        """Return the matches of a request without the weak items that are too few, and few of the others."""
        met: dict[str, dict[str, None]] = {}
        for match in matches:
            if self._is_weak(match):
                met.setdefault(match.data_type, {})[match.value] = None
        if not met:
            return matches
        shown = {
            data_type: set(list(values)[:TOGETHER])
            for data_type, values in met.items()
            if len(values) >= max(2, min(TOGETHER, len(self._weak[data_type])))
        }
        return tuple(
            match
            for match in matches
            if not self._is_weak(match) or match.value in shown.get(match.data_type, ())
        )

    def _is_weak(self, match: Match) -> bool:
        return (
            match.source == "read"
            and match.value in self._weak.get(match.data_type, ())
            and (match.data_type, match.value) not in self._plain
        )
