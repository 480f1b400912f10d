"""Generate the stand-in classes of Android's framework from its declarations, for an API level.

  python tools/stand_in.py                  puts those of the virtual phone's level into its framework.jar
  python tools/stand_in.py LEVEL OUT.jar    writes those of a level into a jar that a plain JVM runs

tools/build_java.py does the former after compiling what is written by hand; a class that is written keeps
what it has and gets what it lacks. Stood in are the classes that catalogue rows name, the types of their
methods, what listeners among these are told, classes nested in them and everything above. A method that a
row names asks `com.android.internal.standin.Generated` for its answer; any other throws
UnsupportedOperationException, but for callbacks that nobody has overridden, which do nothing. Constants have
their values.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import framework_signatures
from class_files import WITH_DEFAULTS, ClassWriter, access, method_descriptor
from framework_signatures import Framework, Member
from privaudit.catalog.load import load_catalog
from privaudit.model.catalog import ApiRow
from stand_in_bodies import STAND_IN, Bodies, above_of

PHONE_LEVEL = 33
"""What the virtual phone says it has: Android 13."""
SERVICES = "com.android.internal.standin.Services"
VIRTUAL = Path(__file__).resolve().parent.parent / "src" / "privaudit" / "virtual"
FRAMEWORK_JAR = VIRTUAL / "apps" / "framework.jar"
MOMENT = (2026, 1, 1, 0, 0, 0)
SUPPORT = "com/android/internal/standin/"
_JAVA = ("java.", "javax.crypto", "javax.net", "javax.security")
"""Packages that every Java runtime has."""


@dataclass(frozen=True)
class Declared:
    """A class as the framework of a level declares it."""

    name: str
    flags: frozenset[str]
    above: str
    interfaces: tuple[str, ...]
    members: tuple[Member, ...]

    @property
    def interface(self) -> bool:
        """True for interfaces."""
        return "interface" in self.flags

    @property
    def abstract(self) -> bool:
        """True for what has no objects of its own: abstract classes and interfaces."""
        return "abstract" in self.flags or self.interface


@dataclass(frozen=True)
class Level:
    """The framework of one API level, and what is to be stood in of it."""

    number: int
    framework: Framework
    rows: tuple[ApiRow, ...]
    compiled: Mapping[str, ClassWriter] = field(default_factory=dict)
    """Classes that are written by hand, by name."""
    _written: dict[str, list[Member]] = field(default_factory=dict)

    @cached_property
    def declared(self) -> dict[str, Declared]:
        """Every class of the level by name."""
        return {
            name: Declared(
                name,
                frozenset(flags.split()),
                above,
                tuple(one for one in interfaces.split(",") if one),
                tuple(
                    member
                    for member, levels in sorted(self.framework.members[name].items())
                    if self.number in levels
                ),
            )
            for name, forms in self.framework.classes.items()
            for (flags, above, interfaces), levels in forms.items()
            if self.number in levels
        }

    @cached_property
    def by_method(self) -> dict[tuple[str, str, str], ApiRow]:
        """Rows by class, method (`<init>` of a constructor) and parameter list."""
        return {
            (row.cls, row.method.replace("$init", "<init>"), types): row
            for row in self.rows
            if row.kind == "method"
            for types in row.overloads
        }

    @cached_property
    def row_classes(self) -> frozenset[str]:
        """Classes that rows name and the level has."""
        return frozenset(row.cls for row in self.rows if row.cls in self.declared)

    @cached_property
    def named(self) -> frozenset[str]:
        """Types that the methods of rows name, and those that listeners among them are told."""
        called = framework_signatures.types_of(
            member
            for name in self.row_classes
            for member in self.declared[name].members
            if self.row_of(name, member) is not None
        )
        listeners = [self.declared[name] for name in called if name in self.declared]
        told = framework_signatures.types_of(
            member for one in listeners if one.abstract for member in one.members
        )
        return frozenset((called | told) & set(self.declared))

    @cached_property
    def stood_in(self) -> frozenset[str]:
        """Classes that are generated or added to, and everything above them."""
        todo = {*self.row_classes, *self.named}
        todo |= {name for name in self.declared if name.rpartition("$")[0] in self.row_classes}
        found: set[str] = set()
        while todo:
            name = todo.pop()
            if name in self.declared and name not in found:
                found.add(name)
                one = self.declared[name]
                todo |= {one.above, *one.interfaces}
                todo.add(name.rpartition("$")[0])
        return frozenset(found)

    def row_of(self, name: str, member: Member) -> ApiRow | None:
        """Return the row that names a method."""
        return self.by_method.get((name, member.name, member.types)) if member.kind == "m" else None

    def there(self, kind: str) -> bool:
        """Return whether a type, as Java writes it, exists beside the generated classes."""
        name = kind.replace("[]", "")
        return "." not in name or name.startswith(_JAVA) or name in self.stood_in or name in self.compiled

    def has_types(self, member: Member) -> bool:
        """Return whether all types of a member exist beside the generated classes."""
        types = [*member.types.strip("()").split(", ")] if member.kind == "m" else []
        return all(self.there(kind) for kind in (*types, member.result))

    def classes_above(self, name: str) -> list[str]:
        """Return the classes above a class, nearest first, as far as the framework declares them."""
        found: list[str] = []
        one = self.declared.get(name)
        while one is not None and one.above in self.declared and not one.interface:
            found.append(one.above)
            one = self.declared[one.above]
        return found

    def concrete(self, name: str) -> Iterable[Member]:
        """Return the methods with code that a class has here: those written, else those declared."""
        known = self._written.get(name)
        if known is None:
            writer = self.compiled.get(name)
            methods = (
                framework_signatures.parse(writer.write()).members if writer else self.declared[name].members
            )
            known = self._written[name] = [one for one in methods if one.kind == "m"]
        return known

    def chain(self, name: str) -> list[Declared]:
        """Return a class and the classes and interfaces above it, as far as the framework declares them."""
        found, todo = [], [name]
        while todo:
            one = self.declared.get(todo.pop(0))
            if one is not None and one not in found:
                found.append(one)
                todo += [one.above, *one.interfaces]
        return found


def level_of(number: int, compiled: Mapping[str, bytes] | None = None) -> Level:
    """Read the framework's declarations and the catalogue for an API level, 26 to 36."""
    framework = framework_signatures.read()
    if number not in framework.levels:
        raise ValueError(f"no declarations of API level {number}")
    rows = tuple(row for row in load_catalog().apis.values() if row.kind != "native")
    there = {
        name: ClassWriter.extending(data, without_marked=True) for name, data in (compiled or {}).items()
    }
    return Level(number, framework, rows, there)


def generate(number: int, compiled: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Return the stand-in classes of an API level: class name, with dots, to class file.

    `compiled` are class files that are written by hand, by name: members they lack are added to them and what
    they have stays; those to which nothing is to be added are not returned.
    """
    level = level_of(number, compiled)
    services = service_classes(level)
    asked = level.named | level.row_classes | set(services.values())
    made: dict[str, bytes] = {}
    for name in sorted(level.stood_in):
        one = level.declared[name]
        writer = level.compiled.get(name)
        if writer is None:
            made[name] = _new(level, one)
        elif _extend(level, one, writer):
            made[name] = writer.write()
        if name in asked and one.abstract and not one.interface and _extensible(level, name):
            made[name + STAND_IN] = _concrete(level, one)
    made[SERVICES] = _services(services)
    return made


def _new(level: Level, one: Declared) -> bytes:
    enum = one.above == "java.lang.Enum"
    above = above_of(one.above)
    writer = ClassWriter(
        one.name,
        above=above,
        interfaces=[name for name in one.interfaces if level.there(name)],
        flags=" ".join(sorted(one.flags)) + (" enum" if enum else ""),
        source=one.name.rpartition(".")[2].split("$")[0] + ".java",
    )
    # Straight code needs no StackMapTable, and the newer verifier is the faster one.
    writer.version = WITH_DEFAULTS
    bodies = Bodies(level, writer)
    for member in one.members:
        if _wanted(level, one, member):
            bodies.add(one, member)
    if enum:
        bodies.enum(one)
    elif not one.interface:
        bodies.made(one)
    _nest(level, one.name, writer)
    return writer.write()


def _nest(level: Level, name: str, writer: ClassWriter) -> None:
    outer, mark, _ = name.rpartition("$")
    own = [name] if mark and outer in level.stood_in else []
    inner = sorted(one for one in level.stood_in if one.rpartition("$")[0] == name)
    for nested in (*own, *inner):
        flags = level.declared[nested].flags - {"static"}
        writer.inner(nested, " ".join((*sorted(flags), "static")))


def _extend(level: Level, one: Declared, writer: ClassWriter) -> bool:
    """Add what a class that is written by hand lacks; return whether there was anything."""
    bodies = Bodies(level, writer, marked=True)
    before = len(writer.fields) + len(writer.added)
    for member in one.members:
        bare = member.kind == "m" and "abstract" in member.flags.split()
        # What extends it by hand does not have these.
        if not bare and _wanted(level, one, member) and not _has(writer, member):
            bodies.add(one, member)
    return len(writer.fields) + len(writer.added) > before


def _extensible(level: Level, name: str) -> bool:
    """Return whether a class of the same package can call a constructor of one."""
    compiled = level.compiled.get(name)
    private = access("private")
    return compiled is None or any(
        one.name == "<init>" and not one.access & private for one in compiled.methods
    )


def _has(writer: ClassWriter, member: Member) -> bool:
    if member.kind == "f":
        return writer.has_field(member.name)
    return writer.has_method(member.name, method_descriptor(member.types, member.result))


def _inherited(level: Level, one: Declared, member: Member) -> bool:
    """Return whether a class above has the method already: what it does there stays as it is."""
    if (
        member.kind == "f"
        or member.name == "<init>"
        or not {"static", "private"}.isdisjoint(member.flags.split())
    ):
        return False
    if level.row_of(one.name, member) is not None:
        return False
    return any(
        (upper.name, upper.types) == (member.name, member.types)
        and {"abstract", "private", "static"}.isdisjoint(upper.flags.split())
        for name in level.classes_above(one.name)
        for upper in level.concrete(name)
    )


def _wanted(level: Level, one: Declared, member: Member) -> bool:
    if _inherited(level, one, member):
        return False
    return level.has_types(member)


def _concrete(level: Level, one: Declared) -> bytes:
    """Return a class of which objects can be made for an abstract one."""
    writer = ClassWriter(one.name + STAND_IN, above=one.name, flags="public final synthetic")
    writer.version = WITH_DEFAULTS
    bodies = Bodies(level, writer)
    seen: set[tuple[str, str]] = set()
    for upper in level.chain(one.name):
        for member in upper.members:
            described = method_descriptor(member.types, member.result) if member.kind == "m" else ""
            if described and (member.name, described) not in seen:
                seen.add((member.name, described))
                if "abstract" in member.flags.split() and level.has_types(member):
                    bodies.lacking(member)
    bodies.made(one)
    return writer.write()


def _services(managers: Mapping[str, str]) -> bytes:
    """Return the class that says which service has which manager, as a constant of lines `name class`."""
    writer = ClassWriter(SERVICES, flags="public final synthetic")
    text = "\n".join(f"{name} {cls}" for name, cls in sorted(managers.items()))
    writer.field("MANAGERS", "Ljava/lang/String;", "public static final", constant=text)
    return writer.write()


_OTHER_NAMES = {
    "CLIPBOARD": "android.content.ClipboardManager",
    "TELEPHONY_SUBSCRIPTION": "android.telephony.SubscriptionManager",
    "WIFI_RTT_RANGING": "android.net.wifi.rtt.WifiRttManager",
}
"""Constants whose manager is called otherwise, or like another class (Context.getSystemService's page)."""
_NO_MANAGERS = frozenset({"crossprofileapps", "jobscheduler", "launcherapps", "layoutinflater"})
"""What is got like a manager and not called one."""


def service_classes(level: Level) -> dict[str, str]:
    """Return which class stands behind each of Context's `…_SERVICE` constants, as far as it is stood in.

    Managers are named for their constant: `WIFI_P2P_SERVICE` is that of WifiP2pManager.
    """
    simple = {
        name.rpartition(".")[2].lower(): name
        for name in sorted(level.stood_in)
        if "$" not in name and (name.endswith("Manager") or name.rpartition(".")[2].lower() in _NO_MANAGERS)
    }
    found: dict[str, str] = {}
    for member in level.declared["android.content.Context"].members:
        if member.kind == "f" and member.name.endswith("_SERVICE") and member.more:
            name = member.name.removesuffix("_SERVICE").removesuffix("_MANAGER")
            word = name.replace("_", "").lower()
            cls = _OTHER_NAMES.get(name) or simple.get(word + "manager") or simple.get(word)
            if cls in level.stood_in:
                found[json.loads(member.more)] = cls
    return found


def support(jar: Path = FRAMEWORK_JAR) -> dict[str, bytes]:
    """Return the classes that generated ones call, by name, from the built framework."""
    with zipfile.ZipFile(jar) as archive:
        return {
            entry.removesuffix(".class").replace("/", "."): archive.read(entry)
            for entry in archive.namelist()
            if entry.startswith(SUPPORT)
            # What asks the phone's system needs all of the phone's framework.
            and not entry.startswith((SUPPORT + "SystemAnswers", SERVICES.replace(".", "/")))
        }


def written(jar: Path = FRAMEWORK_JAR) -> dict[str, bytes]:
    """Return the classes of a built framework that are written by hand, as they were compiled, by name."""
    found: dict[str, bytes] = {}
    with zipfile.ZipFile(jar) as archive:
        for entry in archive.namelist():
            writer = ClassWriter.extending(archive.read(entry), without_marked=True)
            # The compiler writes those of Java 17.
            if writer.version > WITH_DEFAULTS:
                found[writer.name] = writer.write()
    return found


def _entry(name: str) -> str:
    return name.replace(".", "/") + ".class"


def write_jar(path: Path, classes: Mapping[str, bytes]) -> None:
    """Write classes into a jar in order of name, the same bytes every time."""
    with zipfile.ZipFile(path, "w") as jar:
        for entry, data in sorted((_entry(name), data) for name, data in classes.items()):
            info = zipfile.ZipInfo(entry, MOMENT)
            # Stored: deflate gives other bytes with other versions of zlib.
            info.compress_type = zipfile.ZIP_STORED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            jar.writestr(info, data)


def main() -> int:
    """Write the jar that the command line asks for."""
    if len(sys.argv) not in {1, 3}:
        print(__doc__, file=sys.stderr)
        return 2
    if len(sys.argv) == 1:
        compiled = written()
        classes = generate(PHONE_LEVEL, compiled)
        write_jar(FRAMEWORK_JAR, {**compiled, **classes})
    else:
        classes = generate(int(sys.argv[1]))
        write_jar(Path(sys.argv[2]), {**support(), **classes})
    print(f"{len(classes)} classes, {sum(map(len, classes.values()))} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
