"""What runs pages and mini programs: each row can be told by something, and its code is a wrapper's."""

from __future__ import annotations

import re

import pytest

from privaudit.analysis.surface import Surfaces
from privaudit.catalog import load_catalog
from privaudit.model.container import Container
from privaudit.model.platform import is_under

CATALOG = load_catalog()
ROWS = tuple(CATALOG.surfaces.values())


def ids(row: Container) -> str:
    return row.id


@pytest.mark.parametrize("row", ROWS, ids=ids)
def test_a_row_is_whole(row: Container) -> None:
    assert row.source
    assert row.name == row.name.strip() != ""
    assert row.classes or row.entries or row.threads or row.processes or row.elsewhere
    assert row.tells
    for prefix in (*row.classes, *(caller for entry in row.entries for caller in entry.callers)):
        assert re.fullmatch(r"[a-z][\w]*(\.[A-Za-z_]\w*)+", prefix), prefix


@pytest.mark.parametrize("row", [row for row in ROWS if row.kind == "mini_program"], ids=ids)
def test_code_of_mini_programs_is_that_of_a_wrapper_which_acts_where_nobody_else_does(row: Container) -> None:
    for cls in row.classes:
        owners = [
            sdk for sdk in CATALOG.sdks.values() if any(is_under(cls, prefix) for prefix in sdk.prefixes)
        ]
        nearest = max(owners, key=lambda sdk: max(len(p) for p in sdk.prefixes if is_under(cls, p)))
        assert (nearest.role, nearest.acts_alone) == ("wrapper", True), cls


def test_no_thread_process_or_class_belongs_to_two_rows() -> None:
    for kind in ("threads", "processes", "classes"):
        names = [name for row in ROWS for name in getattr(row, kind)]
        assert len(names) == len(set(names)), kind


def test_pages_are_told_by_rows_of_the_catalogue() -> None:
    tellers = Surfaces(CATALOG).tellers
    assert {"webview.load", "webview.load_data_base", "webview.post"} <= set(tellers)
    assert all(api in CATALOG.apis for api in tellers)
