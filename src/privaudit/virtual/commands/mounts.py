"""Programs about file systems and blocks: df, mount, umount, dd."""

from __future__ import annotations

import re
import time

from privaudit.virtual.commands.files import each
from privaudit.virtual.shell.registry import Call, command, options


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


@command("remount")
def remount(call: Call) -> int:
    """Make the system partition writable, as `adb remount` asks for."""
    if call.uid != 0:
        call.usage('Not running as root. Try "adb root" first.', 1)
    call.phone.files.remount("/", read_only=False)
    call.line("Using overlayfs for /system\nremount succeeded")
    return 0


@command("umount")
def umount(call: Call) -> int:
    """Undo mounts."""
    _, words = options(call, "aflnDrv")
    if call.uid != 0:
        call.fail(f"{words[0] if words else ''}: Operation not permitted")
    return each(call, words, lambda name: call.phone.files.unmount(call.path(name)))


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
