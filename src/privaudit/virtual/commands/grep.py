"""grep, egrep, fgrep."""

from __future__ import annotations

import re
from collections import deque

from privaudit.virtual.commands.text import failed, opened
from privaudit.virtual.shell.patterns import BadPattern, translate
from privaudit.virtual.shell.pipes import Input
from privaudit.virtual.shell.registry import Call, command, options


@command("grep", "egrep", "fgrep")
def grep(call: Call) -> int:
    """Print the lines that match."""
    call.args = [a.replace("--color=never", "-a").replace("--line-buffered", "-a") for a in call.args]
    found, words = options(call, "EFivcnoqlLrRwHhsxaZze:f:A:B:C:m:")
    if "e" not in found and not words:
        call.usage("grep: no REGEX", 2)
    pattern = found["e"] if "e" in found else words.pop(0)
    names = _files(call, words, recursive="r" in found or "R" in found)
    try:
        matcher = _Matcher(call, found, _compile(call.name, pattern, found))
    except (BadPattern, re.error) as error:
        call.fail(f"bad regex '{pattern}': {error}", 2)
    several = len(names) > 1 or "H" in found or "r" in found
    matched = False
    for name, source in opened(call, names):
        matched |= matcher.file(
            "(standard input)" if name == "-" else name, source, several and "h" not in found
        )
        if matched and "q" in found:
            return 0
    return 0 if matched else failed(call) * 2 or 1


def _compile(name: str, pattern: str, found: dict[str, str]) -> re.Pattern[str]:
    parts = []
    for part in pattern.split("\n"):
        fixed = "F" in found or name == "fgrep"
        text = re.escape(part) if fixed else translate(part, extended="E" in found or name == "egrep")
        if "w" in found:
            text = rf"(?<!\w)(?:{text})(?!\w)"
        parts.append(f"(?:{text})" + (r"\Z" if "x" in found else ""))
    return re.compile("|".join(parts), re.IGNORECASE if "i" in found else 0)


def _files(call: Call, names: list[str], *, recursive: bool) -> list[str]:
    if not recursive:
        return names
    found: list[str] = []
    waiting = deque(names or ["."])
    while waiting:
        name = waiting.popleft()
        try:
            entry = call.phone.files.stat(call.path(name), call.uid)
            if entry.is_dir:
                waiting.extend(
                    f"{name.rstrip('/')}/{e.name}" for e in call.phone.files.list(call.path(name), call.uid)
                )
            else:
                found.append(name)
        except OSError as error:
            call.err(f"grep: {name}: {error.strerror}")
    return found


class _Matcher:
    def __init__(self, call: Call, found: dict[str, str], pattern: re.Pattern[str]) -> None:
        self._call = call
        self._found = found
        self._pattern = pattern
        self._after = int(found.get("A") or found.get("C") or 0)
        self._before = int(found.get("B") or found.get("C") or 0)
        self._most = int(found.get("m") or 0)

    def file(self, name: str, source: Input, shown: bool) -> bool:
        """Search one input and print what was asked for."""
        head = f"{name}:" if shown else ""
        count, following, last = 0, 0, 0
        before: deque[tuple[int, str]] = deque(maxlen=self._before)
        quiet = any(letter in self._found for letter in "qlLc")
        for number, raw in enumerate(source.lines(), 1):
            line = raw.decode("utf-8", "surrogateescape")
            hit = self._match(line)
            if hit != ("v" in self._found):
                count += 1
                if "q" in self._found or "l" in self._found:
                    break
                if not quiet:
                    if (self._before or self._after) and last and number - len(before) > last + 1:
                        self._call.line("--")
                    for earlier, text in before:
                        self._print(head, earlier, text, "-")
                    before.clear()
                    self._print(head, number, line, ":")
                    last, following = number, self._after
                if self._most and count >= self._most:
                    break
            elif following and not quiet:
                self._print(head, number, line, "-")
                last, following = number, following - 1
            else:
                before.append((number, line))
        self._summary(name, head, count)
        return count > 0

    def _match(self, line: str) -> bool:
        return (self._pattern.match(line) if "x" in self._found else self._pattern.search(line)) is not None

    def _print(self, head: str, number: int, line: str, mark: str) -> None:
        start = (head[:-1] + mark if head else "") + (f"{number}{mark}" if "n" in self._found else "")
        if "o" in self._found and mark == ":":
            for found in self._pattern.finditer(line):
                if found.group():
                    self._call.line(start + found.group())
            return
        self._call.line(start + line)

    def _summary(self, name: str, head: str, count: int) -> None:
        if "q" in self._found:
            return
        if "l" in self._found:
            if count:
                self._call.line(name)
        elif "L" in self._found:
            if not count:
                self._call.line(name)
        elif "c" in self._found:
            self._call.line(f"{head}{count}")
