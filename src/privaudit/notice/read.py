"""A published notice to plain text whose positions stay the same each time it is read.

What is normalised, and nothing else (in HTML and in plain text): a byte order mark is dropped, every line
ending becomes
LF, U+00A0 and other widths of space become a space, zero-width characters and soft hyphens are dropped, as
are control
characters. Unicode normalisation (NFC) is not applied, and full-width letters and digits stay as they are.

In HTML, white space collapses as a browser does it; each block element and `br` begins a line, empty lines
are left out; the
cells of a table row are one line, apart by tabs; scripts, styles and the head are left out. Elements that a
style sheet hides stay in: a notice folds its parts away.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from privaudit.errors import InputError
from privaudit.notice.characters import normalise
from privaudit.notice.encoding import decode
from privaudit.notice.flow import html_lines
from privaudit.notice.shape import misshapen

MAX_BYTES = 32 * 1024 * 1024
"""A notice above this size is refused."""

MAX_CHARACTERS = 5_000_000
"""A notice whose text is longer is refused."""

_SNIFF = 4_096
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|div|p|table|span|h[1-6]|ul|ol|section|article|meta|br)\b[^>]{0,2000}/?>",
    re.IGNORECASE,
)
_FORMATS = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or Office document",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"{\\rtf": "an RTF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}


def notice_text(data: bytes, *, content_type: str = "", name: str = "the notice") -> str:
    """Return the plain text of a notice in HTML, Markdown or plain text.

    `content_type` is the HTTP header's value, if known; `name` is used in errors. Raises InputError for a
    format that is not read here, and for a notice that is too large.
    """
    if len(data) > MAX_BYTES:
        raise InputError(
            f"is larger than {MAX_BYTES} bytes", file=name, hint="keep the notice alone in the file"
        )
    for magic, what in _FORMATS.items():
        if data.startswith(magic):
            raise InputError(
                f"is {what}, not a text or HTML page", file=name, hint="save the notice as HTML or plain text"
            )
    text = decode(data, content_type=content_type)
    if "html" in content_type.lower() or _HTML.search(text[:_SNIFF]):
        text = _html(text, name)
    else:
        text = normalise(text)
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            f"holds more than {MAX_CHARACTERS} characters",
            file=name,
            hint="keep the notice alone in the file",
        )
    return text


def _html(text: str, name: str) -> str:
    wrong = misshapen(text)
    if wrong:
        raise InputError(
            f"is not a page to be read: {wrong}", file=name, hint="save the notice as plain text"
        )
    root = LexborHTMLParser(text).root
    return "" if root is None else html_lines(root)
