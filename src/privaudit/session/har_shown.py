"""What an export shows of texts and bodies: known values hidden, or everything as it was.

A value can be hidden where it stands in the open. Where it stands inside something (gzip in protobuf, base64,
an image) no part can be hidden without making the rest unreadable: such a text or body is withheld, and said
to be. That none was missed is checked with the search that finds values in traffic, on what would be shown.
"""

from __future__ import annotations

import base64
import codecs
from typing import NamedTuple

from privaudit.analysis.decode import content_codings, open_coding
from privaudit.analysis.mask import DOT, Masker
from privaudit.analysis.match import find
from privaudit.analysis.needles import NeedleSet
from privaudit.model.network import Header, RequestSeen
from privaudit.model.observation import Match, Observation
from privaudit.model.octets import to_text

MAX_DECODED = 32 * 1024 * 1024
"""Bytes a content coding may expand to; a longer body is shown as it was sent."""

MAX_MASKED = 4 * 1024 * 1024
"""Bytes of a text that are searched for values; a longer one is withheld where values are hidden."""

HIDDEN = DOT * 6

_CHARSETS = frozenset({"utf-8", "ascii", "iso8859-1", "gbk", "gb18030", "gb2312", "big5", "hz"})
_NO_TEXT = frozenset(range(32)) - {9, 10, 12, 13, 27}
_BASE64 = "base64"
_ROUNDS = 3
_SHORTEST = 4
"""Characters of a value that is replaced wherever it stands."""


class Body(NamedTuple):
    """A body as it is shown: text, or base64 if `encoding` says so, or nothing, as `comment` says."""

    size: int
    """Bytes after content codings are undone."""
    text: str = ""
    encoding: str = ""
    comment: str = ""


class Shown:
    """Decides what of an observation's traffic is shown."""

    def __init__(self, observation: Observation, *, unmasked: bool) -> None:
        self.masker = Masker.of(observation, off=unmasked)
        self._needles: NeedleSet | None = None
        if not unmasked:
            found = [(m.data_type, m.value) for sent in observation.sent for m in sent.matches]
            self._needles = NeedleSet.of(observation.accesses, [*observation.known, *dict.fromkeys(found)])

    def text(self, text: str) -> str:
        """Return a text as it is shown; never with half a character, which is no text."""
        return self.masker.text(text).encode("utf-8", "replace").decode()

    def headers(self, headers: tuple[Header, ...], *, searched: bool) -> tuple[Header, ...]:
        """Return header fields as they are shown; with `searched` each is looked through for values."""
        shown = tuple(Header(self.text(header.name), self.text(header.value)) for header in headers)
        if not searched:
            return shown
        return tuple(
            Header(header.name, HIDDEN) if self._holds(_bare(headers=(header,)), b"") else header
            for header in shown
        )

    def path(self, path: str, *, searched: bool) -> str:
        """Return path and query of a URL as they are shown."""
        shown = self.text(path)
        return f"/{HIDDEN}" if searched and self._holds(_bare(path=shown), b"") else shown

    def body(self, headers: tuple[Header, ...], media_type: str, raw: bytes, *, searched: bool) -> Body:
        """Return a body as it is shown, its content codings undone."""
        data, comment = _decoded(headers, media_type, raw)
        text = _as_text(data, media_type)
        if text is None:
            if self._needles is not None:
                return Body(len(data), comment="withheld: values in binary data cannot be hidden one by one")
            return Body(len(data), base64.b64encode(data).decode("ascii"), _BASE64, comment)
        shown = self.text(text)
        if self._needles is None or not searched:
            return Body(len(data), shown, comment=comment)
        if len(shown.encode()) > MAX_MASKED:
            return Body(len(data), comment=f"withheld: longer than the {MAX_MASKED} bytes that are searched")
        cleared = self._cleared(shown, media_type)
        if cleared is None:
            return Body(len(data), comment="withheld: values stand in it inside an encoding")
        return Body(len(data), cleared, comment=comment)

    def match(self, match: Match) -> dict[str, object]:
        """Return a match as it is shown."""

        def steps(chain: tuple[object, ...]) -> list[dict[str, str]]:
            return [{"name": step.name, "detail": self.text(step.detail)} for step in chain]  # type: ignore[attr-defined]

        return {
            "data_type": match.data_type,
            "value": self.text(self.masker.value(match.data_type, match.value)),
            "source": match.source,
            "source_event": match.source_event,
            "where": match.where,
            "name": self.text(match.name),
            "chain": steps(match.chain),
            "offset": match.offset,
            "length": match.length,
            "sealed": [
                {
                    "event": one.event,
                    "operation": one.operation,
                    "algorithm": self.text(one.algorithm),
                    "chain": steps(one.chain),
                    "offset": one.offset,
                    "length": one.length,
                }
                for one in match.sealed
            ],
        }

    def _cleared(self, text: str, media_type: str) -> str | None:
        """Return a text without the values that are found in it, None if some cannot be hidden in place.

        Those are values that nobody told and that were recognised by their form, as in answers, and values
        written in a way that only the search knows.
        """
        kind = _bare(headers=(Header("content-type", media_type),) if media_type else ())
        for _ in range(_ROUNDS):
            matches = find(kind, text.encode(), self._needles).matches if self._needles is not None else ()
            if not matches:
                return text
            for match in matches:
                for written in (match.found, match.value):
                    if len(written) >= _SHORTEST:
                        text = text.replace(written, self.masker.value(match.data_type, written))
        return None

    def _holds(self, event: RequestSeen, body: bytes) -> bool:
        """Whether values are found in what would be shown."""
        return self._needles is not None and bool(find(event, body, self._needles).matches)


def _bare(*, path: str = "", headers: tuple[Header, ...] = ()) -> RequestSeen:
    return RequestSeen(
        at=0, seen=0, flow="", method="", scheme="", host="", port=0, path=path, http_version="",
        headers=headers,
    )  # fmt: skip


def _decoded(headers: tuple[Header, ...], media_type: str, raw: bytes) -> tuple[bytes, str]:
    data, comment = raw, ""
    for coding in reversed(content_codings(headers)):
        opened = open_coding(data, coding, MAX_DECODED, media_type) if data else None
        if opened is None or not opened.parts:
            break
        data = opened.parts[0].data
        if opened.cut:
            comment = f"{coding}: {opened.cut}"
    return data, comment


def _as_text(data: bytes, media_type: str) -> str | None:
    """Return a body as text by the charset it names, else as UTF-8; None when it is none."""
    _, _, after = media_type.lower().partition("charset=")
    named = after.partition(";")[0].strip().strip("\"'")
    try:
        charset = codecs.lookup(named).name if named.isascii() else ""
    except LookupError:
        charset = ""
    for name in dict.fromkeys((charset if charset in _CHARSETS else "utf-8", "utf-8")):
        try:
            text = data.decode(name)
        except (UnicodeDecodeError, ValueError):
            continue
        return text if not any(ord(sign) in _NO_TEXT for sign in text[:4096]) and "\0" not in text else None
    return None


def octets_text(data: bytes) -> str:
    """Return bytes as text without loss, as events write them."""
    return to_text(data)
