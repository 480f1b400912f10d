"""The listeners that steps of the gauntlet hand over: see gauntlet.py."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from class_files import ClassWriter, Code, method_descriptor
from framework_signatures import Framework, Member
from gauntlet_declared import calls
from gauntlet_steps import KIT, LINE, Declared, Handed
from privaudit.capture.agent.plan import parameter_types
from privaudit.model.catalog import ApiRow

FUNCTIONS = {
    "java.util.function.Consumer": Member("m", "accept", "(java.lang.Object)", "void", "public abstract")
}
"""Interfaces of Java's own library that listeners may be of."""
_HEARD = "(ILjava/lang/String;Ljava/lang/String;Ljava/lang/Object;)V"
NOT_LISTENERS = frozenset(
    {"android.content.Context", "android.os.Parcelable", "android.os.IBinder", "android.view.Window"}
)


@dataclass(frozen=True)
class Delivery:
    """A method of a listener that a row stands for."""

    row: str
    cls: str
    method: str
    types: str
    name: str = ""
    """What its intent has for an action, of a row that lists names."""


class Listeners:
    """Makes listeners, in the package of whoever hands them over."""

    def __init__(self, rows: Iterable[ApiRow], framework: Framework, level: int) -> None:
        self._framework = framework
        self._level = level
        self._told: dict[str, list[ApiRow]] = {}
        self._brought: dict[str, list[Member]] = {}
        self._nested: set[str] = set()
        for row in rows:
            for by in row.delivered_by:
                self._told.setdefault(by, []).append(row)
            if row.delivered_by and row.cls not in framework.classes and row.cls not in FUNCTIONS:
                self._brought.setdefault(row.cls, []).extend(
                    Member("m", one.name, one.overload, one.result, "public")
                    for one in calls(row, framework, level)
                )
        self.classes: dict[str, bytes] = {}
        self.deliveries: dict[str, list[Delivery]] = {}
        """What the listeners of a class are told."""

    @property
    def rows(self) -> set[str]:
        """Rows that some listener is told."""
        return {one.row for told in self.deliveries.values() for one in told} | self._nested

    def of(self, row: ApiRow, one: Declared, package: str) -> list[Handed]:
        """Return what a call of a row's overload hands over: once, or once for each kind of listener."""
        found = [Handed({})]
        for place, kind in enumerate(parameter_types(one.overload)):
            made = [self._listener(base, extra, row, package) for base, extra in self._bases(kind, row)]
            if made:
                found = [Handed({**old.listeners, place: cls}) for old in found for cls in made]
        if "static" not in one.flags.split() and one.name != "<init>":
            for base in sorted(
                {told.cls for told in self._told.get(row.id, ()) if row.cls in self._chain(told.cls)}
            ):
                found.append(Handed({}, self._listener(base, (), row, package)))
        return found

    def _bases(self, kind: str, row: ApiRow) -> list[tuple[str, tuple[str, ...]]]:
        """Return the classes that a listener for an argument may extend, each with interfaces beside."""
        told = self._told.get(row.id, ())
        flags = self._flags(kind)
        if flags is None or kind in NOT_LISTENERS or "final" in flags:
            return []
        above = self._chain(kind)
        beside = tuple(
            sorted(
                {
                    d.cls
                    for d in told
                    if d.cls.startswith(f"{kind}$") and "interface" in (self._flags(d.cls) or ())
                }
            )
        )
        below = sorted({d.cls for d in told if d.cls != kind and kind in self._chain(d.cls)})
        if below:
            return [(base, ()) for base in below]
        mine = any(d.cls in above for d in told)
        return [(kind, beside)] if mine or beside or {"abstract", "interface"} & flags else []

    def _listener(self, base: str, beside: tuple[str, ...], row: ApiRow, package: str) -> str:
        told = self._told.get(row.id, [])
        name = f"{package}.{base.replace('.', '_').replace('$', '_')}"
        above = {cls for one in (base, *beside) for cls in self._chain(one)}
        rows = {(d.cls, d.method, types): d for d in told if d.cls in above for types in d.overloads}
        if rows:
            name += f"_of_{row.id.replace('.', '_')}"
        if name in self.classes:
            return name
        interface = "interface" in (self._flags(base) or ())
        writer = ClassWriter(
            name, above="java.lang.Object" if interface else base,
            interfaces=(base, *beside) if interface else beside, source=f"{name.rpartition('.')[2]}.java",
        )  # fmt: skip
        writer.field("number", "I")
        heard: list[Delivery] = []
        for (_, described), (member, of) in sorted(
            self._methods((base, *beside), rows, heard).items(), key=lambda item: item[0]
        ):
            code = writer.method(member.name, described).line(LINE)
            if of is not None:
                code.load("L", 0).field("getfield", name, "number", "I")
                code.push_string(of.id).push_string(member.types)
                if of.names and of.name_arg is not None:
                    code.load("L", code.slots[of.name_arg][1])
                else:
                    code.push_null()
                code.invoke("static", KIT, "heard", _HEARD)
                self._ask(code, name, of, member)
            code.default(code.result).ret()
        self.classes[name] = writer.write()
        self.deliveries[name] = heard
        return name

    def _ask(self, code: Code, name: str, of: ApiRow, member: Member) -> None:
        """Have a listener call what it was handed, where rows stand for that."""
        for row in self._told.get(of.id, ()):
            for place, kind in enumerate(parameter_types(member.types)):
                for asked in self._brought.get(row.cls, ()) if kind == row.cls else ():
                    if asked.name != row.method or asked.types not in row.overloads:
                        continue
                    self._nested.add(row.id)
                    described = method_descriptor(asked.types, asked.result)
                    code.load("L", code.slots[place][1])
                    code.invoke("virtual", row.cls, asked.name, described).op("pop")
                    code.load("L", 0).field("getfield", name, "number", "I")
                    code.push_string(row.id).push_string(asked.types).push_null()
                    code.invoke("static", KIT, "heard", _HEARD)

    def _methods(
        self, bases: tuple[str, ...], rows: Mapping[tuple[str, str, str], ApiRow], heard: list[Delivery]
    ) -> dict[tuple[str, str], tuple[Member, ApiRow | None]]:
        """Return the methods to override by name and descriptor: abstract ones, and those of rows."""
        found: dict[tuple[str, str], tuple[Member, ApiRow | None]] = {}
        closed: set[tuple[str, str]] = set()
        for cls, member in self._members(bases):
            flags = set(member.flags.split())
            key = (member.name, method_descriptor(member.types, member.result))
            if {"static", "private"} & flags or member.name == "<init>" or key in closed:
                continue
            row = rows.get((cls, member.name, member.types))
            if "final" in flags:
                closed.add(key)
            elif row is not None and found.get(key, (member, None))[1] is None:
                found[key] = (member, row)
                heard.append(Delivery(row.id, cls, member.name, member.types, next(iter(row.names), "")))
            elif "abstract" in flags:
                found.setdefault(key, (member, None))
        return found

    def _members(self, bases: tuple[str, ...]) -> Iterator[tuple[str, Member]]:
        for cls in [upper for base in bases for upper in self._chain(base)]:
            if cls in FUNCTIONS:
                yield cls, FUNCTIONS[cls]
            for brought in self._brought.get(cls, ()):
                yield cls, brought
            for member, levels in sorted(self._framework.members.get(cls, {}).items()):
                if member.kind == "m" and self._level in levels:
                    yield cls, member

    def _flags(self, cls: str) -> set[str] | None:
        if cls in FUNCTIONS:
            return {"public", "interface"}
        if cls in self._brought:
            return {"public"}
        for (flags, _, _), levels in self._framework.classes.get(cls, {}).items():
            if self._level in levels:
                return set(flags.split())
        return None

    def _chain(self, kind: str) -> list[str]:
        """Return a class and all that stands above it, nearest first; nothing where it is not there."""
        todo, found = [kind], list[str]()
        while todo:
            cls = todo.pop(0)
            if cls in found or self._flags(cls) is None:
                continue
            found.append(cls)
            for (_, above, interfaces), levels in self._framework.classes.get(cls, {}).items():
                if self._level in levels:
                    todo += [above, *interfaces.split(",")]
        return found
