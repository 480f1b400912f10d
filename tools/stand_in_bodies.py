"""What stands in the methods of generated framework classes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from class_files import ClassWriter, Code, descriptor, internal, method_descriptor, split
from framework_signatures import Member
from privaudit.model.catalog import ApiRow

if TYPE_CHECKING:
    from stand_in import Declared, Level

GENERATED = "com.android.internal.standin.Generated"
MADE = "com.android.internal.standin.Made"
STAND_IN = "$StandIn"
_CALL = method_descriptor(
    "(java.lang.String, java.lang.String, java.lang.String, java.lang.Object, java.lang.Object[])",
    "java.lang.Object",
)
_UNSUPPORTED = "()Ljava/lang/UnsupportedOperationException;"
_MARKER = f"(L{internal(MADE)};)V"
_JAVA_CONSTRUCTORS = {
    "java.io.FilterInputStream": "(Ljava/io/InputStream;)V",
    "java.io.FilterOutputStream": "(Ljava/io/OutputStream;)V",
    "java.lang.ThreadLocal": "()V",
}
"""What classes of Java without a constructor that takes nothing are made with."""
_INHERITED = {("hashCode", "()"), ("equals", "(java.lang.Object)"), ("finalize", "()"), ("clone", "()")}
"""Methods for which Object's do."""
_NOT_LISTENERS = (
    "android.content.Context", "android.os.Handler", "android.os.IBinder", "android.app.Activity",
    "android.os.Parcelable", "java.util.concurrent.Executor", "android.net.Network", "android.view.View",
)  # fmt: skip


def above_of(name: str) -> str:
    """Return the class above as it is written; that of an interface is Object."""
    return name or "java.lang.Object"


class Bodies:
    """Adds members to a class; `marked` to one that a compiler wrote."""

    def __init__(self, level: Level, writer: ClassWriter, *, marked: bool = False) -> None:
        self._level = level
        self._writer = writer
        self._marked = marked

    def add(self, one: Declared, member: Member) -> None:
        """Add a member as the framework declares it."""
        if member.kind == "f":
            constant = json.loads(member.more) if member.more else None
            described = descriptor(member.result)
            self._writer.field(member.name, described, member.flags, constant=constant, marked=self._marked)
            return
        if member.name == "<init>":
            self._constructor(one, member)
            return
        if (member.name, member.types) in _INHERITED and not one.interface:
            return
        words = [word for word in member.flags.split() if word != "native"]
        code = self._writer.method(
            member.name,
            method_descriptor(member.types, member.result),
            " ".join(words),
            throws=[name for name in member.more.split(",") if name and self._level.there(name)],
            marked=self._marked,
        )
        if "abstract" in words:
            return
        row = self._level.row_of(one.name, member)
        if row is not None:
            self._ask(code, row, member, static="static" in words)
        elif (member.name, member.types) == ("toString", "()"):
            code.load("L", 0).invoke(
                "static", GENERATED, "text", "(Ljava/lang/Object;)Ljava/lang/String;"
            ).ret()
        elif one.above == "java.lang.Enum" and member.name in {"values", "valueOf"}:
            self._enum_method(one, member, code)
        elif _callback(one, member):
            code.default(code.result).ret()
        else:
            code.invoke("static", GENERATED, "unsupported", _UNSUPPORTED).throw()

    def lacking(self, member: Member) -> None:
        """Add what an abstract method stands for in a class of which objects can be made."""
        flags = " ".join(word for word in member.flags.split() if word != "abstract")
        code = self._writer.method(member.name, method_descriptor(member.types, member.result), flags)
        code.invoke("static", GENERATED, "unsupported", _UNSUPPORTED).throw()

    def made(self, one: Declared) -> None:
        """Add the constructor by which objects are made of any generated class."""
        code = self._writer.method("<init>", _MARKER, "public synthetic")
        name = self._writer.name
        self._chain(code, one.name if name.endswith(STAND_IN) else one.above)
        code.ret()

    def _constructor(self, one: Declared, member: Member) -> None:
        described = method_descriptor(member.types)
        thrown = [name for name in member.more.split(",") if name and self._level.there(name)]
        code = self._writer.method("<init>", described, member.flags, throws=thrown, marked=self._marked)
        if _throwable(self._level, one) and "java.lang.String" in member.types:
            self._throwable_chain(code, one)
        else:
            self._chain(code, one.above)
        row = self._level.row_of(one.name, member)
        if row is not None:
            self._ask(code, row, member, static=False)
        else:
            code.ret()

    def _chain(self, code: Code, above: str) -> None:
        """Call a constructor of the class above with nothing in hand."""
        described = self._constructor_of(above)
        code.load("L", 0)
        for kind in split(described)[0]:
            code.default(kind)
        code.invoke("special", above, "<init>", described)

    def _constructor_of(self, name: str) -> str:
        compiled = self._level.compiled.get(name)
        if compiled is not None:
            package = name.rpartition(".")[0] == self._writer.name.rpartition(".")[0]
            usable = [
                one.described
                for one in compiled.methods
                if one.name == "<init>" and (one.access & 0x5 or (package and not one.access & 0x2))
            ]
            return min(usable, key=lambda one: (len(split(one)[0]), one))
        if name in self._level.stood_in:
            return _MARKER
        return _JAVA_CONSTRUCTORS.get(name, "()V")

    def _throwable_chain(self, code: Code, one: Declared) -> None:
        """Pass an exception's message on, as far as the class above takes one."""
        above = one.above
        known = self._level.declared.get(above)
        takes = known is None or any(
            (member.name, member.types) == ("<init>", "(java.lang.String)") for member in known.members
        )
        local = next(local for kind, local in code.slots if kind == "Ljava/lang/String;")
        if not takes:
            self._chain(code, above)
            return
        code.load("L", 0).load("L", local).invoke("special", above, "<init>", "(Ljava/lang/String;)V")

    def _ask(self, code: Code, row: ApiRow, member: Member, *, static: bool) -> None:
        erased = method_descriptor(member.types, member.result)
        code.push_string(f"{row.id} {row.data_type}")
        code.push_string(f"{row.method}{_typed(erased, member.generic)}")
        code.push_string("\n".join(self._deliveries(row, member)))
        if static:
            code.push_null()
        else:
            code.load("L", 0)
        code.boxed_all().invoke("static", GENERATED, "call", _CALL).unbox(code.result).ret()

    # -- What listeners are told

    def _deliveries(self, row: ApiRow, member: Member) -> Iterator[str]:
        told = [other for other in self._level.rows if row.id in other.delivered_by]
        types = [one for one in member.types[1:-1].split(", ") if one]
        generics = generic_types(member.generic)
        for index, kind in enumerate(types):
            arguments = _arguments(generics[index]) if len(generics) == len(types) else []
            above = {one.name for one in self._level.chain(kind)} | {kind}
            mine = [other for other in told if other.cls in above]
            for other in mine:
                for listed in self._members(other.cls):
                    if listed.name == other.method and listed.types in other.overloads:
                        yield self._delivery(index, other.cls, listed, arguments)
            if not mine and row.yields == "callback" and above.isdisjoint(_NOT_LISTENERS):
                yield from self._guessed(index, kind, arguments)

    def _members(self, name: str) -> tuple[Member, ...]:
        one = self._level.declared.get(name)
        return one.members if one is not None else _JAVA_LISTENERS.get(name, ())

    def _guessed(self, index: int, kind: str, arguments: list[str]) -> Iterator[str]:
        one = self._level.declared.get(kind)
        if one is not None and not one.abstract and not re.search(r"Callback|Listener|Observer", kind):
            return
        fitting = [
            member
            for member in self._members(kind)
            if member.kind == "m"
            and member.types != "()"
            and "static" not in member.flags.split()
            and {"public", "protected"} & set(member.flags.split())
            and (member.name.startswith("on") or "abstract" in member.flags.split())
            and not re.search(r"Err|Fail|Unavailable|Lost|Disconnect|Cancel", member.name)
            and all(self._level.there(kind) for kind in member.types[1:-1].split(", "))
        ]
        if fitting:
            first = min(fitting, key=lambda one: (-_telling(one), one.name, one.types))
            yield self._delivery(index, kind, first, arguments)

    def _delivery(self, index: int, cls: str, member: Member, arguments: list[str]) -> str:
        erased, _ = split(method_descriptor(member.types, member.result))
        generics = generic_types(member.generic)
        parts = []
        for place, kind in enumerate(erased):
            generic = generics[place] if len(generics) == len(erased) else kind
            if re.fullmatch(r"T\w+;", generic):
                generic = arguments[0] if arguments else kind
            # A type variable, not the end of a class's name: `TT;`, but not `La/TelephonyManager;`.
            generic = re.sub(r"(?<![\w/$])T\w+;", lambda _: (arguments or ["Ljava/lang/Object;"])[0], generic)
            parts.append(kind if generic == kind else f"{kind}={generic},")
        return f"{index} {cls} {member.name} ({''.join(parts)})V"

    # -- Enums

    def enum(self, one: Declared) -> None:
        """Add the constants of an enum; the declarations keep their names, not their order."""
        constants = [member.name for member in _constants(one)]
        code = self._writer.method("<init>", "(Ljava/lang/String;I)V", "private")
        code.load("L", 0).load("L", 1).load("I", 2)
        code.invoke("special", "java.lang.Enum", "<init>", "(Ljava/lang/String;I)V").ret()
        code = self._writer.method("<clinit>", "()V", "static")
        own = f"L{internal(one.name)};"
        for ordinal, name in enumerate(constants):
            code.new(one.name).op("dup").push_string(name).push_int(ordinal)
            code.invoke("special", one.name, "<init>", "(Ljava/lang/String;I)V")
            code.field("putstatic", one.name, name, own)
        code.ret()

    def _enum_method(self, one: Declared, member: Member, code: Code) -> None:
        own = f"L{internal(one.name)};"
        if member.name == "valueOf":
            code.push_class(one.name).load("L", 0)
            code.invoke("static", "java.lang.Enum", "valueOf",
                        "(Ljava/lang/Class;Ljava/lang/String;)Ljava/lang/Enum;")  # fmt: skip
            code.checkcast(one.name).ret()
            return
        constants = _constants(one)
        code.push_int(len(constants)).array(own)
        for index, constant in enumerate(constants):
            code.op("dup").push_int(index).field("getstatic", one.name, constant.name, own).array_store(own)
        code.ret()


_JAVA_LISTENERS = {
    "java.util.function.Consumer": (
        Member("m", "accept", "(java.lang.Object)", "void", "public abstract", generic="(TT;)V"),
    ),
}


def _constants(one: Declared) -> list[Member]:
    return [
        member
        for member in one.members
        if member.kind == "f" and member.result == one.name and "static" in member.flags.split()
    ]


def _throwable(level: Level, one: Declared) -> bool:
    return any(upper.above.endswith(("Exception", "Error", "Throwable")) for upper in level.chain(one.name))


def _callback(one: Declared, member: Member) -> bool:
    """Return whether a method is one that the system calls and nobody has to override."""
    overridable = not {"final", "static"} & set(member.flags.split()) and "final" not in one.flags
    return (
        overridable and re.match(r"on[A-Z]", member.name) is not None and member.result in {"void", "boolean"}
    )


def _telling(member: Member) -> int:
    """Return how likely a listener's method is the one that brings what was asked for."""
    return 2 * bool(re.search(r"Result|Success|Avail|Chang|Received|Found|accept", member.name)) + (
        "." in member.types
    )


def generic_types(generic: str) -> list[str]:
    """Return the parameters' types of a method's signature with type arguments; none for none."""
    found: list[str] = []
    if not generic:
        return found
    at = _past_variables(generic) + 1
    while generic[at] != ")":
        end = type_end(generic, at)
        found.append(generic[at:end])
        at = end
    return found


def _past_variables(generic: str) -> int:
    depth = 0
    for at, char in enumerate(generic):
        depth += {"<": 1, ">": -1}.get(char, 0)
        if char == "(" and depth == 0:
            return at
    raise ValueError(f"no method's signature: {generic}")


def type_end(signature: str, at: int) -> int:
    """Return where the type ends that begins at a place of a signature."""
    while signature[at] == "[":
        at += 1
    if signature[at] not in "LT":
        return at + 1
    depth = 0
    while depth or signature[at] != ";":
        depth += {"<": 1, ">": -1}.get(signature[at], 0)
        at += 1
    return at + 1


def _arguments(generic: str) -> list[str]:
    """Return the type arguments of a type; a wildcard as what bounds it."""
    found: list[str] = []
    at = generic.find("<") + 1
    while at and generic[at] != ">":
        if generic[at] == "*":
            found.append("Ljava/lang/Object;")
            at += 1
            continue
        at += generic[at] in "+-"
        end = type_end(generic, at)
        found.append(generic[at:end])
        at = end
    return found


def _typed(erased: str, generic: str) -> str:
    """Return the signature whose result says most: a type variable says less than the erased type."""
    if not generic:
        return erased
    result = generic[generic.rindex(")") + 1 :].split("^", maxsplit=1)[0]
    if result.startswith(("T", "[T")):
        return erased
    return erased[: erased.index(")") + 1] + result
