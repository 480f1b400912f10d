"""Writing an evidence folder while a run goes on.

What survives what: a line is with the kernel (one `os.write` on an O_APPEND descriptor) before `append`
returns, so everything acknowledged survives the death of this process at any moment, SIGKILL included. The
disk is told to keep it (`fsync`) every second and at the seal, because doing so for each event would hold
up the app under audit: a loss of power costs at most the last second.
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import os
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import msgspec

from privaudit.errors import EvidenceError
from privaudit.evidence import folder
from privaudit.evidence.journal import FIRST, GENESIS, encode_event, make_line
from privaudit.model.event import AppInfo, DeviceInfo, Event, Tool
from privaudit.model.evidence import Artefact, Input, Manifest, Seal

SYNC_SECONDS = 1.0
"""How often the journal and new artefacts are forced to the disk while a run goes on."""

Role = Literal["scenario", "declaration", "notice", "app", "agent", "catalogue"]


class EvidenceWriter:
    """An evidence folder being written; all methods may be called from any thread.

    Made by `create`. Ends with `seal` (in order) or `close` (out of order: the folder stays readable,
    unsealed). Every method raises EvidenceError when the disk fails; what was acknowledged before stays and
    can be read.
    """

    def __init__(self, path: Path, manifest: Manifest, journal: int) -> None:
        self.path = path
        self._manifest = manifest
        self._fd = journal
        self._lock = threading.Lock()
        self._next = FIRST
        self._head = GENESIS
        self._bytes = 0
        self._digest = hashlib.sha256()
        self._artefacts: dict[str, Artefact] = {}
        self._inputs: list[Input] = []
        self._adopted: list[str] = []
        self._unsynced: list[Path] = []
        self._dirty = False
        self._broken = ""
        self._temporary = itertools.count()
        self._ended: Literal["", "sealed", "closed"] = ""
        self._wake = threading.Event()
        self._syncer = threading.Thread(target=self._sync_often, name="evidence-sync", daemon=True)

    @classmethod
    def create(
        cls,
        path: Path | str,
        *,
        id: str,  # noqa: A002 # the manifest's own word
        tool_version: str,
    ) -> EvidenceWriter:
        """Make a new evidence folder (0700) at `path`, which must not exist or be empty.

        Raises EvidenceError.
        """
        place = Path(path)
        try:
            place.mkdir(parents=True, mode=0o700, exist_ok=True)
            if any(place.iterdir()):
                raise EvidenceError(f"{place} is not empty", hint="give a new folder for each run")
            place.chmod(0o700)
            (place / folder.ARTEFACTS).mkdir(mode=0o700)
            journal = os.open(
                place / folder.JOURNAL,
                os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC,
                0o600,
            )
            os.fchmod(journal, 0o600)
        except OSError as error:
            raise _failed("make the evidence folder", place, error) from error
        manifest = Manifest(id=id, created=time.time_ns(), tool_version=tool_version)
        writer = cls(place, manifest, journal)
        try:
            writer._write_file(folder.MANIFEST, _encode(manifest))  # its own class
        except EvidenceError:
            os.close(journal)
            raise
        writer._syncer.start()  # its own class
        return writer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def head(self) -> str:
        """Hash of the last line, or the genesis hash."""
        return self._head

    def append(self, event: Event) -> int:
        """Write an event as the next line and return its number; it is with the kernel when this returns."""
        data = encode_event(event)
        with self._lock:
            self._require_open()
            number = self._next
            line, hash_ = make_line(number, self._head, data)
            if len(line) > folder.MAX_LINE:
                raise EvidenceError(
                    f"an event of {len(data)} bytes is longer than a journal line may be",
                    hint="keep large data as an artefact",
                )
            self._write_line(line)
            self._digest.update(line)
            self._bytes += len(line)
            self._head = hash_
            self._next = number + 1
            self._dirty = True
            return number

    def keep(self, data: bytes, *, media_type: str, name: str) -> str:
        """Keep bytes as an artefact and return their sha256.

        The same bytes are kept once, under the first name.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        with self._lock:
            self._require_open()
            if sha256 in self._artefacts:
                return sha256
        parent = self.path / folder.ARTEFACTS / sha256[:2]
        try:
            parent.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise _failed("keep an artefact", parent, error) from error
        self._write_file(folder.artefact_name(sha256), data)
        with self._lock:
            self._require_open()
            self._artefacts.setdefault(
                sha256, Artefact(sha256=sha256, size=len(data), name=name, media_type=media_type)
            )
            self._unsynced.append(parent / sha256)
        return sha256

    def add_input(
        self, role: Role, name: str, data: bytes, *, media_type: str = "application/octet-stream"
    ) -> str:
        """Keep a file the run was given and note its role in the manifest at once; return its sha256."""
        sha256 = self.keep(data, media_type=media_type, name=name)
        with self._lock:
            self._require_open()
            self._inputs.append(Input(role=role, name=name, sha256=sha256))
            self._write_draft()
        return sha256

    def describe(self, app: AppInfo, device: DeviceInfo, tools: tuple[Tool, ...]) -> None:
        """Note in the manifest, at once, what is recorded, on which phone and with which tools."""
        with self._lock:
            self._require_open()
            self._manifest = msgspec.structs.replace(self._manifest, app=app, device=device, tools=tools)
            self._write_draft()

    def _write_draft(self) -> None:
        draft = msgspec.structs.replace(self._manifest, inputs=tuple(self._inputs))
        self._write_file(folder.MANIFEST, _encode(draft))

    def adopt_file(self, name: str) -> None:
        """Count a file that another process writes into the folder as evidence, from the seal on."""
        if not folder.is_plain_name(name):
            raise EvidenceError(f"{name!r} cannot name a file of the evidence")
        with self._lock:
            self._require_open()
            if name not in self._adopted:
                self._adopted.append(name)

    def seal(self) -> Manifest:
        """End in order: force all to the disk, write the final manifest and its seal; return the manifest."""
        with self._lock:
            if self._ended == "sealed":
                return self._manifest
            self._require_open()
            self._sync()
            manifest = msgspec.structs.replace(
                self._manifest,
                sealed=True,
                lines=self._next - FIRST,
                head=self._head,
                journal_bytes=self._bytes,
                journal_sha256=self._digest.hexdigest(),
                artefacts=tuple(self._artefacts.values()),
                inputs=tuple(self._inputs),
                files={name: self._adopt(name) for name in sorted(self._adopted)},
            )
            data = _encode(manifest)
            digest = hashlib.sha256(data).hexdigest()
            seal = Seal(manifest_sha256=digest, check=seal_check(digest))
            self._write_file(folder.MANIFEST, data, sync=True)
            self._write_file(folder.SEAL, encode_seal(seal), sync=True)
            _sync_path(self.path)
            self._manifest = manifest
            self._ended = "sealed"
            self._wake.set()
            os.close(self._fd)
        self._syncer.join()
        return manifest

    def close(self) -> None:
        """Let go of the folder; one that was not sealed stays unsealed. May be called again."""
        with self._lock:
            if self._ended:
                return
            self._ended = "closed"
            self._wake.set()
            os.close(self._fd)
        self._syncer.join()

    def _require_open(self) -> None:
        if self._ended:
            raise EvidenceError(f"the evidence is {self._ended}: nothing more can be written")
        if self._broken:
            raise EvidenceError(self._broken)

    def _write_line(self, line: bytes) -> None:
        """Write a whole line or none of it (lock held)."""
        try:
            written = os.write(self._fd, line)
            while written < len(line):
                written += os.write(self._fd, line[written:])
        except OSError as error:
            failure = _failed("write the journal", self.path / folder.JOURNAL, error)
            try:
                os.ftruncate(self._fd, self._bytes)
            except OSError:
                # The torn tail cannot be taken back: a further line would be glued to it.
                self._broken = failure.message
            raise failure from error

    def _write_file(self, name: str, data: bytes, *, sync: bool = False) -> None:
        """Write a file under a temporary name and rename it, so that it is there whole or not at all."""
        target = self.path / name
        temporary = target.parent / f"{folder.TEMPORARY}{next(self._temporary)}"
        try:
            fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            try:
                os.fchmod(fd, 0o600)
                view = memoryview(data)
                while view:
                    view = view[os.write(fd, view) :]
                if sync:
                    os.fsync(fd)
            finally:
                os.close(fd)
            temporary.replace(target)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise _failed("write", target, error) from error

    def _adopt(self, name: str) -> str:
        path = self.path / name
        digest = hashlib.sha256()
        try:
            with folder.open_regular(path) as file:
                os.fchmod(file.fileno(), 0o600)
                while chunk := file.read(folder.CHUNK):
                    digest.update(chunk)
                os.fsync(file.fileno())
        except FileNotFoundError:
            raise EvidenceError(f"{path} was to be part of the evidence and is not there") from None
        except OSError as error:
            raise _failed("read", path, error) from error
        return digest.hexdigest()

    def _sync_often(self) -> None:
        while not self._wake.wait(SYNC_SECONDS):
            # fsync is slow: the lock is held only to take the work, so that no sensor waits for the disk.
            with self._lock:
                if self._ended:
                    return
                pending, self._unsynced = self._unsynced, []
                dirty, self._dirty = self._dirty, False
                fd = os.dup(self._fd) if dirty else -1
            try:
                for path in pending:
                    _sync_path(path)
                if dirty:
                    os.fsync(fd)
            except OSError as error:
                with self._lock:
                    self._broken = _failed("force the evidence to the disk", self.path, error).message
                return
            finally:
                if dirty:
                    os.close(fd)

    def _sync(self) -> None:
        """Force artefacts, then the journal that names them (lock held)."""
        try:
            for path in self._unsynced:
                _sync_path(path)
            self._unsynced.clear()
            os.fsync(self._fd)
        except OSError as error:
            raise _failed("force the evidence to the disk", self.path, error) from error


def seal_check(manifest_sha256: str) -> str:
    """Return what `Seal.check` must be."""
    return hashlib.sha256(f"privaudit seal\n{manifest_sha256}".encode()).hexdigest()


def encode_seal(seal: Seal) -> bytes:
    """Return the one way a seal is written."""
    return msgspec.json.encode(seal) + b"\n"


def _encode(manifest: Manifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def _sync_path(path: Path) -> None:
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _failed(what: str, path: Path, error: OSError) -> EvidenceError:
    hints = {
        errno.ENOSPC: "the disk is full: free some space; what was recorded so far is kept",
        errno.EDQUOT: "the disk quota is used up; what was recorded so far is kept",
        errno.EACCES: "check the rights on the folder",
        errno.EROFS: "the file system is read-only: choose another folder",
    }
    return EvidenceError(
        f"cannot {what} ({path}): {error.strerror or error}", hint=hints.get(error.errno or 0, "")
    )
