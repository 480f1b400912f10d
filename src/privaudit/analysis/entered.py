"""What stands in the input fields of an app's screens: typed, picked or filled in, it is somebody's data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import msgspec

from privaudit.model.ui import UiTree

MAX_TREE = 2 * 1024 * 1024
"""Bytes of a UI tree that is read; a screen larger than that was made to be."""

MAX_TREES = 2_000
"""Distinct UI trees read."""

MAX_TEXTS = 5_000
"""Distinct texts kept."""

MAX_TEXT = 4_096
"""Characters of one text kept."""

_FIELDS = ("EditText", "AutoCompleteTextView", "SearchAutoComplete")

_decode = msgspec.json.Decoder(UiTree).decode


class Entered(NamedTuple):
    """Texts in input fields, and how many screens could not be looked through for them."""

    texts: tuple[str, ...]
    unread: int
    """UI trees that are missing, too large or no UI trees."""
    left_out: int
    """UI trees beyond MAX_TREES, and those left when MAX_TEXTS were found."""


def entered_texts(trees: Iterable[str], read_artefact: Callable[[str], bytes | None]) -> Entered:
    """Return the texts in input fields, each once, in the order they were first seen.

    `trees` are the sha256 of UI trees (JSON of `UiTree`). A report shows texts of screens that could not be
    looked through unmasked, so that their number is told.
    """
    found: dict[str, None] = {}
    wanted = list(dict.fromkeys(tree for tree in trees if tree))
    unread = 0
    for number, sha256 in enumerate(wanted):
        if number >= MAX_TREES:
            return Entered(tuple(found), unread, len(wanted) - number)
        data = read_artefact(sha256)
        if data is None or len(data) > MAX_TREE:
            unread += 1
            continue
        try:
            tree = _decode(data)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
            unread += 1
            continue
        for node in tree.walk():
            text = node.text.strip()
            if text and text != node.hint.strip() and node.class_name.endswith(_FIELDS):
                found[text[:MAX_TEXT]] = None
                if len(found) >= MAX_TEXTS:
                    # The rest of this screen was not looked through either.
                    return Entered(tuple(found), unread, len(wanted) - number)
    return Entered(tuple(found), unread, 0)
