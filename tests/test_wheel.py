"""What users install holds everything a run needs: no Node, no JDK, no Android SDK, no sources."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DATA = {".yaml", ".j2", ".css", ".js", ".jar", ".apk", ".so", ".otf", ".html", ".txt", ".typed", ".py"}


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=120,
    )
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        return wheel.namelist()


def test_every_file_of_the_package_is_in_the_wheel(names: list[str]) -> None:
    package = ROOT / "src" / "privaudit"
    wanted = {
        path.relative_to(package.parent).as_posix()
        for path in package.rglob("*")
        if path.is_file()
        and path.suffix in DATA
        and not {"__pycache__", ".mypy_cache", ".ruff_cache", "java"} & set(path.relative_to(package).parts)
    }
    assert wanted <= set(names), sorted(wanted - set(names))[:5]
    assert not [name for name in names if name.endswith((".java", ".c"))]


def test_the_ready_scenarios_are_in_the_wheel(names: list[str]) -> None:
    ready = {f"privaudit/scenarios/{path.name}" for path in (ROOT / "scenarios").glob("*.yaml")}
    assert ready
    assert ready <= set(names)


def test_licences_are_in_the_wheel(names: list[str]) -> None:
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert "privaudit/virtual/fonts/LICENSE-OFL.txt" in names
