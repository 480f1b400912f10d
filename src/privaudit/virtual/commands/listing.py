"""Programs that show files: ls, stat, find."""

from __future__ import annotations

import fnmatch
import posixpath
import re
import stat as bits
from collections.abc import Iterator
from typing import Final

from privaudit.virtual.files import Entry
from privaudit.virtual.shell.registry import Call, command, options
from privaudit.virtual.times import local
from privaudit.virtual.users import group_name, user_name

MOST_VISITED: Final = 100_000


def mode_text(mode: int) -> str:
    """Return a mode as ls shows it."""
    return bits.filemode(mode)


def _link(entry: Entry) -> str:
    return f" -> {entry.target}" if entry.is_link else ""


def _long(entry: Entry, *, blocks: bool, name: str, context: str) -> list[str]:
    when = local(entry.mtime).strftime("%Y-%m-%d %H:%M")
    row = [mode_text(entry.mode), str(entry.links), user_name(entry.uid), group_name(entry.gid)]
    if context:
        row.append(context)
    row += [str(entry.size), when, name + _link(entry)]
    return [str((entry.size + 1023) // 1024 * 2), *row] if blocks else row


@command("ls", "ll")
def ls(call: Call) -> int:
    """List files."""
    found, names = options(call, "ACFHLNRSUZabcdfghiklmnopqrstuwx1")
    if call.name == "ll":
        found["l"] = ""
    status = 0
    folders: list[tuple[str, Entry]] = []
    files: list[tuple[str, Entry]] = []
    for name in names or ["."]:
        try:
            entry = call.phone.files.stat(
                call.path(name),
                call.uid,
                follow="l" not in found or name.endswith("/") or ("d" not in found and "l" not in found),
            )
            folder = entry.is_dir and "d" not in found
            (folders if folder else files).append((name, entry))
        except OSError as error:
            call.err(f"ls: {name}: {error.strerror}")
            status = 1
    if files:
        _print(call, found, files)
    for number, (name, _) in enumerate(folders):
        if len(names) > 1 or "R" in found:
            call.out(("\n" if number or files else "") + f"{name}:\n")
        status = max(status, _folder(call, found, name))
    return status


def _folder(call: Call, found: dict[str, str], name: str) -> int:
    try:
        entries = call.phone.files.list(call.path(name), call.uid)
    except OSError as error:
        call.err(f"ls: {name}: {error.strerror}")
        return 1
    rows = [(e.name, e) for e in entries if "a" in found or "A" in found or not e.name.startswith(".")]
    if "a" in found:
        here = call.phone.files.stat(call.path(name))
        rows = [(".", here), ("..", here), *rows]
    if "l" in found:
        call.line(f"total {sum((e.size + 1023) // 1024 for _, e in rows)}")
    _print(call, found, rows)
    status = 0
    if "R" in found:
        for child, entry in rows:
            if entry.is_dir and child not in (".", ".."):
                call.out(f"\n{name.rstrip('/')}/{child}:\n")
                status = max(status, _folder(call, found, f"{name.rstrip('/')}/{child}"))
    return status


def _print(call: Call, found: dict[str, str], rows: list[tuple[str, Entry]]) -> None:
    if "t" in found:
        rows = sorted(rows, key=lambda row: -row[1].mtime)
    elif "S" in found:
        rows = sorted(rows, key=lambda row: -row[1].size)
    if "r" in found:
        rows = rows[::-1]
    mark = {True: "/", False: ""} if "F" in found or "p" in found else {True: "", False: ""}
    named = [(name + mark[entry.is_dir], entry) for name, entry in rows]
    if "i" in found:
        named = [(f"{entry.inode} {name}", entry) for name, entry in named]
    if "l" not in found:
        call.out("".join(name + "\n" for name, _ in named))
        return
    context = "u:object_r:system_file:s0" if "Z" in found else ""
    table = [_long(entry, blocks="s" in found, name=name, context=context) for name, entry in named]
    if "n" in found:
        for row, (_, entry) in zip(table, named, strict=True):
            row[2:4] = [str(entry.uid), str(entry.gid)]
    widths = [max(len(row[n]) for row in table) for n in range(len(table[0]))] if table else []
    for row in table:
        cells = [
            c.ljust(w) if n in (2, 3) else c.rjust(w)
            for n, (c, w) in enumerate(zip(row[:-1], widths, strict=False))
        ]
        call.line(" ".join([*cells, row[-1]]))


@command("stat")
def stat(call: Call) -> int:
    """Show what is known of files, by a format with -c."""
    found, names = options(call, "c:fLt")
    status = 0
    for name in names or call.usage('stat: Needs 1 argument (see "stat --help")'):
        try:
            entry = call.phone.files.stat(call.path(name), call.uid, follow="L" in found)
        except OSError as error:
            call.err(f"stat: '{name}': {error.strerror}")
            status = 1
            continue
        call.line(_format(found["c"], entry, name) if "c" in found else _stat(entry, name))
    return status


def _kind(entry: Entry) -> str:
    if entry.is_link:
        return "symbolic link"
    return "directory" if entry.is_dir else "regular file" if entry.size else "regular empty file"


def _format(form: str, entry: Entry, name: str) -> str:
    when = local(entry.mtime)
    table = {
        "a": f"{entry.mode & 0o7777:o}",
        "A": mode_text(entry.mode),
        "b": str((entry.size + 511) // 512),
        "B": "512",
        "f": f"{entry.mode:x}",
        "F": _kind(entry),
        "g": str(entry.gid),
        "G": group_name(entry.gid),
        "h": str(entry.links),
        "i": str(entry.inode),
        "n": name,
        "N": f"'{name}'{_link(entry)}",
        "o": "4096",
        "s": str(entry.size),
        "u": str(entry.uid),
        "U": user_name(entry.uid),
        "y": when.strftime("%Y-%m-%d %H:%M:%S.%f000 %z"),
        "Y": str(entry.mtime // 10**9),
        "x": when.strftime("%Y-%m-%d %H:%M:%S.%f000 %z"),
        "X": str(entry.mtime // 10**9),
        "z": when.strftime("%Y-%m-%d %H:%M:%S.%f000 %z"),
        "Z": str(entry.mtime // 10**9),
        "%": "%",
    }
    return re.sub(r"%(.)", lambda m: table.get(m.group(1), m.group()), form)


def _stat(entry: Entry, name: str) -> str:
    form = (
        "  File: %n\n  Size: %s\t Blocks: %b\t IO Blocks: 512\t%F\nDevice: fd26h/64806d\t Inode: "
        "%i\t Links: %h\n"
        f"Access: ({entry.mode & 0o7777:04o}/%A)\tUid: ({entry.uid:5d}/{user_name(entry.uid):>8})\t"
        f"Gid: ({entry.gid:5d}/{group_name(entry.gid):>8})\nAccess: %x\nModify: %y\nChange: %z"
    )
    return _format(form, entry, name + _link(entry))


@command("find")
def find(call: Call) -> int:
    """Find files by name, type and depth."""
    args = list(call.args)
    starts: list[str] = []
    while args and not args[0].startswith(("-", "(", "!")):
        starts.append(args.pop(0))
    tests: dict[str, str] = {}
    flags: set[str] = set()
    while args:
        word = args.pop(0)
        if word in ("-name", "-iname", "-type", "-maxdepth", "-mindepth", "-path"):
            tests[word] = args.pop(0) if args else call.fail(f"'{word}' needs 1 arg")
        elif word in ("-print", "-print0", "-delete"):
            flags.add(word)
        else:
            call.fail(f"bad arg '{word}'")
    status = 0
    for start in starts or ["."]:
        try:
            for shown, entry, depth in _found(call, start, int(tests.get("-maxdepth", "1000"))):
                if depth >= int(tests.get("-mindepth", "0")) and _passes(shown, entry, tests):
                    if "-delete" in flags:
                        call.phone.files.remove(call.path(shown), call.uid, recursive=True)
                    else:
                        call.out(shown + ("\0" if "-print0" in flags else "\n"))
        except OSError as error:
            call.err(f"find: '{start}': {error.strerror}")
            status = 1
    return status


def _found(call: Call, path: str, deepest: int, depth: int = 0) -> Iterator[tuple[str, Entry, int]]:
    entry = call.phone.files.stat(call.path(path), call.uid, follow=depth == 0)
    yield path, entry, depth
    if not entry.is_dir or depth >= deepest:
        return
    try:
        children = call.phone.files.list(call.path(path), call.uid)
    except OSError as error:
        call.err(f"find: {path}: {error.strerror}")
        return
    for child in children:
        yield from _found(call, f"{path.rstrip('/')}/{child.name}", deepest, depth + 1)


def _passes(path: str, entry: Entry, tests: dict[str, str]) -> bool:
    name = posixpath.basename(path.rstrip("/")) or "/"
    kind = "l" if entry.is_link else "d" if entry.is_dir else "f"
    return (
        fnmatch.fnmatchcase(name, tests.get("-name", "*"))
        and fnmatch.fnmatchcase(name.lower(), tests.get("-iname", "*").lower())
        and fnmatch.fnmatchcase(path, tests.get("-path", "*"))
        and tests.get("-type", kind) == kind
    )
