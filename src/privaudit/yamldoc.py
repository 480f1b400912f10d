"""YAML text to typed structs, with file, line and column in every error."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from privaudit.errors import InputError
from privaudit.given import read_given

T = TypeVar("T")
Path_ = tuple[str | int, ...]

MAX_BYTES = 8 * 1024 * 1024
"""A YAML file above this size is refused: nobody writes one by hand."""

MAX_NODES = 200_000
"""Aliases and nesting beyond this many nodes are refused (a "billion laughs" document)."""


MAX_DEPTH = 100
"""Lists and maps inside each other beyond this are refused."""


# libyaml is ten times faster and every wheel of PyYAML carries it; a source build may not.
_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Safe):  # type: ignore[misc] # chosen at run time
    """SafeLoader that keeps dates and yes/no as the text the author wrote."""


# Dates stay text: a declaration's "2026-01-01" is quoted in reports as written.
# yes/no/on/off stay text as in YAML 1.2: `on: allow` must not become `True: allow`.
_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, regexp)
        for tag, regexp in resolvers
        if tag not in {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


@dataclass(frozen=True)
class Document:
    """One YAML document: its plain value and where each part of it stands.

    `marks` maps a path of keys and indexes to (line, column), both from 1.
    """

    file: str
    value: Any
    marks: dict[Path_, tuple[int, int]] = field(repr=False)
    key_marks: dict[Path_, tuple[int, int]] = field(repr=False)

    def place(self, path: Sequence[str | int]) -> tuple[int, int]:
        """Return line and column of `path`, or of the nearest part above it that exists."""
        wanted = tuple(path)
        while wanted:
            if wanted in self.marks:
                return self.marks[wanted]
            wanted = wanted[:-1]
        return self.marks.get((), (1, 1))

    def key_place(self, path: Sequence[str | int]) -> tuple[int, int]:
        """Return line and column of the key that `path` ends in."""
        return self.key_marks.get(tuple(path)) or self.place(path)

    def error(
        self, message: str, path: Sequence[str | int] = (), *, key: bool = False, hint: str = ""
    ) -> InputError:
        """Return an InputError that points at `path` (at its key with `key`)."""
        line, column = self.key_place(path) if key else self.place(path)
        return InputError(message, file=self.file, line=line, column=column, hint=hint)

    def convert(self, type_: type[T], path: Sequence[str | int] = ()) -> T:
        """Convert the value at `path` to `type_`; raise InputError at the part that does not fit."""
        value = self.value
        for part in path:
            value = value[part]
        try:
            return msgspec.convert(value, type_)
        except msgspec.ValidationError as error:
            raise self._located(error, tuple(path), type_) from None

    def _located(self, error: msgspec.ValidationError, base: Path_, type_: type) -> InputError:
        text = str(error)
        message, _, where = text.partition(" - at `")
        inner = base + _msgspec_path(where.rstrip("`"))
        unknown = re.search(r"contains unknown field `(.*)`", message)
        if unknown:
            name = unknown.group(1)
            return self.error(
                f"unknown key {name!r}", (*inner, name), key=True, hint=_suggest(name, type_, text)
            )
        missing = re.search(r"missing required field `(.*)`", message)
        if missing:
            return self.error(
                f"key {missing.group(1)!r} is missing",
                inner,
                hint=f"add a line `{missing.group(1)}: …` here",
            )
        return self.error(message[:1].lower() + message[1:], inner, hint="correct this value")


def read_documents(file: Path | str) -> list[Document]:
    """Read every YAML document of `file`; raise InputError with place and remedy when it cannot."""
    path = Path(file)
    return parse_documents(read_given(path, MAX_BYTES), str(path))


def parse_documents(data: bytes, file: str) -> list[Document]:
    """Parse the bytes of a YAML file into its documents (`file` is used in errors only)."""
    if len(data) > MAX_BYTES:
        raise InputError(
            f"is {len(data)} bytes long, more than {MAX_BYTES}", file=file, hint="split the file"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            "is not UTF-8 text", file=file, line=line, column=1, hint="save the file as UTF-8"
        ) from None
    try:
        _check_depth(text, file)
        return [_document(node, file) for node in yaml.compose_all(text, Loader=_Loader)]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise InputError(
            f"is not valid YAML: {error.problem or error.context}",
            file=file,
            line=mark.line + 1 if mark else None,
            column=mark.column + 1 if mark else None,
            hint="check indentation, quotes and colons on this line",
        ) from None
    except yaml.YAMLError as error:
        raise InputError(
            f"is not valid YAML: {str(error).splitlines()[0]}",
            file=file,
            hint="remove control characters and check the encoding",
        ) from None


def read_document(file: Path | str) -> Document:
    """Read a file that must hold exactly one YAML document."""
    documents = read_documents(file)
    if len(documents) != 1:
        raise InputError(
            f"holds {len(documents)} YAML documents, not one", file=file, hint="keep one document"
        )
    return documents[0]


def nearest(word: str, words: Sequence[str]) -> str:
    """Return the word of `words` that is most like `word`, or an empty string."""
    found = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    return found[0] if found else ""


def _check_depth(text: str, file: str) -> None:
    """Refuse deep nesting before nodes are composed: libyaml's composer recurses on the C stack."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                mark = event.start_mark
                raise InputError(
                    f"is nested more than {MAX_DEPTH} deep",
                    file=file,
                    line=mark.line + 1 if mark else None,
                    column=mark.column + 1 if mark else None,
                    hint="flatten the document",
                )
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _document(node: yaml.Node | None, file: str) -> Document:
    builder = _Builder(file)
    value = None if node is None else builder.build(node, ())
    return Document(file=file, value=value, marks=builder.marks, key_marks=builder.key_marks)


class _Builder:
    """Turns a YAML node graph into plain values and remembers where each part stands."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.marks: dict[Path_, tuple[int, int]] = {}
        self.key_marks: dict[Path_, tuple[int, int]] = {}
        self._constructor = _Loader("")
        self._nodes = 0
        self._open: set[int] = set()

    def build(self, node: yaml.Node, path: Path_) -> Any:
        self._nodes += 1
        if self._nodes > MAX_NODES or id(node) in self._open:
            raise self._fail("aliases make the document too large", node, "write the parts out")
        self.marks[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.MappingNode):
                return self._mapping(node, path)
            if isinstance(node, yaml.SequenceNode):
                return [self.build(item, (*path, i)) for i, item in enumerate(node.value)]
            return self._scalar(node)
        finally:
            self._open.discard(id(node))

    def _mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise self._fail("a key must be plain text", key_node, "use a word as the key")
            key = str(key_node.value)
            if key in result:
                raise self._fail(f"key {key!r} stands twice", key_node, "remove one of the two")
            self.key_marks[*path, key] = (
                key_node.start_mark.line + 1,
                key_node.start_mark.column + 1,
            )
            result[key] = self.build(value_node, (*path, key))
        return result

    def _scalar(self, node: yaml.Node) -> Any:
        try:
            return self._constructor.construct_object(node)
        except (yaml.YAMLError, ValueError) as error:
            problem = getattr(error, "problem", None) or str(error)
            raise self._fail(f"cannot be read: {problem}", node, "put the value in quotes") from None

    def _fail(self, message: str, node: yaml.Node, hint: str) -> InputError:
        mark = node.start_mark
        return InputError(message, file=self.file, line=mark.line + 1, column=mark.column + 1, hint=hint)


def _msgspec_path(text: str) -> Path_:
    """Read msgspec's `$.a[0].b` (keys of maps appear as `[...]`) into a path."""
    parts: list[str | int] = []
    for name, index in re.findall(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]", text):
        if name:
            parts.append(name)
        elif index != "...":
            parts.append(int(index))
    return tuple(parts)


def _suggest(name: str, type_: type, _text: str) -> str:
    known: set[str] = set()
    stack: list[Any] = [type_]
    seen: set[Any] = set()
    while stack:
        current = stack.pop()
        if isinstance(current, type) and issubclass(current, msgspec.Struct):
            if current in seen:
                continue
            seen.add(current)
            known.update(current.__struct_encode_fields__)
            stack.extend(item.type for item in msgspec.structs.fields(current))
        else:
            stack.extend(getattr(current, "__args__", ()))
    near = nearest(name, sorted(known))
    return f"did you mean {near!r}?" if near else f"known keys: {', '.join(sorted(known))}"
