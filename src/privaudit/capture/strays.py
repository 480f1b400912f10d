"""What Frida unpacks and leaves: a folder of helpers and a daemon that outlives its user by some seconds.

Frida 17 writes its helpers into TMPDIR on the first use of a device manager and starts a daemon (`idund`)
from there; the daemon ends by itself after a while, the folder (10 MB) stays. Both are ours to take away.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

T = TypeVar("T")

_PATIENCE_S: Final = 3.0
_lock = threading.Lock()
_folder: list[Path] = []


def unpacking(call: Callable[[], T]) -> T:
    """Return `call()`, the first use of Frida here, with its helpers unpacked where we remove them.

    The folder is private and goes, with the daemon started from it, when this process ends. TMPDIR stays
    set, since Frida unpacks in the background; Python's own choice of a temporary folder does not change.
    """
    with _lock:
        if not _folder:
            folder = Path(tempfile.mkdtemp(prefix="privaudit-frida-"))
            _folder.append(folder)
            owner = os.getpid()
            atexit.register(lambda: clean(folder) if os.getpid() == owner else None)
            os.environ["TMPDIR"] = str(folder)
    return call()


def clean(folder: Path) -> None:
    """End every program that runs from a folder of ours, by its id, and remove the folder."""
    end_programs(folder)
    shutil.rmtree(folder, ignore_errors=True)


def end_programs(folder: Path) -> None:
    """End every process whose program file stands below `folder`; first politely, then by force (Linux)."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        pids = _running_from(folder)
        for pid in pids:
            _signal(pid, number)
        end = time.monotonic() + _PATIENCE_S
        while pids and time.monotonic() < end:
            time.sleep(0.02)
            pids = [pid for pid in pids if pid in _running_from(folder)]
        if not pids:
            return


def _running_from(folder: Path) -> list[int]:
    found = []
    for link in Path("/proc").glob("[0-9]*/exe"):
        try:
            program = link.readlink()
        except OSError:
            continue  # it ended, or belongs to somebody else
        if folder in program.parents:
            found.append(int(link.parent.name))
    return found


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
