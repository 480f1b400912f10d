"""Where it happened: in the app's native code, in a web page, or in a mini program that the app runs.

A call belongs to a page or mini program where it runs on a thread or in a process of theirs, where it comes
through a callback that a page's script causes, or where the outermost code of its stacks that is not the
platform's is what carries out their requests. Which page or mini program it is follows from the last one that
was opened in the same process; where none was seen to open, it stays unknown.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

from privaudit.analysis.owners import Owners
from privaudit.catalog import Catalog
from privaudit.model.container import Container
from privaudit.model.event import ApiCalled, Frame
from privaudit.model.network import Header
from privaudit.model.observation import NATIVE, Access, Sent, Surface, SurfaceCoverage
from privaudit.model.platform import is_under

MAX_PAGE = 500
"""Characters kept of a page's address."""

MAX_OPENED = 50_000
"""Openings remembered for a container and process; an app may make up any number of them."""

MAX_PAGES = 50
"""Pages of a container named in the coverage; all are counted."""

_WEBVIEW = "webview"
"""The container of requests that bear a web view's name."""


class Place(NamedTuple):
    """What a stack, thread or process shows: the container, and by what."""

    container: Container
    rule: str


class Surfaces:
    """Takes the calls that open pages and mini programs; afterwards says where other calls happened."""

    def __init__(self, catalog: Catalog) -> None:
        self._containers = tuple(catalog.surfaces.values())
        self._threads = {name: c for c in self._containers for name in c.threads}
        self._processes = {name: c for c in self._containers for name in c.processes}
        self._entries = {
            method: (container, entry.callers)
            for container in self._containers
            for entry in container.entries
            for method in entry.methods
        }
        self.tellers: dict[str, Container] = {
            api: container for api in catalog.apis for container in self._containers if _tells(container, api)
        }
        """Rows whose calls tell what page or mini program is open, by their ids."""
        self._opened: dict[tuple[int, str], list[tuple[int, int, str]]] = {}
        self._pages: dict[str, dict[str, None]] = {}
        self.left_out = 0
        """Openings beyond MAX_OPENED: which page was open afterwards is not known."""

    def opened(self, n: int, event: ApiCalled) -> None:
        """Take a call of one of `tellers`; `n` is its journal number."""
        container = self.tellers[event.api]
        told = event.args[0] if event.args else event.result or ""
        if container.kind == "h5" and told.lstrip()[:11].lower() == "javascript:":
            return  # a script run in the page that is open
        page = page_of(told)
        if container.kind == "mini_program":
            page = page or told.strip()[:MAX_PAGE]
        # A mini program opened by one process may run in another: 0 stands for the whole app.
        for pid in (event.pid, 0) if container.kind == "mini_program" else (event.pid,):
            opened = self._opened.setdefault((pid, container.id), [])
            if len(opened) < MAX_OPENED:
                opened.append((event.at, n, page))
            elif pid:
                self.left_out += 1
        self._met(container.id, page)

    def finish(self) -> None:
        """Put everything in order of time; call once, after the last `opened`."""
        for opened in self._opened.values():
            opened.sort()

    def telling_thread(self, thread: str) -> str:
        """Return a thread's name if it tells where a call happened, else an empty string."""
        return thread if thread in self._threads else ""

    def place(
        self, process: str, thread: str, stacks: Sequence[Sequence[Frame]], owners: Owners
    ) -> Place | None:
        """Return the container a call happened in, None for native code."""
        _name, colon, end = process.partition(":")
        own = self._processes.get(colon + end) if colon else None
        if own is not None:
            return Place(own, f"the process {colon}{end} runs nothing else")
        outermost = next(_outside_in(stacks, owners), None)
        if outermost is not None:
            for container in self._containers:
                prefix = next((p for p in container.classes if is_under(outermost.cls, p)), None)
                if prefix is not None:
                    return Place(container, f"code under {prefix} carries out its requests")
        if thread in self._threads:
            return Place(self._threads[thread], f"the thread {thread} runs the page's calls")
        return self._through_entry(stacks)

    def at(self, place: Place | None, pid: int, at: int) -> Surface:
        """Return the surface of a place in a process at a time (ns), with the page that was open then."""
        if place is None:
            return NATIVE
        container = place.container
        opened = self._opened.get((pid, container.id)) or self._opened.get((0, container.id), [])
        index = bisect_right(opened, at, key=lambda one: one[0]) - 1
        return Surface(
            kind=container.kind,
            container=container.id,
            name=container.name,
            page=opened[index][2] if index >= 0 else "",
            rule=place.rule,
        )

    def of_request(self, url: str, headers: Iterable[Header]) -> Surface:
        """Return the surface of a request that no watched call opened: a web view's name themselves.

        Source: https://developer.chrome.com/docs/multidevice/user-agent (`; wv` is in every WebView's name).
        """
        said = {header.name.lower(): header.value for header in headers}
        if "; wv)" not in said.get("user-agent", ""):
            return NATIVE
        web = next((c for c in self._containers if c.id == _WEBVIEW), None)
        if web is None:
            return NATIVE
        opened = url if said.get("sec-fetch-mode") == "navigate" else ""
        page = page_of(opened or said.get("referer") or said.get("origin") or "")
        return Surface(
            kind=web.kind, container=web.id, name=web.name, page=page,
            rule="the request bears the name of a web view",
        )  # fmt: skip

    def coverage(self, accesses: Iterable[Access], sent: Iterable[Sent]) -> tuple[SurfaceCoverage, ...]:
        """Return what surfaces the run went through, native code first."""
        reads: dict[str, int] = {}
        requests: dict[str, int] = {}
        for access in accesses:
            reads[access.surface.container] = reads.get(access.surface.container, 0) + access.count
            self._met(access.surface.container, access.surface.page)
        for one in sent:
            if one.protocol == "dns":
                continue  # a name that was looked up is no request yet
            requests[one.surface.container] = requests.get(one.surface.container, 0) + 1
            self._met(one.surface.container, one.surface.page)
        native = SurfaceCoverage(kind="native", reads=reads.get("", 0), requests=requests.get("", 0))
        return (
            native,
            *(
                SurfaceCoverage(
                    kind=container.kind,
                    container=container.id,
                    name=container.name,
                    pages=tuple(self._pages.get(container.id, {}))[:MAX_PAGES],
                    opened=len(self._pages.get(container.id, {})),
                    reads=reads.get(container.id, 0),
                    requests=requests.get(container.id, 0),
                )
                for container in self._containers
                if container.id in {**self._pages, **reads, **requests}
                or any(id_ == container.id for _pid, id_ in self._opened)
            ),
        )

    def _met(self, container: str, page: str) -> None:
        pages = self._pages.setdefault(container, {}) if page else {}
        if page and len(pages) < MAX_OPENED:
            pages[page] = None

    def _through_entry(self, stacks: Sequence[Sequence[Frame]]) -> Place | None:
        for stack in stacks:
            for frame, caller in pairwise(stack):
                known = self._entries.get(frame.method)
                if known is not None and any(is_under(caller.cls, prefix) for prefix in known[1]):
                    return Place(known[0], f"the page's script called {frame.method}")
        return None


def page_of(url: str) -> str:
    """Return a page's address without query, fragment and credentials; empty when it shows no page."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme in ("http", "https") and host:
        shown = f"{host}:{port}" if port else host
        return f"{parts.scheme}://{shown}{parts.path or '/'}"[:MAX_PAGE]
    return f"{parts.scheme}://{host}{parts.path}"[:MAX_PAGE] if parts.scheme == "file" else ""


def _outside_in(stacks: Sequence[Sequence[Frame]], owners: Owners) -> Iterator[Frame]:
    """Yield frames that are neither the platform's nor a library's, from the outermost of all stacks."""
    for stack in reversed(stacks):
        for frame in reversed(stack):
            if frame.cls and owners.of_class(frame.cls).kind in ("sdk", "app", "container"):
                yield frame


def _tells(container: Container, api: str) -> bool:
    return any(api.startswith(told[:-1]) if told.endswith("*") else api == told for told in container.tells)
