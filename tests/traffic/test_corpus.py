"""The corpus: everything that is claimed is found, with its chain, and nothing else."""

from __future__ import annotations

import pytest
from traffic_corpus import DEPTH, SECTIONS, corpus
from traffic_encoders import ENCODERS
from traffic_judging import judged, known

from privaudit.analysis.decode import DEFAULT_LIMITS
from privaudit.analysis.needles import NeedleSet


@pytest.fixture(scope="module")
def needles() -> NeedleSet:
    return known()


@pytest.mark.parametrize("section", [section.__name__ for section in SECTIONS])
def test_every_truth_is_found_and_nothing_else(section: str, needles: NeedleSet) -> None:
    wrong = []
    for name, row in corpus():
        if name == section and not (outcome := judged(row, needles)).is_true:
            wrong.append((row.id, outcome))
    assert wrong == []


def test_the_corpus_is_as_rich_as_it_says() -> None:
    rows = list(corpus())
    assert len(rows) >= 400
    assert len({row.id for _, row in rows}) >= 0.95 * len(rows)
    steps = {step for _, row in rows for truth in row.truths for step in truth.steps}
    assert steps >= {
        "path", "query", "header", "cookie", "form", "json", "part", "xml", "protobuf", "grpc", "msgpack",
        "cbor", "jwt", "gzip", "zlib", "zstd", "br", "deflate", "zip", "lz4", "base64", "base32", "hex",
        "percent", "escapes", "entities", "event", "url", "reversed",
        "charset", "md5", "sha1", "sha256", "sha512", "host", "rounded", "GCJ-02", "BD-09",
        "detected",
    }  # fmt: skip
    assert {truth.where for _, row in rows for truth in row.truths} == {"url", "header", "body", "frame"}
    assert sum(1 for _, row in rows if not row.truths) >= 100
    assert len(ENCODERS) >= 20


def test_the_depth_that_is_claimed_is_the_one_that_is_searched() -> None:
    assert DEFAULT_LIMITS.depth == DEPTH
    assert (
        max(len(truth.steps) for name, row in corpus() if name == "nested_deep" for truth in row.truths)
        >= DEPTH
    )


def test_the_corpus_is_the_same_every_time() -> None:
    assert [row for _, row in corpus()] == [row for _, row in corpus()]
