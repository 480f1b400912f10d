"""What stands around a value in a request, for people to see: a few dozen characters on each side."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from privaudit.analysis.decode import replay
from privaudit.analysis.match import explain
from privaudit.analysis.outbound import Outbound
from privaudit.analysis.sealed import INPUT, input_match
from privaudit.model.circumstances import When
from privaudit.model.observation import Match

AROUND = 60
"""Bytes shown before and after a value."""

PER_PLACE = 8
"""Requests of one host shown with the same type in the same place while nothing else changed."""

MAX_EXCERPTS = 20_000
"""Excerpts kept in all; a run with more requests than that shows their places without surroundings."""


class Excerpts:
    """Adds its surroundings to a match, for the first few of each kind.

    Of what the app sealed itself they are those in what it sealed; `given` gives that by the call's number.
    """

    def __init__(self, given: Callable[[int], bytes]) -> None:
        self._given = given
        self._shown: dict[tuple[str, ...], int] = {}
        self._kept = 0

    def add(
        self, event: Outbound, body: bytes, matches: tuple[Match, ...], when: When, host: str
    ) -> tuple[Match, ...]:
        """Return the matches, those that may become examples with what stands around them."""
        return tuple(self._with_context(event, body, match, when, host) for match in matches)

    def _with_context(self, event: Outbound, body: bytes, match: Match, when: When, host: str) -> Match:
        situation = (when.consent, when.app_state, when.phase)
        key = (host, match.data_type, match.where, match.name, *situation)
        count = self._shown.get(key, 0)
        if count >= PER_PLACE or self._kept >= MAX_EXCERPTS:
            return match
        self._shown[key] = count + 1
        self._kept += 1
        try:
            if match.sealed:
                innermost = match.sealed[-1].event
                event, body = INPUT, self._given(innermost)
                inside = input_match(match, len(match.sealed) - 1)
            else:
                inside = match
            found = explain(event, body, inside).found
        except LookupError:
            return match
        for data in _layers(event, body, inside):
            at = data.find(found)
            if found and at >= 0:
                end = at + len(found)
                return msgspec.structs.replace(
                    match,
                    before=_text(data[max(0, at - AROUND) : at]),
                    found=_text(found),
                    after=_text(data[end : end + AROUND]),
                )
        return match


def _layers(event: Outbound, body: bytes, match: Match) -> Iterator[bytes]:
    """Yield the place of a match from the wire inwards, as far as it can be redone."""
    for length in range(len(match.chain) + 1):
        try:
            yield replay(event, body, match.where, match.chain[:length])
        except LookupError:
            continue


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
