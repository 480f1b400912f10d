"""What the parser itself says: in the language of the rest, harmless for a terminal, the usual status."""

from __future__ import annotations

import re

import pytest

from privaudit.cli.command_line import in_words
from privaudit.cli.main import main
from privaudit.cli.say import LANGUAGES, Language, sayings
from privaudit.session.outcome import Exit

WRONG: dict[str, list[str]] = {
    "required": ["run"],
    "no command": [],
    "unrecognized": ["verify", "a", "b"],
    "ambiguous": ["run", "flow.yaml", "--up", "x"],
    "choice": ["catalog", "everything"],
    "option's choice": ["catalog", "apis", "--yields", "gold"],
    "command": ["dance"],
    "value": ["catalog", "apis", "--api-level", "q"],
    "one argument": ["run", "flow.yaml", "--env"],
    "no argument": ["catalog", "apis", "--json=3"],
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_in_the_language_of_the_rest(
    arguments: list[str],
    language: Language,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PRIVAUDIT_LANGUAGE", language)
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == Exit.USAGE
    shown = capsys.readouterr()
    assert shown.out == ""
    say = sayings(language)
    told, hint = shown.err.splitlines()[-2:]
    assert shown.err.startswith(say("help.usage"))
    assert told.startswith(say("error.prefix"))
    assert hint.startswith(say("error.hint") + sayings(language)("usage.see_help", command="privaudit"))
    if language == "zh":
        # All that is not Chinese was given by the user or is a name of the command line's own.
        said = told.partition("可选：")[0].partition("可以指：")[0]
        given = {word.strip("-").partition("=")[0] for word in arguments}
        words = set(re.findall(r"[A-Za-z][A-Za-z-]+", said)) - given
        assert words <= {"scenario", "env", "json", "yields", "api-level", "part"}


@pytest.mark.parametrize(
    ("message", "zh"),
    [
        ("argument --format: not allowed with argument --json", "--format：不能与 --json 同用"),
        ("one of the arguments --a --b is required", "须给出其中之一：--a --b"),
        ("argument x: expected at most one argument", "x：须给出的值的个数：at most one"),
        (
            "argument part: invalid choice: 'api', maybe you meant 'apis'? (choose from apis, rules)",
            "part：不能是 'api'，可选：apis, rules",
        ),
        ("something new", "something new"),
    ],
)
def test_words_of_other_versions_of_the_library(message: str, zh: str) -> None:
    assert in_words(message, sayings("zh")) == zh


def test_what_was_given_is_shown_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["verify", "a", "\x1b[2Jb"])
    assert "\x1b" not in capsys.readouterr().err
