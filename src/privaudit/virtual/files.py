"""The phone's file system: a real directory with Android's owners, modes, links and mounts on top.

Owners and modes live in a table, not on the disk, because whoever runs this need not be root. Every path is
resolved inside the directory: neither `..` nor a link leads out of it.
"""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import stat as bits
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

ROOT_UID: Final = 0
SYSTEM_UID: Final = 1000
SHELL_UID: Final = 2000
SHELL_GROUPS: Final = frozenset(
    {2000, 1004, 1007, 1011, 1015, 1028, 1078, 1079, 3001, 3002, 3003, 3006, 3009, 3011, 3012}
)
MOST_LINKS: Final = 20


@dataclass(frozen=True)
class Owner:
    """Who may do what with a file: numeric owner and group, permission bits."""

    uid: int
    gid: int
    mode: int


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A file as `stat` shows it: `mode` with its type bits, size in bytes, time in ns, link target."""

    path: str
    name: str
    mode: int
    uid: int
    gid: int
    size: int
    mtime: int
    inode: int
    links: int
    target: str = ""

    @property
    def is_dir(self) -> bool:
        """True for a directory."""
        return bits.S_ISDIR(self.mode)

    @property
    def is_link(self) -> bool:
        """True for a symbolic link."""
        return bits.S_ISLNK(self.mode)


@dataclass
class Mount:
    """A mounted file system: where it is seen and which real directory holds it."""

    point: str
    real: Path
    kind: str
    device: str
    read_only: bool
    options: str = "seclabel,relatime"
    owners: dict[str, Owner] = field(default_factory=dict)


class Files:
    """The file system; every method raises OSError as the kernel would, for the user id it acts for."""

    def __init__(self, root: Path, lock: threading.RLock) -> None:
        self._lock = lock
        self.root = root
        self._links: dict[str, str] = {}
        (root / "fs").mkdir(parents=True, exist_ok=True)
        self.mounts = [Mount("/", root / "fs", "ext4", "/dev/block/dm-4", read_only=True)]
        self._tmpfs = 0
        self.made: Callable[[str], bytes | None] = lambda _path: None
        """Returns what a file holds that is made when it is read (under /proc), None for any other."""

    # -- where things are

    def link(self, path: str, target: str) -> None:
        """Put a symbolic link (kept in the table, never on the disk)."""
        with self._lock:
            self._links[path] = target

    def resolve(self, path: str, *, last: bool = True) -> str:
        """Return the absolute path without links; the last part is followed too unless `last` is false."""
        with self._lock:
            return self._resolve(path, last=last, left=MOST_LINKS)

    def _resolve(self, path: str, *, last: bool, left: int) -> str:
        parts = [p for p in posixpath.normpath("/" + path).split("/") if p]
        done = ""
        for number, part in enumerate(parts):
            here = f"{done}/{part}"
            target = self._links.get(here)
            if target is not None and (last or number < len(parts) - 1):
                if not left:
                    raise OSError(40, "Too many symbolic links encountered", path)
                rest = "/".join(parts[number + 1 :])
                start = posixpath.join(done or "/", target)
                return self._resolve(f"{start}/{rest}" if rest else start, last=last, left=left - 1)
            done = here
        return done or "/"

    def mount_of(self, path: str) -> Mount:
        """Return the mount that a resolved path lies on (of two at one point the newer)."""
        best = self.mounts[0]
        for mount in self.mounts:
            inside = mount.point in ("/", path) or path.startswith(mount.point + "/")
            if inside and len(mount.point) >= len(best.point):
                best = mount
        return best

    def real(self, path: str, *, last: bool = True) -> Path:
        """Return the file of this machine that holds a path of the phone."""
        with self._lock:
            resolved = self.resolve(path, last=last)
            mount = self.mount_of(resolved)
            inside = resolved[len(mount.point) :] if mount.point != "/" else resolved
            real = mount.real / inside.lstrip("/")
            # An app is a process of this machine and may have made a real link: it must not lead out.
            if not real.resolve().is_relative_to(mount.real.resolve()):
                raise PermissionError(13, "Permission denied", path)
            return real

    # -- who may do what

    def owner(self, path: str) -> Owner:
        """Return owner and mode of a resolved path; what was never set is inherited from above."""
        mount = self.mount_of(path)
        known = mount.owners.get(path)
        if known is not None:
            return known
        above = path
        while above not in ("/", mount.point):
            above = posixpath.dirname(above)
            known = mount.owners.get(above)
            if known is not None:
                break
        base = known or Owner(ROOT_UID, ROOT_UID, 0o755)
        mode = base.mode & 0o7777
        return replace(base, mode=mode if self.real(path, last=False).is_dir() else mode & 0o666)

    def set_owner(
        self, path: str, *, uid: int | None = None, gid: int | None = None, mode: int | None = None
    ) -> None:
        """Set owner, group or permission bits of a path, without asking who wants it."""
        with self._lock:
            resolved = self.resolve(path)
            old = self.owner(resolved)
            self.mount_of(resolved).owners[resolved] = Owner(
                old.uid if uid is None else uid,
                old.gid if gid is None else gid,
                old.mode if mode is None else mode,
            )

    def allowed(self, path: str, want: int, uid: int) -> bool:
        """Return whether a user may read (4), write (2) or pass (1) a resolved path itself."""
        if uid == ROOT_UID:
            return True
        owner = self.owner(path)
        groups = SHELL_GROUPS if uid == SHELL_UID else frozenset({uid})
        if uid == owner.uid:
            return bool(owner.mode >> 6 & want)
        return bool((owner.mode >> 3 if owner.gid in groups else owner.mode) & want)

    def _pass(self, resolved: str, uid: int, shown: str) -> None:
        above = posixpath.dirname(resolved)
        while above != "/":
            if self.real(above).exists() and not self.allowed(above, 1, uid):
                raise PermissionError(13, "Permission denied", shown)
            above = posixpath.dirname(above)

    def _writable(self, resolved: str, uid: int, shown: str) -> None:
        if self.mount_of(resolved).read_only:
            raise OSError(30, "Read-only file system", shown)
        above = posixpath.dirname(resolved)
        if not self.real(above).is_dir():
            raise FileNotFoundError(2, "No such file or directory", shown)
        target = resolved if self.real(resolved).exists() else above
        if not self.allowed(target, 2, uid):
            raise PermissionError(13, "Permission denied", shown)

    # -- files

    def stat(self, path: str, uid: int = ROOT_UID, *, follow: bool = True) -> Entry:
        """Return what `stat` (or `lstat` without `follow`) shows."""
        with self._lock:
            resolved = self.resolve(path, last=follow)
            self._pass(resolved, uid, path)
            self._make(resolved)
            name = posixpath.basename(resolved) or "/"
            target = self._links.get(resolved)
            if target is not None:
                return Entry(
                    path=resolved,
                    name=name,
                    mode=bits.S_IFLNK | 0o777,
                    uid=0,
                    gid=0,
                    size=len(target.encode()),
                    mtime=self.mounts[0].real.stat().st_mtime_ns,
                    inode=hash(resolved) & 0xFFFFFF,
                    links=1,
                    target=target,
                )
            real = self.real(resolved)
            if not real.exists():
                raise FileNotFoundError(2, "No such file or directory", path)
            info, owner = real.stat(), self.owner(resolved)
            kind = bits.S_IFDIR if real.is_dir() else bits.S_IFREG
            return Entry(
                path=resolved,
                name=name,
                mode=kind | owner.mode,
                uid=owner.uid,
                gid=owner.gid,
                size=3452 if real.is_dir() else info.st_size,
                mtime=info.st_mtime_ns,
                inode=info.st_ino,
                links=info.st_nlink,
            )

    def _make(self, resolved: str) -> None:
        if resolved.startswith("/proc/"):
            data = self.made(resolved)
            if data is not None:
                real = self.real(resolved)
                real.parent.mkdir(parents=True, exist_ok=True)
                real.write_bytes(data)
            elif re.fullmatch("/proc/[0-9]+/.*", resolved):
                self.real(resolved).unlink(missing_ok=True)

    def exists(self, path: str) -> bool:
        """Return whether there is something at a path (links followed)."""
        try:
            return self.real(path).exists()
        except OSError:
            return False

    def list(self, path: str, uid: int = ROOT_UID) -> list[Entry]:
        """Return the entries of a directory by name; a name in it that vanishes meanwhile is left out."""
        with self._lock:
            resolved = self.resolve(path)
            entry = self.stat(resolved, uid)
            if not entry.is_dir:
                raise NotADirectoryError(20, "Not a directory", path)
            if not self.allowed(resolved, 4, uid):
                raise PermissionError(13, "Permission denied", path)
            names = {child.name for child in self.real(resolved).iterdir()}
            prefix = resolved.rstrip("/") + "/"
            names |= {
                p[len(prefix) :] for p in self._links if p.startswith(prefix) and "/" not in p[len(prefix) :]
            }
            found = []
            for name in sorted(names):
                try:
                    found.append(self.stat(prefix + name, follow=False))
                except FileNotFoundError:
                    continue
            return found

    def read(self, path: str, uid: int = ROOT_UID) -> bytes:
        """Return the bytes of a file."""
        with self._lock:
            real = self._readable(path, uid)
        return real.read_bytes()

    def _readable(self, path: str, uid: int) -> Path:
        resolved = self.resolve(path)
        entry = self.stat(resolved, uid)
        if entry.is_dir:
            raise IsADirectoryError(21, "Is a directory", path)
        if not self.allowed(resolved, 4, uid):
            raise PermissionError(13, "Permission denied", path)
        return self.real(resolved)

    def readable(self, path: str, uid: int = ROOT_UID) -> Path:
        """Return the real file behind a path that a user may read."""
        with self._lock:
            return self._readable(path, uid)

    def writable(self, path: str, uid: int = ROOT_UID, *, mode: int = 0o644) -> Path:
        """Return the real file behind a path that a user may write; a new one will belong to that user."""
        with self._lock:
            resolved = self.resolve(path)
            self._pass(resolved, uid, path)
            self._writable(resolved, uid, path)
            real = self.real(resolved)
            if real.is_dir():
                raise IsADirectoryError(21, "Is a directory", path)
            if not real.exists():
                shared = resolved.startswith("/storage/emulated/")
                owner = Owner(uid, 1015 if shared else uid, 0o660 if shared else mode)
                self.mount_of(resolved).owners[resolved] = owner
            return real

    def write(
        self, path: str, data: bytes, uid: int = ROOT_UID, *, append: bool = False, mode: int = 0o644
    ) -> None:
        """Write a file, replacing or appending."""
        with self.writable(path, uid, mode=mode).open("ab" if append else "wb") as file:
            file.write(data)

    def mkdir(self, path: str, uid: int = ROOT_UID, *, mode: int = 0o755, parents: bool = False) -> None:
        """Make a directory; with `parents` those above too, and an existing one is no error."""
        with self._lock:
            resolved = self.resolve(path)
            if self.real(resolved).exists():
                if parents and self.real(resolved).is_dir():
                    return
                raise FileExistsError(17, "File exists", path)
            above = posixpath.dirname(resolved)
            if parents and not self.real(above).exists():
                self.mkdir(above, uid, mode=mode, parents=True)
            self._pass(resolved, uid, path)
            self._writable(resolved, uid, path)
            self.real(resolved).mkdir()
            gid = 1015 if resolved.startswith("/storage/emulated/") else uid
            self.mount_of(resolved).owners[resolved] = Owner(uid, gid, mode)

    def remove(self, path: str, uid: int = ROOT_UID, *, recursive: bool = False) -> None:
        """Delete a file, or a directory with everything in it when `recursive`."""
        with self._lock:
            resolved = self.resolve(path, last=False)
            if resolved in self._links:
                self._writable(posixpath.dirname(resolved) + "/.", uid, path)
                del self._links[resolved]
                return
            entry = self.stat(resolved, uid)
            self._removable(resolved, uid, path)
            if entry.is_dir:
                if not recursive:
                    raise IsADirectoryError(21, "Is a directory", path)
                shutil.rmtree(self.real(resolved))
            else:
                self.real(resolved).unlink()
            self._forget(resolved)

    def rmdir(self, path: str, uid: int = ROOT_UID) -> None:
        """Delete an empty directory."""
        with self._lock:
            resolved = self.resolve(path)
            if not self.stat(resolved, uid).is_dir:
                raise NotADirectoryError(20, "Not a directory", path)
            self._removable(resolved, uid, path)
            self.real(resolved).rmdir()
            self._forget(resolved)

    def _removable(self, resolved: str, uid: int, shown: str) -> None:
        if self.mount_of(resolved).read_only:
            raise OSError(30, "Read-only file system", shown)
        if any(mount.point == resolved for mount in self.mounts):
            raise OSError(16, "Device or resource busy", shown)
        if not self.allowed(posixpath.dirname(resolved), 2, uid):
            raise PermissionError(13, "Permission denied", shown)

    def _forget(self, resolved: str) -> None:
        owners = self.mount_of(resolved).owners
        for path in [p for p in owners if p == resolved or p.startswith(resolved + "/")]:
            del owners[path]

    def rename(self, old: str, new: str, uid: int = ROOT_UID) -> None:
        """Move a file or directory, on one mount or from one to another."""
        with self._lock:
            source, target = self.resolve(old, last=False), self.resolve(new)
            entry = self.stat(source, uid, follow=False)
            self._removable(source, uid, old)
            self._writable(target, uid, new)
            kept = self.owner(source)
            shutil.move(os.fspath(self.real(source)), os.fspath(self.real(target)))
            self._forget(source)
            self.mount_of(target).owners[target] = Owner(kept.uid, kept.gid, entry.mode & 0o7777)

    # -- mounts

    def mount_tmpfs(self, point: str) -> None:
        """Mount an empty file system in memory over a directory, hiding what is there."""
        with self._lock:
            resolved = self.resolve(point)
            if not self.stat(resolved).is_dir:
                raise NotADirectoryError(20, "Not a directory", point)
            self._tmpfs += 1
            real = self.root / f"tmpfs{self._tmpfs}"
            real.mkdir()
            mount = Mount(resolved, real, "tmpfs", "tmpfs", read_only=False)
            mount.owners[resolved] = Owner(ROOT_UID, ROOT_UID, 0o1777)
            self.mounts.append(mount)

    def mount_bind(self, source: str, point: str) -> None:
        """Show a directory at another place too."""
        with self._lock:
            origin, resolved = self.resolve(source), self.resolve(point)
            behind = self.mount_of(origin)
            mount = Mount(resolved, self.real(origin), behind.kind, behind.device, read_only=behind.read_only)
            mount.owners = {resolved + path[len(origin) :]: owner for path, owner in behind.owners.items()
                            if path == origin or path.startswith(origin + "/")}  # fmt: skip
            self.mounts.append(mount)

    def unmount(self, point: str) -> None:
        """Undo the newest mount at a place."""
        with self._lock:
            resolved = self.resolve(point)
            for mount in reversed(self.mounts[1:]):
                if mount.point == resolved:
                    self.mounts.remove(mount)
                    return
            raise OSError(22, "Invalid argument", point)

    def remount(self, point: str, *, read_only: bool) -> None:
        """Change whether a mount may be written."""
        with self._lock:
            mount = self.mount_of(self.resolve(point))
            mount.read_only = read_only
