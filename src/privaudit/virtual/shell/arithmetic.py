"""Whole-number arithmetic of `$(( … ))`, in 64 bits as mksh has it on Android."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_TOKEN: Final = re.compile(
    r"\s*(0[xX][0-9a-fA-F]+|[0-9]+|[A-Za-z_][A-Za-z0-9_]*|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%()<>!~&|^?:])"
)
_LEVELS: Final = (
    ("||",),
    ("&&",),
    ("|",),
    ("^",),
    ("&",),
    ("==", "!="),
    ("<", "<=", ">", ">="),
    ("<<", ">>"),
    ("+", "-"),
    ("*", "/", "%"),
)
_DEEPEST: Final = 50


class ArithmeticProblem(Exception):  # noqa: N818 — the shell's user is told, nothing failed
    """An expression that cannot be worked out."""


def evaluate(text: str, value_of: Callable[[str], str]) -> int:
    """Work out an expression; `value_of` gives a variable's value. Raises ArithmeticProblem."""
    tokens: list[str] = []
    place = 0
    text = text.strip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise ArithmeticProblem(f"{text}: unexpected '{text[place : place + 1]}'")
        tokens.append(found.group(1))
        place = found.end()
    if not tokens:
        return 0
    calculator = _Calculator(tokens, value_of)
    result = calculator.choice()
    if calculator.place < len(tokens):
        raise ArithmeticProblem(f"{text}: unexpected '{tokens[calculator.place]}'")
    return result


def _wrap(number: int) -> int:
    number &= (1 << 64) - 1
    return number - (1 << 64) if number >> 63 else number


class _Calculator:
    def __init__(self, tokens: list[str], value_of: Callable[[str], str]) -> None:
        self.tokens = tokens
        self.place = 0
        self._value_of = value_of
        self._depth = 0

    def _next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def _take(self, token: str) -> None:
        if self._next() != token:
            raise ArithmeticProblem(f"missing {token}")
        self.place += 1

    def choice(self) -> int:
        condition = self._level(0)
        if self._next() != "?":
            return condition
        self.place += 1
        yes = self.choice()
        self._take(":")
        no = self.choice()
        return yes if condition else no

    def _level(self, level: int) -> int:
        if level == len(_LEVELS):
            return self._unary()
        left = self._level(level + 1)
        while (operator := self._next()) in _LEVELS[level]:
            self.place += 1
            left = _wrap(_apply(operator, left, self._level(level + 1)))
        return left

    def _unary(self) -> int:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ArithmeticProblem("expression too deep")
        try:
            return self._operand()
        finally:
            self._depth -= 1

    def _operand(self) -> int:
        word = self._next()
        self.place += 1
        if word == "(":
            inner = self.choice()
            self._take(")")
            return inner
        if word in ("-", "+", "!", "~"):
            value = self._unary()
            return {"-": -value, "+": value, "!": int(not value), "~": ~value}[word]
        if word[:1].isdigit():
            return _wrap(_number(word))
        if word[:1].isalpha() or word[:1] == "_":
            return _wrap(_number(self._value_of(word).strip() or "0"))
        raise ArithmeticProblem(f"unexpected '{word}'")


def _number(text: str) -> int:
    try:
        return int(text[:70], 16 if text[:2].lower() == "0x" else 10)
    except ValueError:
        raise ArithmeticProblem(f"{text[:70]}: bad number") from None


def _apply(operator: str, a: int, b: int) -> int:
    if operator in ("/", "%"):
        if b == 0:
            raise ArithmeticProblem("divide by zero")
        quotient = abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)
        return quotient if operator == "/" else a - b * quotient
    table: dict[str, Callable[[], int]] = {
        "+": lambda: a + b,
        "-": lambda: a - b,
        "*": lambda: a * b,
        "<<": lambda: a << (b & 63),
        ">>": lambda: a >> (b & 63),
        "<": lambda: int(a < b),
        "<=": lambda: int(a <= b),
        ">": lambda: int(a > b),
        ">=": lambda: int(a >= b),
        "==": lambda: int(a == b),
        "!=": lambda: int(a != b),
        "&": lambda: a & b,
        "|": lambda: a | b,
        "^": lambda: a ^ b,
        "&&": lambda: int(bool(a and b)),
        "||": lambda: int(bool(a or b)),
    }
    return table[operator]()
