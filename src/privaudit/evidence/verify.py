"""Is an evidence folder whole? If not, what is the first thing that is not, and what else."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Generator, Iterator
from pathlib import Path

import msgspec

from privaudit.errors import EvidenceError
from privaudit.evidence import folder
from privaudit.evidence.journal import FIRST, GENESIS, BrokenLineError, check_line
from privaudit.evidence.reader import parse_manifest
from privaudit.evidence.writer import encode_seal, seal_check
from privaudit.model.event import Event, ScreenSeen
from privaudit.model.evidence import Artefact, Manifest, Problem, Seal
from privaudit.model.network import (
    BodyPart,
    CryptoSeen,
    FrameSeen,
    PlainSeen,
    RequestSeen,
    ResponseSeen,
    StreamSeen,
)

MAX_PROBLEMS = 1000
"""Problems listed one by one; the last one then says that there are more."""


def verify(path: Path | str) -> list[Problem]:
    """Check every byte of an evidence folder and return what is not whole, worst first; empty when all is.

    Order: seal, manifest, journal, artefacts, other files. An unsealed folder is checked as far as it goes
    and has at least the problem that it is not sealed. Raises EvidenceError when `path` is no folder.
    """
    place = Path(path)
    if not place.is_dir():
        raise EvidenceError(f"{place} is not an evidence folder", hint="give the folder that a run made")
    problems: list[Problem] = []
    for problem in _Check(place).run():
        if len(problems) == MAX_PROBLEMS:
            problems.append(Problem(file=".", message=f"there are more than {MAX_PROBLEMS} problems"))
            break
        problems.append(problem)
    return problems


class _Check:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.named: dict[str, str] = {}
        """Artefacts that events name, and the first line that does."""

    def run(self) -> Iterator[Problem]:
        manifest = yield from self._head()
        yield from self._journal(manifest)
        yield from self._artefacts(manifest)
        yield from self._others(manifest)

    def _head(self) -> Generator[Problem, None, Manifest | None]:
        """Check seal and manifest; return the manifest when it can be relied on."""
        seal = yield from self._seal()
        try:
            data = folder.read_bounded(self.path / folder.MANIFEST, folder.MAX_MANIFEST)
            _match_seal(data, seal)
            manifest = parse_manifest(data)
        except FileNotFoundError:
            yield Problem(file=folder.MANIFEST, message="is missing")
            return None
        except EvidenceError as error:
            yield Problem(file=folder.MANIFEST, message=error.message)
            return None
        if seal is not None and not manifest.sealed:
            yield Problem(file=folder.MANIFEST, message="has a seal but is not the final manifest")
            return None
        return None if seal is None else manifest

    def _seal(self) -> Generator[Problem, None, Seal | None]:
        try:
            data = folder.read_bounded(self.path / folder.SEAL, folder.MAX_SEAL)
        except FileNotFoundError:
            yield Problem(file=folder.SEAL, message="is missing: the run did not end in order")
            return None
        except EvidenceError as error:
            yield Problem(file=folder.SEAL, message=error.message)
            return None
        try:
            seal = msgspec.json.decode(data, type=Seal)
        except (msgspec.MsgspecError, RecursionError, ValueError):
            yield Problem(file=folder.SEAL, message="was altered: it cannot be read")
            return None
        if seal.check != seal_check(seal.manifest_sha256) or data != encode_seal(seal):
            yield Problem(file=folder.SEAL, message="was altered")
            return None
        return seal

    def _journal(self, manifest: Manifest | None) -> Iterator[Problem]:
        try:
            file = folder.open_regular(self.path / folder.JOURNAL)
        except FileNotFoundError:
            yield Problem(file=folder.JOURNAL, message="is missing")
            return
        except EvidenceError as error:
            yield Problem(file=folder.JOURNAL, message=error.message)
            return
        digest = hashlib.sha256()
        number, offset, head = FIRST - 1, 0, GENESIS
        with file:
            for line in folder.lines_of(file):
                number += 1
                broken = ""
                if len(line) > folder.MAX_LINE:
                    broken = f"is longer than {folder.MAX_LINE} bytes"
                elif not line.endswith(b"\n"):
                    broken = "is cut off: the last line has no end"
                else:
                    try:
                        event, head = check_line(line, number, head)
                        self._name(event, number)
                    except BrokenLineError as error:
                        broken = str(error)
                if broken:
                    yield Problem(file=folder.JOURNAL, line=number, offset=offset, message=broken)
                    return
                digest.update(line)
                offset += len(line)
        if manifest is not None:
            yield from _journal_end(manifest, number, offset, head, digest.hexdigest())

    def _name(self, event: Event, number: int) -> None:
        for sha256 in _artefacts_of(event):
            if sha256:
                self.named.setdefault(sha256, f"line {number} of the journal")

    def _artefacts(self, manifest: Manifest | None) -> Iterator[Problem]:
        listed = {item.sha256: item for item in manifest.artefacts} if manifest else None
        found: set[str] = set()
        for name, path in _walk(self.path / folder.ARTEFACTS, folder.ARTEFACTS):
            sha256 = path.name
            if not folder.is_sha256(sha256) or name != folder.artefact_name(sha256):
                yield Problem(file=name, message="does not belong to the evidence")
                continue
            found.add(sha256)
            yield from _artefact(name, path, listed)
        wanted = dict(self.named)
        if manifest is not None:
            for artefact in manifest.artefacts:
                wanted.setdefault(artefact.sha256, f"the manifest ({artefact.name})")
            for given in manifest.inputs:
                wanted.setdefault(given.sha256, f"the manifest ({given.name})")
        for sha256, where in wanted.items():
            if not folder.is_sha256(sha256):
                yield Problem(
                    file=folder.ARTEFACTS, message=f"{sha256[:80]!r}, named by {where}, is no sha256"
                )
            elif sha256 not in found:
                yield Problem(
                    file=folder.artefact_name(sha256), message=f"is missing; it is named by {where}"
                )

    def _others(self, manifest: Manifest | None) -> Iterator[Problem]:
        files = dict(manifest.files) if manifest else {}
        for name in sorted(files):
            if not folder.is_plain_name(name):
                del files[name]
                yield Problem(
                    file=folder.MANIFEST, message=f"names {name[:80]!r}, which cannot be in the folder"
                )
        seen: set[str] = set()
        for name, path in _walk(self.path, ""):
            if name in {folder.MANIFEST, folder.SEAL, folder.JOURNAL} or name.startswith(
                f"{folder.ARTEFACTS}/"
            ):
                continue
            seen.add(name)
            if manifest is not None or path.is_symlink() or not folder.is_plain_name(name):
                yield from _other(name, path, files.get(name))
        for name in sorted(files.keys() - seen):
            yield Problem(file=name, message="is missing")


def _match_seal(manifest: bytes, seal: Seal | None) -> None:
    if seal is not None and hashlib.sha256(manifest).hexdigest() != seal.manifest_sha256:
        raise EvidenceError("was altered after it was sealed")


def _journal_end(manifest: Manifest, lines: int, size: int, head: str, digest: str) -> Iterator[Problem]:
    if lines != manifest.lines:
        yield Problem(
            file=folder.JOURNAL,
            line=lines,
            offset=size,
            message=f"has {lines} lines where the manifest counts {manifest.lines}",
        )
    elif (size, head, digest) != (manifest.journal_bytes, manifest.head, manifest.journal_sha256):
        yield Problem(file=folder.JOURNAL, message="is not the journal that was sealed")


def _artefact(name: str, path: Path, listed: dict[str, Artefact] | None) -> Iterator[Problem]:
    try:
        digest, size = _hash(path)
    except (OSError, EvidenceError) as error:
        yield Problem(file=name, message=_reason(error))
        return
    if digest != path.name:
        yield Problem(file=name, message="was altered")
    elif listed is not None and digest not in listed:
        yield Problem(file=name, message="does not belong to the evidence")
    elif listed is not None and listed[digest].size != size:
        yield Problem(file=name, message=f"has {size} bytes where the manifest says {listed[digest].size}")


def _other(name: str, path: Path, wanted: str | None) -> Iterator[Problem]:
    if wanted is None:
        yield Problem(file=name, message="does not belong to the evidence")
        return
    try:
        digest, _size = _hash(path)
    except (OSError, EvidenceError) as error:
        yield Problem(file=name, message=_reason(error))
        return
    if digest != wanted:
        yield Problem(file=name, message="was altered")


def _reason(error: OSError | EvidenceError) -> str:
    return error.message if isinstance(error, EvidenceError) else f"cannot be read: {error.strerror}"


def _hash(path: Path) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    with folder.open_regular(path) as file:
        while chunk := file.read(folder.CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def _artefacts_of(event: Event) -> tuple[str | None, ...]:
    """Return the artefacts an event names."""
    match event:
        case RequestSeen() | ResponseSeen() | FrameSeen() | StreamSeen() | BodyPart():
            return (event.body,)
        case ScreenSeen():
            return (event.screenshot, event.ui_tree)
        case PlainSeen():
            return (event.data.artefact,)
        case CryptoSeen():
            return (event.input.artefact, event.output.artefact)
        case _:
            return ()


def _walk(top: Path, prefix: str) -> Iterator[tuple[str, Path]]:
    """Yield everything below `top` that is not a folder, links included and not followed, in order of name.

    A folder that cannot be listed is yielded itself. Kept as a stack: a hostile folder may be nested deeper
    than Python may recurse.
    """
    stack = [(prefix, top)]
    while stack:
        name, path = stack.pop()
        try:
            is_folder = stat.S_ISDIR(path.lstat().st_mode)
            children = sorted(os.listdir(path), reverse=True) if is_folder else None  # noqa: PTH208 # names
        except FileNotFoundError:
            continue
        except OSError:
            children = None
        if children is None:
            yield name or ".", path
        else:
            for child in children:
                shown = folder.readable(child)
                stack.append((f"{name}/{shown}" if name else shown, path / child))
