"""The words of reports and of the terminal, one file per language under `i18n/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from privaudit.model.finding import Text
from privaudit.yamldoc import Document, read_document

Language = Literal["zh", "en"]

LANGUAGES: tuple[Language, ...] = ("zh", "en")

_FOLDER = Path(__file__).parent / "i18n"


@dataclass(frozen=True)
class Words:
    """The words of one language by key; a word with a plural has the forms `one` and `other`."""

    language: Language
    entries: dict[str, str | dict[str, str]]

    def t(self, key: str, **params: object) -> str:
        """Return the words at `key` with its parameters filled in; `n` chooses the plural.

        Raises KeyError for a key or a parameter that is not there.
        """
        entry = self.entries[key]
        if isinstance(entry, dict):
            entry = entry["one"] if params.get("n") == 1 else entry["other"]
        return entry.format_map({name: _number(value) for name, value in params.items()})

    def has(self, key: str) -> bool:
        """Whether there are words at `key`."""
        return key in self.entries

    def pick(self, text: Text) -> str:
        """Return the side of a bilingual text that is in this language."""
        return text.zh if self.language == "zh" else text.en


@cache
def words(language: Language) -> Words:
    """Return the words of a language; raises InputError with the place when its file is wrong."""
    document = read_document(_FOLDER / f"{language}.yaml")
    entries: dict[str, str | dict[str, str]] = {}
    _collect(document, (), document.value, entries)
    return Words(language=language, entries=entries)


def parameters(entry: str | dict[str, str]) -> frozenset[str]:
    """Return the names of the parameters of an entry, over all its plural forms."""
    forms = entry.values() if isinstance(entry, dict) else (entry,)
    return frozenset(name for form in forms for name in re.findall(r"{(\w+)}", form))


def _collect(
    document: Document, path: tuple[str, ...], value: Any, entries: dict[str, str | dict[str, str]]
) -> None:
    if isinstance(value, str):
        entries[".".join(path)] = value
    elif isinstance(value, dict) and set(value) == {"one", "other"}:
        entries[".".join(path)] = {name: str(form) for name, form in value.items()}
    elif isinstance(value, dict):
        for key, inner in value.items():
            _collect(document, (*path, key), inner, entries)
    else:
        raise document.error(f"{'.'.join(path)} is not words", path, hint="put the words in quotes")


def _number(value: object) -> object:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value
