"""Programs that change files: rm, mkdir, mv, cp, ln, chmod, chown, touch and their like."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterator

from privaudit.virtual.shell.registry import Call, command, options
from privaudit.virtual.users import group_id, user_id


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
    return each(call, names, lambda name: call.phone.files.rmdir(call.path(name), call.uid))


def each(call: Call, names: list[str], work: Callable[[str], None]) -> int:
    """Do something with each file; what fails is complained about and makes the status 1."""
    status = 0
    if not names:
        call.usage(f'{call.name}: Needs 1 argument (see "{call.name} --help")')
    for name in names:
        try:
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
    return each(
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
    return each(
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

    return each(call, names[:-1], lambda name: copy(call.path(name), _target(call, name, names[-1]), 0))


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

    return each(call, words[1:], change)


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

    return each(call, words[1:], change)


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

    return each(call, names, one)


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
