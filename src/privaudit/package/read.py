"""Reads an app's package files: one APK, a folder or a list of split APKs, or a bundle (XAPK, APKS, APKM)."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

import msgspec

from privaudit.errors import InputError
from privaudit.given import open_given
from privaudit.package.archive import Archive
from privaudit.package.axml import MOST_BYTES
from privaudit.package.dex import DexError, defined_classes
from privaudit.package.facts import AppFile, AppPackage, Manifest
from privaudit.package.manifest import read_manifest

MANIFEST: Final = "AndroidManifest.xml"
MOST_FILES: Final = 200
MOST_FILE_BYTES: Final = 4 * 1024**3
MOST_BUNDLED_BYTES: Final = 4 * 1024**3
"""Of all package files in a bundle together, unpacked."""
MOST_DEX_BYTES: Final = 128 * 1024**2
MOST_DEX_BYTES_OF_ALL: Final = 1024**3
MOST_CLASSES: Final = 1_000_000
MOST_CLASS_CHARACTERS: Final = 128 * 1024**2
MOST_NAMES: Final = 100_000

_CHUNK: Final = 1 << 20
_TOLD: Final = 20


def read_package(given: Path | Sequence[Path]) -> AppPackage:
    """Read an app from its package files, without running anything.

    `given` is an APK, a bundle of them, a folder of split APKs, or the split APKs themselves. Raises
    InputError naming the file when it is no package or its manifest cannot be read; anything else that
    cannot be read is told in `unread`.
    """
    paths = _paths(given)
    reader = _Reader()
    with ExitStack() as stack:
        for path in paths:
            stream = stack.enter_context(open_given(path, MOST_FILE_BYTES))
            archive = Archive(stream, path)
            if MANIFEST in archive.entries:
                reader.take(archive, path.name, _digest(stream))
                continue
            for name, unpacked in _bundled(archive):
                inner = Archive(unpacked, f"{path}!{name}")
                reader.take(inner, PurePosixPath(name).name, _digest(unpacked))
    return reader.done(paths[0])


def _paths(given: Path | Sequence[Path]) -> list[Path]:
    if not isinstance(given, Path):
        paths = list(given)
    elif given.is_dir():
        paths = sorted(path for path in given.iterdir() if path.suffix.lower() == ".apk")
        if not paths:
            raise InputError("holds no .apk file", file=given, hint="give the folder of the split APKs")
    else:
        paths = [given]
    if not 0 < len(paths) <= MOST_FILES:
        raise InputError(
            f"are {len(paths)} package files; an app has 1 to {MOST_FILES}",
            file=paths[0] if paths else "the package",
            hint="give the files of one app",
        )
    return paths


def _bundled(archive: Archive) -> Iterator[tuple[str, BinaryIO]]:
    """Yield the package files inside a bundle, unpacked one after the other into files without a name."""
    names = [name for name in archive.entries if name.lower().endswith(".apk")]
    if not names:
        raise archive.wrong("is not an APK: it has no AndroidManifest.xml")
    if len(names) > MOST_FILES:
        raise archive.wrong(f"is not read: it bundles {len(names)} package files")
    left = MOST_BUNDLED_BYTES
    for name in sorted(names):
        with tempfile.TemporaryFile() as unpacked:
            for chunk in archive.chunks(name, left):
                unpacked.write(chunk)
            left -= unpacked.tell()
            yield name, unpacked


def _digest(stream: BinaryIO) -> str:
    stream.seek(0)
    digest = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


class _Reader:
    """Gathers an app's facts over its files."""

    def __init__(self) -> None:
        self._files: list[AppFile] = []
        self._manifests: list[Manifest] = []
        self._native: dict[str, set[str]] = {}
        self._assets: set[str] = set()
        self._loose: set[str] = set()
        self._classes: set[str] = set()
        self._dex_files = 0
        self._characters_left = MOST_CLASS_CHARACTERS
        self._dex_left = MOST_DEX_BYTES_OF_ALL
        self._oddities: list[str] = []
        self._unread: list[str] = []

    def take(self, archive: Archive, name: str, sha256: str) -> None:
        """Take in one package file."""
        if MANIFEST not in archive.entries:
            raise archive.wrong("is not an APK: it has no AndroidManifest.xml")
        manifest = read_manifest(archive.read(MANIFEST, MOST_BYTES), f"{archive.label}!{MANIFEST}")
        if self._manifests and manifest.package != self._manifests[0].package:
            raise archive.wrong(f"is of {manifest.package}, not of {self._manifests[0].package}")
        self._manifests.append(manifest)
        self._files.append(AppFile(name=name, sha256=sha256, size=archive.size, split=manifest.split))
        self._odd(archive, name)
        self._names(archive, name)
        for entry in sorted(archive.entries):
            if "/" not in entry and entry.startswith("classes") and entry.endswith(".dex"):
                self._dex(archive, entry, f"{name}!{entry}")

    def _odd(self, archive: Archive, name: str) -> None:
        entries = archive.entries.values()
        for what, found in (
            ("names that stand twice", archive.repeated),
            ("entries that say they are encrypted", [e.name for e in entries if e.encrypted]),
            ("entries packed by an unknown method", [e.name for e in entries if e.method not in {0, 8}]),
            ("names that lead out of the package", [e.name for e in entries if e.climbs]),
        ):
            if found:
                some = ", ".join(ascii(one)[1:-1][:100] for one in found[:3])
                self._oddities.append(f"{name}: {len(found)} {what} ({some})")

    def _names(self, archive: Archive, file: str) -> None:
        room = True
        for name in archive.entries:
            parts = name.split("/")
            if parts[0] == "lib" and len(parts) == 3:  # noqa: PLR2004 - lib/ABI/FILE
                self._native.setdefault(parts[1], set()).add(parts[2])
            elif parts[0] == "assets" and len(parts) > 1:
                self._assets.add("/".join(parts[1:]))
            elif name.endswith(".class") and parts[0] != "META-INF":
                # Packages of the virtual device carry the Java virtual machine's classes.
                room = self._class(name.removesuffix(".class").replace("/", ".")) and room
            elif len(parts) == 1:
                self._loose.add(name)
        if not room:
            self._unread.append(f"{file}: more classes than are read")
        if max(len(self._assets), len(self._loose), sum(map(len, self._native.values()))) > MOST_NAMES:
            raise archive.wrong(f"is not read: it has more than {MOST_NAMES} names of one kind ({file})")

    def _class(self, name: str) -> bool:
        """Take in a class's name; return whether there was room for it."""
        if name not in self._classes:
            self._characters_left -= len(name)
            if self._characters_left < 0 or len(self._classes) >= MOST_CLASSES:
                return False
            self._classes.add(name)
        return True

    def _dex(self, archive: Archive, entry: str, label: str) -> None:
        self._dex_files += 1
        try:
            data = archive.read(entry, min(MOST_DEX_BYTES, self._dex_left))
            self._dex_left -= len(data)
            for name in defined_classes(data):
                if not self._class(name):
                    self._unread.append(f"{label}: more classes than are read")
                    return
        except (InputError, DexError) as error:
            self._unread.append(f"{label}: {error.problem if isinstance(error, InputError) else error}")

    def done(self, first: Path) -> AppPackage:
        """Return the facts; the manifest is the base's, with the splits' components."""
        bases = [number for number, manifest in enumerate(self._manifests) if not manifest.split]
        if len(bases) != 1:
            raise InputError(
                f"has {len(bases)} base package files, not one", file=first, hint="give the files of one app"
            )
        base = self._manifests[bases[0]]
        own = {(part.kind, part.name) for part in base.components}
        splits = [manifest for manifest in self._manifests if manifest.split]
        more = [part for split in splits for part in split.components if (part.kind, part.name) not in own]
        permissions = dict.fromkeys(name for m in (base, *self._manifests) for name in m.permissions)
        return AppPackage(
            files=tuple(self._files),
            manifest=msgspec.structs.replace(
                base, components=(*base.components, *more), permissions=tuple(permissions)
            ),
            native={abi: tuple(sorted(names)) for abi, names in sorted(self._native.items())},
            assets=frozenset(self._assets),
            loose=frozenset(self._loose),
            dex_files=self._dex_files,
            classes=frozenset(self._classes),
            oddities=_some(self._oddities),
            unread=_some(self._unread),
        )


def _some(lines: list[str]) -> tuple[str, ...]:
    more = len(lines) - _TOLD
    return (*lines[:_TOLD], f"and {more} more") if more > 0 else tuple(lines)
