"""The file of the framework's declarations: what it holds, and that it is read and written without loss."""

from __future__ import annotations

import json
import lzma
import struct
from types import ModuleType
from typing import Any

import pytest

LEVELS = tuple(range(26, 37))


def test_it_covers_every_level_and_is_compact(reader: ModuleType, framework: Any) -> None:
    assert framework.levels == LEVELS
    assert len(framework.classes) > 500
    assert reader.DATA.stat().st_size < 1_500_000


def test_every_listed_class_is_in_it(reader: ModuleType, framework: Any) -> None:
    classes, _rows = reader.wanted()
    listed = reader.CLASSES.read_text("utf-8").splitlines()[2:]
    assert listed == sorted(set(listed))
    assert set(listed) <= set(framework.classes)
    assert set(listed) <= classes


def test_it_is_written_as_it_was_read(reader: ModuleType, framework: Any) -> None:
    assert framework.text() == lzma.decompress(reader.DATA.read_bytes()).decode()


def test_what_is_above_a_class_is_in_it(framework: Any) -> None:
    forms = [form for by_form in framework.classes.values() for form in by_form]
    above = {name for _flags, parent, interfaces in forms for name in (parent, *interfaces.split(","))}
    missing = {name for name in above if name.startswith("android.")} - set(framework.classes)
    assert missing == set()


def test_an_overload_that_came_later_has_only_its_levels(framework: Any) -> None:
    found = framework.overloads("android.app.ApplicationPackageManager", "getInstalledPackages")
    assert found == {
        "(int)": set(LEVELS),
        "(android.content.pm.PackageManager$PackageInfoFlags)": set(range(33, 37)),
    }
    # Abstract there.
    assert framework.overloads("android.content.pm.PackageManager", "getInstallerPackageName") == {}


def test_permissions_are_those_of_the_annotation(framework: Any) -> None:
    named = framework.permissions("android.location.LocationManager", "getLastKnownLocation")
    assert named == {"android.permission.ACCESS_COARSE_LOCATION", "android.permission.ACCESS_FINE_LOCATION"}
    assert framework.permissions("android.location.LocationManager", "no_such_method") == set()


def test_constants_are_kept(framework: Any) -> None:
    fields = {member.name: member for member in framework.members["android.Manifest$permission"]}
    assert json.loads(fields["CAMERA"].more) == "android.permission.CAMERA"


def test_the_same_declarations_give_the_same_bytes(reader: ModuleType) -> None:
    def made(order: tuple[int, ...]) -> bytes:
        framework = reader.Framework((26, 27, 29))
        framework.classes["a.B"] = {("public", "a.A", ""): set(order)}
        member = reader.Member("m", "get", "()", "int", "public")
        framework.members["a.B"] = {member: set(order)}
        return bytes(reader.pack(framework))

    assert made((26, 29)) == made((29, 26))
    assert made((26, 29)) != made((26, 27))


@pytest.mark.parametrize("data", [b"", b"PK\3\4", b"\xca\xfe\xba"])
def test_what_is_no_class_file_is_refused(reader: ModuleType, data: bytes) -> None:
    with pytest.raises(ValueError, match="not a class file"):
        reader.parse(data)


def test_a_class_file_cut_short_is_an_error(reader: ModuleType) -> None:
    with pytest.raises(struct.error):
        reader.parse(b"\xca\xfe\xba\xbe\0\0\0\x34\0\x10")
