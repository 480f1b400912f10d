"""Where a quote stands in a notice, and what stands there instead when it does not."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from dataclasses import dataclass, field

_WHITE = re.compile(r"\s+")
_SENTENCE = re.compile(r"[^。！？；\n]{1,400}[。！？；]?")
_SHOWN = 60
_MOST_SENTENCES = 50_000
_LIKE_ENOUGH = 0.3


@dataclass(frozen=True)
class QuoteFinder:
    """Finds quotes in one text; white space does not count, so that a quote may be wrapped freely."""

    text: str
    _packed: str = field(init=False, repr=False)
    _origin: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        origin = [i for i, character in enumerate(self.text) if not character.isspace()]
        object.__setattr__(self, "_packed", "".join(self.text[i] for i in origin))
        object.__setattr__(self, "_origin", origin)

    def places(self, quote: str, *, most: int = 20) -> list[tuple[int, int]]:
        """Return [start, end) of each place where `quote` stands, the first `most` of them."""
        packed = _WHITE.sub("", quote)
        if not packed:
            return []
        found: list[tuple[int, int]] = []
        at = self._packed.find(packed)
        while at >= 0 and len(found) < most:
            found.append((self._origin[at], self._origin[at + len(packed) - 1] + 1))
            at = self._packed.find(packed, at + 1)
        return found

    def stands_at(self, quote: str, start: int, end: int) -> bool:
        """Say whether `quote` is what stands at [start, end)."""
        return 0 <= start < end <= len(self.text) and _WHITE.sub("", self.text[start:end]) == _WHITE.sub(
            "", quote
        )

    def place_near(self, quote: str, start: int) -> tuple[int, int] | None:
        """Return the place of `quote` that begins nearest to `start`, or None."""
        places = self.places(quote, most=1000)
        return min(places, key=lambda place: abs(place[0] - start)) if places else None

    def nearest(self, quote: str) -> str:
        """Return the sentence of the text that is most like `quote`, or an empty string."""
        wanted = _pairs(quote)
        best, most = "", _LIKE_ENOUGH
        for number, found in enumerate(_SENTENCE.finditer(self.text)):
            if number > _MOST_SENTENCES:
                break
            sentence = found[0].strip()
            pairs = _pairs(sentence)
            total = wanted.total() + pairs.total()
            likeness = 2 * (wanted & pairs).total() / total if total else 0.0
            if likeness > most:
                best, most = sentence, likeness
        return best

    def line_of(self, start: int) -> int:
        """Return the line, from 1, in which a character of the text stands."""
        if not hasattr(self, "_breaks"):
            object.__setattr__(self, "_breaks", [i for i, c in enumerate(self.text) if c == "\n"])
        breaks: list[int] = self._breaks  # type: ignore[attr-defined]
        return bisect.bisect_left(breaks, start) + 1


def short(text: str) -> str:
    """Return a text as one short line that is safe to print."""
    line = "".join(c if c.isprintable() else " " for c in text)
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _pairs(text: str) -> Counter[str]:
    packed = _WHITE.sub("", text)[:400]
    return Counter(packed[i : i + 2] for i in range(len(packed) - 1))
