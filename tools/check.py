"""Run every check and test of the project, in the order that fails soonest: `make test`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def commands() -> list[tuple[str, list[str]]]:
    """Return (what it checks, command) pairs; what the machine cannot run is said, not hidden."""
    checks = [
        ("format", [str(BIN / "ruff"), "format", "--check", "."]),
        ("lint", [str(BIN / "ruff"), "check", "--quiet", "."]),
        ("types", [str(BIN / "mypy")]),
        ("layers", [str(BIN / "lint-imports"), "--no-cache"]),
    ]
    tsc = ROOT / "hooks" / "node_modules" / ".bin" / "tsc"
    if shutil.which("npm"):
        if not tsc.exists():
            checks.append(("agent packages", ["npm", "ci", "--prefix", "hooks", "--silent"]))
        checks.append(("agent types", [str(tsc), "--noEmit", "-p", "hooks"]))
    else:
        print("agent types: not checked, there is no npm on this machine", flush=True)
    checks.append(("tests", [sys.executable, "-m", "pytest", *sys.argv[1:]]))
    return checks


def main() -> int:
    """Run all checks; the first that fails ends it with its exit status."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    for name, command in commands():
        began = time.monotonic()
        print(f"== {name}", flush=True)
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        print(
            f"== {name}: {'ok' if code == 0 else f'failed ({code})'}, {time.monotonic() - began:.1f} s",
            flush=True,
        )
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
