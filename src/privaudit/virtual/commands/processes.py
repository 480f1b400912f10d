"""Programs about processes: ps, pidof, pgrep, kill, time, timeout."""

from __future__ import annotations

import re
import signal
import time
from typing import Final

from privaudit.virtual.processes import Process
from privaudit.virtual.shell.registry import Call, command, options
from privaudit.virtual.users import user_id, user_name

SIGNALS: Final = {s.name.removeprefix("SIG"): int(s) for s in signal.Signals}


def _row(process: Process, columns: list[str]) -> list[str]:
    values = {
        "USER": user_name(process.uid),
        "UID": str(process.uid),
        "PID": str(process.pid),
        "PPID": str(process.parent),
        "VSZ": "0" if process.name.startswith("[") else str(10_800_000 + process.pid * 37 % 4_000_000),
        "RSS": "0" if process.name.startswith("[") else str(9_000 + process.pid * 53 % 180_000),
        "WCHAN": "0",
        "ADDR": "0",
        "S": process.state,
        "NAME": process.name,
        "CMD": process.name.rpartition("/")[2],
        "ARGS": process.line or process.name,
        "CMDLINE": process.line or process.name,
        "COMM": process.name[:15],
        "TTY": "?",
        "TIME+": "00:00:01",
        "STIME": "00:00",
        "TID": str(process.pid),
        "PRI": "19",
        "NI": "0",
        "%CPU": "0.0",
        "%MEM": "0.5",
        "TIME": "00:00:01",
        "C": "0",
        "LABEL": "u:r:untrusted_app:s0" if process.package else "u:r:system_server:s0",
    }
    return [values.get(column, "-") for column in columns]


def _mine(call: Call) -> list[Process]:
    now = call.phone.clock.now()
    shell = Process(pid=call.shell.environment.pid, parent=398, uid=call.uid, name="sh", started=now)
    me = Process(
        pid=call.shell.environment.pid + 1, parent=shell.pid, uid=call.uid, name=call.name, started=now
    )
    return [shell, me]


@command("ps")
def ps(call: Call) -> int:
    """List processes."""
    found, words = options(call, "AefTlLMnwZo:O:p:u:U:P:t:")
    everyone = "A" in found or "e" in found or bool(words)
    processes = [*call.phone.processes.list(), *_mine(call)]
    if "p" in found or words:
        wanted = {w for w in re.split(r"[ ,]", found.get("p", " ".join(words))) if w}
        processes = [p for p in processes if str(p.pid) in wanted]
    elif "u" in found or "U" in found:
        uid = user_id(found.get("u") or found.get("U") or "")
        processes = [p for p in processes if p.uid == uid]
    elif not everyone:
        processes = _mine(call)
    if "o" in found:
        columns = [c.strip().upper() for c in found["o"].split(",")]
        columns = [
            {"PCPU": "%CPU", "ARGS": "ARGS"}.get(c.partition("=")[0], c.partition("=")[0]) for c in columns
        ]
    elif "f" in found:
        columns = ["UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"]
    else:
        columns = ["USER", "PID", "PPID", "VSZ", "RSS", "WCHAN", "ADDR", "S", "NAME"]
    if "Z" in found or "M" in found:
        columns = ["LABEL", *columns]
    rows = [_row(p, columns) for p in processes]
    if "f" in found and "o" not in found:
        for row, process in zip(rows, processes, strict=True):
            row[0 if columns[0] == "UID" else 1] = user_name(process.uid)
    _table(call, columns, rows, wide="o" not in found and "f" not in found)
    return 0 if rows else 1


def _table(call: Call, columns: list[str], rows: list[list[str]], *, wide: bool) -> None:
    left = {"USER", "UID", "WCHAN", "NAME", "CMD", "ARGS", "CMDLINE", "LABEL", "TTY", "S", "COMM"}
    if wide:
        form = "{:<12} {:>7} {:>5} {:>9} {:>6} {:<18} {:>2} {:1} {}"
        shift = len(columns) - 9
        for row in [columns, *rows]:
            head = "".join(f"{c:<31}" for c in row[:shift])
            call.line(head + form.format(*row[shift:]))
        return
    widths = [max([len(c), *(len(r[n]) for r in rows)]) for n, c in enumerate(columns)]
    for row in [columns, *rows]:
        cells = [
            c.ljust(w) if columns[n] in left else c.rjust(w)
            for n, (c, w) in enumerate(zip(row, widths, strict=True))
        ]
        call.line(" ".join(cells).rstrip())


@command("pidof")
def pidof(call: Call) -> int:
    """Print the pids of a program."""
    found, words = options(call, "so:x")
    pids = [
        str(p.pid)
        for p in reversed(call.phone.processes.list())
        if p.name in words or p.name.rpartition("/")[2] in words
    ]
    if not pids:
        return 1
    call.line(pids[0] if "s" in found else " ".join(pids))
    return 0


@command("pgrep")
def pgrep(call: Call) -> int:
    """Print the pids of processes whose name matches."""
    found, words = options(call, "flxonvu:P:")
    if not words:
        call.usage("pgrep: No match", 2)
    try:
        wanted = re.compile(words[0])
    except re.error:
        call.fail(f"bad pattern '{words[0]}'", 2)
    hits = [
        p
        for p in call.phone.processes.list()
        if (wanted.fullmatch(p.name) if "x" in found else wanted.search(p.name))
    ]
    for process in hits:
        call.line(f"{process.pid} {process.name}" if "l" in found else str(process.pid))
    return 0 if hits else 1


@command("kill", "killall", "pkill")
def kill(call: Call) -> int:
    """Send a signal to processes."""
    words = list(call.args)
    if words[:1] == ["-l"]:
        call.line(" ".join(SIGNALS))
        return 0
    number = 15
    if words and words[0].startswith("-"):
        word = words.pop(0)
        text = words.pop(0) if word == "-s" and words else word[1:]
        name = text.upper().removeprefix("SIG")
        if not text.isdigit() and name not in SIGNALS:
            call.fail(f"bad signal '{text}'")
        number = int(text) if text.isdigit() else SIGNALS[name]
    if not words:
        call.usage(f'{call.name}: Needs 1 argument (see "{call.name} --help")')
    return max(_kill(call, word, number) for word in words)


def _kill(call: Call, word: str, number: int) -> int:
    processes = call.phone.processes
    if call.name == "kill":
        if not word.isdigit():
            call.fail(f"bad pid '{word}'")
        targets = [p for p in processes.list() if p.pid == int(word)]
        if not targets:
            call.usage(f"kill: kill {word}: No such process")
    else:
        targets = [
            p for p in processes.list() if (word in p.name if call.name == "pkill" else p.name == word)
        ]
        if not targets:
            call.usage(f"{call.name}: {word}: No such process" if call.name == "killall" else "")
    for process in targets:
        if call.uid in (0, process.uid) and number and processes.end(process.pid):
            continue
        if call.uid not in (0, process.uid) or not process.package:
            call.usage(f"kill: kill {process.pid}: Operation not permitted")
        if number:
            call.phone.launcher.kill(process.pid)
    return 0


@command("time")
def time_(call: Call) -> int:
    """Run a command and say how long it took."""
    began = time.monotonic()
    status = call.shell.call(call.args, call.shell.io) if call.args else 0
    call.err(f"    0m{time.monotonic() - began:.2f}s real     0m0.00s user     0m0.00s system")
    return status


@command("timeout")
def timeout(call: Call) -> int:
    """Run a command for at most some seconds."""
    found, words = options(call, "k:s:vi", stop_at_word=True)
    del found
    if len(words) < 2 or not re.fullmatch(r"[0-9]{1,6}(\.[0-9]+)?[smh]?", words[0]):  # noqa: PLR2004 — time and command
        call.usage('timeout: Needs 2 arguments (see "timeout --help")')
    import threading

    child = call.shell.copy()
    child.stopped = threading.Event()
    limit = float(words[0].rstrip("smh")) * {"m": 60, "h": 3600}.get(words[0][-1], 1)
    ended = threading.Event()
    late = threading.Event()

    def watch() -> None:
        end = time.monotonic() + limit
        while not ended.wait(0.05):
            if time.monotonic() >= end:
                late.set()
            if late.is_set() or call.stopped.is_set():
                child.stopped.set()
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    from privaudit.virtual.shell.leaving import ExitShell

    try:
        status = child.call(words[1:], call.shell.io)
    except ExitShell as leaving:
        status = leaving.status
    finally:
        ended.set()
        watcher.join()
    return 124 if late.is_set() else status
