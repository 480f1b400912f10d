"""A command run on a real terminal: a pseudo-terminal of 80 columns, with what it wrote there."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import threading
from pathlib import Path

from rich.cells import cell_len


def on_a_terminal(folder: Path, *arguments: str, columns: int = 80, **environment: str) -> str:
    """Run `privaudit` with these arguments and return what the terminal was sent; it must end with 0."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    command = subprocess.Popen(
        [sys.executable, "-m", "privaudit", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env={**kept, "TERM": "xterm-256color", **environment},
    )
    os.close(theirs)
    sent: list[bytes] = []

    def read() -> None:
        while True:
            try:
                data = os.read(ours, 65536)
            except OSError:  # the last writer is gone
                return
            if not data:
                return
            sent.append(data)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        assert command.wait(timeout=60) == 0
        reader.join(timeout=10)
    finally:
        os.close(ours)
    return b"".join(sent).decode().replace("\r\n", "\n")


def widest(shown: str) -> int:
    """Return the width of the widest line in cells, without what only styles it."""
    return max(cell_len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in shown.splitlines())
