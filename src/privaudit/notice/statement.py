"""One row of a declaration's statements, and what can be wrong with it by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, get_args

import msgspec

from privaudit.catalog.load import Catalog
from privaudit.model.declaration import StatementKind
from privaudit.yamldoc import nearest

KINDS: tuple[str, ...] = get_args(StatementKind)

# What a statement of a kind must tell: without it nothing could be compared with it.
_NEEDS: dict[str, tuple[str, ...]] = {
    "collection": ("data_types",),
    "not_collected": ("data_types",),
    "permission": ("permissions",),
    "third_party": ("name",),
    "sdk": ("name",),
    "complaint": ("channel",),
}
_EXAMPLES = {
    "data_types": "data_types: [device.imei]",
    "permissions": "permissions: [android.permission.CAMERA]",
    "name": "name: 示例统计SDK",
    "channel": "channel: {phone: '95588'}",
}
_CHANNEL_KINDS = frozenset({"complaint", "contact"})
_WAYS = ("phone", "address", "email", "url", "process")


class ChannelRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A complaint channel as written in the file."""

    phone: str = ""
    address: str = ""
    email: str = ""
    url: str = ""
    process: str = ""
    reply_days: int | None = None
    working: bool = False


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A statement as written in the file."""

    id: str
    kind: str
    quote: str
    start: int | None = None
    end: int | None = None
    data_types: tuple[str, ...] = ()
    umbrella: bool = False
    purpose: str = ""
    function: str = ""
    permissions: tuple[str, ...] = ()
    name: str = ""
    company: str = ""
    sdk: str = ""
    hosts: tuple[str, ...] = ()
    background: bool = False
    channel: ChannelRow | None = None


class Mistake(NamedTuple):
    """A mistake in a row: where in it, what, and what to do."""

    where: tuple[str | int, ...]
    message: str
    hint: str


def mistakes(row: Row, catalog: Catalog) -> Iterator[Mistake]:
    """Yield what is wrong with a row by itself and against the catalogue.

    An empty purpose is no mistake: that a notice does not tell it is something to be found.
    """
    for name in ("id", "quote"):
        if not getattr(row, name).strip():
            yield Mistake((name,), "a text is wanted here", "write it after the colon")
    if row.kind not in KINDS:
        near = nearest(row.kind, KINDS)
        hint = f"did you mean {near!r}?" if near else f"known kinds: {', '.join(KINDS)}"
        yield Mistake(("kind",), f"kind {row.kind[:60]!r} is not known", hint)
    yield from _missing(row)
    yield from _channel(row)
    for index, data_type in enumerate(row.data_types):
        if data_type not in catalog.data_types:
            yield Mistake(("data_types", index), *_unknown_type(data_type, catalog))
    for index, permission in enumerate(row.permissions):
        if permission not in catalog.permissions:
            yield Mistake(("permissions", index), *_unknown_permission(permission, catalog))
    if row.sdk and row.sdk not in catalog.sdks:
        yield Mistake(
            ("sdk",), f"SDK {row.sdk[:60]!r} is not in the catalogue", _like(row.sdk, [*catalog.sdks])
        )


def _missing(row: Row) -> Iterator[Mistake]:
    for name in _NEEDS.get(row.kind, ()):
        # A notice that names data by an umbrella term alone has told no types.
        if not getattr(row, name) and not (name == "data_types" and row.umbrella):
            hint = f"add a line `{_EXAMPLES[name]}`"
            yield Mistake((), f"a statement of kind {row.kind!r} needs {name!r}", hint)


def _channel(row: Row) -> Iterator[Mistake]:
    if row.channel is None:
        return
    if row.kind in KINDS and row.kind not in _CHANNEL_KINDS:
        hint = "move it to a statement of kind 'complaint'"
        yield Mistake(("channel",), f"a statement of kind {row.kind!r} has no channel", hint)
    if not any(getattr(row.channel, way).strip() for way in _WAYS):
        hint = f"write one of {', '.join(_WAYS)}"
        yield Mistake(("channel",), "the channel names no way to reach anybody", hint)
    if row.channel.reply_days is not None and row.channel.reply_days < 0:
        yield Mistake(
            ("channel", "reply_days"), "days cannot be below zero", "write the days the notice names"
        )


def _unknown_type(word: str, catalog: Catalog) -> tuple[str, str]:
    named = next(
        (
            row.id
            for row in catalog.data_types.values()
            if word in (row.zh, row.en) or word in row.synonyms_zh
        ),
        "",
    )
    hint = f"write {named!r}" if named else _like(word, [*catalog.data_types])
    return f"data type {word[:60]!r} is not in the catalogue", hint


def _unknown_permission(word: str, catalog: Catalog) -> tuple[str, str]:
    full = f"android.permission.{word}"
    hint = f"write {full!r}" if full in catalog.permissions else _like(word, [*catalog.permissions])
    return f"permission {word[:60]!r} is not in the catalogue", hint


def _like(word: str, words: Sequence[str]) -> str:
    near = nearest(word, words)
    return f"did you mean {near!r}?" if near else "`privaudit catalog` lists what is known"
