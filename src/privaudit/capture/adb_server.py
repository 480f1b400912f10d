"""The adb server a run talks to: one of its own, or the user's that already holds the phone.

A server of our own runs in the foreground as a child on a free port, so that the user's server on 5037 is
neither used, changed nor killed. A phone on USB belongs to the server that claimed it first:
`AdbServer.existing` reaches it through that server and never ends it.
"""

from __future__ import annotations

import importlib.resources
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import adbutils

from privaudit.capture.adb_wire import Client
from privaudit.errors import DeviceError

USER_PORT = 5037
"""Where everybody's adb server listens."""

_START_LIMIT_S = 15.0
_STOP_LIMIT_S = 5.0
_ATTEMPTS = 5
_LOG_TAIL = 2000
_GUARD = 'read -r _; kill "$1"; rm -rf -- "$2"'


def adb_binary() -> Path:
    """Return the adb program that adbutils carries, or the one adbutils finds where its wheel has none.

    `ADBUTILS_ADB_PATH` goes first, as adbutils has it. Raises DeviceError when there is none.
    """
    chosen = os.environ.get("ADBUTILS_ADB_PATH")
    if chosen:
        return Path(chosen)
    carried = importlib.resources.files("adbutils.binaries") / "adb"
    with importlib.resources.as_file(carried) as path:
        if path.is_file() and os.access(path, os.X_OK):
            return path
    try:
        return Path(adbutils.adb_path())
    except adbutils.AdbError as error:
        raise DeviceError(
            "no adb program was found",
            hint="Reinstall adbutils from a wheel, or install platform-tools and set ADBUTILS_ADB_PATH.",
        ) from error


def user_keys() -> tuple[Path, ...]:
    """Return the adb keys this user's phones already trust: those of ~/.android and of ADB_VENDOR_KEYS."""
    home = os.environ.get("ANDROID_USER_HOME") or os.environ.get("ANDROID_SDK_HOME")
    places = [Path(home) / "adbkey", Path(home) / ".android" / "adbkey"] if home else []
    places.append(Path.home() / ".android" / "adbkey")
    places += [Path(item) for item in os.environ.get("ADB_VENDOR_KEYS", "").split(":") if item]
    found = dict.fromkeys(place.resolve() for place in places if place.exists() and os.access(place, os.R_OK))
    return tuple(found)


class AdbServer:
    """An adb server that answered; `client` speaks to it. Use as a context manager, or call `stop()`."""

    def __init__(self, host: str, port: int, child: _Child | None = None) -> None:
        self.host = host
        self.port = port
        self._child = child
        self.client = Client(host=host, port=port)

    @property
    def ours(self) -> bool:
        """True when this server is our child and ends with us."""
        return self._child is not None

    @property
    def pid(self) -> int | None:
        """The process id of a server of our own."""
        return self._child.process.pid if self._child else None

    @classmethod
    def own(cls, *, scan: bool = True, keys: tuple[Path, ...] | None = None) -> Self:
        """Start a server of our own on a free port and return it once it answers.

        `scan` lets it look for phones on USB and emulators; without it the server knows only what it is
        told to connect to. `keys` are the private adb keys to offer to phones; the user's own when not
        given. The server's home is a private directory, so that nothing in ~/.android changes.
        """
        binary = adb_binary()
        trouble = ""
        for _ in range(_ATTEMPTS):
            port = _free_port()
            child = _Child(binary, port, scan=scan, keys=user_keys() if keys is None else keys)
            server = cls("127.0.0.1", port, child)
            try:
                answered = server._wait_until_up()
            except BaseException:
                server.stop()
                raise
            if answered:
                return server
            trouble = child.log()
            server.stop()
        raise DeviceError(
            f"the adb server did not start: {trouble or 'it never answered'}",
            hint=f"Try it by hand: {binary} -P {USER_PORT + 1} nodaemon server",
        )

    @classmethod
    def existing(cls, host: str = "127.0.0.1", port: int = USER_PORT) -> Self:
        """Return the server that already runs at an address; raises DeviceError when none answers there."""
        server = cls(host, port)
        server.version()
        return server

    def version(self) -> int:
        """Return the protocol version the server answers with (41 for adb 1.0.41); raises DeviceError."""
        try:
            return int(self.client.server_version())
        except (adbutils.AdbError, OSError, ValueError, EOFError) as error:
            raise DeviceError(
                f"no adb server answers at {self.host}:{self.port}: {error}",
                hint="Start one with `adb start-server`, or let privaudit start its own.",
            ) from error

    def alive(self) -> bool:
        """Return whether the server still answers."""
        if self._child and self._child.process.poll() is not None:
            return False
        try:
            self.version()
        except DeviceError:
            return False
        return True

    def stop(self) -> None:
        """End the server if it is ours, wait for its end and remove its home; leave anybody else's alone."""
        if self._child:
            self._child.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _wait_until_up(self) -> bool:
        end = time.monotonic() + _START_LIMIT_S
        while self._child and time.monotonic() < end:
            if self._child.process.poll() is not None:
                return False
            try:
                # A port somebody else took in between answers too: only a listener of our child counts.
                self.version()
            except DeviceError:
                time.sleep(0.02)
                continue
            return self._child.process.poll() is None
        return False


class _Child:
    """The server's process, its private home, and a guard that ends it when we are killed."""

    def __init__(self, binary: Path, port: int, *, scan: bool, keys: tuple[Path, ...]) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="privaudit-adb-"))
        self._log: IO[bytes] = (self.home / "server.log").open("w+b")
        # adb listens on a host name only, and knows `localhost` alone.
        command = [str(binary), "-L", f"tcp:localhost:{port}", "nodaemon", "server"]
        # A session of its own: Ctrl-C in the terminal must not end the server before everything is undone.
        quiet: dict[str, Any] = {"start_new_session": True, "stdout": subprocess.DEVNULL}
        self.process = subprocess.Popen(
            command,
            env=_environment(self.home, port, scan=scan, keys=keys),
            stdin=subprocess.DEVNULL,
            stderr=self._log,
            **quiet,
        )
        # Its standard input closes with our process, however that ends.
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", _GUARD, "guard", str(self.process.pid), str(self.home)],
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            **quiet,
        )

    def log(self) -> str:
        """Return the last lines the server wrote."""
        self._log.flush()
        try:
            return (self.home / "server.log").read_bytes()[-_LOG_TAIL:].decode("utf-8", "replace").strip()
        except FileNotFoundError:
            return ""

    def stop(self) -> None:
        """End the guard, then the server, waiting for both."""
        self._guard.kill()
        self._guard.wait()
        if self._guard.stdin:
            self._guard.stdin.close()
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(_STOP_LIMIT_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._log.close()
        shutil.rmtree(self.home, ignore_errors=True)


def _environment(home: Path, port: int, *, scan: bool, keys: tuple[Path, ...]) -> dict[str, str]:
    """Return the server's environment: its own home, no discovery, no scanning unless wanted."""
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if name not in {"ADB_TRACE", "ADB_SERVER_SOCKET"}
        },
        "HOME": str(home),
        "ANDROID_USER_HOME": str(home / ".android"),
        "ANDROID_SDK_HOME": str(home),
        "ANDROID_ADB_SERVER_PORT": str(port),
        "ANDROID_ADB_LOG_PATH": str(home / "adb.log"),
        "ADB_MDNS": "0",
        "ADB_MDNS_OPENSCREEN": "0",
        "ADB_MDNS_AUTO_CONNECT": "0",
        # Another tool's `adb kill-server` must not end a recording.
        "ADB_REJECT_KILL_SERVER": "1",
        "ADB_VENDOR_KEYS": ":".join(str(key) for key in keys),
    }
    if not scan:
        # Without USB the server also starts sooner: libusb alone may take three seconds to give up.
        environment |= {"ADB_USB": "0", "ADB_LIBUSB": "0", "ADB_EMU": "0"}
    return environment


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
