"""What is committed is what the sources give."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from privaudit.capture.agent import agent_sha256, agent_source

ROOT = Path(__file__).parents[2]
HOOKS = ROOT / "hooks"


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The agent's dependencies, installed from the lock file where they are not."""
    folder = HOOKS / "node_modules"
    if not (folder / "frida-java-bridge").is_dir():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("npm is not installed, so the agent's dependencies cannot be had: bundle not rebuilt")
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=HOOKS, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode != 0:
            pytest.skip(f"npm could not fetch the agent's dependencies: {done.stderr.strip()[-300:]}")
    return folder


def test_generated_types_and_bundles_are_fresh(node_modules: Path) -> None:
    assert node_modules.is_dir()
    command = [sys.executable, str(ROOT / "tools" / "build_agent.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_probe_is_fresh() -> None:
    javac = shutil.which("javac")
    if javac is None:
        pytest.skip("javac is not installed: the probe's jar is not rebuilt")
    version = subprocess.run([javac, "-version"], capture_output=True, text=True, timeout=60, check=True)
    if not (version.stdout + version.stderr).startswith("javac 17."):
        pytest.skip(f"the probe's jar was built by javac 17; this is {version.stdout.strip()}")
    command = [sys.executable, str(ROOT / "tools" / "build_probe.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_bundle_ships_and_is_named_by_its_hash() -> None:
    assert "frida-java-bridge" in (HOOKS / "package.json").read_text("utf-8")
    assert "rpc.exports" in agent_source()
    assert len(agent_sha256()) == 64


def test_nothing_leaves_the_agent_but_through_one_function() -> None:
    senders = [
        path.name
        for path in (HOOKS / "src").rglob("*.ts")
        if "send(" in path.read_text("utf-8") or "console." in path.read_text("utf-8")
    ]
    assert senders == ["emit.ts"]


def test_the_lock_file_names_no_registry() -> None:
    assert "resolved" not in (HOOKS / "package-lock.json").read_text("utf-8")
