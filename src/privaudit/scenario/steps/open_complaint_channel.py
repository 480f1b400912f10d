"""`openComplaintChannel`: look for the channel for complaints in the app and read it."""

from __future__ import annotations

from typing import ClassVar

from privaudit.model.event import ComplaintChannelOpened
from privaudit.scenario.contacts import Contacts, find_contacts
from privaudit.scenario.context import Context
from privaudit.scenario.reading import read_screens
from privaudit.scenario.step import Selector, Step
from privaudit.scenario.wayfinding import Way, follow, search

_MAX_SCREENS = 20


class OpenComplaintChannel(Step, frozen=True, kw_only=True):
    """Look for the complaint channel in the app, open it, and read its phone numbers and addresses.

    `path` names the elements to tap, in order; without it the way is found by the usual words. A channel
    that cannot be found is a result, not a failure.
    """

    SHORTHAND: ClassVar[str] = "path"

    path: tuple[Selector, ...] = ()

    def describe(self) -> str:
        """Return the way."""
        return " > ".join(selector.describe() for selector in self.path)


def run(step: OpenComplaintChannel, context: Context) -> None:
    """Open and read it."""
    way = follow(context, step.path) if step.path else search(context, "complaint-entry", "complaint-way")
    lines: tuple[str, ...] = ()
    if way.found:
        context.keep_screen(context.settle())
        lines = read_screens(context, max_screens=_MAX_SCREENS).lines
    _tell(context, way, lines, find_contacts(lines))


def _tell(context: Context, way: Way, lines: tuple[str, ...], contacts: Contacts) -> None:
    now = context.stage.now_ns()
    context.stage.emit(
        ComplaintChannelOpened(
            at=now,
            seen=now,
            found=way.found,
            taps=way.taps,
            phones=contacts.phones,
            emails=contacts.emails,
            addresses=contacts.addresses,
            texts=lines,
            reason=way.reason,
        )
    )
    context.message = way.reason or " > ".join(way.trail)
