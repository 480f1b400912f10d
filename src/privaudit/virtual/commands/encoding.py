"""Programs that encode, hash and compare bytes."""

from __future__ import annotations

import base64
import hashlib
import re

from privaudit.virtual.commands.text import failed, opened, whole
from privaudit.virtual.shell.registry import Call, command, options


@command("base64")
def base64_(call: Call) -> int:
    """Encode or decode base64."""
    found, names = options(call, "diw:")
    width = whole(call, found.get("w", "76"))
    for _, source in opened(call, names):
        data = source.read_all()
        if "d" in found:
            try:
                call.stdout.write(base64.b64decode(re.sub(rb"\s", b"", data), validate="i" not in found))
            except ValueError:
                call.fail("bad input")
            continue
        text = base64.b64encode(data).decode()
        call.out("".join(text[n : n + width] + "\n" for n in range(0, len(text), width)) if width else text)
    return failed(call)


@command("md5sum", "sha1sum", "sha224sum", "sha256sum", "sha512sum")
def sums(call: Call) -> int:
    """Print the hash of each file."""
    found, names = options(call, "b")
    for name, source in opened(call, names):
        digest = hashlib.new(call.name.removesuffix("sum"), usedforsecurity=False)
        while data := source.read_some():
            digest.update(data)
        call.line(digest.hexdigest() if "b" in found else f"{digest.hexdigest()}  {name}")
    return failed(call)


@command("cmp")
def cmp(call: Call) -> int:
    """Compare two files."""
    found, names = options(call, "sl")
    if len(names) != 2:  # noqa: PLR2004 — two files
        call.usage('cmp: Needs 2 arguments (see "cmp --help")', 2)
    first, second = (source.read_all() for _, source in opened(call, names))
    if first == second:
        return 0
    if "s" not in found:
        place = next((n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
        if place is None:
            call.err(f"cmp: EOF on {names[0] if len(first) < len(second) else names[1]}")
        else:
            line = first[:place].count(b"\n") + 1
            call.line(f"{names[0]} {names[1]} differ: char {place + 1}, line {line}")
    return 1


@command("xxd")
def xxd(call: Call) -> int:
    """Print bytes in hexadecimal."""
    found, names = options(call, "pl:")
    for _, source in opened(call, names):
        data = source.read_exactly(whole(call, found["l"])) if "l" in found else source.read_all()
        if "p" in found:
            text = data.hex()
            call.out("".join(text[n : n + 60] + "\n" for n in range(0, len(text), 60)))
            continue
        for start in range(0, len(data), 16):
            part = data[start : start + 16]
            words = " ".join(part[n : n + 2].hex() for n in range(0, len(part), 2))
            shown = "".join(chr(b) if 32 <= b < 127 else "." for b in part)  # noqa: PLR2004 — printable ASCII
            call.line(f"{start:08x}: {words:<39}  {shown}")
    return failed(call)
