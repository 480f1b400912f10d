"""From an evidence folder to a report: needs the folder only, never a phone."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from privaudit.analysis.engine import judge
from privaudit.analysis.gather import build_report
from privaudit.analysis.observe import observe
from privaudit.catalog import load_catalog
from privaudit.errors import EvidenceError, InputError
from privaudit.evidence.reader import EvidenceReader
from privaudit.evidence.verify import verify
from privaudit.model.declaration import Declaration
from privaudit.model.finding import Report
from privaudit.notice.declare import load_declaration
from privaudit.report.formats import Format, formats
from privaudit.report.words import Language

ArtefactReader = Callable[[str], bytes | None]


def assess(
    evidence: Path, *, declaration: Path | None = None, unmasked: bool = False
) -> tuple[Report, EvidenceReader]:
    """Judge an evidence folder against a declaration, by default the one kept in the folder.

    Raises EvidenceError when the folder cannot be read at all and InputError for a wrong declaration; a
    folder that is damaged or unfinished is judged as far as it goes and the report says so.
    """
    problems = verify(evidence)
    reader = EvidenceReader(evidence)
    catalog = load_catalog()
    told = load_declaration(declaration) if declaration else kept_declaration(reader)
    seen = observe(reader.records(), reader.artefact, catalog)
    judgement = judge(seen, told, catalog)
    report = build_report(
        seen,
        judgement,
        told,
        catalog,
        evidence_name=evidence.resolve().name,
        digest=reader.manifest.head,
        whole=not problems,
        problem="; ".join(f"{p.file}: {p.message}" for p in problems[:3]),
        made=time.time_ns(),
        unmasked=unmasked,
    )
    return report, reader


def kept_declaration(reader: EvidenceReader) -> Declaration | None:
    """Return the declaration kept in the evidence, or None when the run had none."""
    kept = reader.input("declaration")
    if kept is None:
        return None
    notice = reader.input("notice")
    # The declaration names its notice by a path beside it: lay both out as they were, privately.
    with tempfile.TemporaryDirectory(prefix="privaudit-declaration-") as folder:
        path = Path(folder) / "declaration.yaml"
        _write_private(path, kept[1])
        if notice is not None:
            name = Path(notice[0])
            if name.is_absolute() or ".." in name.parts:
                raise EvidenceError(
                    f"the notice kept in the evidence has an unsafe name: {notice[0]!r}",
                    hint="the folder was not written by privaudit: do not trust it",
                )
            target = Path(folder) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            _write_private(target, notice[1])
        return load_declaration(path)


def chosen_formats(names: str) -> list[Format]:
    """Return the formats named in a comma-separated list; InputError for one that is not there."""
    known = formats()
    chosen = []
    for name in (part.strip() for part in names.split(",")):
        if name not in known:
            raise InputError(
                f"there is no report format {name!r}",
                file="--format",
                hint=f"choose from {', '.join(sorted(known))}",
            )
        chosen.append(known[name])
    return chosen


def write_reports(
    report: Report, artefact: ArtefactReader, wanted: Sequence[Format], *, language: Language, folder: Path
) -> list[Path]:
    """Render and write reports into `folder` as report.LANGUAGE.SUFFIX, mode 0600; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for format_ in wanted:
        path = folder / f"report.{language}{format_.suffix}"
        data = format_.render(report, language=language, artefact=artefact)
        partial = path.with_name(path.name + ".part")
        _write_private(partial, data)
        partial.replace(path)
        paths.append(path)
    return paths


def _write_private(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
