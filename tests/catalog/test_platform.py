"""The platform's own code: known by whole segments, never twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privaudit.capture.agent import install_request
from privaudit.catalog import Catalog, load_catalog
from privaudit.errors import InputError
from privaudit.model.platform import is_under, shortest

PACKAGES = st.lists(st.sampled_from(["a", "b", "a-b", "a$", "com"]), min_size=1, max_size=4).map(".".join)


def test_carriers_are_the_platform_and_every_row_that_is_no_actor() -> None:
    catalog = load_catalog()
    carriers = catalog.carriers
    for prefix in (
        *(row.prefix for row in catalog.platform.prefixes),
        *(prefix for sdk in catalog.sdks.values() if sdk.role != "actor" for prefix in sdk.prefixes),
    ):
        assert any(is_under(prefix, carrier) for carrier in carriers), prefix
    assert "okhttp3" in carriers
    assert "android" in carriers
    assert not any(is_under("cn.demostat.analytics", carrier) for carrier in carriers)


def test_the_agent_is_told_the_carriers() -> None:
    catalog = load_catalog()
    assert install_request((), through=catalog.carriers).through == list(catalog.carriers)
    assert install_request(()).through == []


def test_whole_segments_only() -> None:
    assert is_under("com.demo.A", "com.demo")
    assert is_under("com.demo", "com.demo")
    assert not is_under("com.demostat.A", "com.demo")
    assert not is_under("com", "com.demo")


@given(st.lists(PACKAGES, max_size=8))
def test_the_shortest_prefixes_cover_the_same_names(prefixes: list[str]) -> None:
    kept = shortest(prefixes)
    assert all(any(is_under(prefix, one) for one in kept) for prefix in prefixes)
    assert all(not is_under(a, b) for a in kept for b in kept if a != b)
    assert set(kept) <= set(prefixes)


def _changed(folder: Path, change: Callable[[str], str]) -> Catalog:
    file = folder / "platform.yaml"
    file.write_text(change(load_catalog().folder.joinpath("platform.yaml").read_text("utf-8")), "utf-8")
    return Catalog(folder)


def test_a_prefix_twice_is_refused(tmp_path: Path) -> None:
    again = "- {prefix: dalvik, kind: framework, reason: again}\n# Where a thread"
    with pytest.raises(InputError, match=r"platform\.yaml:\d+:\d+: 'dalvik' stands twice"):
        _ = _changed(tmp_path, lambda text: text.replace("# Where a thread", again)).platform


def test_a_prefix_with_a_dot_at_its_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"'dalvik\.' is not a package"):
        _ = _changed(tmp_path, lambda text: text.replace("prefix: dalvik,", "prefix: dalvik.,")).platform
