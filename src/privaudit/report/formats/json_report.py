"""The report as JSON for other programs: the whole struct, nothing cut; see `privaudit.report.schema`."""

from __future__ import annotations

import json
import re

import msgspec

from privaudit.model.finding import Report
from privaudit.report.formats import ReadArtefact
from privaudit.report.schema import ReportDocument
from privaudit.report.words import Language

NAME = "json"
SUFFIX = ".json"
MEDIA_TYPE = "application/json"

_UNSEEN = re.compile(
    "[\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""Bidirectional marks and other invisible characters, which mislead whoever opens the file in an editor."""


def render(report: Report, *, language: Language, artefact: ReadArtefact) -> bytes:
    """Return the report as UTF-8 JSON, keys in a fixed order; it holds both languages in any case."""
    del language, artefact
    document = msgspec.to_builtins(ReportDocument(report=report), order="deterministic")
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    # Only strings hold such characters, so that writing them as escapes changes no value; half a character,
    # which no JSON reader takes, is written out as words.
    safe = _UNSEEN.sub(_escape, text).encode()
    return msgspec.json.format(safe, indent=1) + b"\n"


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - half a character, from a file name that is not UTF-8
        return f"⟦U+{code:04X}⟧"
    if code <= 0xFFFF:  # noqa: PLR2004 - the basic plane
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
