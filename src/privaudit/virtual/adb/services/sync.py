"""sync: files to and from the phone (AOSP SYNC.TXT, file_sync_protocol.h), versions 1 and 2."""

from __future__ import annotations

import contextlib
import os
import posixpath
import stat as bits
import struct
import tempfile
from pathlib import Path
from typing import IO, Final

from privaudit.virtual.adb.registry import Open, service
from privaudit.virtual.adb.streams import BlockingStream
from privaudit.virtual.files import ROOT_UID, SHELL_UID, Entry, Files

CHUNK: Final = 64 * 1024
LONGEST_PATH: Final = 1024
_ERRNO: Final = {
    2: "No such file or directory",
    13: "Permission denied",
    20: "Not a directory",
    21: "Is a directory",
    30: "Read-only file system",
}


@service("sync:")
def sync(opened: Open) -> bool:
    """Serve file requests until the host quits."""
    uid = ROOT_UID if opened.adbd.root else SHELL_UID
    files = opened.adbd.phone.files
    opened.adbd.thread(opened.stream, lambda stream: _Session(stream, files, uid).run())
    return True


class _Session:
    def __init__(self, stream: BlockingStream, files: Files, uid: int) -> None:
        self._stream = stream
        self._files = files
        self._uid = uid

    def run(self) -> None:
        handlers = {
            b"STAT": self._stat1,
            b"LSTA": self._stat1,
            b"STA2": self._stat2,
            b"LST2": self._stat2,
            b"LIST": self._list,
            b"LIS2": self._list,
            b"SEND": self._send,
            b"RECV": self._receive,
            b"SND2": self._send2,
            b"RCV2": self._receive2,
        }
        while True:
            head = self._stream.read_exactly(8)
            kind, length = head[:4], struct.unpack("<I", head[4:])[0]
            if kind == b"QUIT":
                return
            if kind not in handlers:
                self._fail(f"unknown command {kind.hex()}")
                return
            if length > LONGEST_PATH:
                self._fail("path too long")
                return
            path = self._stream.read_exactly(length).decode("utf-8", "surrogateescape")
            if not handlers[kind](kind, path):
                return

    def _fail(self, message: str) -> None:
        data = message.encode("utf-8", "surrogateescape")
        self._stream.write(b"FAIL" + struct.pack("<I", len(data)) + data)

    def _entry(self, path: str, *, follow: bool) -> tuple[Entry | None, int]:
        try:
            return self._files.stat(posixpath.join("/", path), self._uid, follow=follow), 0
        except OSError as error:
            return None, error.errno or 5

    # -- asking

    def _stat1(self, kind: bytes, path: str) -> bool:
        # The first version's STAT never followed links, whatever its name.
        entry, _ = self._entry(path, follow=False)
        values = (entry.mode, entry.size & 0xFFFFFFFF, entry.mtime // 10**9) if entry else (0, 0, 0)
        self._stream.write(kind + struct.pack("<3I", *values))
        return True

    def _stat2(self, kind: bytes, path: str) -> bool:
        entry, error = self._entry(path, follow=kind == b"STA2")
        self._stream.write(kind + _stat2(entry, error))
        return True

    def _list(self, kind: bytes, path: str) -> bool:
        second = kind == b"LIS2"
        try:
            entries = self._files.list(posixpath.join("/", path), self._uid)
        except OSError:
            # An unreadable directory is listed as empty, as adbd does.
            entries = []
        out = bytearray()
        for entry in entries:
            name = entry.name.encode("utf-8", "surrogateescape")
            if second:
                out += b"DNT2" + _stat2(entry, 0) + struct.pack("<I", len(name)) + name
            else:
                out += (
                    b"DENT"
                    + struct.pack("<4I", entry.mode, entry.size & 0xFFFFFFFF, entry.mtime // 10**9, len(name))
                    + name
                )
        end = b"DONE" + (_stat2(None, 0) + struct.pack("<I", 0) if second else struct.pack("<4I", 0, 0, 0, 0))
        self._stream.write(bytes(out) + end)
        return True

    # -- from the phone

    def _receive(self, kind: bytes, path: str) -> bool:
        del kind
        return self._give(path)

    def _receive2(self, kind: bytes, path: str) -> bool:
        head = self._stream.read_exactly(8)
        flags = struct.unpack("<I", head[4:])[0]
        if head[:4] != kind or flags:
            self._fail("compression is not supported")
            return False
        return self._give(path)

    def _give(self, path: str) -> bool:
        try:
            with self._files.readable(posixpath.join("/", path), self._uid).open("rb") as file:
                while data := file.read(CHUNK):
                    self._stream.write(b"DATA" + struct.pack("<I", len(data)) + data)
        except ConnectionError:
            raise
        except OSError as error:
            self._fail(f"open failed: {_ERRNO.get(error.errno or 0, error.strerror or str(error))}")
            return True
        self._stream.write(b"DONE" + struct.pack("<I", 0))
        return True

    # -- to the phone

    def _send(self, kind: bytes, spec: str) -> bool:
        del kind
        path, comma, mode = spec.rpartition(",")
        if not comma or not mode.isascii() or not mode.isdigit():
            self._fail("missing , in ID_SEND_V1")
            return False
        return self._take(path, int(mode[:9]))

    def _send2(self, kind: bytes, path: str) -> bool:
        head = self._stream.read_exactly(12)
        mode, flags = struct.unpack("<2I", head[4:])
        if head[:4] != kind or flags & 0x7:
            self._fail("compression is not supported")
            return False
        return self._take(path, mode)

    def _take(self, path: str, mode: int) -> bool:
        target = posixpath.join("/", path)
        with tempfile.TemporaryFile(dir=self._files.root) as buffer:
            stamp = self._body(buffer)
            if stamp is None:
                return False
            try:
                self._store(target, mode, buffer, stamp)
            except ConnectionError:
                raise
            except OSError as error:
                self._fail(
                    f"couldn't create file: {_ERRNO.get(error.errno or 0, error.strerror or str(error))}"
                )
                return True
        self._stream.write(b"OKAY" + struct.pack("<I", 0))
        return True

    def _body(self, buffer: IO[bytes]) -> int | None:
        """Take a file's packets into a buffer and return its time in s; None when the host talks nonsense."""
        while True:
            head = self._stream.read_exactly(8)
            kind, length = head[:4], struct.unpack("<I", head[4:])[0]
            if kind == b"DONE":
                return int(length)
            if kind != b"DATA" or length > CHUNK:
                self._fail(f"invalid data message: {kind!r}")
                return None
            buffer.write(self._stream.read_exactly(length))

    def _store(self, target: str, mode: int, buffer: IO[bytes], stamp: int) -> None:
        files = self._files
        above = posixpath.dirname(target)
        if bits.S_ISLNK(mode):
            buffer.seek(0)
            files.writable(target, self._uid)
            files.link(
                files.resolve(target, last=False),
                buffer.read(LONGEST_PATH).decode("utf-8", "surrogateescape"),
            )
            return
        if not files.exists(above):
            files.mkdir(above, self._uid, mode=0o771, parents=True)
        fresh = not files.exists(target)
        real: Path = files.writable(target, self._uid, mode=mode & 0o777)
        buffer.seek(0)
        with real.open("wb") as file:
            while data := buffer.read(CHUNK):
                file.write(data)
        if not fresh or not target.startswith(("/sdcard", "/storage")):
            # The owner's bits hold for the group too, as adbd's own umask arithmetic has it.
            with contextlib.suppress(OSError):
                files.set_owner(target, mode=mode & 0o777)
        os.utime(real, (stamp, stamp))


def _stat2(entry: Entry | None, error: int) -> bytes:
    if entry is None:
        return struct.pack("<IQQIIIIQqqq", error, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    seconds = entry.mtime // 10**9
    return struct.pack(
        "<IQQIIIIQqqq",
        0,
        0xFD26,
        entry.inode,
        entry.mode,
        entry.links,
        entry.uid,
        entry.gid,
        entry.size,
        seconds,
        seconds,
        seconds,
    )
