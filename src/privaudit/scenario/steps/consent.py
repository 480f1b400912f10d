"""`consent`: decide on the privacy notice as a user would."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from privaudit.model.ui import UiNode, UiTree
from privaudit.scenario.context import Context, StepError, shown
from privaudit.scenario.pattern import PatternTimeoutError
from privaudit.scenario.roles import Role, find_role, identity
from privaudit.scenario.step import Problem, Selector

_ROLES: dict[str, Role] = {
    "agree": "consent-agree",
    "refuse": "consent-refuse",
    "withdraw": "consent-withdraw",
}
_MAX_DIALOGS = 3


class Consent(Selector, frozen=True, kw_only=True):
    """Agree to the privacy notice, refuse it, or withdraw the consent.

    The button is found by what it does; selector keys beside `decision` name another one.
    """

    SHORTHAND: ClassVar[str] = "decision"

    decision: Literal["agree", "refuse", "withdraw"]

    def describe(self) -> str:
        """Return the decision, and the button if one is named."""
        return f"{self.decision} {Selector.describe(self)}".strip()

    def problems(self) -> Iterator[Problem]:
        """Yield that a point alone does not show which button it is."""
        if self.point is not None and not self.names_an_element():
            yield Problem(
                "point", "a point does not show which button is tapped", "name it by `text` or `id`"
            )


def run(step: Consent, context: Context) -> None:
    """Tap the button and see that it took effect."""
    button = context.until(lambda tree: _button(step, context, tree), context.patience_ms)
    if button is None:
        raise StepError(context.missing(f"no button to {step.decision} within {context.patience_ms} ms"))
    tree = context.look()
    if step.decision != "withdraw" and context.consent in (None, "not_shown"):
        context.consent_is("shown", f"the button {_named(button)} is on the screen")
    context.keep_screen(tree)
    before = context.stage.now_ns()
    context.tap(button)
    after = context.stage.now_ns()
    _effect(step, context, tree, button)
    followed, last = _follow_up(step, context, button)
    how = f"tapped {_named(button)}{followed}; it left the screen"
    if step.decision == "agree":
        # What the app reads in answer to the tap must not count as read before it, so the moment before the
        # tap counts.
        context.consent_is("agreed", how, at=before)
    elif step.decision == "refuse":
        # And what it was still doing while the finger came down must not count as done after the refusal.
        context.consent_is("refused", how, at=after)
    else:
        # A withdrawal is one only when the app has been told that it is meant.
        context.consent_is("withdrawn", how, at=last or after)


def _button(step: Consent, context: Context, tree: UiTree) -> UiNode | None:
    if step.names_an_element():
        return context.seen(tree, step)
    try:
        return find_role(tree, _ROLES[step.decision], package=context.stage.package)
    except PatternTimeoutError as error:
        raise StepError(error.message) from None


def _effect(step: Consent, context: Context, tree: UiTree, button: UiNode) -> None:
    def gone(now: UiTree) -> bool | None:
        if now == tree:
            return None
        if step.decision == "withdraw":
            return True
        return None if identity(button) in {identity(node) for node in now.walk()} else True

    if context.until(gone, context.patience_ms) is None:
        raise StepError(f"tapping {_named(button)} had no effect: it is still on the screen")


def _follow_up(step: Consent, context: Context, button: UiNode) -> tuple[str, int]:
    """Answer the dialogs that ask whether it is meant; return what was tapped, and when last (ns)."""
    if step.decision == "agree":
        return "", 0
    followed, last = "", 0
    tried = [identity(button)]
    roles: tuple[Role, ...] = (
        ("consent-refuse",) if step.decision == "refuse" else ("confirm", "consent-withdraw")
    )
    for _ in range(_MAX_DIALOGS):
        tree = context.settle()
        again = next(
            (
                node
                for role in roles
                if (node := find_role(tree, role, package=context.stage.package, without=tried)) is not None
            ),
            None,
        )
        if again is None:
            break
        context.keep_screen(tree)
        tried.append(identity(again))
        context.tap(again)
        last = context.stage.now_ns()
        followed += f", then {_named(again)}"
    return followed, last


def _named(node: UiNode) -> str:
    parts = [
        f'"{shown(node.text)}"' if node.text else "",
        f"id {shown(node.resource_id)}" if node.resource_id else "",
    ]
    return " ".join(part for part in parts if part) or "a button without a name"
