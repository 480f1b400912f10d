from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scenario.fake_stage import ROW, button, node, screen

from privaudit.model.ui import Bounds, UiNode, UiTree
from privaudit.scenario.pattern import Budget, PatternTimeoutError, contains, matches
from privaudit.scenario.select import find_all, find_first
from privaudit.scenario.step import Selector

TREE = screen(
    node("标题", row=0),
    node("同意", row=1),
    button("同意", row=2, id="privacy_agree"),
    button("不同意", row=3, id="privacy_refuse"),
    node(
        row=4,
        id="card",
        height=ROW * 2,
        children=[
            node("余额(元)", row=4, width=500),
            button("查看", row=5, width=500),
            node("行1\n行2", row=5, left=500, width=200, height=200, selected=True),
        ],
    ),
    button("查看", row=7, desc="全部账单"),
    node("", row=8, hint="请输入手机号", cls="android.widget.EditText", focused=True),
    node("off", row=30),
)


def texts(selector: Selector) -> list[str]:
    return [found.text or found.hint for found in find_all(TREE, selector, screen=(1080, 2000))]


def rows(selector: Selector) -> list[int]:
    return [found.bounds.top // ROW for found in find_all(TREE, selector, screen=(1080, 2000))]


def test_text_matches_the_whole_text_and_clickable_elements_come_first() -> None:
    assert rows(Selector(text="同意")) == [2, 1]
    assert texts(Selector(text=".*同意")) == ["同意", "不同意", "同意"]
    assert texts(Selector(text="同")) == []


def test_text_also_matches_description_and_hint_and_lines_as_spaces() -> None:
    assert rows(Selector(text="全部账单")) == [7]
    assert rows(Selector(text="请输入.*")) == [8]
    assert rows(Selector(text="行1 行2")) == [5]


def test_text_with_brackets_is_also_taken_literally() -> None:
    assert rows(Selector(text="余额(元)")) == [4]
    assert rows(Selector(text="余额(元")) == []
    assert rows(Selector(text=r"\Q余额(元)\E")) == [4]


def test_case_does_not_matter() -> None:
    tree = screen(button("Agree AND Continue"))
    assert find_first(tree, Selector(text="agree.*")) is not None


def test_id_matches_in_full_or_after_the_slash() -> None:
    assert rows(Selector(id="privacy_agree")) == [2]
    assert rows(Selector(id="com.example.bank:id/privacy_agree")) == [2]
    assert rows(Selector(id="privacy_.*")) == [2, 3]
    assert rows(Selector(id="agree")) == []


def test_index_counts_from_the_top_of_the_screen_and_from_the_end() -> None:
    assert rows(Selector(text="同意", index=0)) == [1]
    assert rows(Selector(text="同意", index=-1)) == [2]
    assert rows(Selector(text="同意", index=2)) == []
    assert rows(Selector(text="同意", index=-3)) == []


def test_states() -> None:
    assert rows(Selector(focused=True)) == [8]
    assert rows(Selector(selected=True)) == [5]
    assert rows(Selector(text="同意", enabled=False)) == []
    assert rows(Selector(text="同意", checked=False)) == [2, 1]


def test_size_within_a_tolerance() -> None:
    assert rows(Selector(width=200, height=200)) == [5]
    assert rows(Selector(width=205, height=190, tolerance=10)) == [5]
    assert rows(Selector(width=205, height=190)) == []


def test_traits() -> None:
    assert rows(Selector(traits="square")) == [5]
    assert rows(Selector(traits="text square")) == [5]
    long = screen(node("长" * 201), node("短", row=1))
    assert [found.text[0] for found in find_all(long, Selector(traits="long-text"))] == ["长"]


def test_relations() -> None:
    assert rows(Selector(text="查看", below=Selector(text="余额.*"))) == [5, 7]
    assert rows(Selector(text="查看", above=Selector(text="全部账单"))) == [5]
    assert rows(Selector(text="查看", below=Selector(text="没有"))) == []
    assert rows(Selector(text="查看", leftOf=Selector(text="行1.*"))) == [7, 5]
    assert rows(Selector(text="行1.*", rightOf=Selector(text="余额.*"))) == [5]
    assert rows(Selector(text="查看", childOf=Selector(id="card"))) == [5]
    assert rows(Selector(containsChild=Selector(text="余额.*"))) == [4]
    assert rows(
        Selector(id="card", containsDescendants=(Selector(text="查看"), Selector(text="余额.*")))
    ) == [4]
    assert rows(Selector(id="card", containsDescendants=(Selector(text="查看"), Selector(text="标题")))) == []


def test_the_nearest_of_several_comes_first() -> None:
    assert rows(Selector(text="查看", below=Selector(text="标题"))) == [5, 7]
    assert rows(Selector(text=".*同意", above=Selector(text="请输入.*"))) == [3, 2, 1]


def test_the_innermost_of_nested_matches_is_taken() -> None:
    inner = button("确定", row=1)
    tree = screen(node("确定", row=1, children=[node("确定", row=1, children=[inner])]))
    assert find_all(tree, Selector(text="确定")) == (inner,)


def test_what_is_not_on_the_screen_is_not_found() -> None:
    assert rows(Selector(text="off")) == []
    assert find_first(TREE, Selector(text="off")) is not None
    assert find_first(screen(node("flat", height=0)), Selector(text="flat")) is None


def test_a_catastrophic_pattern_ends_in_time() -> None:
    hostile = screen(*(node("a" * 60 + "!", row=i) for i in range(10)))
    began = time.monotonic()
    with pytest.raises(PatternTimeoutError, match="took more than 2 s"):
        find_all(hostile, Selector(text=r"(a|a|b?)+(a|a)*\d"))
    assert time.monotonic() - began < 4


def test_a_broken_pattern_is_a_literal_text() -> None:
    budget = Budget()
    assert matches("[同意", "[同意", budget)
    assert matches("Agree (", "agree (", budget)
    assert not matches("[同意", "同", budget)
    assert contains("[x", "a[X]", budget)


@given(pattern=st.text(max_size=30), value=st.text(max_size=60))
def test_any_pattern_on_any_text_is_answered(pattern: str, value: str) -> None:
    budget = Budget(5)
    assert matches(pattern, pattern, budget)
    assert isinstance(matches(pattern, value, budget), bool)
    assert isinstance(contains(pattern, value, budget), bool)


_bounds = st.tuples(*[st.integers(-50, 300)] * 4).map(lambda t: Bounds(*t))


def _nodes(children: st.SearchStrategy[UiNode]) -> st.SearchStrategy[UiNode]:
    return st.builds(
        UiNode,
        text=st.sampled_from(["", "同意", "a", "b"]),
        resource_id=st.sampled_from(["", "p:id/a", "p:id/b"]),
        clickable=st.booleans(),
        enabled=st.booleans(),
        bounds=_bounds,
        children=st.lists(children, max_size=3).map(tuple),
    )


_trees = st.lists(st.recursive(_nodes(st.builds(UiNode)), _nodes, max_leaves=12), max_size=2).map(
    lambda roots: UiTree(roots=tuple(roots))
)
_selectors = st.recursive(
    st.builds(
        Selector,
        text=st.sampled_from([None, "a", "同.", ".*"]),
        id=st.sampled_from([None, "a", "p:id/.*"]),
        index=st.sampled_from([None, 0, 1, -1, 99]),
        enabled=st.sampled_from([None, True, False]),
    ),
    lambda inner: st.builds(
        Selector,
        text=st.sampled_from([None, ".*"]),
        below=st.none() | inner,
        leftOf=st.none() | inner,
        childOf=st.none() | inner,
        containsChild=st.none() | inner,
        containsDescendants=st.lists(inner, max_size=2).map(tuple),
    ),
    max_leaves=4,
)


@settings(max_examples=200, deadline=None)
@given(tree=_trees, selector=_selectors)
def test_what_is_found_is_on_the_screen_and_fits(tree: UiTree, selector: Selector) -> None:
    everything = list(tree.walk())
    found = find_all(tree, selector, screen=(200, 200))
    for element in found:
        assert any(element is other for other in everything)
        assert element.bounds.width > 0
        assert element.bounds.left < 200
        assert element.bounds.bottom > 0
        if selector.enabled is not None:
            assert element.enabled == selector.enabled
        if selector.text == "a":
            assert element.text == "a"
    assert selector.index is None or len(found) <= 1
    assert found == find_all(tree, selector, screen=(200, 200))
