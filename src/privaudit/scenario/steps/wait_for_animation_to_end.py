"""`waitForAnimationToEnd`: wait until the picture rests."""

from __future__ import annotations

from typing import ClassVar

from privaudit.scenario.context import POLL_MS, Context
from privaudit.scenario.step import Duration, Step


class WaitForAnimationToEnd(Step, frozen=True, kw_only=True):
    """Wait until two pictures of the screen in a row are the same, at most `timeout`."""

    SHORTHAND: ClassVar[str] = "timeout"

    timeout: Duration = 15_000


def run(step: WaitForAnimationToEnd, context: Context) -> None:
    """Compare pictures; a screen that never rests is no failure, as in Maestro."""
    last = context.stage.screenshot()
    end = context.stage.now_ns() + step.timeout * 1_000_000
    for _ in range(step.timeout // POLL_MS + 1):
        context.stage.sleep(POLL_MS)
        now = context.stage.screenshot()
        if now == last:
            return
        if context.stage.now_ns() >= end:
            break
        last = now
    context.message = f"the screen was still moving after {step.timeout} ms"
