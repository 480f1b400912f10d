"""Redirections: what `<`, `>` and their kin make of a command's input and outputs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from privaudit.virtual.shell.expansion import Expander
from privaudit.virtual.shell.pipes import Bytes, FileSink, FileSource, Input, Io, Nothing, Sink
from privaudit.virtual.shell.registry import CommandError
from privaudit.virtual.shell.special import SPECIAL_FILES, special_source
from privaudit.virtual.shell.syntax import Redirect
from privaudit.virtual.state import VirtualPhone

SHELL = "/system/bin/sh"
ERROR_OUTPUT = 2


class Redirector:
    """Opens files for one command as a user in a directory."""

    def __init__(self, phone: VirtualPhone, uid: int, cwd: str, expander: Expander) -> None:
        self._phone = phone
        self._uid = uid
        self._cwd = cwd
        self._expander = expander
        self._opened: list[FileSink | FileSource] = []

    @contextmanager
    def redirected(self, redirects: tuple[Redirect, ...], io: Io) -> Iterator[Io]:
        """Yield the command's input and outputs; files are closed afterwards. Raises CommandError."""
        try:
            for redirect in redirects:
                io = self._redirect(redirect, io)
            yield io
        finally:
            for file in self._opened:
                file.close()

    def _redirect(self, redirect: Redirect, io: Io) -> Io:
        operator, number = redirect.operator, redirect.number
        target = self._expander.single(redirect.target)
        if operator == "<<":
            return replace(io, stdin=Input(Bytes(target.encode("utf-8", "surrogateescape"))))
        if operator == ">&" and target in ("1", "2"):
            sink = io.stdout if target == "1" else io.stderr
            return replace(io, stderr=sink) if number == ERROR_OUTPUT else replace(io, stdout=sink)
        if operator in ("<", "<&"):
            return replace(io, stdin=Input(self._open_read(target)))
        sink = self._open_write(target, append=operator == ">>")
        if operator == "&>" or (operator == ">&" and number is None):
            return replace(io, stdout=sink, stderr=sink)
        return replace(io, stderr=sink) if number == ERROR_OUTPUT else replace(io, stdout=sink)

    def _path(self, target: str) -> str:
        return target if target.startswith("/") else f"{self._cwd.rstrip('/')}/{target}"

    def _open_read(self, target: str) -> Nothing | FileSource:
        path = self._path(target)
        if path in SPECIAL_FILES:
            return special_source(path)
        try:
            source = FileSource(self._phone.files.readable(path, self._uid))
        except OSError as error:
            raise CommandError(f"{SHELL}: can't open {target}: {error.strerror}") from error
        self._opened.append(source)
        return source

    def _open_write(self, target: str, *, append: bool) -> Sink:
        path = self._path(target)
        if path in SPECIAL_FILES:
            return Nothing()
        try:
            sink = FileSink(self._phone.files.writable(path, self._uid), append=append)
        except OSError as error:
            raise CommandError(f"{SHELL}: can't create {target}: {error.strerror}") from error
        self._opened.append(sink)
        return sink
