"""Who called: from the stacks of a call to the app, a third party, the system, or nobody that can be named.

The innermost frame that is neither the platform's nor a carrier's (HTTP stacks, wrappers) decides. Where none
of the call's own stack does, the stack at which the work was created decides (a task handed to an executor, a
listener registered), then the one at which that work was created, and so on: one step less sure. What a
container of others' code (mini programs, packers) does with nobody else on any stack is its own doing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from privaudit.analysis.owners import ANONYMOUS, Owner, Owners
from privaudit.analysis.verdicts import less_sure
from privaudit.catalog import Catalog
from privaudit.model.circumstances import Actor
from privaudit.model.event import Frame
from privaudit.model.platform import is_under

UNKNOWN = Actor(kind="unknown", id="", name="", confidence="low", rule="no stack was recorded")


class Attribution(NamedTuple):
    """Who acted, and the frame that decided it.

    `responsible` is the frame's index (-1 when none did) in the stack number `stack`: 0 is the call's own, n
    the n-th of its origins.
    """

    actor: Actor
    responsible: int
    stack: int = 0


class _Found(NamedTuple):
    """A frame that decides, and what was passed on the way to it."""

    owner: Owner
    at: int
    passed: str = ""
    """Rule of what makes it less sure: a container passed through, a native library nobody is known for."""


class Attributor:
    """Attributes the stacks of one app.

    `namespaces` are packages of its own beside the one of its name, with what stands there.
    """

    def __init__(
        self,
        catalog: Catalog,
        package: str,
        app_name: str = "",
        *,
        namespaces: Mapping[str, str] | None = None,
    ) -> None:
        self.package = package
        self.owners = Owners(catalog, package, app_name, namespaces)
        self._roots = frozenset((root.cls, root.method) for root in catalog.platform.roots)
        self._handovers = catalog.platform.handovers

    def attribute(
        self,
        frames: Sequence[Frame],
        api_class: str = "",
        origins: Sequence[Sequence[Frame]] = (),
        *,
        delivered: bool = False,
    ) -> Attribution:
        """Return who made the call that `frames` (innermost first) stand for.

        `api_class` is the class of the called API: its own frames at the top are not the caller. `origins`
        are the stacks at which the work was created, nearest first; `delivered` says that the first of them
        is where a listener was registered.
        """
        if not frames and not any(origins):
            return Attribution(UNKNOWN, -1)
        stacks = (frames, *origins)
        container: Attribution | None = None
        for number, stack in enumerate(stacks):
            start = _callee(stack, api_class) if number == 0 else 0
            found, alone = self._search(stack, start)
            if found is not None:
                return self._decided(found, number, stacks, delivered=delivered)
            if container is None and alone is not None:
                actor = _less(alone.owner.actor, "which carries calls of others; nobody else was seen")
                container = Attribution(self._crossed(actor, number, stacks, delivered), alone.at, number)
        return container or Attribution(self._no_caller(stacks, api_class), -1)

    def _search(self, stack: Sequence[Frame], start: int) -> tuple[_Found | None, _Found | None]:
        """Return the frame that decides, and the innermost one of a container, if there are any."""
        container: _Found | None = None
        stranger: _Found | None = None
        for index in range(start, len(stack)):
            owner = self._owner(stack[index])
            if owner.kind == "stranger":
                stranger = stranger or _Found(owner, index)
            elif owner.kind == "container":
                container = container or _Found(owner, index)
            elif owner.kind in ("sdk", "app"):
                passed = ""
                if stranger is not None:
                    passed = _native_passed(stack[stranger.at].library)
                elif container is not None:
                    passed = f"through {container.owner.actor.name}, which carries calls of others"
                return _Found(owner, index, passed), container
        return stranger, container

    def _decided(
        self, found: _Found, number: int, stacks: Sequence[Sequence[Frame]], *, delivered: bool
    ) -> Attribution:
        actor = found.owner.actor
        if found.passed:
            actor = _less(actor, found.passed)
        return Attribution(self._crossed(actor, number, stacks, delivered), found.at, number)

    def _crossed(
        self, actor: Actor, number: int, stacks: Sequence[Sequence[Frame]], delivered: bool
    ) -> Actor:
        """Return the actor as found at the `number`-th stack: beyond the call's own it is less sure."""
        if number == 0:
            return actor
        if delivered and number == 1:
            return _less(actor, "registered there as a listener, which the system called")
        return _less(actor, f"created there and handed over to {self._handover(stacks[number - 1])}")

    def _handover(self, stack: Sequence[Frame]) -> str:
        for way in self._handovers:
            if any(is_under(frame.cls.partition("$")[0], way.prefix) for frame in stack):
                return way.en
        return "another thread"

    def _no_caller(self, stacks: Sequence[Sequence[Frame]], api_class: str) -> Actor:
        kinds = {
            self._owner(frame).kind
            for number, stack in enumerate(stacks)
            for frame in stack[_callee(stack, api_class) if number == 0 else 0 :]
        }
        framework_only = kinds <= {"framework"}
        last = next((stack for stack in reversed(stacks) if stack), stacks[0])
        if framework_only and (last[-1].cls, last[-1].method) in self._roots:
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

    def _owner(self, frame: Frame) -> Owner:
        if frame.library and not frame.cls:
            return self.owners.of_library(frame.library)
        return self.owners.of_class(frame.cls)


def _native_passed(library: str) -> str:
    if library == ANONYMOUS:
        return "through native code of no file, entered from there"
    return f"through the native library {library}, entered from there"


def _callee(stack: Sequence[Frame], api_class: str) -> int:
    """Return the index of the first frame that is not the called class itself."""
    start = 0
    while api_class and start < len(stack) and stack[start].cls == api_class:
        start += 1
    return start


def _less(actor: Actor, how: str) -> Actor:
    return msgspec.structs.replace(actor, confidence=less_sure(actor.confidence), rule=f"{actor.rule}; {how}")
