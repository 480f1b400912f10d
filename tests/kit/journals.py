"""Small journals for tests of analysis and rules, built in code: what a run could have recorded."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Literal

import msgspec

from privaudit.analysis.engine import Judgement, judge
from privaudit.analysis.observe import observe
from privaudit.catalog import Catalog, load_catalog
from privaudit.model.declaration import Channel, Declaration, Notice, Place, Statement, StatementKind
from privaudit.model.event import (
    ApiCalled,
    ApiCounted,
    AppInfo,
    AppOpState,
    ComplaintChannelOpened,
    ConsentSeen,
    ConsentState,
    DeviceInfo,
    Event,
    Frame,
    HookState,
    Lifecycle,
    Note,
    PermissionState,
    PhaseEntered,
    ProcessSeen,
    RunEnded,
    RunStarted,
    ScreenSeen,
    Sensor,
    SensorLost,
    SensorStarted,
    SensorStopped,
    SiteSeen,
    StepEnded,
    StepStarted,
)
from privaudit.model.evidence import Record
from privaudit.model.happening import Octets
from privaudit.model.network import (
    CertificateSeen,
    Header,
    NameLookedUp,
    PlainSeen,
    RequestSeen,
    SocketBytes,
    SocketSeen,
    StreamSeen,
    TlsSeen,
    TrustAnswered,
    TrustProbed,
    TunnelFailed,
)
from privaudit.model.observation import Observation

PACKAGE = "com.example.bank"
PID = 4321
START = 1_700_000_000_000_000_000
SECOND = 1_000_000_000

IMEI = "350000007319029"
ANDROID_ID = "7f3a91c2d05be648"

_FRAMES = {
    "app": ("com.example.bank.MainActivity", "onCreate"),
    "stat": ("cn.demostat.analytics.Core", "start"),
    "push": ("com.demopush.client.Client", "init"),
    "ad": ("com.demoad.sdk.Loader", "load"),
    "stranger": ("org.stranger.Thing", "run"),
}


class Journal:
    """A journal in the making; whatever is recorded advances the clock by a tenth of a second."""

    def __init__(
        self, *, permissions: tuple[str, ...] = (), api_level: int = 33, virtual: bool = True
    ) -> None:
        self.events: list[Event] = []
        self.artefacts: dict[str, bytes] = {}
        self.now = START
        self._flows = 0
        self._sockets = 0
        self._numbers: dict[tuple[str, str], int] = {}
        self._sites: set[str] = set()
        self._step = 0
        self.add(
            lambda at: RunStarted(
                at=at,
                seen=at,
                device=DeviceInfo(
                    serial="s", model="m", manufacturer="x", android="13", api_level=api_level, build="b",
                    virtual=virtual,
                ),
                app=AppInfo(package=PACKAGE, requested_permissions=permissions),
                tools=(),
                clock_offset_ns=0,
                clock_error_ns=2_000_000,
                scenario="test",
            )
        )  # fmt: skip

    @property
    def flows(self) -> int:
        """How many flows there were."""
        return self._flows

    def add(self, make: Callable[[int], Event], *, after: float = 0.1) -> Event:
        """Record what `make` builds for the moment `after` seconds later."""
        self.now += round(after * SECOND)
        event = make(self.now)
        self.events.append(event)
        return event

    def wait(self, seconds: float) -> Journal:
        self.now += round(seconds * SECOND)
        return self

    def begin(
        self, *, sensors: tuple[Sensor, ...] = ("agent", "proxy", "system"), without: tuple[str, ...] = ()
    ) -> Journal:
        """Start sensors, hook everything but `without`, and launch the app to the front."""
        for sensor in sensors:
            self._started(sensor)
        self.add(lambda at: PhaseEntered(at=at, seen=at, name="first-start"))
        self.step("launchApp")
        self.add(lambda at: ProcessSeen(at=at, seen=at, pid=PID, name=PACKAGE, instrumented=True))
        for api in load_catalog().apis:
            if api not in without:
                state = HookState(at=self.now, seen=self.now, pid=PID, api=api, state="resolved", overloads=1)
                self.events.append(state)
        return self.life("created").life("started").life("resumed").wait(1)

    def life(self, state: str, activity: str = "MainActivity") -> Journal:
        self.add(
            lambda at: msgspec.convert(
                {"kind": "lifecycle", "at": at, "seen": at, "pid": PID, "activity": activity, "state": state},
                Lifecycle,
            )
        )
        return self

    def background(self) -> Journal:
        return self.life("paused").life("stopped").wait(1)

    def foreground(self) -> Journal:
        return self.life("started").life("resumed").wait(1)

    def phase(self, name: str) -> Journal:
        self.add(lambda at: PhaseEntered(at=at, seen=at, name=name))
        return self

    def step(self, verb: str, status: str = "ok", message: str = "") -> Journal:
        self._step += 1
        path = str(self._step)
        self.add(lambda at: StepStarted(at=at, seen=at, path=path, verb=verb, label=""))
        self.add(
            lambda at: msgspec.convert(
                {
                    "kind": "step.ended",
                    "at": at,
                    "seen": at,
                    "path": path,
                    "status": status,
                    "message": message,
                },
                StepEnded,
            )
        )
        return self

    def consent(self, state: ConsentState, *, stay: float = 2) -> Journal:
        self.add(lambda at: ConsentSeen(at=at, seen=at, state=state, how="test"))
        return self.wait(stay)

    def site(self, by: str, api: str) -> str:
        """Tell a call site of the app or of a third party once, and return it."""
        site = hashlib.sha256(f"{by} {api}".encode()).hexdigest()[:16]
        if site not in self._sites and by != "nobody":
            self._sites.add(site)
            row = load_catalog().apis[api]
            frames = [Frame(cls=row.cls, method=row.method, file="Framework.java", line=1)]
            if by == "system":
                frames.append(Frame(cls="android.app.ActivityThread", method="main"))
            else:
                cls, method = _FRAMES[by]
                frames.append(Frame(cls=cls, method=method, file="X.java", line=12))
                frames.append(Frame(cls="android.app.ActivityThread", method="main"))
            self.events.append(SiteSeen(at=self.now, seen=self.now, pid=PID, site=site, frames=tuple(frames)))
        return site

    def call(
        self,
        api: str,
        *,
        by: str = "app",
        result: str | None = None,
        error: str | None = None,
        args: tuple[str, ...] = (),
        times: int = 1,
    ) -> Journal:
        """Call a hooked API, `times` times; all but the first are only counted."""
        site = self.site(by, api)
        n = self._numbers[api, site] = self._numbers.get((api, site), 0) + 1
        self.add(
            lambda at: ApiCalled(
                at=at, seen=at, pid=PID, process=PACKAGE, api=api, overload="()", site=site, thread="main",
                tid=PID, n=n, args=args, result=result, error=error,
            )
        )  # fmt: skip
        if times > 1:
            first = self.now
            total = self._numbers[api, site] = n + times - 1
            self.add(
                lambda at: ApiCounted(
                    at=at, seen=at, pid=PID, process=PACKAGE, api=api, overload="()", site=site, n=total,
                    errors=total if error else 0, first=first, last=at,
                )
            )  # fmt: skip
        return self

    def imei(self, **kwargs: object) -> Journal:
        return self.call("telephony.imei", result=IMEI, **kwargs)  # type: ignore[arg-type] # as call

    def android_id(self, **kwargs: object) -> Journal:
        return self.call("settings.android_id", result=ANDROID_ID, **kwargs)  # type: ignore[arg-type] # as call

    def ask(self, *permissions: str, by: str = "app") -> Journal:
        return self.call("permission.request", by=by, args=(",".join(permissions),))

    def request(
        self,
        url: str,
        *,
        by: str | None = "app",
        body: bytes = b"",
        method: str = "POST",
        tls: str = "TLSv1.3",
    ) -> Journal:
        """Send a request, opened by a watched call of `by` unless that is None; `tls` counts for https."""
        if by is not None:
            self.call("traffic.url", by=by, args=(url,))
        scheme, _, rest = url.partition("://")
        host, slash, path = rest.partition("/")
        host, _, port = host.partition(":")
        sha = hashlib.sha256(body).hexdigest() if body else None
        if sha is not None:
            self.artefacts[sha] = body
        self._flows += 1
        flow = f"flow-{self._flows}"
        self.add(
            lambda at: RequestSeen(
                at=at, seen=at, flow=flow, method=method, scheme=scheme, host=host,
                port=int(port or (80 if scheme == "http" else 443)), path=f"{slash}{path}" or "/",
                http_version="HTTP/1.1", body=sha, body_bytes=len(body),
                headers=(Header("Content-Type", "application/x-www-form-urlencoded"),),
                tls_version="" if scheme == "http" else tls,
            )
        )  # fmt: skip
        return self

    def screen(self, *texts: str, package: str = PACKAGE) -> Journal:
        self.add(
            lambda at: ScreenSeen(
                at=at, seen=at, step="1", package=package, screenshot="a" * 64, texts=tuple(texts)
            )
        )
        return self

    def complaint(
        self, *, found: bool, phones: tuple[str, ...] = (), addresses: tuple[str, ...] = ()
    ) -> Journal:
        self.screen("投诉与建议")
        self.add(
            lambda at: ComplaintChannelOpened(
                at=at, seen=at, found=found, phones=phones, addresses=addresses,
                reason="" if found else "no such entry",
            )
        )  # fmt: skip
        return self

    def appop(self, op: str, last: int) -> Journal:
        self.add(lambda at: AppOpState(at=at, seen=at, moment="after", op=op, mode="allow", last_access=last))
        return self

    def granted(self, permission: str, *, granted: bool = True) -> Journal:
        self.add(
            lambda at: PermissionState(at=at, seen=at, moment="after", permission=permission, granted=granted)
        )
        return self

    def lose(self, sensor: Sensor, reason: str = "it died") -> Journal:
        self.add(lambda at: SensorLost(at=at, seen=at, sensor=sensor, reason=reason))
        return self

    def tunnel(self, host: str) -> Journal:
        self.add(lambda at: TunnelFailed(at=at, seen=at, host=host, port=443, client_port=1, reason="pinned"))
        return self

    def stream(self, to: str, body: bytes, *, encrypted: bool = False, up: bool = True) -> Journal:
        """Bytes passed the proxy to `host:port` on a connection that speaks no HTTP."""
        host, _, port = to.rpartition(":")
        sha = hashlib.sha256(body).hexdigest()
        self.artefacts[sha] = body
        self._flows += 1
        self.add(
            lambda at: StreamSeen(
                at=at, seen=at, flow=f"flow-{self._flows}", host=host, port=int(port), from_client=up,
                encrypted=encrypted, body=sha, body_bytes=len(body),
            )
        )  # fmt: skip
        return self

    def lookup(self, name: str, *addresses: str, pid: int = PID) -> Journal:
        """A process looked a name up; `pid` 0 is the wire."""
        self.add(lambda at: NameLookedUp(at=at, seen=at, name=name, addresses=addresses, pid=pid))
        return self

    def socket(
        self,
        address: str,
        port: int = 443,
        *,
        up: int = 0,
        down: int = 0,
        protocol: Literal["tcp", "udp"] = "tcp",
        state: Literal["opened", "failed", "refused"] = "opened",
        refused: int = 0,
        by: str = "app",
    ) -> Journal:
        """A process of the app connected a socket, which carried so many bytes."""
        self._sockets += 1
        number, site = self._sockets, self.site(by, "traffic.url")
        self.add(
            lambda at: SocketSeen(
                at=at, seen=at, pid=PID, process=PACKAGE, tid=PID, thread="main", site=site, socket=number,
                protocol=protocol, address=address, port=port, state=state,
            )
        )  # fmt: skip
        if up or down or refused:
            self.add(
                lambda at: SocketBytes(
                    at=at, seen=at, pid=PID, socket=number, up=up, down=down, refused=refused, closed=True
                )
            )
        return self

    def plain(
        self,
        data: bytes,
        *,
        host: str = "",
        layer: Literal["tls", "tcp", "udp"] = "tls",
        number: int = 0,
        connection: str = "1",
        up: bool = True,
        by: str = "app",
        address: str = "",
        port: int = 0,
    ) -> Journal:
        """Bytes were taken before encryption; `number` is that of the socket, 0 where it is not known."""
        site = self.site(by, "traffic.url")
        taken = Octets(inline=base64.b64encode(data).decode(), size=len(data))
        self.add(
            lambda at: PlainSeen(
                at=at, seen=at, pid=PID, process=PACKAGE, tid=PID, thread="main", site=site, layer=layer,
                connection=connection, socket=number, api="libssl.so!SSL_write", host=host, from_client=up,
                data=taken, address=address, port=port,
            )
        )  # fmt: skip
        return self

    def trusted(
        self, host: str, api: str = "trust.okhttp", *, by: str = "app", opened: bool = True
    ) -> Journal:
        """A check of the app refused the audit's certificate; it was answered yes in its place, or kept."""
        site = self.site(by, "traffic.url")
        decision: Literal["opened", "kept"] = "opened" if opened else "kept"
        self.add(
            lambda at: TrustAnswered(
                at=at, seen=at, pid=PID, process=PACKAGE, tid=PID, thread="main", site=site, api=api,
                host=host, decision=decision, reason="Certificate pinning failure!",
            )
        )  # fmt: skip
        return self

    def hello(self, host: str, *offered: str, version: str = "", port: int = 443) -> Journal:
        """The app shook hands with the proxy."""
        self.add(
            lambda at: TlsSeen(
                at=at, seen=at, side="app", host=host, port=port, offered=offered,
                version=version or (offered[-1] if offered else ""),
            )
        )  # fmt: skip
        return self

    def server(
        self,
        host: str,
        version: str = "TLSv1.3",
        *,
        names: tuple[str, ...] = (),
        days: float = 90,
        port: int = 443,
        organisation: str = "示例公司",
    ) -> Journal:
        """The proxy shook hands with a server, whose certificate is good for `days` more."""
        self.add(
            lambda at: TlsSeen(
                at=at, seen=at, side="server", host=host, port=port, version=version,
                certificate=CertificateSeen(
                    sha256="c" * 64, subject=f"CN={host}", organisation=organisation, issuer="CN=示例 CA",
                    names=names or (host,), not_before=at - 86_400 * SECOND,
                    not_after=at + round(days * 86_400) * SECOND,
                ),
            )
        )  # fmt: skip
        return self

    def probe(
        self, host: str, *, accepted: bool, port: int = 443, reason: str = "alert unknown ca"
    ) -> Journal:
        """The app was shown a certificate that nobody trusts."""
        why = "" if accepted else reason
        self.add(lambda at: TrustProbed(at=at, seen=at, host=host, port=port, accepted=accepted, reason=why))
        return self

    def note(self, topic: str, text: str) -> Journal:
        self.add(lambda at: Note(at=at, seen=at, topic=topic, text=text))
        return self

    def end(self, *, outcome: str = "complete", reason: str = "") -> Journal:
        """Stop the sensors that still run and end the run."""
        lost = {event.sensor for event in self.events if isinstance(event, SensorLost)}
        started = {event.sensor for event in self.events if isinstance(event, SensorStarted)}
        for sensor in sorted(started - lost):
            self._stopped(sensor)
        self.add(
            lambda at: msgspec.convert(
                {"kind": "run.ended", "at": at, "seen": at, "outcome": outcome, "reason": reason}, RunEnded
            )
        )
        return self

    def _started(self, sensor: Sensor) -> None:
        self.add(lambda at: SensorStarted(at=at, seen=at, sensor=sensor))

    def _stopped(self, sensor: Sensor) -> None:
        self.add(lambda at: SensorStopped(at=at, seen=at, sensor=sensor))

    def records(self) -> list[Record]:
        return [Record(n=n, event=event) for n, event in enumerate(self.events, 1)]

    def observe(self, catalog: Catalog | None = None) -> Observation:
        return observe(self.records(), self.artefacts.get, catalog or load_catalog())

    def judge(self, declaration: Declaration | None) -> Judgement:
        return judge(self.observe(), declaration, load_catalog())


def whole_run(*, permissions: tuple[str, ...] = ()) -> Journal:
    """Return a run that went through first start, notice and agreement, with nothing read yet."""
    return Journal(permissions=permissions).begin().consent("shown").consent("agreed").phase("use")


def statement(
    kind: StatementKind, id_: str, quote: str = "我们收集您的信息。", **fields: object
) -> Statement:
    place = Place(start=0, end=len(quote), quote=quote)
    return Statement(id=id_, kind=kind, place=place, **fields)  # type: ignore[arg-type] # fields of Statement


GOOD_CHANNEL = Channel(
    phone="95599", address="示例市示例路1号", email="ts@bank.example", process="15日内答复"
)


def notice(*statements: Statement, hosts: tuple[str, ...] = ("bank.example",)) -> Declaration:
    """Return a declaration with just these statements."""
    text = "示例银行隐私政策"
    return Declaration(
        package=PACKAGE,
        app_name="示例银行",
        processor="示例银行股份有限公司",
        notice=Notice(file="notice.html", sha256="0" * 64, text_sha256="0" * 64, text=text, title="隐私政策"),
        statements=statements,
        first_party_hosts=hosts,
    )


def full_notice(*more: Statement) -> Declaration:
    """Return a declaration that tells everything the journals here do, and more if given."""
    return notice(
        statement("collection", "c1", data_types=("device.imei", "device.android_id"), purpose="登录风控"),
        statement("collection", "c2", data_types=("location.precise",), purpose="查找网点"),
        statement("permission", "p1", permissions=("android.permission.READ_PHONE_STATE",), purpose="风控"),
        statement(
            "sdk", "s1", sdk="demo.stat", name="示例统计SDK", company="示例统计科技有限公司", purpose="统计",
            data_types=("device.android_id",), hosts=("*.demostat.example",),
        ),
        statement("manner", "m1"),
        statement("protection", "x1"),
        statement("complaint", "k1", channel=GOOD_CHANNEL),
        *more,
    )  # fmt: skip
