"""The files a run was given, kept in its evidence, and the tools that took part."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
import re
import zipfile
from importlib.resources import files
from pathlib import Path

import privaudit
from privaudit.catalog import load_catalog
from privaudit.errors import InputError
from privaudit.evidence.writer import EvidenceWriter
from privaudit.given import read_given
from privaudit.model.event import Tool
from privaudit.session.request import PlantedValue, RunRequest
from privaudit.yamldoc import nearest, read_document

_MOST = 64 * 1024 * 1024
"""Bytes of any file a run is given, the app left aside."""

_PROXY_URL = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}/?")

AGENT_BUNDLE = files("privaudit") / "capture" / "agent" / "agent.js"


def keep_inputs(writer: EvidenceWriter, request: RunRequest) -> None:
    """Keep scenario files, declaration, notice, agent and catalogue digest in the evidence."""
    for name, sha256 in request.plan.files.items():
        writer.add_input("scenario", Path(name).name, _as_read(Path(name), sha256))
    told = request.declaration
    if told is not None:
        file = Path(told.file)
        notice = file.parent / told.notice.file
        writer.add_input("declaration", file.name, _as_read(file, told.sha256))
        writer.add_input("notice", told.notice.file, _as_read(notice, told.notice.sha256))
    writer.add_input("agent", "agent.js", AGENT_BUNDLE.read_bytes())
    digest = json.dumps({"sha256": load_catalog().digest}).encode()
    writer.add_input("catalogue", "catalogue.json", digest)


def _as_read(path: Path, sha256: str) -> bytes:
    """Return a file's bytes; InputError when they are no longer those that were read and checked."""
    data = read_given(path, _MOST)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise InputError("was changed since it was read", file=path, hint="start the run again")
    return data


def check_app(path: Path) -> None:
    """Raise InputError unless a file looks like an Android package: a ZIP with a manifest."""
    if not path.is_file():
        raise InputError("is not a file", file=path, hint="check the path of the APK")
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise InputError(
            f"is not an APK: {error}", file=path, hint="give the file that is installed on phones"
        ) from None
    if "AndroidManifest.xml" not in names:
        bundle = any(name.endswith(".apk") for name in names)
        raise InputError(
            "is not an APK: it has no AndroidManifest.xml",
            file=path,
            hint="it is a bundle of APKs: install it with its own tool, then audit it with --package"
            if bundle
            else "give the file that is installed on phones",
        )


def check_upstream(url: str | None, authority: Path | None) -> None:
    """Raise InputError unless an upstream proxy is an address and its CA certificate a file."""
    if url is not None and not _PROXY_URL.fullmatch(url):
        raise InputError(
            f"{url!r} is not the address of a proxy", file="--upstream", hint="write it as http://proxy:8080"
        )
    if authority is not None and b"-----BEGIN CERTIFICATE-----" not in read_given(authority, _MOST):
        raise InputError("holds no certificate in PEM form", file=authority, hint="give a PEM file")


def tools() -> tuple[Tool, ...]:
    """Return what takes part in a recording on this machine, with versions and digests."""
    found = [
        Tool(name="privaudit", version=privaudit.__version__),
        Tool(name="python", version=platform.python_version()),
        Tool(name="agent", version="", sha256=hashlib.sha256(AGENT_BUNDLE.read_bytes()).hexdigest()),
        Tool(name="catalogue", sha256=load_catalog().digest),
    ]
    found += [
        Tool(name=name, version=importlib.metadata.version(name))
        for name in ("frida", "mitmproxy", "adbutils")
    ]
    return tuple(found)


def load_identity(path: Path) -> tuple[PlantedValue, ...]:
    """Read a test identity: a YAML list of {data_type, value}; raises InputError."""
    document = read_document(path)
    known = load_catalog().data_types
    rows = document.convert(list[PlantedValue])
    for index, row in enumerate(rows):
        if row.data_type not in known:
            near = nearest(row.data_type, list(known))
            raise document.error(
                f"data type {row.data_type!r} is not in the vocabulary",
                (index, "data_type"),
                hint=f"did you mean {near!r}?" if near else "see `privaudit catalog data-types`",
            )
        if not row.value.strip():
            raise document.error("the value is empty", (index, "value"), hint="give the planted value")
    return tuple(rows)
