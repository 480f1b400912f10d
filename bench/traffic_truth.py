"""What recognition finds, and what chance does: recall on the corpus, false matches in 200 MB of noise.

The corpus and the noise are those of the tests (`tests/kit`). `traffic_truth.py 20` searches 20 MB.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "kit"))

from traffic_corpus import corpus
from traffic_judging import judged, known
from traffic_needles import two_thousand
from traffic_noise import Noise

from privaudit.analysis import context, strength
from privaudit.analysis.decode import unwrap
from privaudit.analysis.detect import all_detectors
from privaudit.analysis.match import find
from privaudit.analysis.needles import NeedleSet

MEGABYTES = int(sys.argv[1]) if len(sys.argv) > 1 else 200
PART = 5
"""MB made from one seed, so that parts can be searched side by side."""
SAMPLED = min(20, MEGABYTES)
"""MB in which forms alone are counted, without the rules of context."""


class Searched(NamedTuple):
    """One part of the noise: its bytes, false matches by source and type, requests not searched whole."""

    size: int
    seconds: float
    false: Counter[tuple[str, str]]
    cut: int


def searched(seed: int) -> Searched:
    needles = NeedleSet.of(planted=two_thousand())
    size = cut = 0
    seconds = 0.0
    false: Counter[tuple[str, str]] = Counter()
    for event, body, _kind in Noise(seed).requests(PART * 1_000_000):
        start = time.process_time()
        result = find(event, body, needles)
        seconds += time.process_time() - start
        size += len(body)
        cut += bool(result.cut)
        false.update((match.source, match.data_type) for match in result.matches)
    return Searched(size, seconds, false, cut)


class Alone(NamedTuple):
    """How often forms and weak values stand in noise by themselves, before context is asked."""

    fields: int
    forms: Counter[str]
    weak: Counter[str]
    whole: Counter[str]


def alone(seed: int) -> Alone:
    """Count what each detector and each weak value would meet without the rules of context."""
    weak = {
        value.encode()
        for data_type, value in two_thousand()
        if strength.rule_of(value, shared=context.is_shared(data_type)) == "named"
    }
    words = re.compile(b"|".join(re.escape(one) for one in sorted(weak, key=len, reverse=True)))
    patterns = [(one, re.compile(one.pattern)) for one in all_detectors()]
    result = Alone(0, Counter(), Counter(), Counter())
    fields = 0
    for event, body, _kind in Noise(seed).requests(PART * 1_000_000):
        pieces = unwrap(event, body).pieces
        fields += len(pieces)
        for piece in pieces:
            if piece.data in weak:
                result.whole[piece.data.decode()] += 1
            if len(piece.data) > 260:
                continue
            for one, pattern in patterns:
                if pattern.fullmatch(piece.data) and one.read(piece.data.decode("utf-8", "replace")):
                    result.forms[one.name] += 1
        result.weak.update(found[0].decode() for found in words.finditer(body))
    return result._replace(fields=fields)


def recall() -> tuple[int, int, int]:
    """Return truths found, truths in all, and false matches beside them."""
    needles = known()
    found = total = false = 0
    for _section, row in corpus():
        outcome = judged(row, needles)
        total += len(row.truths)
        found += len(row.truths) - len(outcome.missed)
        false += len(outcome.false) + len(outcome.not_redone)
    return found, total, false


def main() -> None:
    """Print recall, false matches, and what context keeps out."""
    found, total, beside = recall()
    print(f"traffic_recall {found / total:.4f} ratio")
    print(f"traffic_corpus_truths {total} truths")
    print(f"traffic_corpus_false_matches {beside} matches")
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        parts = list(pool.map(searched, range(MEGABYTES // PART)))
        samples = list(pool.map(alone, range(SAMPLED // PART)))
    false = sum((part.false for part in parts), Counter())
    by_form = sum(count for (source, _), count in false.items() if source == "detected")
    size = sum(part.size for part in parts) / 1e6
    print(f"traffic_false_matches {false.total()} matches")
    print(f"traffic_false_matches_by_form {by_form} matches")
    print(f"traffic_noise_mb {size:.0f} MB")
    print(f"traffic_noise_mb_per_s {size / sum(part.seconds for part in parts):.2f} MB/s")
    print(f"traffic_noise_cut {sum(part.cut for part in parts)} requests")
    for (source, data_type), count in sorted(false.items()):
        print(f"traffic_false_{source}_{_name(data_type)} {count} matches")
    fields = sum(one.fields for one in samples)
    forms = sum((one.forms for one in samples), Counter())
    print(f"traffic_sampled_fields {fields} fields")
    for one in all_detectors():
        print(f"traffic_form_alone_{_name(one.name)} {forms[one.name] / fields * 1e6:.1f} per_million_fields")
    weak = sum((one.weak for one in samples), Counter())
    whole = sum((one.whole for one in samples), Counter())
    print(f"traffic_weak_in_text {weak.total()} places")
    print(f"traffic_weak_as_field {whole.total()} fields")


def _name(id_: str) -> str:
    return id_.replace("-", "_").replace(".", "_")


if __name__ == "__main__":
    main()
