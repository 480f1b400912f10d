"""Whole packages: an APK, splits, bundles, and the hostile ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from packages import Node, apk, binary, dex, manifest, plain, zipped

import privaudit.virtual
from privaudit.errors import InputError
from privaudit.package import read as read_room
from privaudit.package import read_package

BASE = manifest(
    "com.example.bank",
    Node("service", {"android:name": ".Push", "android:process": ":push"}),
    application="com.stub.StubApp",
)
SPLIT = manifest(
    "com.example.bank", Node("activity", {"android:name": ".Extra"}), more={"split": "config.arm64_v8a"}
)
LIBRARY = {"lib/arm64-v8a/libjiagu.so": b"\x7fELF", "lib/x86/libjiagu_x86.so": b"\x7fELF"}


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_an_apk_is_read_whole(tmp_path: Path) -> None:
    files = {"assets/a/b.dat": b"", "classes2.dex": dex(["b.Two"]), "resources.arsc": b"", **LIBRARY}
    app = read_package(write(tmp_path / "a.apk", apk(BASE, files, classes=["a.One"])))
    assert app.manifest.application == "com.stub.StubApp"
    assert app.processes == ("com.example.bank", "com.example.bank:push")
    assert app.native == {"arm64-v8a": ("libjiagu.so",), "x86": ("libjiagu_x86.so",)}
    assert app.libraries == ("libjiagu.so", "libjiagu_x86.so")
    assert app.assets == {"a/b.dat"}
    assert app.classes == {"a.One", "b.Two"}
    assert app.dex_files == 2
    assert "resources.arsc" in app.loose
    assert app.oddities == app.unread == ()


@pytest.mark.parametrize("how", ["folder", "list", "bundle"])
def test_splits_make_one_app_however_they_are_given(tmp_path: Path, how: str) -> None:
    base = apk(BASE, classes=["a.One"])
    split = zipped({"AndroidManifest.xml": binary(SPLIT), **LIBRARY})
    paths = [write(tmp_path / "base.apk", base), write(tmp_path / "split_config.arm64_v8a.apk", split)]
    bundle = zipped({"manifest.json": b"{}", "com.example.bank.apk": base, "config/arm64.apk": split})
    given: dict[str, Path | list[Path]] = {
        "folder": tmp_path,
        "list": paths,
        "bundle": write(tmp_path / "a.xapk", bundle),
    }
    app = read_package(given[how])
    assert [file.split for file in app.files if file.split] == ["config.arm64_v8a"]
    assert app.sha256 == next(file.sha256 for file in app.files if not file.split)
    assert [part.name for part in app.manifest.components] == [
        "com.example.bank.Push",
        "com.example.bank.Extra",
    ]
    assert app.libraries == ("libjiagu.so", "libjiagu_x86.so")
    assert app.manifest.application == "com.stub.StubApp"


@pytest.mark.parametrize("build", ["violating", "conforming"])
def test_packages_of_the_virtual_phone_are_read_too(build: str) -> None:
    apps = Path(privaudit.virtual.__file__).parent / "apps"
    app = read_package(apps / f"example-bank-{build}.apk")
    assert app.manifest.package == "com.example.bank"
    assert "com.example.bank.MainActivity" in app.classes
    assert app.processes == ("com.example.bank", "com.example.bank:push")


def test_what_is_no_package_is_said(tmp_path: Path) -> None:
    cases = {
        "is not an APK: it is no ZIP": b"hello",
        "has no AndroidManifest": zipped({"a.txt": b""}),
        "names no package": zipped({"AndroidManifest.xml": plain(Node("manifest"))}),
        "is not XML": zipped({"AndroidManifest.xml": b"<manifest"}),
    }
    for text, data in cases.items():
        with pytest.raises(InputError, match=text) as error:
            read_package(write(tmp_path / "x.apk", data))
        assert str(tmp_path / "x.apk") in error.value.file
        assert error.value.hint
    os.mkfifo(tmp_path / "pipe.apk")
    with pytest.raises(InputError, match="is a pipe"):
        read_package(tmp_path / "pipe.apk")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"holds no \.apk"):
        read_package(tmp_path / "empty")


def test_files_of_two_apps_are_refused(tmp_path: Path) -> None:
    other = manifest("com.example.other", more={"split": "x"})
    paths = [write(tmp_path / "a.apk", apk(BASE)), write(tmp_path / "b.apk", apk(other))]
    with pytest.raises(InputError, match=r"is of com\.example\.other, not of com\.example\.bank"):
        read_package(paths)
    with pytest.raises(InputError, match="2 base package files"):
        read_package([paths[0], paths[0]])


def test_oddities_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    data = bytearray(apk(BASE, {"../up": b"", "assets/aa": b"1", "assets/bb": b"2"}))
    place = data.rfind(b"assets/bb")
    data[place : place + 9] = b"assets/aa"
    app = read_package(write(tmp_path / "a.apk", bytes(data)))
    assert app.manifest.package == "com.example.bank"
    assert any("names that stand twice (assets/aa)" in one for one in app.oddities)
    assert any("lead out of the package (../up)" in one for one in app.oddities)


def test_code_that_cannot_be_read_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    app = read_package(write(tmp_path / "a.apk", apk(BASE, {"classes2.dex": b"packed away", **LIBRARY})))
    assert app.unread == ("a.apk!classes2.dex: it is no DEX file",)
    assert app.dex_files == 2
    assert app.libraries


def test_a_bomb_in_the_code_ends_at_its_bound(tmp_path: Path) -> None:
    bomb = b"\0" * (read_room.MOST_DEX_BYTES + 10)
    app = read_package(write(tmp_path / "a.apk", apk(BASE, {"classes2.dex": bomb})))
    assert app.unread == (
        f"a.apk!classes2.dex: 'classes2.dex' is larger than {read_room.MOST_DEX_BYTES} bytes",
    )
