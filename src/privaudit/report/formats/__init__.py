"""The formats of a report: every module here that has NAME, SUFFIX, MEDIA_TYPE and `render` is one."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from privaudit.model.finding import Report
from privaudit.report.words import Language

ReadArtefact = Callable[[str], bytes | None]
"""From a sha256 to an artefact's bytes; None when the evidence does not hold it."""


class Render(Protocol):
    """Turns a report into the bytes of a file; the same report gives the same bytes."""

    def __call__(self, report: Report, *, language: Language, artefact: ReadArtefact) -> bytes:
        """Return the file's bytes."""


@dataclass(frozen=True)
class Format:
    """A format: the name users type, the file suffix with its dot, the media type and the renderer."""

    name: str
    suffix: str
    media_type: str
    render: Render


@cache
def _formats() -> tuple[Format, ...]:
    found = []
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda item: item.name):
        part = importlib.import_module(f"{__name__}.{module.name}")
        found.append(Format(part.NAME, part.SUFFIX, part.MEDIA_TYPE, part.render))
    return tuple(sorted(found, key=lambda format_: format_.name))


def formats() -> dict[str, Format]:
    """Return every format by its name, in the order of the names."""
    return {format_.name: format_ for format_ in _formats()}
