"""Values nobody told: personal data recognised by form, check digit and what its field is called.

A form with a check digit is met by chance by one number in ten to one in a hundred thousand, and traffic is
full of numbers. So a value counts only

- as the whole of a field whose name says its type, or whose neighbour does (`context`);
- right behind a word of its type in running text;
- beside another in the same message of nameless fields, when chance would hardly meet both;
- as the whole of any field, where the form is like nothing else (a licence plate).

The detectors are the files of `privaudit.analysis.detectors`.
"""

from __future__ import annotations

import importlib
import math
import pkgutil
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import Final, NamedTuple

from privaudit.analysis import context, detectors
from privaudit.analysis.coordinates import MAX_DEGREES, MAX_LATITUDE
from privaudit.analysis.decode import Piece
from privaudit.analysis.detector import Detector, Reading
from privaudit.analysis.detectors import coordinates
from privaudit.analysis.scan import Scanner, scanner
from privaudit.catalog import load_catalog
from privaudit.model.observation import Decoding

STEP: Final = "detected"
"""Name of the last step of a detected match; its detail is the detector and what it noted."""

TOGETHER: Final = 2e-5
"""Chance below which two or more values of nameless fields in one message count: our choice."""

_SHORTEST, _LONGEST = 7, 260
_TEXT: Final = 16
"""Bytes of text that can hold a word and a value."""
_STARTS = frozenset(b"+0123456789 \t\r\n\"'") | frozenset(range(0x80, 0x100))
"""How forms begin that count without a name: with a digit, a sign of 86, a province."""
_AROUND = b" \t\r\n\"'"


class Detected(NamedTuple):
    """A value, the piece it stands in, and by what it was recognised."""

    piece: int
    start: int
    end: int
    data_type: str
    value: str
    step: Decoding


class Detection(NamedTuple):
    """What was recognised, and in words what was not looked at."""

    found: list[Detected]
    cut: str = ""


class _Form(NamedTuple):
    detector: Detector
    pattern: re.Pattern[bytes]


@cache
def all_detectors() -> tuple[Detector, ...]:
    """Return every detector, by its file's name."""
    names = sorted(module.name for module in pkgutil.iter_modules(detectors.__path__))
    modules = [importlib.import_module(f"{detectors.__name__}.{name}") for name in names]
    return tuple(module.DETECTOR for module in modules)


@cache
def _forms() -> dict[str, tuple[_Form, ...]]:
    found: dict[str, list[_Form]] = defaultdict(list)
    for one in all_detectors():
        for data_type in one.data_types:
            found[data_type].append(_Form(one, re.compile(one.pattern)))
    return {data_type: tuple(forms) for data_type, forms in found.items()}


@cache
def _any() -> re.Pattern[bytes]:
    """A glance: what no detector can take is most of traffic."""
    return re.compile(b"|".join(one.pattern for one in all_detectors()))


def detected(pieces: Sequence[Piece], covered: dict[int, list[tuple[int, int]]]) -> Detection:
    """Return what the detectors recognise in the pieces of a request, in their order.

    `covered` are the (start, end) of known values by piece: nothing that overlaps them is told again.
    """
    in_texts = _in_texts(pieces)
    found = [*_in_fields(pieces), *_halves(pieces), *in_texts.found]
    told: dict[tuple[int, int, str], Detected] = {}
    for one in found:
        spans = covered.get(one.piece, ())
        if not any(one.start < end and start < one.end for start, end in spans):
            told.setdefault((one.piece, one.start, one.data_type), one)
    return Detection(sorted(told.values(), key=lambda one: (one.piece, one.start)), in_texts.cut)


def confirms(detail: str, found: bytes, value: str) -> bool:
    """Whether the detector that the detail of a step names takes the bytes found, and for that value."""
    name = detail.partition(":")[0]
    text = found.decode("utf-8", "replace")
    if name == coordinates.DETECTOR.name and _NUMBER.fullmatch(found):
        return text == value and abs(float(text)) <= MAX_DEGREES
    one = next((one for one in all_detectors() if one.name == name), None)
    if one is None or not re.fullmatch(one.pattern, found):
        return False
    reading = one.read(text)
    return reading is not None and reading.value == value


def _step(detector: Detector, reading: Reading) -> Decoding:
    return Decoding(name=STEP, detail=detector.name + (f": {reading.note}" if reading.note else ""))


def _read(form: _Form, data: bytes, name: str) -> Reading | None:
    if form.detector.words and not any(word in context.plain(name) for word in form.detector.words):
        return None
    if not form.pattern.fullmatch(data):
        return None
    return form.detector.read(data.decode("utf-8", "replace"))


# -- whole fields -----------------------------------------------------------------------------------


def _in_fields(pieces: Sequence[Piece]) -> Iterator[Detected]:
    nameless: dict[tuple[str, tuple[Decoding, ...], str], list[tuple[int, bytes]]] = defaultdict(list)
    glance = _any()
    for at, piece in enumerate(pieces):
        if not _SHORTEST <= len(piece.data) <= _LONGEST:
            continue
        name = piece.name
        said = context.said_by(name).surely
        if not said and piece.data[0] not in _STARTS and not context.is_open(name):
            continue
        data = piece.data.strip(_AROUND)
        if not glance.fullmatch(data):
            continue
        said = said or context.beside(pieces, at).surely
        if said:
            yield from _told(pieces, at, data, said)
        else:
            nameless[piece.where, piece.chain[:-1], context.parent(name)].append((at, data))
    for fields in nameless.values():
        yield from _together(pieces, fields)


def _told(pieces: Sequence[Piece], at: int, data: bytes, said: frozenset[str]) -> Iterator[Detected]:
    """Yield what a field holds, of the types that are told of it."""
    before = context.previous(pieces, at)
    name = pieces[at].name
    if before is not None:
        name = f"{name} {before.data[:64].decode('utf-8', 'replace')}"
    start = pieces[at].data.index(data)
    for data_type in sorted(said):
        for form in _forms().get(data_type, ()):
            reading = _read(form, data, name)
            if reading is not None:
                step = _step(form.detector, reading)
                yield Detected(at, start, start + len(data), data_type, reading.value, step)


def _together(pieces: Sequence[Piece], fields: list[tuple[int, bytes]]) -> Iterator[Detected]:
    """Yield values of nameless fields: forms like nothing else, and those that stand together."""
    if len(fields) > _MOST_TOGETHER:
        return
    candidates: list[tuple[Detector, Detected]] = []
    for at, data in fields:
        for one in all_detectors():
            if one.words or (one.chance > _TELLING and one.needs_name):
                continue
            if not re.fullmatch(one.pattern, data):
                continue
            reading = one.read(data.decode("utf-8", "replace"))
            if reading is not None:
                start = pieces[at].data.index(data)
                step = _step(one, reading)
                told = Detected(at, start, start + len(data), one.data_types[0], reading.value, step)
                candidates.append((one, told))
    kinds = {one.name: one.chance for one, _ in candidates}
    together = len(kinds) > 1 and math.prod(kinds.values()) * len(fields) <= TOGETHER
    for one, told in candidates:
        if together or not one.needs_name:
            yield told


_TELLING: Final = 0.1
"""Chance of a form above which it adds nothing."""
_MOST_TOGETHER: Final = 200
"""Fields of one message beyond which one of them would meet a form anyway."""

_NUMBER = re.compile(coordinates.NUMBER.encode())
_NORTH = ("lat", "纬度", "weidu")
_EAST = ("lng", "lon", "经度", "jingdu")


def _halves(pieces: Sequence[Piece]) -> Iterator[Detected]:
    """Yield latitude and longitude in fields of their own, side by side."""
    waiting: dict[tuple[str, tuple[Decoding, ...], str], tuple[int, bytes, bool]] = {}
    for at, piece in enumerate(pieces):
        if not _SHORTEST - 2 <= len(piece.data) <= _LONGEST or not _NUMBER.fullmatch(piece.data):
            continue
        if _PLACE not in context.said_by(piece.name).surely:
            continue
        tail = context.plain(piece.name[-40:].rpartition(".")[2])
        north = any(word in tail for word in _NORTH)
        if north == any(word in tail for word in _EAST):
            continue
        key = (piece.where, piece.chain[:-1], context.parent(piece.name))
        other = waiting.pop(key, None)
        if other is None or other[2] == north:
            waiting[key] = (at, piece.data, north)
            continue
        latitude, longitude = (piece.data, other[1]) if north else (other[1], piece.data)
        reading = coordinates.place(latitude.decode(), longitude.decode())
        if reading is None or abs(float(latitude)) > MAX_LATITUDE:
            continue
        step = _step(coordinates.DETECTOR, reading)
        for index, number in ((other[0], other[1]), (at, piece.data)):
            yield Detected(index, 0, len(number), _PLACE, number.decode(), step)


_PLACE: Final = "location.precise"


# -- running text -----------------------------------------------------------------------------------


@cache
def _words() -> tuple[list[bytes], Scanner]:
    """Words that say a type a detector knows, as they may be written."""
    catalog = load_catalog()
    found: dict[bytes, None] = {}
    for data_type in _forms():
        row, told = catalog.field_names.get(data_type), catalog.data_types[data_type]
        for name in (*(row.names if row else ()), told.zh, *told.synonyms_zh):
            for written in (name, name.replace("_", ""), name.replace("_", " "), name.replace("_", "-")):
                raw = written.lower().encode()
                if len(raw) >= _SHORTEST_WORD:
                    found[raw] = None
    words = list(found)
    return words, scanner(words)


MAX_WORDS: Final = 300_000
"""Words behind which a value may stand that are looked at in one request."""
_SHORTEST_WORD: Final = 3
_LETTER = re.compile(rb"[0-9A-Za-z_]")
_LONGER = re.compile(rb"[0-9A-Za-z_@]|\.[0-9]")
"""What shows that a value goes on."""
_RUN = re.compile(rb"[0-9A-Za-z_-]{1,64}$")
_BETWEEN = re.compile(
    rb"(?:[\s:=>\"'()\[\]{}\\,]|%22|%3[AaDd]|\xef\xbc\x9a|\xef\xbc\x88|\xef\xbc\x89"
    rb"|\xe6\x98\xaf|\xe4\xb8\xba|\xe5\x8f\xb7|\xe7\xa0\x81){0,8}"
)
"""Signs and, in UTF-8, （）：是为号码."""


def _in_texts(pieces: Sequence[Piece]) -> Detection:
    """Return values right behind a word of their type, in pieces that nothing came out of."""
    texts = [at for at, piece in enumerate(pieces) if len(piece.data) >= _TEXT and _is_leaf(pieces, at)]
    if not texts:
        return Detection([])
    buffer = b"\0".join(pieces[at].data for at in texts)
    starts = [0, *accumulate(len(pieces[at].data) + 1 for at in texts)]
    words, search = _words()
    found: list[Detected] = []
    for count, place in enumerate(search.find(buffer)):
        if count >= MAX_WORDS:
            cut = f"personal data is named in more than {MAX_WORDS} places, the rest was not looked at"
            return Detection(found, cut)
        one = _behind(buffer, place.start, place.start + len(words[place.number]))
        if one is not None:
            index = bisect_right(starts, place.start) - 1
            base = starts[index]
            found.append(one._replace(piece=texts[index], start=one.start - base, end=one.end - base))
    return Detection(found)


def _is_leaf(pieces: Sequence[Piece], at: int) -> bool:
    following = pieces[at + 1] if at + 1 < len(pieces) else None
    chain = pieces[at].chain
    return following is None or following.where != pieces[at].where or following.chain[: len(chain)] != chain


def _behind(buffer: bytes, start: int, end: int) -> Detected | None:
    """Return the value right behind a word, as if the buffer were one piece."""
    name = buffer[start:end]
    if name.isascii():
        if _LETTER.match(buffer, end):
            return None  # the beginning of a longer word
        run = _RUN.search(buffer[max(0, end - 64) : end])
        name = run[0] if run else name
    between = _BETWEEN.match(buffer, end)
    at = between.end() if between else end
    if at == end:
        return None
    word = name.decode("utf-8", "replace")
    for data_type in sorted(context.said_by(word).surely):
        for form in _forms().get(data_type, ()):
            value = form.pattern.match(buffer, at, at + _LONGEST)
            if value is None or _LONGER.match(buffer, value.end()):
                continue
            reading = _read(form, value[0], word)
            if reading is not None:
                step = _step(form.detector, reading)
                return Detected(0, value.start(), value.end(), data_type, reading.value, step)
    return None
