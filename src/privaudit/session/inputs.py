"""The files a run was given, kept in its evidence, and the tools that took part."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
from importlib.resources import files
from pathlib import Path

import privaudit
from privaudit.catalog import load_catalog
from privaudit.errors import InputError
from privaudit.evidence.writer import EvidenceWriter
from privaudit.model.event import Tool
from privaudit.session.request import PlantedValue, RunRequest
from privaudit.yamldoc import nearest, read_document

AGENT_BUNDLE = files("privaudit") / "capture" / "agent" / "agent.js"


def keep_inputs(writer: EvidenceWriter, request: RunRequest) -> None:
    """Keep scenario files, declaration, notice, agent and catalogue digest in the evidence."""
    for name, sha256 in request.plan.files.items():
        data = Path(name).read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise InputError("was changed since it was read", file=name, hint="start the run again")
        writer.add_input("scenario", Path(name).name, data)
    told = request.declaration
    if told is not None:
        writer.add_input("declaration", Path(told.file).name, Path(told.file).read_bytes())
        notice = Path(told.file).parent / told.notice.file
        writer.add_input("notice", told.notice.file, notice.read_bytes())
    writer.add_input("agent", "agent.js", AGENT_BUNDLE.read_bytes())
    digest = json.dumps({"sha256": load_catalog().digest}).encode()
    writer.add_input("catalogue", "catalogue.json", digest)


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
