"""What `conforms` may rest on: whether what a rule needs was there, whole, and really exercised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Literal, NamedTuple

from privaudit.analysis.calls import NOT_READING
from privaudit.analysis.case import Case
from privaudit.analysis.observe import ASK_PREFIX
from privaudit.analysis.registry import Needs
from privaudit.analysis.tls_ground import tls_gaps, tls_missing, unopened_tunnels
from privaudit.analysis.words import APP_STATES, CONSENT_STATES, SENSORS
from privaudit.catalog.recorded import recorded
from privaudit.model.catalog import ApiRow
from privaudit.model.finding import Text
from privaudit.model.observation import HookCoverage

MIN_SPENT_NS = 500_000_000
"""A state must have lasted this long for its silence to say anything: our choice, no text gives one."""


class Standing(NamedTuple):
    """The verdict of a rule that found nothing, and why."""

    verdict: Literal["conforms", "not_observed", "not_tested"]
    reason: Text


class Ground:
    """Answers, for one case, what the needs of a rule come to."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._coverage = case.observation.coverage

    def of(self, needs: Needs) -> Standing:
        """Return how a rule with these needs stands when it found nothing."""
        missing = list(self._missing(needs))
        if missing:
            return Standing("not_tested", _join("未检验：", "Not tested: ", missing))
        gaps = list(self._gaps(needs))
        if gaps:
            return Standing(
                "not_observed", _join("未见，但覆盖不完整：", "Not seen, but not all was watched: ", gaps)
            )
        return Standing("conforms", self._covered(needs))

    def _missing(self, needs: Needs) -> Iterator[Text]:
        if needs.declaration and not self._case.has_declaration:
            yield Text(
                zh="没有可比对的隐私政策声明", en="there is no declaration of a notice to compare with"
            )
        coverage = self._coverage
        for name in needs.sensors:
            sensor = coverage.sensor(name)
            words = SENSORS[name]
            if sensor is None or not sensor.intervals:
                yield Text(zh=f"{words.zh}没有运行", en=f"{words.en} did not run")
            elif sensor.lost:
                yield Text(
                    zh=f"{words.zh}中途失效（{recorded(sensor.lost).zh}）",
                    en=f"{words.en} was lost ({sensor.lost})",
                )
        if needs.sensors and coverage.outcome in ("interrupted", "unsealed"):
            yield Text(
                zh=f"记录未正常结束（{recorded(coverage.reason).zh}）",
                en=f"recording did not end in order ({coverage.reason})",
            )
        if needs.hooks:
            wanted = self._hooks(needs)
            if wanted and all(hook.state in ("failed", "not_installed") for hook in wanted):
                yield Text(zh="所需的接口监测均未安装", en="none of the hooks it needs was installed")
        yield from self._unspent(
            needs.consent, coverage.consent_states, CONSENT_STATES, "同意状态", "consent state"
        )
        yield from self._unspent(needs.app_states, coverage.app_states, APP_STATES, "应用状态", "app state")
        yield from self._steps_missing(needs)
        if needs.tls:
            yield from tls_missing(self._case, needs.tls)

    def _steps_missing(self, needs: Needs) -> Iterator[Text]:
        if needs.step == "notice" and self._case.observation.notice_opened is None:
            yield Text(zh="场景未打开隐私政策", en="the scenario did not open the notice")
        if needs.step == "complaint" and self._case.observation.complaint_opened is None:
            yield Text(zh="场景未打开投诉渠道", en="the scenario did not look for the complaint channel")

    def _unspent(
        self, wanted: tuple[str, ...], spent: dict[str, int], words: Mapping[Any, Text], zh: str, en: str
    ) -> Iterator[Text]:
        if wanted and sum(spent.get(state, 0) for state in wanted) < MIN_SPENT_NS:
            yield Text(
                zh=f"没有经历{zh}：" + "、".join(words[state].zh for state in wanted),
                en=f"the {en} was not reached: " + " or ".join(words[state].en for state in wanted),
            )

    def _gaps(self, needs: Needs) -> Iterator[Text]:
        coverage = self._coverage
        if needs.sensors and coverage.outcome != "complete":
            yield Text(
                zh=f"记录不完整（{recorded(coverage.reason).zh}）",
                en=f"the run is incomplete ({coverage.reason})",
            )
        if needs.hooks:
            bad = [hook.api for hook in self._hooks(needs) if hook.state in ("failed", "not_installed")]
            if bad:
                names = _some(bad)
                yield Text(
                    zh=f"{len(bad)} 个接口未能监测（{names}）",
                    en=f"{len(bad)} APIs were not hooked ({names})",
                )
        if needs.app_states and coverage.disputed:
            spent = sum(one.end - one.start for one in coverage.disputed)
            yield Text(
                zh=f"有 {_seconds(spent)} 秒应用内外对前后台状态的记录不一致",
                en=f"for {_seconds(spent)} s the app and the system did not agree on the app's state",
            )
        if "agent" in needs.sensors:
            yield from self._agent_gaps(needs)
        if "proxy" in needs.sensors:
            yield from self._proxy_gaps()
        if needs.tls:
            yield from tls_gaps(self._case, needs.tls)

    def _agent_gaps(self, needs: Needs) -> Iterator[Text]:
        coverage = self._coverage
        if coverage.uninstrumented:
            names = _some(coverage.uninstrumented)
            yield Text(zh=f"有进程未装入探针（{names}）", en=f"processes without the agent ({names})")
        if coverage.dropped:
            yield Text(
                zh=f"进程内探针丢弃了 {coverage.dropped} 条消息",
                en=f"the agent dropped {coverage.dropped} messages",
            )
        if needs.hooks == "reads" and self.unexplained_ops:
            names = _some(self.unexplained_ops)
            yield Text(
                zh=f"系统记录了探针未见的访问（{names}）",
                en=f"the system counted accesses that no hook saw ({names})",
            )

    def _proxy_gaps(self) -> Iterator[Text]:
        tunnels = unopened_tunnels(self._coverage)
        if tunnels:
            names = _some(tunnels)
            yield Text(
                zh=f"{len(tunnels)} 个加密连接无法读取（{names}）",
                en=f"{len(tunnels)} encrypted connections could not be read ({names})",
            )
        past = [one.host for one in self._coverage.network.destinations if one.unread and not one.inside]
        if past:
            names = _some(past)
            yield Text(
                zh=f"发往 {len(past)} 个目的地的连接未经代理，只统计了字节数（{names}）",
                en=f"connections to {len(past)} destinations went past the proxy; only their bytes were "
                f"counted ({names})",
            )
        cut = [text for _n, topic, text in self._case.observation.notes if topic == "traffic-cut"]
        if cut:
            yield Text(zh=f"{cut[0]} 个请求未能完整检索", en=f"{cut[0]} requests could not be searched whole")

    @cached_property
    def unexplained_ops(self) -> tuple[str, ...]:
        """App-ops the system counted during the run although no hooked call explains them."""
        coverage = self._coverage
        rows = self._case.catalog.apis
        seen = {rows[access.api].app_op for access in self._case.observation.accesses if not access.refused}
        known = {row.app_op for row in rows.values() if row.app_op}
        found = {
            view.op
            for view in self._case.observation.system
            if view.op in known - seen
            and view.last_access is not None
            and coverage.start <= view.last_access <= coverage.end
        }
        return tuple(sorted(found))

    def _hooks(self, needs: Needs) -> list[HookCoverage]:
        rows = self._case.catalog.apis
        wanted = _asks if needs.hooks == "asks" else _reads
        level = self._case.observation.device.api_level
        return [
            hook
            for hook in self._coverage.hooks
            if (row := rows.get(hook.api)) is not None and wanted(row) and _exists(row, level)
        ]

    def _covered(self, needs: Needs) -> Text:
        """Say what was watched, as the ground of `conforms`."""
        coverage = self._coverage
        zh: list[str] = []
        en: list[str] = []
        spent = sum(coverage.consent_states.get(state, 0) for state in needs.consent)
        spent += sum(coverage.app_states.get(state, 0) for state in needs.app_states)
        if needs.consent or needs.app_states:
            zh.append(f"在相应状态下共观察 {_seconds(spent)} 秒")
            en.append(f"watched for {_seconds(spent)} s in that state")
        if needs.sensors:
            zh.append("、".join(SENSORS[name].zh for name in needs.sensors) + "全程在线")
            en.append(" and ".join(SENSORS[name].en for name in needs.sensors) + " ran throughout")
        if needs.hooks:
            hooks = self._hooks(needs)
            good = sum(1 for hook in hooks if hook.state == "resolved")
            absent = sum(1 for hook in hooks if hook.state == "absent")
            blind = sum(1 for hook in hooks if hook.state == "unobservable")
            apis = "1 API" if good == 1 else f"{good} APIs"
            rest_zh = [f"另有 {absent} 个在应用中不存在"] * bool(absent)
            rest_zh += [f"{blind} 个字段的读取无法观察"] * bool(blind)
            rest_en = [f"{absent} do not exist in the app"] * bool(absent)
            rest_en += [f"reads of {blind} fields cannot be seen"] * bool(blind)
            zh.append(f"监测了 {good} 个接口" + (f"（{'，'.join(rest_zh)}）" if rest_zh else ""))
            en.append(f"{apis} hooked" + (f" ({', '.join(rest_en)})" if rest_en else ""))
        if "proxy" in needs.sensors:
            zh.append(f"全程检索了 {coverage.requests} 个网络请求")
            en.append(f"{coverage.requests} requests of the whole run searched")
        if not zh:
            return Text(zh="", en="")
        return Text(zh=f"（{'，'.join(zh)}）", en=f"({', '.join(en)})")


def _reads(row: ApiRow) -> bool:
    return row.yields not in NOT_READING and bool(row.data_type or row.columns or row.names)


def _asks(row: ApiRow) -> bool:
    return row.id.startswith(ASK_PREFIX)


def _exists(row: ApiRow, level: int) -> bool:
    return not level or (row.since <= level and (row.until is None or level <= row.until))


def _seconds(ns: int) -> str:
    return f"{ns / 1e9:.1f}"


def _some(names: tuple[str, ...] | list[str]) -> str:
    shown = ", ".join(names[:5])
    return shown if len(names) <= 5 else f"{shown}, … {len(names)}"  # noqa: PLR2004 # as above


def _join(zh: str, en: str, parts: list[Text]) -> Text:
    return Text(
        zh=zh + "；".join(part.zh for part in parts) + "。",
        en=en + "; ".join(part.en for part in parts) + ".",
    )
