"""The parser of the command line, whose own words are in the language of the rest."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from privaudit.cli.say import Sayings
from privaudit.report.visible import BLOCK_LIMIT, visible
from privaudit.session.outcome import Exit

_ARGUMENT = re.compile(r"argument (?P<argument>.+?): (?P<rest>.+)", re.DOTALL)

_PROBLEMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (key, re.compile(pattern, re.DOTALL))
    for key, pattern in (
        ("required", r"the following arguments are required: (?P<names>.+)"),
        ("required_one", r"one of the arguments (?P<names>.+) is required"),
        ("unrecognized", r"unrecognized arguments: (?P<names>.+)"),
        ("ambiguous", r"ambiguous option: (?P<option>.+) could match (?P<names>.+)"),
        (
            "choice",
            r"invalid choice: (?P<value>.+?)(?:, maybe you meant .+\?)? \(choose from (?P<names>.+)\)",
        ),
        ("value", r"invalid \w+ value: (?P<value>.+)"),
        ("one_argument", r"expected (?:one|1) argument"),
        ("some_arguments", r"expected (?P<count>.+) arguments?"),
        ("no_argument", r"ignored explicit argument (?P<value>.+)"),
        ("not_with", r"not allowed with argument (?P<names>.+)"),
    )
)
"""What argparse of Python 3.11 to 3.14 says is wrong, to the key of our words for it."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong as every other mistake is said, and ends with the status of wrong input.

    `speak` must be called before it is used.
    """

    _say: Sayings

    def speak(self, say: Sayings) -> None:
        """Take the words of a language, and add the option that shows them."""
        self._say = say
        self._positionals.title = say("help.arguments")
        self._optionals.title = say("help.options")
        self.formatter_class = _formatter(say)
        self.add_argument("-h", "--help", action="help", help=say("option.help"))

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and what to do, and leave."""
        self.print_usage(sys.stderr)
        told = visible(self._say("error.prefix") + in_words(message, self._say), BLOCK_LIMIT, block=True)
        hint = self._say("error.hint") + self._say("usage.see_help", command=f"{self.prog} --help")
        self.exit(int(Exit.USAGE), f"{told}\n{hint}\n")


def in_words(message: str, say: Sayings) -> str:
    """Return what argparse says in the language of the rest; what is not known stays as it is."""
    found = _ARGUMENT.fullmatch(message)
    if found:
        return say("usage.argument", name=found["argument"], problem=in_words(found["rest"], say))
    for key, pattern in _PROBLEMS:
        if matched := pattern.fullmatch(message):
            return say(f"usage.{key}", **matched.groupdict())
    return message


def _formatter(say: Sayings) -> Any:
    class Formatter(argparse.RawDescriptionHelpFormatter):
        """Begins the usage in our words."""

        def add_usage(
            self,
            usage: str | None,
            actions: Iterable[argparse.Action],
            groups: Iterable[Any],
            prefix: str | None = None,
        ) -> None:
            super().add_usage(usage, actions, groups, say("help.usage") if prefix is None else prefix)

    return Formatter
