from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

import privaudit.report
from privaudit.model import catalog, circumstances, event, finding, observation
from privaudit.report.words import LANGUAGES, parameters, words

PACKAGE = Path(privaudit.report.__file__).parent
CLI = PACKAGE.parent / "cli"


def test_both_languages_have_the_same_keys_and_parameters() -> None:
    zh, en = words("zh").entries, words("en").entries
    assert zh.keys() == en.keys()
    assert {key: parameters(zh[key]) for key in zh} == {key: parameters(en[key]) for key in en}


def test_no_words_are_empty() -> None:
    for language in LANGUAGES:
        for key, entry in words(language).entries.items():
            for form in entry.values() if isinstance(entry, dict) else (entry,):
                assert form.strip(), (language, key)


def test_every_value_of_the_model_has_words() -> None:
    said = words("zh")
    values = {
        "verdict": finding.Verdict,
        "verdict_means": finding.Verdict,
        "overall": finding.Verdict,
        "severity": finding.Severity,
        "confidence": finding.Confidence,
        "consent": event.ConsentState,
        "app_state": event.AppState,
        "sensor": event.Sensor,
        "proof": finding.Proof.__annotations__["kind"],
        "outcome": observation.Coverage.__annotations__["outcome"],
        "actor": circumstances.Actor.__annotations__["kind"],
        "hook_state": observation.RowState,
        "surface": observation.SurfaceKind,
        "declared": finding.DataRow.__annotations__["declared"],
        "party": finding.RecipientRow.__annotations__["party"],
        "lane": finding.TimelineEntry.__annotations__["lane"],
        "text_status": catalog.Clause.__annotations__["text_status"],
        "live.step": event.StepEnded.__annotations__["status"],
    }
    for prefix, type_ in values.items():
        choices = re.findall(r"'(\w+)'|\"(\w+)\"", type_) if isinstance(type_, str) else get_args(type_)
        names = [("".join(choice) if isinstance(choice, tuple) else choice) for choice in choices]
        assert names, prefix
        joint = "_" if prefix == "live.step" else "."
        missing = [name for name in names if not said.has(f"{prefix}{joint}{name}")]
        assert not missing, (prefix, missing)


def test_every_key_used_in_the_code_exists_and_every_key_is_used() -> None:
    sources = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.j2"), CLI / "render.py", CLI / "run_view.py"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    literal = set(re.findall(r"""\bt\(\s*["']([\w.]+)["']\s*[,)]""", text))
    keys = words("zh").entries.keys()
    assert literal <= keys, literal - keys
    by_value = [*re.findall(r"""\bt\(\s*f?["']([\w.]+[._])["{]""", text), "consent.", "app_state."]
    quoted = set(re.findall(r"""["']([\w]+(?:\.[\w]+)+|\w+)["']""", text))
    unused = [key for key in keys if key not in literal | quoted and not key.startswith(tuple(by_value))]
    assert not unused


def test_plural_is_chosen_by_n() -> None:
    en = words("en")
    assert en.t("timeline.entries", n=1) == "1 entry"
    assert en.t("timeline.entries", n=1200) == "1,200 entries"


def test_missing_key_or_parameter_is_an_error() -> None:
    with pytest.raises(KeyError):
        words("zh").t("no.such.words")
    with pytest.raises(KeyError):
        words("zh").t("event")
