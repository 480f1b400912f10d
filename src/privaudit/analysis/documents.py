"""Documents of names and values, whatever they were written in: every leaf by its path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from privaudit.analysis.part import MAX_PARTS, SHORTEST_KEY, SHORTEST_PART, Opened, Part, shown
from privaudit.model.observation import Decoding

_PLAIN_KEY = re.compile(r"[\w-]+")
_SMALL = 100_000
"""A whole number of fewer digits is too weak to be searched for."""


def document_parts(kind: str, document: object) -> Opened:
    """Return the texts, bytes and numbers of nested dicts and lists; `kind` names the step, as `json`."""
    parts: list[Part] = []
    # Iterators, not lists: an array of millions of small numbers must not become millions of paths.
    levels: list[Iterator[tuple[str, Any]]] = [iter([("", document)])]
    while levels:
        for path, value in levels[-1]:
            if type(value) is dict:
                parts += _keys(kind, path, value)
                levels.append(_members(path, value))
                break
            if type(value) is list:
                levels.append(_items(path, value))
                break
            data = _leaf(value)
            if data is not None:
                parts.append(Part(data, Decoding(name=kind, detail=path or "$"), path))
            if len(parts) >= MAX_PARTS:
                return Opened(parts, f"only {MAX_PARTS} fields of {_TITLES.get(kind, kind)} were opened")
        else:
            levels.pop()
    return Opened(parts)


_TITLES = {"json": "JSON", "msgpack": "MessagePack", "cbor": "CBOR"}


def _leaf(value: object) -> bytes | None:
    kind = type(value)
    if kind is str:
        data = value.encode("utf-8", "surrogatepass")  # type: ignore[attr-defined] # a str by the line above
    elif kind is bytes:
        data = value
    elif kind is float or (kind is int and not -_SMALL < value < _SMALL):  # type: ignore[operator] # an int
        return str(value).encode()
    else:
        return None
    return data if len(data) >= SHORTEST_PART else None


def _members(path: str, value: dict[Any, Any]) -> Iterator[tuple[str, Any]]:
    return ((_join(path, key), inner) for key, inner in value.items())


def _items(path: str, value: list[Any]) -> Iterator[tuple[str, Any]]:
    return ((f"{path}[{at}]", inner) for at, inner in enumerate(value))


def _keys(kind: str, path: str, value: dict[Any, Any]) -> Iterator[Part]:
    for key in value:
        if isinstance(key, str):
            # A name without a digit, in ASCII, is a word of the program and not a value.
            if len(key) < SHORTEST_KEY or (key.isascii() and key.replace("_", "").isalpha()):
                continue
            data = key.encode("utf-8", "surrogatepass")
        elif isinstance(key, bytes) and len(key) >= SHORTEST_KEY:
            data = key
        elif isinstance(key, int) and not -_SMALL < key < _SMALL:
            data = str(key).encode()
        else:
            continue
        yield Part(data, Decoding(name=f"{kind}-key", detail=_join(path, key)), _text(key))


def _text(key: Any) -> str:
    return shown(key) if isinstance(key, bytes) else str(key)


def _join(path: str, key: Any) -> str:
    text = _text(key)
    if not _PLAIN_KEY.fullmatch(text):
        return f"{path}[{msgspec.json.encode(text).decode()}]"
    return f"{path}.{text}" if path else text
