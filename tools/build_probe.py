"""Build the small Java programs that tests and benches run: bench/probe, storm, crypto and trust.

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

BENCH = Path(__file__).resolve().parent.parent / "bench"
PROGRAMS = ("probe", "storm", "crypto", "trust")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def build(program: str) -> bytes:
    """Compile a program and return its jar's bytes; raise CalledProcessError when it does not compile."""
    javac = shutil.which("javac")
    if javac is None:
        raise FileNotFoundError("javac is not on PATH: install a JDK 17 or newer")
    sources = sorted(str(path) for path in (BENCH / program / "src").rglob("*.java"))
    with tempfile.TemporaryDirectory() as folder:
        command = [javac, "--release", "11", "-g", "-proc:none", "-encoding", "UTF-8", "-d", folder, *sources]
        subprocess.run(command, check=True)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as jar:
            for path in sorted(Path(folder).rglob("*.class")):
                name = path.relative_to(folder).as_posix()
                # Off the class path: only a class loader that is pointed there finds plug-ins.
                entry = zipfile.ZipInfo(f"late/{name}" if name.startswith("plugin/") else name, _EPOCH)
                jar.writestr(entry, path.read_bytes())
        return buffer.getvalue()


def main() -> int:
    """Build, or with `--check` compare; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="write nothing, compare with what is committed")
    check = parser.parse_args().check
    differs = False
    for program in PROGRAMS:
        jar = BENCH / program / f"{program}.jar"
        data = build(program)
        if jar.exists() and jar.read_bytes() == data:
            continue
        differs = True
        if not check:
            jar.write_bytes(data)
        print(f"{'differs' if check else 'written'}: {jar.name}")
    return int(check and differs)


if __name__ == "__main__":
    sys.exit(main())
