"""What the rows of the catalogue leave open, by category; the report's list has every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from privaudit.analysis.case import Case
from privaudit.catalog.categories import category_words
from privaudit.model.finding import Text
from privaudit.model.observation import HookCoverage

NAMED = 5
"""Rows named one by one where there are no more; beyond that they are told by category."""

CATEGORIES = 8
"""Categories told; the others are summed up."""

_STATES = {
    "failed": Text(zh="监测安装失败、因而未观察的接口", en="APIs not watched because their hook failed"),
    "not_installed": Text(
        zh="没有监测状态、视为未观察的接口", en="APIs counted as not watched: no hook was reported"
    ),
    "absent": Text(
        zh="应用和设备上都没有、因而无从观察的接口", en="APIs that neither the app nor the device has"
    ),
    "unobservable": Text(
        zh="存在但其读取无法观察的字段（直接读取字段不经过任何方法；已知的值仍在网络流量中检索）",
        en="Fields whose reads cannot be seen, as no method is called for them; known values are still "
        "searched for in the traffic",
    ),
}
_JAVA_ONLY = Text(
    zh="探针只监测 Java 接口；经本地代码（JNI）直接取得的系统属性和文件看不到。",
    en="Only Java APIs are watched; system properties and files that native code reads directly are not "
    "seen.",
)
_NATIVE = Text(
    zh="本地代码只在调用系统库函数时可见；直接发起的系统调用、静态链接进应用的函数看不到。",
    en="Native code is seen where it calls functions of the system's libraries; system calls it makes itself "
    "and functions linked into it statically are not seen.",
)


def row_limits(case: Case) -> Iterator[Text]:
    """Yield a limit for each state in which rows were not watched, and how far native code is seen."""
    hooks = case.observation.coverage.hooks
    for state, words in _STATES.items():
        rows = [hook for hook in hooks if hook.state == state]
        if rows:
            told = _told(rows)
            yield Text(zh=f"{words.zh}（{len(rows)}）：{told.zh}", en=f"{words.en} ({len(rows)}): {told.en}")


def native_limit(case: Case) -> Text:
    """Return how far native code was watched."""
    rows = case.catalog.apis
    watched = any(
        hook.state == "resolved" and rows[hook.api].kind == "native"
        for hook in case.observation.coverage.hooks
        if hook.api in rows
    )
    return _NATIVE if watched else _JAVA_ONLY


def _told(rows: Sequence[HookCoverage]) -> Text:
    if len(rows) <= NAMED:
        names = ", ".join(row.api for row in rows)
        return Text(zh=names, en=names)
    counts = Counter(row.category for row in rows).most_common()
    shown = [(category_words(category), number) for category, number in counts[:CATEGORIES]]
    left = sum(number for _category, number in counts[CATEGORIES:])
    zh = "、".join(f"{words.zh} {number}" for words, number in shown)
    en = ", ".join(f"{words.en} {number}" for words, number in shown)
    return Text(
        zh=zh + (f"、其余 {left}" if left else "") + "；逐条见“监测的接口”一节。",
        en=en + (f", others {left}" if left else "") + "; every row stands in the list of APIs watched.",
    )
