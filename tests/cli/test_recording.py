"""Signals end a recording in order, also when Python loses the exception they raise."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from privaudit.capture.adb_server import AdbServer
from privaudit.capture.device import Device
from privaudit.cli.main import main
from privaudit.cli.recording import ended_in_order
from privaudit.evidence.verify import verify
from privaudit.session import bundled
from privaudit.session.outcome import Exit
from privaudit.session.virtual_phone import VirtualPhone


@pytest.fixture(autouse=True)
def hung_up_as_usual() -> Iterator[None]:
    """Let SIGHUP end processes, as in a terminal: under `nohup` the test run itself is told to ignore it."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


class Swallows:
    """An object whose finalizer is interrupted, as a library's may be."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_interrupts_and_is_remembered(number: int) -> None:
    before = signal.getsignal(number)
    with ended_in_order() as stopping:
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), number)
        assert stopping.is_set()
    assert signal.getsignal(number) == before


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_lost_in_a_finalizer_is_remembered() -> None:
    with ended_in_order() as stopping:
        lost = Swallows()
        del lost
        assert stopping.is_set()


def test_a_command_under_nohup_goes_on() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with ended_in_order() as stopping:
            os.kill(os.getpid(), signal.SIGHUP)
        assert not stopping.is_set()
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("delay", [0.3, 0.7, 1.2])
def test_a_demo_that_is_stopped_while_it_starts_leaves_nothing(
    number: int, delay: float, tmp_path: Path
) -> None:
    (tmp_path / "tmp").mkdir()
    run = subprocess.Popen(
        [sys.executable, "-m", "privaudit", "demo", "--output", str(tmp_path / "out")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path / "tmp"), "PRIVAUDIT_LANGUAGE": "en"},
    )
    assert run.stdout is not None
    run.stdout.readline()  # "Starting the virtual device…": from here on everything is in order
    time.sleep(delay)
    run.send_signal(number)
    said, _ = run.communicate(timeout=60)
    assert run.returncode == Exit.INCOMPLETE, said
    assert "Traceback" not in said
    assert list((tmp_path / "tmp").iterdir()) == []


def test_the_virtual_phone_goes_with_an_auditor_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    script = (
        "import time; from privaudit.session.virtual_phone import VirtualPhone;"
        " phone = VirtualPhone(); print(phone.pid, flush=True); time.sleep(60)"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path / "tmp")},
    )
    assert run.stdout is not None
    assert int(run.stdout.readline())
    run.kill()
    run.communicate(timeout=10)
    end = time.monotonic() + 20
    while list((tmp_path / "tmp").iterdir()) and time.monotonic() < end:
        time.sleep(0.1)
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_whole_run_whose_report_cannot_be_written_is_wrong_input(tmp_path: Path) -> None:
    """The status is 2, the place is named, the evidence is whole: a report can be made of it elsewhere."""
    flow = tmp_path / "flow.yaml"
    flow.write_text("appId: com.example.bank\n---\n- launchApp\n", encoding="utf-8")
    results = tmp_path / "out"
    (results / "report.en.html").mkdir(parents=True)
    with VirtualPhone() as phone, AdbServer.own(scan=False) as server:
        Device.connect(server, phone.ready.serial).close()
        line = ["run", str(flow), "--app", str(bundled.demo_apk("conforming")), "--output", str(results)]
        # The notice alone is judged: sensors are not what this is about.
        line += ["--declaration", str(bundled.demo_app("conforming") / "declaration.yaml")]
        line += ["--device", phone.ready.serial, "--adb-server", f"127.0.0.1:{server.port}"]
        run = subprocess.run(
            [sys.executable, "-m", "privaudit", *line, "--no-proxy", "--no-agent", "--quiet"],
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
            env={**os.environ, "PRIVAUDIT_LANGUAGE": "en", "CI": "true"},
        )
    assert run.returncode == Exit.USAGE, run.stderr
    assert "report.en.html: cannot be written" in run.stderr
    assert f"Evidence: {results / 'evidence'}" in run.stderr
    assert "Traceback" not in run.stderr
    assert verify(results / "evidence") == []
    assert list((results / "report.en.html").iterdir()) == []
    again = main(["report", str(results / "evidence"), "--output", str(tmp_path / "elsewhere")])
    assert again in {Exit.CONFORMS, Exit.VIOLATIONS}
