"""Input nobody should give: a clear word, the documented status, no traceback, no waiting."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from journals import Journal, whole_run

from privaudit.cli.main import main
from privaudit.cli.recording import claimed_folder
from privaudit.errors import InputError
from privaudit.evidence.writer import EvidenceWriter
from privaudit.session.outcome import Exit

NOTICE = "我们会收集您的手机号码，用于注册。"
DECLARATION = """declaration: 1
app: {package: PACKAGE, name: 示例银行}
processor: 示例银行股份有限公司
notice: {file: notice.txt, version: "VERSION"}
statements:
  - {id: a, kind: collection, quote: 我们会收集您的手机号码, data_types: [contact.phone], purpose: 注册}
"""


def declared(
    folder: Path, package: str = "com.example.bank", notice: str = NOTICE, version: str = "1"
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "notice.txt").write_text(notice, encoding="utf-8")
    file = folder / "declaration.yaml"
    text = DECLARATION.replace("PACKAGE", package).replace("VERSION", version)
    file.write_text(text, encoding="utf-8")
    return file


def recorded(
    folder: Path,
    journal: Journal | None = None,
    *,
    declaration: Path | None = None,
    notice: str = "notice.txt",
) -> Path:
    """Write a run as a recording would have left it, and return its evidence folder."""
    run = journal or whole_run().end()
    evidence = folder / "evidence"
    with EvidenceWriter.create(evidence, id="run", tool_version="0") as writer:
        for data in run.artefacts.values():
            writer.keep(data, media_type="text/plain", name="body")
        if declaration is not None:
            writer.add_input("declaration", "declaration.yaml", declaration.read_bytes())
            writer.add_input("notice", notice, (declaration.parent / "notice.txt").read_bytes())
        for event in run.events:
            writer.append(event)
        writer.seal()
    return evidence


def too_early() -> Journal:
    """A run in which the app reads the IMEI before anybody agreed: a violation."""
    return Journal().begin().consent("shown").imei().consent("agreed").phase("use").end()


def english(*arguments: object) -> int:
    return main([*map(str, arguments), "--language", "en"])


# -- the notice of another app ----------------------------------------------------------------------


@pytest.mark.parametrize("command", ["assess", "report"])
def test_the_notice_of_another_app_is_refused(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evidence = recorded(tmp_path)
    other = declared(tmp_path / "other", "com.other.app")
    assert english(command, evidence, "--declaration", other) == Exit.USAGE
    said = capsys.readouterr().err
    assert f"{other}:2:16: this is the declaration of 'com.other.app'" in said
    assert "'com.example.bank'" in said
    assert not list(tmp_path.glob("report*"))


def test_a_run_is_not_begun_with_the_notice_of_another_app(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flow = tmp_path / "flow.yaml"
    flow.write_text("appId: com.example.bank\n---\n- back\n", encoding="utf-8")
    other = declared(tmp_path / "other", "com.other.app")
    assert english("run", flow, "--declaration", other, "--output", tmp_path / "out") == Exit.USAGE
    assert "declaration.yaml:2:16:" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_another_notice_of_the_same_app_is_said_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = declared(tmp_path / "kept")
    evidence = recorded(tmp_path, declaration=kept)
    english("assess", evidence)
    assert "given after the run" not in capsys.readouterr().out
    english("assess", evidence, "--declaration", kept)
    assert "given after the run" not in capsys.readouterr().out
    newer = declared(tmp_path / "newer", notice=NOTICE + "新版。", version="2")
    english("assess", evidence, "--declaration", newer)
    limits = capsys.readouterr().out.partition("\nLimits\n")[2]
    assert "The privacy notice this report judges by was given after the run" in " ".join(
        limits.splitlines()[0:2]
    )
    same = declared(tmp_path / "same", version="3")
    english("assess", evidence, "--declaration", same)
    assert "The declaration this report judges by was given after" in capsys.readouterr().out


def test_kept_declarations_that_cannot_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = recorded(tmp_path / "1", declaration=declared(tmp_path / "other", "com.other.app"))
    assert english("assess", other) == Exit.INCOMPLETE
    assert "kept in the evidence cannot be used: declaration.yaml:2:16:" in capsys.readouterr().err
    broken = declared(tmp_path / "broken")
    broken.write_text("[[[", encoding="utf-8")
    assert english("assess", recorded(tmp_path / "2", declaration=broken)) == Exit.INCOMPLETE
    assert "--declaration" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name", ["", "..", "../../../x", "/etc/passwd", "a/" * 3000 + "x", "declaration.yaml", "a\0b"]
)
def test_the_name_of_a_kept_notice_leads_nowhere(name: str, tmp_path: Path) -> None:
    evidence = recorded(tmp_path, declaration=declared(tmp_path / "d"), notice=name)
    before = sorted(tmp_path.rglob("*"))
    assert english("assess", evidence) in {Exit.CONFORMS, Exit.VIOLATIONS}
    assert sorted(tmp_path.rglob("*")) == before


def test_a_damaged_kept_notice_is_damage_of_the_evidence(tmp_path: Path) -> None:
    evidence = recorded(tmp_path, declaration=declared(tmp_path / "d"))
    for file in (evidence / "artefacts").rglob("*"):
        if file.is_file() and file.read_bytes() == NOTICE.encode():
            file.write_bytes(b"x")
    assert english("assess", evidence) == Exit.INCOMPLETE


# -- hostile evidence -------------------------------------------------------------------------------


def test_names_of_files_are_shown_harmless(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evidence = recorded(tmp_path)
    Path(os.fsdecode(os.fsencode(evidence) + b"/bad\x1b[2J\xfe")).touch()
    for command in ("verify", "assess", "report"):
        assert english(command, evidence) == Exit.INCOMPLETE
        shown = capsys.readouterr()
        assert "\x1b[2J" not in shown.out + shown.err
    assert english("verify", evidence) == Exit.INCOMPLETE
    assert "bad⟦ESC[2J⟧\\xfe: does not belong" in capsys.readouterr().err


@pytest.mark.parametrize("field", [b'"at":', b'"seen":'])
def test_times_beyond_all_time_are_no_events(
    field: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evidence = recorded(tmp_path, too_early())
    journal = evidence / "journal.ndjson"
    lines = journal.read_bytes().splitlines(keepends=True)
    head, _, rest = lines[3].partition(field)
    lines[3] = head + field + b"18446744073709551615" + rest.lstrip(b"0123456789")
    journal.write_bytes(b"".join(lines))
    assert english("assess", evidence) == Exit.INCOMPLETE
    assert "journal.ndjson" in capsys.readouterr().err


def test_a_run_in_which_nothing_was_watched_is_incomplete(tmp_path: Path) -> None:
    """A pipeline must not take silence for conformity."""
    blind = Journal().begin(sensors=()).consent("shown").consent("agreed").end()
    assert english("assess", recorded(tmp_path, blind)) == Exit.INCOMPLETE


# -- wrong files ------------------------------------------------------------------------------------


def test_every_mistake_is_told_at_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    flow = tmp_path / "flow.yaml"
    flow.write_text("appId: com.example.bank\n---\n- tapOnn: x\n- observe: never\n", encoding="utf-8")
    assert english("run", flow) == Exit.USAGE
    said = capsys.readouterr().err
    assert said.count("what to do: ") == 2
    assert f"{flow}:3:3:" in said
    assert f"{flow}:4:12:" in said


def test_pipes_and_circles_are_refused_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evidence = recorded(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to("circle")
    for name, reason in (("pipe", "is a pipe, not a file"), ("circle", "Too many levels of symbolic links")):
        assert english("run", tmp_path / name) == Exit.USAGE
        assert reason in capsys.readouterr().err
        assert english("assess", evidence, "--declaration", tmp_path / name) == Exit.USAGE
        assert reason in capsys.readouterr().err
        file = declared(tmp_path / f"notice-{name}")
        (file.parent / "notice.txt").unlink()
        (file.parent / "notice.txt").symlink_to(tmp_path / name)
        (tmp_path / f"notice-{name}" / "notice.txt").unlink()
        if name == "pipe":
            os.mkfifo(file.parent / "notice.txt")
        else:
            (file.parent / "notice.txt").symlink_to("notice.txt")
        assert english("assess", evidence, "--declaration", file) == Exit.USAGE
        said = capsys.readouterr().err
        assert reason in said
        assert "declaration.yaml:4:16:" in said


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        (("--app", "{folder}/flow.yaml"), "flow.yaml: is not an APK"),
        (("--app", "{folder}"), "is not a file"),
        (("--upstream", "nonsense"), "--upstream: 'nonsense' is not the address of a proxy"),
        (("--upstream-ca", "{folder}/flow.yaml"), "flow.yaml: holds no certificate"),
        (("--upstream-ca", "{folder}/none"), "none: cannot be read"),
        (("--probe-trust", "--no-proxy"), "--probe-trust: it is the proxy that shows the wrong certificate"),
        (("--package", "a b"), "--package: 'a b' is not a package name"),
        (("--format", "pdf"), "--format: there is no report format 'pdf'"),
        (("--output", "{folder}/flow.yaml"), "cannot be made"),
        (("--output", "/proc/none"), "/proc/none: cannot be made"),
        (("--output", "{folder}/used"), "used: holds a run already"),
        (("--adb-server", "127.0.0.1:99999"), "is not an address"),
        (("--adb-server", "127.0.0.1:٣"), "is not an address"),
    ],
)
def test_a_wrong_argument_ends_a_run_before_it_begins(
    extra: tuple[str, ...], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "flow.yaml").write_text("appId: com.example.bank\n---\n- back\n", encoding="utf-8")
    recorded(tmp_path / "used")
    before = sorted(tmp_path.rglob("*"))
    arguments = [argument.replace("{folder}", str(tmp_path)) for argument in extra]
    output = () if "--output" in extra else ("--output", tmp_path / "new")
    assert english("run", tmp_path / "flow.yaml", *arguments, *output) == Exit.USAGE
    assert message in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == before


# -- where results go -------------------------------------------------------------------------------


def test_reports_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evidence = recorded(tmp_path)
    (tmp_path / "file").touch()
    (tmp_path / "taken" / "report.en.html").mkdir(parents=True)
    for place in ("file", "file/below", "taken", "n" * 300):
        assert english("report", evidence, "--output", tmp_path / place) == Exit.USAGE, place
        assert "cannot be written" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "taken").iterdir()] == ["report.en.html"]


def test_each_run_has_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with claimed_folder(None, "a") as one, claimed_folder(None, "a") as two:
        assert one != two
        (one / "report").touch()
    assert one.is_dir()
    assert not two.exists()
    with claimed_folder(tmp_path / "given" / "deep", "a") as given:
        assert given.is_dir()
    assert not given.exists()
    (tmp_path / "privaudit-runs" / one.name / "report").unlink()
    one.rmdir()
    one.parent.rmdir()
    one.parent.touch()
    with pytest.raises(InputError, match="cannot be made"), claimed_folder(None, "a"):
        pass


# -- streams ----------------------------------------------------------------------------------------


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", line.replace("privaudit", f"{sys.executable} -m privaudit", 1)],
        capture_output=True,
        text=True,
        errors="replace",  # `head -c` may cut a sign in two
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("privaudit assess EVIDENCE | head -c 1; exit ${PIPESTATUS[0]}", 1),
        ("privaudit assess EVIDENCE --json | head -c 1; exit ${PIPESTATUS[0]}", 1),
        ("privaudit catalog clauses --json | head -c 1; exit ${PIPESTATUS[0]}", 0),
        ("privaudit assess EVIDENCE --json 2>&1 >/dev/null | true; exit ${PIPESTATUS[0]}", 1),
        ("privaudit assess EVIDENCE --json >&-", 1),
        ("privaudit assess EVIDENCE >&- 2>&- <&-", 1),
        ("privaudit verify EVIDENCE >&- 2>/dev/full", 0),
        ("privaudit assess EVIDENCE >/dev/full", 3),
        ("privaudit catalog clauses --json >/dev/full", 3),
        ("privaudit --help >/dev/full", 0),
        ("privaudit assess none 2>/dev/full", 3),
    ],
)
def test_the_status_is_that_of_the_work_whatever_reads_it(line: str, status: int, tmp_path: Path) -> None:
    evidence = recorded(tmp_path, too_early())
    done = shell(line.replace("EVIDENCE", str(evidence)))
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_a_terminal_without_chinese(tmp_path: Path) -> None:
    evidence = recorded(tmp_path)
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PRIVAUDIT_LANGUAGE": ""}
    english_words = shell(f"privaudit assess {evidence}", **plain)
    assert "Summary of the audit" in english_words.stdout
    chinese_words = shell(f"privaudit assess {evidence} --language zh", **plain)
    assert "\\u5ba1\\u8ba1" in chinese_words.stdout
    assert "Traceback" not in english_words.stderr + chinese_words.stderr


@pytest.mark.parametrize("columns", ["1", "20", "40", "x", "100000"])
def test_any_width_will_do(columns: str, tmp_path: Path) -> None:
    evidence = recorded(tmp_path, too_early())
    done = shell(
        f"privaudit assess {evidence}", COLUMNS=columns, TERM="dumb", NO_COLOR="1", HOME="/nonexistent"
    )
    assert done.returncode == Exit.VIOLATIONS
    assert "\x1b" not in done.stdout
