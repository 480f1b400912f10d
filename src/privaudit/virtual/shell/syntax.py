"""Commands as a tree, and the parser that makes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from privaudit.virtual.shell.lexer import (
    REDIRECTIONS,
    Operator,
    ShellSyntaxError,
    Token,
    UnfinishedError,
    Word,
    tokenize,
)

DEEPEST: Final = 100
RESERVED: Final = frozenset({"then", "else", "elif", "fi", "do", "done", "esac", "}", "in"})


@dataclass(frozen=True)
class Redirect:
    """A redirection: file number (None for the usual one), operator, target word or here-document."""

    number: int | None
    operator: str
    target: str


@dataclass(frozen=True)
class Simple:
    """Assignments, words and redirections."""

    assignments: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True)
class Pipeline:
    """Commands joined by `|`, perhaps with its status turned round."""

    commands: tuple[Node, ...]
    negated: bool = False


@dataclass(frozen=True)
class Sequence:
    """Commands with the operator after each: `;`, `&&`, `||` or `&`."""

    parts: tuple[tuple[Node, str], ...]


@dataclass(frozen=True)
class If:
    """Conditions with what follows each, and the rest."""

    branches: tuple[tuple[Node, Node], ...]
    otherwise: Node | None


@dataclass(frozen=True)
class Loop:
    """while, or until."""

    condition: Node
    body: Node
    until: bool


@dataclass(frozen=True)
class For:
    """for NAME in WORDS; words are None for the arguments."""

    name: str
    words: tuple[str, ...] | None
    body: Node


@dataclass(frozen=True)
class Case:
    """case WORD in PATTERNS) BODY."""

    word: str
    branches: tuple[tuple[tuple[str, ...], Node], ...]


@dataclass(frozen=True)
class Function:
    """NAME() BODY."""

    name: str
    body: Node


@dataclass(frozen=True)
class Group:
    """{ … } or ( … ), with redirections; also carries those of loops and ifs."""

    body: Node
    subshell: bool = False
    redirects: tuple[Redirect, ...] = ()


Node = Simple | Pipeline | Sequence | If | Loop | For | Case | Function | Group


@dataclass
class _Parser:
    tokens: list[Token]
    place: int = 0
    depth: int = 0
    heredocs: list[str] = field(default_factory=list)

    def peek(self) -> Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def operator(self, *texts: str) -> str | None:
        token = self.peek()
        if isinstance(token, Operator) and token.text in texts:
            self.place += 1
            return token.text
        return None

    def at_word(self, *texts: str) -> bool:
        token = self.peek()
        return isinstance(token, Word) and token.text in texts

    def expect(self, text: str) -> None:
        token = self.peek()
        if isinstance(token, Word | Operator) and token.text == text:
            self.place += 1
            return
        raise self.unexpected()

    def unexpected(self) -> ShellSyntaxError:
        token = self.peek()
        if token is None:
            return UnfinishedError("syntax error: unexpected end of file")
        shown = "newline" if token.text == "\n" else token.text
        return ShellSyntaxError(f"syntax error: unexpected '{shown}'")

    def skip_newlines(self) -> None:
        while self.operator("\n"):
            pass

    # -- grammar

    def sequence(self, *ends: str) -> Sequence:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ShellSyntaxError("syntax error: too deeply nested")
        parts: list[tuple[Node, str]] = []
        while True:
            while self.operator("\n"):
                pass
            token = self.peek()
            if token is None or (isinstance(token, Word) and token.text in ends):
                break
            if isinstance(token, Operator) and token.text in (")", ";;"):
                break
            parts.append((self.pipeline(), self.separator()))
        self.depth -= 1
        return Sequence(tuple(parts))

    def separator(self) -> str:
        found = self.operator("&&", "||")
        if found:
            self.skip_newlines()
            if self.peek() is None:
                raise self.unexpected()
            return found
        return "&" if self.operator("&") else (self.operator(";", "\n") and ";") or ";"

    def pipeline(self) -> Node:
        negated = False
        while self.at_word("!"):
            self.place += 1
            negated = not negated
        commands = [self.command()]
        while self.operator("|"):
            self.skip_newlines()
            commands.append(self.command())
        return commands[0] if len(commands) == 1 and not negated else Pipeline(tuple(commands), negated)

    def command(self) -> Node:
        token = self.peek()
        if isinstance(token, Operator) and token.text == "(":
            self.place += 1
            body = self.sequence()
            self.expect(")")
            return Group(body, subshell=True, redirects=self.redirects())
        if isinstance(token, Word):
            compound = _COMPOUND.get(token.text)
            if compound is not None:
                self.place += 1
                node = compound(self)
                redirects = self.redirects()
                return Group(node, redirects=redirects) if redirects else node
            if token.text in RESERVED:
                raise self.unexpected()
            after = self.tokens[self.place + 1 : self.place + 3]
            if [t.text for t in after if isinstance(t, Operator)] == ["(", ")"] and token.text.isidentifier():
                self.place += 3
                self.skip_newlines()
                return Function(token.text, self.command())
        return self.simple()

    def redirects(self) -> tuple[Redirect, ...]:
        found: list[Redirect] = []
        while (redirect := self.redirect()) is not None:
            found.append(redirect)
        return tuple(found)

    def redirect(self) -> Redirect | None:
        token, number = self.peek(), None
        if isinstance(token, Word) and token.number:
            number = int(token.text) if len(token.text) < 3 else 99  # noqa: PLR2004 — file numbers are small
            self.place += 1
            token = self.peek()
        if not isinstance(token, Operator) or token.text not in REDIRECTIONS:
            if number is not None:
                raise self.unexpected()
            return None
        self.place += 1
        target = self.peek()
        if not isinstance(target, Word):
            raise self.unexpected()
        self.place += 1
        return Redirect(number, token.text, target.text)

    def simple(self) -> Simple:
        assignments: list[tuple[str, str]] = []
        words: list[str] = []
        redirects: list[Redirect] = []
        while True:
            redirect = self.redirect()
            if redirect is not None:
                redirects.append(redirect)
                continue
            token = self.peek()
            if not isinstance(token, Word):
                break
            name, equals, value = token.text.partition("=")
            if not words and equals and name.isidentifier():
                assignments.append((name, value))
            else:
                words.append(token.text)
            self.place += 1
        if not assignments and not words and not redirects:
            raise self.unexpected()
        return Simple(tuple(assignments), tuple(words), tuple(redirects))

    def if_(self) -> Node:
        branches: list[tuple[Node, Node]] = []
        otherwise: Node | None = None
        condition = self.sequence("then")
        self.expect("then")
        branches.append((condition, self.sequence("elif", "else", "fi")))
        while self.at_word("elif"):
            self.place += 1
            condition = self.sequence("then")
            self.expect("then")
            branches.append((condition, self.sequence("elif", "else", "fi")))
        if self.at_word("else"):
            self.place += 1
            otherwise = self.sequence("fi")
        self.expect("fi")
        return If(tuple(branches), otherwise)

    def loop(self, *, until: bool) -> Node:
        condition = self.sequence("do")
        self.expect("do")
        body = self.sequence("done")
        self.expect("done")
        return Loop(condition, body, until)

    def for_(self) -> Node:
        name = self.peek()
        if not isinstance(name, Word) or not name.text.isidentifier():
            raise self.unexpected()
        self.place += 1
        self.skip_newlines()
        words: list[str] | None = None
        if self.at_word("in"):
            self.place += 1
            words = []
            while isinstance(token := self.peek(), Word):
                words.append(token.text)
                self.place += 1
        self.operator(";")
        self.skip_newlines()
        self.expect("do")
        body = self.sequence("done")
        self.expect("done")
        return For(name.text, tuple(words) if words is not None else None, body)

    def case(self) -> Node:
        word = self.peek()
        if not isinstance(word, Word):
            raise self.unexpected()
        self.place += 1
        self.skip_newlines()
        self.expect("in")
        branches: list[tuple[tuple[str, ...], Node]] = []
        self.skip_newlines()
        while not self.at_word("esac"):
            self.operator("(")
            patterns: list[str] = []
            while True:
                token = self.peek()
                if not isinstance(token, Word):
                    raise self.unexpected()
                patterns.append(token.text)
                self.place += 1
                if not self.operator("|"):
                    break
            self.expect(")")
            branches.append((tuple(patterns), self.sequence("esac")))
            self.operator(";;")
            self.skip_newlines()
        self.expect("esac")
        return Case(word.text, tuple(branches))

    def braces(self) -> Node:
        body = self.sequence("}")
        self.expect("}")
        return Group(body)


_COMPOUND: Final = {
    "if": _Parser.if_,
    "while": lambda parser: parser.loop(until=False),
    "until": lambda parser: parser.loop(until=True),
    "for": _Parser.for_,
    "case": _Parser.case,
    "{": _Parser.braces,
}


def parse(text: str) -> Sequence:
    """Parse a script; raises ShellSyntaxError, or UnfinishedError when more lines could complete it."""
    parser = _Parser(tokenize(text))
    try:
        tree = parser.sequence()
    except RecursionError:
        raise ShellSyntaxError("syntax error: too deeply nested") from None
    if parser.peek() is not None:
        raise parser.unexpected()
    return tree
