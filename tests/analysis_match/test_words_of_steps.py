"""Every step from the wire to a value has words in every language of the report."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import privaudit.report
from privaudit.analysis import forms, wrappings
from privaudit.analysis.datums import DATUMS
from privaudit.analysis.detect import STEP

OF_CODE = {
    *wrappings.STRUCTURES, *wrappings.KINDS_OF_STEPS, *forms.DIGESTS, *forms.MISSING_DIGESTS, *DATUMS, STEP,
    "query", "query-key", "cookie", "cookie-key", "header", "path", "host", "label", "labels", "from",
    "written", "case", "rounded", "charset", "unicode-escape", "reversed",
} - {"multipart"}  # fmt: skip
FILES = sorted((Path(privaudit.report.__file__).parent / "i18n").glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_step_has_words(path: Path) -> None:
    words = yaml.safe_load(path.read_text("utf-8"))["decoding"]
    assert sorted(OF_CODE - set(words)) == []


def test_every_step_is_opened_by_something() -> None:
    assert all(wrappings.opener_of(step) for step in wrappings.KINDS_OF_STEPS)
