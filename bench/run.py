"""Run every benchmark beside this file: each prints lines of `name value unit`: `make bench`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Run the benchmarks one after the other, each in a process of its own, so that none warms another."""
    wanted = sys.argv[1:]
    failed = 0
    for path in sorted(HERE.glob("*.py")):
        if path.name == "run.py" or path.name.startswith("_") or (wanted and path.stem not in wanted):
            continue
        code = subprocess.run([sys.executable, str(path)], check=False, timeout=600).returncode
        if code:
            print(f"{path.name} failed with status {code}", file=sys.stderr, flush=True)
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
