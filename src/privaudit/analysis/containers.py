"""Containers of named fields: JSON, forms, multipart."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from privaudit.analysis.documents import document_parts
from privaudit.analysis.part import (
    MAX_PARTS,
    SHORTEST_KEY,
    SHORTEST_PART,
    Hint,
    Opened,
    Part,
    shown,
    unquoted,
)
from privaudit.model.observation import Decoding


def open_json(data: bytes, hint: Hint) -> Opened | None:
    """JSON: every string and number by its path, keys too; documents one to a line are parts themselves."""
    stripped = data.strip()
    if stripped[:1] not in {b"{", b"[", b'"'}:
        return None
    if sum(map(stripped.count, (b",", b"{", b"["))) > _MOST_ITEMS:
        # Three bytes may be an object of a hundred.
        return Opened([], f"JSON of more than {_MOST_ITEMS} items was searched closed")
    try:
        return document_parts("json", msgspec.json.decode(stripped))
    except RecursionError:
        return Opened([], "JSON is nested too deep")
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _open_json_lines(stripped, hint)


_MOST_ITEMS = 1_000_000


def _open_json_lines(data: bytes, hint: Hint) -> Opened | None:
    lines = data.split(b"\n", MAX_PARTS)
    if len(lines) == 1 or lines[0].strip()[:1] not in {b"{", b"["}:
        return None
    try:
        msgspec.json.decode(lines[0])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    parts = [
        Part(line, Decoding(name="line", detail=str(number)), media_type=hint.media_type)
        for number, line in enumerate(lines[:MAX_PARTS], 1)
    ]
    return Opened(parts, f"only {MAX_PARTS} lines were opened" if len(lines) > MAX_PARTS else "")


_FORM = re.compile(rb"[\w.%+\-\[\]$*]{1,128}=[^=&]")
_FORM_TYPE = "application/x-www-form-urlencoded"


def open_form(data: bytes, hint: Hint) -> Opened | None:
    """Fields of a form, percent-decoded with + as space, as HTML says; by type or by looks."""
    if hint.media_type != _FORM_TYPE and not _FORM.match(data):
        return None
    return pairs("form", data, b"&", plus=True)


def pairs(step: str, data: bytes, separator: bytes, *, plus: bool) -> Opened:
    """Cut `name=value` pairs; names of 6 bytes and more are parts as well."""
    fields = data.split(separator, MAX_PARTS)
    cut = f"only {MAX_PARTS} fields of the {step} were opened" if len(fields) > MAX_PARTS else ""
    parts: list[Part] = []
    label = _Numbered()
    for field in fields[:MAX_PARTS]:
        raw_name, has_value, raw_value = field.strip().partition(b"=")
        name = shown(unquoted(raw_name, plus=plus))
        if len(raw_name) >= SHORTEST_KEY:
            key = Decoding(name=f"{step}-key", detail=label(f"{name}\0"))
            parts.append(Part(unquoted(raw_name, plus=plus), key, name))
        if has_value and len(raw_value) >= SHORTEST_PART:
            value = Decoding(name=step, detail=label(name))
            parts.append(Part(unquoted(raw_value, plus=plus), value, name))
    return Opened(parts, cut)


class _Numbered:
    """Gives the second use of a name a number."""

    def __init__(self) -> None:
        self._used: dict[str, int] = {}

    def __call__(self, name: str) -> str:
        count = self._used[name] = self._used.get(name, -1) + 1
        clean = name.rstrip("\0")
        return f"{clean}[{count}]" if count else clean


_BOUNDARY = re.compile(r'boundary="?([^";,]{1,200})"?', re.IGNORECASE)
_DISPOSITION_NAME = re.compile(rb'\bname="?([^";\r\n]{1,200})"?', re.IGNORECASE)
_PART_TYPE = re.compile(rb"^content-type:\s*([^;\r\n]{1,200})", re.IGNORECASE | re.MULTILINE)
_MAX_HEAD = 16 * 1024


def open_multipart(data: bytes, hint: Hint) -> Opened | None:
    """Parts of multipart/*, RFC 2046, by their names; the last may be unfinished."""
    told = _BOUNDARY.search(hint.media_type) if hint.media_type.startswith("multipart/") else None
    if told:
        mark = b"--" + told[1].strip().encode("utf-8", "surrogatepass")
    elif data[:2] == b"--" and (end := data.find(b"\n", 0, 256)) > 3:  # noqa: PLR2004
        mark = data[:end].rstrip(b"\r")
    else:
        return None
    # A delimiter stands at the beginning of a line; the same bytes elsewhere are content.
    pieces = (b"\n" + data).split(b"\n" + mark, MAX_PARTS + 1)
    if len(pieces) < 2:  # noqa: PLR2004
        return None
    label = _Numbered()
    parts = [part for piece in pieces[1 : MAX_PARTS + 1] for part in _multipart_part(piece, label)]
    cut = f"only {MAX_PARTS} parts were opened" if len(pieces) > MAX_PARTS + 1 else ""
    return Opened(parts, cut) if parts else None


def _multipart_part(piece: bytes, label: _Numbered) -> Iterator[Part]:
    if piece[:2] == b"--":
        return
    head_end = piece.find(b"\r\n\r\n", 0, _MAX_HEAD)
    blank = 4
    if head_end < 0:
        head_end, blank = piece.find(b"\n\n", 0, _MAX_HEAD), 2
    if head_end < 0:
        return
    head = piece[:head_end].strip()
    content = piece[head_end + blank :].removesuffix(b"\r")
    named = _DISPOSITION_NAME.search(head)
    typed = _PART_TYPE.search(head)
    name = shown(named[1]) if named else ""
    yield Part(head, Decoding(name="part-head", detail=label(f"{name}\0")), name)
    media_type = shown(typed[1]).strip().lower() if typed else ""
    yield Part(content, Decoding(name="part", detail=label(name)), name, media_type)
