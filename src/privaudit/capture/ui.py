"""The screen: its UI tree as `uiautomator dump` tells it, and its picture.

Both come from the phone and may hold anything an app puts there: the tree is read with limits on size, depth
and elements and without entities; what was not understood is kept as a problem, never dropped in silence.
"""

from __future__ import annotations

import re
import secrets
import struct
import time
from collections.abc import Callable
from typing import Final
from xml.parsers import expat

import msgspec

from privaudit.capture.adb_wire import DeviceGoneError, shorten
from privaudit.capture.device import Device
from privaudit.errors import DeviceError
from privaudit.model.ui import Bounds, UiNode, UiTree

SIZE_LIMIT: Final = 8 * 1024 * 1024
DEPTH_LIMIT: Final = 200
ELEMENT_LIMIT: Final = 50_000
_PROBLEM_LIMIT: Final = 20
_DUMP_LIMIT_S: Final = 25.0
_TRIES: Final = 4
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_DAMAGED: Final = b"\x89PNG\r\r\n\x1a\r\n"
_BOUNDS: Final = re.compile(r"^\[(-?\d{1,6}),(-?\d{1,6})\]\[(-?\d{1,6}),(-?\d{1,6})\]$")
_SURROGATES: Final = re.compile(rb"&#(5[5-6][0-9]{3});&#(5[6-7][0-9]{3});")
_CHARACTER: Final = re.compile(rb"&#(x[0-9A-Fa-f]{1,6}|[0-9]{1,7});")
_XML_CHARACTERS: Final = ((9, 10), (13, 13), (0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF))
_TEXTS: Final = {
    "text": "text", "resource-id": "resource_id", "class": "class_name", "package": "package",
    "content-desc": "content_desc", "hint": "hint",
}  # fmt: skip
_FLAGS: Final = {
    "checkable": "checkable", "checked": "checked", "clickable": "clickable", "enabled": "enabled",
    "focusable": "focusable", "focused": "focused", "scrollable": "scrollable",
    "long-clickable": "long_clickable", "password": "password", "selected": "selected",
}  # fmt: skip


class UiDump(msgspec.Struct, frozen=True):
    """A UI tree, and what of it was not understood."""

    tree: UiTree
    problems: tuple[str, ...] = ()


def parse_ui(data: bytes) -> UiDump:
    """Read the XML of `uiautomator dump`; raises DeviceError when it is no such XML or breaks a limit."""
    if len(data) > SIZE_LIMIT:
        raise DeviceError(f"the UI dump is longer than {SIZE_LIMIT} bytes")
    reader = _Reader()
    parser = expat.ParserCreate(encoding="UTF-8")
    parser.buffer_text = False
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = _refuse_declaration
    parser.EntityDeclHandler = _refuse_declaration
    try:
        parser.Parse(_repaired(data, reader.problem), True)  # it is the last part
    except expat.ExpatError as error:
        raise DeviceError(
            f"the UI dump is not well-formed: {error}", hint="Run again; screens change."
        ) from error
    return UiDump(UiTree(roots=tuple(reader.roots), rotation=reader.rotation), tuple(reader.problems))


def _refuse_declaration(*_: object) -> None:
    raise DeviceError("the UI dump declares a document type or an entity, which uiautomator never does")


def _repaired(data: bytes, problem: Callable[[str], None]) -> bytes:
    """Return the XML with the character references some Androids write wrongly.

    Emoji come as two surrogate halves from the serializer of Android 4 to 6; other references XML forbids
    become U+FFFD and a problem.
    """

    def joined(found: re.Match[bytes]) -> bytes:
        try:
            character = struct.pack(">HH", int(found[1]), int(found[2])).decode("utf-16-be")
        except UnicodeDecodeError:
            return found[0]
        return b"&#%d;" % ord(character)

    def allowed(found: re.Match[bytes]) -> bytes:
        code = int(found[1][1:], 16) if found[1].startswith(b"x") else int(found[1])
        if any(first <= code <= last for first, last in _XML_CHARACTERS):
            return found[0]
        problem(f"character {code:#x} is not allowed in XML")
        return b"&#xFFFD;"

    return _CHARACTER.sub(allowed, _SURROGATES.sub(joined, data))


class _Open:
    """An element whose end has not come yet."""

    def __init__(self, attributes: dict[str, str | bool | Bounds]) -> None:
        self.attributes = attributes
        self.children: list[UiNode] = []


class _Reader:
    def __init__(self) -> None:
        self.roots: list[UiNode] = []
        self.rotation = 0
        self.problems: list[str] = []
        self._open: list[_Open | None] = []
        self._seen = 0

    def problem(self, text: str) -> None:
        if len(self.problems) < _PROBLEM_LIMIT and text not in self.problems:
            self.problems.append(text)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._seen += 1
        if self._seen > ELEMENT_LIMIT or len(self._open) >= DEPTH_LIMIT:
            raise DeviceError(f"the UI dump has more than {ELEMENT_LIMIT} elements or {DEPTH_LIMIT} levels")
        if name == "node":
            self._open.append(_Open(self._understood(attributes)))
            return
        self._open.append(None)
        if name == "hierarchy":
            turns = attributes.get("rotation", "0")
            self.rotation = int(turns) if turns in {"0", "1", "2", "3"} else 0
        elif name not in {"display", "displays", "window", "windows"}:
            self.problem(f"element <{shorten(name, 40)}> is not known")

    def end(self, _name: str) -> None:
        done = self._open.pop()
        if done is None:
            return
        node = msgspec.convert({**done.attributes, "children": tuple(done.children)}, UiNode)
        above = next((item for item in reversed(self._open) if item is not None), None)
        (above.children if above else self.roots).append(node)

    def _understood(self, attributes: dict[str, str]) -> dict[str, str | bool | Bounds]:
        values: dict[str, str | bool | Bounds] = {
            field: attributes[name] for name, field in _TEXTS.items() if name in attributes
        }
        for name, field in _FLAGS.items():
            value = attributes.get(name)
            if value in {"true", "false"}:
                values[field] = value == "true"
            elif value is not None:
                self.problem(f"{name}={shorten(value, 40)!r} is not true or false")
        bounds = attributes.get("bounds", "[0,0][0,0]")
        found = _BOUNDS.match(bounds)
        if found:
            values["bounds"] = Bounds(*(int(part) for part in found.groups()))
        else:
            self.problem(f"bounds={shorten(bounds, 60)!r} is not a rectangle")
        return values


class Screen:
    """Reads the screen of one phone, remembering which way of dumping works on it."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._by_file = device.api_level < 23  # noqa: PLR2004 - older ones know no /dev/tty without a terminal

    def dump(self) -> UiDump:
        """Return what is on the screen; raises DeviceError when it never comes to rest."""
        end = time.monotonic() + _DUMP_LIMIT_S
        said = ""
        for attempt in range(_TRIES):
            if attempt and time.monotonic() > end:
                break
            answer = self._file_dump() if self._by_file else self._tty_dump()
            start, stop = answer.find(b"<?xml"), answer.rfind(b"</hierarchy>")
            if start < 0:
                start = answer.find(b"<hierarchy")
            if 0 <= start < stop:
                return parse_ui(answer[start : stop + len(b"</hierarchy>")])
            if re.search(rb"<hierarchy[^>]{0,80}/>", answer):
                return UiDump(UiTree(), ("the screen has no window that can be read",))
            said = shorten(answer.decode("utf-8", "replace").strip(), 300)
            if "ERROR" not in said:
                # No XML and no error: this phone cannot dump to a terminal that is none.
                self._by_file = True
            time.sleep(0.3)
        raise DeviceError(
            f"the screen could not be read: {said or 'uiautomator said nothing'}",
            hint="A screen that never rests (video, animation) or another UI automation tool prevents it.",
        )

    def _tty_dump(self) -> bytes:
        try:
            return self._device.exec_out(["uiautomator", "dump", "/dev/tty"], timeout=_DUMP_LIMIT_S)
        except DeviceGoneError:
            raise
        except DeviceError:
            self._by_file = True
            return b""

    def _file_dump(self) -> bytes:
        path = f"/data/local/tmp/privaudit-{secrets.token_hex(6)}.xml"
        result = self._device.shell(["uiautomator", "dump", path], timeout=_DUMP_LIMIT_S)
        if "ERROR" in result.text or not self._device.exists(path):
            return result.text.encode()
        try:
            return self._device.pull(path, limit=SIZE_LIMIT + 1)
        finally:
            self._device.shell(["rm", "-f", path])

    def screenshot(self) -> bytes:
        """Return the screen as PNG; raises DeviceError when the phone gives none or a damaged one."""
        data = self._stream_picture()
        if not data.startswith(_PNG):
            data = self._file_picture()
        if data.startswith(_PNG) and data.endswith(b"IEND\xaeB`\x82"):
            return data
        damaged = data.startswith(_PNG_DAMAGED)
        raise DeviceError(
            "the screenshot came with its line ends changed" if damaged else "the phone gave no screenshot",
            hint="An adb this old damages binary output: use a newer adb and phone."
            if damaged
            else "Is the screen on, and does it not forbid screenshots (FLAG_SECURE)?",
        )

    def _stream_picture(self) -> bytes:
        try:
            return self._device.exec_out(["screencap", "-p"], timeout=_DUMP_LIMIT_S)
        except DeviceGoneError:
            raise
        except DeviceError:
            # Android 4 has no exec service.
            return b""

    def _file_picture(self) -> bytes:
        path = f"/data/local/tmp/privaudit-{secrets.token_hex(6)}.png"
        try:
            self._device.shell(["screencap", "-p", path], timeout=_DUMP_LIMIT_S)
            return self._device.pull(path) if self._device.exists(path) else b""
        finally:
            self._device.shell(["rm", "-f", path])
