"""Build the native libraries of the virtual device, the same bytes every time.

Usage: python tools/build_native.py [--out DIR]. Needs `ziglang` of the version below (from PyPI), whose clang
and C library headers are the same on every machine; at maintenance time only, what it makes is committed.
The agent's network part is compiled with them, into hooks/src/network/machine.ts; build the agent after it.
With javac 17 or newer on PATH it builds the Java half of the tests of native hooks too.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import machine_code

ROOT = Path(__file__).resolve().parent.parent
NATIVE = ROOT / "src" / "privaudit" / "virtual" / "native"
TESTS = ROOT / "tests" / "capture_native"
MOMENT = (2026, 1, 1, 0, 0, 0)
COMPILER = "0.13.0"
"""The version of ziglang that the committed libraries were made with."""
TARGETS = {"x86_64": "x86_64-linux-gnu.2.34", "aarch64": "aarch64-linux-gnu.2.34"}
"""Machines, with the oldest C library the results run on."""
FLAGS = (
    "-shared", "-fPIC", "-O1", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-fno-sanitize=all",
    "-fno-optimize-sibling-calls", "-fno-inline", "-g0", "-Wl,--build-id=none",
)  # fmt: skip
SYSTEM = "system"
APPS = "gauntlet"


def compiler() -> list[str] | None:
    """Return the command of the C compiler, or None where it is not installed in its version."""
    if importlib.util.find_spec("ziglang") is None:
        return None
    command = [sys.executable, "-m", "ziglang"]
    shown = subprocess.run([*command, "version"], capture_output=True, text=True, check=True).stdout.strip()
    return command if shown == COMPILER else None


def build_machine() -> str:
    """Return the TypeScript module with the agent's network part for every machine."""
    command = compiler()
    if command is None:
        raise SystemExit(f"no ziglang {COMPILER}: pip install ziglang=={COMPILER}")
    return machine_code.module(
        {machine: machine_code.compile_flat(command, target, machine) for machine, target in TARGETS.items()}
    )


def build(out: Path) -> list[Path]:
    """Build every library for every machine into `out/MACHINE/{system,gauntlet}` and return their paths."""
    command = compiler()
    if command is None:
        raise SystemExit(f"no ziglang {COMPILER}: pip install ziglang=={COMPILER}")
    made = []
    for machine, target in TARGETS.items():
        provided = [
            build_one(command, target, source, out / machine / SYSTEM, [])
            for source in sorted((NATIVE / SYSTEM).glob("*.c"))
        ]
        made += provided
        made += [
            build_one(command, target, source, out / machine / APPS, provided)
            for source in sorted((NATIVE / APPS).glob("*.c"))
        ]
    return made


def build_one(command: list[str], target: str, source: Path, folder: Path, needed: list[Path]) -> Path:
    """Compile a library; the libraries it needs are looked for beside its own folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / f"{source.stem}.so"
    links = [f"-Wl,-rpath,$ORIGIN/../{SYSTEM}", "-pthread", *map(str, needed)] if needed else ["-pthread"]
    # From its own folder, so that no path of this machine gets into the library.
    subprocess.run(
        [*command, "cc", "-target", target, *FLAGS, f"-Wl,-soname,{made.name}", "-s", "-o", str(made),
         source.name, *links],
        check=True, cwd=source.parent,
    )  # fmt: skip
    return made


def build_reads(target: Path) -> Path:
    """Compile the program the tests run, and zip its classes with a fixed time."""
    sources = sorted(path.relative_to(TESTS / "java").as_posix() for path in (TESTS / "java").rglob("*.java"))
    with tempfile.TemporaryDirectory() as scratch:
        command = [
            "javac",
            "--release",
            "17",
            "-g",
            "-encoding",
            "UTF-8",
            "-Werror",
            "-Xlint:all",
            "-d",
            scratch,
        ]
        subprocess.run([*command, *sources], check=True, cwd=TESTS / "java")
        with zipfile.ZipFile(target, "w") as jar:
            for path in sorted(Path(scratch).rglob("*.class")):
                # Stored: deflate gives other bytes with other versions of zlib.
                info = zipfile.ZipInfo(path.relative_to(scratch).as_posix(), MOMENT)
                info.create_system = 3
                info.external_attr = 0o644 << 16
                jar.writestr(info, path.read_bytes())
    return target


def main() -> int:
    """Build and list what was made."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--out", type=Path, default=NATIVE, help="where the libraries go (default: the package)"
    )
    out = parser.parse_args().out
    machine_code.WRITTEN.write_text(build_machine(), "utf-8")
    print(f"{machine_code.WRITTEN.stat().st_size:>8} {machine_code.WRITTEN.name}")
    for path in build(out):
        print(f"{path.stat().st_size:>8} {path.parent.parent.name}/{path.parent.name}/{path.name}")
    if shutil.which("javac") is not None:
        path = build_reads(TESTS / "reads.jar")
        print(f"{path.stat().st_size:>8} {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
