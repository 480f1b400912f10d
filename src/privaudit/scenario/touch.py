"""Touching an element the way a selector's behaviour keys say."""

from __future__ import annotations

from collections.abc import Callable

from privaudit.scenario.context import SETTLE_MS, Context
from privaudit.scenario.point import parse_point
from privaudit.scenario.step import Selector


def touch(context: Context, selector: Selector, act: Callable[[int, int], None], *, times: int) -> None:
    """Find the element, wait for it to rest if asked to, and act on its pixel `times` times, `delay` apart.

    With `retryTapIfNoChange` it is done once more when the screen stays as it was.
    """
    spot = _spot(context, selector)
    before = context.look()
    _act(context, selector, act, spot, times)
    after = context.settle(_settle_ms(selector))
    if selector.retryTapIfNoChange and after == before:
        _act(context, selector, act, spot, times)
        context.settle(_settle_ms(selector))


def _act(
    context: Context, selector: Selector, act: Callable[[int, int], None], spot: tuple[int, int], times: int
) -> None:
    for turn in range(times):
        if turn:
            context.stage.sleep(selector.delay)
        act(*spot)


def _spot(context: Context, selector: Selector) -> tuple[int, int]:
    if not selector.names_an_element() and selector.point is not None:
        return parse_point(selector.point).within(context.screen_area())
    node = context.find(selector)
    if selector.waitUntilVisible:
        # The element may still be moving into place: touch it where it comes to rest.
        context.settle(_settle_ms(selector))
        node = context.find(selector)
    return context.spot(node, selector.point)


def _settle_ms(selector: Selector) -> int:
    return SETTLE_MS if selector.waitToSettleTimeoutMs is None else selector.waitToSettleTimeoutMs
