"""From an evidence folder to a report: needs the folder only, never a phone."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from privaudit.analysis.countries import Countries
from privaudit.analysis.engine import judge
from privaudit.analysis.gather import build_report
from privaudit.analysis.observe import observe
from privaudit.catalog import load_catalog
from privaudit.errors import EvidenceError, InputError
from privaudit.evidence.folder import readable
from privaudit.evidence.reader import EvidenceReader
from privaudit.evidence.verify import verify
from privaudit.given import real_path
from privaudit.model.declaration import Declaration
from privaudit.model.finding import Report, Text
from privaudit.notice.declare import load_declaration, parse_declaration, require_package
from privaudit.report.formats import Format, formats
from privaudit.report.words import Language
from privaudit.yamldoc import Document

ArtefactReader = Callable[[str], bytes | None]


def assess(
    evidence: Path,
    *,
    declaration: Path | None = None,
    unmasked: bool = False,
    countries: Countries | None = None,
) -> tuple[Report, EvidenceReader]:
    """Judge an evidence folder against a declaration, by default the one kept in the folder.

    `countries` gives a lead to where recipients are. Raises EvidenceError when the folder cannot be read at
    all and InputError for a wrong declaration; a folder that is damaged or unfinished is judged as far as it
    goes and the report says so.
    """
    # Read first: a wrong file is told at once, however long the evidence is.
    given = load_declaration(declaration) if declaration else None
    problems = verify(evidence)
    reader = EvidenceReader(evidence)
    catalog = load_catalog()
    told = given or kept_declaration(reader)
    seen = observe(reader.records(), reader.artefact, catalog)
    if told is not None and seen.app.package:
        _require_package(told, seen.app.package, given=given is not None)
    judgement = judge(seen, told, catalog, countries=countries)
    report = build_report(
        seen,
        judgement,
        told,
        catalog,
        evidence_name=readable(real_path(evidence).name),
        digest=reader.manifest.head,
        whole=not problems,
        problem="; ".join(f"{p.file}: {p.message}" for p in problems[:3]),
        made=time.time_ns(),
        unmasked=unmasked,
        countries=countries,
    )
    if given is not None:
        report = msgspec.structs.replace(report, limits=(*_of_another_notice(given, reader), *report.limits))
    return report, reader


def kept_declaration(reader: EvidenceReader) -> Declaration | None:
    """Return the declaration kept in the evidence; None when the run had none or what was kept is damaged.

    Raises EvidenceError when it is whole and cannot be used.
    """
    kept, notice = reader.input("declaration"), reader.input("notice")
    if kept is None or notice is None:
        return None

    def beside(_name: str, _document: Document) -> bytes:
        return notice.data

    try:
        return parse_declaration(kept.data, kept.name, beside)
    except InputError as error:
        raise _unusable(error) from None


def _require_package(told: Declaration, package: str, *, given: bool) -> None:
    try:
        require_package(told, package)
    except InputError as error:
        raise error if given else _unusable(error) from None


def _unusable(error: InputError) -> EvidenceError:
    return EvidenceError(
        f"the declaration kept in the evidence cannot be used: {error.message}",
        hint="give one with --declaration",
    )


def _of_another_notice(given: Declaration, reader: EvidenceReader) -> Iterator[Text]:
    """Say that the notice judged by is not the one the run was made with, where one was kept."""
    kept = {entry.role: entry.sha256 for entry in reader.manifest.inputs}
    if kept.get("notice") != given.notice.sha256:
        yield Text(
            zh="本报告所依据的隐私政策是测试之后另行提供的，不是测试时随证据保存的文件。",
            en="The privacy notice this report judges by was given after the run; it is not a file kept with"
            " the evidence.",
        )
    elif kept.get("declaration") != given.sha256:
        yield Text(
            zh="本报告所依据的政策声明是测试之后另行提供的，不是测试时随证据保存的文件；所述隐私政策为同一文件。",
            en="The declaration this report judges by was given after the run; it is not the file kept with"
            " the evidence, though it is about the same privacy notice.",
        )


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
    paths = []
    for format_ in wanted:
        path = folder / f"report.{language}{format_.suffix}"
        data = format_.render(report, language=language, artefact=artefact)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _write_private(path, data)
        except OSError as error:
            raise InputError(
                f"cannot be written: {error.strerror or error}",
                file=path,
                hint="write it elsewhere: privaudit report EVIDENCE --output FOLDER",
            ) from None
        paths.append(path)
    return paths


def _write_private(path: Path, data: bytes) -> None:
    """Write a file of mode 0600 that is there whole or not at all."""
    descriptor, name = tempfile.mkstemp(prefix=".report-", dir=path.parent)  # made with mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
