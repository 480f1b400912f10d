"""Make the gauntlet: an app that calls every catalogue row once through each overload, and says what it did.

    for level, course in courses(rows, framework, third_parties).items():
        Path(f"gauntlet-{level}.jar").write_bytes(archive(course))

Each step is a method of its own, of a class in the app's package or in that of a third party made up for the
demo, and makes one call. The steps run one after the other, in turn as `WAYS` says: on the gauntlet's own
thread, on others, through reflection, and as method references, of which no frame stands in a stack. All of
it follows from the rows and from what the framework declares on a level; code that apps bring with them is
made up from the rows. What runs them is Java (tests/gauntlet/java), in tests/gauntlet/runtime.jar, made by

  python tools/gauntlet.py [--check]

which needs javac 17 or newer; the same sources give the same bytes. Nothing else here needs a compiler.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import Path

from class_files import ClassWriter
from framework_signatures import Framework
from gauntlet_declared import calls, declared, is_java, library_classes, stands_for
from gauntlet_listeners import NOT_LISTENERS, Delivery, Listeners
from gauntlet_steps import APP, Call, Declared, StepClass, StepClasses
from privaudit.capture.agent.plan import parameter_types
from privaudit.model.catalog import ApiRow, Sdk
from privaudit.model.wire import NetworkPlan

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "tests" / "gauntlet" / "java"
RUNTIME = ROOT / "tests" / "gauntlet" / "runtime.jar"
FRAMEWORK = ROOT / "src" / "privaudit" / "virtual" / "apps" / "framework.jar"
MOMENT = (2026, 1, 1, 0, 0, 0)

WAYS = (
    "direct", "thread", "executor", "handler", "task", "reflection",
    "reference on an executor", "reference on a handler", "reference on a thread",
)  # fmt: skip
"""How a call is made; the steps take them in turn."""
THREADS = {
    "thread": "gauntlet-{}", "executor": "gauntlet-pool", "handler": "gauntlet-handler",
    "task": "gauntlet-{}", "reference on an executor": "gauntlet-pool",
    "reference on a handler": "gauntlet-handler", "reference on a thread": "gauntlet-{}",
}  # fmt: skip
"""The thread a call is then made on; of the other ways it is the gauntlet's own."""
OWN_THREAD = "gauntlet"
_STEPS_OF_A_CLASS = 100
UNLISTED = "gauntlet_unlisted"
"""A name that no row lists."""
NETWORK = NetworkPlan(crypto=4_096, plain=4_096)
"""What the agent does about the network while it watches the gauntlet: all rows are hooked."""


@dataclass(frozen=True)
class Step:
    """One call of the gauntlet and what the agent has to say of it."""

    number: int
    label: str
    cls: str
    """The class with the step, whose method `stepN` makes the call."""
    way: str
    thread: str
    actor: str
    """Id of the third party in whose code the call stands; empty for the app's own."""
    expected: tuple[tuple[str, str], ...]
    """Row and overload of every event that has to come of it, in order."""
    site_less: bool = False
    """Told without a call site (callbacks of activities)."""

    @property
    def method(self) -> str:
        """Class and method that make the call."""
        return f"{self.cls}.step{self.number}"


@dataclass
class Course:
    """The whole gauntlet on one API level."""

    level: int
    whole: bool = True
    """Whether it calls everything that is there on the level."""
    steps: list[Step] = field(default_factory=list)
    classes: dict[str, bytes] = field(default_factory=dict)
    subclasses: dict[str, str] = field(default_factory=dict)
    """Abstract classes and those made for steps to call."""
    rows: set[str] = field(default_factory=set)
    """Rows that steps call, and those that their listeners are told."""
    deliveries: dict[str, list[Delivery]] = field(default_factory=dict)
    """What the listeners of a class are told."""
    names: set[tuple[str, str]] = field(default_factory=set)
    """Rows that are delivered and list names, each with each of its names."""
    there: dict[str, set[str]] = field(default_factory=dict)
    """Overloads of every row that are there on this level, called or not."""


def concerned(course: Course, rows: Iterable[ApiRow]) -> list[ApiRow]:
    """Return the rows to hook for a course: all for a whole one, else those its calls concern."""
    rows = list(rows)
    if course.whole:
        return rows
    ids = set(course.rows)
    for row in rows:
        if row.id in course.rows:
            ids |= {*row.within, *row.delivered_by}
    return [row for row in rows if row.id in ids]


def made_up(sdks: Iterable[Sdk]) -> list[Sdk]:
    """Return the third parties that exist only in the demo: the gauntlet's other actors."""
    return [sdk for sdk in sdks if sdk.source.startswith("made up")]


def courses(
    rows: Sequence[ApiRow],
    framework: Framework,
    third_parties: Sequence[Sdk],
    whole: Sequence[int] = (26, 36),
) -> dict[int, Course]:
    """Lay courses by API level that together have every overload of every row.

    Those of `whole` have all that is there; as few others as it takes have what is there on none of these.
    """
    there = {
        level: {(row.id, one.overload) for row in rows for one in calls(row, framework, level)}
        for level in framework.levels
    }
    missing = set[tuple[str, str]]().union(*there.values())
    found: dict[int, Course] = {}
    for level in whole:
        found[level] = plan(rows, framework, level, third_parties)
        missing -= there[level]
    while missing:
        level = max(framework.levels, key=lambda level: len(missing & there[level]))
        found[level] = plan(rows, framework, level, third_parties, only=missing & there[level])
        missing -= there[level]
    return dict(sorted(found.items()))


def plan(
    rows: Iterable[ApiRow],
    framework: Framework,
    level: int,
    third_parties: Sequence[Sdk],
    *,
    only: AbstractSet[tuple[str, str]] | None = None,
) -> Course:
    """Lay the course for one API level: each overload, or `only` these, from the app and a third party."""
    rows = list(rows)
    course = Course(level, whole=only is None)
    listeners = Listeners(rows, framework, level)
    made = StepClasses()
    wanted = [row for row in rows if row.kind == "method" and not row.delivered_by]
    brought = [row for row in rows if row.cls not in framework.classes and not is_java(row.cls)]
    course.classes |= library_classes([row for row in brought if row.kind == "method"], framework)
    for row in wanted:
        for one in calls(row, framework, level):
            course.there.setdefault(row.id, set()).add(one.overload)
            if only is not None and (row.id, one.overload) not in only:
                continue
            course.rows.add(row.id)
            _make_callable(course, one)
            for number, (given, fires) in enumerate(variants(row, one)):
                # Of many names or addresses each is read once: the first by both, the others in turn.
                for turn in range(2) if number == 0 else (number % 2,):
                    actor = third_parties[len(course.steps) // 2 % len(third_parties)] if turn else None
                    for handed in listeners.of(row, one, actor.prefixes[0] if actor else APP):
                        call = Call(one, given, handed=handed, number=len(course.steps))
                        _add_step(course, made, row, call, actor, fires=fires)
    course.subclasses |= stands_for(course.classes)
    for shape in _made_types(framework, level):
        _make_callable(course, shape)
    course.classes |= listeners.classes | made.write()
    course.deliveries = listeners.deliveries
    course.rows |= listeners.rows
    course.names = {(row.id, name) for row in rows if row.delivered_by for name in row.names}
    return course


def _made_types(framework: Framework, level: int) -> Iterator[Declared]:
    """Yield the abstract classes that no listener is made of."""
    for kind in sorted(NOT_LISTENERS):
        shape = declared(framework, kind, level)
        if shape is not None and "interface" not in shape[0].split():
            yield Declared(kind, shape[0], "", "()", "", "")


def variants(row: ApiRow, one: Declared) -> Iterator[tuple[dict[int, str], bool]]:
    """Yield arguments that make a call mean something, and whether the row then fires.

    A row's first overload is called with every address or name that the row lists, the others with one.
    """
    types = parameter_types(one.overload)
    every = one.overload == row.overloads[0]
    if row.columns and "android.net.Uri" in types:
        place = types.index("android.net.Uri")
        for authority in list(row.columns)[: None if every else 1]:
            yield {place: f"content://{authority}"}, True
    elif row.names and row.name_arg is not None and row.name_arg < len(types):
        for name in list(row.names)[: None if every else 1]:
            yield {row.name_arg: name}, True
        yield {row.name_arg: UNLISTED}, False
    else:
        yield {}, True


def _add_step(
    course: Course, made: StepClasses, row: ApiRow, call: Call, actor: Sdk | None, *, fires: bool
) -> None:
    one, number = call.declared, call.number
    way = WAYS[(number // 2 + 4 * (number % 2)) % len(WAYS)]
    if not (one.open and (one.result or one.through)) and way != "reflection":
        # Where Java's compiler would refuse the call, an app makes it through reflection: on whatever thread.
        call = replace(call, reflected=True)
        way = "direct" if way.startswith("reference") else way
    elif (one.name == "<init>" or one.through) and way.startswith("reference"):
        way = "thread"
    package = actor.prefixes[0] if actor else APP
    cls = f"{package}.Steps{number // _STEPS_OF_A_CLASS}"
    text = "".join(f" {value}" for value in call.given.values())
    label = f"{number} {row.id} {one.overload}{text} by {actor.id if actor else 'the app'}, {way}"
    made.add(StepClass(cls, call, way, THREADS.get(way, "").format(number), course.subclasses))
    course.steps.append(
        Step(
            number=number, label=label, cls=cls, way=way,
            thread=THREADS.get(way, OWN_THREAD).format(number), actor=actor.id if actor else "",
            expected=((row.id, one.overload),) if fires else (),
            site_less=row.yields == "lifecycle",
        )
    )  # fmt: skip


def _make_callable(course: Course, one: Declared) -> None:
    """See to it that there is an object to call a method on: abstract classes get a subclass."""
    abstract = {"abstract", "interface"} & set(one.class_flags.split())
    if not abstract or "static" in one.flags.split() or one.cls in course.subclasses:
        return
    public = "public" in one.class_flags.split()
    package = APP if public else one.cls.rpartition(".")[0]
    name = f"{package}.{one.cls.rpartition('.')[2].replace('$', '')}Made"
    writer = ClassWriter(
        name,
        above="java.lang.Object" if "interface" in abstract else one.cls,
        interfaces=(one.cls,) if "interface" in abstract else (),
        source=f"{name.rpartition('.')[2]}.java",
    )
    course.classes[name] = writer.write()
    course.subclasses[one.cls] = name


def archive(course: Course, *, manifest: str = "") -> bytes:
    """Return the app as an archive: the runner, the steps, what they are, and a manifest if it has one."""
    entries = {"AndroidManifest.xml": manifest.encode()} if manifest else {}
    lines = [f"{s.number}\t{s.cls}\t{s.way}\t{s.label}\n" for s in course.steps]
    entries["steps.txt"] = "".join(lines).encode()
    pairs = sorted(course.subclasses.items())
    told = (
        f"{cls}\t{one.cls}\t{one.method}\t{one.types}\t{one.name}\n"
        for cls, deliveries in sorted(course.deliveries.items()) for one in deliveries
    )  # fmt: skip
    entries["deliveries.txt"] = "".join(told).encode()
    entries["names.txt"] = "".join(f"{row}\t{name}\n" for row, name in sorted(course.names)).encode()
    entries["subclasses.txt"] = "".join(f"{one}\t{made}\n" for one, made in pairs).encode()
    with zipfile.ZipFile(RUNTIME) as runtime:
        entries |= {name: runtime.read(name) for name in runtime.namelist()}
    entries |= {f"{name.replace('.', '/')}.class": data for name, data in sorted(course.classes.items())}
    return pack(entries)


def pack(entries: dict[str, bytes]) -> bytes:
    """Zip entries in their order, with a fixed time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as jar:
        for name, data in entries.items():
            jar.writestr(zipfile.ZipInfo(name, MOMENT), data)
    return buffer.getvalue()


def build() -> bytes:
    """Compile the runner and return its jar's bytes; FileNotFoundError without javac."""
    javac = shutil.which("javac")
    if javac is None:
        raise FileNotFoundError("javac is not on PATH: install a JDK 17 or newer")
    sources = sorted(str(path) for path in SOURCES.rglob("*.java"))
    with tempfile.TemporaryDirectory() as folder:
        command = [javac, "--release", "17", "-g", "-proc:none", "-encoding", "UTF-8", "-Xlint:all",
                   "-Werror", "-cp", str(FRAMEWORK), "-d", folder, *sources]  # fmt: skip
        subprocess.run(command, check=True)
        paths = sorted(Path(folder).rglob("*.class"))
        return pack({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths})


def main() -> int:
    """Build the runner, or with `--check` compare it; return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, compare with what is committed")
    check = parser.parse_args().check
    data = build()
    if RUNTIME.exists() and RUNTIME.read_bytes() == data:
        return 0
    if not check:
        RUNTIME.write_bytes(data)
    print(f"{'differs' if check else 'written'}: {RUNTIME.name}")
    return int(check)


if __name__ == "__main__":
    sys.exit(main())
