"""Build framework.jar and the apps of the virtual device, the same bytes every time.

The framework's classes that are not written by hand are generated from its declarations: tools/stand_in.py.

Usage: python tools/build_java.py [--out DIR]. Needs javac 17 or newer on PATH, at build time only.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import stand_in

VIRTUAL = Path(__file__).resolve().parent.parent / "src" / "privaudit" / "virtual"
SOURCES = VIRTUAL / "java"
APPS = VIRTUAL / "apps"
MOMENT = (2026, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Archive:
    """What goes into one archive: roots of Java sources, and a manifest when it is an app."""

    file: str
    roots: tuple[str, ...]
    manifest: str = ""


LIBRARIES = ("okhttp", "gms", "msa")
ARCHIVES = (
    Archive("framework.jar", ("framework",)),
    Archive(
        "example-bank-violating.apk",
        ("bank/common", "bank/violating", "sdks/demostat", "sdks/demopush", "sdks/demoad", *LIBRARIES),
        "bank/violating/AndroidManifest.xml",
    ),
    Archive(
        "example-bank-conforming.apk",
        ("bank/common", "bank/conforming", "sdks/demostat", "sdks/demopush", *LIBRARIES),
        "bank/conforming/AndroidManifest.xml",
    ),
    Archive("example-traffic.apk", ("traffic", "okhttp"), "traffic/AndroidManifest.xml"),
    Archive("probe.apk", ("probe", *LIBRARIES), "probe/AndroidManifest.xml"),
)


def javac() -> str | None:
    """Return the path of a Java compiler that can make class files for Java 17, or None."""
    found = shutil.which("javac")
    if found is None:
        return None
    shown = subprocess.run([found, "-version"], capture_output=True, text=True, check=True).stdout
    major = int(shown.split()[-1].split(".")[0])
    return found if major >= 17 else None  # noqa: PLR2004 — the runtime's version


def build(out: Path) -> list[Path]:
    """Build every archive into a folder and return their paths."""
    compiler = javac()
    if compiler is None:
        raise SystemExit("no javac 17 or newer on PATH: install a JDK, e.g. openjdk-17-jdk-headless")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        framework = Path(scratch) / "framework"
        made = []
        for archive in ARCHIVES:
            classes = framework if archive.file == "framework.jar" else Path(scratch) / archive.file
            compile_sources(compiler, archive, classes, framework)
            if classes == framework:
                add_generated(classes)
            made.append(pack(archive, classes, out / archive.file))
    return made


def compile_sources(compiler: str, archive: Archive, classes: Path, framework: Path) -> None:
    """Compile an archive's sources into class files, with line numbers kept."""
    sources = sorted(
        path.relative_to(SOURCES).as_posix()
        for root in archive.roots
        for path in (SOURCES / root).rglob("*.java")
    )
    classes.mkdir(parents=True)
    # Raw types, because the framework's own signatures have some (org.json).
    command = [compiler, "--release", "17", "-g", "-encoding", "UTF-8", "-proc:none", "-Werror",
               "-Xlint:all,-serial,-rawtypes,-unchecked,-try", "-d", str(classes)]  # fmt: skip
    if classes != framework:
        command += ["-cp", str(framework)]
    subprocess.run([*command, *sources], check=True, cwd=SOURCES)


def add_generated(classes: Path) -> None:
    """Add the generated stand-ins to the compiled ones: whole classes, and members that written ones lack."""
    compiled = {
        path.relative_to(classes).as_posix().removesuffix(".class").replace("/", "."): path.read_bytes()
        for path in classes.rglob("*.class")
    }
    for name, data in stand_in.generate(stand_in.PHONE_LEVEL, compiled).items():
        path = classes / (name.replace(".", "/") + ".class")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def pack(archive: Archive, classes: Path, target: Path) -> Path:
    """Zip class files (and the manifest) in order of name, with a fixed time."""
    entries = {path.relative_to(classes).as_posix(): path for path in classes.rglob("*.class")}
    if archive.manifest:
        entries["AndroidManifest.xml"] = SOURCES / archive.manifest
    with zipfile.ZipFile(target, "w") as jar:
        # The manifest first, as in a real package; the rest by name.
        for name in sorted(entries, key=lambda name: (name != "AndroidManifest.xml", name)):
            info = zipfile.ZipInfo(name, MOMENT)
            # Stored: deflate gives other bytes with other versions of zlib.
            info.compress_type = zipfile.ZIP_STORED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            jar.writestr(info, entries[name].read_bytes())
    return target


def main() -> int:
    """Build and list what was made."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=APPS, help="where the archives go (default: the package)")
    for path in build(parser.parse_args().out):
        print(f"{path.stat().st_size:>8} {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
