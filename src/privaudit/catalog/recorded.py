"""What a recording says in English, said in Chinese: journals are neutral, reports are not."""

from __future__ import annotations

import re
from collections.abc import Mapping

from privaudit.catalog.load import load_catalog
from privaudit.model.finding import Text

MAX_LENGTH = 2_000
"""Characters looked at; what is longer is no sentence of ours."""

_SENTENCES: tuple[tuple[str, str], ...] = (
    (
        r"the app's data was deleted: nothing has been shown or decided",
        "应用数据已清除：隐私政策尚未展示，用户尚未表态",
    ),
    (r"the dialog on the privacy notice is on the screen", "屏幕上出现隐私政策弹窗"),
    (r"the button (.+) is on the screen", "屏幕上出现按钮 {}"),
    (
        r"tapped (.+?), then (.+); it left the screen",
        "点击 {}，随后点击 {}，弹窗关闭",
    ),
    (r"tapped (.+); it left the screen", "点击 {}，随后该按钮从屏幕上消失"),
    (
        r"no entry was found by its wording \(nothing that leads there was found\)",
        "按入口用语查找，未找到入口，也未找到通往入口的页面",
    ),
    (r"no entry was found by its wording \((.+)\)", "按入口用语查找，未找到入口；依次查看了：{}"),
    (r"no permission dialog came within (\d+) ms", "{} 毫秒内未出现权限弹窗"),
    (r"left out: its condition does not hold", "条件不成立，略过"),
    (r"no button to agree within (\d+) ms", "{} 毫秒内未出现同意按钮"),
    (r"no button to refuse within (\d+) ms", "{} 毫秒内未出现拒绝按钮"),
    (r"no button to withdraw within (\d+) ms", "{} 毫秒内未出现撤回同意的按钮"),
    (r"no element (.+) within (\d+) ms", "未出现界面元素 {}（等待 {} 毫秒）"),
    (r"no element (.+) on the way", "途中未出现界面元素 {}"),
    (r"no element (.+)", "未出现界面元素 {}"),
    (r"tapping (.+) changed nothing on the screen", "点击 {} 后屏幕没有变化"),
    (r"tapping (.+) had no effect: it is still on the screen", "点击 {} 没有效果：它仍在屏幕上"),
    (r"(\S+) did not come to the front within (\d+) ms", "{} 未在 {} 毫秒内出现在前台"),
    (r"(\S+) did not come back to the front within (\d+) ms", "{} 未在 {} 毫秒内回到前台"),
    (r"the run was stopped", "测试被中止"),
    (r"(\S+) was killed by signal (\S+)", "{} 被信号 {} 终止"),
    (r"(\S+) ended by itself with status (-?\d+)", "{} 自行退出，状态码 {}"),
    (r"recording ended out of order", "记录未正常结束"),
    (r"no reason was told", "未说明原因"),
    (r"code under (\S+), as the app's own", "调用代码位于 {} 之下，视为应用自身的代码"),
    (r"code under (\S+), where the app's first screen is", "调用代码位于应用首个页面所在的 {} 之下"),
    (
        r"code under (\S+), where the app's application class is",
        "调用代码位于应用 Application 类所在的 {} 之下",
    ),
    (r"code under (\S+), moved below (\S+)", "调用代码位于 {} 之下，该代码被移入 {} 之中"),
    (r"code under (\S+)", "调用代码位于 {} 之下"),
    (r"component (\S+)", "调用代码属于组件 {}"),
    (r"native library (\S+)", "调用代码位于本地库 {}"),
    (
        r"code of the native library (\S+), which is not in the catalogue",
        "调用代码位于第三方目录之外的本地库 {}，计入应用自身",
    ),
    (
        r"native code of no file, unpacked or made at run time",
        "调用代码是不属于任何文件的本地代码（解压或运行时生成），计入应用自身",
    ),
    (r"code whose package name was obfuscated", "调用代码的包名经过混淆，无从辨认，计入应用自身"),
    (r"code of a package that is not in the catalogue", "调用代码所在的包不在第三方目录中，计入应用自身"),
    (r"the process (\S+) runs nothing else", "进程 {} 只运行小程序"),
    (r"code under (\S+) carries out its requests", "由 {} 之下的代码代其执行"),
    (r"the thread (\S+) runs the page's calls", "线程 {} 执行网页发起的调用"),
    (r"the page's script called (\S+)", "由网页脚本触发 {}"),
    (r"the request bears the name of a web view", "请求头表明由 WebView 发出"),
    (r"no watched call opened this connection", "没有观察到打开该连接的调用"),
    (r"no stack was recorded", "没有记录到调用栈"),
    (r"only framework code from the start of the thread on", "调用栈自线程起点起只有系统框架代码"),
    (
        r"only framework code, entered from native code or cut off",
        "调用栈只有系统框架代码，由本地代码进入或被截断",
    ),
    (r"the agent is no longer in it", "探针已不在其中"),
    (r"an isolated process, which the agent cannot enter", "隔离进程，探针无法装入"),
    (r"it was not held when it started", "启动时未能暂停并装入探针"),
    (
        r"a program or a copy of a process, started by process (\d+): (.*)",
        "由进程 {} 启动的程序或进程副本：{}",
    ),
    (r"the phone's list of processes does not show those of the app", "手机的进程列表不显示应用的进程"),
    (r"it is no longer among the phone's processes", "已不在手机的进程列表中"),
    (r"only library code that acts for others", "调用栈只有代他人行事的库代码"),
    (
        r"closed after the TLS handshake without a request, as an app does that pins certificates",
        "TLS 握手完成后未发出请求即断开，锁定证书的应用通常如此",
    ),
    (r"the TLS handshake failed", "TLS 握手失败"),
    (r"encrypted by a library that is not watched", "由未受监测的库加密（自有 TLS 协议栈或 QUIC）"),
    (r"sent data over a connection that showed the wrong certificate", "在出示错误证书的连接上发送了数据"),
    (
        r"the recording ended before it sent anything over the connection it left open",
        "连接保持打开，直到记录结束都没有发送数据",
    ),
    # What mitmproxy says of handshakes (mitmproxy/proxy/layers/tls.py).
    (r"The client does not trust the proxy's certificate for (\S+) \((.+)\)", "应用不信任审计证书（{}；{}）"),
    (
        r"The client may not trust the proxy's certificate for (\S+) \((.+)\)",
        "应用可能不信任审计证书（{}；{}）",
    ),
    (
        r"The client disconnected during the handshake\. If this happens consistently for (\S+), this may .+",
        "应用在 TLS 握手中断开（{}），可能不信任审计证书",
    ),
    (r"Certificate verify failed: (.+)", "证书校验未通过：{}"),
    (r"(X509(?:Extended)?TrustManager) of the app", "应用自带的 {}"),
)
_ADDITIONS: tuple[tuple[str, str], ...] = (
    (r"(.+); the app offered (.+)", "{}；应用提供的 TLS 版本：{}"),
    (
        r"(.+); the only one seen to open this host, and the agent no longer watched",
        "{}；探针此时已停止观察，此前只见它连接过该主机",
    ),
    (
        r"(.+); the only one to connect to the proxy in the second before",
        "{}；此前一秒内只有它连接过代理",
    ),
    (r"(.+); the only one to open this host shortly before", "{}；此前不久只有它连接过该主机"),
    (
        r"(.+); counted only, the calls seen before it from there went to this host",
        "{}；该次调用只有计数，此前同一处的调用均连接该主机",
    ),
    (
        r"(.+); its bytes were written by code that carries requests of others",
        "{}；其数据由代他人收发请求的代码写出",
    ),
    (
        r"(.+); its bytes were written by code that nobody is known for",
        "{}；其数据由无从辨认归属的代码写出",
    ),
    (r"(.+); registered there as a listener, which the system called", "{}；监听器在该处注册，由系统回调"),
    (r"(.+); created there and handed over to (.+)", "{}；任务在该处创建，交由{}执行"),
    (r"(.+); through native code of no file, entered from there", "{}；由该处进入不属于任何文件的本地代码"),
    (r"(.+); through the native library (\S+), entered from there", "{}；由该处进入目录之外的本地库 {}"),
    (r"(.+); through (.+), which carries calls of others", "{}；经由承载他人代码的 {}"),
    (r"(.+); which carries calls of others; nobody else was seen", "{}；其承载他人代码，此外未见其他调用方"),
)
"""What may follow a sentence: the first group is a sentence itself."""

_SENSORS = {"agent": "进程内探针", "proxy": "网络代理", "system": "系统记录", "screen": "屏幕记录"}
_PATTERNS = tuple((re.compile(pattern, re.DOTALL), zh) for pattern, zh in _SENTENCES)
_FOLLOWING = tuple((re.compile(pattern, re.DOTALL), zh) for pattern, zh in _ADDITIONS)


def recorded(sentence: str) -> Text:
    """Return a sentence of a recording in both languages; one that is not known stays as it is in both."""
    if len(sentence) <= MAX_LENGTH:
        sensor, colon, rest = sentence.partition(": ")
        if colon and sensor in _SENSORS:
            said = recorded(rest)
            return Text(zh=f"{_SENSORS[sensor]}：{said.zh}", en=sentence)
        for pattern, zh in _FOLLOWING:
            found = pattern.fullmatch(sentence)
            if found:
                parts = found.groups()
                words = [recorded(parts[0]).zh, *(_handover(word) for word in parts[1:])]
                return Text(zh=_filled(zh, words), en=sentence)
        for pattern, zh in _PATTERNS:
            found = pattern.fullmatch(sentence)
            if found:
                return Text(zh=_filled(zh, list(found.groups())), en=sentence)
    return Text(zh=sentence, en=sentence)


def _filled(words: str, parts: list[str]) -> str:
    """Put parts into the places of a sentence; what they hold is never a place itself."""
    return "".join(word + part for word, part in zip(words.split("{}"), [*parts, ""], strict=True))


def _handover(words: str) -> str:
    if words == "another thread":
        return "另一线程"
    ways = load_catalog().platform.handovers
    return next((way.zh for way in ways if way.en == words), words)


PHASES: Mapping[str, Text] = {
    "first_start": Text(zh="首次启动", en="first start"),
    "refuse": Text(zh="拒绝同意", en="refusal"),
    "fresh_start": Text(zh="清除数据后重新启动", en="fresh start"),
    "agree": Text(zh="同意", en="agreement"),
    "use": Text(zh="使用功能", en="use"),
    "background": Text(zh="退到后台", en="background"),
    "notice": Text(zh="查阅隐私政策", en="notice"),
    "complaint": Text(zh="查找投诉渠道", en="complaint channel"),
    "after_refusal": Text(zh="拒绝之后", en="after refusal"),
    "withdraw": Text(zh="撤回同意", en="withdrawal"),
}
"""Phases by the names that the scenarios of this house give them; other names stay as written."""


def phase_name(name: str) -> Text:
    """Return the words for a phase."""
    return PHASES.get(name, Text(zh=name, en=name))


def packer_name(packer: str) -> Text:
    """Return a packer's name by its id; an id that is not known stays as it is."""
    row = load_catalog().packers.get(packer)
    return Text(zh=row.zh, en=row.en) if row else Text(zh=packer, en=packer)
