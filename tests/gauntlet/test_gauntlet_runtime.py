"""The committed runner of the gauntlet is what its sources give."""

from __future__ import annotations

import shutil
import subprocess

import gauntlet


def test_the_runner_is_built_from_its_sources() -> None:
    javac = shutil.which("javac")
    if javac is None:
        # Its sources are compiled where there is a compiler; what is committed was.
        assert gauntlet.RUNTIME.stat().st_size > 0
        return
    version = subprocess.run([javac, "-version"], capture_output=True, text=True, check=True).stdout
    assert int(version.split()[-1].split(".")[0]) >= 17
    assert gauntlet.build() == gauntlet.RUNTIME.read_bytes()
