"""The whole job, run once per build of the demo app."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from audited import Audited, audit


@pytest.fixture(scope="session")
def audits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Future[Audited]]]:
    """Both builds at the same time: a run waits for most of it."""
    folders = {build: tmp_path_factory.mktemp(build) / "run" for build in ("violating", "conforming")}
    with ThreadPoolExecutor(len(folders)) as pool:
        yield {build: pool.submit(audit, build, folder) for build, folder in folders.items()}


@pytest.fixture(scope="session")
def violating(audits: dict[str, Future[Audited]]) -> Audited:
    return audits["violating"].result()


@pytest.fixture(scope="session")
def conforming(audits: dict[str, Future[Audited]]) -> Audited:
    return audits["conforming"].result()
