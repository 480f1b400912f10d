"""POSIX regular expressions as Python's."""

from __future__ import annotations

import re
from typing import Final

_CLASSES: Final = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "blank": " \\t", "cntrl": "\\x00-\\x1f\\x7f", "digit": "0-9",
    "graph": "!-~", "lower": "a-z", "print": " -~", "punct": "!-/:-@\\[-`{-~", "space": "\\s", "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}  # fmt: skip
LONGEST: Final = 10_000


class BadPattern(ValueError):  # noqa: N818 — reads as what it is
    """A pattern that is none."""


def translate(pattern: str, *, extended: bool) -> str:
    """Return the Python expression of a basic or extended POSIX one; raises BadPattern."""
    if len(pattern) > LONGEST:
        raise BadPattern("pattern too long")
    out: list[str] = []
    place = 0
    while place < len(pattern):
        char = pattern[place]
        if char == "[":
            text, place = _bracket(pattern, place)
            out.append(text)
            continue
        if char == "\\" and place + 1 < len(pattern):
            out.append(_escaped(pattern[place + 1], extended=extended))
            place += 2
            continue
        out.append(_plain(char, out, pattern, place, extended=extended))
        place += 1
    return "".join(out)


def compiled(pattern: str, *, extended: bool = False, ignore_case: bool = False) -> re.Pattern[str]:
    """Compile a POSIX expression; raises BadPattern."""
    try:
        return re.compile(translate(pattern, extended=extended), re.IGNORECASE if ignore_case else 0)
    except (re.error, OverflowError, RecursionError) as error:
        raise BadPattern(str(error)) from error


def _escaped(char: str, *, extended: bool) -> str:
    if char in "|(){}+?":
        return "\\" + char if extended else char
    if char in "wWsSbB":
        return "\\" + char
    if char in "<>":
        return r"\b"
    if char.isdigit():
        return f"(?:\\{char})"
    return {"n": "\n", "t": "\t"}.get(char) or re.escape(char)


def _plain(char: str, before: list[str], pattern: str, place: int, *, extended: bool) -> str:
    if extended:
        literal = char == "{" and not re.match(r"\{[0-9]*,?[0-9]*\}", pattern[place:])
    else:
        literal = (
            char in "|(){}+?"
            or (char == "*" and (not before or before[-1] in ("^", "(", "|")))
            or (char == "^" and bool(before) and before[-1] not in ("(", "|"))
            or (char == "$" and pattern[place + 1 : place + 3] not in ("", "\\)", "\\|"))
        )
    return "\\" + char if literal else char


def _bracket(pattern: str, start: int) -> tuple[str, int]:
    place = start + 1
    negated = pattern[place : place + 1] == "^"
    place += negated
    inside = ""
    first = True
    while place < len(pattern):
        char = pattern[place]
        if char == "]" and not first:
            return f"[{'^' if negated else ''}{inside}]", place + 1
        first = False
        name = re.match(r"\[:([a-z]+):\]", pattern[place:])
        if name and name.group(1) in _CLASSES:
            inside += _CLASSES[name.group(1)]
            place += name.end()
            continue
        inside += "\\" + char if char in "\\[]^&~|" else char
        place += 1
    raise BadPattern("unmatched [")
