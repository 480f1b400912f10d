"""Children of a process, as Frida really holds them: told, let go unharmed, Java programs handed over."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import frida
import pytest

from privaudit.capture.agent.children import Children, java_name
from privaudit.capture.agent.way import Held
from privaudit.capture.strays import unpacking

PROGRAM = """
import os, sys
print("ready", flush=True)
for line in sys.stdin:
    how, *words = line.split()
    if how == "spawn":
        pid = os.posix_spawn(words[0], words, os.environ)
    else:
        pid = os.fork()
    if pid == 0:
        if how == "close":
            os.closerange(3, 4096)  # as Runtime.exec does
        if words:
            os.execv(words[0], words)
        os._exit(7)
    print("ended", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


class Parent:
    """A process whose children are held, and what was told of them."""

    def __init__(self) -> None:
        self.device = unpacking(frida.get_local_device)
        self.told: list[Held] = []
        self._changed = threading.Condition()
        self.children = Children(self.device, self._take, settle_s=0.2)
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._pump, daemon=True)
        self._reader.start()
        assert self.read() == "ready"
        self.session = self.device.attach(self.process.pid)
        assert self.children.gate(self.session) == ""

    def _take(self, held: Held) -> None:
        with self._changed:
            self.told.append(held)
            self._changed.notify_all()

    def _pump(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.strip())

    def read(self) -> str:
        return self._lines.get(timeout=30)

    def begin(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def next(self, seconds: float = 10) -> Held:
        deadline = time.monotonic() + seconds
        with self._changed:
            while not self.told:
                left = deadline - time.monotonic()
                assert left > 0, "no child was told"
                self._changed.wait(left)
            return self.told.pop(0)

    def close(self) -> None:
        self.children.stop()
        self.process.kill()
        self.process.wait(10)
        # A child that is still held keeps the pipe open: that is told, not waited for.
        self._reader.join(10)
        assert not self._reader.is_alive(), "a child is still held"
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()


@pytest.fixture
def parent() -> Iterator[Parent]:
    one = Parent()
    yield one
    one.close()


def test_a_fork_is_let_go_and_told_as_a_copy(parent: Parent) -> None:
    parent.begin("fork")
    assert parent.read() == "ended 7"
    child = parent.next()
    assert not child.held
    assert child.failure == f"forked by process {parent.process.pid}; only its parent is watched"
    assert child.name.endswith(" (fork)")


@pytest.mark.parametrize("how", ["fork", "close"])
def test_a_program_that_a_fork_executes_runs_and_is_told(parent: Parent, how: str) -> None:
    parent.begin(f"{how} /bin/sleep 1")
    assert parent.read() == "ended 0"
    child = parent.next()
    assert child.name == "sleep"
    assert child.failure.startswith(f"a program without Java, executed by process {parent.process.pid}: /")
    assert child.failure.endswith("sleep")


def test_a_program_executed_at_once_runs_and_is_told(parent: Parent) -> None:
    parent.begin("spawn /bin/sleep 0.1")
    assert parent.read() == "ended 0"
    child = parent.next()
    assert (child.name, child.failure) == (
        "sleep",
        "a program without Java, executed by the app: /bin/sleep 0.1",
    )


def test_a_java_program_is_handed_over_before_its_first_line(parent: Parent, tmp_path: Path) -> None:
    program = tmp_path / "app_process64"
    program.symlink_to("/bin/sleep")
    parent.begin(f"spawn {program} 0.1")
    child = parent.next()
    assert child.held
    assert child.name == "0.1"  # where app_process has its class
    time.sleep(0.5)  # it would have ended by now if it ran
    assert parent.process.poll() is None
    parent.device.resume(child.pid)
    assert parent.read() == "ended 0"


def test_a_java_program_of_a_fork_is_handed_over_late(parent: Parent, tmp_path: Path) -> None:
    program = tmp_path / "app_process64"
    program.write_bytes(Path("/bin/sleep").resolve().read_bytes())
    program.chmod(0o700)
    parent.begin(f"close {program} 1")
    child = parent.next()
    assert (child.held, child.failure, child.name) == (False, "", "app_process64")
    assert parent.read() == "ended 0"


def test_what_waits_when_it_ends_is_let_go(parent: Parent, tmp_path: Path) -> None:
    program = tmp_path / "app_process64"
    program.symlink_to("/bin/sleep")
    parent.begin(f"spawn {program} 0.1")
    assert parent.next().held
    parent.children.stop()
    assert parent.read() == "ended 0"


def test_a_session_that_is_gone_cannot_hold_children(parent: Parent) -> None:
    parent.session.detach()
    assert parent.children.gate(parent.session).startswith("its children are not held: ")


def test_the_command_line_of_app_process_names_its_program() -> None:
    assert java_name(["app_process", "/system/bin", "--nice-name=com.a:x", "com.a.Main"]) == "com.a:x"
    assert java_name(["app_process", "-Xmx64m", "/system/bin", "com.a.Main", "arg"]) == "com.a.Main"
    assert java_name([]) == ""
