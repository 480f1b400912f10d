"""The adb server's wire, under a time limit and a size limit: services, shell with exit codes, files.

adbutils opens the connections and knows the server's requests; reading and writing is done here, because a
phone that dribbles or floods must end in an error, and because a connection must never start an adb server.
"""

from __future__ import annotations

import contextlib
import io
import re
import secrets
import socket
import struct
import time
from collections.abc import Iterator
from types import TracebackType
from typing import BinaryIO, Final, Self

import adbutils
import msgspec

from privaudit.errors import DeviceError

OUTPUT_LIMIT: Final = 64 * 1024 * 1024
"""Bytes a command may answer with; the longest dumpsys of a full phone is a tenth of it."""

_TPORT_VERSION: Final = 41
_SERVER_LIMIT_S: Final = 3.0
_CONNECT_LIMIT_S: Final = 30.0
_CHUNK: Final = 64 * 1024
_SERVICE_LIMIT: Final = 0xFFFF
_STDOUT, _STDERR, _EXIT = 1, 2, 3
_STATUS_LIMIT: Final = 1024 * 1024

_UNPLUGGED: Final = "Check the cable, the screen's dialog and `privaudit devices`, then run again."


class DeviceGoneError(DeviceError):
    """The phone or its adb server is no longer there: nothing more can be asked of it."""


class ShellResult(msgspec.Struct, frozen=True):
    """What a command on the phone answered; `err` is empty where the phone cannot tell it from `out`."""

    code: int
    out: str
    err: str = ""
    command: str = ""

    @property
    def ok(self) -> bool:
        """True when the command ended with 0."""
        return self.code == 0

    @property
    def text(self) -> str:
        """Both outputs, for reading an error."""
        return "\n".join(part for part in (self.out.strip(), self.err.strip()) if part)

    def check(self, hint: str = "") -> str:
        """Return the output, or raise DeviceError with what the phone said."""
        if self.code:
            said = self.text[-600:] or "nothing"
            raise DeviceError(f"`{shorten(self.command)}` ended with {self.code}: {said}", hint=hint)
        return self.out


def shorten(text: str, limit: int = 120) -> str:
    """Return a text cut to a length for a message, without control characters."""
    plain = re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", text[: 2 * limit])
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"


class Connection(adbutils.AdbConnection):  # type: ignore[misc]  # adbutils is untyped
    """A connection to the adb server that never starts a server when there is none."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        super().__init__(host, port)

    def _safe_connect(self) -> socket.socket:
        try:
            connected = socket.create_connection(self._address, _SERVER_LIMIT_S)
        except OSError as error:
            raise adbutils.AdbError(f"connect to adb server failed: {error}") from error
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        return connected


class Client(adbutils.AdbClient):  # type: ignore[misc]  # adbutils is untyped
    """adbutils' client with a time limit on every read and no server started behind the user's back."""

    def make_connection(self, timeout: float | None = None) -> Connection:
        """Connect to the server; reads then end after `timeout` s, or after 30."""
        connection = Connection(self.host, self.port)
        connection.conn.settimeout(timeout or _CONNECT_LIMIT_S)
        return connection


@contextlib.contextmanager
def explained(serial: str, doing: str) -> Iterator[None]:
    """Turn what adb and sockets raise into one DeviceError that names the phone and what to do."""
    try:
        yield
    except DeviceError:
        raise
    except (adbutils.AdbTimeout, TimeoutError) as error:
        raise DeviceError(
            f"{serial} did not answer in time to {doing}",
            hint="The phone may be busy, asleep or unplugged; wake it and run again.",
        ) from error
    except (ConnectionError, EOFError, OSError) as error:
        raise DeviceGoneError(
            f"the connection to {serial} broke during {doing}: {error}", hint=_UNPLUGGED
        ) from error
    except adbutils.AdbError as error:
        raise _translated(serial, doing, error) from error


def _translated(serial: str, doing: str, error: Exception) -> DeviceError:
    said = shorten(" ".join(str(part) for part in error.args), 300)
    if re.search(r"connect to adb server|connection closed|Unknown data: b''", said):
        return DeviceGoneError(f"the adb server went away during {doing}", hint="Start the run again.")
    if "unauthorized" in said:
        return DeviceError(
            f"{serial} has not authorised this computer",
            hint="Unlock the phone and accept its dialog about USB debugging, then run again.",
        )
    if re.search(
        r"not found|offline|no such device|no devices|device still (?:connecting|authorizing)", said
    ):
        return DeviceGoneError(f"{serial} is gone ({said})", hint=_UNPLUGGED)
    return DeviceError(f"{serial} refused {doing}: {said}")


class Link:
    """The way to one phone through an adb server."""

    def __init__(self, client: Client, serial: str) -> None:
        self.client = client
        self.serial = serial
        self._tells_transport: bool | None = None

    def open(self, timeout: float) -> Connection:
        """Connect to the server and choose the phone; what is sent next goes to its adbd."""
        if self._tells_transport is None:
            self._tells_transport = int(self.client.server_version()) >= _TPORT_VERSION
        connection = self.client.make_connection(timeout)
        try:
            if self._tells_transport:
                connection.send_command(f"host:tport:serial:{self.serial}")
                connection.check_okay()
                connection.read_exact(8)
            else:
                connection.send_command(f"host:transport:{self.serial}")
                connection.check_okay()
        except BaseException:
            connection.close()
            raise
        return connection

    def wait_until_gone(self, timeout: float) -> None:
        """Wait until the server no longer has the phone, or for `timeout` seconds when it stays."""
        with contextlib.suppress(TimeoutError, adbutils.AdbTimeout):
            self.ask("wait-for-any-disconnect", statuses=2, timeout=timeout)

    def ask(
        self, request: str, *, statuses: int = 1, answered: bool = False, timeout: float | None = None
    ) -> str:
        """Ask the server something about the phone: so many statuses come, then maybe an answer."""
        with self.client.make_connection(timeout) as connection:
            connection.send_command(f"host-serial:{self.serial}:{request}")
            for _ in range(statuses):
                connection.check_okay()
            return str(connection.read_string_block()) if answered else ""


def _framed(service: str) -> bytes:
    """Return a request behind its length in four hexadecimal digits."""
    encoded = service.encode("utf-8")
    if len(encoded) > _SERVICE_LIMIT:
        raise DeviceError(f"`{shorten(service)}` is too long for adb ({len(encoded)} bytes)")
    return b"%04x" % len(encoded) + encoded


class Stream:
    """One service of the phone: bytes in both directions until a deadline (seconds) and a size limit."""

    def __init__(self, link: Link, service: str, *, timeout: float) -> None:
        self._end = time.monotonic() + timeout
        self._connection = link.open(min(timeout, _CONNECT_LIMIT_S))
        try:
            self.send(_framed(service))
            self.okay()
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def _arm(self) -> socket.socket:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        wire: socket.socket = self._connection.conn
        wire.settimeout(left)
        return wire

    def send(self, data: bytes) -> None:
        """Write all of the data."""
        self._arm().sendall(data)

    def some(self, size: int = _CHUNK) -> bytes:
        """Return what comes next, empty at the end."""
        return self._arm().recv(size)

    def exact(self, size: int) -> bytes:
        """Return exactly this many bytes; EOFError when the phone ended before."""
        parts, missing = [], size
        while missing:
            part = self.some(min(missing, _CHUNK))
            if not part:
                raise EOFError(f"{missing} of {size} bytes did not come")
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def rest(self, limit: int = OUTPUT_LIMIT) -> bytes:
        """Return everything until the phone closes."""
        kept = io.BytesIO()
        while part := self.some():
            if kept.tell() + len(part) > limit:
                raise DeviceError(f"the answer is longer than {limit} bytes")
            kept.write(part)
        return kept.getvalue()

    def okay(self) -> None:
        """Read the server's status; raises adbutils.AdbError with its reason."""
        status = self.exact(4)
        if status == b"FAIL":
            raise adbutils.AdbError(self.block())
        if status != b"OKAY":
            raise adbutils.AdbError(f"unknown status {status!r}")

    def block(self) -> str:
        """Read a text with its length in four hexadecimal digits before it."""
        try:
            size = int(self.exact(4), 16)
        except ValueError as error:
            raise adbutils.AdbError("not a length") from error
        return self.exact(size).decode("utf-8", "replace")


def run_v2(link: Link, command: str, *, timeout: float, limit: int = OUTPUT_LIMIT) -> ShellResult:
    """Run a command over shell protocol 2 (Android 7 and newer): outputs apart, real exit code."""
    outputs = {_STDOUT: io.BytesIO(), _STDERR: io.BytesIO()}
    total = 0
    with Stream(link, f"shell,v2,raw:{command}", timeout=timeout) as stream:
        while True:
            kind, size = struct.unpack("<BI", stream.exact(5))
            total += size
            if total > limit:
                raise DeviceError(f"`{shorten(command)}` answered more than {limit} bytes")
            data = stream.exact(size)
            if kind == _EXIT:
                code = data[0] if data else 255
                break
            if kind in outputs:
                outputs[kind].write(data)
    texts = {kind: buffer.getvalue().decode("utf-8", "replace") for kind, buffer in outputs.items()}
    return ShellResult(code, texts[_STDOUT], texts[_STDERR], command)


def run_v1(link: Link, command: str, *, timeout: float, limit: int = OUTPUT_LIMIT) -> ShellResult:
    """Run a command on an older phone: one output, the exit code behind a mark nobody can guess."""
    mark = f"privaudit-{secrets.token_hex(8)}:"
    with Stream(link, f"shell:{command}\necho {mark}$?", timeout=timeout) as stream:
        # The terminal of these versions turns each line end into two characters.
        text = stream.rest(limit).decode("utf-8", "replace").replace("\r\n", "\n")
    before, found, after = text.rpartition(mark)
    if not found or not after.strip().isdigit():
        raise EOFError(f"`{shorten(command)}` was cut off")
    return ShellResult(int(after.strip()), before, "", command)


def run_raw(link: Link, command: str, *, timeout: float, limit: int = OUTPUT_LIMIT) -> bytes:
    """Run a command without a terminal and return its bytes untouched (`exec:`, Android 5 and newer)."""
    with Stream(link, f"exec:{command}", timeout=timeout) as stream:
        return stream.rest(limit)


# -- files (adb's sync service) -------------------------------------------------------------------


def stat(link: Link, path: str, *, timeout: float) -> tuple[int, int]:
    """Return mode and size (bytes, modulo 4 GiB) of a file on the phone; mode 0 when it is not there."""
    with _sync(link, b"STAT", path, timeout) as stream:
        answer = stream.exact(16)
    mode, size, _ = struct.unpack("<III", answer[4:])
    return int(mode), int(size)


def push(link: Link, source: BinaryIO, path: str, *, mode: int, timeout: float) -> int:
    """Write a file on the phone and return its size in bytes."""
    total = 0
    with _sync(link, b"SEND", f"{path},{0o100000 | mode}", timeout) as stream:
        while chunk := source.read(_CHUNK):
            stream.send(b"DATA" + struct.pack("<I", len(chunk)) + chunk)
            total += len(chunk)
        stream.send(b"DONE" + struct.pack("<I", int(time.time())))
        _status(stream)
    return total


def pull(link: Link, path: str, *, timeout: float, limit: int) -> Iterator[bytes]:
    """Yield a file of the phone in pieces; DeviceError when it is missing or over the limit (bytes)."""
    total = 0
    with _sync(link, b"RECV", path, timeout) as stream:
        while True:
            kind, size = struct.unpack("<4sI", stream.exact(8))
            if kind == b"DONE":
                return
            if kind == b"FAIL":
                raise adbutils.AdbError(stream.exact(min(size, _STATUS_LIMIT)).decode("utf-8", "replace"))
            total += size
            if kind != b"DATA" or total > limit:
                raise DeviceError(f"{shorten(path)} is not a file of at most {limit} bytes")
            yield stream.exact(size)


@contextlib.contextmanager
def _sync(link: Link, request: bytes, path: str, timeout: float) -> Iterator[Stream]:
    encoded = path.encode("utf-8")
    with Stream(link, "sync:", timeout=timeout) as stream:
        stream.send(request + struct.pack("<I", len(encoded)) + encoded)
        yield stream


def _status(stream: Stream) -> None:
    kind, size = struct.unpack("<4sI", stream.exact(8))
    if kind != b"OKAY":
        raise adbutils.AdbError(stream.exact(min(size, _STATUS_LIMIT)).decode("utf-8", "replace"))
