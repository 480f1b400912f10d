"""Files under /proc, made when they are read."""

from __future__ import annotations

import re
from collections.abc import Callable

from privaudit.virtual.state import VirtualPhone
from privaudit.virtual.users import user_name

_HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode"


def install_proc(phone: VirtualPhone) -> None:
    """Let the phone's file system make these files."""
    files: dict[str, Callable[[], str]] = {
        "/proc/uptime": lambda: f"{phone.clock.uptime() / 1e9:.2f} {phone.clock.uptime() / 1e9 * 7:.2f}\n",
        "/proc/version": lambda: (
            "Linux version 5.10.157-android13-4-00001-g5a0b1c2d3e4f (build-user@build-host) #1 SMP PREEMPT\n"
        ),
        "/proc/mounts": lambda: _mounts(phone),
        "/proc/self/mounts": lambda: _mounts(phone),
        "/proc/meminfo": lambda: (
            "MemTotal:        5980316 kB\nMemFree:          402964 kB\nMemAvailable:    2911580 kB\n"
        ),
        "/proc/cpuinfo": lambda: "".join(
            f"processor\t: {n}\nBogoMIPS\t: 38.40\nCPU architecture: 8\n\n" for n in range(8)
        ),
        "/proc/loadavg": lambda: "0.42 0.31 0.19 1/1204 4242\n",
        "/proc/filesystems": lambda: "nodev\tsysfs\nnodev\ttmpfs\nnodev\tproc\n\text4\n\tf2fs\nnodev\tfuse\n",
        "/proc/net/tcp": lambda: tcp_table(phone),
        "/proc/net/tcp6": lambda: _HEAD.ljust(149) + "\n",
        "/proc/net/unix": lambda: "Num       RefCount Protocol Flags    Type St Inode Path\n",
        "/proc/self/cmdline": lambda: "cat\0",
    }

    def made(path: str) -> bytes | None:
        if path in files:
            return files[path]().encode()
        found = re.fullmatch(r"/proc/([0-9]{1,9})/(cmdline|comm|stat|status|oom_score_adj)", path)
        return _process(phone, int(found.group(1)), found.group(2)) if found else None

    phone.files.made = made
    for path in files:
        phone.files.real(path).touch()


def _mounts(phone: VirtualPhone) -> str:
    return "".join(
        f"{m.device} {m.point} {m.kind} {'ro' if m.read_only else 'rw'},{m.options} 0 0\n"
        for m in phone.files.mounts
    )


def tcp_table(phone: VirtualPhone) -> str:
    """Return /proc/net/tcp: the listening ports of the phone."""
    lines = [_HEAD.ljust(149)]
    for number, port in enumerate([5555, *phone.ports.list()]):
        uid = 2000 if port == 5555 else 0  # noqa: PLR2004 — adbd's own port
        lines.append(
            f"{number:4d}: 0100007F:{port:04X} 00000000:0000 0A 00000000:00000000 00:00000000 "
            f"00000000 {uid:5d}        0 "
            f"{24601 + number} 1 0000000000000000 100 0 0 10 0".ljust(149)
        )
    return "\n".join(lines) + "\n"


def _process(phone: VirtualPhone, pid: int, what: str) -> bytes | None:
    process = next((p for p in phone.processes.list() if p.pid == pid), None)
    if process is None:
        return None
    if what == "cmdline":
        return (process.line or process.name).replace(" ", "\0").encode() + b"\0"
    if what == "stat":
        # proc(5): the 22nd field is when it started, in hundredths of a second since the phone did.
        age = phone.clock.now() - process.started
        ticks = max(0, phone.clock.uptime() - age) // 10_000_000
        zeros = " ".join(["0"] * 17)
        return f"{pid} ({process.name[-15:]}) {process.state} {process.parent} {zeros} {ticks} 0 0\n".encode()
    if what == "comm":
        return process.name[-15:].encode() + b"\n"
    if what == "oom_score_adj":
        state = phone.uid_state(process.package) if process.package else "pers"
        return {"top": b"0\n", "fg": b"100\n", "fgsvc": b"200\n", "bg": b"500\n", "cch": b"900\n"}.get(
            state, b"-800\n"
        )
    return (
        f"Name:\t{process.name[-15:]}\nState:\tS (sleeping)\nTgid:\t{pid}\nPid:\t{pid}\n"
        f"PPid:\t{process.parent}\nTracerPid:\t0\n"
        f"Uid:\t{process.uid}\t{process.uid}\t{process.uid}\t{process.uid}\n"
        f"Groups:\t{user_name(process.uid)}\n"
    ).encode()
