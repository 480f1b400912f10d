"""The jars in the package are what their sources give, and look like the real framework."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import privaudit.virtual

ROOT = Path(__file__).parents[2]
APPS = Path(privaudit.virtual.__file__).parent / "apps"
ARCHIVES = ("framework.jar", "example-bank-violating.apk", "example-bank-conforming.apk", "probe.apk")


@pytest.mark.skipif(shutil.which("javac") is None, reason="there is no javac on this machine")
def test_a_rebuild_gives_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "tools" / "build_java.py", "--out", tmp_path], check=True)
    for name in ARCHIVES:
        assert (tmp_path / name).read_bytes() == (APPS / name).read_bytes(), (
            f"run tools/build_java.py: {name}"
        )


def test_the_apps_carry_no_class_of_the_framework_and_their_sdks() -> None:
    def names(apk: str) -> list[str]:
        with zipfile.ZipFile(APPS / apk) as archive:
            return archive.namelist()

    violating, conforming = names("example-bank-violating.apk"), names("example-bank-conforming.apk")
    assert violating[0] == conforming[0] == "AndroidManifest.xml"
    for entries in (violating, conforming):
        assert not [n for n in entries if n.startswith(("android/", "com/android/"))]
        assert "cn/demostat/analytics/StatAgent.class" in entries
        assert "com/demopush/client/PushService.class" in entries
    assert "com/demoad/sdk/AdManager.class" in violating
    assert not [n for n in conforming if n.startswith("com/demoad")]
