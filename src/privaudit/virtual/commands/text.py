"""Programs that read, write and change text, as toybox has them."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Final

from privaudit.virtual.shell.pipes import FileSource, Input, Nothing
from privaudit.virtual.shell.registry import Call, CommandError, command, options
from privaudit.virtual.shell.special import SPECIAL_FILES, special_source

_ESCAPES: Final = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "a": "\a",
    "b": "\b",
    "e": "\033",
    "f": "\f",
    "v": "\v",
    "\\": "\\",
}
MOST_WIDTH: Final = 10_000


def unescape(text: str) -> tuple[str, bool]:
    """Return a text with its backslash escapes done, and whether the escape c ended it."""
    out: list[str] = []
    place = 0
    while place < len(text):
        char = text[place]
        following = text[place + 1 : place + 2]
        if char != "\\" or not following:
            out.append(char)
            place += 1
        elif following == "c":
            return "".join(out), True
        elif following in _ESCAPES:
            out.append(_ESCAPES[following])
            place += 2
        elif number := re.match(r"\\(?:x([0-9a-fA-F]{1,2})|0?([0-7]{1,3}))", text[place:]):
            byte = int(number.group(1), 16) if number.group(1) else int(number.group(2), 8) & 0xFF
            out.append(bytes([byte]).decode("utf-8", "surrogateescape"))
            place += number.end()
        else:
            out.append(char)
            place += 1
    return "".join(out), False


def opened(call: Call, names: list[str]) -> Iterator[tuple[str, Input]]:
    """Yield each named input (`-` or none is standard input); what cannot be opened is complained about."""
    for name in names or ["-"]:
        if name == "-":
            yield name, call.stdin
            continue
        path = call.path(name)
        if path in SPECIAL_FILES:
            yield name, Input(special_source(path))
            continue
        try:
            source: FileSource | Nothing = FileSource(call.phone.files.readable(path, call.uid))
        except OSError as error:
            call.err(f"{call.name}: {name}: {error.strerror}")
            call.shell.environment.variables["_open_failed"] = "1"
            continue
        try:
            yield name, Input(source)
        finally:
            if isinstance(source, FileSource):
                source.close()


def failed(call: Call) -> int:
    """Return 1 when some input could not be opened, else 0."""
    return 1 if call.shell.environment.variables.pop("_open_failed", "") else 0


def _lines(call: Call, names: list[str]) -> Iterator[bytes]:
    for _, source in opened(call, names):
        yield from source.lines()


@command("echo")
def echo(call: Call) -> int:
    """Print its arguments: -n without newline, -e with escapes."""
    args, newline, escapes = list(call.args), True, False
    while args and re.fullmatch(r"-[neE]+", args[0]):
        word = args.pop(0)
        newline = newline and "n" not in word
        escapes = escapes or "e" in word
    text, ended = unescape(" ".join(args)) if escapes else (" ".join(args), False)
    call.out(text + ("\n" if newline and not ended else ""))
    return 0


@command("printf")
def printf(call: Call) -> int:
    """Print by a format, again as long as there are arguments."""
    if not call.args:
        call.usage('printf: Needs 1 argument (see "printf --help")')
    form, *args = call.args
    form, _ = unescape(form)
    while True:
        before = len(args)
        call.out(_format(call, form, args))
        if not args or len(args) == before:
            return 0


def _format(call: Call, form: str, args: list[str]) -> str:
    def one(found: re.Match[str]) -> str:
        if found.group() == "%%":
            return "%"
        flags, kind = found.group(1), found.group(2)
        if max((int(n[:6]) for n in re.findall(r"[0-9]+", flags)), default=0) > MOST_WIDTH:
            raise CommandError("printf: field too wide")
        word = args.pop(0) if args else ""
        if kind in "sb":
            return f"%{flags}s" % (unescape(word)[0] if kind == "b" else word)
        if kind == "c":
            return word[:1]
        try:
            number = int(word or "0", 0)
        except ValueError:
            call.err(f"printf: bad number '{word}'")
            number = 0
        return f"%{flags}{'d' if kind in 'diu' else kind}" % number

    return re.sub(r"%([-+ #0]*[0-9]*(?:\.[0-9]+)?)([sbcdiuxXo])|%%", one, form)


@command("cat")
def cat(call: Call) -> int:
    """Print files one after another."""
    found, names = options(call, "uvent")
    number = 0
    for _, source in opened(call, names):
        if "n" in found:
            for line in source.lines():
                number += 1
                call.stdout.write(f"{number:6d}\t".encode() + line + b"\n")
            continue
        while data := source.read_some():
            call.stdout.write(data)
            if call.stopped.is_set():
                return 130
    return failed(call)


def _count(call: Call, found: dict[str, str], args: list[str], letter: str) -> str:
    if args and re.fullmatch(r"-[0-9]+", args[0]):
        return args.pop(0)[1:]
    del call
    return found.get(letter, "10")


def _number_first(call: Call) -> None:
    # The old form `head -5` is still served by toybox.
    call.args = [f"-n{a[1:]}" if re.fullmatch(r"-[0-9]+", a) else a for a in call.args]


@command("head")
def head(call: Call) -> int:
    """Print the first lines, or bytes."""
    _number_first(call)
    found, names = options(call, "n:c:qv")
    for name, source in opened(call, names):
        if len(names) > 1:
            call.line(f"==> {name} <==")
        if "c" in found:
            call.stdout.write(source.read_exactly(whole(call, found["c"])))
            continue
        left = whole(call, found.get("n", "10"))
        while left > 0 and (line := source.readline()):
            call.stdout.write(line)
            left -= 1
    return failed(call)


def whole(call: Call, text: str) -> int:
    """Return a whole number given as an argument."""
    if not re.fullmatch(r"[-+]?[0-9]{1,12}", text):
        call.fail(f"not integer: {text}")
    return int(text)


@command("tail")
def tail(call: Call) -> int:
    """Print the last lines (`-n +N`: from line N on), or bytes."""
    _number_first(call)
    found, names = options(call, "n:c:fF")
    for _, source in opened(call, names):
        if "c" in found:
            data = source.read_all()
            count = whole(call, found["c"])
            call.stdout.write(
                data[count - 1 :] if found["c"].startswith("+") else data[-abs(count) :] if count else b""
            )
            continue
        text = found.get("n", "10")
        count = whole(call, text)
        if text.startswith("+"):
            kept: list[bytes] | deque[bytes] = list(_kept_lines(source))[max(0, count - 1) :]
        else:
            kept = deque(_kept_lines(source), maxlen=abs(count))
        call.stdout.write(b"".join(kept))
    return failed(call)


def _kept_lines(source: Input) -> Iterator[bytes]:
    while line := source.readline():
        yield line


@command("wc")
def wc(call: Call) -> int:
    """Count lines, words, bytes."""
    found, names = options(call, "lwcm")
    wanted = [letter for letter in "lwcm" if letter in found] or ["l", "w", "c"]
    totals = dict.fromkeys("lwcm", 0)
    for name, source in opened(call, names):
        data = source.read_all()
        counts = {
            "l": data.count(b"\n"),
            "w": len(data.split()),
            "c": len(data),
            "m": len(data.decode(errors="replace")),
        }
        for letter, count in counts.items():
            totals[letter] += count
        call.line(_counts(counts, wanted, "" if name == "-" else name))
    if len(names) > 1:
        call.line(_counts(totals, wanted, "total"))
    return failed(call)


def _counts(counts: dict[str, int], wanted: list[str], name: str) -> str:
    if len(wanted) == 1:
        return f"{counts[wanted[0]]}{' ' + name if name else ''}"
    return " ".join(f"{counts[letter]:7d}" for letter in wanted) + (f" {name}" if name else "")


@command("sort")
def sort(call: Call) -> int:
    """Sort lines."""
    found, names = options(call, "nruk:t:fbVh")
    lines = list(_lines(call, names))
    separator = found["t"].encode() if "t" in found else None

    def key(line: bytes) -> tuple[float, bytes]:
        field = line
        if "k" in found:
            place = whole(call, re.split(r"[,.n]", found["k"])[0]) - 1
            parts = line.split(separator)
            field = parts[place] if 0 <= place < len(parts) else b""
        number = (
            re.match(rb"\s*(-?[0-9]+(?:\.[0-9]+)?)", field)
            if "n" in found or found.get("k", "").endswith("n")
            else None
        )
        return (float(number.group(1)) if number else 0.0, field.lower() if "f" in found else field)

    lines.sort(key=key, reverse="r" in found)
    if "u" in found:
        lines = list(dict.fromkeys(lines))
    call.stdout.write(b"".join(line + b"\n" for line in lines))
    return failed(call)


@command("uniq")
def uniq(call: Call) -> int:
    """Leave out lines like the one before."""
    found, names = options(call, "cdu")
    groups: list[tuple[bytes, int]] = []
    for line in _lines(call, names[:1]):
        if groups and groups[-1][0] == line:
            groups[-1] = (line, groups[-1][1] + 1)
        else:
            groups.append((line, 1))
    for line, count in groups:
        if ("d" in found and count == 1) or ("u" in found and count > 1):
            continue
        call.stdout.write((f"{count:7d} ".encode() if "c" in found else b"") + line + b"\n")
    return failed(call)


_CLASSES: Final = {
    "digit": "0-9", "lower": "a-z", "upper": "A-Z", "alpha": "A-Za-z", "alnum": "0-9A-Za-z",
    "space": " \t\n\r\v\f",
}  # fmt: skip


def _set(text: str) -> str:
    text, _ = unescape(text)
    for name, chars in _CLASSES.items():
        text = text.replace(f"[:{name}:]", chars)

    def spread(found: re.Match[str]) -> str:
        return "".join(chr(c) for c in range(ord(found.group(1)), ord(found.group(2)) + 1))

    return re.sub(r"(.)-(.)", spread, text, flags=re.DOTALL)


@command("tr")
def tr(call: Call) -> int:
    """Change or delete characters."""
    found, sets = options(call, "dscC")
    if not sets:
        call.usage('tr: Needs 1 argument (see "tr --help")')
    first = _set(sets[0])
    text = call.stdin.read_all().decode("utf-8", "surrogateescape")
    complement = "c" in found or "C" in found
    if "d" in found:
        text = "".join(c for c in text if (c in first) == complement)
    elif len(sets) > 1:
        second = _set(sets[1])
        if complement:
            text = "".join(c if c in first else second[-1] for c in text)
        else:
            table = (
                {ord(c): second[min(n, len(second) - 1)] for n, c in reversed(list(enumerate(first)))}
                if second
                else {}
            )
            text = text.translate(table)
    if "s" in found:
        squeezed = _set(sets[-1])
        text = re.sub(f"([{re.escape(squeezed)}])\\1+", r"\1", text) if squeezed else text
    call.out(text)
    return 0


@command("cut")
def cut(call: Call) -> int:
    """Print parts of lines: fields, characters or bytes."""
    found, names = options(call, "d:f:c:b:s")
    chosen = found.get("f") or found.get("c") or found.get("b")
    if not chosen:
        call.usage("cut: no selection")
    ranges = _ranges(call, chosen)
    delimiter = found.get("d", "\t")
    for raw in _lines(call, names):
        line = raw.decode("utf-8", "surrogateescape")
        if "f" not in found:
            call.line("".join(c for n, c in enumerate(line, 1) if any(a <= n <= b for a, b in ranges)))
            continue
        parts = line.split(delimiter)
        if len(parts) == 1:
            if "s" not in found:
                call.line(line)
            continue
        call.line(delimiter.join(p for n, p in enumerate(parts, 1) if any(a <= n <= b for a, b in ranges)))
    return failed(call)


def _ranges(call: Call, text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for part in text.split(","):
        limits = re.fullmatch(r"([0-9]{0,9})(-?)([0-9]{0,9})", part)
        if not part or limits is None:
            call.fail(f"bad range '{part}'")
        first = int(limits.group(1) or 1)
        last = int(limits.group(3) or 10**9) if limits.group(2) else first
        found.append((first, last))
    return found


@command("tee")
def tee(call: Call) -> int:
    """Copy the input to the output and to files."""
    found, names = options(call, "ai")
    data = call.stdin.read_all()
    for name in names:
        if call.path(name) not in SPECIAL_FILES:
            call.phone.files.write(call.path(name), data, call.uid, append="a" in found)
    call.stdout.write(data)
    return 0


@command("seq")
def seq(call: Call) -> int:
    """Print numbers."""
    numbers = [whole(call, a) for a in call.args]
    if not numbers:
        call.usage('seq: Needs 1 argument (see "seq --help")')
    first = numbers[0] if len(numbers) > 1 else 1
    step = numbers[1] if len(numbers) > 2 else 1  # noqa: PLR2004 — FIRST STEP LAST
    for number in range(first, numbers[-1] + (1 if step > 0 else -1), step or 1):
        call.line(str(number))
    return 0


@command("yes")
def yes(call: Call) -> int:
    """Print a word until nobody reads it."""
    data = (" ".join(call.args or ["y"]) + "\n").encode() * 512
    while not call.stopped.is_set():
        call.stdout.write(data)
    return 130


@command("rev")
def rev(call: Call) -> int:
    """Print lines backwards."""
    for line in _lines(call, call.args):
        call.line(line.decode("utf-8", "surrogateescape")[::-1])
    return failed(call)


@command("xargs")
def xargs(call: Call) -> int:
    """Run a command with the input's words as further arguments."""
    found, words = options(call, "n:I:0r", stop_at_word=True)
    text = call.stdin.read_all().decode("utf-8", "surrogateescape")
    items = (
        [i for i in text.split("\0") if i]
        if "0" in found
        else text.split("\n")
        if "I" in found
        else text.split()
    )
    base = words or ["echo"]
    io = call.shell.io
    status = 0
    if "I" in found:
        for item in filter(None, items):
            status = call.shell.call([w.replace(found["I"], item) for w in base], io) or status
        return status
    size = whole(call, found["n"]) if "n" in found else max(1, len(items))
    for start in range(0, len(items), max(1, size)):
        status = call.shell.call([*base, *items[start : start + size]], io) or status
    return 123 if status else 0
