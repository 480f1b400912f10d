"""Which packers and third parties of the catalogue a package shows, and how sure that is.

Names are matched whole: a library by its file name, a class by its full name, a Java package by its segments.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from typing import Literal

from privaudit.catalog import Catalog
from privaudit.model.catalog import Packer, Sdk
from privaudit.model.event import PackageFile, PackageSeen, Recognised
from privaudit.package.facts import AppPackage

MOST_MARKS = 20
"""Marks told of one thing; the sureness rests on all of them."""
_SURE = 2


def package_seen(
    app: AppPackage, catalog: Catalog, *, origin: Literal["file", "phone"] = "file"
) -> PackageSeen:
    """Return what was read as the event that goes into the evidence."""
    now = time.time_ns()
    packers = find_packers(app, catalog.packers.values())
    taken = {found.id for found in packers}
    manifest = app.manifest
    return PackageSeen(
        at=now,
        seen=now,
        package=manifest.package,
        sha256=app.sha256,
        files=tuple(
            PackageFile(name=file.name, sha256=file.sha256, size=file.size, split=file.split)
            for file in app.files
        ),
        origin=origin,
        version_name=manifest.version_name,
        version_code=manifest.version_code,
        application=manifest.application,
        processes=app.processes,
        native=app.native,
        dex_files=app.dex_files,
        classes=len(app.classes),
        packers=packers,
        sdks=tuple(found for found in find_sdks(app, catalog.sdks.values()) if found.id not in taken),
        oddities=app.oddities,
        unread=app.unread,
    )


def find_packers(app: AppPackage, rows: Iterable[Packer]) -> tuple[Recognised, ...]:
    """Return the packers whose marks the package bears, the surest first.

    high: the manifest's application class is the shell's, or two marks; medium: one mark; low: only names
    that other things bear as well.
    """
    rows = tuple(rows)
    contents = _Contents(app, frozenset(name for row in rows for name in (*row.classes, *row.packages)))
    found = []
    for row in rows:
        marks = list(contents.marks_of(row))
        weak = [f"file {name}" for name in row.weak if name in contents.file_names]
        if not marks and not weak:
            continue
        shell = any(mark.startswith("application ") for mark in marks)
        confidence: Literal["high", "medium", "low"] = (
            "high" if shell or (marks and len(marks) + len(weak) >= _SURE) else "medium" if marks else "low"
        )
        found.append(Recognised(id=row.id, confidence=confidence, marks=tuple([*marks, *weak][:MOST_MARKS])))
    order = ("high", "medium", "low")
    return tuple(sorted(found, key=lambda one: (order.index(one.confidence), -len(one.marks), one.id)))


def find_sdks(app: AppPackage, rows: Iterable[Sdk]) -> tuple[Recognised, ...]:
    """Return the third parties whose components, libraries or classes the package has.

    high: a component or a class; medium: two libraries; low: one library alone.
    """
    rows = tuple(rows)
    contents = _Contents(app, frozenset(prefix for row in rows for prefix in row.prefixes))
    found = []
    for row in rows:
        parts = [f"component {name}" for name in row.components if name in contents.components]
        parts += [f"package {name}" for name in row.prefixes if name in contents.deepest]
        libraries = [f"lib {name}" for name in row.native if name in contents.libraries]
        if parts or libraries:
            confidence: Literal["high", "medium", "low"] = (
                "high" if parts else "medium" if len(libraries) >= _SURE else "low"
            )
            marks = (*parts, *libraries)[:MOST_MARKS]
            found.append(Recognised(id=row.id, confidence=confidence, marks=marks))
    return tuple(found)


class _Contents:
    """The names in a package, looked up among those of the catalogue (`known`: classes and Java packages).

    `code` has the known names that a class bears or lies below, `deepest` those that are the longest for some
    class. Only hits are kept: a hostile package may have a million classes with names of any depth.
    """

    def __init__(self, app: AppPackage, known: frozenset[str]) -> None:
        self._app = app
        self.components = frozenset(component.name for component in app.manifest.components)
        assets = {path.rpartition("/")[2] for path in app.assets}
        self.libraries = frozenset(app.libraries) | {name for name in assets if name.endswith(".so")}
        self.file_names = self.libraries | assets | app.loose
        self._paths = frozenset(f"assets/{path}" for path in app.assets) | app.loose
        self.code: set[str] = set()
        self.deepest: set[str] = set()
        segments = max((name.count(".") + 1 for name in known), default=0)
        for name in (*app.classes, *self.components, app.manifest.application):
            hits = [part for part in _beginnings(name, segments) if part in known]
            self.code.update(hits)
            self.deepest.update(hits[-1:])

    def marks_of(self, row: Packer) -> Iterator[str]:
        """Yield the marks of a packer that are there."""
        application = self._app.manifest.application
        if application and (application in row.classes or self._below(application, row.packages)):
            yield f"application {application}"
        for name in row.native:
            if "{version}" in name:
                pattern = re.compile(re.escape(name).replace(r"\{version\}", r"[0-9][0-9.]*"))
                yield from (f"lib {one}" for one in sorted(self.libraries) if pattern.fullmatch(one))
            elif name in self.libraries:
                yield f"lib {name}"
        yield from (f"file {name}" for name in row.files if name in self._paths)
        yield from (f"class {name}" for name in row.classes if name != application and name in self.code)
        yield from (
            f"package {name}"
            for name in row.packages
            if not self._below(application, (name,)) and name in self.code
        )

    @staticmethod
    def _below(name: str, packages: Iterable[str]) -> bool:
        return any(name.startswith(f"{package}.") for package in packages)


def _beginnings(name: str, segments: int) -> Iterator[str]:
    """Yield a name's first segment, its first two, and so on, up to so many."""
    end = -1
    for _ in range(segments):
        end = name.find(".", end + 1)
        if end < 0:
            yield name
            return
        yield name[:end]
