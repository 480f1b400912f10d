"""Checks that may refuse the audit's certificate, as the agent gets them."""

from __future__ import annotations

from collections.abc import Iterable

from privaudit.capture.agent.plan import parameter_types
from privaudit.model.pin import Pin
from privaudit.model.wire import PinPlan


def pin_plans(pins: Iterable[Pin]) -> list[PinPlan]:
    """Return what the agent shall watch, in the catalogue's order; the phone says what of it is there."""
    return [
        PinPlan(
            api=pin.id,
            cls=pin.cls,
            method=pin.method,
            overloads=[parameter_types(overload) for overload in pin.overloads],
            handed=pin.handed,
            refuses=pin.refuses,
            answers=pin.answers,
            chain=pin.chain,
            host=-1 if pin.host is None else pin.host,
        )
        for pin in pins
    ]
