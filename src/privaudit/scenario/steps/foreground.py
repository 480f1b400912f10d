"""`foreground`: bring the app back."""

from __future__ import annotations

from privaudit.scenario.context import Context, StepError
from privaudit.scenario.step import Step


class Foreground(Step, frozen=True, kw_only=True):
    """Bring the app back to the front without starting it anew."""


def run(step: Foreground, context: Context) -> None:  # noqa: ARG001 - it has no keys
    """Bring it back and see that it is in front."""
    stage = context.stage
    stage.foreground()
    back = context.until(
        lambda _: True if stage.foreground_package() == stage.package else None, context.patience_ms
    )
    if back is None:
        raise StepError(f"{stage.package} did not come back to the front within {context.patience_ms} ms")
    context.settle()
