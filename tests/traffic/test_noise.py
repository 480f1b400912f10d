"""Traffic that carries none of the needles: nothing is found in it, weak values and detectors included."""

from __future__ import annotations

import itertools

import pytest
from traffic_needles import WORDS, two_thousand
from traffic_noise import Noise

from privaudit.analysis import context, strength
from privaudit.analysis.match import find
from privaudit.analysis.needles import NeedleSet

SLICE = 10_000_000
"""Bytes of noise searched here; `bench/traffic_truth.py` searches 200 MB."""


@pytest.fixture(scope="module")
def needles() -> NeedleSet:
    return NeedleSet.of(planted=two_thousand())


def test_nothing_is_found_in_unrelated_traffic(needles: NeedleSet) -> None:
    false = []
    for number, (event, body, kind) in enumerate(Noise(seed=1).requests(SLICE)):
        false += [(number, kind, match) for match in find(event, body, needles).matches]
    assert false == []


def test_the_needles_are_of_all_strengths() -> None:
    known = two_thousand()
    assert len(known) >= 1900
    rules = {strength.rule_of(value, shared=context.is_shared(kind)) for kind, value in known}
    assert rules >= {"anywhere", "token", "named"}
    assert len({kind for kind, _ in known}) >= 15


def test_the_noise_is_the_same_every_time_and_of_every_kind() -> None:
    one, other = ([*Noise(seed=5).bodies(2_000_000)] for _ in range(2))
    assert one == other
    assert len({body.kind for body in one}) == 10
    assert one != [*Noise(seed=6).bodies(2_000_000)]


def test_weak_values_do_stand_in_the_noise() -> None:
    text = b"".join(body.data for body in itertools.islice(Noise(seed=2).bodies(3_000_000), 200))
    met = [word for word in WORDS if word.encode() in text]
    assert len(met) == len(WORDS)
