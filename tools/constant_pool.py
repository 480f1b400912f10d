"""Descriptors of Java's types, and the constant pool: JVM Specification, chapters 4.3 and 4.4."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Literal

LONGEST = 0xFFFF
"""What most counts and lengths of a class file can be."""
PRIMITIVES = {
    "byte": "B", "char": "C", "double": "D", "float": "F", "int": "I",
    "long": "J", "short": "S", "boolean": "Z", "void": "V",
}  # fmt: skip


def internal(name: str) -> str:
    """Turn `java.lang.String` into `java/lang/String`."""
    return name.replace(".", "/")


def descriptor(kind: str) -> str:
    """Turn a type as Java writes it, `java.lang.String[]`, into its descriptor."""
    depth = kind.count("[]")
    name = kind[: len(kind) - 2 * depth]
    return "[" * depth + (PRIMITIVES.get(name) or f"L{internal(name)};")


def method_descriptor(parameters: str, result: str = "void") -> str:
    """Turn a parameter list as catalogue rows write it, `(int, byte[])`, and a result into a descriptor."""
    inner = parameters.strip()[1:-1]
    types = [descriptor(one.strip()) for one in inner.split(",")] if inner.strip() else []
    return f"({''.join(types)}){descriptor(result)}"


def split(described: str) -> tuple[list[str], str]:
    """Split a method's descriptor into those of its parameters and that of its result."""
    types, at, end = [], 1, described.index(")")
    while at < end:
        begin = at
        while described[at] == "[":
            at += 1
        at = described.index(";", at) + 1 if described[at] == "L" else at + 1
        types.append(described[begin:at])
    return types, described[end + 1 :]


def width(described: str) -> int:
    """Return how many slots a value of a type takes on the stack: 0, 1 or 2."""
    return {"V": 0, "J": 2, "D": 2}.get(described, 1)


def modified(text: str) -> bytes:
    """Encode a text in the class file's own UTF-8: NUL in two bytes, surrogates one by one."""
    units = text.encode("utf-16-be", "surrogatepass")
    joined = "".join(chr(unit) for (unit,) in struct.iter_unpack(">H", units))
    return joined.encode("utf-8", "surrogatepass").replace(b"\0", b"\xc0\x80")


class Pool:
    """A constant pool; a constant that is there already is used again."""

    def __init__(self, entries: Sequence[bytes | None] = ()) -> None:
        self._entries: list[bytes | None] = list(entries)
        """Constants as they stand in the file; None is the place that a long or double takes besides."""
        self._places: dict[bytes, int] = {}
        for place, entry in enumerate(self._entries, 1):
            if entry is not None:
                self._places.setdefault(entry, place)

    def _add(self, entry: bytes, *, wide: bool = False) -> int:
        place = self._places.get(entry)
        if place is None:
            place = self._places[entry] = len(self._entries) + 1
            self._entries += [entry, None] if wide else [entry]
            if len(self._entries) >= LONGEST:
                raise ValueError("more constants than a class file can hold")
        return place

    def utf8(self, text: str) -> int:
        """Return the number of a text."""
        data = modified(text)
        if len(data) > LONGEST:
            raise ValueError("a text longer than a class file can hold")
        return self._add(struct.pack(">BH", 1, len(data)) + data)

    def integer(self, value: int) -> int:
        """Return the number of an int."""
        return self._add(struct.pack(">Bi", 3, value))

    def long(self, value: int) -> int:
        """Return the number of a long."""
        return self._add(struct.pack(">Bq", 5, value), wide=True)

    def single(self, value: float) -> int:
        """Return the number of a float."""
        return self._add(struct.pack(">Bf", 4, value))

    def double(self, value: float) -> int:
        """Return the number of a double."""
        return self._add(struct.pack(">Bd", 6, value), wide=True)

    def cls(self, name: str) -> int:
        """Return the number of a class, or of an array type's descriptor."""
        return self._add(struct.pack(">BH", 7, self.utf8(internal(name))))

    def string(self, text: str) -> int:
        """Return the number of a string literal."""
        return self._add(struct.pack(">BH", 8, self.utf8(text)))

    def member(
        self, tag: Literal["field", "method", "interface"], cls: str, name: str, described: str
    ) -> int:
        """Return the number of a reference to a field, method, or method of an interface."""
        what = self._add(struct.pack(">BHH", 12, self.utf8(name), self.utf8(described)))
        number = {"field": 9, "method": 10, "interface": 11}[tag]
        return self._add(struct.pack(">BHH", number, self.cls(cls), what))

    def constant(self, described: str, value: str | float) -> int:
        """Return the number of a constant for a field of a type; TypeError when it does not fit."""
        if described == "Ljava/lang/String;" and isinstance(value, str):
            return self.string(value)
        if isinstance(value, str) or described[0] in "L[":
            raise TypeError(f"{value!r} is no constant of type {described}")
        if described in "FD":
            return self.single(value) if described == "F" else self.double(value)
        return self.long(int(value)) if described == "J" else self.integer(int(value))

    def write(self) -> bytes:
        """Return the pool as it stands in the file."""
        return struct.pack(">H", len(self._entries) + 1) + b"".join(e for e in self._entries if e is not None)


def counted(data: bytes, count: int) -> bytes:
    """Put a count before rows."""
    return struct.pack(">H", count) + data


def attribute(pool: Pool, name: str, data: bytes) -> bytes:
    """Return an attribute as it stands in the file."""
    return struct.pack(">HI", pool.utf8(name), len(data)) + data
