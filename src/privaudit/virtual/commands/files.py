"""Programs about files: ls, stat, rm, mkdir, mv, cp, chmod, chown, touch, find, df, mount and their like."""

from __future__ import annotations

import fnmatch
import os
import posixpath
import re
import stat as bits
import time
from collections.abc import Iterator
from typing import Final

from privaudit.virtual.files import Entry
from privaudit.virtual.shell.registry import Call, command, options
from privaudit.virtual.times import local
from privaudit.virtual.users import group_id, group_name, user_id, user_name

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


@command("rm")
def rm(call: Call) -> int:
    """Delete files."""
    found, names = options(call, "firRv")
    if not names and "f" not in found:
        call.usage('rm: Needs 1 argument (see "rm --help")')
    status = 0
    recursive = "r" in found or "R" in found
    for name in names:
        try:
            call.phone.files.remove(call.path(name), call.uid, recursive=recursive)
        except FileNotFoundError as error:
            if "f" not in found:
                call.err(f"rm: {name}: {error.strerror}")
                status = 1
        except OSError as error:
            call.err(f"rm: {name}: {error.strerror}")
            status = 1
    return status


@command("rmdir")
def rmdir(call: Call) -> int:
    """Delete empty directories."""
    found, names = options(call, "p")
    del found
    return _each(call, names, lambda name: call.phone.files.rmdir(call.path(name), call.uid))


def _each(call: Call, names: list[str], work: object) -> int:
    status = 0
    if not names:
        call.usage(f'{call.name}: Needs 1 argument (see "{call.name} --help")')
    for name in names:
        try:
            if callable(work):
                work(name)
        except OSError as error:
            call.err(f"{call.name}: '{name}': {error.strerror}")
            status = 1
    return status


@command("mkdir")
def mkdir(call: Call) -> int:
    """Make directories."""
    found, names = options(call, "pm:v")
    mode = int(found["m"], 8) if re.fullmatch(r"[0-7]{1,5}", found.get("m", "")) else 0o755
    return _each(
        call,
        names,
        lambda name: call.phone.files.mkdir(call.path(name), call.uid, mode=mode, parents="p" in found),
    )


def _target(call: Call, source: str, target: str) -> str:
    path = call.path(target)
    try:
        if call.phone.files.stat(path, call.uid).is_dir:
            return posixpath.join(path, posixpath.basename(source.rstrip("/")))
    except FileNotFoundError:
        return path
    return path


@command("mv")
def mv(call: Call) -> int:
    """Move files."""
    found, names = options(call, "finv")
    del found
    if len(names) < 2:  # noqa: PLR2004 — from and to
        call.usage('mv: Needs 2 arguments (see "mv --help")')
    return _each(
        call,
        names[:-1],
        lambda name: call.phone.files.rename(call.path(name), _target(call, name, names[-1]), call.uid),
    )


@command("cp")
def cp(call: Call) -> int:
    """Copy files."""
    found, names = options(call, "adfiLprRPv")
    if len(names) < 2:  # noqa: PLR2004 — from and to
        call.usage('cp: Needs 2 arguments (see "cp --help")')
    recursive = any(letter in found for letter in "arR")

    def copy(source: str, target: str, depth: int) -> None:
        files = call.phone.files
        entry = files.stat(source, call.uid)
        if not entry.is_dir:
            files.write(target, files.read(source, call.uid), call.uid, mode=entry.mode & 0o777)
            return
        if not recursive:
            call.fail(f"Skipped dir '{posixpath.basename(source)}'")
        if depth > 40:  # noqa: PLR2004 — deeper than any real tree: a copy into itself
            raise OSError(40, "Too many levels", source)
        children = files.list(source, call.uid)
        files.mkdir(target, call.uid, mode=entry.mode & 0o777, parents=True)
        for child in children:
            copy(f"{source}/{child.name}", f"{target}/{child.name}", depth + 1)

    return _each(call, names[:-1], lambda name: copy(call.path(name), _target(call, name, names[-1]), 0))


@command("ln")
def ln(call: Call) -> int:
    """Make symbolic links."""
    found, names = options(call, "sfnv")
    if len(names) != 2 or "s" not in found:  # noqa: PLR2004 — target and name
        call.fail("hard links are not supported on this file system")
    path = call.path(names[1])
    if call.phone.files.exists(path) and "f" not in found:
        call.fail(f"cannot create symbolic link from '{names[0]}' to '{names[1]}': File exists")
    call.phone.files.writable(path + ".new", call.uid)
    call.phone.files.link(call.phone.files.resolve(path, last=False), names[0])
    return 0


@command("readlink", "realpath")
def readlink(call: Call) -> int:
    """Print where a link leads."""
    found, names = options(call, "efnmq")
    status = 0
    for name in names or call.usage(f'{call.name}: Needs 1 argument (see "{call.name} --help")'):
        if call.name == "realpath" or "f" in found or "e" in found or "m" in found:
            path = call.phone.files.resolve(call.path(name))
            if (
                "m" in found
                or call.phone.files.exists(path)
                or ("f" in found and call.phone.files.exists(posixpath.dirname(path)))
            ):
                call.line(path)
                continue
            if call.name == "realpath":
                call.err(f"realpath: {name}: No such file or directory")
            status = 1
            continue
        entry = call.phone.files.stat(call.path(name), call.uid, follow=False)
        if entry.is_link:
            call.line(entry.target)
        else:
            status = 1
    return status


@command("basename")
def basename(call: Call) -> int:
    """Print the last part of a path."""
    if not call.args:
        call.usage('basename: Needs 1 argument (see "basename --help")')
    name = posixpath.basename(call.args[0].rstrip("/")) or "/"
    call.line(name.removesuffix(call.args[1]) if len(call.args) > 1 and name != call.args[1] else name)
    return 0


@command("dirname")
def dirname(call: Call) -> int:
    """Print a path without its last part."""
    for name in call.args:
        call.line(posixpath.dirname(name.rstrip("/")) or ("/" if name.startswith("/") else "."))
    return 0


@command("chmod")
def chmod(call: Call) -> int:
    """Change permission bits."""
    _, words = options(_signs(call), "RfvH")
    if len(words) < 2:  # noqa: PLR2004 — mode and file
        call.usage('chmod: Needs 2 arguments (see "chmod --help")')
    mode = words[0].replace("\0", "-")

    def change(name: str) -> None:
        entry = call.phone.files.stat(call.path(name), call.uid)
        if call.uid not in (0, entry.uid):
            raise PermissionError(1, "Operation not permitted")
        call.phone.files.set_owner(call.path(name), mode=_mode(call, mode, entry.mode & 0o7777))

    return _each(call, words[1:], change)


def _signs(call: Call) -> Call:
    # `chmod -x FILE` is a mode, not an option.
    call.args = [a.replace("-", "\0", 1) if re.fullmatch(r"-[rwxst]+", a) else a for a in call.args]
    return call


def _mode(call: Call, text: str, old: int) -> int:
    if re.fullmatch(r"[0-7]{1,5}", text):
        return int(text, 8)
    for part in text.split(","):
        found = re.fullmatch(r"([ugoa]*)([-+=])([rwxXst]*)", part)
        if found is None:
            call.fail(f"bad mode '{text}'")
        who, sign, what = found.groups()
        shifts = [{"u": 6, "g": 3, "o": 0}[w] for w in ("ugo" if not who or "a" in who else who)]
        value = sum({"r": 4, "w": 2, "x": 1, "X": 1}.get(c, 0) for c in set(what))
        for shift in shifts:
            mask = value << shift
            old = old | mask if sign == "+" else old & ~mask if sign == "-" else (old & ~(7 << shift)) | mask
    return old


@command("chown", "chgrp")
def chown(call: Call) -> int:
    """Change the owner."""
    found, words = options(call, "RfhvHLP")
    if len(words) < 2:  # noqa: PLR2004 — owner and file
        call.usage(f'{call.name}: Needs 2 arguments (see "{call.name} --help")')
    user, _, group = words[0].partition(":") if call.name == "chown" else ("", "", words[0])
    uid, gid = user_id(user) if user else None, group_id(group) if group else None
    if (user and uid is None) or (group and gid is None):
        call.fail(
            f"no {'user' if user and uid is None else 'group'} '{user if user and uid is None else group}'"
        )

    def change(name: str) -> None:
        call.phone.files.stat(call.path(name), call.uid)
        if call.uid != 0:
            raise PermissionError(1, "Operation not permitted")
        names = list(_walk(call, call.path(name))) if "R" in found else [call.path(name)]
        for path in names:
            call.phone.files.set_owner(path, uid=uid, gid=gid)

    return _each(call, words[1:], change)


def _walk(call: Call, path: str) -> Iterator[str]:
    yield path
    entry = call.phone.files.stat(path, call.uid, follow=False)
    if entry.is_dir:
        for child in call.phone.files.list(path, call.uid):
            yield from _walk(call, f"{path.rstrip('/')}/{child.name}")


@command("touch")
def touch(call: Call) -> int:
    """Make files or set their time to now."""
    found, names = options(call, "acmhd:t:r:")

    def one(name: str) -> None:
        if "c" in found and not call.phone.files.exists(call.path(name)):
            return
        path = call.phone.files.writable(call.path(name), call.uid)
        path.touch()
        if "d" in found and re.fullmatch(r"@[0-9]{1,12}", found["d"]):
            os.utime(path, (int(found["d"][1:]),) * 2)

    return _each(call, names, one)


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


@command("du")
def du(call: Call) -> int:
    """Show how much room files take."""
    found, names = options(call, "achkmsxd:")
    for name in names or ["."]:
        size = 0
        for path in _walk(call, call.path(name)):
            size += (call.phone.files.stat(path, call.uid, follow=False).size + 4095) // 4096 * 4
        call.line(f"{f'{size / 1024:.1f}M' if 'h' in found else size}\t{name}")
    return 0


@command("df")
def df(call: Call) -> int:
    """Show how full file systems are."""
    found, names = options(call, "HPhkait:")
    human = "h" in found
    mounts = (
        call.phone.files.mounts
        if not names
        else [call.phone.files.mount_of(call.phone.files.resolve(call.path(n))) for n in names]
    )
    call.line(
        "Filesystem      Size  Used Avail Use% Mounted on"
        if human
        else "Filesystem     1K-blocks    Used Available Use% Mounted on"
    )
    for mount in mounts:
        total, used = (115_343_360, 9_437_184) if mount.kind in ("f2fs", "fuse") else (3_145_728, 2_983_116)
        if human:
            call.line(
                f"{mount.device:<15} {total / 2**20:>3.0f}G {used / 2**20:>4.1f}G "
                f"{(total - used) / 2**20:>4.1f}G {used * 100 // total:>3}% {mount.point}"
            )
        else:
            call.line(
                f"{mount.device:<15} {total:>8} {used:>7} {total - used:>9} "
                f"{used * 100 // total:>3}% {mount.point}"
            )
    return 0


@command("mount")
def mount(call: Call) -> int:
    """Show or change mounts: tmpfs, bind, remount."""
    found, words = options(call, "afnrvwt:o:")
    chosen = found.get("o", "").split(",")
    files = call.phone.files
    if not words and "o" not in found:
        for one in files.mounts:
            call.line(
                f"{one.device} on {one.point} type {one.kind} ({'ro' if one.read_only else 'rw'},"
                f"{one.options})"
            )
        return 0
    if not words:
        call.usage("mount: no mount point")
    target = call.path(words[-1])
    if call.uid != 0:
        call.fail(f"'{words[0]}'->'{words[-1]}': Operation not permitted")
    try:
        if "remount" in chosen:
            files.remount(target, read_only="ro" in chosen)
        elif "bind" in chosen and len(words) > 1:
            files.mount_bind(call.path(words[0]), target)
        elif found.get("t") == "tmpfs":
            files.mount_tmpfs(target)
        else:
            call.fail(f"'{words[0]}'->'{words[-1]}': No such device")
    except OSError as error:
        call.fail(f"'{words[0]}'->'{words[-1]}': {error.strerror}")
    return 0


@command("umount")
def umount(call: Call) -> int:
    """Undo mounts."""
    _, words = options(call, "aflnDrv")
    if call.uid != 0:
        call.fail(f"{words[0] if words else ''}: Operation not permitted")
    return _each(call, words, lambda name: call.phone.files.unmount(call.path(name)))


@command("sync")
def sync(call: Call) -> int:
    """There is nothing held back."""
    del call
    return 0


@command("dd")
def dd(call: Call) -> int:
    """Copy blocks: if=, of=, bs=, count=, skip=."""
    from privaudit.virtual.commands.text import opened

    given = dict(a.partition("=")[::2] for a in call.args)
    size = _size(call, given.get("bs", "512"))
    count = _size(call, given["count"]) if "count" in given else None
    began = time.monotonic()
    data = b""
    for _, source in opened(call, [given["if"]] if "if" in given else []):
        skip = _size(call, given.get("skip", "0")) * size
        data = (
            source.read_exactly(skip + count * size)[skip:] if count is not None else source.read_all()[skip:]
        )
    if "of" not in given:
        call.stdout.write(data)
    elif call.path(given["of"]) != "/dev/null":
        call.phone.files.write(call.path(given["of"]), data, call.uid)
    blocks = f"{len(data) // size}+{int(bool(len(data) % size))}"
    took = max(time.monotonic() - began, 0.001)
    call.err(
        f"{blocks} records in\n{blocks} records out\n{len(data)} bytes copied, {took:.3f} s, "
        f"{len(data) / took:.0f} B/s"
    )
    return 0


def _size(call: Call, text: str) -> int:
    found = re.fullmatch(r"([0-9]{1,9})([kKmM]?)", text)
    if found is None:
        call.fail(f"not integer: {text}")
    value = int(found.group(1)) * {"": 1, "k": 1 << 10, "m": 1 << 20}[found.group(2).lower()]
    if value > 256 << 20:
        call.fail(f"{text}: Cannot allocate memory")
    return value
