"""Words and operators of the shell's language (POSIX.1-2017, 2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

OPERATORS: Final = (
    "&&",
    "||",
    ";;",
    ">>",
    "<<",
    ">&",
    "<&",
    ">|",
    "&>",
    ";",
    "|",
    "&",
    "(",
    ")",
    "<",
    ">",
    "\n",
)
REDIRECTIONS: Final = frozenset({">", ">>", "<", ">&", "<&", ">|", "&>", "<<"})
LONGEST: Final = 100_000
_STARTS: Final = frozenset(operator[0] for operator in OPERATORS)


class ShellSyntaxError(Exception):
    """A line that is no command; the message is the shell's own."""


@dataclass(frozen=True)
class Word:
    """A word as written, quotes and all; `number` is set when it is a digit right before a redirection."""

    text: str
    number: bool = False


@dataclass(frozen=True)
class Operator:
    """An operator."""

    text: str


Token = Word | Operator


class UnfinishedError(ShellSyntaxError):
    """The text ends inside a quotation or a substitution: more may come."""


def skip_quoted(text: str, start: int) -> int:
    """Return the place after the quotation, escape or substitution at `start`, or after one character."""
    char = text[start]
    if char == "\\":
        end = min(start + 2, len(text))
    elif char == "'":
        end = text.find("'", start + 1) + 1
        if not end:
            raise UnfinishedError("no closing quote")
    elif char == '"':
        end = _double(text, start)
    elif char == "`":
        end = _backquote(text, start)
    elif text.startswith("$(", start):
        end = _arithmetic(text, start) or _balanced(text, start + 2, "(", ")")
    elif text.startswith("${", start):
        end = _balanced(text, start + 2, "{", "}")
    else:
        end = start + 1
    return end


def _double(text: str, start: int) -> int:
    place = start + 1
    while place < len(text):
        if text[place] == '"':
            return place + 1
        place = place + 1 if text[place] == "'" else skip_quoted(text, place)
    raise UnfinishedError("no closing quote")


def _backquote(text: str, start: int) -> int:
    place = start + 1
    while place < len(text):
        if text[place] == "`":
            return place + 1
        place += 2 if text[place] == "\\" else 1
    raise UnfinishedError("no closing quote")


def _arithmetic(text: str, start: int) -> int:
    """Return the place after `$((…))`, or 0 when it is a command substitution."""
    if not text.startswith("$((", start):
        return 0
    depth, place = 2, start + 3
    while place < len(text) and depth:
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        place += 1
    return place if not depth and text[place - 2 : place] == "))" else 0


def _balanced(text: str, place: int, opening: str, closing: str) -> int:
    depth = 1
    while place < len(text):
        char = text[place]
        if char == closing:
            depth -= 1
            place += 1
            if not depth:
                return place
            continue
        if char == opening:
            depth += 1
            place += 1
            continue
        place = skip_quoted(text, place)
    raise UnfinishedError(f"no closing {closing}")


def tokenize(text: str) -> list[Token]:
    """Split a text into tokens; raises ShellSyntaxError."""
    if len(text) > LONGEST:
        raise ShellSyntaxError("syntax error: command too long")
    try:
        return _Lexer(text).run()
    except RecursionError:
        raise ShellSyntaxError("syntax error: too deeply nested") from None


class _Lexer:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens: list[Token] = []
        self._place = 0
        self._begin = -1
        self._awaited: list[int] = []
        """Where in the tokens the delimiters of here-documents stand whose bodies have yet to come."""

    def run(self) -> list[Token]:
        text = self._text
        while self._place < len(text):
            char = text[self._place]
            if self._begin < 0 and text.startswith("\\\n", self._place):
                self._place += 2
            elif char in " \t\r":
                self._end_word()
                self._place += 1
            elif char == "#" and self._begin < 0:
                end = text.find("\n", self._place)
                self._place = len(text) if end < 0 else end
            elif char in _STARTS and (
                found := next((o for o in OPERATORS if text.startswith(o, self._place)), None)
            ):
                self._operator(found)
            else:
                self._begin = self._place if self._begin < 0 else self._begin
                self._place = skip_quoted(text, self._place)
        self._end_word()
        if self._awaited:
            raise UnfinishedError("here document unclosed")
        return self._tokens

    def _end_word(self, *, number: bool = False) -> None:
        if self._begin < 0:
            return
        word = self._text[self._begin : self._place]
        self._begin = -1
        last = self._tokens[-1] if self._tokens else None
        if isinstance(last, Operator) and last.text == "<<":
            self._awaited.append(len(self._tokens))
        self._tokens.append(Word(word, number=number and word.isascii() and word.isdigit()))

    def _operator(self, operator: str) -> None:
        self._end_word(number=operator in REDIRECTIONS)
        self._tokens.append(Operator(operator))
        self._place += len(operator)
        if operator == "\n":
            for number in self._awaited:
                self._tokens[number] = self._body(self._tokens[number].text)
            self._awaited.clear()

    def _body(self, delimiter: str) -> Word:
        plain = delimiter.replace("'", "").replace('"', "").replace("\\", "")
        lines: list[str] = []
        while self._place < len(self._text):
            end = self._text.find("\n", self._place)
            end = len(self._text) if end < 0 else end
            line = self._text[self._place : end]
            self._place = end + 1
            if line == plain:
                body = "".join(f"{kept}\n" for kept in lines)
                quoted = plain != delimiter
                return Word(
                    "'" + body.replace("'", "'\\''") + "'" if quoted else '"' + body.replace('"', '\\"') + '"'
                )
            lines.append(line)
        raise UnfinishedError("here document unclosed")
