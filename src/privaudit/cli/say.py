"""What the command line says, in Chinese or English: one file per language in `i18n/`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from privaudit.yamldoc import read_document

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Sayings:
    """The words of one language by key; called with a key and named values."""

    def __init__(self, language: Language, words: dict[str, str]) -> None:
        self.language: Language = language
        self.words = words

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the words for `key` with `{name}` replaced; KeyError for a key nobody wrote."""
        return self.words[key].format(**values)


@cache
def sayings(language: Language) -> Sayings:
    """Load the words of a language."""
    document = read_document(Path(__file__).parent / "i18n" / f"{language}.yaml")
    return Sayings(language, document.convert(dict[str, str]))
