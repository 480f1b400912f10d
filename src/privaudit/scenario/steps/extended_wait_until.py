"""`extendedWaitUntil`: wait longer than usual."""

from __future__ import annotations

from collections.abc import Iterator

from privaudit.scenario.context import Context, StepError, shown
from privaudit.scenario.step import Duration, Problem, Selector, Step


class ExtendedWaitUntil(Step, frozen=True, kw_only=True):
    """Wait up to `timeout` until an element is, or is no longer, on the screen."""

    visible: Selector | None = None
    notVisible: Selector | None = None  # noqa: N815 - Maestro's word
    timeout: Duration = 0

    def describe(self) -> str:
        """Return what is waited for."""
        parts = [
            f"visible {self.visible.describe()}" if self.visible else "",
            f"not visible {self.notVisible.describe()}" if self.notVisible else "",
        ]
        return " and ".join(part for part in parts if part)

    def problems(self) -> Iterator[Problem]:
        """Yield what is missing."""
        if self.visible is None and self.notVisible is None:
            yield Problem("", "nothing to wait for is named", "add a line `visible: …` or `notVisible: …`")


def run(step: ExtendedWaitUntil, context: Context) -> None:
    """Wait for both, one after the other."""
    limit = step.timeout or context.timeout_ms
    if step.visible is not None:
        context.find(step.visible, limit)
    if step.notVisible is not None and not context.gone(step.notVisible, limit):
        raise StepError(
            f"the element {shown(step.notVisible.describe())} is still on the screen after {limit} ms"
        )
