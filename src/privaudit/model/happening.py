"""What every event begins with, and bytes as events hold them."""

from __future__ import annotations

from typing import Annotated

import msgspec

Whole = Annotated[int, msgspec.Meta(le=2**63 - 1)]
"""A whole number that fits 64 bits with its sign: an event with a larger one is no event of ours."""


class Happening(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """Something a sensor saw: ns of UTC at which it happened, and at which this machine got it."""

    at: Whole
    seen: Whole


class Octets(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes that passed: short ones `inline` in base64, longer ones as an artefact; `size` is of all."""

    inline: str = ""
    artefact: str = ""
    """sha256 of the artefact that holds them."""
    size: Whole = 0
    cut: bool = False
    """True when more passed than is kept."""


INLINE_BYTES = 1024
"""Longest bytes that stand in an event itself."""
