"""The ways one value is written, hashed and encoded before it leaves a phone.

A *written form* is the value as text with other separators, case, width, padding or prefix; its name is a
short English label that `written` turns back into the same text, so that a person (or a test) can redo every
step. A *disguise* is a written form under a digest or an encoding. Salted or keyed digests cannot be found
this way.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import unicodedata
import uuid
from collections.abc import Iterator
from urllib.parse import quote

from privaudit.model.observation import Decoding

_WANTED = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sm3")
DIGESTS = tuple(name for name in _WANTED if name in hashlib.algorithms_available)
"""Digests looked for; SM3 (GB/T 32905-2016) is Python's only where its OpenSSL has it."""
MISSING_DIGESTS = tuple(name for name in _WANTED if name not in DIGESTS)
"""Those it has not: reports say so."""

FULL_WIDTH = "full width"
_NUMBER_LIKE = re.compile(r"\+?[0-9A-Fa-f][0-9A-Fa-f\s:\-_.()]*[Xx]?")
_SEPARATORS = re.compile(r"[\s:\-_.()+]+")
_DOTTED_DECIMAL = re.compile(r"-?\d+(?:\.\d+)+")
_MAC = re.compile(r"[0-9A-Fa-f]{12}")
_UUID = re.compile(r"[0-9A-Fa-f]{32}")
_CHINESE_MOBILE = re.compile(r"(?:\+|00)?(?:86)?(1[3-9]\d{9})")
"""Mobile numbers of mainland China: 11 digits that begin with 13 to 19, country code 86."""
_CHINESE_ID = re.compile(r"[1-9]\d{5}(?:18|19|20)\d{9}[\dXx]")
"""Citizen identification number, GB 11643-1999: 6 digits of place, 8 of birth, 3 of order, one of check."""
_OLD_ID = re.compile(r"[1-9]\d{14}")
_DIGITS = re.compile(r"[0-9]+")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""GB 11643-1999, annex: ISO 7064 MOD 11-2."""
_LONGEST_NAME = 64
_LONGEST_SPACED = 256
_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")


def forms(value: str) -> dict[str, str]:
    """Return every written form of a value by its label; the value itself has the label ''."""
    plain = value.strip()
    found = {"": plain}
    if len(plain) > 2 and plain[0] == plain[-1] == '"':  # noqa: PLR2004 - quotes and something between them
        # Android gives an SSID in double quotes: android.net.wifi.WifiInfo#getSSID.
        found["unquoted"] = plain = plain[1:-1]
    if not plain.isascii() and len(plain) <= _LONGEST_SPACED:
        # Full-width letters and digits, as Chinese keyboards write them, to plain ones.
        found["half width"] = plain = unicodedata.normalize("NFKC", plain).strip()
    if _NUMBER_LIKE.fullmatch(plain) and not _DOTTED_DECIMAL.fullmatch(plain):
        found |= _number_forms(plain)
    elif len(plain) <= _LONGEST_SPACED:
        found |= _text_forms(plain)
    widest = found.get("national") or found.get("bare") or plain
    if len(widest) <= _LONGEST_NAME and widest.isascii() and widest.replace(" ", "").isalnum():
        found[FULL_WIDTH] = widest.translate(_TO_FULL_WIDTH)
    kept: dict[str, str] = {}
    taken: set[str] = set()
    for label, text in found.items():
        if text and text not in taken:
            taken.add(text)
            kept[label] = text
    return kept


_TO_FULL_WIDTH = {0x20: 0x3000} | {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
"""Unicode's block of full-width forms, U+FF01 to U+FF5E, and its wide space."""


def _number_forms(plain: str) -> dict[str, str]:
    bare = _SEPARATORS.sub("", plain)
    found = {"bare": bare}
    if _MAC.fullmatch(bare):
        pairs = [bare[at : at + 2] for at in range(0, 12, 2)]
        found["colons"] = ":".join(pairs)
        found["dashes"] = "-".join(pairs)
        found["dots"] = ".".join(bare[at : at + 4] for at in range(0, 12, 4))
    if _UUID.fullmatch(bare):
        found["uuid"] = "-".join((bare[:8], bare[8:12], bare[12:16], bare[16:20], bare[20:]))
    if mobile := _CHINESE_MOBILE.fullmatch(bare):
        number = mobile[1]
        groups = (number[:3], number[3:7], number[7:])
        found |= {
            "national": number,
            "86": "86" + number,
            "+86": "+86" + number,
            "0086": "0086" + number,
            "+86 spaced": "+86 " + number,
            "+86 dashed": "+86-" + number,
            "national spaced": " ".join(groups),
            "national dashed": "-".join(groups),
            "zero before": "0" + number,
        }
    elif _CHINESE_ID.fullmatch(bare):
        groups = (bare[:6], bare[6:14], bare[14:])
        # Numbers given out before 1999 have neither the century nor the check character.
        found |= {
            "groups spaced": " ".join(groups),
            "groups dashed": "-".join(groups),
            "15 digits": bare[:6] + bare[8:17],
        }
    elif _DIGITS.fullmatch(bare):
        found |= _digit_forms(bare)
    return found


def _digit_forms(bare: str) -> dict[str, str]:
    found: dict[str, str] = {}
    size = len(bare)
    if 12 < size < 21:  # noqa: PLR2004 - the lengths of card numbers, ISO/IEC 7812-1, and of SIM cards, E.118
        quads = [bare[at : at + 4] for at in range(0, size, 4)]
        found["quads spaced"] = " ".join(quads)
        found["quads dashed"] = "-".join(quads)
    if size == _IMEI:
        # As 3GPP TS 23.003, 6.2, and the labels of phones part it.
        groups = (bare[:2], bare[2:8], bare[8:14], bare[14:])
        found["groups spaced"] = " ".join(groups)
        found["groups dashed"] = "-".join(groups)
    if size == _IMEI - 1:
        found["with check digit"] = bare + luhn_digit(bare)
    if size == _IMEI and luhn_digit(bare[:-1]) == bare[-1]:
        # 3GPP TS 23.003, 6.2: the check digit is not part of what a phone sends; a spare 0 may stand for it.
        found["without check digit"] = bare[:-1]
        found["check digit 0"] = bare[:-1] + "0"
        found["16 digits"] = "0" + bare
    if size == _IMEI and _OLD_ID.fullmatch(bare):
        found["18 digits"] = _long_id(bare)
    if size == _IMEI + 1:
        # An IMEI with two digits of software version in place of the check digit: 3GPP TS 23.003, 6.2.2.
        found["without version"] = bare[:14]
        found["imei"] = bare[:14] + luhn_digit(bare[:14])
    if bare[0] == "0" and len(short := bare.lstrip("0")) >= _SHORTEST_NUMBER:
        found["no zeros before"] = short
    elif _SHORTEST_PADDED <= size < _LONGEST_PADDED:
        found.setdefault("zero before", "0" + bare)
    return found


_IMEI = 15
_SHORTEST_NUMBER = 6
_SHORTEST_PADDED, _LONGEST_PADDED = 9, 20


def luhn_digit(digits: str) -> str:
    """Return the check digit of ISO/IEC 7812-1, annex B, for decimal digits."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 - place % 2)
        total += number - 9 if number > 9 else number  # noqa: PLR2004 - the sum of its two digits
    return str(-total % 10)


def _long_id(old: str) -> str:
    """Return the 18 characters of an identification number of 15 digits, for people born in the 1900s."""
    body = f"{old[:6]}19{old[6:]}"
    rest = sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[rest]


def _text_forms(plain: str) -> dict[str, str]:
    """Names and other words with their spaces written another way."""
    words = plain.split()
    if len(words) > 1:
        found = {"no spaces": "".join(words)}
        if len(plain) <= _LONGEST_NAME:
            found |= {"one space": " ".join(words), "underscores": "_".join(words), "dashes": "-".join(words)}
            if len(words) == 2:  # noqa: PLR2004 - a given name and a family name, which come in either order
                found["swapped"] = f"{words[1]} {words[0]}"
                found["swapped, no spaces"] = words[1] + words[0]
        return found
    return {"spaced": " ".join(plain)} if _HAN_NAME.fullmatch(plain) else {}


def inputs(value: str) -> dict[str, str]:
    """Return the written forms with their lower and upper case: what programs feed to a digest."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for label, text in forms(value).items():
        for suffix, cased in (("", text), ("lower", text.lower()), ("upper", text.upper())):
            if cased not in taken:
                taken.add(cased)
                found[f"{label} {suffix}".strip()] = cased
    return found


def written(value: str, label: str) -> str:
    """Return the form of `value` that `label` names; raises KeyError for a label that is none of it."""
    return inputs(value)[label]


def steps_to(label: str) -> tuple[Decoding, ...]:
    """Return the step that names a written form; none for the value as it is."""
    return (Decoding(name="written", detail=label),) if label else ()


def digests(value: str) -> Iterator[tuple[bytes, bool, tuple[Decoding, ...]]]:
    """Yield (bytes, whether case matters, steps to the value) of each digest of each written form.

    Not of full-width letters and digits, unless the value itself is of them.
    """
    for label, text in inputs(value).items():
        if label.startswith(FULL_WIDTH):
            continue
        steps = steps_to(label)
        for name in DIGESTS:
            raw = hashlib.new(name, text.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()
            for encoding, encoded, exact in _digest_encodings(name, raw):
                yield encoded, exact, (Decoding(name=name, detail=encoding), *steps)


def _digest_encodings(name: str, raw: bytes) -> Iterator[tuple[str, bytes, bool]]:
    yield "hex", raw.hex().encode(), False
    if name == "md5":
        # The middle 16 digits: the "16-bit MD5" of many Chinese SDKs.
        yield "hex 8-24", raw.hex()[8:24].encode(), False
        # As java.util.UUID.nameUUIDFromBytes names a value, RFC 9562 section 5.3.
        named = uuid.UUID(bytes=raw, version=3)
        yield "uuid", str(named).encode(), False
        yield "uuid bare", named.hex.encode(), False
    yield "raw", raw, True
    standard = base64.b64encode(raw).rstrip(b"=")
    yield "base64", standard, True
    url_safe = base64.urlsafe_b64encode(raw).rstrip(b"=")
    if url_safe != standard:
        yield "base64url", url_safe, True


def encodings(text: str) -> Iterator[tuple[bytes, bool, Decoding]]:
    """Yield (bytes, whether case matters, step) of each encoding a text may have inside something longer."""
    raw = text.encode("utf-8", "surrogatepass")
    yield raw.hex().encode(), False, Decoding(name="hex", detail="inside")
    reverse = text[::-1].encode("utf-8", "surrogatepass")
    if reverse != raw:
        yield reverse, False, Decoding(name="reversed", detail="inside")
    seen: set[bytes] = set()
    for skipped in range(3):
        encoded = _base64_core(raw, skipped)
        for alphabet, which in ((encoded, ""), (encoded.translate(_URL_SAFE), ", URL-safe")):
            if alphabet not in seen:
                seen.add(alphabet)
                yield alphabet, True, Decoding(name="base64", detail=f"inside, {skipped} before{which}")
    percent = quote(text, safe="", errors="surrogatepass").encode()
    if percent != raw:
        yield percent, False, Decoding(name="percent", detail="inside")
    for charset in ("utf-16-le", "utf-16-be"):
        yield text.encode(charset, "surrogatepass"), False, Decoding(name="charset", detail=charset)
    if not text.isascii():
        yield _unicode_escapes(text), False, Decoding(name="unicode-escape", detail="inside")
        try:
            yield text.encode("gb18030"), True, Decoding(name="charset", detail="gb18030")
        except UnicodeEncodeError:
            return


_URL_SAFE = bytes.maketrans(b"+/", b"-_")


def _base64_core(raw: bytes, skipped: int) -> bytes:
    """Return the characters of base64 that depend on `raw` alone when `skipped` bytes stand before it."""
    encoded = binascii.b2a_base64(bytes(skipped) + raw, newline=False)
    first = (0, 2, 3)[skipped]
    return encoded[first : (skipped + len(raw)) * 8 // 6]


def _unicode_escapes(text: str) -> bytes:
    units = text.encode("utf-16-be", "surrogatepass")
    pairs = [units[at : at + 2] for at in range(0, len(units), 2)]
    escaped = [chr(p[1]) if p[0] == 0 and p[1] < 0x80 else f"\\u{p.hex()}" for p in pairs]  # noqa: PLR2004
    return "".join(escaped).encode()


def disguise(value: str, chain: tuple[Decoding, ...]) -> bytes | None:
    """Return the bytes that `chain`, as a match gives it, makes of `value`; None if it is not of here.

    The chain runs from the wire to the value, so it is followed backwards. Case and rounding are not redone.
    """
    label = chain[-1].detail if chain and chain[-1].name == "written" else ""
    rest = chain[:-1] if label else chain
    if not rest:
        return written(value, label).encode("utf-8", "surrogatepass")
    if rest[0].name in DIGESTS:
        return next((raw for raw, _, steps in digests(value) if steps == chain), None)
    return next((raw for raw, _, step in encodings(written(value, label)) if (step,) == rest), None)
