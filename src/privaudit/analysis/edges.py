"""Whether a value that is encoded inside something longer stands there by itself, or within a longer number.

Base64 and hexadecimal of a text with `1789763700429` in it hold those of `76370042` as well: what stands
beside the value has to be decoded to tell.
"""

from __future__ import annotations

import base64
import binascii
from typing import Final

from privaudit.model.observation import Decoding

_FIRST: Final = (0, 2, 3)
"""Characters of the first group of four that depend on what stands before, by how many bytes do."""
_STANDARD = bytes.maketrans(b"-_", b"+/")


def stands_apart(data: bytes, start: int, end: int, step: Decoding) -> bool:
    """Whether what a step found at `start` to `end` of `data` has no digit right beside it.

    A letter may stand there: what was put together to be encoded often has no space in it.
    """
    if step.name == "hex":
        before, after = _of_hex(data[max(0, start - 2) : start]), _of_hex(data[end : end + 2])
    elif step.name == "base64":
        before, after = _of_base64(data, start, end, _skipped(step.detail))
    else:
        before, after = data[max(0, start - 1) : start], data[end : end + 1]
    return not before.isdigit() and not after.isdigit()


def _skipped(detail: str) -> int:
    """Return how many bytes of its group stand before a value, as the detail tells: `inside, 2 before`."""
    number = detail.removeprefix("inside, ")[:1]
    return int(number) if number in {"0", "1", "2"} else 0


def _of_hex(digits: bytes) -> bytes:
    try:
        return bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        return b""


def _of_base64(data: bytes, start: int, end: int, skipped: int) -> tuple[bytes, bytes]:
    """Return the byte before and the byte after what stands at `start`, empty where there is none."""
    group = start - _FIRST[skipped]
    before = b""
    if skipped:
        before = _plain(data[max(group, 0) : group + 4])[skipped - 1 : skipped] if group >= 0 else b""
    elif group >= 4:  # noqa: PLR2004 - a whole group
        before = _plain(data[group - 4 : group])[2:3]
    # Of m bytes 4m/3 characters, rounded down, are theirs alone.
    place = ((end - start + _FIRST[skipped]) * 3 + 3) // 4
    last = group + place // 3 * 4
    return before, _plain(data[last : last + 4])[place % 3 : place % 3 + 1]


def _plain(group: bytes) -> bytes:
    """Return the bytes of a group of four, fewer where it is cut short, none where it is no base64."""
    bare = group.translate(_STANDARD).rstrip(b"=")
    if len(bare) < 2:  # noqa: PLR2004 - one character holds no byte
        return b""
    try:
        return base64.b64decode(bare + b"=" * (-len(bare) % 4), validate=True)
    except binascii.Error:
        return b""
