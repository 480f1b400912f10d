"""What rules on TLS may rest on: versions and certificates that were seen, wrong ones that were shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from privaudit.analysis.case import Case
from privaudit.analysis.hosts import address_of
from privaudit.model.finding import Text
from privaudit.model.observation import Coverage, Sent

Wanted = Literal["", "handshakes", "certificates", "probe"]

_SHOWN = 5


def tls_missing(case: Case, wanted: Wanted) -> Iterator[Text]:
    """Yield what of TLS was not there at all, so that silence says nothing."""
    observation = case.observation
    if wanted == "probe" and not observation.probes:
        yield Text(
            zh="没有向应用出示过不受信任的证书（选项 --probe-trust）",
            en="the app was not shown a certificate that nobody trusts (option --probe-trust)",
        )
    elif wanted == "handshakes" and not any(_version_known(case, sent) for sent in _carrying(case)):
        yield Text(
            zh="没有记录了 TLS 版本的加密连接",
            en="no encrypted connection has its version of TLS on record",
        )
    elif wanted == "certificates" and not any(_certificate_known(case, sent) for sent in _carrying(case)):
        yield Text(
            zh="没有记录到服务器的证书",
            en="no server's certificate is on record",
        )


def tls_gaps(case: Case, wanted: Wanted) -> Iterator[Text]:
    """Yield for what part of the traffic TLS is not known."""
    hosts = dict.fromkeys(sent.host for sent in _carrying(case))
    if wanted == "probe":
        shown = {probe.host for probe in case.observation.probes}
        missing = [host for host in hosts if host not in shown]
        zh, en = "没有出示过错误证书", "were not tried with a wrong certificate"
    else:
        known = _version_known if wanted == "handshakes" else _certificate_known
        missing = list(dict.fromkeys(sent.host for sent in _carrying(case) if not known(case, sent)))
        zh, en = ("TLS 版本未知", "have no version of TLS on record")
        if wanted == "certificates":
            zh, en = "证书未知", "have no certificate on record"
    if missing:
        names = ", ".join(missing[:_SHOWN]) + (f", … {len(missing)}" if len(missing) > _SHOWN else "")
        yield Text(
            zh=f"{len(missing)} 个主机{zh}（{names}）",
            en=f"{len(missing)} hosts {en} ({names})",
        )


def unopened_tunnels(coverage: Coverage) -> tuple[str, ...]:
    """Return host:port of TLS connections that neither the proxy nor the agent could read."""
    taken = {one.host for one in coverage.network.destinations if one.unopened and one.opened != "unopened"}
    return tuple(name for name in coverage.unread_tunnels if host_of(name) not in taken)


def host_of(tunnel: str) -> str:
    """Return the host of `host:port` as destinations have it."""
    host = tunnel.rpartition(":")[0].lower().rstrip(".")
    return address_of(host) or host


def _carrying(case: Case) -> list[Sent]:
    """Return what was sent encrypted with a known value in it; where nothing was, all that was encrypted."""
    encrypted = [sent for sent in case.observation.sent if sent.encrypted]
    return [sent for sent in encrypted if sent.matches] or encrypted


def _version_known(_case: Case, sent: Sent) -> bool:
    return bool(sent.tls_version)


def _certificate_known(case: Case, sent: Sent) -> bool:
    return sent.host in case.certified
