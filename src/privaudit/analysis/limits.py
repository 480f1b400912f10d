"""Every limit of what was tested, in words: a reader must not have to guess what a report leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from privaudit.analysis.case import Case
from privaudit.analysis.engine import Judgement
from privaudit.analysis.ground import Ground
from privaudit.analysis.registry import load_rules
from privaudit.analysis.words import CONSENT_STATES, SENSORS
from privaudit.model.event import ConsentState
from privaudit.model.finding import Text
from privaudit.model.observation import Coverage

_ALWAYS = (
    Text(
        zh="结论只针对本次运行实际经过的状态、页面和功能；未见不等于不存在。",
        en="Conclusions hold for the states, pages and functions this run went through; "
        "not seen does not mean not there.",
    ),
    Text(
        zh="应用自行加密或加盐散列的内容无法与已知值比对，不能排除其中含有个人信息。",
        en="Content the app encrypts itself or hashes with a salt cannot be compared with known values "
        "and may hold personal information.",
    ),
    Text(
        zh="挂钩只见 Java 接口；经本地代码直接取得的信息不在其内。",
        en="Hooks see Java APIs only; what native code obtains directly is not covered.",
    ),
)
_VIRTUAL = Text(
    zh="本报告在虚拟设备上得出：除 Android 系统本身为替身外，adb、插桩代理和流量代理均为真实组件。"
    "不得作为真机结论使用。",
    en="This report was made on a virtual device: Android itself is stood in for, while adb, the agent and "
    "the proxy are real. It must not be used as a conclusion about a real phone.",
)
_NOTES = {
    "values-left-out": Text(
        zh="有 {} 个读取到的值因数量过多未在流量中检索。",
        en="{} values that were read were too many to be searched for.",
    ),
    "calls-folded": Text(
        zh="有 {} 次调用只计数，未保留参数和值。",
        en="{} calls were counted without keeping arguments and values.",
    ),
    "traffic-cut": Text(zh="有 {} 个请求未能完整检索。", en="{} requests could not be searched whole."),
    "values-too-weak": Text(
        zh="下列类型的部分值过短或过于常见，未在流量中检索：{}。",
        en="Some values of these types are too short or too common to be searched for: {}.",
    ),
    "planted": Text(zh="预置值无法读取：{}", en="Planted values could not be read: {}"),
    "typed": Text(zh="输入值无法读取：{}", en="Typed values could not be read: {}"),
}


def limits_of(
    case: Case, judgement: Judgement, *, timeline_left_out: int, whole: bool, problem: str
) -> tuple[Text, ...]:
    """Return every limit, the gravest first."""
    return (
        *_of_evidence(case.observation.coverage, whole=whole, problem=problem),
        *((_VIRTUAL,) if case.observation.device.virtual else ()),
        *_of_sensors(case.observation.coverage),
        *_of_watching(case),
        *_of_situations(case),
        *_of_notes(case),
        *_of_rules(judgement),
        *_of_timeline(timeline_left_out),
        *_ALWAYS,
    )


def _of_evidence(coverage: Coverage, *, whole: bool, problem: str) -> Iterator[Text]:
    if not whole:
        yield Text(zh=f"证据文件夹不完整：{problem}", en=f"The evidence folder is not whole: {problem}")
    if coverage.outcome != "complete":
        yield Text(
            zh=f"运行未完成（{coverage.outcome}）：{coverage.reason}",
            en=f"The run is not complete ({coverage.outcome}): {coverage.reason}",
        )
    if coverage.failed_steps:
        steps = "; ".join(coverage.failed_steps[:10])
        more = len(coverage.failed_steps) - 10
        tail = f" (+{more})" if more > 0 else ""
        yield Text(zh=f"未成功的步骤：{steps}{tail}", en=f"Steps that did not succeed: {steps}{tail}")


def _of_sensors(coverage: Coverage) -> Iterator[Text]:
    for name in ("agent", "proxy", "system"):
        sensor = coverage.sensor(name)
        words = SENSORS[name]
        if sensor is None or not sensor.intervals:
            yield Text(
                zh=f"{words.zh}没有运行，其所能证明的均未检验。",
                en=f"{_upper(words.en)} did not run: nothing it proves was tested.",
            )
        elif sensor.lost:
            yield Text(
                zh=f"{words.zh}中途丢失（{sensor.lost}），此后未检验。",
                en=f"{_upper(words.en)} was lost ({sensor.lost}); nothing after that was tested.",
            )


def _of_watching(case: Case) -> Iterator[Text]:
    coverage = case.observation.coverage
    if coverage.uninstrumented:
        names = "; ".join(coverage.uninstrumented[:20])
        yield Text(zh=f"未被插桩的进程：{names}", en=f"Processes without the agent: {names}")
    if coverage.unread_tunnels:
        names = ", ".join(coverage.unread_tunnels[:20])
        count = len(coverage.unread_tunnels)
        yield Text(
            zh=f"{count} 个加密连接无法读取，其内容未检验：{names}",
            en=f"{count} encrypted connections could not be read; what they carried was not tested: {names}",
        )
    for state, zh, en in (
        ("failed", "挂钩失败的接口", "APIs whose hook failed"),
        ("not_installed", "未报告挂钩状态的接口", "APIs whose hook was never reported"),
        ("absent", "应用中不存在的接口", "APIs that do not exist in the app"),
    ):
        names_ = [hook.api for hook in coverage.hooks if hook.state == state]
        if names_:
            yield Text(
                zh=f"{zh}（{len(names_)}）：{_list(names_)}", en=f"{en} ({len(names_)}): {_list(names_)}"
            )
    if coverage.dropped:
        yield Text(
            zh=f"插桩代理丢弃了 {coverage.dropped} 条消息。",
            en=f"The agent dropped {coverage.dropped} messages.",
        )
    ops = Ground(case).unexplained_ops
    if ops:
        yield Text(
            zh=f"系统记录了挂钩未见的访问：{_list(ops)}",
            en=f"The system counted accesses that no hook saw: {_list(ops)}",
        )


def _of_situations(case: Case) -> Iterator[Text]:
    spent = case.observation.coverage.consent_states
    wanted: tuple[ConsentState, ...] = ("not_shown", "shown", "agreed", "refused", "withdrawn")
    missing = [CONSENT_STATES[state] for state in wanted if not spent.get(state)]
    if missing:
        yield Text(
            zh="未经历的同意状态：" + "、".join(text.zh for text in missing),
            en="Consent states this run did not go through: " + ", ".join(text.en for text in missing),
        )
    if not case.observation.coverage.app_states.get("background"):
        yield Text(zh="未经历后台状态。", en="The run did not go through the background state.")
    if not case.has_declaration:
        yield Text(
            zh="没有隐私政策声明，与告知有关的规则均未检验。",
            en="There is no declaration of a notice: the rules on telling were not tested.",
        )


def _of_notes(case: Case) -> Iterator[Text]:
    for _n, topic, text in case.observation.notes:
        known = _NOTES.get(topic)
        if known is not None:
            yield Text(zh=known.zh.replace("{}", text), en=known.en.replace("{}", text))
        else:
            yield Text(zh=f"{topic}：{text}", en=f"{topic}: {text}")


def _of_rules(judgement: Judgement) -> Iterator[Text]:
    tested = {outcome.rule for outcome in judgement.outcomes if outcome.verdict != "not_tested"}
    for rule in load_rules():
        if rule.row.limits is not None and rule.row.id in tested:
            title, limit = rule.row.title, rule.row.limits
            yield Text(zh=f"{title.zh}：{limit.zh}", en=f"{title.en}: {limit.en}")


def _of_timeline(left_out: int) -> Iterator[Text]:
    if left_out:
        yield Text(
            zh=f"时间线略去了 {left_out} 个与发现无关的标记。",
            en=f"The timeline leaves out {left_out} marks that no finding rests on.",
        )


def _list(names: Iterable[str]) -> str:
    ordered = list(names)
    more = len(ordered) - 30
    return ", ".join(ordered[:30]) + (f", … +{more}" if more > 0 else "")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
