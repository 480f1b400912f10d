"""Every command line in README and docs is one that this version takes; those that look something up work."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from privaudit.cli.main import build_parser, main
from privaudit.cli.say import sayings
from privaudit.session.outcome import Exit

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "docs/adding.md", "docs/architecture.md", "docs/on-a-phone.md")
LOOKS_UP = {"explain", "catalog"}
PLACEHOLDERS = {"N": "29", "ID": "telephony.imei"}


def commands(text: str) -> Iterator[list[str]]:
    """Yield each `privaudit …` of a page, from code blocks and from code inside a sentence."""
    joined = text.replace("\\\n", " ")
    spans = re.findall(r"(?<!`)`([^`]+)`(?!`)", re.sub(r"```.*?```", "", joined, flags=re.DOTALL))
    lines = [line.strip() for line in joined.splitlines() if line.startswith("    ")]
    for code in (*spans, *lines):
        for part in re.split(r"[;|\n](?! *\w+\))", " ".join(code.split()) if code in spans else code):
            words = shlex.split(part.strip(), comments=True) if part.strip().startswith("privaudit ") else []
            if len(words) > 1 and words[1] not in {"…", "--help"} and words[1].islower():
                yield [PLACEHOLDERS.get(word, word) for word in words[1:]]


FOUND = [(page, words) for page in PAGES for words in commands((ROOT / page).read_text("utf-8"))]


def test_there_are_commands_in_every_page_that_has_some() -> None:
    assert len(FOUND) > 25
    assert {"run", "explain", "catalog", "devices", "verify", "report", "assess", "demo"} <= {
        words[0] for _page, words in FOUND
    }


@pytest.mark.parametrize(("page", "words"), FOUND, ids=[f"{p}: {' '.join(w)}" for p, w in FOUND])
def test_a_documented_command_is_taken(
    page: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    names_only = len(words) == 1 and words[0] not in {"demo", "devices"}  # a sentence about the command
    if not names_only and "--help" not in words:
        build_parser(sayings("en")).parse_args(words)
    if words[0] in LOOKS_UP and not names_only:
        assert main([*words, "--language", "en"]) == Exit.CONFORMS, page
        assert capsys.readouterr().out


def test_the_readme_does_not_promise_more_rows_than_there_are() -> None:
    (promised,) = re.findall(r"more than ([\d,]+) rows", (ROOT / "README.md").read_text("utf-8"))
    from privaudit.catalog import load_catalog

    assert len(load_catalog().apis) > int(promised.replace(",", ""))
