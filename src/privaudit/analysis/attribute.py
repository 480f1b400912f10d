"""Who called: from a Java stack to the app, a third party, the system, or nobody that can be named.

The innermost frame that is neither the platform's nor a carrier's (HTTP stacks, wrappers) decides. Names are
compared by whole segments, longest known prefix first: `com.demo` says nothing about `com.demostat`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from privaudit.catalog import Catalog
from privaudit.model.event import Frame
from privaudit.model.observation import Actor

Kind = Literal["framework", "bundled", "carrier", "sdk", "app"]

MAX_CACHED = 100_000
"""Class names remembered; a hostile app may make up any number of them."""

UNKNOWN = Actor(kind="unknown", id="", name="", confidence="low", rule="no stack was recorded")


class Attribution(NamedTuple):
    """Who acted, and the index of the frame that decided it (-1 when none did)."""

    actor: Actor
    responsible: int


class _Owner(NamedTuple):
    kind: Kind
    actor: Actor


class Attributor:
    """Attributes stacks for one app; results are remembered by class name."""

    def __init__(self, catalog: Catalog, package: str, app_name: str = "") -> None:
        self.package = package
        self._app_name = app_name or package
        platform = catalog.platform
        self._roots = frozenset((root.cls, root.method) for root in platform.roots)
        self._known: dict[str, _Owner] = {
            row.prefix: _Owner(row.kind, self._nobody(row.reason)) for row in platform.prefixes
        }
        for sdk in catalog.sdks.values():
            kind: Kind = "sdk" if sdk.role == "actor" else "carrier"
            rules = {prefix: f"code under {prefix}" for prefix in sdk.prefixes}
            for name in sdk.components:
                rules.setdefault(name, f"component {name}")
            for name, rule in rules.items():
                actor = Actor(kind="sdk", id=sdk.id, name=sdk.name, company=sdk.company, rule=rule)
                self._known[name] = _Owner(kind, actor)
        if package:
            self._known[package] = _Owner("app", self._app("high", f"code under {package}"))
        self._family = ".".join(package.split(".")[:2]) + "." if package.count(".") > 1 else ""
        self._seen: dict[str, _Owner] = {}

    def attribute(self, frames: Sequence[Frame], api_class: str = "") -> Attribution:
        """Return who made the call that `frames` (innermost first) stand for.

        `api_class` is the class of the called API: its own frames at the top are not the caller.
        """
        if not frames:
            return Attribution(UNKNOWN, -1)
        start = 0
        while start < len(frames) and frames[start].cls == api_class:
            start += 1
        framework_only = True
        for index in range(start, len(frames)):
            owner = self._owner(frames[index].cls)
            if owner.kind in ("sdk", "app"):
                return Attribution(owner.actor, index)
            framework_only = framework_only and owner.kind == "framework"
        return Attribution(self._no_caller(frames, framework_only=framework_only), -1)

    def _no_caller(self, frames: Sequence[Frame], *, framework_only: bool) -> Actor:
        outermost = (frames[-1].cls, frames[-1].method)
        if framework_only and outermost in self._roots:
            return Actor(
                kind="system", id="android", name="Android", confidence="medium",
                rule="only framework code from the start of the thread on",
            )  # fmt: skip
        rule = (
            "only framework code, entered from native code or cut off"
            if framework_only
            else "only library code that acts for others"
        )
        return Actor(kind="unknown", id="", name="", confidence="low", rule=rule)

    def _owner(self, cls: str) -> _Owner:
        owner = self._seen.get(cls)
        if owner is None:
            if len(self._seen) >= MAX_CACHED:
                self._seen.clear()
            owner = self._seen[cls] = self._find(cls)
        return owner

    def _find(self, cls: str) -> _Owner:
        name = cls
        while name:
            owner = self._known.get(name)
            if owner is not None:
                return owner
            name = name.rpartition(".")[0]
        if self._family and cls.startswith(self._family):
            return _Owner("app", self._app("medium", f"code under {self._family[:-1]}, as the app's own"))
        return _Owner("app", self._app("low", "code of a package that is not in the catalogue"))

    def _app(self, confidence: Literal["high", "medium", "low"], rule: str) -> Actor:
        return Actor(kind="app", id=self.package, name=self._app_name, confidence=confidence, rule=rule)

    def _nobody(self, reason: str) -> Actor:
        return Actor(kind="unknown", id="", name="", confidence="low", rule=reason)
