"""cmd: talks to a system service by its name; services put themselves here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from privaudit.virtual.shell.registry import Call, Command, command

SERVICES: Final[dict[str, Command]] = {}


def cmd_service(name: str, *programs: str) -> Callable[[Command], Command]:
    """Serve as `cmd NAME …`, and as programs that are only another way to say so."""

    def register(function: Command) -> Command:
        if name in SERVICES:
            raise ValueError(f"two services called {name}")
        SERVICES[name] = function
        return command(*programs)(function) if programs else function

    return register


@command("cmd")
def cmd(call: Call) -> int | None:
    """Call a service."""
    words = list(call.args)
    while words[:1] == ["-w"]:
        words.pop(0)
    if not words:
        call.usage(
            "cmd: No service specified; use -l to list all running services. Use -w to start and "
            "wait for a service.",
            20,
        )
    if words[0] == "-l":
        call.line("Currently running services:")
        call.out("".join(f"  {name}\n" for name in sorted(SERVICES)))
        return 0
    if words[0] not in SERVICES:
        call.usage(f"cmd: Can't find service: {words[0]}", 20)
    return SERVICES[words[0]](Call(words[0], words[1:], call.shell, call.stdin, call.stdout, call.stderr))


@command("service")
def service(call: Call) -> int:
    """List system services, or check one."""
    names = sorted(SERVICES)
    if call.args[:1] == ["list"]:
        call.line(f"Found {len(names)} services:")
        call.out("".join(f"{n}\t{name}: []\n" for n, name in enumerate(names)))
    elif call.args[:1] == ["check"] and len(call.args) > 1:
        call.line(f"Service {call.args[1]}: {'found' if call.args[1] in SERVICES else 'not found'}")
    elif call.args[:1] == ["call"]:
        known = len(call.args) > 1 and call.args[1] in SERVICES
        call.usage(
            'Result: Parcel(Error: 0xffffffb6 "Unknown transaction")'
            if known
            else f"service: Service {call.args[1] if len(call.args) > 1 else ''} does not exist",
            10,
        )
    else:
        call.usage(
            "Usage: service [-h|-?]\n       service list\n       service check SERVICE\n"
            "       service call SERVICE CODE [i32 N | i64 N | f N | d N | s16 STR | null | fd f | "
            "nfd n | afd f ] ...",
            10,
        )
    return 0
