"""Whose a class or a native library is: the platform's, a carrier's, a third party's, or the app's.

Names are compared by whole segments, longest known prefix first: `com.demo` says nothing about
`com.demostat`. Native libraries are compared by their exact file name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from privaudit.catalog import Catalog
from privaudit.model.circumstances import Actor
from privaudit.model.finding import Confidence
from privaudit.model.platform import is_under

Kind = Literal["framework", "bundled", "carrier", "container", "sdk", "app", "stranger"]
"""framework: part of the phone · bundled, carrier: inside the app, acts for others · container: a carrier
that also acts by itself · stranger: a native library that nobody is known for, counted as the app's own."""

ANONYMOUS = "[anonymous]"
"""What the agent writes for the library of native code that belongs to no file."""

MAX_CACHED = 100_000
"""Names remembered; a hostile app may make up any number of them."""

MAX_NAME = 1_000
"""Characters of a class name looked at; the class file format allows 65,535, compilers write far fewer."""

SEGMENTS = 3
"""Segments of the package of the app's first screen taken as its namespace: `com.bank.mobile` of
`com.bank.mobile.ui.splash`. Our choice; two would take in whole companies."""


_PROXY = re.compile(r"\$Proxy\d+")
"""Classes that java.lang.reflect.Proxy makes for interfaces: they stand for whoever is called."""


class Owner(NamedTuple):
    """What kind of code it is, and who acts where it does."""

    kind: Kind
    actor: Actor


class Owners:
    """Knows the owners of the code of one app.

    `namespaces` are further packages of its own, with what stands there: `the app's first screen`.
    """

    def __init__(
        self, catalog: Catalog, package: str, app_name: str = "", namespaces: Mapping[str, str] | None = None
    ) -> None:
        self.package = package
        self._app_name = app_name or package
        self._compiled = catalog.platform.compiled
        self._known: dict[str, Owner] = {
            row.prefix: Owner(row.kind, _nobody(row.reason)) for row in catalog.platform.prefixes
        }
        self._components: dict[str, Owner] = {}
        self._libraries: dict[str, Owner] = {
            name: Owner("framework", _nobody("a library of the phone"))
            for group in catalog.platform.libraries
            for name in group.names
        }
        self._take_sdks(catalog)
        for namespace, what in (namespaces or {}).items():
            if namespace and self._own(namespace):
                rule = f"code under {namespace}, where {what} is"
                self._known.setdefault(namespace, Owner("app", self._app("medium", rule)))
        if package:
            self._known[package] = Owner("app", self._app("high", f"code under {package}"))
        self._family = ".".join(package.split(".")[:2]) + "." if package.count(".") > 1 else ""
        self._seen: dict[str, Owner] = {}

    def of_class(self, cls: str) -> Owner:
        """Return the owner of a Java class."""
        owner = self._seen.get(cls)
        if owner is None:
            if len(self._seen) >= MAX_CACHED:
                self._seen.clear()
            owner = self._seen[cls] = self._find(cls[:MAX_NAME])
        return owner

    def of_library(self, name: str) -> Owner:
        """Return the owner of a native library by its file name."""
        known = self._libraries.get(name)
        if known is not None:
            return known
        if name == ANONYMOUS:
            return Owner("stranger", self._app("low", "native code of no file, unpacked or made at run time"))
        if name.endswith(self._compiled):
            return Owner("bundled", _nobody("compiled Java code"))
        rule = f"code of the native library {name[:MAX_NAME]}, which is not in the catalogue"
        return Owner("stranger", self._app("low", rule))

    def _take_sdks(self, catalog: Catalog) -> None:
        for sdk in catalog.sdks.values():
            kind: Kind = "sdk" if sdk.role == "actor" else "container" if sdk.acts_alone else "carrier"

            actor = Actor(kind="sdk", id=sdk.id, name=sdk.name, company=sdk.company)
            for prefix in sdk.prefixes:
                self._known[prefix] = Owner(kind, _changed(actor, "high", f"code under {prefix}"))
            for name in sdk.components:
                self._components[name] = Owner(kind, _changed(actor, "high", f"component {name}"))
            for name in sdk.native:
                owner = Owner(kind, _changed(actor, "high", f"native library {name}"))
                self._libraries.setdefault(name, owner)

    def _find(self, cls: str) -> Owner:
        if not cls or _PROXY.fullmatch(cls):
            return Owner("bundled", _nobody("a class that the runtime made"))
        outer = cls
        while outer:
            component = self._components.get(outer)
            if component is not None:
                return component
            outer = _enclosing(outer)
        name = cls
        while name:
            owner = self._known.get(name)
            if owner is not None:
                return self._repackaged(cls, name) if owner.kind == "app" else owner
            outer = _enclosing(name)
            # A prefix may name a class (a packer's stub): its inner classes belong to it.
            if outer and outer in self._known and outer != self.package:
                return self._known[outer]
            name = name.rpartition(".")[0]
        return self._stranger(cls)

    def _repackaged(self, cls: str, under: str) -> Owner:
        """Return who an SDK is whose packages were moved below one of the app's own, else the app."""
        segments = cls[len(under) + 1 :].split(".")
        for start in range(len(segments) - 1):
            name = ".".join(segments[start:])
            while "." in name:
                owner = self._known.get(name)
                if owner is not None and owner.kind not in ("app", "framework"):
                    rule = f"code under {name}, moved below {under}"
                    return owner._replace(actor=_changed(owner.actor, "medium", rule))
                name = name.rpartition(".")[0]
        return self._known[under]

    def _stranger(self, cls: str) -> Owner:
        if self._family and cls.startswith(self._family):
            return Owner("app", self._app("medium", f"code under {self._family[:-1]}, as the app's own"))
        if _obfuscated(cls):
            return Owner("app", self._app("low", "code whose package name was obfuscated"))
        return Owner("app", self._app("low", "code of a package that is not in the catalogue"))

    def _own(self, namespace: str) -> bool:
        """Whether a package is nobody else's, so that it may be the app's."""
        return namespace.count(".") >= 1 and not any(
            is_under(namespace, prefix) or is_under(prefix, namespace)
            for prefix, owner in self._known.items()
            if owner.kind != "app"
        )

    def _app(self, confidence: Confidence, rule: str) -> Actor:
        return Actor(kind="app", id=self.package, name=self._app_name, confidence=confidence, rule=rule)


def namespace_of(cls: str) -> str:
    """Return the package a class of the app stands in, at most SEGMENTS of it; empty when it has none."""
    segments = cls.split(".")[:-1]
    return ".".join(segments[:SEGMENTS]) if len(segments) > 1 and all(segments) else ""


def _enclosing(cls: str) -> str:
    """Return the class around an inner class, or an empty string."""
    outer, mark, _inner = cls.rpartition("$")
    return outer if mark and not outer.endswith(".") and "." not in _inner else ""


def _obfuscated(cls: str) -> bool:
    """Whether R8 or ProGuard may have made the name: packages of single letters, or short and in none.

    Source: https://developer.android.com/build/shrink-code (`-repackageclasses`, `-flattenpackagehierarchy`).
    """
    package = cls.rpartition(".")[0]
    if not package:
        return len(cls.partition("$")[0]) <= 3  # noqa: PLR2004 # 26^3 names come before the first of four
    return len(package.partition(".")[0]) == 1


def _changed(actor: Actor, confidence: Confidence, rule: str) -> Actor:
    return Actor(
        kind=actor.kind, id=actor.id, name=actor.name, company=actor.company, confidence=confidence, rule=rule
    )


def _nobody(reason: str) -> Actor:
    return Actor(kind="unknown", id="", name="", confidence="low", rule=reason)
