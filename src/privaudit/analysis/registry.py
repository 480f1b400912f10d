"""Rules, found as files: `rules/<topic>.yaml` has the rows, `rules/<topic>.py` the functions, one each.

The function of the row `accessed-before-consent` is `accessed_before_consent`. A row without its function and
a function without its row are refused.
"""

from __future__ import annotations

import importlib
import inspect
import string
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Literal, NamedTuple

import msgspec

from privaudit.analysis import rules
from privaudit.analysis.case import Case, Sighting
from privaudit.errors import InputError
from privaudit.model.event import AppState, ConsentState, Sensor
from privaudit.model.finding import Severity, Text
from privaudit.yamldoc import Document, read_document

PARAMS = frozenset(
    {
        "data",
        "actor",
        "subject",
        "count",
        "attempts",
        "states",
        "host",
        "permission",
        "owner",
        "quote",
        "version",
        "what",
    }
)
"""Names that a row's sentences may use in braces."""


class Needs(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What must be there and whole before a rule may say `conforms`."""

    declaration: bool = False
    sensors: tuple[Sensor, ...] = ()
    hooks: Literal["", "reads", "asks"] = ""
    """Which hooks must be in place: those that read personal information, or that ask for permissions."""
    consent: tuple[ConsentState, ...] = ()
    """Some time must have been spent in one of these."""
    app_states: tuple[AppState, ...] = ()
    step: Literal["", "notice", "complaint"] = ""
    """A step of the scenario that must have been run."""
    tls: Literal["", "handshakes", "certificates", "probe"] = ""
    """What must be known of TLS: versions, servers' certificates, or what the app does with a wrong one."""


class RuleRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a rule is called, which clauses it serves, and its sentences in both languages."""

    id: str
    title: Text
    clauses: tuple[str, ...]
    """Imported clauses first, then limbs of Article 16."""
    severity: Severity
    needs: Needs
    statement: Text
    variants: dict[str, Text] = {}
    """Sentences for special cases of the same rule."""
    remedy: Text
    would_change: Text | None = None
    conforms: Text
    """What was looked for and not found, as the reason of `conforms`."""
    limits: Text | None = None
    """What the rule cannot see even when everything it needs is there."""


class Rule(NamedTuple):
    """A row and its function."""

    row: RuleRow
    judge: Callable[[Case], Iterable[Sighting]]


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return every rule, by topic and row; raises InputError when rows and functions do not agree."""
    return rules_in(Path(next(iter(rules.__path__))), rules.__name__)


def rules_in(folder: Path, package: str) -> tuple[Rule, ...]:
    """Read the rules of one folder whose modules are importable below `package`."""
    found: list[Rule] = []
    seen: set[str] = set()
    topics = {path.stem for path in (*folder.glob("*.yaml"), *folder.glob("*.py"))} - {"__init__"}
    for topic in sorted(topics):
        file = folder / f"{topic}.yaml"
        document = read_document(file)
        functions = _functions(importlib.import_module(f"{package}.{topic}"))
        for index, row in enumerate(document.convert(list[RuleRow])):
            name = row.id.replace("-", "_")
            if name not in functions or row.id in seen:
                problem = "stands twice" if row.id in seen else f"has no function {name} in {topic}.py"
                raise document.error(f"rule {row.id!r} {problem}", (index, "id"), hint="add or rename it")
            _check_sentences(document, index, row)
            seen.add(row.id)
            found.append(Rule(row, functions.pop(name)))
        if functions:
            raise InputError(
                f"has no row for {', '.join(sorted(functions))} of {topic}.py",
                file=file,
                hint="add a row for each rule, or begin the function's name with _",
            )
    return tuple(found)


def fill(template: Text, params: dict[str, Text | str]) -> Text:
    """Return a sentence with its braces filled; parameters are text alone, never looked into."""
    zh = {name: value.zh if isinstance(value, Text) else value for name, value in params.items()}
    en = {name: value.en if isinstance(value, Text) else value for name, value in params.items()}
    return Text(zh=_put(template.zh, zh), en=_put(template.en, en))


def _put(template: str, params: dict[str, str]) -> str:
    return "".join(
        literal + (params.get(name, "") if name else "")
        for literal, name, _spec, _conversion in string.Formatter().parse(template)
    )


def _functions(module: ModuleType) -> dict[str, Callable[[Case], Iterable[Sighting]]]:
    return {
        name: function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


def _check_sentences(document: Document, index: int, row: RuleRow) -> None:
    texts = [row.title, row.statement, row.remedy, row.conforms, *row.variants.values()]
    texts += [text for text in (row.would_change, row.limits) if text is not None]
    for text in texts:
        for sentence in (text.zh, text.en):
            names = {name for _l, name, _s, _c in string.Formatter().parse(sentence) if name is not None}
            if names - PARAMS:
                raise document.error(
                    f"rule {row.id!r} uses {{{min(names - PARAMS)}}}, which is not known",
                    (index,),
                    hint=f"use one of {', '.join(sorted(PARAMS))}",
                )
