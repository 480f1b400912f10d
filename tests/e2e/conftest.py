"""The whole job, run once per build of the demo app."""

from __future__ import annotations

import pytest
from audited import Audited, audit


@pytest.fixture(scope="session")
def violating(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    return audit("violating", tmp_path_factory.mktemp("violating") / "run")


@pytest.fixture(scope="session")
def conforming(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    return audit("conforming", tmp_path_factory.mktemp("conforming") / "run")
