"""Writers of the parts of an Android package, for tests that read them: binary XML, DEX tables, APKs."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

ANDROID = "http://schemas.android.com/apk/res/android"
IDS = {
    "name": 0x01010003, "process": 0x01010011, "versionCode": 0x0101021B, "versionName": 0x0101021C,
    "minSdkVersion": 0x0101020C, "targetSdkVersion": 0x01010270, "debuggable": 0x0101000F,
    "exported": 0x01010010, "isolatedProcess": 0x010103A9,
}  # fmt: skip


@dataclass
class Node:
    """An element; attributes of Android's namespace as `android:name`, values text, bool or int."""

    tag: str
    attributes: Mapping[str, str | bool | int] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)


def manifest(
    package: str, *parts: Node, application: str = "", more: Mapping[str, str | bool | int] | None = None
) -> Node:
    """Return a manifest with an application of these components."""
    attributes: dict[str, str | bool | int] = {"android:name": application} if application else {}
    return Node(
        "manifest", {"package": package, **(more or {})}, [Node("application", attributes, list(parts))]
    )


def plain(node: Node) -> bytes:
    """Return a tree as XML text."""
    return b'<?xml version="1.0" encoding="utf-8"?>' + _plain(node, f' xmlns:android="{ANDROID}"').encode()


def _plain(node: Node, extra: str = "") -> str:
    def text(value: str | bool | int) -> str:
        said = str(value).lower() if isinstance(value, bool) else str(value)
        return said.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")

    told = "".join(f' {key}="{text(value)}"' for key, value in node.attributes.items())
    return f"<{node.tag}{extra}{told}>" + "".join(map(_plain, node.children)) + f"</{node.tag}>"


def binary(node: Node, *, utf8: bool = False, named: bool = True) -> bytes:
    """Return a tree as Android's binary XML; without `named`, attributes have ids and no names."""
    pool = _Pool()
    for name in IDS:
        pool.add(name)  # their places are those of the resource map
    body = _element(node, pool)
    strings = pool.write(utf8=utf8, blank=() if named else tuple(range(len(IDS))))
    ids = b"".join(struct.pack("<L", id_) for id_ in IDS.values())
    mapped = struct.pack("<HHL", 0x0180, 8, 8 + len(ids)) + ids
    content = strings + mapped + body
    return struct.pack("<HHL", 0x0003, 8, 8 + len(content)) + content


class _Pool:
    def __init__(self) -> None:
        self.texts: list[str] = []
        self._places: dict[str, int] = {}

    def add(self, text: str) -> int:
        if text not in self._places:
            self._places[text] = len(self.texts)
            self.texts.append(text)
        return self._places[text]

    def write(self, *, utf8: bool, blank: tuple[int, ...]) -> bytes:
        data, offsets = b"", b""
        for number, text in enumerate(self.texts):
            offsets += struct.pack("<L", len(data))
            data += _string("" if number in blank else text, utf8=utf8)
        data += b"\0" * (-len(data) % 4)
        start = 28 + len(offsets)
        head = struct.pack("<HHL", 1, 28, start + len(data))
        return head + struct.pack("<5L", len(self.texts), 0, 0x100 if utf8 else 0, start, 0) + offsets + data


def _string(text: str, *, utf8: bool) -> bytes:
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if not utf8:
        length = struct.pack("<H", units) if units < 0x8000 else struct.pack(
            "<2H", units >> 16 | 0x8000, units & 0xFFFF
        )  # fmt: skip
        return length + text.encode("utf-16-le", "surrogatepass") + b"\0\0"
    raw = text.encode("utf-8", "surrogatepass")
    return b"".join(
        bytes([n]) if n < 0x80 else bytes([n >> 8 | 0x80, n & 0xFF]) for n in (units, len(raw))
    ) + raw + b"\0"  # fmt: skip


def _element(node: Node, pool: _Pool) -> bytes:
    attributes = b""
    for key, value in node.attributes.items():
        ns = pool.add(ANDROID) if key.startswith("android:") else 0xFFFFFFFF
        name = pool.add(key.removeprefix("android:"))
        if isinstance(value, bool):
            raw, kind, data = 0xFFFFFFFF, 0x12, 0xFFFFFFFF if value else 0
        elif isinstance(value, int):
            raw, kind, data = 0xFFFFFFFF, 0x10, value
        else:
            raw = data = pool.add(value)
            kind = 0x03
        attributes += struct.pack("<3LHBBL", ns, name, raw, 8, 0, kind, data)
    head = struct.pack("<2L6H", 0xFFFFFFFF, pool.add(node.tag), 20, 20, len(node.attributes), 0, 0, 0)
    body = struct.pack("<2L", 1, 0xFFFFFFFF) + head + attributes
    started = struct.pack("<HHL", 0x0102, 16, 8 + len(body)) + body
    inside = b"".join(_element(child, pool) for child in node.children)
    ending = struct.pack("<4L", 1, 0xFFFFFFFF, 0xFFFFFFFF, pool.add(node.tag))
    return started + inside + struct.pack("<HHL", 0x0103, 16, 8 + len(ending)) + ending


def dex(classes: Iterable[str]) -> bytes:
    """Return a DEX file whose tables define these classes (`com.example.Main`); it holds no code."""
    names = [f"L{name.replace('.', '/')};" for name in classes]
    head = 0x70
    strings_at = head
    types_at = strings_at + 4 * len(names)
    classes_at = types_at + 4 * len(names)
    place = classes_at + 32 * len(names)
    strings, data = b"", b""
    for name in names:
        strings += struct.pack("<L", place + len(data))
        data += _uleb(len(name)) + name.encode() + b"\0"
    types = b"".join(struct.pack("<L", number) for number in range(len(names)))
    defined = b"".join(struct.pack("<8L", number, 1, 0, 0, 0, 0, 0, 0) for number in range(len(names)))
    header = bytearray(head)
    header[:8] = b"dex\n035\0"
    for at, count, start in ((0x38, len(names), strings_at), (0x40, len(names), types_at),
                             (0x60, len(names), classes_at)):  # fmt: skip
        struct.pack_into("<2L", header, at, count, start)
    return bytes(header) + strings + types + defined + data


def _uleb(number: int) -> bytes:
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def zipped(files: Mapping[str, bytes], *, stored: bool = False) -> bytes:
    """Return a ZIP archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def apk(node: Node, files: Mapping[str, bytes] | None = None, *, classes: Iterable[str] = ()) -> bytes:
    """Return a package with a binary manifest, DEX classes and other files."""
    return zipped(
        {"AndroidManifest.xml": binary(node), "classes.dex": dex(classes), **(files or {})}
    )  # fmt: skip
