"""An assembler of Java's bytecode: JVM Specification, chapters 4.7.3 and 6; class_files.py shows its use."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Literal, Self

from constant_pool import LONGEST, Pool, attribute, counted, internal, split, width

BOXES = {
    "B": ("java.lang.Byte", "byteValue"), "C": ("java.lang.Character", "charValue"),
    "D": ("java.lang.Double", "doubleValue"), "F": ("java.lang.Float", "floatValue"),
    "I": ("java.lang.Integer", "intValue"), "J": ("java.lang.Long", "longValue"),
    "S": ("java.lang.Short", "shortValue"), "Z": ("java.lang.Boolean", "booleanValue"),
}  # fmt: skip
_ARRAY_TYPES = {"Z": 4, "C": 5, "F": 6, "D": 7, "B": 8, "S": 9, "I": 10, "J": 11}
_KINDS = "IJFDA"
"""The order in which opcodes for int, long, float, double and references follow one another."""
_SIMPLE = {
    "nop": (0x00, 0), "pop": (0x57, -1), "pop2": (0x58, -2), "dup": (0x59, 1), "dup_x1": (0x5A, 1),
    "dup_x2": (0x5B, 1), "dup2": (0x5C, 2), "swap": (0x5F, 0), "iadd": (0x60, -1), "ladd": (0x61, -2),
    "isub": (0x64, -1), "lsub": (0x65, -2), "imul": (0x68, -1), "irem": (0x70, -1), "i2l": (0x85, 1),
    "l2i": (0x88, -1), "i2b": (0x91, 0), "i2c": (0x92, 0), "i2s": (0x93, 0), "lcmp": (0x94, -3),
    "arraylength": (0xBE, 0), "monitorenter": (0xC2, -1), "monitorexit": (0xC3, -1),
}  # fmt: skip
"""Instructions without operands: opcode, and by how many slots the stack grows."""
_JUMPS = {
    "eq": (0x99, 1), "ne": (0x9A, 1), "lt": (0x9B, 1), "ge": (0x9C, 1), "gt": (0x9D, 1), "le": (0x9E, 1),
    "icmpeq": (0x9F, 2), "icmpne": (0xA0, 2), "icmplt": (0xA1, 2), "icmpge": (0xA2, 2), "icmpgt": (0xA3, 2),
    "icmple": (0xA4, 2), "acmpeq": (0xA5, 2), "acmpne": (0xA6, 2), "null": (0xC6, 1), "nonnull": (0xC7, 1),
}  # fmt: skip
"""Conditions: opcode, and how many slots they take from the stack."""
_INVOKES = {"virtual": 0xB6, "special": 0xB7, "static": 0xB8, "interface": 0xB9}
_FIELD_OPS = {"getstatic": 0xB2, "putstatic": 0xB3, "getfield": 0xB4, "putfield": 0xB5}
_REFS = str.maketrans("L[", "AA")

Invoke = Literal["virtual", "special", "static", "interface"]
FieldOp = Literal["getstatic", "putstatic", "getfield", "putfield"]


def _kind(described: str) -> int:
    return _KINDS.index(
        {"B": "I", "C": "I", "S": "I", "Z": "I"}.get(described, described[0]).translate(_REFS)
    )


def _of_reference(name: str) -> str:
    return name[1:-1] if name.startswith("L") and name.endswith(";") else name


def _array_kind(element: str) -> int:
    small = {"B": 5, "Z": 5, "C": 6, "S": 7}.get(element)
    return _kind(element) if small is None else small


@dataclass(eq=False)
class Label:
    """A place in a method's code that jumps and handlers name; `Code.place` puts it."""

    at: int | None = None
    depth: int | None = None
    jumps: list[int] = field(default_factory=list)
    """Instructions that jump here, by the place of their opcode."""

    @property
    def place(self) -> int:
        """Where it stands; ValueError while it was not placed."""
        if self.at is None:
            raise ValueError("a label that was never placed")
        return self.at


class Code:
    """An assembler of one method's code; counts stack and locals itself."""

    def __init__(self, pool: Pool, described: str, *, static: bool) -> None:
        types, self.result = split(described)
        self.pool = pool
        self.slots: list[tuple[str, int]] = []
        """Descriptor and local of each parameter, `this` not among them."""
        at = 0 if static else 1
        for one in types:
            self.slots.append((one, at))
            at += width(one)
        self.locals = at
        """How many locals are in use: the next free one."""
        self._text = bytearray()
        self._depth: int | None = 0
        self._deepest = 0
        self._lines: list[tuple[int, int]] = []
        self._handlers: list[tuple[Label, Label, Label, int]] = []
        self._labels: list[Label] = []

    # -- What stands where

    def line(self, number: int) -> Self:
        """Say that what follows is of a line of the source."""
        self._lines.append((len(self._text), number))
        return self

    def label(self) -> Label:
        """Return a label to jump to; `place` puts it."""
        label = Label()
        self._labels.append(label)
        return label

    def place(self, label: Label, *, depth: int | None = None) -> Self:
        """Put a label here; `depth` is the stack's where only jumps from later code or handlers come to."""
        label.at = len(self._text)
        known = [one for one in (label.depth, depth, self._depth) if one is not None]
        self._depth = known[0] if known else 0
        self._deepest = max(self._deepest, self._depth)
        label.depth = self._depth
        return self

    def handler(self, start: Label, end: Label, cls: str = "") -> Self:
        """Begin the handler of what is thrown between two labels; what was thrown is on the stack."""
        here = self.place_new(depth=1)
        self._handlers.append((start, end, here, self.pool.cls(cls) if cls else 0))
        return self

    def place_new(self, *, depth: int | None = None) -> Label:
        """Make a label, put it here and return it."""
        label = self.label()
        self.place(label, depth=depth)
        return label

    # -- Instructions

    def _emit(self, data: bytes, grows: int) -> Self:
        if self._depth is None:
            raise ValueError("code that nothing reaches: place a label first")
        self._text += data
        self._depth += grows
        if self._depth < 0:
            raise ValueError("the stack holds less than the instruction takes")
        self._deepest = max(self._deepest, self._depth)
        return self

    def op(self, name: str) -> Self:
        """Add an instruction without operands: `dup`, `pop`, `swap`, `iadd`, see `_SIMPLE`."""
        opcode, grows = _SIMPLE[name]
        return self._emit(bytes([opcode]), grows)

    def push_null(self) -> Self:
        """Push null."""
        return self._emit(b"\x01", 1)

    def push_int(self, value: int) -> Self:
        """Push an int (also byte, short, char, boolean)."""
        if -1 <= value <= 5:  # noqa: PLR2004 # iconst_m1 to iconst_5
            return self._emit(bytes([3 + value]), 1)
        if -128 <= value <= 127:  # noqa: PLR2004 # a byte
            return self._emit(struct.pack(">Bb", 0x10, value), 1)
        if -32768 <= value <= 32767:  # noqa: PLR2004 # a short
            return self._emit(struct.pack(">Bh", 0x11, value), 1)
        return self._ldc(self.pool.integer(value))

    def push_long(self, value: int) -> Self:
        """Push a long."""
        if value in (0, 1):
            return self._emit(bytes([9 + value]), 2)
        return self._emit(struct.pack(">BH", 0x14, self.pool.long(value)), 2)

    def push_float(self, value: float) -> Self:
        """Push a float."""
        return self._ldc(self.pool.single(value))

    def push_double(self, value: float) -> Self:
        """Push a double."""
        return self._emit(struct.pack(">BH", 0x14, self.pool.double(value)), 2)

    def push_string(self, text: str) -> Self:
        """Push a string literal."""
        return self._ldc(self.pool.string(text))

    def push_class(self, name: str) -> Self:
        """Push a class object (not of a primitive type)."""
        return self._ldc(self.pool.cls(name))

    def _ldc(self, place: int) -> Self:
        return self._emit(struct.pack(">BH", 0x13, place), 1)

    def default(self, described: str) -> Self:
        """Push a type's zero: 0, false or null; nothing for void."""
        match described:
            case "V":
                return self
            case "J":
                return self.push_long(0)
            case "F":
                return self._emit(b"\x0b", 1)
            case "D":
                return self._emit(b"\x0e", 2)
            case _:
                return self.push_null() if described[0] in "L[" else self.push_int(0)

    def load(self, described: str, local: int) -> Self:
        """Push a local; of the type only the kind matters, `L` does for every reference."""
        return self._local(0x15, described, local, width(described))

    def store(self, described: str, local: int) -> Self:
        """Take a value from the stack into a local."""
        return self._local(0x36, described, local, -width(described))

    def _local(self, opcode: int, described: str, local: int, grows: int) -> Self:
        self.locals = max(self.locals, local + width(described))
        code = opcode + _kind(described)
        short = local < 256  # noqa: PLR2004 # fits a byte; otherwise the instruction is made wide
        return self._emit(bytes([code, local]) if short else struct.pack(">BBH", 0xC4, code, local), grows)

    def load_all(self) -> Self:
        """Push all parameters of the method in their order, `this` not among them."""
        for described, local in self.slots:
            self.load(described, local)
        return self

    def box(self, described: str) -> Self:
        """Turn a primitive on the stack into its object; a reference stays."""
        if described not in BOXES:
            return self
        cls, _ = BOXES[described]
        return self.invoke("static", cls, "valueOf", f"({described})L{internal(cls)};")

    def unbox(self, described: str) -> Self:
        """Turn an Object on the stack into a value of a type; the JVM checks that it is one."""
        if described == "V":
            return self.op("pop")
        if described not in BOXES:
            return self.checkcast(described)
        cls, method = BOXES[described]
        return self.checkcast(cls).invoke("virtual", cls, method, f"(){described}")

    def boxed_all(self) -> Self:
        """Push an Object[] of all parameters, primitives as their objects."""
        self.push_int(len(self.slots)).array("Ljava/lang/Object;")
        for index, (described, local) in enumerate(self.slots):
            self.op("dup").push_int(index).load(described, local).box(described).array_store(
                "Ljava/lang/Object;"
            )
        return self

    def new(self, cls: str) -> Self:
        """Push a new object whose constructor has yet to be called: dup, arguments, invoke special."""
        return self._emit(struct.pack(">BH", 0xBB, self.pool.cls(cls)), 1)

    def array(self, element: str) -> Self:
        """Take a length from the stack and push a new array of a type of element."""
        if element in _ARRAY_TYPES:
            return self._emit(bytes([0xBC, _ARRAY_TYPES[element]]), 0)
        return self._emit(struct.pack(">BH", 0xBD, self.pool.cls(_of_reference(element))), 0)

    def array_load(self, element: str) -> Self:
        """Take array and index from the stack and push the element."""
        return self._emit(bytes([0x2E + _array_kind(element)]), width(element) - 2)

    def array_store(self, element: str) -> Self:
        """Take array, index and value from the stack."""
        return self._emit(bytes([0x4F + _array_kind(element)]), -2 - width(element))

    def checkcast(self, cls: str) -> Self:
        """Check that the reference on the stack is of a class (name or descriptor)."""
        return self._emit(struct.pack(">BH", 0xC0, self.pool.cls(_of_reference(cls))), 0)

    def instanceof(self, cls: str) -> Self:
        """Replace the reference on the stack by whether it is of a class (name or descriptor)."""
        return self._emit(struct.pack(">BH", 0xC1, self.pool.cls(_of_reference(cls))), 0)

    def invoke(self, kind: Invoke, cls: str, name: str, described: str, *, interface: bool = False) -> Self:
        """Call a method; `interface` for a static or special call of an interface's method."""
        types, result = split(described)
        taken = sum(map(width, types)) + (kind != "static")
        place = self.pool.member(
            "interface" if interface or kind == "interface" else "method", cls, name, described
        )
        data = struct.pack(">BH", _INVOKES[kind], place)
        if kind == "interface":
            data += bytes([taken, 0])
        return self._emit(data, width(result) - taken)

    def field(self, op: FieldOp, cls: str, name: str, described: str) -> Self:
        """Read or write a field."""
        grows = {"getstatic": 1, "putstatic": -1, "getfield": 1, "putfield": -1}[op] * width(described)
        grows -= op in {"getfield", "putfield"}
        place = self.pool.member("field", cls, name, described)
        return self._emit(struct.pack(">BH", _FIELD_OPS[op], place), grows)

    def jump(self, label: Label, when: str = "") -> Self:
        """Go to a label, always or when a condition holds: `eq`, `null`, `icmplt`…, see `_JUMPS`."""
        opcode, taken = _JUMPS[when] if when else (0xA7, 0)
        label.jumps.append(len(self._text))
        self._emit(struct.pack(">BH", opcode, 0), -taken)
        if label.depth is None:
            label.depth = self._depth
        if not when:
            self._depth = None
        return self

    def throw(self) -> Self:
        """Throw what is on the stack."""
        self._emit(b"\xbf", -1)
        self._depth = None
        return self

    def ret(self) -> Self:
        """Return what is on the stack, of the method's result type."""
        opcode = 0xB1 if self.result == "V" else 0xAC + _kind(self.result)
        self._emit(bytes([opcode]), -width(self.result))
        self._depth = None
        return self

    # -- The file

    def attribute(self) -> bytes:
        """Return the Code attribute; ValueError when the code can run off its end or is too long."""
        if self._depth is not None:
            raise ValueError("code that does not end with return, throw or jump")
        if len(self._text) > LONGEST:
            raise ValueError("a method longer than 65535 bytes")
        for label in self._labels:
            for at in label.jumps:
                struct.pack_into(">h", self._text, at + 1, label.place - at)
        handlers = b"".join(
            struct.pack(">4H", start.place, end.place, here.place, cls)
            for start, end, here, cls in self._handlers
        )
        inner = []
        if self._lines:
            rows = b"".join(struct.pack(">2H", at, number) for at, number in self._lines)
            inner.append(attribute(self.pool, "LineNumberTable", counted(rows, len(self._lines))))
        body = (
            struct.pack(">HHI", self._deepest, self.locals, len(self._text))
            + bytes(self._text)
            + counted(handlers, len(self._handlers))
            + counted(b"".join(inner), len(inner))
        )
        return attribute(self.pool, "Code", body)
