"""sed: s, p, d, q, y, = with addresses and ranges; -n, -e, -E, -i."""

from __future__ import annotations

import re
from dataclasses import dataclass

from privaudit.virtual.commands.text import failed, opened, unescape
from privaudit.virtual.shell.patterns import BadPattern, compiled
from privaudit.virtual.shell.registry import Call, CommandError, command, options


@dataclass
class _Address:
    line: int = 0
    last: bool = False
    pattern: re.Pattern[str] | None = None
    plus: int = 0

    def matches(self, number: int, text: str, *, is_last: bool) -> bool:
        if self.pattern is not None:
            return self.pattern.search(text) is not None
        return is_last if self.last else number == self.line


@dataclass
class _Step:
    action: str
    first: _Address | None = None
    second: _Address | None = None
    negated: bool = False
    pattern: re.Pattern[str] | None = None
    replacement: str = ""
    flags: str = ""
    table: dict[int, str] | None = None
    until: int = 0
    active: bool = False

    def applies(self, number: int, text: str, *, is_last: bool) -> bool:
        return self._in_range(number, text, is_last=is_last) != self.negated

    def _in_range(self, number: int, text: str, *, is_last: bool) -> bool:
        if self.first is None:
            return True
        if self.second is None:
            return self.first.matches(number, text, is_last=is_last)
        if self.active:
            ends = number >= self.until if self.until else self.second.matches(number, text, is_last=is_last)
            self.active = not ends and not (self.second.line and number >= self.second.line)
            return True
        if self.first.matches(number, text, is_last=is_last):
            self.until = number + self.second.plus if self.second.plus else 0
            self.active = not (self.second.line and self.second.line <= number)
            return True
        return False


@command("sed")
def sed(call: Call) -> int:
    """Edit a stream of lines."""
    found, words = _arguments(call)
    extended = "E" in found or "r" in found
    script = found["e"] if "e" in found else words.pop(0) if words else call.usage("sed: no pattern")
    try:
        steps = _Script(script, extended=extended).steps()
    except BadPattern as error:
        call.fail(f"bad pattern '{script}': {error}")
    if "i" in found:
        for name in words:
            data = call.phone.files.read(call.path(name), call.uid).decode("utf-8", "surrogateescape")
            new = _edit(steps, data, quiet="n" in found)
            call.phone.files.write(call.path(name), new.encode("utf-8", "surrogateescape"), call.uid)
        return 0
    text = b"".join(source.read_all() for _, source in opened(call, words)).decode("utf-8", "surrogateescape")
    call.out(_edit(steps, text, quiet="n" in found))
    return failed(call)


def _arguments(call: Call) -> tuple[dict[str, str], list[str]]:
    scripts: list[str] = []
    rest: list[str] = []
    args = list(call.args)
    while args:
        word = args.pop(0)
        if word == "-e" and args:
            scripts.append(args.pop(0))
        else:
            rest.append(word)
    call.args = rest
    found, words = options(call, "nErisz")
    if scripts:
        found["e"] = "\n".join(scripts)
    return found, words


def _edit(steps: list[_Step], text: str, *, quiet: bool) -> str:
    out: list[str] = []
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    for number, original in enumerate(lines, 1):
        line: str | None = original
        stop = False
        for step in steps:
            if line is None or not step.applies(number, line, is_last=number == len(lines)):
                continue
            line, printed, stop = _do(step, line, number)
            out.extend(printed)
            if stop:
                break
        if line is not None and not quiet:
            out.append(line)
        if stop:
            break
    return "".join(line + "\n" for line in out)


def _do(step: _Step, line: str, number: int) -> tuple[str | None, list[str], bool]:
    if step.action == "s" and step.pattern is not None:
        place = re.search(r"[0-9]+", step.flags)
        new, hits = _substitute(step, line, int(place.group()[:6]) if place else 1)
        return new, [new] if hits and "p" in step.flags else [], False
    if step.action == "y" and step.table is not None:
        return line.translate(step.table), [], False
    if step.action == "d":
        return None, [], False
    printed = {"p": [line], "=": [str(number)]}.get(step.action, [])
    return line, printed, step.action == "q"


def _substitute(step: _Step, line: str, wanted: int) -> tuple[str, int]:
    hits = 0
    seen = 0

    def put(found: re.Match[str]) -> str:
        nonlocal hits, seen
        seen += 1
        if seen < wanted or (seen > wanted and "g" not in step.flags):
            return found.group()
        hits += 1
        return re.sub(r"\\(.)|&", lambda m: _reference(m, found), step.replacement, flags=re.DOTALL)

    pattern = step.pattern or re.compile("")
    return pattern.sub(put, line), hits


def _reference(mark: re.Match[str], found: re.Match[str]) -> str:
    char = mark.group(1)
    if char is None:
        return found.group()
    if char.isdigit():
        number = int(char)
        return (found.group(number) or "") if number <= (found.re.groups) else ""
    return {"n": "\n", "t": "\t"}.get(char, char)


class _Script:
    def __init__(self, text: str, *, extended: bool) -> None:
        self._text = text
        self._extended = extended
        self._place = 0

    def _char(self) -> str:
        return self._text[self._place : self._place + 1]

    def steps(self) -> list[_Step]:
        found: list[_Step] = []
        while True:
            while self._char() and self._char() in " \t\n;":
                self._place += 1
            if not self._char():
                return found
            found.append(self._step())

    def _step(self) -> _Step:
        step = _Step(action="")
        step.first = self._address()
        if step.first is not None and self._char() == ",":
            self._place += 1
            step.second = self._address()
        while self._char() in ("!", " ") and self._char():
            step.negated = step.negated or self._char() == "!"
            self._place += 1
        step.action = self._char()
        self._place += 1
        if step.action == "s":
            delimiter = self._opening()
            pattern = self._until(delimiter)
            step.replacement = self._until(delimiter, keep=True)
            flags = re.match(r"[gpiI0-9]*", self._text[self._place :])
            step.flags = flags.group() if flags else ""
            self._place += len(step.flags)
            step.pattern = compiled(pattern, extended=self._extended, ignore_case="i" in step.flags.lower())
        elif step.action == "y":
            delimiter = self._opening()
            old, new = unescape(self._until(delimiter))[0], unescape(self._until(delimiter))[0]
            step.table = {ord(a): b for a, b in zip(old, new, strict=False)}
        elif step.action not in tuple("pdq="):
            raise CommandError(f"sed: bad pattern '{self._text}'@{self._place} ({step.action})")
        return step

    def _address(self) -> _Address | None:
        number = re.match(r"\+?[0-9]{1,9}", self._text[self._place :])
        if number is not None:
            self._place += number.end()
            value = int(number.group())
            return _Address(plus=value) if number.group().startswith("+") else _Address(line=value)
        if self._char() == "$":
            self._place += 1
            return _Address(last=True)
        if self._char() == "/":
            pattern = self._until(self._opening())
            return _Address(pattern=compiled(pattern, extended=self._extended))
        return None

    def _opening(self) -> str:
        delimiter = self._char()
        if not delimiter or delimiter in "\n\\":
            raise CommandError(f"sed: bad pattern '{self._text}'@{self._place}")
        self._place += 1
        return delimiter

    def _until(self, delimiter: str, *, keep: bool = False) -> str:
        """Return what stands before the next delimiter and pass it; `keep` leaves the escape of `&`."""
        out = ""
        while (char := self._char()) != delimiter:
            if not char:
                raise CommandError(f"sed: bad pattern '{self._text}'@{self._place} (unterminated)")
            following = self._text[self._place + 1 : self._place + 2]
            if char == "\\" and following:
                out += (
                    following
                    if following == delimiter and not (keep and following in "&\\")
                    else char + following
                )
                self._place += 2
                continue
            out += char
            self._place += 1
        self._place += 1
        return out
