"""Benches tell the truth in small: one `name value unit` line per figure, exact counts, bounded memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from privaudit.catalog import load_catalog

BENCH = Path(__file__).parents[2] / "bench"


def figures(name: str, *arguments: str) -> dict[str, tuple[float, str]]:
    """Run a bench and return its figures, each with its unit."""
    done = subprocess.run(
        [sys.executable, str(BENCH / f"{name}.py"), *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, tuple[float, str]] = {}
    for line in done.stdout.splitlines():
        figure, value, unit = line.split(" ")
        found[figure] = (float(value), unit)
    return found


@pytest.mark.parametrize("calls", ["20", "60000"])
def test_a_storm_loses_no_count_of_any_place(calls: str) -> None:
    measured = figures("storm", calls)
    assert measured["storm_lost_counts"] == (0.0, "calls")
    value, unit = measured["storm_extra_mb"]
    assert unit == "MB"
    assert value < 64


def test_the_catalogue_is_counted() -> None:
    measured = figures("catalog")
    assert measured["catalog_rows"] == (float(len(load_catalog().apis)), "rows")
    assert measured["catalog_rows_of_personal_information"][0] >= 400


def test_the_app_is_soon_in_front_with_the_agent() -> None:
    value, unit = figures("app_start", "1")["app_start_delay_s"]
    assert unit == "s"
    assert -5 < value < 60  # how fast it is, `make bench` says: here other tests run beside it
