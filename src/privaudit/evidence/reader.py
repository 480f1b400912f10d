"""Reading an evidence folder, sealed or left behind by a run that died."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from privaudit.errors import EvidenceError
from privaudit.evidence import folder
from privaudit.evidence.journal import FIRST, BrokenLineError, read_record
from privaudit.model.evidence import FORMAT, Manifest, Record

MAX_ARTEFACT = 512 * 1024 * 1024
"""Bytes of an artefact that are read into memory; longer ones are reported, not loaded."""


class InputFile(NamedTuple):
    """A file the run was given: its name then, and its bytes."""

    name: str
    data: bytes


class EvidenceReader:
    """An evidence folder open for reading.

    Raises EvidenceError when `path` is none or is of an unknown format.
    `problem` says in words what was met that is not whole (a torn last line, an altered artefact), the
    first of it; it is complete only after `records` was read to its end. Use `verify` to know whether the
    folder is whole.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.manifest = _read_manifest(self.path)
        self.problem = ""

    @property
    def sealed(self) -> bool:
        """Whether the run ended in order."""
        return self.manifest.sealed and (self.path / folder.SEAL).is_file()

    def records(self) -> Iterator[Record]:
        """Yield the journal's events in the order they were written, one at a time.

        Stops, and says so in `problem`, at a last line without its end (the writer died in it) and at a line
        that cannot be read, because what follows that one cannot be trusted. Hashes are checked by `verify`.
        """
        try:
            file = folder.open_regular(self.path / folder.JOURNAL)
        except FileNotFoundError:
            raise EvidenceError(f"{self.path} has no {folder.JOURNAL}") from None
        number = FIRST - 1
        with file:
            for line in folder.lines_of(file):
                number += 1
                if len(line) > folder.MAX_LINE:
                    self._note(f"{folder.JOURNAL}:{number}: is longer than {folder.MAX_LINE} bytes")
                    return
                if not line.endswith(b"\n"):
                    self._note(f"{folder.JOURNAL}:{number}: the last line was cut off while being written")
                    return
                try:
                    record = read_record(line)
                except BrokenLineError as error:
                    self._note(f"{folder.JOURNAL}:{number}: {error}; it and what follows were left out")
                    return
                yield record

    def artefact(self, sha256: str) -> bytes | None:
        """Return an artefact's bytes, or None when it is missing or altered (see `problem`)."""
        if not folder.is_sha256(sha256):
            return None
        name = folder.artefact_name(sha256)
        try:
            data = folder.read_bounded(self.path / name, MAX_ARTEFACT)
        except FileNotFoundError:
            self._note(f"{name} is missing")
            return None
        except EvidenceError as error:
            self._note(error.message)
            return None
        if hashlib.sha256(data).hexdigest() != sha256:
            self._note(f"{name} was altered")
            return None
        return data

    def input(self, role: str) -> InputFile | None:
        """Return the first file given to the run in a role, or None when there is none or it is not whole."""
        entry = next((item for item in self.manifest.inputs if item.role == role), None)
        data = None if entry is None else self.artefact(entry.sha256)
        return None if entry is None or data is None else InputFile(entry.name, data)

    def _note(self, problem: str) -> None:
        self.problem = self.problem or problem


def parse_manifest(data: bytes) -> Manifest:
    """Read a manifest's bytes.

    Raises EvidenceError when they are none or of a format this version does not know.
    """
    try:
        version = msgspec.json.decode(data, type=_Versioned).format
        if version != FORMAT:
            raise EvidenceError(
                f"{folder.MANIFEST} is of format {version}; this version reads format {FORMAT}",
                hint="use the version of privaudit that made the folder, or a newer one",
            )
        return msgspec.json.decode(data, type=Manifest)
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise EvidenceError(f"{folder.MANIFEST} cannot be read: {error}") from None


class _Versioned(msgspec.Struct):
    format: int = 0


def _read_manifest(path: Path) -> Manifest:
    if not path.is_dir():
        raise EvidenceError(f"{path} is not an evidence folder", hint="give the folder that a run made")
    try:
        return parse_manifest(folder.read_bounded(path / folder.MANIFEST, folder.MAX_MANIFEST))
    except FileNotFoundError:
        raise EvidenceError(
            f"{path} has no {folder.MANIFEST}: it is not an evidence folder",
            hint="give the folder that a run made",
        ) from None
