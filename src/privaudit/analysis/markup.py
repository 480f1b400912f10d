"""XML: texts and attributes by path. Entities of its own and outside documents are never followed."""

from __future__ import annotations

from typing import Final
from xml.parsers import expat

from privaudit.analysis.part import MAX_PARTS, SHORTEST_PART, Hint, Opened, Part
from privaudit.model.observation import Decoding

_DEEPEST: Final = 200
_MOST_ELEMENTS: Final = 500_000


class _StopError(Exception):
    """Enough was read; the text says why."""


def open_xml(data: bytes, hint: Hint) -> Opened | None:
    """XML 1.0: what is read until a mistake counts; bytes that begin with one are something else."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"<":
        return None
    reader = _Reader(_charset(data))
    try:
        reader.parser.Parse(data, True)
    except _StopError as stop:
        return Opened(reader.parts, str(stop))
    except (expat.ExpatError, LookupError, ValueError):
        # What does not say that it is XML may be something else; all of it is searched closed as well.
        cut = "XML breaks off" if "xml" in hint.media_type else ""
        return Opened(reader.parts, cut) if reader.parts else None
    except _WebPageError:
        return None
    return Opened(reader.parts) if reader.parts else None


def _charset(data: bytes) -> str | None:
    """Return UTF-8 where the bytes are that, whatever they say: they may have been another charset before."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


class _WebPageError(Exception):
    """HTML, which is no XML; its text is searched as it is."""


class _Reader:
    def __init__(self, charset: str | None) -> None:
        self.parts: list[Part] = []
        self._path: list[str] = []
        self._elements = 0
        self._used: list[dict[str, int]] = [{}]
        self._texts: list[list[str]] = [[]]
        self.parser = expat.ParserCreate(charset)
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _doctype(self, name: str, _system: str | None, _public: str | None, internal: int) -> None:
        if name.lower() == "html":
            raise _WebPageError
        if internal:
            raise _StopError("XML that declares entities of its own was not opened")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._path) >= _DEEPEST:
            raise _StopError("XML is nested too deep")
        self._elements += 1
        if self._elements > _MOST_ELEMENTS:
            raise _StopError(f"XML of more than {_MOST_ELEMENTS} elements was not opened whole")
        used = self._used[-1]
        count = used[name] = used.get(name, -1) + 1
        self._path.append(f"{name}[{count}]" if count else name)
        self._used.append({})
        self._texts.append([])
        path = ".".join(self._path)
        for key, value in attributes.items():
            self._add(value, f"{path}@{key}")

    def _end(self, name: str) -> None:
        del name
        text = "".join(self._texts.pop()).strip()
        self._add(text, ".".join(self._path))
        self._path.pop()
        self._used.pop()

    def _text(self, text: str) -> None:
        self._texts[-1].append(text)

    def _add(self, value: str, path: str) -> None:
        data = value.encode("utf-8", "surrogatepass")
        if len(data) < SHORTEST_PART:
            return
        if len(self.parts) >= MAX_PARTS:
            raise _StopError(f"only {MAX_PARTS} fields of XML were opened")
        self.parts.append(Part(data, Decoding(name="xml", detail=path), path))
