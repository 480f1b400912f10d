"""`assess`, `report` and `verify` work where frida, mitmproxy and adbutils are not installed."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from audited import Audited
from packaging.requirements import Requirement

import privaudit

HEAVY = ("frida", "mitmproxy", "adbutils")


def core_distributions() -> set[str]:
    """Return the names of everything the core requires, from the installed metadata."""
    wanted: set[str] = set()
    queue = [Requirement(line) for line in importlib.metadata.requires("privaudit") or []]
    while queue:
        requirement = queue.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        if name in wanted:
            continue
        wanted.add(name)
        queue += [Requirement(line) for line in importlib.metadata.requires(name) or []]
    return wanted


@pytest.fixture(scope="module")
def core_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an environment that holds privaudit and its core requirements and nothing else."""
    folder = tmp_path_factory.mktemp("core") / "venv"
    venv.create(folder, with_pip=False, symlinks=True)
    site = next(folder.glob("lib/python*/site-packages"))
    for name in core_distributions():
        for file in importlib.metadata.files(name) or []:
            source = Path(str(file.locate()))
            if ".." in file.parts or not source.is_file():
                continue
            target = site / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    shutil.copytree(
        Path(privaudit.__file__).parent,
        site / "privaudit",
        ignore=shutil.ignore_patterns("__pycache__", ".mypy_cache", "java"),
    )
    return folder / "bin" / "python"


def run(python: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "-I", "-m", "privaudit", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_environment_really_lacks_them(core_python: Path) -> None:
    for name in HEAVY:
        done = subprocess.run([core_python, "-I", "-c", f"import {name}"], check=False, capture_output=True)
        assert b"ModuleNotFoundError" in done.stderr, name
    assert sys.executable != str(core_python)


def test_assess_report_and_verify_work_there(core_python: Path, violating: Audited, tmp_path: Path) -> None:
    verified = run(core_python, "verify", violating.evidence)
    assert verified.returncode == 0, verified.stderr
    assessed = run(core_python, "assess", violating.evidence)
    assert assessed.returncode == 1, assessed.stderr
    reported = run(core_python, "report", violating.evidence, "--output", tmp_path)
    assert reported.returncode == 1, reported.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.zh.html", "report.zh.json"]


def test_a_command_that_records_says_what_to_install(core_python: Path) -> None:
    done = run(core_python, "devices", "--language", "en")
    assert done.returncode == 4
    assert "privaudit[device]" in done.stderr
