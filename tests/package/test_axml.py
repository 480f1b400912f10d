"""Manifests, binary and plain: what they say, and what hostile ones do to a reader."""

from __future__ import annotations

import contextlib
import struct
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import ANDROID, Node, binary, manifest, plain

from privaudit.errors import InputError
from privaudit.package.axml import MOST_DEPTH, Element, read_xml
from privaudit.package.manifest import class_name, process_name, read_manifest

BANK = manifest(
    "com.example.bank",
    Node("activity", {"android:name": ".Main", "android:exported": True}, [Node("intent-filter")]),
    Node("service", {"android:name": "com.demopush.client.PushService", "android:process": ":push"}),
    Node("service", {"android:name": "Box", "android:isolatedProcess": True}),
    Node("provider", {"android:name": ".Files", "android:process": "com.example.files"}),
    application=".Shell",
    more={"android:versionCode": 230, "android:versionName": "2.3.0"},
)


def _forms(node: Node) -> list[bytes]:
    return [plain(node), binary(node), binary(node, utf8=True), binary(node, named=False)]


@pytest.mark.parametrize("form", range(4))
def test_all_forms_of_a_manifest_say_the_same(form: int) -> None:
    told = read_manifest(_forms(BANK)[form], "m")
    assert (told.package, told.version_code, told.version_name) == ("com.example.bank", 230, "2.3.0")
    assert told.application == "com.example.bank.Shell"
    assert [(part.kind, part.name, part.process) for part in told.components] == [
        ("activity", "com.example.bank.Main", "com.example.bank"),
        ("service", "com.demopush.client.PushService", "com.example.bank:push"),
        ("service", "com.example.bank.Box", "com.example.bank"),
        ("provider", "com.example.bank.Files", "com.example.files"),
    ]
    assert told.components[0].exported
    assert told.components[0].filters == 1
    assert told.components[1].exported is None
    assert told.components[2].isolated


def test_names_mean_what_android_takes_them_for() -> None:
    assert class_name(".Main", "a.b") == "a.b.Main"
    assert class_name("Main", "a.b") == "a.b.Main"
    assert class_name("c.d.Main", "a.b") == "c.d.Main"
    assert class_name("@0x7f0b0001", "a.b") == "@0x7f0b0001"
    assert process_name(":push", "a.b") == "a.b:push"
    assert process_name("global", "a.b") == "global"


def test_a_document_type_is_refused_because_entities_make_bombs() -> None:
    bomb = b'<!DOCTYPE m [<!ENTITY a "' + b"x" * 1000 + b'">]><manifest package="a.b">' + b"&a;" * 1000
    with pytest.raises(InputError, match="document type"):
        read_xml(bomb + b"</manifest>", "m")


def test_nesting_has_an_end() -> None:
    deep = Node("a")
    for _ in range(MOST_DEPTH + 5):
        deep = Node("a", {}, [deep])
    for data in (plain(deep), binary(deep)):
        with pytest.raises(InputError, match="inside each other"):
            read_xml(data, "m")


def test_strings_that_overlap_cannot_multiply() -> None:
    # Each of 20,000 strings begins a byte later in the same 32 KB: decoded, 400 MB.
    count, blob = 20_000, b"a" * 40_000
    offsets = b"".join(struct.pack("<L", 4 * (number % 1000)) for number in range(count))
    strings = (
        struct.pack("<5L", count, 0, 0, 28 + len(offsets), 0) + offsets + struct.pack("<H", 0x7FFF) * 2000
    )
    strings += blob
    pool = struct.pack("<HHL", 1, 28, 8 + len(strings)) + strings
    elements = b""
    for number in range(count):
        body = struct.pack("<2L", 1, 0xFFFFFFFF) + struct.pack(
            "<2L6H", 0xFFFFFFFF, number, 20, 20, 0, 0, 0, 0
        )
        elements += struct.pack("<HHL", 0x0102, 16, 8 + len(body)) + body
        elements += struct.pack("<HHL4L", 0x0103, 16, 24, 1, 0, 0, 0)
    data = pool + elements
    began = time.perf_counter()
    with pytest.raises(InputError, match="overlap"):
        read_xml(struct.pack("<HHL", 3, 8, 8 + len(data)) + data, "m")
    assert time.perf_counter() - began < 2


def test_the_end_that_another_reader_loops_on_is_an_error() -> None:
    with pytest.raises(InputError, match="no element"):
        read_xml(struct.pack("<HHLHHLLLLLL", 3, 8, 36, 1, 28, 28, 0, 0, 0, 28, 0), "m")


def test_unknown_chunks_are_passed_over() -> None:
    data = binary(BANK)
    (header, rest) = data[:8], data[8:]
    strange = struct.pack("<HHL", 0x7777, 8, 16) + b"12345678"
    assert len(strange + rest) + 8 > struct.unpack("<L", header[4:])[0]
    whole = struct.pack("<HHL", 3, 8, 8 + len(strange) + len(rest)) + strange + rest
    assert read_manifest(whole, "m").package == "com.example.bank"


def test_an_error_names_the_file_and_a_remedy() -> None:
    with pytest.raises(InputError) as error:
        read_manifest(binary(Node("resources")), "a.apk!AndroidManifest.xml")
    assert error.value.file == "a.apk!AndroidManifest.xml"
    assert "names no package" in error.value.problem
    assert error.value.hint


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300)
NAMES = st.from_regex(r"[a-z]{1,8}", fullmatch=True)


def _tree(node: Node) -> Element:
    return Element(
        tag=node.tag,
        attributes={key: str(value) for key, value in node.attributes.items()},
        children=[_tree(child) for child in node.children],
    )


@settings(max_examples=150, deadline=2000)
@given(
    st.recursive(
        st.builds(Node, NAMES, st.dictionaries(NAMES.map("android:x{}".format), TEXT, max_size=4)),
        lambda inner: st.builds(
            Node, NAMES, st.dictionaries(NAMES, TEXT, max_size=3), st.lists(inner, max_size=3)
        ),
        max_leaves=8,
    ),
    st.booleans(),
)
def test_any_tree_comes_back_as_it_was_written(node: Node, utf8: bool) -> None:
    assert read_xml(binary(node, utf8=utf8), "m") == _tree(node)


@settings(max_examples=400, deadline=2000)
@given(st.data())
def test_any_damage_is_an_input_error_or_a_tree(data: st.DataObject) -> None:
    raw = bytearray(binary(BANK, utf8=data.draw(st.booleans())))
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.none(), st.integers(0, len(raw))))
    with contextlib.suppress(InputError):
        assert read_manifest(bytes(raw[:cut]), "m").package


@settings(max_examples=200, deadline=2000)
@given(st.binary(max_size=300))
def test_any_bytes_are_an_input_error_or_a_tree(data: bytes) -> None:
    with contextlib.suppress(InputError):
        assert isinstance(read_xml(data, "m"), Element)


def test_the_namespace_is_that_of_android() -> None:
    text = plain(Node("manifest", {"package": "a.b", "android:versionCode": 1}))
    assert ANDROID.encode() in text
    other = text.replace(ANDROID.encode(), b"http://elsewhere")
    assert read_manifest(other, "m").version_code == 0
