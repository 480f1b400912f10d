"""The byte strings one known value is searched for by, and how freely each may match."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Literal, NamedTuple

from privaudit.analysis import coordinates, forms, strength
from privaudit.model.observation import Decoding

_MIN_ENCODED = 7


class Variant(NamedTuple):
    """One form of a value to look for; `exact` when case matters."""

    origin: int
    pattern: bytes
    exact: bool
    rule: strength.Rule | Literal["coordinate"]
    steps: tuple[Decoding, ...]


def variants(origin: int, value: str, *, shared: bool, shifted: bool = False) -> Iterator[Variant]:
    """Yield every form of a value; `shared` when many have the same, `shifted` when a map made it.

    The same arguments always give the same variants, so they need not be kept.
    """
    found = coordinates.coordinates_in(value) if len(value) <= strength.MAX_CHARACTERS else ()
    if found == (value,):
        for stem in coordinates.stems(value):
            yield Variant(origin, stem, exact=False, rule="coordinate", steps=())
        if not shifted and coordinates.decimals(value) >= coordinates.ALONE_DECIMALS:
            yield from _encoded(origin, "", value, "anywhere", other_case=False)
            yield from _digests(origin, value, "anywhere")
        return
    whole = strength.rule_of(value, shared=shared)
    if whole == "never":
        return
    yield from written(origin, value, shared=shared)
    written_as = forms.forms(value)
    for label, text in forms.inputs(value).items():
        if (rule := _rule(text, shared=shared)) != "never":
            yield from _encoded(origin, label, text, rule, other_case=label not in written_as)
    # A digest of what many have says no more than the value does.
    yield from _digests(origin, value, "named" if whole == "named" else "anywhere")


def written(origin: int, value: str, *, shared: bool) -> Iterator[Variant]:
    """Yield the written forms of a value alone."""
    for label, text in forms.forms(value).items():
        if (rule := _rule(text, shared=shared)) != "never":
            raw = text.encode("utf-8", "surrogatepass")
            yield Variant(origin, raw, exact=False, rule=rule, steps=forms.steps_to(label))


def _rule(text: str, *, shared: bool) -> strength.Rule:
    # Full-width digits say no more than plain ones.
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return strength.rule_of(plain, shared=shared)


def _encoded(
    origin: int, label: str, text: str, rule: strength.Rule, *, other_case: bool
) -> Iterator[Variant]:
    steps = forms.steps_to(label)
    for encoded, exact, step in forms.encodings(text):
        if other_case and step.name not in _SHOWS_CASE:
            continue
        if step.name == "charset" or (rule == "named" and step.name == "reversed"):
            # Another way to write the text, no longer than it: what holds for the text holds for it.
            yield Variant(origin, encoded, exact, rule, (step, *steps))
        elif rule != "named" and len(encoded) >= _MIN_ENCODED:
            # What must stand apart as text must do so under an encoding, as far as that shows it: `edges`.
            yield Variant(origin, encoded, exact, rule, (step, *steps))


_SHOWS_CASE = frozenset({"hex", "base64"})
"""Encodings in which another case of the text is other letters; in all others searches are without case."""


def _digests(origin: int, value: str, rule: strength.Rule) -> Iterator[Variant]:
    for encoded, exact, steps in forms.digests(value):
        yield Variant(origin, encoded, exact, rule, steps)
