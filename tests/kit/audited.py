"""Running the whole job through the real command line, and what came of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LIMIT_S = 180


@dataclass(frozen=True)
class Audited:
    """A finished demo run: its folder, exit status, what it printed and the report as data."""

    folder: Path
    status: int
    stdout: str
    stderr: str
    report: dict[str, Any]

    @property
    def evidence(self) -> Path:
        return self.folder / "evidence"

    def findings(self, *verdicts: str) -> list[dict[str, Any]]:
        return [f for f in self.report["findings"] if f["verdict"] in (verdicts or ("violation",))]


def privaudit(*arguments: str | Path, timeout: float = LIMIT_S) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does and return how it ended."""
    return subprocess.run(
        [sys.executable, "-m", "privaudit", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "CI": "true", "PRIVAUDIT_LANGUAGE": "en"},
    )


def audit(build: str, folder: Path) -> Audited:
    done = privaudit("demo", "--build", build, "--output", folder)
    reports = list(folder.glob("report.*.json"))
    assert reports, f"no report was written\n{done.stdout}\n{done.stderr}"
    report = json.loads(reports[0].read_text(encoding="utf-8"))
    return Audited(folder, done.returncode, done.stdout, done.stderr, report.get("report", report))
