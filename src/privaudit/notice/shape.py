"""Whether a page has the shape of something a person wrote, found out before an HTML parser works on it.

Two shapes make any parser that follows the HTML standard slow or greedy: elements nested without end (each
start tag looks
through the open ones), and formatting elements left open (each paragraph opens them all again: "reconstruct
the active formatting elements", HTML Living Standard 13.2.4.3).
"""

from __future__ import annotations

import re
from collections import Counter

MAX_NESTING = 5_000
"""Elements open at once."""

MAX_ELEMENTS = 300_000
"""Elements that a parser would make, those it opens again included."""

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,20})")
_FORMATTING_TAGS = "a b big code em font i nobr s small strike strong tt u"
_FORMATTING = frozenset(_FORMATTING_TAGS.split())
# Elements that the next of their kind closes, and those without content.
_SELF_CLOSING_TAGS = (
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th tbody "
    "thead tfoot"
)
_SELF_CLOSING = frozenset(_SELF_CLOSING_TAGS.split())


def misshapen(html: str) -> str:
    """Return what is wrong with the shape of a page, or an empty string."""
    depth = elements = open_formatting = 0
    formatting: Counter[str] = Counter()
    for found in _TAG.finditer(html):
        closing, name = found[1], found[2].lower()
        if name in _FORMATTING:
            change = -min(1, formatting[name]) if closing else 1
            formatting[name] += change
            open_formatting += change
        if name not in _SELF_CLOSING:
            depth = max(0, depth - 1) if closing else depth + 1
        if not closing:
            elements += 1 if name in _FORMATTING else 1 + open_formatting
        if depth > MAX_NESTING:
            return f"more than {MAX_NESTING} elements stand inside one another"
        if elements > MAX_ELEMENTS:
            return f"a parser would have to make more than {MAX_ELEMENTS} elements of it"
    return ""
