"""Extract the signatures of the catalogue's framework methods from real class files.

Usage: framework_signatures.py LEVEL=JAR... (for example 33=android-all-13-robolectric-9030017.jar, from Maven
Central, org.robolectric:android-all). Writes tests/contract/framework.json: class -> method -> level ->
parameter lists. Only classes that catalogue rows name are kept, and of them only the methods the rows name.
"""

from __future__ import annotations

import json
import struct
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from privaudit.catalog.load import load_catalog

DATA = Path(__file__).resolve().parent.parent / "tests" / "contract" / "framework.json"

_PRIMITIVES = {
    "B": "byte", "C": "char", "D": "double", "F": "float",
    "I": "int", "J": "long", "S": "short", "Z": "boolean",
}  # fmt: skip
_WIDTHS = {
    3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4,
    11: 4, 12: 4, 15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2,
}  # fmt: skip
"""Bytes after the tag of a constant, by tag."""
_UTF8 = 1
_WIDE = {5, 6}
_ABSTRACT = 0x0400
_SYNTHETIC = 0x1000


def methods(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield (name, parameter list as rows write it) of each concrete method of a class file.

    The format is that of the Java Virtual Machine Specification, chapter 4. ValueError for other bytes.
    """
    if data[:4] != b"\xca\xfe\xba\xbe":
        raise ValueError("not a class file")
    texts, at = _constants(data)
    interfaces = struct.unpack_from(">H", data, at + 6)[0]
    at += 8 + 2 * interfaces
    for is_method in (False, True):
        (count,) = struct.unpack_from(">H", data, at)
        at += 2
        for _ in range(count):
            flags, name, descriptor, attributes = struct.unpack_from(">4H", data, at)
            at += 8
            for _ in range(attributes):
                at += 6 + struct.unpack_from(">I", data, at + 2)[0]
            if is_method and not flags & (_ABSTRACT | _SYNTHETIC):
                yield texts[name], parameters(texts[descriptor])


def parameters(descriptor: str) -> str:
    """Turn `(ILjava/lang/String;)V` into `(int, java.lang.String)`."""
    types: list[str] = []
    rest = descriptor[1 : descriptor.index(")")]
    while rest:
        depth = len(rest) - len(rest.lstrip("["))
        rest = rest[depth:]
        if rest[0] == "L":
            end = rest.index(";")
            name, rest = rest[1:end].replace("/", "."), rest[end + 1 :]
        else:
            name, rest = _PRIMITIVES[rest[0]], rest[1:]
        types.append(name + "[]" * depth)
    return f"({', '.join(types)})"


def _constants(data: bytes) -> tuple[dict[int, str], int]:
    (count,) = struct.unpack_from(">H", data, 8)
    texts: dict[int, str] = {}
    at, index = 10, 1
    while index < count:
        tag = data[at]
        if tag == _UTF8:
            (length,) = struct.unpack_from(">H", data, at + 1)
            texts[index] = data[at + 3 : at + 3 + length].decode("utf-8", "surrogatepass")
            at += 3 + length
        else:
            at += 1 + _WIDTHS[tag]
        index += 2 if tag in _WIDE else 1
    return texts, at


def extract(jars: dict[int, Path]) -> dict[str, dict[str, dict[str, list[str]]]]:
    """Return class -> method -> level -> parameter lists for what catalogue rows name and the jars hold."""
    wanted: dict[str, set[str]] = {}
    for row in load_catalog().apis.values():
        wanted.setdefault(row.cls, set()).add(row.method)
    found: dict[str, dict[str, dict[str, list[str]]]] = {}
    for level, path in sorted(jars.items()):
        with zipfile.ZipFile(path) as jar:
            names = set(jar.namelist())
            for cls, wanted_methods in sorted(wanted.items()):
                entry = cls.replace(".", "/") + ".class"
                if entry not in names:
                    continue
                for name, types in methods(jar.read(entry)):
                    if name in wanted_methods:
                        found.setdefault(cls, {}).setdefault(name, {}).setdefault(str(level), []).append(
                            types
                        )
    return found


def main() -> int:
    """Write the data file from the jars named on the command line."""
    pairs = [argument.split("=", 1) for argument in sys.argv[1:]]
    if not pairs or any(len(pair) != 2 or not pair[0].isdigit() for pair in pairs):  # noqa: PLR2004 # level=jar
        print(__doc__, file=sys.stderr)
        return 2
    found = extract({int(level): Path(path) for level, path in pairs})
    for levels in (by_level for by_method in found.values() for by_level in by_method.values()):
        for types in levels.values():
            types.sort()
    text = json.dumps(found, indent=1, sort_keys=True)
    DATA.write_text(text + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
