"""The characters of a notice, made alike where a reader sees no difference."""

from __future__ import annotations

import re

_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_DROPPED = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]"
)


def normalise(text: str) -> str:
    """Return text with LF as its line ending, plain spaces for other widths, and no invisible characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _DROPPED.sub("", _SPACES.sub(" ", text))
