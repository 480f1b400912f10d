"""Reports: a `Report` to bytes (`formats`), in two languages (`words`), hostile text harmless (`visible`)."""

from __future__ import annotations

# The function takes the name of the package it comes from: `privaudit.report.formats()` is what callers want,
# and the modules in the package are reached by their full names all the same.
from privaudit.report.formats import Format, formats

__all__ = ["Format", "formats"]
