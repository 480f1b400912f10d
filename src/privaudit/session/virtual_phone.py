"""The virtual phone as a child process: started, awaited, ended by its own id."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections import deque
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from privaudit.capture.strays import end_programs
from privaudit.errors import DeviceError

START_SECONDS = 30.0
"""How long a virtual phone may take to say that it is ready."""


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """What the virtual phone says when it is ready: how to reach it and its internet."""

    serial: str
    adb_port: int
    gateway: str
    internet_ca: str


class VirtualPhone:
    """A virtual phone in a process of its own; it ends when this object is closed or this process dies."""

    def __init__(self) -> None:
        # The folder is ours, so that it goes even when the phone was killed and could not tidy up; the phone
        # removes it as well, so that it goes even when we are killed.
        self._state = tempfile.TemporaryDirectory(prefix="privaudit-phone-", ignore_cleanup_errors=True)
        temporary = Path(self._state.name) / "tmp"
        temporary.mkdir()
        command = [
            sys.executable,
            "-m",
            "privaudit.virtual",
            "--state-dir",
            self._state.name,
            "--remove-state-dir",
        ]
        self._stderr: deque[str] = deque(maxlen=40)
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # Frida unpacks its helpers into TMPDIR and cannot take them away when it is killed.
            env={**os.environ, "PYTHONUNBUFFERED": "1", "TMPDIR": str(temporary)},
            start_new_session=True,  # Ctrl-C is for the auditor, which then ends the phone in order
        )
        self._reader = threading.Thread(target=self._read_stderr, daemon=True)
        self._reader.start()
        try:
            self.ready = self._await_ready()
        except BaseException:
            self.close()
            raise

    @property
    def pid(self) -> int:
        """The process id of the virtual phone."""
        return self._process.pid

    def _await_ready(self) -> Ready:
        lines: queue.Queue[bytes] = queue.Queue()
        stdout = self._process.stdout
        if stdout is None:  # pragma: no cover - Popen was given a pipe
            raise DeviceError("the virtual phone has no output")
        threading.Thread(target=lambda: lines.put(stdout.readline()), daemon=True).start()
        try:
            line = lines.get(timeout=START_SECONDS)
        except queue.Empty:
            raise DeviceError(
                f"the virtual phone was not ready within {START_SECONDS:.0f} s",
                hint="\n".join(self._stderr) or "is the machine very busy?",
            ) from None
        if not line:
            self._process.wait(timeout=5)
            raise DeviceError(
                f"the virtual phone ended with status {self._process.returncode} before it was ready",
                hint="\n".join(self._stderr),
            )
        try:
            return msgspec.convert(json.loads(line), Ready)
        except (ValueError, msgspec.ValidationError) as error:
            raise DeviceError(f"the virtual phone said something unexpected: {error}") from None

    def _read_stderr(self) -> None:
        stderr = self._process.stderr
        if stderr is None:  # pragma: no cover - Popen was given a pipe
            return
        for line in stderr:
            self._stderr.append(line.decode("utf-8", "replace").rstrip())

    def close(self) -> None:
        """End the phone: first by closing its input, then by signals to its own id. May be called twice."""
        process = self._process
        if process.stdin and not process.stdin.closed:
            process.stdin.close()
        for end in (None, process.terminate, process.kill):
            if end is not None:
                end()
            try:
                process.wait(timeout=10)
                break
            except subprocess.TimeoutExpired:
                continue
        self._reader.join(timeout=5)
        for stream in (process.stdout, process.stderr):
            if stream and not stream.closed:
                stream.close()
        end_programs(Path(self._state.name))
        self._state.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()
