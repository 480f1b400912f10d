"""What a field's name, or what stands beside it, says of the value in it.

A value of few bits ("上海", "Pixel 5", six digits) stands in traffic for many reasons. It counts only as the
whole of a field whose type is told: by the field's own name, by the field before it where names and values
are written side by side (`{"key": "city", "value": "上海"}`), or by a value beside it, in the same message,
that is known for certain. The names are rows of `catalog/field_names.yaml` and the Chinese words of
`data_types.yaml`.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from typing import Final, NamedTuple

from privaudit.analysis.decode import Piece
from privaudit.catalog import load_catalog

COMPANION_BITS: Final = 12.0
"""Information a value needs to count beside a certain one where no name says anything: 1 in 4,000."""

_MOST_BETWEEN: Final = 12
"""Pieces looked back over for the field before: what came out of that field stands between."""

_REACH: Final = 64
_LONGEST_NAME: Final = 64
_AGENT: Final = "user-agent"
"""The header every request of a phone has, with its model and version in it: says nothing of collection."""


class Said(NamedTuple):
    """Data types a name says by itself, and those it says only of a value that is known."""

    surely: frozenset[str] = frozenset()
    loosely: frozenset[str] = frozenset()


_NOTHING: Final = Said()
_GENERIC: Final = frozenset({"value", "val", "v", "text", "content", "data", "string", "item", "fieldvalue"})
"""Names of what holds a value whose own name stands one level up, or beside it."""

_HOLDERS: Final = frozenset(
    {
        "key",
        "name",
        "field",
        "fieldname",
        "k",
        "n",
        "param",
        "attr",
        "attribute",
        "column",
        "label",
        "id",
        "type",
    }
)
"""Names of what holds the name of the value beside it."""
_SEGMENT: Final = "path"
"""The name of every segment of a path: `/city/上海`."""

_BEFORE: Final = (
    "user", "usr", "customer", "cust", "client", "my", "device", "dev", "login", "register", "reg", "bind",
    "bound", "current", "cur", "home", "work", "contact", "reserved", "real", "old", "new", "gps", "last",
    "known", "sim", "wifi", "x", "ext", "extra", "param", "person", "personal", "payer", "payee", "owner",
)  # fmt: skip
"""Words that qualify a name and do not change what it says."""

_AFTER: Final = (
    "str", "string", "text", "value", "val", "md5", "sha1", "sha256", "sha512", "sm3", "hash", "hashed",
    "enc", "encrypted", "encrypt", "cipher", "base64", "b64", "hex", "raw", "plain", "list", "info", "s",
    "0", "1", "2", "3",
)  # fmt: skip
_DROPPED: Final = 3
"""Qualifiers taken off a name at most."""


class _Names(NamedTuple):
    surely: dict[str, frozenset[str]]
    loosely: dict[str, frozenset[str]]
    shared: frozenset[str]


@cache
def _names() -> _Names:
    catalog = load_catalog()
    surely: dict[str, set[str]] = {}
    loosely: dict[str, set[str]] = {}
    for row in catalog.field_names.values():
        for table, names in ((surely, row.names), (loosely, row.loose)):
            for name in names:
                table.setdefault(plain(name), set()).add(row.id)
    for data_type in catalog.data_types.values():
        for word in (data_type.zh, *data_type.synonyms_zh):
            surely.setdefault(plain(word), set()).add(data_type.id)
    return _Names(
        {name: frozenset(types) for name, types in surely.items()},
        {name: frozenset(types) for name, types in loosely.items()},
        frozenset(row.id for row in catalog.field_names.values() if row.shared),
    )


def names_of(data_type: str) -> tuple[str, ...]:
    """Return what says a data type by itself, in the plain form that names are compared in."""
    return tuple(name for name, types in _names().surely.items() if data_type in types)


def is_shared(data_type: str) -> bool:
    """Whether many people or phones have the same value of a data type."""
    return data_type in _names().shared


def plain(name: str) -> str:
    """Return a name without case and separators, as names are compared."""
    return "".join(character for character in name.lower() if character.isalnum())


def said_by(name: str) -> Said:
    """Return what the name of a piece says: its last part, or the one before where the last says nothing."""
    if not name:
        return _NOTHING
    tail = _tail(name)
    said, generic = _said(tail)
    if generic and len(tail) < len(name):
        said, _ = _said(_tail(name[: -len(tail)].rstrip(".@")))
    return said


_QUOTED = re.compile(r'\["((?:[^"\\]|\\.){1,200})"\]$')
_NUMBERED = re.compile(r"(?:\[\d+\]|:(?:double|float|fixed))+$")


def _tail(name: str) -> str:
    """Return the last part of a name, its number in a list still on it."""
    if '"]' in name and (quoted := _QUOTED.search(_NUMBERED.sub("", name[-300:]))):
        return quoted[0] if name.endswith(quoted[0]) else name[name.rindex(quoted[0]) :]
    return name[max(name.rfind("."), name.rfind("@")) + 1 :]


@lru_cache(maxsize=16_384)
def _said(tail: str) -> tuple[Said, bool]:
    """Return what the last part of a name says, and whether it is a name that anything may bear."""
    tail = _NUMBERED.sub("", tail)
    if quoted := _QUOTED.search(tail):
        try:
            tail = str(json.loads(f'"{quoted[1]}"'))
        except ValueError:
            tail = quoted[1]
    word = plain(tail[:_LONGEST_NAME])
    generic = word in _GENERIC or not word or word.isdigit()
    if not word or word.isdigit():
        return _NOTHING, generic
    return _looked_up(word), generic


def _looked_up(word: str) -> Said:
    surely, loosely, _ = _names()
    candidates = [word]
    for _ in range(_DROPPED):
        known = next((one for one in candidates if one in surely), "")
        if known:
            break
        shorter = [cut for one in candidates for cut in _shorter(one)]
        candidates = list(dict.fromkeys((*candidates, *shorter)))[:64]
    sure: frozenset[str] = next((surely[one] for one in candidates if one in surely), frozenset())
    loose: frozenset[str] = frozenset().union(*(loosely.get(one, frozenset()) for one in candidates))
    return Said(sure, loose | sure)


def _exactly(word: str) -> Said:
    surely, loosely, _ = _names()
    sure = surely.get(word, frozenset())
    return Said(sure, loosely.get(word, frozenset()) | sure)


def _shorter(word: str) -> list[str]:
    found = [word[len(before) :] for before in _BEFORE if word.startswith(before) and len(word) > len(before)]
    return found + [
        word[: -len(after)] for after in _AFTER if word.endswith(after) and len(word) > len(after)
    ]


def tells(pieces: Sequence[Piece], at: int, data_type: str) -> bool:
    """Whether the name of a field, or the field before it, says `data_type` of a known value."""
    piece = pieces[at]
    if piece.name == _AGENT:
        return False
    return data_type in said_by(piece.name).loosely or data_type in beside(pieces, at).loosely


def beside(pieces: Sequence[Piece], at: int) -> Said:
    """Return what the field before says, where it holds the name of this one: `["city", "上海"]`."""
    if not is_open(pieces[at].name):
        return _NOTHING
    before = previous(pieces, at)
    if before is None or len(before.data) > _LONGEST_NAME:
        return _NOTHING
    tail = plain(_NUMBERED.sub("", _tail(before.name)))
    if tail and tail not in _HOLDERS and not tail.isdigit() and before.name != _SEGMENT:
        return _NOTHING
    # A value may look like a name with something before or after it (`wlan0`): it must be the name itself.
    return _exactly(plain(before.data.decode("utf-8", "replace")))


def is_open(name: str) -> bool:
    """Whether a field's name leaves it to what stands before it to say what it is."""
    return not name or name == _SEGMENT or _said(_tail(name))[1]


def previous(pieces: Sequence[Piece], at: int) -> Piece | None:
    """Return the field before in the same container, None when there is none near."""
    piece = pieces[at]
    for index in range(at - 1, max(-1, at - 1 - _MOST_BETWEEN), -1):
        one = pieces[index]
        if one.where != piece.where or len(one.chain) < len(piece.chain):
            return None
        if len(one.chain) == len(piece.chain):
            return one if one.chain[:-1] == piece.chain[:-1] and siblings(one.name, piece.name) else None
    return None


def siblings(one: str, other: str) -> bool:
    """Whether two names are of fields of one object or list."""
    return one == other or parent(one) == parent(other)


_LAST = re.compile(r'(?:\["(?:[^"\\]|\\.){1,200}"\]|\[\d+\]|(?:^|[.@])[^.@\[\]]*(?:\[\d+\])?)$')


def parent(name: str) -> str:
    """Return the name of what a field stands in."""
    name = name[-300:]
    return _LAST.sub("", name, count=1)


def in_agent(name: str, data_type: str) -> bool:
    """Whether a shared value stands where every request of a phone has it: in the User-Agent."""
    return name == _AGENT and is_shared(data_type)


def is_nameless(name: str) -> bool:
    """Whether a name says nothing at all: none, a number, or so short that it was made to be."""
    return len(plain(_NUMBERED.sub("", _tail(name)))) <= _SHORT_NAME or _tail(name).isdigit()


_SHORT_NAME: Final = 2


class Companions:
    """The values of a request that are certain, to ask whether one stands in the message of another field."""

    def __init__(self, pieces: Sequence[Piece], certain: Collection[int]) -> None:
        self._pieces = pieces
        self._certain = certain

    @cached_property
    def _homes(self) -> dict[_Home, list[int]]:
        # Most requests never ask.
        found: dict[_Home, list[int]] = {}
        for at in sorted(self._certain):
            for home in _homes(self._pieces[at]):
                found.setdefault(home, []).append(at)
        return found

    def beside(self, at: int) -> bool:
        """Whether a nameless field has a certain value in its message, among the pieces near it."""
        piece = self._pieces[at]
        if not self._certain or not is_nameless(piece.name):
            return False
        home = (piece.where, _inside(piece, len(piece.chain) - 1), parent(piece.name))
        known = self._homes.get(home, ())
        near = bisect_left(known, at - _REACH)
        return any(one != at and abs(one - at) <= _REACH for one in known[near : near + 2])


_Home = tuple[str, tuple[object, ...], str]
_MOST_PARENTS: Final = 32


def _homes(piece: Piece) -> Iterator[_Home]:
    """Yield every message that a piece stands in, however deep."""
    names = [parent(piece.name)]
    while names[-1] and len(names) < _MOST_PARENTS:
        names.append(parent(names[-1]))
    for length in range(max(len(piece.chain), 1)):
        inside = _inside(piece, length)
        for name in names:
            yield piece.where, inside, name


def _inside(piece: Piece, steps: int) -> tuple[object, ...]:
    """Return the steps to a message; of what stands in none, the kind of place: one query, all cookies."""
    return piece.chain[:steps] if steps > 0 else (_first(piece),)


def _first(piece: Piece) -> str:
    """Return the kind of place a piece of no container stands in: one query, one set of cookies."""
    return piece.chain[0].name if piece.chain else ""
