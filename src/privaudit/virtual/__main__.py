"""The virtual phone as a process: `python -m privaudit.virtual`.

Prints one line of JSON on its output when it is ready: serial, adb_port, gateway, internet_ca. Ends, with
every app, when its input closes or on SIGTERM.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from privaudit.virtual.phone import RunningPhone


def main(argv: list[str] | None = None) -> int:
    """Run a phone until the input closes or SIGTERM comes; returns 0, or 1 when it could not start."""
    parser = argparse.ArgumentParser(
        prog="python -m privaudit.virtual", description="A stand-in for an Android 13 phone."
    )
    parser.add_argument(
        "--port", type=int, default=0, help="port for adb on 127.0.0.1 (default: any free one)"
    )
    parser.add_argument(
        "--state-dir",
        type=Path,
        help="where its files are kept (default: a directory that is deleted at the end)",
    )
    parser.add_argument(
        "--remove-state-dir", action="store_true", help="delete that directory at the end all the same"
    )
    arguments = parser.parse_args(argv)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: ended.set())
    with ExitStack() as stack:
        state = arguments.state_dir
        if state is None:
            state = Path(tempfile.mkdtemp(prefix="privaudit-phone-"))
        if arguments.state_dir is None or arguments.remove_state_dir:
            stack.callback(shutil.rmtree, state, ignore_errors=True)
        state.mkdir(parents=True, exist_ok=True)
        try:
            phone = RunningPhone(state, port=arguments.port)
        except OSError as error:
            print(f"the virtual phone cannot start: {error}", file=sys.stderr)  # noqa: T201 — a program's own output
            return 1
        stack.callback(phone.close)
        print(json.dumps(phone.ready()), flush=True)  # noqa: T201 — a program's own output
        watcher = threading.Thread(target=_watch_input, args=(ended.set,), daemon=True)
        watcher.start()
        ended.wait()
    return 0


def _watch_input(ended: Callable[[], None]) -> None:
    # Not sys.stdin: its lock would be held by this thread when the interpreter ends.
    while os.read(0, 4096):
        continue
    ended()


if __name__ == "__main__":
    sys.exit(main())
