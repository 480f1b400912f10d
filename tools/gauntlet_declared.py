"""How what the gauntlet calls is declared, and code that apps bring with them: see gauntlet.py."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from itertools import count

from class_files import ClassWriter, Code, method_descriptor
from framework_signatures import Framework
from gauntlet_steps import Declared
from privaudit.capture.agent.plan import parameter_types
from privaudit.model.catalog import ApiRow

_JAVA = {
    ("java.net.URL", "openConnection"): "java.net.URLConnection",
    ("java.net.NetworkInterface", "getHardwareAddress"): "byte[]",
    ("java.lang.Runtime", "exec"): "java.lang.Process",
    ("java.lang.ProcessBuilder", "start"): "java.lang.Process",
}
"""Results of methods of Java's own library (its API documentation); others are called through reflection."""
_STATIC = {
    ("com.google.android.gms.ads.identifier.AdvertisingIdClient", "getAdvertisingIdInfo"),
    ("com.bun.miitmdid.core.MdidSdkHelper", "InitSdk"),
}
"""Methods of code that apps bring with them which are static (their makers' documentation)."""
_RESULTS = {"value": "java.lang.String", "list": "java.util.List", "cursor": "android.database.Cursor"}
"""What methods of such code return, by what their row yields: the agent does not look at the type."""
_BROUGHT = {
    "com.tencent.mm.opensdk.modelbiz.WXLaunchMiniProgram$Req": (
        "com.tencent.mm.opensdk.modelbase.BaseReq",
        ("userName", "path"),
    )
}
"""Classes of such code that an argument has to be of, by what they extend, with their fields (WeChat's own
guide: Launching a Mini Program, Android development example)."""
_REFUSE_EVERY = 4
"""Of the overloads of such code, each fourth throws."""


def declared(framework: Framework, cls: str, level: int) -> tuple[str, str] | None:
    """Return a class's flags and what is above it on a level; None when it is not there."""
    for (flags, above, _), levels in framework.classes.get(cls, {}).items():
        if level in levels:
            return flags, above
    return None


def calls(row: ApiRow, framework: Framework, level: int) -> Iterator[Declared]:
    """Yield how each overload of a row is declared on a level."""
    name = "<init>" if row.method == "$init" else row.method
    if row.cls in framework.classes:
        above = declared(framework, row.cls, level)
        if above is None:
            return
        found = {m.types: m for m, on in framework.members[row.cls].items()
                 if m.kind == "m" and m.name == name and level in on}  # fmt: skip
        for overload in row.overloads:
            member = found.get(overload)
            if member is not None:
                shapes = [declared(framework, kind.rstrip("[]"), level) for kind in parameter_types(overload)]
                hidden = any(shape is not None and "public" not in shape[0].split() for shape in shapes)
                yield Declared(row.cls, above[0], name, overload, member.result, member.flags, hidden=hidden)
        return
    result = _JAVA.get((row.cls, row.method), "") if is_java(row.cls) else _RESULTS.get(row.yields, "void")
    if name == "<init>" or (row.delivered_by and row.value_arg is not None):
        result = "void"
    flags = "public static" if (row.cls, row.method) in _STATIC else "public"
    for overload in row.overloads:
        yield Declared(row.cls, "public", name, overload, result, flags)


def is_java(cls: str) -> bool:
    """Return whether a class is one of Java's own library, which is there without being made."""
    return cls.startswith(("java.", "javax."))


def stands_for(classes: Container[str]) -> dict[str, str]:
    """Return which class an object has to be made of where another is asked for."""
    return {above: cls for cls, (above, _) in _BROUGHT.items() if cls in classes}


def library_classes(rows: Iterable[ApiRow], framework: Framework) -> dict[str, bytes]:
    """Make the classes of code that apps bring with them from what rows say of it."""
    rows = list(rows)
    kinds = {kind.rstrip("[]") for row in rows for types in row.overloads for kind in parameter_types(types)}
    brought = {kind for kind in kinds if "." in kind and not is_java(kind) and kind not in framework.classes}
    writers = {cls: _library_class(cls) for cls in sorted(brought | {row.cls for row in rows})}
    for cls, (above, fields) in _BROUGHT.items():
        if above in writers:
            writers[cls] = _library_class(cls, above)
            for name in fields:
                writers[cls].field(name, "Ljava/lang/String;")
    lines = count(1)
    for row in rows:
        for one in calls(row, framework, framework.levels[-1]):
            described = method_descriptor(one.overload, one.result)
            code = writers[row.cls].method(one.name, described, one.flags)
            _library_method(code.line(next(lines)), row, one)
    return {cls: writer.write() for cls, writer in writers.items()}


def _library_class(cls: str, above: str = "java.lang.Object") -> ClassWriter:
    return ClassWriter(cls, above=above, source=f"{cls.rpartition('.')[2].partition('$')[0]}.java")


def _library_method(code: Code, row: ApiRow, one: Declared) -> None:
    refusal = "java.lang.SecurityException"
    if one.name == "<init>":
        code.load("L", 0).invoke("special", "java.lang.Object", "<init>", "()V").ret()
    elif not row.delivered_by and sum(map(ord, row.id + one.overload)) % _REFUSE_EVERY == 0:
        code.new(refusal).op("dup").push_string(f"{row.id} is refused")
        code.invoke("special", refusal, "<init>", "(Ljava/lang/String;)V").throw()
    elif one.result == "java.lang.String":
        code.push_string(f"{row.id} {one.overload}").ret()
    else:
        # HotSpot does not even enter a method whose code is nothing but a return.
        code.op("nop").default(code.result).ret()
