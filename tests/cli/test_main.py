"""The command line: teaches, speaks two languages, ends with the documented statuses."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from privaudit.cli.main import build_parser, command_names, main
from privaudit.cli.say import LANGUAGES, Language, sayings
from privaudit.session.outcome import Exit


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"(?<!\{)\{(\w+)\}(?!\})", text))


def test_both_languages_say_the_same_things() -> None:
    chinese, english = (sayings(language).words for language in LANGUAGES)
    assert set(chinese) == set(english)
    for key, words in chinese.items():
        assert placeholders(words) == placeholders(english[key]), key


def test_the_commands_of_the_first_release_are_there() -> None:
    assert {"demo", "run", "assess", "report", "verify", "devices", "catalog"} <= set(command_names())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", [*command_names(), ""])
def test_help_teaches(command: str, language: Language, capsys: pytest.CaptureFixture[str]) -> None:
    parser = build_parser(sayings(language))
    with pytest.raises(SystemExit) as ended:
        parser.parse_args([command, "--help"] if command else ["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert len(shown.splitlines()) > 8
    choices = r"\{[\w-]+(,\s*[\w-]+)+\}"  # argparse's own way to list what may be given
    assert "{" not in re.sub(choices, "", shown).replace("${NAME}", "")


def test_a_wrong_command_line_is_a_usage_error() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["run"])
    assert ended.value.code == Exit.USAGE


def test_a_wrong_scenario_names_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    flow = tmp_path / "flow.yaml"
    flow.write_text("appId: com.example.bank\n---\n- tapOnn: 同意\n", encoding="utf-8")
    assert main(["run", str(flow), "--language", "en"]) == Exit.USAGE
    said = re.sub(r"\s+", "", capsys.readouterr().err)
    assert "flow.yaml:3:3:" in said
    assert "tapOn" in said


def test_evidence_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("assess", "report", "verify"):
        status = main([command, str(tmp_path / "none"), "--language", "en"])
        assert status in {Exit.USAGE, Exit.INCOMPLETE}, command
        assert "none" in capsys.readouterr().err


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    assert main(["report", str(tmp_path), "--format", "docx"]) == Exit.USAGE


@pytest.mark.parametrize("part", ["apis", "clauses", "data-types", "packers", "permissions", "rules", "sdks"])
def test_the_catalogue_as_data(part: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", part, "--json"]) == Exit.CONFORMS
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) >= 16
    assert all("id" in row or "name" in row for row in rows)


def test_the_catalogue_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", "clauses", "--grep", "NFRA99-16.10", "--language", "en"]) == Exit.CONFORMS
    assert "NFRA99-16.10" in capsys.readouterr().out


@pytest.mark.parametrize(("pair", "status"), [("NAME", Exit.USAGE), ("=x", Exit.USAGE)])
def test_environment_pairs_are_checked(pair: str, status: Exit, tmp_path: Path) -> None:
    flow = tmp_path / "flow.yaml"
    flow.write_text("appId: com.example.bank\n---\n- back\n", encoding="utf-8")
    assert main(["run", str(flow), "--env", pair]) == status


def test_help_needs_neither_the_catalogue_nor_what_records() -> None:
    """A command line must answer at once: what is large is loaded by the command that needs it."""
    script = (
        "import sys; from privaudit.cli.main import build_parser; from privaudit.cli.say import sayings;"
        " from privaudit.catalog import load_catalog; build_parser(sayings('zh')).format_help();"
        " assert not vars(load_catalog()).keys() & {'apis', 'sdks', 'clauses', 'data_types'}, 'catalogue';"
        " heavy = {'frida', 'adbutils', 'mitmproxy'} & sys.modules.keys();"
        " assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
