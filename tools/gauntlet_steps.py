"""The classes that make the gauntlet's calls: see gauntlet.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from class_files import PRIMITIVES, ClassWriter, Code, descriptor, internal, method_descriptor
from privaudit.capture.agent.plan import parameter_types

APP = "com.example.gauntlet"
KIT = f"{APP}.Kit"
_THROUGH = {
    ("java.lang.Runtime", "loadLibrary0"): ("java.lang.System", "loadLibrary", "gauntlet"),
    ("java.lang.Runtime", "load0"): ("java.lang.System", "load", "/gauntlet.so"),
}
"""Methods that only Java's own library can call, with the one that apps call and its argument."""
_OBJECT = "Ljava/lang/Object;"
_STRING = "Ljava/lang/String;"
LINE = 10
"""The line of a step's source on which its call stands."""


@dataclass(frozen=True)
class Handed:
    """What a call hands over: classes of listeners by place, and that of the object called."""

    listeners: Mapping[int, str]
    receiver: str = ""


@dataclass(frozen=True)
class Declared:
    """An overload as it is declared; `result` is empty when it is not known."""

    cls: str
    class_flags: str
    name: str
    overload: str
    result: str
    flags: str
    hidden: bool = False
    """A type among its parameters cannot be named by code of other packages."""

    @property
    def open(self) -> bool:
        """Whether code of any package may name class and method."""
        named = "public" in self.class_flags.split() and "public" in self.flags.split()
        return self.through or (named and not self.hidden)

    @property
    def through(self) -> bool:
        """Whether apps reach it through another method."""
        return (self.cls, self.name) in _THROUGH

    @property
    def static(self) -> bool:
        """Whether it needs no object."""
        return "static" in self.flags.split()


@dataclass(frozen=True)
class Call:
    """A call of an overload; `given` are arguments by their place, others are made up."""

    declared: Declared
    given: Mapping[int, str] = field(default_factory=dict)
    reflected: bool = False
    handed: Handed = field(default_factory=lambda: Handed({}))
    """Listeners to hand over."""
    number: int = 0
    """The step's."""


@dataclass(frozen=True)
class StepClass:
    """A step in the making; `thread` is the name of a thread that it starts itself."""

    name: str
    call: Call
    way: str
    thread: str
    subclasses: Mapping[str, str]


class StepClasses:
    """Makes the classes of steps, several in each: a JVM with a class for each step would be slow to hook."""

    def __init__(self) -> None:
        self._writers: dict[str, ClassWriter] = {}
        self._steps: dict[str, list[int]] = {}

    def add(self, step: StepClass) -> None:
        """Add a step as a method `stepN` of its class."""
        writer = self._writers.get(step.name)
        if writer is None:
            writer = ClassWriter(
                step.name, above=f"{APP}.Step", source=f"{step.name.rpartition('.')[2]}.java"
            )
            code = writer.method("<init>", "()V")
            code.load("L", 0).invoke("special", f"{APP}.Step", "<init>", "()V").ret()
            self._writers[step.name] = writer
        number = step.call.number
        self._steps.setdefault(step.name, []).append(number)
        code = writer.method(f"step{number}", f"(){_OBJECT}", throws=("java.lang.Throwable",))
        _perform(code.line(LINE + number), step)
        code.ret()

    def write(self) -> dict[str, bytes]:
        """Return the class files; `perform` of each calls the step it is told of."""
        for name, writer in self._writers.items():
            code = writer.method("perform", f"(I){_OBJECT}", throws=("java.lang.Throwable",)).line(1)
            for number in self._steps[name]:
                other = code.label()
                code.load("I", 1).push_int(number).jump(other, "icmpne")
                code.load("L", 0).invoke("virtual", name, f"step{number}", f"(){_OBJECT}").ret()
                code.place(other)
            code.push_null().ret()
        return {name: writer.write() for name, writer in self._writers.items()}


def _perform(code: Code, step: StepClass) -> None:
    call = step.call
    through = _THROUGH.get((call.declared.cls, call.declared.name))
    if through is not None:
        cls, name, given = through
        code.push_string(given).invoke("static", cls, name, f"({_STRING})V").push_null()
    elif step.way.startswith("reference"):
        _reference(code, call)
        _hand_over(code, step.way, step.thread)
    elif step.way == "reflection" or call.reflected:
        _reflection(code, call, step.subclasses)
    elif call.declared.name == "<init>":
        _construct(code, call)
    else:
        _direct(code, call)


def _direct(code: Code, call: Call) -> None:
    one = call.declared
    described = method_descriptor(one.overload, one.result)
    interface = "interface" in one.class_flags.split()
    if not one.static:
        _receiver(code, call)
        code.checkcast(one.cls)
    _arguments(code, call)
    if one.static:
        code.invoke("static", one.cls, one.name, described, interface=interface)
    else:
        code.invoke("interface" if interface else "virtual", one.cls, one.name, described)
    if one.result == "void":
        code.push_null()
    else:
        code.box(descriptor(one.result))


def _construct(code: Code, call: Call) -> None:
    one = call.declared
    code.new(one.cls).op("dup")
    _arguments(code, call)
    code.invoke("special", one.cls, "<init>", method_descriptor(one.overload))


def _reflection(code: Code, call: Call, subclasses: Mapping[str, str]) -> None:
    one = call.declared
    if one.name == "<init>":
        code.push_string(subclasses.get(one.cls, one.cls)).push_string(one.overload)
        code.invoke("static", KIT, "constructor", f"({_STRING}{_STRING})Ljava/lang/reflect/Constructor;")
        _argument_array(code, call)
        described = f"([{_OBJECT}){_OBJECT}"
        code.invoke("virtual", "java.lang.reflect.Constructor", "newInstance", described)
        return
    code.push_string(one.cls).push_string(one.name).push_string(one.overload)
    code.invoke("static", KIT, "method", f"({_STRING * 3})Ljava/lang/reflect/Method;")
    _receiver(code, call)
    _argument_array(code, call)
    code.invoke("virtual", "java.lang.reflect.Method", "invoke", f"({_OBJECT}[{_OBJECT}){_OBJECT}")


def _reference(code: Code, call: Call) -> None:
    one = call.declared
    code.push_string(one.cls).push_string(one.name).push_string(one.overload)
    _receiver(code, call)
    _argument_array(code, call)
    described = f"({_STRING * 3}{_OBJECT}[{_OBJECT})Ljava/util/concurrent/Callable;"
    code.invoke("static", KIT, "reference", described)


def _hand_over(code: Code, way: str, thread: str) -> None:
    """Give the reference on the stack to another thread and wait for what comes of it."""
    local = code.locals
    code.store("L", local)
    task = "java.util.concurrent.FutureTask"
    if way == "reference on an executor":
        service = "java.util.concurrent.ExecutorService"
        code.field("getstatic", KIT, "POOL", f"L{internal(service)};").load("L", local)
        described = "(Ljava/util/concurrent/Callable;)Ljava/util/concurrent/Future;"
        code.invoke("interface", service, "submit", described)
        code.invoke("interface", "java.util.concurrent.Future", "get", f"(){_OBJECT}")
        return
    code.new(task).op("dup").load("L", local)
    code.invoke("special", task, "<init>", "(Ljava/util/concurrent/Callable;)V").store("L", local)
    if way == "reference on a handler":
        code.field("getstatic", KIT, "HANDLER", "Landroid/os/Handler;").load("L", local)
        code.invoke("virtual", "android.os.Handler", "post", "(Ljava/lang/Runnable;)Z").op("pop")
    else:
        code.new("java.lang.Thread").op("dup").load("L", local).push_string(thread)
        code.invoke("special", "java.lang.Thread", "<init>", f"(Ljava/lang/Runnable;{_STRING})V")
        code.invoke("virtual", "java.lang.Thread", "start", "()V")
    code.load("L", local).invoke("virtual", task, "get", f"(){_OBJECT}")


def _receiver(code: Code, call: Call) -> None:
    one = call.declared
    if one.static:
        code.push_null()
    elif call.handed.receiver:
        code.push_string(call.handed.receiver).push_int(call.number)
        code.invoke("static", KIT, "listener", f"({_STRING}I){_OBJECT}")
    else:
        code.push_string(one.cls).invoke("static", KIT, "receiver", f"({_STRING}){_OBJECT}")


def _arguments(code: Code, call: Call) -> None:
    for place, kind in enumerate(parameter_types(call.declared.overload)):
        _argument(code, kind, call, place)


def _argument_array(code: Code, call: Call) -> None:
    types = parameter_types(call.declared.overload)
    code.push_int(len(types)).array(_OBJECT)
    for place, kind in enumerate(types):
        code.op("dup").push_int(place)
        _argument(code, kind, call, place)
        code.box(descriptor(kind)).array_store(_OBJECT)


_NUMBERS = {"boolean": 0, "byte": 1, "char": 1, "short": 1, "int": 1}
"""What is handed over where nothing is given, of types that are ints on the stack."""


def _argument(code: Code, kind: str, call: Call, place: int) -> None:
    given = call.given.get(place)
    if place in call.handed.listeners:
        code.push_string(call.handed.listeners[place]).push_int(call.number)
        code.invoke("static", KIT, "listener", f"({_STRING}I){_OBJECT}").checkcast(descriptor(kind))
    elif kind in _NUMBERS:
        code.push_int(_NUMBERS[kind] if given is None else int(given))
    elif kind in PRIMITIVES:
        code.default(descriptor(kind))
    elif given is not None:
        _given(code, kind, given)
    else:
        code.push_string(kind).invoke("static", KIT, "value", f"({_STRING}){_OBJECT}")
        if not call.declared.hidden:
            code.checkcast(descriptor(kind))


def _given(code: Code, kind: str, given: str) -> None:
    match kind:
        case "java.lang.String":
            code.push_string(given)
        case "java.lang.String[]":
            code.push_int(1).array(_STRING).op("dup").push_int(0).push_string(given).array_store(_STRING)
        case "android.net.Uri":
            code.push_string(given).invoke("static", KIT, "uri", f"({_STRING})Landroid/net/Uri;")
        case "android.content.Intent":
            code.push_string(given).invoke("static", KIT, "intent", f"({_STRING})Landroid/content/Intent;")
        case _:
            raise ValueError(f"no argument of {kind} can be given by name")
