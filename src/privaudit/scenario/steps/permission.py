"""`permission`: answer a permission dialog, or change a permission from outside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from privaudit.model.ui import UiTree
from privaudit.scenario.context import Context, StepError, shown
from privaudit.scenario.grants import change
from privaudit.scenario.pattern import PatternTimeoutError
from privaudit.scenario.roles import (
    find_role,
    permission_dialog,
    permission_short_names,
    permissions_named,
    permissions_told,
)
from privaudit.scenario.step import Duration, Problem, Step
from privaudit.yamldoc import nearest

_MAX_DIALOGS = 20


class Permission(Step, frozen=True, kw_only=True):
    """Answer the permission dialog on the screen, or grant or revoke a permission by its name.

    `permission: allow` or `deny` answers a dialog; with `all` also those that follow it. `permission:
    {allow: NAME}` and
    `{deny: NAME}` answer a dialog if one asks for that permission and else change it from outside;
    `{revoke: NAME}` takes it away.
    """

    SHORTHAND: ClassVar[str] = "answer"

    answer: Literal["allow", "deny"] | None = None
    all: bool = False
    ifAsked: bool = False  # noqa: N815 - in the manner of Maestro's words
    """Whether it is all the same when no dialog comes."""
    timeout: Duration | None = None
    """How long to wait for a dialog, instead of the usual time."""
    allow: str = ""
    deny: str = ""
    revoke: str = ""

    def describe(self) -> str:
        """Return the answer and the permission."""
        named = next((f"{name} {getattr(self, name)}" for name in _NAMED if getattr(self, name)), "")
        return named or f"{self.answer}{' all' if self.all else ''}"

    def problems(self) -> Iterator[Problem]:
        """Yield what is missing, too much or not a permission."""
        given = [name for name in ("answer", *_NAMED) if getattr(self, name)]
        if len(given) != 1:
            yield Problem(
                "",
                "one answer is wanted here",
                "write `allow`, `deny`, or `{revoke: android.permission.CAMERA}`",
            )
        for name in _NAMED:
            value = getattr(self, name)
            if value and not permissions_named(value):
                near = nearest(value, permission_short_names())
                hint = (
                    f"did you mean {near!r}?" if near else "write its full name, as android.permission.CAMERA"
                )
                yield Problem(name, f"permission {value[:60]!r} is not known", hint)


_NAMED = ("allow", "deny", "revoke")


def run(step: Permission, context: Context) -> None:
    """Answer or change it, and record what is then so."""
    if step.answer is None:
        _named(step, context)
        return
    limit = context.patience_ms if step.timeout is None else step.timeout
    if context.until(lambda tree: _dialog(tree) or None, limit) is None:
        if not step.ifAsked:
            raise StepError(f"no permission dialog came within {limit} ms")
        context.message = f"no permission dialog came within {limit} ms"
        return
    for _ in range(_MAX_DIALOGS if step.all else 1):
        _answer(context, step.answer)
        if not (step.all and _dialog(context.settle())):
            return


def _named(step: Permission, context: Context) -> None:
    verb = next(name for name in _NAMED if getattr(step, name))
    names = permissions_named(getattr(step, verb))
    requested = context.stage.permissions(context.stage.package)
    wanted = [name for name in names if name in requested]
    if not wanted:
        raise StepError(f"{context.stage.package} does not request {', '.join(names)}")
    told = _told(context.look())
    if verb != "revoke" and (set(told) & set(wanted) or _same_group(told, wanted)):
        _answer(context, "allow" if verb == "allow" else "deny")
        return
    for name in wanted:
        change(context, context.stage.package, name, grant=verb == "allow")


def _answer(context: Context, answer: Literal["allow", "deny"]) -> None:
    """Tap the dialog's button, see it go, and record each permission that it was about."""
    stage = context.stage
    tree = context.look()
    package = _dialog(tree)
    text = " ".join(
        t for n in tree.walk() if n.package == package and not n.clickable for t in (n.text,) if t
    )
    button = find_role(tree, "permission-allow" if answer == "allow" else "permission-deny", package=package)
    if button is None:
        raise StepError(f"the permission dialog of {package} has no button to {answer}")
    context.keep_screen(tree)
    before = stage.permissions(stage.package)
    at = stage.now_ns()
    context.tap(button)
    if (
        context.until(
            lambda now: True if _dialog_text(now) != _dialog_text(tree) else None, context.patience_ms
        )
        is None
    ):
        raise StepError(
            f"tapping {shown(button.text or button.resource_id)} did not answer the permission dialog"
        )
    after = stage.permissions(stage.package)
    changed = tuple(name for name, granted in after.items() if granted and not before.get(name, False))
    told = tuple(name for name in permissions_told(text) if name in after)
    for name in (changed if answer == "allow" else ()) or told or ("",):
        context.permission_is(name, answer, dialog=True, text=text, at=at)
    if answer == "allow" and not changed:
        context.message = "the dialog was answered, but no permission changed"


def _dialog(tree: UiTree) -> str:
    try:
        return permission_dialog(tree)
    except PatternTimeoutError as error:
        raise StepError(error.message) from None


def _dialog_text(tree: UiTree) -> tuple[str, ...]:
    package = _dialog(tree)
    return tuple(n.text for n in tree.walk() if n.package == package) if package else ()


def _told(tree: UiTree) -> tuple[str, ...]:
    return permissions_told(" ".join(_dialog_text(tree)))


def _same_group(told: tuple[str, ...], wanted: list[str]) -> bool:
    """Say whether a dialog asks for the group of a wanted permission: it names groups only."""
    groups = [set(permissions_named(name)) for name in permission_short_names()]
    return any(group & set(told) and group & set(wanted) for group in groups)
