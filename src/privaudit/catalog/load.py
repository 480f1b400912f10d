"""The catalogue's YAML files as typed rows; an error names file, line, row and field."""

from __future__ import annotations

import hashlib
from functools import cache, cached_property
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from privaudit.errors import InputError
from privaudit.model.catalog import (
    ApiRow,
    Clause,
    DataType,
    EvidenceKind,
    FieldNames,
    LawSource,
    Packer,
    PermissionRow,
    Sdk,
)
from privaudit.model.container import Container
from privaudit.model.pin import Pin
from privaudit.model.platform import Platform, shortest
from privaudit.yamldoc import Document, nearest, read_document

_HERE = Path(__file__).parent


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


Row = TypeVar("Row", bound=_Identified)


class Catalog:
    """What is known about the world: dicts of rows by id, each part read when first asked for.

    `folder` holds apis/, sdks/, clauses/, data_types.yaml and permissions.yaml. Raises InputError.
    """

    def __init__(self, folder: Path = _HERE) -> None:
        self.folder = folder

    @cached_property
    def apis(self) -> dict[str, ApiRow]:
        """Hookable APIs by id; every data type they name is known."""
        rows = self._rows("apis/*.yaml", ApiRow, check=self._check_api)
        for row in rows.values():
            for other in row.within:
                if other not in rows:
                    raise InputError(
                        f"row {row.id}: {other!r} in `within` is not an API",
                        file=self.folder / "apis",
                        hint=f"did you mean {nearest(other, list(rows))!r}?",
                    )
        return rows

    @cached_property
    def data_types(self) -> dict[str, DataType]:
        """The closed vocabulary of personal information."""
        return self._rows("data_types.yaml", DataType)

    @cached_property
    def field_names(self) -> dict[str, FieldNames]:
        """What fields of requests are called, by data type."""
        return self._rows("field_names.yaml", FieldNames, check=self._check_field_names)

    @cached_property
    def pins(self) -> dict[str, Pin]:
        """Checks that may refuse the audit's certificate, by id."""
        return self._rows("pins.yaml", Pin)

    @cached_property
    def permissions(self) -> dict[str, PermissionRow]:
        """Android permissions by full name."""
        rows: dict[str, PermissionRow] = {}
        document = read_document(self.folder / "permissions.yaml")
        for index, row in enumerate(document.convert(list[PermissionRow])):
            if row.name in rows:
                raise document.error(f"permission {row.name!r} stands twice", (index,))
            for data_type in row.data_types:
                self._known_type(document, data_type, (index, "data_types"))
            rows[row.name] = row
        return rows

    @cached_property
    def sdks(self) -> dict[str, Sdk]:
        """Third-party code by id."""
        return self._rows("sdks/*.yaml", Sdk)

    @cached_property
    def platform(self) -> Platform:
        """Packages, thread roots and native libraries of the phone itself; none of them stands twice."""
        document = read_document(self.folder / "platform.yaml")
        platform = document.convert(Platform)
        owners: dict[str, str] = {}
        for index, row in enumerate(platform.prefixes):
            self._once(document, owners, row.prefix, ("prefixes", index, "prefix"))
            if not all(row.prefix.split(".")):
                raise document.error(
                    f"{row.prefix!r} is not a package", ("prefixes", index, "prefix"),
                    hint="write whole segments without a dot at either end",
                )  # fmt: skip
        for index, group in enumerate(platform.libraries):
            for at, name in enumerate(group.names):
                self._once(document, owners, name, ("libraries", index, "names", at))
        return platform

    @cached_property
    def surfaces(self) -> dict[str, Container]:
        """What runs web pages and mini programs, by id; each can be told by something."""
        return self._rows("surfaces.yaml", Container, check=self._check_container)

    @cached_property
    def carriers(self) -> tuple[str, ...]:
        """Package prefixes of code that only carries calls of others: platform, transport, wrappers.

        Whole segments, sorted, none under another.
        """
        carried = (prefix for sdk in self.sdks.values() if sdk.role != "actor" for prefix in sdk.prefixes)
        return shortest((*(row.prefix for row in self.platform.prefixes), *carried))

    @cached_property
    def packers(self) -> dict[str, Packer]:
        """Packers (应用加固) by id."""
        return self._rows("packers.yaml", Packer, check=_check_packer)

    @cached_property
    def sources(self) -> dict[str, LawSource]:
        """Legal texts by id."""
        return self._rows("clauses/sources.yaml", LawSource)

    @cached_property
    def evidence_kinds(self) -> dict[str, EvidenceKind]:
        """Kinds of evidence that clauses name."""
        return self._rows("clauses/predicates.yaml", EvidenceKind)

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        """Clauses by id; every source, limb and kind of evidence they name is known."""
        rows = self._rows(
            "clauses/*.yaml", Clause, skip=("sources.yaml", "predicates.yaml"), check=self._check_clause
        )
        for row in rows.values():
            for other in row.limbs:
                if other not in rows:
                    raise InputError(
                        f"clause {row.id}: limb {other!r} is not a clause",
                        file=self.folder / "clauses",
                        hint="correct the limb's id",
                    )
        return rows

    @cached_property
    def digest(self) -> str:
        """sha256 over the names and bytes of all files of the catalogue, in hex."""
        total = hashlib.sha256()
        for path in sorted(self.folder.rglob("*.yaml")):
            total.update(path.relative_to(self.folder).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
        return total.hexdigest()

    def _rows(
        self,
        pattern: str,
        type_: type[Row],
        *,
        skip: tuple[str, ...] = (),
        check: _Check[Row] | None = None,
    ) -> dict[str, Row]:
        rows: dict[str, Row] = {}
        paths = [p for p in sorted(self.folder.glob(pattern)) if p.name not in skip]
        if not paths:
            raise InputError("has no such files", file=self.folder / pattern, hint="reinstall privaudit")
        for path in paths:
            document = read_document(path)
            if not isinstance(document.value, list):
                raise document.error("must be a list of rows", hint="begin each row with `- id: …`")
            for index in range(len(document.value)):
                row = document.convert(type_, (index,))
                if row.id in rows:
                    raise document.error(
                        f"row {row.id!r} stands twice", (index, "id"), hint="rename one of them"
                    )
                if check is not None:
                    check(document, index, row)
                rows[row.id] = row
        return rows

    def _check_api(self, document: Document, index: int, row: ApiRow) -> None:
        if row.data_type:
            self._known_type(document, row.data_type, (index, "data_type"))
        for field, types in (("columns", row.columns), ("names", row.names)):
            for name, data_type in types.items():
                if data_type:
                    self._known_type(document, data_type, (index, field, name))

    def _check_field_names(self, document: Document, index: int, row: FieldNames) -> None:
        self._known_type(document, row.id, (index, "id"))

    def _check_container(self, document: Document, index: int, row: Container) -> None:
        for name in row.processes:
            if not name.startswith(":"):
                raise document.error(
                    f"{name!r} is not the end of a process name",
                    (index, "processes"),
                    hint="write it from the colon on: `:mini`",
                )
        for told in row.tells:
            if not told.endswith("*") and told not in self.apis:
                raise document.error(
                    f"{told!r} in `tells` is not an API",
                    (index, "tells"),
                    hint=f"did you mean {nearest(told, list(self.apis))!r}?",
                )

    def _check_clause(self, document: Document, index: int, row: Clause) -> None:
        if row.source not in self.sources:
            raise document.error(
                f"source {row.source!r} is not in sources.yaml", (index, "source"), hint="add it there"
            )
        for kind in (*row.against, *row.needed):
            if kind not in self.evidence_kinds:
                raise document.error(
                    f"kind of evidence {kind!r} is not in predicates.yaml", (index,), hint="add it there"
                )

    def _once(self, document: Document, seen: dict[str, str], name: str, path: tuple[str | int, ...]) -> None:
        if name in seen:
            raise document.error(f"{name!r} stands twice", path, hint="remove one of them")
        seen[name] = name

    def _known_type(self, document: Document, data_type: str, path: tuple[str | int, ...]) -> None:
        if data_type not in self.data_types:
            near = nearest(data_type, list(self.data_types))
            raise document.error(
                f"data type {data_type!r} is not in the vocabulary",
                path,
                hint=f"did you mean {near!r}?" if near else "see data_types.yaml",
            )


def _check_packer(document: Document, index: int, row: Packer) -> None:
    if not (row.native or row.files or row.classes or row.packages):
        raise document.error(
            f"packer {row.id!r} has nothing it is told by", (index,), hint="give it native, files or classes"
        )


class _Check(Protocol[Row]):  # type: ignore[misc] # only called, so variance does not matter
    def __call__(self, document: Document, index: int, row: Row, /) -> None: ...


@cache
def load_catalog() -> Catalog:
    """Return the catalogue that ships with privaudit."""
    return Catalog()


def canonical_json(value: object) -> bytes:
    """Encode rows as JSON with sorted keys, the same bytes every time."""
    return msgspec.json.encode(value, order="sorted")
