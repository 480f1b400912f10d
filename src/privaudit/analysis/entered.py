"""What stands in the input fields of an app's screens: typed, picked or filled in, it is somebody's data."""

from __future__ import annotations

from collections.abc import Callable, Iterable

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


def entered_texts(trees: Iterable[str], read_artefact: Callable[[str], bytes | None]) -> tuple[str, ...]:
    """Return the texts in input fields, each once, in the order they were first seen.

    `trees` are the sha256 of UI trees (JSON of `UiTree`). What cannot be read as one holds no field that a
    report could show.
    """
    found: dict[str, None] = {}
    for sha256 in list(dict.fromkeys(tree for tree in trees if tree))[:MAX_TREES]:
        data = read_artefact(sha256)
        if data is None or len(data) > MAX_TREE:
            continue
        try:
            tree = _decode(data)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
            continue
        for node in tree.walk():
            text = node.text.strip()
            if text and text != node.hint.strip() and node.class_name.endswith(_FIELDS):
                found[text[:MAX_TEXT]] = None
                if len(found) >= MAX_TEXTS:
                    return tuple(found)
    return tuple(found)
