"""A phone, real or virtual, over adb: commands with exit codes, files, tunnels, what it is and what is on it.

Everything has a time limit. What goes wrong is a DeviceError with a hint; a phone that vanished is a
`DeviceGoneError`, once and clearly.
"""

from __future__ import annotations

import hashlib
import io
import re
import secrets
import shlex
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final, Literal, Self

import adbutils

from privaudit.capture import adb_wire
from privaudit.capture.adb_server import AdbServer
from privaudit.capture.adb_wire import DeviceGoneError, ShellResult, explained, shorten
from privaudit.capture.device_list import connect_address, list_devices, only_device, sentence
from privaudit.capture.package import PackageDump, parse_package
from privaudit.errors import DeviceError
from privaudit.model.event import AppInfo, DeviceInfo

RootWay = Literal["was_root", "adb", "su"]

COMMAND_LIMIT_S: Final = 20.0
_FILE_LIMIT_S: Final = 300.0
_PULL_LIMIT: Final = 4 * 1024**3
_ROOT_LIMIT_S: Final = 30.0
_DISCONNECT_LIMIT_S: Final = 6.0
_SHELL_UID: Final = 2000
_PACKAGE: Final = re.compile(r"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*$")


def quoted(args: Sequence[str]) -> str:
    """Return arguments as one command line for Android's shell (mksh), each protected from it.

    Raises DeviceError for what no command line can carry: NUL and unpaired surrogates.
    """
    for arg in args:
        if "\0" in arg or any("\ud800" <= character <= "\udfff" for character in arg):
            raise DeviceError(f"an argument holds a character no command can carry: {shorten(ascii(arg))}")
    return " ".join(shlex.quote(arg) for arg in args)


def check_package(package: str) -> str:
    """Return a package name, or raise DeviceError when it is none."""
    if not _PACKAGE.match(package):
        raise DeviceError(
            f"{shorten(package)!r} is not a package name", hint="A package name looks like com.example.app."
        )
    return package


class Device:
    """One phone. `close()` takes back the tunnels that were opened through it."""

    def __init__(self, server: AdbServer, serial: str) -> None:
        self.server = server
        self.serial = serial
        self._link = adb_wire.Link(server.client, serial)
        self._props: dict[str, str] = {}
        self._features: frozenset[str] = frozenset()
        self._su: tuple[str, ...] = ()
        self._forwards: dict[int, str] = {}
        self._reverses: dict[str, str] = {}

    @classmethod
    def connect(cls, server: AdbServer, serial: str | None = None, *, timeout: float = 15.0) -> Self:
        """Return the phone of that serial (`host:port` is connected to first), or the only one there is.

        Waits up to `timeout` seconds for it to answer; raises DeviceError with the reason when it does not.
        """
        if serial is None:
            serial = only_device(server)
        end = time.monotonic() + timeout
        while True:
            found = {device.serial: device for device in list_devices(server)}.get(serial)
            if found and found.usable:
                return cls(server, serial)
            if ":" in serial and (found is None or found.state == "offline"):
                connect_address(server, serial, max(1.0, end - time.monotonic()))
            elif found and found.state == "unauthorized":
                raise DeviceError(f"{serial} has not authorised this computer", hint=sentence(found.reason))
            if time.monotonic() > end:
                raise DeviceError(
                    f"{serial} is {found.state if found else 'not there'}",
                    hint=sentence(found.reason)
                    if found
                    else "See `privaudit devices` for what is connected.",
                )
            time.sleep(0.1)

    # -- commands ---------------------------------------------------------------------------------

    def shell(
        self, args: Sequence[str] | str, *, timeout: float = COMMAND_LIMIT_S, root: bool = False
    ) -> ShellResult:
        """Run a command and return exit code and outputs.

        A sequence is quoted argument by argument; a string goes to the phone's shell as it is. With `root`
        it runs as root, once `root()` found a way. Raises DeviceError on the time limit (seconds),
        DeviceGoneError when the phone vanished; a command that fails is a result, not an error.
        """
        command = args if isinstance(args, str) else quoted(args)
        if root and self._su:
            command = quoted([*self._su, command])
        with explained(self.serial, f"`{shorten(command)}`"):
            run = adb_wire.run_v2 if "shell_v2" in self.features else adb_wire.run_v1
            return run(self._link, command, timeout=timeout)

    def exec_out(self, args: Sequence[str] | str, *, timeout: float = COMMAND_LIMIT_S) -> bytes:
        """Run a command without a terminal and return its output bytes untouched (Android 5 and newer)."""
        command = args if isinstance(args, str) else quoted(args)
        with explained(self.serial, f"`{shorten(command)}`"):
            return adb_wire.run_raw(self._link, command, timeout=timeout)

    @property
    def features(self) -> frozenset[str]:
        """What the phone's adbd can do, e.g. `shell_v2`, `cmd`."""
        if not self._features:
            with explained(self.serial, "its features"):
                self._features = frozenset(self._link.ask("features", answered=True).split(",")) | {"adb"}
        return self._features

    def properties(self, *, fresh: bool = False) -> dict[str, str]:
        """Return the system properties (getprop), read once unless `fresh`."""
        if fresh or not self._props:
            self._props = parse_properties(self.shell(["getprop"]).check())
        return self._props

    @property
    def api_level(self) -> int:
        """Android's API level; 0 when it does not say."""
        level = self.properties().get("ro.build.version.sdk", "")
        return int(level) if level.isdigit() else 0

    @property
    def virtual(self) -> bool:
        """True for the virtual device, where Android is stood in for."""
        return self.properties().get("ro.privaudit.virtual") == "1"

    def info(self) -> DeviceInfo:
        """Return what the phone says of itself."""
        props = self.properties()
        return DeviceInfo(
            serial=self.serial,
            model=props.get("ro.product.model", ""),
            manufacturer=props.get("ro.product.manufacturer", ""),
            android=props.get("ro.build.version.release", ""),
            api_level=self.api_level,
            build=props.get("ro.build.fingerprint") or props.get("ro.build.display.id", ""),
            abi=props.get("ro.product.cpu.abi", ""),
            virtual=self.virtual,
        )

    # -- apps -------------------------------------------------------------------------------------

    def package_dump(self, package: str) -> PackageDump:
        """Return `dumpsys package` of an app, parsed; raises DeviceError when it is not installed."""
        text = self.shell(["dumpsys", "package", check_package(package)]).check()
        dump = parse_package(text, package)
        if dump is None:
            raise DeviceError(
                f"{package} is not installed on {self.serial}",
                hint="Install it first: `privaudit run --app FILE`, or `adb install FILE`.",
            )
        return dump

    def app(self, package: str) -> AppInfo:
        """Return the installed app: versions, uid, permissions asked for, sha256 of its base package file."""
        dump = self.package_dump(package)
        return AppInfo(
            package=package,
            version_name=dump.version_name,
            version_code=dump.version_code,
            target_sdk=dump.target_sdk,
            uid=dump.uid,
            debuggable=dump.debuggable,
            sha256=self.sha256(self.base_apk(package)),
            signature=dump.signature,
            requested_permissions=dump.requested,
        )

    def base_apk(self, package: str) -> str:
        """Return where the app's base package file lies on the phone."""
        paths = self._package_paths(package)
        return next((path for path in paths if PurePosixPath(path).name == "base.apk"), paths[0])

    def package_files(self, package: str) -> list[tuple[str, int]]:
        """Return where the app's package files lie, base and splits, and the size in bytes of each."""
        found = []
        for path in self._package_paths(package):
            with explained(self.serial, f"stat of {shorten(path)}"):
                found.append((path, adb_wire.stat(self._link, path, timeout=COMMAND_LIMIT_S)[1]))
        return found

    def _package_paths(self, package: str) -> list[str]:
        paths = [
            line.removeprefix("package:").strip()
            for line in self.shell(["pm", "path", check_package(package)]).out.splitlines()
            if line.startswith("package:")
        ]
        if not paths:
            raise DeviceError(f"{package} is not installed on {self.serial}")
        return paths

    def sha256(self, path: str) -> str:
        """Return the sha256 of a file on the phone, computed there if possible, else from its bytes."""
        result = self.shell(["sha256sum", path], timeout=_FILE_LIMIT_S)
        found = re.match(r"\\?([0-9a-f]{64})\s", result.out)
        if result.ok and found:
            return found[1]
        digest = hashlib.sha256()
        for chunk in self.pull_chunks(path):
            digest.update(chunk)
        return digest.hexdigest()

    def install(self, apk: Path | bytes, *, flags: Sequence[str] = ("-r", "-t")) -> None:
        """Install a package file; raises DeviceError with Android's reason (INSTALL_FAILED_…)."""
        target = f"/data/local/tmp/privaudit-{secrets.token_hex(8)}.apk"
        self.push(apk, target)
        try:
            result = self.shell(["pm", "install", *flags, target], timeout=_FILE_LIMIT_S)
        finally:
            self.shell(["rm", "-f", target])
        if "Success" not in result.out:
            reason = re.search(r"\[([A-Z_]+)", result.text)
            raise DeviceError(
                f"the phone did not install the app: {shorten(result.text, 300) or 'it gave no reason'}",
                hint=_INSTALL_HINTS.get(reason[1] if reason else "", ""),
            )

    def uninstall(self, package: str) -> None:
        """Remove an app and its data."""
        result = self.shell(["pm", "uninstall", check_package(package)], timeout=60)
        if "Success" not in result.out:
            raise DeviceError(f"{package} was not removed: {shorten(result.text, 300)}")

    # -- files ------------------------------------------------------------------------------------

    def push(self, source: Path | bytes, path: str, *, mode: int = 0o644) -> int:
        """Write a file on the phone; returns its size in bytes."""
        with (
            io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as stream,
            explained(self.serial, f"push to {shorten(path)}"),
        ):
            return adb_wire.push(self._link, stream, path, mode=mode, timeout=_FILE_LIMIT_S)

    def pull_chunks(self, path: str, *, limit: int = _PULL_LIMIT) -> Iterator[bytes]:
        """Yield a file of the phone in pieces, at most `limit` bytes."""
        with explained(self.serial, f"pull of {shorten(path)}"):
            yield from adb_wire.pull(self._link, path, timeout=_FILE_LIMIT_S, limit=limit)

    def pull(self, path: str, *, limit: int = 64 * 1024 * 1024) -> bytes:
        """Return a file of the phone, at most `limit` bytes."""
        return b"".join(self.pull_chunks(path, limit=limit))

    def exists(self, path: str) -> bool:
        """Return whether something lies at a path of the phone."""
        with explained(self.serial, f"stat of {shorten(path)}"):
            return adb_wire.stat(self._link, path, timeout=COMMAND_LIMIT_S)[0] != 0

    # -- tunnels ----------------------------------------------------------------------------------

    def forward(self, remote: int | str) -> int:
        """Open a port of this machine that leads to a port or socket of the phone, and return it."""
        target = f"tcp:{remote}" if isinstance(remote, int) else remote
        with explained(self.serial, f"forward to {target}"):
            port = int(self._link.ask(f"forward:tcp:0;{target}", statuses=2, answered=True))
        self._forwards[port] = target
        return port

    def forward_remove(self, port: int) -> None:
        """Close a port opened by `forward`; one that is gone already is no error."""
        if self._forwards.pop(port, None):
            with explained(self.serial, f"end of forward {port}"):
                _tolerate(lambda: self._link.ask(f"killforward:tcp:{port}", statuses=2))

    def reverse(self, remote_port: int, local_port: int) -> None:
        """Open a port of the phone that leads to a port of this machine (Android 5 and newer)."""
        service = f"reverse:forward:tcp:{remote_port};tcp:{local_port}"
        with explained(self.serial, f"reverse of port {remote_port}"):
            self._once(service)
        self._reverses[f"tcp:{remote_port}"] = f"tcp:{local_port}"

    def reverse_remove(self, remote_port: int) -> None:
        """Close a port opened by `reverse`; one that is gone already is no error."""
        if self._reverses.pop(f"tcp:{remote_port}", None):
            service = f"reverse:killforward:tcp:{remote_port}"
            with explained(self.serial, f"end of reverse {remote_port}"):
                _tolerate(lambda: self._once(service))

    def close(self) -> None:
        """Take back every tunnel; the phone being gone is no error, its tunnels went with it."""
        try:
            for port in tuple(self._forwards):
                self.forward_remove(port)
            for remote in tuple(self._reverses):
                self.reverse_remove(int(remote.removeprefix("tcp:")))
        except DeviceGoneError:
            self._forwards.clear()
            self._reverses.clear()

    def _once(self, service: str) -> None:
        with adb_wire.Stream(self._link, service, timeout=COMMAND_LIMIT_S) as stream:
            stream.okay()

    # -- root -------------------------------------------------------------------------------------

    def is_root(self) -> bool:
        """Return whether commands already run as root."""
        return self.uid() == 0

    def uid(self) -> int | None:
        """Return the uid commands run as (2000 is the shell); None when the phone does not say."""
        found = re.search(r"uid=(\d{1,9})\(", self.shell(["id"], timeout=5.0).out)
        return int(found[1]) if found else None

    def root(self) -> RootWay:
        """Become root: by adbd itself, else by the phone's `su`; `shell(…, root=True)` then is root.

        Returns the way, "was_root" when adbd already ran so. Raises DeviceError when there is none.
        """
        if self.is_root():
            return "was_root"
        answer = self._restart_adbd("root:")
        if "restarting" in answer and self._wait_for_uid(0):
            return "adb"
        for su in (("su", "-c"), ("su", "0", "sh", "-c")):
            if "uid=0(" in self.shell([*su, "id"], timeout=_ROOT_LIMIT_S).out:
                self._su = su
                return "su"
        raise DeviceError(
            f"{self.serial} cannot be root: {shorten(answer.strip()) or 'adbd said nothing'}",
            hint="Use a rooted phone, an emulator image without Google Play, or go on without reading TLS.",
        )

    def unroot(self) -> None:
        """Give up root again and open the tunnels anew; nothing happens when it was not root."""
        if self._su:
            self._su = ()
        elif self.is_root():
            self._restart_adbd("unroot:")
            if not self._wait_for_uid(_SHELL_UID):
                raise DeviceError("adbd did not come back without root", hint="Restart the phone.")

    def _restart_adbd(self, service: str) -> str:
        with (
            explained(self.serial, service),
            adb_wire.Stream(self._link, service, timeout=_ROOT_LIMIT_S) as stream,
        ):
            answer = stream.rest(4096).decode("utf-8", "replace")
        if "restarting" in answer:
            # The old adbd may answer for a moment more; what is begun with it would be cut off.
            self._link.wait_until_gone(_DISCONNECT_LIMIT_S)
        return answer

    def _wait_for_uid(self, uid: int) -> bool:
        """Wait for adbd to come back as a uid, then open the tunnels that ended with the old one anew."""
        end = time.monotonic() + _ROOT_LIMIT_S
        while time.monotonic() < end:
            self._features = frozenset()
            try:
                Device.connect(self.server, self.serial, timeout=2.0)
                arrived = self.uid() == uid
            except DeviceError:
                # It is on its way down or up; the deadline decides.
                arrived = False
            if arrived:
                self._reopen()
                return True
            time.sleep(0.1)
        return False

    def _reopen(self) -> None:
        """Open the tunnels that ended with the old adbd, on the same ports."""
        with explained(self.serial, "tunnels after a restart of adbd"):
            for port, target in self._forwards.items():
                self._link.ask(f"forward:tcp:{port};{target}", statuses=2)
        for remote, local in tuple(self._reverses.items()):
            self.reverse(int(remote.removeprefix("tcp:")), int(local.removeprefix("tcp:")))


def _tolerate(call: Callable[[], object]) -> None:
    """Call; that there is no such tunnel any more is what was wanted."""
    try:
        call()
    except adbutils.AdbError as error:
        if "not found" not in str(error):
            raise


def parse_properties(text: str) -> dict[str, str]:
    """Read getprop's `[name]: [value]`; a value may hold line ends."""
    found: dict[str, str] = {}
    name: str | None = None
    value: list[str] = []
    for line in text.splitlines():
        head = re.match(r"\[([^\]]{1,255})\]: \[", line) if name is None else None
        if head:
            name, value, line = head[1], [], line[head.end() :]  # noqa: PLW2901 - what is left of it
        if name is None:
            continue
        value.append(line)
        if line.endswith("]"):
            found[name] = "\n".join(value)[:-1]
            name = None
    return found


_INSTALL_HINTS: Final = {
    "INSTALL_FAILED_UPDATE_INCOMPATIBLE": "Another signature is installed: uninstall the app first.",
    "INSTALL_FAILED_VERSION_DOWNGRADE": "A newer version is installed: uninstall the app first.",
    "INSTALL_FAILED_INSUFFICIENT_STORAGE": "Free some space on the phone.",
    "INSTALL_FAILED_NO_MATCHING_ABIS": "The app has no native code for this phone's processor.",
    "INSTALL_FAILED_OLDER_SDK": "The app needs a newer Android than this phone's.",
    "INSTALL_FAILED_USER_RESTRICTED": "Allow installing over USB in the developer options.",
    "INSTALL_FAILED_TEST_ONLY": "It is a test build: it needs the flag -t.",
    "INSTALL_PARSE_FAILED_NO_CERTIFICATES": "The file is not signed.",
}
