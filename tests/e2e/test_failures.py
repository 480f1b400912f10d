"""A sensor or the phone dies half-way: incomplete, the evidence whole, what was not tested is said."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from audited import privaudit

from privaudit.evidence.verify import verify

INCOMPLETE = 3


def children(pid: int) -> Iterator[int]:
    """Yield every process below `pid`."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            yield int(stat.parent.name)
            yield from children(int(stat.parent.name))


def child_with(pid: int, *words: str) -> int:
    """Return the process below `pid` whose command line has all words."""
    for child in children(pid):
        try:
            line = (Path("/proc") / str(child) / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if all(word in line for word in words):
            return child
    raise AssertionError(f"no process with {words} below {pid}")


def kill_proxy(run: subprocess.Popen[str]) -> None:
    os.kill(child_with(run.pid, "mitm"), signal.SIGKILL)


def kill_phone(run: subprocess.Popen[str]) -> None:
    os.kill(child_with(run.pid, "privaudit.virtual"), signal.SIGKILL)


def kill_agent(run: subprocess.Popen[str]) -> None:
    """Kill frida-server on the phone, as a phone's low-memory killer may."""
    server = child_with(run.pid, "adb", "nodaemon")
    line = (Path("/proc") / str(server) / "cmdline").read_bytes().decode().split("\0")
    port = next(word.rpartition(":")[2] for word in line if word.startswith("tcp:"))
    done = subprocess.run(
        [line[0], "-P", port, "shell", "kill -9 $(pidof frida-server) && echo killed"],
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert "killed" in done.stdout, done.stdout + done.stderr


def interrupt(run: subprocess.Popen[str]) -> None:
    """Press Ctrl-C."""
    run.send_signal(signal.SIGINT)


def terminate(run: subprocess.Popen[str]) -> None:
    """End it as a CI does when a job is cancelled."""
    run.terminate()


def events(evidence: Path) -> list[dict[str, Any]]:
    lines = (evidence / "journal.ndjson").read_bytes().splitlines()
    return [json.loads(line)["event"] for line in lines]


def run_and(do: Callable[[subprocess.Popen[str]], None], folder: Path) -> tuple[int, str]:
    """Start the demo, do something to it when its second phase began, and return status and output."""
    run = subprocess.Popen(
        [sys.executable, "-m", "privaudit", "demo", "--output", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "CI": "true", "PRIVAUDIT_LANGUAGE": "en", "TMPDIR": str(folder.parent / "tmp")},
    )
    try:
        journal = folder / "evidence" / "journal.ndjson"
        end = time.monotonic() + 90
        while not journal.exists() or journal.read_bytes().count(b'"kind":"phase"') < 2:
            assert run.poll() is None, run.communicate()[0]
            assert time.monotonic() < end, "the second phase never came"
            time.sleep(0.1)
        do(run)
        output, _ = run.communicate(timeout=150)
        return run.returncode, output
    finally:
        if run.poll() is None:
            run.kill()
            run.communicate()


CASES: dict[str, tuple[Callable[[subprocess.Popen[str]], None], str | None, str]] = {
    "proxy": (kill_proxy, "proxy", "sent-before-consent"),
    "agent": (kill_agent, "agent", "accessed-before-consent"),
    "device": (kill_phone, None, "complaint-channel-missing-in-app"),
    "ctrl-c": (interrupt, None, "complaint-channel-missing-in-app"),
    "sigterm": (terminate, None, "complaint-channel-missing-in-app"),
}


@dataclass(frozen=True)
class Case:
    """A run and what became of it: its folder, and its status and output once it has ended."""

    folder: Path
    ended: Future[tuple[int, str]]


@pytest.fixture(scope="module")
def cases(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[dict[str, Case]]:
    """The runs of the tests that were asked for, two at a time: a run waits for most of it."""
    asked = [
        str(item.callspec.params["what"])
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.module is request.module
    ]
    found: dict[str, Case] = {}
    with ThreadPoolExecutor(2) as pool:
        for what in asked:
            folder = tmp_path_factory.mktemp(what)
            (folder / "tmp").mkdir()
            found[what] = Case(folder, pool.submit(run_and, CASES[what][0], folder / "run"))
        yield found


@pytest.mark.e2e
@pytest.mark.parametrize("what", list(CASES))
def test_a_run_that_dies_half_way(what: str, cases: dict[str, Case]) -> None:
    _, sensor, rule = CASES[what]
    folder = cases[what].folder / "run"
    status, output = cases[what].ended.result()
    assert status == INCOMPLETE, output
    evidence = folder / "evidence"
    assert verify(evidence) == []
    assert privaudit("verify", evidence).returncode == 0
    seen = events(evidence)
    assert seen[-1]["kind"] == "run.ended"
    assert seen[-1]["outcome"] == ("interrupted" if what in {"ctrl-c", "sigterm"} else "incomplete")
    if sensor:
        assert any(e["kind"] == "sensor.lost" and e["sensor"] == sensor for e in seen)
    report = json.loads((folder / "report.en.json").read_text(encoding="utf-8"))["report"]
    outcome = {row["rule"]: row for row in report["rules"]}[rule]
    assert outcome["verdict"] in {"not_tested", "violation"}
    if outcome["verdict"] == "not_tested":
        assert len(outcome["reason"]["en"]) > 10
    assert all(row["verdict"] != "conforms" for row in report["rules"] if row["rule"] == rule)
    assert any(row["verdict"] == "not_tested" for row in report["rules"])
    assert list((cases[what].folder / "tmp").iterdir()) == [], "something was left behind"
