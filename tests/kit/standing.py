"""Which rows the virtual phone has no method for, read from the class files that it runs."""

from __future__ import annotations

import zipfile
from importlib.resources import files

import framework_signatures
from privaudit.catalog.load import load_catalog


def rows_without_methods(*apps: str) -> set[str]:
    """Return the ids of rows of methods that neither the stand-in framework nor the apps' archives have."""
    entries: dict[str, bytes] = {}
    for name in (*reversed(apps), "framework.jar"):
        with zipfile.ZipFile(str(files("privaudit.virtual").joinpath("apps", name))) as archive:
            entries.update({entry: archive.read(entry) for entry in archive.namelist()})
    found: set[str] = set()
    for row in load_catalog().apis.values():
        # Java's own library is the JVM's.
        if row.kind != "method" or row.cls.startswith(("java.", "javax.crypto.")):
            continue
        data = entries.get(row.cls.replace(".", "/") + ".class")
        name = row.method.replace("$init", "<init>")
        there = (
            {types for method, types in framework_signatures.methods(data) if method == name} if data else ()
        )
        if set(row.overloads).isdisjoint(there):
            found.add(row.id)
    return found
