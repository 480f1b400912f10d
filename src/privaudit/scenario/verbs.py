"""The commands that are known: found in `privaudit.scenario.steps`, or refused by name."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from privaudit.scenario import steps
from privaudit.scenario.step import Step
from privaudit.yamldoc import parse_documents


@dataclass(frozen=True)
class Verb:
    """A command that can be honoured: its name in flows, its fields, and what does it."""

    name: str
    struct: type[Step]
    run: Callable[[Any, Any], None]
    """Called with the step and the Context of the run."""
    keeps_screen: bool
    """Whether the screen is kept after it; blocks leave that to the commands inside."""
    about: str
    """One sentence on what it does."""


class Refusal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A command of Maestro that cannot be honoured here: why, and what to do instead."""

    verb: str
    reason: str
    remedy: str


@cache
def verbs() -> dict[str, Verb]:
    """Return every command by name; raise TypeError when a module of the steps is not made as it must be."""
    found = (_verb(name) for _, name, _ in pkgutil.iter_modules(steps.__path__))
    return {verb.name: verb for verb in sorted(found, key=lambda verb: verb.name)}


@cache
def refusals() -> dict[str, Refusal]:
    """Return the commands that are refused, by name."""
    source = resources.files("privaudit.scenario") / "refused.yaml"
    (document,) = parse_documents(source.read_bytes(), "refused.yaml")
    rows = document.convert(dict[str, list[Refusal]])["refused"]
    return {row.verb: row for row in rows}


def _verb(module_name: str) -> Verb:
    module = importlib.import_module(f"{steps.__name__}.{module_name}")
    own = [
        item
        for item in vars(module).values()
        if inspect.isclass(item) and issubclass(item, Step) and item.__module__ == module.__name__
    ]
    run = getattr(module, "run", None)
    if len(own) != 1 or not callable(run):
        raise TypeError(f"{module.__name__} must hold exactly one Step and a function `run`")
    head, *tail = module_name.split("_")
    return Verb(
        name=head + "".join(word.capitalize() for word in tail),
        struct=own[0],
        run=run,
        keeps_screen=getattr(module, "KEEPS_SCREEN", True),
        about=(own[0].__doc__ or "").strip().splitlines()[0],
    )
