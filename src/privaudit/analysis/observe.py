"""From a journal to an observation: one pass, whatever the order in which sensors wrote equal times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from typing import Any

import msgspec

from privaudit.analysis.accounting import PROXY_AT, Accounting
from privaudit.analysis.asks import permission_asks
from privaudit.analysis.attribute import Attributor
from privaudit.analysis.calls import Calls
from privaudit.analysis.coverage import CoverageLog
from privaudit.analysis.entered import MAX_TEXT, Entered, entered_texts
from privaudit.analysis.handshakes import Handshakes
from privaudit.analysis.known import PLANTED, needles_of
from privaudit.analysis.lists import Lists
from privaudit.analysis.needles import NeedleSet
from privaudit.analysis.owners import namespace_of
from privaudit.analysis.packing import PackageLog
from privaudit.analysis.surface import Surfaces
from privaudit.analysis.timeline import Timeline
from privaudit.analysis.traffic import Told, Traffic
from privaudit.catalog import Catalog
from privaudit.model.circumstances import Actor
from privaudit.model.event import (
    ApiCalled,
    ApiCounted,
    AppInfo,
    AppOpState,
    ComplaintChannelOpened,
    ConsentSeen,
    DeviceInfo,
    Event,
    Lifecycle,
    ManualAnswer,
    Note,
    NoticeOpened,
    PermissionAnswered,
    PermissionState,
    RunStarted,
    ScreenSeen,
    SiteSeen,
)
from privaudit.model.evidence import Record
from privaudit.model.network import (
    BodyPart,
    CryptoSeen,
    FrameSeen,
    NameLookedUp,
    PlainSeen,
    RequestSeen,
    ResponseSeen,
    SocketSeen,
    StreamSeen,
    TlsSeen,
)
from privaudit.model.observation import Observation, PermissionAnswer, PermissionAsk, Sent, SystemView

ASK_PREFIX = "permission.request"
"""Ids of rows by which an app asks the user; other gates only check."""

TYPED = "typed"
"""With PLANTED, topics of notes whose text is JSON of known values: {data type: value or [values]}."""

ENTERED = "entered"
"""Topic of notes whose text was typed by the scenario: whose data it is, nobody said."""

Known = Mapping[str, str | list[str]]


def observe(
    records: Iterable[Record],
    read_artefact: Callable[[str], bytes | None],
    catalog: Catalog,
    *,
    planted: Known | None = None,
    told: Told | None = None,
) -> Observation:
    """Return what a journal shows.

    `records` may be a stream: it is read once and nothing of it is kept but what the result needs.
    `read_artefact` gives the bytes of a body by its sha256. `planted` are known values of the test device by
    data type, in addition to those the journal itself tells. `told` gets each thing sent while its bytes are
    at hand.
    """
    with closing(_Observer(catalog)) as observer:
        if planted:
            observer.know(PLANTED, planted)
        for record in records:
            observer.take(record)
        return observer.finish(read_artefact, told)


class _Observer:
    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._timeline = Timeline()
        self._coverage = CoverageLog(catalog)
        self._package = PackageLog()
        self._accounting = Accounting()
        self._handshakes = Handshakes()
        self._surfaces = Surfaces(catalog)
        self._calls = Calls(catalog, self._surfaces)
        self._lists = Lists()
        self._traffic = Traffic(self._surfaces, self._lists)
        self._run: RunStarted | None = None
        self._first_screen: tuple[int, str] | None = None
        self._first: int | None = None
        self._last = 0
        self._asks: list[tuple[int, ApiCalled]] = []
        self._screens: list[tuple[int, ScreenSeen]] = []
        self._consents: list[tuple[int, ConsentSeen]] = []
        self._answers: list[tuple[int, PermissionAnswered]] = []
        self._system: list[SystemView] = []
        self._permissions: dict[str, tuple[int, bool]] = {}
        self._notice: tuple[int, int, NoticeOpened] | None = None
        self._complaint: tuple[int, int, ComplaintChannelOpened] | None = None
        self._manual: list[tuple[int, str, str]] = []
        self._notes: list[tuple[int, str, str]] = []
        self._known: list[tuple[str, str, str]] = []
        self._entered: dict[str, None] = {}
        self._ask_apis = frozenset(a for a in catalog.apis if a.startswith(ASK_PREFIX))
        self._traffic_apis = frozenset(a for a, row in catalog.apis.items() if row.yields == "traffic")
        self._numbered: Mapping[type, Callable[[int, Any], None]] = {
            ApiCalled: self._called,
            ApiCounted: self._counted,
            RequestSeen: self._traffic.passages.request,
            FrameSeen: self._traffic.passages.message,
            StreamSeen: self._traffic.passages.stream,
            BodyPart: self._traffic.passages.part,
            NameLookedUp: self._traffic.lookups.take,
            PlainSeen: self._traffic.written,
            CryptoSeen: self._traffic.seals.take,
            ScreenSeen: lambda n, event: self._screens.append((n, event)),
            ConsentSeen: lambda n, event: self._consents.append((n, event)),
            PermissionAnswered: lambda n, event: self._answers.append((n, event)),
            AppOpState: self._app_op,
            NoticeOpened: self._opened_notice,
            ComplaintChannelOpened: self._opened_complaint,
            ManualAnswer: lambda n, event: self._manual.append((n, event.question, event.answer)),
            Note: self._note,
            **self._handshakes.numbered,
        }
        self._plain: Mapping[type, tuple[Callable[[Any], None], ...]] = _merged(
            {
                RunStarted: self._started,
                SiteSeen: self._calls.site,
                ResponseSeen: self._traffic.passages.answer,
                TlsSeen: self._traffic.passages.facts.take,
                SocketSeen: self._traffic.socket,
                PermissionState: self._permission,
                Lifecycle: self._life,
            },
            self._timeline.takes,
            self._coverage.takes,
            self._package.takes,
            self._accounting.takes,
        )

    def take(self, record: Record) -> None:
        """Take note of one event."""
        event: Event = record.event
        at = event.at
        if self._first is None or at < self._first:
            self._first = at
        self._last = max(self._last, at)
        kind = type(event)
        numbered = self._numbered.get(kind)
        if numbered is not None:
            numbered(record.n, event)
        for take in self._plain.get(kind, ()):
            take(event)

    def know(self, source: str, values: Known) -> None:
        """Take known values to look for in traffic."""
        for data_type, value in values.items():
            for one in [value] if isinstance(value, str) else value:
                self._known.append((source, data_type, one))

    def close(self) -> None:
        """Forget what was put aside."""
        self._traffic.close()

    def finish(self, read_artefact: Callable[[str], bytes | None], told: Told | None = None) -> Observation:
        """Tell everything, in order of time."""
        run = self._run
        app = run.app if run else AppInfo(package="")
        timeline = self._timeline
        timeline.finish()
        self._surfaces.finish()
        attributor = Attributor(self._catalog, app.package, namespaces=self._namespaces())
        accesses = self._calls.accesses(timeline, attributor)
        needles, left_out = needles_of(self._calls.values(), self._known, self._lists, app.package)
        sent = self._traffic.sent(
            needles,
            read_artefact,
            timeline,
            self._calls,
            attributor,
            watched=lambda at: self._coverage.watched("agent", at),
            told=told,
        )
        asks = permission_asks(self._asks, self._screens, self._calls, timeline, attributor)
        screens = sorted(self._screens, key=lambda item: (item[1].at, item[0]))
        start = run.at if run else (self._first or 0)
        coverage = self._coverage.finish(
            timeline,
            start=start,
            end=max(self._last, start),
            totals=self._calls.totals(),
            screens=len(screens),
            requests=self._traffic.requests,
            surfaces=self._surfaces.coverage(accesses, sent),
            network=self._accounting.finish(
                read_artefact, {one.host for one in sent if one.actor.kind in ("app", "sdk")}
            ),
        )
        entered = entered_texts((e.ui_tree for _n, e in screens if e.package == app.package), read_artefact)
        return Observation(
            device=run.device if run else _NO_DEVICE,
            app=app,
            tools=run.tools if run else (),
            scenario=run.scenario if run else "",
            accesses=tuple(accesses),
            asks=tuple(asks),
            sent=tuple(sent),
            system=tuple(self._system),
            permissions={
                **dict.fromkeys(app.requested_permissions, False),
                **{name: granted for name, (_at, granted) in self._permissions.items()},
            },
            sdks=self._sdks(attributor, asks, sent),
            consents=tuple(
                # A refusal takes effect a margin late; what was decided is told by the event alone.
                (n, msgspec.structs.replace(timeline.at(event.at), consent=event.state), event.how)
                for n, event in sorted(self._consents, key=lambda item: (item[1].at, item[0]))
            ),
            screens=tuple((n, timeline.at(e.at), e.screenshot, e.texts) for n, e in screens),
            notice_opened=_notice(self._notice),
            complaint_opened=_complaint(self._complaint),
            complaint_step=timeline.at(self._complaint[1]).step if self._complaint else "",
            manual=tuple(self._manual),
            notes=(*self._notes, *self._own_notes(needles, left_out, entered)),
            coverage=coverage,
            package=self._package.seen,
            late_hooks=self._package.late,
            known=tuple((data_type, value) for _source, data_type, value in self._known),
            entered=tuple(dict.fromkeys((*self._entered, *entered.texts))),
            handshakes=self._handshakes.handshakes(timeline),
            probes=self._handshakes.probes(timeline),
            trust=self._handshakes.checks(
                timeline,
                self._calls,
                attributor,
                {name: row.library for name, row in self._catalog.pins.items()},
            ),
            answers=tuple(
                PermissionAnswer(
                    event=n,
                    when=timeline.at(e.at),
                    permission=e.permission,
                    answer=e.answer,
                    dialog=e.dialog,
                    text=e.dialog_text,
                )
                for n, e in sorted(self._answers, key=lambda item: (item[1].at, item[0]))
            ),
        )

    def _started(self, event: RunStarted) -> None:
        self._run = self._run or event
        self._traffic.virtual = self._run.device.virtual

    def _namespaces(self) -> dict[str, str]:
        """Return packages that are the app's own although not named after it, and what stands there."""
        found = {}
        if self._first_screen is not None:
            found[namespace_of(self._first_screen[1])] = "the app's first screen"
        if self._package.seen is not None:
            found[namespace_of(self._package.seen.application)] = "the app's application class"
        return found

    def _life(self, event: Lifecycle) -> None:
        if event.state == "created" and (
            self._first_screen is None or (event.at, event.activity) < self._first_screen
        ):
            self._first_screen = (event.at, event.activity)

    def _called(self, n: int, event: ApiCalled) -> None:
        self._calls.called(n, event)
        if event.api in self._surfaces.tellers:
            self._surfaces.opened(n, event)
        if event.api in self._traffic_apis:
            self._traffic.openings.add(event)
        elif event.api in self._ask_apis:
            self._asks.append((n, event))

    def _counted(self, n: int, event: ApiCounted) -> None:
        self._calls.counted(n, event)
        if event.api in self._traffic_apis:
            self._traffic.openings.counted(event)

    def _app_op(self, n: int, event: AppOpState) -> None:
        self._system.append(
            SystemView(
                event=n,
                op=event.op,
                moment=event.moment,
                mode=event.mode,
                last_access=event.last_access,
                last_access_state=event.last_access_state,
            )
        )

    def _permission(self, event: PermissionState) -> None:
        old = self._permissions.get(event.permission)
        if old is None or event.at >= old[0]:
            self._permissions[event.permission] = (event.at, event.granted)

    def _opened_notice(self, n: int, event: NoticeOpened) -> None:
        """Keep the best try: one success shows that the notice can be reached."""
        if self._notice is None or (event.found, -event.at) > (self._notice[2].found, -self._notice[1]):
            self._notice = (n, event.at, event)

    def _opened_complaint(self, n: int, event: ComplaintChannelOpened) -> None:
        if self._complaint is None or (event.found, -event.at) > (
            self._complaint[2].found,
            -self._complaint[1],
        ):
            self._complaint = (n, event.at, event)

    def _note(self, n: int, event: Note) -> None:
        if event.topic in (PLANTED, TYPED):
            try:
                self.know(event.topic, msgspec.json.decode(event.text, type=dict[str, str | list[str]]))
            except (msgspec.MsgspecError, RecursionError, ValueError):
                self._notes.append((n, event.topic, "its values could not be read and were not searched for"))
            return
        if event.topic == ENTERED:
            self._entered[event.text[:MAX_TEXT]] = None
            return
        if event.topic == PROXY_AT:
            self._traffic.proxy = event.text
        self._notes.append((n, event.topic, event.text))

    def _sdks(
        self, attributor: Attributor, asks: Iterable[PermissionAsk], sent: Iterable[Sent]
    ) -> tuple[Actor, ...]:
        actors = [actor for _api, actor in self._calls.actors(attributor)]
        actors += [ask.actor for ask in asks]
        actors += [one.actor for one in sent]
        found: dict[str, Actor] = {}
        for actor in actors:
            if actor.kind == "sdk" and (actor.id not in found or actor.confidence == "high"):
                found[actor.id] = actor
        return tuple(found[name] for name in sorted(found))

    def _own_notes(self, needles: NeedleSet, left_out: int, entered: Entered) -> list[tuple[int, str, str]]:
        counts = {
            "values-left-out": left_out,
            "values-only-as-written": needles.only_written,
            "calls-folded": self._calls.folded(),
            "values-cut": self._calls.cut(),
            "pages-left-out": self._surfaces.left_out,
            "screens-unread": entered.unread,
            "screens-left-out": entered.left_out,
            "ciphers-left-out": self._traffic.sealed_left_out,
            "ciphers-cut": self._traffic.sealed_cut,
            "handshakes-left-out": self._handshakes.left_out,
        }
        notes = [(0, topic, str(count)) for topic, count in counts.items() if count]
        if self._traffic.cut:
            notes.append((self._traffic.cut[0][0], "traffic-cut", str(len(self._traffic.cut))))
        weak = sorted({needle.data_type for needle in needles.refused})
        if weak:
            notes.append((0, "values-too-weak", ", ".join(weak)))
        return notes


_NO_DEVICE = DeviceInfo(serial="", model="", manufacturer="", android="", api_level=0, build="")


def _merged(*tables: Mapping[type, Callable[[Any], None]]) -> dict[type, tuple[Callable[[Any], None], ...]]:
    merged: dict[type, tuple[Callable[[Any], None], ...]] = {}
    for table in tables:
        for kind, take in table.items():
            merged[kind] = (*merged.get(kind, ()), take)
    return merged


def _notice(opened: tuple[int, int, NoticeOpened] | None) -> tuple[int, bool, int, str] | None:
    if opened is None:
        return None
    n, _at, event = opened
    return n, event.found, event.taps, event.reason


def _complaint(
    opened: tuple[int, int, ComplaintChannelOpened] | None,
) -> tuple[int, bool, tuple[str, ...], tuple[str, ...], tuple[str, ...], str] | None:
    if opened is None:
        return None
    n, _at, event = opened
    return n, event.found, event.phones, event.emails, event.addresses, event.reason
