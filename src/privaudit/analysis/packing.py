"""The app's package beside what the app did: packers and what they mean, late classes, third parties unseen.

What the package contains is a fact for the reader, never a finding: code that is there need not run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from privaudit.analysis.case import Case
from privaudit.analysis.mask import Masker
from privaudit.catalog import Catalog
from privaudit.catalog.recorded import packer_name, recorded
from privaudit.model.event import HookState, PackageSeen
from privaudit.model.finding import PackageFacts, PackerSeen, SdkContained, Text
from privaudit.model.observation import Coverage, Observation, Unwatched

_CONFIDENCE = {
    "high": Text(zh="确认", en="recognised"),
    "medium": Text(zh="很可能", en="probably recognised"),
    "low": Text(zh="疑似", en="possibly recognised"),
}
_MEANS = Text(
    zh="加固会在启动后才解出应用自身的类：这些类一出现即安装监测，此前经由它们的调用未被观察；"
    "加固自带的本地防护可能因进程内探针而使应用退出或改变行为，加固代码自身的本地读取只有经由受监测的系统函数才可见。",
    en="A packer unpacks the app's own classes only after the start: their hooks are installed as soon as "
    "they appear, and calls through them before that were not seen. Its native protection may end the app or "
    "have it act otherwise, because of the in-process agent; what its native code reads by itself is seen "
    "only through the system functions that are watched.",
)
_LISTED = 20


class PackageLog:
    """Gathers what the journal says of the package, and which hooks came to classes that appeared late."""

    def __init__(self) -> None:
        self._seen: PackageSeen | None = None
        self._absent: set[tuple[int, str]] = set()
        self._late: dict[str, int] = {}
        self.takes: Mapping[type, Callable[[Any], None]] = {PackageSeen: self._package, HookState: self._hook}

    def _package(self, event: PackageSeen) -> None:
        self._seen = self._seen or event

    def _hook(self, event: HookState) -> None:
        key = (event.pid, event.api)
        if event.state == "absent":
            self._absent.add(key)
        elif event.state == "resolved" and key in self._absent:
            self._late[event.api] = max(event.at, self._late.get(event.api, 0))

    @property
    def seen(self) -> PackageSeen | None:
        """The package as it was read before the start; None when it was not."""
        return self._seen

    @property
    def late(self) -> tuple[tuple[str, int], ...]:
        """(API, ns) of rows whose class appeared after its process began; the last time where several did."""
        return tuple(sorted(self._late.items()))


def package_facts(case: Case) -> PackageFacts | None:
    """Return what the report says of the package; None when it was not read."""
    seen = case.observation.package
    if seen is None:
        return None
    return PackageFacts(
        sha256=seen.sha256,
        origin=seen.origin,
        application=seen.application,
        processes=seen.processes,
        packers=_packers(seen, case.catalog),
        contained=tuple(_contained(case, seen)),
        oddities=seen.oddities,
        unread=seen.unread,
    )


def _packers(seen: PackageSeen, catalog: Catalog) -> tuple[PackerSeen, ...]:
    rows = []
    for found in seen.packers:
        row = catalog.packers.get(found.id)
        rows.append(
            PackerSeen(
                packer=found.id,
                name=packer_name(found.id),
                company=row.company if row else "",
                confidence=found.confidence,
                marks=found.marks,
            )
        )
    return tuple(rows)


def _contained(case: Case, seen: PackageSeen) -> Iterator[SdkContained]:
    """Yield the third parties in the package that were not seen to act.

    Code that only carries calls of others (HTTP stacks, JSON) never acts: it is left out.
    """
    acted = {actor.id for actor in case.observation.sdks}
    for found in seen.sdks:
        row = case.catalog.sdks.get(found.id)
        if found.id not in acted and (row is None or row.role == "actor"):
            yield SdkContained(
                sdk=found.id,
                name=row.name if row else found.id,
                company=row.company if row else "",
                purpose=row.purpose if row else "",
                confidence=found.confidence,
                marks=found.marks,
            )


def packing_limits(observation: Observation, catalog: Catalog) -> Iterator[Text]:
    """Yield what the package's packers, its unread parts and late classes leave open."""
    seen = observation.package
    if seen is not None:
        for packer in _packers(seen, catalog):
            sure, marks = _CONFIDENCE[packer.confidence], ", ".join(packer.marks[:5])
            yield Text(
                zh=f"应用经过加固（{sure.zh}：{packer.name.zh}，依据 {marks}）。{_MEANS.zh}",
                en=f"The app is packed ({sure.en}: {packer.name.en}, told by {marks}). {_MEANS.en}",
            )
        if seen.unread:
            parts = "; ".join(seen.unread)
            yield Text(
                zh=f"安装包的部分内容未读取，其中的第三方代码和加固特征可能未被识别：{parts}",
                en="Parts of the package were not read; third parties and packers in them may have been "
                f"missed: {parts}",
            )
    if observation.late_hooks:
        names = [api for api, _at in observation.late_hooks]
        more = len(names) - _LISTED
        listed = ", ".join(names[:_LISTED]) + (f" (+{more})" if more > 0 else "")
        yield Text(
            zh=f"下列 {len(names)} 个接口所在的类在进程启动之后才出现，此前的调用未被观察：{listed}",
            en=f"The classes of these {len(names)} APIs appeared only after their process began; calls "
            f"before that were not seen: {listed}",
        )


def unwatched_processes(coverage: Coverage) -> Text:
    """Return which processes the agent was not in, since when and why."""
    told = coverage.unwatched[:_LISTED]
    more = len(coverage.unwatched) - len(told)
    zh = "；".join(_process_zh(one, coverage.start) for one in told) + (f"；另有 {more} 个" if more else "")
    en = "; ".join(_process_en(one, coverage.start) for one in told) + (f"; and {more} more" if more else "")
    return Text(
        zh=f"未装入探针的进程，其行为未检验：{zh}",
        en=f"Processes without the in-process agent, which were not tested: {en}",
    )


def masked_processes(coverage: Coverage, masker: Masker) -> tuple[Unwatched, ...]:
    """Return the processes the agent was not in with values masked: a command line may hold one."""
    return tuple(
        msgspec.structs.replace(one, name=masker.text(one.name), reason=masker.text(one.reason))
        for one in coverage.unwatched
    )


def _process_zh(one: Unwatched, start: int) -> str:
    since = "测试开始之前" if one.since < start else f"测试第 {_seconds(one.since, start)} 秒"
    until = "" if one.until is None else f"至第 {_seconds(one.until, start)} 秒"
    why = f"，{recorded(one.reason).zh}" if one.reason else ""
    return f"{one.name}（{one.pid}，自{since}起{until}{why}）"


def _process_en(one: Unwatched, start: int) -> str:
    since = "from before the run" if one.since < start else f"from second {_seconds(one.since, start)}"
    until = "" if one.until is None else f" to {_seconds(one.until, start)}"
    why = f", {one.reason}" if one.reason else ""
    return f"{one.name} ({one.pid}, {since}{until}{why})"


def _seconds(at: int, start: int) -> str:
    return f"{(at - start) / 1e9:.1f}"
