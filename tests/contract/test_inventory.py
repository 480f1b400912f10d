"""What hook inventories of the field list: every category is served, and what has no row has a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from privaudit.catalog.load import load_catalog
from privaudit.yamldoc import read_document

ROWS = load_catalog().apis
OUT_OF_SCOPE = frozenset(
    {
        *("database", "encoding", "ipc_binder", "reflection"),
        *("sdk_analytics", "shared_preferences", "tls", "ui_input"),
    }
)
"""Categories that yield no personal information by themselves, or are too hot to hook."""
NATIVE = ".so"


class Other(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Entries of one class without a row of their own."""

    cls: str = msgspec.field(name="class")
    methods: tuple[str, ...]
    fact: str
    seen_by: tuple[str, ...] = ()
    why: str


class Category(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A category with the rows that are its entries' own, and its other entries."""

    category: str
    rows: tuple[str, ...]
    others: tuple[Other, ...] = ()


CATEGORIES = msgspec.convert(
    read_document(Path(__file__).with_name("inventory.yaml")).value, tuple[Category, ...], strict=False
)
OTHERS = [
    pytest.param(other, id=f"{category.category}: {other.cls} {other.methods[0]}")
    for category in CATEGORIES
    for other in category.others
]


def names(category: Category) -> set[str]:
    return {*category.rows, *(row for other in category.others for row in other.seen_by)}


@pytest.mark.parametrize("category", CATEGORIES, ids=lambda category: category.category)
def test_every_category_is_served_by_rows(category: Category) -> None:
    assert names(category) <= set(ROWS)
    assert bool(category.rows) == (category.category not in OUT_OF_SCOPE)


@pytest.mark.parametrize("other", OTHERS)
def test_what_is_said_of_an_entry_is_so(other: Other, framework: Any) -> None:
    assert all(fact_of(other.cls, method, framework) == other.fact for method in other.methods)
    assert other.why
    rows = {(row.cls, row.method) for row in ROWS.values()}
    assert rows.isdisjoint((other.cls, method) for method in other.methods)


def fact_of(cls: str, method: str, framework: Any) -> str:
    """Return what the framework's class files say of a method of an inventory."""
    if cls.endswith(NATIVE):
        return "native"
    if cls not in framework.classes:
        return "outside"
    if framework.overloads(cls, method):
        return "declared"
    return "abstract" if framework.overloads(cls, method, abstract=True) else "missing"


def test_the_inventory_is_whole() -> None:
    assert len(CATEGORIES) == 51
    assert len({category.category for category in CATEGORIES}) == 51
    assert {category.category for category in CATEGORIES} >= OUT_OF_SCOPE
