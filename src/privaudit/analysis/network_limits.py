"""What of the network stayed closed, was refused or only counted, and what the audit changed, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from privaudit.analysis.case import Case
from privaudit.analysis.tls_ground import host_of, unopened_tunnels
from privaudit.catalog.recorded import recorded
from privaudit.model.destination import Destination, NetworkCoverage, TrustCheck
from privaudit.model.finding import Text

_SHOWN = 20


def network_limits(case: Case) -> Iterator[Text]:
    """Yield a line for each class of traffic that was not read whole, the gravest first."""
    network = case.observation.coverage.network
    outside = [one for one in network.destinations if not one.inside]
    yield from _unopened(case, outside)
    yield from _unread(outside)
    yield from _refused(outside)
    yield from _unreached(case)
    yield from _clear(outside)
    yield from _addresses(outside)
    yield from _checks(case)
    yield from _only_names(network)
    yield from _beyond(network)
    yield from _balance(case, network)
    if case.observation.coverage.unwatched and network.sockets_watched:
        count = len(case.observation.coverage.unwatched)
        yield Text(
            zh=f"{count} 个未装入探针的进程，其不经代理的网络连接不可见，未计入网络去向。",
            en=f"Connections past the proxy of {_n(count, 'process', 'processes')} without the agent were "
            "not seen and are not among the network destinations.",
        )


def network_notes() -> Mapping[str, Callable[[str], Text | None]]:
    """Return, by topic of a note of the recording, what a reader has to know of it; None for nothing."""
    return {topic: _teller(on, off) for topic, (on, off) in _SWITCHES.items()} | {
        "network.proxy": lambda _text: None
    }


def _teller(on: Text | None, off: Text | None) -> Callable[[str], Text | None]:
    return lambda text: on if text.startswith("on") else off


_SWITCHES: Mapping[str, tuple[Text | None, Text | None]] = {
    "network.unpin": (
        Text(
            zh="为了读取加密流量，测试期间应用自身的证书校验（含证书锁定）因审计证书而拒绝连接的，均代为放行；"
            "放行只对审计证书有效，对其他证书的校验不受影响。应用在测试中信任审计证书，不是应用的缺陷。",
            en="To read encrypted traffic, checks of the app (certificate pinning among them) that refused "
            "the audit's certificate were answered yes in their place, for that certificate alone; all "
            "others were left as they are. That the app trusted the audit's certificate during the "
            "test is no fault of the app.",
        ),
        Text(
            zh="应用自身的证书校验未被改动：锁定证书的连接未能读取。",
            en="The app's own checks of certificates were left alone: connections that pin could not be "
            "read.",
        ),
    ),
    "network.quic": (
        Text(
            zh="为了使流量可读，测试期间应用的 QUIC（UDP 443）被拒绝，应用须改用 TCP；次数见网络去向。",
            en="To make traffic readable, QUIC (UDP 443) of the app was refused during the test, so that it "
            "had to use TCP; how often is told with the network destinations.",
        ),
        Text(
            zh="QUIC 未被拒绝：经 QUIC 发送的内容未读取，只统计了字节数。",
            en="QUIC was let through: what was sent over it was not read, only its bytes were counted.",
        ),
    ),
    "network.probe": (
        Text(
            zh="测试期间向应用的每个主机出示过一次不受信任的证书，以检验应用是否校验证书；该次连接失败属正常。",
            en="During the test each host of the app was once shown a certificate that nobody trusts, to see "
            "whether the app checks; that this connection failed is as it should be.",
        ),
        Text(
            zh="未检验应用是否校验服务器证书（选项 --probe-trust）。",
            en="Whether the app checks servers' certificates was not tested (option --probe-trust).",
        ),
    ),
    "network.plain": (
        None,
        Text(
            zh="未在应用内取得加密前的内容：代理未能解读的连接，其内容未检验。",
            en="Nothing was taken inside the app before encryption: what the proxy could not read was not "
            "tested.",
        ),
    ),
    "network.crypto": (
        None,
        Text(
            zh="未取得应用自行加密、散列之前的内容：应用加密后发送的个人信息无法识别。",
            en="What the app encrypts or hashes itself was not taken before that: personal information it "
            "sends encrypted cannot be recognised.",
        ),
    ),
}


def _unopened(case: Case, outside: list[Destination]) -> Iterator[Text]:
    tunnels = unopened_tunnels(case.observation.coverage)
    if not tunnels:
        return
    closed = {one.host: one.reasons for one in outside if one.opened == "unopened"}
    count = len(tunnels)
    zh, en = [], []
    for name in tunnels[:_SHOWN]:
        why = recorded(next(iter(closed.get(host_of(name), ())), ""))
        zh.append(f"{name}（{why.zh}）" if why.zh else name)
        en.append(f"{name} ({why.en})" if why.en else name)
    yield Text(
        zh=f"{count} 个加密连接无法解读（证书锁定、不信任审计证书或自有协议栈），其内容未检验："
        f"{'、'.join(zh)}{_more_zh(count)}",
        en=f"{_n(count, 'encrypted connection')} could not be read (pinned, not trusting the audit's "
        "certificate, or a stack of their own); what they carried was not tested: "
        f"{', '.join(en)}{_more_en(count)}",
    )


def _unread(outside: list[Destination]) -> Iterator[Text]:
    past = [one for one in outside if one.unread]
    if past:
        sockets, up = sum(one.unread for one in past), sum(one.bytes_up for one in past)
        names = [f"{one.host}:{one.ports[0]}" if one.ports else one.host for one in past]
        yield Text(
            zh=f"{sockets} 个连接未经代理，内容未读取，只统计了字节数"
            f"（{len(past)} 个目的地，共发送 {up:,} 字节）：{_names_zh(names)}",
            en=f"{_n(sockets, 'connection')} went past the proxy; what was sent there was not read, only "
            f"counted ({_n(len(past), 'destination')}, {_n(up, 'byte')} sent): {_names_en(names)}",
        )


def _refused(outside: list[Destination]) -> Iterator[Text]:
    refused = [one for one in outside if one.refused or one.refused_datagrams]
    if refused:
        attempts = sum(one.refused for one in refused)
        datagrams = sum(one.refused_datagrams for one in refused)
        silent = [one.host for one in refused if one.opened == "refused"]
        zh = f"；其中 {len(silent)} 个目的地此后未见改用 TCP：{_names_zh(silent)}" if silent else ""
        en = (
            f"; no fallback to TCP was seen for {_n(len(silent), 'destination')}: {_names_en(silent)}"
            if silent
            else ""
        )
        yield Text(
            zh=f"QUIC 被拒绝 {attempts} 次（{len(refused)} 个目的地，{datagrams:,} 个数据报）{zh}",
            en=f"QUIC was refused for {_n(attempts, 'socket')} ({_n(len(refused), 'destination')}, "
            f"{_n(datagrams, 'datagram')}){en}",
        )


def _unreached(case: Case) -> Iterator[Text]:
    """Say which servers got nothing from the proxy, because TLS with them did not come about."""
    found = {
        one.host: one.problem for one in case.observation.handshakes if one.side == "server" and one.problem
    }
    if found:
        zh = _names_zh(f"{host}（{recorded(why).zh}）" for host, why in found.items())
        en = _names_en(f"{host} ({why})" for host, why in found.items())
        yield Text(
            zh=f"代理未能与 {len(found)} 个主机建立 TLS 连接（证书按录制机器的信任库校验），"
            f"没有把请求转给它们，应用因此可能少做了一些事：{zh}",
            en=f"The proxy could not set up TLS with {_n(len(found), 'host')} (certificates are checked by "
            f"the recording machine's roots) and passed no request on to them; the app may have done less "
            f"for that: {en}",
        )


def _clear(outside: list[Destination]) -> Iterator[Text]:
    clear = [f"{one.host}:{port}" for one in outside for port in one.clear_ports]
    if clear:
        yield Text(
            zh=f"80 以外的端口上有 {len(clear)} 处不经 TLS 的通信：{_names_zh(clear)}",
            en=f"There was traffic without TLS on ports other than 80 ({len(clear)}): {_names_en(clear)}",
        )


def _addresses(outside: list[Destination]) -> Iterator[Text]:
    bare = [
        one.host for one in outside if one.by_address and one.opened != "failed" and one.protocols != ("dns",)
    ]
    if bare:
        yield Text(
            zh=f"应用直接连接了 {len(bare)} 个没有域名的地址，其归属无法由域名判断：{_names_zh(bare)}",
            en=f"The app went to {_n(len(bare), 'address', 'addresses')} without a name, so that none tells "
            f"whose it is: {_names_en(bare)}",
        )


def _checks(case: Case) -> Iterator[Text]:
    """Say which checks were opened, and that an app that has them is the better for it."""
    opened = [one for one in case.observation.trust if one.decision == "opened"]
    if opened:
        hosts, names = len({one.host for one in opened}), _checked(opened)
        yield Text(
            zh=f"应用对 {hosts} 个主机的证书校验为本次审计被代为放行：{names.zh}。"
            "其中由应用自身锁定证书的，是良好的安全措施，不是缺陷。",
            en=f"The app's checks for {_n(hosts, 'host')} were answered yes in their place for this audit: "
            f"{names.en}. Where it is the app itself that pins, that is a good protection, not a fault.",
        )
    kept = [one for one in case.observation.trust if one.decision == "kept"]
    if kept:
        names = _checked(kept)
        yield Text(
            zh=f"应用的下列证书校验拒绝了连接，未予放行：{names.zh}",
            en=f"These checks of the app refused a connection and were left to stand: {names.en}",
        )


def _checked(checks: Iterable[TrustCheck]) -> Text:
    """Return hosts with the libraries that checked there, each once."""
    pairs = dict.fromkeys((one.host or "?", one.library or one.api) for one in checks)
    return Text(
        zh=_names_zh(f"{host}（{recorded(library).zh}）" for host, library in pairs),
        en=_names_en(f"{host} ({library})" for host, library in pairs),
    )


def _only_names(network: NetworkCoverage) -> Iterator[Text]:
    if network.names_only_count:
        yield Text(
            zh=f"查询过 {network.names_only_count} 个域名而未见与其连接：{_names_zh(network.names_only)}",
            en=f"{_n(network.names_only_count, 'name')} looked up without a connection being seen: "
            f"{_names_en(network.names_only)}",
        )


def _beyond(network: NetworkCoverage) -> Iterator[Text]:
    if network.left_out:
        yield Text(
            zh=f"网络目的地过多，另有 {network.left_out:,} 个未逐一列出，只计入总字节数。",
            en=f"There were so many destinations that {network.left_out:,} are not listed; their bytes are "
            "in the totals.",
        )
    if network.sockets_left_out:
        yield Text(
            zh=f"连接和未完的消息过多，有 {network.sockets_left_out:,} 个未逐一记录，其字节数未全部计入。",
            en=f"There were so many connections and open messages that {network.sockets_left_out:,} were not "
            "followed; not all of their bytes are counted.",
        )
    if network.unplaced_up or network.unplaced_down:
        yield Text(
            zh=f"有的连接不知通往何处，共发送 {network.unplaced_up:,} 字节、"
            f"接收 {network.unplaced_down:,} 字节。",
            en=f"Where some connections led is not known; {_n(network.unplaced_up, 'byte')} went up on them "
            f"and {network.unplaced_down:,} down.",
        )


def _balance(case: Case, network: NetworkCoverage) -> Iterator[Text]:
    """Hold what the kernel counted on the way to the proxy against what the proxy read."""
    agent = case.observation.coverage.sensor("agent")
    if not network.proxy_sockets or agent is None or not agent.intervals:
        return
    up, down = network.proxy_up - network.read_up, network.proxy_down - network.read_down
    yield Text(
        zh=f"核对：应用与代理之间的 {network.proxy_sockets} 个连接共发送 {network.proxy_up:,} 字节、接收 "
        f"{network.proxy_down:,} 字节；代理读到的内容为 {network.read_up:,} 和 {network.read_down:,} 字节。"
        f"差额 {up:+,} 和 {down:+,} 字节是握手、加密和协议开销；"
        "为负时，代理还读到了其他应用的流量或经压缩的报头。",
        en=f"Balance: {_n(network.proxy_sockets, 'connection')} of the app to the proxy carried "
        f"{network.proxy_up:,} bytes up and {network.proxy_down:,} down; what the proxy read "
        f"comes to {network.read_up:,} and {network.read_down:,}. The difference of {up:+,} and {down:+,} "
        f"bytes is handshakes, encryption and protocol; where it is negative, the proxy "
        "read other apps' traffic as well, or compressed headers.",
    )


def _names_zh(names: Iterable[str]) -> str:
    listed = list(names)
    return "、".join(listed[:_SHOWN]) + _more_zh(len(listed))


def _names_en(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:_SHOWN]) + _more_en(len(listed))


def _more_zh(count: int) -> str:
    return f"；另有 {count - _SHOWN:,} 个" if count > _SHOWN else ""


def _more_en(count: int) -> str:
    return f"; and {count - _SHOWN:,} more" if count > _SHOWN else ""


def _n(count: int, one: str, many: str = "") -> str:
    """Return a number with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
