"""How long 100,000 events of a mixed run take from the folder to the judgement."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from privaudit.analysis.engine import judge
from privaudit.analysis.observe import observe
from privaudit.catalog import load_catalog
from privaudit.evidence import EvidenceReader, EvidenceWriter
from privaudit.model.declaration import Declaration, Notice, Place, Statement
from privaudit.model.event import (
    ApiCalled,
    ApiCounted,
    AppInfo,
    ConsentSeen,
    ConsentState,
    DeviceInfo,
    Event,
    Frame,
    HookState,
    Lifecycle,
    PhaseEntered,
    ProcessSeen,
    RunEnded,
    RunStarted,
    ScreenSeen,
    SensorStarted,
    SensorStopped,
    SiteSeen,
)
from privaudit.model.network import Header, RequestSeen, ResponseSeen

EVENTS = 100_000
START = 1_700_000_000_000_000_000
STEP = 5_000_000
PACKAGE = "com.example.bank"
CALLERS = ("com.example.bank.ui.Main", "cn.demostat.analytics.Core", "com.demopush.client.C", "org.other.Lib")
READS = (
    ("telephony.imei", "350000007319029"), ("settings.android_id", "7f3a91c2d05be648"),
    ("location.last_known", "31.240021,121.490317"), ("wifi.ssid", "privaudit-test-wifi"),
    ("clipboard.text", "6222020200012345678"), ("build.serial", "PRVA0731902640"),
)  # fmt: skip
HOSTS = ("api.bank.example", "log.demostat.example", "im.demopush.example", "cdn.other.example")
LIFE: tuple[Literal["resumed", "paused", "stopped", "started"], ...] = (
    "resumed",
    "paused",
    "stopped",
    "started",
)
AGENT = "Dalvik/2.1.0 (Linux; U; Android 13; model)"


def main() -> None:
    """Write the folder, then measure."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "run"
        _write(path)
        catalog = load_catalog()
        _ = catalog.apis, catalog.data_types, catalog.permissions, catalog.sdks, catalog.clauses
        start = time.perf_counter()
        reader = EvidenceReader(path)
        observation = observe(reader.records(), reader.artefact, catalog)
        judgement = judge(observation, _declaration(), catalog)
        seconds = time.perf_counter() - start
    if not judgement.findings or len(observation.sent) < EVENTS // 10:
        raise SystemExit("the synthetic run was not judged as it must be")
    print(f"assess_{EVENTS // 1000}k_events_s {seconds:.2f} s")


def _write(path: Path) -> None:
    with EvidenceWriter.create(path, id="bench", tool_version="0") as writer:
        bodies = [
            writer.keep(
                f'{{"device":{{"imei":"{READS[0][1] if i % 3 == 0 else i}"}},"event":"{i}","v":1}}'.encode(),
                media_type="application/json",
                name="body",
            )
            for i in range(500)
        ]
        for event in _events(bodies):
            writer.append(event)
        writer.seal()


def _events(bodies: list[str]) -> Iterator[Event]:
    at = START
    yield RunStarted(
        at=at, seen=at, tools=(), clock_offset_ns=0, clock_error_ns=0,
        device=DeviceInfo(
            serial="s", model="m", manufacturer="x", android="13", api_level=33, build="b", virtual=True
        ),
        app=AppInfo(package=PACKAGE),
    )  # fmt: skip
    yield SensorStarted(at=at, seen=at, sensor="agent")
    yield SensorStarted(at=at, seen=at, sensor="proxy")
    yield PhaseEntered(at=at, seen=at, name="first-start")
    for pid in (1, 2):
        yield ProcessSeen(at=at, seen=at, pid=pid, name=PACKAGE, instrumented=True)
        for api in load_catalog().apis:
            yield HookState(at=at, seen=at, pid=pid, api=api, state="resolved")
    sites = [hashlib.sha256(str(i).encode()).hexdigest()[:16] for i in range(2000)]
    for i, site in enumerate(sites):
        yield SiteSeen(at=at, seen=at, pid=1, site=site, frames=_frames(i))
    count = EVENTS - 4 - 2 * (1 + len(load_catalog().apis)) - len(sites) - 3
    for i in range(count):
        at += STEP
        yield _event(i, at, sites, bodies, count)
    yield SensorStopped(at=at, seen=at, sensor="agent")
    yield SensorStopped(at=at, seen=at, sensor="proxy")
    yield RunEnded(at=at, seen=at, outcome="complete")


def _event(i: int, at: int, sites: list[str], bodies: list[str], count: int) -> Event:
    """Return event `i`: of twenty, nine are reads, three counts, two openings, three requests."""
    states: dict[int, ConsentState] = {count // 10: "shown", count // 5: "agreed", count // 2: "withdrawn"}
    if i in states:
        return ConsentSeen(at=at, seen=at, state=states[i], how="bench")
    kind = i % 20
    if kind < 14:
        return _call(i, kind, at, sites[i % len(sites)], i // len(sites) + 1)
    if kind < 17:
        host = HOSTS[i % len(HOSTS)]
        return RequestSeen(
            at=at, seen=at, flow=f"f{i // 20}-{kind}", method="POST", scheme="https", host=host, port=443,
            path=_path(i), http_version="HTTP/2.0", body=bodies[i % len(bodies)], body_bytes=60,
            headers=(
                Header(":authority", host), Header("user-agent", AGENT),
                Header("content-type", "application/json; charset=utf-8"), Header("accept-encoding", "gzip"),
            ),
        )  # fmt: skip
    if kind < 19:
        return ResponseSeen(at=at, seen=at, flow=f"f{i // 20}-{kind - 3}", status=200)
    if i % 100 < 50:
        return Lifecycle(at=at, seen=at, pid=1, activity="Main", state=LIFE[i // 100 % len(LIFE)])
    return ScreenSeen(at=at, seen=at, step="1", package=PACKAGE, screenshot="", texts=("首页", "转账"))


def _call(i: int, kind: int, at: int, site: str, n: int) -> Event:
    api, value = READS[i % len(READS)]
    if kind < 9:
        return ApiCalled(
            at=at, seen=at, pid=1, process=PACKAGE, api=api, overload="()", site=site, thread="main", tid=1,
            n=n, result=value,
        )  # fmt: skip
    if kind < 12:
        return ApiCounted(
            at=at, seen=at, pid=1, process=PACKAGE, api=api, overload="()", site=site, n=n + 1, errors=0,
            first=START, last=at,
        )  # fmt: skip
    # The request three events later goes to the same host and path.
    url = f"https://{HOSTS[(i + 3) % len(HOSTS)]}{_path(i + 3)}"
    return ApiCalled(
        at=at, seen=at, pid=1, process=PACKAGE, api="traffic.okhttp", overload="(okhttp3.Request)", site=site,
        thread="net", tid=2, n=n, args=(url,),
    )  # fmt: skip


def _path(i: int) -> str:
    return f"/v1/collect?s={i}&id={READS[1][1] if i % 7 == 0 else i}"


def _frames(i: int) -> tuple[Frame, ...]:
    middle = tuple(
        Frame(cls=f"android.os.Handler{depth}", method="dispatch", file="Handler.java", line=depth)
        for depth in range(i % 20)
    )
    caller = Frame(cls=CALLERS[i % len(CALLERS)] + str(i % 50), method="run", file="X.java", line=i)
    return (Frame(cls="android.telephony.TelephonyManager", method="getImei"), *middle, caller)


def _declaration() -> Declaration:
    quote = "我们收集您的设备标识用于风控。"
    return Declaration(
        package=PACKAGE, app_name="示例银行", processor="示例银行",
        notice=Notice(file="n.html", sha256="", text_sha256="", text=quote),
        statements=(
            Statement(
                id="c", kind="collection", place=Place(start=0, end=len(quote), quote=quote),
                data_types=("device.android_id",), purpose="风控",
            ),
        ),
        first_party_hosts=("bank.example",),
    )  # fmt: skip


if __name__ == "__main__":
    main()
