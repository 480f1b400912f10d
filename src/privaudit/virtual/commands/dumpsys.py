"""dumpsys: what system services say of themselves; services put themselves here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from privaudit.virtual.shell.registry import Call, command

Dump = Callable[[Call, list[str]], str]
"""Returns a service's text; it gets the words after the service's name."""
DUMPS: Final[dict[str, Dump]] = {}


def dump_of(*names: str) -> Callable[[Dump], Dump]:
    """Serve as a system service of these names."""

    def register(function: Dump) -> Dump:
        for name in names:
            if name in DUMPS:
                raise ValueError(f"two dumps called {name}")
            DUMPS[name] = function
        return function

    return register


def dump(call: Call, name: str, words: list[str]) -> None:
    """Print one service's dump."""
    call.out(DUMPS[name](call, words))


@command("dumpsys")
def dumpsys(call: Call) -> int:
    """Print the dump of a service, or of all."""
    words = list(call.args)
    while words and words[0] in ("-t", "-T", "--priority", "--skip", "--proto", "--pid", "--thread"):
        del words[: 2 if words[0] in ("-t", "-T", "--priority", "--skip") else 1]
    if words[:1] == ["-l"]:
        call.line("Currently running services:")
        call.out("".join(f"  {name}\n" for name in sorted(DUMPS)))
        return 0
    if words[:1] in (["--help"], ["-h"]):
        call.usage(
            "usage: dumpsys\n         To dump all services.\nor:\n       dumpsys [-t TIMEOUT] "
            "[--priority LEVEL] [--help | -l | "
            "--skip SERVICES | SERVICE [ARGS]]",
            255,
        )
    if words:
        if words[0] not in DUMPS:
            call.err(f"Can't find service: {words[0]}")
            return 0
        dump(call, words[0], words[1:])
        return 0
    call.line("Currently running services:")
    call.out("".join(f"  {name}\n" for name in sorted(DUMPS)))
    for name in sorted(DUMPS):
        call.out("-" * 79 + f"\nDUMP OF SERVICE {name}:\n")
        dump(call, name, [])
    return 0
