"""Every limit of what was tested, in words: a reader must not have to guess what a report leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from privaudit.analysis.case import Case
from privaudit.analysis.engine import Judgement
from privaudit.analysis.forms import MISSING_DIGESTS
from privaudit.analysis.ground import Ground
from privaudit.analysis.network_limits import network_limits, network_notes
from privaudit.analysis.packing import packing_limits, unwatched_processes
from privaudit.analysis.registry import load_rules
from privaudit.analysis.row_limits import native_limit, row_limits
from privaudit.analysis.words import APP_STATES, CONSENT_STATES, OUTCOMES, SENSORS
from privaudit.catalog.recorded import recorded
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
        zh="应用不经受监测的接口自行加密或加盐散列的内容无法与已知值比对，不能排除其中含有个人信息。",
        en="Content that the app encrypts, or hashes with a salt, past the APIs that are watched cannot be "
        "compared with known values and may hold personal information.",
    ),
    Text(
        zh="既未读取、也未预置或键入的值，只有原样或经可逆编码写出，且字段名、前文或相邻字段表明其类型时，"
        "才能凭格式认出；其散列值无法认出。",
        en="Values that were neither read, planted nor typed are recognised by their form alone, where they "
        "are written out or reversibly encoded, and a field's name, the words before or the fields beside "
        "tell their type; digests of them cannot be recognised.",
    ),
)


def unsearched_digests(names: Sequence[str]) -> tuple[Text, ...]:
    """Say which digests this machine cannot make, so that none was looked for; nothing when it can."""
    if not names:
        return ()
    told = ", ".join(name.upper() for name in names)
    return (
        Text(
            zh=f"运行分析的机器不能计算下列散列，故未在网络流量中检索：{told}。",
            en="The machine that analysed the run cannot make these digests; they were not looked for in "
            f"the traffic: {told}.",
        ),
    )


_SCREENS = Text(
    zh="屏幕截图按原样保存，图中的文字无法遮蔽：测试中键入的内容、页面上显示的个人信息在截图里仍可辨认。"
    "对外提供本报告前请逐张核对。",
    en="Screenshots are kept as they were; what is written in them cannot be masked: what was typed during "
    "the test and personal information on the app's pages can still be read there. "
    "Look through them before passing this report on.",
)
_VIRTUAL = Text(
    zh="本次测试在虚拟设备上进行：Android 系统由模拟环境代替，adb、进程内探针和网络代理均为真实组件。"
    "结论不能当作真实手机上的结论使用。",
    en="The test ran on a virtual device: Android itself is simulated, while adb, the in-process agent and "
    "the network proxy are real. Its conclusions are not conclusions about a real phone.",
)
_NOTES = {
    "values-left-out": Text(
        zh="读取到的值过多，其中 {} 个未在网络流量中检索。",
        en="So many values were read that {} of them were not searched for in the traffic.",
    ),
    "values-only-as-written": Text(
        zh="读取到的值过多，其中 {} 个只按原样的各种写法检索，未检索其散列和编码形式。",
        en="So many values were read that {} of them were searched for as written alone, without digests and "
        "encodings.",
    ),
    "calls-folded": Text(
        zh="有 {} 次接口调用只计入次数，未保留其参数和返回值。",
        en="{} calls were counted without keeping their arguments and values.",
    ),
    "values-cut": Text(
        zh="有 {} 个返回值过长，只保留了开头（长度和摘要完整）；其余部分未在网络流量中检索。",
        en="{} values were so long that only their beginning was kept, with length and digest; the rest of "
        "them was not searched for in the traffic.",
    ),
    "ciphers-left-out": Text(
        zh="应用自身的加密、散列调用过多或结果过短，其中 {} 次的输入未与网络流量比对。",
        en="The app's own ciphers and digests were called so often, or with results so short, that the "
        "inputs of {} calls were not joined to the traffic.",
    ),
    "ciphers-cut": Text(
        zh="有 {} 次加密、散列调用的输入过长，只保留了开头，其余部分未检索。",
        en="The inputs of {} calls of ciphers and digests were so long that only their beginning was kept; "
        "the rest was not searched.",
    ),
    "handshakes-left-out": Text(
        zh="TLS 握手和证书校验涉及的主机过多，其中 {} 次未记下，未按其 TLS 版本和证书检验。",
        en="TLS handshakes and checks of certificates were of so many hosts that {} were not kept: versions "
        "and certificates of theirs were not judged.",
    ),
    "proxy.off": Text(zh="按测试者的选择，没有采集网络流量。", en="As asked, traffic was not captured."),
    "agent.off": Text(zh="按测试者的选择，没有装入进程内探针。", en="As asked, the agent was not injected."),
    "proxy.trust": Text(
        zh="审计证书未能装入手机的信任库，加密流量可能未能解读：{}",
        en="The audit's certificate could not be put into the phone's store, so encrypted traffic may not "
        "have been read: {}",
    ),
    "pages-left-out": Text(
        zh="网页和小程序的打开过于频繁，其中 {} 次未记下，此后的调用可能记在先前的页面上。",
        en="Pages and mini programs were opened so often that {} openings were not kept: calls after them "
        "may be told of a page before.",
    ),
    "screens-unread": Text(
        zh="有 {} 个界面的内容无法读取，其输入框中的文字未必都已在本报告中遮蔽。",
        en="The contents of {} screens could not be read: what stood in their input fields may not all be "
        "masked in this report.",
    ),
    "screens-left-out": Text(
        zh="界面过多，其中 {} 个的输入框未逐一查看，框中的文字未必都已在本报告中遮蔽。",
        en="There were so many screens that the input fields of {} were not looked at: what stood in them "
        "may not all be masked in this report.",
    ),
    "traffic-cut": Text(zh="有 {} 个网络请求未能完整检索。", en="{} requests could not be searched whole."),
    "values-too-weak": Text(
        zh="下列类型的部分值过短或过于常见，未在网络流量中检索：{}。",
        en="Some values of these types are too short or too common to be searched for in the traffic: {}.",
    ),
    "planted": Text(
        zh="测试设备预置的值无法读取，未在网络流量中检索。",
        en="The values planted on the test device could not be read: they were not searched for.",
    ),
    "typed": Text(
        zh="测试中键入的值无法读取，未在网络流量中检索。",
        en="The values typed during the test could not be read: they were not searched for.",
    ),
    "package.unread": Text(
        zh="安装包未能读取，未识别其中的加固和未运行的第三方代码：{}",
        en="The app's package could not be read; packers and third parties that did not act were not looked "
        "for: {}",
    ),
    "processes.lost": Text(
        zh="未能持续核对应用是否有未装入探针的进程：{}",
        en="Whether the app had processes without the agent could not be checked to the end: {}",
    ),
    "processes.blind": Text(
        zh="未能核对应用是否有未装入探针的进程：{}",
        en="Whether the app had processes without the agent could not be checked: {}",
    ),
    "screen.ui": Text(zh="部分时刻未能读取界面内容：{}", en="At times the screen could not be read: {}"),
}


def limits_of(
    case: Case, judgement: Judgement, *, timeline_left_out: int, whole: bool, problem: str
) -> tuple[Text, ...]:
    """Return every limit, the gravest first."""
    return (
        *_of_evidence(case.observation.coverage, whole=whole, problem=problem),
        *((_VIRTUAL,) if case.observation.device.virtual else ()),
        *_of_sensors(case.observation.coverage),
        *packing_limits(case.observation, case.catalog),
        *_of_watching(case),
        *_of_situations(case),
        *_of_notes(case),
        native_limit(case),
        *_ALWAYS,
        *unsearched_digests(MISSING_DIGESTS),
        *_of_rules(judgement),
        *_of_screens(case),
        *_of_timeline(timeline_left_out),
    )


def _of_evidence(coverage: Coverage, *, whole: bool, problem: str) -> Iterator[Text]:
    if not whole:
        yield Text(zh=f"证据文件夹不完整：{problem}", en=f"The evidence folder is not whole: {problem}")
    if coverage.outcome != "complete":
        outcome = OUTCOMES[coverage.outcome]
        reason = recorded(coverage.reason)
        yield Text(
            zh=f"测试没有走完（{outcome.zh}）：{reason.zh}",
            en=f"The run did not go to its end ({outcome.en}): {reason.en}",
        )
    if coverage.failed_steps:
        steps = [_step(step) for step in coverage.failed_steps[:10]]
        more = len(coverage.failed_steps) - 10
        yield Text(
            zh="未成功的步骤："
            + "；".join(step.zh for step in steps)
            + (f"；另有 {more} 个" if more > 0 else ""),
            en="Steps that did not succeed: "
            + "; ".join(step.en for step in steps)
            + (f"; and {more} more" if more > 0 else ""),
        )


def _of_sensors(coverage: Coverage) -> Iterator[Text]:
    for name in ("agent", "proxy", "system"):
        sensor = coverage.sensor(name)
        words = SENSORS[name]
        if sensor is None or not sensor.intervals:
            yield Text(
                zh=f"{words.zh}没有运行，须由其证明的内容均未检验。",
                en=f"{_upper(words.en)} did not run: nothing that rests on it was tested.",
            )
        elif sensor.lost:
            yield Text(
                zh=f"{words.zh}中途失效（{recorded(sensor.lost).zh}），此后须由其证明的内容均未检验。",
                en=f"{_upper(words.en)} was lost ({sensor.lost}): what rests on it was not tested since.",
            )


def _of_watching(case: Case) -> Iterator[Text]:
    coverage = case.observation.coverage
    if coverage.unwatched:
        yield unwatched_processes(coverage)
    yield from network_limits(case)
    yield from row_limits(case)
    if coverage.dropped:
        yield Text(
            zh=f"进程内探针丢弃了 {coverage.dropped} 条消息，其中的调用未检验。",
            en=f"The in-process agent dropped {coverage.dropped} messages: their calls were not tested.",
        )
    ops = Ground(case).unexplained_ops
    if ops:
        yield Text(
            zh=f"系统记录了进程内探针未见的访问：{_list(ops)}",
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
    yield from _of_disputes(case.observation.coverage)
    yield from _of_surfaces(case)
    if not case.has_declaration:
        yield Text(
            zh="没有提供隐私政策声明，与告知有关的各项均未检验。",
            en="No declaration of a notice was given: what concerns telling was not tested.",
        )


def _of_disputes(coverage: Coverage) -> Iterator[Text]:
    if not coverage.disputed:
        return
    spent = sum(one.end - one.start for one in coverage.disputed) / 1e9
    told = dict.fromkeys((one.inside, one.system) for one in coverage.disputed)
    zh = "、".join(f"应用内{APP_STATES[inside].zh}/系统{APP_STATES[system].zh}" for inside, system in told)
    en = ", ".join(
        f"{APP_STATES[inside].en} inside, {APP_STATES[system].en} outside" for inside, system in told
    )
    yield Text(
        zh=f"有 {spent:.1f} 秒，应用内的生命周期回调与系统的记录对应用状态的说法不一致（{zh}）；"
        "这段时间里与前后台有关的结论置信度降低。",
        en=f"For {spent:.1f} s the lifecycle callbacks in the app and the system did not agree on the app's "
        f"state ({en}); what rests on the state is less sure in that time.",
    )


def _of_surfaces(case: Case) -> Iterator[Text]:
    """Say which kinds of screens a notice covers too and this run did not go through."""
    outside = {row.id for row in case.catalog.surfaces.values() if row.elsewhere}
    met = [surface for surface in case.observation.coverage.surfaces if surface.container not in outside]
    missing = [words for kind, words in _SURFACES.items() if kind not in {surface.kind for surface in met}]
    if missing:
        yield Text(
            zh=f"未见运行{'和'.join(words.zh for words in missing)}；其中的行为未检验。",
            en=f"No {' and no '.join(words.en for words in missing)} was seen to run: what happens there was "
            "not tested.",
        )
    for surface in case.observation.coverage.surfaces:
        if surface.container in outside:
            yield Text(
                zh=f"应用打开了{surface.name}；它在另一应用内运行，其行为不在本次检验之内。",
                en=f"The app opened {surface.name}; it runs inside another app, and what it does there was "
                "not tested.",
            )


_SURFACES = {
    "h5": Text(zh="应用内网页（H5）", en="web page (H5) inside the app"),
    "mini_program": Text(zh="小程序", en="mini program"),
}


def _of_notes(case: Case) -> Iterator[Text]:
    switches = network_notes()
    for _n, topic, text in case.observation.notes:
        switch = switches.get(topic)
        if switch is not None:
            told = switch(text)
            if told is not None:
                yield told
            continue
        known = _NOTES.get(topic)
        if known is not None:
            yield Text(zh=known.zh.replace("{}", text), en=known.en.replace("{}", text))
        else:
            yield Text(zh=f"{topic}：{text}", en=f"{topic}: {text}")


def _of_rules(judgement: Judgement) -> Iterator[Text]:
    """Yield each limit of the rules that were tested once, with the names of those it holds for."""
    tested = {outcome.rule for outcome in judgement.outcomes if outcome.verdict != "not_tested"}
    limits: dict[tuple[str, str], list[Text]] = {}
    for rule in load_rules():
        limit = rule.row.limits
        if limit is not None and limit not in _ALWAYS and rule.row.id in tested:
            limits.setdefault((limit.zh, limit.en), []).append(rule.row.title)
    for (zh, en), titles in limits.items():
        yield Text(
            zh=f"关于{'、'.join(f'“{title.zh}”' for title in titles)}：{zh}",
            en=f"On {' and '.join(f'“{title.en}”' for title in titles)}: {en}",
        )


def _of_screens(case: Case) -> Iterator[Text]:
    if any(screenshot for _n, _when, screenshot, _texts in case.observation.screens):
        yield _SCREENS


def _step(step: str) -> Text:
    """Return a failed step with what was said of it."""
    what, colon, said = step.partition(": ")
    words = recorded(said)
    return Text(zh=f"{what}：{words.zh}", en=f"{what}: {words.en}") if colon else Text(zh=step, en=step)


def _of_timeline(left_out: int) -> Iterator[Text]:
    if left_out:
        yield Text(
            zh=f"时间线省去了 {left_out} 条与发现无关的记录。",
            en=f"The timeline leaves out {left_out} marks that no finding rests on.",
        )


def _list(names: Iterable[str]) -> str:
    ordered = list(names)
    more = len(ordered) - 30
    return ", ".join(ordered[:30]) + (f", … +{more}" if more > 0 else "")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
