"""Check that the stand-in classes of the virtual device have the real framework's names and signatures.

  python tools/android_signatures.py extract ANDROID_ALL.jar  write down what the real framework has of ours
  python tools/android_signatures.py check                    compare framework.jar with what was written down

ANDROID_ALL.jar is the framework of Android 13 as Robolectric publishes it (org.robolectric:android-all, 13);
it is needed at development time only. What is written down are names and descriptors: facts, no code.
"""

from __future__ import annotations

import argparse
import struct
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRAMEWORK = ROOT / "src" / "privaudit" / "virtual" / "apps" / "framework.jar"
FACTS = ROOT / "tests" / "virtual_apps" / "android33.txt"
OURS = ("android/", "org/json/")
PUBLIC, PROTECTED, STATIC, SYNTHETIC = 0x0001, 0x0004, 0x0008, 0x1000
_SIZES = {3: 4, 4: 4, 9: 4, 10: 4, 11: 4, 12: 4, 17: 4, 18: 4, 8: 2, 16: 2, 19: 2, 20: 2, 15: 3}


@dataclass(frozen=True)
class JavaClass:
    """A class: its name, what is above it, its visible members: `[static ]name:descriptor`."""

    name: str
    above: tuple[str, ...]
    members: frozenset[str]


class _Reader:
    """Reads a class file (JVM specification, chapter 4)."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 8
        self.pool: dict[int, object] = {}

    def u2(self) -> int:
        (value,) = struct.unpack_from(">H", self.data, self.at)
        self.at += 2
        return int(value)

    def u4(self) -> int:
        (value,) = struct.unpack_from(">I", self.data, self.at)
        self.at += 4
        return int(value)

    def constants(self) -> None:
        index, count = 1, self.u2()
        while index < count:
            tag = self.data[self.at]
            self.at += 1
            if tag == 1:
                length = self.u2()
                self.pool[index] = self.data[self.at : self.at + length].decode("utf-8", "replace")
                self.at += length
            elif tag == 7:  # noqa: PLR2004 — CONSTANT_Class
                self.pool[index] = self.u2()
            elif tag in {5, 6}:
                self.at += 8
                index += 1
            else:
                self.at += _SIZES[tag]
            index += 1

    def class_name(self, index: int) -> str:
        return str(self.pool[int(str(self.pool[index]))])

    def members(self) -> Iterator[str]:
        for _ in range(self.u2()):
            access, name, descriptor = self.u2(), str(self.pool[self.u2()]), str(self.pool[self.u2()])
            for _ in range(self.u2()):
                self.u2()
                # Not `self.at += self.u4()`: the left side would be read before the length.
                length = self.u4()
                self.at += length
            if access & (PUBLIC | PROTECTED) and not access & SYNTHETIC and name != "<clinit>":
                yield f"{'static ' if access & STATIC else ''}{name}:{descriptor}"


def parse(data: bytes) -> JavaClass:
    """Read one class file."""
    reader = _Reader(data)
    reader.constants()
    reader.u2()
    name, above = reader.class_name(reader.u2()), reader.u2()
    parents = [reader.class_name(above)] if above else []
    parents += [reader.class_name(reader.u2()) for _ in range(reader.u2())]
    members = frozenset((*reader.members(), *reader.members()))
    return JavaClass(name, tuple(parents), members)


def classes(jar: Path) -> dict[str, JavaClass]:
    """Read the classes of a jar that have the framework's names."""
    with zipfile.ZipFile(jar) as archive:
        names = [n for n in archive.namelist() if n.endswith(".class") and n.startswith(OURS)]
        found = (parse(archive.read(name)) for name in names)
        return {one.name: one for one in found}


def declared(real: dict[str, JavaClass], name: str) -> frozenset[str]:
    """Return the members a class of the real framework has, inherited ones included."""
    found: set[str] = set()
    todo = [name]
    while todo:
        current = real.get(todo.pop())
        if current is not None:
            own = current.members
            found |= own if current.name == name else {m for m in own if not m.startswith("<init>")}
            todo += current.above
    return frozenset(found)


def public(ours: dict[str, JavaClass], visible: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield (class, member) of every visible member of our public classes."""
    for name in sorted(ours):
        if name in visible:
            yield from ((name, member) for member in sorted(ours[name].members))


def visible_classes(jar: Path) -> frozenset[str]:
    """Return the names of the classes of a jar that apps can see: the public ones."""
    found = set()
    with zipfile.ZipFile(jar) as archive:
        for name in archive.namelist():
            if name.endswith(".class") and name.startswith(OURS):
                reader = _Reader(archive.read(name))
                reader.constants()
                if reader.u2() & PUBLIC:
                    found.add(name.removesuffix(".class"))
    return frozenset(found)


def extract(jar: Path) -> int:
    """Write down which of our members the real framework has; list those it has not."""
    real, ours = classes(jar), classes(FRAMEWORK)
    known = {name: declared(real, name) for name in ours}
    visible = visible_classes(FRAMEWORK)
    good = [f"{n} {m}" for n, m in public(ours, visible) if m in known[n]]
    bad = [f"{n} {m}" for n, m in public(ours, visible) if m not in known[n]]
    FACTS.write_text("\n".join(good) + "\n", encoding="utf-8")
    for line in bad:
        print(f"not in the real framework: {line}")
    return 1 if bad else 0


def check() -> int:
    """Compare framework.jar with what was written down."""
    facts = set(FACTS.read_text(encoding="utf-8").splitlines())
    ours = [f"{n} {m}" for n, m in public(classes(FRAMEWORK), visible_classes(FRAMEWORK))]
    unknown = [line for line in ours if line not in facts]
    for line in unknown:
        print(f"not known to be in the real framework: {line}")
    print(f"{len(ours) - len(unknown)} of {len(ours)} members of stand-in classes are the real framework's")
    return 1 if unknown else 0


def main() -> int:
    """Run one of the two commands."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("extract").add_argument("jar", type=Path)
    commands.add_parser("check")
    options = parser.parse_args()
    return extract(options.jar) if options.command == "extract" else check()


if __name__ == "__main__":
    sys.exit(main())
