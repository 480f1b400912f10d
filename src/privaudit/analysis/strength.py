"""How freely a value may be searched for without meeting it by chance.

The measure is an upper bound of the information in the text: length times log2 of the number of distinct
characters, counted over letters and digits only (9 bits for each distinct character beyond ASCII, since one
of a few thousand Chinese characters carries about that much). What follows from it:

- `anywhere` (40 bits or more, with a digit or beyond ASCII): an IMEI, an Android id, a UUID, a MAC.
- `token` (20 bits or more with a digit, 27 beyond ASCII): the characters beside it must not be letters or
  digits: a phone number, a name of three Chinese characters. Letters alone count as words and are `token`
  from 40 bits; digits alone need 9 of them and must not read as a time.
- `named`: anything weaker counts only as the whole of a field whose type is told, see `context`. So do
  values of types that many people share (a city, a model) below 64 bits.
- `never`: less than 4 bytes, one character repeated, and the values that systems give when they have none.

With 40 bits, a search through 1 GB of random text of the same alphabet meets a value by chance with a
probability of about 1 in 1,000.
"""

from __future__ import annotations

import math
import re
from typing import Literal

Rule = Literal["anywhere", "token", "named", "never"]

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
        "null",
        "none",
        "true",
        "false",
        "android",
        "localhost",
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104 - a value that says nothing, not an address to listen on
    }
)

ANYWHERE_BITS = 40.0
TOKEN_BITS = 20.0
WIDE_TOKEN_BITS = 27.0
SHARED_BITS = 64.0
"""What a value of a shared type needs to be more than a common word: a build's fingerprint has it."""
TOKEN_DIGITS = 9
"""Digits alone that are enough; dates have 8, and the numbers of everyday rarely more."""
LEAST_BYTES = 4
"""Bytes below which no field is taken out of a container, see `part.SHORTEST_PART`."""
WIDE_BITS = 9.0
MAX_CHARACTERS = 4096
"""A longer value is a document, not an identifier; it is searched by its parts or not at all."""


def bits(text: str) -> float:
    """Return an upper bound of the information in `text`, in bits."""
    narrow = [c for c in text.lower() if c.isascii() and c.isalnum()]
    wide = {c for c in text if not c.isascii() and c.isalnum()}
    distinct = len(set(narrow))
    return (len(narrow) * math.log2(distinct) if distinct > 1 else 0.0) + WIDE_BITS * len(wide)


def rule_of(text: str, *, shared: bool = False) -> Rule:
    """Return how `text` may be searched for; `shared` when many people have the same value."""
    information = bits(text)
    if _says_nothing(text) or not information:
        return "never"
    if (shared and information < SHARED_BITS) or _everyday_number(text):
        return "named"
    wide = any(not c.isascii() and c.isalnum() for c in text)
    digits = any(c.isdigit() for c in text)
    if information >= ANYWHERE_BITS:
        return "anywhere" if digits or wide else "token"
    if wide:
        return "token" if information >= WIDE_TOKEN_BITS else "named"
    return "token" if digits and information >= TOKEN_BITS else "named"


def _says_nothing(text: str) -> bool:
    if text.lower() in PLACEHOLDERS or len(text) > MAX_CHARACTERS:
        return True
    return len(text.encode("utf-8", "surrogatepass")) < LEAST_BYTES


def _everyday_number(text: str) -> bool:
    """Whether a text is a number that stands in traffic for other reasons: short, or a time."""
    plain = "".join(c for c in text if c.isalnum())
    return plain.isdigit() and (len(plain) < TOKEN_DIGITS or bool(_UNIX_TIME.fullmatch(plain)))


_UNIX_TIME = re.compile(r"1[4-9]\d{8}(?:\d{3})?")
"""Seconds or milliseconds since 1970, from 2014 to 2033."""
