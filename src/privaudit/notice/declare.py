"""A declaration file to a Declaration: what a notice says, each statement with its place in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import yaml

from privaudit.catalog.load import Catalog, load_catalog
from privaudit.errors import InputError, InputErrors
from privaudit.given import read_given, real_path
from privaudit.model.declaration import Channel, Declaration, Notice, Place, Statement, StatementKind
from privaudit.notice.quote import QuoteFinder, short
from privaudit.notice.read import MAX_BYTES, notice_text
from privaudit.notice.statement import Row, mistakes
from privaudit.yamldoc import MAX_BYTES as MAX_YAML
from privaudit.yamldoc import Document, parse_documents

VERSION = 1
"""The version of the file format that this program reads."""

_PACKAGE = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)+")
_HOST = re.compile(r"(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}", re.IGNORECASE)
_NOT_TEXT = frozenset({"declaration", "start", "end", "reply_days", "umbrella", "background", "working"})
NoticeReader = Callable[[str, Document], bytes]
"""Gives the bytes of the notice that a declaration names; raises InputError at the name's place."""

_AsWritten: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _App(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    package: str
    name: str


class _NoticeRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    file: str
    title: str = ""
    version: str = ""
    effective: str = ""


class _Head(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file without its statements."""

    declaration: int
    app: _App
    processor: str
    notice: _NoticeRow
    first_party_hosts: tuple[str, ...] = ()
    statements: list[Any]


def load_declaration(path: Path | str, *, catalog: Catalog | None = None) -> Declaration:
    """Read a declaration and the notice it is about, and check the one against the other and the catalogue.

    The notice is a file in the declaration's folder. A quote without `start` and `end` must stand in the
    notice once.
    White space in quotes does not count; the Declaration holds the words as the notice has them, and
    statements in the
    notice's order. Raises InputError for one mistake and InputErrors for several, each with its place and
    remedy.
    """
    file = Path(path)

    def beside(name: str, document: Document) -> bytes:
        return _read_notice(name, file, document)

    return parse_declaration(read_given(file, MAX_YAML), str(file), beside, catalog=catalog)


def parse_declaration(
    data: bytes, file: str, read_notice: NoticeReader, *, catalog: Catalog | None = None
) -> Declaration:
    """Read a declaration from its bytes, as `load_declaration` does.

    `file` is what errors call it; `read_notice` gives the bytes of the notice it names.
    """
    document = _parse(data, file)
    head = document.convert(_Head)
    errors = list(_head_mistakes(head, document))
    try:
        raw = read_notice(head.notice.file, document)
        text = notice_text(raw, name=str(Path(file).parent / head.notice.file))
    except InputError as error:
        raise _together([*errors, error]) from None
    reader = _StatementReader(document, QuoteFinder(text), catalog or load_catalog(), errors)
    statements = [reader.statement(number) for number in range(len(head.statements))]
    if errors:
        raise _together(errors)
    return Declaration(
        package=head.app.package,
        app_name=head.app.name,
        processor=head.processor,
        notice=Notice(
            file=head.notice.file,
            sha256=hashlib.sha256(raw).hexdigest(),
            text_sha256=hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
            text=text,
            title=head.notice.title,
            version=head.notice.version,
            effective=head.notice.effective,
        ),
        statements=tuple(sorted((s for s in statements if s is not None), key=lambda s: s.place.start)),
        first_party_hosts=head.first_party_hosts,
        file=file,
        sha256=hashlib.sha256(data).hexdigest(),
        package_place=document.place(("app", "package")),
    )


def require_package(declaration: Declaration, package: str) -> None:
    """Raise InputError unless the declaration is that of the app `package`: a notice binds its own app."""
    if declaration.package != package:
        line, column = declaration.package_place or (None, None)
        raise InputError(
            f"this is the declaration of {declaration.package!r}, the app under audit is {package!r}",
            file=declaration.file,
            line=line,
            column=column,
            hint="give the declaration of that app; if this notice is that app's too, write its package here",
        )


@dataclass
class _StatementReader:
    """Reads the rows of statements one by one and collects their mistakes."""

    document: Document
    quotes: QuoteFinder
    catalog: Catalog
    errors: list[InputError]

    def __post_init__(self) -> None:
        self._seen: set[str] = set()

    def statement(self, number: int) -> Statement | None:
        """Return one statement, or None after noting what is wrong with it."""
        path: tuple[str | int, ...] = ("statements", number)
        try:
            row = self.document.convert(Row, path)
        except InputError as error:
            self.errors.append(error)
            return None
        before = len(self.errors)
        for mistake in mistakes(row, self.catalog):
            at = (*path, *mistake.where)
            self.errors.append(self.document.error(mistake.message, at, hint=mistake.hint))
        if row.id in self._seen:
            hint = "give each statement an id of its own"
            self.errors.append(
                self.document.error(f"statement {row.id!r} stands twice", (*path, "id"), hint=hint)
            )
        self._seen.add(row.id)
        for index, host in enumerate(row.hosts):
            self.errors.extend(_host_mistakes(host, (*path, "hosts", index), self.document))
        place = self._place(row, path)
        if place is None or len(self.errors) > before:
            return None
        fields = {name: getattr(row, name) for name in Row.__struct_fields__ if name not in _PLACE_FIELDS}
        fields["kind"] = _kind(row.kind)
        fields["channel"] = msgspec.convert(row.channel, Channel | None, from_attributes=True)
        return Statement(place=place, **fields)

    def _place(self, row: Row, path: tuple[str | int, ...]) -> Place | None:
        """Return where the quote stands; None after noting that it does not stand there."""
        if (row.start is None) != (row.end is None):
            given, missing = ("start", "end") if row.end is None else ("end", "start")
            hint = f"add a line `{missing}: …`, or remove `{given}`"
            self.errors.append(
                self.document.error(f"`{given}` without `{missing}`", (*path, given), hint=hint)
            )
            return None
        places = self.quotes.places(row.quote)
        if not places:
            self._not_found(row, path)
            return None
        if row.start is not None and row.end is not None:
            if not self.quotes.stands_at(row.quote, row.start, row.end):
                self._elsewhere(row, path)
                return None
            start, end = row.start, row.end
        elif len(places) > 1:
            at = ", ".join(f"start: {start} end: {end}" for start, end in places[:5])
            hint = f"say which one: {at}{', …' if len(places) > 5 else ''}"  # noqa: PLR2004 - as many as are shown
            message = f"the quote stands {len(places)} times in the notice"
            self.errors.append(self.document.error(message, (*path, "quote"), hint=hint))
            return None
        else:
            start, end = places[0]
        return Place(start=start, end=end, quote=self.quotes.text[start:end])

    def _not_found(self, row: Row, path: tuple[str | int, ...]) -> None:
        if not row.quote.strip():
            return
        near = self.quotes.nearest(row.quote)
        hint = f"nearest in the notice: “{short(near)}”" if near else "copy the words from the notice"
        message = f"the quote “{short(row.quote)}” does not stand in the notice"
        self.errors.append(self.document.error(message, (*path, "quote"), hint=hint))

    def _elsewhere(self, row: Row, path: tuple[str | int, ...]) -> None:
        start, end = row.start or 0, row.end or 0
        there = self.quotes.text[max(start, 0) : max(end, 0)][:200]
        place = self.quotes.place_near(row.quote, start)
        hint = f"write start: {place[0]} and end: {place[1]}" if place else "remove `start` and `end`"
        message = f"at {start} to {end} of the notice stands “{short(there)}”, not the quote"
        self.errors.append(self.document.error(message, (*path, "start"), hint=hint))


_PLACE_FIELDS = frozenset({"quote", "start", "end", "kind", "channel"})


def _kind(word: str) -> StatementKind:
    kind: StatementKind = msgspec.convert(word, StatementKind)
    return kind


def _parse(data: bytes, file: str) -> Document:
    """Return the file's document; texts are as written (`version: 1.10` is "1.10")."""
    documents = parse_documents(data, file)
    if len(documents) != 1 or not isinstance(documents[0].value, dict):
        raise InputError("is not one YAML map", file=file, hint="begin with a line `declaration: 1`")
    typed = documents[0]
    try:
        written = yaml.load(data.decode("utf-8-sig"), Loader=_AsWritten)  # noqa: S506 - makes texts only
    except (RecursionError, yaml.YAMLError):
        raise InputError("cannot be read as text", file=file, hint="write plain, flat YAML") from None
    value = _texts(typed.value, written, "")
    return Document(typed.file, value, typed.marks, typed.key_marks)


def _texts(typed: Any, written: Any, key: str) -> Any:
    """Return `typed` with every scalar as written, except those that are numbers and truths by their key."""
    if isinstance(typed, dict) and isinstance(written, dict):
        return {name: _texts(value, written.get(name), name) for name, value in typed.items()}
    if isinstance(typed, list) and isinstance(written, list):
        return [_texts(value, raw, "") for value, raw in zip(typed, written, strict=False)]
    return typed if key in _NOT_TEXT or not isinstance(written, str) else written


def _read_notice(name: str, file: Path, document: Document) -> bytes:
    where = ("notice", "file")
    folder = real_path(file).parent
    if not name or "\x00" in name or Path(name).is_absolute():
        raise document.error(
            f"{name[:80]!r} is not a relative path", where, hint="name the notice relative to this file"
        )
    path = real_path(folder / name)
    if not path.is_relative_to(folder):
        raise document.error(
            f"{name[:80]!r} lies outside the declaration's folder",
            where,
            hint="put the notice beside this file",
        )
    try:
        return read_given(path, MAX_BYTES)
    except InputError as error:
        raise document.error(
            f"the notice {name[:80]!r} {error.problem}",
            where,
            hint="check its name and place, and that it holds the notice alone",
        ) from None


def _head_mistakes(head: _Head, document: Document) -> Iterator[InputError]:
    if head.declaration != VERSION:
        yield document.error(
            f"version {head.declaration} of declarations is not known",
            ("declaration",),
            hint=f"write {VERSION}",
        )
    if not _PACKAGE.fullmatch(head.app.package):
        yield document.error(
            f"{head.app.package[:80]!r} is not a package name", ("app", "package"), hint="as com.example.bank"
        )
    for where, value in ((("app", "name"), head.app.name), (("processor",), head.processor)):
        if not value.strip():
            yield document.error("a text is wanted here", where, hint="write it as the notice does")
    if not head.statements:
        yield document.error("no statements are given", ("statements",), hint="write each as `- id: …`")
    for index, host in enumerate(head.first_party_hosts):
        yield from _host_mistakes(host, ("first_party_hosts", index), document)


def _host_mistakes(host: str, where: tuple[str | int, ...], document: Document) -> Iterator[InputError]:
    if not _HOST.fullmatch(host):
        hint = "write the name alone, as api.bank.example, or *.bank.example for all below it"
        yield document.error(f"{host[:80]!r} is not the name of a host", where, hint=hint)


def _together(errors: list[InputError]) -> InputError:
    ordered = sorted(errors, key=lambda error: (error.line or 0, error.column or 0))
    return ordered[0] if len(ordered) == 1 else InputErrors(ordered)
