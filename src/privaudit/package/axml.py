"""XML of a package, plain or in Android's binary form, as one tree; bounded whatever it holds.

The binary form is that of AOSP frameworks/base/libs/androidfw/include/androidfw/ResourceTypes.h. As Android
does, attributes are told by their resource ids first and by their names second, unknown chunks are passed
over, and strings are only read when something refers to them. apkInspector (1.3.7) was not taken: it reads
without an end where the chunk after the strings is missing, and sets up logging when it is imported.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final
from xml.parsers import expat

import msgspec

from privaudit.errors import InputError

ANDROID: Final = "http://schemas.android.com/apk/res/android"
MOST_BYTES: Final = 16 * 1024 * 1024
MOST_ELEMENTS: Final = 100_000
MOST_ATTRIBUTES: Final = 1_000_000
MOST_DEPTH: Final = 100

_STRING_POOL: Final = 0x0001
_RESOURCE_MAP: Final = 0x0180
_START_ELEMENT: Final = 0x0102
_END_ELEMENT: Final = 0x0103
_NONE: Final = 0xFFFFFFFF
_UTF8: Final = 1 << 8
_TYPE_STRING: Final = 0x03
_TYPE_REFERENCE: Final = 0x01
_TYPE_BOOLEAN: Final = 0x12
_LONGEST_STRING: Final = 32_767
_ATTRIBUTE: Final = struct.Struct("<3LHBBL")

# frameworks/base/core/res/res/values/public.xml: attributes of the manifest that are read.
_ATTRIBUTES: Final = {
    0x01010001: "label", 0x01010003: "name", 0x01010006: "permission", 0x01010009: "protectionLevel",
    0x0101000B: "sharedUserId", 0x0101000C: "hasCode", 0x0101000E: "enabled", 0x0101000F: "debuggable",
    0x01010010: "exported", 0x01010011: "process", 0x01010018: "authorities", 0x01010024: "value",
    0x01010025: "resource", 0x01010027: "scheme", 0x01010028: "host", 0x01010202: "targetActivity",
    0x0101020C: "minSdkVersion", 0x0101021B: "versionCode", 0x0101021C: "versionName",
    0x01010270: "targetSdkVersion", 0x01010271: "maxSdkVersion", 0x01010272: "testOnly",
    0x01010280: "allowBackup", 0x0101028E: "required", 0x010103A9: "isolatedProcess",
    0x010104EA: "extractNativeLibs", 0x010104EB: "fullBackupContent", 0x010104EC: "usesCleartextTraffic",
    0x01010527: "networkSecurityConfig", 0x0101055B: "isFeatureSplit", 0x0101057A: "appComponentFactory",
}  # fmt: skip


class Element(msgspec.Struct, kw_only=True):
    """An element: attributes of Android's namespace as `android:name`, others by their plain name."""

    tag: str
    attributes: dict[str, str] = {}
    children: list[Element] = []

    def named(self, *tags: str) -> list[Element]:
        """Return the children with one of these tags, in order."""
        return [child for child in self.children if child.tag in tags]

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute."""
        return self.attributes.get(name, default)


def read_xml(data: bytes, label: Path | str) -> Element:
    """Return the root element; raises InputError (`label` names the file) for what cannot be read."""
    if len(data) > MOST_BYTES:
        raise _wrong(label, f"is larger than {MOST_BYTES} bytes")
    begin = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return _plain(data, label) if begin.startswith(b"<") else _Binary(data, label).read()


def _wrong(label: Path | str, problem: str) -> InputError:
    return InputError(problem, file=label, hint="give the package as it is installed on phones")


class _Tree:
    """Builds the tree within bounds."""

    def __init__(self, label: Path | str) -> None:
        self._label = label
        self._open: list[Element] = []
        self._elements = 0
        self._attributes = 0
        self.root: Element | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element inside the one that is open."""
        self._elements += 1
        self._attributes += len(attributes)
        if self._elements > MOST_ELEMENTS or self._attributes > MOST_ATTRIBUTES:
            raise _wrong(
                self._label, f"has more than {MOST_ELEMENTS} elements or {MOST_ATTRIBUTES} attributes"
            )
        if len(self._open) >= MOST_DEPTH:
            raise _wrong(self._label, f"has elements inside each other more than {MOST_DEPTH} deep")
        element = Element(tag=tag, attributes=attributes)
        if self._open:
            self._open[-1].children.append(element)
        elif self.root is None:
            self.root = element
        self._open.append(element)

    def end(self) -> None:
        """End the element that is open; one end too many is no error, as it is none for Android."""
        if self._open:
            self._open.pop()

    def done(self) -> Element:
        """Return the root."""
        if self.root is None:
            raise _wrong(self._label, "is not XML: it has no element")
        return self.root


def _plain(data: bytes, label: Path | str) -> Element:
    tree = _Tree(label)
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(tag: str, attributes: dict[str, str]) -> None:
        named = {
            f"android:{key.removeprefix(ANDROID + ' ')}" if key.startswith(f"{ANDROID} ") else key: value
            for key, value in attributes.items()
        }
        tree.start(tag.rpartition(" ")[2], named)

    def doctype(*_arguments: object) -> None:
        # Entities make bombs; no manifest has any.
        raise _wrong(label, "has a document type, which no package has")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _tag: tree.end()
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise _wrong(label, f"is not XML: {error}") from None
    return tree.done()


class _Binary:
    def __init__(self, data: bytes, label: Path | str) -> None:
        self._data = data
        self._label = label
        self._pool: _Strings | None = None
        self._ids: tuple[int, ...] = ()
        self._tree = _Tree(label)

    def read(self) -> Element:
        data = self._data
        if len(data) < 8:  # noqa: PLR2004 - a chunk's header
            raise _wrong(self._label, "is not XML of Android: too short")
        _type, place, size = struct.unpack_from("<HHL", data)
        end = min(size, len(data))
        while place + 8 <= end:
            kind, header, length = struct.unpack_from("<HHL", data, place)
            if length < 8 or header < 8 or header > length or place + length > len(data):  # noqa: PLR2004
                raise _wrong(
                    self._label, f"is not XML of Android: a chunk at {place} says it has {length} bytes"
                )
            self._chunk(kind, header, data[place : place + length])
            place += length
        return self._tree.done()

    def _chunk(self, kind: int, header: int, chunk: bytes) -> None:
        if kind == _STRING_POOL and self._pool is None:
            self._pool = _Strings(chunk, header, self._label)
        elif kind == _RESOURCE_MAP and not self._ids:
            body = chunk[header : header + (len(chunk) - header) // 4 * 4]
            self._ids = struct.unpack(f"<{len(body) // 4}L", body)
        elif kind == _START_ELEMENT:
            self._start(chunk, header)
        elif kind == _END_ELEMENT:
            self._tree.end()

    def _start(self, chunk: bytes, header: int) -> None:
        if header + 20 > len(chunk):
            raise _wrong(self._label, "is not XML of Android: an element is cut off")
        _ns, name, start, size, count = struct.unpack_from("<2L3H", chunk, header)
        size = max(size, _ATTRIBUTE.size)
        attributes: dict[str, str] = {}
        for number in range(count):
            place = header + start + number * size
            if place + _ATTRIBUTE.size > len(chunk):
                raise _wrong(self._label, "is not XML of Android: an attribute lies outside its element")
            fields = _ATTRIBUTE.unpack_from(chunk, place)
            # Android takes the first of two with one name.
            attributes.setdefault(
                self._name(fields[0], fields[1]), self._value(fields[2], fields[5], fields[6])
            )
        self._tree.start(self._text(name), attributes)

    def _name(self, namespace: int, name: int) -> str:
        known = _ATTRIBUTES.get(self._ids[name]) if name < len(self._ids) else None
        if known is not None:
            return f"android:{known}"
        text = self._text(name)
        return f"android:{text}" if self._text(namespace) == ANDROID else text

    def _value(self, raw: int, kind: int, data: int) -> str:
        if kind == _TYPE_STRING:
            return self._text(data)
        if raw != _NONE:
            return self._text(raw)
        if kind == _TYPE_BOOLEAN:
            return "true" if data else "false"
        if kind == _TYPE_REFERENCE:
            return f"@0x{data:08x}"
        return str(data)

    def _text(self, index: int) -> str:
        return self._pool.get(index) if self._pool is not None else ""


class _Strings:
    """A string pool; texts are decoded when asked for, within a budget, since any number may overlap."""

    def __init__(self, chunk: bytes, header: int, label: Path | str) -> None:
        if len(chunk) < 28:  # noqa: PLR2004 - ResStringPool_header
            raise _wrong(label, "is not XML of Android: its strings are cut off")
        count, _styles, flags, self._start = struct.unpack_from("<4L", chunk, 8)
        self._chunk = chunk
        self._header = header
        self._count = min(count, (len(chunk) - header) // 4)
        self._utf8 = bool(flags & _UTF8)
        self._label = label
        self._known: dict[int, str] = {}
        self._budget = 4 * len(chunk) + 1024

    def get(self, index: int) -> str:
        """Return a string; an index that is none, or a string outside the pool, is empty."""
        if index >= self._count:
            return ""
        text = self._known.get(index)
        if text is None:
            (offset,) = struct.unpack_from("<L", self._chunk, self._header + index * 4)
            text = self._known[index] = self._decode(self._start + offset)
            self._budget -= len(text)
            if self._budget < 0:
                raise _wrong(self._label, "is not read: its strings overlap")
        return text

    def _decode(self, place: int) -> str:
        chunk = self._chunk
        step = 1 if self._utf8 else 2
        if place + 2 * step > len(chunk):
            return ""
        length, place = self._length(place)
        if self._utf8:
            length, place = self._length(place)  # the first counts UTF-16 units, the second bytes
        length = min(length, _LONGEST_STRING)
        raw = chunk[place : place + length * step]
        # Android's own UTF-8 may hold lone surrogates; they become U+FFFD.
        return raw.decode("utf-8" if self._utf8 else "utf-16-le", "replace")

    def _length(self, place: int) -> tuple[int, int]:
        """Return a length in one or two units (its top bit says which) and where what follows begins."""
        chunk = self._chunk
        form, step, top = ("<B", 1, 0x80) if self._utf8 else ("<H", 2, 0x8000)
        if place + step > len(chunk):
            return 0, place
        (first,) = struct.unpack_from(form, chunk, place)
        if not first & top:
            return first, place + step
        if place + 2 * step > len(chunk):
            return 0, place
        (second,) = struct.unpack_from(form, chunk, place + step)
        return (first & ~top) << (8 * step) | second, place + 2 * step
