"""A real JVM whose SDK reads in native code, and the agent in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from native_reads import Reads, Watched


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Callable[..., Watched]]:
    made: list[Watched] = []

    def make(*, loaded: bool = True) -> Watched:
        made.append(Watched(Reads(tmp_path, loaded=loaded)))
        return made[-1]

    yield make
    for one in made:
        one.stop()
        one.reads.close()
