"""What every command of a flow is made of: the base struct and the kinds of values its fields take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

import msgspec

from privaudit.scenario.pattern import MAX_PATTERN


class Problem(NamedTuple):
    """A mistake in a command that only its fields together show; `field` is empty for the command itself."""

    field: str
    message: str
    hint: str


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A command of a flow; its fields are the keys it takes."""

    SHORTHAND: ClassVar[str] = ""
    """The field that a plain value fills: `tapOn: 同意` is `tapOn: {text: 同意}`."""
    BARE: ClassVar[bool] = True
    """Whether the command may stand without any value, its required fields allowing."""
    REFUSED: ClassVar[dict[str, str]] = {}
    """Keys of Maestro's command that cannot be honoured here, each with the reason."""

    label: str = ""
    """What reports call this step."""
    optional: bool = False
    """Whether the flow goes on when this step cannot be done."""

    def describe(self) -> str:
        """Return what the step does, for a reader, without its verb."""
        return ""

    def problems(self) -> Iterator[Problem]:
        """Yield the mistakes that the fields show only together."""
        yield from ()


def _kind(name: str, description: str) -> msgspec.Meta:
    return msgspec.Meta(extra={"kind": name}, description=description)


Duration = Annotated[int, _kind("duration", "A time: 500ms, 5s, 10m, or a number of milliseconds.")]
Pattern = Annotated[
    str,
    _kind("pattern", f"A regular expression for the whole text, at most {MAX_PATTERN} characters."),
]
PointText = Annotated[str, _kind("point", "A point: 50%,80% of the screen, or 100,200 in pixels.")]
HostFile = Annotated[str, _kind("file", "A file, relative to the flow's own folder.")]
FlowFile = Annotated[str, _kind("flow", "A flow file, relative to the flow's own folder.")]
Commands = Annotated[tuple[Any, ...], _kind("commands", "Commands to run, as in a flow.")]
"""Written as commands; once read, a tuple of PlannedStep."""
Env = Annotated[dict[str, str], _kind("env", "Variables for the commands inside, used as ${NAME}.")]

Direction = Literal["UP", "DOWN", "LEFT", "RIGHT"]


class Condition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When to run commands; every key given must hold."""

    visible: Selector | None = None
    notVisible: Selector | None = None  # noqa: N815 - Maestro's word
    platform: Literal["Android", "iOS", "Web"] | None = None
    true: bool | None = None

    def describe(self) -> str:
        """Return the condition for a reader."""
        parts = [
            f"visible {self.visible.describe()}" if self.visible else "",
            f"not visible {self.notVisible.describe()}" if self.notVisible else "",
            f"platform {self.platform}" if self.platform else "",
            "" if self.true is None else str(self.true).lower(),
        ]
        return " and ".join(part for part in parts if part)


class Selector(Step, frozen=True, kw_only=True):
    """Which element of the screen is meant, and how to act on it. A plain text is `text`."""

    SHORTHAND: ClassVar[str] = "text"
    REFUSED: ClassVar[dict[str, str]] = {
        "css": "CSS selectors are for web pages in Maestro's browser, not for the screen of a phone"
    }

    text: Pattern | None = None
    """Matched against the whole text, description or hint."""
    id: Pattern | None = None
    """Matched against the whole resource id, or its part after the slash."""
    index: int | None = None
    """Which of several matches, counted from 0 top down, or from -1 bottom up."""
    point: PointText | None = None
    enabled: bool | None = None
    selected: bool | None = None
    checked: bool | None = None
    focused: bool | None = None
    width: Annotated[int, msgspec.Meta(ge=0)] | None = None
    height: Annotated[int, msgspec.Meta(ge=0)] | None = None
    tolerance: Annotated[int, msgspec.Meta(ge=0)] = 0
    below: Selector | None = None
    above: Selector | None = None
    leftOf: Selector | None = None  # noqa: N815 - Maestro's word
    rightOf: Selector | None = None  # noqa: N815
    childOf: Selector | None = None  # noqa: N815
    containsChild: Selector | None = None  # noqa: N815
    containsDescendants: tuple[Selector, ...] = ()  # noqa: N815
    traits: Annotated[str, _kind("traits", "text, long-text or square, several apart by spaces.")] = ""
    retryTapIfNoChange: bool = False  # noqa: N815
    waitUntilVisible: bool = False  # noqa: N815
    waitToSettleTimeoutMs: Duration | None = None  # noqa: N815
    repeat: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 1
    delay: Duration = 100

    def describe(self) -> str:
        """Return the element for a reader: `"同意"`, `id agree below "标题"`."""
        parts = [
            f'"{self.text}"' if self.text is not None else "",
            f"id {self.id}" if self.id is not None else "",
            f"point {self.point}" if self.point is not None else "",
            f"index {self.index}" if self.index is not None else "",
            f"traits {self.traits}" if self.traits else "",
        ]
        for name in ("enabled", "selected", "checked", "focused"):
            value = getattr(self, name)
            if value is not None:
                parts.append(name if value else f"not {name}")
        if self.width is not None or self.height is not None:
            parts.append(f"size {_size(self.width)}x{_size(self.height)}±{self.tolerance}")
        for name, words in _RELATIONS.items():
            other = getattr(self, name)
            if other is not None:
                parts.append(f"{words} ({other.describe()})")
        parts += [f"containing ({other.describe()})" for other in self.containsDescendants]
        return " ".join(part for part in parts if part)

    def names_an_element(self) -> bool:
        """Say whether anything but a point tells which element is meant."""
        return any(
            getattr(self, name) not in (None, "", ())
            for name in (*_NAMING, *_RELATIONS, "containsDescendants")
        )

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong with the selector as a whole."""
        if not self.names_an_element() and self.point is None:
            yield Problem("", "no element is named", "say which one, for example `text: 同意` or `id: agree`")


_NAMING = (
    "text", "id", "index", "enabled", "selected", "checked", "focused", "width", "height", "traits"
)  # fmt: skip
_RELATIONS = {
    "below": "below",
    "above": "above",
    "leftOf": "left of",
    "rightOf": "right of",
    "childOf": "inside",
    "containsChild": "with child",
}


def _size(value: int | None) -> str:
    return "any" if value is None else str(value)
