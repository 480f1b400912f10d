"""Rows of what is known about the world; each carries its source."""

from __future__ import annotations

from typing import Literal

import msgspec


class ApiRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A hookable API: which method, what it yields or gates, since which API level."""

    id: str
    kind: Literal["method", "field", "native"] = "method"
    cls: str = msgspec.field(name="class")
    """Class; of a native row the library, `libc.so`."""
    method: str
    """Method, `$init` for a constructor; of a field its name, of a native row the symbol."""
    overloads: tuple[str, ...]
    """Parameter lists `(int, java.lang.String)`; inner classes with `$`, arrays `byte[]`; none of a field."""
    yields: Literal[
        "value", "list", "cursor", "callback", "gate", "effect", "traffic", "lifecycle", "crypto", "stream"
    ]
    """gate: asks or checks a permission; effect: starts something; traffic: opens a connection; crypto: takes
    part in an operation of a cipher, digest or MAC; stream: is given bytes to encrypt and send."""
    part: bool = False
    """Reads a part of an object that other rows hand out: no further read of whoever was seen to get one."""
    data_type: str = ""
    category: str
    permission: str = ""
    app_op: str = ""
    since: int
    until: int | None = None
    hot: bool = False
    hook: str = "generic"
    kept_args: tuple[int, ...] = ()
    within: tuple[str, ...] = ()
    """Ids of rows whose methods make this call themselves: from there it is part of that call, uncounted."""
    columns: dict[str, str] = {}
    """What the first kept argument may begin with, a content authority with or without a path's beginning
    (`media/external/images`) or an intent's action, to data type; the longest that fits decides. What follows
    a `#` must be asked for in the other arguments (`media#latitude`: a column, a method, a mode) and goes
    before the same without it. An empty type: no personal information is read."""
    names: dict[str, str] = {}
    """For reads by name: what the argument at `name_arg` may be (a text, one of several, an intent's action),
    to data type, empty for none; other names are no event."""
    name_arg: int | None = None
    delivered_by: tuple[str, ...] = ()
    """Ids of rows whose calls hand over the object that this method is then called on, as an argument or as
    the object they are called on; only calls on such objects are events."""
    value_arg: int | None = None
    """Argument that carries what was delivered, told as the result; without it, what is returned is."""
    note: str = ""
    source: str


class DataType(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A type of personal information of the closed vocabulary."""

    id: str
    zh: str
    en: str
    sensitive: Literal["yes", "no", "contextual"]
    synonyms_zh: tuple[str, ...] = ()
    umbrella_zh: tuple[str, ...] = ()
    immutable: bool = False
    """True for identifiers a user cannot reset."""
    necessary: bool = False
    note: str = ""
    source: str


class FieldNames(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What fields of requests that hold a data type are called; `id` is the data type."""

    id: str
    names: tuple[str, ...]
    loose: tuple[str, ...] = ()
    """Names that other data bear as well: they say the type of a value that is known, of no other."""
    shared: bool = False
    """True when many people or phones have the same value: a city, a model, an operator."""
    source: str


class PermissionRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An Android permission and the data types it guards."""

    name: str
    zh: str
    en: str
    data_types: tuple[str, ...] = ()
    dangerous: bool = True
    since: int = 1
    source: str


class Sdk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A third party's code: how to recognise it and who is behind it."""

    id: str
    name: str
    company: str
    purpose: str = ""
    category: str = ""
    """Topic, as the file the row stands in: `push`, `ads`, `statistics`, `risk`…"""
    prefixes: tuple[str, ...] = ()
    """Java package prefixes, without a trailing dot; matched on whole segments."""
    native: tuple[str, ...] = ()
    """Native libraries by file name, `libname.so`."""
    activities: tuple[str, ...] = ()
    """Components by full class name, as they stand in an app's manifest."""
    services: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    """Domains of the SDK's own service; a company's whole site is not meant."""
    url: str = ""
    """Where the SDK presents itself."""
    role: Literal["actor", "transport", "wrapper"] = "actor"
    """transport and wrapper code (HTTP stacks, JSON, reactive libraries) is never the actor of a read."""
    acts_alone: bool = False
    """A wrapper that is the actor where nobody else's code is on any stack: a container of mini programs
    reads for those it carries and by itself."""
    source: str

    @property
    def components(self) -> tuple[str, ...]:
        """All components of the four kinds."""
        return (*self.activities, *self.services, *self.receivers, *self.providers)


class Packer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A packer (应用加固): a shell around an app's code, told by the files and classes it leaves."""

    id: str
    """As the SDK row of the same vendor's code, where there is one."""
    zh: str
    en: str
    company: str = ""
    native: tuple[str, ...] = ()
    """Libraries by file name below lib/ or assets/; `{version}` stands for digits and dots."""
    files: tuple[str, ...] = ()
    """Other files: a path in the package (`assets/ijiami.dat`), or a name at its top."""
    classes: tuple[str, ...] = ()
    """Classes of the shell by full name: its application class stands in the manifest."""
    packages: tuple[str, ...] = ()
    """Java packages of the shell, matched on whole segments."""
    weak: tuple[str, ...] = ()
    """File names that other things bear as well: they count only beside another mark."""
    url: str = ""
    source: str


class Clause(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A clause of law or of a standard."""

    id: str
    source: str
    short_zh: str
    short_en: str
    text_zh: str = ""
    """Empty where neither the text nor its gist was read."""
    text_status: Literal["verbatim", "abridged", "own_words", "from_memory"]
    obligation: Literal["must", "must_not", "should", "may", "definition"]
    checkability: Literal["full", "partial", "document", "derived", "out_of_scope"]
    limbs: tuple[str, ...] = ()
    """Limbs of Article 16 that a breach of this clause also breaches."""
    severity: Literal["high", "medium", "low"] = "medium"
    status_note: str = ""
    """How the text was come by, in the words of whoever read it."""
    against: tuple[str, ...] = ()
    """Kinds of evidence (see `predicates.yaml`) that count against the clause."""
    needed: tuple[str, ...] = ()
    """Kinds of evidence that must be there for it to pass."""
    related: tuple[str, ...] = ()
    note: str = ""


class EvidenceKind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of evidence that clauses name (`RT-01` runtime, `NT-06` notice, `UI-09` screen, …)."""

    id: str
    kind: str
    name: str
    definition: str


class LawSource(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A legal text that clauses are taken from."""

    id: str
    title_zh: str
    title_en: str = ""
    number: str = ""
    issuer: str = ""
    date: str = ""
    level: str = ""
    text_status: str
    found_at: str = ""
