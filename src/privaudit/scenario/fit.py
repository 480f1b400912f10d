"""Values of a flow file into the structs of its commands, with every mistake at its place.

The values come as the text the author wrote (`0123` stays `0123`, `yes` stays `yes`) and are read by the
type of the field they stand in, so that an account number is never turned into another number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import inspect as mi

from privaudit.errors import InputError
from privaudit.given import real_path
from privaudit.scenario.duration import parse_duration
from privaudit.scenario.pattern import MAX_PATTERN
from privaudit.scenario.point import parse_point
from privaudit.scenario.select import TRAITS
from privaudit.scenario.step import Selector, Step
from privaudit.scenario.variables import AT_RUN_TIME, VariableError, substitute
from privaudit.yamldoc import Document, nearest

S = TypeVar("S", bound=msgspec.Struct)
Place = tuple[str | int, ...]

_MAX_DEPTH = 20


class WrongError(Exception):
    """A value does not fit its field; caught where its place is known."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True)
class Scope:
    """Where commands stand: their document, the variables that hold there, the files around."""

    document: Document
    values: Mapping[str, str]
    folder: Path
    """Files are named relative to this one."""
    root: Path
    """No file outside this folder is read."""
    stack: tuple[Path, ...] = ()
    """The flow files that are being read, outermost first."""


@dataclass(frozen=True)
class Fitter:
    """Reads values into structs and collects the mistakes."""

    errors: list[InputError]
    commands: Callable[[Any, Place, Scope], tuple[Any, ...]]
    """Reads a list of commands inside a command."""

    def wrong(self, scope: Scope, path: Place, message: str, hint: str, *, key: bool = False) -> None:
        """Note a mistake at `path` (at its key with `key`)."""
        self.errors.append(scope.document.error(message, path, key=key, hint=hint))

    def struct(self, raw: Any, path: Place, type_: type[S], scope: Scope, *, depth: int = 0) -> S | None:
        """Return `raw` as a struct, or None after noting what is wrong with it."""
        before = len(self.errors)
        if depth > _MAX_DEPTH:
            self.wrong(scope, path, "selectors stand inside one another too deeply", "flatten the selector")
            return None
        given = self._given(raw, path, type_, scope)
        if given is None:
            return None
        fields = _fields(type_)
        self._unknown(given, fields, path, type_, scope)
        inner = self._inner_scope(given, scope, fields)
        values: dict[str, Any] = {}
        for name, field in fields.items():
            if name in given:
                value_raw, value_path = given[name]
                values[field.name] = self.value(value_raw, value_path, field.type, inner, depth=depth + 1)
            elif field.required:
                self.wrong(scope, path, f"key {name!r} is missing", f"add a line `{name}: …` here")
        if len(self.errors) > before:
            return None
        return self._checked(type_(**values), given, path, scope)

    def value(self, raw: Any, path: Place, info: mi.Type, scope: Scope, *, depth: int = 0) -> Any:
        """Return `raw` as what `info` says; None after noting a mistake."""
        kind = ""
        if isinstance(info, mi.Metadata):
            kind = str((info.extra or {}).get("kind", ""))
            info = info.type
        if isinstance(info, mi.UnionType):
            return self.value(raw, path, _only(info), scope, depth=depth)
        if kind == "commands":
            return self.commands(raw, path, scope)
        if isinstance(info, mi.StructType):
            return self.struct(raw, path, info.cls, scope, depth=depth)
        if isinstance(info, (mi.VarTupleType, mi.DictType)):
            return self._many(raw, path, info, scope, depth)
        return self._one(raw, path, info, kind, scope)

    def text(self, raw: str, path: Place, scope: Scope) -> str:
        """Return a text with its variables filled in, or an empty text after noting a mistake."""
        try:
            return substitute(raw, scope.values)
        except VariableError as error:
            self.wrong(scope, path, str(error), error.hint)
            return ""

    def env(self, raw: Any, path: Place, scope: Scope) -> dict[str, str]:
        """Return a map of variables; each may use those before it."""
        values = dict(scope.values)
        own: dict[str, str] = {}
        if raw in ("", None):
            return own
        if not isinstance(raw, dict):
            self.wrong(
                scope, path, f"`env` is a map of names to values, not a {_shape(raw)}", "write `NAME: value`"
            )
            return own
        for name, value in raw.items():
            if not isinstance(value, str):
                self.wrong(
                    scope, (*path, name), f"a variable is one value, not a {_shape(value)}", "write text"
                )
                continue
            here = Scope(scope.document, values, scope.folder, scope.root)
            own[name] = values[name] = self.text(value, (*path, name), here)
        return own

    def _one(self, raw: Any, path: Place, info: mi.Type, kind: str, scope: Scope) -> Any:
        if not isinstance(raw, str):
            self.wrong(scope, path, f"a single value is wanted here, not a {_shape(raw)}", "write one value")
            return None
        try:
            return _scalar(self._text(raw, scope, info, kind), kind, info, scope)
        except WrongError as error:
            self.wrong(scope, path, str(error), error.hint)
            return None

    def _many(
        self, raw: Any, path: Place, info: mi.VarTupleType | mi.DictType, scope: Scope, depth: int
    ) -> tuple[Any, ...] | dict[str, str]:
        if isinstance(info, mi.DictType):
            return self._map(raw, path, scope)
        return self._items(raw, path, info.item_type, scope, depth)

    def _text(self, raw: str, scope: Scope, info: mi.Type, kind: str) -> str:
        try:
            text = substitute(raw, scope.values)
        except VariableError as error:
            raise WrongError(str(error), error.hint) from None
        if "${" + AT_RUN_TIME in text and (not isinstance(info, mi.StrType) or kind not in ("", "pattern")):
            raise WrongError(
                f"${{{AT_RUN_TIME}}} is known only while the flow runs", "use it in texts and selectors alone"
            )
        return text

    def _given(self, raw: Any, path: Place, type_: type, scope: Scope) -> dict[str, tuple[Any, Place]] | None:
        """Return the raw fields with their places; a plain value fills the struct's shorthand."""
        if isinstance(raw, dict):
            return {name: (value, (*path, name)) for name, value in raw.items()}
        if raw in ("", None):
            return {}
        shorthand = getattr(type_, "SHORTHAND", "")
        if shorthand and (isinstance(raw, str) or _is_list(type_, shorthand)):
            return {shorthand: (raw, path)}
        names = ", ".join(_own_names(type_)) or "none"
        what = "a plain value" if isinstance(raw, str) else f"a {_shape(raw)}"
        self.wrong(scope, path, f"{what} cannot stand here", f"write keys; known keys: {names}")
        return None

    def _unknown(
        self,
        given: dict[str, tuple[Any, Place]],
        fields: Mapping[str, mi.Field],
        path: Place,
        type_: type,
        scope: Scope,
    ) -> None:
        refused: dict[str, str] = getattr(type_, "REFUSED", {})
        for name in [name for name in given if name not in fields]:
            place = (*path, name)
            if name in refused:
                self.wrong(
                    scope,
                    place,
                    f"key {name!r} cannot be honoured: {refused[name]}",
                    "remove this key",
                    key=True,
                )
            else:
                near = nearest(name, sorted(fields))
                hint = f"did you mean {near!r}?" if near else f"known keys: {', '.join(_own_names(type_))}"
                self.wrong(scope, place, f"unknown key {name!r}", hint, key=True)
            del given[name]

    def _inner_scope(
        self, given: dict[str, tuple[Any, Place]], scope: Scope, fields: Mapping[str, mi.Field]
    ) -> Scope:
        field = fields.get("env")
        if field is None or "env" not in given or not isinstance(field.type, mi.Metadata):
            return scope
        raw, path = given.pop("env")
        own = self.env(raw, path, scope)
        return Scope(scope.document, {**scope.values, **own}, scope.folder, scope.root, scope.stack)

    def _checked(self, made: S, given: dict[str, tuple[Any, Place]], path: Place, scope: Scope) -> S | None:
        if not isinstance(made, Step):
            return made
        clean = True
        for problem in made.problems():
            place = given[problem.field][1] if problem.field in given else path
            self.wrong(scope, place, problem.message, problem.hint)
            clean = False
        return made if clean else None

    def _items(self, raw: Any, path: Place, info: mi.Type, scope: Scope, depth: int) -> tuple[Any, ...]:
        if isinstance(raw, str) and raw:
            return (self.value(raw, path, info, scope, depth=depth),)
        if not isinstance(raw, list):
            self.wrong(scope, path, f"a list is wanted here, not a {_shape(raw)}", "write `- item` lines")
            return ()
        return tuple(self.value(item, (*path, i), info, scope, depth=depth) for i, item in enumerate(raw))

    def _map(self, raw: Any, path: Place, scope: Scope) -> dict[str, str]:
        if raw in ("", None):
            return {}
        if not isinstance(raw, dict):
            self.wrong(scope, path, f"a map is wanted here, not a {_shape(raw)}", "write `name: value` lines")
            return {}
        result = {}
        for name, value in raw.items():
            if isinstance(value, str):
                result[name] = self.text(value, (*path, name), scope)
            else:
                self.wrong(
                    scope, (*path, name), f"one value is wanted here, not a {_shape(value)}", "write text"
                )
        return result


def resolve_file(name: str, scope: Scope) -> Path:
    """Return the path of a file that a flow names; raise WrongError when it is not to be had."""
    if not name:
        raise WrongError("a file name is wanted here", "write the name of a file")
    if "\x00" in name or Path(name).is_absolute():
        raise WrongError(f"{name[:80]!r} is not a relative path", "name the file relative to this flow")
    path = real_path(scope.folder / name)
    if not path.is_relative_to(scope.root):
        raise WrongError(
            f"{name[:80]!r} lies outside the folder of the flows",
            "keep every file inside the flow's folder, or put Maestro's config.yaml at the top of the flows",
        )
    try:
        if path.is_file():
            return path
    except OSError as error:
        raise WrongError(f"{name[:80]!r} cannot be read: {error.strerror}", "check the path") from None
    near = _nearest_file(path)
    raise WrongError(
        f"file {name[:80]!r} does not exist", f"did you mean {near!r}?" if near else "check the path"
    )


def _nearest_file(path: Path) -> str:
    try:
        names = sorted(item.name for item in path.parent.iterdir())
    except OSError:
        return ""
    return nearest(path.name, names)


def _scalar(text: str, kind: str, info: mi.Type, scope: Scope) -> Any:
    if kind in _KINDS:
        return _KINDS[kind](text)
    if kind in ("file", "flow"):
        return str(resolve_file(text, scope))
    if isinstance(info, mi.BoolType):
        return _bool(text)
    if isinstance(info, (mi.IntType, mi.FloatType)):
        return _number(text, info)
    if isinstance(info, mi.LiteralType):
        return _word(text, [str(value) for value in info.values])
    if isinstance(info, mi.StrType):
        if info.min_length and len(text.strip()) < info.min_length:
            raise WrongError("a text is wanted here", "write a value after the colon")
        return text
    raise TypeError(f"no reading for {info}")


def _duration(text: str) -> int:
    try:
        return parse_duration(text)
    except ValueError as error:
        raise WrongError(str(error), "write 500ms, 5s or 10m, or a number of milliseconds") from None


def _point(text: str) -> str:
    try:
        parse_point(text)
    except ValueError as error:
        raise WrongError(str(error), "write 50%,80% or, in pixels, 100,200") from None
    return text


def _pattern(text: str) -> str:
    if not text:
        raise WrongError("an empty text matches nothing", "write the text of the element; `.+` is any text")
    if len(text) > MAX_PATTERN:
        raise WrongError(
            f"the pattern is longer than {MAX_PATTERN} characters", "write its beginning and `.*`"
        )
    return text


def _traits(text: str) -> str:
    for word in text.split():
        _word(word, list(TRAITS))
    return text


_KINDS: dict[str, Callable[[str], Any]] = {
    "duration": _duration,
    "point": _point,
    "pattern": _pattern,
    "traits": _traits,
}


def _bool(text: str) -> bool:
    folded = text.strip().casefold()
    if folded not in ("true", "false"):
        raise WrongError(f"{text[:40]!r} is neither true nor false", "write true or false")
    return folded == "true"


def _number(text: str, info: mi.IntType | mi.FloatType) -> int | float:
    whole = isinstance(info, mi.IntType)
    wanted = "a whole number" if whole else "a number"
    try:
        value: int | float = int(text[:30]) if whole else float(text[:30])
    except ValueError:
        raise WrongError(f"{text[:40]!r} is not {wanted}", f"write {wanted}") from None
    low, high = info.ge, info.le
    # `not (…)` also refuses nan, which compares as false with everything.
    if not ((low is None or value >= low) and (high is None or value <= high)) or value in (
        float("inf"),
        float("-inf"),
    ):
        limits = " to ".join(f"{limit:g}" for limit in (low, high) if limit is not None)
        raise WrongError(f"{text[:40]} is out of range", f"write {wanted} in the range {limits}")
    return value


def _word(text: str, words: list[str]) -> str:
    for word in words:
        if word.casefold() == text.strip().casefold():
            return word
    near = nearest(text, words)
    known = "known words: " + ", ".join(words)
    raise WrongError(f"{text[:40]!r} is not known here", f"did you mean {near!r}? {known}" if near else known)


def _only(info: mi.UnionType) -> mi.Type:
    return next(item for item in info.types if not isinstance(item, mi.NoneType))


@cache
def _fields(type_: type) -> Mapping[str, mi.Field]:
    """Return a struct's fields by their names; worked out once, since it takes a millisecond."""
    info = mi.type_info(type_)
    if not isinstance(info, mi.StructType):
        raise TypeError(f"{type_} is not a struct")
    return {field.encode_name: field for field in info.fields}


def _is_list(type_: type, name: str) -> bool:
    field = _fields(type_).get(name)
    return field is not None and isinstance(_bare(field.type), mi.VarTupleType)


def _bare(info: mi.Type) -> mi.Type:
    return info.type if isinstance(info, mi.Metadata) else info


def _own_names(type_: type) -> list[str]:
    names: tuple[str, ...] = type_.__struct_encode_fields__  # type: ignore[attr-defined]
    if type_ is not Selector and issubclass(type_, Selector):
        own = [name for name in names if name not in Selector.__struct_encode_fields__]
        return [*own, *Selector.__struct_encode_fields__]
    return list(names)


def _shape(raw: Any) -> str:
    if isinstance(raw, dict):
        return "map"
    if isinstance(raw, list):
        return "list"
    return "plain value"
