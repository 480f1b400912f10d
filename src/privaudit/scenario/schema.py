"""The flow language as JSON Schema (draft 2020-12), made from the structs of the commands, for editors.

A flow file has two YAML documents; an editor checks one at a time, so the schema accepts a configuration
or a list of commands.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import inspect as mi

from privaudit.scenario.duration import LONGEST_MS
from privaudit.scenario.select import TRAITS
from privaudit.scenario.verbs import Verb, refusals, verbs

_VARIABLE = {"$ref": "#/$defs/variable"}
_BOUNDS = {"ge": "minimum", "le": "maximum"}


def flow_schema() -> dict[str, Any]:
    """Return the schema of a flow file: its configuration, or its list of commands."""
    defs: dict[str, Any] = {
        "variable": {
            "type": "string",
            "pattern": r"\$\{[^}]+\}",
            "description": "A variable in place of the value.",
        },
        "text": {"type": ["string", "number", "boolean"]},
        "duration": {
            "description": f"A time: 500ms, 5s, 10m, or milliseconds; at most {LONGEST_MS} ms.",
            "anyOf": [
                {"type": "integer", "minimum": 0, "maximum": LONGEST_MS},
                {"type": "string", "pattern": r"^\s*[0-9]+(\.[0-9]+)?\s*(ms|s|m|min|h)?\s*$"},
                _VARIABLE,
            ],
        },
        "commands": {"type": "array", "items": {"$ref": "#/$defs/command"}},
    }
    known = list(verbs().values())
    bare = [verb.name for verb in known if not _required(verb.struct)]
    defs["command"] = {
        "anyOf": [
            {"enum": bare},
            *(_command(verb, defs) for verb in known),
        ],
        "description": f"Not honoured: {', '.join(refusals())}.",
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "privaudit flow",
        "anyOf": [_configuration(), {"$ref": "#/$defs/commands"}],
        "$defs": defs,
    }


def _configuration() -> dict[str, Any]:
    return {
        "type": "object",
        "description": "The configuration of a flow; unknown keys are kept.",
        "properties": {
            "appId": {"type": "string", "description": "The package to audit."},
            "name": {"$ref": "#/$defs/text"},
            "tags": {"type": "array", "items": {"type": "string"}},
            "env": {"type": "object", "additionalProperties": {"$ref": "#/$defs/text"}},
            "onFlowStart": {"$ref": "#/$defs/commands"},
            "onFlowComplete": {"$ref": "#/$defs/commands"},
        },
        "required": ["appId"],
    }


def _command(verb: Verb, defs: dict[str, Any]) -> dict[str, Any]:
    value = _struct(verb.struct, defs)
    if not _required(verb.struct):
        value = {"anyOf": [value, {"type": "null"}]}
    return {
        "type": "object",
        "properties": {verb.name: value},
        "required": [verb.name],
        "additionalProperties": False,
        "description": verb.about,
    }


def _struct(type_: type, defs: dict[str, Any]) -> dict[str, Any]:
    """Return a reference to the schema of a struct, which is put among `defs`."""
    name = type_.__name__
    if name not in defs:
        defs[name] = {}
        info = _info(type_)
        map_form = {
            "type": "object",
            "properties": {field.encode_name: _value(field.type, defs) for field in info.fields},
            "required": [field.encode_name for field in info.fields if field.required],
            "additionalProperties": False,
        }
        shorthand = getattr(type_, "SHORTHAND", "")
        plain = [map_form["properties"][shorthand]] if shorthand else []  # type: ignore[index]
        defs[name] = {
            "description": (type_.__doc__ or "").strip().splitlines()[0],
            "anyOf": [*plain, map_form],
        }
    return {"$ref": f"#/$defs/{name}"}


def _value(info: mi.Type, defs: dict[str, Any]) -> dict[str, Any]:
    kind = description = ""
    if isinstance(info, mi.Metadata):
        kind = str((info.extra or {}).get("kind", ""))
        description = str((info.extra_json_schema or {}).get("description", ""))
        info = info.type
    if isinstance(info, mi.UnionType):
        inner = next(item for item in info.types if not isinstance(item, mi.NoneType))
        return _value(inner, defs)
    made = _by_kind(kind) or _by_type(info, defs)
    return {**made, "description": description} if description else made


def _by_kind(kind: str) -> dict[str, Any]:
    if kind in ("duration", "commands"):
        return {"$ref": f"#/$defs/{kind}"}
    if kind == "traits":
        words = "|".join(TRAITS)
        return {"type": "string", "pattern": rf"^\s*(?i:{words})(\s+(?i:{words}))*\s*$"}
    return {}


def _by_type(info: mi.Type, defs: dict[str, Any]) -> dict[str, Any]:
    if isinstance(info, mi.StructType):
        return _struct(info.cls, defs)
    if isinstance(info, mi.VarTupleType):
        item = _value(info.item_type, defs)
        return {"anyOf": [{"type": "array", "items": item}, item]}
    if isinstance(info, mi.DictType):
        return {"type": "object", "additionalProperties": {"$ref": "#/$defs/text"}}
    return _scalar(info) or {"$ref": "#/$defs/text"}


def _scalar(info: mi.Type) -> dict[str, Any]:
    if isinstance(info, (mi.IntType, mi.FloatType)):
        bounds = {
            word: getattr(info, name) for name, word in _BOUNDS.items() if getattr(info, name) is not None
        }
        number = {"type": "integer" if isinstance(info, mi.IntType) else "number", **bounds}
        return {"anyOf": [number, _VARIABLE]}
    if isinstance(info, mi.BoolType):
        return {"anyOf": [{"type": "boolean"}, _VARIABLE]}
    if isinstance(info, mi.LiteralType):
        words = [str(word) for word in info.values]
        either = "|".join(words)
        return {"anyOf": [{"enum": words}, {"type": "string", "pattern": f"^(?i:{either})$"}, _VARIABLE]}
    return {}


def _required(type_: type) -> list[str]:
    return [field.encode_name for field in _info(type_).fields if field.required]


def _info(type_: type) -> mi.StructType:
    info = mi.type_info(type_)
    if not isinstance(info, mi.StructType):
        raise TypeError(f"{type_} is not a struct")
    return info


def schema_bytes() -> bytes:
    """Return the schema as JSON, the same bytes each time."""
    return msgspec.json.format(msgspec.json.encode(flow_schema()), indent=2) + b"\n"
