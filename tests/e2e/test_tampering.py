"""One flipped byte anywhere in a real evidence folder is found and its file named."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from audited import Audited, privaudit

from privaudit.evidence.verify import verify


@pytest.mark.e2e
def test_the_demo_evidence_is_whole(violating: Audited) -> None:
    done = privaudit("verify", violating.evidence)
    assert done.returncode == 0, done.stderr
    assert "whole" in done.stderr


@pytest.mark.e2e
def test_one_flipped_byte_is_named(violating: Audited, tmp_path: Path) -> None:
    copy = tmp_path / "evidence"
    shutil.copytree(violating.evidence, copy)
    chance = random.Random(16)
    files = sorted(path for path in copy.rglob("*") if path.is_file())
    assert len(files) > 20
    for path in files:
        whole = path.read_bytes()
        if not whole:
            continue
        place = chance.randrange(len(whole))
        path.write_bytes(
            whole[:place] + bytes([whole[place] ^ (1 << chance.randrange(8))]) + whole[place + 1 :]
        )
        problems = verify(copy)
        assert problems, f"byte {place} of {path.name} was altered unseen"
        assert problems[0].file == path.relative_to(copy).as_posix()
        path.write_bytes(whole)
    assert verify(copy) == []
