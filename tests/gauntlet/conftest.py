from __future__ import annotations

from pathlib import Path

import pytest

import framework_signatures
import gauntlet
from framework_signatures import Framework
from gauntlet import Course
from privaudit.catalog import Catalog
from privaudit.catalog.load import load_catalog
from privaudit.model.catalog import ApiRow, Sdk


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="session")
def rows(catalog: Catalog) -> list[ApiRow]:
    """The whole catalogue but for native functions, which have tests of their own."""
    return [row for row in catalog.apis.values() if row.kind != "native"]


@pytest.fixture(scope="session")
def third_parties(catalog: Catalog) -> list[Sdk]:
    return gauntlet.made_up(catalog.sdks.values())


@pytest.fixture(scope="session")
def declarations() -> Framework:
    return framework_signatures.read()


@pytest.fixture(scope="session")
def courses(rows: list[ApiRow], declarations: Framework, third_parties: list[Sdk]) -> dict[int, Course]:
    """The gauntlet by API level: all of it on some, on others what is there on none of these."""
    return gauntlet.courses(rows, declarations, third_parties)


@pytest.fixture(scope="session")
def frameworks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gauntlet")
