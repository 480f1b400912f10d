"""Extract what Android's framework declares, level by level, from its real class files.

  python tools/framework_signatures.py LEVEL=JAR...

Writes tests/contract/framework.txt.xz, the same bytes for the same jars. It holds the classes that
tests/contract/framework_classes.txt names (those that hook inventories of the field and the stand-ins name),
those that catalogue rows name, the types of these rows' methods and what listeners among these are told, and
whatever of the framework stands above them.

The jars are those of Maven Central, org.robolectric:android-all, 100 to 200 MB each; for each of them

  mvn dependency:copy -Dartifact=org.robolectric:android-all:VERSION -DoutputDirectory=FOLDER

with these versions:

  26 8.0.0_r4-robolectric-r1    30 11-robolectric-6757853     34 14-robolectric-10818077
  27 8.1.0-robolectric-4611349  31 12-robolectric-7732740     35 15-robolectric-12714715
  28 9-robolectric-4913185-2    32 12.1-robolectric-8229987   36 16-robolectric-13921718
  29 10-robolectric-5803371     33 13-robolectric-9030017

The text is lines of fields parted by tabs. The first names the levels. A line `c LEVELS FLAGS NAME SUPER
INTERFACES` begins a class; its members follow: `m LEVELS FLAGS NAME PARAMETERS RESULT THROWN PERMISSIONS
GENERIC` (constructors are `<init>`) and `f LEVELS FLAGS NAME TYPE CONSTANT`. LEVELS are ranges over levels,
`26-29,33-36`; a line stands once for each form that a thing had. FLAGS are Java's modifiers,
CONSTANT is JSON, PERMISSIONS are those of `@RequiresPermission`, GENERIC is the signature with type arguments
(JVM Specification, 4.7.9.1) of a method that a row names or a listener has, where there is any. Private,
synthetic and generated members are left out, but for methods that a catalogue row names. Names and
descriptors are facts; no code is kept.
"""

from __future__ import annotations

import json
import lzma
import re
import struct
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from privaudit.catalog.load import load_catalog

CONTRACT = Path(__file__).resolve().parent.parent / "tests" / "contract"
DATA = CONTRACT / "framework.txt.xz"
CLASSES = CONTRACT / "framework_classes.txt"

_PRIMITIVES = {
    "B": "byte", "C": "char", "D": "double", "F": "float", "I": "int",
    "J": "long", "S": "short", "V": "void", "Z": "boolean",
}  # fmt: skip
_WIDTHS = {
    3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4,
    11: 4, 12: 4, 15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2,
}  # fmt: skip
"""Bytes after the tag of a constant, by tag."""
_NUMBERS = {3: ">i", 4: ">f", 5: ">q", 6: ">d"}
_UTF8 = 1
_WIDE = {5, 6}
_REFERENCES = {7, 8}
"""Tags of a class and of a string: both are the number of a text."""
_FLAGS = (
    (0x0001, "public"), (0x0002, "private"), (0x0004, "protected"), (0x0008, "static"), (0x0010, "final"),
    (0x0100, "native"), (0x0200, "interface"), (0x0400, "abstract"),
)  # fmt: skip
_SYNTHETIC = 0x1000


@dataclass(frozen=True, order=True)
class Member:
    """A method or field of one class file; `types` is `(int, byte[])` of a method, empty of a field."""

    kind: str
    name: str
    types: str
    result: str
    flags: str
    more: str = ""
    """What a method throws, parted by commas; a field's constant as JSON."""
    permissions: str = ""
    """Permissions that a method's `@RequiresPermission` names, parted by commas."""
    generic: str = ""
    """A method's signature where it has type arguments."""


@dataclass(frozen=True)
class ClassFile:
    """What one class file declares."""

    name: str
    flags: str
    above: str
    interfaces: str
    members: tuple[Member, ...]


class _Reader:
    """Reads a class file: Java Virtual Machine Specification, chapter 4."""

    def __init__(self, data: bytes) -> None:
        if data[:4] != b"\xca\xfe\xba\xbe":
            raise ValueError("not a class file")
        self._data = data
        self._at = 8
        self._pool: dict[int, object] = {}
        self._constants()

    def read(self) -> ClassFile:
        access, this, above, count = self._take(">4H")
        interfaces = [self._class(self._take(">H")[0]) for _ in range(count)]
        fields = list(self._members("f"))
        methods = list(self._members("m"))
        return ClassFile(
            name=self._class(this),
            flags=_words(access),
            above=self._class(above) if above else "",
            interfaces=",".join(interfaces),
            members=tuple(sorted((*fields, *methods))),
        )

    def _take(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return values

    def _constants(self) -> None:
        (count,) = self._take(">H")
        index = 1
        while index < count:
            (tag,) = self._take(">B")
            if tag == _UTF8:
                (length,) = self._take(">H")
                # Modified UTF-8: NUL in two bytes, surrogates one by one.
                text = self._data[self._at : self._at + length].replace(b"\xc0\x80", b"\0")
                self._pool[index] = text.decode("utf-8", "surrogatepass")
                self._at += length
            else:
                if tag in _NUMBERS:
                    self._pool[index] = struct.unpack_from(_NUMBERS[tag], self._data, self._at)[0]
                elif tag in _REFERENCES:
                    self._pool[index] = (struct.unpack_from(">H", self._data, self._at)[0],)
                self._at += _WIDTHS[tag]
            index += 2 if tag in _WIDE else 1

    def _text(self, index: int) -> str:
        value = self._pool[index]
        if isinstance(value, tuple):
            value = self._pool[value[0]]
        return str(value)

    def _class(self, index: int) -> str:
        return self._text(index).replace("/", ".")

    def _members(self, kind: str) -> Iterator[Member]:
        (count,) = self._take(">H")
        for _ in range(count):
            access, name, descriptor, attributes = self._take(">4H")
            more = permissions = generic = ""
            for _ in range(attributes):
                attribute, length = self._take(">HI")
                end = self._at + length
                match self._text(attribute):
                    case "ConstantValue":
                        more = self._constant()
                    case "Exceptions":
                        more = ",".join(
                            self._class(index) for index in self._take(f">{self._take('>H')[0]}H")
                        )
                    case "RuntimeInvisibleAnnotations" if kind == "m":
                        permissions = ",".join(self._permissions())
                    case "Signature" if kind == "m":
                        generic = self._text(self._take(">H")[0])
                self._at = end
            if access & _SYNTHETIC or self._text(name) == "<clinit>":
                continue
            described = self._text(descriptor)
            types, result = (
                (parameters(described), _type(described[described.index(")") + 1 :])[0])
                if kind == "m"
                else ("", _type(described)[0])
            )
            yield Member(kind, self._text(name), types, result, _words(access), more, permissions, generic)

    def _constant(self) -> str:
        (index,) = self._take(">H")
        value = self._pool[index]
        return json.dumps(self._text(index) if isinstance(value, tuple) else value)

    def _permissions(self) -> list[str]:
        found: list[str] = []
        for _ in range(self._take(">H")[0]):
            annotation, pairs = self._take(">2H")
            texts: list[str] = []
            for _ in range(pairs):
                self._take(">H")
                texts += self._texts()
            if self._text(annotation).endswith("/RequiresPermission;"):
                found += [text for text in texts if "." in text]
        return sorted(set(found))

    def _texts(self) -> list[str]:
        """Read the value of an annotation's element; return the strings in it."""
        tag = chr(self._take(">B")[0])
        if tag == "[":
            return [text for _ in range(self._take(">H")[0]) for text in self._texts()]
        if tag == "@":
            texts: list[str] = []
            for _ in range(self._take(">2H")[1]):
                self._take(">H")
                texts += self._texts()
            return texts
        values = self._take(">2H" if tag == "e" else ">H")
        return [self._text(values[0])] if tag == "s" else []


def _words(access: int) -> str:
    return " ".join(word for bit, word in _FLAGS if access & bit)


def _type(descriptor: str) -> tuple[str, str]:
    """Return the first type of a descriptor as Java writes it, and the rest."""
    depth = len(descriptor) - len(descriptor.lstrip("["))
    rest = descriptor[depth:]
    if rest[0] == "L":
        end = rest.index(";")
        name, rest = rest[1:end].replace("/", "."), rest[end + 1 :]
    else:
        name, rest = _PRIMITIVES[rest[0]], rest[1:]
    return name + "[]" * depth, rest


def parse(data: bytes) -> ClassFile:
    """Read a class file; ValueError for other bytes."""
    return _Reader(data).read()


def methods(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield (name, parameter list as rows write it) of each concrete method of a class file."""
    for member in parse(data).members:
        if member.kind == "m" and "abstract" not in member.flags.split():
            yield member.name, member.types


def parameters(descriptor: str) -> str:
    """Turn `(ILjava/lang/String;)V` into `(int, java.lang.String)`."""
    types: list[str] = []
    rest = descriptor[1 : descriptor.index(")")]
    while rest:
        one, rest = _type(rest)
        types.append(one)
    return f"({', '.join(types)})"


@dataclass
class Framework:
    """What the framework declares: class -> (flags, super, interfaces) and class -> member, with levels."""

    levels: tuple[int, ...]
    classes: dict[str, dict[tuple[str, str, str], set[int]]] = field(default_factory=dict)
    members: dict[str, dict[Member, set[int]]] = field(default_factory=dict)

    def overloads(self, cls: str, method: str, *, abstract: bool = False) -> dict[str, set[int]]:
        """Return the parameter lists of a class's own methods of a name, with their levels.

        A constructor is `$init`, as rows call it. Only concrete methods, unless `abstract` wants all.
        """
        found: dict[str, set[int]] = {}
        for member, levels in self.members.get(cls, {}).items():
            if (member.kind, _called(member)) == ("m", method) and (
                abstract or "abstract" not in member.flags.split()
            ):
                found.setdefault(member.types, set()).update(levels)
        return found

    def fields(self, cls: str, name: str) -> set[int]:
        """Return the levels on which a class has a field of its own."""
        members = self.members.get(cls, {}).items()
        return {
            one for member, levels in members if (member.kind, member.name) == ("f", name) for one in levels
        }

    def permissions(self, cls: str, method: str) -> set[str]:
        """Return the permissions that a class's methods of a name say they require, on any level."""
        found = {m.permissions for m in self.members.get(cls, {}) if m.kind == "m" and m.name == method}
        return {one for text in found for one in text.split(",") if one}

    def text(self) -> str:
        """Return it as the text that `read` takes."""
        lines = ["\t".join(map(str, ("levels", *self.levels)))]
        for name in sorted(self.classes):
            for (flags, above, interfaces), levels in sorted(self.classes[name].items()):
                lines.append("\t".join(("c", self._ranges(levels), flags, name, above, interfaces)))
            for member, levels in sorted(self.members[name].items()):
                parts = [member.kind, self._ranges(levels), member.flags, member.name]
                parts += [member.types] if member.kind == "m" else []
                parts += [member.result, member.more]
                parts += [member.permissions, member.generic] if member.kind == "m" else []
                lines.append("\t".join(parts))
        return "\n".join(lines) + "\n"

    def _ranges(self, levels: Iterable[int]) -> str:
        places = [self.levels.index(level) for level in sorted(levels)]
        runs: list[list[int]] = []
        for place in places:
            if runs and place == runs[-1][1] + 1:
                runs[-1][1] = place
            else:
                runs.append([place, place])
        ends = [(self.levels[first], self.levels[last]) for first, last in runs]
        return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in ends)


def read(path: Path = DATA) -> Framework:
    """Read the data file back."""
    first, *lines = lzma.decompress(path.read_bytes()).decode().splitlines()
    framework = Framework(tuple(int(level) for level in first.split("\t")[1:]))
    name = ""
    for line in lines:
        kind, ranges, flags, *rest = line.split("\t")
        levels = {
            level
            for part in ranges.split(",")
            for level in framework.levels
            if int(part.split("-")[0]) <= level <= int(part.split("-")[-1])
        }
        if kind == "c":
            name, above, interfaces = rest
            framework.classes.setdefault(name, {})[flags, above, interfaces] = levels
            framework.members.setdefault(name, {})
        else:
            member = (
                Member(kind, rest[0], rest[1], rest[2], flags, *rest[3:6])
                if kind == "m"
                else Member(kind, rest[0], "", rest[1], flags, rest[2])
            )
            framework.members[name][member] = levels
    return framework


def wanted() -> tuple[set[str], set[tuple[str, str]]]:
    """Return the classes to keep, and (class, method) of every catalogue row."""
    catalog = load_catalog()
    rows = {(row.cls, row.method) for row in catalog.apis.values()}
    rows |= {(pin.cls, pin.method) for pin in catalog.pins.values()}
    listed = {line for line in CLASSES.read_text("utf-8").splitlines() if line and not line.startswith("#")}
    return listed | {cls for cls, _ in rows}, rows


def extract(jars: dict[int, Path]) -> Framework:
    """Read what is wanted of every level's jar, and what stands above it."""
    classes, rows = wanted()
    framework = Framework(tuple(sorted(jars)))
    for level, path in sorted(jars.items()):
        with zipfile.ZipFile(path) as jar:
            found, listeners = _reach(jar, classes, rows)
        for name, one in sorted(found.items()):
            _add(framework, one, level, rows, listens=name in listeners)
    return framework


def _reach(
    jar: zipfile.ZipFile, classes: set[str], rows: set[tuple[str, str]]
) -> tuple[dict[str, ClassFile], set[str]]:
    """Read the classes, the types that rows' methods name, and what the listeners among these are told."""
    entries = set(jar.namelist())
    found: dict[str, ClassFile] = {}

    def take(names: set[str]) -> None:
        todo = sorted(names)
        while todo:
            name = todo.pop()
            entry = name.replace(".", "/") + ".class"
            if name not in found and entry in entries:
                one = found[name] = parse(jar.read(entry))
                todo += [one.above, *one.interfaces.split(",")]

    take(classes)
    named = types_of(
        member for one in found.values() for member in one.members if (one.name, _called(member)) in rows
    )
    take(named)
    listeners = {
        name
        for name in named
        if name in found and not {"interface", "abstract"}.isdisjoint(found[name].flags.split())
    }
    take(types_of(member for name in listeners for member in found[name].members))
    return found, listeners


def _called(member: Member) -> str:
    """Return what rows call a member."""
    return "$init" if member.name == "<init>" else member.name


def types_of(members: Iterable[Member]) -> set[str]:
    """Return the classes that the types of methods name, their type arguments too."""
    found: set[str] = set()
    for member in members:
        types = [*member.types.strip("()").split(", "), member.result] if member.kind == "m" else []
        found.update(one.replace("[]", "") for one in types if "." in one)
        for name in re.findall(r"L([\w/$]+)[;<]", member.generic):
            found.add(name.replace("/", "."))
    return found


def _add(
    framework: Framework, one: ClassFile, level: int, rows: set[tuple[str, str]], *, listens: bool
) -> None:
    forms = framework.classes.setdefault(one.name, {})
    forms.setdefault((one.flags, one.above, one.interfaces), set()).add(level)
    members = framework.members.setdefault(one.name, {})
    for member in one.members:
        if "private" not in member.flags.split() or (one.name, member.name) in rows:
            generic = listens or (one.name, _called(member)) in rows
            kept = member if generic else replace(member, generic="")
            members.setdefault(kept, set()).add(level)


def pack(framework: Framework) -> bytes:
    """Return the data file's bytes."""
    return lzma.compress(framework.text().encode(), preset=9 | lzma.PRESET_EXTREME)


def main() -> int:
    """Write the data file from the jars named on the command line."""
    pairs = [argument.split("=", 1) for argument in sys.argv[1:]]
    if not pairs or any(len(pair) != 2 or not pair[0].isdigit() for pair in pairs):  # noqa: PLR2004 # level=jar
        print(__doc__, file=sys.stderr)
        return 2
    framework = extract({int(level): Path(path) for level, path in pairs})
    DATA.write_bytes(pack(framework))
    print(f"{len(framework.classes)} classes, {sum(map(len, framework.members.values()))} members")
    return 0


if __name__ == "__main__":
    sys.exit(main())
