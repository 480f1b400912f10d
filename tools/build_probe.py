"""Build bench/probe/probe.jar, the small Java program that the agent's tests and bench run.

Usage: build_probe.py [--check]. Needs javac 17 or newer; the same sources give the same bytes.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PROBE = Path(__file__).resolve().parent.parent / "bench" / "probe"
JAR = PROBE / "probe.jar"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def build() -> bytes:
    """Compile the sources and return the jar's bytes; raise CalledProcessError when they do not compile."""
    javac = shutil.which("javac")
    if javac is None:
        raise FileNotFoundError("javac is not on PATH: install a JDK 17 or newer")
    sources = sorted(str(path) for path in (PROBE / "src").rglob("*.java"))
    with tempfile.TemporaryDirectory() as folder:
        command = [javac, "--release", "11", "-g", "-proc:none", "-encoding", "UTF-8", "-d", folder, *sources]
        subprocess.run(command, check=True)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as jar:
            for path in sorted(Path(folder).rglob("*.class")):
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _EPOCH)
                jar.writestr(entry, path.read_bytes())
        return buffer.getvalue()


def main() -> int:
    """Build, or with `--check` compare; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="write nothing, compare with what is committed")
    check = parser.parse_args().check
    data = build()
    if JAR.exists() and JAR.read_bytes() == data:
        return 0
    if not check:
        JAR.write_bytes(data)
    print(f"{'differs' if check else 'written'}: {JAR.name}")
    return int(check)


if __name__ == "__main__":
    sys.exit(main())
