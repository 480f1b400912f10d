"""The regular expressions of flows, matched against hostile screens in bounded time."""

from __future__ import annotations

import time
from functools import lru_cache

import regex

from privaudit.errors import PrivauditError

MAX_PATTERN = 2_000
"""A pattern longer than this many characters is refused when the flow is read."""

BUDGET_S = 2.0
"""Seconds that one look at a screen may spend on matching, all elements together."""

# As Maestro compiles them, so that a flow selects the same elements here.
_FLAGS = regex.IGNORECASE | regex.DOTALL | regex.MULTILINE


class PatternTimeoutError(PrivauditError):
    """A pattern of the flow took too long on what is on the screen."""


class Budget:
    """The time left for matching on one screen."""

    def __init__(self, seconds: float = BUDGET_S) -> None:
        self._end = time.monotonic() + seconds

    def left(self, pattern: str) -> float:
        """Return the seconds left; raise PatternTimeoutError when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise _timeout(pattern)
        return left


def matches(pattern: str, value: str, budget: Budget) -> bool:
    """Say whether `pattern` matches the whole of `value`, or is literally equal to it.

    Line breaks of the value also count as spaces. A pattern that is not a valid expression is taken
    literally, as Maestro does. Raises PatternTimeoutError when the budget ends.
    """
    one_line = value.replace("\n", " ")
    if pattern in (value, one_line):
        return True
    compiled = _compile(pattern)
    if compiled is None:
        return pattern.casefold() in (value.casefold(), one_line.casefold())
    try:
        if compiled.fullmatch(value, timeout=budget.left(pattern)):
            return True
        return one_line != value and bool(compiled.fullmatch(one_line, timeout=budget.left(pattern)))
    except TimeoutError:
        raise _timeout(pattern) from None


def contains(pattern: str, value: str, budget: Budget) -> bool:
    """Say whether `pattern` matches anywhere in `value`; raises PatternTimeoutError when the budget ends."""
    compiled = _compile(pattern)
    if compiled is None:
        return pattern.casefold() in value.casefold()
    try:
        return bool(compiled.search(value, timeout=budget.left(pattern)))
    except TimeoutError:
        raise _timeout(pattern) from None


@lru_cache(maxsize=512)
def _compile(pattern: str) -> regex.Pattern[str] | None:
    try:
        return regex.compile(_quoted(pattern), _FLAGS)
    except (regex.error, ValueError, OverflowError, RecursionError):
        return None


def _quoted(pattern: str) -> str:
    r"""Write Java's `\Q…\E` quotation out, which Python's engines do not know."""
    parts: list[str] = []
    rest = pattern
    while r"\Q" in rest:
        before, _, after = rest.partition(r"\Q")
        inside, _, rest = after.partition(r"\E")
        parts += [before, regex.escape(inside)]
    return "".join([*parts, rest])


def _timeout(pattern: str) -> PatternTimeoutError:
    return PatternTimeoutError(
        f"the pattern {pattern[:80]!r} took more than {BUDGET_S:g} s on this screen",
        hint="write a simpler pattern: avoid a repetition inside a repetition, such as (a+)+",
    )
