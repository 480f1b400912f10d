"""Programs that app processes start: real processes of this machine, which the phone lists as its own.

They are found by their parents and, once those are gone, by the binder token they inherited in their
environment: a program that leaves its parent (as a daemon does) still belongs to the app.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TOKEN: Final = "ANDROID_BINDER_TOKEN"  # noqa: S105 - the name of the variable
_PROC: Final = Path("/proc")
_MOST_BYTES: Final = 64 * 1024
_HERTZ: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True)
class Child:
    """A program an app started: `app` is the pid of the app's process, `age` its age in ns."""

    pid: int
    parent: int
    app: int
    words: tuple[str, ...]
    state: str
    age: int


def children(tokens: Mapping[str, int]) -> list[Child]:
    """Return the programs started by app processes, given as binder token to pid; the oldest first."""
    if not tokens:
        return []
    stats = dict(_stats())
    now = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    apps = set(tokens.values())
    found = []
    for pid, (parent, state, started) in stats.items():
        if pid in apps:
            continue
        app = _ancestor(pid, stats, apps) or tokens.get(_token(pid), 0)
        if app:
            words = _read(pid, "cmdline").rstrip(b"\0").split(b"\0")
            comm = _read(pid, "comm").strip()
            found.append(
                Child(
                    pid=pid,
                    parent=parent,
                    app=app,
                    words=tuple(word.decode("utf-8", "replace") for word in words if word)
                    or (f"[{comm.decode('utf-8', 'replace')}]",),
                    state=state,
                    age=max(0, now - started * 1_000_000_000 // _HERTZ),
                )
            )
    return sorted(found, key=lambda child: (-child.age, child.pid))


def end_children(token: str, pid: int) -> None:
    """End what an app's process started, as Android ends a process with its whole group."""
    for child in children({token: pid}):
        try:
            os.kill(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            # It ended by itself meanwhile.
            continue


def _stats() -> Iterator[tuple[int, tuple[int, str, int]]]:
    """Yield (pid, (parent, state, start in ticks since boot)) of every process; proc(5)."""
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            fields = _read(int(entry.name), "stat").rpartition(b")")[2].split()
            if len(fields) > 19:  # noqa: PLR2004 - starttime is the 22nd field
                yield int(entry.name), (int(fields[1]), fields[0].decode(), int(fields[19]))


def _ancestor(pid: int, stats: Mapping[int, tuple[int, str, int]], apps: set[int]) -> int:
    for _ in range(len(stats)):
        if pid not in stats:
            return 0
        pid = stats[pid][0]
        if pid in apps:
            return pid
    return 0


def _token(pid: int) -> str:
    mark = f"{TOKEN}=".encode()
    for variable in _read(pid, "environ").split(b"\0"):
        if variable.startswith(mark):
            return variable.removeprefix(mark).decode("ascii", "replace")
    return ""


def _read(pid: int, name: str) -> bytes:
    """Return the beginning of a file of /proc; empty when the process is gone or another user's."""
    try:
        with (_PROC / str(pid) / name).open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError:
        return b""
