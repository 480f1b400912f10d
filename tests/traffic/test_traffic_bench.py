"""The bench of recognition tells its figures line by line, in small."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).parents[2] / "bench" / "traffic_truth.py"


def test_figures_of_a_small_run() -> None:
    done = subprocess.run(
        [sys.executable, str(BENCH), "5"], capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stderr
    found = {}
    for line in done.stdout.splitlines():
        name, value, _unit = line.split(" ")
        found[name] = float(value)
    assert found["traffic_recall"] == 1.0
    assert found["traffic_corpus_truths"] >= 400
    assert found["traffic_false_matches"] == found["traffic_corpus_false_matches"] == 0
    # Without context the same forms and words stand there by the thousand.
    assert found["traffic_form_alone_bank_card"] > 100
    assert found["traffic_weak_as_field"] > 1000
