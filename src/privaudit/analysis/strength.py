"""How freely a value may be searched for without meeting it by chance.

The measure is an upper bound of the information in the text: length times log2 of the number of distinct
characters, counted over letters and digits only (9 bits for each distinct character beyond ASCII, since one
of a few thousand Chinese characters carries about that much). What follows from it:

- `anywhere` (40 bits or more, with a digit or beyond ASCII): an IMEI, an Android id, a UUID, a MAC.
- `token` (20 bits or more, or 18 beyond ASCII): the characters beside it must not be letters or digits: a
phone number, a
  name in Chinese. Letters alone count as words and are `token` from 40 bits.
- `field` (6 letters or digits and 9 bits, or 2 characters beyond ASCII): the whole field must be the value.
- `never`: anything weaker, and the values that systems give when they have none.

With 40 bits, a search through 1 GB of random text of the same alphabet meets a value by chance with a
probability of about 1 in 1,000.
"""

from __future__ import annotations

import math
from typing import Literal

Rule = Literal["anywhere", "token", "field", "never"]

PLACEHOLDERS = frozenset(
    {
        # android.os.Build#UNKNOWN; android.net.wifi.WifiManager#UNKNOWN_SSID; WifiInfo#DEFAULT_MAC_ADDRESS
        # (Android 6 and later); the advertising id under limited tracking; the Android id of a faulty 2.2.
        "unknown",
        "<unknown ssid>",
        "02:00:00:00:00:00",
        "00000000-0000-0000-0000-000000000000",
        "9774d56d682e549c",
        "undefined",
        "android",
        "localhost",
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104 - a value that says nothing, not an address to listen on
    }
)

ANYWHERE_BITS = 40.0
TOKEN_BITS = 20.0
WIDE_TOKEN_BITS = 18.0
FIELD_BITS = 9.0
FIELD_CHARACTERS = 6
WIDE_BITS = 9.0
MAX_CHARACTERS = 4096
"""A longer value is a document, not an identifier; it is searched by its parts or not at all."""


def bits(text: str) -> float:
    """Return an upper bound of the information in `text`, in bits."""
    narrow = [c for c in text.lower() if c.isascii() and c.isalnum()]
    wide = {c for c in text if not c.isascii() and c.isalnum()}
    distinct = len(set(narrow))
    return (len(narrow) * math.log2(distinct) if distinct > 1 else 0.0) + WIDE_BITS * len(wide)


def rule_of(text: str) -> Rule:
    """Return how `text` may be searched for."""
    if text.lower() in PLACEHOLDERS or len(text) > MAX_CHARACTERS:
        return "never"
    information = bits(text)
    wide = any(not c.isascii() and c.isalnum() for c in text)
    digits = any(c.isdigit() for c in text)
    if information >= ANYWHERE_BITS:
        return "anywhere" if digits or wide else "token"
    if information >= TOKEN_BITS and (digits or wide):
        return "token"
    if wide and information >= WIDE_TOKEN_BITS:
        return "token"
    enough = sum(c.isascii() and c.isalnum() for c in text) >= FIELD_CHARACTERS
    if information >= FIELD_BITS and enough:
        return "field"
    return "never"
