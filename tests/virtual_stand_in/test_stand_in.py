"""The stand-in framework is what its declarations give, and what is written by hand has only real members."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import framework_signatures
import stand_in

NOT_ANDROIDS = (
    "com.android.internal.",
    "android.hardware.camera2.CameraManager$Device",
    "org.json.JSONObject$1",
)
"""What the virtual phone itself is made of: no app can name it."""


def test_the_committed_framework_is_what_the_generator_makes(tmp_path: Path) -> None:
    compiled = stand_in.written()
    made = stand_in.generate(stand_in.PHONE_LEVEL, compiled)
    stand_in.write_jar(tmp_path / "framework.jar", {**compiled, **made})
    same = (tmp_path / "framework.jar").read_bytes() == stand_in.FRAMEWORK_JAR.read_bytes()
    assert same, "run tools/stand_in.py"


def test_classes_that_a_compiler_wrote_have_sources() -> None:
    sources = stand_in.VIRTUAL / "java" / "framework"
    for name in stand_in.written():
        assert (sources / (name.split("$")[0].replace(".", "/") + ".java")).is_file(), name


def test_what_is_written_by_hand_has_only_members_of_the_real_framework() -> None:
    level = stand_in.level_of(stand_in.PHONE_LEVEL)
    for name, data in stand_in.written().items():
        if name.startswith(NOT_ANDROIDS):
            continue
        real = {
            (member.kind, member.name, member.types, member.result)
            for one in level.chain(name)
            for member in one.members
        }
        for member in framework_signatures.parse(data).members:
            if {"public", "protected"} & set(member.flags.split()):
                assert (member.kind, member.name, member.types, member.result) in real, (name, member)


@pytest.mark.parametrize("number", [26, 36])
def test_other_levels_are_generated_the_same_every_time(number: int, tmp_path: Path) -> None:
    classes = stand_in.generate(number)
    assert classes == stand_in.generate(number)
    stand_in.write_jar(tmp_path / "level.jar", {**stand_in.support(), **classes})
    with zipfile.ZipFile(tmp_path / "level.jar") as jar:
        assert "android/telephony/TelephonyManager.class" in jar.namelist()
