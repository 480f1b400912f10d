"""A fake adb server on a real socket: host requests, shell v1 and v2, exec, sync, answering from a table."""

from __future__ import annotations

import contextlib
import re
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0IEND\xaeB`\x82"
Answer = tuple[int, str]


def _modern_properties() -> dict[str, str]:
    return {
        "ro.build.version.sdk": "33",
        "ro.build.version.release": "13",
        "ro.product.model": "Model X",
        "ro.product.manufacturer": "Maker",
        "ro.build.fingerprint": "maker/x/x:13/AB1/1:user/release-keys",
        "ro.product.cpu.abi": "arm64-v8a",
    }


@dataclass
class FakePhone:
    """State of the phone, and what its commands answer: a table of patterns, the first that matches wins."""

    serial: str = "FAKE01"
    state: str = "device"
    state_after_connect: str = "device"
    server_version: int = 41
    features: str = "shell_v2,cmd,stat_v2"
    properties: dict[str, str] = field(default_factory=_modern_properties)
    commands: list[tuple[str, Answer | Callable[[str], Answer]]] = field(default_factory=list)
    raw: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    tunnels: dict[str, str] = field(default_factory=dict)
    uid: int = 2000
    root_allowed: bool = True
    behaviour: str = "well"
    """"well", "silent" (never answers), "cut" (closes amid an answer), "flood" (never ends)."""
    ran: list[str] = field(default_factory=list)

    def on(self, pattern: str, out: str = "", code: int = 0) -> None:
        self.commands.insert(0, (pattern, (code, out)))

    def call(self, pattern: str, answer: Callable[[str], Answer]) -> None:
        self.commands.insert(0, (pattern, answer))

    def answer(self, command: str) -> Answer:
        self.ran.append(command)
        for pattern, answer in self.commands:
            if re.search(pattern, command):
                return answer(command) if callable(answer) else answer
        if command == "getprop":
            return 0, "".join(f"[{name}]: [{value}]\n" for name, value in self.properties.items())
        if command == "id":
            return 0, f"uid={self.uid}({'root' if self.uid == 0 else 'shell'}) gid=2000(shell)\n"
        if found := re.match(r"rm -f (\S+)$", command):
            self.files.pop(found[1], None)
            return 0, ""
        return 127, f"/system/bin/sh: {command.partition(' ')[0]}: inaccessible or not found\n"


class FakeServer:
    """Serves one phone; every connection in a thread of its own."""

    def __init__(self, phone: FakePhone) -> None:
        self.phone = phone
        self._stopping = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads: list[threading.Thread] = []
        self._connections: list[socket.socket] = []
        self._accepter = threading.Thread(target=self._accept, daemon=True)
        self._accepter.start()

    def stop(self) -> None:
        self._stopping.set()
        with socket.socket() as knock:
            knock.connect_ex(("127.0.0.1", self.port))
        self._accepter.join(5)
        self._listener.close()
        for connection in self._connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while not self._stopping.is_set():
            connection, _ = self._listener.accept()
            self._connections.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                while not self._stopping.is_set() and (request := _request(connection)):
                    if not self._host(connection, request):
                        return
            except OSError:
                return

    def _host(self, wire: socket.socket, request: str) -> bool:
        """Answer one request; True when the connection goes on (a transport was chosen)."""
        phone = self.phone
        chosen = "host:tport:serial:" if phone.server_version >= 41 else "host:transport:"
        if request.startswith(chosen):
            if phone.state != "device":
                reason = "device 'FAKE01' not found" if phone.state == "absent" else f"device {phone.state}"
                wire.sendall(b"FAIL" + _block(reason))
                return False
            wire.sendall(b"OKAY" + (struct.pack("<Q", 1) if phone.server_version >= 41 else b""))
            return True
        if request.startswith("host:"):
            self._of_the_server(wire, request)
        elif request.startswith("host-serial:"):
            self._of_the_phone(wire, request)
        else:
            self._service(wire, request)
        return False

    def _of_the_server(self, wire: socket.socket, request: str) -> None:
        phone = self.phone
        if request == "host:version":
            wire.sendall(b"OKAY" + _block(f"{phone.server_version:04x}"))
        elif request.startswith("host:connect:"):
            phone.state = phone.state_after_connect
            done = phone.state != "absent"
            said = f"connected to {phone.serial}" if done else f"failed to connect to {phone.serial}"
            wire.sendall(b"OKAY" + _block(said))
        elif request.startswith("host:disconnect:"):
            known = phone.state != "absent"
            phone.state = "absent"
            wire.sendall(
                b"OKAY" + _block("disconnected") if known else b"FAIL" + _block("no such device 'x'")
            )
        elif request == "host:devices-l":
            line = f"{phone.serial:<22} {phone.state} product:x model:Model_X transport_id:1\n"
            wire.sendall(b"OKAY" + _block(line if phone.state != "absent" else ""))
        else:
            wire.sendall(b"FAIL" + _block("unknown host service"))

    def _of_the_phone(self, wire: socket.socket, request: str) -> None:
        phone = self.phone
        if request.endswith(":wait-for-any-disconnect"):
            wire.sendall(b"OKAYOKAY")
        elif request.endswith(":features"):
            wire.sendall(b"OKAY" + _block(phone.features))
        elif found := re.search(r":forward:tcp:0;(.+)$", request):
            phone.tunnels["tcp:4321"] = found[1]
            wire.sendall(b"OKAYOKAY" + _block("4321"))
        elif found := re.search(r":forward:(tcp:\d+);(.+)$", request):
            phone.tunnels[found[1]] = found[2]
            wire.sendall(b"OKAYOKAY")
        elif found := re.search(r":killforward:(.+)$", request):
            gone = phone.tunnels.pop(found[1], None)
            wire.sendall(b"OKAYOKAY" if gone else b"FAIL" + _block("listener 'tcp:4321' not found"))

    def _service(self, wire: socket.socket, request: str) -> None:
        phone = self.phone
        if phone.behaviour == "silent":
            wire.sendall(b"OKAY")
            self._stopping.wait(10)
        elif request.startswith("shell,v2"):
            wire.sendall(b"OKAY")
            self._shell_v2(wire, request.partition(":")[2])
        elif request.startswith("shell:"):
            wire.sendall(b"OKAY")
            command, _, echo = request.removeprefix("shell:").rpartition("\necho ")
            code, out = phone.answer(command)
            wire.sendall(f"{out}{echo.replace('$?', str(code))}\n".replace("\n", "\r\n").encode())
        elif request.startswith("exec:") and "shell_v2" in phone.features:
            wire.sendall(b"OKAY" + phone.raw.get(request.removeprefix("exec:"), b""))
        elif request == "sync:":
            wire.sendall(b"OKAY")
            self._sync(wire)
        elif found := re.match(r"reverse:forward:(tcp:\d+);(tcp:\d+)$", request):
            phone.tunnels[f"reverse {found[1]}"] = found[2]
            wire.sendall(b"OKAYOKAY")
        elif found := re.match(r"reverse:killforward:(tcp:\d+)$", request):
            gone = phone.tunnels.pop(f"reverse {found[1]}", None)
            wire.sendall(b"OKAYOKAY" if gone else b"OKAYFAIL" + _block("listener not found"))
        elif request in {"root:", "unroot:"}:
            wire.sendall(b"OKAY" + self._adbd(request).encode())
        else:
            wire.sendall(b"FAIL" + _block("closed"))

    def _adbd(self, request: str) -> str:
        if not self.phone.root_allowed:
            return "adbd cannot run as root in production builds\n"
        self.phone.uid = 0 if request == "root:" else 2000
        return f"restarting adbd as {'root' if request == 'root:' else 'non root'}\n"

    def _shell_v2(self, wire: socket.socket, command: str) -> None:
        if self.phone.behaviour == "flood":
            while not self._stopping.is_set():
                wire.sendall(struct.pack("<BI", 1, 65536) + b"y" * 65536)
        code, out = self.phone.answer(command)
        data = out.encode()
        kind = 2 if code else 1
        if self.phone.behaviour == "cut":
            wire.sendall(struct.pack("<BI", 1, len(data) + 10) + data)
            return
        if data:
            wire.sendall(struct.pack("<BI", kind, len(data)) + data)
        wire.sendall(struct.pack("<BIB", 3, 1, code))

    def _sync(self, wire: socket.socket) -> None:
        kind, size = struct.unpack("<4sI", _exact(wire, 8))
        path = _exact(wire, size).decode()
        files = self.phone.files
        if kind == b"STAT":
            there = files.get(path)
            wire.sendall(
                b"STAT" + struct.pack("<III", 0 if there is None else 0o100644, len(there or b""), 0)
            )
        elif kind == b"RECV":
            if path not in files:
                reason = b"No such file or directory"
                wire.sendall(b"FAIL" + struct.pack("<I", len(reason)) + reason)
                return
            data = files[path]
            for start in range(0, len(data), 65536):
                part = data[start : start + 65536]
                wire.sendall(b"DATA" + struct.pack("<I", len(part)) + part)
            wire.sendall(b"DONE" + struct.pack("<I", 0))
        elif kind == b"SEND":
            parts = []
            while True:
                kind, size = struct.unpack("<4sI", _exact(wire, 8))
                if kind == b"DONE":
                    break
                parts.append(_exact(wire, size))
            files[path.rpartition(",")[0]] = b"".join(parts)
            wire.sendall(b"OKAY" + struct.pack("<I", 0))


def _exact(wire: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = wire.recv(size - len(data))
        if not part:
            raise ConnectionError
        data += part
    return data


def _request(wire: socket.socket) -> str:
    head = wire.recv(4, socket.MSG_WAITALL)
    return _exact(wire, int(head, 16)).decode() if len(head) == 4 else ""


def _block(text: str) -> bytes:
    data = text.encode()
    return b"%04x" % len(data) + data


def until(reached: Callable[[], bool], limit: float = 5.0) -> bool:
    """Wait for something to come true; whether it did."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        if reached():
            return True
        time.sleep(0.01)
    return False
