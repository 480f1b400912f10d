"""Write Java class files, and add members to such that a compiler wrote: JVM Specification, chapter 4.

    writer = ClassWriter("com.example.Caller", interfaces=("java.lang.Runnable",), source="Caller.java")
    writer.field("NAME", "Ljava/lang/String;", "public static final", constant="x")
    code = writer.method("<init>", "()V")
    code.load("L", 0).invoke("special", "java.lang.Object", "<init>", "()V").ret()
    code = writer.method("read", "(I)Ljava/lang/Object;", throws=("java.io.IOException",))
    code.line(7).load("I", 1).box("I").ret()
    Path("Caller.class").write_bytes(writer.write())

Names of classes are written with dots (slashes are taken as well), nested ones with `$`; types of members
are descriptors, which `descriptor("int[]")` and `method_descriptor("(int, byte[])", "void")` make of Java's
words. Flags are Java's modifiers, and `synthetic`, `bridge`, `varargs`, `enum`, `annotation`. A method's
stack and locals are counted by the assembler; every call returns the assembler, so that calls can be
chained. What the assembler can do stands in `bytecode.Code`.

A new class has version 49, which needs no StackMapTable: code may branch. An interface with code in it needs
version 52, and a class that is extended keeps its own: branches there are refused by the JVM.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from bytecode import BOXES, Code, Label
from constant_pool import (
    PRIMITIVES,
    Pool,
    attribute,
    counted,
    descriptor,
    internal,
    method_descriptor,
    split,
    width,
)

__all__ = ["BOXES", "MARK", "PRIMITIVES", "ClassWriter", "Code", "Label", "Pool", "Written", "access",
           "descriptor", "internal", "method_descriptor", "split", "width"]  # fmt: skip

MAGIC = 0xCAFEBABE
OLD, WITH_DEFAULTS = 49, 52
"""Java 5: verified without StackMapTable. Java 8: interfaces may have code."""

FLAGS = {
    "public": 0x0001, "private": 0x0002, "protected": 0x0004, "static": 0x0008, "final": 0x0010,
    "synchronized": 0x0020, "volatile": 0x0040, "bridge": 0x0040, "transient": 0x0080, "varargs": 0x0080,
    "native": 0x0100, "interface": 0x0200, "abstract": 0x0400, "synthetic": 0x1000, "annotation": 0x2000,
    "enum": 0x4000,
}  # fmt: skip
_ACC_SUPER = 0x0020
_OF_A_CLASS = ("public", "final", "interface", "abstract", "synthetic", "annotation", "enum")
"""The others can only stand in the InnerClasses attribute."""
MARK = "privaudit.Generated"
"""The attribute of members that were added to a class that a compiler wrote, and of that class, where it says
how many constants there were before; the JVM passes over it."""
_WIDTHS = {
    3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4,
    11: 4, 12: 4, 15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2,
}  # fmt: skip
"""Bytes after the tag of a constant, by tag."""
_WIDE = (5, 6)


def access(words: str) -> int:
    """Turn Java's modifiers into the bits of a class file; KeyError for a word that is none."""
    flags = 0
    for word in words.split():
        flags |= FLAGS[word]
    return flags


@dataclass(frozen=True)
class Written:
    """A member of a class file that was read: its bytes as they stand, and what they say."""

    name: str
    described: str
    access: int
    marked: bool
    data: bytes


class ClassWriter:
    """One class file in the making."""

    def __init__(
        self,
        name: str,
        *,
        above: str = "java.lang.Object",
        interfaces: Iterable[str] = (),
        flags: str = "public",
        source: str = "",
    ) -> None:
        self.name = name
        self.pool = Pool()
        self.access = access(" ".join(word for word in flags.split() if word in _OF_A_CLASS))
        if "interface" in flags.split():
            self.access |= FLAGS["abstract"]
        else:
            self.access |= _ACC_SUPER
        self._head = struct.pack(">HH", self.pool.cls(name), self.pool.cls(above) if above else 0)
        self._interfaces = [self.pool.cls(one) for one in interfaces]
        self.version = OLD
        self._minor = 0
        self.fields: list[Written] = []
        """Fields that stand in the class already: written with `field`, or read by `extending`."""
        self.methods: list[Written] = []
        """Methods that stood in the class that is extended; those added are in `added`."""
        self.added: list[_Method] = []
        self._inner: list[bytes] = []
        self._before = 0
        self._attributes: list[tuple[str, bytes]] = []
        if source:
            self._attributes.append(("SourceFile", struct.pack(">H", self.pool.utf8(source))))

    @classmethod
    def extending(cls, data: bytes, *, without_marked: bool = False) -> Self:
        """Begin with a class file as it is; `without_marked` leaves out what was added to it before.

        ValueError or struct.error for bytes that are no class file.
        """
        self = cls.__new__(cls)
        file = _File(data)
        marks = [data for name, data in file.attributes if name == MARK]
        (self._before,) = struct.unpack(">H", marks[0]) if marks else (len(file.entries),)
        # Constants that only what was added used go with it.
        self.pool = Pool(file.entries[: self._before] if without_marked else file.entries)
        self.access, self._head, self._interfaces = file.access, file.head, file.interfaces
        self._minor, self.version = file.minor, file.version
        self.name = file.name
        self.fields = [one for one in file.fields if not (without_marked and one.marked)]
        self.methods = [one for one in file.methods if not (without_marked and one.marked)]
        self.added = []
        self._attributes = [(name, data) for name, data in file.attributes if name != MARK]
        rows = [data[2:] for name, data in file.attributes if name == "InnerClasses"]
        self._inner = [data[at : at + 8] for data in rows for at in range(0, len(data), 8)]
        return self

    def has_field(self, name: str) -> bool:
        """Return whether a field of that name is there."""
        return any(one.name == name for one in self.fields)

    def has_method(self, name: str, described: str) -> bool:
        """Return whether a method of that name and descriptor is there."""
        there = [(one.name, one.described) for one in self.methods]
        return (name, described) in there or any(
            (one.name, one.described) == (name, described) for one in self.added
        )

    def field(
        self,
        name: str,
        described: str,
        flags: str = "public",
        *,
        constant: str | float | None = None,
        marked: bool = False,
    ) -> None:
        """Add a field; `constant` is the value of a static final one, of a primitive type or String."""
        attributes = [attribute(self.pool, MARK, b"")] if marked else []
        if constant is not None:
            place = struct.pack(">H", self.pool.constant(described, constant))
            attributes.append(attribute(self.pool, "ConstantValue", place))
        head = struct.pack(">3H", access(flags), self.pool.utf8(name), self.pool.utf8(described))
        data = head + counted(b"".join(attributes), len(attributes))
        self.fields.append(Written(name, described, access(flags), marked, data))

    def method(
        self,
        name: str,
        described: str,
        flags: str = "public",
        *,
        throws: Iterable[str] = (),
        marked: bool = False,
    ) -> Code:
        """Add a method and return the assembler of its code; an abstract or native one has none."""
        words = flags.split()
        code = Code(self.pool, described, static="static" in words)
        self.added.append(_Method(name, described, access(flags), tuple(throws), marked, code))
        bare = not {"abstract", "native"}.isdisjoint(words)
        if self.access & FLAGS["interface"] and not bare and name != "<clinit>":
            self.version = max(self.version, WITH_DEFAULTS)
        return code

    def inner(self, name: str, flags: str) -> None:
        """Say that `Outer$Inner` is nested: of the class itself, and of those nested in it."""
        outer, _, simple = name.rpartition("$")
        row = struct.pack(
            ">4H",
            self.pool.cls(name),
            *((self.pool.cls(outer), self.pool.utf8(simple)) if not simple.isdigit() else (0, 0)),
            access(flags),
        )
        if all(row[:2] != there[:2] for there in self._inner):
            self._inner.append(row)

    def write(self) -> bytes:
        """Return the class file; ValueError when a method's code does not end or is too long."""
        methods = [one.data for one in self.methods] + [one.write(self.pool) for one in self.added]
        fields = [one.data for one in self.fields]
        attributes = list(self._attributes)
        if self._inner:
            inner = ("InnerClasses", counted(b"".join(self._inner), len(self._inner)))
            places = [place for place, (name, _) in enumerate(attributes) if name == "InnerClasses"]
            attributes[slice(places[0], places[0] + 1) if places else slice(len(attributes), None)] = [inner]
        there = (*self.fields, *self.methods)
        if any(one.marked for one in there) or any(one.marked for one in self.added):
            attributes.append((MARK, struct.pack(">H", self._before)))
        interfaces = b"".join(struct.pack(">H", one) for one in self._interfaces)
        tail = [attribute(self.pool, name, data) for name, data in attributes]
        parts = (
            struct.pack(">H", self.access) + self._head,
            *(counted(interfaces, len(self._interfaces)), counted(b"".join(fields), len(fields))),
            *(counted(b"".join(methods), len(methods)), counted(b"".join(tail), len(tail))),
        )
        # The pool last: all of the above adds to it.
        return struct.pack(">IHH", MAGIC, self._minor, self.version) + self.pool.write() + b"".join(parts)


@dataclass(frozen=True)
class _Method:
    name: str
    described: str
    access: int
    throws: tuple[str, ...]
    marked: bool
    code: Code

    def write(self, pool: Pool) -> bytes:
        attributes = [attribute(pool, MARK, b"")] if self.marked else []
        if not self.access & (FLAGS["abstract"] | FLAGS["native"]):
            attributes.append(self.code.attribute())
        if self.throws:
            rows = b"".join(struct.pack(">H", pool.cls(one)) for one in self.throws)
            attributes.append(attribute(pool, "Exceptions", counted(rows, len(self.throws))))
        head = struct.pack(">3H", self.access, pool.utf8(self.name), pool.utf8(self.described))
        return head + counted(b"".join(attributes), len(attributes))


class _File:
    """A class file, taken apart as far as adding to it needs."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        magic, self.minor, self.version = self._take(">IHH")
        if magic != MAGIC:
            raise ValueError("not a class file")
        self.entries: list[bytes | None] = []
        self._constants()
        self.access, this, above = self._take(">3H")
        self.head = struct.pack(">HH", this, above)
        (name,) = struct.unpack_from(">H", self._entry(this), 1)
        self.name = self._text(name).replace("/", ".")
        self.interfaces = list(self._take(f">{self._take('>H')[0]}H"))
        self.fields = self._members()
        self.methods = self._members()
        self.attributes = self._read_attributes()

    def _take(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return values

    def _constants(self) -> None:
        (count,) = self._take(">H")
        while len(self.entries) < count - 1:
            begin = self._at
            (tag,) = self._take(">B")
            if tag == 1:
                (length,) = self._take(">H")
                self._at += length
            elif tag in _WIDTHS:
                self._at += _WIDTHS[tag]
            else:
                raise ValueError(f"a constant of the unknown kind {tag}")
            self.entries += [self._data[begin : self._at], *([None] if tag in _WIDE else [])]

    def _entry(self, place: int) -> bytes:
        entry = self.entries[place - 1] if 0 < place <= len(self.entries) else None
        if entry is None:
            raise ValueError(f"no constant has the number {place}")
        return entry

    def _text(self, place: int) -> str:
        return self._entry(place)[3:].replace(b"\xc0\x80", b"\0").decode("utf-8", "surrogatepass")

    def _read_attributes(self) -> list[tuple[str, bytes]]:
        found = []
        for _ in range(self._take(">H")[0]):
            name, length = self._take(">HI")
            found.append((self._text(name), self._data[self._at : self._at + length]))
            self._at += length
        return found

    def _members(self) -> list[Written]:
        found = []
        for _ in range(self._take(">H")[0]):
            begin = self._at
            flags, name, described = self._take(">3H")
            marked = any(one == MARK for one, _ in self._read_attributes())
            data = self._data[begin : self._at]
            found.append(Written(self._text(name), self._text(described), flags, marked, data))
        return found
