"""The kinds of things that can be explained, found as files, and what a name means among them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Protocol, cast

from privaudit.cli import explained
from privaudit.cli.explaining import Explanation, Known
from privaudit.cli.say import Sayings

NEAREST = 5
"""Ids named to somebody who wrote one that is not there."""


class Kind(Protocol):
    """A module of `privaudit.cli.explained`; its file's name is the kind's name."""

    def names(self, known: Known) -> Mapping[str, list[str]]:
        """Return every name that a thing of this kind may be asked for by, to the ids meant."""

    def explain(self, known: Known, id_: str, say: Sayings) -> Explanation:
        """Explain one thing by its id."""


def kind_names() -> list[str]:
    """Return the names of all kinds, from the files that are there."""
    return sorted(module.name for module in pkgutil.iter_modules(explained.__path__))


def kind(name: str) -> Kind:
    """Return the module of a kind."""
    return cast("Kind", importlib.import_module(f"{explained.__name__}.{name}"))


def find(known: Known, wanted: str, kinds: Iterable[str]) -> list[tuple[str, str]]:
    """Return (kind, id) of everything of these kinds that goes by a name, whatever its capitals."""
    folded = wanted.strip().casefold()
    found: dict[tuple[str, str], None] = {}
    for name in kinds:
        for called, ids in kind(name).names(known).items():
            if called.casefold() == folded:
                found.update(dict.fromkeys((name, id_) for id_ in ids))
    return list(found)


def nearest_names(known: Known, wanted: str, kinds: Iterable[str]) -> list[str]:
    """Return the names most like one that is not there: alike in spelling first, then those it is part of."""
    names: dict[str, str] = {}
    for name in kinds:
        for called in kind(name).names(known):
            names.setdefault(called.casefold(), called)
    folded = wanted.strip().casefold()
    alike = get_close_matches(folded, list(names), n=NEAREST, cutoff=0.6)
    alike += sorted((name for name in names if folded and folded in name), key=len)
    return [names[name] for name in dict.fromkeys(alike)][:NEAREST]
