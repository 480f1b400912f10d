"""From a word as written to the words a command gets: quotes, variables, substitutions, file names."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Mapping
from typing import Final

from privaudit.virtual.shell.arithmetic import ArithmeticProblem, evaluate
from privaudit.virtual.shell.lexer import ShellSyntaxError, skip_quoted

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SPECIAL: Final = re.compile(r"[0-9?#@*$!-]")
_BRACED: Final = re.compile(r"(#?)([A-Za-z_][A-Za-z0-9_]*|[0-9]+|[?#@*$!-])(.*)", re.DOTALL)
_OPERATOR: Final = re.compile(r"(:?[-=+?]|%%|%|##|#|//|/)(.*)", re.DOTALL)
_WILD: Final = re.compile(r"[*?\[]")
DEEPEST: Final = 40
Piece = tuple[str, bool]
"""Text and whether it was quoted: quoted text is neither split nor taken for a pattern."""


class Environment:
    """What expansion needs of the shell it serves."""

    def __init__(self, variables: dict[str, str], substitute: Callable[[str], str],
                 names: Callable[[str], list[str]]) -> None:  # fmt: skip
        self.variables = variables
        self.arguments: list[str] = []
        self.name = "sh"
        self.status = 0
        self.pid = 4242
        self.background = ""
        self.substitute = substitute
        """Runs a command and returns what it printed."""
        self.names = names
        """Returns the names in a directory."""

    def value(self, name: str) -> str | None:
        """Return a variable or special parameter, None when unset."""
        special: Mapping[str, str] = {
            "?": str(self.status), "$": str(self.pid), "#": str(len(self.arguments)), "0": self.name,
            "@": " ".join(self.arguments), "*": " ".join(self.arguments), "!": self.background, "-": "hs",
        }  # fmt: skip
        if name in special:
            return special[name]
        if name.isdigit():
            place = int(name[:6]) - 1
            return self.arguments[place] if place < len(self.arguments) else None
        return self.variables.get(name)


class Expander:
    """Expands words for a shell."""

    def __init__(self, environment: Environment) -> None:
        self._env = environment
        self._depth = 0

    def fields(self, word: str) -> list[str]:
        """Return the words that a word becomes, perhaps none."""
        found: list[str] = []
        for pieces in self._split(word):
            found.extend(self._file_names(pieces))
        return found

    def single(self, word: str) -> str:
        """Return a word without splitting or file names, as assignments and redirections have it."""
        return "".join(text for text, _ in self._pieces(word))

    def pattern(self, word: str) -> str:
        """Return a word as a pattern in which quoted characters stand for themselves."""
        return _pattern(self._pieces(word))

    # -- pieces

    def _pieces(self, word: str) -> list[Piece]:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ShellSyntaxError("expansion too deep")
        try:
            return self._pieces_of(word)
        finally:
            self._depth -= 1

    def _pieces_of(self, word: str) -> list[Piece]:
        pieces: list[Piece] = []
        place = 0
        if word == "~" or word.startswith("~/"):
            pieces.append((self._env.value("HOME") or "/", True))
            place = 1
        while place < len(word):
            char = word[place]
            end = skip_quoted(word, place)
            if char == "'":
                pieces.append((word[place + 1 : end - 1], True))
            elif char == '"':
                pieces.append((self._inside_quotes(word[place + 1 : end - 1]), True))
            elif char == "\\":
                pieces.append((word[place + 1 : end].replace("\n", ""), True))
            elif char in "$`":
                text, end = self._substitution(word, place)
                pieces.append((text, False))
            else:
                pieces.append((char, False))
            place = end
        return pieces

    def _inside_quotes(self, text: str) -> str:
        out: list[str] = []
        place = 0
        while place < len(text):
            char = text[place]
            if char == "\\" and text[place + 1 : place + 2] in ("$", "`", '"', "\\", "\n"):
                out.append("" if text[place + 1] == "\n" else text[place + 1])
                place += 2
            elif char in "$`":
                value, place = self._substitution(text, place)
                out.append(value)
            else:
                out.append(char)
                place += 1
        return "".join(out)

    def _substitution(self, text: str, start: int) -> tuple[str, int]:
        name = _NAME.match(text, start + 1) or _SPECIAL.match(text, start + 1)
        if text[start] == "$" and name is not None:
            return self._env.value(name.group()) or "", name.end()
        end = skip_quoted(text, start)
        inner = text[start:end]
        if inner.startswith("`"):
            value = self._env.substitute(re.sub(r"\\([$`\\])", r"\1", inner[1:-1]))
        elif inner.startswith("$((") and inner.endswith("))") and _is_arithmetic(inner):
            value = str(self._calculate(inner[3:-2]))
        elif inner.startswith("$("):
            value = self._env.substitute(inner[2:-1])
        elif inner.startswith("${"):
            value = self._braced(inner[2:-1])
        else:
            value = inner
        return value, end

    def _calculate(self, text: str) -> int:
        try:
            return evaluate(self._inside_quotes(text), lambda name: self._env.value(name) or "0")
        except ArithmeticProblem as problem:
            raise ShellSyntaxError(str(problem)) from problem

    def _braced(self, inner: str) -> str:
        found = _BRACED.fullmatch(inner)
        if found is None:
            raise ShellSyntaxError(f"${{{inner}}}: bad substitution")
        length, name, rest = found.groups()
        value = self._env.value(name)
        if length:
            return str(len(value or ""))
        if not rest:
            return value or ""
        operation = _OPERATOR.fullmatch(rest)
        if operation is None:
            return _slice(value or "", rest, inner)
        return self._operate(name, value, *operation.groups())

    def _operate(self, name: str, value: str | None, operator: str, word: str) -> str:
        missing = value is None or (operator.startswith(":") and not value)
        kind = operator[-1]
        if operator in ("%", "%%", "#", "##"):
            return _trim(value or "", self.pattern(word), operator)
        if operator in ("/", "//"):
            pattern, _, replacement = word.partition("/")
            chosen = self.single(replacement)
            wanted = expression(self.pattern(pattern))
            return re.sub(wanted, lambda _m: chosen, value or "", count=0 if operator == "//" else 1)
        if kind == "+":
            return "" if missing else self.single(word)
        if not missing:
            return value or ""
        if kind == "=":
            self._env.variables[name] = self.single(word)
            return self._env.variables[name]
        if kind == "?":
            raise ShellSyntaxError(f"{name}: {self.single(word) or 'parameter null or not set'}")
        return self.single(word)

    # -- splitting and file names

    def _split(self, word: str) -> list[list[Piece]]:
        if word in ('"$@"', '"${@}"'):
            return [[(argument, True)] for argument in self._env.arguments]
        fields: list[list[Piece]] = []
        now: list[Piece] | None = None
        for text, quoted in self._pieces(word):
            if quoted:
                now = [*(now or []), (text, True)]
                continue
            # A blank here can only come from an expansion: the lexer splits at those that are written.
            for number, part in enumerate(re.split(r"[ \t\n]+", text)):
                if number and now is not None:
                    fields.append(now)
                    now = None
                if part:
                    now = [*(now or []), (part, False)]
        if now is not None:
            fields.append(now)
        return fields

    def _file_names(self, pieces: list[Piece]) -> list[str]:
        plain = "".join(text for text, _ in pieces)
        if not any(not quoted and _WILD.search(text) for text, quoted in pieces):
            return [plain]
        return self._glob(_pattern(pieces)) or [plain]

    def _glob(self, pattern: str) -> list[str]:
        parts = pattern.split("/")
        found = ["/"] if pattern.startswith("/") else [""]
        for part in parts[1:] if pattern.startswith("/") else parts:
            if not part:
                continue
            following: list[str] = []
            for base in found:
                names = self._env.names(base or ".")
                following.extend(
                    base + name + "/"
                    for name in names
                    if fnmatch.fnmatchcase(name, part) and (not name.startswith(".") or part.startswith("."))
                )
            found = following
        return [name.rstrip("/") or "/" for name in found] if not pattern.endswith("/") else found


def _is_arithmetic(text: str) -> bool:
    depth = 0
    for number, char in enumerate(text[3:-2]):
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth < 0:
            return False
        del number
    return True


def _pattern(pieces: list[Piece]) -> str:
    return "".join(re.sub(r"([*?\[])", r"[\1]", text) if quoted else text for text, quoted in pieces)


def _trim(value: str, pattern: str, operator: str) -> str:
    shortest = len(operator) == 1
    wanted = expression(pattern, lazy=shortest)
    if operator[0] == "#":
        found = re.match(wanted, value, re.DOTALL)
        return value[found.end() :] if found else value
    # The longest suffix is the leftmost that reaches the end, the shortest the rightmost.
    found = (
        re.match(f"(.*)(?:{wanted})\\Z", value, re.DOTALL)
        if shortest
        else re.search(f"(?:{wanted})\\Z", value, re.DOTALL)
    )
    if found is None:
        return value
    return value[: found.end(1) if shortest else found.start()]


def expression(pattern: str, *, lazy: bool = False) -> str:
    """Return the regular expression of a shell pattern, without anchors."""
    out: list[str] = []
    place = 0
    while place < len(pattern):
        char = pattern[place]
        place += 1
        if char == "*":
            if out[-1:] != [".*?" if lazy else ".*"]:
                out.append(".*?" if lazy else ".*")
        elif char == "?":
            out.append(".")
        elif char == "[" and (end := pattern.find("]", place + 1)) > 0:
            inside = pattern[place:end].replace("\\", "\\\\").replace("[", "\\[")
            out.append("[" + ("^" + inside[1:] if inside[:1] in "!^" else inside) + "]")
            place = end + 1
        else:
            out.append(re.escape(char))
    return "".join(out)


def _slice(value: str, rest: str, inner: str) -> str:
    found = re.fullmatch(r":\s*(-?[0-9]{1,9})(?::([0-9]{1,9}))?", rest)
    if found is None:
        raise ShellSyntaxError(f"${{{inner}}}: bad substitution")
    start = int(found.group(1))
    tail = value[start:]
    return tail[: int(found.group(2))] if found.group(2) else tail
